"""Write a referral, propose it, send it, take it back: the sender's side."""

import secrets
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Role
from cases.models import Client, ContactCard, Identity
from companions.models import Assignment
from privacy.keyring import index_digest
from privacy.once import sent
from referrals import clock, rules
from referrals.actions.moving import event, locked, move
from referrals.models import Referral, ReferralContent
from referrals.states import State
from referrals.vocabulary import CANCELLED_BY_HAND, Channel, Urgency

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
CONTENT = ("reason", "wanted", "summary", "given_before", "special_needs", "transport")
CARD = ("call_name", "way", "phone", "time", "may_say", "never", "home_visit")
LONGEST_CALL_AGO = timedelta(hours=24)


@transaction.atomic
def write(
    *, token, client, by, service, reason, urgency=Urgency.ROUTINE, then=State.SENT, referral=None, visit_id=None,
    companion=None, with_name=False, telephoned_at=None, telephoned_to="", **content,
):  # fmt: skip
    """Write a referral (or an unsent one anew) and keep it as a draft, propose or send it: `then`.

    Who may only propose proposes, whatever `then` says. `companion` goes along (a membership that accompanies the
    client); `with_name` shares the legal name; `content` holds wanted, summary, given_before, special_needs, transport.
    The form sent again gives the same referral. Raises NotPossible, NotAllowed, SentTwiceDifferently.
    """
    said = [
        "referral", client.pk, service.pk, reason, urgency, then, referral and referral.pk, visit_id,
        companion and companion.pk, with_name, telephoned_at, telephoned_to, sorted(content.items()),
    ]  # fmt: skip
    sending = sent(token, by=by, content=said)
    if sending.repeated:
        return Referral.objects.filter(pk=sending.result).first()
    rules.check_may_write(by, service.kind)
    if not rules.may_send_kind(by, service.kind) and then == State.SENT:
        then = State.PROPOSED
    if not reason:
        raise rules.NotPossible(_("Say why the client is referred."))
    if not (service.active and service.kind.active and service.provider.active):
        raise rules.NotPossible(_("This service is no longer offered. Choose another one."))
    rules.check_fits(client, service.kind, service.provider)
    row = _written(client, by, service, urgency, visit_id, referral)
    text = _content_of(row, client, by, reason, companion, with_name, content)
    _keep_call(row, text, telephoned_at, telephoned_to)
    if then == State.PROPOSED:
        row = _propose(row, by)
    elif then == State.SENT:
        row = _send(row, text, by=by, telephoned_at=telephoned_at, telephoned_to=telephoned_to)
    sending.done(row.pk)
    return row


@transaction.atomic
def send(*, referral, by, telephoned_at=None, telephoned_to=""):
    """Send what was drafted or proposed, as it stands; pressed twice it is sent once."""
    row = locked(referral)
    if row.state == State.SENT and row.sent_by_id == by.id:
        return row
    text = ReferralContent.objects.get(pk=row.pk)
    return _send(
        row, text, by=by, telephoned_at=telephoned_at or row.telephoned_at,
        telephoned_to=telephoned_to or text.telephoned_to,
    )  # fmt: skip


@transaction.atomic
def send_back(*, referral, by, note):
    """A proposal goes back to its author, with the reason; from then on it is the author's alone to see."""
    row = locked(referral)
    rules.check_move(by, row, State.DRAFT)
    if not note:
        raise rules.NotPossible(_("A reason is required."))
    before, row.state = row.state, State.DRAFT
    event(row, before, by=by, note=note)
    notify(membership=row.author_id, kind="referral_sent_back", object_id=row.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_send_back(%s::uuid)", [str(row.pk)])
    return row


@transaction.atomic
def cancel(*, referral, by, reason, note=""):
    """The sender takes it back, whatever the receiver has done so far; not after the client was served."""
    if reason not in CANCELLED_BY_HAND:
        raise rules.NotPossible(_("A reason is required."))
    return move(referral, State.CANCELLED, by=by, reason=reason, note=note)


def _written(client, by, service, urgency, visit_id, referral):
    sender = rules.sender_for(by, client)
    values = {"service": service, "kind": service.kind, "receiver": service.provider, "urgency": urgency}
    if referral is not None:
        row = locked(referral)
        rules.check_is_unsent(row)
        if row.author_id != by.id and not rules.may_send_kind(by, service.kind):
            raise rules.NotAllowed(_("Its author changes this draft."))
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row
    row = Referral(
        client=client, client_code=client.code, kelurahan_id=client.kelurahan_id, sender=sender, author=by.membership,
        visit_id=visit_id, **values,
    )  # fmt: skip
    row.save(force_insert=True)
    event(row, "", by=by)
    return row


def _content_of(row, client, by, reason, companion, with_name, content):
    if companion is not None and not Assignment.objects.current().filter(client=client, companion=companion).exists():
        raise rules.NotPossible(_("This person does not accompany the client. Choose someone who does."))
    text = ReferralContent.objects.filter(pk=row.pk).first()
    is_new = text is None
    text = text or ReferralContent(referral=row, client=client)
    text.reason, text.companion = reason, companion
    for name in CONTENT[1:]:
        setattr(text, name, content.get(name, ""))
    text.legal_name = Identity.objects.get(pk=client.pk).legal_name if with_name else ""
    _copy_card(text, client)
    text.save(force_insert=is_new)
    return text


def _keep_call(row, text, at, whom):
    """Whoever proposes an emergency may have telephoned already: whoever sends it reads so."""
    _check_not_to_come(at)
    if (row.telephoned_at, text.telephoned_to) != (at, whom):
        row.telephoned_at, text.telephoned_to = at, whom
        row.save(update_fields=["telephoned_at"])
        text.save(update_fields=["telephoned_to"])


def _copy_card(text, client):
    """The safe contact as it is now: the receiver reads it as of sending."""
    card = ContactCard.objects.get(pk=client.pk)
    for name in CARD:
        setattr(text, name, getattr(card, name))
    for name in ("sex", "birth_year", "birth_year_estimated"):
        setattr(text, name, getattr(client, name))


def _propose(row, by):
    row = move(row, State.PROPOSED, by=by, proposed_at=timezone.now())
    notify(organisation=row.sender_id, role=Role.COORDINATOR, kind="referral_proposed", object_id=row.pk)
    return row


def _send(row, text, *, by, telephoned_at, telephoned_to):
    rules.check_move(by, row, State.SENT)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).filter(pk=row.client_id).first()
    if client is None:
        raise rules.NotAllowed(_("This case is not with your organisation any more."))
    now = timezone.now()
    if row.urgency == Urgency.EMERGENCY:
        _check_telephoned(telephoned_at, telephoned_to, now)
    _check_not_to_come(telephoned_at)
    rules.check_fits(client, row.kind, row.receiver)
    rules.check_asked(row.service, text)
    consent = rules.check_consent(client, row.kind, row.sender, row.receiver)
    times = clock.times_for(row.urgency, row.service.times)
    _copy_card(text, client)
    text.telephoned_to, text.token = telephoned_to, text.token or secrets.token_urlsafe(24)
    text.save()
    fields = {
        "number": row.number or _next_number(row.sender, now), "consent": consent, "sent_at": now,
        "sent_by": by.membership, "telephoned_at": telephoned_at, "answer_by": clock.answer_by(times, now),
        "seen_by": clock.seen_by(times, now), "token_digest": token_digest(text.token),
        "channel": Channel.APP if rules.answers_in_app(row.receiver) else Channel.SLIP,
    }  # fmt: skip
    try:
        with transaction.atomic():
            sent_row = move(row, State.SENT, by=by, **fields)
    except DatabaseError as exc:  # the consent was taken back, or the case left, in this very moment
        rules.check_consent(client, row.kind, row.sender, row.receiver)
        raise rules.NotPossible(_("This could not be sent just now. Look at the client's page and try again.")) from exc
    if row.author_id != by.id:
        notify(membership=row.author_id, kind="referral_moved", object_id=row.pk)
    return sent_row


def _check_not_to_come(at):
    if at and at > timezone.now():
        raise rules.NotPossible(_("The call cannot have been made at a time to come. Check the time."))


def _check_telephoned(at, whom, now):
    if not at or not whom:
        raise rules.NotPossible(_("An emergency is telephoned first: say when, and to whom."))
    if at < now - LONGEST_CALL_AGO:
        raise rules.NotPossible(_("This call was more than a day ago. Telephone again."))


def token_digest(token):
    """The key under which the QR code of a letter is found."""
    return index_digest("letter", token)


def _next_number(sender, now):
    """ "012/LKS-CG/XI/2026": a running number of the organisation and year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_next_number(%s::uuid)", [str(sender.pk)])
        number = cursor.fetchone()[0]
    day = timezone.localdate(now)
    short = "-".join(sender.short_name.upper().replace("/", " ").split())
    return f"{number:03d}/{short}/{ROMAN[day.month - 1]}/{day.year}"
