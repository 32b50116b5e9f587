"""Who does what: the one table of roles. Imports nothing of ours.

Every question "may this person?" ends here. A role is held in an organisation of certain kinds, gives seats (from the
organisation or from the membership alone) at certain levels, and carries rights; the rights of several roles add up.
"""

from enum import Enum
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    BALAI = "BALAI", _("Centre (Balai)")
    LKS = "LKS", _("Welfare institution (LKS)")
    KDS = "KDS", _("Support group (KDS)")
    KLINIK = "KLINIK", _("Clinic")
    LAIN = "LAIN", _("Other organisation")


class Role(models.TextChoices):
    COMPANION = "pendamping", _("Companion")
    COORDINATOR = "koordinator", _("Coordinator")
    SOCIAL_WORKER = "peksos", _("Social worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    REFERRAL_OFFICER = "petugas_rujukan", _("Referral officer")
    CLINIC_STAFF = "petugas_klinik", _("Clinic staff")
    TRAINER = "pelatih", _("Trainer")
    MANAGER = "pimpinan", _("Manager")
    PRIVACY_OFFICER = "petugas_pdp", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Right(Enum):
    """What a person may do where a seat lets them see; a right without a seat opens no row."""

    READ_CASE = "read_case"
    REGISTER_CLIENTS = "register_clients"
    EDIT_CASE = "edit_case"
    RECORD_VISITS = "record_visits"
    PLAN_VISITS = "plan_visits"
    ASSIGN_WORKERS = "assign_workers"
    SHARE_CLIENTS = "share_clients"
    RECORD_CONSENT = "record_consent"
    IMPORT_REGISTER = "import_register"
    SHOW_NIK = "show_nik"
    READ_RESTRICTED = "read_restricted"
    READ_ACCESS_LOG = "read_access_log"
    READ_USERS = "read_users"
    INVITE = "invite"
    CONFIRM_MEMBERS = "confirm_members"
    MANAGE_USERS = "manage_users"
    READ_DIRECTORY = "read_directory"
    KEEP_PROFILE = "keep_profile"
    READ_COMPANIONS = "read_companions"
    KEEP_COMPANIONS = "keep_companions"
    ASSIGN_COMPANIONS = "assign_companions"
    READ_HAND_OVERS = "read_hand_overs"
    ACCOMPANY = "accompany"
    RUN_MEETINGS = "run_meetings"
    RUN_TRAINING = "run_training"
    READ_REFERRALS = "read_referrals"
    WRITE_REFERRALS = "write_referrals"
    PROPOSE_REFERRALS = "propose_referrals"
    SEND_REFERRALS = "send_referrals"
    REFER_TO_COMPANIONS = "refer_to_companions"
    WATCH_QUEUE = "watch_queue"
    ANSWER_REFERRALS = "answer_referrals"
    KEEP_SERVICES = "keep_services"
    GIVE_SERVICES = "give_services"
    APPROVE_MONEY = "approve_money"


class Holder(Enum):
    """Whose seats a role gives."""

    NONE = "none"
    MEMBERSHIP = "membership"  # only what was given to this person
    ORGANISATION = "organisation"  # what the organisation holds, and what was given to this person
    WITH_CHILDREN = "with_children"  # an LKS also acts for its KDS


LEVELS = ("care", "treatment", "referral")


class Duty(NamedTuple):
    """One line of the table."""

    kinds: frozenset
    holder: Holder
    levels: tuple
    rights: frozenset
    supervises: bool = False
    oversight: bool = False


ANYWHERE = frozenset(OrganisationKind)
CASE_RIGHTS = frozenset({
    Right.READ_CASE, Right.REGISTER_CLIENTS, Right.EDIT_CASE, Right.RECORD_VISITS, Right.PLAN_VISITS,
    Right.ASSIGN_WORKERS, Right.SHARE_CLIENTS, Right.RECORD_CONSENT, Right.SHOW_NIK,
})  # fmt: skip

COORDINATES_COMPANIONS = frozenset({
    Right.READ_DIRECTORY, Right.KEEP_PROFILE, Right.READ_COMPANIONS, Right.KEEP_COMPANIONS, Right.ASSIGN_COMPANIONS,
    Right.READ_HAND_OVERS, Right.RUN_MEETINGS,
})  # fmt: skip

SENDS_AND_ANSWERS = frozenset(
    {
        Right.READ_REFERRALS,
        Right.WRITE_REFERRALS,
        Right.SEND_REFERRALS,
        Right.WATCH_QUEUE,
        Right.ANSWER_REFERRALS,
        Right.GIVE_SERVICES,
    }
)

DUTIES = {
    Role.COMPANION: Duty(
        kinds=frozenset({OrganisationKind.LKS, OrganisationKind.KDS}),
        holder=Holder.MEMBERSHIP,
        levels=LEVELS,
        rights=frozenset(
            {
                Right.READ_CASE,
                Right.RECORD_VISITS,
                Right.PLAN_VISITS,
                Right.RECORD_CONSENT,
                Right.ACCOMPANY,
                Right.READ_REFERRALS,
                Right.WRITE_REFERRALS,
                Right.PROPOSE_REFERRALS,
            }
        ),  # fmt: skip
    ),
    Role.COORDINATOR: Duty(
        kinds=ANYWHERE,
        holder=Holder.WITH_CHILDREN,
        levels=LEVELS,
        rights=CASE_RIGHTS
        | COORDINATES_COMPANIONS
        | SENDS_AND_ANSWERS
        | {Right.IMPORT_REGISTER, Right.READ_USERS, Right.INVITE, Right.CONFIRM_MEMBERS, Right.KEEP_SERVICES},
    ),
    Role.SOCIAL_WORKER: Duty(
        kinds=frozenset({OrganisationKind.BALAI}),
        holder=Holder.ORGANISATION,
        levels=LEVELS,
        rights=CASE_RIGHTS | SENDS_AND_ANSWERS | {Right.READ_DIRECTORY},
    ),
    Role.SUPERVISOR: Duty(
        kinds=ANYWHERE,
        holder=Holder.ORGANISATION,
        levels=LEVELS,
        rights=frozenset(
            {
                Right.READ_CASE,
                Right.READ_RESTRICTED,
                Right.READ_DIRECTORY,
                Right.READ_COMPANIONS,
                Right.READ_HAND_OVERS,
                Right.READ_REFERRALS,
                Right.WATCH_QUEUE,
                Right.APPROVE_MONEY,
            }
        ),
        supervises=True,
    ),
    Role.REFERRAL_OFFICER: Duty(
        kinds=frozenset({OrganisationKind.BALAI}),
        holder=Holder.ORGANISATION,
        levels=("referral",),
        rights=frozenset(
            {
                Right.READ_DIRECTORY,
                Right.READ_REFERRALS,
                Right.WATCH_QUEUE,
                Right.ANSWER_REFERRALS,
                Right.KEEP_SERVICES,
                Right.GIVE_SERVICES,
            }
        ),
    ),
    Role.CLINIC_STAFF: Duty(
        kinds=frozenset({OrganisationKind.KLINIK}),
        holder=Holder.ORGANISATION,
        levels=LEVELS,
        rights=frozenset(
            {
                Right.READ_CASE,
                Right.REGISTER_CLIENTS,
                Right.EDIT_CASE,
                Right.RECORD_CONSENT,
                Right.READ_REFERRALS,
                Right.WRITE_REFERRALS,
                Right.REFER_TO_COMPANIONS,
                Right.WATCH_QUEUE,
                Right.ANSWER_REFERRALS,
                Right.KEEP_SERVICES,
                Right.GIVE_SERVICES,
            }
        ),
    ),
    Role.TRAINER: Duty(
        kinds=frozenset({OrganisationKind.BALAI}),
        holder=Holder.NONE,
        levels=(),
        rights=frozenset({Right.READ_DIRECTORY, Right.READ_COMPANIONS, Right.RUN_TRAINING}),
    ),
    Role.MANAGER: Duty(kinds=ANYWHERE, holder=Holder.NONE, levels=(), rights=frozenset({Right.READ_DIRECTORY})),
    Role.PRIVACY_OFFICER: Duty(
        kinds=ANYWHERE,
        holder=Holder.NONE,
        levels=(),
        rights=frozenset({Right.READ_ACCESS_LOG, Right.READ_USERS, Right.CONFIRM_MEMBERS}),
        oversight=True,
    ),
    Role.ADMINISTRATOR: Duty(
        kinds=ANYWHERE,
        holder=Holder.NONE,
        levels=(),
        rights=frozenset({Right.READ_USERS, Right.INVITE, Right.CONFIRM_MEMBERS, Right.MANAGE_USERS}),
    ),
}

# Roles that each role may give, in the own organisation and in an organisation below it.
MAY_GIVE = {
    Role.ADMINISTRATOR: {"own": frozenset(Role), "below": frozenset()},
    Role.COORDINATOR: {
        "own": frozenset({Role.COMPANION, Role.SOCIAL_WORKER, Role.CLINIC_STAFF}),
        "below": frozenset({Role.COMPANION, Role.COORDINATOR}),
    },
}


def needs_second_person(role):
    """Roles that handle clients, those that read who is a peer companion, and those that may confirm others.

    Without the last, one person could invite their own second.
    """
    duty = DUTIES[Role(role)]
    return bool(duty.levels) or duty.oversight or bool({Right.CONFIRM_MEMBERS, Right.RUN_TRAINING} & duty.rights)


def roles_in(kind):
    """The roles that exist in an organisation of this kind, in the order of the table."""
    return [role for role, duty in DUTIES.items() if kind in duty.kinds]


def rights_of(roles):
    """What several roles may do together."""
    return frozenset().union(*(DUTIES[Role(role)].rights for role in roles))


def label_of(roles):
    """The roles in words, for the hat."""
    return ", ".join(str(Role(role).label) for role in roles)
