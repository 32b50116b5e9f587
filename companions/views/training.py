"""Trainings: the list, the page of one, planned, changed, cancelled, and the sessions it is made of."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Right
from accounts.rules import check_may
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from companions import actions
from companions.days import days_with_year
from companions.forms.training import SessionForm, TrainingForm, WhyForm
from companions.models import Certificate, Participant, SessionPresence, Training, TrainingSession
from companions.vocabulary import EventState
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
PAGE = 30
MOST = 200


# -- the list ----------------------------------------------------------------------------------------------------------


@dataclass
class Listed:
    """A training with what the lists say of it: how many take part (of whom the reader may know), and its state."""

    training: Training
    today: object
    count: int = 0

    @property
    def days(self):
        return days_with_year(self.training.starts_on, self.training.ends_on)

    @property
    def when(self):
        """coming, running or past."""
        if self.training.state != EventState.PLANNED or self.training.ends_on < self.today:
            return "past"
        return "coming" if self.training.starts_on > self.today else "running"

    @property
    def is_cancelled(self):
        return self.training.state == EventState.CANCELLED

    @property
    def waits(self):
        """It is over, and nobody has written down who was there."""
        return self.training.state == EventState.PLANNED and self.training.ends_on < self.today

    @property
    def kind(self):
        if self.is_cancelled:
            return "stop"
        if self.waits:
            return "soon"
        return "done" if self.training.state == EventState.HELD else "go"

    @property
    def word(self):
        if self.waits:
            return _("Attendance not taken yet")
        if self.training.state != EventState.PLANNED:
            return self.training.get_state_display()
        return _("Running now") if self.when == "running" else self.training.get_state_display()

    @property
    def is_full(self):
        return bool(self.training.seats) and self.count >= self.training.seats


@require_safe
def training_list(request):
    """What comes, what runs, what was; a coordinator reads how many of their own companions take part."""
    actor, today = request.actor, timezone.localdate()
    check_may(actor, Right.READ_COMPANIONS)
    planned = Training.objects.filter(state=EventState.PLANNED, ends_on__gte=today)
    ahead = list(planned.order_by("starts_on", "pk")[:MOST])
    past, next_url = _past(request, today)
    rows = listed(actor, [*ahead, *past], today)
    first = not request.GET.get("sejak")
    context = {
        "running": [row for row in rows if row.when == "running"] if first else [],
        "coming": [row for row in rows if row.when == "coming"] if first else [],
        "past": [row for row in rows if row.when == "past"],
        "next_url": next_url,
        "first_url": "" if first else request.path,
        "may_run": actor.may(Right.RUN_TRAINING),
    }
    return render(request, "companions/training/list.html", context)


def listed(actor, trainings, today=None):
    """[Listed], in one more statement for any number of them."""
    rows = Participant.objects.visible_to(actor).filter(withdrawn_at=None, training__in=[one.pk for one in trainings])
    counts = {}
    for key in rows.values_list("training", flat=True):
        counts[key] = counts.get(key, 0) + 1
    today = today or timezone.localdate()
    return [Listed(one, today, counts.get(one.pk, 0)) for one in trainings]


def _past(request, today):
    """(trainings that took place, are over or cancelled, newest first; the address of the next page or "")."""
    over = Training.objects.filter(ends_on__lt=today) | Training.objects.exclude(state=EventState.PLANNED)
    over = over.order_by("-starts_on", "pk")
    try:
        last = over.filter(pk=UUID(request.GET.get("sejak", ""))).first()
    except ValueError:
        last = None
    if last is not None:
        later_the_same_day = over.filter(starts_on=last.starts_on, pk__gt=last.pk)
        over = (over.filter(starts_on__lt=last.starts_on) | later_the_same_day).order_by("-starts_on", "pk")
    found = list(over[: PAGE + 1])
    return found[:PAGE], f"?sejak={found[PAGE - 1].pk}" if len(found) > PAGE else ""


# -- the page of one ---------------------------------------------------------------------------------------------------


def training_in_sight(request, pk, right=Right.RUN_TRAINING):
    """The training. A role that may not reads why; what does not exist is 404."""
    check_may(request.actor, right)
    training = Training.objects.select_related("organisation").filter(pk=pk).first()
    if training is None:
        raise Http404
    return training


def if_cancelled(request, training):
    """Of a training that was cancelled nothing is written any more: says so on its page; else None."""
    if training.state != EventState.CANCELLED:
        return None
    warned(request, _("This training was cancelled."))
    return redirect("training_detail", pk=training.pk)


@dataclass
class Row:
    """One participant on the page of a training."""

    participant: Participant
    sessions: int = 0
    certificate: Certificate | None = None

    @property
    def name(self):
        return self.participant.companion.display_name

    @property
    def has_scores(self):
        return self.participant.score_before is not None and self.participant.score_after is not None


@dataclass
class Group:
    """An organisation and those of it who take part."""

    name: str
    rows: list = field(default_factory=list)


def rows_of(actor, training):
    """[Row] of all whom the actor may know of, those who withdrew too, by name. Three statements."""
    people = Participant.objects.visible_to(actor).filter(training=training)
    people = list(people.select_related("companion__user", "organisation"))
    counts = {}
    for key in SessionPresence.objects.filter(participant__in=people).values_list("participant", flat=True):
        counts[key] = counts.get(key, 0) + 1
    certificates = Certificate.objects.visible_to(actor).filter(participant__in=people).defer("code")
    certificates = {one.participant_id: one for one in certificates}
    rows = [Row(one, counts.get(one.pk, 0), certificates.get(one.pk)) for one in people]
    return sorted(rows, key=lambda row: (row.name.casefold(), str(row.participant.pk)))


def groups_of(rows):
    """[Group] by name of the organisation."""
    groups = {}
    for row in rows:
        place = row.participant.organisation
        groups.setdefault(place.pk, Group(place.name)).rows.append(row)
    return sorted(groups.values(), key=lambda group: group.name.casefold())


def sessions_of(training):
    """Its sessions by day and topic: topics are sealed, so they are put in order here."""
    rows = TrainingSession.objects.filter(training=training)
    return sorted(rows, key=lambda one: (one.held_on, one.topic.casefold()))


@require_safe
def training_detail(request, pk):
    """Facts, sessions, who takes part, certificates; a coordinator reads the rows of their own companions."""
    training = training_in_sight(request, pk, Right.READ_COMPANIONS)
    return _detail(request, training, SessionForm(initial={"held_on": training.starts_on}))


def _detail(request, training, session_form, status=200):
    actor, today = request.actor, timezone.localdate()
    rows = rows_of(actor, training)
    there = [row for row in rows if row.participant.withdrawn_at is None]
    sessions = sessions_of(training)
    taken = SessionPresence.objects.filter(session__in=sessions).values_list("session", flat=True)
    state = Listed(training, today, len(there))
    context = {
        "training": training,
        "state": state,
        "sessions": sessions,
        "taken": set(taken.distinct()),
        "groups": groups_of(there),
        "count": len(there),
        "withdrawn": [row for row in rows if row.participant.withdrawn_at],
        "has_begun": training.starts_on <= today,
        "certified": sum(row.certificate is not None for row in there),
        "form": session_form,
        "may_run": actor.may(Right.RUN_TRAINING) and not state.is_cancelled,
    }
    return render(request, "companions/training/detail.html", context, status=status)


# -- planned, changed, cancelled ---------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def training_new(request):
    """Plan a training."""
    check_may(request.actor, Right.RUN_TRAINING)
    return _edit(request, None)


@require_http_methods(GET_POST)
def training_edit(request, pk):
    """Change what was planned."""
    training = training_in_sight(request, pk)
    return if_cancelled(request, training) or _edit(request, training)


def _edit(request, training):
    subject = training.pk if training else ""
    form, saved_at = bound(request, TrainingForm, "training", subject, initial=TrainingForm.initial_of(training))
    if request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, "training", subject)
            kept = actions.plan_training(token=token, by=request.actor, training=training, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="training_detail", back="training_list")
        else:
            if training:
                said(request, _("The training was saved."))
            else:
                said(request, _("The training is planned. Now add its sessions and enrol companions."))
            return redirect("training_detail", pk=kept.pk)
    context = {"training": training, "form": form, "saved_at": saved_at, "subject": subject}
    return render(request, "companions/training/edit.html", context)


@require_http_methods(GET_POST)
def training_cancel(request, pk):
    """It does not take place: what happens, a reason, then the deed."""
    training = training_in_sight(request, pk)
    if stop := if_cancelled(request, training):
        return stop
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token_of(request, "training_cancel", pk)
            actions.cancel_training(training=training, by=request.actor, why=form.cleaned_data["why"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The training was cancelled."))
            return redirect("training_detail", pk=pk)
    happens = [
        _("The training stands under those that are over, with your reason."),
        _("Companions who are enrolled get a notice. Whoever is on the way is best called."),
    ]
    context = {"training": training, "form": form, "happens": happens}
    return render(request, "companions/training/cancel.html", context)


# -- sessions ----------------------------------------------------------------------------------------------------------


@require_POST
def session_new(request, pk):
    """One more session; what is wrong with it stands on the page of the training again."""
    training = training_in_sight(request, pk)
    if stop := if_cancelled(request, training):
        return stop
    form = SessionForm(request.POST)
    if form.is_valid():
        try:
            token_of(request, "session", pk)
            actions.add_session(training=training, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The session was added."))
            return redirect("training_detail", pk=pk)
    return _detail(request, training, form)


@require_POST
def session_remove(request, pk):
    """A session that was planned by mistake."""
    check_may(request.actor, Right.RUN_TRAINING)
    session = TrainingSession.objects.select_related("training").filter(pk=pk).first()
    if session is None:
        raise Http404
    try:
        actions.remove_session(session=session, by=request.actor)
    except NotPossible as refusal:
        warned(request, str(refusal))
    else:
        said(request, _("The session was removed."))
    return redirect("training_detail", pk=session.training_id)
