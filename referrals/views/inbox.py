"""The clinic's day, for between two clients: who is expected, who came, what is to be written down, what is done."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from privacy import access
from referrals import clock, queue
from referrals.actions.sending import token_digest
from referrals.models import Referral
from referrals.states import RUNNING, State
from referrals.views.base import GET_POST
from referrals.vocabulary import Transport

MOST = 200
LONGEST = 80  # characters of what stands on a letter


@require_safe
def clinic_inbox(request):
    """One statement for the referrals of the day, and one each for what their rows show and who comes along."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    now, end = timezone.now(), clock.end_of(timezone.localdate())
    today = end - clock.DAY
    rows = Referral.objects.incoming(request.actor).filter(
        Q(state=State.SCHEDULED, appointment_at__lt=end) | Q(state__in=[State.SENT, State.ACCEPTED, State.SERVED])
        | Q(state=State.DONE, closed_at__gte=today, changed_at__gte=today)
    )  # fmt: skip
    found = list(queue.listed(rows)[: MOST + 1])
    shown = found[:MOST]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    lines = queue.with_companions(queue.lines_of(request.actor, shown, now))
    for line in lines:
        line.how = _how(line)

    def of(state, test=lambda one: True):
        return [line for line in lines if line.referral.state == state and test(line.referral)]

    expected = of(State.SCHEDULED, lambda one: one.appointment_at >= today)
    arrived = of(State.SERVED)
    came_today = [line for line in [*arrived, *of(State.DONE)] if line.referral.served_at >= today]
    context = {
        "expected": sorted(expected, key=lambda line: line.referral.appointment_at),
        "late": of(State.SCHEDULED, lambda one: one.appointment_at < today),
        "undated": of(State.ACCEPTED),
        "arrived": arrived,
        "done": of(State.DONE),
        "new": of(State.SENT),
        "came": len(came_today),
        "day": timezone.localdate(),
        "more": len(found) > MOST,
    }
    return render(request, "referrals/inbox/inbox.html", context)


def _how(line):
    """ "with Sari Umasugi", "Comes by boat": how the client gets there, "" where nobody said."""
    if line.with_whom:
        return _("with %(name)s") % {"name": line.with_whom}
    transport = line.text.transport if line.text else ""
    return Transport(transport).label if transport in Transport.values else ""


@require_http_methods(GET_POST)
def referral_find(request):
    """By what stands on the letter: its number, the client's code, or the square (its address or token).

    What is asked travels in the body, never in the address. One that is found is opened; of several one chooses.
    """
    check_may(request.actor, Right.ANSWER_REFERRALS)
    asked = " ".join(request.POST.get("dicari", "").split())[: LONGEST * 4]
    rows, error = [], ""
    if request.method == "POST":
        found = _found(request.actor, asked) if asked else []
        if len(found) == 1:
            return redirect(found[0])
        access.opened(request, [one.client_id for one in found], kind=access.AccessKind.LIST)
        rows = queue.lines_of(request.actor, found)
        if not found:
            error = _("No referral to you has this number or code. Check it, letter by letter.")
    return render(request, "referrals/inbox/find.html", {"asked": asked[:LONGEST], "error": error, "rows": rows})


def _found(actor, asked):
    """Those that run before those that are over; an exact letter is one."""
    rows = Referral.objects.incoming(actor)
    token = asked.rstrip("/").rsplit("/", 1)[-1]
    exact = rows.filter(Q(number__iexact=asked) | Q(token_digest=token_digest(token)))
    if asked.isdigit() and len(asked) <= 4:  # the letter's running number alone: there may be one of each sender
        exact = rows.filter(number__startswith=f"{int(asked):03d}/", sent_at__year__gte=timezone.localdate().year - 1)
    if found := list(queue.listed(exact)[:5]):
        return found
    found = list(queue.listed(rows.filter(client_code=asked.upper().replace(" ", "")))[:20])
    return [one for one in found if one.state in RUNNING] or found
