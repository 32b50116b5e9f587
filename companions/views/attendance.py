"""Who takes part in a training, in which sessions they were, and how they scored."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, token_of, warned
from companions import actions
from companions.facts import lines_of
from companions.forms.training import AttendanceForm, PeopleForm
from companions.models import Companion, Participant, SessionPresence
from companions.status import Status
from companions.views.companion_rows import Row
from companions.views.training import if_cancelled, sessions_of, training_in_sight
from privacy import drafts

GET_POST = ["GET", "HEAD", "POST"]
SHOWN = 200  # rows of a page; beyond them an organisation is to be chosen


@dataclass
class Candidates:
    """Those of one organisation who could come."""

    organisation: object
    rows: list


@require_http_methods(GET_POST)
def training_enrol(request, pk):
    """Companions of all organisations, those whose certificate runs out first, to be ticked."""
    training = training_in_sight(request, pk)
    if stop := if_cancelled(request, training):
        return stop
    there = Participant.objects.filter(training=training, withdrawn_at=None)
    there = set(there.values_list("companion", flat=True))
    rows = [row for row in candidates(request.actor) if row.companion.pk not in there]
    everyone = {row.companion.pk for row in rows} | there  # who came in meanwhile is no mistake
    form = PeopleForm(request.POST if request.method == "POST" else None, people=everyone)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, "enrol", pk)
            added = enrol(request.actor, training, form.cleaned_data["who"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, enrolled_in_words(added))
            return redirect("training_detail", pk=pk)
    places = _places(rows)
    chosen = request.GET.get("lembaga", "")
    fitting = [row for row in rows if chosen in ("", str(row.companion.organisation_id))]
    context = {
        "training": training,
        "form": form,
        "ticked": form.ticked(),
        "groups": _groups(fitting[:SHOWN]),
        "hidden": len(fitting) - len(fitting[:SHOWN]),
        "total": len(fitting),
        "places": places,
        "chosen": chosen,
        "enrolled": len(there),
        "seats_left": max(training.seats - len(there), 0) if training.seats else None,
    }
    return render(request, "companions/training/enrol.html", context)


def candidates(actor):
    """[Row] of all companions whom the actor reads and who have not left: the soonest to be trained first."""
    today = timezone.localdate()
    lines = lines_of(actor, Companion.objects.visible_to(actor))
    rows = [Row(line, today, works=False) for line in lines if line.status != Status.LEFT]
    return sorted(rows, key=lambda row: (_runs_out(row), row.line.name.casefold(), str(row.companion.pk)))


def _runs_out(row):
    """Certificates that run out, soonest first; then who has none yet; then the others."""
    state = row.certificate_state
    order = {"expired": 0, "soon": 0, "none": 1}.get(state, 2)
    return order, row.line.certificate.expires_on if row.line.certificate else date.min


def _groups(rows):
    """[Candidates] by name of the organisation; inside each the order of `candidates` stays."""
    groups = {}
    for row in rows:
        groups.setdefault(row.companion.organisation_id, Candidates(row.companion.organisation, [])).rows.append(row)
    return sorted(groups.values(), key=lambda group: group.organisation.name.casefold())


def _places(rows):
    """[(id, name, how many)] of the organisations, by name."""
    return [(str(one.organisation.pk), one.organisation.name, len(one.rows)) for one in _groups(rows)]


def enrol(actor, training, ids):
    """Enrol the companions with these ids; gives how many are new. Raises NotPossible."""
    known = Companion.objects.visible_to(actor).filter(pk__in=ids).values("pk")
    return actions.enrol(training=training, companions=list(Membership.objects.filter(pk__in=known)), by=actor)


def enrolled_in_words(added):
    if not added:
        return _("They take part already. Nothing was changed.")
    return ngettext("%(n)s companion was enrolled.", "%(n)s companions were enrolled.", added) % {"n": added}


@require_POST
def participant_withdraw(request, pk):
    """Does not come after all."""
    check_may(request.actor, Right.RUN_TRAINING)
    rows = Participant.objects.visible_to(request.actor).select_related("training", "companion__user")
    participant = rows.filter(pk=pk).first()
    if participant is None:
        raise Http404
    try:
        actions.withdraw_participant(participant=participant, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, _("%(name)s does not take part any more.") % {"name": participant.companion.display_name})
    return redirect("training_detail", pk=participant.training_id)


@require_http_methods(GET_POST)
def training_attendance(request, pk):
    """Sessions across, participants down, and the two scores of each; saved whole."""
    training = training_in_sight(request, pk)
    if stop := if_cancelled(request, training):
        return stop
    today = timezone.localdate()
    sessions = sessions_of(training)
    held = [one for one in sessions if one.held_on <= today]
    people = _people(request.actor, training)
    initial = AttendanceForm.initial_of(people, _presences(people))
    everyone = request.POST.get("semua", "")  # a session: all of its boxes are ticked, and nothing is kept yet
    if everyone:
        initial = AttendanceForm.ticked_by(request.POST, people, everyone)
        form, saved_at = AttendanceForm(initial=initial, sessions=held, people=people), None
    else:
        form, saved_at = bound(request, AttendanceForm, "attendance", pk, initial=initial, sessions=held, people=people)
    if request.method == "POST" and not everyone and form.is_valid():
        presences, scores = form.answers()
        try:
            token_of(request, "attendance", pk)
            actions.record_attendance(training=training, by=request.actor, presences=presences, scores=scores)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.discard(request.actor, "attendance", pk)
            said(request, _("Attendance and scores were saved."))
            return redirect("training_detail", pk=pk)
    context = {
        "training": training,
        "form": form,
        "rows": list(form.rows()),
        "held": held,
        "to_come": len(sessions) - len(held),
        "has_begun": training.starts_on <= today,
        "saved_at": saved_at,
    }
    return render(request, "companions/training/attendance.html", context)


def _people(actor, training):
    rows = Participant.objects.visible_to(actor).filter(training=training, withdrawn_at=None)
    people = [(row, row.companion.display_name) for row in rows.select_related("companion__user", "organisation")]
    return sorted(people, key=lambda pair: (pair[1].casefold(), str(pair[0].pk)))


def _presences(people):
    """{participant id: {session id}}"""
    found = {}
    rows = SessionPresence.objects.filter(participant__in=[row.pk for row, _name in people])
    for participant, session in rows.values_list("participant", "session"):
        found.setdefault(participant, set()).add(session)
    return found
