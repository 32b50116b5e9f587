"""Keep what is known of a companion: profile, pledge, absences, leaving; and what a client says about whom."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from companions import rules
from companions.actions.assigning import close_offer, end, lock, work_follows, write_end
from companions.models import Absence, Assignment, ClientBarrier, Companion, CompanionKind, CompanionWish, Offer
from companions.vocabulary import Barrier, EndReason, OfferState, Part, WhyHandOver
from privacy.once import sent

FIELDS = ("sex", "kelurahan", "languages", "limits", "limits_note", "capacity", "pledged_on")
LONGEST_ABSENCE = timedelta(days=366)
WHY_ENDED = {Barrier.UNWANTED: EndReason.CLIENT}  # with the barrier that made it end


@transaction.atomic
def save_companion(*, membership, by, kind, **fields):
    """Make or change a companion's profile (FIELDS); saving the same twice changes nothing. The kind is kept apart."""
    rules.check_staff(by, Right.KEEP_COMPANIONS, membership.organisation_id)
    if Role.COMPANION not in {*membership.roles, *membership.proposed_roles}:
        raise rules.NotPossible(_("This member is not invited as a companion."))
    if fields.get("pledged_on") and fields["pledged_on"] > timezone.localdate():
        raise rules.NotPossible(_("The pledge cannot be signed on a day to come. Check the date."))
    companion = Companion.objects.select_for_update(of=("self",)).filter(pk=membership.pk).first()
    is_new = companion is None
    if is_new:
        companion = Companion(membership=membership, organisation=membership.organisation, enrolled_by=by.membership)
    for name in FIELDS:
        if name in fields:
            setattr(companion, name, fields[name])
    try:
        with transaction.atomic():
            companion.save(force_insert=is_new)
    except IntegrityError as exc:  # pressed twice at once
        raise rules.NotPossible(_("Someone was first: this profile has just been saved. Look at it again.")) from exc
    kept = CompanionKind.objects.filter(pk=companion.pk).first()
    if kept is None:
        CompanionKind(companion=companion, organisation_id=companion.organisation_id, kind=kind).save(force_insert=True)
    elif kept.kind != kind:
        kept.kind = kind
        kept.save()
    return companion


@transaction.atomic
def set_leaving(*, companion, by, leaves_on, why=""):
    """Say on which day a companion stops (the last day), or None: they stay. Their clients are handed over."""
    rules.check_staff(by, Right.KEEP_COMPANIONS, companion.organisation_id)
    companion = Companion.objects.select_for_update(of=("self",)).get(pk=companion.pk)
    if leaves_on and leaves_on < timezone.localdate() and Assignment.objects.current().filter(
        companion=companion.pk
    ).exists():  # fmt: skip
        raise rules.NotPossible(_("This companion still accompanies clients. Hand them over, or choose a day to come."))
    companion.leaves_on, companion.leaves_why = leaves_on, why if leaves_on else ""
    companion.save()
    return companion


@transaction.atomic
def add_absence(*, token, companion, by, from_on, until_on, why=""):
    """Days on which a companion (a row of Companion) cannot come; written by the coordinator or by themselves."""
    own = companion.pk == by.id
    if own:
        rules.check_may(by, Right.ACCOMPANY)
    else:
        rules.check_staff(by, Right.KEEP_COMPANIONS, companion.organisation_id)
    sending = sent(token, by=by, content=["absence", companion.pk, from_on, until_on, why])
    if sending.repeated:
        return Absence.objects.get(pk=sending.result)
    today = timezone.localdate()
    if until_on < from_on:
        raise rules.NotPossible(_("The last day comes before the first. Check the dates."))
    if until_on < today:
        raise rules.NotPossible(_("These days have passed. Check the dates."))
    if until_on - from_on > LONGEST_ABSENCE:
        raise rules.NotPossible(_("This is more than a year. Whoever stays away so long leaves."))
    if not own:  # who may change the row: of two colleagues one waits for the other
        Companion.objects.select_for_update(of=("self",)).get(pk=companion.pk)
    if Absence.objects.overlapping(from_on, until_on).filter(companion=companion.pk).exists():
        raise rules.NotPossible(_("These days overlap with an absence that is written down already."))
    absence = Absence(
        companion_id=companion.pk, organisation_id=companion.organisation_id, from_on=from_on, until_on=until_on,
        why=why, recorded_by=by.membership,
    )  # fmt: skip
    absence.save(force_insert=True)
    if own:
        notify(
            organisation=companion.organisation_id, role=Role.COORDINATOR, kind="absence_told", object_id=companion.pk
        )
    sending.done(absence.pk)
    return absence


@transaction.atomic
def cancel_absence(*, absence, by):
    """Back sooner, or never gone: the absence ends yesterday or never was; stand-ins end and their plans come back."""
    if absence.companion_id == by.id:
        raise rules.NotAllowed(_("Ask your coordinator: your clients are with a stand-in, perhaps."))
    rules.check_staff(by, Right.KEEP_COMPANIONS, absence.organisation_id)
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.cancelled_at:
        return absence
    today = timezone.localdate()
    if absence.from_on < today <= absence.until_on:
        absence.until_on = today - timedelta(days=1)
    else:
        absence.cancelled_at = timezone.now()
    absence.save()
    for offer in waiting_for_absence(absence.companion_id):
        lock(offer.client)
        close_offer(offer, OfferState.WITHDRAWN)
        notify(membership=offer.to_id, kind="offer_taken_back")
    mains = Assignment.objects.current().filter(companion=absence.companion_id, part=Part.MAIN).select_related("client")
    for main in sorted(mains, key=lambda one: str(one.client_id)):
        lock(main.client)
        stand_ins = Assignment.objects.current().filter(client=main.client_id, part=Part.STAND_IN)
        for stand_in in stand_ins.select_related("client", "companion__user"):
            write_end(stand_in, by=by, reason=EndReason.STAND_IN_OVER)
            work_follows(stand_in, main)
    return absence


def waiting_for_absence(companion_id):
    """Offers to stand in for this companion that nobody has answered, in the order in which clients are locked."""
    offers = Offer.objects.filter(hand_over__companion=companion_id, hand_over__why=WhyHandOver.ABSENCE)
    return offers.filter(state=OfferState.WAITING).select_related("client").order_by("client")


@transaction.atomic
def add_barrier(*, token, client, companion, by, kind, note="", ends=False):
    """This companion (a membership) never accompanies this client. The companion is not told and cannot read it.

    Who accompanies the client now is refused, unless `ends`: then the assignment ends with it, in one step.
    """
    rules.holder_for(by, client)
    if companion.pk == by.id:
        raise rules.NotPossible(_("About yourself only a colleague can write this down."))
    sending = sent(token, by=by, content=["barrier", client.pk, companion.pk, kind, note, ends])
    if sending.repeated:
        return ClientBarrier.objects.get(pk=sending.result)
    lock(client, companion)
    current = list(Assignment.objects.current().filter(client=client, companion=companion.pk).select_related("client"))
    if current and not ends:
        raise rules.NotPossible(_("This person accompanies the client now. Tick below that this ends too."))
    for assignment in current:
        end(assignment=assignment, by=by, reason=WHY_ENDED.get(kind, EndReason.OTHER))
    barrier = ClientBarrier.objects.filter(client=client, companion=companion.pk, lifted_at=None).first()
    if barrier is None:
        barrier = ClientBarrier(client=client, companion_id=companion.pk, recorded_by=by.membership)
    barrier.kind, barrier.note = kind, note
    barrier.save()
    sending.done(barrier.pk)
    return barrier


@transaction.atomic
def lift_barrier(*, barrier, by):
    """The client thinks otherwise now."""
    rules.holder_for(by, barrier.client)
    barrier = ClientBarrier.objects.select_for_update(of=("self",)).get(pk=barrier.pk)
    if barrier.lifted_at is None:
        barrier.lifted_at = timezone.now()
        barrier.save()
    return barrier


@transaction.atomic
def set_wish(*, client, by, sex="", kind="", languages=(), note=""):
    """Whom the client would like; all empty means no wish."""
    rules.holder_for(by, client)
    lock(client)
    wish = CompanionWish.objects.filter(pk=client.pk).first()
    is_new = wish is None
    wish = wish or CompanionWish(client=client)
    wish.sex, wish.kind, wish.languages, wish.note = sex, kind, list(languages), note
    wish.changed_by, wish.changed_at = by.membership, timezone.now()
    wish.save(force_insert=is_new)
    return wish
