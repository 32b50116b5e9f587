from django.core.management.commands import flush

from privacy.context import as_owner


class Command(flush.Command):
    help = f"{flush.Command.help} Runs as the owner of the tables."

    def handle(self, *args, **options):
        with as_owner():
            super().handle(*args, **options)
