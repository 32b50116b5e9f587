"""A hand-over for an absence knows when that begins: what is planned before stays with the one who is still here."""

from importlib import import_module

from django.db import migrations, models

from privacy.operations import DefinerFunction

first = import_module("companions.migrations.0003_functions")
SIGNATURE = ("companions_offer_accept", "p_offer uuid", "uuid")


class Migration(migrations.Migration):
    dependencies = [("companions", "0008_sister_groups")]

    operations = [
        migrations.AddField("handover", "from_on", models.DateField(blank=True, null=True, verbose_name="from")),
        DefinerFunction(
            *SIGNATURE, first.body("offer_accept_from"),
            before=next(iter(DefinerFunction(*SIGNATURE, first.body("offer_accept")).up())),
        ),
    ]  # fmt: skip
