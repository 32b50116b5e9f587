from django.core.management.commands import createcachetable

from privacy.context import as_owner


class Command(createcachetable.Command):
    help = f"{createcachetable.Command.help} Runs as the owner of the tables."

    def handle(self, *args, **options):
        with as_owner():
            super().handle(*args, **options)
