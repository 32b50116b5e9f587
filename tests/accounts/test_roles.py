"""The table of roles, as a table."""

import pytest

from accounts.roles import DUTIES, MAY_GIVE, Right, Role, needs_second_person, roles_in

CASE = (
    "read_case register_clients edit_case record_visits plan_visits "
    "assign_workers share_clients record_consent show_nik"
)
COMPANIONS = (
    "read_directory keep_profile read_companions keep_companions assign_companions read_hand_overs run_meetings"
)
ANSWERS = "read_referrals write_referrals send_referrals answer_referrals watch_queue give_services"

# role: kinds | seats from | levels | rights | needs a second person
TABLE = {
    "pendamping": (
        "KDS LKS",
        "membership",
        "care treatment referral",
        "read_case record_visits plan_visits record_consent accompany read_referrals write_referrals propose_referrals",
        True,
    ),
    "koordinator": (
        "BALAI KDS KLINIK LAIN LKS",
        "with_children",
        "care treatment referral",
        f"{CASE} {COMPANIONS} {ANSWERS} import_register read_users invite confirm_members keep_services",
        True,
    ),
    "peksos": ("BALAI", "organisation", "care treatment referral", f"{CASE} {ANSWERS} read_directory", True),
    "supervisor": (
        "BALAI KDS KLINIK LAIN LKS",
        "organisation",
        "care treatment referral",
        "read_case read_restricted read_directory read_companions read_hand_overs read_referrals watch_queue "
        "approve_money",
        True,
    ),
    "petugas_rujukan": (
        "BALAI",
        "organisation",
        "referral",
        "read_directory read_referrals answer_referrals watch_queue keep_services give_services",
        True,
    ),
    "petugas_klinik": (
        "KLINIK",
        "organisation",
        "care treatment referral",
        "read_case register_clients edit_case record_consent read_referrals write_referrals refer_to_companions "
        "answer_referrals watch_queue keep_services give_services",
        True,
    ),
    "pelatih": ("BALAI", "none", "", "read_directory read_companions run_training", True),
    "pimpinan": ("BALAI KDS KLINIK LAIN LKS", "none", "", "read_directory", False),
    "petugas_pdp": ("BALAI KDS KLINIK LAIN LKS", "none", "", "read_access_log read_users confirm_members", True),
    "administrator": ("BALAI KDS KLINIK LAIN LKS", "none", "", "read_users invite confirm_members manage_users", True),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_what_the_table_says(role):
    duty = DUTIES[role]
    kinds, holder, levels, rights, second = TABLE[role.value]

    assert " ".join(sorted(duty.kinds)) == kinds
    assert duty.holder.value == holder
    assert " ".join(duty.levels) == levels
    assert {right.value for right in duty.rights} == set(rights.split())
    assert needs_second_person(role) is second


def test_only_the_supervisor_supervises_and_only_the_privacy_officer_oversees():
    assert [role for role, duty in DUTIES.items() if duty.supervises] == [Role.SUPERVISOR]
    assert [role for role, duty in DUTIES.items() if duty.oversight] == [Role.PRIVACY_OFFICER]


def test_every_right_belongs_to_some_role():
    assert {right for duty in DUTIES.values() for right in duty.rights} == set(Right)


def test_who_may_give_roles_may_invite():
    assert set(MAY_GIVE) == {role for role, duty in DUTIES.items() if Right.INVITE in duty.rights}


def test_a_support_group_has_no_social_workers():
    assert roles_in("KDS") == [
        Role.COMPANION,
        Role.COORDINATOR,
        Role.SUPERVISOR,
        Role.MANAGER,
        Role.PRIVACY_OFFICER,
        Role.ADMINISTRATOR,
    ]
