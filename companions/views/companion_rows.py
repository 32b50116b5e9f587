"""The rows of the workload view: one a companion, what needs attention on top, in words ready for the template."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership
from accounts.roles import Right, Role
from companions import supervision_due
from companions.days import day_words
from companions.facts import Line, lines_of, month_of
from companions.models import Companion
from companions.status import Status

NOT_READY = (Status.NO_PLEDGE, Status.UNTRAINED, Status.EXPIRED)


@dataclass
class Row:
    """One companion as the list and the page's head show them; `works` False leaves out all that concerns clients."""

    line: Line
    today: date
    works: bool = True
    visits: int = 0
    late: int = 0  # planned visits whose day has passed
    supervision: supervision_due.Due | None = None

    @property
    def companion(self):
        return self.line.companion

    @property
    def status_kind(self):
        return status_kind(self.line.status)

    @property
    def status_word(self):
        return status_word(self.line)

    @property
    def certificate_left(self):
        """Days that the certificate is still valid; negative when it has run out, None without one."""
        certificate = self.line.certificate
        return (certificate.expires_on - self.today).days if certificate else None

    @property
    def certificate_state(self):
        """ "", "none", "expired" or "soon"."""
        left = self.certificate_left
        if left is None:
            return "none"
        if left < 0:
            return "expired"
        return "soon" if left <= settings.CERTIFICATE_SOON_DAYS else ""

    @property
    def needs_attention(self):
        """Someone has to do something: train, supervise, relieve, find a stand-in or a successor."""
        status = self.line.status
        if status == Status.LEFT:
            return self.works and self.line.clients > 0
        if status in NOT_READY or self.certificate_state:
            return True
        if not self.works:
            return False
        waits = status in (Status.AWAY, Status.LEAVING) and self.line.clients > 0
        overdue = self.supervision is not None and self.supervision.late
        return bool(waits or self.line.over or self.late or overdue)


def status_kind(status):
    """The kind of tag of a status. Red is for overdue work, never for a person."""
    if status == Status.ACTIVE:
        return "done"
    if status == Status.LEFT:
        return "stop"
    return "" if status == Status.AWAY else "soon"


def status_word(line):
    """The status with its day where it has one."""
    if line.status == Status.AWAY and line.absence:
        return _("Away until %(day)s") % {"day": day_words(line.absence.until_on)}
    if line.status == Status.LEAVING:
        return _("Leaves on %(day)s") % {"day": day_words(line.companion.leaves_on)}
    return line.status.label


def month_begins(today):
    """The first moment of this month, in WIT."""
    return timezone.make_aware(datetime.combine(today.replace(day=1), time()))


def reads_work(actor):
    """Clients, loads and supervision are for the companions' own organisation; a trainer trains."""
    return actor.may(Right.READ_COMPANIONS) and not actor.may(Right.RUN_TRAINING)


def rows_of(actor, companions=None, *, today=None):
    """[Row] of the companions that the actor may read (or of a queryset of them): attention first, then by name."""
    today = today or timezone.localdate()
    works = reads_work(actor)
    companions = Companion.objects.visible_to(actor) if companions is None else companions
    lines = lines_of(actor, supervision_due.with_next(companions) if works else companions, today=today)
    if not works:
        rows = [Row(line, today, works=False) for line in lines]
        return in_order(rows)
    months = month_of([line.companion.pk for line in lines], month_begins(today), today)
    rows = []
    for line in lines:
        visits, late = months.get(line.companion.pk, (0, 0))
        due = supervision_due.due_of(line, today) if supervision_due.comes(line.companion, line.status) else None
        rows.append(Row(line, today, True, visits, late, due))
    return in_order(rows)


def in_order(rows):
    """Names are sealed, so they are put in order here."""
    return sorted(rows, key=lambda row: (not row.needs_attention, row.line.name.casefold(), str(row.companion.pk)))


# -- those who are not companions yet ------------------------------------------------------------------------------


@dataclass
class Coming:
    """Someone on the way to being a companion: a member without a profile or confirmation, or an open link."""

    name: str
    organisation: str
    member: Membership | None = None
    link: Invitation | None = None
    waits: bool = False  # for a second person's yes
    lacks_profile: bool = False
    may_open: bool = False


def on_the_way(actor):
    """[Coming] of the actor's organisations, by name; for whoever keeps companions. Two statements."""
    if not actor.may(Right.KEEP_COMPANIONS):
        return []
    role = [Role.COMPANION]
    members = Membership.objects.active().filter(organisation_id__in=actor.organisations)
    members = members.filter(roles__contains=role) | members.filter(proposed_roles__contains=role)
    found = []
    for member in members.select_related("user", "organisation", "companion"):
        waits = Role.COMPANION in member.proposed_roles
        lacks = not hasattr(member, "companion")
        if waits or lacks:
            found.append(Coming(member.display_name, member.organisation.name, member, None, waits, lacks))
    links = Invitation.objects.filter(
        organisation__in=actor.organisations, roles__contains=role, user=None, used_at=None, revoked_at=None,
        expires_at__gt=timezone.now(),
    )  # fmt: skip
    for link in links.select_related("organisation"):
        name = link.display_name or _("No name yet")
        found.append(Coming(name, link.organisation.name, link=link, may_open=link.invited_by_id == actor.id))
    return sorted(found, key=lambda one: one.name.casefold())
