"""Money that waits for a second person, and that person's yes or no."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.models import ServiceDetail, ServiceGiven
from cases.rules import NotPossible
from cases.views.base import said, warned
from cases.vocabulary import Approval
from referrals import actions, rules
from referrals.forms.writing import NoteForm
from referrals.views.base import GET_POST
from referrals.views.services import given_or_404, opened

MOST = 100


@require_safe
def money_list(request):
    """What waits in one's organisation, the longest first; who recorded it does not decide."""
    check_may(request.actor, Right.APPROVE_MONEY)
    rows = ServiceGiven.objects.filter(
        provider=request.actor.organisation.pk, approval=Approval.WAITING, cancelled_at=None
    )  # fmt: skip
    rows = list(rows.select_related("kind", "recorded_by__user").order_by("recorded_at")[:MOST])
    details = ServiceDetail.objects.visible_to(request.actor).filter(pk__in=[row.pk for row in rows])
    details = details.in_bulk() if rows else {}
    opened(request, rows)
    context = {"rows": [(row, details.get(row.pk)) for row in rows], "me": request.actor.id}
    return render(request, "referrals/services/money.html", context)


@require_POST
def money_approve(request, pk):
    return _decide(request, pk, actions.approve, _("Approved. It counts as given now."))


@require_http_methods(GET_POST)
def money_refuse(request, pk):
    """A page that says what happens, and asks why."""
    check_may(request.actor, Right.APPROVE_MONEY)
    row, form = given_or_404(request, pk), NoteForm(request.POST or None)
    rules.check_decides(request.actor, row)
    if request.method == "POST" and form.is_valid():
        return _decide(request, pk, actions.refuse_money, _("Not approved. Who recorded it is told."),
                       note=form.cleaned_data["note"])  # fmt: skip
    opened(request, [row])
    return render(request, "referrals/services/refuse.html", {"row": row, "form": form})


def _decide(request, pk, verb, sentence, **more):
    check_may(request.actor, Right.APPROVE_MONEY)
    try:
        verb(given=given_or_404(request, pk), by=request.actor, **more)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, sentence)
    return redirect("money_list")
