"""The client list: filters, search, and pages by key. The late ones and those without a next step stand on top."""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import OuterRef, Value
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.forms.clients import ListFilterForm
from cases.models import TOP, Responsibility
from cases.models.base import Probe
from cases.paging import After, first_of_each
from cases.presenting import due_on, next_of, what_in_words
from cases.rules import ANSWERING
from cases.search import clients_found
from cases.states import RUNNING
from cases.views.base import to_results
from privacy import access, asked, limits

PAGE = 50
ORDER = ("sort_on", "client_id")
SHOWN_WITH = ("client__card", "client__kelurahan", "worker__user")
MOST_WORKERS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def client_list(request):
    """The search is sent as POST: no name stands in an address, in a browser's history or in a log."""
    check_may(request.actor, Right.READ_CASE)
    if typed := request.POST.get("q", "").strip():
        return to_results(request, "client_list", typed)
    workers = workers_of(request.actor)
    form = ListFilterForm(request.GET, workers=workers)
    form.is_valid()
    query = asked.unseal(request.actor, request.GET.get(asked.FIELD, ""))
    if query:
        rows, next_url = _search(request, query), ""
    else:
        rows, next_url = _page(request, form.cleaned_data)
    clients = [row.client for row in rows]
    coming = next_of([client.pk for client in clients], holders=_whose_work(request.actor, rows))
    kind = access.AccessKind.SEARCH if query else access.AccessKind.LIST
    access.opened(request, [client.pk for client in clients], kind=kind)
    context = {
        "form": form,
        "query": query,
        "rows": [_as_line(row, coming.get(row.client_id)) for row in rows],
        "next_url": next_url,
        "first_url": _address(request, without="sejak") if request.GET.get("sejak") else "",
        "filters": _filters(request, form),
        "may_register": request.actor.may(Right.REGISTER_CLIENTS),
        "may_import": request.actor.may(Right.IMPORT_REGISTER),
        "may_assign": request.actor.may(Right.ASSIGN_WORKERS) and form.cleaned_data.get("petugas") == "tidak-ada",
    }
    return render(request, "cases/client_list.html", context)


def workers_of(actor):
    """Who can answer for clients in the organisations the actor acts for, by name."""
    members = Membership.objects.active().filter(
        organisation_id__in=actor.organisations,
        roles__overlap=list(ANSWERING),
    )
    return sorted(members.select_related("user")[:MOST_WORKERS], key=lambda one: one.display_name.lower())


def _whose_work(actor, rows):
    """Those who plan for these clients: the actor's holders, and the organisations that a companion works for."""
    return {*actor.holders, *(row.work_holder_id for row in rows)}


def held_by(actor):
    """Live rows, of which the caller names the holder: one a client where an LKS and its KDS both hold."""
    rows = Responsibility.objects.visible_to(actor).filter(live=True)
    if len(actor.holders) > 1:
        other = Responsibility.objects.filter(
            client=OuterRef("client"), holder_id__in=actor.holders, live=True, holder_id__lt=OuterRef("holder_id")
        )
        rows = rows.filter(~Probe(other))
    return rows


def _page(request, chosen):
    rows = held_by(request.actor)
    today = timezone.localdate()
    if chosen.get("tahap"):
        rows = rows.filter(stage=chosen["tahap"])
    elif not chosen.get("petugas") and not chosen.get("hari"):
        rows = rows.filter(stage__in=[*RUNNING, "PROSPEK"])
    else:
        rows = rows.filter(stage__in=RUNNING)
    if chosen.get("kelurahan"):
        rows = rows.filter(kelurahan=chosen["kelurahan"])
    if chosen.get("petugas") == "saya":
        rows = rows.filter(worker=request.actor.membership)
    elif chosen.get("petugas") == "tidak-ada":
        rows = rows.filter(worker=None)
    elif chosen.get("petugas"):
        rows = rows.filter(worker=chosen["petugas"])
    if chosen.get("hari"):
        since = today - timedelta(days=int(chosen["hari"]))
        rows = rows.exclude(last_visit_on__gt=since)
    if chosen.get("tanpa_langkah"):
        rows = rows.filter(sort_on=TOP, stage__in=RUNNING)
    if chosen.get("keterlambatan"):
        rows = rows.filter(next_due__lt=today, sort_on__gt=TOP, sort_on__lt=today)  # where in the index that is
    if after := _read_key(request.GET.get("sejak", "")):
        rows = rows.filter(After(*ORDER, *map(Value, after)))
    queries = [rows.filter(holder_id=holder) for holder in request.actor.holders]
    rows = first_of_each(queries, ORDER, PAGE + 1).select_related(*SHOWN_WITH)
    found = list(rows.order_by(*ORDER)[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    key = signing.dumps([last.sort_on.isoformat(), last.client_id.hex], salt="client-list")
    return found[:PAGE], _address(request, sejak=key)


def _search(request, query):
    """Limited: it could be asked who is here."""
    limits.hit("search", request.actor.id, settings.SEARCHES_PER_10_MINUTES, 600)
    ids = clients_found(request.actor, query)
    rows = held_by(request.actor).filter(client__in=ids, holder_id__in=request.actor.holders)
    by_client = {row.client_id: row for row in rows.select_related(*SHOWN_WITH)}
    return [by_client[pk] for pk in ids if pk in by_client]


def _as_line(row, thing):
    """What one row shows, ready for the template."""
    today = timezone.localdate()
    due = due_on(thing) if thing else None
    late = due is not None and due < today
    if row.stage == "TERMINASI":
        state = ("stop", row.get_stage_display())
    elif thing is None and row.stage in RUNNING:
        state = ("soon", _("No next step"))
    elif late:
        state = ("late", "")
    elif thing is None:
        state = ("", row.get_stage_display())
    else:
        state = ("go", _("Planned"))
    owner = getattr(thing, "owner", None) or getattr(thing, "worker", None)
    return {
        "client": row.client, "row": row, "what": what_in_words(thing) if thing else "", "due": due, "owner": owner,
        "late": late, "kind": state[0], "word": state[1],
    }  # fmt: skip


def _filters(request, form):
    """Those in use, each with the address without it."""
    used = []
    for name, value in form.cleaned_data.items():
        if value:
            field = form.fields[name]
            flat = {}
            for key, label in getattr(field, "choices", ()):
                flat.update(dict(label) if isinstance(label, (list, tuple)) else {key: label})
            word = flat.get(getattr(value, "pk", value), flat.get(str(value), field.label))
            if name == "hari":
                word = f"{field.label} {word}"
            used.append((word, _address(request, without=name)))
    return used


def _address(request, *, without="", **more):
    query = {
        key: value for key, value in request.GET.items() if value and key not in (without, "sejak", asked.FIELD, *more)
    }
    return "?" + urlencode({**query, **more})


def _read_key(text):
    try:
        day, client = signing.loads(text, salt="client-list")
        return date.fromisoformat(day), UUID(client)
    except (signing.BadSignature, ValueError):
        return None
