"""Whom to supervise next: the day the last talk named, or, where there was none, the rhythm since enrolling."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import DateField, DateTimeField, ExpressionWrapper, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from companions.facts import Line, lines_of
from companions.models import Companion, Supervision
from companions.status import Status


@dataclass(frozen=True)
class Due:
    """One companion and the day of the next supervision. `late`: the day has passed. `last_on` None: never yet."""

    line: Line
    next_on: date
    late: bool
    last_on: date | None = None

    @property
    def companion(self):
        return self.line.companion

    @property
    def name(self):
        return self.line.name

    @property
    def days_late(self):
        """How many days ago it was due; 0 when it is not late."""
        return max((timezone.localdate() - self.next_on).days, 0)


def due(actor, most=None, *, within=None, today=None):
    """[Due] of the companions of the actor's organisations, the longest overdue first, at most `most` of them.

    `within` (days) leaves out those due later than that. Who has left is not among them, nor who only reads
    companions of other organisations (a trainer). A fixed number of statements.
    """
    today = today or timezone.localdate()
    rows = with_next(Companion.objects.visible_to(actor).here(today)).filter(organisation_id__in=actor.organisations)
    if within is not None:
        rows = rows.filter(next_on__lte=today + timedelta(days=within))
    rows = rows.exclude(leaves_on__lt=F("next_on")).order_by("next_on", "membership_id")
    lines = lines_of(actor, rows if most is None else rows[:most], today=today)
    return [due_of(line, today) for line in lines]


def due_of(line, today):
    """Due of a line whose companion came out of `with_next`."""
    companion = line.companion
    return Due(line, companion.next_on, companion.next_on < today, companion.last_on)


def comes(companion, status):
    """Whether there is a next talk: not with who has left, nor after the last day of who will."""
    leaves_on = companion.leaves_on
    return status != Status.LEFT and not (leaves_on and companion.next_on > leaves_on)


def with_next(companions):
    """Companions with `next_on`, the day of the next supervision, and `last_on`, that of the newest (or None)."""
    newest = Supervision.objects.filter(companion=OuterRef("pk")).order_by("-held_on", "-recorded_at")
    rhythm = Value(timedelta(days=settings.SUPERVISION_DAYS))
    first = ExpressionWrapper(TruncDate("enrolled_at") + rhythm, output_field=DateTimeField())  # a date plus days
    return companions.annotate(
        last_on=Subquery(newest.values("held_on")[:1]),
        next_on=Coalesce(Subquery(newest.values("next_on")[:1]), Cast(first, DateField())),
    )
