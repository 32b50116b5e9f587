"""Invented people for tests: organisations of each kind and members with a role, as actors."""

import itertools

from accounts.actor import Actor
from accounts.models import Membership, Organisation, User
from accounts.roles import OrganisationKind, Role

PASSWORD = "rahasia-uji-123"
_count = itertools.count(1)


def make_organisation(kind=OrganisationKind.LKS, name=None, parent=None):
    """An organisation; without a name, a numbered one."""
    name = name or f"{OrganisationKind(kind).value.title()} Contoh {next(_count)}"
    return Organisation.objects.create(name=name, short_name=name[:30], kind=kind, parent=parent)


def make_user(name=None, **fields):
    number = next(_count)
    return User.objects.create_user(f"orang{number}", PASSWORD, display_name=name or f"Orang Contoh {number}", **fields)


def make_member(role_or_roles, organisation, name=None, user=None, **fields):
    """Someone with one role or several in an organisation; `user` gives a person a second hat."""
    roles = [role_or_roles] if isinstance(role_or_roles, str) else list(role_or_roles)
    user = user or make_user(name)
    return Actor(
        Membership.objects.create(user=user, organisation=organisation, roles=[Role(r).value for r in roles], **fields)
    )


def again(actor):
    """The same member as the next request would find them."""
    return Actor(Membership.objects.select_related("user", "organisation").get(pk=actor.id))


def _maker(role, kind):
    def make(organisation=None, name=None, **options):
        return make_member(role, organisation or make_organisation(kind), name, **options)

    return make


make_companion = _maker(Role.COMPANION, OrganisationKind.LKS)
make_coordinator = _maker(Role.COORDINATOR, OrganisationKind.LKS)
make_social_worker = _maker(Role.SOCIAL_WORKER, OrganisationKind.BALAI)
make_supervisor = _maker(Role.SUPERVISOR, OrganisationKind.LKS)
make_referral_officer = _maker(Role.REFERRAL_OFFICER, OrganisationKind.BALAI)
make_clinic_staff = _maker(Role.CLINIC_STAFF, OrganisationKind.KLINIK)
make_trainer = _maker(Role.TRAINER, OrganisationKind.BALAI)
make_manager = _maker(Role.MANAGER, OrganisationKind.BALAI)
make_privacy_officer = _maker(Role.PRIVACY_OFFICER, OrganisationKind.LKS)
make_administrator = _maker(Role.ADMINISTRATOR, OrganisationKind.LKS)


def sign_in(web, actor):
    """Sign the test client in under this actor's hat."""
    web.force_login(actor.user)
    session = web.session
    session["hat"] = str(actor.id)
    session.save()
    return web
