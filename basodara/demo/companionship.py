"""Who accompanies whom in the demo's LKS, what clients say to it, and two caseloads that change hands."""

from basodara.demo import visits
from basodara.demo.companions import AWAY, AWAY_UNTIL, LEAVING
from basodara.demo.lives import Track
from cases import actions as case_actions
from cases.models import NextStep
from cases.vocabulary import StepSource
from companions import actions
from companions.models import Assignment
from companions.vocabulary import EndReason, Part, Said

ZULKIFLI, AMIR = "Hi. Muhammad Zulkifli Abdurrahman", "Amir Abdurrahman bin Hi. Syamsuddin"
# {companion: {client's key: days ago}}; None: two weeks after registering
MAIN = {
    "sari": {ZULKIFLI: 150, "Fitri": 85, "Hasna": 120, "gamalama 0": 40},
    "desi": {"Mira": 140, "Novi": 90},
    "nurmala": {"gamalama 9": None, "cengkih 1": 40, "cengkih 2": 38},
    "ningsih": {"gamalama 1": 36, "gamalama 2": 35, "gamalama 6": 30, "pala 0": 28},
    "kasim": {"pala 1": 20},
    "elfira": {"cengkih 0": 42},
    "bahrun": {f"gamalama {number}": None for number in range(10, 21)},
}
DESPITE = {"pala 1": "Klien hanya mau dengan Kasim. Sertifikatnya diperbarui pada penyegaran bulan depan."}
SECOND = {"Novi": ("sari", 30)}
# Those who had someone: {client's key: (companion, from and until so many days ago, why it ended, what was noted)}
FORMER = {
    "gamalama 3": ("bahrun", 38, 9, EndReason.LOAD, "Klien sedang melaut, pendamping terlalu penuh."),
    "gamalama 4": ("bahrun", 39, 14, EndReason.CLIENT, "Klien memilih datang sendiri ke kantor."),
    "gamalama 7": ("bahrun", 37, 4, EndReason.LOAD, ""),
    "Almira Kaicil": ("ruslan", 110, 6, EndReason.CLIENT, "Klien merasa lebih nyaman dengan perempuan."),
}
REFUSES, WANTS_OTHER, WANTS_CHANGE = "gamalama 4", "Almira Kaicil", "pala 1"
WISHES = {
    "Almira Kaicil": {"sex": "P", "kind": "sebaya", "languages": ["ternate"], "note": "Seumuran, bukan tetangga."},
    AMIR: {"sex": "L", "kind": "keluarga", "languages": ["ternate"]},
    "Yusuf": {"languages": ["makian"], "note": "Yang bisa datang naik perahu pagi."},
}
TRACKS = {
    ZULKIFLI: Track("sari", since=146, last=15, every=24, due=-3, time="16.30", note="Kunjungan rumah"),
    "Hasna": Track("sari", since=116, last=13, every=25, due=0, time="16.00", note="Menemani mengurus surat"),
    "Mira": Track("desi", since=136, last=16, every=30, due=6, place="tempat_lain"),
    "cengkih 1": Track("nurmala", since=38, last=9, every=22, due=5),
    "gamalama 1": Track("ningsih", since=34, last=10, every=20, due=4),
    "gamalama 2": Track("ningsih", since=33, last=12, every=20, due=7),
    "cengkih 0": Track("elfira", since=40, last=8, every=18, due=9),
    "gamalama 10": Track("bahrun", since=28, last=11, every=17, due=-4),
    "gamalama 11": Track("bahrun", since=26, last=17, every=17, due=-2),
    "gamalama 12": Track("bahrun", since=25, last=6, every=17, due=3),
}
STANDS_IN = {"gamalama 9": "jamal", "cengkih 1": "elfira"}  # cengkih 2 waits
OFFERED = {"gamalama 1": "jamal", "pala 0": "agnes", "gamalama 2": "sari", "gamalama 6": "ruslan"}
WAITS, DECLINES = "gamalama 2", "gamalama 6"
ALARMS = (StepSource.RED_FLAG, StepSource.SCREENING)


def accompany(teller, clients):
    """Everything about who accompanies whom; `clients` is a list of (client, life)."""
    cast = {life.key or life.call_name: (client, life) for client, life in clients}
    for key, (companion, since, until, reason, note) in FORMER.items():
        _former(teller, cast[key][0], companion, since, until, reason, note)
    for companion, theirs in MAIN.items():
        for key, ago in theirs.items():
            client, life = cast[key]
            _assign(teller, client, companion, ago or life.days - 14, despite=DESPITE.get(key, ""))
    for key, (companion, ago) in SECOND.items():
        _assign(teller, cast[key][0], companion, ago, part=Part.SECOND)
    for key, track in TRACKS.items():
        client, life = cast[key]
        visits.tell(teller, life, client, track)
        _answer_alarms(teller, client)
    _say(teller, cast)


def hand_over(teller, clients):
    """For her who is away until she is back, for her who leaves for good: made yesterday, answered the same day."""
    cast = {life.key or life.call_name: client for client, life in clients}
    offers = _offer(
        teller, AWAY, {cast[key]: to for key, to in STANDS_IN.items()}, why="cuti", until_on=teller.day(AWAY_UNTIL),
        note="Selama Nurmala di Manado. Klien sudah tahu.", at="08.30",
    )  # fmt: skip
    for key, to in STANDS_IN.items():
        with teller.as_person(to, teller.moment(1, "17.10")) as by:
            actions.accept(offer=offers[cast[key].pk], by=by)
    offers = _offer(
        teller, LEAVING, {cast[key]: to for key, to in OFFERED.items()}, why="berhenti",
        note="Ningsih pindah pekan depan. Kenalan dulu bersama dia bila bisa.", at="09.20",
    )  # fmt: skip
    for key, to in OFFERED.items():
        if key == WAITS:
            continue
        with teller.as_person(to, teller.moment(1, "18.40")) as by:
            if key == DECLINES:
                why = "Rumahnya terlalu jauh dari tempat saya, malam saya tidak bisa."
                actions.decline(offer=offers[cast[key].pk], by=by, why=why)
            else:
                actions.accept(offer=offers[cast[key].pk], by=by)


def _assign(teller, client, companion, ago, **more):
    with teller.as_person("gani", teller.moment(ago, "11.30")) as by:
        return actions.assign(
            token=teller.token(by), client=client, companion=teller.actors[companion].membership, by=by,
            said=Said.AGREES, said_on=teller.day(ago), **more,
        )  # fmt: skip


def _former(teller, client, companion, since, until, reason, note):
    assignment = _assign(teller, client, companion, since)
    with teller.as_person("gani", teller.moment(until, "15.10")) as by:
        actions.end(assignment=assignment, by=by, reason=reason, note=note)


def _say(teller, cast):
    """One wants nobody, one someone else, and one someone else than who comes now; and whom some would like."""
    words = (
        (REFUSES, 13, Said.REFUSES, "Belum perlu, saya datang sendiri saja."),
        (WANTS_OTHER, 6, Said.WANTS_OTHER, "Kalau bisa kakak perempuan."),
        (WANTS_CHANGE, 2, Said.WANTS_OTHER, "Pak Kasim sering melaut, saya mau yang ada di darat."),
    )
    for key, ago, said, note in words:
        with teller.as_person("gani", teller.moment(ago, "16.45")) as by:
            actions.record_word(
                token=teller.token(by), client=cast[key][0], by=by, said=said, said_on=teller.day(ago), note=note
            )
    for key, wish in WISHES.items():
        with teller.as_person("gani", teller.moment(5, "10.50")) as by:
            actions.set_wish(client=cast[key][0], by=by, **wish)
    with teller.as_person("gani", teller.moment(5, "11.05")) as by:
        actions.add_barrier(
            token=teller.token(by), client=cast[WANTS_OTHER][0], companion=teller.actors["ruslan"].membership, by=by,
            kind="unwanted", note="Tidak ada salah siapa pun; klien malu.",
        )  # fmt: skip


def _answer_alarms(teller, client):
    """What a companion's visit rang for is the coordinator's to do, and was done."""
    with teller.as_person("gani", teller.moment(2, "12.30")) as by:
        asked = NextStep.objects.open().filter(client=client, owner=by.membership, source__in=ALARMS)
        for step in asked.filter(due_on__lt=teller.today):
            case_actions.finish_step(step=step, by=by)


def _offer(teller, companion, choices, *, at, **more):
    """{client: the offer of it}; `choices` is {client: key of the receiver}."""
    with teller.as_person("gani", teller.moment(1, at)) as by:
        mine = Assignment.objects.current().filter(companion=teller.actors[companion].id, part=Part.MAIN)
        assignments = {one.client_id: one for one in mine.select_related("client")}
        made = actions.hand_over(
            token=teller.token(by), companion=teller.actors[companion].membership, by=by,
            choices={assignments[client.pk]: teller.actors[to].membership for client, to in choices.items()}, **more,
        )  # fmt: skip
        return {offer.client_id: offer for offer in made.offers.all()}
