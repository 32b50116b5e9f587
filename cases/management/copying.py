"""Rows into a table by COPY, sealed as `save()` would seal them. For the owner, in scratch and bench databases only."""

import io
import uuid

from django.db import connection, models


def copy_in(model, instances):
    """COPY instances of one model. Triggers fire as they are set; the caller switches them off where that is meant."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    lines = io.StringIO()
    for instance in instances:
        lines.write("\t".join(as_text(field.pre_save(instance, True)) for field in fields) + "\n")
    lines.seek(0)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN", lines)


def as_text(value):
    """One value in COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return r"\\x" + value.hex()
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    if isinstance(value, uuid.UUID):
        return str(value)
    return str(value).replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
