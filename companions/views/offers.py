"""What is offered to a companion, and her answer. Before a yes she reads the code, the kelurahan and the weight."""

from decimal import Decimal

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, warned
from companions import actions, rules, running
from companions.days import day_words
from companions.facts import loads_of
from companions.forms.handover import DeclineForm
from companions.models import Companion, Offer
from companions.vocabulary import OfferState, Part
from privacy import access


@require_safe
def offers(request):
    """All that waits for this companion's answer."""
    check_may(request.actor, Right.ACCOMPANY)
    actor = request.actor
    waiting, coming = running.offers_for(actor), _coming(actor)
    shown = [*(one.offer for one in waiting), *coming]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    load, limit = _load(actor)
    context = {
        "waiting": [(one, load + one.offer.weight) for one in waiting],
        "coming": coming,
        "load": load,
        "limit": limit,
        "all": load + sum(one.offer.weight for one in waiting),
    }
    return render(request, "companions/offers/list.html", context)


def _load(actor):
    """(what this companion carries now, how much she can)."""
    companion = Companion.objects.visible_to(actor).filter(pk=actor.id).first()
    limit = companion.capacity if companion else None
    return loads_of([actor.id]).get(actor.id, (0, Decimal(0)))[1], limit or settings.CASELOAD_WARN


def _coming(actor):
    """Offers with a yes whose absence has not begun: she stands in later."""
    rows = Offer.objects.filter(to=actor.id, state=OfferState.ACCEPTED, accepted_as__ended_at=None)
    rows = rows.filter(accepted_as__from_on__gt=timezone.localdate()).select_related("accepted_as")
    return list(rows.order_by("accepted_as__from_on", "code"))


@require_POST
def offer_accept(request, pk):
    """Yes: on to the client's page."""
    offer = _offer(request, pk)
    try:
        assignment = actions.accept(offer=offer, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
        return redirect("offers")
    if assignment.begins_later:
        said(
            request,
            _("You stand in from %(day)s on. Until then nothing changes.") % {"day": day_words(assignment.from_on)},
        )
        return redirect("offers")
    if assignment.part == Part.STAND_IN:
        said(request, _("You stand in for this client until %(day)s.") % {"day": day_words(assignment.until_on)})
    else:
        said(request, _("You accompany this client now. First ask whether they agree."))
    return redirect("client_detail", pk=assignment.client_id)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_decline(request, pk):
    """No, with a reason."""
    offer = _offer(request, pk)
    try:
        rules.check_can_answer(request.actor, offer)
    except NotPossible as refusal:
        warned(request, str(refusal))
        return redirect("offers")
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
