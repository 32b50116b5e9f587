"""Why someone is asked although something stands against it has a place of its own, beside the note for receivers."""

from django.db import migrations

import privacy.fields


class Migration(migrations.Migration):
    dependencies = [("companions", "0017_mistakes_do_not_count")]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="despite",
            field=privacy.fields.SealedTextField(verbose_name="why nevertheless"),
        ),
    ]
