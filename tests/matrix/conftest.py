"""One world for the whole matrix, made once and never committed; every test leaves it as it was."""

import logging

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.matrix.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def as_it_was(world):
    """Thousands of refusals are what these tests want: nobody reads their log."""
    logging.disable(logging.ERROR)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
