"""What is known of companions, read in a fixed number of statements for any number of them."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import FilteredRelation, Q
from django.template.defaultfilters import floatformat
from django.utils import timezone

from accounts.roles import Role
from companions.models import Absence, Certificate, Companion, CompanionKind, LoadTouched
from companions.status import Facts, Status, status_of


class Carrying:
    """What follows from a companion and the weight of their clients (`companion`, `weight`), for lists and bars."""

    @property
    def name(self):
        return self.companion.membership.display_name

    @property
    def warn(self):
        """From this load on they are overloaded: their own capacity, else the programme's."""
        return self.companion.capacity or settings.CASELOAD_WARN

    @property
    def over(self):
        """By how much the load is beyond `warn`; 0 when it is not."""
        return max(self.weight - self.warn, Decimal(0))

    @property
    def over_words(self):
        """The same in figures; "" when it is not."""
        return figure(self.over) if self.over else ""

    @property
    def load_words(self):
        return figure(self.weight)

    @property
    def most(self):
        """Where the bar ends: at what they can carry; beyond it the bar is full, and words say by how much."""
        return self.warn

    @property
    def bar(self):
        """The load for the bar, at most a full one, with a point whatever the language."""
        return f"{min(self.weight, Decimal(self.most)):f}"


def figure(weight):
    """A weight as it is written here: 27, or 7,5."""
    return floatformat(weight, -1)


@dataclass
class Line(Carrying):
    """One companion with what lists show. `weight` is the load (BEBAN), `kind` "" where the viewer may not read it."""

    companion: Companion
    status: Status
    kind: str = ""
    clients: int = 0
    weight: Decimal = Decimal(0)
    certificate: Certificate | None = None  # the newest
    absence: Absence | None = None  # the present one

    @property
    def kind_label(self):
        return dict(CompanionKind._meta.get_field("kind").choices).get(self.kind, "")


def lines_of(actor, companions=None, *, today=None):
    """[Line] of the companions that the actor may read, or of a queryset of them; unordered."""
    today = today or timezone.localdate()
    rows = Companion.objects.visible_to(actor) if companions is None else companions
    rows = list(rows.select_related("membership__user", "organisation", "kelurahan"))
    ids = [row.pk for row in rows]
    kinds = {row.pk: row.kind for row in CompanionKind.objects.visible_to(actor).filter(pk__in=ids)}
    certificates = newest_certificates(ids)
    absences = present_absences(ids, today)
    loads = loads_of(ids, today)
    lines = []
    for row in rows:
        certificate, absence = certificates.get(row.pk), absences.get(row.pk)
        clients, weight = loads.get(row.pk, (0, Decimal(0)))
        until = certificate.expires_on if certificate else None
        status = status_of(facts_of(row, until, absence.until_on if absence else None), today)
        lines.append(Line(row, status, kinds.get(row.pk, ""), clients, weight, certificate, absence))
    return lines


def facts_of(companion, certificate_until, away_until):
    """What the status follows from, of a companion whose `membership` was read along."""
    member = companion.membership
    return Facts(
        active=member.active and Role.COMPANION in member.roles,
        pledged_on=companion.pledged_on,
        certificate_until=certificate_until,
        away_until=away_until,
        leaves_on=companion.leaves_on,
    )


def newest_certificates(ids):
    """{companion: the certificate that lasts longest}; revoked ones do not count."""
    rows = Certificate.objects.filter(companion__in=ids, revoked_at=None).defer("code")
    return {row.companion_id: row for row in rows.order_by("expires_on", "issued_on")}


def present_absences(ids, today):
    """{companion: the absence that today falls into}."""
    rows = Absence.objects.on(today).filter(companion__in=ids)
    return {row.companion_id: row for row in rows.order_by("until_on")}


def with_load(companions, today):
    """The rows with `kept`, the figures of `Load` where they still hold: `kept__clients`, `kept__weight`, else None.

    For those of `touched_loads`, asked before, they say nothing: `loads_of` does.
    """
    load = "membership__companion_load"
    holds = Q(**{f"{load}__counted_on__lte": today, f"{load}__holds_until__gte": today})
    return companions.annotate(kept=FilteredRelation(load, condition=holds))


def touched_loads():
    """Companions ({id}) whose assignments have changed since their load was counted last."""
    return set(LoadTouched.objects.values_list("companion_id", flat=True))


def loads_of(ids, today=None):
    """{companion: (clients, weight)} of those who accompany anyone now; the database says whose it tells."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT companion_id, clients, weight FROM companions_loads(%s::uuid[], %s)",
            [_array(ids), today or timezone.localdate()],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def month_of(ids, since, today=None):
    """{companion: (visits since that moment, plans that are late)}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT companion_id, visits, late FROM companions_month(%s::uuid[], %s, %s)",
            [_array(ids), since, today or timezone.localdate()],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _array(ids):
    """One literal: an ARRAY[…] of a thousand would be parsed and cast piece by piece."""
    return f"{{{','.join(map(str, ids))}}}"
