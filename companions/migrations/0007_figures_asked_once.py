"""Loads and the month's figures of a thousand companions: who asks is read once, not for each row."""

from importlib import import_module

from django.db import migrations

from privacy.operations import DefinerFunction

first = import_module("companions.migrations.0003_functions")

LOADS = ("companions_loads", "p_companions uuid[], p_today date",
         "TABLE (companion_id uuid, clients integer, weight numeric)")  # fmt: skip
MONTH = ("companions_month", "p_companions uuid[], p_since timestamptz, p_today date",
         "TABLE (companion_id uuid, visits integer, late integer)")  # fmt: skip


def anew(signature, name, earlier):
    """The function with another body; going back puts the earlier one in its place."""
    before = next(iter(first.asked(*signature, first.body(earlier)).up()))
    return DefinerFunction(*signature, first.body(name), language="sql", options="STABLE", before=before)


class Migration(migrations.Migration):
    dependencies = [("companions", "0006_training_cancelled_why")]

    operations = [anew(LOADS, "loads_asked_once", "loads"), anew(MONTH, "month_asked_once", "month")]
