"""Hand a whole caseload over in one sitting: proposed, adjusted, looked over, sent; and what became of it."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from companions import actions, proposal, rules, running
from companions.deadlines import left_words
from companions.forms.handover import HandOverForm, name_of
from companions.models import Absence, Assignment, Companion, Offer
from companions.views.handover_choices import Choices, member_of
from companions.vocabulary import OfferState, Part, WhyHandOver
from privacy import access
from privacy.receipts import SentTwiceDifferently

MOST_LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
def handover_new(request, pk):
    """The caseload with a proposal; "Hitung ulang" shows the loads anew, "Periksa" the last look before sending."""
    companion = _companion(request, pk)
    today = timezone.localdate()
    assignments = _caseload(request.actor, companion)
    look = proposal.look(request.actor, companion, assignments, today)
    choices = Choices(look, request.POST.get("cari", ""))
    known = {one.pk: choices.known(one) for one in assignments}
    initial = _begin(request, companion, today) if request.method != "POST" else {}
    if initial:
        proposed = look.proposed(initial["why"])
        initial |= {name_of(one): str(proposed.get(one.pk) or "") for one in assignments}
    form, saved_at = bound(
        request, HandOverForm, "handover", companion.pk, initial=initial, assignments=assignments, known=known,
        stood_in=look.stood_in,
    )  # fmt: skip
    choices.put_into(form, {name_of(one): one for one in assignments})
    step, against = request.POST.get("langkah", ""), []
    if request.method == "POST" and form.is_valid() and step in ("periksa", "kirim"):
        if not form.chosen:
            form.add_error(None, _("Choose someone for at least one client."))
        elif named := _names_a_client(form):
            form.add_error("note", named)
        else:
            try:
                if step == "periksa":
                    overrides = actions.check_hand_over(**_asked(request, companion, form))
                    return _confirm(request, companion, form, look, overrides)
                made = _send(request, companion, form)
            except rules.NeedsReason as refusal:
                against = [one.short for one in refusal.against]
                form.add_error("despite", _("Something stands against it, named here. Say why nevertheless."))
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
            except SentTwiceDifferently as error:
                return sent_differently(request, error, where=reverse("handover_list"), back="handover_list")
            else:
                said(request, _("The offers were sent. Until someone says yes, nothing changes for the clients."))
                return redirect("handover_detail", pk=made.pk)
    access.opened(request, [one.client_id for one in assignments], kind=access.AccessKind.LIST)
    lines = [_Line(one, look, form[name_of(one)]) for one in assignments]
    context = {
        "companion": companion,
        "form": form,
        "saved_at": saved_at,
        "lines": lines,
        "loads": _loads(form, look, assignments),
        "own": _own(form, look, assignments),
        "choices": choices,
        "search": request.POST.get("cari", ""),
        "against": against or _asked_for(request),
        "offered": Offer.objects.waiting().filter(assignment__companion=companion.pk).count(),
    }
    return render(request, "companions/handover/new.html", context)


def _asked_for(request):
    """What the page named when it asked for a reason; [] when it did not ask."""
    return request.POST.getlist("asked")[:MOST_LISTED]


def _names_a_client(form):
    """Why the note cannot be sent like this, or ""."""
    try:
        rules.check_no_names(form.cleaned_data["note"], [one.client for one in form.chosen])
    except NotPossible as refusal:
        return str(refusal)
    return ""


class _Line:
    """One client of the caseload: the field, and the reasons for and against whoever is chosen."""

    def __init__(self, assignment, look, field):
        self.assignment, self.field = assignment, field
        self.weight = look.needs[assignment.pk].weight
        self.stood_in = assignment.part == Part.MAIN and assignment.client_id in look.stood_in
        one = look.rankings[assignment.pk].of.get(member_of(field.value()))
        self.fors, self.buts = (one.fors[:2], one.buts) if one else ((), ())
        if one and one.barred:
            self.buts = [one.barred, *self.buts]


def _own(form, look, assignments):
    """(load now, load with what is handed over, limit) of the companion."""
    away = form["why"].value() == WhyHandOver.ABSENCE
    chosen = [one for one in assignments if one.running and form[name_of(one)].value()]
    less = sum((look.needs[one.pk].weight for one in chosen), Decimal(0))
    return look.own_load, look.own_load if away else look.own_load - look.own_offered - less, look.own_limit


def _companion(request, pk):
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    rows = Companion.objects.visible_to(request.actor).filter(organisation_id__in=request.actor.organisations)
    companion = rows.select_related("membership__user", "organisation").filter(pk=pk).first()
    if companion is None:
        raise Http404
    return companion


def _caseload(actor, companion):
    """Current assignments that no offer waits for, by code; in an absence only those as main one are handed on."""
    waiting = Offer.objects.waiting().filter(assignment__companion=companion.pk).values("assignment")
    rows = Assignment.objects.visible_to(actor).current().filter(companion=companion.pk).exclude(pk__in=waiting)
    rows = rows.select_related("client__case", "client__card", "companion__user")
    return list(rows.order_by("client__code"))


def _begin(request, companion, today):
    """Why, as far as the facts say it: an absence that is coming, a last day, too much to carry."""
    asked = request.GET.get("mengapa")
    absence = (
        Absence.objects.filter(companion=companion.pk, cancelled_at=None, until_on__gte=today)
        .order_by("from_on")
        .first()
    )
    if asked in WhyHandOver.values:
        why = asked
    elif companion.leaves_on:
        why = WhyHandOver.LEAVING.value
    else:
        why = WhyHandOver.ABSENCE.value if absence else WhyHandOver.LOAD.value
    return {"why": why, "until_on": absence.until_on if absence and why == WhyHandOver.ABSENCE else None}


def _loads(form, look, assignments):
    """[(name, load now, load with what is chosen, limit)] of the receivers, the heaviest first."""
    more, count = defaultdict(Decimal), defaultdict(int)
    for one in assignments:
        member = member_of(form[name_of(one)].value())
        if member:
            more[member] += look.needs[one.pk].weight
            count[member] += 1
    people = look.people
    look.learn_names(set(more) & set(people))
    found = [
        (look.names[member], count[member], people[member].load, people[member].load + weight, people[member].warn)
        for member, weight in more.items() if member in people
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row[3], row[0].casefold()))


def _confirm(request, companion, form, look, overrides):
    access.opened(request, [one.client_id for one in form.chosen], kind=access.AccessKind.LIST)
    assignments = list(form.assignments.values())
    going = [(one.client, look.names.get(UUID(member), "")) for one, member in form.chosen.items()]
    stays = [one.client for one in assignments if one not in form.chosen]
    context = {
        "companion": companion,
        "loads": _loads(form, look, assignments),
        "own": _own(form, look, assignments),
        "begins_on": _begins_on(form, companion),
        "until_on": form.cleaned_data["until_on"] if form.cleaned_data["why"] == WhyHandOver.ABSENCE else None,
        "going": going,
        "follow": sum(one.part == Part.STAND_IN for one in form.chosen),
        "stays": stays,
        "count": len(form.chosen),
        "answer_days": settings.OFFER_WORKING_DAYS,
        "overrides": overrides,
        "sent": [(name, value) for name, value in request.POST.items() if name in form.fields]
        + [("asked", words) for words in overrides],
    }
    return render(request, "companions/handover/confirm.html", context)


def _begins_on(form, companion):
    """The first day of an absence to come, None where the receiver has the client with the yes."""
    data = form.cleaned_data
    if data["why"] != WhyHandOver.ABSENCE:
        return None
    return proposal.first_day_away(companion.pk, data["until_on"], timezone.localdate())


def _send(request, companion, form):
    token = token_of(request, "handover", companion.pk)
    return actions.hand_over(token=token, **_asked(request, companion, form))


def _asked(request, companion, form):
    """What is looked over and then done; a reason counts for what the page named when it asked for one."""
    members = Membership.objects.select_related("user").in_bulk(set(form.chosen.values()))
    by_id, data = {str(key): member for key, member in members.items()}, form.cleaned_data
    return {
        "companion": companion.membership, "by": request.actor, "why": data["why"], "until_on": data["until_on"],
        "note": data["note"], "despite": data["despite"], "named": set(_asked_for(request)),
        "choices": {one: by_id[member] for one, member in form.chosen.items()},
    }  # fmt: skip


@require_safe
def handover_list(request):
    """All hand-overs of the organisation, the newest first."""
    check_may(request.actor, Right.READ_HAND_OVERS)
    rows = list(running.listed(request.actor)[:MOST_LISTED])
    lines = running.progress(rows)
    open_ones = [line for line in lines if line.waiting or line.returned]
    context = {"running": open_ones, "done": [line for line in lines if line not in open_ones]}
    context["may_begin"] = request.actor.may(Right.ASSIGN_COMPANIONS)
    return render(request, "companions/handover/list.html", context)


@require_safe
def handover_detail(request, pk):
    """Who was asked for whom, and what they said."""
    check_may(request.actor, Right.READ_HAND_OVERS)
    made = running.listed(request.actor).filter(pk=pk, organisation_id__in=request.actor.organisations).first()
    if made is None:
        raise Http404
    offers = Offer.objects.filter(hand_over=made).annotate(still=running.still_there()).select_related("to__user")
    offers = list(offers.order_by("code"))
    access.opened(request, [one.client_id for one in offers], kind=access.AccessKind.LIST)
    rest = Assignment.objects.visible_to(request.actor).current().filter(companion=made.companion_id, part=Part.MAIN)
    waiting = Offer.objects.waiting().filter(assignment__companion=made.companion_id).values("assignment")
    rest = rest.filter(organisation_id__in=request.actor.organisations).exclude(pk__in=waiting)
    context = {
        "made": made,
        "line": running.progress([made])[0],
        "offers": [(one, _state(one)) for one in offers],
        "rest": rest.count(),
        "may_assign": request.actor.may(Right.ASSIGN_COMPANIONS),
    }
    return render(request, "companions/handover/detail.html", context)


def _state(offer):
    """(kind of tag, words) of an offer."""
    if offer.is_waiting:
        return "go", f"{offer.get_state_display()}, {left_words(offer.lapses_at).lower()}"
    if offer.state == OfferState.WAITING:
        return "soon", OfferState.LAPSED.label
    kinds = {OfferState.ACCEPTED: "done", OfferState.DECLINED: "stop", OfferState.WITHDRAWN: "stop"}
    return kinds.get(offer.state, "soon"), offer.get_state_display()


@require_POST
def offer_take_back(request, pk):
    """Taken back by the coordinator before anyone answered."""
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    rows = Offer.objects.visible_to(request.actor).filter(organisation_id__in=request.actor.organisations)
    offer = rows.filter(pk=pk).first()
    if offer is None:
        raise Http404
    try:
        actions.take_back(offer=offer, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, _("Taken back. The client stays where it is."))
    return redirect("handover_detail", pk=offer.hand_over_id)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_take_over(request, pk):
    """Whoever nobody took stays with the organisation's own worker: then the companion can go."""
    companion = _companion(request, pk)
    rest = Assignment.objects.visible_to(request.actor).current().filter(companion=companion.pk)
    rest = rest.filter(organisation_id__in=request.actor.organisations)
    rest = list(rest.select_related("client__card").order_by("client__code"))
    asked = Offer.objects.waiting().filter(assignment__in=rest).select_related("to__user")
    asked = {one.assignment_id: one.to.display_name for one in asked}
    if request.method == "POST":
        count = actions.hold_rest(companion=companion.membership, by=request.actor)
        said(
            request,
            ngettext("%(n)s client is with you now.", "%(n)s clients are with you now.", count) % {"n": count},
        )
        return redirect("gap_list")
    access.opened(request, [one.client_id for one in rest], kind=access.AccessKind.LIST)
    rows = [(one.client, asked.get(one.pk, "")) for one in rest]
    context = {"companion": companion, "rest": rows, "offers": len(asked)}
    return render(request, "companions/handover/take_over.html", context)
