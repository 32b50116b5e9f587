"""Every migration of ours goes up, down and up again, and leaves the database as it was.

In a database of its own: the one of the other tests stays as it is.
"""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from privacy.context import as_owner

# The higher room first: it leans on the lower.
APPS = ("referrals", "companions", "cases", "accounts", "regions", "privacy")
NAME = "reversed"

# What PostgreSQL holds: columns, indexes, constraints, row security, policies, functions, triggers. Grants are given
# anew by every migrate; columns by name, because one that was dropped and made again stands in another place.
CATALOG = {
    "columns": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default, is_generated "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    ),
    "row security": (
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ),
    "policies": (
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    ),
    "functions": (
        "SELECT oid::regprocedure::text, prosrc, prosecdef, proconfig::text FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace"
    ),
    "triggers": (
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    ),
}  # fmt: skip


def catalog():
    found = {}
    with connection.cursor() as cursor:
        for name, statement in CATALOG.items():
            cursor.execute(statement)
            found[name] = {tuple(row) for row in cursor.fetchall()}
    return found


@pytest.fixture
def empty_database(django_db_setup, django_db_blocker):
    """A database beside the tests' one, as its owner, gone afterwards."""
    with django_db_blocker.unblock(), as_owner():
        beside = f"{connection.settings_dict['NAME']}_{NAME}"
        before = settings.DATABASES["default"]["NAME"]
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{beside}"')
            cursor.execute(f'CREATE DATABASE "{beside}"')
        connections.close_all()
        connection.settings_dict["NAME"] = beside
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = before
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{beside}"')


def migrate(*target):
    call_command("migrate", *target, verbosity=0, interactive=False)


def names_of(app):
    from django.db.migrations.loader import MigrationLoader

    return sorted(name for label, name in MigrationLoader(None).disk_migrations if label == app)


def test_each_migration_goes_down_and_up_and_leaves_the_schema_as_it_was(empty_database):
    migrate()
    whole, down = catalog(), []

    for app in APPS:  # down to the first, one step at a time, noting what stood there
        names = names_of(app)
        for name, before in reversed(list(zip(names[1:], names, strict=False))):
            down.append((app, name))
            migrate(app, before)
    for app in APPS:
        migrate(app, "zero")
    left = {name for name, *_rest in catalog()["row security"]}
    assert not {name for name in left if name.startswith(("cases_", "accounts_", "regions_", "privacy_"))}
    assert not catalog()["policies"]

    migrate()
    again = catalog()
    assert len(down) >= 6
    for kind in CATALOG:
        assert again[kind] == whole[kind], kind


def test_every_migration_says_what_it_is_for():
    """Those that hold SQL of ours start with a sentence; what Django generated may say it in its name."""
    from importlib import import_module

    for app in APPS:
        for name in names_of(app):
            module = import_module(f"{app}.migrations.{name}")
            sql = any(type(one).__module__ == "privacy.operations" for one in module.Migration.operations)
            assert module.__doc__ or not sql, f"{app}.{name}"
