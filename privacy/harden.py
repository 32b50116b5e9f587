"""What holds whatever a migration forgot: run as the owner around every migrate, safe to run again.

- The web gets exactly the privileges that a model's `WEB_MAY` names (all four without one), and nothing of Django's
  own bookkeeping beyond what serving needs.
- History cannot be switched off or forged: its trigger functions are SECURITY DEFINER, its tables read-only for the
  web, and an event is visible to whoever sees the row it tells of (pgtrigger puts its functions back on every migrate).
- Every key in the ring leaves a proof, so that a start with other keys is refused.
"""

import contextlib

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from privacy import keyring

PATH = "SET search_path = pg_catalog, public, pg_temp"


def before_migrate():
    """Let the web reach what this migrate is about to make."""
    web = _web()
    _run(
        f"GRANT USAGE ON SCHEMA public TO {web}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web}",
    )


def after_migrate():
    """Take away what the web must not do, and close the ways round the history."""
    tables = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table not in tables or not model._meta.managed:
            continue
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None:
            _secure_events(table, tracked._meta)
        elif may := getattr(model, "WEB_MAY", None):
            _run(f"REVOKE ALL ON {table} FROM {_web()}", f"GRANT {may} ON {table} TO {_web()}")
    for table in tables & {"pghistory_context", "django_migrations"}:
        _run(f"REVOKE ALL ON {table} FROM {_web()}")
        if table == "django_migrations":
            _run(f"GRANT SELECT ON {table} TO {_web()}")
    _harden_history_functions()
    with contextlib.suppress(DatabaseError), transaction.atomic():  # the database may belong to someone else
        _run(f"REVOKE TEMPORARY ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} FROM PUBLIC")
    if "privacy_keycheck" in tables:
        _leave_proof_of_keys()


def _secure_events(table, tracked):
    key = tracked.pk.column
    _run(
        f"REVOKE ALL ON {table} FROM {_web()}",
        f"GRANT SELECT ON {table} TO {_web()}",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [tracked.db_table])
        if not cursor.fetchone()[0]:
            return
    _run(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS event_of_a_visible_row ON {table}",
        f"CREATE POLICY event_of_a_visible_row ON {table} FOR SELECT USING "  # noqa: S608 - our own table names
        f"(EXISTS (SELECT FROM {tracked.db_table} tracked WHERE tracked.{key} = {table}.pgh_obj_id))",
    )


def _harden_history_functions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'public' AND p.prorettype = 'trigger'::regtype AND p.proname LIKE 'pgtrigger\\_%'"
        )
        functions = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
        ignorable = cursor.fetchone()
    for function in functions:
        _run(f"ALTER FUNCTION {function} SECURITY DEFINER {PATH}", f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
    if ignorable:
        _run(
            "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN "
            "LANGUAGE sql IMMUTABLE AS 'SELECT false'"
        )


def _leave_proof_of_keys():
    from privacy.models import KeyCheck

    keyring.check_keys()
    for key_id in keyring.key_names()[:1]:
        KeyCheck.objects.get_or_create(
            key_id=key_id, defaults={"kind": KeyCheck.SEAL, "sealed": keyring.seal(b"seal", "key-check")}
        )
    KeyCheck.objects.get_or_create(
        key_id="index", defaults={"kind": KeyCheck.INDEX, "sealed": keyring.index_digest("key-check", "index")}
    )


def _web():
    return connection.ops.quote_name(settings.WEB_ROLE)


def _run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
