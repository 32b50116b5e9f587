"""Registering and editing, as pages: what they keep, what they tell, and what they never tell."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cases.models import CaseFile, Client, Consent, ContactCard, HouseholdMember, Identity, Responsibility
from privacy import tokens
from privacy.context import acting_as
from privacy.models import Draft
from regions.models import Region
from tests.cases.pages import key_of, send
from tests.clients import give_consent, make_client, share_with
from tests.people import make_coordinator, make_member, make_social_worker, sign_in

pytestmark = pytest.mark.django_db

NIK = "8271024302900001"
NEW = {"call_name": "Siti", "legal_name": "Siti Contoh", "sex": "P", "kind": "ODHIV", "birth_date": "1990-02-03"}


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def web(coordinator):
    return sign_in(Web(), coordinator)


@pytest.fixture
def person(coordinator):
    return make_client(coordinator, name="Ani Contoh", call_name="Ani")


# -- registering -------------------------------------------------------------------------------------------------------


def test_registering_leads_to_the_clients_page(web, coordinator):
    response = send(web, reverse("client_new"), NEW, follow=True)

    with acting_as(coordinator):
        client = Client.objects.get()
    assert response.redirect_chain == [(client.get_absolute_url(), 302)]
    assert client.code in response.content.decode()


def test_what_is_missing_is_said_and_nothing_that_was_typed_is_lost(web, coordinator):
    response = send(web, reverse("client_new"), {**NEW, "call_name": "", "nik": "123", "landmark": "dekat masjid"})

    assert response.status_code == 200
    body = response.content.decode()
    assert "dekat masjid" in body and 'value="123"' in body
    with acting_as(coordinator):
        assert Client.objects.count() == 0


def test_pressed_twice_is_one_client(web, coordinator):
    address = reverse("client_new")
    key = key_of(web.get(address))

    answers = [web.post(address, {tokens.FIELD: key, **NEW}) for _twice in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    with acting_as(coordinator):
        assert Client.objects.count() == 1


def test_the_same_key_with_other_content_shows_both_and_writes_nothing(web, coordinator):
    address = reverse("client_new")
    key = key_of(web.get(address))
    web.post(address, {tokens.FIELD: key, **NEW})

    response = web.post(address, {tokens.FIELD: key, **NEW, "call_name": "Yang Lain"})

    assert response.status_code == 409
    assert "Yang Lain" in response.content.decode()
    with acting_as(coordinator):
        assert Client.objects.count() == 1


@pytest.mark.parametrize("key", ["", "forged", "of someone else"])
def test_without_a_key_of_ones_own_nothing_is_written_and_nothing_lost(key, web, coordinator):
    if key == "of someone else":
        key = str(tokens.new(make_coordinator(), "client"))

    response = web.post(reverse("client_new"), {tokens.FIELD: key, **NEW})

    assert response.status_code == 200
    assert "Siti Contoh" in response.content.decode()
    assert key_of(response) != key, "with the new key it can be sent again"
    with acting_as(coordinator):
        assert Client.objects.count() == 0


def plain(response, client):
    """A page without what differs from client to client and from showing to showing."""
    body = response.content.decode().replace(client.code, "CODE").replace(str(client.pk), "ID")
    body = re.sub(r'name="(_form|csrfmiddlewaretoken)" value="[^"]+"', "", body)
    return re.sub(r"\d\d\.\d\d", "", body)


def test_a_match_elsewhere_changes_nothing_that_the_registrar_sees():
    """Byte by byte: the answer, its headers, the page it leads to, and the notices."""
    place = Region.objects.filter(level="kelurahan", code__startswith="82.71").first()
    seen = []
    for there_before, nik, name in ((False, NIK, "Siti Satu"), (True, "8271024302900002", "Siti Dua")):
        told = {**NEW, "nik": nik, "legal_name": name, "kelurahan": place.code}
        first = make_coordinator()
        if there_before:
            make_client(first, name=name, nik=nik, birth_date=timezone.localdate().replace(1990, 2, 3), kelurahan=place)
        newcomer = make_social_worker(name="Petugas Contoh")
        newcomer.organisation.name = newcomer.organisation.short_name = f"Balai {'ABCDE'[len(seen)]}"
        newcomer.organisation.save()
        web = sign_in(Web(), newcomer)
        answer = send(web, reverse("client_new"), told)
        with acting_as(newcomer):
            client = Client.objects.get()
            assert Notice.objects.count() == 0
        page, similar = web.get(answer["Location"]), web.post(reverse("client_similar"), {"nama": name})
        headers = {name: value for name, value in answer.headers.items() if name != "Location"}
        pages = [
            plain(one, client)
            .replace(newcomer.organisation.name, "BALAI")
            .replace(name, "NAME")
            .replace(name.replace(" ", "+"), "NAME")
            .replace(nik[-4:], "NIK")
            for one in (answer, page, similar)
        ]
        seen.append((answer.status_code, headers, pages))
        with acting_as(first):
            assert Notice.objects.filter(kind="same_person").count() == (1 if there_before else 0)

    assert seen[0] == seen[1]


def test_while_typing_only_ones_own_clients_are_shown(web, person):
    make_client(make_coordinator(), name="Ani Contoh", call_name="Ani Jauh")

    body = web.post(reverse("client_similar"), {"nama": "ani contoh"}, headers={"X-Part": "1"}).content.decode()

    assert person.code in body
    assert "Jauh" not in body and "<html" not in body


def test_asking_too_often_is_answered_with_when_to_come_back(web, settings):
    settings.SEARCHES_PER_10_MINUTES = 2
    answers = [web.post(reverse("client_similar"), {"nama": "ani"}) for _try in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0


# -- editing -----------------------------------------------------------------------------------------------------------

EDITS = {
    "client_person": ({"legal_name": "Ani Baru", "sex": "P", "age": "30"}, Identity, "legal_name", "Ani Baru"),
    "client_card": ({"call_name": "Niawati Kecil", "checked": "on"}, ContactCard, "call_name", "Niawati Kecil"),
    "client_case": ({"kind": "ODHIV", "occupation": "nelayan"}, CaseFile, "occupation", "nelayan"),
    "client_risk": ({"risk": "tinggi", "why": "tinggal sendiri"}, CaseFile, "risk_why", "tinggal sendiri"),
    "household_new": (
        {"name": "Ina Kecil", "relation": "anak", "knows_status": "tidak"}, HouseholdMember, "name", "Ina Kecil",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_page_shows_what_is_known_and_saves_what_is_typed(name, web, coordinator, person):
    data, model, field, value = EDITS[name]

    response = send(web, reverse(name, args=[person.pk]), data)

    assert response.status_code == 302 and response["Location"] == person.get_absolute_url()
    with acting_as(coordinator):
        assert getattr(model.objects.get(client=person), field) == value
    if name != "household_new":
        assert value in web.get(reverse(name, args=[person.pk])).content.decode() or name == "client_risk"


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_page_takes_up_its_authors_draft_and_forgets_it_when_saved(name, web, coordinator, person):
    data, _model, _field, value = EDITS[name]
    address = reverse(name, args=[person.pk])
    web.post(reverse("save_draft"), {tokens.FIELD: key_of(web.get(address)), **data})

    assert value in web.get(address).content.decode()
    colleague = sign_in(Web(), make_member("koordinator", coordinator.organisation))
    assert value not in colleague.get(address).content.decode()

    send(web, address, data)
    with acting_as(coordinator):
        assert Draft.objects.count() == 0


def test_drafts_of_two_people_of_one_household_are_two(web, coordinator, person):
    for name in ("Ina", "Udin"):
        send(web, reverse("household_new", args=[person.pk]), {"name": name, "relation": "anak", "knows_status": "ya"})
    with acting_as(coordinator):
        first, second = HouseholdMember.objects.order_by("created_at")
    there, other = (reverse("household_edit", args=[one.pk]) for one in (first, second))
    web.post(reverse("save_draft"), {tokens.FIELD: key_of(web.get(there)), "name": "Ina Diketik", "relation": "anak"})

    assert "Ina Diketik" in web.get(there).content.decode()
    assert "Ina Diketik" not in web.get(other).content.decode()


def test_someone_who_moved_out_is_taken_off_the_list_and_kept(web, coordinator, person):
    told = {"name": "Ina Kecil", "relation": "anak", "knows_status": "ya"}
    send(web, reverse("household_new", args=[person.pk]), told)
    with acting_as(coordinator):
        member = HouseholdMember.objects.get()
    address = reverse("household_edit", args=[member.pk])

    send(web, address, {**told, "left": "1"})

    assert "Ina" not in web.get(person.get_absolute_url()).content.decode()
    assert web.get(address).status_code == 404
    with acting_as(coordinator):
        assert HouseholdMember.objects.get().left_on == timezone.localdate()


def test_a_place_outside_the_list_is_not_lost_when_saving_again(web, coordinator):
    far = Region.objects.filter(level="desa").exclude(code__startswith="82.71").select_related("parent").first()
    person = make_client(coordinator, kelurahan=far)
    address = reverse("client_person", args=[person.pk])
    assert f"{far.name}, {far.parent.name}" in web.get(address).content.decode()


def test_a_stage_says_what_is_missing_and_where_to_mend_it_before_anyone_types(web, coordinator, person):
    address = reverse("client_stage", args=[person.pk, "AKTIF"])

    body = web.get(address).content.decode()

    for name in ("consent_new", "client_worker", "client_card"):
        assert reverse(name, args=[person.pk]) in body
    assert "<textarea" not in body
    assert web.get(reverse("client_stage", args=[person.pk, "TANGGUH"])).status_code == 404
    assert web.get(reverse("client_stage", args=[person.pk, "LAIN"])).status_code == 404


def test_a_stage_is_moved_on_its_page(web, coordinator, person):
    response = send(
        web, reverse("client_stage", args=[person.pk, "TERMINASI"]),
        {"closing": "pindah daerah", "reason": "ke Sofifi", "date": timezone.localdate().isoformat()},
    )  # fmt: skip

    assert response.status_code == 302
    with acting_as(coordinator):
        assert CaseFile.objects.get().stage == "TERMINASI"


def test_the_responsible_worker_is_chosen_among_ones_own(web, coordinator, person):
    colleague = make_member("koordinator", coordinator.organisation, name="Rina Contoh")
    make_member("koordinator", make_coordinator().organisation, name="Orang Jauh")
    address = reverse("client_worker", args=[person.pk])
    body = web.get(address).content.decode()
    assert "Rina Contoh" in body and "Orang Jauh" not in body

    assert send(web, address, {"worker": str(colleague.id)}).status_code == 302

    with acting_as(coordinator):
        assert Responsibility.objects.get().worker_id == colleague.id
    with acting_as(colleague):
        assert Notice.objects.get().kind == "assigned"


# -- consents and sharing ----------------------------------------------------------------------------------------------


def test_a_consent_to_sharing_leads_to_sharing(web, coordinator, person):
    balai = make_social_worker()
    told = {
        "purpose": "C4", "decision": "SETUJU", "organisation": str(balai.organisation.pk), "how": "tertulis",
        "from_on": timezone.localdate().isoformat(),
    }  # fmt: skip

    response = send(web, reverse("consent_new", args=[person.pk]), told)
    assert response["Location"] == reverse("client_share", args=[person.pk])
    send(web, response["Location"], {"organisation": str(balai.organisation.pk)})

    with acting_as(balai):
        assert Client.objects.get() == person
    assert balai.organisation.name in web.get(person.get_absolute_url()).content.decode()


def test_an_organisation_that_the_client_did_not_name_is_not_on_offer(web, person):
    balai = make_social_worker()
    address = reverse("client_share", args=[person.pk])

    assert balai.organisation.name not in web.get(address).content.decode()
    response = web.post(address, {"organisation": str(balai.organisation.pk)})
    assert response.status_code == 200
    with acting_as(balai):
        assert Client.objects.count() == 0


def test_withdrawing_says_what_happens_and_leaves_the_page_when_it_no_longer_opens(coordinator, person):
    balai = make_social_worker()
    share_with(person, balai.organisation, coordinator)
    web = sign_in(Web(), balai)
    with acting_as(balai):
        line = Consent.objects.get(purpose="C4")
    address = reverse("consent_withdraw", args=[line.pk])
    assert balai.organisation.name in web.get(address).content.decode()

    response = send(web, address, {})

    assert response["Location"] == reverse("client_list")
    assert web.get(person.get_absolute_url()).status_code == 404


def test_a_consent_that_ends_soon_or_has_ended_is_said(web, coordinator, person):
    today = timezone.localdate()
    give_consent(person, coordinator, from_on=today - timedelta(days=400), until_on=today - timedelta(days=1))
    assert "Kedaluwarsa" in web.get(reverse("consents", args=[person.pk])).content.decode()


def test_every_page_under_an_invented_address_is_not_found(web, person):
    other = make_client(make_coordinator())
    assert web.get(reverse("share_end", args=[person.pk, other.pk])).status_code == 404
    assert web.get(f"/klien/{person.code}/").status_code == 404


# -- the same person once more -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("same", ["nik", "phone", "person"])
def test_a_client_of_ones_own_is_shown_before_a_second_is_registered(same, web, coordinator):
    place = Region.objects.filter(level="kelurahan", code__startswith="82.71").first()
    known = make_client(
        coordinator, name="Siti Contoh", call_name="Ci S", birth_date=date(1990, 2, 3), nik=NIK,
        phone="+6281234567890", kelurahan=place,
    )  # fmt: skip
    told = {
        "nik": {"nik": NIK, "legal_name": "Nama Lain"},
        "phone": {"contact_phone": "0812-3456-7890", "legal_name": "Nama Lain"},
        "person": {"kelurahan": place.code},
    }[same]

    answer = send(web, reverse("client_new"), {**NEW, **told})
    body = answer.content.decode()
    assert answer.status_code == 200 and known.code in body and "Ci S" in body
    with acting_as(coordinator):
        assert Client.objects.count() == 1

    answer = web.post(reverse("client_new"), {**NEW, **told, "anyway": "on", tokens.FIELD: key_of(answer)})
    assert answer.status_code == 302
    with acting_as(coordinator):
        assert Client.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "doubt"), [({}, ""), ({"birth_date": "1991-02-03"}, "tanggal lahir"), ({"sex": "L"}, "kelamin")]
)
def test_a_nik_that_says_otherwise_is_saved_and_said(told, doubt, web, coordinator):
    answer = send(web, reverse("client_new"), {**NEW, "nik": NIK, **told}, follow=True)
    with acting_as(coordinator):
        assert Identity.objects.get().nik == NIK
    assert ("NIK tidak cocok dengan" in answer.content.decode()) is bool(doubt)
    assert doubt in answer.content.decode()


def test_the_open_form_names_no_illness(web, person):
    for address in (reverse("client_new"), reverse("client_case", args=[person.pk])):
        main = web.get(address).content.decode().split("<main", 1)[1]
        labels = re.sub(r"<[^>]+>", " ", main)
        assert not re.search(r"\b(HIV|ODHIV|ARV)\b", labels), address


def test_an_impossible_number_is_said_in_plain_words(web):
    body = send(web, reverse("client_new"), {**NEW, "call_name": "", "birth_date": "", "age": "tua"}).content.decode()
    assert "Isi bagian ini." in body and "Isi dengan angka bulat" in body
