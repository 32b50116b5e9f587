"""What a provider looks at again has a kind, sealed; a withdrawn consent takes it along. Indexes for senders' lists."""

from pathlib import Path

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import privacy.fields
from privacy.operations import DefinerFunction

SQL = Path(__file__).resolve().parent.parent / "sql"


def body(name):
    return (SQL / f"{name}.sql").read_text()


TOUCHED = ("referrals_consent_touched", "", "trigger", body("consent_touched"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("cases", "0013_visit_under_secured"),
        ("referrals", "0004_visits_of_a_receiver"),
        ("regions", "0002_public_holidays"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="check",
            name="update_update",
        ),
        migrations.AddField(
            model_name="check",
            name="what",
            field=privacy.fields.SealedTextField(
                choices=[("", "What became of the help"), ("mulai", "Start of care"), ("ulang", "To come again")]
            ),
        ),
        migrations.AddField(
            model_name="checkevent",
            name="what",
            field=privacy.fields.SealedTextField(
                choices=[("", "What became of the help"), ("mulai", "Start of care"), ("ulang", "To come again")]
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ("DIKIRIM", "DITERIMA", "DIJADWALKAN", "DITANGANI", "TIDAK_HADIR"))),
                fields=["sender", "due_at"],
                name="referral_awaited",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ("DRAF", "DIUSULKAN"))),
                fields=["sender", "made_at"],
                name="referral_unsent",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="check",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_checkevent" ("client_id", "done_at", "done_by_id", "due_on", "id", "income", "months", "obstacles", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "referral_id", "service_id", "still_running", "what") VALUES (OLD."client_id", OLD."done_at", OLD."done_by_id", OLD."due_on", OLD."id", OLD."income", OLD."months", OLD."obstacles", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', OLD."id", OLD."provider_id", OLD."referral_id", OLD."service_id", OLD."still_running", OLD."what"); RETURN NULL;',
                    hash="b6c3cc03b77f3a6a0eb8f11ada692f241a1b5385",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8eb63",
                    table="referrals_check",
                    when="AFTER",
                ),
            ),
        ),
        # A withdrawn consent takes the looks along: nobody is looked up again.
        DefinerFunction(*TOUCHED, web_may_call=False, before=next(iter(DefinerFunction(*TOUCHED).up()))),
    ]
