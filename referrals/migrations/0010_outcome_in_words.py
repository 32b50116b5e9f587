"""An outcome in words that cannot be mistaken for a client who was not met."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0009_told_of_the_client"),
    ]

    operations = [
        migrations.AlterField(
            model_name="referral",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tercapai", "The need was met"),
                    ("sebagian", "Met in part, more is planned"),
                    ("belum", "The need was not met"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="referralversion",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("tercapai", "The need was met"),
                    ("sebagian", "Met in part, more is planned"),
                    ("belum", "The need was not met"),
                ],
                max_length=10,
            ),
        ),
    ]
