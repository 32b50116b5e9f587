"""Loads are kept, and counted anew where an assignment has changed: a page reads 1,000 figures, not 30,000 assignments."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from companions.security import TRAINER, staff
from privacy.operations import MEMBER, DefinerFunction, DefinerTrigger, Policy, SecureTable

first = import_module("companions.migrations.0003_functions")
once = import_module("companions.migrations.0007_figures_asked_once")
begins = import_module("companions.migrations.0012_stand_ins_begin")

TOUCHED = """
BEGIN
    INSERT INTO public.companions_loadtouched (id, companion_id) VALUES (gen_random_uuid(), NEW.companion_id);
    RETURN NULL;
END
"""
WEIGHS = ("companion_id", "ended_at", "until_on", "running", "risk", "new_until")
CHANGED = " IS DISTINCT FROM ".join(f"({', '.join(f'{row}.{name}' for name in WEIGHS)})" for row in ("OLD", "NEW"))
COUNT_ALL = """
    INSERT INTO companions_loadtouched (id, companion_id)
        SELECT gen_random_uuid(), a.companion_id FROM companions_assignment a GROUP BY a.companion_id;
    SELECT companions_count_loads((now() AT TIME ZONE 'Asia/Jayapura')::date)
"""
COUNTED = "TABLE (companion_id uuid, clients integer, weight numeric, holds_until date)"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_row_security"), ("companions", "0012_stand_ins_begin")]

    operations = [
        migrations.CreateModel(
            name="Load",
            fields=[
                (
                    "companion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="companion_load",
                        serialize=False,
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                ("counted_on", models.DateField()),
                ("holds_until", models.DateField(db_index=True)),
                ("clients", models.IntegerField()),
                ("weight", models.DecimalField(decimal_places=1, max_digits=8)),
            ],
        ),
        migrations.CreateModel(
            name="LoadTouched",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("companion_id", models.UUIDField(db_index=True)),
            ],
        ),
        SecureTable(
            "companions_load",
            [
                Policy(
                    "load_read",
                    "SELECT",
                    using=f"{staff('companions_load')} OR companions_load.companion_id = {MEMBER} OR {TRAINER}",
                )
            ],
        ),
        SecureTable(
            "companions_loadtouched",
            [
                Policy(
                    "loadtouched_read",
                    "SELECT",
                    using=f"{MEMBER} IS NOT NULL AND EXISTS (SELECT FROM companions_companion c "
                    "WHERE c.membership_id = companions_loadtouched.companion_id)",
                )
            ],
        ),
        DefinerFunction(
            "companions_loads_counted", "p_companions uuid[], p_today date", COUNTED, first.body("loads_counted"),
            language="sql", options="STABLE", web_may_call=False,
        ),
        DefinerFunction(
            "companions_count_loads", "p_today date", "void", first.body("count_loads"), web_may_call=False
        ),
        once.anew(once.LOADS, "loads_kept", "loads_asked_once"),
        begins.replaced("companions_settle", "", "integer", "settle_and_count", "settle"),
        DefinerFunction("companions_load_touched", "", "trigger", TOUCHED, web_may_call=False),
        DefinerTrigger("load_of_new", "companions_assignment", "AFTER INSERT", "companions_load_touched"),
        DefinerTrigger(
            "load_of_changed", "companions_assignment", "AFTER UPDATE", "companions_load_touched", condition=CHANGED
        ),
        migrations.RunSQL(COUNT_ALL, migrations.RunSQL.noop),
    ]  # fmt: skip
