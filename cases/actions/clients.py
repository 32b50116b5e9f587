"""Register a client, and keep what is known of them: identity, contact card, case file, household, stage, risk."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.notices import notify
from accounts.roles import Right, Role
from accounts.rules import check_may
from cases import identity as index_of
from cases import proposals, rules
from cases.actions.grants import open_grant, tell_first_holder
from cases.codes import new_code
from cases.models import CaseFile, Client, ContactCard, HouseholdMember, Identity, Responsibility
from cases.states import FIRST_STAGES, PlanState, Stage
from cases.vocabulary import Basis, Kind
from privacy.once import sent

IDENTITY_FIELDS = ("legal_name", "nik", "family_card_no", "birth_date", "phone", "address", "rt", "rw", "landmark")
CARD_FIELDS = ("call_name", "way", "phone", "time", "may_say", "never", "home_visit", "meeting_place")
ONE_ANSWER = ("way", "home_visit")  # the other fields of a card are lines of words, to which something can be added
CASE_FIELDS = (
    "kind", "confirmed_on", "confirmed_where", "art_started_on", "ppks_number", "ppks_date", "referral_source",
    "guardian", "gender_identity", "marital", "education", "occupation", "monthly_income",
)  # fmt: skip
CODE_TRIES = 8


@transaction.atomic
def register(*, token, by, organisation=None, person, card, case, checked=False):
    """Make a client with identity, contact card and case file, once however often the form is sent.

    `person` holds the fields of Client and Identity, `card` those of ContactCard, `case` those of CaseFile with `stage`
    PROSPEK or ASESMEN. Afterwards the whole database is asked for the same person, which tells the caller nothing.
    """
    check_may(by, Right.REGISTER_CLIENTS)
    organisation = organisation or by.organisation
    if organisation.pk not in by.organisations:
        raise rules.NotAllowed(_("You may not register for this organisation."))
    sending = sent(token, by=by, content=["register", organisation.pk, person, card, case, checked])
    if sending.repeated:
        # Pressed twice at once, the grant that the first opened may be younger than this transaction, which then does
        # not see the client yet: the page that comes next will.
        return Client.objects.filter(pk=sending.result).first() or Client(pk=UUID(sending.result))
    stage = Stage(case.get("stage") or (Stage.PROSPEK if case.get("kind") == Kind.PROSPEK else Stage.ASESMEN))
    if stage not in FIRST_STAGES:
        raise rules.NotPossible(_("A new case begins as a prospective client or in intake."))
    client = _make_client(by, organisation, person)
    make_records(client, by=by, person=person, card=card, case={**case, "stage": stage}, checked=checked)
    if by.may(Right.EDIT_CASE) and by.may(Right.RECORD_VISITS) and Role.SOCIAL_WORKER in by.roles:
        Responsibility.objects.filter(client=client, holder_id=organisation.pk).update(worker=by.membership)
    tell_first_holder([client.pk])
    sending.done(client.pk)
    return client


def _make_client(by, organisation, person):
    """The client's row and its first grant, with a code that nobody has; a code in use costs another try."""
    kelurahan = person.get("kelurahan")
    for _try in range(CODE_TRIES):
        client = Client(
            code=new_code(kelurahan.code if kelurahan else ""),
            sex=person.get("sex") or "",
            birth_year=person.get("birth_year") or (person["birth_date"].year if person.get("birth_date") else None),
            birth_year_estimated=not person.get("birth_date"),
            kelurahan=kelurahan,
            kelurahan_name=person.get("kelurahan_name") or (kelurahan.name if kelurahan else ""),
            registered_organisation=organisation,
            registered_by=by.membership,
        )
        try:
            with transaction.atomic():
                client.save(force_insert=True)
        except IntegrityError as exc:
            if "code" not in str(exc):
                raise
            continue
        open_grant(client=client.pk, holder=organisation.pk, basis=Basis.REGISTRATION)
        if organisation.kind == "KLINIK":
            open_grant(client=client.pk, holder=organisation.pk, basis=Basis.REGISTRATION, level="treatment")
        return client
    raise rules.NotPossible(_("No free client code was found. Try again."))


def make_records(client, *, by, person, card, case, checked=False):
    """Identity, contact card and case file of a client that has its grant; not yet saved elsewhere."""
    identity = Identity(
        client=client, **{name: person.get(name) or Identity._meta.get_field(name).empty for name in IDENTITY_FIELDS}
    )
    index_of.index(identity, call_name=card["call_name"], kelurahan_code=client.kelurahan_id)
    identity.save(force_insert=True)
    contact = ContactCard(
        client=client, **{name: card.get(name) or "" for name in CARD_FIELDS}, proposals=card.get("proposals") or ""
    )
    if checked:
        contact.checked_on, contact.checked_by = timezone.localdate(), by.membership
    contact.save(force_insert=True)
    CaseFile(client=client, stage=case["stage"], **_given(case, CASE_FIELDS)).save(force_insert=True)


@transaction.atomic
def edit_person(*, client, by, person):
    """Change what is known of the person. The pieces of the name are drawn anew only when it changed."""
    rules.check_can(by, Right.EDIT_CASE, client)
    client = Client.objects.select_for_update().get(pk=client.pk)
    identity = Identity.objects.select_for_update().get(pk=client.pk)
    renamed = "legal_name" in person and person["legal_name"] != identity.legal_name
    for name in IDENTITY_FIELDS:
        if name in person:
            setattr(identity, name, person[name])
    for name in ("sex", "birth_year", "kelurahan"):
        if name in person:
            setattr(client, name, person[name])
    if person.get("birth_date"):
        client.birth_year = person["birth_date"].year
    client.birth_year_estimated = bool(client.birth_year) and not identity.birth_date
    if "kelurahan" in person:
        client.kelurahan_name = person["kelurahan"].name if person["kelurahan"] else ""
    client.save()
    index_of.index(identity, call_name=client.card.call_name, kelurahan_code=client.kelurahan_id, names_changed=renamed)
    identity.save()
    tell_first_holder([client.pk])
    return client


@transaction.atomic
def edit_card(*, client, by, card, checked, decisions=None):
    """Change the contact card; `checked` says that it was gone through with the client today.

    `decisions` ({key: accepted}) are those on what the register proposed. What was typed anew weighs more than what was
    accepted; what nobody decided stays.
    """
    rules.check_can(by, Right.EDIT_CASE, client)
    contact = ContactCard.objects.select_for_update().get(pk=client.pk)
    renamed = card.get("call_name", contact.call_name) != contact.call_name
    typed = {name for name in CARD_FIELDS if card.get(name) and card[name] != getattr(contact, name)}
    for name in CARD_FIELDS:
        if name in card:
            setattr(contact, name, card[name])
    if checked:
        contact.checked_on, contact.checked_by = timezone.localdate(), by.membership
    if decisions:
        _decide(contact, decisions, typed)
    contact.save()
    if renamed:
        identity = Identity.objects.select_for_update().get(pk=client.pk)
        index_of.index(identity, call_name=contact.call_name, kelurahan_code=client.kelurahan_id)
        identity.save()
    return contact


def _decide(contact, decisions, typed):
    """Write down what was accepted of the open proposals, and forget all that were decided. Not yet saved."""
    for key, proposal in proposals.still_open(contact.proposals).items():
        if not decisions.get(key):
            continue
        for name, value in proposals.on_card(proposal, contact).items():
            if name not in typed or name not in ONE_ANSWER:
                setattr(contact, name, value)
        if person := proposals.of_household(proposal):
            _add_or_correct(contact.client_id, **person)
    contact.proposals = proposals.without(contact.proposals, decisions)


def _add_or_correct(client_id, *, name, relation, knows_status):
    """Someone of this name who is on the list already is not listed twice."""
    living = HouseholdMember.objects.filter(client_id=client_id, left_on=None).select_for_update()
    person = next((one for one in living if one.name.casefold() == name.casefold()), None)
    if person is None:
        person = HouseholdMember(client_id=client_id, name=name, relation=relation)
    person.knows_status = knows_status
    person.save()


@transaction.atomic
def edit_case(*, client, by, case):
    """Change the case file; kind, stage and risk have verbs of their own where rules hang on them."""
    rules.check_can(by, Right.EDIT_CASE, client)
    file = CaseFile.objects.select_for_update().get(pk=client.pk)
    for name in CASE_FIELDS:
        if name in case:  # also when it was emptied
            setattr(file, name, case[name])
    file.save()
    return file


@transaction.atomic
def set_risk(*, client, by, risk, why):
    """Assess the risk: by whom, when and why always travel together."""
    rules.check_can(by, Right.EDIT_CASE, client)
    if not why:
        raise rules.NotPossible(_("A reason is required."))
    file = CaseFile.objects.select_for_update().get(pk=client.pk)
    file.risk, file.risk_why, file.risk_by, file.risk_at = risk, why, by.membership, timezone.now()
    file.save()
    return file


@transaction.atomic
def change_stage(*, client, by, to, reason="", until=None, date=None, closing="", plan=""):
    """Move the stage along the table. Raises NotPossible with what is still missing, in words."""
    row = rules.check_can(by, Right.EDIT_CASE, client)
    file = CaseFile.objects.select_for_update().get(pk=client.pk)
    client.case = file
    details = {"reason": reason, "until": until, "date": date, "closing": closing, "plan": plan}
    missing = rules.missing_for(client, to, details, worker=row.worker_id)
    if missing:
        raise rules.NotPossible(_("Still missing: %(what)s.") % {"what": ", ".join(str(one.value) for one in missing)})
    file.stage, file.stage_since, file.stage_until = Stage(to), date or timezone.localdate(), until
    file.stage_reason = "\n".join(filter(None, [closing, reason, plan]))
    file.save()
    if file.stage == Stage.TERMINASI:
        _close_open_work(client, by)
    return file


def _close_open_work(client, by):
    """A closed case has nothing due: what was open is dropped, saying why."""
    from cases.models import NextStep, PlannedVisit
    from cases.vocabulary import NotHappened

    now = timezone.now()
    for step in NextStep.objects.open().filter(client=client).select_for_update():
        step.done_at, step.done_by, step.dropped_because = now, by.membership, _("The case was closed.")
        step.save()
    for plan in PlannedVisit.objects.planned().filter(client=client).select_for_update():
        plan.state, plan.reason, plan.reason_note = PlanState.BATAL, NotHappened.OTHER, _("The case was closed.")
        plan.closed_at, plan.closed_by = now, by.membership
        plan.save()


@transaction.atomic
def assign_worker(*, client, by, worker):
    """Name who answers for this client in the actor's organisation; the person is told."""
    row = rules.check_can(by, Right.ASSIGN_WORKERS, client)
    row = Responsibility.objects.select_for_update().get(pk=row.pk)
    if worker is not None:
        fits = worker.active and worker.organisation_id in (row.holder_id, by.organisation.pk)
        if not fits or not set(worker.roles) & rules.ANSWERING:
            raise rules.NotPossible(_("This person cannot answer for a client here."))
    if row.worker_id == (worker and worker.pk):
        return row
    Responsibility.objects.filter(pk=row.pk).update(worker=worker)
    if worker is not None and worker.pk != by.id:
        notify(membership=worker, kind="assigned", object_id=client.pk, url_name="client_detail")
    return Responsibility.objects.get(pk=row.pk)


@transaction.atomic
def add_household_member(*, token, client, by, **member):
    """Add someone of the household, once."""
    rules.check_can(by, Right.EDIT_CASE, client)
    sending = sent(token, by=by, content=["household", client.pk, member])
    if sending.repeated:
        return HouseholdMember.objects.get(pk=sending.result)
    person = HouseholdMember(client=client, **member)
    person.save(force_insert=True)
    sending.done(person.pk)
    return person


@transaction.atomic
def edit_household_member(*, person, by, left=False, **member):
    """Change someone of the household; `left` takes the person off the list and keeps the row."""
    rules.check_same_case(by, Right.EDIT_CASE, person)
    person = HouseholdMember.objects.select_for_update().get(pk=person.pk)
    for name, value in member.items():
        setattr(person, name, value)
    if left and person.left_on is None:
        person.left_on = timezone.localdate()
    person.save()
    return person


def _given(values, names):
    return {name: values[name] for name in names if values.get(name) is not None}
