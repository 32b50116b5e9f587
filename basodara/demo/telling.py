"""Acts a life out: each thing is done by the person who would do it, on the day it would have been done."""

import uuid
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

from basodara.demo import clock, notes, visits
from basodara.demo.lives import Consent
from cases import actions
from cases import models as rows
from cases.states import Stage
from cases.vocabulary import NAMES_ORGANISATION, NAMES_PERSON, Decision
from privacy.context import acting_as
from privacy.tokens import FormToken

ASSIGNS = {"sentra": "samsul", "gamalama": "gani"}
RENEWED_BEFORE = 25  # days before a consent runs out it is asked for anew


class Teller:
    """Knows what day it is, who is who, and draws whatever nobody wrote down."""

    def __init__(self, *, rng, now, places, actors, regions):
        self.rng, self.now, self.places, self.actors, self.regions = rng, now, places, actors, regions
        self.today = timezone.localdate(now)

    def day(self, ago):
        return self.today - timedelta(days=ago)

    def moment(self, ago, clock_time="09.00"):
        """A moment in WIT so many days ago, never one to come."""
        hour, minute = map(int, clock_time.split("."))
        moment = datetime.combine(self.day(ago), time(hour, minute), tzinfo=timezone.get_default_timezone())
        return min(moment, self.now)

    def hour(self):
        return f"{self.rng.randint(8, 17):02d}.{self.rng.choice((0, 10, 20, 30, 40, 50)):02d}"

    @contextmanager
    def as_person(self, key, moment):
        """This member acts, and it is `moment`; the history keeps it until the world is aged."""
        with clock.told(moment), acting_as(self.actors[key], command="demo", at=moment.isoformat()):
            yield self.actors[key]

    def token(self, actor):
        """The key of a form that was never shown; drawn, so that a visit has the same id for the same seed."""
        return FormToken(uuid.UUID(int=self.rng.getrandbits(128), version=4), "demo", "", actor.id, "")


def tell(teller, life):
    """From registering to where the case stands today. Gives the client."""
    client = _register(teller, life)
    people = _household(teller, life, client)
    for consent in _first_consents(life):
        _consent(teller, life, client, consent, people)
    _begin(teller, life, client)
    if life.share:
        _share(teller, life, client)
    for track in life.tracks:
        visits.tell(teller, life, client, track)
    for step in life.steps:
        _step(teller, life, client, step)
    for consent in [*_renewals(life), *life.ledger]:
        _consent(teller, life, client, consent, people)
    _risk(teller, life, client)
    _end(teller, life, client)
    return client


def _register(teller, life):
    person = {**life.person, "kelurahan": teller.regions[life.kelurahan]}
    case = dict(life.case)
    if life.kind == "ODHIV":
        confirmed = teller.day(life.days + teller.rng.randint(20, 2200))
        case |= {"confirmed_on": confirmed, "confirmed_where": "layanan kesehatan di Ternate"}
        if life.days > 20:
            case["art_started_on"] = confirmed + timedelta(days=teller.rng.randint(3, 19))
    with teller.as_person(life.by, teller.moment(life.days, "09.10")) as by:
        return actions.register(
            token=teller.token(by), by=by, organisation=teller.places[life.place], person=person, card=life.card,
            case=case, checked=life.checked,
        )  # fmt: skip


def _household(teller, life, client):
    """The people at home, by name."""
    people = {}
    for number, one in enumerate(life.household):
        with teller.as_person(life.by, teller.moment(life.days, f"09.{20 + number}")) as by:
            person = actions.add_household_member(token=teller.token(by), client=client, by=by, **one)
            people[person.name] = person
    return people


def _first_consents(life):
    """C1 to C3 on the first day, and the one that a share needs."""
    if life.consents is not None:
        return life.consents
    asked_otherwise = {line.purpose for line in life.ledger if line.ago == life.days}
    lines = [Consent(purpose, life.days) for purpose in ("C1", "C2", "C3") if purpose not in asked_otherwise]
    if life.share:
        lines.append(Consent("C4", life.share[1], to=life.share[0]))
    return lines


def _renewals(life):
    """C1 to C3 anew, before those of the first day run out."""
    ago = life.days - (365 - RENEWED_BEFORE)
    return [Consent(purpose, ago) for purpose in ("C1", "C2", "C3")] if ago > 0 and life.consents is None else []


def _consent(teller, life, client, line, people):
    named = {}
    if line.purpose in NAMES_ORGANISATION:
        named["organisation"] = teller.places[line.to]
    if line.purpose in NAMES_PERSON:
        named["person"] = people[line.to]
    with teller.as_person(life.by, teller.moment(line.ago, "10.15")) as by:
        if line.decision == Decision.WITHDRAWN:
            given = rows.Consent.objects.filter(client=client, purpose=line.purpose, decision=Decision.GIVEN, **named)
            actions.withdraw(token=teller.token(by), consent=given.latest("recorded_at"), by=by)
            return
        how = teller.rng.choices(("tertulis", "cap_jempol", "lisan"), (8, 1, 1))[0]
        actions.record(
            token=teller.token(by), client=client, by=by, purpose=line.purpose, decision=line.decision, how=how,
            witness=teller.rng.choice(notes.WITNESSES) if how == "lisan" else "",
            guardian=life.case.get("guardian", ""), explained_by=by.name, **named,
        )  # fmt: skip


def _begin(teller, life, client):
    """Someone answers for the client, and the case becomes active."""
    soon = max(life.days - 1, 1)
    registrar = teller.actors[life.by]
    if life.worker and life.worker != "rina" and life.worker != "tahir":
        with teller.as_person(life.by, teller.moment(soon, "08.30")) as by:
            actions.assign_worker(client=client, by=by, worker=teller.actors[life.worker].membership)
    if life.stage in (Stage.PROSPEK, Stage.ASESMEN):
        return
    with teller.as_person(life.by, teller.moment(max(life.days - 6, 1), "11.00")):
        actions.change_stage(
            client=client, by=registrar, to=Stage.AKTIF, reason="Asesmen selesai, klien bersedia didampingi."
        )


def _share(teller, life, client):
    place, ago, worker = life.share
    with teller.as_person(life.by, teller.moment(ago, "10.40")) as by:
        actions.share(client=client, organisation=teller.places[place], by=by)
    if worker:
        with teller.as_person(ASSIGNS[place], teller.moment(ago - 1, "08.20")) as by:
            actions.assign_worker(client=client, by=by, worker=teller.actors[worker].membership)


def _step(teller, life, client, step):
    owner = step.owner or life.worker
    with teller.as_person(owner, teller.moment(step.ago, "16.20")) as by:
        made = actions.add_step(
            token=teller.token(by), client=client, by=by, what=step.what, due_on=teller.day(-step.due)
        )
    if step.done is None:
        return
    with teller.as_person(owner, teller.moment(step.done, "14.10")) as by:
        if step.dropped:
            actions.drop_step(step=made, by=by, because=step.dropped)
        else:
            actions.finish_step(step=made, by=by)


def _risk(teller, life, client):
    if life.risk:
        risk, ago = life.risk
        with teller.as_person(life.worker or life.by, teller.moment(ago, "17.20")) as by:
            actions.set_risk(client=client, by=by, risk=risk, why=notes.RISK_WHY[risk])


def _end(teller, life, client):
    """The last move of the stage; after-care comes by way of closing."""
    if not life.ending:
        return
    given = dict(life.ending)
    moment, until, plan = teller.moment(given.pop("ago"), "15.30"), given.pop("until", None), given.pop("plan", "")
    first = Stage.TANGGUH if life.stage == Stage.TANGGUH else Stage.TERMINASI
    if until:
        given["until"] = teller.day(-until)
    with teller.as_person(life.by, moment) as by:
        actions.change_stage(client=client, by=by, to=first, **given)
        if life.stage == Stage.BIMBINGAN_LANJUT:
            actions.change_stage(client=client, by=by, to=life.stage, plan=plan)
