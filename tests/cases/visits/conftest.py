import pytest

from tests.clients import make_client
from tests.people import make_coordinator, make_social_worker, sign_in


@pytest.fixture
def worker():
    return make_social_worker(name="Rina Contoh")


@pytest.fixture
def person(worker):
    return make_client(worker, call_name="Mira")


@pytest.fixture
def stranger():
    return make_coordinator()


@pytest.fixture
def web(client, worker):
    """The worker's browser."""
    return sign_in(client, worker)


@pytest.fixture
def browser():
    """A browser of one's own for another person: `browser(actor)`."""
    from django.test import Client

    return lambda actor: sign_in(Client(), actor)
