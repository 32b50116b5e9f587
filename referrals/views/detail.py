"""One referral, for both sides: where it stands, what is next, what was shared, every step."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.models import ServiceDetail, ServiceGiven
from cases.presenting import way_in_words
from cases.vocabulary import ServiceSource
from referrals import clock, rules
from referrals.models import LetterPrint, Referral, ReferralContent, ReferralEvent, Withdrawn
from referrals.states import PATH, Side, State
from referrals.views.base import WITH, opened
from referrals.vocabulary import Urgency


@require_safe
def referral_detail(request, pk):
    check_may(request.actor, Right.READ_REFERRALS)
    row = Referral.objects.visible_to(request.actor).select_related(*WITH).filter(pk=pk).first()
    if row is None:
        return _withdrawn(request, pk)
    text = ReferralContent.objects.visible_to(request.actor).select_related("companion__user").filter(pk=row.pk).first()
    steps = list(
        ReferralEvent.objects.filter(referral=row).select_related("by__user", "by_organisation").order_by("-at")
    )
    sides = rules.sides_of(request.actor, row)
    given = ServiceGiven.objects.visible_to(request.actor).filter(
        source=ServiceSource.REFERRAL, source_id=row.pk, cancelled_at=None
    ).first()  # fmt: skip
    opened(request, [row])
    kind, left = clock.left_words(row.due_at)
    context = {
        "row": row,
        "text": text,
        "reach": way_in_words(text) if text else "",
        "steps": steps,
        "path": _path(row, steps),
        "due_kind": kind,
        "due_words": left,
        "moves": _moves(request.actor, row),
        "is_sender": Side.SENDER in sides or Side.AUTHOR in sides,
        "is_receiver": Side.RECEIVER in sides,
        "given": given,
        "detail": given and ServiceDetail.objects.visible_to(request.actor).filter(pk=given.pk).first(),
        "prints": LetterPrint.objects.filter(referral=row).count() if row.number else 0,
        "emergency": row.urgency == Urgency.EMERGENCY,
    }
    return render(request, "referrals/detail/detail.html", context)


def _withdrawn(request, pk):
    row = Withdrawn.objects.visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return render(request, "referrals/detail/withdrawn.html", {"row": row})


def _path(row, steps):
    """[(state's words, "past", "now" or "", moment, who)] of the usual way; what left it aside stands in words."""
    reached = {}
    for step in steps:  # the newest first
        reached.setdefault(step.to_state, step)
    here = PATH.index(row.state) if row.state in PATH else -1
    found = []
    for number, state in enumerate(PATH):
        step = reached.get(state)
        past = step is not None and (here < 0 or number <= here)
        found.append((State(state).label, "now" if number == here else "past" if past else "", step if past else None))
    return found


def _moves(actor, row):
    """[(page, words, icon, by POST)] of what this person may do now, the likeliest first."""
    may = rules.possible(actor, row)
    served = (State.SERVED in may, "referral_serve", _("Record as served"), "check-lg", False)
    again = row.state in (State.SCHEDULED, State.NO_SHOW)
    known = [
        (State.SENT in may and row.state == State.DRAFT, "referral_send", _("Send it"), "send", True),
        (State.SENT in may and row.state == State.PROPOSED, "referral_send", _("Send it"), "send", True),
        (row.state in (State.DRAFT, State.PROPOSED) and bool(may), "referral_edit", _("Change it"), "pencil", False),
        (State.DRAFT in may, "referral_send_back", _("Send back to its author"), "arrow-left", False),
        (State.ACCEPTED in may and row.state == State.SENT, "referral_take", _("Take it"), "check-lg", True),
        served if row.state == State.SCHEDULED else (False, "", "", "", False),
        (State.SCHEDULED in may and row.state != State.SERVED, "referral_schedule",
         _("Another time") if again else _("Set a date"), "calendar-event", False),
        served if row.state == State.ACCEPTED else (False, "", "", "", False),
        (State.DONE in may, "referral_feedback", _("Write what was done"), "pencil", False),
        (State.NO_SHOW in may, "referral_no_show", _("Did not come"), "slash-circle", False),
        (State.SCHEDULED in may and row.state == State.SERVED, "referral_undo_arrival", _("Pressed by mistake"),
         "arrow-repeat", True),
        (State.ACCEPTED in may and row.state == State.SCHEDULED, "referral_unschedule", _("Without a date"),
         "calendar-event", False),
        (State.SENT in may and row.state == State.ACCEPTED, "referral_put_back", _("Put back to the queue"), "inbox",
         False),
        (State.NO_SHOW_CLOSED in may, "referral_close_no_show", _("Close it"), "x-lg", False),
        (State.DECLINED in may, "referral_decline", _("Decline"), "slash-circle", False),
        (State.CANCELLED in may, "referral_cancel", _("Cancel it"), "x-lg", False),
        (State.SERVED in may and row.state == State.DONE, "referral_reopen", _("Open it again"), "arrow-repeat", False),
    ]  # fmt: skip
    return [one[1:] for one in known if one[0]]
