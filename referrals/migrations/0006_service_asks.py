"""What a provider wants to read beside the reason."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_looks"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="asks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("wanted", "What is asked for"),
                        ("summary", "Short summary of the situation"),
                        ("given_before", "Services given before"),
                        ("special_needs", "Special needs"),
                        ("transport", "How does the client get there?"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
    ]
