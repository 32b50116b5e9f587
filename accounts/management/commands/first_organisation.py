"""`manage.py first_organisation NAME --kind BALAI`: an organisation and a one-time link for its first administrator.

For later organisations the same command. For one that exists already it prints a new link for a (further)
administrator: the way out when nobody is left who could confirm others.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import actions, links
from accounts.models import Organisation
from accounts.roles import OrganisationKind
from privacy.context import NOBODY, acting_as


class Command(BaseCommand):
    help = "Makes an organisation and prints a one-time link for its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("name", help='for example "Sentra Wasana Bahagia"')
        parser.add_argument("--kind", choices=OrganisationKind.values, required=True)
        parser.add_argument("--short-name", default="", help="for letters and lists")
        parser.add_argument("--parent", default="", help="name of the LKS that a KDS belongs to")
        parser.add_argument(
            "--url", default="", help="address of this installation, for example https://basodara.example"
        )

    def handle(self, *, name, kind, short_name, parent, url, **options):
        above = None
        if parent:
            above = Organisation.objects.filter(name=parent, kind=OrganisationKind.LKS).first()
            if above is None or kind != OrganisationKind.KDS:
                raise CommandError("--parent names an existing LKS, and only a KDS has one.")
        existing = Organisation.objects.filter(name=name).first()
        if existing and existing.kind != kind:
            raise CommandError(f'"{name}" exists already as {existing.kind}.')
        with acting_as(NOBODY, command="first_organisation"):
            invitation, is_new = actions.found_organisation(name=name, kind=kind, short_name=short_name, parent=above)
        self.stdout.write(f"{'Made' if is_new else 'Found'} {kind} {name}.")
        self.stdout.write(f"Hand this link to its administrator; it works once, for {settings.INVITATION_DAYS} days:")
        self.stdout.write(f"  {self._base(url)}{links.path_of(invitation)}")

    @staticmethod
    def _base(url):
        if url:
            return url.rstrip("/")
        hosts = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
        return f"{'http' if settings.LOCAL_TRIAL else 'https'}://{hosts[0]}" if hosts else ""
