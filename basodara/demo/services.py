"""What the organisations of the demo offer, and one place that works with paper alone."""

from cases.models import ServiceKind
from referrals import actions

PAPER = "hukum"  # the key of the organisation without an account
WEEKDAYS = [0, 1, 2, 3, 4]
CENTRE = {
    "KEDARURATAN": (
        "Makanan, tempat aman, biaya mendesak. Tim datang ke tempat.",
        "Keterangan singkat keadaan",
        "0812-0000-0099",
    ),
    "PENYULUHAN": ("Penyuluhan di kampung, sekolah dan tempat kerja.", "", ""),
    "KUNJUNGAN": ("Pekerja sosial Sentra datang ke rumah atau tempat lain yang disepakati.", "", ""),
    "PENGUATAN_KELUARGA": (
        "Bertemu keluarga yang dipilih klien, membahas dukungan sehari-hari.",
        "Klien memilih siapa yang hadir",
        "",
    ),
    "PEMBERDAYAAN": ("Pelatihan dan modal usaha kecil.", "KTP, rencana usaha sederhana", ""),
}
CLINIC = {
    "VCT": ("Konseling sebelum dan sesudah tes. Tidak perlu membawa KTP.", "", ""),
    "MULAI_ARV": ("", "Hasil pemeriksaan", ""),
    "AMBIL_ARV": ("", "Kartu berobat", ""),
    "VIRAL_LOAD_CD4": ("Sampel diambil pagi hari.", "", ""),
    "TBC_TPT": ("", "", ""),
    "IO_RAWAT": ("Gawat darurat setiap saat.", "", "0812-0000-0077"),
    "PPIA": ("", "Buku KIA", ""),
    "KONSELING": ("", "", ""),
}  # fmt: skip


def offer_services(teller):
    """Each by someone who works there; the place without an account by the centre's coordinator."""
    for kind, (about, needs, phone) in CENTRE.items():
        hours = "" if kind == "KEDARURATAN" else "08.00-15.00"
        days = [] if kind == "KEDARURATAN" else WEEKDAYS
        _offer(teller, "wulan", "sentra", kind, about, needs, phone, days, hours)
    for kind, (about, needs, phone) in CLINIC.items():
        _offer(teller, "lidia", "klinik", kind, about, needs, phone, WEEKDAYS, "08.00-12.00")
    for person, place in (("gani", "gamalama"), ("nona", "raha")):
        _offer(teller, person, place, "PENDAMPINGAN", "Pendamping terlatih dari warga sekitar.", "", "", [], "")
    for person, place in (("halima", "cengkih"), ("iksan", "bahari")):
        _offer(teller, person, place, "KDS", "Pertemuan sekali sebulan, tertutup.", "", "", [], "")
    _offer(teller, "samsul", PAPER, "HUKUM", "Pendampingan hukum tanpa biaya.", "", "", WEEKDAYS, "09.00-14.00")


def _offer(teller, person, place, kind, about, needs, phone, days, hours):
    with teller.as_person(person, teller.moment(400, "10.00")) as by:
        actions.keep_service(
            token=teller.token(by), by=by, provider=teller.places[place], kind=ServiceKind.objects.get(pk=kind),
            about=about, needs=needs, duty_phone=phone, open_days=days, open_hours=hours,
        )  # fmt: skip
