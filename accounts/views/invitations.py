"""One-time links: shown to whoever made them, used by whoever was handed them."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import actions, links
from ..forms import JoinForm, PasswordForm
from ..middleware import HAT
from ..models import Invitation
from ..roles import Right
from ..rules import check_can_join, check_may, why_not


@require_safe
def user_link(request, pk):
    """The link and its picture, for the one who made it, until it is used."""
    check_may(request.actor, Right.INVITE)
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation"), pk=pk, invited_by=request.actor.id
    )
    url = request.build_absolute_uri(links.path_of(invitation))
    mail = (
        f"mailto:{quote(invitation.email)}?subject={quote(_('Invitation'))}&body={quote(url)}"
        if invitation.email
        else ""
    )
    words = {"invitation": invitation}
    if invitation.is_open:
        words |= {"url": url, "qr": links.qr_of(url), "mail": mail}
    return render(request, "accounts/user_link.html", words)


@require_POST
def revoke_link(request, pk):
    check_may(request.actor, Right.INVITE)
    invitation = get_object_or_404(Invitation, pk=pk, organisation__in=request.actor.organisations)
    actions.revoke(invitation=invitation, by=request.actor)
    messages.success(request, _("The link no longer works."))
    return redirect("users")


@sensitive_post_parameters("password1", "password2")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """The page behind the link: join as someone new, join with one's account, or set a new password."""
    found = links.find(token)
    if found is None or not found.is_open:
        return _spent(request)
    try:
        if found.user_id:
            return _new_password(request, token, found)
        if request.user.is_authenticated:
            return _join_as(request, token, found)
        return _join(request, token, found)
    except actions.LinkIsSpent:  # someone was quicker
        return _spent(request)


def _spent(request):
    return render(request, "accounts/link_spent.html", status=410)


def _join(request, token, found):
    form = JoinForm(request.POST or None, initial={"display_name": found.display_name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            membership = actions.join(
                token=token, username=data["username"], password=data["password1"], display_name=data["display_name"]
            )
        except actions.NameIsTaken:
            form.add_error("username", _("That user name is taken. Choose another one."))
        else:
            login(request, membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _welcome(request, membership)
    return render(
        request, "accounts/join.html", {"invitation": found, "form": form, "path": request.path, "hide_sign_in": True}
    )


def _join_as(request, token, found):
    refusal = why_not(check_can_join, request.user, found)
    if request.method == "POST":
        return _welcome(request, actions.join_as(token=token, user=request.user))
    return render(request, "accounts/join_as.html", {"invitation": found, "refusal": refusal})


def _new_password(request, token, found):
    form = PasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        actions.set_password(token=token, password=form.cleaned_data["password1"])
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    return render(request, "accounts/new_password.html", {"invitation": found, "form": form, "hide_sign_in": True})


def _welcome(request, membership):
    request.session[HAT] = str(membership.id)
    if membership.proposed_roles:
        messages.info(
            request, _("Welcome. Part of your role waits until a second person of your organisation confirms it.")
        )
        return redirect("my_account")
    messages.success(request, _("Welcome."))
    return redirect(settings.LOGIN_REDIRECT_URL)
