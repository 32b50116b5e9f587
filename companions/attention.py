"""What a coordinator watches of the own companions: load, absence, leaving, supervision, certificate."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.template.defaultfilters import floatformat
from django.utils import timezone

from accounts.roles import Role
from companions.days import day_words
from companions.facts import loads_of
from companions.models import Absence, Certificate, Companion
from companions.status import Facts, Status, status_of
from companions.supervision_due import with_next

SOON = timedelta(days=7)


@dataclass
class Watched:
    """One companion. `clients` and `weight` are the load (BEBAN); a date that is not known is None."""

    companion: Companion
    status: Status
    clients: int
    weight: Decimal
    away_until: date | None
    certificate_until: date | None
    next_on: date  # of the supervision
    today: date

    @property
    def name(self):
        return self.companion.membership.display_name

    @property
    def warn(self):
        """From this load on they are overloaded: their own capacity, else the programme's."""
        return self.companion.capacity or settings.CASELOAD_WARN

    @property
    def most(self):
        """Where the bar ends: the programme's stop, or the load itself when it is beyond."""
        return max(settings.CASELOAD_MAX, self.warn, int(self.weight))

    @property
    def load(self):
        return floatformat(self.weight, -1)

    @property
    def bar(self):
        """The load for the bar, with a point whatever the language."""
        return f"{self.weight:f}"

    @property
    def over(self):
        """By how much the load is beyond what they can carry, in figures; "" when it is not."""
        return floatformat(self.weight - self.warn, -1) if self.weight > self.warn else ""

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
    newest = Certificate.objects.filter(companion=OuterRef("pk"), revoked_at=None).order_by("-expires_on")
    away = Absence.objects.filter(
        companion=OuterRef("pk"), cancelled_at=None, from_on__lte=today, until_on__gte=today
    ).order_by("-until_on")
    rows = with_next(Companion.objects.visible_to(actor).filter(organisation_id__in=actor.organisations)).annotate(
        certificate_until=Subquery(newest.values("expires_on")[:1]), away_until=Subquery(away.values("until_on")[:1])
    )
    rows = list(rows.select_related("membership__user").defer("limits_note", "leaves_why"))
    loads = loads_of([row.pk for row in rows], today)
    found = [_watched(row, loads.get(row.pk, (0, Decimal(0))), today) for row in rows]
    return [one for one in found if one.clients or not one.has_left]


def _watched(row, load, today):
    member = row.membership
    facts = Facts(
        active=member.active and Role.COMPANION in member.roles,
        pledged_on=row.pledged_on,
        certificate_until=row.certificate_until,
        away_until=row.away_until,
        leaves_on=row.leaves_on,
    )
    clients, weight = load
    return Watched(
        companion=row,
        status=status_of(facts, today),
        clients=clients,
        weight=weight,
        away_until=row.away_until,
        certificate_until=row.certificate_until,
        next_on=row.next_on,
        today=today,
    )
