"""Every write about people that has consequences; one verb each, `by=` the actor.

The rows of organisation, membership or invitation are locked before anything is judged: of two people who press at
once, one wins and the other reads what happened.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from privacy.models import Receipt

from . import dependants, links, rules
from .models import Invitation, Membership, Organisation, User
from .notices import notify
from .roles import OrganisationKind, Role, needs_second_person
from .sessions import end_sessions_of


class LinkIsSpent(Exception):
    """The one-time link was used, taken back, or is too old."""


class NameIsTaken(Exception):
    """Someone else has this user name."""


@transaction.atomic
def invite(*, key, organisation, roles, by, display_name="", email=""):
    """Make a one-time link into an organisation. The same form sent again gives the same invitation."""
    roles = _in_order(roles)
    _, is_new = Receipt.objects.claim(key, by=by, content=["invite", organisation.id, roles, display_name, email])
    if not is_new:
        return Invitation.objects.get(pk=key)
    rules.check_can_invite(by, organisation, roles)
    return _make_link(key, organisation, invited_by=by.membership, roles=roles, display_name=display_name, email=email)


@transaction.atomic
def make_password_link(*, key, membership, by):
    """A one-time link with which a colleague sets a new password; they and the privacy officers are told."""
    _, is_new = Receipt.objects.claim(key, by=by, content=["password", membership.id])
    if not is_new:
        return Invitation.objects.get(pk=key)
    rules.check_can_manage(by, membership)
    if not membership.active:
        raise rules.NotAllowed(gettext("Open this person's access again first."))
    now = timezone.now()
    Invitation.objects.filter(user=membership.user, used_at=None, revoked_at=None).update(revoked_at=now)
    notify(kind="own_password_link_made", membership=membership)
    _tell_privacy_officers("password_link_made", membership)
    return _make_link(
        key,
        membership.organisation,
        invited_by=by.membership,
        user=membership.user,
        display_name=membership.display_name,
    )


@transaction.atomic
def revoke(*, invitation, by):
    """Take a link back: whoever made it, or an administrator of that organisation."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    rules.check_can_revoke(by, invitation)
    if invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def join(*, token, username, password, display_name):
    """Accept an invitation as someone new; the link is spent. Raises LinkIsSpent, NameIsTaken."""
    invitation = _take(token, for_password=False)
    if User.objects.filter(username=username.lower()).exists():
        raise NameIsTaken(username)
    user = User.objects.create_user(username, password, display_name=display_name, email=invitation.email)
    return _enter(invitation, user)


@transaction.atomic
def join_as(*, token, user):
    """Accept an invitation with the account one has: a second hat. Raises LinkIsSpent, NotAllowed."""
    invitation = _take(token, for_password=False)
    rules.check_can_join(user, invitation)
    return _enter(invitation, user)


@transaction.atomic
def set_password(*, token, password):
    """Use a link for a new password. Signed out everywhere; what the person is elsewhere waits to be confirmed there.

    Else whoever makes such a link in one organisation could open what the person holds in another.
    """
    invitation = _take(token, for_password=True)
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    _spend(invitation, user)
    end_sessions_of(user)
    for membership in user.memberships.select_for_update(of=("self",)).filter(active=True):
        notify(kind="own_password_set", membership=membership)
        if membership.organisation_id != invitation.organisation_id:
            waiting = [role for role in membership.roles if needs_second_person(role)]
            _give(membership, [r for r in membership.roles if r not in waiting], waiting, proposed_by=None)
    return user


@transaction.atomic
def confirm(*, membership, by):
    """The second person's yes: the proposed roles take effect."""
    membership = _lock(membership)
    rules.check_can_confirm(by, membership)
    membership.roles = _in_order([*membership.roles, *membership.proposed_roles])
    membership.proposed_roles, membership.proposed_by = [], None
    membership.confirmed_by, membership.confirmed_at = by.membership, timezone.now()
    membership.save(update_fields=["roles", "proposed_roles", "proposed_by", "confirmed_by", "confirmed_at"])
    notify(kind="own_roles_changed", membership=membership)
    _tell_privacy_officers("member_confirmed", membership)
    return membership


@transaction.atomic
def decline(*, membership, by):
    """The second person's no: the proposed roles are dropped, whatever else the person does stays."""
    membership = _lock(membership)
    rules.check_can_confirm(by, membership)
    _give(membership, membership.roles, [], proposed_by=None)
    notify(kind="own_roles_changed", membership=membership)
    return membership


@transaction.atomic
def change_roles(*, membership, roles, by):
    """What is taken away ends at once; what is given may wait for a second person."""
    membership = _lock(membership)
    rules.check_can_manage(by, membership)
    rules.check_can_give(by, membership.organisation, roles)
    rules.check_nobody_depends(dependants.sentences(membership, roles))
    new = [role for role in _in_order(roles) if role not in membership.roles]
    waiting = rules.roles_that_wait(membership.organisation, new)
    _give(membership, [role for role in _in_order(roles) if role not in waiting], waiting, proposed_by=by.membership)
    notify(kind="own_roles_changed", membership=membership)
    _tell_privacy_officers("roles_changed", membership)
    return membership


@transaction.atomic
def deactivate(*, membership, by):
    """End someone's access to the organisation, and their sessions. Refused while clients depend on them."""
    membership = _lock(membership)
    rules.check_can_manage(by, membership)
    rules.check_nobody_depends(dependants.sentences(membership))
    membership.active = False
    membership.save(update_fields=["active"])
    end_sessions_of(membership.user)
    Invitation.objects.filter(
        user=membership.user, organisation=membership.organisation, used_at=None, revoked_at=None
    ).update(revoked_at=timezone.now())
    _tell_privacy_officers("member_deactivated", membership)
    return membership


@transaction.atomic
def reactivate(*, membership, by):
    """Open it again; roles that handle clients wait for a second person as if they were new."""
    membership = _lock(membership)
    rules.check_can_manage(by, membership)
    membership.active = True
    membership.save(update_fields=["active"])
    held = _in_order([*membership.roles, *membership.proposed_roles])
    waiting = rules.roles_that_wait(membership.organisation, held)
    _give(membership, [role for role in held if role not in waiting], waiting, proposed_by=by.membership)
    _tell_privacy_officers("member_reactivated", membership)
    return membership


@transaction.atomic
def found_organisation(*, name, kind, short_name="", parent=None):
    """An organisation and the link for its first administrator; the operator's command, hence no `by`."""
    organisation, is_new = Organisation.objects.get_or_create(
        name=name, defaults={"kind": OrganisationKind(kind), "short_name": short_name or name[:30], "parent": parent}
    )
    return _make_link(None, organisation, roles=[Role.ADMINISTRATOR.value]), is_new


# pieces ------------------------------------------------------------------------------------------


def _make_link(key, organisation, **fields):
    invitation = Invitation(
        organisation=organisation, expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS), **fields
    )
    invitation.id = key or invitation.id
    invitation.digest = links.digest_of(links.token_of(invitation.id))
    invitation.save(force_insert=True)
    return invitation


def _take(token, *, for_password):
    """The invitation and its organisation, locked: of two who use a link at once, the second finds it spent."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(digest=links.digest_of(token)).first()
    if invitation is None or not invitation.is_open or (invitation.user_id is not None) is not for_password:
        raise LinkIsSpent
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    if not invitation.organisation.active:
        raise LinkIsSpent
    return invitation


def _spend(invitation, user):
    invitation.used_at, invitation.used_by = timezone.now(), user
    invitation.save(update_fields=["used_at", "used_by"])


def _enter(invitation, user):
    organisation = invitation.organisation
    by_operator = invitation.invited_by_id is None
    waiting = [] if by_operator else rules.roles_that_wait(organisation, invitation.roles)
    membership = Membership(user=user, organisation=organisation, invited_by=invitation.invited_by)
    if not waiting:
        membership.confirmed_at = timezone.now()
    membership.save(force_insert=True)
    _give(
        membership,
        [role for role in invitation.roles if role not in waiting],
        waiting,
        proposed_by=invitation.invited_by,
    )
    _spend(invitation, user)
    _tell_privacy_officers("member_joined", membership)
    if invitation.invited_by_id:
        notify(kind="member_joined", membership=invitation.invited_by_id, object_id=membership.id)
    return membership


def _give(membership, roles, waiting, *, proposed_by):
    membership.roles, membership.proposed_roles = _in_order(roles), _in_order(waiting)
    membership.proposed_by = proposed_by if waiting else None
    membership.save(update_fields=["roles", "proposed_roles", "proposed_by"])
    if waiting:
        _tell(membership, (Role.COORDINATOR, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER), "member_waits")


def _tell_privacy_officers(kind, membership):
    _tell(membership, (Role.PRIVACY_OFFICER,), kind)


def _tell(membership, roles, kind):
    """Those of the organisation and, for a KDS, those of its LKS (its coordinators read the KDS's notices anyway)."""
    organisation = membership.organisation
    for role in roles:
        notify(kind=kind, organisation=organisation, role=role, object_id=membership.id)
        if organisation.parent_id and role != Role.COORDINATOR:
            notify(kind=kind, organisation=organisation.parent_id, role=role, object_id=membership.id)


def _lock(membership):
    locked = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation", "proposed_by")
    return locked.get(pk=membership.pk)


def _in_order(roles):
    """As plain texts, each once, in the order of the table."""
    return [role.value for role in Role if role in set(roles)]
