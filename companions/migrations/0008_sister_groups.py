"""Companions of a sister group may accompany: an LKS acts for all of its KDS, so a client of one may have one of another."""

from importlib import import_module

from django.db import migrations

from privacy.operations import AddPolicy, Policy

secured = import_module("companions.migrations.0002_row_security")
TABLE = "companions_assignment"
EARLIER = Policy("assignment_added", "INSERT", check=secured.ASSIGNED)
HOUSE = secured.ASSIGNED.replace(
    "OR ours.parent_id = theirs.id)", "OR ours.parent_id = theirs.id OR ours.parent_id = theirs.parent_id)"
)


class DropPolicy(AddPolicy):
    """The other way round."""

    def up(self):
        return [self.policy.drop(self.table)]

    def down(self):
        return [self.policy.create(self.table)]

    def describe(self):
        return f"Without policy {self.policy.name} on {self.table}"


class Migration(migrations.Migration):
    dependencies = [("companions", "0007_figures_asked_once"), ("cases", "0009_sister_groups")]

    operations = [DropPolicy(TABLE, EARLIER), AddPolicy(TABLE, Policy("assignment_added", "INSERT", check=HOUSE))]
