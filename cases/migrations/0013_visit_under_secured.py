"""A visit by who does not hold the case: written and read under the very sight that it was made under, and no longer."""

from importlib import import_module

from django.db import migrations

from cases.security import MEMBER, live_grant
from privacy.operations import AddPolicy, DefinerTrigger, DropPolicy, DropTrigger, Policy, asked

TABLE = "cases_homevisit"
CARE = live_grant(TABLE)
before = import_module("cases.migrations.0002_row_security")
OLD_INSERT = Policy("visit_by_who_held_care_then", "INSERT", check=before.HELD_CARE_THEN)

UNDER = f"""
    {TABLE}.under_id IS NOT NULL AND EXISTS (
        SELECT FROM cases_grant g WHERE g.client_id = {TABLE}.client_id AND g.seat = ANY ({asked("any")})
        AND g.level = 'referral' AND g.source = {TABLE}.under_id AND g.holder_id = {TABLE}.holder_id
        AND g.starts_at <= now() AND g.ends_at > now() OFFSET 0)
"""
OWN_UNDER = f"{UNDER} AND recorded_by_id = {MEMBER}"
# Whoever held care writes as before; a sight is named by those who have it, whether or not they hold care too.
NAMES_NONE_OR_OWN = f"({before.HELD_CARE_THEN}) AND (under_id IS NULL OR ({UNDER}))"
AFTER_END = ("homevisit_after_end", TABLE, "AFTER INSERT", "cases_visit_after_end")


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_visit_under")]

    operations = [
        DropPolicy(TABLE, OLD_INSERT),
        AddPolicy(TABLE, Policy("visit_by_who_held_care_then", "INSERT", check=NAMES_NONE_OR_OWN)),
        AddPolicy(TABLE, Policy("visit_under_ones_sight_read", "SELECT", using=UNDER)),
        AddPolicy(TABLE, Policy("visit_under_ones_sight", "INSERT", check=OWN_UNDER)),
        AddPolicy(TABLE, Policy("visit_under_ones_sight_hidden", "UPDATE", using=OWN_UNDER, check=OWN_UNDER)),
        DropTrigger(*AFTER_END),
        DefinerTrigger(*AFTER_END, condition="NEW.under_id IS NULL"),
    ]
