"""A companion reads what is written down about her: certificate, limits, pledge, what she can carry."""

import pytest
from django.test import Client as Web
from django.urls import reverse

from companions.models import Certificate
from companions.vocabulary import Kind, Limit
from privacy.context import acting_as
from tests.companions.making import make_ready
from tests.people import make_companion, sign_in

pytestmark = pytest.mark.django_db

MINE = reverse("my_profile")


def test_a_companion_finds_her_certificate_and_limits_from_the_menu(coordinator):
    sari = make_ready(
        coordinator, name="Sari Umasugi", kind=Kind.PEER, capacity=7, limits=["tanpa_malam"], limits_note="Ada bayi."
    )
    web = sign_in(Web(), sari)
    with acting_as(sari):
        certificate = Certificate.objects.get()

    assert MINE in web.get(reverse("more_menu")).content.decode()
    page = web.get(MINE).content.decode()
    assert certificate.number in page and reverse("certificate_detail", args=[certificate.pk]) in page
    assert str(Limit.NO_NIGHT.label) in page and "Ada bayi." in page and "<dd>7" in page
    assert "sebaya" not in page and "/pelatihan/" not in page


def test_without_a_profile_it_says_whom_to_ask(coordinator):
    page = sign_in(Web(), make_companion(coordinator.organisation)).get(MINE)

    assert page.status_code == 200 and page.context["row"] is None


def test_nobody_else_opens_it(web):
    assert web.get(MINE).status_code == 403
