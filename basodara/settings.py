"""Settings: one file for every installation, read from the environment and from `.env`.

Doubtful values are not guessed at: they stop the start with a system check (`basodara/checks.py`) that says what to do.
"""

import os
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from basodara import databases

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE") or BASE_DIR / ".env")  # the environment wins over the file

# 1 what must be told -----------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Keys of the sealed fields, newest first, as `name:base64 of 32 bytes`; a key that sealed any row stays in the list.
SEAL_KEYS = env.list("SEAL_KEYS", default=[])
# Key of the blind index (names, NIK, phone). Changing it means indexing everyone anew.
INDEX_KEY = env("INDEX_KEY", default="")

# Served over plain http on this machine only: no secure-only cookies, no redirect. Never set by a real installation.
LOCAL_TRIAL = env.bool("LOCAL_TRIAL", default=False)

# 2 databases: the web's role is the default connection, the owner's URL is for migrations and dumps ------------
_urls = databases.urls(env)
DATABASES = {"default": databases.settings_of(_urls.web), "aside": databases.settings_of(_urls.web)}
# The second connection commits at once: rate limits and progress outlive a request that ends in a 500.
DATABASES["aside"]["TEST"] = {"MIRROR": "default"}
DATABASE_OWNER = databases.settings_of(_urls.owner) if _urls.owner else None
WEB_ROLE = DATABASES["default"]["USER"]
DATABASE_ROUTERS = ["basodara.databases.CacheRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# 3 the rooms -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "privacy",
    "regions",
    "accounts",
    "cases",
    "companions",
    "referrals",
    "basodara",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "pgtrigger",
    "pghistory",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers, so that their length tells nothing of a secret in them
    "csp.middleware.CSPMiddleware",
    "accounts.sessions.idle_sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "privacy.drafts.keep_what_was_typed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.choose_actor",
    "privacy.middleware.person_context",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "basodara.urls"
WSGI_APPLICATION = "basodara.wsgi.application"
FORM_RENDERER = "basodara.widgets.QuickWidgets"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "basodara.face.frame",
            ],
            "builtins": ["basodara.templatetags.face"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# 4 people and sessions ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # e-mail is optional and sealed: it is no way to sign in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False

SESSION_ENGINE = "accounts.sessions"
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL_TRIAL
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "basodara.errors.csrf_failure"
TOO_MANY_VIEW = "basodara.errors.too_many"
NOT_ALLOWED_VIEW = "basodara.errors.wrong_method"
SERVER_ERROR_VIEW = "basodara.errors.server_error"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "basodara_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LIMITS_ON = "aside"  # the connection that counts tries at once

# Referrals ------------------------------------------------------------------------------------------
AID_AGAIN_DAYS = env.int("AID_AGAIN_DAYS", default=365)  # the same aid within these days asks for a reason

# The programme's own numbers of companionship -----------------------------------------------------
CASELOAD_WARN = env.int("CASELOAD_WARN", default=20)  # sum of weights
CASELOAD_MAX = env.int("CASELOAD_MAX", default=30)  # beyond it a coordinator gives a reason
NEW_CLIENT_DAYS = env.int("NEW_CLIENT_DAYS", default=90)  # after registering, a client weighs 2
ASSIGN_WITHIN_DAYS = env.int("ASSIGN_WITHIN_DAYS", default=3)
OFFER_WORKING_DAYS = env.int("OFFER_WORKING_DAYS", default=2)
SUPERVISION_DAYS = env.int("SUPERVISION_DAYS", default=30)
CERTIFICATE_YEARS = env.int("CERTIFICATE_YEARS", default=2)
CERTIFICATE_SOON_DAYS = env.int("CERTIFICATE_SOON_DAYS", default=60)
CERTIFICATE_CHECKS_PER_10_MINUTES = env.int("CERTIFICATE_CHECKS_PER_10_MINUTES", default=20)

# 5 language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jayapura"
USE_TZ = True
USE_I18N = True

# 6 files, headers --------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads stay in memory: nothing a person sends is ever on disk in clear.
FILE_UPLOAD_HANDLERS = ["privacy.uploads.InMemoryOrRefused"]
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = not LOCAL_TRIAL
SECURE_HSTS_SECONDS = 0 if LOCAL_TRIAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL_TRIAL
if env.bool("BEHIND_PROXY", default=False):  # only with a proxy that sets (and clears) this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all people share the proxy's address, and its limit of tries

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# 7 what the programme itself decides (design.md, vocabulary.md) ----------------------------------
CONSENT_MONTHS = env.int("CONSENT_MONTHS", default=12)
CONSENT_WARN_DAYS = 30
CONSENT_ASK_FIRST_AFTER_DAYS = 60
DEFAULT_VISIT_INTERVAL_DAYS = env.int("DEFAULT_VISIT_INTERVAL_DAYS", default=14)
DRAFT_HOURS = 24
INVITATION_DAYS = 7
SEARCHES_PER_10_MINUTES = env.int("SEARCHES_PER_10_MINUTES", default=60)
NIK_SHOWN_PER_HOUR = env.int("NIK_SHOWN_PER_HOUR", default=20)
CRISIS_NUMBERS = env.list("CRISIS_NUMBERS", default=["119 ext. 8 (SEJIWA)", "129 (SAPA)", "112"])
HOME_CITY = env("HOME_CITY", default="82.71")  # whose kelurahan stand in the list; others are typed
CENTRE_NAME = env("CENTRE_NAME", default="Sentra Wasana Bahagia")
CLINIC_NAME = env("CLINIC_NAME", default="Klinik Jasmine")
PUBLIC_PHONE = env("PUBLIC_PHONE", default="")
# The daily summary by e-mail (manage.py send_summaries); without them nobody gets one, and nobody is asked.
PUBLIC_URL = env("PUBLIC_URL", default="")
MAIL_FROM = env("MAIL_FROM", default="")
if env("EMAIL_URL", default=""):
    globals().update(env.email_url("EMAIL_URL"))
