"""The letter: on the screen, as PDF, and found again by the square that is printed on it."""

import base64

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Right
from accounts.rules import NotAllowed, check_may
from cases.rules import NotPossible
from cases.views.base import warned
from privacy import access, paper
from referrals import actions, letter, rules
from referrals.actions.sending import token_digest
from referrals.models import LetterPrint, Referral, ReferralContent
from referrals.states import UNSENT
from referrals.views.base import GET_POST, opened, referral_or_404


@require_http_methods(GET_POST)
def referral_letter(request, pk):
    """GET shows it; POST counts a printing and gives the PDF (or, without the system's fonts, the page to print)."""
    row = referral_or_404(request, pk)
    text = ReferralContent.objects.visible_to(request.actor).select_related("companion__user").filter(pk=pk).first()
    if text is None or row.state in UNSENT or not row.number:
        raise Http404
    may_print = bool(rules.sides_of(request.actor, row))
    if request.method == "POST":
        if not may_print:
            raise NotAllowed(_("Letters are printed by who wrote, sent or answers the referral."))
        return _printed(request, row, text)
    printed = LetterPrint.objects.filter(referral=row).count()
    opened(request, [row], access.AccessKind.LETTER)
    return _page(request, row, text, copy=printed + 1, printed=printed, may_print=may_print, counted=False)


def _printed(request, row, text):
    try:
        copy = actions.print_letter(referral=row, by=request.actor).copy
    except NotPossible as refusal:
        warned(request, str(refusal))
        return redirect(row)
    opened(request, [row], access.AccessKind.PRINT)
    if not paper.can_print():
        return _page(request, row, text, copy=copy, printed=copy, may_print=True, counted=True)
    style = base64.b64encode(render_to_string("referrals/letter/letter.css").encode()).decode()
    words = {"style": f"data:text/css;base64,{style}", "sheet": _sheet(request, row, text, copy)}
    response = HttpResponse(
        paper.pdf(render_to_string("referrals/letter/paper.html", words)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="surat-{row.number.replace("/", "-")}.pdf"'
    return response


def _sheet(request, row, text, copy):
    address = request.build_absolute_uri(reverse("letter_open", args=[text.token]))
    return letter.sheet(row, text, address, copy=copy)


def _page(request, row, text, *, copy, **context):
    context |= {"row": row, "sheet": _sheet(request, row, text, copy), "may_download": paper.can_print()}
    return render(request, "referrals/letter/letter.html", context)


@require_safe
def letter_open(request, token):
    """Whoever scans the square signs in and lands on the referral, if it is theirs to read."""
    check_may(request.actor, Right.READ_REFERRALS)
    row = Referral.objects.visible_to(request.actor).filter(token_digest=token_digest(token)).first()
    if row is None:
        raise Http404
    return redirect(row)
