"""Clients who were here before companionship came: those of an LKS or KDS without a companion stand in the gaps too."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("companions", "0003_functions")]

    operations = [
        migrations.RunSQL(
            "SELECT companions_refresh_gap(r.client_id) FROM "
            "(SELECT DISTINCT client_id FROM cases_responsibility WHERE live) r",
            migrations.RunSQL.noop,
        )
    ]
