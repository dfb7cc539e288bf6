"""The site's settings, all of them from the environment (docs/operate.md lists each)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from faelled.web import environment
from faelled.web.wires import refuse_in_clear

ROOT = Path(environment.text("FAELLED_ROOT", str(Path(__file__).resolve().parents[3])))
VAR = Path(environment.text("FAELLED_VAR", str(ROOT / "var")))
CONTENT = Path(environment.text("FAELLED_CONTENT", str(ROOT / "content")))
VAR.mkdir(parents=True, exist_ok=True)

DEMO = environment.boolean("FAELLED_DEMO", False)
DEBUG = environment.boolean("FAELLED_DEBUG", False)
HTTPS = environment.boolean("FAELLED_HTTPS", not DEMO)
ALLOWED_HOSTS = environment.words("FAELLED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("FAELLED_ORIGINS")

# What the frame around every page says (docs/modules/ui.md).
SITE_NAME = environment.text("FAELLED_NAME", "Fælleskøbing Kommune" if DEMO else "Fælled")
SITE_CONTACT = environment.text("FAELLED_CONTACT")
ACCESSIBILITY_STATEMENT = environment.text("FAELLED_ACCESSIBILITY_STATEMENT")

# Four keys, each kept apart from the database; docs/security.md says how to hold and change them.
SECRET_KEY = environment.key("FAELLED_SECRET_KEY", VAR / "keys")
CPR_KEY = environment.key("FAELLED_CPR_KEY", VAR / "keys")
CPR_SEARCH_KEY = environment.key("FAELLED_CPR_SEARCH_KEY", VAR / "keys")
AUDIT_KEY = environment.key("FAELLED_AUDIT_KEY", VAR / "keys")
# Those of the four that nobody gave; ``faelled check --deploy`` says so.
KEYS_MADE_HERE = [
    f"FAELLED_{name}_KEY"
    for name in ("SECRET", "CPR", "CPR_SEARCH", "AUDIT")
    if not environment.text(f"FAELLED_{name}_KEY")
]
AUDIT_CHECKPOINTS = Path(
    environment.text("FAELLED_AUDIT_CHECKPOINTS", str(VAR / "audit-checkpoints"))
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "faelled.base.audit",
    "faelled.base.access",
    "faelled.base.people",
    "faelled.base.files",
    "faelled.base.jobs",
    "faelled.base.connect",
    "faelled.base.ui",
    "faelled.base.notices",
    "faelled.casework.processes",
    "faelled.casework.subjects",
    "faelled.casework.cases",
    "faelled.casework.chats",
    "faelled.casework.documents",
    "faelled.apps.intake",
    "faelled.apps.decisions",
    "faelled.apps.meetings",
    "faelled.apps.decisions.delegation",
    "faelled.apps.staff",
    "faelled.apps.orders",
    "faelled.apps.post",
    "faelled.web",
]

MIDDLEWARE = [
    "faelled.web.operate.probes.ProbesMiddleware",
    "faelled.web.operate.observe.ObserveMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "faelled.web.operate.pace.PaceMiddleware",
    "faelled.base.connect.log_ins.middleware.LogInMiddleware",
    "faelled.base.ui.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "faelled.base.connect.log_ins.users.UserMiddleware",
    "faelled.base.people.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "faelled.base.ui.offline.OfflineCopyMiddleware",
]

ROOT_URLCONF = "faelled.web.urls"
WSGI_APPLICATION = "faelled.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "faelled.base.ui.context.site",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{VAR / 'faelled.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits at the start, instead of failing in the middle of its transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "faelled.base.statements.postgresql"
    # A database that hangs is told from one that is slow: the page says so, and a dead link ends.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    DATABASES["default"]["OPTIONS"].setdefault("tcp_user_timeout", 15_000)
    # A page asks the same each time: to plan its questions anew costs more than to answer them.
    DATABASES["default"]["OPTIONS"].setdefault("server_side_binding", True)
    DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/log-ind/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "faelled.base.connect.oidc.adapter.NoSignupAdapter"
SOCIALACCOUNT_ADAPTER = "faelled.base.connect.oidc.adapter.LinkKnownPeopleAdapter"
SOCIALACCOUNT_ONLY = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # a log-in has no address of its own
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"APPS": environment.oidc_providers(), "OAUTH_PKCE_ENABLED": True}
}
# The one provider (its id in FAELLED_OIDC) that employees come in by; then no other way is open.
EMPLOYEE_LOG_IN = environment.text("FAELLED_EMPLOYEE_LOG_IN")

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# scripts/vendor puts them in the checkout, wherever the data lie.
STATICFILES_DIRS = [
    folder for folder in (VAR / "vendor", ROOT / "var" / "vendor") if folder.is_dir()
][:1]
MEDIA_ROOT = Path(environment.text("FAELLED_FILES", str(VAR / "files")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
# What one citizen may send in a day: room for everything a case needs, and no way to fill a disk.
UPLOAD_DAY_BYTES = 300 * 1024 * 1024
UPLOAD_DAY_FILES = 200
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILES_SCANNER = environment.choice("FAELLED_SCANNER", ("none", "clamav"))
CLAMAV = environment.text("FAELLED_CLAMAV", "unix:///run/clamav/clamd.ctl")
refuse_in_clear(
    DATABASES["default"],
    CLAMAV if FILES_SCANNER == "clamav" else "",
    environment.words("FAELLED_CLEAR_HOSTS"),
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Fonts for letters; without them the compiler's own are used.
LETTER_FONTS = [
    Path(folder)
    for folder in environment.words(
        "FAELLED_LETTER_FONTS",
        str(ROOT / "node_modules" / "dkfds" / "src" / "fonts" / "IBMPlexSans" / "complete" / "ttf"),
    )
]
# The address people reach the site at, for links in letters.
SITE_URL = environment.text(
    "FAELLED_SITE_URL", f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS or ['localhost'])[0]}"
).rstrip("/")

TASKS = {
    "default": {
        "BACKEND": environment.text("FAELLED_JOBS", "django_tasks_db.DatabaseBackend"),
    }
}

# Outgoing calls reach only these hosts (faelled.base.connect); own roots of trust, if any.
CONNECT_HOSTS = environment.hosts("FAELLED_CONNECT")
CONNECT_CA_BUNDLE = environment.text("FAELLED_CA_BUNDLE")
# Other installations that orders are sent to and taken from (faelled.base.connect.neighbour).
NEIGHBOURS = environment.text("FAELLED_NEIGHBOURS", environment.DEMO_NEIGHBOURS if DEMO else "")

# A foreign case system whose matters are approved here: "rest", "fake", or none.
ESDH = environment.text("FAELLED_ESDH", "fake" if DEMO else "")
ESDH_URL = environment.text("FAELLED_ESDH_URL")
ESDH_TOKEN = environment.text("FAELLED_ESDH_TOKEN")
ESDH_PRIVATE = environment.boolean("FAELLED_ESDH_PRIVATE", False)
ESDH_FOLDER = Path(environment.text("FAELLED_ESDH_FOLDER", str(VAR / "esdh")))

# "file" or "fake"; nothing chosen is an error when a letter is sent, never a quiet success.
DIGITAL_POST = environment.text("FAELLED_DIGITAL_POST", "fake" if DEMO else "")
DIGITAL_POST_LETTERS = Path(
    environment.text("FAELLED_LETTERS", str(VAR / "digitalpost" / "letters"))
)
DIGITAL_POST_OUTBOX = Path(environment.text("FAELLED_OUTBOX", str(VAR / "digitalpost" / "outbox")))
DIGITAL_POST_INBOX = Path(environment.text("FAELLED_INBOX", str(VAR / "digitalpost" / "inbox")))
# How long what could not be taken in lies there for somebody to look at.
DIGITAL_POST_QUARANTINE = timedelta(days=environment.whole("FAELLED_QUARANTINE_DAYS", 90))

# Notices that something waits (faelled.base.notices): who answers for the push notices, as
# "mailto:..." (none: no push), the key that browsers know this site by, and the mail server.
PUSH_CONTACT = environment.text(
    "FAELLED_PUSH_CONTACT", "mailto:it@faelleskoebing.example" if DEMO else ""
)
PUSH_KEY = environment.key("FAELLED_PUSH_KEY", VAR / "keys")
MAIL = environment.choice(
    "FAELLED_MAIL", ("file", "none", "smtp") if DEMO else ("none", "smtp", "file")
)
EMAIL_BACKEND = {
    "smtp": "faelled.base.connect.notify.mail.CheckedSmtp",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "none": "django.core.mail.backends.dummy.EmailBackend",
}[MAIL]
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = environment.text("FAELLED_MAIL_HOST", "localhost")
EMAIL_PORT = environment.whole("FAELLED_MAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("FAELLED_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("FAELLED_MAIL_PASSWORD")
EMAIL_USE_SSL = environment.choice("FAELLED_MAIL_TLS", ("starttls", "tls")) == "tls"
EMAIL_USE_TLS = not EMAIL_USE_SSL
EMAIL_TIMEOUT = 8
DEFAULT_FROM_EMAIL = environment.text(
    "FAELLED_MAIL_FROM", "faelled@faelleskoebing.example" if DEMO else ""
)

# How long a leader's browser may keep a page to read without a connection; 0 keeps none.
OFFLINE_KEEP = timedelta(minutes=environment.whole("FAELLED_OFFLINE_MINUTES", 480))
# How long a chat can still be read when what it was about is decided; 0 removes it at once.
CHAT_KEEP = timedelta(days=environment.whole("FAELLED_CHAT_DAYS", 7))

# The prefix binds a cookie to this host over https; browsers refuse it without (RFC 6265bis).
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
# Who does nothing for so long logs in again; nobody stays longer than log_ins.store.LONGEST.
SESSION_COOKIE_AGE = 60 * environment.whole("FAELLED_IDLE_MINUTES", 60)
SESSION_ENGINE = "faelled.base.connect.log_ins.store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "faelled.base.ui.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https")
    if environment.boolean("FAELLED_BEHIND_PROXY", False)
    else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *environment.origins(environment.oidc_providers())],
        "frame-ancestors": [NONE],
    }
}

# Requests a minute by one person, in each process; 0 counts nobody.
PACE = environment.whole("FAELLED_PACE", 600)

# Who watches the site reads /maalinger with this; without it the page is not there.
METRICS_TOKEN = environment.text("FAELLED_METRICS_TOKEN")
METRICS_FOLDER = Path(environment.text("FAELLED_METRICS", str(VAR / "metrics")))

# No level and no format writes personal data (faelled.web.operate.logs).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "faelled.web.operate.logs.PlainLines"},
        "json": {"()": "faelled.web.operate.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": environment.choice("FAELLED_LOG_FORMAT", ("line", "json")),
        }
    },
    # Django's own handlers write addresses and messages as they come; ours does not.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # What is below an error, faelled.request has said already.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": environment.text("FAELLED_LOG_LEVEL", "INFO")},
}
