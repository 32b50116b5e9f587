"""A button of a page whose session has ended, and the address of a button opened as a page: a way on, never a blank."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases import actions
from cases.models import NextStep
from privacy.context import acting_as
from tests.clients import token_for

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def step(worker, person):
    day = timezone.localdate() + timedelta(days=2)
    with acting_as(worker):
        return actions.add_step(token=token_for(worker), client=person, by=worker, what="Antar surat", due_on=day)


def pressed(step, came_from=None):
    headers = {"HTTP_REFERER": came_from} if came_from else {}
    return Client().post(reverse("step_done", args=[step.pk]), **headers)


def test_after_signing_in_the_page_with_the_button_is_there_again(worker, person, step):
    answer = pressed(step, HERE + person.get_absolute_url())

    query = urlencode({"next": person.get_absolute_url(), "berakhir": "1"})
    assert answer["Location"] == f"{reverse('account_login')}?{query}"
    page = Client().get(answer["Location"]).content.decode()
    assert f'name="next" value="{person.get_absolute_url()}"' in page
    assert "tekan sekali lagi" in page
    with acting_as(worker):
        assert NextStep.objects.open().get() == step


@pytest.mark.parametrize(
    "came_from", [None, "http://elsewhere.example/klien/", "http://testserver//elsewhere.example/"]
)
def test_from_nowhere_or_elsewhere_it_is_ones_own_list(step, came_from):
    assert "next=%2Fkerja%2F&" in pressed(step, came_from)["Location"]


def test_a_page_that_needs_a_name_asks_as_ever(person):
    answer = Client().get(person.get_absolute_url())

    assert answer.status_code == 302
    assert "berakhir" not in answer["Location"]


def test_the_address_of_a_button_is_a_page_with_a_way_on(web, person, step):
    page = web.get(reverse("step_done", args=[step.pk]), HTTP_REFERER=HERE + person.get_absolute_url())

    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert f'href="{person.get_absolute_url()}"' in page.content.decode()
    assert reverse("my_work") in web.get(reverse("step_done", args=[step.pk])).content.decode()
