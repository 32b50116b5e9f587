"""One's own account, what it remembers, and one's notices."""

import json
import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import preferences
from ..forms import AccountForm
from ..models import Notice, User
from ..notices import mark_read, sentence_of, url_of
from ..sessions import digest_of, end_sessions_of

PAGE = 30
FOLDS = re.compile(r"[a-z0-9_-]{1,40}")
MOST_FOLDS = 40


@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request):
    """Name, language, password, where one is signed in, and one's roles (which nobody changes for themselves)."""
    user = request.user
    told = {"display_name": user.display_name, "email": user.email, "language": user.language}
    if with_letter := bool(request.actor and settings.PUBLIC_URL and settings.MAIL_FROM):
        told["daily_letter"] = preferences.wants_letter(request.actor)
    form = AccountForm(request.POST or None, initial=told, with_letter=with_letter)
    if request.method == "POST" and form.is_valid():
        if with_letter:
            preferences.want_letter(request.actor, form.cleaned_data.pop("daily_letter"))
        # Sealed fields are written by save(), and only those of this form: the password may change meanwhile.
        for name, value in form.cleaned_data.items():
            setattr(user, name, value)
        User.save(user, update_fields=list(form.cleaned_data))
        messages.success(request, _("Saved."))
        return redirect("my_account")
    here = digest_of(request.session.session_key)
    return render(
        request,
        "accounts/my_account.html",
        {
            "form": form,
            "sessions": [(row, row.digest == here) for row in user.sessions.order_by("-seen_at")],
            "hats": request.hats,
        },
    )


@require_POST
def end_other_sessions(request):
    """Sign out everywhere but here."""
    count = end_sessions_of(request.user, except_key=request.session.session_key)
    text = ngettext("Signed out on %(n)s other device.", "Signed out on %(n)s other devices.", count) % {"n": count}
    messages.success(request, text)
    return redirect("my_account")


@require_POST
def remember_folds(request):
    """Keeps which parts of a form a person leaves open: `name` of the form, `value` a list of folds as JSON."""
    name = request.POST.get("name", "")
    try:
        left_open = json.loads(request.POST.get("value", ""))
    except ValueError:
        left_open = None
    if (
        not request.actor
        or not FOLDS.fullmatch(name)
        or not isinstance(left_open, list)
        or len(left_open) > MOST_FOLDS
        or not all(isinstance(one, str) and FOLDS.fullmatch(one) for one in left_open)
    ):
        return HttpResponseBadRequest()
    preferences.remember_folds(request.actor, name, left_open)
    return HttpResponse(status=204)


@require_safe
def notices(request):
    """Newest first; older ones by the time of the last that was shown."""
    rows = Notice.objects.visible_to(request.actor)
    before = parse_datetime(request.GET.get("sebelum", "").replace(" ", "+"))
    if before:
        rows = rows.filter(created_at__lt=before)
    rows = list(rows[: PAGE + 1])
    shown = [(row, sentence_of(row), url_of(row)) for row in rows[:PAGE]]
    older = rows[PAGE - 1].created_at.isoformat() if len(rows) > PAGE else ""
    return render(
        request,
        "accounts/notices.html",
        {
            "shown": shown,
            "older": older,
            "is_first": not before,
            "any_unread": any(row.read_at is None for row in rows[:PAGE]),
        },
    )


@require_POST
def open_notice(request, pk):
    """Ticks it off and goes where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(request.actor), pk=pk)
    mark_read(Notice.objects.filter(pk=notice.pk), by=request.actor)
    return redirect(url_of(notice) or "notices")


@require_POST
def read_all(request):
    mark_read(Notice.objects.visible_to(request.actor), by=request.actor)
    return redirect("notices")
