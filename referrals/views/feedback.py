"""What was done and what came of it: the receiver's word, or what a slip says that came back to the sender."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import ServiceDetail
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from cases.vocabulary import ServiceSource
from privacy.receipts import SentTwiceDifferently
from referrals import actions
from referrals.actions.feedback import same_aid
from referrals.forms.answering import FeedbackForm
from referrals.service_fields import MONEY, fields_of
from referrals.states import State
from referrals.views.answers import answering, ours, too_late
from referrals.views.base import GET_POST, opened
from referrals.vocabulary import Channel

NAME = "feedback"


@require_http_methods(GET_POST)
@answering
def referral_feedback(request, pk):
    row = ours(request, pk)
    if row.state in (State.SENT, State.ACCEPTED, State.SCHEDULED):
        warned(request, _("Record first when the client was served; what was done comes after it."))
        return redirect(row)
    pressed_again = request.method == "POST" and row.state == State.DONE  # the same form: its receipt knows
    if not pressed_again and (stop := too_late(request, row, State.DONE, (State.SERVED,))):
        return stop
    on_paper = row.channel == Channel.SLIP
    options = {
        "questions": fields_of(row.kind_id, request.actor), "with_money": row.kind_id in MONEY,
        "comes_back": row.kind.comes_back and not on_paper,
    }  # fmt: skip
    form, saved_at = bound(request, FeedbackForm, NAME, row.pk, initial=_before(request.actor, row), **options)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, row, form)
        except NotPossible as refusal:
            refused(form, str(refusal), row.client_id, row.kind_id)
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=row.get_absolute_url(), back="referral_queue")
        else:
            said(request, _("Closed with what was done. The sender is told."))
            return redirect(row)
    opened(request, [row])
    context = {"row": row, "form": form, "saved_at": saved_at, "on_paper": on_paper}
    return render(request, "referrals/feedback/feedback.html", context)


def _before(actor, row):
    """What was written before the referral was opened again, to be put right instead of typed anew."""
    rows = ServiceDetail.objects.visible_to(actor).filter(
        service__source=ServiceSource.REFERRAL, service__source_id=row.pk, service__cancelled_at__isnull=False
    )
    last = rows.select_related("service").order_by("-service__recorded_at").first()
    if last is None:
        return {"given_on": timezone.localdate(row.served_at)} if row.served_at else {}
    return {
        **last.answers, "done": last.done, "decision_no": last.decision_no, "given_on": last.service.given_on,
        "amount": last.service.amount, "comes_back": last.comes_back,
    }  # fmt: skip


def refused(form, sentence, client_id, kind):
    """Why it was not written: at the field that asks why again, where that is what is missing."""
    money = form.money
    if money.get("amount") and not money["again_because"] and same_aid(client_id, kind):
        form.ask_why_again(sentence)
    else:
        form.add_error(None, sentence)


def _give(request, row, form):
    data = form.cleaned_data
    return actions.give_feedback(
        token=token_of(request, NAME, row.pk), referral=row, by=request.actor, done=data["done"],
        outcome=data["outcome"], given_on=data["given_on"], answers=form.answers,
        comes_back=data.get("comes_back", True), **form.money,
    )  # fmt: skip
