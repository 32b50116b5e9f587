"""Who belongs to a group: whoever came to one of its latest meetings, or was marked as a new member there."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import Client
from companions.models import Attendance, Meeting
from companions.vocabulary import EventState

LATEST = 6  # meetings
MOST = 200


@dataclass
class Member:
    """A client of the group: how many of the latest meetings they were at, and the last one."""

    client: Client
    last_at: datetime
    times: int
    is_new: bool  # marked so at the last one


def of_group(actor, organisation):
    """([Member] by code, as far as the actor may open the clients, how many meetings that is of); three statements."""
    latest = Meeting.objects.filter(organisation=organisation, state=EventState.HELD)
    latest = list(latest.order_by("-starts_at").values_list("pk", flat=True)[:LATEST])
    if not latest:
        return [], 0
    rows = Attendance.objects.visible_to(actor).filter(meeting__in=latest, cancelled_at=None)
    found = {}
    for row in rows.select_related("client").order_by("-at"):
        member = found.setdefault(row.client_id, Member(row.client, row.at, 0, row.is_new))
        member.times += 1
    return sorted(found.values(), key=lambda one: one.client.code)[:MOST], len(latest)
