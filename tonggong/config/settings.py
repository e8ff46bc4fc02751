"""Settings, all of them from the environment; docs/settings.md lists them in one table."""

import os
from datetime import timedelta
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
    # END ACCOUNTS
    "tonggong.base.installation",
    "tonggong.base.divisions",
    "tonggong.base.policy",
    "tonggong.base.accounts",
    "tonggong.base.audit",
    "tonggong.base.jobs",
    "tonggong.base.workflow",
    "tonggong.base.intake",
    "tonggong.domain.persons",
    "tonggong.domain.employers",
    "tonggong.domain.plan",
    "tonggong.domain.employment",
    "tonggong.domain.casework",
    "tonggong.domain.quota",
    "tonggong.domain.hires",
    "tonggong.domain.declaration",
    "tonggong.domain.posts",
    "tonggong.domain.reliefs",
    "tonggong.domain.testimony",
    "tonggong.domain.cooperation",
    "tonggong.domain.status",
    "tonggong.domain.training",
    "tonggong.domain.coaching",
    "tonggong.domain.campaigns",
    "tonggong.domain.graduates",
    "tonggong.domain.rural",
    "tonggong.domain.comparison",
    "tonggong.domain.inspection",
    "tonggong.domain.worklist",
    "tonggong.domain.reporting",
    "tonggong.domain.agencies",
    "tonggong.web.components",
    "tonggong.web.account",
    "tonggong.web.federation",
    "tonggong.web.committee",
    "tonggong.web.departments",
    "tonggong.web.employer",
    "tonggong.web.portal",
    "tonggong.web.visits",
    "tonggong.web.casework",
    "tonggong.web.administration",
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
    "tonggong.web.components.refusals.RefusalMiddleware",
    # ACCOUNTS: middleware (after authentication)
    "django_otp.middleware.OTPMiddleware",
    "tonggong.web.account.kept.KeepInputMiddleware",
    "tonggong.base.accounts.middleware.ActingMiddleware",
    "tonggong.base.accounts.middleware.ReadingWritesNothingMiddleware",
    # END ACCOUNTS
]

# ACCOUNTS: settings
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tonggong.base.accounts.passwords.PasswordPolicy"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNTS_SIGN_IN_URL = "account:sign-in"
ACCOUNTS_PASSWORD_URL = "account:password"
ACCOUNTS_SECOND_FACTOR_URL = "account:second-factor"
ACCOUNTS_SECOND_FACTOR_SETUP_URL = "account:second-factor-setup"
LOGIN_URL = ACCOUNTS_SIGN_IN_URL
ACCOUNTS_PASSWORD_DAYS = env.int("TONGGONG_PASSWORD_DAYS", default=90)  # 0: never asks for a new one
ACCOUNTS_IDLE_MINUTES = env.int("TONGGONG_IDLE_MINUTES", default=15)  # staff
ACCOUNTS_IDLE_MINUTES_OTHERS = env.int(
    "TONGGONG_IDLE_MINUTES_OTHERS", default=60
)  # persons, employers: no time pressure
ACCOUNTS_IDLE_MINUTES_PRACTICE = 8 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AXES_HANDLER = "tonggong.base.accounts.throttle.Throttle"  # says when a name is locked; the numbers are there
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# W002: the sign-in page says itself that a name is locked. W006: the name is what is locked, from wherever it is tried.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]
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
                "tonggong.web.components.navigation.frame",
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

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # messages may name persons: no cookie
HELP_PHONE = env.str("TONGGONG_HELP_PHONE", default="")  # whom users ring; shown on every page when set

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
FILE_UPLOAD_HANDLERS = ["tonggong.web.components.uploads.InMemory"]  # sealed at once: never a clear copy on disk
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("TONGGONG_UPLOAD_MAX_MB", default=200) * 1024 * 1024
PAPER_MAX_BYTES = env.int("TONGGONG_PAPER_MAX_MB", default=20) * 1024 * 1024  # a photo, scan or voice note

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tonggong.base.privacy.logs.BlottingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("TONGGONG_LOG_LEVEL", default="WARNING")},
}
