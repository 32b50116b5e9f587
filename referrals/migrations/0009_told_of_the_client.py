"""What the receiver reads of the client: sex and year of birth, as when it was sent; a look at a situation."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import privacy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0008_author_index"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="referralcontent",
            name="update_update",
        ),
        migrations.AddField(
            model_name="referralcontent",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddField(
            model_name="referralcontent",
            name="birth_year_estimated",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="referralcontent",
            name="sex",
            field=models.CharField(
                blank=True, choices=[("L", "Male"), ("P", "Female")], max_length=1, verbose_name="sex"
            ),
        ),
        migrations.AddField(
            model_name="referralcontentevent",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddField(
            model_name="referralcontentevent",
            name="birth_year_estimated",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="referralcontentevent",
            name="sex",
            field=models.CharField(
                blank=True, choices=[("L", "Male"), ("P", "Female")], max_length=1, verbose_name="sex"
            ),
        ),
        migrations.AlterField(
            model_name="check",
            name="what",
            field=privacy.fields.SealedTextField(
                choices=[
                    ("", "What became of the help"),
                    ("mulai", "Start of care"),
                    ("ulang", "To come again"),
                    ("tinjau", "Situation, looked at again"),
                ]
            ),
        ),
        migrations.AlterField(
            model_name="checkevent",
            name="what",
            field=privacy.fields.SealedTextField(
                choices=[
                    ("", "What became of the help"),
                    ("mulai", "Start of care"),
                    ("ulang", "To come again"),
                    ("tinjau", "Situation, looked at again"),
                ]
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referralcontent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "referrals_referralcontentevent" ("birth_year", "birth_year_estimated", "call_name", "client_id", "companion_id", "given_before", "home_visit", "legal_name", "may_say", "meeting_place", "never", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "reason", "referral_id", "sex", "special_needs", "summary", "telephoned_to", "time", "token", "transport", "wanted", "way") VALUES (OLD."birth_year", OLD."birth_year_estimated", OLD."call_name", OLD."client_id", OLD."companion_id", OLD."given_before", OLD."home_visit", OLD."legal_name", OLD."may_say", OLD."meeting_place", OLD."never", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', OLD."referral_id", OLD."phone", OLD."reason", OLD."referral_id", OLD."sex", OLD."special_needs", OLD."summary", OLD."telephoned_to", OLD."time", OLD."token", OLD."transport", OLD."wanted", OLD."way"); RETURN NULL;',
                    hash="8a2d806ec552afb1c29c113dc1111cf6026d2a7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a76b8",
                    table="referrals_referralcontent",
                    when="AFTER",
                ),
            ),
        ),
    ]
