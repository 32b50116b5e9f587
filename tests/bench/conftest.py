"""A bench world of 200 clients in a database of its own: a copy of the tests', which must stay empty."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, connections

from privacy.context import as_owner

CLIENTS = 200


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), _copy("bench"):
        call_command("bench_world", clients=CLIENTS, processes=1, verbosity=0)
        yield CLIENTS


@pytest.fixture(scope="module")
def world_of_referrals(world, django_db_blocker):
    """The same with two referrals for every client."""
    from bench import referring

    with django_db_blocker.unblock(), _copy("referring"):
        referring.fill()
        yield world


@contextmanager
def _copy(name):
    """A copy of the database that is connected; the connection points to it meanwhile."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_{name}"
    _do(f'DROP DATABASE IF EXISTS "{copy}"', f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    _point_to(copy)
    try:
        yield
    finally:
        _point_to(original)
        _do(f'DROP DATABASE "{copy}"')


def _point_to(name):
    connections.close_all()
    connection.settings_dict["NAME"] = name


def _do(*statements):
    connections.close_all()  # a database that someone looks at is neither copied nor dropped
    with as_owner(), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
