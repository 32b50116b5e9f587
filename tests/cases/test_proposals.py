"""What a register proposes for the contact card: decided one by one, kept until then."""

import pytest
from django.test import Client as Web
from django.urls import reverse

from cases import actions, proposals
from cases.models import ContactCard, HouseholdMember
from cases.register.remarks import read_remark
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client
from tests.people import make_coordinator, sign_in

pytestmark = pytest.mark.django_db
REMARK = "jgn ditelp siang, suami tdk tahu"


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)


def with_remark(coordinator, remark):
    client = make_client(coordinator, name="Ani Contoh", call_name="Ani")
    with acting_as(coordinator):
        card = ContactCard.objects.get(pk=client.pk)
        card.proposals = proposals.written(remark, read_remark(remark))
        card.save()
    return client


def card_of(client, coordinator):
    with acting_as(coordinator):
        return ContactCard.objects.get(pk=client.pk)


def keys(text):
    return {one.kind: key for key, one in proposals.still_open(text).items()}


def decided(web, client, coordinator, **answers):
    found = keys(card_of(client, coordinator).proposals)
    data = {"call_name": "Ani", "checked": "on"} | {found[kind]: answer for kind, answer in answers.items()}
    answer = send(web, reverse("client_card", args=[client.pk]), data)
    assert answer.status_code == 302
    return card_of(client, coordinator)


def test_each_is_asked_with_the_words_of_the_register(web, coordinator):
    client = with_remark(coordinator, REMARK)
    body = web.get(reverse("client_card", args=[client.pk])).content.decode()
    assert all(key in body for key in keys(card_of(client, coordinator).proposals).values())
    assert "“jgn ditelp siang”" in body and "“suami tdk tahu”" in body


def test_what_is_left_for_later_survives_a_checked_card(web, coordinator):
    client = with_remark(coordinator, REMARK)
    card = decided(web, client, coordinator)
    assert card.checked_on and set(keys(card.proposals)) == {"not_time", "does_not_know"}
    assert "Lihat" in web.get(client.get_absolute_url()).content.decode()


def test_accepting_one_and_leaving_the_other(web, coordinator):
    client = with_remark(coordinator, REMARK)
    card = decided(web, client, coordinator, not_time="benar")
    assert "siang" in card.never and set(keys(card.proposals)) == {"does_not_know"}

    card = decided(web, client, coordinator, does_not_know="benar")
    with acting_as(coordinator):
        person = HouseholdMember.objects.get(client=client)
    assert (person.name, person.relation, person.knows_status) == ("Suami", "pasangan", "tidak")
    assert card.proposals == ""


def test_rejecting_changes_nothing_but_that_it_is_gone(web, coordinator):
    client = with_remark(coordinator, REMARK)
    card = decided(web, client, coordinator, not_time="salah", does_not_know="salah")
    assert card.proposals == "" and card.never == ""
    with acting_as(coordinator):
        assert not HouseholdMember.objects.filter(client=client).exists()


def test_what_was_typed_weighs_more_than_what_was_accepted(web, coordinator):
    client = with_remark(coordinator, "hub lewat wa")
    key = keys(card_of(client, coordinator).proposals)["way"]
    send(web, reverse("client_card", args=[client.pk]), {"call_name": "Ani", "way": "telepon", key: "benar"})
    card = card_of(client, coordinator)
    assert card.way == "telepon" and card.proposals == ""


def test_someone_known_by_that_name_is_not_listed_twice(web, coordinator):
    client = with_remark(coordinator, "suami tdk tahu")
    with acting_as(coordinator):
        HouseholdMember(client=client, name="suami", relation="pasangan", knows_status="belum_tahu").save()
    decided(web, client, coordinator, does_not_know="benar")
    with acting_as(coordinator):
        assert [one.knows_status for one in HouseholdMember.objects.filter(client=client)] == ["tidak"]


@pytest.mark.parametrize(
    ("remark", "field", "value"),
    [
        ("hub lewat wa", "way", "whatsapp"),
        ("jangan dihubungi", "way", "jangan"),
        ("tidak boleh ke rumah", "home_visit", "tidak"),
        ("hub sore saja", "time", "sore"),
        ("jgn bilang dari lks", "may_say", "jgn bilang dari lks"),
    ],
)
def test_each_kind_goes_to_its_field(remark, field, value, coordinator):
    client = with_remark(coordinator, remark)
    with acting_as(coordinator):
        card = ContactCard.objects.get(pk=client.pk)
        decisions = dict.fromkeys(proposals.still_open(card.proposals), True)
        actions.edit_card(client=client, by=coordinator, card={}, checked=False, decisions=decisions)
    assert getattr(card_of(client, coordinator), field) == value


@pytest.mark.parametrize("text", ["suami tdk tahu", "Tidak mengetahui: suami.\nDi daftar tertulis: “suami tdk tahu”"])
def test_a_remark_of_before_is_taken_apart_too(text):
    assert proposals.remark_of(text) == "suami tdk tahu"
    assert set(keys(text)) == {"does_not_know"}


def test_words_that_the_reader_left_out_are_not_lost():
    assert set(keys("suami tdk tahu; tlg bawa beras")) == {"does_not_know", "remark"}
    assert set(keys("suami tdk tahu, jgn ditelp siang")) == {"does_not_know", "not_time"}


def test_what_the_reader_does_not_understand_is_gone_through_by_a_person(web, coordinator):
    client = with_remark(coordinator, "kata-kata lain")
    assert "kata-kata lain" in web.get(reverse("client_card", args=[client.pk])).content.decode()
    assert decided(web, client, coordinator, remark="salah").proposals == ""
