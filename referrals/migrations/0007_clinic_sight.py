"""A clinic that serves a client under C5 keeps the treatment in sight until that consent ends or is taken back."""

from pathlib import Path

from django.db import migrations

from privacy.operations import DefinerFunction

SQL = Path(__file__).resolve().parent.parent / "sql"


def renewed(name, file):
    function = (name, "", "trigger", (SQL / f"{file}.sql").read_text())
    return DefinerFunction(*function, web_may_call=False, before=next(iter(DefinerFunction(*function).up())))


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_service_asks")]

    operations = [
        renewed("referrals_after", "referral_after"),
        renewed("referrals_consent_touched", "consent_touched"),
    ]
