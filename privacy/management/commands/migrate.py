from django.core.management.commands import migrate

from privacy import harden
from privacy.context import as_owner


class Command(migrate.Command):
    help = f"{migrate.Command.help} Runs as the owner of the tables and hardens the web's role afterwards."

    def handle(self, *args, **options):
        with as_owner():
            harden.before_migrate()
            super().handle(*args, **options)
            harden.after_migrate()
