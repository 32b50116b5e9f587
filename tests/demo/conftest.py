import pytest
from django.test import Client

from tests.demo.making import demo_world, run_demo


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What was printed when the world was made, and when the command ran a second time and with --logins."""
    with demo_world(django_db_blocker) as first:
        yield {"first": first, "again": run_demo("--seed", "5"), "logins": run_demo("--logins")}


@pytest.fixture
def web(db):
    return Client()
