"""What referrals add to each role's home page: late first, what waits, what is new. Three statements for any role, and
one more for who works at a desk.

All rows of all sections come in one statement, a few of each kind; the second reads what they say, the third the steps
that were taken since one last looked (of a supervisor: the money that waits).
"""

from datetime import timedelta

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Preference
from accounts.roles import OrganisationKind, Right, Role
from cases.models import ServiceGiven
from cases.paging import capped, first_of_each
from cases.registry import Section
from cases.vocabulary import Approval
from referrals import clock, queue
from referrals.models import Check, Referral, ReferralEvent
from referrals.models.referral import desks_of
from referrals.states import RUNNING, UNSENT, State
from referrals.views.outgoing import LOOKED, TABS
from referrals.vocabulary import Cancelled, Urgency

MOST = 5
DESK = {Role.REFERRAL_OFFICER, Role.CLINIC_STAFF}
SENDS = (Right.SEND_REFERRALS, Right.PROPOSE_REFERRALS, Right.REFER_TO_COMPANIONS)
NEVER_LOOKED = timedelta(days=30)


def sections(actor):
    """[cases.registry.Section] for this person; what has nothing to say is left out."""
    found = []
    if actor.may(Right.READ_REFERRALS):
        found += _Lists(actor).sections()
        if any(actor.may(right) for right in SENDS):
            found += _steps(actor)
    if actor.may(Right.APPROVE_MONEY):
        found += _money(actor)
    if (DESK | {Role.SOCIAL_WORKER}) & set(actor.roles):
        found += _looks(actor)
    return found


def waiting(actor):
    """(waiting, late): of who answers what is new or late at the desk, of a sender what is late elsewhere or proposed.

    A supervisor is reminded of what is at twice its time alone. Counted no further than 50 of each.
    """
    if not actor.may(Right.READ_REFERRALS):
        return 0, 0
    now, desks = timezone.now(), desks_of(actor)
    incoming = Referral.objects.filter(receiver__in=desks, withdrawn_at=None, state__in=RUNNING)
    outgoing = Referral.objects.filter(sender__in=desks, state__in=RUNNING, due_at__lte=now).exclude(receiver__in=desks)
    late = incoming.filter(due_at__lte=now)
    if actor.may(Right.ANSWER_REFERRALS):
        fresh, overdue = _number(incoming.filter(state=State.SENT, due_at__gt=now)), _number(late)
        if actor.may(Right.SEND_REFERRALS):
            overdue += _number(outgoing)
            fresh += _number(Referral.objects.filter(sender__in=desks, state=State.PROPOSED))
        return fresh + overdue, overdue
    if Role.SUPERVISOR in actor.roles:
        twice = Referral.objects.filter(pk__in=late.values("pk")) | outgoing
        overdue = _number(twice.alias(twice=_twice()).filter(twice__lte=now))
        return overdue, overdue
    return 0, 0


def _number(rows):
    return len(rows.order_by().values_list("pk", flat=True)[:50])


class _Lists:
    """The referrals that concern this person now: those at the desk, and one's own that wait elsewhere."""

    def __init__(self, actor):
        self.actor, self.now = actor, timezone.now()
        self.desks = desks_of(actor)
        self.answers = actor.may(Right.ANSWER_REFERRALS)
        self.sends = actor.may(Right.SEND_REFERRALS) or actor.may(Right.REFER_TO_COMPANIONS)
        self.supervises = Role.SUPERVISOR in actor.roles
        rows = self._rows()
        self.lines = queue.lines_of(actor, rows, self.now)

    def _rows(self):
        cuts = [cut for desk in self.desks for cut in self._of_desk(desk)]
        if not cuts:
            return []
        wanted = Referral.objects.filter(pk__in=cuts[0].union(*cuts[1:], all=True))
        return list(queue.listed(wanted.alias(twice=_twice()).annotate(is_twice=Q(twice__lte=self.now))))

    def _of_desk(self, desk):
        """Queries for a few referrals each, every one of them the beginning of an index range."""
        incoming = Referral.objects.filter(receiver=desk, withdrawn_at=None)
        outgoing = Referral.objects.filter(sender=desk)
        late = {"state__in": RUNNING, "due_at__lte": self.now}
        if self.answers:
            yield _few(incoming.filter(**late))
            yield _few(incoming.filter(state=State.SENT))
        if self.answers and DESK & set(self.actor.roles):
            for tab in ("hari-ini", "umpan-balik"):
                yield _few(incoming.filter(queue.condition(tab, self.actor, self.now)))
        if self.sends:
            yield _few(outgoing.filter(**late).exclude(receiver__in=self.desks))
            yield _few(outgoing.filter(state=State.PROPOSED), "proposed_at")
        if self.supervises:
            for rows in (incoming, outgoing):
                yield _few(rows.filter(**late).alias(twice=_twice()).filter(twice__lte=self.now))

    def sections(self):
        found = []
        if self.supervises:
            twice = self._of(lambda one: one.is_twice)
            desk = f"{reverse('referral_queue')}?lihat=lewat"
            found += _list("rujukan-dua-kali", _("Referrals at twice their time"), twice, desk, late=True)
        if self.answers:
            found += self._incoming()
        if self.sends:
            found += self._outgoing()
        return found

    def _of(self, test):
        return [line for line in self.lines if test(line.referral)]

    def _arrived(self, test):
        at_desk = dict.fromkeys(self.desks, True)
        return self._of(lambda one: str(one.receiver_id) in at_desk and one.state not in UNSENT and test(one))

    def _is_late(self, one):
        return one.state in RUNNING and one.due_at is not None and one.due_at <= self.now

    def _incoming(self):
        """Late and new at one's desk; of whoever works there all day also what is for today, and waits for feedback."""
        desk = reverse("referral_queue")
        late = self._arrived(self._is_late)
        rest = self._arrived(lambda one: not self._is_late(one))
        new = [line for line in rest if line.referral.state == State.SENT]
        found = _list("rujukan-lewat", _("Overdue referrals"), late, f"{desk}?lihat=lewat", late=True, incoming=True)
        found += _list("rujukan-baru", _("New referrals"), new, desk, incoming=True)
        if DESK & set(self.actor.roles):
            end = clock.end_of(timezone.localdate(self.now))
            today = self._arrived(
                lambda one: one.state == State.SCHEDULED and end - clock.DAY <= one.appointment_at < end
            )
            served = self._arrived(lambda one: one.state == State.SERVED)
            at_clinic = self.actor.organisation.kind == OrganisationKind.KLINIK
            counts = [
                (reverse("clinic_inbox") if at_clinic else f"{desk}?lihat=hari-ini", _("today"), _count(today)),
                (f"{desk}?lihat=umpan-balik", _("wait for feedback"), _count(served)),
            ]
            found.append(Section("referrals/home/desk.html", {"counts": counts}, [], "list"))
        return found

    def _outgoing(self):
        """Proposals that wait for a coordinator, with their age, and what is late on the other side."""
        sent = reverse("referral_list")
        own = dict.fromkeys(self.desks, True)
        waiting = self._of(lambda one: one.state == State.PROPOSED and str(one.sender_id) in own)
        waiting.sort(key=lambda line: line.referral.proposed_at)
        for line in waiting:
            line.kind, line.left = "soon", clock.age_words(line.referral.proposed_at, self.now)
            if line.referral.urgency == Urgency.EMERGENCY:
                line.kind, line.left = "late", clock.since_words(line.referral.proposed_at, self.now)
        pressing = [line for line in waiting if line.kind == "late"]
        others = [line for line in waiting if line.kind != "late"]
        late = self._of(
            lambda one: str(one.sender_id) in own and str(one.receiver_id) not in own and self._is_late(one)
        )
        return [
            *_list("rujukan-terlambat", _("Referrals past their time elsewhere"), late, sent, late=True),
            *_list(
                "usulan-darurat", _("Proposed emergencies"), pressing, f"{sent}?lihat=usulan", late=True, first=True
            ),
            *_list("usulan-rujukan", _("Proposed referrals"), others, f"{sent}?lihat=usulan"),
        ]


def _few(rows, order="due_at"):
    return rows.order_by(order, "pk").values("pk")[: MOST + 1]


def _twice():
    """When as much time has passed again as there was: from the sending, of feedback from the service."""
    start = Case(When(state=State.SERVED, then="served_at"), default="sent_at")
    return ExpressionWrapper(F("due_at") + (F("due_at") - start), output_field=DateTimeField())


def _count(rows):
    return f"{MOST}+" if len(rows) > MOST else len(rows)


def _list(anchor, title, rows, url, *, place="top", late=False, incoming=False, first=False):
    if not rows:
        return []
    shown = rows[:MOST]
    context = {
        "anchor": anchor, "title": title, "rows": shown, "count": _count(rows), "url": url, "late": late,
        "incoming": incoming,
    }  # fmt: skip
    clients = [row.referral.client_id for row in shown]
    return [Section("referrals/home/list.html", context, clients, place, late, first)]


def _steps(actor):
    """What others did with one's desk's referrals, or a companion's own, since one last looked at the list."""
    start, new = timezone.now() - NEVER_LOOKED, Q()
    for tab, states in TABS.items():  # what stands on one of them is not seen by looking at another
        new |= Q(referral__state__in=states, at__gt=Coalesce(_looked(actor, tab), start))
    steps = ReferralEvent.objects.filter(new, at__gt=start)
    if desks := desks_of(actor):
        withdrawn = Q(reason=Cancelled.WITHDRAWN)  # whoever of one's own wrote it down: it is news
        theirs = steps.exclude(Q(by_organisation__in=actor.organisations) & ~withdrawn).exclude(by=actor.id)
        steps = first_of_each([theirs.filter(sender_id=desk) for desk in desks], ("-at",), MOST + 1)
    else:
        steps = steps.filter(referral__author=actor.id).exclude(by=actor.id)
    steps = list(steps.select_related("referral__kind", "by_organisation").order_by("-at")[: MOST + 1])
    if not steps:
        return []
    shown = steps[:MOST]
    context = {"steps": shown, "count": _count(steps)}
    return [Section("referrals/home/steps.html", context, [step.referral.client_id for step in shown], "aside")]


def _looked(actor, tab):
    """When the actor last looked at this tab of the list of referrals, as a part of a statement."""
    rows = Preference.objects.filter(membership=actor.id, name=LOOKED)
    return rows.annotate(seen=Cast(KeyTextTransform(tab, "value"), DateTimeField())).values("seen")[:1]


def _looks(actor):
    """What the desk is to look at again by now, the longest overdue first."""
    rows = Check.objects.visible_to(actor).open().filter(due_on__lte=timezone.localdate())
    rows = list(rows.select_related("service__kind").order_by("due_on", "pk")[: MOST + 1])
    if not rows:
        return []
    context = {"rows": rows[:MOST], "count": _count(rows), "late": rows[0].is_late}
    return [
        Section("referrals/home/looks.html", context, [row.client_id for row in rows[:MOST]], "top", rows[0].is_late)
    ]


def _money(actor):
    rows = ServiceGiven.objects.filter(provider=actor.organisation.pk, approval=Approval.WAITING, cancelled_at=None)
    number = len(rows.values_list("pk", flat=True)[:51])
    if not number:
        return []
    counts = [(reverse("money_list"), _("to be approved"), capped(number))]
    return [Section("referrals/home/money.html", {"counts": counts}, [], "list")]
