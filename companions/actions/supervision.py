"""Supervision: a talk with a companion is written down once, with what was agreed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right
from cases.models import Client, Identity
from companions import rules
from companions.models import AgreedAction, Assignment, DiscussedCase, Supervision
from privacy.once import sent


@transaction.atomic
def record_supervision(
    *, token, companion, by, held_on, findings, support_needed="", clients=(), agreed=(), next_on=None
):
    """Write a supervision of a companion (a row of Companion) down; `agreed` is a list of (what, due_on).

    `clients` are ids of cases that were discussed, all in the actor's sight. `next_on` None takes the rhythm of the
    settings, counted from `held_on`.
    """
    rules.check_staff(by, Right.KEEP_COMPANIONS, companion.organisation_id)
    content = [
        "supervision",
        companion.pk,
        held_on,
        findings,
        support_needed,
        sorted(map(str, clients)),
        agreed,
        next_on,
    ]
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return Supervision.objects.get(pk=sending.result)
    if companion.pk == by.id:
        raise rules.NotPossible(_("Nobody supervises themselves. Ask a colleague."))
    if held_on > timezone.localdate():
        raise rules.NotPossible(_("A supervision cannot be written down before it took place. Check the date."))
    next_on = next_on or held_on + timedelta(days=settings.SUPERVISION_DAYS)
    if next_on <= held_on:
        raise rules.NotPossible(_("The next supervision comes after this one. Check the date."))
    supervision = Supervision(
        companion_id=companion.pk, organisation_id=companion.organisation_id, held_on=held_on, findings=findings,
        support_needed=support_needed, next_on=next_on, held_by=by.membership,
    )  # fmt: skip
    supervision.save(force_insert=True)
    wanted = {str(pk) for pk in clients}
    in_care = Identity.objects.visible_to(by).filter(pk__in=wanted).values("pk")
    seen = Client.objects.visible_to(by).filter(pk__in=in_care).select_related("card")
    if len(wanted) != len(seen):
        raise rules.NotPossible(
            _("One of these clients is not with your organisation any more. Look at the list again.")
        )
    current = Assignment.objects.current().filter(companion=companion.pk).values("client")
    known = Client.objects.visible_to(by).filter(pk__in=current).select_related("card")
    rules.check_codes_only(" ".join([findings, support_needed, *(what for what, _day in agreed)]), [*seen, *known])
    for client in seen:
        DiscussedCase(supervision=supervision, client=client).save(force_insert=True)
    for what, due_on in agreed:
        AgreedAction(
            supervision=supervision, companion_id=companion.pk, organisation_id=companion.organisation_id, what=what,
            due_on=due_on,
        ).save(force_insert=True)  # fmt: skip
    notify(membership=companion.pk, kind="supervision_agreed")
    sending.done(supervision.pk)
    return supervision


@transaction.atomic
def finish_action(*, action, by):
    """What was agreed is done: by the companion, or by the coordinator."""
    if action.companion_id != by.id:
        rules.check_staff(by, Right.KEEP_COMPANIONS, action.organisation_id)
    action = AgreedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.done_at is None:
        action.done_at, action.done_by = timezone.now(), by.membership
        action.save()
    return action
