"""Lets `python manage.py …` work by itself when BASODARA is only tried out: values in `.env`, the local server up."""

import os
import sys

from scripts import database, envfile
from scripts.system import Stop, say


def begin():
    """Nothing is done where a database or a key was named: a real installation that forgot one must hear of it."""
    named = any(name in os.environ for name in ("DATABASE_URL", "SECRET_KEY", "SEAL_KEYS", "ENV_FILE"))
    try:
        if not envfile.FILE.exists() and not named:
            envfile.first_start()
            say("No settings were named: a trial, its keys are in .env")
        if not envfile.told("DATABASE_URL") and envfile.told("LOCAL_TRIAL").lower() == "true":
            database.local("dev")
    except Stop as stop:
        sys.exit(str(stop))
