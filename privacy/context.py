"""Tells PostgreSQL on whose behalf a transaction runs, and lends the owner's role to migrations.

The row-security policies compare a row's seat with the actor's lists. The settings are local to the transaction, so a
pooled connection never carries one person's sight to the next. No settings, no rows.
"""

import json
import uuid
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

SETTINGS = ("member", "care", "treatment", "any", "supervises", "oversight")
ALL_SETTINGS = (*(f"basodara.{name}" for name in SETTINGS), "pghistory.context_id", "pghistory.context_metadata")


@dataclass(frozen=True)
class Sight:
    """What one actor may see: the membership's id, lists of seats, and lists of organisations' ids."""

    member: uuid.UUID | None = None
    care: tuple = ()
    treatment: tuple = ()
    any: tuple = ()
    supervises: tuple = ()
    oversight: tuple = ()


class Nobody:
    """The actor of a request without a person, and of a job that has not said for whom it works."""

    id = None
    sight = Sight()

    def __bool__(self):
        return False


NOBODY = Nobody()


@contextmanager
def acting_as(actor, **why):
    """One transaction that knows who is asking; `why` goes into the history (a page's path, a command's name).

    A released savepoint keeps `set_config(…, true)`, so a nested block hands the outer person back when it ends.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else None
        _write(_values(actor.sight, why))
        try:
            yield actor
        finally:
            if nested and not transaction_is_broken():
                _write(before)


def transaction_is_broken():
    """True after a database error: PostgreSQL would answer COMMIT with ROLLBACK while the page says "saved"."""
    if connection.needs_rollback:
        return True
    raw = connection.connection
    return raw is not None and raw.get_transaction_status() == TRANSACTION_STATUS_INERROR


@contextmanager
def as_owner():
    """The default connection, for a while as the owner of the tables; its database stays the same.

    `connection.settings_dict` is `settings.DATABASES["default"]` itself, hence the copy.
    """
    swapped = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    web = {key: connection.settings_dict[key] for key in swapped}
    owner = {key: (settings.DATABASE_OWNER or web)[key] for key in swapped}
    if owner == web:
        yield
        return
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(web)


def _values(sight, why):
    values = [str(sight.member or "")]
    for name in SETTINGS[1:]:
        items = ",".join(map(str, getattr(sight, name)))
        values.append(f"{{{items}}}" if items else "")
    context = {"member": str(sight.member or ""), **why}
    return [*values, str(uuid.uuid4()), json.dumps(context)]


def _write(values):
    with connection.cursor() as cursor:
        calls = ", ".join("set_config(%s, %s, true)" for _ in ALL_SETTINGS)
        cursor.execute(f"SELECT {calls}", [part for pair in zip(ALL_SETTINGS, values, strict=True) for part in pair])


def _read():
    with connection.cursor() as cursor:
        calls = ", ".join("coalesce(current_setting(%s, true), '')" for _ in ALL_SETTINGS)
        cursor.execute(f"SELECT {calls}", ALL_SETTINGS)
        return list(cursor.fetchone())
