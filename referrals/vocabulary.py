"""The lists that referrals choose from. Codes are stored; these are fixed, kinds of service are data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Urgency(TextChoices):
    ROUTINE = "BIASA", _("Routine")
    URGENT = "SEGERA", _("Urgent")
    EMERGENCY = "DARURAT", _("Emergency")


class Channel(TextChoices):
    """How the receiver answers: in the application, or on the slip that comes back on paper."""

    APP = "aplikasi", _("in the application")
    SLIP = "slip", _("on paper")


class Declined(TextChoices):
    NOT_OURS = "bukan_wilayah", _("Not our area or mandate")
    FULL = "kapasitas_penuh", _("No room now")
    INCOMPLETE = "data_belum_lengkap", _("Something is missing")
    NOT_OFFERED = "tidak_tersedia", _("We do not offer this")
    CLIENT_REFUSES = "klien_menolak", _("The client does not want it")


# What must stand beside the reason: until when, what is missing, who else helps.
ASKS_MORE = {Declined.FULL, Declined.INCOMPLETE, Declined.NOT_OFFERED}


class Cancelled(TextChoices):
    NOT_NEEDED = "tidak_diperlukan", _("No longer needed")
    OTHER_CHOICE = "pilih_lain", _("The client chose another service")
    WRONG = "salah_kirim", _("Sent by mistake")
    MOVED = "pindah", _("The client has moved")
    DIED = "meninggal", _("The client has died")
    WITHDRAWN = "persetujuan_ditarik", _("Consent was withdrawn")


CANCELLED_BY_HAND = tuple(one for one in Cancelled if one != Cancelled.WITHDRAWN)


class NoShow(TextChoices):
    WEATHER = "cuaca", _("Weather or no boat")
    MONEY = "biaya", _("No money for the way")
    AFRAID = "takut_diketahui", _("Afraid that people learn of it")
    FORGOT = "lupa", _("Forgot")
    ILL = "sakit", _("Ill")
    NOT_REACHED = "tidak_bisa_dihubungi", _("Could not be reached")
    CHANGED_MIND = "berubah_pikiran", _("Changed their mind")
    OTHER = "lainnya", _("Something else, or not known")


class Outcome(TextChoices):
    """What came of a service."""

    REACHED = "tercapai", _("The need was met")
    PARTLY = "sebagian", _("Met in part, more is planned")
    NOT_REACHED = "belum", _("The need was not met")


class Transport(TextChoices):
    OWN = "sendiri", _("Comes on their own")
    COMPANION = "bersama_pendamping", _("Comes with the companion")
    FETCH = "dijemput", _("Needs to be fetched")
    BOAT = "perahu", _("Comes by boat")
    AT_HOME = "di_rumah", _("The service is given at home")


class Asks(TextChoices):
    """What a provider may want to read beside the reason; fields of the referral's content."""

    WANTED = "wanted", _("What is asked for")
    SUMMARY = "summary", _("Short summary of the situation")
    GIVEN_BEFORE = "given_before", _("Services given before")
    SPECIAL_NEEDS = "special_needs", _("Special needs")
    TRANSPORT = "transport", _("How does the client get there?")


# Which kinds of service answer what a visit has shown: red flags, then needs (`cases.vocabulary`).
SCREENING = "skrining"  # a yes to one of the five questions of a visit
FITS = {
    "menyakiti_diri": ("KEDARURATAN", "KONSELING", "TERAPI_PSIKOSOSIAL"),
    "kekerasan": ("KEDARURATAN", "HUKUM", "RUMAH_SINGGAH"),
    "pengusiran": ("KEDARURATAN", "RUMAH_SINGGAH"),
    "obat": ("AMBIL_ARV",),
    SCREENING: ("TBC_TPT", "IO_RAWAT"),
    "pangan": ("KEDARURATAN", "KEBUTUHAN_DASAR", "BANTUAN_SOSIAL"),
    "uang": ("PEMBERDAYAAN", "BANTUAN_SOSIAL"),
    "pekerjaan": ("PEMBERDAYAAN", "PELATIHAN"),
    "dokumen": ("DOKUMEN",),
    "tempat_tinggal": ("RUMAH_SINGGAH", "KEDARURATAN"),
    "kesehatan": ("IO_RAWAT", "TBC_TPT"),
    "dukungan_keluarga": ("PENGUATAN_KELUARGA", "KUNJUNGAN"),
    "konseling": ("KONSELING", "TERAPI_PSIKOSOSIAL", "KDS"),
    "hukum": ("HUKUM",),
    "anak": ("ANAK",),
}


class Look(TextChoices):
    """What a provider's planned look is about; sealed, for it tells what came of an examination."""

    EFFECT = "", _("What became of the help")
    START = "mulai", _("Start of care")
    AGAIN = "ulang", _("To come again")
    REVIEW = "tinjau", _("Situation, looked at again")
