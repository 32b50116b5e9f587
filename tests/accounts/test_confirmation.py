"""A role that handles clients takes effect after a second person has said yes."""

import pytest

from accounts import actions
from accounts.models import Notice, Session
from accounts.roles import Role
from accounts.rules import NotAllowed
from accounts.sessions import SessionStore
from privacy.context import acting_as
from tests.accounts.test_invitations import accept, invite
from tests.people import (
    again,
    make_administrator,
    make_companion,
    make_coordinator,
    make_manager,
    make_member,
    make_organisation,
    make_privacy_officer,
    make_supervisor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lks():
    return make_organisation("LKS")


@pytest.fixture
def administrator(lks):
    return make_administrator(lks)


@pytest.fixture
def coordinator(lks):
    return make_coordinator(lks)


def test_the_first_colleague_needs_no_second_person_and_the_next_does(administrator):
    first = accept(invite(administrator, ["koordinator"]), "satu")
    second = accept(invite(administrator, ["koordinator"]), "dua")

    assert (first.roles, first.proposed_roles) == (["koordinator"], [])
    assert (second.roles, second.proposed_roles) == ([], ["koordinator"])


def test_two_links_made_while_alone_do_not_both_count_as_first(administrator):
    invitations = [invite(administrator, ["koordinator"]) for _ in range(2)]

    members = [accept(invitation, f"orang{number}a") for number, invitation in enumerate(invitations)]

    assert [member.roles for member in members] == [["koordinator"], []]


def test_roles_without_clients_take_effect_at_once(administrator, coordinator):
    assert accept(invite(administrator, ["pimpinan"])).roles == ["pimpinan"]


@pytest.mark.parametrize("make", [make_coordinator, make_administrator, make_privacy_officer])
def test_who_may_confirm(administrator, coordinator, lks, make):
    member = accept(invite(administrator, ["pendamping"]))
    second = make(lks)

    with acting_as(second):
        actions.confirm(membership=member, by=second)

    member.refresh_from_db()
    assert (member.roles, member.proposed_roles) == (["pendamping"], [])
    assert member.confirmed_by == second.membership
    assert member.confirmed_at is not None


@pytest.mark.parametrize("make", [make_companion, make_supervisor, make_manager])
def test_who_may_not_confirm(administrator, coordinator, lks, make):
    member = accept(invite(administrator, ["pendamping"]))
    other = make(lks)

    with acting_as(other), pytest.raises(NotAllowed):
        actions.confirm(membership=member, by=other)


def test_neither_the_inviter_nor_the_invited_nor_a_stranger_confirms(administrator, coordinator, lks):
    member = accept(invite(administrator, ["koordinator"]))

    for actor in (administrator, again(type("Of", (), {"id": member.id})), make_administrator()):
        with acting_as(actor), pytest.raises(NotAllowed):
            actions.confirm(membership=member, by=actor)


def test_the_inviter_does_not_confirm_under_another_hat_either(coordinator, lks):
    group = make_organisation("KDS", parent=lks)
    also_of_the_group = make_member(Role.COORDINATOR, group, user=coordinator.user)
    member = accept(invite(coordinator, ["pendamping"], organisation=group))

    with acting_as(also_of_the_group), pytest.raises(NotAllowed):
        actions.confirm(membership=member, by=also_of_the_group)


def test_a_privacy_officer_of_the_lks_confirms_in_its_support_group(coordinator, lks):
    group = make_organisation("KDS", parent=lks)
    officer = make_privacy_officer(lks)
    member = accept(invite(coordinator, ["pendamping"], organisation=group))

    with acting_as(officer):
        assert Notice.objects.visible_to(officer).filter(kind="member_waits").exists()
        assert actions.confirm(membership=member, by=officer).roles == ["pendamping"]


def test_the_privacy_officer_is_told(administrator, coordinator, lks):
    officer = make_privacy_officer(lks)
    member = accept(invite(administrator, ["pendamping"]))

    with acting_as(coordinator):
        actions.confirm(membership=member, by=coordinator)

    with acting_as(officer):
        told = Notice.objects.visible_to(officer).filter(object_id=member.id)
        assert {notice.kind for notice in told} == {"member_joined", "member_waits", "member_confirmed"}


def test_declined_roles_are_dropped(administrator, coordinator):
    member = accept(invite(administrator, ["pendamping", "pimpinan"]))

    with acting_as(coordinator):
        actions.decline(membership=member, by=coordinator)

    member.refresh_from_db()
    assert (member.roles, member.proposed_roles) == (["pimpinan"], [])


def test_a_new_role_waits_and_a_removed_one_ends_at_once(administrator, coordinator, lks):
    companion = make_companion(lks)

    with acting_as(administrator):
        member = actions.change_roles(
            membership=companion.membership, roles=["supervisor", "pimpinan"], by=administrator
        )

    assert (member.roles, member.proposed_roles) == (["pimpinan"], ["supervisor"])


def test_a_role_that_is_kept_needs_no_new_confirmation(administrator, coordinator, lks):
    companion = make_companion(lks)

    with acting_as(administrator):
        member = actions.change_roles(
            membership=companion.membership, roles=["pendamping", "pimpinan"], by=administrator
        )

    assert (member.roles, member.proposed_roles) == (["pendamping", "pimpinan"], [])


def test_nobody_changes_their_own_membership(administrator, coordinator):
    for do in (
        lambda: actions.change_roles(membership=administrator.membership, roles=["koordinator"], by=administrator),
        lambda: actions.deactivate(membership=administrator.membership, by=administrator),
        lambda: actions.reactivate(membership=administrator.membership, by=administrator),
    ):
        with acting_as(administrator), pytest.raises(NotAllowed):
            do()


def test_deactivating_ends_sessions_and_reactivating_waits_for_a_second_person(administrator, coordinator, lks):
    companion = make_companion(lks)
    store = SessionStore()
    store["_auth_user_id"] = str(companion.user.pk)
    store.create()

    with acting_as(administrator):
        actions.deactivate(membership=companion.membership, by=administrator)
        assert Session.objects.count() == 0
        member = actions.reactivate(membership=companion.membership, by=administrator)

    assert (member.active, member.roles, member.proposed_roles) == (True, [], ["pendamping"])


def test_a_coordinator_manages_companions_only(coordinator, administrator, lks):
    with acting_as(coordinator):
        actions.deactivate(membership=make_companion(lks).membership, by=coordinator)
        with pytest.raises(NotAllowed):
            actions.deactivate(membership=administrator.membership, by=coordinator)
