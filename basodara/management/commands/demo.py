"""`manage.py demo`: fills an empty database with an invented world for trying out, and prints its logins.

`make run` calls it for the database that the launcher made, or with DEMO=1. Where the world stands already it says so;
where real people are in the database it refuses.
"""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.utils import ProgrammingError
from django.utils.translation import gettext as _

from basodara.demo.team import logins
from basodara.demo.world import InUse, build, others
from privacy.models import DemoMarker

SEED = 2026


class Command(BaseCommand):
    help = "Makes the demo world in an empty database and prints its logins."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=SEED, help="another seed tells other stories")
        parser.add_argument("--logins", action="store_true", help="only print the table of logins")

    def handle(self, *, seed, **options):
        if options["logins"]:
            if not DemoMarker.objects.exists():
                raise CommandError("There is no demo world in this database: run `manage.py demo` first.")
            self._print_logins()
            return
        if settings.DATABASE_OWNER is None:
            raise CommandError("The demo world is made by the owner of the tables: set DATABASE_OWNER_URL.")
        started = time.monotonic()
        try:
            made = build(seed)
        except InUse as error:
            raise CommandError(
                f"This database is in use ({error}), and nothing says that these are invented. "
                "The demo world goes into an empty database only; nothing was changed."
            ) from None
        except ProgrammingError as error:
            if "set role" not in str(error):
                raise
            raise CommandError(
                f"The owner of the tables may not act as the web's role: GRANT {settings.WEB_ROLE} TO the owner first."
            ) from None
        if made:
            seconds = time.monotonic() - started
            self.stdout.write(f"The demo world is made: {made[0]} clients, {made[1]} visits ({seconds:.0f} s).")
        else:
            self.stdout.write("The demo world stands already.")
        if options["verbosity"]:
            self._print_logins()

    def _print_logins(self):
        rows = [(_("Role"), _("Organisation"), _("User name"), _("Password")), *logins(others())]
        widths = [max(len(str(row[column])) for row in rows) for column in range(4)]
        for number, row in enumerate(rows):
            line = "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())
            if number == 0:
                self.stdout.write("  ".join("-" * width for width in widths))
