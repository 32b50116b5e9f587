"""Companions: the workload view, one row a companion, and the page of one of them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Right
from accounts.rules import check_may
from cases.models import Responsibility
from companions import load
from companions.facts import figure
from companions.forms.companions import FilterForm
from companions.models import Absence, AgreedAction, Assignment, Certificate, Companion, Participant, Supervision
from companions.status import Status
from companions.views.companion_rows import on_the_way, reads_work, rows_of
from companions.vocabulary import Language, Limit, Part
from privacy import access

PAGE = 100
MOST_PAST = 50
MOST_TALKS = 12


# -- the list ----------------------------------------------------------------------------------------------------------


@require_safe
def companion_list(request):
    """One row a companion; what needs attention stands on top. Trainers read all organisations, and no loads."""
    actor = request.actor
    check_may(actor, Right.READ_COMPANIONS)
    places = _organisations(actor)
    form = FilterForm(request.GET, organisations=places)
    form.is_valid()
    chosen = form.cleaned_data
    companions = Companion.objects.visible_to(actor)
    if chosen.get("lembaga"):
        companions = companions.filter(organisation=chosen["lembaga"])
    everyone = rows_of(actor, companions)
    rows = [row for row in everyone if _fits(row, chosen)]
    shown, next_url = _page(request, rows)
    works = reads_work(actor)
    context = {
        "form": form,
        "rows": shown,
        "total": len(rows),
        "clients": sum(row.line.clients for row in rows) if works else None,
        "works": works,
        "with_kind": any(row.line.kind for row in shown),
        "with_organisation": len(places) > 1,
        "filters": _filters(request, form),
        "coming": on_the_way(actor) if not _asks(request) else [],
        "next_url": next_url,
        "first_url": _address(request) if request.GET.get("sejak") else "",
        "may_invite": actor.may(Right.INVITE),
        "may_keep": actor.may(Right.KEEP_COMPANIONS),
        "picture": "?" + urlencode({"lembaga": chosen.get("lembaga", "")})
        if works and any(row.line.clients for row in rows)
        else "",
    }
    return render(request, "companions/companions/list.html", context)


def _organisations(actor):
    """Those of whose companions the actor reads, by name."""
    places = Organisation.objects.filter(active=True)
    if reads_work(actor):
        return list(places.filter(pk__in=actor.organisations))
    return list(places.filter(kind__in=[OrganisationKind.LKS, OrganisationKind.KDS]))


def _fits(row, chosen):
    status = row.line.status
    if chosen.get("perhatian") and not row.needs_attention:
        return False
    if chosen.get("status"):
        return status == chosen["status"]
    return status != Status.LEFT or row.line.clients > 0  # who left clients behind is not out of sight


def _page(request, rows):
    """A hundred rows from the one after `sejak` on; names are sealed, so all of them are put in order first."""
    start = 0
    try:
        after = UUID(request.GET.get("sejak", ""))
        start = next((number for number, row in enumerate(rows, 1) if row.companion.pk == after), 0)
    except ValueError:
        pass
    shown = rows[start : start + PAGE]
    more = len(rows) > start + PAGE
    return shown, _address(request, sejak=shown[-1].companion.pk) if more else ""


def _asks(request):
    """Filters or a later page: who is not a companion yet stands on the first page only."""
    return any(value for key, value in request.GET.items() if key in ("status", "lembaga", "perhatian", "sejak"))


def _filters(request, form):
    """Those in use, each with the address without it."""
    used = []
    for name, value in form.cleaned_data.items():
        if value:
            field = form.fields[name]
            used.append((dict(getattr(field, "choices", ())).get(value, field.label), _address(request, without=name)))
    return used


def _address(request, *, without="", **more):
    kept = {key: request.GET.get(key, "") for key in ("status", "lembaga", "perhatian") if key != without}
    return "?" + urlencode({key: value for key, value in {**kept, **more}.items() if value})


# -- the page of one ---------------------------------------------------------------------------------------------------


def companion_in_sight(request, pk, right=Right.READ_COMPANIONS):
    """The companion, whose organisation is the actor's or one below it; a role that may not reads why, others 404.

    A trainer finds those of all organisations; who writes, only their own.
    """
    check_may(request.actor, right)
    rows = Companion.objects.visible_to(request.actor).filter(pk=pk)
    if right != Right.READ_COMPANIONS:
        rows = rows.filter(organisation_id__in=request.actor.organisations)
    companion = rows.select_related("membership__user", "organisation", "kelurahan").first()
    if companion is None:
        raise Http404
    return companion


@dataclass
class Accompanied:
    """One current client as the page of a companion shows it. `weight` None: the case is not running."""

    assignment: Assignment
    weight: Decimal | None
    next_due: object = None
    late: bool = False

    @property
    def client(self):
        return self.assignment.client

    @property
    def weight_words(self):
        return figure(self.weight) if self.weight is not None else ""

    @property
    def is_stand_in(self):
        return self.assignment.part == Part.STAND_IN


@require_safe
def companion_detail(request, pk):
    """Everything about one companion; a trainer reads the profile, trainings and certificates, and no client."""
    actor = request.actor
    check_may(actor, Right.READ_COMPANIONS)
    found = rows_of(actor, Companion.objects.visible_to(actor).filter(pk=pk))
    if not found:
        return _without_profile(request, pk)
    row, today = found[0], timezone.localdate()
    mine = {"companion": pk}
    may_keep, has_left = actor.may(Right.KEEP_COMPANIONS), row.line.status == Status.LEFT
    context = {
        "row": row,
        "companion": row.companion,
        "works": row.works,
        "may_keep": may_keep,
        "may_add": may_keep and not has_left,
        "has_left": has_left,
        "returns": row.companion.membership.active,  # the day was wrong: they stay; ended access is opened elsewhere
        "is_me": row.companion.pk == actor.id,  # nobody supervises themselves
        "absences": _absences(actor, pk, today),
        "trainings": list(
            Participant.objects.visible_to(actor)
            .filter(**mine, withdrawn_at=None)
            .select_related("training")
            .order_by("-training__starts_on")[:MOST_TALKS]
        ),
        "certificates": list(
            Certificate.objects.visible_to(actor).filter(**mine).defer("code").order_by("-expires_on")[:MOST_TALKS]
        ),
        "languages": labels(Language, row.companion.languages),
        "limits": labels(Limit, row.companion.limits),
    }
    if row.works:
        talks = Supervision.objects.visible_to(actor).filter(**mine).select_related("held_by__user")
        actions = AgreedAction.objects.visible_to(actor).filter(**mine, done_at=None)
        context |= {
            **_clients(request, row, today),
            "talks": list(talks.order_by("-held_on", "-recorded_at")[:MOST_TALKS]),
            "open_actions": list(actions.order_by("due_on", "pk")[:MOST_PAST]),
        }
    return render(request, "companions/companions/detail.html", context)


def labels(choices, codes):
    """The words of codes; one that left the list stays a code."""
    return [choices(code).label if code in choices.values else code for code in codes]


def _without_profile(request, pk):
    """A member who has the role and no profile yet: on to the form, for who may fill it in. Everyone else: 404."""
    members = Membership.objects.visible_to(request.actor).filter(
        pk=pk, organisation_id__in=request.actor.organisations
    )
    if request.actor.may(Right.KEEP_COMPANIONS) and members.exists():
        return redirect("companion_edit", pk=pk)
    raise Http404


def _clients(request, row, today):
    """Current clients, late ones first, and the assignments that ended; showing them leaves a record."""
    pk = row.companion.pk
    current = current_of(request.actor, pk, today)
    past = list(
        Assignment.objects.visible_to(request.actor)
        .filter(companion=pk)
        .exclude(pk__in=[one.assignment.pk for one in current])
        .select_related("client")
        .order_by("-started_at")[:MOST_PAST]
    )
    shown = [one.client for one in current] + [one.client for one in past]
    if shown:
        access.opened(request, [client.pk for client in shown], kind=access.AccessKind.LIST)
    seen = sum(one.weight is not None for one in current)
    return {"current": current, "past": past, "unseen": max(row.line.clients - seen, 0)}


def current_of(actor, pk, today=None):
    """[Accompanied] by this companion now, as far as the actor may open them: late first, then by what is due."""
    today = today or timezone.localdate()
    rows = Assignment.objects.visible_to(actor).current(today).filter(companion=pk)
    rows = list(rows.select_related("client__card", "client__kelurahan"))
    holders = {row.organisation_id for row in rows}
    due = {}
    lines = Responsibility.objects.visible_to(actor).filter(
        client__in=[row.client_id for row in rows], holder_id__in=holders, live=True, next_due__isnull=False
    )
    for client, day in lines.values_list("client_id", "next_due"):
        due[client] = min(day, due.get(client, day))
    found = []
    for row in rows:
        new = row.new_until is not None and row.new_until >= today
        day = due.get(row.client_id)
        weight = load.weight(row.risk, new) if row.running else None
        found.append(Accompanied(row, weight, day, bool(day and day < today)))
    far = today.max
    return sorted(found, key=lambda one: (not one.late, one.next_due or far, one.client.card.call_name.casefold()))


def _absences(actor, pk, today):
    """{"coming": those of today and later, "past": the latest that are over}."""
    rows = Absence.objects.visible_to(actor).filter(companion=pk, cancelled_at=None).order_by("-from_on")[:MOST_TALKS]
    coming = [row for row in rows if row.until_on >= today]
    return {"coming": coming[::-1], "past": [row for row in rows if row.until_on < today]}
