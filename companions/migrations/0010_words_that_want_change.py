"""Few words want a change: found among all of a large organisation without asking for the sight of each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("companions", "0009_absence_begins")]

    operations = [
        migrations.AddIndex(
            model_name="clientword",
            index=models.Index(
                fields=["-recorded_at"],
                condition=models.Q(said__in=["MINTA_LAIN", "MENOLAK"]),
                name="clientword_wants_change",
            ),
        )
    ]
