"""What the views of referrals have in common."""

from django.http import Http404
from django.shortcuts import redirect

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import said, warned
from privacy import access
from referrals.models import Referral

GET_POST = ["GET", "HEAD", "POST"]
WITH = ("kind", "service", "sender", "receiver", "author__user", "sent_by__user", "person__user", "kelurahan")


def referral_or_404(request, pk, right=Right.READ_REFERRALS):
    """A referral that the actor may read, else 404; without the right 403."""
    row = Referral.objects.visible_to(request.actor).select_related(*WITH).filter(pk=pk).first()
    if row is None:
        raise Http404
    check_may(request.actor, right)
    return row


def opened(request, referrals, kind=access.AccessKind.VIEW):
    access.opened(request, [one.client_id for one in referrals], kind=kind)


def done(request, referral, verb, sentence, *, on_refusal=(), **more):
    """Do a step and go back to the referral; what stands against it is said there, and nothing was changed.

    Refusals of the kind `on_refusal` are the caller's to answer.
    """
    try:
        verb(referral=referral, by=request.actor, **more)
    except on_refusal:
        raise
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, sentence)
    return redirect("referral_detail", pk=referral.pk)
