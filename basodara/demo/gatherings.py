"""Where companions and clients of the demo come together: training, meetings of the KDS, supervision; and profiles."""

from datetime import datetime, time

from django.utils import timezone

from basodara.demo.companions import COMPANIONS, FROM_THE_FIRST, RAN_OUT, row_of
from companions import actions
from companions.models import AgreedAction

BASICS = ("Mendengar tanpa menghakimi", "Kartu kontak dan kerahasiaan", "Mencatat kunjungan", "Menjaga diri sendiri")
AGAIN = ("Mencatat kunjungan di telepon", "Bila klien menolak", "Merawat diri dan saling menopang")
# course, first day (days ago), topics one a day, where, seats
LONG_AGO = ("Dasar pendampingan, angkatan pertama", 795, BASICS[:3], "Aula Sentra, lantai dua", 20)
HALF_A_YEAR = ("Dasar pendampingan dan pencatatan", 184, BASICS[:2] + AGAIN[:1], "Aula Sentra, lantai dua", 16)
COMING = ("Penyegaran pendamping", -19, AGAIN[1:], "Kantor kelurahan Kalumata", 12)
REFRESHED = ("kasim", "sari", "jamal", "elfira", "mulyati", "thamrin")
WITHDRAWN = "mulyati"
TRAINERS = "Ridwan Alting dan Farida Djumati"

# days ago, KDS, topic, where, open to others, who leads, decisions, clients by key, new ones, how many others
HELD = (
    (97, "cengkih", "Berbagi cerita sebulan ini", "Rumah Halima, Santiong", False, "halima",
     "Saling mengingatkan lewat pesan pukul delapan malam.", ("cengkih 0", "cengkih 1"), ("cengkih 0",), 0),
    (66, "cengkih", "Belanja hemat dan makan bergizi", "Rumah Halima, Santiong", False, "elfira",
     "Iuran beras satu gelas seorang.", ("cengkih 0", "cengkih 1", "cengkih 2"), ("cengkih 2",), 1),
    (34, "pala", "Keluarga yang menguatkan", "Teras rumah Agnes, Marikurubu", True, "agnes",
     "Keluarga diundang lagi pada pertemuan berikutnya.", ("pala 0", "pala 1", "Mira"), ("pala 1",), 4),
    (6, "cengkih", "Jualan kue bersama di akhir pekan", "Rumah Halima, Santiong", False, "elfira",
     "Elfira menanyakan izin meja jualan ke kelurahan.", ("cengkih 0", "cengkih 2", "Hasna"), ("Hasna",), 2),
)  # fmt: skip
PLANNED = (-9, "cengkih", "Simpan pinjam kelompok", "Rumah Halima, Santiong", False, "elfira")
CANCELLED = (20, "pala", "Piknik ke pantai Sulamadaha", "Pantai Sulamadaha", True, "agnes")

# companion: (days ago, findings, support needed, [(what, due in days)], clients by key)
SUPERVISIONS = {
    "sari": (11, "Sabar dan teliti. Cemas bila klien tidak membalas pesan.", "Teman bicara sesudah kunjungan berat.",
             [("Menulis kunjungan pada hari yang sama", 12), ("Mengajak Ruslan sekali ikut kunjungan", 5)], ("Fitri",)),
    "jamal": (16, "Cepat akrab; perlu belajar menahan nasihat.", "", [("Berlatih bertanya terbuka", 14)], ()),
    "nurmala": (19, "Dekat dengan keluarga klien, kadang lelah.", "Waktu libur.", [], ("cengkih 1",)),
    "kasim": (8, "Disukai bapak-bapak. Sertifikat sudah lewat.", "Kursi pada penyegaran.",
              [("Ikut penyegaran bulan depan", 20)], ("pala 1",)),
    "elfira": (14, "Memimpin kelompok dengan tenang.", "", [("Menyiapkan daftar hadir yang baru", 9)], ()),
    "bahrun": (5, "Terlalu banyak klien baru sekaligus; dua kunjungan terlambat.", "Sebagian klien dialihkan.",
               [("Memilih bersama klien mana yang dialihkan", 2)], ("gamalama 10",)),
    "desi": (22, "Catatan rapi, batas terjaga.", "", [], ("Novi",)),
    "ningsih": (8, "Pamit dengan baik kepada klien.", "", [("Memperkenalkan penggantinya", 4)], ()),
    "ruslan": (57, "Masih ragu berkunjung sendiri.", "Berkunjung berdua dulu.", [("Ikut Sari satu kali", -40)], ()),
    "thamrin": (20, "Siap menerima klien.", "", [], ()),
    "mulyati": (24, "Hanya bisa akhir pekan; cocok untuk keluarga.", "", [], ()),
    "agnes": (12, "Menghubungkan kelompok dengan puskesmas.", "", [("Menanyakan jadwal ruang pertemuan", -3)], ()),
}  # fmt: skip
OVERDUE = "ruslan"
DONE = ("agnes", 4)  # who had done what was agreed, so many days ago

# organisation: (who keeps it, coordinator, number, area, address, telephone)
PROFILES = {
    "gamalama": ("gani", "gani", "017/LKS/TTE", ("82.71.02.1004", "82.71.02.1001", "82.71.02.1023", "82.71.06.1015"),
                 "Jalan Kapitan No. 12, Kalumata", "+6281200009001"),
    "cengkih": ("gani", "halima", "", ("82.71.06.1012", "82.71.06.1009"), "Lorong Masjid, Santiong", "+6281200009002"),
    "pala": ("gani", "gani", "", ("82.71.06.1007", "82.71.01.1002"), "Marikurubu, dekat pos ronda", "+6281200009003"),
    "raha": ("nona", "nona", "023/LKS/TTE", ("82.71.01.1001", "82.71.01.1003"), "Jalan Pantai No. 4, Jambula",
             "+6281200009004"),
    "bahari": ("nona", "iksan", "", (), "Dermaga Moti", "+6281200009005"),
}  # fmt: skip


def train(teller):
    """Two trainings that were held, with their certificates, and a refresher to come."""
    veterans = [key for key, trait in COMPANIONS.items() if trait.enrolled == FROM_THE_FIRST]
    _train(teller, LONG_AGO, veterans)
    _train(teller, HALF_A_YEAR, [key for key in COMPANIONS if key != RAN_OUT])
    refresher, _sessions = _plan(teller, COMING, REFRESHED, planned=25, is_refresher=True)
    with teller.as_person("ridwan", teller.moment(3, "09.15")) as by:
        withdrawn = refresher.participants.get(companion=teller.actors[WITHDRAWN].membership)
        actions.withdraw_participant(participant=withdrawn, by=by)


def keep_profiles(teller):
    """What the organisations say of themselves."""
    for place, (keeper, coordinator, number, area, address, phone) in PROFILES.items():
        agreement = {
            "registration_no": f"460/{number}/{teller.today.year - 2}", "registered_on": teller.day(640),
            "registered_until": teller.day(-455), "agreement_no": f"B-{number[:3]}/SWB/{teller.today.year - 1}",
            "agreement_from": teller.day(320), "agreement_until": teller.day(-45),
        } if number else {}  # fmt: skip
        with teller.as_person(keeper, teller.moment(60, "13.30")) as by:
            actions.save_profile(
                organisation=teller.places[place], by=by, area=list(area), address=address, phone=phone,
                coordinator=teller.actors[coordinator].membership, note="Buka Senin sampai Jumat, 09.00–15.00.",
                **agreement,
            )  # fmt: skip


def meet(teller, clients):
    """Four meetings that took place, one that is planned, one that fell into the water."""
    ids = {life.key or life.call_name: client.pk for client, life in clients}
    for ago, *about, decisions, came, new, others in HELD:
        meeting = _plan_meeting(teller, (ago, *about), planned=ago + 10)
        with teller.as_person("gani", teller.moment(ago, "18.20")) as by:
            actions.hold_meeting(
                token=teller.token(by), meeting=meeting, by=by, clients=[ids[key] for key in came],
                new=[ids[key] for key in new], decisions=decisions, others_count=others,
            )  # fmt: skip
    _plan_meeting(teller, PLANNED, planned=5)
    cancelled = _plan_meeting(teller, CANCELLED, planned=30)
    with teller.as_person("gani", teller.moment(21, "07.50")) as by:
        actions.cancel_meeting(meeting=cancelled, by=by, why="Hujan dan angin kencang, jalan ke pantai longsor.")


def supervise(teller, clients):
    """Everyone was talked with in time, but one."""
    ids = {life.key or life.call_name: client.pk for client, life in clients}
    for key, (ago, findings, support, agreed, discussed) in SUPERVISIONS.items():
        with teller.as_person("gani", teller.moment(ago, "14.30")) as by:
            actions.record_supervision(
                token=teller.token(by), companion=row_of(teller, key), by=by, held_on=teller.day(ago),
                findings=findings, support_needed=support, clients=[ids[one] for one in discussed],
                agreed=[(what, teller.day(-due)) for what, due in agreed],
            )  # fmt: skip
    key, ago = DONE
    with teller.as_person(key, teller.moment(ago, "20.10")) as by:
        actions.finish_action(action=AgreedAction.objects.get(companion=by.membership), by=by)


def _plan(teller, about, companions, *, planned, is_refresher=False):
    """(training, sessions), planned so many days ago."""
    course, first, topics, place, seats = about
    with teller.as_person("ridwan", teller.moment(planned, "09.00")) as by:
        training = actions.plan_training(
            token=teller.token(by), by=by, course=course, is_refresher=is_refresher, place=place, seats=seats,
            starts_on=teller.day(first), ends_on=teller.day(first - len(topics) + 1), trainers=TRAINERS,
            note="Makan siang disediakan. Ongkos perahu diganti.",
        )  # fmt: skip
        sessions = [
            actions.add_session(training=training, by=by, held_on=teller.day(first - number), topic=topic)
            for number, topic in enumerate(topics)
        ]
        members = [teller.actors[key].membership for key in companions]
        actions.enrol(training=training, companions=members, by=by)
    return training, sessions


def _train(teller, about, companions):
    """Planned, attended, certified on the last day."""
    training, sessions = _plan(teller, about, companions, planned=about[1] + 1)
    last = about[1] - len(about[2]) + 1
    with teller.as_person("ridwan", teller.moment(last, "16.00")) as by:
        keys = {actor.id: key for key, actor in teller.actors.items()}
        there = sorted(training.participants.all(), key=lambda row: keys[row.companion_id])
        presences, scores = {}, {}
        for row in there:
            was_away = teller.rng.random() < 0.15  # on the last day
            presences[str(row.pk)] = {str(one.pk) for one in (sessions[:-1] if was_away else sessions)}
            before = teller.rng.randint(35, 65)
            scores[str(row.pk)] = (before, before + teller.rng.randint(12, 30))
        actions.record_attendance(training=training, by=by, presences=presences, scores=scores)
        actions.issue(training=training, participants=there, by=by, issued_on=teller.day(last))


def _plan_meeting(teller, about, *, planned):
    ago, place, topic, where, is_open, facilitator = about
    with teller.as_person("gani", teller.moment(planned, "10.20")) as by:
        return actions.plan_meeting(
            token=teller.token(by), organisation=teller.places[place], by=by, starts_at=_at_four(teller, ago),
            place=where, topic=topic, is_open=is_open, facilitator=teller.actors[facilitator].membership,
        )  # fmt: skip


def _at_four(teller, ago):
    """In the afternoon of a day, of one to come too."""
    return datetime.combine(teller.day(ago), time(16), tzinfo=timezone.get_default_timezone())
