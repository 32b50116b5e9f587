"""Meetings of a support group: planned, held with who came, cancelled."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.roles import Right
from accounts.rules import check_may
from cases.models import Client, Identity
from companions import rules
from companions.models import Attendance, Meeting
from companions.vocabulary import EventState
from privacy.once import sent

FIELDS = ("starts_at", "place", "is_open", "topic", "facilitator")
OLDEST = timedelta(days=366)


@transaction.atomic
def plan_meeting(*, token, organisation, by, meeting=None, **fields):
    """Plan a meeting, or (`meeting`) change a planned one.

    Raises NotPossible for an hour at which this organisation meets already, and for a facilitator who is not of it nor
    of the LKS above it.
    """
    rules.check_staff(by, Right.RUN_MEETINGS, organisation.pk)
    sending = sent(token, by=by, content=["meeting", organisation.pk, meeting and meeting.pk, fields])
    if sending.repeated:
        return Meeting.objects.get(pk=sending.result)
    if meeting is not None:
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        _check_planned(meeting)
    _check_when(fields["starts_at"])
    _check_facilitator(fields.get("facilitator"), organisation)
    if _meets_then(organisation.pk, fields["starts_at"], but=meeting):
        raise rules.NotPossible(
            _("%(name)s already has a meeting on this day at this hour. Choose another hour, or open that one.")
            % {"name": organisation.short_name}
        )
    is_new = meeting is None
    meeting = meeting or Meeting(organisation=organisation, made_by=by.membership)
    for name in FIELDS:
        if name in fields:
            setattr(meeting, name, fields[name])
    meeting.save(force_insert=is_new)
    sending.done(meeting.pk)
    return meeting


@transaction.atomic
def hold_meeting(*, token, meeting, by, clients, new=(), decisions="", others_count=0, next_on=None):
    """Write down who came (`clients`, ids; `new` of them for the first time) and what was decided; again to correct it.

    Clients out of the actor's sight are refused, and the ticks of those stay as they are. With `next_on`, the next one
    is planned at the same hour and place, unless one is planned then already; who only facilitates plans none.
    """
    rules.check_records(by, meeting)
    clients, new = {str(pk) for pk in clients}, {str(pk) for pk in new}
    content = ["held", meeting.pk, sorted(clients), sorted(new), decisions, others_count, next_on]
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return Meeting.objects.get(pk=sending.result)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    rules.check_records(by, meeting)  # meanwhile someone else may have been named
    if next_on != meeting.next_on:
        check_may(by, Right.RUN_MEETINGS)
    if meeting.state == EventState.CANCELLED:
        raise rules.NotPossible(_("This meeting was cancelled."))
    if meeting.starts_at > timezone.now():
        raise rules.NotPossible(_("This meeting has not begun yet. Write down who came afterwards."))
    first_time = meeting.state == EventState.PLANNED
    if next_on and next_on <= timezone.localdate(meeting.starts_at):
        raise rules.NotPossible(_("The next meeting comes after this one. Check the date."))
    _keep_attendance(meeting, clients, new, by)
    there = Client.objects.visible_to(by).filter(pk__in=clients).select_related("card")
    rules.check_codes_only(decisions, there)
    meeting.state, meeting.decisions = EventState.HELD, decisions
    meeting.others_count, meeting.next_on = others_count, next_on
    meeting.save()
    if first_time and next_on and next_on >= timezone.localdate():
        _plan_the_next(meeting, by)
    sending.done(meeting.pk)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting, by, why):
    """It does not take place; says why."""
    rules.check_staff(by, Right.RUN_MEETINGS, meeting.organisation_id)
    if not why:
        raise rules.NotPossible(_("A reason is required."))
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check_planned(meeting)
    meeting.state, meeting.why_cancelled = EventState.CANCELLED, why
    meeting.save()
    return meeting


def _keep_attendance(meeting, clients, new, by):
    seen = {
        str(pk)
        for pk in Client.objects.visible_to(by).filter(
            pk__in=Identity.objects.visible_to(by).filter(pk__in=clients).values("pk")
        ).values_list("pk", flat=True)
    }  # fmt: skip
    if clients - seen:
        raise rules.NotPossible(
            _("One of these clients is not with your organisation any more. Look at the list again.")
        )
    there = {str(row.client_id): row for row in Attendance.objects.filter(meeting=meeting, cancelled_at=None)}
    for pk, row in there.items():
        if pk not in clients:
            row.cancelled_at = timezone.now()
            row.save(update_fields=["cancelled_at"])
        elif row.is_new != (pk in new):
            row.is_new = pk in new
            row.save(update_fields=["is_new"])
    for pk in sorted(clients - set(there)):
        Attendance(
            meeting=meeting, client_id=pk, at=meeting.starts_at, is_new=pk in new, recorded_by=by.membership
        ).save(force_insert=True)


def _plan_the_next(meeting, by):
    then = timezone.localtime(meeting.starts_at)
    then = then.replace(year=meeting.next_on.year, month=meeting.next_on.month, day=meeting.next_on.day)
    if _meets_then(meeting.organisation_id, then):
        return
    Meeting(
        organisation_id=meeting.organisation_id,
        starts_at=then,
        place=meeting.place,
        is_open=meeting.is_open,
        facilitator_id=meeting.facilitator_id,
        made_by=by.membership,
    ).save(force_insert=True)


def _meets_then(organisation_id, starts_at, *, but=None):
    """Another meeting of this organisation at that time, which was not cancelled. Of two who plan at once one waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"companions_meeting {organisation_id}"])
    there = Meeting.objects.filter(organisation=organisation_id, starts_at=starts_at)
    return there.exclude(state=EventState.CANCELLED).exclude(pk=but and but.pk).exists()


def _check_facilitator(member, organisation):
    """Nobody, or an active member of the organisation or of the one above it."""
    if member is None:
        return
    known = Membership.objects.active().filter(organisation__in={organisation.pk, organisation.parent_id} - {None})
    if not known.filter(pk=member.pk).exists():
        raise rules.NotPossible(
            _("%(name)s is not a member of %(place)s. Choose someone else to facilitate.")
            % {"name": member.display_name, "place": organisation.short_name}
        )


def _check_planned(meeting):
    if meeting.state != EventState.PLANNED:
        raise rules.NotPossible(
            _("This meeting is already closed: %(state)s.") % {"state": meeting.get_state_display().lower()}
        )


def _check_when(starts_at):
    now = timezone.now()
    if starts_at < now - OLDEST or starts_at > now + OLDEST:
        raise rules.NotPossible(_("This day is more than a year away. Check the date."))
