"""What was done and what came of it: the service given, money and its approval."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from cases.models import ServiceDetail, ServiceGiven
from cases.vocabulary import Approval, ServiceSource
from privacy.once import sent
from referrals import rules
from referrals.actions import looks
from referrals.actions.moving import locked, move
from referrals.service_fields import wrong
from referrals.states import State
from referrals.vocabulary import Channel, Outcome

SESSION = "PENYULUHAN"


@transaction.atomic
def give_feedback(
    *, token, referral, by, done, outcome, given_on=None, amount=None, component=None, comes_back=True, answers=None,
    decision_no="", again_because="",
):  # fmt: skip
    """Close a referral with what was done: writes the service given once, plans the checks of its kind.

    `comes_back` False keeps what came of it with the provider; what a clinic did never comes back by itself. `given_on`
    None is the day the client was served. `amount` is in rupiah and waits for a second person. `again_because` is
    asked for when the same aid was given within AID_AGAIN_DAYS. Gives the ServiceGiven.
    """
    content = [
        "feedback", referral.pk, done, outcome, given_on, amount, component, comes_back, answers, decision_no,
        again_because,
    ]  # fmt: skip
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return ServiceGiven.objects.get(pk=sending.result)
    row = locked(referral)
    rules.check_move(by, row, State.DONE)
    if not done or outcome not in Outcome.values:
        raise rules.NotPossible(_("Say what was done, and what came of it."))
    given_on = given_on or timezone.localdate(row.served_at)
    if not timezone.localdate(row.sent_at) <= given_on <= timezone.localdate():
        raise rules.NotPossible(_("The day of the service lies between the sending and today. Check the date."))
    comes_back = comes_back and (row.kind.comes_back or row.channel == Channel.SLIP)
    given = _write(
        provider=row.receiver, client=row.client_id, code=row.client_code, kind=row.kind, by=by, given_on=given_on,
        amount=amount, component=component, source=ServiceSource.REFERRAL, source_id=row.pk, done=done,
        answers={**(answers or {}), "outcome": outcome}, decision_no=decision_no, comes_back=comes_back,
        again_because=again_because,
    )  # fmt: skip
    last = looks.plan(given, answers or {}, row) if row.channel == Channel.APP else None
    move(row, State.DONE, by=by, outcome=outcome if comes_back else "", sight_until=last)
    sending.done(given.pk)
    return given


@transaction.atomic
def reopen(*, referral, by, note):
    """Feedback was wrong: the referral is served again, and what was written of the service no longer counts."""
    row = move(referral, State.SERVED, by=by, out_of=(State.DONE,), note=note, outcome="", sight_until=None)
    ServiceGiven.objects.filter(source=ServiceSource.REFERRAL, source_id=row.pk, cancelled_at=None).update(
        cancelled_at=timezone.now()
    )
    return row


@transaction.atomic
def give_directly(
    *, token, by, kind, given_on, done, client=None, amount=None, component=None, men=None, women=None, answers=None,
    decision_no="", again_because="",
):  # fmt: skip
    """A service without a referral, for a client in one's care, or a session for which there is no client."""
    content = [
        "service", kind.pk, given_on, done, client and client.pk, amount, component, men, women, answers, decision_no,
        again_because,
    ]  # fmt: skip
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return ServiceGiven.objects.get(pk=sending.result)
    rules.check_may(by, Right.GIVE_SERVICES)
    if client is None and kind.pk != SESSION:
        raise rules.NotPossible(_("Say for which client this was."))
    if client is not None:
        rules.holding(by, client)
    if not done:
        raise rules.NotPossible(_("Say what was done."))
    today = timezone.localdate()
    if not today - timedelta(days=366) <= given_on <= today:
        raise rules.NotPossible(_("The day of the service lies in the past year. Check the date."))
    given = _write(
        provider=by.organisation, client=client and client.pk, code=client.code if client else "", kind=kind, by=by,
        given_on=given_on, amount=amount, component=component, source=ServiceSource.DIRECT, source_id=None, done=done,
        answers=answers or {}, decision_no=decision_no, comes_back=kind.comes_back, again_because=again_because,
        men=men, women=women,
    )  # fmt: skip
    if client is not None:
        looks.plan(given, answers or {})
    sending.done(given.pk)
    return given


@transaction.atomic
def cancel_service(*, given, by):
    """Recorded by mistake; one that closed a referral is taken back by opening the referral again."""
    rules.check_may(by, Right.GIVE_SERVICES)
    row = _locked_own(given, by)
    if row.source == ServiceSource.REFERRAL:
        raise rules.NotPossible(_("Open the referral again instead: this was its feedback."))
    if row.cancelled_at is None:
        row.cancelled_at = timezone.now()
        row.save(update_fields=["cancelled_at"])
    return row


@transaction.atomic
def approve(*, given, by):
    """A second person says yes to the money; only then does it count as given."""
    return _decide(given, by, Approval.GIVEN, "")


@transaction.atomic
def refuse_money(*, given, by, note):
    """A second person says no, and why: what was recorded does not count, and who recorded it is told."""
    if not note:
        raise rules.NotPossible(_("A reason is required."))
    return _decide(given, by, Approval.REFUSED, note)


def same_aid(client_id, kind):
    """The latest service of this kind with money to this client within AID_AGAIN_DAYS that one may see, or None."""
    since = timezone.localdate() - timedelta(days=settings.AID_AGAIN_DAYS)
    rows = ServiceGiven.objects.filter(client=client_id, kind=kind, amount__isnull=False, given_on__gte=since)
    return rows.filter(cancelled_at=None).exclude(approval=Approval.REFUSED).order_by("-given_on").first()


def _write(
    *, provider, client, code, kind, by, given_on, amount, component, source, source_id, done, answers, decision_no,
    comes_back, again_because, men=None, women=None,
):  # fmt: skip
    if amount and client and not again_because and (before := same_aid(client, kind)):
        raise rules.NotPossible(
            _("The same aid was given on %(day)s. Say why it is given again.")
            % {"day": before.given_on.strftime("%d/%m/%Y")}
        )
    for sentence in wrong(answers, given_on).values():
        raise rules.NotPossible(sentence)
    given = ServiceGiven(
        provider=provider, client_id=client, client_code=code, kind=kind, component=component or kind.component,
        given_on=given_on, amount=amount or None, approval=Approval.WAITING if amount else Approval.NOT_NEEDED,
        source=source, source_id=source_id, men=men, women=women, recorded_by=by.membership,
    )  # fmt: skip
    given.save(force_insert=True)
    if again_because:
        answers = {**answers, "again_because": again_because}
    detail = ServiceDetail(
        service=given, provider=provider, client_id=client, comes_back=comes_back, answers=answers, done=done,
        decision_no=decision_no,
    )  # fmt: skip
    detail.save(force_insert=True)
    if amount:
        notify(organisation=provider, role=Role.SUPERVISOR, kind="money_waits", object_id=given.pk)
    return given


def _locked_own(given, by):
    """The row as it is now, of the actor's own organisation; others may read it, and lock nothing."""
    if given.provider_id != by.organisation.pk:
        raise rules.NotAllowed(_("This belongs to another organisation."))
    return ServiceGiven.objects.select_for_update(of=("self",)).get(pk=given.pk)


def _decide(given, by, decision, note):
    rules.check_may(by, Right.APPROVE_MONEY)
    rules.check_decides(by, given)
    row = _locked_own(given, by)
    if row.approval == decision:
        return row
    if row.approval != Approval.WAITING or row.cancelled_at:
        raise rules.NotPossible(_("This was decided already. Someone was first."))
    row.approval, row.approved_by, row.approved_at = decision, by.membership, timezone.now()
    row.save(update_fields=["approval", "approved_by", "approved_at"])
    if note:
        detail = ServiceDetail.objects.get(pk=row.pk)
        detail.answers = {**detail.answers, "refused_because": note}
        detail.save(update_fields=["answers"])
    kind = "money_approved" if decision == Approval.GIVEN else "money_refused"
    notify(membership=row.recorded_by_id, kind=kind, object_id=row.pk)
    return row
