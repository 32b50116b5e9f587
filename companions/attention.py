"""What a coordinator watches of the own companions: load, absence, leaving, supervision, certificate."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from companions.days import day_words
from companions.facts import Carrying, facts_of, loads_of
from companions.models import Absence, Companion
from companions.status import Status, status_of
from companions.supervision_due import with_next

SOON = timedelta(days=7)


@dataclass
class Watched(Carrying):
    """One companion. `clients` and `weight` are the load (BEBAN); a date that is not known is None."""

    companion: Companion
    status: Status
    clients: int
    weight: Decimal
    away_until: date | None
    certificate_until: date | None
    next_on: date  # of the supervision
    today: date
    soon_from: date | None = None  # an absence that was announced
    soon_until: date | None = None

    @property
    def is_light(self):
        return self.weight * 2 < self.warn

    @property
    def has_left(self):
        return self.status == Status.LEFT

    @property
    def leaves_within_days(self):
        """The last day has passed or comes within a week, and there are clients to hand over."""
        leaves_on = self.companion.leaves_on
        return self.clients > 0 and (self.has_left or (leaves_on is not None and leaves_on <= self.today + SOON))

    @property
    def supervision_is_late(self):
        return self.next_on < self.today

    @property
    def supervision_is_soon(self):
        return self.today <= self.next_on <= self.today + SOON

    @property
    def certificate_words(self):
        return day_words(self.certificate_until) if self.certificate_until else ""

    @property
    def away_words(self):
        return day_words(self.away_until) if self.away_until else ""

    @property
    def soon_words(self):
        return {"first": day_words(self.soon_from), "last": day_words(self.soon_until)} if self.soon_from else {}

    @property
    def certificate_ran_out(self):
        return self.certificate_until is not None and self.certificate_until < self.today

    @property
    def certificate_needs_care(self):
        """There is none, it ran out, or it does within CERTIFICATE_SOON_DAYS."""
        soon = self.today + timedelta(days=settings.CERTIFICATE_SOON_DAYS)
        return self.certificate_until is None or self.certificate_until <= soon


def companions_of(actor, today=None):
    """[Watched] of the organisations that the actor acts for, unordered, in two statements.

    Those who left are among them only while they have clients.
    """
    today = today or timezone.localdate()
    away = Absence.objects.on(today).filter(companion=OuterRef("pk")).order_by("-until_on")
    soon = Absence.objects.announced(today).filter(companion=OuterRef("pk")).order_by("from_on")
    rows = Companion.objects.visible_to(actor).filter(organisation_id__in=actor.organisations).with_certificate()
    rows = with_next(rows).annotate(
        away_until=Subquery(away.values("until_on")[:1]), soon_from=Subquery(soon.values("from_on")[:1]),
        soon_until=Subquery(soon.values("until_on")[:1]),
    )  # fmt: skip
    rows = list(rows.select_related("membership__user").defer("limits_note", "leaves_why"))
    loads = loads_of([row.pk for row in rows], today)
    found = [_watched(row, loads.get(row.pk, (0, Decimal(0))), today) for row in rows]
    return [one for one in found if one.clients or not one.has_left]


def away(companions):
    """{membership: the last day} of those ([Watched]) who are away today and have clients."""
    return {one.companion.pk: one.away_until for one in companions if one.away_until and one.clients}


def _watched(row, load, today):
    clients, weight = load
    return Watched(
        companion=row,
        status=status_of(facts_of(row, row.certificate_until, row.away_until), today),
        clients=clients,
        weight=weight,
        away_until=row.away_until,
        certificate_until=row.certificate_until,
        next_on=row.next_on,
        today=today,
        soon_from=row.soon_from,
        soon_until=row.soon_until,
    )
