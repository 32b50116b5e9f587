"""Which database, and as whom: the web's role serves, the owner migrates, dumps and re-encrypts.

`DATABASE_URL` is the web's and `DATABASE_OWNER_URL` the owner's. Where only `DATABASE_URL` is in the environment it is
the owner's, and the web's is what the launcher wrote to `.env` as `DATABASE_WEB_URL` (`scripts/database.py`).
A trial that names no database uses the local server of this checkout (`scripts/localpg.py`).
"""

from typing import NamedTuple

import environ


class Urls(NamedTuple):
    web: str
    owner: str


def urls(env):
    """The web's and the owner's URL; the owner's is empty where this process need not know it."""
    given, owner, web = (env(name, default="") for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL"))
    if owner:
        return Urls(web=given or web, owner=owner)
    if not given and env.bool("LOCAL_TRIAL", default=False):
        from scripts.localpg import Server  # a real installation never comes here

        return Urls(*Server("dev").urls())
    return Urls(web=web or given, owner=given if web else "")


def settings_of(url):
    """Django's settings for one URL; pooled connections are kept for a minute and looked at before use."""
    config = environ.Env.db_url_config(url) if url else {"ENGINE": "django.db.backends.postgresql", "NAME": ""}
    return {
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "OPTIONS": {},
        **config,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


class CacheRouter:
    """Puts the cache table's rows on the autocommit connection and its creation on the default one."""

    def db_for_read(self, model, **hints):
        return "aside" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
