"""A visit that the receiver makes under a referral; one that took place is the service itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import actions as cases
from cases.models import HomeVisit
from cases.vocabulary import VisitResult
from referrals import rules
from referrals.actions.answering import check_not_before, serve
from referrals.actions.moving import locked
from referrals.states import Side, State

VISITED = (State.ACCEPTED, State.SCHEDULED, State.SERVED)  # a visit may be written down while one of these stands


@transaction.atomic
def record_visit(*, token, referral, by, **answers):
    """Store a visit to the client, once; where it took place the referral counts as served from then on.

    `answers` are HomeVisit's fields. Those who hold the case read it and are told; what follows from it is theirs to
    plan. Gives the HomeVisit. Raises NotPossible, NotAllowed, SentTwiceDifferently.
    """
    row = locked(referral)
    if Side.RECEIVER not in rules.sides_of(by, row):
        raise rules.NotAllowed(_("This step is for the other side of the referral."))
    if row.state not in VISITED and not HomeVisit.objects.filter(pk=token.key).exists():
        raise rules.NotPossible(rules.who_was_first(row, by))
    check_not_before(row, answers["visited_at"])
    visit = cases.record_visit_under(token=token, client_id=row.client_id, source=row.pk, by=by, **answers)
    if visit.result == VisitResult.DONE and row.state in (State.ACCEPTED, State.SCHEDULED):
        serve(referral=row, by=by, served_at=min(visit.visited_at, visit.recorded_at))
    return visit


@transaction.atomic
def hide_visit(*, visit, by, because):
    """ "Recorded by mistake", for who recorded it; whether the client was served is for the referral to say."""
    return cases.hide_visit(visit=visit, by=by, because=because)
