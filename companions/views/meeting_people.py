"""Whose names stand beside the ticks of a meeting, and whose codes on its paper."""

from dataclasses import dataclass

from accounts.roles import Right
from cases.codes import codes_meant
from cases.models import Client, Identity, Responsibility
from cases.states import RUNNING
from companions.models import Attendance, Meeting
from companions.vocabulary import EventState

MOST = 200
LATEST = 6  # meetings: whoever came to one of these stands first


@dataclass
class Line:
    """A client who may be ticked. `often` puts those of the latest meetings first."""

    client: Client
    often: bool = False
    is_there: bool = False
    is_new: bool = False
    is_guest: bool = False  # of a closed meeting: nobody who came to the latest ones


def attendances_of(actor, meetings):
    """Who came to these meetings, as far as the actor may open the clients."""
    rows = Attendance.objects.visible_to(actor).filter(meeting__in=meetings, cancelled_at=None)
    return rows.select_related("client__card")


def regulars(actor, meeting):
    """Ids of the clients who came to one of the organisation's latest meetings before this one."""
    latest = Meeting.objects.filter(
        organisation=meeting.organisation_id, state=EventState.HELD, starts_at__lt=meeting.starts_at
    )
    latest = list(latest.order_by("-starts_at").values_list("pk", flat=True)[:LATEST])
    rows = Attendance.objects.visible_to(actor).filter(meeting__in=latest, cancelled_at=None)
    return set(rows.values_list("client_id", flat=True))


def in_care(actor, meeting, most=MOST):
    """Ids of the running clients whom the organisation holds, those with the next thing to do first.

    Of a companion who facilitates, the own ones: an LKS's companion has clients who go to the meetings of its KDS.
    """
    holder = meeting.organisation_id if actor.may(Right.RUN_MEETINGS) else actor.id
    rows = Responsibility.objects.visible_to(actor).filter(holder_id=holder, live=True, stage__in=RUNNING)
    return list(rows.order_by("sort_on", "client").values_list("client_id", flat=True)[:most])


def opened_in_care(actor, ids):
    """The clients of these ids whose case the actor may open, by the name to be called by."""
    people = Identity.objects.visible_to(actor).filter(pk__in=ids)
    found = Client.objects.visible_to(actor).filter(pk__in=people.values("pk")).select_related("card")
    return sorted(found, key=lambda one: one.card.call_name.casefold())


def lines_for(actor, meeting, *, there, new, found=()):
    """([Line], whether the list was cut): who was found by code, who is ticked, regulars, then the others."""
    often = regulars(actor, meeting)
    held = in_care(actor, meeting, MOST + 1)
    first = {*often, *found, *there}
    others = [pk for pk in held if str(pk) not in {str(one) for one in first}]
    room = max(MOST - len(first), 0)
    clients = opened_in_care(actor, [*first, *others[:room]])
    found, often = {str(pk) for pk in found}, {str(pk) for pk in often}
    lines = [Line(one, str(one.pk) in often, str(one.pk) in there, str(one.pk) in new) for one in clients]
    for line in lines if often and not meeting.is_open else ():
        line.is_guest = not line.often and not line.is_new
    lines.sort(key=lambda line: (str(line.client.pk) not in found, not (line.often or line.is_there)))
    return lines, len(others) > room


def guests(actor, meeting, *, clients, new):
    """Codes of those who came to a closed meeting, are no members of the group and do not join; none at its first."""
    often = set() if meeting.is_open else {str(pk) for pk in regulars(actor, meeting)}
    strangers = {str(pk) for pk in clients} - {str(pk) for pk in new} - often if often else set()
    return sorted(Client.objects.visible_to(actor).filter(pk__in=strangers).values_list("code", flat=True))


def found_by_code(actor, text):
    """Ids of the clients in the actor's care whom a code, or a part of it, means."""
    codes = codes_meant(text)
    if not codes:
        return []
    ids = Client.objects.visible_to(actor).filter(code__in=codes).values("pk")
    return list(Identity.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
