"""Settings, all of them from the environment; docs/settings.md lists them in one table."""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from tonggong.base.installation import home
from tonggong.base.privacy.keys import KeyMissing, key

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]
HOME = home()

try:
    SECRET_KEY = key("django").hex()
except KeyMissing:  # before the installation is made nothing is signed that must last
    SECRET_KEY = os.urandom(32).hex()

DEBUG = env.bool("TONGGONG_DEBUG", default=False)
ALLOWED_HOSTS = env.list("TONGGONG_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("TONGGONG_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    # ACCOUNTS: apps
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    # END ACCOUNTS
    "tonggong.base.installation",
    "tonggong.base.divisions",
    "tonggong.base.policy",
    "tonggong.base.accounts",
    "tonggong.base.audit",
    "tonggong.base.intake",
    "tonggong.domain.persons",
    "tonggong.domain.employers",
    "tonggong.domain.plan",
    "tonggong.domain.employment",
    "tonggong.domain.training",
    "tonggong.domain.comparison",
    "tonggong.domain.reporting",
    "tonggong.web.components",
    "tonggong.web.account",
    "tonggong.web.federation",
    "tonggong.web.committee",
    "tonggong.web.departments",
    "tonggong.web.employer",
    "tonggong.web.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    # ACCOUNTS: middleware (after authentication)
    # END ACCOUNTS
]

# ACCOUNTS: settings
# END ACCOUNTS

ROOT_URLCONF = "tonggong.config.urls"
WSGI_APPLICATION = "tonggong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'tonggong.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
            "PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("TONGGONG_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SSL_REDIRECT else None
SESSION_COOKIE_HTTPONLY = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # an upload stays in memory and is sealed at once: no clear copy on disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("TONGGONG_UPLOAD_MAX_MB", default=200) * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("TONGGONG_LOG_LEVEL", default="WARNING")},
}
