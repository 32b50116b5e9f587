"""Who stands in and is away is followed by another one until the same day; the offer says until when."""

from importlib import import_module

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

replaced = import_module("companions.migrations.0012_stand_ins_begin").replaced


class Migration(migrations.Migration):
    dependencies = [
        ("companions", "0015_who_facilitates_writes_down"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="offer",
            name="update_update",
        ),
        migrations.AddField(
            model_name="offer",
            name="from_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="offer",
            name="until_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="from_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="until_on",
            field=models.DateField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "companions_offerevent" ("accepted_as_id", "answered_at", "assignment_id", "client_id", "code", "from_on", "hand_over_id", "id", "kelurahan_name", "lapses_at", "made_at", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "to_id", "until_on", "weight", "why_not") VALUES (OLD."accepted_as_id", OLD."answered_at", OLD."assignment_id", OLD."client_id", OLD."code", OLD."from_on", OLD."hand_over_id", OLD."id", OLD."kelurahan_name", OLD."lapses_at", OLD."made_at", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', OLD."id", OLD."state", OLD."to_id", OLD."until_on", OLD."weight", OLD."why_not"); RETURN NULL;',
                    hash="7ace7c245797e4901f8c315609a5fbc10fc5fb7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8e05e",
                    table="companions_offer",
                    when="AFTER",
                ),
            ),
        ),
        replaced("companions_offer_accept", "p_offer uuid", "uuid", "offer_accept_follows", "offer_accept_begins"),
    ]
