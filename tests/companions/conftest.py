import pytest
from django.test import Client as Web

from tests.people import make_coordinator, sign_in


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)
