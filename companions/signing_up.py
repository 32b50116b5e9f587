"""What companionship adds to pages of the rooms below: signed up once, when the application starts."""

from django.utils.translation import gettext_lazy as _

from accounts import dependants as accounts_dependants
from cases import registry


def sign_up():
    from companions import dependants, home, meeting_entries, panels, timeline

    accounts_dependants.register(dependants.clients_of)
    registry.panels(panels.of_client)
    registry.work_items(home.sections)
    registry.timeline(timeline.assignments, tab="pendamping", label=_("Companion"))
    registry.timeline(meeting_entries.attendances, tab="pendamping")
