"""The sender's list: proposals that wait, what runs (late first), what is over; what is new since one last looked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Exists, F, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.preferences import remember, remembered
from accounts.roles import Right
from accounts.rules import check_may
from cases.paging import first_of_each
from privacy import access
from referrals import clock, queue
from referrals.models import Referral, ReferralEvent
from referrals.models.referral import desks_of
from referrals.states import CLOSED, RUNNING, UNSENT, State

LOOKED = "rujukan_dilihat"
SALT = "sent"
TABS = {"berjalan": RUNNING, "usulan": UNSENT, "selesai": CLOSED}
ORDER = {
    "berjalan": (F("due_at").asc(nulls_last=True), "pk"),
    "usulan": ("made_at", "pk"),
    "selesai": ("-changed_at", "-pk"),
}
MOMENT = {"berjalan": "due_at", "usulan": "made_at", "selesai": "changed_at"}


@require_safe
def referral_list(request):
    """One's desk's and one's own, a page of them; showing a tab takes its marks of news away for the next time."""
    check_may(request.actor, Right.READ_REFERRALS)
    actor, now = request.actor, timezone.now()
    tab = request.GET.get("lihat") if request.GET.get("lihat") in TABS else "berjalan"
    key = _read_key(request.GET.get("sesudah", ""), tab)
    found = _page(actor, tab, key)
    shown = found[: queue.PAGE]
    access.opened(request, [one.client_id for one in shown], kind=access.AccessKind.LIST)
    rows = queue.lines_of(actor, shown, now)
    for row in rows:
        row.age = clock.age_words(row.referral.proposed_at or row.referral.made_at) if tab == "usulan" else ""
    labels = {"berjalan": _("Under way"), "usulan": _("Drafts and proposals"), "selesai": _("Over")}
    context = {
        "tab": tab,
        "tabs": [(f"?lihat={one}", labels[one], one == tab, "") for one in TABS],
        "rows": rows,
        "me": actor.id,
        "next_url": _next(tab, shown[-1]) if len(found) > queue.PAGE else "",
        "first_url": f"?lihat={tab}" if key else "",
    }
    if not key:
        kept = remembered(actor, LOOKED, {}) or {}
        remember(actor, LOOKED, {**kept, tab: now.isoformat()})
    return render(request, "referrals/outgoing/list.html", context)


def looked_at(actor, tab):
    """When this person last looked at a tab of the list; a month ago for who never did."""
    kept = remembered(actor, LOOKED, {}) or {}
    return datetime.fromisoformat(kept[tab]) if tab in kept else timezone.now() - timedelta(days=30)


def _page(actor, tab, key):
    """One more than a page of referrals, in the tab's order, each with `is_new`."""
    parts = [Referral.objects.filter(sender=desk).exclude(state=State.DRAFT) for desk in desks_of(actor)]
    parts.append(Referral.objects.filter(author=actor.id))
    parts = [_behind(rows.filter(state__in=TABS[tab]), tab, key) for rows in parts]
    new = ReferralEvent.objects.filter(referral=OuterRef("pk"), at__gt=looked_at(actor, tab)).exclude(by=actor.id)
    rows = first_of_each(parts, ORDER[tab], queue.PAGE + 1).annotate(is_new=Exists(new)).order_by(*ORDER[tab])
    return list(rows.select_related("kind", "receiver", "person__user", "author__user")[: queue.PAGE + 1])


def _behind(rows, tab, key):
    """What comes behind the last row of the page before."""
    if key is None:
        return rows
    moment, pk = key
    name = MOMENT[tab]
    if moment is None:
        return rows.filter(Q(**{name: None}), pk__gt=pk)
    step = "lt" if tab == "selesai" else "gt"
    behind = Q(**{f"{name}__{step}": moment}) | Q(**{name: moment, f"pk__{step}": pk})
    return rows.filter(behind | Q(due_at=None) if tab == "berjalan" else behind)


def _next(tab, last):
    moment = getattr(last, MOMENT[tab])
    key = signing.dumps([tab, moment.isoformat() if moment else "", last.pk.hex], salt=SALT)
    return "?" + urlencode({"lihat": tab, "sesudah": key})


def _read_key(text, tab):
    """(moment or None, id) of an address; None for the first page, and for a key of another tab."""
    try:
        of, moment, pk = signing.loads(text, salt=SALT)
        return (datetime.fromisoformat(moment) if moment else None, UUID(pk)) if of == tab else None
    except (signing.BadSignature, ValueError, TypeError):
        return None
