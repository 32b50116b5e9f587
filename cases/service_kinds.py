"""The kinds of service, read from the data file after every migrate: its rows replace the table's, others stay."""

import csv
from pathlib import Path

from django.apps import apps
from django.db import connections

FILE = Path(__file__).resolve().parent / "data" / "service_kinds.csv"


def kinds_in_file():
    """[dict of ServiceKind's fields]"""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["component"] = int(row["component"]) if row["component"] else None
        row["fixed"], row["position"] = row["fixed"] == "1", int(row["position"])
    return rows


def load_kinds_after_migrate(using, **_signal):
    """As the owner; not in the middle of migrating back to where the table is not there."""
    kind = apps.get_model("cases", "ServiceKind")
    if kind._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = [kind(**row) for row in kinds_in_file()]
    fields = [field.name for field in kind._meta.concrete_fields if not field.primary_key and field.name != "active"]
    kind.objects.using(using).bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
