"""One referral, for both sides: where it stands, what is next, what was shared, every step."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import OrganisationKind, Right
from accounts.rules import check_may
from cases.models import Consent, ServiceDetail, ServiceGiven
from cases.presenting import way_in_words
from cases.vocabulary import ServiceFamily, ServiceSource, Way
from companions.models import OrganisationProfile
from referrals import clock, rules
from referrals.models import LetterPrint, Referral, ReferralContent, ReferralEvent, Withdrawn
from referrals.states import PATH, RUNNING, UNSENT, Side, State
from referrals.timeline import ICONS
from referrals.views.base import WITH, opened
from referrals.views.visits import may_visit, visits_of
from referrals.vocabulary import Channel, Urgency

ORDER = {state: number for number, state in enumerate((State.PROPOSED, *PATH), 1)}  # of steps at one moment
AT_HOME = ("KUNJUNGAN", "PENGUATAN_KELUARGA")  # kinds of which the visit is the service


@require_safe
def referral_detail(request, pk):
    """What the asker's side may read and do; after a withdrawal the receiver reads the number and nothing else."""
    actor = request.actor
    check_may(actor, Right.READ_REFERRALS)
    row = Referral.objects.visible_to(actor).select_related(*WITH).filter(pk=pk).first()
    if row is None:
        return _withdrawn(request, pk)
    text = ReferralContent.objects.visible_to(actor).select_related("companion__user").filter(pk=row.pk).first()
    steps = ReferralEvent.objects.filter(referral=row).select_related("by__user", "by_organisation").order_by("-at")
    steps = sorted(steps, key=lambda step: (step.at, ORDER.get(step.to_state, 0)), reverse=True)
    steps = [(step, ICONS.get(step.to_state, "slash-circle")) for step in steps]
    sides = rules.sides_of(actor, row)
    opened(request, [row])
    kind, left = clock.left_words(row.due_at)
    is_sender, is_receiver = bool(sides & {Side.SENDER, Side.AUTHOR}), Side.RECEIVER in sides
    profile = OrganisationProfile.objects.filter(pk=row.sender_id).first()
    context = {
        "row": row,
        "text": text,
        "reach": way_in_words(text) if text else "",
        "number": text.phone if text and text.way in (Way.PHONE, Way.WHATSAPP) else "",
        "steps": steps,
        "path": _path(row, [step for step, _icon in steps]) if row.state not in UNSENT else [],
        "due_kind": kind,
        "due_words": left,
        "moves": _moves(actor, row),
        "hint": _hint(row, is_sender, is_receiver),
        "is_sender": is_sender,
        "is_receiver": is_receiver,
        "sender_phone": profile.phone if profile else "",
        "consent": Consent.objects.filter(pk=row.consent_id).first() if row.consent_id else None,
        "consent_number": str(row.consent_id)[:8].upper() if row.consent_id else "",
        "prints": LetterPrint.objects.filter(referral=row).count() if row.number else 0,
        "emergency": row.urgency == Urgency.EMERGENCY,
        "me": actor.id,
        "visits": visits_of(actor, row),
        "cares": rules.cares(actor, row.client_id),
        "elsewhere": row.state == State.DECLINED and is_sender,
        **_given(actor, row),
    }
    return render(request, "referrals/detail/detail.html", context)


def _withdrawn(request, pk):
    row = Withdrawn.objects.visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise Http404
    return render(request, "referrals/detail/withdrawn.html", {"row": row})


def _given(actor, row):
    """The service that closed it, and what was written of it where that may be read."""
    if row.state != State.DONE:
        return {"given": None, "detail": None, "follow_up": ""}
    rows = ServiceGiven.objects.visible_to(actor).filter(source=ServiceSource.REFERRAL, source_id=row.pk)
    given = rows.filter(cancelled_at=None).first()
    detail = ServiceDetail.objects.visible_to(actor).filter(pk=given.pk).first() if given else None
    return {"given": given, "detail": detail, "follow_up": detail.answers.get("follow_up", "") if detail else ""}


def _path(row, steps):
    """[(state in words, "past", "now" or "", its step or None, until when or None)] of the usual way.

    A referral that has left it ends with where it went.
    """
    reached = {}
    for step in steps:  # the newest first; sent was it once, though it may have been put back to the queue since
        if step.to_state == State.SENT:
            reached[State.SENT] = step
        reached.setdefault(step.to_state, step)
    if row.state not in PATH:
        found = [(state.label, "past", reached[state], None) for state in PATH if state in reached]
        return [*found, (row.state_words, "now", reached.get(row.state), None)]
    here = PATH.index(row.state)
    until = {State.ACCEPTED: row.answer_by, State.SERVED: row.seen_by, State.DONE: row.feedback_by}
    found = []
    for number, state in enumerate(PATH):
        step = reached.get(state) if number <= here else None
        place = "now" if number == here else "past" if step else ""
        if place or number > here:
            found.append((state.label, place, step, until.get(state) if number > here else None))
    return found


def _hint(row, is_sender, is_receiver):
    """What is expected of this side now, in one sentence."""
    if row.channel == Channel.SLIP and is_sender and row.state in RUNNING:
        return _("Answered on paper: give the client the letter, and type in here what the slip says that comes back.")
    if is_receiver and row.state == State.ACCEPTED and row.kind.family == ServiceFamily.COMPANIONS:
        return _("The case is open to you now: give the client a companion, on the client's page.")
    if is_receiver:
        sentence = {
            State.SENT: _("Take it, or decline it with the reason and another way."),
            State.ACCEPTED: _("Set a date, or record the service if the client was served already."),
            State.SCHEDULED: _("See the client, then record it. The sender is told."),
            State.SERVED: _("Write what was done and what came of it: that closes the referral."),
            State.NO_SHOW: _("Set another date, or close it."),
        }.get(row.state)
        if sentence:
            return sentence
    if not is_sender:
        return ""
    return {
        State.DRAFT: _("Not sent yet: only you see it."),
        State.PROPOSED: _("Whoever coordinates looks it over, then sends it or sends it back."),
        State.SENT: _("The receiver is to answer."),
        State.NO_SHOW: _("The client did not come. Look for them; another date can be set, or the referral closed."),
        State.DECLINED: _("Read the reason below, and look for another way."),
    }.get(row.state, "")


def _moves(actor, row):
    """[(page, words, icon, by POST)] of what this person may do now, the likeliest first."""
    may = rules.possible(actor, row)
    state, here = row.state, row.receiver.kind == OrganisationKind.KLINIK and row.channel == Channel.APP
    call_first = row.urgency == Urgency.EMERGENCY and not row.telephoned_at
    came = (State.SERVED in may and here and state in (State.ACCEPTED, State.SCHEDULED), "referral_arrive",
            _("Came just now"), "check-lg", True)  # fmt: skip
    served = (State.SERVED in may and state != State.DONE, "referral_serve", _("Record as served"), "check-lg", False)
    # At the clinic clients come; whoever holds the case records visits there.
    at_home = row.kind_id in AT_HOME and state != State.SERVED
    visit = (Side.RECEIVER in rules.sides_of(actor, row) and may_visit(row) and not here and not row.is_own,
             "referral_visit", _("Record a visit"), "house-door", False)  # fmt: skip
    dated = (State.SCHEDULED in may and state != State.SERVED, "referral_schedule",
             _("Set a date") if state == State.ACCEPTED else _("Another time"), "calendar-event", False)  # fmt: skip
    known = [
        (State.SENT in may and state in UNSENT, "referral_send", _("Send it"), "send", not call_first),
        (state in UNSENT and bool(may), "referral_edit", _("Change it"), "pencil", False),
        (State.DRAFT in may, "referral_send_back", _("Send back to its author"), "arrow-left", False),
        (State.ACCEPTED in may and state == State.SENT, "referral_take", _("Take it"), "check-lg", True),
        (State.ACCEPTED in may and state == State.SENT and here, "referral_arrive", _("Came just now"), "person-check",
         True),
        came,
        *([visit] if at_home else []),
        *([served, dated] if state == State.SCHEDULED else [dated, served]),
        (State.DONE in may, "referral_feedback", _("Write what was done"), "pencil", False),
        *([] if at_home else [visit]),
        (State.NO_SHOW in may, "referral_no_show", _("Did not come"), "slash-circle", False),
        (State.SCHEDULED in may and state == State.SERVED and clock.is_today(row.served_at), "referral_undo_arrival",
         _("Pressed by mistake"), "arrow-repeat", True),
        (State.ACCEPTED in may and state == State.SCHEDULED, "referral_unschedule", _("Without a date"),
         "calendar-event", False),
        (State.SENT in may and state == State.ACCEPTED, "referral_put_back", _("Put back to the queue"), "inbox",
         False),
        (State.NO_SHOW_CLOSED in may, "referral_close_no_show", _("Close it"), "x-lg", False),
        (State.DECLINED in may, "referral_decline", _("Decline"), "slash-circle", False),
        (State.CANCELLED in may, "referral_cancel", _("Cancel it"), "x-lg", False),
        (State.SERVED in may and state == State.DONE, "referral_reopen", _("Open it again"), "arrow-repeat", False),
    ]  # fmt: skip
    return [one[1:] for one in known if one[0]]
