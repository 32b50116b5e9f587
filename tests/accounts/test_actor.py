"""What a member may see follows from roles and organisation."""

import pytest

from accounts.actor import Actor, nobody
from accounts.middleware import memberships_of
from accounts.roles import Right, Role
from tests.people import (
    make_clinic_staff,
    make_companion,
    make_coordinator,
    make_manager,
    make_member,
    make_organisation,
    make_privacy_officer,
    make_referral_officer,
    make_social_worker,
    make_supervisor,
)

pytestmark = pytest.mark.django_db


def test_a_companion_sees_what_was_given_to_them_alone():
    companion = make_companion()

    assert companion.seats == [f"care:{companion.id}", f"treatment:{companion.id}", f"referral:{companion.id}"]
    assert companion.holders == [companion.id]


def test_a_coordinator_of_an_lks_acts_for_its_support_groups_too():
    lks = make_organisation("LKS")
    group, _closed = make_organisation("KDS", parent=lks), make_organisation("KDS", parent=lks)
    _closed.active = False
    _closed.save()
    coordinator = make_coordinator(lks)

    assert coordinator.organisations == [lks.id, group.id]
    assert coordinator.seats_at("care") == [f"care:{lks.id}", f"care:{group.id}", f"care:{coordinator.id}"]
    assert coordinator.holders == [lks.id, group.id, coordinator.id]


def test_a_coordinator_of_a_support_group_does_not_act_for_the_lks():
    group = make_organisation("KDS", parent=make_organisation("LKS"))

    assert make_coordinator(group).organisations == [group.id]


def test_others_of_an_lks_do_not_act_for_its_support_groups():
    lks = make_organisation("LKS")
    make_organisation("KDS", parent=lks)

    assert make_supervisor(lks).organisations == [lks.id]
    assert make_supervisor(lks).seats_at("care")[0] == f"care:{lks.id}"


@pytest.mark.parametrize("make", [make_social_worker, make_clinic_staff, make_supervisor])
def test_who_has_seats_from_the_organisation_has_them_from_the_membership_too(make):
    actor = make()

    for level in ("care", "treatment", "referral"):
        assert actor.seats_at(level) == [f"{level}:{actor.organisation.id}", f"{level}:{actor.id}"]


def test_a_referral_officer_has_one_level():
    officer = make_referral_officer()

    assert officer.seats == [f"referral:{officer.organisation.id}", f"referral:{officer.id}"]
    assert officer.seats_at("care") == []


def test_a_manager_and_a_privacy_officer_have_no_seat():
    officer = make_privacy_officer()

    assert make_manager().seats == []
    assert (officer.seats, officer.sight.oversight) == ([], (str(officer.organisation.id),))


def test_rights_of_two_roles_add_up():
    both = make_member([Role.COMPANION, Role.ADMINISTRATOR], make_organisation("LKS"))

    assert both.may(Right.RECORD_VISITS)
    assert both.may(Right.MANAGE_USERS)
    assert not both.may(Right.SHOW_NIK)


def test_proposed_roles_give_nothing():
    waiting = make_member([], make_organisation("LKS"), proposed_roles=["koordinator"])

    assert (waiting.seats, waiting.rights) == ([], frozenset())


def test_an_ended_membership_gives_nothing():
    assert make_member(Role.COORDINATOR, make_organisation("LKS"), active=False).seats == []


def test_nobody_is_nobody():
    assert not nobody
    assert (nobody.seats, nobody.id, nobody.may(Right.READ_CASE)) == ((), None, False)


def test_finding_the_hats_and_what_is_below_them_is_one_statement(django_assert_num_queries):
    lks = make_organisation("LKS")
    make_organisation("KDS", parent=lks)
    coordinator = make_coordinator(lks)
    user = coordinator.user
    make_member(Role.MANAGER, make_organisation("BALAI"), user=user)

    with django_assert_num_queries(1):
        sights = [Actor(hat).seats for hat in memberships_of(user)]

    assert sorted(map(len, sights)) == [0, 9]
