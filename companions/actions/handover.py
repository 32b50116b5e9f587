"""Hand a caseload over: offers in one sitting, answered one by one; nobody is ever left with nobody meanwhile."""

from collections import defaultdict
from decimal import Decimal

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import IntegrityError, errors

from accounts.notices import notify
from accounts.roles import Right
from cases.models import Client
from companions import load, proposal, rules
from companions.actions.assigning import (
    close_offer,
    end,
    lock,
    lock_members,
    take_over,
    with_what,
    write_word,
)
from companions.choosing import is_new
from companions.deadlines import end_of_working_day
from companions.facts import loads_of
from companions.models import Assignment, HandOver, Offer
from companions.vocabulary import EndReason, OfferState, Part, Said, WhyHandOver
from privacy.once import sent


@transaction.atomic
def hand_over(*, token, companion, by, why, choices, until_on=None, note="", despite="", named=None):
    """Offer clients of one companion (a membership) to others: `choices` is {assignment: membership of the receiver}.

    All or nothing; each receiver is told once. The clients stay with the companion until a receiver says yes; an offer
    lapses after some working days. `until_on` is the last day of an absence. Raises NotPossible with the client's code.
    The note is read by who has not said yes: it names no client. `despite` is the reason where something stands against
    a choice, `named` the short words it was asked for, None for whatever there is (`rules.overridden`); NeedsReason.
    """
    content = [
        "handover",
        companion.pk,
        why,
        until_on,
        note,
        despite,
        sorted((str(a.pk), str(m.pk)) for a, m in choices.items()),
    ]
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return HandOver.objects.get(pk=sending.result)
    row, today = _check_asked(companion, by, why, choices, until_on, note), timezone.localdate()
    lock_members({row.pk, *(receiver.pk for receiver in choices.values())})
    going = [(*_locked(one), choices[one]) for one in sorted(choices, key=lambda one: str(one.client_id))]
    away = _away(row, why, until_on, today)
    overrides = rules.overridden(_all_against(going, row.pk, away, by=by, today=today), despite, named)
    made = HandOver(
        companion=row.membership, organisation_id=_organisation_of(by, row), why=why,
        from_on=away[0] if away and away[0] > today else None, until_on=away[1] if away else None, note=note,
        made_by=by.membership,
        despite=with_what(despite, overrides) if overrides else "",
    )  # fmt: skip
    made.save(force_insert=True)
    for client, assignment, receiver in going:
        _offer(made, client, assignment, receiver, today=today)
    for receiver in {receiver.pk for receiver in choices.values()}:
        notify(membership=receiver, kind="offers_for_you")
    sending.done(made.pk)
    return made


@transaction.atomic
def check_hand_over(*, companion, by, why, choices, until_on=None, note="", despite="", named=None):
    """Would `hand_over` do it? Raises what it would, before the last look; gives what the reason overrides."""
    row, today = _check_asked(companion, by, why, choices, until_on, note), timezone.localdate()
    going = [(one.client, one, choices[one]) for one in sorted(choices, key=lambda one: str(one.client_id))]
    away = _away(row, why, until_on, today)
    return rules.overridden(_all_against(going, row.pk, away, by=by, today=today), despite, named)


def _away(row, why, until_on, today):
    """(first, last day) of the absence that is handed over for, from today on; None for any other reason."""
    if why != WhyHandOver.ABSENCE:
        return None
    return proposal.first_day_away(row.pk, until_on, today) or today, until_on


def _check_asked(companion, by, why, choices, until_on, note):
    """What is asked for makes sense; gives the companion's row."""
    rules.check_may(by, Right.ASSIGN_COMPANIONS)
    row = rules.companion_of(by, companion)
    if why == WhyHandOver.ABSENCE and (until_on is None or until_on < timezone.localdate()):
        raise rules.NotPossible(_("Say until when the companion is away: today or later."))
    if not choices:
        raise rules.NotPossible(_("Choose someone for at least one client."))
    rules.check_no_names(note, [one.client for one in choices])
    return row


def accept(*, offer, by):
    """Say yes: the client, its plans, steps and drafts are the receiver's from now on. Gives the new assignment.

    Of an absence that has not begun, from its first day on: `from_on`. The form sent again, or pressed twice at once,
    gives the same assignment. Raises NotPossible when it is too late; an offer that can come to nothing is closed.
    """
    try:
        return _accept(offer, by)
    except DatabaseError as exc:
        if isinstance(exc.__cause__, (errors.RaiseException, IntegrityError)):  # not of two who met at once
            _close_hopeless(offer)
        raise rules.NotPossible(_("Meanwhile this client's companion has changed. There is nothing to do.")) from exc


@transaction.atomic
def _accept(offer, by):
    fresh = Offer.objects.filter(pk=offer.pk).first()
    if fresh is not None and fresh.to_id == by.id and fresh.state == OfferState.ACCEPTED:
        return Assignment.objects.get(pk=fresh.accepted_as_id)
    rules.check_can_answer(by, fresh or offer)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT companions_offer_accept(%s::uuid)", [str(offer.pk)])
            assignment = Assignment.objects.get(pk=cursor.fetchone()[0])
    except DatabaseError:
        fresh = Offer.objects.get(pk=offer.pk)
        if fresh.state == OfferState.ACCEPTED:
            return Assignment.objects.get(pk=fresh.accepted_as_id)
        rules.check_can_answer(by, fresh)
        raise
    made = HandOver.objects.get(pk=offer.hand_over_id)
    if not assignment.begins_later:  # before that the client is out of sight
        assignment.client = Client.objects.select_related("card", "case").get(pk=assignment.client_id)
    if assignment.part != Part.STAND_IN:  # whoever only stands in changes nothing of what the client has said
        write_word(assignment.client, by, Said.NOT_ASKED, None, "", assignment)
    notify(membership=made.made_by_id, kind="offer_accepted", object_id=made.pk)
    stays = assignment.stands_in_for_id == offer.assignment_id  # whoever is away keeps the client
    if not stays and made.companion_id != by.id:
        notify(membership=made.companion_id, kind="accompany_ended")
    return assignment


@transaction.atomic
def _close_hopeless(offer):
    """Nobody can say yes to it any more: it waits no longer, and may be offered again."""
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.state == OfferState.WAITING:
        close_offer(offer, OfferState.WITHDRAWN)


@transaction.atomic
def decline(*, offer, by, why):
    """Say no, with a reason: the client stays where it is, and the coordinator is told."""
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    rules.check_can_answer(by, offer)
    if not why:
        raise rules.NotPossible(_("A reason is required."))
    close_offer(offer, OfferState.DECLINED, why_not=why)
    made = HandOver.objects.get(pk=offer.hand_over_id)
    notify(membership=made.made_by_id, kind="offer_declined", object_id=made.pk)
    return offer


@transaction.atomic
def take_back(*, offer, by):
    """The coordinator takes an offer back that nobody has answered."""
    rules.check_staff(by, Right.ASSIGN_COMPANIONS, offer.organisation_id)
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    rules.check_is_open(offer)
    close_offer(offer, OfferState.WITHDRAWN)
    notify(membership=offer.to_id, kind="offer_taken_back")
    return offer


@transaction.atomic
def hold_rest(*, companion, by):
    """Take whatever clients a companion (a membership) still has, so that their access can end. Gives how many.

    A client of theirs alone is with a worker of the organisation from then on; where they were the second or stood in,
    the plans go to the main companion.
    """
    rules.check_may(by, Right.ASSIGN_COMPANIONS)
    lock_members({companion.pk})
    mine = Assignment.objects.visible_to(by).current().filter(companion=companion.pk)
    mine = list(mine.filter(organisation_id__in=by.organisations).select_related("client").order_by("client"))
    taken = take_over(assignments=[one for one in mine if one.part == Part.MAIN], by=by)
    for beside in (one for one in mine if one.part != Part.MAIN):
        if Assignment.objects.current().filter(pk=beside.pk).exists():  # a stand-in ends with whom they stand in for
            end(assignment=beside, by=by, reason=EndReason.LEFT)
            taken += 1
    return taken


def settle():
    """Write down what time alone has decided: stand-ins that are over, offers that lapsed. Gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT companions_settle()")
        return cursor.fetchone()[0]


def _locked(assignment):
    """(client, assignment) as they are now; the assignment is None when it is gone."""
    client = lock(assignment.client)
    return client, Assignment.objects.select_for_update(of=("self",)).filter(pk=assignment.pk).first()


def _all_against(going, companion_id, away, *, by, today):
    """[rules.Objection] against each (client, assignment, receiver), and against what it is together."""
    against, more = [], defaultdict(Decimal)
    for client, assignment, receiver in going:
        against += _against(assignment, client, receiver, companion_id, away, by=by, today=today)
        more[receiver.pk] += load.weight(client.case.risk, is_new(client, today))
    return against + _no_room({receiver.pk: receiver for _client, _one, receiver in going}, more)


def _against(fresh, client, receiver, companion_id, away, *, by, today):
    """[rules.Objection] against this receiver for this client, named by its code; raises where no reason helps."""
    words = {"code": client.code}
    if fresh is None or not fresh.is_current or fresh.companion_id != companion_id:
        raise rules.NotPossible(_("%(code)s: meanwhile the companion has changed. Look at the list again.") % words)
    if receiver.pk == companion_id:
        raise rules.NotPossible(_("%(code)s: offer it to someone else.") % words)
    if away and fresh.part == Part.SECOND:
        raise rules.NotPossible(_("%(code)s: a stand-in is for a main companion.") % words)
    if away and fresh.part == Part.MAIN and rules.current(client, Part.STAND_IN):
        raise rules.NotPossible(_("%(code)s: someone stands in already.") % words)
    try:
        row = rules.companion_of(by, receiver)
        against = rules.unsuited(by, client, row, today) + (rules.away_too(row, *away) if away else [])
    except rules.NotPossible as refusal:
        raise rules.NotPossible(_("%(code)s: %(why)s") % {**words, "why": refusal}) from refusal
    return [
        rules.Objection(
            _("%(code)s, %(name)s: %(why)s") % {**words, "name": row.name, "why": one.short},
            _("%(code)s: %(why)s") % {**words, "why": one.sentence},
        )
        for one in against
    ]


def _offer(made, client, fresh, receiver, *, today):
    waiting = Offer.objects.filter(assignment=fresh, state=OfferState.WAITING)
    if waiting.filter(lapses_at__gt=timezone.now()).exists():
        raise rules.NotPossible(_("%(code)s: an offer is already waiting for an answer.") % {"code": client.code})
    for lapsed in waiting:
        close_offer(lapsed, OfferState.LAPSED, at=lapsed.lapses_at)
    now = timezone.now()
    Offer(
        hand_over=made,
        organisation_id=fresh.organisation_id,
        client=client,
        assignment=fresh,
        to=receiver,
        code=client.code,
        kelurahan_name=client.kelurahan_name,
        weight=load.weight(client.case.risk, is_new(client, today)),
        **_days(made, fresh, today),
        made_at=now,
        lapses_at=end_of_working_day(now, settings.OFFER_WORKING_DAYS),
    ).save(force_insert=True)


def _days(made, assignment, today):
    """When a stand-in begins, if that is later, and ends: one who hands on is followed until the same day."""
    if assignment.part == Part.STAND_IN:
        return {"from_on": assignment.from_on if assignment.from_on > today else None, "until_on": assignment.until_on}
    return {"from_on": made.from_on, "until_on": made.until_on}


def _no_room(receivers, more):
    """[rules.Objection]: each client fits, together they may be too many, with what waits for an answer and `more`."""
    loads, offered, against = loads_of(list(receivers)), proposal.offered_to(receivers), []
    for pk, receiver in receivers.items():
        total = loads.get(pk, (0, 0))[1] + offered.get(pk, 0) + more[pk]
        if total > settings.CASELOAD_MAX:
            why = _("load %(load)s of %(most)s") % {"load": floatformat(total, -1), "most": settings.CASELOAD_MAX}
            words = {"name": receiver.display_name, "why": why}
            sentence = _("%(name)s: %(why)s. Say why nevertheless.") % words
            against.append(rules.Objection(_("%(name)s: %(why)s") % words, sentence))
    return against


def _organisation_of(by, companion):
    """In whose name: the companion's organisation, which is the actor's own or below it."""
    return companion.organisation_id if companion.organisation_id in by.organisations else by.organisation.pk
