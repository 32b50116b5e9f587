"""Assigning: the grant that comes and goes with it, who was first, what the client said, and each refusal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notice
from accounts.roles import OrganisationKind
from cases.actions import add_step, plan_visit
from cases.models import Client, Grant, NextStep, PlannedVisit, Responsibility
from cases.rules import NotAllowed, NotPossible
from companions import actions
from companions.models import Assignment, ClientWord, Gap
from companions.vocabulary import EndReason, Part, Said
from privacy.context import acting_as
from tests.clients import give_consent, make_client, share_with, token_for
from tests.companions.making import assign, certify, make_ready
from tests.people import make_coordinator, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator)


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


def opens(actor, client):
    with acting_as(actor):
        return (
            Client.objects.visible_to(actor).filter(pk=client.pk).exists()
            and Client.objects.filter(pk=client.pk).exists()
        )


def test_assigning_opens_the_case_and_ending_closes_it(coordinator, companion, client):
    assert not opens(companion, client)

    assignment = assign(client, companion, coordinator)
    assert opens(companion, client)

    with acting_as(coordinator):
        actions.end(assignment=assignment, by=coordinator, reason=EndReason.OTHER)
    assert not opens(companion, client)


def test_the_companion_works_for_the_organisation(coordinator, companion, client):
    assign(client, companion, coordinator)

    with acting_as(companion):
        row = Responsibility.objects.get(client=client, holder_id=companion.id)
        assert (row.on_behalf_id, row.worker_id, row.live) == (coordinator.organisation.pk, companion.id, True)


def test_a_client_without_a_companion_stands_in_the_gaps_until_there_is_one(coordinator, companion, client):
    with acting_as(coordinator):
        gap = Gap.objects.get(client=client)
        assert gap.holder_id == coordinator.organisation.pk

    assignment = assign(client, companion, coordinator)
    with acting_as(coordinator):
        assert not Gap.objects.filter(client=client).exists()
        actions.end(assignment=assignment, by=coordinator, reason=EndReason.OTHER)
        assert Gap.objects.filter(client=client).exists()


def test_of_two_who_assign_the_second_reads_who_was_first(coordinator, companion, client):
    assign(client, companion, coordinator)
    other = make_ready(coordinator)

    with pytest.raises(NotPossible, match="lebih dahulu.*sudah mendampingi klien ini"):
        assign(client, other, coordinator)


def test_replacing_ends_the_old_one_and_moves_the_plans(coordinator, companion, client):
    old = assign(client, companion, coordinator)
    other = make_ready(coordinator)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acting_as(companion):
        plan = plan_visit(token=token_for(companion), client=client, by=companion, planned_on=tomorrow, place="rumah")
        assert plan.holder_id == coordinator.organisation.pk

    assign(client, other, coordinator, replaces=old)

    assert not opens(companion, client)
    with acting_as(coordinator):
        assert PlannedVisit.objects.get(pk=plan.pk).worker_id == other.id
        mains = Assignment.objects.filter(client=client, part=Part.MAIN, ended_at=None)
        assert [one.companion_id for one in mains] == [other.id]


def test_ending_without_a_successor_leaves_the_client_with_the_organisation(coordinator, companion, client):
    assignment = assign(client, companion, coordinator)
    with acting_as(companion):
        due_on = timezone.localdate() + timedelta(days=2)
        add_step(token=token_for(companion), client=client, by=companion, what="Antar ke pasar", due_on=due_on)

    with acting_as(coordinator):
        actions.end(assignment=assignment, by=coordinator, reason=EndReason.LEFT)

        row = Responsibility.objects.get(client=client, holder_id=coordinator.organisation.pk)
        assert row.worker_id == coordinator.id
        assert {step.owner_id for step in NextStep.objects.open().filter(client=client)} == {coordinator.id}


def test_a_client_who_was_not_asked_is_asked_by_the_companion(coordinator, companion, client):
    assign(client, companion, coordinator, said=Said.NOT_ASKED)

    with acting_as(companion):
        step = NextStep.objects.open().get(client=client)
        assert step.owner_id == companion.id


def test_the_clients_word_is_part_of_every_assignment(coordinator, companion, client):
    assignment = assign(client, companion, coordinator)

    with acting_as(coordinator):
        word = ClientWord.objects.get(assignment=assignment)
        assert (word.said, word.said_on) == (Said.AGREES, timezone.localdate())


def test_a_wish_for_change_is_recorded_by_the_companion_and_told(coordinator, companion, client):
    assign(client, companion, coordinator)

    with acting_as(companion):
        actions.record_word(
            token=token_for(companion), client=client, by=companion, said=Said.WANTS_OTHER,
            said_on=timezone.localdate(), note="Lebih suka perempuan",
        )  # fmt: skip

    with acting_as(coordinator):
        notice = Notice.objects.get(kind="client_wants_change")
    assert (notice.organisation_id, notice.role) == (coordinator.organisation.pk, "koordinator")


def test_a_second_companion_beside_the_first(coordinator, companion, client):
    assign(client, companion, coordinator)
    other = make_ready(coordinator)

    assign(client, other, coordinator, part=Part.SECOND)

    assert opens(companion, client) and opens(other, client)


def test_ending_a_second_companion_gives_the_plans_to_the_main_one(coordinator, companion, client):
    assign(client, companion, coordinator)
    other = make_ready(coordinator)
    second = assign(client, other, coordinator, part=Part.SECOND)
    with acting_as(other):
        on = timezone.localdate() + timedelta(days=1)
        plan = plan_visit(token=token_for(other), client=client, by=other, planned_on=on, place="rumah")

    with acting_as(coordinator):
        actions.end(assignment=second, by=coordinator, reason=EndReason.LEFT)
        assert PlannedVisit.objects.get(pk=plan.pk).worker_id == companion.id

    assert not opens(other, client) and opens(companion, client)


def test_ending_a_second_companion_without_a_main_one_gives_the_plans_to_the_organisation(coordinator, client):
    other = make_ready(coordinator)
    second = assign(client, other, coordinator, part=Part.SECOND)
    with acting_as(other):
        on = timezone.localdate() + timedelta(days=1)
        plan = plan_visit(token=token_for(other), client=client, by=other, planned_on=on, place="rumah")

    with acting_as(coordinator):
        actions.end(assignment=second, by=coordinator, reason=EndReason.LEFT)
        assert PlannedVisit.objects.get(pk=plan.pk).worker_id == coordinator.id


def test_an_lks_assigns_a_companion_of_its_kds(coordinator, client):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    coordinator = make_coordinator(coordinator.organisation)
    member = make_ready(coordinator, group)

    assign(client, member, coordinator)

    assert opens(member, client)
    with acting_as(member):
        row = Responsibility.objects.get(client=client, holder_id=member.id)
        assert row.on_behalf_id == coordinator.organisation.pk


def test_when_the_organisation_no_longer_holds_the_case_the_companion_does_not_either(coordinator):
    balai = make_social_worker()
    client = make_client(balai)
    share_with(client, coordinator.organisation, balai)
    companion = make_ready(coordinator)
    assign(client, companion, coordinator)
    assert opens(companion, client)

    from cases.models import Consent

    with acting_as(balai):
        from cases.actions import withdraw

        consent = Consent.objects.get(client=client, purpose="C4")
        withdraw(consent=consent, by=balai, token=token_for(balai))

    assert not opens(companion, client)
    with acting_as(companion):
        assert Assignment.objects.get(client=client).end_reason == EndReason.SIGHT_ENDED


def test_closing_the_case_ends_the_accompaniment(coordinator, companion, client):
    assign(client, companion, coordinator)

    with acting_as(coordinator):
        from cases.actions import change_stage

        change_stage(client=client, by=coordinator, to="TERMINASI", reason="program selesai", closing="selesai")

    assert not opens(companion, client)


# -- refused, each with a sentence -------------------------------------------------------------------------------------


def refused(match, *args, **more):
    with pytest.raises((NotPossible, NotAllowed), match=match):
        assign(*args, **more)


def test_of_another_organisation(coordinator, client):
    stranger = make_ready(make_coordinator())
    refused("bukan pendamping lembaga Anda", client, stranger, coordinator)


def test_the_client_themselves_and_a_relative(coordinator, companion, client):
    for kind in ("self", "relative", "unwanted"):
        with acting_as(coordinator):
            barrier = actions.add_barrier(
                token=token_for(coordinator), client=client, companion=companion.membership, by=coordinator, kind=kind
            )
        refused("tidak dapat dipilih", client, companion, coordinator, despite="Tetap saja")
        with acting_as(coordinator):
            actions.lift_barrier(barrier=barrier, by=coordinator)


def test_on_leave(coordinator, companion, client):
    today = timezone.localdate()
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator, from_on=today,
            until_on=today + timedelta(days=5),
        )  # fmt: skip
    refused("tidak dapat dipilih: .*cuti", client, companion, coordinator, despite="Tetap saja")


def test_without_a_pledge(coordinator, client):
    fresh = make_ready(coordinator, pledged_on=None)
    refused("tidak dapat dipilih: .*ikrar", client, fresh, coordinator, despite="Tetap saja")


def test_without_a_certificate_only_with_a_reason(coordinator, client):
    fresh = make_ready(coordinator, certified=False)
    refused("sertifikat.*Tulis mengapa", client, fresh, coordinator)

    assign(client, fresh, coordinator, despite="Tidak ada orang lain di Hiri")

    assert opens(fresh, client)


def test_not_before_the_certificate(coordinator, client):
    fresh = make_ready(coordinator, certified=False)
    certify(fresh, days_ago=3)
    refused(
        "belum terdaftar", client, fresh, coordinator,
        from_on=timezone.localdate() - timedelta(days=10),
    )  # fmt: skip


def test_not_on_a_day_to_come(coordinator, companion, client):
    refused(
        "hari ini atau sebelumnya", client, companion, coordinator, from_on=timezone.localdate() + timedelta(days=1)
    )


def test_called_like_the_client(coordinator):
    client = make_client(coordinator, name="Salma Buamona")
    same = make_ready(coordinator, name="salma  buamona")
    refused("sama dengan nama klien", client, same, coordinator)

    assign(client, same, coordinator, despite="Kebetulan senama")


def test_a_word_needs_its_day(coordinator, companion, client):
    refused("pada hari apa", client, companion, coordinator, said_on=None)
    refused("hari yang belum tiba", client, companion, coordinator, said_on=timezone.localdate() + timedelta(days=1))


def test_a_companion_assigns_nobody(companion, coordinator, client):
    assign(client, companion, coordinator)
    other = make_ready(coordinator)
    refused("bukan bagian dari peran Anda", client, other, companion, part=Part.SECOND)


def test_in_the_database_too_only_a_coordinator_assigns(companion, coordinator, client):
    """A view that forgot every check would still be refused: the policy asks again."""
    from django.db import ProgrammingError, transaction

    assign(client, companion, coordinator)
    other = make_ready(coordinator)
    with acting_as(companion), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Assignment(
            client=client, companion=other.membership, organisation=coordinator.organisation, part=Part.SECOND,
            assigned_by=companion.membership,
        ).save(force_insert=True)  # fmt: skip


def test_sent_twice_it_is_one_assignment(coordinator, companion, client):
    token = token_for(coordinator)
    more = {"token": token, "client": client, "companion": companion.membership, "by": coordinator}
    with acting_as(coordinator):
        one = actions.assign(said=Said.NOT_ASKED, **more)
    with acting_as(coordinator):
        again = actions.assign(said=Said.NOT_ASKED, **more)

    assert one == again
    with acting_as(coordinator):
        assert Assignment.objects.filter(client=client).count() == 1


def test_a_consented_share_bounds_the_companions_sight(coordinator):
    balai = make_social_worker()
    client = make_client(balai)
    give_consent(client, balai)
    share_with(client, coordinator.organisation, balai)
    companion = make_ready(coordinator)
    assignment = assign(client, companion, coordinator)

    with acting_as(companion):
        own = Grant.objects.get(source=assignment.pk)
    with acting_as(coordinator):
        theirs = Grant.objects.get(client=client, holder_id=coordinator.organisation.pk)
    assert own.ends_at == theirs.ends_at
