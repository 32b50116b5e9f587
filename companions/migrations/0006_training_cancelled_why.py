"""Why a training was cancelled has a place of its own: before, it stood where the note had been."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import privacy.fields

# The history's rows wait with their references until the end; a table with rows that wait cannot be altered.
SETTLE = migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE")


def reasons_out_of_notes(apps, schema_editor):
    for training in apps.get_model("companions", "Training").objects.filter(state="BATAL", note__isnull=False):
        training.cancelled_why, training.note = training.note, ""
        training.save()


def reasons_into_notes(apps, schema_editor):
    for training in apps.get_model("companions", "Training").objects.filter(cancelled_why__isnull=False):
        training.note = "\n".join(one for one in (training.note, training.cancelled_why) if one)
        training.cancelled_why = ""
        training.save()


class Migration(migrations.Migration):
    dependencies = [
        ("companions", "0004_gaps_of_before"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="training",
            name="update_update",
        ),
        migrations.AddField(
            model_name="training",
            name="cancelled_why",
            field=privacy.fields.SealedTextField(verbose_name="why it was cancelled"),
        ),
        migrations.AddField(
            model_name="trainingevent",
            name="cancelled_why",
            field=privacy.fields.SealedTextField(verbose_name="why it was cancelled"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="training",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "companions_trainingevent" ("cancelled_why", "course", "ends_on", "id", "is_refresher", "made_at", "made_by_id", "note", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "seats", "starts_on", "state", "trainers") VALUES (OLD."cancelled_why", OLD."course", OLD."ends_on", OLD."id", OLD."is_refresher", OLD."made_at", OLD."made_by_id", OLD."note", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', OLD."id", OLD."place", OLD."seats", OLD."starts_on", OLD."state", OLD."trainers"); RETURN NULL;',
                    hash="4ec704d3d70cb8d44cd3ca2c4ee20a79f1c98e7a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bb205",
                    table="companions_training",
                    when="AFTER",
                ),
            ),
        ),
        SETTLE,
        migrations.RunPython(reasons_out_of_notes, reasons_into_notes),
    ]
