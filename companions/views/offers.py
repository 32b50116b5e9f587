"""What is offered to a companion, and her answer. Before a yes she reads the code, the kelurahan and the weight."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, warned
from companions import actions, running
from companions.forms.handover import DeclineForm
from companions.models import Offer
from privacy import access


@require_safe
def offers(request):
    """All that waits for this companion's answer."""
    check_may(request.actor, Right.ACCOMPANY)
    waiting = running.offers_for(request.actor)
    access.opened(request, [one.offer.client_id for one in waiting], kind=access.AccessKind.LIST)
    return render(request, "companions/offers/list.html", {"waiting": waiting})


@require_POST
def offer_accept(request, pk):
    """Yes: on to the client's page."""
    offer = _offer(request, pk)
    try:
        assignment = actions.accept(offer=offer, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
        return redirect("offers")
    said(request, _("You accompany this client now. First ask whether they agree."))
    return redirect("client_detail", pk=assignment.client_id)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_decline(request, pk):
    """No, with a reason."""
    offer = _offer(request, pk)
    form, _saved = bound(request, DeclineForm, "decline", pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(offer=offer, by=request.actor, why=form.cleaned_data["why"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("Your coordinator has been told. Thank you for answering."))
            return redirect("offers")
    return render(request, "companions/offers/decline.html", {"offer": offer, "form": form})


def _offer(request, pk):
    check_may(request.actor, Right.ACCOMPANY)
    offer = Offer.objects.filter(to=request.actor.id, pk=pk).select_related("hand_over").first()
    if offer is None:
        raise Http404
    return offer
