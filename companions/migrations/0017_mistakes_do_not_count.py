"""Someone assigned by mistake has not accompanied: how long a client has been without anyone goes on counting."""

from importlib import import_module

from django.db import migrations

first = import_module("companions.migrations.0003_functions")
replaced = import_module("companions.migrations.0012_stand_ins_begin").replaced


class Migration(migrations.Migration):
    dependencies = [("companions", "0016_stand_ins_away")]

    operations = [
        replaced(
            "companions_refresh_gap", "p_client uuid", "void", "refresh_gap_but_mistakes", "refresh_gap",
            web_may_call=False, options=first.BY_INDEX,
        )
    ]  # fmt: skip
