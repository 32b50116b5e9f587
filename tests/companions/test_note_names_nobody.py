"""The note of a hand-over is read by who has not said yes: it names none of the clients that are offered."""

import pytest
from django.urls import reverse

from cases.rules import NotPossible
from companions.models import HandOver
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client
from tests.companions.making import assign, make_ready
from tests.companions.test_handover import offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(coordinator):
    client = make_client(coordinator, name="Rahma Hi. Ali Mansur", call_name="Ibu Ani")
    return assign(client, make_ready(coordinator, name="Rudi Tomagola"), coordinator)


@pytest.fixture
def receiver(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.mark.parametrize("note", ["RAHMA sudah tahu", "Antar ke rumah bu Mansur.", "ani: suka sore", "Titip Ani,ya"])
def test_a_name_is_refused(coordinator, assignment, receiver, note):
    with pytest.raises(NotPossible, match=assignment.client.code):
        offer({assignment: receiver}, coordinator, note=note)
    with acting_as(coordinator):
        assert not HandOver.objects.exists()


@pytest.mark.parametrize("note", ["Ibu kos sudah tahu", "Hi, tolong ya", "Animasi untuk anak", "Kenalan dulu, Maria"])
def test_other_words_are_not(coordinator, assignment, receiver, note):
    assert offer({assignment: receiver}, coordinator, note=note)


def test_the_page_says_so_before_the_last_look_and_keeps_all(web, coordinator, assignment, receiver):
    url = reverse("handover_new", args=[assignment.companion_id])
    sent = {"why": "berhenti", f"untuk-{assignment.pk}": str(receiver.id), "note": "Rahma sudah tahu"}
    page = send(web, url, {**sent, "langkah": "periksa"})
    assert page.context["form"].errors.keys() == {"note"} and "Rahma sudah tahu" in page.content.decode()
    code = assignment.client.code
    page = send(web, url, {**sent, "langkah": "periksa", "note": f"{code} sudah tahu"})
    assert page.context["count"] == 1
