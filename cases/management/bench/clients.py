"""A run of clients as rows of every table that tells of them. The same rows for the same seed, seals apart."""

import random
import uuid
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases import identity
from cases import vocabulary as words
from cases.management.bench.codes import codes
from cases.management.bench.plan import (
    LONG,
    LONG_HISTORY,
    TYPICAL,
    TYPICAL_HISTORY,
    is_shared,
    place_in_caseload,
)
from cases.management.bench.rows import Table
from cases.management.invented_names import InventedNames
from cases.models import (
    CaseFile,
    Client,
    Consent,
    ContactCard,
    Grant,
    HomeVisit,
    HouseholdMember,
    Identity,
    Level,
    NextStep,
    PlannedVisit,
    Responsibility,
)
from cases.states import RUNNING, PlanState, Stage
from privacy.blind import name_index
from privacy.models import AccessedRecord, AccessEvent, AccessKind
from regions.models import Region

# In the order of their references.
TABLES = (
    Client, Identity, ContactCard, CaseFile, HouseholdMember, Consent, Grant, Responsibility, PlannedVisit, HomeVisit,
    NextStep, AccessEvent, AccessedRecord,
)  # fmt: skip
STAGES = {
    Stage.AKTIF: 75, Stage.ASESMEN: 10, Stage.TERMINASI: 7, Stage.TANGGUH: 3, Stage.BIMBINGAN_LANJUT: 3,
    Stage.PROSPEK: 2,
}  # fmt: skip
STREETS = ("Jalan Pahlawan", "Jalan Sultan Khairun", "Jalan Merdeka", "Lorong Masjid", "Jalan Ki Hajar Dewantara")
LANDMARKS = ("dekat masjid", "belakang pasar", "sebelah kios", "seberang sekolah")
SAID = (
    "Klien sehat, obat diminum setiap malam. Sisa obat dihitung bersama.",
    "Bertemu di teras, keluarga tidak di rumah. Dibahas jadwal ambil obat bulan depan.",
    "Klien lelah setelah kerja malam. Disepakati alarm telepon sebagai pengingat.",
    "Ada mual ringan pada pagi hari; disarankan minum setelah makan.",
)
AGREED = ("Ambil obat bersama pendamping", "Telepon sebelum datang", "Bawa buku kontrol", "Cari alamat puskesmas")
TODO = ("Antar ambil obat", "Telepon kabar", "Lengkapi berkas bantuan", "Temui keluarga", "Ingatkan jadwal periksa")
OPENINGS = 3  # a client's, of late; those with a long history were opened more often


class Clients:
    """The clients with the numbers `start` up to `stop` of a plan."""

    def __init__(self, plan, start, stop):
        self.plan, self.start, self.stop = plan, start, stop
        self.draw = random.Random(f"{plan.seed}-{start}")
        self.names = InventedNames(f"{plan.seed}-{start}")
        self.index = name_index()
        self.now = timezone.make_aware(datetime.combine(plan.today, time(8)))
        self.tables = {model: Table(model) for model in TABLES}
        self.villages = {}

    def write(self):
        """Invent them all and copy them in."""
        dealt = codes(self.plan.clients)[self.start : self.stop]
        for number, (code, area) in enumerate(dealt, start=self.start):
            _OneClient(self, number, code, area).invent()
        for table in self.tables.values():
            table.copy()

    def village(self, area):
        """A kelurahan of an area: (code, name); some have many clients and most have few."""
        if area not in self.villages:
            self.villages[area] = list(Region.objects.villages().under(area).values_list("code", "name"))
        places = self.villages[area]
        return places[int(len(places) * self.draw.random() ** 2)]

    def id(self):
        return uuid.UUID(int=self.draw.getrandbits(128), version=4)


class _OneClient:
    """Everything about one client; written down as methods so that each table has its place."""

    def __init__(self, run, number, code, area):
        self.run, self.plan, self.draw = run, run.plan, run.draw
        self.number, self.code = number, code
        self.kelurahan, self.kelurahan_name = run.village(area)
        self.lks = run.plan.lks_of(number)
        self.place = place_in_caseload(run.plan, number)
        self.id = run.id()
        self.stage = Stage.AKTIF if self.place else self.draw.choices(list(STAGES), STAGES.values())[0]
        self.registered_at = run.now - timedelta(days=self.draw.randint(60, 1_100), minutes=self.draw.randint(0, 500))
        self.coordinator = self.draw.choice(self.lks.coordinators)
        self.worker = self._worker()
        self.companion = None
        if number % 5 < 3:
            self.companion = self.lks.companions[(number - self.lks.start) * len(self.lks.companions) // self.lks.size]

    def invent(self):
        self.person()
        self.consents()
        self.holders()
        self.history()
        self.what_is_next()
        self.openings()

    def add(self, model, **values):
        """A row; gives its key."""
        table = self.run.tables[model]
        if table.key == "id":
            values.setdefault("id", self.run.id())
        table.add(values)
        return values[table.key]

    def _worker(self):
        """The Balai's responsible worker; a few clients have none, and some workers have many."""
        if not is_shared(self.number):
            return None
        if self.place:
            return self.plan.social_workers[self.place[0]]
        others = self.plan.social_workers[self.plan.measured :]
        return None if self.draw.random() < 0.03 else others[int(len(others) * self.draw.random() ** 2)]

    def person(self):
        draw, names = self.draw, self.run.names
        legal_name = names.legal_name()
        call_name = names.call_name(legal_name)
        born = date(1955, 1, 1) + timedelta(days=draw.randint(0, 18_000))
        sex = draw.choice(words.Sex.values)
        self.add(
            Client, id=self.id, code=self.code, sex=sex, birth_year=born.year, kelurahan_id=self.kelurahan,
            kelurahan_name=self.kelurahan_name, registered_organisation_id=self.lks.id,
            registered_by_id=self.coordinator, registered_at=self.registered_at,
        )  # fmt: skip
        phone = f"+62812{draw.randint(10_000_000, 99_999_999)}"
        nik = f"827101{born:%d%m%y}{self.number % 10_000:04}"
        self.add(
            Identity, client_id=self.id, legal_name=legal_name, nik=nik, birth_date=born, phone=phone,
            address=f"{draw.choice(STREETS)} {draw.randint(1, 200)}", rt=f"{draw.randint(1, 12):03}",
            rw=f"{draw.randint(1, 6):03}", landmark=draw.choice(LANDMARKS),
            name_pieces=self.run.index.stored(legal_name, call_name), nik_digest=identity.nik_digest(nik),
            phone_digest=identity.phone_digest(phone),
            person_digest=identity.person_digest(legal_name, born, self.kelurahan),
        )  # fmt: skip
        way = draw.choice(words.Way.values)
        self.add(
            ContactCard, client_id=self.id, call_name=call_name, way=way, phone=phone, time="setelah 16.00",
            may_say="teman lama", never="Jangan menyebut klinik" if draw.random() < 0.5 else "", home_visit="ya",
            checked_on=self.registered_at.date(), checked_by_id=self.coordinator,
        )  # fmt: skip
        self.add(
            CaseFile, client_id=self.id, kind="PROSPEK" if self.stage == Stage.PROSPEK else "ODHIV", stage=self.stage,
            stage_since=self.registered_at.date(), risk=draw.choice(words.Risk.values[:3]),
            risk_by_id=self.coordinator, risk_at=self.registered_at, risk_why="Penilaian awal",
            confirmed_on=self.registered_at.date(), confirmed_where="RSUD", occupation="pedagang",
            marital=draw.choice(words.Marital.values), education=draw.choice(words.Education.values),
        )  # fmt: skip
        for _ in range(draw.choice((0, 1, 1, 2, 3))):
            self.add(
                HouseholdMember, client_id=self.id, name=names.call_name(names.legal_name()),
                relation=draw.choice(words.Relation.values), age_band="18-59",
                knows_status=draw.choice(words.YesNoUnknown.values), created_at=self.registered_at,
            )  # fmt: skip

    def consents(self):
        self.consent("C1")
        if is_shared(self.number):
            self.share = self.consent("C4", organisation_id=self.plan.balai)

    def consent(self, purpose, **named):
        return self.add(
            Consent, client_id=self.id, purpose=purpose, decision="SETUJU", text_version="1", how="tertulis",
            explained_by="Koordinator", witness="Saksi", from_on=self.registered_at.date(),
            until_on=self.plan.today + timedelta(days=self.draw.randint(60, 360)), recorded_by_id=self.coordinator,
            recorded_at=self.registered_at, **named,
        )  # fmt: skip

    def holders(self):
        self.held_by(self.lks.id, "registration", self.draw.choice([self.coordinator] * 9 + [None]))
        if is_shared(self.number):
            self.held_by(self.plan.balai, "share", self.worker, source=self.share)
        if self.companion:
            self.held_by(self.companion, "assignment", None)

    def held_by(self, holder, basis, worker, source=None):
        self.add(
            Grant, client_id=self.id, holder_id=holder, level=Level.CARE, basis=basis, source=source,
            starts_at=self.registered_at, opened_by_id=self.coordinator,
        )  # fmt: skip
        self.add(Responsibility, client_id=self.id, holder_id=holder, worker_id=worker, since=self.registered_at)

    def history(self):
        """Visits from the latest one backwards; each answered a plan."""
        place = self.place[1] if self.place else None
        if place == LONG:
            count, between = LONG_HISTORY, 2
        elif place == TYPICAL:
            count, between = TYPICAL_HISTORY, 14
        else:
            count, between = self.draw.choice((3, 4, 5, 5, 5, 6, 7)) * (12 if self.number % 400 == 399 else 1), 14
        day = self.plan.today - timedelta(days=self.draw.randint(1, 30))
        for _ in range(count):
            self.visit(day)
            day -= timedelta(days=self.draw.randint(1, between * 2 - 1))
        if self.draw.random() < 0.1:
            self.planned(day, PlanState.BATAL, reason="cuaca", closed_at=_at(day, 7), closed_by_id=self._recorder())

    def visit(self, day):
        draw, recorder = self.draw, self._recorder()
        holder = self.plan.balai if recorder == self.worker else self.lks.id
        visited_at = _at(day, draw.randint(8, 17), draw.randint(0, 59))
        plan = self.planned(day, PlanState.SELESAI, closed_at=visited_at, closed_by_id=recorder)
        done = draw.random() < 0.85
        told = {} if not done else {
            "health": draw.choice(words.Health.values[:2]), "met": ["klien"], "private": True,
            "pills_left": draw.randint(0, 60), "missed_doses": draw.choice((0, 0, 0, 1, 2, 5)),
            "mood": draw.randint(2, 5), "weight_kg": f"{draw.randint(400, 800) / 10}",
            "family_support": draw.choice(words.FamilySupport.values),
            "food_today": "cukup", "needs": ["transportasi"] if draw.random() < 0.3 else [],
            "done": draw.choice(SAID), "agreed": draw.choice(AGREED),
        }  # fmt: skip
        self.add(
            HomeVisit, client_id=self.id, holder_id=holder, recorded_by_id=recorder, recorded_at=visited_at,
            visited_at=visited_at, plan_id=plan, result="TERLAKSANA" if done else "TIDAK_BERTEMU", **told,
        )  # fmt: skip

    def planned(self, day, state=PlanState.RENCANA, **closed):
        worker = self.worker or self.companion or self.coordinator
        holder = self.plan.balai if self.worker else self.lks.id
        return self.add(
            PlannedVisit, client_id=self.id, holder_id=holder, worker_id=worker, planned_on=day, state=state,
            created_by_id=worker, created_at=_at(day - timedelta(days=14), 9), **closed,
        )  # fmt: skip

    def what_is_next(self):
        """A plan with the Balai's worker, a step with the LKS; a few running cases have neither."""
        draw = self.draw
        for days in (30, 90):
            done_at = self.run.now - timedelta(days=draw.randint(days, days * 2))
            begun = done_at - timedelta(days=7)
            self.step(done_at.date(), created_at=begun, done_at=done_at, done_by_id=self.coordinator)
        if self.stage not in RUNNING:
            return
        place = self.place[1] if self.place else None
        days = place - 5 if place is not None else draw.randint(-4, 25)
        if place is not None or draw.random() < 0.95:
            self.planned(self.plan.today + timedelta(days=days))
        if draw.random() < 0.9:
            self.step(self.plan.today + timedelta(days=draw.randint(-4, 25)), created_at=self.run.now)

    def step(self, due_on, **fields):
        self.add(
            NextStep, client_id=self.id, holder_id=self.lks.id, owner_id=self.coordinator, what=self.draw.choice(TODO),
            due_on=due_on, created_by_id=self.coordinator, **fields,
        )  # fmt: skip

    def openings(self):
        for back in range(OPENINGS * (20 if self.place and self.place[1] == LONG else 1)):
            who, organisation = (self.worker, self.plan.balai) if self.worker else (self.coordinator, self.lks.id)
            at = self.run.now - timedelta(hours=back * 30 + self.draw.randint(1, 29))
            common = {"member_id": who, "organisation_id": organisation, "at": at}
            kind = AccessKind.LIST if back % 2 else AccessKind.VIEW
            event = self.add(AccessEvent, kind=kind, page=f"/klien/{self.id}/", **common)
            self.add(AccessedRecord, event_id=event, subject=self.id, kind=kind, **common)

    def _recorder(self):
        return self.worker or self.companion or self.coordinator


def _at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
