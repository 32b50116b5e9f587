"""A recorded visit: read, corrected, marked as recorded by mistake; its versions."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.roles import Right
from accounts.rules import why_not
from cases import actions, registry, rules
from cases.forms.plans import ReasonForm
from cases.forms.visits import CorrectForm, initial_of, seen
from cases.models import HomeVisit, RestrictedNote
from cases.timeline import title_of
from cases.views.base import client_in_care, page, said
from cases.visit_facts import TOLD, changes_of, differences, groups_of, label_of
from cases.visit_facts import said as in_words
from privacy import drafts, tokens

GET_POST = ["GET", "HEAD", "POST"]
FORM = "visit_correct"


def _visit(request, pk, right=Right.READ_CASE):
    """(visit, client), fetched and authorised in one; a stranger meets 404."""
    people = ("recorded_by__user", "corrected_by__user", "hidden_by__user")
    visit = HomeVisit.objects.visible_to(request.actor).select_related(*people).filter(pk=pk).first()
    if visit is None:
        raise Http404
    visit.client = client_in_care(request, visit.client_id, right)
    return visit, visit.client


def _may_correct(actor, visit):
    """Whether a button is worth showing; the action asks again."""
    try:
        return not why_not(rules.check_can_correct, actor, visit)
    except rules.NotPossible:
        return False


@require_safe
def visit_detail(request, pk):
    """What happened at a visit, by group; words on health stand in folds."""
    visit, client = _visit(request, pk)
    facts = [(label_of("visited_at"), in_words(visit, "visited_at")), (label_of("place"), in_words(visit, "place"))]
    context = {
        "visit": visit,
        "title": _("Recorded by mistake") if visit.hidden_at else title_of(visit),
        "facts": [*facts, (label_of("result"), in_words(visit, "result"))],
        "health": [(label_of("health"), in_words(visit, "health"))] if visit.health else [],
        "groups": groups_of(visit),
        "note": RestrictedNote.objects.filter(visit=visit).select_related("author__user").first(),
        "next_on": visit.next_visit_on,
        "has_versions": bool(visit.corrected_at or visit.hidden_at or changes_of(visit)),
        "ways": [] if visit.hidden_at else registry.ways_after(request.actor, visit),
        "may_correct": _may_correct(request.actor, visit),
        "may_show": bool(visit.hidden_at) and not why_not(rules.check_same_case, request.actor, Right.EDIT_CASE, visit),
    }
    return page(request, "cases/visits/detail.html", client, context)


@require_http_methods(GET_POST)
def visit_correct(request, pk):
    """Change a visit; the version before stays. Of two who correct at once, the second sees what the first wrote."""
    visit, client = _visit(request, pk, Right.RECORD_VISITS)
    try:
        rules.check_can_correct(request.actor, visit)
    except rules.NotPossible as refusal:
        return page(request, "cases/visits/detail_closed.html", client, {"visit": visit, "sentence": str(refusal)})
    note = RestrictedNote.objects.filter(visit=visit).first()
    options = {"with_note": note is None or note.author_id == request.actor.id}
    initial = {**initial_of(visit), "restricted_note": note.text if note and options["with_note"] else ""}
    meanwhile, saved_at, token = [], None, None
    if request.method == "POST":
        form = CorrectForm(request.POST, initial=initial, **options)
        if form.is_valid():
            answer, meanwhile = _correct(request, visit, form)
            if answer:
                return answer
            if meanwhile:  # knowing what stands there now, the person may save over it
                form.data = form.data.copy()
                form.data["seen_at"] = seen(visit)
    else:
        data, saved_at = drafts.load(request.actor, FORM, pk)
        if data is not None:
            initial |= drafts.initial_of(CorrectForm, data, **options)
            token = drafts.token_of(request, data, FORM, pk)
        form = CorrectForm(initial=initial, **options)
    context = {
        "form": form,
        "visit": visit,
        "saved_at": saved_at,
        "token": token,
        "subject": pk,
        "groups": form.groups(preferences.open_folds(request.actor, "visit") or ()),
        "meanwhile": meanwhile,
        "draft_form": FORM,
    }
    return page(request, "cases/visits/correct.html", client, context)


def _correct(request, visit, form):
    """(answer, []) when it was saved; (None, what differs from the version that stands now) when someone was first."""
    answers = form.answers()
    typed = HomeVisit(client_id=visit.client_id, **answers)
    changed = differences(visit, typed, TOLD)
    note = form.cleaned_data.get("restricted_note", "")
    if note != form.initial.get("restricted_note", ""):
        changed = [*changed, (form["restricted_note"].label, form.initial.get("restricted_note", ""), note)]
    if in_words(visit, "visited_at") == in_words(typed, "visited_at"):
        answers["visited_at"] = visit.visited_at  # the form shows minutes; the seconds were no one's correction
    try:
        tokens.read_for(request, FORM, visit.pk)
        actions.correct_visit(
            visit=visit, by=request.actor, seen_at=parse_datetime(form.cleaned_data["seen_at"] or "") or None,
            restricted_note=form.cleaned_data.get("restricted_note"), **answers,
        )  # fmt: skip
    except tokens.NoToken:
        form.add_error(None, _("This page was open for too long. Look it over and save once more."))
        return None, []
    except rules.NotPossible as refusal:
        if form.cleaned_data["seen_at"] == seen(visit):
            form.add_error(None, str(refusal))
            return None, []
        if changed:
            form.add_error(None, str(refusal))
            return None, changed
    drafts.discard(request.actor, FORM, visit.pk)  # pressed twice, the second finds nothing left to change
    said(request, _("The correction was saved. The version before is kept."))
    return redirect("visit_detail", pk=visit.pk), []


@require_http_methods(GET_POST)
def visit_hide(request, pk):
    """ "Recorded by mistake": a page that says what happens, and asks why."""
    visit, client = _visit(request, pk, Right.RECORD_VISITS)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hide_visit(visit=visit, by=request.actor, because=form.cleaned_data["because"])
        except rules.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The visit was marked as recorded by mistake. It no longer counts."))
            return redirect("visit_detail", pk=visit.pk)
    happens = [
        _("The visit stays readable as a line that says why."),
        _("It no longer counts as a visit, in lists and in figures."),
        _("Steps and plans that it opened stay; drop them separately."),
    ]
    return page(request, "cases/visits/hide.html", client, {"visit": visit, "form": form, "happens": happens})


@require_POST
def visit_show(request, pk):
    """Undo of hiding."""
    visit, _client = _visit(request, pk, Right.EDIT_CASE)
    actions.show_visit(visit=visit, by=request.actor)
    said(request, _("The visit counts again."))
    return redirect("visit_detail", pk=visit.pk)


@require_safe
def visit_versions(request, pk):
    """Who changed what and when, newest first, down to who recorded it."""
    visit, client = _visit(request, pk)
    return page(request, "cases/visits/versions.html", client, {"visit": visit, "changes": changes_of(visit)})
