"""Register a client, and change what is known: person, contact card, case, risk, stage, worker, household."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Right
from accounts.rules import check_may
from cases import actions, proposals, rules
from cases.actions import clients as client_actions
from cases.forms import clients as forms
from cases.models import Client, HouseholdMember, Identity
from cases.search import find_clients, same_clients
from cases.states import MOVES, Stage, next_stages
from cases.views.base import bound, client_in_care, page, said, sent_differently, token_of, warned
from cases.views.client_list import workers_of
from privacy import access, drafts, limits
from privacy.models import Receipt
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
# What a move of the stage may lack before its form is worth filling in, and the page where that is mended.
WHERE_TO_MEND = {"CONSENT": "consent_new", "WORKER": "client_worker", "CARD": "client_card", "GUARDIAN": "client_case"}


@require_http_methods(GET_POST)
def client_new(request):
    """Search before create: while typing only clients one may open are shown; saving tells nobody anything."""
    check_may(request.actor, Right.REGISTER_CLIENTS)
    form, saved_at = bound(request, forms.NewClientForm, "client")
    same = []
    if request.method == "POST" and form.is_valid():
        same = _registered_already(request, form)
    if request.method == "POST" and form.is_valid() and not same:
        try:
            client = actions.register(
                token=token_of(request, "client"),
                by=request.actor,
                person=form.person(),
                card=form.card(),
                case=form.case(),
                checked=form.cleaned_data["checked"],
            )
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="client_detail", back="client_new")
        else:
            if client.code:
                said(request, _("Registered as %(code)s. Now plan the first visit.") % {"code": client.code})
            _doubt_nik(request, form)
            return redirect(client)
    return render(request, "cases/client_new.html", {"form": form, "saved_at": saved_at, "same": same}, status=200)


def _registered_already(request, form):
    """Clients one may open who are exactly this person, unless one wants to register anyway, or this was sent before.

    Of a client whom the actor may not open nothing is asked here, so that nothing can be told.
    """
    data = form.cleaned_data
    if data["anyway"]:
        return []
    found = same_clients(request.actor, form.person(), data["phone"], data["contact_phone"])
    if not found:
        return []
    try:
        key = token_of(request, "client").key
    except rules.NotPossible:
        return []  # the action says so, in its words
    if Receipt.objects.filter(key=key, member_id=request.actor.id).exists():
        return []  # pressed twice: the one found is the one that was just registered
    access.opened(request, [client.pk for client in found], kind=access.AccessKind.SEARCH)
    return found


def _doubt_nik(request, form):
    """People live with wrong cards: what does not fit is saved, and said once."""
    if doubt := form.nik_doubt():
        warned(request, doubt)


@require_POST
def client_similar(request):
    """While registering: clients one may open whose name is like the one being typed. Says nothing of anyone else."""
    check_may(request.actor, Right.REGISTER_CLIENTS)
    name = request.POST.get("nama", "").strip()
    hits = []
    if name:
        limits.hit("search", request.actor.id, settings.SEARCHES_PER_10_MINUTES, 600)
        found = {hit.client_id: hit for hit in find_clients(request.actor, name, limit=5)}
        clients = Client.objects.visible_to(request.actor).filter(pk__in=found).select_related("card")
        by_id = {client.pk: client for client in clients}
        hits = [by_id[pk] for pk in found if pk in by_id]
        access.opened(request, [client.pk for client in hits], kind=access.AccessKind.SEARCH)
    part = request.headers.get("X-Part")
    return render(request, "cases/_similar.html" if part else "cases/similar_page.html", {"hits": hits})


def _edit(
    request,
    pk,
    *,
    name,
    form_class,
    initial,
    save,
    title,
    done,
    right=Right.EDIT_CASE,
    context=None,
    subject="",
    options_of=None,
    **options,
):
    """The shape that all small edit pages share: show, keep the draft, write by one action, go back to the client.

    A draft is kept by `subject`: the client, or the one of several things of this client that the page is about.
    """
    client = client_in_care(request, pk, right)
    subject = subject or client.pk
    options |= options_of(client) if options_of else {}
    form, saved_at = bound(request, form_class, name, subject, initial=initial(client), **options)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, name, subject)
            save(client, form)
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.discard(request.actor, name, subject)
            said(request, done)
            return redirect(client)
    extra = context(client) if context else {}
    return page(
        request,
        "cases/client_form.html",
        client,
        {"form": form, "saved_at": saved_at, "title": title, "name": name, "subject": subject, **extra},
    )


@require_http_methods(GET_POST)
def client_person(request, pk):
    def initial(client):
        identity = Identity.objects.get(pk=client.pk)
        values = {field: getattr(identity, field) for field in client_actions.IDENTITY_FIELDS}
        age = client.age if client.birth_year_estimated else None
        return {
            **values,
            "sex": client.sex,
            "kelurahan": client.kelurahan_id,
            "age": age,
            "elsewhere": _elsewhere(client),
        }

    def save(client, form):
        actions.edit_person(client=client, by=request.actor, person=form.person())
        if {"nik", "birth_date", "sex"} & set(form.changed_data):
            _doubt_nik(request, form)

    return _edit(
        request,
        pk,
        name="person",
        form_class=forms.PersonForm,
        initial=initial,
        title=_("Change the identity"),
        save=save,
        done=_("The identity was saved."),
    )


def _elsewhere(client):
    """A place outside the list stands in the free field, so that saving again does not lose it."""
    place = client.kelurahan
    listed = dict(pair for _group, pairs in forms.PersonForm().fields["kelurahan"].choices[1:] for pair in pairs)
    return f"{place.name}, {place.parent.name}" if place and place.code not in listed else ""


@require_http_methods(GET_POST)
def client_card(request, pk):
    def initial(client):
        card = client.card
        return {**{field: getattr(card, field) for field in client_actions.CARD_FIELDS}, "contact_phone": card.phone}

    return _edit(
        request,
        pk,
        name="card",
        form_class=forms.CheckedCardForm,
        initial=initial,
        title=_("Safe way to make contact"),
        save=lambda client, form: actions.edit_card(
            client=client,
            by=request.actor,
            card=form.card(),
            checked=form.cleaned_data["checked"],
            decisions=form.decisions(),
        ),
        done=_("The contact card was saved."),
        options_of=lambda client: {"proposals": proposals.still_open(client.card.proposals)},
        context=lambda client: {"remark": proposals.remark_of(client.card.proposals)},
    )


@require_http_methods(GET_POST)
def client_case(request, pk):
    return _edit(
        request,
        pk,
        name="case",
        form_class=forms.CaseForm,
        title=_("Change the case file"),
        initial=lambda client: {field: getattr(client.case, field) for field in client_actions.CASE_FIELDS},
        save=lambda client, form: actions.edit_case(client=client, by=request.actor, case=form.cleaned_data),
        done=_("The case file was saved."),
    )


@require_http_methods(GET_POST)
def client_risk(request, pk):
    return _edit(
        request,
        pk,
        name="risk",
        form_class=forms.RiskForm,
        title=_("Assess the risk"),
        initial=lambda client: {"risk": client.case.risk},
        save=lambda client, form: actions.set_risk(client=client, by=request.actor, **form.cleaned_data),
        done=_("The risk was saved."),
    )


@require_http_methods(GET_POST)
def client_worker(request, pk):
    def initial(client):
        row = rules.holding(request.actor, client)
        return {"worker": row.worker_id or request.actor.id}

    return _edit(
        request,
        pk,
        name="worker",
        form_class=forms.WorkerForm,
        title=_("Responsible worker"),
        right=Right.ASSIGN_WORKERS,
        initial=initial,
        workers=workers_of(request.actor),
        done=_("The responsible worker was named."),
        save=lambda client, form: actions.assign_worker(
            client=client, by=request.actor, worker=form.cleaned_data["worker"]
        ),
    )


def _where_to_mend(actor, demand, client):
    """The page that mends what is missing, or "" when that is somebody else's to do."""
    if demand.name == "WORKER" and not actor.may(Right.ASSIGN_WORKERS):
        return ""
    return reverse(WHERE_TO_MEND[demand.name], args=[client.pk])


@require_http_methods(GET_POST)
def client_stage(request, pk, stage):
    """One move of the stage; what it still demands is said before anyone types."""
    if stage not in Stage.values:
        raise Http404
    client = client_in_care(request, pk, Right.EDIT_CASE)
    if Stage(stage) not in next_stages(client.case.stage):
        raise Http404
    demands = MOVES[(Stage(client.case.stage), Stage(stage))]
    row = rules.holding(request.actor, client)
    answered = dict.fromkeys(("reason", "until", "date", "closing", "plan"), True)
    missing = [
        (demand.value, _where_to_mend(request.actor, demand, client))
        for demand in rules.missing_for(client, stage, answered, worker=row.worker_id)
    ]
    return _edit(
        request,
        pk,
        name=f"stage-{stage.lower()}"[:40],
        form_class=forms.StageForm,
        fields=forms.stage_fields(demands),
        title=_("Stage becomes: %(stage)s") % {"stage": Stage(stage).label},
        initial=lambda client: {},
        save=lambda client, form: actions.change_stage(client=client, by=request.actor, to=stage, **form.cleaned_data),
        done=_("The stage was changed."),
        context=lambda client: {"missing": missing, "closes": stage == Stage.TERMINASI},
    )


@require_http_methods(GET_POST)
def household_new(request, pk):
    def save(client, form):
        token = token_of(request, "household", client.pk)
        actions.add_household_member(token=token, client=client, by=request.actor, **form.cleaned_data)

    try:
        return _edit(
            request,
            pk,
            name="household",
            form_class=forms.HouseholdForm,
            title=_("Add someone of the household"),
            initial=lambda client: {},
            save=save,
            done=_("The person was added."),
        )
    except SentTwiceDifferently as error:
        return sent_differently(request, error, where="", back="client_list")


@require_http_methods(GET_POST)
def household_edit(request, pk):
    person = HouseholdMember.objects.visible_to(request.actor).filter(pk=pk, left_on=None).first()
    if person is None:
        raise Http404
    fields = list(forms.HouseholdForm.base_fields)
    left = request.method == "POST" and "left" in request.POST

    def save(client, form):
        actions.edit_household_member(person=person, by=request.actor, left=left, **form.cleaned_data)

    return _edit(
        request,
        person.client_id,
        name="householdmember",
        subject=person.pk,
        form_class=forms.HouseholdForm,
        title=_("Someone of the household"),
        initial=lambda client: {field: getattr(person, field) for field in fields},
        save=save,
        done=_("The person was taken off the list.") if left else _("The person was saved."),
        context=lambda client: {"may_leave": True},
    )
