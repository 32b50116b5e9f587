"""What was done and what came of it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of
from privacy.receipts import SentTwiceDifferently
from referrals import actions
from referrals.forms.answering import FeedbackForm
from referrals.service_fields import MONEY, fields_of
from referrals.views.answers import _ours
from referrals.views.base import GET_POST, opened
from referrals.vocabulary import Channel


@require_http_methods(GET_POST)
def referral_feedback(request, pk):
    row = _ours(request, pk)
    options = {
        "questions": fields_of(row.kind_id), "with_money": row.kind_id in MONEY,
        "comes_back": row.kind.comes_back and row.channel == Channel.APP,
    }  # fmt: skip
    form, saved_at = bound(request, FeedbackForm, "feedback", row.pk, **options)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, row, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=row.get_absolute_url(), back="referral_queue")
        else:
            said(request, _("Closed with what was done. The sender is told."))
            return redirect(row)
    opened(request, [row])
    return render(request, "referrals/feedback/feedback.html", {"row": row, "form": form, "saved_at": saved_at})


def _give(request, row, form):
    data = form.cleaned_data
    more = {name: data[name] for name in ("amount", "decision_no", "again_because", "component") if name in data}
    return actions.give_feedback(
        token=token_of(request, "feedback", row.pk), referral=row, by=request.actor, done=data["done"],
        outcome=data["outcome"], given_on=data["given_on"], answers=form.answers,
        comes_back=data.get("comes_back", True), **more,
    )  # fmt: skip
