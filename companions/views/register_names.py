"""Who the companions are that imported registers name. Nothing is assigned here, and a wrong answer is changed."""

from uuid import UUID

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import said
from companions import actions, named
from companions.models import Companion
from privacy import access


@require_http_methods(["GET", "HEAD", "POST"])
def register_names(request):
    """Names that nobody has decided on first; those that were stand below with their clients."""
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    actor = request.actor
    rows = Companion.objects.visible_to(actor).filter(membership__active=True).select_related("membership__user")
    people = sorted(((str(row.pk), row.name) for row in rows), key=lambda one: one[1].casefold())
    error, found = "", named.names(actor, people)
    if request.method == "POST":
        try:
            _match(request, found, dict(people))
        except NotPossible as refusal:
            error = str(refusal)
        else:
            said(request, _("Saved. The name is now a reason on the page where you assign."))
            return redirect("register_names")
    decided = [one for one in found if one.is_decided]
    shown = [row.client_id for one in decided if one.companion for row in one.rows]
    access.opened(request, shown, kind=access.AccessKind.LIST)
    context = {"names": [one for one in found if not one.is_decided], "decided": decided, "error": error}
    return render(request, "companions/assigning/register_names.html", context)


def _match(request, found, people):
    name, chosen = request.POST.get("name", ""), request.POST.get("companion", "")
    known = {(str(one.organisation), one.name): one.decision for one in found}
    key = (request.POST.get("organisation", ""), name)
    if known.get(key) != request.POST.get("decided", ""):
        raise NotPossible(_("This name was decided meanwhile. Look at the list again."))
    if chosen and chosen not in people and chosen != "-":
        raise NotPossible(_("This person is not a companion of your organisation. Choose someone else."))
    if not chosen:
        raise NotPossible(_("Choose someone, or say that it is nobody here."))
    companion = None if chosen == "-" else Membership.objects.get(pk=chosen)
    actions.match_name(organisation_id=UUID(key[0]), name=name, companion=companion, by=request.actor)
