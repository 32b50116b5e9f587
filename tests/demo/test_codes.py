"""The codes of the demo are dealt by its seed, whatever chance had given before."""

import random
from types import SimpleNamespace

import pytest

from basodara.demo.aging import _deal_codes
from cases.models import Client
from privacy.context import as_owner
from tests.clients import make_client
from tests.people import make_coordinator


@pytest.mark.django_db(transaction=True)
def test_a_code_that_the_seed_deals_may_by_chance_be_anothers():
    coordinator = make_coordinator()
    first, second = make_client(coordinator), make_client(coordinator)

    with as_owner():
        _deal_codes([(first, _life_with(second)), (second, _life_with(first))], random.Random(1))
        codes = {client.pk: client.code for client in Client.objects.all()}

    assert codes == {first.pk: second.code, second.pk: first.code}


def _life_with(other):
    return SimpleNamespace(body=other.code.split("-")[1])
