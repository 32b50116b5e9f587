"""The ledger: lines are added and never changed; what holds today is the latest line of its kind."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Notice
from cases import actions, rules
from cases.models import Client, Consent
from cases.views.client_page import current_consents
from cases.vocabulary import ConsentState, Decision, Purpose
from privacy.context import acting_as
from privacy.receipts import SentTwiceDifferently
from tests.clients import give_consent, make_client, share_with, token_for
from tests.people import make_coordinator, make_member, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def person(coordinator):
    return make_client(coordinator)


def record(client, by, **more):
    told = {"purpose": Purpose.C1, "decision": Decision.GIVEN, **more}
    token = told.pop("token", None) or token_for(by, "consent", client.pk)
    with acting_as(by):
        return actions.record(token=token, client=client, by=by, **told)


def state_of(client, by, purpose=Purpose.C1):
    with acting_as(by):
        return next(line["state"] for line in current_consents(client) if line["purpose"] == purpose)


def test_what_was_never_asked_is_not_confirmed(person, coordinator):
    assert state_of(person, coordinator) == ConsentState.UNCONFIRMED


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([{}], "SETUJU"),
        ([{"decision": "TOLAK"}], "TOLAK"),
        ([{}, {"decision": "TOLAK"}], "TOLAK"),
        ([{"decision": "TOLAK"}, {}], "SETUJU"),
        ([{"from_on": -400, "until_on": -1}], "KEDALUWARSA"),
        ([{"from_on": -10, "until_on": 0}], "SETUJU"),  # until the evening of its last day
        ([{}, {"from_on": -400, "until_on": -1}], "KEDALUWARSA"),
    ],
)
def test_the_latest_line_says_what_holds(lines, state, person, coordinator):
    today = timezone.localdate()
    for line in lines:
        days = {name: today + timedelta(days=line[name]) for name in ("from_on", "until_on") if name in line}
        record(person, coordinator, **{**line, **days})

    assert state_of(person, coordinator) == state
    with acting_as(coordinator):
        assert rules.has_consent(person, Purpose.C1) is (state == "SETUJU")
        assert Consent.objects.count() == len(lines)


def test_withdrawn(person, coordinator):
    line = record(person, coordinator)
    with acting_as(coordinator):
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    assert state_of(person, coordinator) == ConsentState.WITHDRAWN
    with acting_as(coordinator):
        assert Consent.objects.filter(decision="SETUJU").get().pk == line.pk, "the line that gave it stays"
        with pytest.raises(rules.NotPossible):
            actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)


def test_a_line_is_never_changed_and_never_deleted(person, coordinator):
    record(person, coordinator)
    with acting_as(coordinator):
        for change in (lambda: Consent.objects.update(decision="TOLAK"), lambda: Consent.objects.all().delete()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


@pytest.mark.parametrize(
    "told",
    [
        {"from_on": 1},
        {"from_on": -10, "until_on": -11},
        {"how": "lisan"},
        {"purpose": "C4"},
        {"purpose": "C5"},
        {"purpose": "C6"},
    ],
)
def test_what_is_refused_leaves_no_line(told, person, coordinator):
    today = timezone.localdate()
    days = {name: today + timedelta(days=told[name]) for name in ("from_on", "until_on") if name in told}

    with pytest.raises(rules.NotPossible):
        record(person, coordinator, **{**told, **days})

    with acting_as(coordinator):
        assert Consent.objects.count() == 0


def test_under_18_the_guardian_is_named(coordinator):
    child = make_client(coordinator, birth_date=timezone.localdate() - timedelta(days=3000))

    with pytest.raises(rules.NotPossible):
        record(child, coordinator)
    assert record(child, coordinator, guardian="Ibu Contoh").guardian == "Ibu Contoh"


def test_a_named_person_is_of_the_same_household(person, coordinator):
    other = make_client(coordinator)
    with acting_as(coordinator):
        aunt = actions.add_household_member(
            token=token_for(coordinator), client=other, by=coordinator, name="Bibi", relation="saudara",
            knows_status="ya",
        )  # fmt: skip

    with pytest.raises(rules.NotPossible):
        record(person, coordinator, purpose=Purpose.C6, person=aunt)
    assert record(other, coordinator, purpose=Purpose.C6, person=aunt).person == aunt


def test_the_same_key_twice_is_one_line_and_other_content_is_said(person, coordinator):
    token = token_for(coordinator, "consent", person.pk)

    first = record(person, coordinator, token=token)
    assert record(person, coordinator, token=token) == first
    with pytest.raises(SentTwiceDifferently) as error:
        record(person, coordinator, token=token, decision=Decision.REFUSED)

    with acting_as(coordinator):
        assert Consent.objects.count() == 1
    assert error.value.receipt.result == str(first.pk)


def test_consent_to_sharing_is_for_the_organisation_it_names(person, coordinator):
    named, other = make_social_worker(), make_social_worker()
    give_consent(person, coordinator, Purpose.C4, organisation=named.organisation)

    with acting_as(coordinator):
        assert rules.live_consent(person, Purpose.C4, organisation=named.organisation)
        assert rules.live_consent(person, Purpose.C4, organisation=other.organisation) is None
        with pytest.raises(rules.NotPossible):
            actions.share(client=person, organisation=other.organisation, by=coordinator)


def test_refusing_what_was_given_ends_the_share_too(person, coordinator):
    balai = make_social_worker()
    share_with(person, balai.organisation, coordinator)

    record(person, coordinator, purpose=Purpose.C4, organisation=balai.organisation, decision=Decision.REFUSED)

    with acting_as(balai):
        assert Client.objects.count() == 0
    with acting_as(make_member("koordinator", balai.organisation)):
        assert Notice.objects.filter(kind="consent_withdrawn").count() == 1


def test_withdrawing_another_purpose_ends_no_share(person, coordinator):
    balai = make_social_worker()
    line = record(person, coordinator, purpose=Purpose.C3)
    share_with(person, balai.organisation, coordinator)

    with acting_as(coordinator):
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    with acting_as(balai):
        assert Client.objects.count() == 1


def test_who_reads_the_case_only_records_nothing(person, coordinator):
    supervisor = make_member("supervisor", coordinator.organisation)

    with pytest.raises(rules.NotAllowed):
        record(person, supervisor)
    with pytest.raises(rules.NotAllowed):
        record(person, make_coordinator())


def test_papers_are_ticked_all_or_none_and_shared_in_the_same_step(coordinator):
    first, second = make_client(coordinator), make_client(coordinator)
    balai = make_social_worker()
    signed, today = timezone.localdate() - timedelta(days=40), timezone.localdate()
    purposes = [Purpose.C1, Purpose.C2, Purpose.C4]

    def confirm(token, *days):
        lines = [(client, purposes, day) for client, day in zip((first, second), days, strict=False)]
        with acting_as(coordinator):
            return actions.confirm_papers(
                token=token, by=coordinator, lines=lines, organisation=balai.organisation, share_too=True
            )

    for wrong in (today + timedelta(days=1), today - timedelta(days=800), None):
        with pytest.raises(rules.NotPossible):
            confirm(token_for(coordinator, "papers"), signed, wrong)
        with acting_as(coordinator):
            assert Consent.objects.count() == 0
    with acting_as(balai):
        assert Client.objects.count() == 0

    token = token_for(coordinator, "papers")
    assert confirm(token, signed, signed) == confirm(token, signed, signed) == 2
    with acting_as(coordinator):
        assert Consent.objects.filter(from_papers=True, from_on=signed).count() == 6
    with acting_as(balai):
        assert Client.objects.count() == 2


def test_a_privacy_officer_reads_the_ledger_and_nothing_else(person, coordinator):
    record(person, coordinator)
    officer = make_member("petugas_pdp", coordinator.organisation)
    elsewhere = make_member("petugas_pdp", make_organisation("LKS"))

    with acting_as(officer):
        assert Consent.objects.count() == 1
        assert Client.objects.count() == 0
    with acting_as(elsewhere):
        assert Consent.objects.count() == 0
