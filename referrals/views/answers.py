"""The receiver's steps, each a button or a small page. What cannot be any more is said, and nothing is changed."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.rules import NotPossible
from cases.views.base import bound, said, warned
from privacy import tokens
from referrals import actions, rules
from referrals.forms.answering import DeclineForm, NoShowForm, RescheduleForm, ScheduleForm, ServedForm
from referrals.forms.writing import NoteForm
from referrals.models import Referral, ReferralContent, Withdrawn
from referrals.states import Side, State
from referrals.views.base import GET_POST, done, opened, referral_or_404

# Which field what stands against a step is about: the sentence stands there.
FIELD_OF = {actions.schedule: "at", actions.reschedule: "at", actions.serve: "served_at", actions.decline: "note"}
ANSWERED = (State.SENT, State.ACCEPTED, State.SCHEDULED)


def answering(view):
    """An old page of a referral whose consent was taken back leads to the sentence that says so, not to "not found"."""

    @wraps(view)
    def checked(request, pk):
        try:
            return view(request, pk)
        except Http404:
            if Withdrawn.objects.visible_to(request.actor).filter(pk=pk).exists():
                return redirect("referral_detail", pk=pk)
            raise

    return checked


def ours(request, pk):
    """A referral that this person answers (or, on paper, the sender for the receiver); else 404 or 403."""
    row = referral_or_404(request, pk)
    if Side.RECEIVER not in rules.sides_of(request.actor, row):
        raise rules.NotAllowed(_("This step is for the other side of the referral."))
    return row


def too_late(request, row, to, out_of):
    """The way back with who was first, or None while this person may bring it about."""
    if row.state in out_of and to in rules.possible(request.actor, row):
        return None
    warned(request, rules.who_was_first(row, request.actor))
    return redirect(row)


@require_POST
@answering
def referral_take(request, pk):
    return done(request, ours(request, pk), actions.take, _("Taken. You are in charge; the sender is told."))


@require_POST
@answering
def referral_arrive(request, pk):
    answer = done(request, ours(request, pk), actions.arrive, _("Noted. Write down what was done when you have time."))
    return redirect("clinic_inbox") if request.POST.get("dari") == "hari-ini" else answer


@require_POST
@answering
def referral_undo_arrival(request, pk):
    answer = done(request, ours(request, pk), actions.undo_arrival, _("Undone: expected as before."))
    return redirect("clinic_inbox") if request.POST.get("dari") == "hari-ini" else answer


def _step(request, row, form_class, verb, *, to, out_of, name="", initial=None, **words):
    """A small form; `to` and `out_of` are the move, `words` what the page says (question, yes, sentence, happens)."""
    name = name or verb.__name__
    pressed_again = request.method == "POST" and row.state == to  # the verb knows whether by the same hand
    if not pressed_again and (stop := too_late(request, row, to, out_of)):
        return stop
    form, _saved = bound(request, form_class, name, row.pk, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verb(referral=row, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            now = Referral.objects.visible_to(request.actor).filter(pk=row.pk).first()
            if now is None or pressed_again or now.state != row.state:
                warned(request, str(refusal))
                return redirect("referral_detail", pk=row.pk)
            form.add_error(FIELD_OF.get(verb), str(refusal))
        else:
            said(request, words["sentence"])
            return redirect(row)
    opened(request, [row])
    return render(
        request, "referrals/answers/step.html", {"happens": [], **words, "row": row, "form": form, "name": name}
    )


@require_http_methods(GET_POST)
@answering
def referral_put_back(request, pk):
    return _step(
        request, ours(request, pk), NoteForm, actions.put_back, to=State.SENT, out_of=(State.ACCEPTED,),
        question=_("Put it back to the queue?"), yes=_("Yes, put it back"), sentence=_("Back in the queue."),
        happens=[_("A colleague may take it; the time goes on."), _("The step and your reason stay written.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_decline(request, pk):
    return _step(
        request, ours(request, pk), DeclineForm, actions.decline, to=State.DECLINED, out_of=ANSWERED,
        question=_("Decline this referral?"), yes=_("Yes, decline"), sentence=_("Declined. The sender reads why."),
        happens=[_("The sender reads the reason at once, and looks for another way.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_schedule(request, pk):
    """The first date, one after a no-show, or another one with the reason."""
    row = ours(request, pk)
    again = row.state == State.SCHEDULED
    if again and _form_of(request) == actions.schedule.__name__:  # shown when there was no date yet
        same = ScheduleForm(request.POST)
        if same.is_valid() and same.cleaned_data["at"] == row.appointment_at:
            said(request, _("Saved. The sender is told."))
        else:
            warned(request, rules.who_was_first(row, request.actor))
        return redirect(row)
    text = ReferralContent.objects.visible_to(request.actor).filter(pk=row.pk).first()
    initial = {"at": row.appointment_at if again else None, "place": text.meeting_place if text else ""}
    verb, form_class = (actions.reschedule, RescheduleForm) if again else (actions.schedule, ScheduleForm)
    return _step(
        request, row, form_class, verb, to=State.SCHEDULED, out_of=(State.ACCEPTED, State.SCHEDULED, State.NO_SHOW),
        initial=initial, question=_("When and where?"), yes=_("Save the date"),
        sentence=_("Saved. The sender is told."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_unschedule(request, pk):
    return _step(
        request, ours(request, pk), NoteForm, actions.unschedule, to=State.ACCEPTED, out_of=(State.SCHEDULED,),
        question=_("Take the date away?"), yes=_("Yes, without a date"), sentence=_("Saved. The sender is told."),
        happens=[_("You stay in charge, and set another date when there is one.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_serve(request, pk):
    return _step(
        request, ours(request, pk), ServedForm, actions.serve, to=State.SERVED,
        out_of=(State.ACCEPTED, State.SCHEDULED), initial={"served_at": timezone.now()},
        question=_("When was the client served?"), yes=_("Record as served"),
        sentence=_("Recorded. What is left is what was done, and what came of it."),
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_no_show(request, pk):
    return _step(
        request, ours(request, pk), NoShowForm, actions.no_show, to=State.NO_SHOW, out_of=(State.SCHEDULED,),
        question=_("The client did not come?"), yes=_("Yes, write it down"),
        sentence=_("Written down. The sender is told, and looks for the client."),
        happens=[_("The sender is told, and looks for the client."), _("Another date can be set afterwards.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_close_no_show(request, pk):
    row = referral_or_404(request, pk)
    if not rules.sides_of(request.actor, row) & {Side.SENDER, Side.RECEIVER}:
        raise rules.NotAllowed(_("This step is for the sender or the receiver of the referral."))
    return _step(
        request, row, NoteForm, actions.close_no_show, to=State.NO_SHOW_CLOSED, out_of=(State.NO_SHOW,),
        question=_("Close it without a service?"), yes=_("Yes, close it"), sentence=_("Closed."),
        happens=[_("No further date is set; the other side is told.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
@answering
def referral_reopen(request, pk):
    return _step(
        request, ours(request, pk), NoteForm, actions.reopen, to=State.SERVED, out_of=(State.DONE,),
        question=_("Open it again?"), yes=_("Yes, open it"),
        sentence=_("Open again. What was written of the service no longer counts."),
        happens=[_("What was written of the service no longer counts; write it anew.")],
    )  # fmt: skip


def _form_of(request):
    """Which form was sent; "" for none, or one of yesterday."""
    try:
        return tokens.read(request.POST).form
    except tokens.NoToken:
        return ""
