"""The receiver's steps, each a button or a small page."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.rules import NotPossible
from cases.views.base import bound, said
from referrals import actions, rules
from referrals.forms.answering import DeclineForm, NoShowForm, RescheduleForm, ScheduleForm, ServedForm
from referrals.forms.writing import NoteForm
from referrals.states import Side, State
from referrals.views.base import GET_POST, done, opened, referral_or_404


def _ours(request, pk):
    """A referral that this person answers (or, on paper, the sender for the receiver); else 404 or 403."""
    row = referral_or_404(request, pk)
    if Side.RECEIVER not in rules.sides_of(request.actor, row):
        raise rules.NotAllowed(_("This step is for the other side of the referral."))
    return row


@require_POST
def referral_take(request, pk):
    return done(request, _ours(request, pk), actions.take, _("Taken. You are in charge; the sender is told."))


@require_POST
def referral_arrive(request, pk):
    row = _ours(request, pk)
    answer = done(request, row, actions.arrive, _("Noted. Write down what was done when you have time."))
    return redirect("clinic_inbox") if request.POST.get("dari") == "hari-ini" else answer


@require_POST
def referral_undo_arrival(request, pk):
    row = _ours(request, pk)
    answer = done(request, row, actions.undo_arrival, _("Undone: expected as before."))
    return redirect("clinic_inbox") if request.POST.get("dari") == "hari-ini" else answer


def _step(request, row, form_class, name, verb, *, question, yes, sentence, happens=(), initial=None):
    form, _saved = bound(request, form_class, name, row.pk, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verb(referral=row, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, sentence)
            return redirect(row)
    opened(request, [row])
    context = {"row": row, "form": form, "name": name, "question": question, "yes": yes, "happens": happens}
    return render(request, "referrals/answers/step.html", context)


@require_http_methods(GET_POST)
def referral_put_back(request, pk):
    return _step(
        request, _ours(request, pk), NoteForm, "referral_put_back", actions.put_back,
        question=_("Put it back to the queue?"),
        yes=_("Yes, put it back"), sentence=_("Back in the queue."), happens=[_("A colleague may take it then.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_decline(request, pk):
    return _step(
        request, _ours(request, pk), DeclineForm, "referral_decline", actions.decline,
        question=_("Decline this referral?"),
        yes=_("Yes, decline"), sentence=_("Declined. The sender reads why."),
        happens=[_("The sender reads the reason, and looks for another way.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_schedule(request, pk):
    row = _ours(request, pk)
    again = row.state == State.SCHEDULED
    return _step(
        request, row, RescheduleForm if again else ScheduleForm, "referral_schedule",
        actions.reschedule if again else actions.schedule, question=_("When and where?"), yes=_("Save the date"),
        sentence=_("Saved. The sender is told."), initial={"at": row.appointment_at} if again else None,
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_unschedule(request, pk):
    return _step(
        request, _ours(request, pk), NoteForm, "referral_unschedule", actions.unschedule,
        question=_("Take the date away?"),
        yes=_("Yes, without a date"), sentence=_("Saved. The sender is told."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_serve(request, pk):
    return _step(
        request, _ours(request, pk), ServedForm, "referral_serve", actions.serve,
        question=_("When was the client served?"),
        yes=_("Record as served"), sentence=_("Recorded. What is left is what was done, and what came of it."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_no_show(request, pk):
    return _step(
        request, _ours(request, pk), NoShowForm, "referral_no_show", actions.no_show,
        question=_("The client did not come?"),
        yes=_("Yes, write it down"), sentence=_("Written down. The sender is told, and looks for the client."),
        happens=[_("The sender is told, and looks for the client.")],
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_close_no_show(request, pk):
    row = referral_or_404(request, pk)
    if not rules.sides_of(request.actor, row) & {Side.SENDER, Side.RECEIVER}:
        raise rules.NotAllowed(_("This step is for the other side of the referral."))
    return _step(
        request, row, NoteForm, "referral_close_no_show", actions.close_no_show,
        question=_("Close it without a service?"),
        yes=_("Yes, close it"), sentence=_("Closed."),
    )  # fmt: skip


@require_http_methods(GET_POST)
def referral_reopen(request, pk):
    return _step(
        request, _ours(request, pk), NoteForm, "referral_reopen", actions.reopen,
        question=_("Open it again?"),
        yes=_("Yes, open it"), sentence=_("Open again. What was written of the service no longer counts."),
        happens=[_("What was written of the service no longer counts; write it anew.")],
    )  # fmt: skip
