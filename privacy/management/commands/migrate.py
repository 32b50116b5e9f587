from django.core.management.commands import migrate

from privacy import harden
from privacy.context import as_owner


class Command(migrate.Command):
    help = f"{migrate.Command.help} Runs as the owner of the tables and hardens the web's role afterwards."

    def handle(self, *args, **options):
        with as_owner():
            try:
                harden.before_migrate()
                super().handle(*args, **options)
            finally:  # a migration that fails half way, or `--check` that ends with a sign: the tables are there
                harden.after_migrate()
