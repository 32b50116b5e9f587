"""Recording a visit: choose the client, fill in, save once, and read at once what was opened by it."""

import re
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.roles import Right
from accounts.rules import check_may
from cases import actions, registry, rules
from cases.crisis import crisis_numbers
from cases.forms.plans import NO_PLAN
from cases.forms.visits import VisitForm
from cases.models import Client, HomeVisit, HouseholdMember, NextStep, PlannedVisit, Responsibility
from cases.presenting import safe_card
from cases.search import clients_found
from cases.states import RUNNING, PlanState, Stage
from cases.views.base import client_in_care, page, to_results
from cases.views.client_page import current_consents
from cases.visit_facts import COMPARED, differences, groups_of, said
from cases.vocabulary import ConsentState, Place, Purpose, VisitResult
from privacy import access, asked, drafts, limits, tokens
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
FORM = "visit"
PICKED = 20
SOON = timedelta(days=7)
MOST_OFFERED = 5
FOLDS = re.compile(r"[a-z0-9_-]{1,40}")
MOST_FOLDS = 40
NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


@require_http_methods(GET_POST)
def visit_pick(request):
    """Whom the visit was to: those planned until today, then one's own, or anyone found by name or code.

    The search is sent as POST, so that no name stands in an address, in the browser's history or in a log.
    """
    check_may(request.actor, Right.RECORD_VISITS)
    if typed := request.POST.get("q", "").strip():
        return to_results(request, "visit_pick", typed)
    query = asked.unseal(request.actor, request.GET.get(asked.FIELD, ""))
    due, own, found = [], [], []
    if query:
        found = _found(request.actor, query)
    else:
        due = _due_plans(request.actor)
        own = _own_clients(request.actor, besides=[plan.client_id for plan in due])
    shown = [*(plan.client for plan in due), *own, *found]
    kind = access.AccessKind.SEARCH if query else access.AccessKind.LIST
    access.opened(request, [client.pk for client in shown], kind=kind)
    context = {"query": query, "due": due, "own": own, "found": found, "today": timezone.localdate()}
    return render(request, "cases/visits/pick.html", context)


def _due_plans(actor):
    """Planned for this worker until today, the oldest first, one a client."""
    plans = PlannedVisit.objects.visible_to(actor).planned()
    plans = plans.filter(worker=actor.membership, planned_on__lte=timezone.localdate())
    plans = plans.select_related("client__card").order_by("planned_on", "planned_time")
    return list({plan.client_id: plan for plan in reversed(plans[: PICKED * 2])}.values())[::-1][:PICKED]


def _own_clients(actor, besides):
    rows = Responsibility.objects.visible_to(actor).filter(worker=actor.membership, live=True)
    rows = rows.exclude(stage=Stage.TERMINASI).exclude(client__in=besides)
    return [row.client for row in rows.select_related("client__card").order_by("sort_on", "client_id")[:PICKED]]


def _found(actor, query):
    limits.hit("search", actor.id, settings.SEARCHES_PER_10_MINUTES, 600)
    ids = clients_found(actor, query)
    by_id = Client.objects.visible_to(actor).select_related("card").in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


@require_http_methods(GET_POST)
def visit_new(request, pk):
    """The visit form. It also opens, without the client, for who held care a few days ago: a visit may still arrive."""
    client, row = _whom(request, pk)
    consents = {line["purpose"]: line["state"] for line in current_consents(client)} if client else {}
    plans = _open_plans(client, row) if client else []
    plan = _plan_to_answer(request, pk, plans)
    named = bool(request.GET.get("rencana")) and plan is not None  # by the link that was followed: nothing to choose
    options = _options(row, plan, plans) | ({} if named else {"plans": _offered(plan, plans), "plan": plan})
    if request.method == "POST":
        form, saved_at, token = VisitForm(request.POST, **options), None, None
        answer = form.is_valid() and _save(request, pk, client, form, plan, consents)
        if answer:
            return answer
    else:
        data, saved_at = drafts.load(request.actor, FORM, pk)
        if data is None and client and _ask_first(request, client, consents):
            return page(request, "cases/visits/ask_consent.html", client, {"plan": plan, "card": safe_card_of(client)})
        initial = _initial(client, plan, consents)
        if data is not None:
            initial |= drafts.initial_of(VisitForm, data, **options)
        form = VisitForm(initial=initial, **options)
        token = drafts.token_of(request, data, FORM, pk) if data is not None else None
    if consents.get(Purpose.C2) in NO:
        form.fields["place"].help_text = _("The client does not agree to home visits: another place is chosen.")
    context = {
        "form": form,
        "saved_at": saved_at,
        "token": token,
        "plan": plan if named else None,
        "subject": pk,
        "groups": form.groups(preferences.open_folds(request.actor, FORM) or ()),
        "notes": _notes(client, row, consents),
        "card": safe_card_of(client) if client else None,
        "last": _last_visits(client) if client else [],
        "may_plan": request.actor.may(Right.PLAN_VISITS),
        "draft_form": FORM,
    }
    if client is None:
        return render(request, "cases/visits/form.html", {"client": None, **context})
    return page(request, "cases/visits/form.html", client, context)


def _whom(request, pk):
    """(client, the holder's row), or (None, None) for who held care lately. A stranger meets 404."""
    try:
        client = client_in_care(request, pk, Right.RECORD_VISITS)
    except Http404:
        if not rules.held_care_lately(request.actor, pk):
            raise
        check_may(request.actor, Right.RECORD_VISITS)
        return None, None
    return client, rules.holding(request.actor, client)


def _open_plans(client, row):
    plans = PlannedVisit.objects.planned().filter(client=client, holder_id=row.work_holder_id)
    return list(plans.select_related("worker__user").order_by("planned_on", "planned_time"))


def _offered(plan, plans):
    """The plans that a visit of today may have answered: those that are due, and those of the coming days."""
    near = timezone.localdate() + SOON
    return [one for one in plans if one.planned_on <= near][:MOST_OFFERED] or ([plan] if plan else [])


def _plan_to_answer(request, pk, plans):
    """The plan that the address or the form names, whatever became of it; else one that was due: one's own first."""
    named = request.POST.get("plan", "") if request.method == "POST" else request.GET.get("rencana", "")
    if named and named != NO_PLAN:
        try:
            return PlannedVisit.objects.visible_to(request.actor).filter(pk=named, client=pk).first()
        except (ValueError, ValidationError):
            return None
    if request.method == "POST":
        return None
    due = [plan for plan in plans if plan.planned_on <= timezone.localdate()]
    own = [plan for plan in due if plan.worker_id == request.actor.id]
    return next(iter([*own, *due]), None)


def _options(row, plan, plans):
    today = timezone.localdate()
    others = [one for one in plans if plan is None or one.pk != plan.pk]
    keep = next((one.planned_on for one in others if one.planned_on >= today), None)
    stage = row.stage if row else ""
    return {
        "keep": keep,
        "with_next": bool(row) and stage != Stage.TERMINASI,
        "default_next": stage in RUNNING,
    }


def _initial(client, plan, consents):
    now = timezone.localtime()
    place = plan.place if plan else Place.HOME
    if place == Place.HOME and client and (consents.get(Purpose.C2) in NO or rules.against_card(client, place)):
        place = Place.ELSEWHERE
    return {"day": now.date(), "time": now.time(), "place": place}


def _ask_first(request, client, consents):
    """Weeks after registering, an unconfirmed consent is asked for before the form; the form stays one tap away."""
    if consents.get(Purpose.C1) != ConsentState.UNCONFIRMED or request.GET.get("lanjut"):
        return False
    if not request.actor.may(Right.RECORD_CONSENT):
        return False
    return (timezone.now() - client.registered_at).days >= settings.CONSENT_ASK_FIRST_AFTER_DAYS


def _notes(client, row, consents):
    """What the form says on top: [(kind, sentence, url, link)]."""
    if client is None:
        return [("", _("You no longer accompany this client. A visit from that time can still be saved here."), "", "")]
    notes = []
    address = f"{reverse('consent_new', args=[client.pk])}?untuk=C1"
    state = consents.get(Purpose.C1)
    if state == ConsentState.UNCONFIRMED:
        notes.append(("soon", _("Consent is not yet confirmed."), address, _("Ask for consent")))
    elif state == ConsentState.EXPIRED:
        notes.append(("soon", _("Consent has expired."), address, _("Ask for consent anew")))
    elif state in NO:
        sentence = _("The client does not agree to record-keeping any more. Write down only what must be kept.")
        notes.append(("soon", sentence, reverse("consents", args=[client.pk]), _("See the consents")))
    if row.stage == Stage.TERMINASI:
        notes.append(("", _("This case is closed. The visit is saved, and nothing new is planned."), "", ""))
    return notes


def safe_card_of(client):
    """The card as the form shows it: whether a home visit is allowed stands open, as a sentence, when it is not."""
    household = HouseholdMember.objects.filter(client=client, left_on=None).order_by("created_at")
    objection = rules.against_card(client, Place.HOME)
    place = client.card.meeting_place
    home = " ".join(filter(None, [objection, place and _("Place: %(place)s") % {"place": place}]))
    return replace(safe_card(client.card, list(household)), home_visit=home)


def _last_visits(client):
    visits = HomeVisit.objects.shown().filter(client=client).select_related("recorded_by__user")
    return list(visits.order_by("-visited_at")[:2])


def _save(request, pk, client, form, plan, consents):
    """The answer to a form that holds; None when the page has to be shown again with what is in the way."""
    data, answers = form.cleaned_data, form.answers()
    no_home = consents.get(Purpose.C2) in NO and data["place"] == Place.HOME
    try:
        token = tokens.read_for(request, FORM, pk)
        visit = actions.record_visit(
            token=token, client_id=pk, by=request.actor, plan=plan, restricted_note=data["restricted_note"],
            next_plan={"place": Place.ELSEWHERE} if no_home else None, **answers,
        )  # fmt: skip
    except tokens.NoToken:
        form.add_error(None, _("This page was open for too long. Look it over and save once more."))
    except rules.NotPossible as refusal:
        form.add_error(None, str(refusal))
    except rules.NotAllowed as refusal:
        form.add_error("day", str(refusal))
    except SentTwiceDifferently as error:
        return _both(request, pk, client, form, error)
    else:
        return _saved(request, client, visit)
    return None


def _saved(request, client, visit):
    """On to the client; to the receipt first when something cannot wait."""
    now = timezone.localtime(visit.recorded_at if visit else None)
    said_at = _("Visit saved at %(time)s WIT.") % {"time": f"{now:%H.%M}"}
    if client is None or visit is None:
        rest = _("Your accompaniment has ended: whoever answers for the client now was told to plan what comes next.")
        messages.success(request, f"{said_at} {rest}")
        return redirect("my_work")
    if visit.red_flags or visit.screening_positive or visit.health == "perlu_rujukan" or ends_case(visit):
        return redirect("visit_saved", pk=visit.pk)
    if visit.next_visit_on:
        said_at += " " + _("Next visit: %(day)s.") % {"day": said(visit, "next_visit_on")}
    messages.success(request, said_at)
    return redirect("client_detail", pk=client.pk)


def ends_case(visit):
    return visit.result in (VisitResult.MOVED, VisitResult.DIED)


def _both(request, pk, client, form, error):
    """The key was used for something else: what was saved, what was typed now, and a choice; nothing is lost."""
    saved = None
    if error.receipt is not None:
        saved = HomeVisit.objects.visible_to(request.actor).filter(pk=error.receipt.key, client=pk).first()
    typed = HomeVisit(client_id=pk, **form.answers())
    token = tokens.new(request.actor, FORM, pk, url=request.get_full_path())
    hidden = {tokens.FIELD, "csrfmiddlewaretoken"}
    drafts.save(request.actor.id, token, request.POST)  # whoever leaves this page finds it again
    context = {
        "saved": saved,
        "differs": differences(saved, typed, [name for name in COMPARED if name != "next_visit_on"]) if saved else [],
        "frame": [said(typed, "visited_at"), said(typed, "place"), said(typed, "result")],
        "groups": groups_of(typed),
        "note": form.cleaned_data["restricted_note"],
        "fields": [(name, value) for name, values in request.POST.lists() if name not in hidden for value in values],
        "token": token,
        "subject": pk,
    }
    if client is None:
        return render(request, "cases/visits/both.html", {"client": None, **context}, status=409)
    return page(request, "cases/visits/both.html", client, context, status=409)


@require_safe
def visit_saved(request, pk):
    """The receipt of a visit that cannot wait: what was opened, for whom, until when, and whom to call now."""
    visit = HomeVisit.objects.visible_to(request.actor).filter(pk=pk).first()
    if visit is None:
        raise Http404
    client = client_in_care(request, visit.client_id)
    opened = NextStep.objects.filter(client=client, source_id=visit.pk).select_related("owner__user")
    context = {
        "visit": visit,
        "steps": list(opened.order_by("due_on", "created_at")),
        "urgent": bool(visit.red_flags) or visit.health == "perlu_rujukan",
        "ends_case": ends_case(visit),
        "cancelled": _cancelled_by(visit).count() if ends_case(visit) else 0,
        "screening": visit.screening_positive,
        "crisis": crisis_numbers(),
        "ways": registry.ways_after(request.actor, visit),
    }
    return page(request, "cases/visits/saved.html", client, context)


def _cancelled_by(visit):
    """The plans that this visit's result ended: in its transaction, so within moments of it."""
    there = (visit.recorded_at, visit.recorded_at + timedelta(minutes=1))
    plans = PlannedVisit.objects.filter(client=visit.client_id, holder_id=visit.holder_id, state=PlanState.BATAL)
    return plans.filter(closed_by=visit.recorded_by_id, closed_at__range=there)


@require_POST
def draft_discard(request):
    """Throw one's own draft away and go back to its form, empty."""
    form, subject = request.POST.get("form", ""), request.POST.get("subject", "")
    draft = drafts.of(request.actor).filter(form=form, subject=subject).defer("body").first()
    drafts.discard(request.actor, form, subject)
    messages.success(request, _("The unsent draft was discarded."))
    if "kerja" in request.POST or draft is None or not draft.url.startswith("/"):
        return redirect("my_work")
    return redirect(draft.url)
