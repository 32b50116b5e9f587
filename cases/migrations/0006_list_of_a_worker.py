"""The client list of one worker as one index range, however many clients the organisation holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_import")]

    operations = [
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(
                fields=["holder_id", "worker", "sort_on", "client"],
                condition=models.Q(("live", True)),
                name="responsibility_of_worker",
            ),
        ),
    ]
