"""The record of who opened what. A page that shows a client says so here, in the transaction that reads it."""

from django.db.models import Count
from django.db.models.functions import TruncDate

from privacy.models import AccessedRecord, AccessEvent, AccessKind


def opened(request, subjects, *, kind=AccessKind.VIEW, page=None):
    """Leave one event for this page and one row a subject shown (ids of any kind). Nobody signed in leaves none."""
    actor = getattr(request, "actor", request)
    if not actor:
        return None
    event = AccessEvent(
        member_id=actor.id,
        organisation_id=actor.organisation.pk,
        kind=kind,
        page=(page or getattr(request, "path", ""))[:200],
    )
    event.save(force_insert=True)
    AccessedRecord.objects.bulk_create(
        AccessedRecord(
            event_id=event.pk,
            subject=subject,
            member_id=event.member_id,
            organisation_id=event.organisation_id,
            at=event.at,
            kind=kind,
        )
        for subject in dict.fromkeys(subjects)
    )
    return event


def openings_of(subject, *, limit=20):
    """The latest openings of one subject's data that the policy lets the asker read, newest first."""
    return AccessedRecord.objects.filter(subject=subject).order_by("-at")[:limit]


def days_of(subject, organisation_id, limit=60):
    """[(day, how many people)] on which members of an organisation opened this subject, the newest first."""
    rows = AccessedRecord.objects.filter(subject=subject, organisation_id=organisation_id)
    rows = rows.annotate(day=TruncDate("at")).values("day").annotate(people=Count("member_id", distinct=True))
    return list(rows.order_by("-day").values_list("day", "people")[:limit])


__all__ = ["AccessKind", "opened", "openings_of"]
