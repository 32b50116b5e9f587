"""Registering and keeping what is known of a client: the actions, without pages."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import Right
from cases import actions, rules
from cases.actions import clients as client_actions
from cases.codes import is_code
from cases.models import CaseFile, Client, ContactCard, Grant, HouseholdMember, Identity, Responsibility
from cases.search import find_clients
from privacy.context import acting_as
from privacy.receipts import SentTwiceDifferently
from regions.models import Region
from tests.clients import make_client, token_for
from tests.people import (
    again,
    make_clinic_staff,
    make_coordinator,
    make_member,
    make_organisation,
    make_social_worker,
    make_supervisor,
)

pytestmark = pytest.mark.django_db

NIK = "8271024302900001"


@pytest.fixture
def coordinator():
    return make_coordinator()


def register(by, token=None, *, organisation=None, **person):
    told = {"legal_name": "Siti Contoh", "sex": "P", "birth_date": date(1990, 2, 3), **person}
    with acting_as(by):
        return actions.register(
            token=token or token_for(by, "client"), by=by, organisation=organisation, person=told,
            card={"call_name": "Siti"}, case={"kind": "ODHIV"},
        )  # fmt: skip


def test_a_registered_client_has_a_code_a_grant_and_a_row_of_the_holder(coordinator):
    client = register(coordinator)

    with acting_as(coordinator):
        assert is_code(client.code)
        grant = Grant.objects.get()
        assert (grant.holder_id, grant.level, grant.basis) == (coordinator.organisation.pk, "care", "registration")
        row = Responsibility.objects.get()
        assert (row.holder_id, row.stage, row.live) == (coordinator.organisation.pk, "ASESMEN", True)
        assert CaseFile.objects.get().stage == "ASESMEN"
        assert (client.birth_year, client.birth_year_estimated) == (1990, False)


def test_the_social_worker_who_registers_is_responsible_and_a_coordinator_is_not(coordinator):
    worker = make_social_worker()
    for by, expected in ((worker, worker.id), (coordinator, None)):
        client = register(by)
        with acting_as(by):
            assert Responsibility.objects.get(client=client).worker_id == expected


def test_the_clinic_gets_a_grant_on_treatment_beside_it():
    staff = make_clinic_staff()
    register(staff)
    with acting_as(staff):
        assert set(Grant.objects.values_list("level", flat=True)) == {"care", "treatment"}


def test_a_kind_that_is_not_known_begins_as_a_prospect(coordinator):
    client = make_client(coordinator, kind="PROSPEK")
    with acting_as(coordinator):
        assert CaseFile.objects.get(client=client).stage == "PROSPEK"
    with pytest.raises(rules.NotPossible):
        make_client(coordinator, stage="AKTIF")


def test_an_institution_registers_for_its_group_and_for_no_other_organisation(coordinator):
    group = make_organisation("KDS", parent=coordinator.organisation)
    coordinator = again(coordinator)

    client = register(coordinator, organisation=group)
    with acting_as(coordinator):
        assert Grant.objects.get(client=client).holder_id == group.pk
    for other in (make_organisation("LKS"), make_organisation("KDS", parent=make_organisation("LKS"))):
        with pytest.raises(rules.NotAllowed):
            register(coordinator, organisation=other)


def test_who_may_not_register_does_not(coordinator):
    for actor in (make_supervisor(), make_member("pendamping", coordinator.organisation)):
        with pytest.raises(rules.NotAllowed):
            register(actor)


def test_the_same_form_twice_is_one_client_and_other_content_is_said(coordinator):
    token = token_for(coordinator, "client")

    assert register(coordinator, token) == register(coordinator, token)
    with pytest.raises(SentTwiceDifferently):
        register(coordinator, token, legal_name="Siti Lain")
    with acting_as(coordinator):
        assert Client.objects.count() == 1


def test_a_code_in_use_costs_another_try_and_is_not_told(coordinator, monkeypatch):
    taken = register(make_coordinator()).code
    codes = iter([taken, taken, "TTE-4F7K-2"])
    monkeypatch.setattr(client_actions, "new_code", lambda area: next(codes))

    assert register(coordinator).code == "TTE-4F7K-2"

    monkeypatch.setattr(client_actions, "new_code", lambda area: taken)
    with pytest.raises(rules.NotPossible):
        register(coordinator)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"nik": NIK}, {"nik": NIK, "legal_name": "Nama Lain", "birth_date": None}, True),
        ({}, {}, True),  # the same name, birth date and kelurahan
        ({"legal_name": "SITI  CONTOH"}, {}, True),
        ({}, {"birth_date": date(1990, 2, 4)}, False),
        ({"nik": NIK}, {"nik": "8271024302900002", "legal_name": "Nama Lain"}, False),
        ({"kelurahan": None}, {"kelurahan": None}, False),
    ],
)
def test_only_the_coordinator_of_who_was_there_first_is_told(first, second, told, coordinator):
    place = Region.objects.filter(level="kelurahan").first()
    newcomer = make_social_worker()
    old = register(coordinator, **{"kelurahan": place, **first})

    new = register(newcomer, **{"kelurahan": place, **second})

    with acting_as(coordinator):
        found = list(Notice.objects.filter(kind="same_person").values_list("object_id", flat=True))
    assert found == ([old.pk] if told else [])
    for actor in (newcomer, make_member("koordinator", newcomer.organisation)):
        with acting_as(actor):
            assert Notice.objects.count() == 0
            assert list(Client.objects.values_list("pk", flat=True)) == [new.pk]


def test_told_once_until_it_is_read(coordinator):
    register(coordinator, nik=NIK)
    for _twice in range(2):
        register(make_social_worker(), nik=NIK)
    with acting_as(coordinator):
        assert Notice.objects.filter(kind="same_person").count() == 1


def test_a_corrected_nik_is_asked_for_again(coordinator):
    register(coordinator, nik=NIK)
    newcomer = make_social_worker()
    client = register(newcomer, legal_name="Nama Lain")

    with acting_as(newcomer):
        actions.edit_person(client=client, by=newcomer, person={"nik": NIK})

    with acting_as(coordinator):
        assert Notice.objects.filter(kind="same_person").count() == 1


def test_a_renamed_client_is_found_by_the_new_names(coordinator):
    client = register(coordinator)
    with acting_as(coordinator):
        pieces = Identity.objects.get().name_pieces
        actions.edit_person(client=client, by=coordinator, person={"address": "Jalan Contoh"})
        assert Identity.objects.get().name_pieces == pieces, "drawn anew only when a name changes"
        actions.edit_person(client=client, by=coordinator, person={"legal_name": "Rahmawati Contoh"})
        actions.edit_card(client=client, by=coordinator, card={"call_name": "Wati"}, checked=False)

        assert [hit.client_id for hit in find_clients(coordinator, "rahmawati")] == [client.pk]
        assert [hit.client_id for hit in find_clients(coordinator, "wati")] == [client.pk]
        assert find_clients(coordinator, "siti") == []


def test_the_year_of_birth_follows_the_date_and_is_else_an_estimate(coordinator):
    client = register(coordinator, birth_date=None, birth_year=1988)
    with acting_as(coordinator):
        assert Client.objects.get().birth_year_estimated
        actions.edit_person(client=client, by=coordinator, person={"birth_date": date(1989, 5, 5)})
        client = Client.objects.get()
        assert (client.birth_year, client.birth_year_estimated) == (1989, False)


def test_a_card_that_was_checked_says_when_and_by_whom(coordinator):
    client = register(coordinator)
    with acting_as(coordinator):
        card = actions.edit_card(client=client, by=coordinator, card={"never": "jangan telepon"}, checked=True)
        assert (card.checked_on, card.checked_by_id) == (timezone.localdate(), coordinator.id)
        with pytest.raises(IntegrityError), transaction.atomic():
            card.checked_by = None
            card.save()
        assert ContactCard.objects.get().never == "jangan telepon"


def test_what_is_emptied_on_the_case_page_is_emptied(coordinator):
    client = register(coordinator)
    told = {"kind": "ODHIV", "confirmed_on": date(2024, 1, 1), "monthly_income": 500_000, "occupation": "nelayan"}
    with acting_as(coordinator):
        actions.edit_case(client=client, by=coordinator, case=told)
        actions.edit_case(
            client=client, by=coordinator, case={**told, "confirmed_on": None, "monthly_income": None, "occupation": ""}
        )
        case = CaseFile.objects.get()
    assert (case.confirmed_on, case.monthly_income, case.occupation, case.kind) == (None, None, "", "ODHIV")


def test_risk_says_who_when_and_why(coordinator):
    client = register(coordinator)
    with acting_as(coordinator):
        with pytest.raises(rules.NotPossible):
            actions.set_risk(client=client, by=coordinator, risk="krisis", why="")
        case = actions.set_risk(client=client, by=coordinator, risk="krisis", why="putus obat")
    assert (case.risk, case.risk_why, case.risk_by_id) == ("krisis", "putus obat", coordinator.id)
    assert case.risk_at


@pytest.mark.parametrize(
    ("roles", "active", "fits"),
    [
        (["peksos"], True, True),
        (["koordinator"], True, True),
        (["peksos"], False, False),
        (["pimpinan"], True, False),
        (["pelatih"], True, False),
    ],
)
def test_who_can_answer_for_a_client(roles, active, fits):
    worker = make_social_worker()
    client = register(worker)
    other = make_member(roles, worker.organisation, active=active).membership
    with acting_as(worker):
        if not fits:
            with pytest.raises(rules.NotPossible):
                actions.assign_worker(client=client, by=worker, worker=other)
            return
        assert actions.assign_worker(client=client, by=worker, worker=other).worker == other
        actions.assign_worker(client=client, by=worker, worker=None)
        assert Responsibility.objects.get().worker is None


def test_the_household(coordinator):
    client = register(coordinator)
    token = token_for(coordinator, "household", client.pk)
    told = {"name": "Ani", "relation": "saudara", "knows_status": "ya"}
    with acting_as(coordinator):
        person = actions.add_household_member(token=token, client=client, by=coordinator, **told)
        assert actions.add_household_member(token=token, client=client, by=coordinator, **told) == person
        with pytest.raises(SentTwiceDifferently):
            actions.add_household_member(token=token, client=client, by=coordinator, **{**told, "name": "Ina"})
        actions.edit_household_member(person=person, by=coordinator, left=True, knows_status="tidak")
        kept = HouseholdMember.objects.get()
        assert (kept.left_on, kept.knows_status, kept.name) == (timezone.localdate(), "tidak", "Ani")
    with acting_as(make_coordinator()), pytest.raises(rules.NotAllowed):
        actions.edit_household_member(person=person, by=make_coordinator(), name="x")


WRITES = {
    "edit_person": {"person": {"sex": "L"}},
    "edit_card": {"card": {"never": "x"}, "checked": False},
    "edit_case": {"case": {"kind": "ODHIV"}},
    "set_risk": {"risk": "tinggi", "why": "x"},
    "change_stage": {"to": "TERMINASI", "closing": "pindah daerah", "reason": "x"},
    "assign_worker": {"worker": None},
}


@pytest.mark.parametrize("verb", WRITES)
def test_no_write_without_the_right_or_the_client(verb, coordinator):
    client = register(coordinator)
    deed = getattr(actions, verb)
    reader = make_member("supervisor", coordinator.organisation)
    assert not reader.may(Right.EDIT_CASE)
    for actor in (
        reader,
        make_member("pendamping", coordinator.organisation),
        make_coordinator(),
        make_social_worker(),
    ):
        with acting_as(actor), pytest.raises(rules.NotAllowed):
            deed(client=client, by=actor, **WRITES[verb])


def test_a_client_is_never_deleted(coordinator):
    client = register(coordinator)
    with acting_as(coordinator):
        with pytest.raises(Exception, match="permission denied|protected"), transaction.atomic():
            Client.objects.filter(pk=client.pk).delete()
        assert Client.objects.count() == 1


def test_unread_for_how_long_is_by_the_day_in_ternate(coordinator):
    """23.00 UTC is the next morning there: the last visit stands under that day."""
    client = register(coordinator)
    night = timezone.now().replace(hour=23, minute=0) - timedelta(days=3)
    with acting_as(coordinator):
        Grant.objects.get()
        actions.record_visit(
            token=token_for(coordinator), client_id=client.pk, by=coordinator, visited_at=night, result="TERLAKSANA",
            place="rumah",
        )  # fmt: skip
        assert (
            Responsibility.objects.get().last_visit_on == timezone.localdate(night) == night.date() + timedelta(days=1)
        )
