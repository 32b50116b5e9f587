"""The address of a draft's page may hold what was typed into a search: it is sealed. Old ones are forgotten."""

from django.db import migrations

import privacy.fields


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_row_security")]

    operations = [
        migrations.RemoveField(model_name="draft", name="url"),
        migrations.AddField(model_name="draft", name="url", field=privacy.fields.SealedTextField()),
    ]
