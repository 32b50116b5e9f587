"""Who registered whom, and what became of them: the lives that nobody wrote by hand."""

from basodara.demo import notes
from basodara.demo.lives import Consent, Life, Step, Track

# organisation that registers, by whom, who answers, and the fates of those clients. A fate is a word of `_FATES`.
ROSTER = (
    ("gamalama", "gani", "gani", "telat biasa biasa ditangguhkan jangan selesai biasa tanpa_langkah pindah"
                                 " baru baru baru baru baru baru baru baru baru baru baru baru"),
    ("cengkih", "gani", "halima", "biasa telat biasa"),
    ("pala", "gani", "gani", "biasa keluarga"),
    ("raha", "nona", "nona", "biasa telat biasa c1_habis biasa bimbingan ditarik biasa tanpa_petugas biasa belum"),
    ("bahari", "nona", "iksan", "biasa telat biasa meninggal"),
    ("sentra", "rina", "rina", "biasa bersama"),
    ("sentra", "tahir", "tahir", "biasa telat biasa c1_habis"),
    ("klinik", "lidia", "", "prospek prospek odhiv prospek prospek"),
)  # fmt: skip
SHARED = {  # (organisation, by whom, position): with whom, days ago, who answers there
    ("gamalama", "gani", 1): ("sentra", 160, "tahir"),
    ("gamalama", "gani", 2): ("sentra", 110, "tahir"),
    ("gamalama", "gani", 4): ("sentra", 75, "tahir"),
    ("cengkih", "gani", 0): ("sentra", 130, "tahir"),
    ("cengkih", "gani", 2): ("sentra", 358, "tahir"),
    ("raha", "nona", 2): ("sentra", 95, "tahir"),
    ("raha", "nona", 6): ("sentra", 150, "tahir"),
    ("bahari", "nona", 2): ("sentra", 40, "rina"),
    ("sentra", "rina", 1): ("gamalama", 60, "gani"),
}
DUES = (3, 8, 0, 5, 12, 1, 6, 17, 2, 21, 4, 10, 0, 25)
LATE = (-9, -2, -13, -5, -1)
SHARE_HAS_RUN_OUT = 355  # days: a share older than this is aged until its consent has run out


def roster(draw, rng, kelurahan):
    """Lives for every place of the roster; `kelurahan` are codes, each used once while they last."""
    lives, dues, late = [], _round(DUES), _round(LATE)
    for place, by, worker, fates in ROSTER:
        for position, fate in enumerate(fates.split()):
            sex = rng.choice("LP")
            call_name, legal_name = draw.name(sex)
            days = rng.randint(45, 350)
            share = SHARED.get((place, by, position), ())
            if share:
                days = share[1] + rng.randint(12, 40)
            life = Life(
                by=by, place=place, worker=worker, days=days, call_name=call_name, legal_name=legal_name, sex=sex,
                key=f"{place} {position}", kelurahan=kelurahan.pop(), share=share,
                age=rng.randint(20, 60) if rng.random() < 0.3 else None,
                risk=rng.choice([(), (), ("rendah", days - 12), ("sedang", days - 12), ("tinggi", days - 12)]),
            )  # fmt: skip
            last, every = rng.randint(8, 30), rng.randint(20, 34)
            due = next(late) if fate == "telat" else next(dues)
            last = max(last, 8 - due)  # planned at that visit for a later day
            if worker:
                life.tracks = [Track(worker, since=days - 5, last=last, every=every, due=due)]
            if share and share[2]:
                life.tracks[0].every += 14
                life.tracks.append(
                    Track(share[2], since=share[1] - 4, last=rng.randint(6, 25), every=every, due=next(dues))
                )
            if share and share[1] > SHARE_HAS_RUN_OUT:
                life.days, life.tracks[0].since = share[1] + 45, share[1] + 40
                life.tracks[1].last, life.tracks[1].due = 26, None
            if worker and rng.random() < 0.5:
                life.steps = [
                    Step(rng.choice(notes.STEPS), due=-30, ago=40, done=rng.randint(28, 36)),
                    Step(rng.choice(notes.STEPS), due=rng.randint(2, 15), ago=5),
                ]
            _FATES.get(fate, _plain)(life, rng)
            lives.append(life)
    return lives


def _round(values):
    while True:
        yield from values


def _plain(life, rng):
    if rng.random() < 0.25 and life.days > 60:
        life.steps.append(Step(rng.choice(notes.STEPS), due=-50, ago=60, done=52, dropped=rng.choice(notes.DROPPED)))
    if rng.random() < 0.4:
        life.ledger.append(Consent("C7", min(life.days, 60), rng.choice(["SETUJU", "TOLAK", "TOLAK"])))


def _new(life, rng):
    """Of the weeks in which the group went from kelurahan to kelurahan: weighs double for whoever accompanies."""
    life.days = rng.randint(44, 80)
    life.tracks[0].since = life.days - 5
    life.steps, life.risk = [], ()


def _on_hold(life, rng):
    life.stage, life.tracks[0].due = "TANGGUH", 41
    life.ending = {"ago": 6, "reason": "Melaut sampai akhir musim, minta jeda.", "until": 40}


def _do_not_contact(life, rng):
    life.card = dict(notes.CARDS[-1])
    life.tracks[0].place = "tempat_lain"
    life.ledger += [Consent("C2", life.days, "TOLAK"), Consent("C3", life.days, "TOLAK")]


def _completed(life, rng):
    life.stage, life.tracks[0].due = "TERMINASI", None
    life.ending = {"ago": 5, "closing": "program selesai", "reason": "Mandiri, ambil sendiri, keluarga mendukung."}


def _after_care(life, rng):
    _completed(life, rng)
    life.stage = "BIMBINGAN_LANJUT"
    life.ending["plan"] = "Menyapa lewat telepon pada bulan ketiga dan keenam."


def _nothing_planned(life, rng):
    life.tracks[0].due, life.steps = None, []


def _moved_away(life, rng):
    life.stage, life.tracks[0].due = "TERMINASI", None
    life.tracks[0].told = [{"result": "PINDAH", "done": "Pindah ikut keluarga ke Tobelo."}]
    life.ending = {"ago": 4, "closing": "pindah daerah", "reason": "Pindah ke Tobelo bersama keluarga."}


def _died(life, rng):
    life.tracks[0].last, life.tracks[0].due = 2, None  # the closing page is still to be gone through
    life.tracks[0].told = [{"result": "MENINGGAL", "done": "Keluarga mengabarkan. Melayat bersama kelompok."}]


def _family(life, rng):
    life.kind = "KELUARGA"


def _consent_has_run_out(life, rng):
    life.days = 398
    life.tracks[0].since = 390
    life.consents = [Consent("C1", 398), Consent("C2", 398), Consent("C3", 398)]


def _share_withdrawn(life, rng):
    life.tracks[1].last, life.tracks[1].due = 40, None
    life.ledger.append(Consent("C4", 22, "DITARIK", to="sentra"))


def _nobody_answers(life, rng):
    life.worker, life.stage, life.tracks, life.steps, life.checked = "", "ASESMEN", [], [], False
    life.days, life.risk = 11, ()


def _not_confirmed(life, rng):
    life.consents, life.stage, life.checked = [], "ASESMEN", False
    life.card |= {"way": "telepon", "proposals": "suami tdk tahu; hub. sore saja"}


def _reached(life, rng):
    life.kind, life.stage, life.risk, life.consents = "PROSPEK", "PROSPEK", (), [Consent("C1", life.days)]
    life.household = []


def _of_the_clinic(life, rng):
    life.stage, life.risk = "ASESMEN", ()
    life.ledger = [Consent("C5", life.days - 2, to="sentra"), Consent("C5", life.days - 2, "TOLAK", to="gamalama")]


_FATES = {
    "ditangguhkan": _on_hold, "jangan": _do_not_contact, "selesai": _completed, "bimbingan": _after_care,
    "tanpa_langkah": _nothing_planned, "pindah": _moved_away, "meninggal": _died, "keluarga": _family,
    "c1_habis": _consent_has_run_out, "ditarik": _share_withdrawn, "tanpa_petugas": _nobody_answers,
    "belum": _not_confirmed, "baru": _new, "prospek": _reached, "odhiv": _of_the_clinic,
}  # fmt: skip
