"""Planned visits: made, moved, cancelled."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.roles import DUTIES, Right
from cases import actions, rules
from cases.forms.plans import CancelForm, MoveForm, PlanForm, chip_day
from cases.models import PlannedVisit
from cases.presenting import what_in_words
from cases.views.base import bound, client_in_care, page, said, sent_differently
from cases.views.client_page import current_consents
from cases.views.visits import NO, safe_card_of
from cases.vocabulary import Place, Purpose
from privacy import tokens
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
PLANNERS = [role.value for role, duty in DUTIES.items() if Right.PLAN_VISITS in duty.rights]
MOST_COLLEAGUES = 100


def colleagues(actor, row):
    """Who may be given a plan or a step: oneself first, then those of the actor's and the holder's organisation."""
    places = {*actor.organisations, row.work_holder_id}
    members = Membership.objects.active().filter(organisation_id__in=places, roles__overlap=PLANNERS)
    found = list(members.select_related("user")[:MOST_COLLEAGUES])
    return sorted(found, key=lambda one: (one.pk != actor.id, one.display_name.lower()))


def objections(client):
    """Place by place, what the contact card says against it."""
    found = {place: rules.against_card(client, place) for place in Place.values}
    return {place: sentence for place, sentence in found.items() if sentence}


def _best_place(client, against):
    wants = [Place.HOME, Place.ELSEWHERE, Place.PHONE]
    refused = any(line["purpose"] == Purpose.C2 and line["state"] in NO for line in current_consents(client))
    return next((place for place in wants if place not in against and not (refused and place == Place.HOME)), None)


@require_http_methods(GET_POST)
def plan_new(request, pk):
    """Plan a visit; against the contact card only with a reason."""
    client = client_in_care(request, pk, Right.PLAN_VISITS)
    row = rules.holding(request.actor, client)
    against = objections(client)
    options = {"objections": against, "colleagues": colleagues(request.actor, row), "me": request.actor.id}
    initial = {"place": _best_place(client, against)}
    form, saved_at = bound(request, PlanForm, "plan", client.pk, initial=initial, **options)
    if request.method == "POST" and form.is_valid():
        try:
            token = tokens.read_for(request, "plan", client.pk)
            plan = actions.plan_visit(token=token, client=client, by=request.actor, **form.plan())
        except (tokens.NoToken, rules.NotPossible) as refusal:
            form.add_error(None, refused(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="client_list")
        else:
            said(request, _("Visit planned: %(day)s.") % {"day": chip_day(plan.planned_on)})
            return redirect("client_detail", pk=client.pk)
    context = {"form": form, "saved_at": saved_at, "card": safe_card_of(client), "against": against.values()}
    return page(request, "cases/visits/plan.html", client, context)


@require_http_methods(GET_POST)
def plan_move(request, pk):
    """Another day for a plan; the old one stays, with its reason."""
    plan, client = _plan(request, pk)
    against = objections(client)
    initial = {"place": plan.place, "planned_time": plan.planned_time, "against_card": plan.against_card}
    form, saved_at = bound(request, MoveForm, "move", plan.pk, initial=initial, objections=against)
    if request.method == "POST" and form.is_valid():
        try:
            token = tokens.read_for(request, "move", plan.pk)
            new = actions.move_visit(token=token, plan=plan, by=request.actor, **form.plan())
        except (tokens.NoToken, rules.NotPossible) as refusal:
            form.add_error(None, refused(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="", back="client_list")
        else:
            said(request, _("The visit was moved to %(day)s.") % {"day": chip_day(new.planned_on)})
            return redirect("client_detail", pk=client.pk)
    context = {"form": form, "saved_at": saved_at, "plan": plan, "what": what_in_words(plan)}
    return page(request, "cases/visits/move.html", client, {**context, "card": safe_card_of(client)})


@require_http_methods(GET_POST)
def plan_cancel(request, pk):
    """A visit that will not take place, and why."""
    plan, client = _plan(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_visit(plan=plan, by=request.actor, **form.cleaned_data)
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The planned visit was cancelled. See whether the client still has a next step."))
            return redirect("client_detail", pk=client.pk)
    happens = [
        _("The plan leaves the lists of work and stays in the client's history."),
        _("If nothing else is planned, the client stands on top as one without a next step."),
    ]
    return page(request, "cases/visits/cancel.html", client, {"plan": plan, "form": form, "happens": happens})


def _plan(request, pk):
    plan = PlannedVisit.objects.visible_to(request.actor).select_related("worker__user").filter(pk=pk).first()
    if plan is None:
        raise Http404
    plan.client = client_in_care(request, plan.client_id, Right.PLAN_VISITS)
    return plan, plan.client


def refused(refusal):
    """The sentence of a refusal; a form that was open for too long has one of its own."""
    if isinstance(refusal, tokens.NoToken):
        return _("This page was open for too long. Look it over and save once more.")
    return str(refusal)
