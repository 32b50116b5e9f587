"""A receiver's visit is told to who holds the case."""

from pathlib import Path

from django.db import migrations

from privacy.operations import DefinerFunction, DefinerTrigger

BODY = (Path(__file__).resolve().parent.parent / "sql" / "visit_recorded.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_functions"), ("cases", "0013_visit_under_secured")]

    operations = [
        DefinerFunction("referrals_visit_recorded", "", "trigger", BODY, web_may_call=False),
        DefinerTrigger(
            "referrals_visit_recorded", "cases_homevisit", "AFTER INSERT", "referrals_visit_recorded",
            condition="NEW.under_id IS NOT NULL",
        ),
    ]  # fmt: skip
