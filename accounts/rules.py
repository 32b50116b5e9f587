"""Who may do what to whom among users; each refusal is a sentence that says why."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .roles import DUTIES, MAY_GIVE, OrganisationKind, Right, Role, needs_second_person, roles_in

CONFIRMING_ROLES = frozenset(role for role, duty in DUTIES.items() if Right.CONFIRM_MEMBERS in duty.rights)


class NotAllowed(PermissionDenied):
    """Carries the sentence that the person reads; Django answers 403."""


def why_not(check, *args, **kwargs):
    """The reason a check fails, or "": for a button that is shown but cannot be pressed."""
    try:
        check(*args, **kwargs)
    except NotAllowed as refusal:
        return str(refusal)
    return ""


def check_may(actor, right):
    if not actor.may(right):
        raise NotAllowed(_("This is not part of your role. Ask your coordinator."))


def is_of(actor, organisation):
    return bool(actor) and actor.organisation.id == organisation.id


def is_above(actor, organisation):
    """An LKS stands above its KDS."""
    return (
        bool(actor)
        and actor.organisation.kind == OrganisationKind.LKS
        and organisation.parent_id == actor.organisation.id
    )


def roles_to_give(actor, organisation):
    """The roles that the actor may give in this organisation, in the order of the table."""
    where = "own" if is_of(actor, organisation) else "below" if is_above(actor, organisation) else None
    if where is None:
        return []
    given = frozenset().union(*(MAY_GIVE[role][where] for role in actor.roles if role in MAY_GIVE))
    return [role for role in roles_in(organisation.kind) if role in given]


def check_can_invite(actor, organisation, roles):
    check_may(actor, Right.INVITE)
    if not organisation.active:
        raise NotAllowed(_("This organisation is not active."))
    check_can_give(actor, organisation, roles)
    if is_alone(organisation) and not CONFIRMING_ROLES.intersection(roles):
        raise NotAllowed(
            _(
                "You are still alone in your organisation. First invite someone who can confirm others: "
                "a coordinator, a privacy officer or a second administrator."
            )
        )


def check_can_give(actor, organisation, roles):
    if not roles:
        raise NotAllowed(_("Choose at least one role."))
    if not set(roles) <= set(roles_to_give(actor, organisation)):
        raise NotAllowed(_("You may not give this role in this organisation."))


def is_alone(organisation):
    """Only the first administrator is there: nobody could confirm anyone yet."""
    active = list(organisation.memberships.active().values_list("roles", flat=True)[:2])
    return len(active) == 1 and Role.ADMINISTRATOR in active[0]


def roles_that_wait(organisation, roles):
    """Which of the roles take effect only after a second person has confirmed them."""
    return [] if is_alone(organisation) else [role for role in roles if needs_second_person(role)]


def check_not_oneself(actor, membership):
    if membership.user_id == actor.user.id:
        raise NotAllowed(_("Nobody changes their own membership. Ask a colleague."))


def check_can_manage(actor, membership):
    """An administrator all members of the organisation; who invites, those whose roles they may give."""
    check_not_oneself(actor, membership)
    if not (actor.may(Right.MANAGE_USERS) or actor.may(Right.INVITE)):
        check_may(actor, Right.MANAGE_USERS)
    held = {*membership.roles, *membership.proposed_roles}
    if not held <= set(roles_to_give(actor, membership.organisation)):
        raise NotAllowed(_("Only an administrator of that organisation may change this person."))


def check_nobody_depends(sentences):
    """Raises NotAllowed with what to do first, when clients would be left with nobody."""
    if sentences:
        raise NotAllowed(" ".join(sentences))


def check_can_confirm(actor, membership):
    check_may(actor, Right.CONFIRM_MEMBERS)
    if not membership.proposed_roles:
        raise NotAllowed(_("There is nothing to confirm here."))
    if not (is_of(actor, membership.organisation) or is_above(actor, membership.organisation)):
        raise NotAllowed(_("Only someone of that organisation may confirm this."))
    check_not_oneself(actor, membership)
    if membership.proposed_by_id and membership.proposed_by.user_id == actor.user.id:
        raise NotAllowed(_("A second person has to confirm this: not the one who proposed it."))


def check_can_revoke(actor, invitation):
    if invitation.invited_by_id == actor.id:
        return
    if not (is_of(actor, invitation.organisation) and actor.may(Right.MANAGE_USERS)):
        raise NotAllowed(_("Only who made this link, or an administrator, may take it back."))


def check_can_join(user, invitation):
    """With an account one has; not by one's own invitation, and not twice."""
    if invitation.invited_by_id and invitation.invited_by.user_id == user.id:
        raise NotAllowed(_("You made this link yourself. Hand it to the person whom you invite."))
    if user.memberships.filter(organisation=invitation.organisation).exists():
        raise NotAllowed(_("You belong to this organisation already. If your access was ended, ask its administrator."))
