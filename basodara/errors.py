"""What a person reads when a page cannot be given: what happened, what was kept, one way on.

`basodara/urls.py` names the handlers. They run inside the request's transaction when there is one; `server_error` may
run when the database answers nothing any more, so its page asks the database for nothing.
"""

import logging
import secrets

from django.http import HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.template import loader
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules import NotAllowed
from basodara.face import address
from privacy.drafts import page_before

log = logging.getLogger(__name__)


def bad_request(request, exception=None):
    """400: the address or the form could not be read."""
    return _page(
        request,
        400,
        title=_("Not understood"),
        heading=_("This page could not be read"),
        text=_("The address or what was sent is incomplete. Go back and try once more."),
    )


def forbidden(request, exception=None):
    """403: a refusal of ours carries its sentence; any other has the usual one."""
    return _page(
        request,
        403,
        title=_("Not allowed"),
        heading=_("You may not see this record"),
        text=_sentence(exception) or _("Ask your coordinator."),
    )


def not_found(request, exception=None):
    """404: also for what exists but is not this person's to know."""
    return _page(
        request,
        404,
        title=_("Not found"),
        heading=_("This page does not exist"),
        text=_("Its address may have changed, or what stood here was moved."),
        **_second(request, "client_list", _("Find a client")),
    )


def wrong_method(request):
    """405: the address of a button, opened as if it were a page (out of the history, or after signing in anew)."""
    before = page_before(request)
    return _page(
        request,
        405,
        title=_("Nothing to read here"),
        heading=_("This address only takes what a button sends"),
        text=_("Nothing was changed. Go back to the page with the button and press it once more."),
        url=before,
        action=_("Back to the page before") if before else "",
        **_second(request, "client_list", _("Find a client")),
    )


def too_many(request, exception=None):
    """429: says when to come back; `exception` is `privacy.limits.TooMany`."""
    seconds = getattr(exception, "again_in", 0)
    minutes = max(1, -(-seconds // 60))
    wait = ngettext("Try again in %(n)s minute.", "Try again in %(n)s minutes.", minutes) % {"n": minutes}
    response = _page(
        request,
        429,
        title=_("Too many tries"),
        heading=_("Too many tries"),
        text=wait + " " + _("Nothing is lost."),
    )
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request, reason=""):
    """403 of the CSRF check: mostly a page that was left open over a new sign-in. Runs before anyone is known."""
    return _page(
        request,
        403,
        title=_("Open the page again"),
        heading=_("This page was open for too long"),
        text=_("For your safety it can no longer be sent. Open it again; if you had typed something, sign in first."),
        url=page_before(request) or request.path,
        action=_("Open the page again"),
    )


def server_error(request):
    """500: a code that the log knows too. Rendered without a request: no menu, no question to the database."""
    code = _code()
    log.error("Fault %s at %s", code, getattr(request, "path", "?"))
    words = {
        "title": _("Fault"),
        "heading": _("Something went wrong on our side"),
        "text": _(
            "Nothing was saved by halves. Try again in a moment; if it fails again, tell the administrator this code:"
        ),
        "code": code,
        "url": address("my_work"),
        "action": _("Try again"),
        "csrf_token": get_token(request),
    }
    return HttpResponseServerError(loader.render_to_string("errors/page.html", words))


def _page(request, status, *, url="", action="", **words):
    signed_in = bool(getattr(request, "actor", None))
    words["url"] = url or address("my_work" if signed_in else "front")
    words["action"] = action or (_("My work") if signed_in else _("To the start"))
    response = HttpResponse(loader.render_to_string("errors/page.html", words, request), status=status)
    add_never_cache_headers(response)
    return response


def _second(request, page, word):
    """A second way on, for those who are signed in."""
    return {"url2": address(page), "action2": word} if getattr(request, "actor", None) else {}


def _sentence(exception):
    """Only a refusal that was written for people is shown: Django's own reasons are English and technical."""
    return str(exception) if isinstance(exception, NotAllowed) else ""


def _code():
    figures = secrets.token_hex(3).upper()
    return f"{figures[:4]}-{figures[4:]}"
