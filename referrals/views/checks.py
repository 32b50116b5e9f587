"""The looks at what followed from a service: whether it helped, whether care began, who comes again."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.presenting import way_in_words
from cases.rules import NotPossible
from cases.views.base import bound, said, warned
from cases.vocabulary import Way
from privacy import access
from referrals import actions
from referrals.forms.services import CheckForm
from referrals.models import Check, ReferralContent
from referrals.views.base import GET_POST

MOST = 100


@require_safe
def check_list(request):
    """What is to be looked at again, the longest overdue first."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    rows = Check.objects.visible_to(request.actor).open().select_related("service__kind")
    rows = list(rows.order_by("due_on", "pk")[:MOST])
    access.opened(request, [row.client_id for row in rows], kind=access.AccessKind.LIST)
    return render(request, "referrals/services/checks.html", {"rows": rows})


@require_http_methods(GET_POST)
def check_answer(request, pk):
    """One of them; who comes second reads that it was answered."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    row = Check.objects.visible_to(request.actor).select_related("service__kind", "done_by__user").filter(pk=pk).first()
    if row is None:
        raise Http404
    if row.done_at:
        warned(request, _("This was answered already, by %(name)s.") % {"name": row.done_by.display_name})
        return redirect("check_list")
    form, _saved = bound(request, CheckForm, "check", pk, what=row.what)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_check(check=row, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("Written down."))
            return redirect("check_list")
    access.opened(request, [row.client_id])
    text = ReferralContent.objects.visible_to(request.actor).filter(pk=row.referral_id).first()
    reach = way_in_words(text) if text else ""
    number = text.phone if text and text.way in (Way.PHONE, Way.WHATSAPP) else ""
    context = {"row": row, "form": form, "text": text, "reach": reach, "number": number}
    return render(request, "referrals/services/check.html", context)
