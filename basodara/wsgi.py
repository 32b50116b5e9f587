"""The door for gunicorn. It stays shut when a check fails: `check` alone would skip those of the database."""

import gc
import os
from io import StringIO

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "basodara.settings")
application = get_wsgi_application()


def refuse_to_serve_in_doubt():
    from django.core.management import call_command
    from django.db import connections

    call_command("check", databases=["default"], fail_level="ERROR", stdout=StringIO())
    connections.close_all()  # with --preload the workers are forked from here and must not share a connection


refuse_to_serve_in_doubt()
# What is loaded by now stays: to look through it for garbage again and again would halt a request for 60 ms.
gc.collect()
gc.freeze()
