"""Meetings of an LKS or KDS: coming, to be written down, held; planned, changed, cancelled."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership, Organisation
from accounts.roles import Right
from accounts.rules import NotAllowed, check_may
from cases.forms.plans import ReasonForm
from cases.rules import NotPossible
from cases.views.base import bound, said, sent_differently, token_of, warned
from companions import actions, rules
from companions.days import day_words
from companions.forms.meetings import MeetingForm, as_id
from companions.models import Attendance, Meeting
from companions.rules import facilitates
from companions.views.companion_rows import reads_work
from companions.views.meeting_people import attendances_of
from companions.views.place_rows import PLACES
from companions.vocabulary import EventState
from privacy import access
from privacy.receipts import SentTwiceDifferently

GET_POST = ["GET", "HEAD", "POST"]
PAGE = 30
MOST = 100


# -- who reads ---------------------------------------------------------------------------------------------------------


def check_reads_meetings(actor):
    """Who runs them, supervisors, and companions: they tell their clients. Raises NotAllowed for others."""
    if not (actor.may(Right.RUN_MEETINGS) or actor.may(Right.ACCOMPANY) or reads_work(actor)):
        raise NotAllowed(_("This is not part of your role. Ask your coordinator."))


def reads_attendance(actor, meeting=None):
    """Who came is for those who hold the cases; a companion's own clients say so in their timelines.

    Who facilitates a meeting reads of it what they write down: their own clients.
    """
    return actor.may(Right.RUN_MEETINGS) or reads_work(actor) or (meeting is not None and facilitates(actor, meeting))


def prints(actor, meeting):
    """Who runs meetings prints the list to sign, and who facilitates this one: by code, of the clients they open."""
    return actor.may(Right.RUN_MEETINGS) or meeting.facilitator_id == actor.id


def meetings_of(actor):
    """Those of the actor's organisation and, for an LKS's coordinator and companions, of its KDS."""
    rows = Meeting.objects.filter(organisation_id__in=_whose(actor))
    return rows.select_related("organisation", "facilitator__user")


def _whose(actor):
    """Ids of organisations. Clients of an LKS's companions go to the meetings of its KDS."""
    mine = list(actor.organisations)
    if actor.may(Right.ACCOMPANY):
        mine += Organisation.objects.filter(parent=actor.organisation_id, active=True).values_list("pk", flat=True)
    return mine


def meeting_in_sight(request, pk, right=None):
    """The meeting; strangers 404, and 403 for a role that does not read meetings, or has not this right."""
    check_reads_meetings(request.actor)
    meeting = meetings_of(request.actor).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    if right is not None:
        check_may(request.actor, right)
    return meeting


# -- the list and the page ---------------------------------------------------------------------------------------------


@require_safe
def meeting_list(request):
    """What is still to be written down on top, then what comes, then what was."""
    actor = request.actor
    check_reads_meetings(actor)
    now = timezone.now()
    rows = meetings_of(actor)
    planned = rows.filter(state=EventState.PLANNED).order_by("starts_at", "pk")
    past, next_url = _past(request, rows.exclude(state=EventState.PLANNED))
    later = bool(request.GET.get("sejak"))
    may_run = actor.may(Right.RUN_MEETINGS)
    context = {
        "waiting": [] if later else _in_part(actor, _to_be_written_down(actor, planned.filter(starts_at__lte=now))),
        "coming": [] if later else _in_part(actor, planned.filter(starts_at__gt=now)[:MOST]),
        "past": _in_part(actor, past),
        "next_url": next_url,
        "first_url": request.path if later else "",
        "several": len(_whose(actor)) > 1,
        "may_run": may_run and bool(_organisations(actor)),
        "tells": actor.may(Right.ACCOMPANY),
    }
    return render(request, "companions/meetings/list.html", context)


def _in_part(actor, rows):
    """The meetings, each with whether the actor reads more than day and group (`is_told`)."""
    rows = list(rows)
    for one in rows:
        one.is_told = rules.reads_meeting(actor, one)
    return rows


def _to_be_written_down(actor, rows):
    """All of them for who runs meetings; for a companion those that they facilitated."""
    if not actor.may(Right.RUN_MEETINGS):
        rows = rows.filter(facilitator=actor.id) if actor.may(Right.ACCOMPANY) else rows.none()
    return list(rows[:MOST])


def _past(request, rows):
    """([meetings held or cancelled], address of the next page), newest first, with the number of those who came."""
    after = rows.filter(pk=as_id(request.GET.get("sejak"))).first() if request.GET.get("sejak") else None
    if after:
        rows = rows.filter(Q(starts_at__lt=after.starts_at) | Q(starts_at=after.starts_at, pk__lt=after.pk))
    found = list(rows.order_by("-starts_at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    counts = {}
    if reads_attendance(request.actor):
        came = Attendance.objects.visible_to(request.actor).filter(meeting__in=shown, cancelled_at=None)
        counts = dict(came.values_list("meeting").annotate(n=Count("pk")).order_by())
    for one in shown:
        one.came = counts.get(one.pk, 0) + one.others_count
        one.counted = one.state == EventState.HELD and reads_attendance(request.actor)
    return shown, f"?sejak={shown[-1].pk}" if len(found) > PAGE else ""


@require_safe
def meeting_detail(request, pk):
    """One meeting; who came, by code and name to be called by, for those who may know."""
    meeting = meeting_in_sight(request, pk)
    reads = reads_attendance(request.actor, meeting)
    came = list(attendances_of(request.actor, [meeting])) if reads and meeting.state == EventState.HELD else []
    came.sort(key=lambda one: one.client.card.call_name.casefold())
    if came:
        access.opened(request, [one.client_id for one in came], kind=access.AccessKind.LIST)
    context = {
        "meeting": meeting,
        "came": came,
        "total": len(came) + meeting.others_count,
        "reads": reads,
        "is_told": rules.reads_meeting(request.actor, meeting),
        "may_run": request.actor.may(Right.RUN_MEETINGS),
        "may_record": request.actor.may(Right.RUN_MEETINGS) or facilitates(request.actor, meeting),
        "only_own": not reads_attendance(request.actor),
        "may_print": prints(request.actor, meeting),
        "is_planned": meeting.state == EventState.PLANNED,
        "is_held": meeting.state == EventState.HELD,
        "has_begun": meeting.starts_at <= timezone.now(),
    }
    return render(request, "companions/meetings/detail.html", context)


# -- planned, changed, cancelled ---------------------------------------------------------------------------------------


def _organisations(actor):
    """The LKS and KDS that the actor acts for: others hold no meetings."""
    rows = Organisation.objects.filter(pk__in=actor.organisations, kind__in=PLACES, active=True)
    return sorted(rows, key=lambda one: (one.pk != actor.organisation_id, one.name.casefold()))


def _members(organisations):
    rows = Membership.objects.active().filter(organisation__in=organisations).select_related("user", "organisation")
    return sorted(rows, key=lambda one: one.display_name.casefold())


@require_http_methods(GET_POST)
def meeting_new(request):
    """Plan a meeting; one on a day that has passed is written down next."""
    check_may(request.actor, Right.RUN_MEETINGS)
    organisations = _organisations(request.actor)
    if not organisations:
        raise NotAllowed(_("Meetings are held by an LKS or a KDS."))
    return _plan(request, None, organisations, organisations)


@require_http_methods(GET_POST)
def meeting_edit(request, pk):
    """Change a planned meeting; its organisation stays."""
    meeting = meeting_in_sight(request, pk, Right.RUN_MEETINGS)
    if meeting.state != EventState.PLANNED and request.method != "POST":
        warned(request, _already_closed(meeting))
        return redirect("meeting_detail", pk=pk)
    return _plan(request, meeting, [meeting.organisation], _organisations(request.actor))


def _plan(request, meeting, organisations, places):
    subject = meeting.pk if meeting else ""
    options = {"organisations": organisations, "members": _members(places)}
    form, saved_at = bound(request, MeetingForm, "meeting", subject, initial=MeetingForm.initial_of(meeting), **options)
    if request.method == "POST" and form.is_valid():
        try:
            token = token_of(request, "meeting", subject)
            kept = actions.plan_meeting(
                token=token, organisation=form.organisation, by=request.actor, meeting=meeting, **form.meeting()
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except SentTwiceDifferently as error:
            return sent_differently(request, error, where="meeting_detail", back="meeting_list")
        else:
            if kept.starts_at <= timezone.now():
                said(request, _("The meeting was saved. Now write down who came."))
                return redirect("meeting_hold", pk=kept.pk)
            said(
                request, _("The meeting is planned: %(day)s.") % {"day": day_words(timezone.localdate(kept.starts_at))}
            )
            return redirect("meeting_detail", pk=kept.pk)
    context = {"form": form, "saved_at": saved_at, "meeting": meeting, "subject": subject}
    return render(request, "companions/meetings/plan.html", context)


@require_http_methods(GET_POST)
def meeting_cancel(request, pk):
    """A meeting that does not take place, and why."""
    meeting = meeting_in_sight(request, pk, Right.RUN_MEETINGS)
    if meeting.state != EventState.PLANNED and request.method != "POST":
        warned(request, _already_closed(meeting))
        return redirect("meeting_detail", pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(meeting=meeting, by=request.actor, why=form.cleaned_data["because"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("The meeting was cancelled. Tell the members."))
            return redirect("meeting_detail", pk=pk)
    happens = [
        _("The meeting stays in the list as cancelled, with the reason."),
        _("No message is sent: whoever was to come is told by you."),
    ]
    return render(request, "companions/meetings/cancel.html", {"meeting": meeting, "form": form, "happens": happens})


def _already_closed(meeting):
    return _("This meeting is already closed: %(state)s.") % {"state": meeting.get_state_display().lower()}
