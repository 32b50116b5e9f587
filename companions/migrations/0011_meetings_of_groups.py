"""A companion of an LKS reads when its KDS meet: clients of hers go there, and she tells them."""

from importlib import import_module

from django.db import migrations

from companions.security import in_ones_organisation, in_role, staff
from privacy.operations import MEMBER, AddPolicy, Policy

DropPolicy = import_module("companions.migrations.0008_sister_groups").DropPolicy
TABLE = "companions_meeting"
EARLIER = f"{staff(TABLE)} OR {in_ones_organisation(TABLE)}"
OF_THE_HOUSE = f"""{EARLIER} OR ({in_role("pendamping")} AND EXISTS (
    SELECT FROM accounts_organisation o JOIN accounts_membership m ON m.organisation_id = o.parent_id
    WHERE o.id = {TABLE}.organisation_id AND m.id = {MEMBER} AND m.active))"""


class Migration(migrations.Migration):
    dependencies = [("companions", "0010_words_that_want_change")]

    operations = [
        DropPolicy(TABLE, Policy("meeting_read", "SELECT", using=EARLIER)),
        AddPolicy(TABLE, Policy("meeting_read", "SELECT", using=OF_THE_HOUSE)),
    ]
