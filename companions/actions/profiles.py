"""What an LKS or KDS says of itself, and who the names in its registers are."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Right
from cases.models import Responsibility
from companions import rules
from companions.choosing import name_digest
from companions.models import OrganisationProfile, RegisterName
from privacy.once import sent

FIELDS = (
    "registration_no", "registered_on", "registered_until", "agreement_no", "agreement_from", "agreement_until", "area",
    "coordinator", "address", "phone", "note",
)  # fmt: skip
NAMED = 5  # of those who are still there


@transaction.atomic
def save_profile(*, organisation, by, **fields):
    """Keep the profile of an organisation the actor acts for; the same saved twice changes nothing."""
    rules.check_staff(by, Right.KEEP_PROFILE, organisation.pk)
    # The organisation's row stands for a profile that may not exist yet: of two first savings one waits.
    type(organisation).objects.select_for_update(no_key=True).get(pk=organisation.pk)
    profile = OrganisationProfile.objects.filter(pk=organisation.pk).first()
    is_new = profile is None
    profile = profile or OrganisationProfile(organisation=organisation)
    for name in FIELDS:
        if name in fields:
            setattr(profile, name, fields[name])
    profile.changed_at = timezone.now()
    profile.save(force_insert=is_new)
    return profile


@transaction.atomic
def add_group(*, token, by, name, short_name):
    """A new KDS under the actor's LKS, whose coordinator acts for it. Gives the Organisation.

    Raises NotPossible where the name is taken, NotAllowed for anyone but a coordinator of an LKS.
    """
    rules.check_may(by, Right.KEEP_PROFILE)
    if by.organisation.kind != OrganisationKind.LKS:
        raise rules.NotAllowed(_("A KDS is added by the LKS that it belongs to."))
    sending = sent(token, by=by, content=["group", name, short_name])
    if sending.repeated:
        return Organisation.objects.get(pk=sending.result)
    group = Organisation(name=name, short_name=short_name, kind=OrganisationKind.KDS, parent=by.organisation)
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError as exc:
        raise rules.NotPossible(_("An organisation of this name is there already. Look for it in the list.")) from exc
    sending.done(group.pk)
    return group


@transaction.atomic
def set_place_active(*, organisation, active, by):
    """End the activity of a KDS, or begin it again, as the LKS above it; an LKS is the centre's to end.

    Nobody is left behind: raises NotPossible while it has clients or members with access.
    """
    rules.check_staff(by, Right.KEEP_PROFILE, organisation.parent_id)
    organisation = type(organisation).objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not active:
        _check_nobody_depends(organisation, by)
    organisation.active = active
    organisation.save(update_fields=["active"])
    return organisation


def _check_nobody_depends(organisation, by):
    """Raises NotPossible with the clients, by code, or the members who are still there."""
    held = Responsibility.objects.visible_to(by).filter(holder_id=organisation.pk, live=True)
    codes = list(held.order_by("client__code").values_list("client__code", flat=True)[: NAMED + 1])
    if codes:
        words = {"who": _named(codes)}
        raise rules.NotPossible(_("This KDS still has clients: %(who)s. Hand their cases over first.") % words)
    members = Membership.objects.filter(organisation=organisation, active=True, user__is_active=True)
    names = [one.display_name for one in members.select_related("user").order_by("user__display_name")[: NAMED + 1]]
    if names:
        words = {"who": _named(names)}
        raise rules.NotPossible(_("Members still have access: %(who)s. End it first, under Users.") % words)


def _named(found):
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")


@transaction.atomic
def match_name(*, organisation_id, name, companion, by):
    """Say which companion (a membership) a register calls by this name, or None: nobody here. Nothing is assigned."""
    rules.check_staff(by, Right.ASSIGN_COMPANIONS, organisation_id)
    if companion is not None:
        rules.companion_of(by, companion)
    digest = name_digest(name)
    decided = RegisterName.objects.filter(organisation=organisation_id, digest=digest).first()
    decided = decided or RegisterName(organisation_id=organisation_id, digest=digest)
    decided.companion, decided.decided_by, decided.decided_at = companion, by.membership, timezone.now()
    decided.save()
    return decided
