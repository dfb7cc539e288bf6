"""Settings of the test run: nothing of the developer's machine, keys that open nothing."""

import os
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("FAELLED_") and name != "FAELLED_DATA"]:
    del os.environ[name]
FOLDER = Path(tempfile.mkdtemp(prefix="faelled-test-"))
(FOLDER / "static").mkdir()
os.environ["FAELLED_VAR"] = str(FOLDER)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER / 'test.sqlite3'}")

from faelled.web.settings import *  # noqa: E402, F403
from faelled.web.settings import DATABASES, ROOT  # noqa: E402

SECRET_KEY = CPR_KEY = CPR_SEARCH_KEY = AUDIT_KEY = "a key that only the tests know of"
HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATICFILES_DIRS = [ROOT / "var" / "vendor"] if (ROOT / "var" / "vendor").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DIGITAL_POST = "fake"
PACE = 0
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test-run.sqlite3")}
