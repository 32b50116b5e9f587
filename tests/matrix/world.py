"""Who asks, and for whose client: one member of each role, and clients in every relation to them.

What a role sees is said here once more, by hand: if the tests asked the code, they would agree with any mistake in it.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client as Web
from django.utils import timezone

from accounts import actions as people
from accounts import links
from cases import actions
from cases.actions import imports as registers
from cases.actions.grants import holders_of
from cases.vocabulary import Basis, Decision, Purpose
from companions import actions as companions
from companions.models import Absence, ClientBarrier, Companion
from privacy import tokens
from privacy.context import NOBODY, acting_as
from tests.clients import FRAME, give_consent, make_client, share_with
from tests.matrix.referring import refer
from tests.people import make_member, make_organisation, sign_in

# By their organisation; a companion sees by assignment.
SEES_CARE = {"koordinator", "peksos", "supervisor", "petugas_klinik"}
HOME = {
    "pendamping": "LKS", "koordinator": "LKS", "peksos": "BALAI", "supervisor": "LKS", "petugas_rujukan": "BALAI",
    "petugas_klinik": "KLINIK", "pelatih": "BALAI", "pimpinan": "LKS", "petugas_pdp": "LKS", "administrator": "LKS",
}  # fmt: skip


@dataclass
class Things:
    """A client and one of everything that hangs on it."""

    client: object
    organisations: set = field(default_factory=set)  # whose members hold care now
    place: object = None  # whose coordinator made it
    groups: set = field(default_factory=set)  # a support group below: its institution's coordinators act for it
    consent = visit = plan = step = member = refused = share = None


class World:
    word = "Qwurp"  # in everything that was ever typed about a client

    def __init__(self):
        self.places = {kind: make_organisation(kind) for kind in ("LKS", "BALAI", "KLINIK", "LAIN")}
        self.group = make_organisation("KDS", parent=self.places["LKS"])
        self.friend, self.far = make_organisation("LKS"), make_organisation("LKS")
        self.actors = {role: make_member(role, self.places[kind]) for role, kind in HOME.items()}
        self.web = {role: sign_in(Web(), actor) for role, actor in self.actors.items()}
        self.anonymous = Web()
        self.colleagues = {kind: make_member("koordinator", place) for kind, place in self.places.items()}
        self._clients()
        self._users()
        theirs = make_member("koordinator", self.far)
        self.kept = {"ours": self._companionship(self.colleagues["LKS"]), "theirs": self._companionship(theirs)}
        officers = {"ours": make_member("petugas_rujukan", self.places["BALAI"]), "theirs": make_member(
            "petugas_rujukan", make_organisation("BALAI"))}  # fmt: skip
        for whose, by in {"ours": self.colleagues["LKS"], "theirs": theirs}.items():
            client, other = (self._client(by, {by.organisation.pk}).client for _number in range(2))
            self.kept[whose] |= refer(by, officers[whose], client, other)

    def _companionship(self, by):
        """One of everything about companions, in the organisation of a coordinator: {what: its id}."""
        ours = by.organisation == self.places["LKS"]
        today = timezone.localdate()
        accompanies, other = (make_member("pendamping", by.organisation) for _number in range(2))
        receiver = self.actors["pendamping"] if ours else make_member("pendamping", by.organisation)
        trainer = self.actors["pelatih"]

        def key(form, who=by):
            return tokens.new(who, form)

        with acting_as(by):
            for member in (accompanies, other, receiver):
                companions.save_companion(
                    membership=member.membership, by=by, kind="sebaya", sex="P", languages=["ternate"], limits=[],
                    limits_note="Qwurp batasku", pledged_on=today, capacity=None,
                )  # fmt: skip
            companions.save_profile(organisation=by.organisation, by=by, note="Qwurp profilku")
        with acting_as(trainer):
            training = companions.plan_training(
                token=key("t", trainer), by=trainer, course="Qwurp pelatihanku", starts_on=today, ends_on=today
            )
            session = companions.add_session(training=training, by=trainer, held_on=today, topic="Qwurp topikku")
            spare = companions.add_session(training=training, by=trainer, held_on=today, topic="Qwurp cadanganku")
            everyone = [member.membership for member in (accompanies, other, receiver)]
            companions.enrol(training=training, companions=everyone, by=trainer)
            rows = list(training.participants.all())
            companions.record_attendance(
                training=training, by=trainer, presences={str(row.pk): {str(session.pk)} for row in rows}, scores={}
            )
            by_member = {row.companion_id: row for row in rows}
            certified = [by_member[member.id] for member in (accompanies, receiver)]
            issued = companions.issue(training=training, participants=certified, by=trainer)
            certificate = next(one for one in issued if one.companion_id == accompanies.id)
        client = self._client(by, {by.organisation.pk}).client
        with acting_as(by):
            companions.settle()  # of the world's two: loads of the first are counted, those of the second have changed
            assignment = companions.assign(
                token=key("a"), client=client, companion=accompanies.membership, by=by, said="SETUJU", said_on=today,
                word_note="Qwurp kataku",
            )  # fmt: skip
            barrier = companions.add_barrier(
                token=key("b"), client=client, companion=other.membership, by=by, kind="unwanted", note="Qwurp"
            )
            companions.set_wish(client=client, by=by, sex="P", note="Qwurp keinginanku")
            for again in (True, False):  # the first offer is taken back
                made = companions.hand_over(
                    token=key("h"), companion=accompanies.membership, by=by, why="beban",
                    choices={assignment: receiver.membership}, note="Qwurpserahku",
                )  # fmt: skip
                if again:
                    companions.take_back(offer=made.offers.get(), by=by)
            absence = companions.add_absence(
                token=key("x"), companion=Companion.objects.get(pk=other.id), by=by, from_on=today + timedelta(days=3),
                until_on=today + timedelta(days=5), why="Qwurp cutiku",
            )  # fmt: skip
            supervision = companions.record_supervision(
                token=key("s"), companion=Companion.objects.get(pk=accompanies.id), by=by, held_on=today,
                findings="Qwurptemuanku", clients=[client.pk],
                agreed=[("Qwurpsepakatku", today), ("Qwurpselesaiku", today)],
            )  # fmt: skip
            meeting = companions.plan_meeting(
                token=key("m"), organisation=by.organisation, by=by, starts_at=timezone.now() - timedelta(hours=2),
                place="Qwurp tempatku", topic="Qwurp topikku",
            )  # fmt: skip
            held = companions.plan_meeting(
                token=key("m"), organisation=by.organisation, by=by, starts_at=timezone.now() - timedelta(days=7)
            )
            companions.hold_meeting(token=key("d"), meeting=held, by=by, clients=[client.pk], decisions="Qwurpputusku")
            companions.match_name(organisation_id=by.organisation.pk, name="Qwurp", companion=None, by=by)
            spare_paper = next(one for one in issued if one.companion_id != accompanies.id)
            self._change_all(by, trainer, client, other, supervision, training, spare_paper, key)
            return {
                "companion": accompanies.id, "assignment": assignment.pk, "barrier": barrier.pk, "handover": made.pk,
                "offer": made.offers.get().pk, "absence": absence.pk, "supervision": supervision.pk,
                "agreed": supervision.actions.get(done_at=None).pk, "meeting": meeting.pk, "place": by.organisation.pk,
                "training": training.pk, "session": spare.pk, "certificate": certificate.pk,
                "participant": by_member[other.id].pk,
            }  # fmt: skip

    def _clients(self):
        self.things = {}
        for kind in ("LKS", "BALAI", "KLINIK"):
            place = self.places[kind]
            maker = self.actors["koordinator"] if kind == "LKS" else make_member("koordinator", place)
            self.things["own", kind] = self._client(maker, {place.pk}, worker=self._worker(kind))
            self.things["colleague's", kind] = self._client(self.colleagues[kind], {place.pk})
        far = make_member("koordinator", self.far)
        homes = [self.places[kind] for kind in ("LKS", "BALAI", "KLINIK")]
        self.things["shared with us", ""] = shared = self._client(far, {self.far.pk})
        self.things["share ended", ""] = ended = self._client(far, {self.far.pk})
        for place in homes:
            share_with(shared.client, place, far)
            shared.organisations.add(place.pk)
            grant = share_with(ended.client, place, far)
            with acting_as(far):
                actions.end_share(client=ended.client, grant_id=grant, by=far)
        self.things["shared with others", ""] = self._client(far, {self.far.pk})
        self.things["a stranger's", ""] = self._client(make_member("koordinator", make_organisation("LKS")), set())
        leader = make_member("koordinator", self.group)
        self.things["of our group", "LKS"] = below = self._client(leader, {self.group.pk})
        below.groups.add(self.places["LKS"].pk)

    def _worker(self, kind):
        role = {"LKS": "koordinator", "BALAI": "peksos", "KLINIK": "petugas_klinik"}[kind]
        return self.actors[role].membership

    def _client(self, by, organisations, worker=None):
        """A client with a visit and its note, a plan, a step, someone of the household, consents and a share."""
        client = make_client(by, name="Qwurp Namaku", call_name="Qwurp Panggilku", address="Qwurp Alamatku")
        things = Things(client, set(organisations), by.organisation)
        things.consent = give_consent(client, by)
        share_with(client, self.friend, by)

        def key(form):
            return tokens.new(by, form, client.pk)

        today = timezone.localdate()
        with acting_as(by):
            if worker:
                actions.assign_worker(client=client, by=by, worker=worker)
            things.visit = actions.record_visit(
                token=key("v"), client_id=client.pk, by=by, visited_at=timezone.now() - timedelta(hours=1),
                done="Qwurp kegiatanku", restricted_note="Qwurp catatanku", **FRAME,
            )  # fmt: skip
            things.plan = actions.plan_visit(
                token=key("p"), client=client, by=by, planned_on=today, place="rumah", note="Qwurp rencanaku"
            )
            things.step = actions.add_step(token=key("s"), client=client, by=by, what="Qwurp langkahku", due_on=today)
            things.member = actions.add_household_member(
                token=key("h"), client=client, by=by, name="Qwurp keluargaku", relation="anak", knows_status="tidak"
            )
            things.refused = actions.record(
                token=key("c"), client=client, by=by, purpose=Purpose.C7, decision=Decision.REFUSED
            )
            things.share = next(row["id"] for row in holders_of(client) if row["basis"] == Basis.SHARE)
        return things

    def _change_all(self, by, trainer, client, other, supervision, training, spare, key):
        """Each row once more, so that its history holds what was typed first."""
        companions.save_profile(organisation=by.organisation, by=by, note="Qwurp profilku lagi")
        companions.save_companion(membership=other.membership, by=by, kind="keluarga", limits_note="Qwurp lagi")
        companions.set_wish(client=client, by=by, sex="L", note="Qwurp keinginanku lagi")
        actions.set_risk(client=client, by=by, risk="tinggi", why="Qwurp risikoku")
        companions.finish_action(action=supervision.actions.first(), by=by)
        supervision.support_needed = "Qwurp dukunganku"
        supervision.save()
        for model in (Absence, ClientBarrier):
            row = model.objects.get(companion=other.id)
            row.recorded_at = timezone.now()
            row.save()
        with acting_as(trainer):
            companions.plan_training(
                token=key("t", trainer), by=trainer, training=training, course="Qwurp pelatihanku lagi",
                starts_on=training.starts_on, ends_on=training.ends_on,
            )  # fmt: skip
            scores = {str(row.pk): (40, 80) for row in training.participants.all()}
            companions.record_attendance(training=training, by=trainer, presences={}, scores=scores)
            companions.revoke(certificate=spare, by=trainer, why="Qwurp alasanku")

    def _users(self):
        """Members and links: the actor's own organisation's, and a stranger's."""
        self.member = {"ours": make_member("pimpinan", self.places["LKS"]), "theirs": make_member("pimpinan", self.far)}
        self.link = {}
        makers = {"ours": self.actors["koordinator"], "theirs": make_member("koordinator", self.far)}
        for whose, by in makers.items():
            with acting_as(by):
                self.link[whose] = people.invite(
                    key=tokens.new(by, "invite").key, organisation=by.organisation, roles=["pendamping"], by=by
                )
        self.file = {}
        for whose, by in {"ours": self.actors["koordinator"], "a colleague's": self.colleagues["LKS"]}.items():
            with acting_as(by):
                self.file[whose] = registers.upload(
                    token=tokens.new(by, "register"), by=by, organisation=by.organisation, name="Qwurp.csv",
                    content=b"Nama,Jenis Kelamin,Umur\nQwurp Namaku,P,31\nQwurp Namamu,L,28\n",
                )  # fmt: skip
        with acting_as(NOBODY):
            self.token = links.token_of(self.link["ours"].pk)

    def relations(self, role):
        """(standing, things) for a role: clients of the home organisation, then those of others."""
        for (standing, kind), things in self.things.items():
            if kind in ("", HOME[role]):
                yield standing, things

    def sees(self, role, things):
        """Whether this role has care on the client, by the table of the design."""
        place = self.places[HOME[role]].pk
        if role not in SEES_CARE:
            return False
        return place in things.organisations or (role == "koordinator" and place in things.groups)
