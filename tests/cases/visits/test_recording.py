"""Recording a visit: from the empty form to what is written, once."""

import pytest
from django.urls import reverse

from cases.models import HomeVisit
from privacy.context import acting_as
from tests.cases.visits.forms import fill

pytestmark = pytest.mark.django_db


def address(person):
    return reverse("visit_new", args=[person.pk])


def test_a_plain_visit_is_two_taps_on_the_form(web, worker, person):
    data = fill(web, address(person), health="baik")

    answer = web.post(address(person), data)

    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == person.get_absolute_url()
    with acting_as(worker):
        visit = HomeVisit.objects.get()
        assert (visit.result, visit.place, visit.health) == ("TERLAKSANA", "rumah", "baik")


def test_home(web, worker, person):
    assert web.get(reverse("my_work")).status_code == 200
