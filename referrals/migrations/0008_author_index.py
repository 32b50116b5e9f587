"""One's own referrals in the order of the list of those that are over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_clinic_sight")]

    operations = [
        migrations.RemoveIndex(model_name="referral", name="referral_of_author"),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["author", "-changed_at"], name="referral_by_author"),
        ),
    ]
