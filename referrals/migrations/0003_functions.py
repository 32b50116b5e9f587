"""What the database does by itself: who may move a referral, sight that comes and goes with it, consent that stops it."""

from pathlib import Path

from django.db import migrations

from privacy.operations import DefinerFunction, DefinerTrigger

SQL = Path(__file__).resolve().parent.parent / "sql"
R = "referrals_referral"


def body(name):
    return (SQL / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_row_security")]

    operations = [
        DefinerFunction("referrals_before", "", "trigger", body("referral_before"), web_may_call=False),
        DefinerFunction("referrals_after", "", "trigger", body("referral_after"), web_may_call=False),
        DefinerFunction("referrals_consent_touched", "", "trigger", body("consent_touched"), web_may_call=False),
        # Row security is active for the web and not for the owner, whose own functions have checked what they write.
        DefinerTrigger(
            "referral_before", R, "BEFORE INSERT OR UPDATE", "referrals_before",
            condition=f"row_security_active('{R}'::regclass)",
        ),
        DefinerTrigger("referral_after", R, "AFTER UPDATE OF state, sight_until", "referrals_after"),
        DefinerTrigger(
            "referrals_consent_touched", "cases_consent", "AFTER INSERT", "referrals_consent_touched",
            condition="NEW.purpose IN ('C4', 'C5') AND NEW.decision IN ('DITARIK', 'TOLAK')",
        ),
        DefinerFunction(
            "referrals_under_consent", "p_consent uuid",
            "TABLE (id uuid, sender_id uuid, receiver_id uuid, number text, person_id uuid, sent_by_id uuid)",
            body("under_consent"), language="sql", options="STABLE",
        ),
        DefinerFunction("referrals_send_back", "p_referral uuid", "void", body("send_back")),
        DefinerFunction("referrals_next_number", "p_organisation uuid", "integer", body("next_number")),
    ]  # fmt: skip
