"""Who sees what: through the ORM's filter, and through row security when the filter is forgotten."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases import actions, rules
from cases.models import CaseFile, Client, Consent, ContactCard, Grant, HomeVisit, Identity, Responsibility
from cases.vocabulary import Purpose
from privacy.context import NOBODY, acting_as
from tests.clients import give_consent, make_client, make_visit, share_with, token_for
from tests.people import make_coordinator, make_member, make_referral_officer, make_social_worker

pytestmark = pytest.mark.django_db

TABLES = [Client, Identity, ContactCard, CaseFile, Responsibility, Consent, HomeVisit, Grant]


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def person(coordinator):
    client = make_client(coordinator)
    give_consent(client, coordinator)
    make_visit(client, coordinator)
    return client


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_forgotten_filter_shows_a_stranger_nothing(model, person, coordinator):
    stranger = make_coordinator()
    colleague = make_member("koordinator", coordinator.organisation)

    with acting_as(coordinator):
        assert model.objects.count() >= 1
    with acting_as(colleague):
        assert model.objects.count() >= 1
    with acting_as(stranger):
        assert model.objects.count() == 0
    with acting_as(NOBODY):
        assert model.objects.count() == 0


def test_the_filter_says_what_row_security_says(person, coordinator):
    balai = make_social_worker()
    share_with(person, balai.organisation, coordinator)

    for actor in (coordinator, balai, make_referral_officer(balai.organisation), make_coordinator()):
        with acting_as(actor):
            for model in (Client, Identity, ContactCard, CaseFile, HomeVisit, Consent):
                filtered = set(model.objects.visible_to(actor).values_list("pk", flat=True))
                assert filtered == set(model.objects.values_list("pk", flat=True)), (actor, model)


def test_the_web_cannot_grant_itself_anything(person, coordinator):
    stranger = make_coordinator()
    with acting_as(stranger):
        for basis in ("registration", "share", "assignment", "emergency"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT cases_grant_open(%s, %s, 'care', %s, NULL, NULL)",
                    [str(person.pk), str(stranger.organisation.pk), basis],
                )
        with pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.create(client_id=person.pk, holder_id=stranger.organisation.pk, level="care", basis="share")
        assert Client.objects.count() == 0


def test_sharing_needs_the_clients_consent_and_ends_with_it(person, coordinator):
    balai = make_social_worker()
    with acting_as(coordinator), pytest.raises(rules.NotPossible):
        actions.share(client=person, organisation=balai.organisation, by=coordinator)

    share_with(person, balai.organisation, coordinator)
    with acting_as(balai):
        assert Client.objects.visible_to(balai).get() == person
        assert Responsibility.objects.get(holder_id=balai.organisation.pk).worker is None

    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=balai.organisation)
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    with acting_as(balai):
        assert Client.objects.count() == Identity.objects.count() == 0


def test_the_receiver_of_a_share_may_withdraw_the_consent_and_sees_nothing_after(person, coordinator):
    balai = make_social_worker()
    share_with(person, balai.organisation, coordinator)

    with acting_as(balai):
        line = rules.live_consent(person, Purpose.C4, organisation=balai.organisation)
        actions.withdraw(token=token_for(balai), consent=line, by=balai)
        assert Client.objects.count() == 0
