"""The database of the tests, made as the owner and used as the web's role, and what holds for every test."""

import pytest
from django.core.cache import cache
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from basodara import face
from privacy.context import as_owner
from tests import plain
from tests.strict import only_this_machine

only_this_machine()


def pytest_ignore_collect(collection_path):
    return plain.needs_more(collection_path) or None


def pytest_terminal_summary(terminalreporter):
    for name, packages in plain.left_out.items():
        terminalreporter.write_line(f"not run: {name} (needs {packages}; `make test` installs it)")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings
):
    """pytest-django's, with the owner making the tables; the tests then run under row security like the web."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), as_owner():
        # Not serialised: it would be read as the owner and loaded as the web without a person.
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=[])
        connections.close_all()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connections.close_all()  # else PostgreSQL refuses: the database is being accessed by other users
            with as_owner():
                teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits of one test are not those of the next, nor is what a process remembers of the demo's marker."""
    cache.clear()
    face.forget_demo()
    yield
    cache.clear()
