"""Clients who need someone: without a companion, with one who is away or overloaded, or who want someone else."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Value
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.paging import After, first_of_each
from companions import attention, named, uncovered
from companions.models import Gap
from privacy import access

PAGE = 50
ORDER = ("since", "client_id")
TABS = ("tanpa", "cuti", "beban", "minta")


@require_safe
def gap_list(request):
    """One page for all who need a companion; the oldest first."""
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    tab = request.GET.get("lihat") if request.GET.get("lihat") in TABS else "tanpa"
    actor, rows, next_url, overloaded = request.actor, [], "", []
    if tab == "tanpa":
        rows, next_url = _alone(request)
    elif tab == "cuti":
        away = attention.away(attention.companions_of(actor))
        rows = uncovered.left_by_absence(actor, away, PAGE)
    elif tab == "minta":
        rows = uncovered.wants_change(actor, PAGE)
    else:
        overloaded = [one for one in attention.companions_of(actor) if one.over]
        overloaded.sort(key=lambda one: -one.over)
    access.opened(request, [row.client.pk for row in rows], kind=access.AccessKind.LIST)
    labels = {
        "tanpa": _("Without a companion"), "cuti": _("Companion away"), "beban": _("Companion overloaded"),
        "minta": _("Want someone else"),
    }  # fmt: skip
    context = {
        "tab": tab,
        "tabs": [(f"?lihat={key}", label, key == tab, "") for key, label in labels.items()],
        "title": labels[tab],
        "nobody": _nobody(tab),
        "rows": rows,
        "next_url": next_url,
        "first_url": "?lihat=tanpa" if request.GET.get("sejak") else "",
        "overloaded": overloaded,
        "names": named.undecided(actor) if tab == "tanpa" else 0,
    }
    return render(request, "companions/assigning/gaps.html", context)


def _nobody(tab):
    """What it means that this view of the list is empty."""
    return {
        "tanpa": _("Everyone is accompanied, as far as this list goes."),
        "cuti": _("Nobody is away without someone standing in."),
        "beban": _("Nobody carries more than their limit."),
        "minta": _("No client asks for someone else."),
    }[tab]


def _alone(request):
    rows = Gap.objects.visible_to(request.actor)
    if after := _read_key(request.GET.get("sejak", "")):
        rows = rows.filter(After(*ORDER, *map(Value, after)))
    queries = [rows.filter(holder_id=holder) for holder in request.actor.organisations]
    found = uncovered.with_history(first_of_each(queries, ORDER, PAGE + 1))
    found = list(found.select_related("client__card").order_by(*ORDER)[: PAGE + 1])
    next_url = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        key = signing.dumps([found[-1].since.isoformat(), found[-1].client_id.hex], salt="gaps")
        next_url = "?" + urlencode({"lihat": "tanpa", "sejak": key})
    # An LKS and its KDS may both hold a client: one line.
    lines = {row.client_id: uncovered.as_alone(row) for row in reversed(found)}
    return list(lines.values())[::-1], next_url


def _read_key(text):
    try:
        at, client = signing.loads(text, salt="gaps")
        return datetime.fromisoformat(at), UUID(client)
    except (signing.BadSignature, ValueError):
        return None
