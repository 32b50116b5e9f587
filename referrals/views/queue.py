"""The desk's queue: by the time that is left; one press takes one, or several. It asks for news by itself."""

import json
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
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
from referrals import actions, clock, queue, rules
from referrals.models import Referral, Service
from referrals.models.referral import desks_of
from referrals.vocabulary import Urgency
from regions.models import Region, RegionLevel

SALT = "queue"
FILTERS = ("layanan", "keadaan", "wilayah", "orang")


@require_safe
def referral_queue(request):
    check_may(request.actor, Right.WATCH_QUEUE)
    actor, now, tab = request.actor, timezone.now(), _tab(request.GET)
    only, chosen = _filters(request.GET)
    key_text = request.GET.get("sesudah", "")
    found = queue.page(actor, tab, now, only=only, key=_read_key(key_text))
    shown = found[: queue.PAGE]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    desk = queue.desk_of(actor, now)
    labels = {
        "baru": _("New"),
        "saya": _("Mine"),
        "hari-ini": _("Today"),
        "lewat": _("Overdue"),
        "umpan-balik": _("Feedback"),
    }
    context = {
        "tab": tab,
        "tabs": [(one, _address(one, chosen), labels[one], one == tab, desk.counts[one]) for one in queue.TABS],
        "rows": queue.lines_of(actor, shown, now),
        "next_url": _address(tab, chosen, _key(shown[-1])) if len(found) > queue.PAGE else "",
        "first_url": _address(tab, chosen) if key_text else "",
        "all_url": _address(tab, {}) if chosen else "",
        "fresh_url": reverse("queue_fresh") + _address(tab, chosen, key_text),
        "here": request.get_full_path(),
        "choices": _choices(actor, chosen),
        "now": now,
        "may_answer": actor.may(Right.ANSWER_REFERRALS),
        "stamp": desk.stamp,
        "words": json.dumps(queue.counting_words()),
    }
    return render(request, "referrals/queue/queue.html", context)


@require_safe
def queue_fresh(request):
    """304 while nothing has changed at the desk; else ids and tags of the rows there are now, and the counts.

    No client is shown: for what is new the page itself is asked, which leaves the record of having been opened.
    """
    check_may(request.actor, Right.WATCH_QUEUE)
    request.is_poll = True
    now, tab = timezone.now(), _tab(request.GET)
    desk = queue.desk_of(request.actor, now)
    etag = quote_etag(desk.stamp)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:  # weak, once it was compressed
        response = HttpResponseNotModified()
    else:
        only, _chosen = _filters(request.GET)
        key = _read_key(request.GET.get("sesudah", ""))
        rows = [
            (one, *clock.left_words(one.due_at, now)) for one in queue.page(request.actor, tab, now, only=only, key=key)
        ][: queue.PAGE]
        context = {"rows": rows, "counts": desk.counts.items(), "full": len(rows) == queue.PAGE}
        response = render(request, "referrals/queue/_fresh.html", context)
    response["ETag"] = etag
    return response


@require_POST
def referrals_take(request):
    """One ("ambil") or those that were ticked ("pilih"); back to where one was in the queue."""
    check_may(request.actor, Right.ANSWER_REFERRALS)
    asked = [request.POST["ambil"]] if request.POST.get("ambil") else request.POST.getlist("pilih")
    ids = [one for one in map(_uuid, asked) if one]
    back = reverse("referral_queue") + _address(_tab(request.POST), _filters(request.POST)[1])
    referrals = list(Referral.objects.incoming(request.actor).filter(pk__in=ids[: queue.PAGE]))
    if not referrals:
        warned(request, _("Tick at least one that is still in the queue."))
        return redirect(back)
    taken, refused = actions.take_several(referrals=referrals, by=request.actor)
    if taken:
        sentence = ngettext("%(n)s taken. You are in charge.", "%(n)s taken. You are in charge.", taken)
        said(request, sentence % {"n": taken})
    for sentence in refused:
        warned(request, sentence)
    if missing := len(set(ids)) - len(referrals):
        sentence = ngettext("%(n)s is not with you any more.", "%(n)s are not with you any more.", missing)
        warned(request, sentence % {"n": missing})
    return redirect(referrals[0]) if request.POST.get("ambil") and taken else redirect(back)


def _tab(asked):
    return asked.get("lihat") if asked.get("lihat") in queue.TABS else "baru"


def _filters(asked):
    """(a Q or None, {name: what was chosen}): what cannot be is left out."""
    chosen = {name: asked.get(name, "")[:40] for name in FILTERS if asked.get(name)}
    only = Q()
    if "layanan" in chosen:
        only &= Q(kind=chosen["layanan"])
    if chosen.get("keadaan") in Urgency.values:
        only &= Q(urgency=chosen["keadaan"])
    if "wilayah" in chosen:
        only &= Q(kelurahan__code__startswith=f"{chosen['wilayah']}.")
    if person := _uuid(chosen.get("orang")):
        only &= Q(person=person)
    return only or None, chosen


def _choices(actor, chosen):
    """[(name, words, [(value, words, chosen?)])] of the filters."""
    kinds = ServiceKind.objects.filter(pk__in=_offered(actor))
    lists = {
        "layanan": (_("Service"), [(kind.code, kind.quiet_label) for kind in kinds]),
        "keadaan": (_("Urgency"), Urgency.choices),
        "wilayah": (_("District"), _districts(settings.HOME_CITY)),
        "orang": (_("In charge"), [(str(one.pk), one.display_name) for one in rules.people_of(actor.organisation)]),
    }
    return [
        (name, label, [(value, words, value == chosen.get(name)) for value, words in options])
        for name, (label, options) in lists.items()
    ]


@lru_cache(maxsize=4)
def _districts(city):
    rows = Region.objects.in_use().under(city).filter(level=RegionLevel.DISTRICT)
    return list(rows.order_by("name").values_list("code", "name"))


def _offered(actor):
    """Kinds of which something may come to the desk."""
    return Service.objects.filter(provider__in=desks_of(actor)).values("kind")


def _address(tab, chosen, key=""):
    return "?" + urlencode({"lihat": tab, **chosen, **({"sesudah": key} if key else {})})


def _key(last):
    return signing.dumps([last.due_at.isoformat(), last.pk.hex], salt=SALT)


def _read_key(text):
    """(due, id) of an address; None for the first page."""
    try:
        due, pk = signing.loads(text, salt=SALT)
        return datetime.fromisoformat(due), UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _uuid(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None
