"""Assign a companion, end it, write down what the client said. The database gives and takes the grant."""

from datetime import timedelta

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.notices import notify
from accounts.roles import Right, Role
from cases.actions.work import make_step
from cases.models import Client, NextStep, PlannedVisit, Responsibility
from cases.rules import holding
from cases.states import RUNNING
from cases.vocabulary import StepSource
from companions import rules
from companions.choosing import new_until
from companions.models import Assignment, ClientWord, Offer
from companions.vocabulary import BY_HAND, WANTS_CHANGE, AskedBy, EndReason, OfferState, Part, Said
from privacy.once import sent

ASK_WITHIN = timedelta(days=7)


@transaction.atomic
def assign(
    *, token, client, companion, by, said, said_on=None, word_note="", part=Part.MAIN, replaces=None, from_on=None,
    asked_by=AskedBy.COORDINATOR, despite="", named=None, plans_along=False,
):  # fmt: skip
    """Let a companion (a membership) accompany a client; the form sent again gives the same assignment.

    `said` is the client's word. `replaces` is the current assignment that ends for this one: without it, a client who
    has someone in this part is refused, so that of two who assign at once the second reads who was first. `despite`
    is the reason where a warning asks for one, `named` what it was asked for (`rules.check_choice`); what it overrides
    is kept with it. `from_on` None is today. `plans_along` gives a first companion the visits that the responsible
    worker had planned.
    Raises NotPossible with a sentence (NeedsReason where a reason helps), NotAllowed, SentTwiceDifferently.
    """
    content = [
        "assign", client.pk, companion.pk, said, said_on, word_note, part, replaces and replaces.pk, from_on, asked_by,
        despite, plans_along,
    ]  # fmt: skip
    sending = sent(token, by=by, content=content)
    if sending.repeated:
        return Assignment.objects.get(pk=sending.result)
    if part not in (Part.MAIN, Part.SECOND):
        raise rules.NotPossible(_("A stand-in comes from a hand-over."))
    holder_id = rules.holder_for(by, client)
    client = lock(client, companion)
    from_on = from_on or timezone.localdate()
    row, overridden = _check(
        client, companion, by=by, part=part, replaces=replaces, said=said, said_on=said_on, from_on=from_on,
        despite=despite, named=named,
    )  # fmt: skip
    if replaces is not None:
        write_end(replaces, by=by, reason=_why_replaced(asked_by))
    assignment = Assignment(
        client=client,
        companion=row.membership,
        organisation_id=holder_id,
        part=part,
        from_on=from_on,
        asked_by=asked_by,
        despite=with_what(despite, overridden),
        assigned_by=by.membership,
        new_until=new_until(client),
    )
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as exc:
        raise rules.NotPossible(_("Someone was first: this client has just been given a companion.")) from exc
    except ProgrammingError as exc:  # row security: the case or the companion went out of the house in this moment
        raise rules.NotPossible(
            _("%(name)s cannot accompany this client: choose someone of your organisation.") % {"name": row.name}
        ) from exc
    if replaces is not None:
        work_follows(replaces, assignment)
    elif plans_along and part == Part.MAIN:
        _plans_come_along(client, assignment)
    write_word(client, by, said, said_on, word_note, assignment)
    notify(membership=row.membership, kind="accompany", object_id=client.pk)
    sending.done(assignment.pk)
    return assignment


def with_what(despite, overridden):
    """The reason, and what it overrides."""
    if not overridden:
        return despite
    return _("%(why)s (despite: %(what)s)") % {"why": despite, "what": "; ".join(overridden)}


def check_assign(
    *, client, companion, by, said, said_on=None, part=Part.MAIN, replaces=None, from_on=None, despite="", named=None
):
    """Would `assign` do it? Raises what it would, before anyone is asked whether they are sure; nothing is locked."""
    rules.holder_for(by, client)
    _check(
        client, companion, by=by, part=part, replaces=replaces, said=said, said_on=said_on,
        from_on=from_on or timezone.localdate(), despite=despite, named=named,
    )  # fmt: skip


def _check(client, companion, *, by, part, replaces, said, said_on, from_on, despite, named):
    """(the companion's row, what the reason overrides)"""
    if client.case.stage not in RUNNING:
        raise rules.NotPossible(_("This case is not running. Open it again before assigning someone."))
    row = rules.companion_of(by, companion)
    _check_place_is_free(client, row, part, replaces)
    overridden = rules.check_choice(
        by, client, row, said=said, said_on=said_on, from_on=from_on, part=part, replaces=replaces, despite=despite,
        named=named,
    )  # fmt: skip
    return row, overridden


@transaction.atomic
def end(*, assignment, by, reason, note=""):
    """End an assignment by hand; what was planned goes to the main companion, without one to the organisation."""
    rules.check_staff(by, Right.ASSIGN_COMPANIONS, assignment.organisation_id)
    if reason not in BY_HAND:
        raise rules.NotPossible(_("A reason is required."))
    lock(assignment.client)
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("client").get(pk=assignment.pk)
    rules.check_is_current(assignment)
    main = rules.current(assignment.client) if assignment.part != Part.MAIN else None
    _need_not_ask(assignment, by=by)  # before the steps go to someone else
    if main is None:
        back_to_the_organisation(assignment, by=by)
    write_end(assignment, by=by, reason=reason, note=note)
    if main is not None:
        work_follows(assignment, main)
    return assignment


@transaction.atomic
def take_over(*, assignments, by, reason=EndReason.LEFT):
    """End several main assignments at once: until someone is found, the organisation's own worker has the clients.

    Those that have ended meanwhile are left as they are. Gives how many were taken over.
    """
    taken = 0
    # In the order in which `hand_over` locks clients.
    for pk in [one.pk for one in sorted(assignments, key=lambda one: str(one.client_id))]:
        assignment = Assignment.objects.select_related("client").filter(pk=pk).first()
        if assignment is None or not assignment.is_current:
            continue
        try:
            end(assignment=assignment, by=by, reason=reason)
        except rules.NotPossible:
            if Assignment.objects.filter(pk=pk, ended_at=None).exists():
                raise
            continue  # someone said yes in this very moment
        taken += 1
    return taken


@transaction.atomic
def record_word(*, token, client, by, said, said_on=None, note=""):
    """Write down what the client says to being accompanied, under any care of the case; a wish for change is told."""
    rules.check_may(by, Right.RECORD_VISITS)
    row = holding(by, client)
    sending = sent(token, by=by, content=["word", client.pk, said, said_on, note])
    if sending.repeated:
        return ClientWord.objects.get(pk=sending.result)
    rules.check_word(said, said_on, client)
    main = rules.current(client)
    word = _write(client, by, said, said_on, note, main)
    if said != Said.NOT_ASKED:
        _was_asked(client, main, by=by)
    if said in WANTS_CHANGE:
        told = main.organisation_id if main else row.work_holder_id
        notify(organisation=told, role=Role.COORDINATOR, kind="client_wants_change", object_id=client.pk)
    sending.done(word.pk)
    return word


def write_word(client, by, said, said_on, note, assignment):
    """A line of the ledger without a form; a client who was not asked is to be asked by the companion.

    None, and nothing is written, where there is nothing to ask: someone stands in, or the client has agreed to them.
    """
    if said != Said.NOT_ASKED:
        return _write(client, by, said, said_on, note, assignment)
    if assignment.part == Part.STAND_IN or _has_agreed_to(client, assignment.companion_id):
        return None
    word = _write(client, by, said, None, note, assignment)
    if not _is_to_be_asked(client, assignment):
        make_step(
            client=client,
            row=holding(by, client),
            by=by,
            owner=assignment.companion,
            what=_("Ask the client whether they agree to being accompanied by you, and write it down"),
            due_on=timezone.localdate() + ASK_WITHIN,
            source=StepSource.CONSENT,
            source_id=assignment.pk,
        )
    return word


def _write(client, by, said, said_on, note, assignment):
    word = ClientWord(
        client=client,
        assignment=assignment,
        said=said,
        said_on=said_on if said != Said.NOT_ASKED else None,
        note=note,
        recorded_by=by.membership,
    )
    word.save(force_insert=True)
    return word


def _has_agreed_to(client, companion_id):
    """The last that the client said while this companion was theirs: yes."""
    words = ClientWord.objects.answers().filter(client=client, assignment__companion=companion_id)
    last = words.order_by("-recorded_at").first()
    return last is not None and last.said == Said.AGREES


def _to_ask(client_id):
    """Open steps to ask this client about a companion."""
    steps = NextStep.objects.open().filter(client=client_id, source=StepSource.CONSENT)
    return steps.filter(source_id__in=Assignment.objects.filter(client=client_id).values("pk"))


def _is_to_be_asked(client, assignment):
    """The same companion has this client on the list to be asked already."""
    return _to_ask(client).filter(owner=assignment.companion_id).exists()


def _was_asked(client, main, *, by):
    """The answer is written down: whoever had to ask for it is done."""
    asked = {by.id, main.companion_id} if main else {by.id}
    _to_ask(client).filter(owner__in=asked).update(done_at=timezone.now(), done_by=by.membership)


def _need_not_ask(assignment, *, by):
    """Whoever goes asks nothing any more, and whoever comes has a question of their own."""
    theirs = Q(source_id=assignment.pk)
    if assignment.part != Part.STAND_IN:  # a stand-in holds the main companion's question for a time
        theirs |= Q(owner=assignment.companion_id)
    for step in _to_ask(assignment.client_id).filter(theirs).select_for_update(of=("self",)):
        step.done_at, step.done_by = timezone.now(), by.membership
        step.dropped_because = _("The companion no longer accompanies the client.")
        step.save()


def _plans_come_along(client, assignment):
    """A first companion goes to the visits that whoever answers for the client had planned."""
    row = Responsibility.objects.filter(client=client, holder_id=assignment.organisation_id).first()
    if row is None or row.worker_id is None:
        return
    plans = PlannedVisit.objects.planned().filter(client=client, holder_id=row.holder_id, worker=row.worker_id)
    plans.update(worker=assignment.companion)


def lock(client, *members):
    """Lock the companions, then the client: everyone who assigns, ends or accepts waits in this order.

    Ending someone's access locks the membership too, so nobody is assigned to who is leaving in this very moment.
    Raises NotAllowed when the client is out of sight.
    """
    lock_members({member.pk for member in members})
    locked = Client.objects.select_for_update(no_key=True, of=("self",)).select_related("case", "card")
    found = locked.filter(pk=client.pk).first()
    if found is None:
        raise rules.NotAllowed(_("This case is not with your organisation any more."))
    return found


def lock_members(ids):
    """Lock memberships all at once and in one order, before any client: of two sittings one waits for the other."""
    members = Membership.objects.filter(pk__in=sorted(map(str, ids)))
    list(members.order_by("pk").select_for_update(no_key=True))


def back_to_the_organisation(assignment, *, by):
    """Before a main companion goes without a successor: someone of the organisation answers, and takes the plans."""
    row = Responsibility.objects.filter(client=assignment.client_id, holder_id=assignment.organisation_id).first()
    worker = row.worker if row and row.worker_id and row.worker.active else None
    if worker is None:
        worker = by.membership
        if row is not None:
            Responsibility.objects.filter(pk=row.pk).update(worker=worker)
    _move_plans(assignment, worker)
    stand_ins = Assignment.objects.filter(client=assignment.client_id, part=Part.STAND_IN, ended_at=None)
    for stand_in in stand_ins.select_related("client", "companion__user"):
        _move_plans(stand_in, worker)
        write_end(stand_in, by=by, reason=EndReason.STAND_IN_OVER)
    if worker.pk != by.id:
        notify(membership=worker, kind="without_companion", object_id=assignment.client_id)
    return worker


def _move_plans(assignment, worker):
    """What the companion had planned for this client is the worker's to do."""
    mine = {"client": assignment.client_id, "holder_id__in": [assignment.organisation_id, assignment.companion_id]}
    PlannedVisit.objects.planned().filter(worker=assignment.companion_id, **mine).update(worker=worker)
    NextStep.objects.open().filter(owner=assignment.companion_id, **mine).update(owner=worker)


def _check_place_is_free(client, companion, part, replaces):
    there = rules.current(client, part)
    if replaces is not None:
        if there is None or there.pk != replaces.pk:
            raise rules.NotPossible(_("Meanwhile this client's companion has changed. Look at the page again."))
    elif there is not None:
        raise rules.NotPossible(
            _("Someone was first: %(name)s accompanies this client already.") % {"name": there.companion.display_name}
        )
    taken = Assignment.objects.current().filter(client=client, companion=companion.pk)
    if taken.exclude(pk=replaces and replaces.pk).exists():
        raise rules.NotPossible(_("%(name)s accompanies this client already.") % {"name": companion.name})


def _why_replaced(asked_by):
    """Who wanted it, where that is one of the two; else the client was handed over."""
    return {AskedBy.CLIENT: EndReason.CLIENT, AskedBy.COMPANION: EndReason.COMPANION}.get(
        asked_by, EndReason.HANDED_OVER
    )


def write_end(assignment, *, by, reason, note=""):
    """The only place in Python that ends an assignment; offers of it are gone with it."""
    ended = Assignment.objects.filter(pk=assignment.pk, ended_at=None)
    row = ended.select_for_update(of=("self",)).first()
    if row is None:
        raise rules.NotPossible(_("This assignment has ended already. Nothing was changed."))
    row.ended_at, row.ended_by, row.end_reason, row.end_note = timezone.now(), by.membership, reason, note
    row.save(update_fields=["ended_at", "ended_by", "end_reason", "end_note"])
    _need_not_ask(row, by=by)
    for offer in Offer.objects.filter(assignment=assignment.pk, state=OfferState.WAITING):
        close_offer(offer, OfferState.WITHDRAWN, at=row.ended_at)
        notify(membership=offer.to_id, kind="offer_taken_back")
    notify(membership=assignment.companion_id, kind="accompany_ended")


def close_offer(offer, state, *, at=None, why_not=""):
    """The end of an offer, now or `at` a moment; a yes is written by the database itself."""
    offer.state, offer.answered_at, offer.why_not = state, at or timezone.now(), why_not
    offer.save(update_fields=["state", "answered_at", "why_not"])


def work_follows(old, new):
    """What was planned under an assignment that has ended goes along to another one of the same client."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT companions_work_follows(%s::uuid, %s::uuid)", [str(old.pk), str(new.pk)])
