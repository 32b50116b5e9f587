import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(db):
    return Client()
