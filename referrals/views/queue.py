"""The desk's queue: by the time that is left; one press takes one, or several. It asks for news by itself."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import quote_etag, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.models import ServiceKind
from cases.views.base import said, warned
from privacy import access
from referrals import actions, queue
from referrals.models import Referral
from referrals.vocabulary import Urgency

SALT = "queue"


@require_safe
def referral_queue(request):
    check_may(request.actor, Right.ANSWER_REFERRALS)
    now, tab = timezone.now(), _tab(request)
    rows = _filtered(request, tab, now)
    if key := _read_key(request.GET.get("sesudah", "")):
        rows = queue.after(rows, key)
    found = list(queue.listed(rows)[: queue.PAGE + 1])
    shown = found[: queue.PAGE]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    counts = queue.counts_of(request.actor, now)
    labels = {
        "baru": _("New"), "saya": _("Mine"), "hari-ini": _("Today"), "lewat": _("Overdue"), "umpan-balik": _("Feedback"),
    }  # fmt: skip
    context = {
        "tab": tab,
        "tabs": [(f"?lihat={key}", labels[key], key == tab, counts[key] or "") for key in queue.TABS],
        "rows": queue.lines_of(request.actor, shown, now),
        "next_url": _next(request, shown[-1]) if len(found) > queue.PAGE else "",
        "kinds": ServiceKind.objects.filter(active=True),
        "urgencies": Urgency.choices,
        "filters": {name: request.GET.get(name, "") for name in ("layanan", "keadaan")},
        "now": now,
        "state": queue.state_of(request.actor),
    }
    return render(request, "referrals/queue/queue.html", context)


@require_safe
def queue_fresh(request):
    """304 while nothing has changed at the desk; else which rows there are now, for the page to tell of."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    request.is_poll = True
    etag = quote_etag(queue.state_of(request.actor))
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
        response["ETag"] = etag
        return response
    now, tab = timezone.now(), _tab(request)
    found = list(queue.listed(_filtered(request, tab, now))[: queue.PAGE])
    access.opened(request, [one.client_id for one in found], kind=access.AccessKind.LIST)
    rows = queue.lines_of(request.actor, found, now)
    response = render(request, "referrals/queue/_rows.html", {"rows": rows, "tab": tab})
    response["ETag"] = etag
    return response


@require_POST
def referrals_take(request):
    """One ("ambil") or those that were ticked ("pilih")."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    asked = [request.POST["ambil"]] if request.POST.get("ambil") else request.POST.getlist("pilih")
    ids = [one for one in map(_uuid, asked) if one]
    referrals = list(Referral.objects.incoming(request.actor).filter(pk__in=ids))
    if not referrals:
        warned(request, _("Choose at least one that is still there."))
        return redirect("referral_queue")
    taken, refused = actions.take_several(referrals=referrals, by=request.actor)
    if taken:
        said(
            request,
            ngettext("%(n)s taken: you are in charge.", "%(n)s taken: you are in charge.", taken) % {"n": taken},
        )
    for sentence in refused:
        warned(request, sentence)
    return redirect(referrals[0]) if len(referrals) == 1 and taken else redirect("referral_queue")


def _tab(request):
    asked = request.GET.get("lihat")
    return asked if asked in queue.TABS else "baru"


def _filtered(request, tab, now):
    rows = Referral.objects.incoming(request.actor).filter(queue.condition(tab, request.actor, now))
    if kind := request.GET.get("layanan"):
        rows = rows.filter(kind=kind)
    if request.GET.get("keadaan") in Urgency.values:
        rows = rows.filter(urgency=request.GET["keadaan"])
    if district := request.GET.get("wilayah"):
        rows = rows.filter(kelurahan__parent=district)
    return rows


def _next(request, last):
    key = signing.dumps([last.due_at.isoformat() if last.due_at else "", last.pk.hex], salt=SALT)
    kept = {name: request.GET[name] for name in ("lihat", "layanan", "keadaan") if request.GET.get(name)}
    return "?" + urlencode({**kept, "sesudah": key})


def _read_key(text):
    try:
        due, pk = signing.loads(text, salt=SALT)
        return (datetime.fromisoformat(due), UUID(pk)) if due else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _uuid(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None
