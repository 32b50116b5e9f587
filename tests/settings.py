"""Settings of the test run: its own keys and server, never the developer's, and stricter than production.

Loading them starts PostgreSQL when DATABASE_URL names none; the last test run to end stops it.
"""

import os

from scripts import database

os.environ.update(
    ENV_FILE=os.devnull,  # what the developer keeps in .env is not what is tested
    SECRET_KEY="only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789",
    SEAL_KEYS="test:dGVzdHMgb25seSB0ZXN0cyBvbmx5IHRlc3RzIG9ubHk=",
    INDEX_KEY="aW5kZXggb25seSBpbmRleCBvbmx5IGluZGV4IG9ubHk=",
    LOCAL_TRIAL="True",
    DEBUG="False",
    ALLOWED_HOSTS="localhost,127.0.0.1",
)
if "DATABASE_OWNER_URL" not in os.environ:  # else: named by the caller, or by the test run that started this process
    given = os.environ.get("DATABASE_URL")
    chosen = database.Database(database.web_role(given), given) if given else database.local("test")
    os.environ.update(chosen.environment())

from basodara.settings import *  # noqa: F403
from basodara.settings import BASE_DIR, DATABASES, TEMPLATES
from tests.strict import Undefined

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("BASODARA_TEST_DB", "test_basodara")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LIMITS_ON = "default"  # a test's own transaction, so that the next one counts from the start
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined(BASE_DIR)
