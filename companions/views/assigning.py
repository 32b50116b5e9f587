"""Assign a companion to a client: who suits and why, in two taps. And what the client says, wishes and fears."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible, has_consent
from cases.views.base import bound, client_in_care, page, said, sent_differently, token_of, warned
from cases.vocabulary import Purpose
from companions import actions, rules
from companions.choosing import folded, is_new, need_with, rank
from companions.forms.assigning import AssignForm, BarrierForm, EndForm, SaidForm, WishForm
from companions.models import Assignment, ClientBarrier, Companion, CompanionWish, Gap
from companions.panels import wish_words
from companions.vocabulary import WANTS_CHANGE, AskedBy, Part, Said
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
SHOWN, SECOND, OTHERS, MOST = 8, 4, 12, 60


@require_http_methods(GET_POST)
def companion_assign(request, pk):
    """The list of suitable companions with reasons; each has its button."""
    client = _to_accompany(request, pk)
    part = Part.SECOND if request.GET.get("bagian") == Part.SECOND else Part.MAIN
    assignments = list(Assignment.objects.filter(client=client).select_related("companion__user"))
    now = next((one for one in assignments if one.part == part and one.is_current), None)
    word = rules.last_answer(client)
    initial = {"replaces": now and now.pk}
    about_now = rules.word_about(now) if now else None
    if about_now and about_now.said in WANTS_CHANGE:
        initial["asked_by"] = AskedBy.CLIENT
    form, saved_at = bound(request, AssignForm, "assign", client.pk, initial=initial)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            if _asks_to_replace(request, now, form):
                actions.check_assign(client=client, by=request.actor, **_choice(request, client, part, form))
                return _replace(request, client, now, form)
            assignment = _assign(request, client, part, form)
        except NotPossible as exc:
            refusal = exc
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=client.get_absolute_url(), back="client_detail")
        else:
            said(request, _accompanies(assignment))
            return redirect(client)
    context = _suggested(request, client, part, now, assignments, form, refusal)
    context |= {"word": word, "saved_at": saved_at}
    return page(request, "companions/assigning/assign.html", client, context)


def _to_accompany(request, pk):
    """The client, for a coordinator of an organisation that has companions and holds the case; everyone else: 404."""
    client = client_in_care(request, pk, Right.ASSIGN_COMPANIONS)
    rules.holder_for(request.actor, client)
    if not rules.has_companions(request.actor):
        raise Http404
    return client


def _asks_to_replace(request, now, form):
    """Not yet sure; when someone else has come meanwhile, the refusal says so."""
    return now is not None and form.cleaned_data.get("replaces") == now.pk and "yakin" not in request.POST


def _replace(request, client, now, form):
    """The last look before someone goes: who comes, and who wanted it."""
    people = Companion.objects.visible_to(request.actor).select_related("membership__user")
    comes = people.filter(pk=form.cleaned_data["companion"]).first()
    if comes is None:
        raise Http404
    sent = [(name, value) for name, value in request.POST.items() if name in form.fields and name != "asked_by"]
    sent += [("asked", value) for value in request.POST.getlist("asked")]
    context = {"now": now, "comes": comes, "form": form, "sent": sent}
    return page(request, "companions/assigning/replace.html", client, context)


def _assign(request, client, part, form):
    data = form.cleaned_data
    return actions.assign(
        token=token_of(request, "assign", client.pk), client=client, by=request.actor, word_note=data["note"],
        plans_along=data["plans_along"], **_choice(request, client, part, form),
        **({"asked_by": data["asked_by"]} if data.get("asked_by") else {}),
    )  # fmt: skip


def _choice(request, client, part, form):
    """What is looked at before anyone is asked whether they are sure, and again when it is done."""
    data = form.cleaned_data
    member = Membership.objects.select_related("user").filter(pk=data["companion"]).first()
    if member is None:
        raise NotPossible(_("This person is not a companion of your organisation. Choose someone else."))
    replaces = None
    if data.get("replaces"):
        replaces = Assignment.objects.filter(pk=data["replaces"], client=client).select_related("client").first()
    return {
        "companion": member, "part": part, "said": data["said"], "said_on": data.get("said_on"), "replaces": replaces,
        "from_on": data.get("from_on"), "despite": data["despite"], "named": _named_for(request, member),
    }  # fmt: skip


def _named_for(request, member):
    """What the page said against this person when it asked for a reason."""
    asked = [one.partition(" ") for one in request.POST.getlist("asked")]
    return {short for pk, _space, short in asked if pk == str(member.pk)}


def _accompanies(assignment):
    words = {"name": assignment.companion.display_name, "why": assignment.despite}
    if assignment.despite:
        return _("%(name)s accompanies this client now. Chosen nevertheless: %(why)s") % words
    return _("%(name)s accompanies this client now.") % words


def _suggested(request, client, part, now, assignments, form, refusal):
    today = timezone.localdate()
    wish = CompanionWish.objects.filter(pk=client.pk).first()
    need = need_with(client, wish, today)
    wants_all = request.GET.get("semua")
    most = (MOST, MOST) if wants_all else (SHOWN, OTHERS)
    most = (most[0], most[1] + len(Part))  # who accompanies this client now is among the others, and left out below
    ranking = rank(request.actor, client, need, today=today, most=most, assignments=assignments)
    fitting = [one for one in ranking.suited if not one.is_second_choice]
    second = [one for one in ranking.suited if one.is_second_choice]
    suited = fitting[: MOST if wants_all else SHOWN]
    not_suited = [one for one in ranking.others if not one.candidate.is_current]
    most = OTHERS if suited and not wants_all else MOST
    second, others = second[: MOST if wants_all else SECOND], not_suited[:most]
    asked = _asked_despite(form, ranking, now, refusal)
    people = _people([one.candidate.member for one in (*suited, *second, *others, *([asked] if asked else []))])
    own, household = rules.names_around(client)
    alike = {pk for pk, row in people.items() if folded(row.name) in {own, *household} - {""}}
    against = getattr(refusal, "against", ())
    if refusal:
        form.add_error("despite" if asked and against else None, str(refusal))
    gap = Gap.objects.filter(client=client, holder_id__in=request.actor.organisations).order_by("since").first()
    since = timezone.localdate(gap.since) if gap else None
    return {
        "form": form,
        "part": part,
        "now": now,
        "suited": [(one, people[one.candidate.member]) for one in suited if one.candidate.member not in alike],
        "second": [(one, people[one.candidate.member]) for one in second if one.candidate.member not in alike],
        "more": not wants_all and len(ranking.suited) + len(not_suited) > len(suited) + len(second) + len(others),
        "with_reason": _with_reason([*suited, *second], others, people, alike),
        "refused": [(one, people[one.candidate.member]) for one in others if one.is_refused],
        "others_count": len(others) + sum(one.candidate.member in alike for one in suited),
        "weight": need.weight,
        "is_new": is_new(client, today),
        "new_days": settings.NEW_CLIENT_DAYS,
        "wish": wish,
        "wish_words": wish_words(wish, with_kind=True),
        "since": since,
        "assign_by": since and since + timedelta(days=settings.ASSIGN_WITHIN_DAYS),
        "today": today,
        "confirmed": has_consent(client, Purpose.C1),
        "despite_for": people[asked.candidate.member] if asked else None,
        "against": [one.short for one in against] or _against_of(asked, alike),
    }


def _with_reason(suited, others, people, alike):
    """[(companion, why not)]: those whose name is around the client, then those against whom something stands."""
    named = [(people[one.candidate.member], _alike_words()) for one in suited if one.candidate.member in alike]
    return named + [(people[one.candidate.member], one.barred) for one in others if not one.is_refused]


def _against_of(asked, alike):
    """What stands against whoever was chosen with a reason, when something else was refused."""
    if asked is None:
        return []
    return [words for words in (asked.barred, _alike_words() if asked.candidate.member in alike else "") if words]


def _alike_words():
    return _("has the name of the client or of someone in the household")


def _asked_despite(form, ranking, now, refusal):
    """The suggestion for whom the page asks a reason, or None.

    A reason is asked for beyond what the ranking knows, too: a companion with the client's name, a day before the
    certificate. None helps when the client's companion has changed since the page was opened.
    """
    data = getattr(form, "cleaned_data", {})
    one = ranking.of.get(data.get("companion"))
    if one is not None and (one.is_refused or one.candidate.is_current or data.get("replaces") != (now and now.pk)):
        one = None
    return one if refusal or data.get("despite") else None


def _people(ids):
    rows = Companion.objects.filter(pk__in=ids).select_related("membership__user", "organisation")
    rows = rows.only("membership__user__display_name", "membership__user__username", "organisation__name")
    return {row.pk: row for row in rows}


@require_http_methods(GET_POST)
def assignment_end(request, pk):
    """Confirm page: what happens, and why it ends."""
    assignment = _assignment(request, pk)
    client = client_in_care(request, assignment.client_id, Right.ASSIGN_COMPANIONS)
    if request.method != "POST" and assignment.ended_at is not None:
        warned(request, _("This assignment has ended already. Nothing was changed."))
        return redirect(client)
    form, _saved = bound(request, EndForm, "assignment_end", pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(assignment=assignment, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("%(name)s no longer accompanies this client.") % _named(assignment))
            return redirect(client)
    happens = [
        _("%(name)s no longer sees this client, from this moment.") % _named(assignment),
        _("What they had planned goes to the client's responsible worker, or to you."),
        _("Until someone is assigned, the client stands among those without a companion."),
    ]
    if assignment.part != Part.MAIN:
        happens = happens[:1] + [_("The main companion stays, and takes what they had planned.")]
    context = {"assignment": assignment, "form": form, "happens": happens, "name": assignment.companion.display_name}
    return page(request, "companions/assigning/end.html", client, context)


def _assignment(request, pk):
    rows = Assignment.objects.visible_to(request.actor).select_related("client", "companion__user")
    assignment = rows.filter(pk=pk).first()
    if assignment is None:
        raise Http404
    return assignment


def _named(assignment):
    return {"name": assignment.companion.display_name}


@require_http_methods(GET_POST)
def companion_wish(request, pk):
    """Whom the client would like to be accompanied by."""
    client = _to_accompany(request, pk)
    wish = CompanionWish.objects.filter(pk=client.pk).first()
    initial = {name: getattr(wish, name) for name in ("sex", "kind", "languages", "note")} if wish else None
    form, _saved = bound(request, WishForm, "wish", client.pk, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_wish(client=client, by=request.actor, **form.cleaned_data)
        said(request, _("The client's wishes were saved."))
        return redirect("companion_assign", pk=client.pk)
    return page(request, "companions/assigning/wish.html", client, {"form": form})


@require_http_methods(GET_POST)
def barrier_new(request, pk):
    """Someone who never accompanies this client."""
    client = _to_accompany(request, pk)
    rows = Companion.objects.visible_to(request.actor).filter(membership__active=True).exclude(pk=request.actor.id)
    people = sorted(
        ((row.pk, row.name) for row in rows.select_related("membership__user")), key=lambda one: one[1].lower()
    )
    current = Assignment.objects.current().filter(client=client, companion__in=[pk for pk, _name in people])
    current = [one.companion.display_name for one in current.select_related("companion__user")]
    form, _saved = bound(request, BarrierForm, "barrier", client.pk, people=people, current=current)
    if request.method == "POST" and form.is_valid():
        try:
            member = Membership.objects.get(pk=UUID(form.cleaned_data["companion"]))
            actions.add_barrier(
                token=token_of(request, "barrier", client.pk), client=client, companion=member, by=request.actor,
                kind=form.cleaned_data["kind"], note=form.cleaned_data["note"],
                ends=form.cleaned_data.get("ends", False),
            )  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=client.get_absolute_url(), back="client_detail")
        else:
            said(request, _("Saved. This person is not told, and is never suggested for this client."))
            return redirect(client)
    return page(request, "companions/assigning/barrier.html", client, {"form": form})


@require_POST
def barrier_lift(request, pk):
    """The client thinks otherwise now."""
    barrier = ClientBarrier.objects.visible_to(request.actor).select_related("client").filter(pk=pk).first()
    if barrier is None:
        raise Http404
    check_may(request.actor, Right.ASSIGN_COMPANIONS)
    actions.lift_barrier(barrier=barrier, by=request.actor)
    said(request, _("Taken off. This person may be suggested for this client again."))
    return redirect(barrier.client)


@require_http_methods(GET_POST)
def word_new(request, pk):
    """The client's word, by whoever heard it."""
    client = client_in_care(request, pk, Right.RECORD_VISITS)
    form, saved_at = bound(request, SaidForm, "word", client.pk)
    form.fields["said"].choices = [(one.value, one.label) for one in Said if one != Said.NOT_ASKED]
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_word(
                token=token_of(request, "word", client.pk), client=client, by=request.actor, **form.cleaned_data
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where=client.get_absolute_url(), back="client_detail")
        else:
            said(request, _("The client's word was written down."))
            return redirect(client)
    context = {"form": form, "saved_at": saved_at, "now": rules.current(client)}
    return page(request, "companions/assigning/word.html", client, context)


def assign_url(client_id, part=Part.MAIN):
    url = reverse("companion_assign", args=[client_id])
    return url if part == Part.MAIN else f"{url}?bagian={part.value}"
