"""What the database and the static files need before pages can be served; run in the environment of the server.

python -m scripts.steps [--demo] [--static]
"""

import contextlib
import io
import os
import sys
from pathlib import Path


def main(*wishes):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "basodara.settings")
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if "--static" in wishes:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    logins = ""
    if "--demo" in wishes and "demo" in get_commands():
        call_command("demo", verbosity=0, stdout=sys.stderr)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            call_command("demo", "--logins", stdout=printed)
        logins = printed.getvalue()
    # Only people that were invented stand here; the file spares the next start from asking the database.
    Path(os.environ.get("BASODARA_LOGINS", ".local/logins.txt")).write_text(logins)


if __name__ == "__main__":
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db.utils import OperationalError

    try:
        main(*sys.argv[1:])
    except (CommandError, ImproperlyConfigured, OperationalError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
