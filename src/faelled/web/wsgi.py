"""WSGI entry for gunicorn: ``gunicorn faelled.web.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "faelled.web.settings")

application = get_wsgi_application()
