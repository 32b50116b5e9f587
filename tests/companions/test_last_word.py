"""What a client has said counts until they say otherwise: nobody is assigned over it, and no click makes it vanish."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from cases.models import NextStep, PlannedVisit
from cases.rules import NotPossible
from companions import actions, uncovered
from companions.models import Assignment, ClientWord, Offer
from companions.vocabulary import EndReason, Part, Said, WhyHandOver
from privacy.context import acting_as
from tests.cases.imports.conftest import imported
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def client(coordinator):
    return make_client(coordinator)


def say(client, by, said, note=""):
    with acting_as(by):
        return actions.record_word(
            token=token_for(by), client=client, by=by, said=said, said_on=timezone.localdate(), note=note
        )


def wanting(coordinator):
    with acting_as(coordinator):
        return [one.client.pk for one in uncovered.wants_change(coordinator, 10)]


def test_a_wish_is_not_covered_by_a_second_companion_nor_by_a_stand_in(coordinator, client):
    main = make_ready(coordinator)
    assign(client, main, coordinator)
    say(client, coordinator, Said.WANTS_OTHER, "Lebih suka perempuan")
    assert wanting(coordinator) == [client.pk]

    assign(client, make_ready(coordinator), coordinator, said=Said.NOT_ASKED, part=Part.SECOND)
    assert wanting(coordinator) == [client.pk]

    offer_to_stand_in(coordinator, main, client, make_ready(coordinator))
    assert wanting(coordinator) == [client.pk]


@pytest.mark.django_db(transaction=True)  # assignments are dated by the database, with the transaction's time
def test_a_wish_that_was_followed_is_none_any_more(coordinator, client):
    old = assign(client, make_ready(coordinator), coordinator)
    say(client, coordinator, Said.WANTS_OTHER)
    assign(client, make_ready(coordinator), coordinator, said=Said.NOT_ASKED, replaces=old)
    assert wanting(coordinator) == []


def offer_to_stand_in(coordinator, main, client, receiver):
    with acting_as(coordinator):
        assignment = Assignment.objects.current().get(client=client, part=Part.MAIN)
        made = actions.hand_over(
            token=token_for(coordinator), companion=main.membership, by=coordinator, why=WhyHandOver.ABSENCE,
            choices={assignment: receiver.membership}, until_on=timezone.localdate() + timedelta(days=5),
        )  # fmt: skip
        offer = made.offers.get()
    with acting_as(receiver):
        return actions.accept(offer=offer, by=receiver)


def test_a_stand_in_changes_nothing_of_what_was_said(coordinator, client):
    main, receiver = make_ready(coordinator), make_ready(coordinator)
    assign(client, main, coordinator)
    offer_to_stand_in(coordinator, main, client, receiver)
    with acting_as(coordinator):
        assert list(ClientWord.objects.values_list("said", flat=True)) == [Said.AGREES]
        assert not NextStep.objects.open().exists(), "nobody is to be asked anew"


def test_who_wanted_nobody_is_asked_first_or_there_is_a_reason(coordinator, client):
    say(client, coordinator, Said.REFUSES, "Belum perlu")
    companion = make_ready(coordinator)
    with pytest.raises(NotPossible, match="wanted nobody"):
        assign(client, companion, coordinator, said=Said.NOT_ASKED)
    assert assign(client, companion, coordinator, said=Said.AGREES)


def test_the_last_word_stands_on_the_page(client, coordinator, django_user_model):
    say(client, coordinator, Said.REFUSES, "Belum perlu, saya datang sendiri")
    from django.test import Client as Web

    page = sign_in(Web(), coordinator).get(reverse("companion_assign", args=[client.pk])).content.decode()
    assert "Belum perlu, saya datang sendiri" in page


def test_enter_in_a_field_chooses_nobody(coordinator, client):
    make_ready(coordinator)
    from django.test import Client as Web

    page = sign_in(Web(), coordinator).get(reverse("companion_assign", args=[client.pk])).content.decode()
    form = page[page.index('name="_form"') :]
    first = form.index('type="submit"')
    assert form.index('name="companion"') > first, "the first button of the form names nobody"


def test_one_is_asked_once(coordinator, client):
    first, second = make_ready(coordinator), make_ready(coordinator)
    old = assign(client, first, coordinator, said=Said.NOT_ASKED)
    assign(client, second, coordinator, said=Said.NOT_ASKED, replaces=old)
    with acting_as(second):
        assert NextStep.objects.open().filter(owner=second.membership).count() == 1


def test_not_before_the_one_before_had_gone(coordinator, client):
    with acting_as(coordinator):
        type(client).objects.filter(pk=client.pk).update(registered_at=timezone.now() - timedelta(days=90))
    old = assign(client, make_ready(coordinator), coordinator)
    with acting_as(coordinator):
        actions.end(assignment=old, by=coordinator, reason=EndReason.OTHER)
    with pytest.raises(NotPossible, match="someone else"):
        assign(client, make_ready(coordinator), coordinator, from_on=timezone.localdate() - timedelta(days=4))


def test_visits_that_were_planned_go_along_to_a_first_companion(coordinator, client):
    from cases.actions import assign_worker, plan_visit

    companion = make_ready(coordinator)
    with acting_as(coordinator):
        assign_worker(client=client, by=coordinator, worker=coordinator.membership)
        on = timezone.localdate() + timedelta(days=2)
        plan = plan_visit(token=token_for(coordinator), client=client, by=coordinator, planned_on=on, place="rumah")
    assign(client, companion, coordinator, plans_along=True)
    with acting_as(companion):
        assert PlannedVisit.objects.get(pk=plan.pk).worker_id == companion.id


def test_companions_of_a_sister_group_may_accompany(coordinator):
    groups = [make_organisation("KDS", parent=coordinator.organisation) for _n in range(2)]
    leader = make_coordinator(groups[0])
    client = make_client(leader)
    companion = make_ready(make_coordinator(coordinator.organisation), groups[1])
    lks = make_coordinator(coordinator.organisation)

    assignment = assign(client, companion, lks)

    with acting_as(companion):
        from cases.models import Responsibility

        assert Responsibility.objects.get(client=client, holder_id=companion.id).on_behalf_id == groups[0].pk
    assert assignment.organisation_id == groups[0].pk


def test_cancelling_an_absence_takes_the_offers_back(coordinator, client):
    main, receiver = make_ready(coordinator), make_ready(coordinator)
    assignment = assign(client, main, coordinator)
    today = timezone.localdate()
    with acting_as(coordinator):
        absence = actions.add_absence(
            token=token_for(coordinator), companion=main.membership.companion, by=coordinator, from_on=today,
            until_on=today + timedelta(days=5),
        )  # fmt: skip
        actions.hand_over(
            token=token_for(coordinator), companion=main.membership, by=coordinator, why=WhyHandOver.ABSENCE,
            choices={assignment: receiver.membership}, until_on=today + timedelta(days=5),
        )  # fmt: skip
        actions.cancel_absence(absence=absence, by=coordinator)
        assert not Offer.objects.waiting().exists()


def test_nobody_is_offered_who_has_a_stand_in(coordinator, client):
    main = make_ready(coordinator)
    assign(client, main, coordinator)
    offer_to_stand_in(coordinator, main, client, make_ready(coordinator))
    with pytest.raises(NotPossible, match="stands in already"):
        offer_to_stand_in(coordinator, main, client, make_ready(coordinator))


def test_the_names_of_a_real_register_wait_to_be_matched(client, coordinator):
    from django.test import Client as Web

    web = sign_in(Web(), coordinator)
    imported(web, coordinator)
    page = web.get(reverse("register_names"))
    assert len(page.context["names"]) >= 3


def test_what_is_planned_before_the_absence_begins_stays(coordinator, client):
    from cases.actions import plan_visit

    main, receiver = make_ready(coordinator), make_ready(coordinator)
    assignment = assign(client, main, coordinator)
    today = timezone.localdate()
    with acting_as(main):
        plans = [
            plan_visit(
                token=token_for(main), client=client, by=main, planned_on=today + timedelta(days=days), place="rumah"
            )
            for days in (1, 4)
        ]
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=main.membership.companion, by=coordinator,
            from_on=today + timedelta(days=3), until_on=today + timedelta(days=9),
        )  # fmt: skip
        made = actions.hand_over(
            token=token_for(coordinator), companion=main.membership, by=coordinator, why=WhyHandOver.ABSENCE,
            choices={assignment: receiver.membership}, until_on=today + timedelta(days=9),
        )  # fmt: skip
        offer = made.offers.get()
        assert made.from_on == today + timedelta(days=3)
    with acting_as(receiver):
        stand_in = actions.accept(offer=offer, by=receiver)
    assert stand_in.from_on == today + timedelta(days=3)
    with acting_as(coordinator):
        workers = [PlannedVisit.objects.get(pk=plan.pk).worker_id for plan in plans]
    assert workers == [main.id, receiver.id]


def test_leave_that_was_announced_is_said_on_both_pages(coordinator, client):
    from django.test import Client as Web

    companion = make_ready(coordinator, name="Sari Umasugi")
    other = make_client(coordinator)
    assign(other, companion, coordinator)
    today = timezone.localdate()
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator,
            from_on=today + timedelta(days=3), until_on=today + timedelta(days=9),
        )  # fmt: skip
    web = sign_in(Web(), coordinator)
    page = web.get(reverse("companion_assign", args=[client.pk]))
    assert page.context["suited"][0][0].candidate.away_from == today + timedelta(days=3)
    assert 'id="akan-cuti"' in web.get(reverse("my_work")).content.decode()


def test_too_many_proposes_the_fewest_that_help(coordinator, settings):
    from companions import proposal
    from companions.models import Companion

    settings.CASELOAD_WARN = 8
    companion = make_ready(coordinator)
    make_ready(coordinator)
    for _number in range(5):  # new clients weigh 2 each
        assign(make_client(coordinator), companion, coordinator, despite="Hanya dia yang dekat")
    with acting_as(coordinator):
        row = Companion.objects.get(pk=companion.id)
        mine = list(Assignment.objects.current().filter(companion=companion.id).select_related("client__case"))
        look = proposal.look(coordinator, row, mine, timezone.localdate())
        assert (look.own_load, look.own_limit) == (10, 8)
        assert len([one for one in look.proposed(WhyHandOver.LOAD).values() if one]) == 1
        assert len([one for one in look.proposed(WhyHandOver.LEAVING).values() if one]) >= 4


def test_who_said_no_is_not_proposed_again(coordinator, client):
    from companions import proposal
    from companions.models import Companion

    companion, receiver = make_ready(coordinator), make_ready(coordinator)
    assignment = assign(client, companion, coordinator)
    with acting_as(coordinator):
        made = actions.hand_over(
            token=token_for(coordinator), companion=companion.membership, by=coordinator, why=WhyHandOver.LEAVING,
            choices={assignment: receiver.membership},
        )  # fmt: skip
        offer = made.offers.get()
    with acting_as(receiver):
        actions.decline(offer=offer, by=receiver, why="Terlalu jauh")
    with acting_as(coordinator):
        look = proposal.look(coordinator, Companion.objects.get(pk=companion.id), [assignment], timezone.localdate())
        assert look.proposed(WhyHandOver.LEAVING) == {assignment.pk: None}


def test_ending_access_says_beforehand_who_depends(coordinator, client):
    from django.test import Client as Web

    from tests.people import make_administrator

    companion = make_ready(coordinator)
    assign(client, companion, coordinator)
    web = sign_in(Web(), make_administrator(coordinator.organisation))
    url = reverse("user_access", args=[companion.id])
    page = web.get(url)
    assert page.context["depend"] and b'value="end"' not in page.content
    assert web.post(url, {"do": "end"}).status_code == 200 and companion.membership.active
    answer = web.post(reverse("user_roles", args=[companion.id]), {"roles": ["koordinator"]})
    assert answer.status_code == 200 and page.context["depend"][0] in answer.content.decode()
