"""The clinic's day, for between two clients: who is expected, who came, what is to be written down, what is done."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from privacy import access
from referrals import queue
from referrals.actions.sending import token_digest
from referrals.models import Referral
from referrals.states import State

MOST = 200


@require_safe
def clinic_inbox(request):
    """One statement for the referrals of the day, two for what their rows show."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    now, today = timezone.now(), timezone.localdate()
    ours = Referral.objects.incoming(request.actor)
    rows = ours.filter(
        Q(state=State.SCHEDULED, appointment_at__date__lte=today) | Q(state__in=[State.SENT, State.SERVED])
        | Q(state=State.DONE, closed_at__date=today)
    )  # fmt: skip
    found = list(queue.listed(rows)[:MOST])
    access.opened(request, [one.client_id for one in found], kind=access.AccessKind.LIST)
    lines = queue.lines_of(request.actor, found, now)

    def of(test):
        return [line for line in lines if test(line.referral)]

    def day(one):
        return timezone.localdate(one.appointment_at)

    expected = of(lambda one: one.state == State.SCHEDULED and day(one) == today)
    context = {
        "expected": sorted(expected, key=lambda line: line.referral.appointment_at),
        "late": of(lambda one: one.state == State.SCHEDULED and day(one) < today),
        "arrived": of(lambda one: one.state == State.SERVED),
        "done": of(lambda one: one.state == State.DONE),
        "new": of(lambda one: one.state == State.SENT),
        "day": today,
    }
    return render(request, "referrals/inbox/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_find(request):
    """By what stands on the letter: its number, the client's code, or the token of the square."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    asked = request.POST.get("dicari", "").strip()
    error = ""
    if request.method == "POST":
        rows = Referral.objects.incoming(request.actor)
        token = asked.rstrip("/").rsplit("/", 1)[-1]
        found = list(
            rows.filter(Q(number__iexact=asked) | Q(client_code__iexact=asked) | Q(token_digest=token_digest(token)))
            .order_by("-changed_at")[:2]
        )  # fmt: skip
        if found and asked:
            return redirect(found[0])
        error = _("No referral to you has this number or code. Check it, letter by letter.")
    return render(request, "referrals/inbox/find.html", {"asked": asked, "error": error})
