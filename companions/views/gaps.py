"""Clients who need someone: without a companion, with one who is away or overloaded, or who want someone else."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Value
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.imports import companion_named
from cases.models import ImportedRow
from cases.paging import After, first_of_each
from cases.rules import NotPossible
from cases.views.base import said
from companions import actions, attention, uncovered
from companions.choosing import name_digest
from companions.models import Companion, Gap, RegisterName
from privacy import access

PAGE = 50
ORDER = ("since", "client_id")
TABS = ("tanpa", "cuti", "beban", "minta")
MOST_ROWS = 500


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
        "names": len(_undecided(actor)) if tab == "tanpa" else 0,
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


@require_http_methods(["GET", "HEAD", "POST"])
def register_names(request):
    """Who the companions are that imported registers name. Nothing is assigned here."""
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    actor = request.actor
    rows = Companion.objects.visible_to(actor).filter(membership__active=True).select_related("membership__user")
    people = sorted(((str(row.pk), row.name) for row in rows), key=lambda one: one[1].casefold())
    error = ""
    if request.method == "POST":
        try:
            _match(request, dict(people))
        except NotPossible as refusal:
            error = str(refusal)
        else:
            said(request, _("Saved. The name is now a reason on the page where you assign."))
            return redirect("register_names")
    context = {"names": _undecided(actor), "people": people, "error": error, "matched": _matched(actor)}
    access.opened(
        request, [row.client_id for _who, clients in context["matched"] for row in clients], kind=access.AccessKind.LIST
    )
    return render(request, "companions/assigning/register_names.html", context)


def _match(request, people):
    name, chosen = request.POST.get("name", ""), request.POST.get("companion", "")
    organisation = request.POST.get("organisation", "")
    known = {(str(organisation_id), name) for organisation_id, name, _count in _undecided(request.actor)}
    if (organisation, name) not in known:
        raise NotPossible(_("This name was decided meanwhile. Look at the list again."))
    if chosen and chosen not in people and chosen != "-":
        raise NotPossible(_("This person is not a companion of your organisation. Choose someone else."))
    if not chosen:
        raise NotPossible(_("Choose someone, or say that it is nobody here."))
    companion = None if chosen == "-" else Membership.objects.get(pk=chosen)
    actions.match_name(organisation_id=UUID(organisation), name=name, companion=companion, by=request.actor)


def _imported(actor):
    """Imported rows, cut, of clients without a companion in the organisations the actor acts for."""
    gap = Gap.objects.filter(client=OuterRef("client"), holder_id=OuterRef("holder_id"))
    rows = ImportedRow.objects.visible_to(actor).filter(Exists(gap), holder_id__in=actor.organisations)
    return rows.order_by("-imported_at", "row_number")[:MOST_ROWS]


def _undecided(actor):
    """[(organisation's id, name, how many clients)] of names that nobody has decided on, the most frequent first."""
    decided = {(row.organisation_id, bytes(row.digest)) for row in RegisterName.objects.visible_to(actor)}
    counts = Counter()
    for row in _imported(actor):
        name = companion_named(row)
        if name and (row.holder_id, name_digest(name)) not in decided:
            counts[row.holder_id, name] += 1
    return [(organisation, name, count) for (organisation, name), count in counts.most_common()]


def _matched(actor):
    """[(companion's name, rows of clients without a companion)] whom the register names with someone of ours."""
    decided = RegisterName.objects.visible_to(actor).exclude(companion=None).select_related("companion__user")
    by_digest = {(row.organisation_id, bytes(row.digest)): row.companion for row in decided}
    found = {}
    for row in _imported(actor).select_related("client__card") if by_digest else ():
        name = companion_named(row)
        if name and (who := by_digest.get((row.holder_id, name_digest(name)))):
            found.setdefault(who.pk, (who.display_name, []))[1].append(row)
    return sorted(found.values(), key=lambda one: one[0].casefold())
