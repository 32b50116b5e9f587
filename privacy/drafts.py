"""What is typed is not lost and does not lie around: sealed drafts on the server, nothing on the device.

`save` is called by the autosave endpoint while someone types, and by `keep_what_was_typed` for a form that meets an
ended session; the form's own page takes the draft up again, for the same person only.
"""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from privacy import tokens
from privacy.context import Sight, acting_as
from privacy.models import Draft

NOT_KEPT = {tokens.FIELD, "csrfmiddlewaretoken", "password", "password1", "password2"}
MAX_CHARACTERS = 200_000
KEY = "_key"  # of the form that was typed into: taken up again, so that one which did arrive is not written twice


def save(member_id, token, data):
    """Keep a submitted form's fields as the draft of this member; the newest version replaces the one before."""
    body = {name: values for name, values in data.lists() if name not in NOT_KEPT}
    body[KEY] = [token.key.hex]
    if sum(len(value) for values in body.values() for value in values) > MAX_CHARACTERS:
        return None
    Draft.objects.filter(member_id=member_id, saved_at__lt=_oldest()).delete()
    draft = Draft.objects.filter(member_id=member_id, form=token.form, subject=token.subject).first()
    draft = draft or Draft(member_id=member_id, form=token.form, subject=token.subject)
    draft.url, draft.body, draft.saved_at = token.url, body, timezone.now()
    draft.save()
    return draft


def load(actor, form, subject=""):
    """The actor's draft of this form as (QueryDict, saved_at), or (None, None); `token_of` gives its key."""
    draft = Draft.objects.filter(member_id=actor.id, form=form, subject=str(subject), saved_at__gte=_oldest()).first()
    if draft is None:
        return None, None
    data = QueryDict(mutable=True)
    for name, values in draft.body.items():
        data.setlist(name, values)
    return data, draft.saved_at


def token_of(request, data, form, subject=""):
    """The token for a form that takes this draft up, with the key that it was typed under; None without one."""
    try:
        key = uuid.UUID(data.get(KEY, ""))
    except ValueError:
        return None
    return tokens.FormToken(key, form, str(subject), request.actor.id, request.get_full_path())


def discard(actor, form, subject=""):
    """Forget a draft: it was sent, or its author does not want it."""
    Draft.objects.filter(member_id=actor.id, form=form, subject=str(subject)).delete()


def of(actor):
    """All drafts of the actor that are still kept, newest first."""
    return Draft.objects.filter(member_id=actor.id, saved_at__gte=_oldest()).order_by("-saved_at")


def initial_of(form_class, data, **form_options):
    """A draft's fields as the `initial` of a new form, each read by the field's own widget."""
    fields = form_class(**form_options).fields
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in fields.items()}


@require_POST
def save_draft(request):
    """The autosave endpoint: 204 parts are small, so it answers the time that the page shows."""
    try:
        token = tokens.read(request.POST)
    except tokens.NoToken:
        return JsonResponse({"saved": False}, status=400)
    if not request.actor or token.member != request.actor.id:
        return JsonResponse({"saved": False}, status=403)
    draft = save(request.actor.id, token, request.POST)
    if draft is None:
        return JsonResponse({"saved": False}, status=413)
    return JsonResponse({"saved": True, "at": timezone.localtime(draft.saved_at).strftime("%H.%M")})


def keep_what_was_typed(get_response):
    """A form that meets an ended session is kept for the person it was shown to, who finds it after signing in.

    A button without a form leaves nothing to keep: after signing in its page is there again, to be pressed once more.
    Its own address would answer 405, for it takes POST only.
    """

    def middleware(request):
        response = get_response(request)
        if request.method != "POST" or getattr(request, "actor", None):
            return response
        if tokens.FIELD not in request.POST:
            return _back_to_its_page(request) if _asks_to_sign_in(response) else response
        if response.status_code not in (302, 403):
            return response
        try:
            token = tokens.read(request.POST)
        except tokens.NoToken:
            return response
        with acting_as(_Author(token.member), url=request.path):
            save(token.member, token, request.POST)
        query = urlencode({"next": token.url or "/", "disimpan": "1"})
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")

    return middleware


def page_before(request):
    """The page of ours that was open when this was sent, as a path; "" when the browser does not say."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/") or came_from.path == request.path:
        return ""
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return path if url_has_allowed_host_and_scheme(path, None) else ""


def _asks_to_sign_in(response):
    if response.status_code != 302:
        return False
    there = urlsplit(response["Location"])
    return there.path == reverse(settings.LOGIN_URL) and "next=" in there.query


def _back_to_its_page(request):
    query = urlencode({"next": page_before(request) or reverse(settings.LOGIN_REDIRECT_URL), "berakhir": "1"})
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")


class _Author:
    """Someone whose session has ended: may write drafts of their own and see nothing."""

    def __init__(self, member_id):
        self.id, self.sight = member_id, Sight(member=member_id)


def _oldest():
    return timezone.now() - timedelta(hours=settings.DRAFT_HOURS)
