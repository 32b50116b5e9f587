"""Finds who is asking, under which hat, before the transaction of the request begins."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from .actor import Actor, nobody
from .models import Membership, Organisation

HAT = "hat"
# Pages that answer while no hat is chosen yet.
WITHOUT_HAT = ("choose_hat", "account_logout", "quick_exit", "left", "language")


def memberships_of(user):
    """The hats of a user in one statement, with the organisations below each."""
    below = Organisation.objects.filter(parent=OuterRef("organisation"), active=True).order_by().values("id")
    hats = Membership.objects.active().filter(user=user).select_related("organisation")
    hats = list(hats.annotate(child_ids=ArraySubquery(below)).order_by("organisation__name"))
    for membership in hats:
        membership.user = user
    return hats


def choose_actor(get_response):
    """Sets `request.actor` and `request.hats`.

    A user or membership that was deactivated meanwhile is signed out here, at the next request. With one membership
    the hat is chosen by itself; with several, the page that asks comes first.
    """

    def middleware(request):
        request.actor, request.hats = nobody, []
        user = request.user
        if user.is_authenticated:
            request.hats = memberships_of(user)
            request.actor = _hat(request)
        elif "_auth_user_id" in request.session:
            request.session.flush()  # the account behind this session is closed
        _speak(request)
        if request.user.is_authenticated and not request.actor and request.hats and not _opens_without_hat(request):
            return redirect("choose_hat")
        return get_response(request)

    return middleware


def _hat(request):
    chosen = request.session.get(HAT)
    if chosen is None and len(request.hats) == 1:
        request.session[HAT] = chosen = str(request.hats[0].id)
    for membership in request.hats:
        if str(membership.id) == chosen:
            return Actor(membership)
    if chosen is not None or not (request.hats or request.user.is_staff):
        logout(request)  # that membership has ended, or there never was one
    return nobody


def _speak(request):
    """The user's own language; else the cookie's; else Indonesian, whatever the browser prefers."""
    if request.user.is_authenticated:
        language = request.user.language
    elif settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return
    else:
        language = settings.LANGUAGE_CODE
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _opens_without_hat(request):
    path = request.path_info
    return path.startswith((settings.STATIC_URL, reverse("admin:index"))) or path in map(reverse, WITHOUT_HAT)
