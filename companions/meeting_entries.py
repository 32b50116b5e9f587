"""What a client's timeline says of meetings."""

from django.utils.translation import gettext as _

from cases.timeline import Entry
from companions.models import Attendance, Meeting

TEMPLATE = "companions/meetings/_entry.html"


def attendances(client, before, limit):
    """Entries: was at a meeting.

    Whoever opens the case reads that the client was there; the meeting itself is for its own organisation. Hence it is
    fetched apart: joined, a meeting out of sight would take the attendance with it.
    """
    rows = Attendance.objects.filter(client=client, cancelled_at=None).select_related("recorded_by__user")
    rows = list((rows.filter(at__lt=before) if before else rows).order_by("-at")[:limit])
    meetings = Meeting.objects.in_bulk({row.meeting_id for row in rows}) if rows else {}
    for row in rows:
        row.seen = meetings.get(row.meeting_id)
    return [Entry(row.at, TEMPLATE, row, "people", _("Was at a group meeting")) for row in rows]
