"""The directory: what an organisation offers, kept by its own staff."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right
from privacy.once import sent
from referrals import rules
from referrals.models import Service
from referrals.vocabulary import Urgency

FIELDS = ("about", "needs", "asks", "duty_phone", "open_days", "open_hours", "capacity", "times", "active")
LONGEST = 90


@transaction.atomic
def keep_service(*, token, by, provider, kind, service=None, **fields):
    """Offer a kind of service, or change how it is offered; the same kind twice is one. Gives the Service.

    For one's own organisation, or for one that nobody works for in the application.
    """
    rules.check_may(by, Right.KEEP_SERVICES)
    if provider.pk not in by.organisations and rules.answers_in_app(provider):
        raise rules.NotAllowed(_("This belongs to another organisation."))
    sending = sent(token, by=by, content=["service", provider.pk, kind.pk, service and service.pk, fields])
    if sending.repeated:
        return Service.objects.get(pk=sending.result)
    _check_times(fields.get("times") or {})
    row = service or Service.objects.filter(provider=provider, kind=kind).first()
    is_new = row is None
    row = row or Service(provider=provider, kind=kind)
    for name in FIELDS:
        if name in fields:
            setattr(row, name, fields[name])
    row.changed_by, row.changed_at = by.membership, timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as exc:
        raise rules.NotPossible(_("A colleague has just added this service. Look at it first.")) from exc
    sending.done(row.pk)
    return row


def _check_times(times):
    for urgency, numbers in times.items():
        fits = urgency in Urgency.values and len(numbers) == 3 and all(isinstance(n, int) for n in numbers)
        if not fits or not all(0 <= n <= LONGEST for n in numbers):
            raise rules.NotPossible(_("Give each time in whole days (hours for an emergency), at most 90."))
