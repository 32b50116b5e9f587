"""What referrals add to each role's home page: late first, what waits, what is new. A fixed number of statements."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right, Role
from cases.models import ServiceGiven
from cases.registry import Section
from cases.vocabulary import Approval
from referrals import clock, queue
from referrals.models import Referral, ReferralEvent
from referrals.models.referral import desks_of
from referrals.states import RUNNING, State
from referrals.views.outgoing import looked_at

MOST = 5
DESK = {Role.REFERRAL_OFFICER, Role.CLINIC_STAFF}


def sections(actor):
    """[cases.registry.Section] for this person; what has nothing to say is left out."""
    found = []
    if actor.may(Right.ANSWER_REFERRALS) and desks_of(actor):
        found += _incoming(actor)
    if actor.may(Right.SEND_REFERRALS) or actor.may(Right.PROPOSE_REFERRALS):
        found += _outgoing(actor)
    if actor.may(Right.APPROVE_MONEY):
        found += _supervised(actor)
    return found


def _list(anchor, title, rows, url, *, place="top", late=False, incoming=False, more=False):
    if not rows:
        return []
    count = f"{len(rows)}+" if more else len(rows)
    context = {
        "anchor": anchor, "title": title, "rows": rows, "count": count, "url": url, "late": late, "incoming": incoming,
    }  # fmt: skip
    return [Section("referrals/home/list.html", context, [row.referral.client_id for row in rows], place, late)]


def _incoming(actor):
    """Late and new at one's desk: what the officer and the clinic begin with, a line for others who answer too."""
    now = timezone.now()
    rows = Referral.objects.incoming(actor).filter(state__in=RUNNING)
    shown = list(queue.listed(rows.filter(state=State.SENT) | rows.filter(due_at__lte=now))[: MOST * 2 + 1])
    lines = queue.lines_of(actor, shown, now)
    late = [line for line in lines if line.kind == "late"]
    new = [line for line in lines if line.kind != "late"]
    desk = reverse("referral_queue")
    found = _list("rujukan-lewat", _("Overdue referrals"), late[:MOST], f"{desk}?lihat=lewat", late=True, incoming=True,
                  more=len(late) > MOST)  # fmt: skip
    found += _list("rujukan-baru", _("New referrals"), new[:MOST], desk, incoming=True, more=len(new) > MOST)
    if DESK & set(actor.roles):
        counts = queue.counts_of(actor, now)
        words = {"hari-ini": _("today"), "saya": _("mine"), "umpan-balik": _("wait for feedback")}
        figures = [(f"{desk}?lihat={tab}", label, counts[tab]) for tab, label in words.items()]
        found.append(Section("referrals/home/desk.html", {"counts": figures}, [], "list"))
    return found


def _outgoing(actor):
    """Proposals that wait for a coordinator, what is late on the other side, and each step since one last looked."""
    now = timezone.now()
    ours = Referral.objects.outgoing(actor)
    rows = ours.filter(state__in=RUNNING, due_at__lte=now).exclude(receiver__in=desks_of(actor))
    late = list(queue.listed(rows)[: MOST + 1])
    waiting = (
        list(queue.listed(ours.filter(state=State.PROPOSED))[: MOST + 1]) if actor.may(Right.SEND_REFERRALS) else []
    )
    lines = {line.pk: line for line in queue.lines_of(actor, [*late, *waiting], now)}
    sent = reverse("referral_list")
    found = _list("usulan-rujukan", _("Proposed referrals"), _ages([lines[one.pk] for one in waiting[:MOST]]),
                  f"{sent}?lihat=usulan", more=len(waiting) > MOST)  # fmt: skip
    unanswered = [lines[one.pk] for one in late[:MOST]]
    title = _("Referrals without an answer in time")
    found += _list("rujukan-terlambat", title, unanswered, sent, place="list", more=len(late) > MOST)
    steps = ReferralEvent.objects.filter(
        sender_id__in=desks_of(actor) or [actor.organisation.pk], at__gt=looked_at(actor)
    )
    if not desks_of(actor):
        steps = steps.filter(referral__author=actor.id)
    steps = steps.exclude(by_organisation__in=actor.organisations).select_related("referral__kind", "by_organisation")
    steps = list(steps.order_by("-at")[:MOST])
    if steps:
        clients = [step.referral.client_id for step in steps]
        found.append(Section("referrals/home/steps.html", {"steps": steps}, clients, "aside"))
    return found


def _ages(lines):
    for line in lines:
        line.kind, line.left = "soon", clock.age_words(line.referral.proposed_at)
    return lines


def _supervised(actor):
    """Twice over its time, and money that waits for a second person."""
    now = timezone.now()
    rows = Referral.objects.visible_to(actor).filter(state__in=RUNNING, due_at__lte=now)
    rows = [one for one in queue.listed(rows)[:50] if clock.is_twice_over(_start(one), one.due_at, now)][:MOST]
    found = _list("rujukan-dua-kali", _("Referrals at twice their time"), queue.lines_of(actor, rows, now),
                  reverse("referral_list"), late=True)  # fmt: skip
    money = ServiceGiven.objects.filter(
        provider__in=actor.organisations, approval=Approval.WAITING, cancelled_at=None
    ).count()  # fmt: skip
    if money:
        figures = [(reverse("money_list"), _("to be approved"), money)]
        found.append(Section("referrals/home/desk.html", {"counts": figures}, [], "list"))
    return found


def _start(referral):
    """When the clock of the state began."""
    return referral.served_at if referral.state == State.SERVED else referral.sent_at
