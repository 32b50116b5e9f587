"""What the directory and the page of an organisation show of it, read in a fixed number of statements."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.utils import timezone

from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Right, Role
from companions.models import OrganisationProfile
from regions.models import Region

PLACES = (OrganisationKind.LKS, OrganisationKind.KDS)
WARN_DAYS = 60  # an agreement that runs out within these days is said so


@dataclass(frozen=True)
class Term:
    """How long a registration or an agreement runs. `last` is its last day, None without one."""

    number: str
    first: date | None
    last: date | None
    today: date

    @property
    def left(self):
        """Days that remain; negative when it has run out, None without a last day."""
        return (self.last - self.today).days if self.last else None

    @property
    def state(self):
        """ "none" (nothing is written down), "over", "soon", "running", or "open": without an end."""
        if self.left is None:
            return "open" if self.number or self.first else "none"
        if self.left < 0:
            return "over"
        return "soon" if self.left <= WARN_DAYS else "running"


@dataclass
class Row:
    """One LKS or KDS. `companions` counts active members in the role; `places` are names, by kecamatan."""

    organisation: Organisation
    profile: OrganisationProfile
    today: date
    coordinators: list = field(default_factory=list)
    companions: int = 0
    places: dict = field(default_factory=dict)

    @property
    def agreement(self):
        return Term(self.profile.agreement_no, self.profile.agreement_from, self.profile.agreement_until, self.today)

    @property
    def registration(self):
        return Term(self.profile.registration_no, self.profile.registered_on, self.profile.registered_until, self.today)

    @property
    def area(self):
        """The names of its kelurahan in one list."""
        return [name for names in self.places.values() for name in names]


def rows_of(organisations, today=None):
    """[Row] of these organisations (with their parents), in their order. Four statements."""
    today = today or timezone.localdate()
    ids = [one.pk for one in organisations]
    profiles = {
        one.pk: one
        for one in OrganisationProfile.objects.filter(pk__in=ids).select_related("coordinator__user", "organisation")
    }
    members = Membership.objects.filter(active=True, user__is_active=True, organisation__in=ids)
    counts = dict(
        members.filter(roles__contains=[Role.COMPANION]).values_list("organisation").annotate(n=Count("pk")).order_by()
    )
    by_role = {}
    for member in members.filter(roles__contains=[Role.COORDINATOR]).select_related("user"):
        by_role.setdefault(member.organisation_id, []).append(member.display_name)
    names = _names_of({code for profile in profiles.values() for code in profile.area})
    rows = []
    for one in organisations:
        profile = profiles.get(one.pk) or OrganisationProfile(organisation=one)
        row = Row(one, profile, today, companions=counts.get(one.pk, 0))
        row.coordinators = _coordinators(profile, sorted(by_role.get(one.pk, []), key=str.casefold))
        for code in sorted(profile.area, key=lambda code: names.get(code, ("", code))):
            district, name = names.get(code, ("", code))
            row.places.setdefault(district, []).append(name)
        rows.append(row)
    return rows


def _coordinators(profile, in_role):
    """Who is named in the profile, as long as they are there; else who has the role."""
    named = profile.coordinator
    return [named.display_name] if named and named.active else in_role


def _names_of(codes):
    """{code: (kecamatan, kelurahan)}; a place that left the data keeps its code."""
    rows = Region.objects.filter(code__in=codes).values_list("code", "parent__name", "name")
    return {code: (district or "", name) for code, district, name in rows}


def reads_companions(actor, organisation):
    """May read who accompanies there: its own coordinators and supervisors, and trainers everywhere."""
    return actor.may(Right.READ_COMPANIONS) and (
        actor.may(Right.RUN_TRAINING) or organisation.pk in actor.organisations
    )
