"""Clients who need someone, as a coordinator's home page shows them: the first few, one statement for each kind."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from cases.models import Client
from cases.paging import COUNTED_TO, Capped, first_of_each
from companions.days import day_words
from companions.models import Assignment, ClientWord, Gap
from companions.vocabulary import WANTS_CHANGE, EndReason, Part, Said


@dataclass
class Alone:
    """A client without a main companion. `due_on`: someone is assigned by then; `ended`: why the last one stopped."""

    client: Client
    since: date
    due_on: date
    late: bool
    ended: str = ""  # a code of EndReason, "" for who never had one
    refuses: bool = False  # the latest word: does not want a companion

    @property
    def ended_label(self):
        return str(EndReason(self.ended).label).lower() if self.ended else ""

    @property
    def since_words(self):
        return day_words(self.since)


@dataclass
class Waiting:
    """A client with a main companion who is away, or whom the client does not want any more."""

    client: Client
    companion: str
    until: date | None = None  # the last day of the absence
    said: str = ""  # what the client said, in words
    said_on: date | None = None
    member: Any = None  # the id of whom somebody is to stand in for, or to follow
    stand_in: str = ""  # who stands in and is away as well

    @property
    def until_words(self):
        return day_words(self.until) if self.until else ""

    @property
    def said_words(self):
        return day_words(self.said_on) if self.said_on else ""


def alone(actor, most):
    """([Alone], how many there are), the longest without someone first; counted no further than 51."""
    rows = Gap.objects.visible_to(actor).filter(holder_id__in=actor.organisations)
    queries = [rows.filter(holder_id=holder) for holder in actor.organisations]
    found = with_history(first_of_each(queries, ("since", "client_id"), most)).annotate(
        total=Capped(rows.order_by().values("client").distinct()[: COUNTED_TO + 1])
    )
    found = list(found.select_related("client__card").order_by("since", "client_id")[:most])
    lines = {row.client_id: as_alone(row) for row in reversed(found)}  # an LKS and its KDS may both hold a client
    return list(lines.values())[::-1], found[0].total if found else 0


def with_history(gaps):
    """Gaps with why the last companion left (`ended`) and the client's latest word (`said`).

    Someone assigned by mistake was none.
    """
    before = Assignment.objects.filter(client=OuterRef("client"), part=Part.MAIN, ended_at__isnull=False)
    before = before.exclude(end_reason=EndReason.MISTAKE)
    words = ClientWord.objects.answers().filter(client=OuterRef("client")).order_by("-recorded_at")
    return gaps.annotate(
        ended=Subquery(before.order_by("-ended_at").values("end_reason")[:1]), said=Subquery(words.values("said")[:1])
    )


def as_alone(row):
    """The line of a gap that was read `with_history`."""
    since = timezone.localdate(row.since)
    due_on = since + timedelta(days=settings.ASSIGN_WITHIN_DAYS)
    late = due_on < timezone.localdate()
    return Alone(row.client, since, due_on, late, row.ended or "", row.said == Said.REFUSES)


def wants_change(actor, most):
    """[Waiting] whose latest answer is that they want someone else, or nobody; the newest first.

    Said of who accompanies them now: a wish that was followed is not one any more.
    """
    mains = Assignment.objects.current().filter(
        client=OuterRef("client"), part=Part.MAIN, organisation_id__in=actor.organisations,
        started_at__lt=OuterRef("recorded_at"),
    )  # fmt: skip
    newer = ClientWord.objects.answers().filter(client=OuterRef("client"), recorded_at__gt=OuterRef("recorded_at"))
    words = ClientWord.objects.visible_to(actor).filter(Exists(mains), ~Exists(newer), said__in=WANTS_CHANGE)
    words = words.select_related("client__card", "assignment__companion__user").order_by("-recorded_at")[:most]
    return [
        Waiting(
            client=word.client,
            companion=word.assignment.companion.display_name if word.assignment else "",
            said=word.get_said_display(),
            said_on=word.said_on,
        )
        for word in words
    ]


def left_by_absence(actor, away, most):
    """[Waiting] of companions who are away ({membership: last day}) and for whom nobody stands in who is here.

    A stand-in who is away as well leaves the client with nobody: someone is to follow them, not the main companion.
    """
    if not away:
        return []
    there = Assignment.objects.current().filter(client=OuterRef("client"), part=Part.STAND_IN)
    mains = Assignment.objects.visible_to(actor).current().filter(
        ~Exists(there.exclude(companion__in=list(away))), companion__in=list(away), part=Part.MAIN,
        organisation_id__in=actor.organisations, running=True,
    )  # fmt: skip
    mains = list(mains.select_related("client__card", "companion__user").order_by("companion", "client")[:most])
    gone = Assignment.objects.current().filter(client__in=[one.client_id for one in mains], part=Part.STAND_IN)
    gone = {one.client_id: one.companion for one in gone.select_related("companion__user")} if mains else {}
    return [_left(one, gone.get(one.client_id), away) for one in mains]


def _left(main, stand_in, away):
    follows = stand_in.pk if stand_in else main.companion_id
    return Waiting(
        main.client, main.companion.display_name, until=away[follows], member=follows,
        stand_in=stand_in.display_name if stand_in else "",
    )  # fmt: skip
