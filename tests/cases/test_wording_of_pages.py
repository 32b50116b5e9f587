"""Nothing is said twice on the page of a client, and what belongs together stands together."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from cases import timeline
from cases.forms.consents import ConsentForm
from cases.models import HouseholdMember, Identity
from cases.vocabulary import Purpose
from privacy.context import acting_as
from tests.clients import give_consent, make_client
from tests.people import make_coordinator, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)


@pytest.mark.parametrize(
    ("name", "relation", "said"),
    [
        ("Suami", "pasangan", "Suami"),
        ("Mertua", "mertua_ipar", "Mertua"),
        ("Mama Ani", "orang_tua", "Mama Ani"),
        ("Budi", "saudara", "Budi (kakak atau adik)"),
    ],
)
def test_a_name_that_says_the_relation_has_no_bracket(name, relation, said):
    person = HouseholdMember(name=name, relation=relation)
    assert person.name_and_relation == said


@pytest.mark.parametrize(
    ("address", "rt", "rw", "landmark", "said"),
    [
        ("Jl. Contoh RT 11/RW 05", "11", "05", "", "Jl. Contoh RT 11/RW 05"),
        ("Jl. Kartini 4", "11", "05", "", "Jl. Kartini 4 RT 11/RW 05"),
        ("Jl. Contoh", "11", "", "dekat masjid", "Jl. Contoh RT 11. dekat masjid"),
        ("", "", "", "dekat masjid", "dekat masjid"),
        ("", "", "", "", ""),
    ],
)
def test_the_neighbourhood_is_said_once(address, rt, rw, landmark, said):
    assert Identity(address=address, rt=rt, rw=rw, landmark=landmark).address_in_words == said


def entries_of(client, coordinator, **options):
    with acting_as(coordinator):
        client.case
        return timeline.entries(client, tab="persetujuan", **options)[0]


def test_consents_of_one_paper_are_one_entry_with_the_day_it_was_signed(web, coordinator):
    client = make_client(coordinator)
    signed = timezone.localdate() - timedelta(days=40)
    for purpose in (Purpose.C1, Purpose.C2, Purpose.C3):
        give_consent(client, coordinator, purpose, from_on=signed, how="tertulis")

    (entry,) = entries_of(client, coordinator)
    assert entry.signed_on == signed and all(
        str(purpose.label) in entry.title for purpose in (Purpose.C1, Purpose.C2, Purpose.C3)
    )
    assert "diberikan" in web.get(client.get_absolute_url()).content.decode()
    assert entries_of(client, coordinator, before=entry.at) == []


def test_consents_of_two_days_are_two_entries(coordinator):
    client = make_client(coordinator)
    give_consent(client, coordinator, Purpose.C1, how="tertulis")
    give_consent(client, coordinator, Purpose.C2, how="tertulis", from_on=timezone.localdate() - timedelta(days=3))
    first, second = entries_of(client, coordinator)
    assert {first.signed_on, second.signed_on} == {None, timezone.localdate() - timedelta(days=3)}


def test_how_a_consent_was_given_is_asked_without_an_empty_answer(web, coordinator):
    client = make_client(coordinator)
    body = web.get(reverse("consent_new", args=[client.pk])).content.decode()
    assert not re.search(r'name="how" value=""', body)
    with acting_as(coordinator):
        form = ConsentForm(
            {"purpose": "C1", "decision": "SETUJU", "from_on": timezone.localdate().isoformat()},
            organisations=Organisation.objects.none(), household=HouseholdMember.objects.none(),
        )  # fmt: skip
        assert "how" in form.errors
