"""Eighty referrals of the demo, in every state: some late, some declined, one whose consent was taken back.

Each is a row of `STORIES`, or one of those that fill the weeks before; they are told from the oldest on.
"""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from basodara.demo.services import PAPER
from cases import actions as case_actions
from cases.models import Consent, ServiceKind
from cases.rules import is_minor
from cases.states import RUNNING
from cases.vocabulary import Decision, Kind, Purpose
from referrals import actions
from referrals.models import Service
from referrals.rules import FOR_UNKNOWN
from referrals.states import State

TOTAL = 80
MINUTES = 24 * 60
DESK = {"sentra": "wulan", "klinik": "lidia", "gamalama": "gani", "raha": "nona", PAPER: None}


class Story(NamedTuple):
    """`ago` is when it was sent, in days (fractions are hours). `walk` names the state that it ends in."""

    sender: str
    place: str
    kind: str
    ago: float
    ends: str
    reason: str
    urgency: str = "BIASA"
    why: str = ""  # the code of a refusal, cancelling or no-show
    note: str = ""
    wanted: str = ""
    amount: int | None = None


H = 1 / 24
STORIES = [
    Story("gani", "sentra", "KEDARURATAN", 2.7 * H, "DIKIRIM",
          "Rumah rusak karena angin, keluarga menumpang.", "DARURAT", wanted="Makanan untuk 4 orang dan terpal"),
    Story("gani", "sentra", "KEDARURATAN", 1.4 * H, "DIKIRIM", "Diminta meninggalkan kontrakan.", "DARURAT",
          wanted="Tempat aman untuk malam ini"),
    Story("gani", "sentra", "KEDARURATAN", 4.6 * H, "DIKIRIM", "Perahu keluarga hilang semalam.", "DARURAT",
          wanted="Makanan untuk sepekan"),
    Story("gani", "sentra", "PENGUATAN_KELUARGA", 0.9, "DIKIRIM", "Keluarga ingin bertemu sebelum Jumat.", "SEGERA"),
    Story("gani", "sentra", "PEMBERDAYAAN", 0.8, "DIKIRIM", "Ingin memulai usaha kue."),
    Story("nona", "sentra", "KUNJUNGAN", 0.6, "DIKIRIM", "Dua kali tidak bertemu, tetangga mulai bertanya."),
    Story("nona", "sentra", "PENYULUHAN", 12, "DIKIRIM", "Kelompok ibu di kampung minta penyuluhan."),
    Story("rina", "sentra", "PEMBERDAYAAN", 1.2, "DIKIRIM", "Klien Sentra sendiri, ingin berjualan ikan asap."),
    Story("gani", "sentra", "KUNJUNGAN", 3, "DITERIMA", "Klien baru pindah, perlu dikenali lingkungannya."),
    Story("gani", "sentra", "PEMBERDAYAAN", 6, "DITERIMA", "Punya kios kecil, modalnya habis untuk berobat."),
    Story("nona", "sentra", "KEDARURATAN", 2, "DITERIMA", "Perahu rusak, tidak ada penghasilan dua pekan.", "SEGERA"),
    Story("gani", "sentra", "KUNJUNGAN", 4, "DIJADWALKAN", "Ibu klien ingin tahu cara membantu."),
    Story("gani", "sentra", "PENGUATAN_KELUARGA", 8, "DIJADWALKAN", "Kakak klien siap menemani, belum tahu caranya."),
    Story("nona", "sentra", "PEMBERDAYAAN", 16, "DIJADWALKAN", "Ingin belajar menjahit."),
    Story("rina", "sentra", "KUNJUNGAN", 3, "DIJADWALKAN", "Kunjungan bersama petugas lain."),
    Story("gani", "klinik", "VCT", 1, "DIJADWALKAN", "Pasangan klien ingin diperiksa, mau ditemani."),
    Story("gani", "klinik", "KONSELING", 2, "DIJADWALKAN", "Ingin bicara tentang memberi tahu keluarga."),
    Story("nona", "klinik", "AMBIL_ARV", 1, "DIJADWALKAN", "Datang dari Moti, tergantung perahu."),
    Story("gani", "klinik", "AMBIL_ARV", 0.4, "DIKIRIM", "Persediaan tinggal sepekan, minta jadwal pagi.", "SEGERA"),
    Story("gani", "klinik", "VIRAL_LOAD_CD4", 1.5, "DIKIRIM", "Sudah enam bulan sejak pemeriksaan terakhir."),
    Story("gani", "klinik", "TBC_TPT", 0.2, "DIKIRIM", "Batuk lebih dari dua pekan.", "SEGERA"),
    Story("nona", "klinik", "KONSELING", 6, "TIDAK_HADIR", "Minta bicara dengan konselor.", why="cuaca",
          note="Perahu tidak jalan."),
    Story("gani", "sentra", "KUNJUNGAN", 9, "TIDAK_HADIR", "Ingin bertemu di kantor.", why="lupa"),
    Story("gani", "klinik", "VCT", 20, "TIDAK_HADIR_AKHIR", "Ingin diperiksa.", why="takut_diketahui",
          note="Akan bilang bila siap."),
    Story("gani", "klinik", "AMBIL_ARV", 0.3, "DITANGANI", "Ditemani pendamping, pagi."),
    Story("nona", "klinik", "KONSELING", 3, "DITANGANI", "Sulit tidur."),
    Story("gani", "sentra", "KEDARURATAN", 3, "DITANGANI", "Bantuan makanan untuk keluarga.", "DARURAT"),
    Story("gani", "sentra", "PENGUATAN_KELUARGA", 18, "DITANGANI", "Suami ingin diajak bicara."),
    Story("gani", "sentra", "KEDARURATAN", 8.4, "SELESAI", "Malam ini tidak ada tempat tidur, dua anak.", "DARURAT",
          amount=750_000, note="Dijemput malam itu juga, menginap di rumah singgah."),
    Story("gani", "sentra", "PEMBERDAYAAN", 70, "SELESAI", "Usaha gorengan.", amount=2_500_000, note="Modal, wajan."),
    Story("nona", "sentra", "PEMBERDAYAAN", 45, "SELESAI", "Usaha es batu.", amount=3_500_000, note="Mesin pembeku."),
    Story("gani", "sentra", "PEMBERDAYAAN", 12, "DITOLAK", "Ingin kursus komputer.", why="tidak_tersedia",
          note="Balai Latihan Kerja membuka kursus bulan depan."),
    Story("nona", "sentra", "KUNJUNGAN", 15, "DITOLAK", "Kunjungan ke Batang Dua.", why="kapasitas_penuh",
          note="Sampai 15 Desember."),
    Story("gani", "klinik", "VIRAL_LOAD_CD4", 11, "DITOLAK", "Pemeriksaan rutin.", why="data_belum_lengkap",
          note="Nomor kartu."),
    Story("gani", "sentra", "KEDARURATAN", 22, "DIBATALKAN", "Butuh makanan.", "SEGERA", why="tidak_diperlukan"),
    Story("gani", "klinik", "VCT", 25, "DIBATALKAN", "Ingin diperiksa.", why="pilih_lain"),
    Story("gani", "sentra", "KUNJUNGAN", 5, "DITARIK", "Kunjungan bersama."),
    Story("lidia", "gamalama", "PENDAMPINGAN", 1, "DIKIRIM", "Baru mulai perawatan, ingin ditemani."),
    Story("lidia", "raha", "PENDAMPINGAN", 10, "DITERIMA", "Tinggal sendiri, ingin ditemani."),
    Story("gani", PAPER, "HUKUM", 14, "DITANGANI", "Diberhentikan dari pekerjaan."),
]  # fmt: skip
FILL = [
    ("gani", "sentra", "KEDARURATAN", "Makanan untuk sebulan.", "SEGERA"),
    ("gani", "sentra", "KUNJUNGAN", "Kunjungan bersama pekerja sosial.", "BIASA"),
    ("nona", "sentra", "PENGUATAN_KELUARGA", "Bertemu orang tua klien.", "BIASA"),
    ("gani", "klinik", "AMBIL_ARV", "Minta ditemani.", "BIASA"),
    ("nona", "klinik", "KONSELING", "Ingin bicara dengan konselor.", "BIASA"),
    ("rina", "sentra", "KUNJUNGAN", "Kunjungan rumah.", "BIASA"),
]
PROPOSED = ("sari", "Hasna", "KEDARURATAN", "Beras habis sejak kemarin, ada dua anak kecil.")


class Referrer:
    """Sends and walks referrals, each for the next client of its sender that may be referred."""

    def __init__(self, teller, clients):
        self.teller = teller
        self.free, self.unknown = {}, {}  # who may be referred, and who does not know yet
        for sender in ("gani", "nona", "rina", "lidia"):
            place = teller.actors[sender].organisation.pk
            mine = [
                client for client, life in clients if teller.actors[life.by].organisation.pk == place and life.days > 30
            ]
            adults = [client for client in mine if not is_minor(client)]
            self.free[sender] = [client for client in adults if client.case.stage in RUNNING]
            self.unknown[sender] = [client for client in adults if client.case.kind != Kind.ODHIV]
        self.turn = dict.fromkeys(self.free, 0)

    def next_client(self, story):
        """Each in turn; not someone whose consent was given later than this, taken back, or refused."""
        mine = (self.unknown if story.kind in FOR_UNKNOWN else self.free)[story.sender]
        day = timezone.localdate(self.at(story.ago))
        for _one in mine:
            self.turn[story.sender] += 1
            client = mine[self.turn[story.sender] % len(mine)]
            given = self._given(client, story)
            if timezone.localdate(client.registered_at) < day and (given is None or _holds(given, day)):
                return client
        raise LookupError(f"Nobody of {story.sender} can be referred {story.ago} days ago.")

    def _given(self, client, story):
        with self.teller.as_person(story.sender, self.teller.now):
            purpose = ServiceKind.objects.get(pk=story.kind).consent
            rows = Consent.objects.filter(client=client, purpose=purpose, organisation=self.teller.places[story.place])
            return rows.order_by("-recorded_at", "-id").first()

    def at(self, ago):
        return self.teller.now - timedelta(minutes=round(ago * MINUTES))

    def tell(self, story):
        client = self.next_client(story)
        sent_at = self.at(story.ago)
        self._consent(client, story, sent_at - timedelta(minutes=30))
        service = Service.objects.get(provider=self.teller.places[story.place], kind=story.kind)
        more = {}
        if story.urgency == "DARURAT":
            more = {"telephoned_at": sent_at - timedelta(minutes=4), "telephoned_to": "Wulan, petugas jaga"}
        with self.teller.as_person(story.sender, sent_at) as by:
            referral = actions.write(
                token=self.teller.token(by), client=client, by=by, service=service, reason=story.reason,
                urgency=story.urgency, wanted=story.wanted, **more,
            )  # fmt: skip
        self._walk(referral, story, sent_at)
        return referral

    def _consent(self, client, story, at):
        place = self.teller.places[story.place]
        if self._given(client, story) or self.teller.actors[story.sender].organisation.pk == place.pk:
            return
        purpose = Purpose(ServiceKind.objects.get(pk=story.kind).consent)
        with self.teller.as_person(story.sender, at) as by:
            case_actions.record(
                token=self.teller.token(by), client=client, by=by, purpose=purpose, decision=Decision.GIVEN,
                organisation=place, how="tertulis", from_on=timezone.localdate(at),
            )  # fmt: skip

    def _walk(self, referral, story, sent_at):
        desk = DESK[story.place] or story.sender
        step = self._steps(referral, story, sent_at, desk)
        taken = sent_at + timedelta(hours=0.4 if story.urgency == "DARURAT" else 5)
        after = max(story.ago - 0.5, 0)
        if story.ends == "DIKIRIM":
            return
        if story.ends == "DIBATALKAN":
            step(story.sender, taken, actions.cancel, reason=story.why)
            return
        if story.ends == "DITOLAK":
            step(desk, taken, actions.decline, reason=story.why, note=story.note)
            return
        step(desk, taken, actions.take)
        if story.ends in ("DITERIMA", "DITARIK"):
            return
        ahead = 0.3 if story.ends == "DIJADWALKAN" else -after * 0.6
        meeting = self.teller.now + timedelta(days=ahead) if ahead > 0 else sent_at + timedelta(days=after * 0.6)
        if story.ends in ("DIJADWALKAN", "TIDAK_HADIR", "TIDAK_HADIR_AKHIR"):
            at = _by_day(max(meeting, taken + timedelta(hours=1)))
            step(desk, taken + timedelta(minutes=20), actions.schedule, at=at, place="Kantor",
                 note="Disepakati dengan klien.")  # fmt: skip
            if story.ends == "DIJADWALKAN":
                return
            step(desk, at + timedelta(hours=3), actions.no_show, reason=story.why, note=story.note)
            if story.ends == "TIDAK_HADIR_AKHIR":
                step(story.sender, at + timedelta(days=2), actions.close_no_show, note="Klien belum ingin datang.")
            return
        served = taken + (self.teller.now - taken) * (0.25 if story.ends == "SELESAI" else 0.5)
        step(desk, served, actions.serve)
        if story.ends == "SELESAI":
            self._feedback(referral, story, desk, served)

    def _steps(self, referral, story, sent_at, desk):
        def step(person, moment, verb, **more):
            with self.teller.as_person(person, min(moment, self.teller.now)) as by:
                verb(referral=referral, by=by, **more)

        return step

    def _feedback(self, referral, story, desk, served):
        at = min(served + timedelta(hours=20), self.teller.now)
        with self.teller.as_person(desk, at) as by:
            given = actions.give_feedback(
                token=self.teller.token(by), referral=referral, by=by, outcome="tercapai", amount=story.amount,
                done=story.note or "Sudah dilayani sesuai permintaan.",
                again_because="Bantuan tahap kedua." if story.amount else "",
            )  # fmt: skip
        if story.amount and story.ago > 20:
            with self.teller.as_person("hamza", min(at + timedelta(days=1), self.teller.now)) as by:
                actions.approve(given=given, by=by)


def _by_day(moment):
    """The same day or the next one, between 08.00 and 14.00 WIT, on the hour."""
    there = timezone.localtime(moment).replace(minute=0, second=0, microsecond=0)
    if there.hour >= 14:
        there += timedelta(days=1)
    return there if 8 <= there.hour < 14 else there.replace(hour=10)


def _holds(consent, day):
    return consent.decision == Decision.GIVEN and consent.from_on <= day <= consent.until_on


def refer(teller, clients):
    """All of them; the last story's client then takes the consent back."""
    referrer = Referrer(teller, clients)
    withdrawn = None
    for story in sorted([*_filled(), *STORIES], key=lambda one: -one.ago):
        if not referrer.free[story.sender]:
            continue
        referral = referrer.tell(story)
        withdrawn = referral if story.ends == "DITARIK" else withdrawn
    _propose(teller, clients)
    if withdrawn is not None:
        _withdraw(teller, withdrawn)


def _filled():
    """The months before, so that there are eighty."""
    missing = TOTAL - len(STORIES) - 1
    for number in range(missing):
        sender, place, kind, reason, urgency = FILL[number % len(FILL)]
        yield Story(sender, place, kind, 28 - number * 0.5, "SELESAI", reason, urgency)


def _propose(teller, clients):
    companion, name, kind, reason = PROPOSED
    client = next(client for client, life in clients if life.call_name == name)
    with teller.as_person(companion, teller.now - timedelta(hours=20)) as by:
        actions.write(
            token=teller.token(by), client=client, by=by, reason=reason, urgency="SEGERA", then=State.PROPOSED,
            service=Service.objects.get(provider=teller.places["sentra"], kind=kind),
        )  # fmt: skip


def _withdraw(teller, referral):
    with teller.as_person("gani", teller.now - timedelta(days=1)) as by:
        given = Consent.objects.filter(client=referral.client_id, purpose=Purpose.C4, organisation=referral.receiver_id)
        given = given.filter(decision=Decision.GIVEN).order_by("-recorded_at").first()
        case_actions.withdraw(token=teller.token(by), consent=given, by=by)
