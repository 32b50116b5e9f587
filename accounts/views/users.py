"""The users of an organisation: who is there, who waits for a second person, whose access ended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from privacy import tokens
from privacy.receipts import SentTwiceDifferently

from .. import actions, dependants, rules
from ..forms import InviteForm, RolesForm
from ..models import Invitation, Membership
from ..roles import Right
from ..rules import NotAllowed, check_may, why_not


def _member(request, pk):
    """Someone the actor may see as a user; a role without that right reads why, a stranger meets 404."""
    check_may(request.actor, Right.READ_USERS)
    members = Membership.objects.visible_to(request.actor)
    return get_object_or_404(
        members.select_related("user", "organisation", "proposed_by__user", "invited_by__user"), pk=pk
    )


@require_safe
def users(request):
    check_may(request.actor, Right.READ_USERS)
    members = Membership.objects.visible_to(request.actor).select_related("user", "organisation", "proposed_by")
    members = sorted(members, key=lambda member: member.display_name.casefold())  # names are sealed: sorted here
    links = Invitation.objects.filter(organisation__in=request.actor.organisations, used_at=None, revoked_at=None)
    return render(
        request,
        "accounts/users.html",
        {
            "waiting": [member for member in members if member.active and member.proposed_roles],
            "active": [member for member in members if member.active and not member.proposed_roles],
            "ended": [member for member in members if not member.active],
            "links": [
                link for link in links.select_related("organisation", "user").order_by("-created_at") if link.is_open
            ],
            "may_invite": request.actor.may(Right.INVITE),
        },
    )


@require_safe
def user_detail(request, pk):
    membership = _member(request, pk)
    return render(
        request,
        "accounts/user_detail.html",
        {
            "member": membership,
            "why_not_confirm": why_not(rules.check_can_confirm, request.actor, membership),
            "why_not_manage": why_not(rules.check_can_manage, request.actor, membership),
        },
    )


@require_POST
def user_confirm(request, pk):
    """The second person answers: `yes` gives the roles, anything else drops them."""
    membership = _member(request, pk)
    if request.POST.get("answer") == "yes":
        actions.confirm(membership=membership, by=request.actor)
        messages.success(request, _("Confirmed. The roles are in force now."))
    else:
        actions.decline(membership=membership, by=request.actor)
        messages.success(request, _("Not confirmed. The roles were dropped."))
    return redirect("user_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def user_roles(request, pk):
    membership = _member(request, pk)
    rules.check_can_manage(request.actor, membership)
    form = RolesForm(request.POST or None, actor=request.actor, membership=membership)
    if request.method == "POST" and form.is_valid():
        roles = form.cleaned_data["roles"]
        depend = dependants.sentences(membership, roles)  # said on the page: whoever may manage is not refused
        if not depend:
            membership = actions.change_roles(membership=membership, roles=roles, by=request.actor)
            if membership.proposed_roles:
                messages.info(request, _("Saved. A second person has to confirm the new roles."))
            else:
                messages.success(request, _("Saved."))
            return redirect("user_detail", pk=pk)
        for sentence in depend:
            form.add_error("roles", sentence)
    return render(request, "accounts/user_roles.html", {"member": membership, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def user_access(request, pk):
    """Ends someone's access, or opens it again: a page that says what happens, then the deed."""
    membership = _member(request, pk)
    rules.check_can_manage(request.actor, membership)
    depend = dependants.sentences(membership) if membership.active else []
    if request.method == "POST":
        if request.POST.get("do") == "end":
            if depend:
                return render(request, "accounts/user_access.html", {"member": membership, "depend": depend})
            actions.deactivate(membership=membership, by=request.actor)
            messages.success(request, _("Access ended. Open sessions end at once."))
        else:
            actions.reactivate(membership=membership, by=request.actor)
            messages.success(request, _("Access opened again."))
        return redirect("user_detail", pk=pk)
    return render(request, "accounts/user_access.html", {"member": membership, "depend": depend})


@require_http_methods(["GET", "HEAD", "POST"])
def user_invite(request):
    check_may(request.actor, Right.INVITE)
    form = InviteForm(request.POST or None, actor=request.actor)
    token = None
    if request.method == "POST" and form.is_valid():
        try:
            token = tokens.read_for(request, "invite")
            invitation = actions.invite(key=token.key, by=request.actor, **form.cleaned_data)
        except tokens.NoToken:
            form.add_error(None, _("This form was open for too long. Check it and send it again."))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently:
            messages.warning(request, _("This form was sent before with other content; the first link stands."))
            return redirect("user_link", pk=token.key)
        else:
            return redirect("user_link", pk=invitation.pk)
    alone = rules.is_alone(request.actor.organisation)
    return render(request, "accounts/user_invite.html", {"form": form, "token": token, "alone": alone})


@require_http_methods(["GET", "HEAD", "POST"])
def user_password_link(request, pk):
    """A link for a new password, handed over in person."""
    membership = _member(request, pk)
    rules.check_can_manage(request.actor, membership)
    if request.method == "POST":
        try:
            token = tokens.read_for(request, "password-link", pk)
        except tokens.NoToken:
            messages.warning(request, _("This form was open for too long. Check it and send it again."))
            return redirect("user_password_link", pk=pk)
        return redirect(
            "user_link", pk=actions.make_password_link(key=token.key, membership=membership, by=request.actor).pk
        )
    return render(request, "accounts/user_password_link.html", {"member": membership})
