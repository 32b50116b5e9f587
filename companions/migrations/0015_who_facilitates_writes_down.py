"""The companion who facilitates a meeting writes down who of the own clients came, and what was decided."""

from importlib import import_module

from django.db import migrations

from cases.security import live_grant
from companions.security import COORDINATOR, in_role, staff
from privacy.operations import MEMBER, AddPolicy, Policy

DropPolicy = import_module("companions.migrations.0008_sister_groups").DropPolicy
MEETING, ATTENDANCE = "companions_meeting", "companions_attendance"

RUN = f"{staff(MEETING)} AND {COORDINATOR}"
LED = f"({RUN}) OR ({MEETING}.facilitator_id = {MEMBER} AND {in_role('pendamping')})"
TICKED = f"{live_grant(ATTENDANCE)} AND {COORDINATOR}"
TICKED_WHERE_ONE_LEADS = f"""{live_grant(ATTENDANCE)} AND ({COORDINATOR} OR ({in_role("pendamping")} AND EXISTS (
    SELECT FROM {MEETING} m WHERE m.id = {ATTENDANCE}.meeting_id AND m.facilitator_id = {MEMBER})))"""


def written_down(condition):
    return (
        Policy("attendance_added", "INSERT", check=f"recorded_by_id = {MEMBER} AND {condition}"),
        Policy("attendance_changed", "UPDATE", using=condition, check=condition),
    )


class Migration(migrations.Migration):
    dependencies = [("companions", "0014_companion_asked")]

    operations = [
        DropPolicy(MEETING, Policy("meeting_changed", "UPDATE", using=RUN, check=RUN)),
        AddPolicy(MEETING, Policy("meeting_changed", "UPDATE", using=LED, check=LED)),
        *(DropPolicy(ATTENDANCE, policy) for policy in written_down(TICKED)),
        *(AddPolicy(ATTENDANCE, policy) for policy in written_down(TICKED_WHERE_ONE_LEADS)),
    ]
