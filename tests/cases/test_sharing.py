"""Sharing: under a live consent that names the receiver, ended by either side, said in plain words."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Notice
from cases import actions, rules
from cases.actions.grants import end_grants, holders_of, open_grant
from cases.models import (
    CaseFile,
    Client,
    Grant,
    HomeVisit,
    Identity,
    NextStep,
    PlannedVisit,
    Responsibility,
    RestrictedNote,
)
from cases.presenting import holders_in_words
from cases.vocabulary import Purpose
from privacy.context import acting_as
from tests.clients import give_consent, make_client, make_visit, share_with, token_for
from tests.people import make_companion, make_coordinator, make_member, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def balai():
    return make_social_worker()


@pytest.fixture
def person(coordinator):
    return make_client(coordinator)


def test_the_receiver_sees_the_case_and_not_the_restricted_notes(person, coordinator, balai):
    make_visit(person, coordinator, restricted_note="hanya untuk kami")

    share_with(person, balai.organisation, coordinator)

    with acting_as(balai):
        assert Identity.objects.count() == CaseFile.objects.count() == HomeVisit.objects.count() == 1
        assert RestrictedNote.objects.count() == 0
    with acting_as(coordinator):
        assert RestrictedNote.objects.count() == 1


def test_it_lasts_as_long_as_the_consent(person, coordinator, balai):
    until = timezone.localdate() + timedelta(days=20)
    give_consent(person, coordinator, Purpose.C4, organisation=balai.organisation, until_on=until)
    with acting_as(coordinator):
        actions.share(client=person, organisation=balai.organisation, by=coordinator)
        rows = {row["basis"]: row for row in holders_in_words(holders_of(person), coordinator)}

    assert timezone.localtime(rows["share"]["ends_at"]).date() == until + timedelta(days=1)
    assert timezone.localtime(rows["share"]["last_day"]).date() == until
    assert rows["registration"]["last_day"] is None


def test_sharing_twice_is_sharing_once_and_the_receiver_is_told_once(person, coordinator, balai):
    first = share_with(person, balai.organisation, coordinator)
    with acting_as(coordinator):
        assert actions.share(client=person, organisation=balai.organisation, by=coordinator) == first

    with acting_as(make_member("koordinator", balai.organisation)):
        assert Notice.objects.filter(kind="shared").count() == 1
        assert Responsibility.objects.get(holder_id=balai.organisation.pk).worker is None


@pytest.mark.parametrize("side", ["giver", "receiver"])
def test_either_side_ends_it_and_the_other_is_told(side, person, coordinator, balai):
    grant = share_with(person, balai.organisation, coordinator)
    ends, told = (coordinator, balai) if side == "giver" else (balai, coordinator)

    with acting_as(ends):
        actions.end_share(client=person, grant_id=grant, by=ends)

    with acting_as(balai):
        assert Client.objects.count() == 0
    with acting_as(coordinator):
        assert Client.objects.count() == 1
    with acting_as(make_member("koordinator", told.organisation)):
        assert Notice.objects.filter(kind="share_ended").count() == 1


def test_what_was_ended_can_be_shared_again_and_not_ended_twice(person, coordinator, balai):
    grant = share_with(person, balai.organisation, coordinator)
    with acting_as(coordinator):
        actions.end_share(client=person, grant_id=grant, by=coordinator)
        with pytest.raises(rules.NotPossible):
            actions.end_share(client=person, grant_id=grant, by=coordinator)
        actions.share(client=person, organisation=balai.organisation, by=coordinator)

    with acting_as(balai):
        assert Client.objects.get() == person


def test_a_receiver_shares_on_only_under_the_clients_word_and_ends_no_share_of_others(person, coordinator, balai):
    third = make_coordinator()
    share_with(person, balai.organisation, coordinator)
    grant = share_with(person, third.organisation, coordinator)

    with acting_as(balai):
        with pytest.raises(rules.NotPossible):
            actions.share(client=person, organisation=make_organisation("LKS"), by=balai)
        assert end_grants([grant], reason="x") == 0

    with acting_as(third):
        assert Client.objects.count() == 1


def test_the_registration_is_ended_by_nobody(person, coordinator):
    with acting_as(coordinator):
        registration = Grant.objects.get(basis="registration")
        assert end_grants([registration.pk], reason="x") == 0
        assert Client.objects.count() == 1


def test_a_registrar_opens_no_second_registration(person, coordinator):
    with acting_as(coordinator), pytest.raises(DatabaseError), transaction.atomic():
        open_grant(client=person.pk, holder=coordinator.organisation.pk, basis="registration")


def test_the_database_itself_asks_for_the_consent(person, coordinator, balai):
    """As if the action had forgotten to."""
    line = give_consent(person, coordinator, Purpose.C4, organisation=balai.organisation)
    c1 = give_consent(person, coordinator)
    other = make_organisation("LKS")
    with acting_as(coordinator):
        for holder, source in ((other.pk, line.pk), (balai.organisation.pk, c1.pk), (balai.organisation.pk, None)):
            with pytest.raises(DatabaseError, match="consent"), transaction.atomic():
                open_grant(client=person.pk, holder=holder, basis="share", source=source)
        with pytest.raises(DatabaseError), transaction.atomic():
            open_grant(client=person.pk, holder=balai.organisation.pk, basis="share", source=line.pk, level="treatment")


def test_a_companion_or_a_stranger_shares_nothing(person, coordinator, balai):
    line = give_consent(person, coordinator, Purpose.C4, organisation=balai.organisation)
    for actor in (make_companion(coordinator.organisation), make_coordinator(), balai):
        with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
            open_grant(client=person.pk, holder=balai.organisation.pk, basis="share", source=line.pk)


def test_grants_are_written_by_the_two_functions_alone(person, coordinator):
    with acting_as(coordinator):
        for statement in (
            "UPDATE cases_grant SET ends_at = 'infinity'",
            "DELETE FROM cases_grant",
            "INSERT INTO cases_grant (id, client_id, holder_id, level, basis, starts_at, ends_at, end_reason) "
            f"VALUES (gen_random_uuid(), '{person.pk}', '{coordinator.id}', 'care', 'share', now(), now(), '')",
            "SELECT cases_refresh_responsibility(gen_random_uuid())",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_an_inactive_organisation_receives_nothing(person, coordinator, balai):
    give_consent(person, coordinator, Purpose.C4, organisation=balai.organisation)
    balai.organisation.active = False
    balai.organisation.save()

    with acting_as(coordinator), pytest.raises(rules.NotPossible):
        actions.share(client=person, organisation=balai.organisation, by=coordinator)


def test_who_may_see_in_plain_words(person, coordinator, balai):
    share_with(person, balai.organisation, coordinator)
    with acting_as(coordinator):
        said = [(row["who"], str(row["why"])) for row in holders_in_words(holders_of(person), coordinator)]
    assert {who for who, _why in said} == {coordinator.organisation.name, balai.organisation.name}
    assert all(why for _who, why in said)

    with acting_as(make_coordinator()):
        assert holders_of(person) == []


def test_each_holder_has_a_row_of_its_own_and_names_its_own_worker(person, coordinator, balai):
    share_with(person, balai.organisation, coordinator)
    with acting_as(balai):
        actions.assign_worker(client=person, by=balai, worker=balai.membership)
        with pytest.raises(rules.NotPossible):
            actions.assign_worker(client=person, by=balai, worker=coordinator.membership)
    with acting_as(coordinator):
        workers = dict(Responsibility.objects.values_list("holder_id", "worker"))

    assert workers == {coordinator.organisation.pk: None, balai.organisation.pk: balai.id}


def test_the_derived_columns_are_kept_by_the_database_alone(person, coordinator):
    with acting_as(coordinator):
        row = Responsibility.objects.get()
        assert (row.stage, row.next_due, row.last_visit_on) == ("ASESMEN", None, None)
        for column in ("next_due = now()::date", "live = false", "sort_on = '2030-01-01'", "stage = 'AKTIF'"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE cases_responsibility SET {column}")
    visit = make_visit(person, coordinator)
    with acting_as(coordinator):
        row.refresh_from_db()
        assert row.last_visit_on == timezone.localdate(visit.visited_at)
        assert row.next_due == row.sort_on == visit.next_visit_on
        actions.hide_visit(visit=visit, by=coordinator, because="tertukar")
        row.refresh_from_db()
        assert row.last_visit_on is None


def test_a_step_of_one_holder_is_no_step_of_the_other(person, coordinator, balai):
    share_with(person, balai.organisation, coordinator)
    with acting_as(coordinator):
        actions.add_step(
            token=token_for(coordinator), client=person, by=coordinator, what="x", due_on=timezone.localdate()
        )
        due = dict(Responsibility.objects.values_list("holder_id", "next_due"))

    assert due == {coordinator.organisation.pk: timezone.localdate(), balai.organisation.pk: None}


def test_what_the_receiver_had_planned_ends_with_the_share():
    coordinator, worker = make_coordinator(), make_social_worker()
    person = make_client(coordinator)
    share_with(person, worker.organisation, coordinator)
    with acting_as(worker):
        plan = actions.plan_visit(
            token=token_for(worker), client=person, by=worker, planned_on=timezone.localdate(), place="rumah"
        )
        actions.add_step(token=token_for(worker), client=person, by=worker, what="Antar", due_on=timezone.localdate())

    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=worker.organisation)
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    with acting_as(coordinator):
        assert PlannedVisit.objects.get(pk=plan.pk).state == "BATAL"
        assert not NextStep.objects.open().filter(client=person, holder_id=worker.organisation.pk).exists()
    with acting_as(worker):
        assert Notice.objects.filter(kind="plans_dropped", membership=worker.membership).count() == 1


def test_an_alarm_passes_to_whoever_still_holds_the_case():
    coordinator, worker = make_coordinator(), make_social_worker()
    person = make_client(coordinator)
    share_with(person, worker.organisation, coordinator)
    make_visit(person, worker, red_flags=["menyakiti_diri"])

    with acting_as(coordinator):
        line = rules.live_consent(person, Purpose.C4, organisation=worker.organisation)
        actions.withdraw(token=token_for(coordinator), consent=line, by=coordinator)

    with acting_as(coordinator):
        alarm = NextStep.objects.open().get(client=person, source="tanda_bahaya")
        assert (alarm.holder_id, alarm.owner_id) == (coordinator.organisation.pk, coordinator.id)
        assert Notice.objects.filter(kind="urgent_step", membership=coordinator.membership).exists()


@pytest.mark.parametrize(("result", "state"), [("MENINGGAL", "BATAL"), ("PINDAH", "RENCANA")])
def test_a_death_ends_the_plans_of_every_holder_and_their_workers_are_told(result, state):
    coordinator, worker = make_coordinator(), make_social_worker()
    person = make_client(coordinator)
    share_with(person, worker.organisation, coordinator)
    with acting_as(worker):
        plan = actions.plan_visit(
            token=token_for(worker), client=person, by=worker, planned_on=timezone.localdate(), place="rumah"
        )

    make_visit(person, coordinator, result=result)

    with acting_as(worker):
        assert PlannedVisit.objects.get(pk=plan.pk).state == state
        told = Notice.objects.filter(kind="case_to_close", membership=worker.membership).exists()
        assert told == (state == "BATAL")
