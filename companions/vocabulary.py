"""The lists that records of companionship choose from; codes are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    PEER = "sebaya", _("Peer companion")
    FAMILY = "keluarga", _("Family companion")
    COMMUNITY = "masyarakat", _("Community companion")
    PROFESSIONAL = "profesional", _("Professional companion")


class Language(TextChoices):
    INDONESIAN = "indonesia", _("Indonesian")
    TERNATE = "ternate", _("Ternate")
    TIDORE = "tidore", _("Tidore")
    MAKIAN = "makian", _("Makian")
    TOBELO = "tobelo", _("Tobelo")
    GALELA = "galela", _("Galela")
    SULA = "sula", _("Sula")
    BUGIS = "bugis", _("Bugis")
    JAVANESE = "jawa", _("Javanese")
    OTHER = "lainnya", _("Other")


class Limit(TextChoices):
    """What a companion does not do; their own word."""

    WOMEN_ONLY = "perempuan_saja", _("Accompanies women only")
    MEN_ONLY = "laki_saja", _("Accompanies men only")
    NO_NIGHT = "tanpa_malam", _("Not at night")
    NO_BOAT = "tanpa_perahu", _("Not by boat")
    WEEKEND_ONLY = "akhir_pekan", _("At weekends only")


class Part(TextChoices):
    MAIN = "utama", _("Main companion")
    SECOND = "kedua", _("Second companion")
    STAND_IN = "titipan", _("Stand-in")


class Said(TextChoices):
    """The client's word on being accompanied."""

    AGREES = "SETUJU", _("Agrees")
    WANTS_OTHER = "MINTA_LAIN", _("Wants someone else")
    REFUSES = "MENOLAK", _("Does not want a companion")
    NOT_ASKED = "BELUM", _("Not asked yet")


WANTS_CHANGE = (Said.WANTS_OTHER, Said.REFUSES)


class AskedBy(TextChoices):
    COORDINATOR = "koordinator", _("Coordinator")
    CLIENT = "klien", _("Client")
    COMPANION = "pendamping", _("Companion")
    FAMILY = "keluarga", _("Family")
    OTHER = "lainnya", _("Other")


class EndReason(TextChoices):
    """Why an assignment ended; the last four are written by the system alone."""

    CLIENT = "klien_minta", _("The client asked for it")
    COMPANION = "pendamping_minta", _("The companion asked for it")
    LEFT = "pendamping_berhenti", _("The companion leaves")
    LOAD = "beban", _("Too many clients")
    MISTAKE = "salah", _("Assigned by mistake")
    OTHER = "lainnya", _("Other")
    HANDED_OVER = "alih", _("Handed over")
    CLOSED = "kasus_ditutup", _("The case was closed")
    STAND_IN_OVER = "titipan_selesai", _("The stand-in time is over")
    SIGHT_ENDED = "akses_berakhir", _("The organisation no longer holds the case")


BY_HAND = (
    EndReason.CLIENT, EndReason.COMPANION, EndReason.LEFT, EndReason.LOAD, EndReason.MISTAKE, EndReason.OTHER,
)  # fmt: skip


class Barrier(TextChoices):
    """Why this companion and this client never go together."""

    UNWANTED = "unwanted", _("The client does not want this person")
    SELF = "self", _("This is the client")
    RELATIVE = "relative", _("Relative of the client")


class WhyHandOver(TextChoices):
    LEAVING = "berhenti", _("Leaves")
    ABSENCE = "cuti", _("Is away for a time")
    LOAD = "beban", _("Has too many clients")


class OfferState(TextChoices):
    WAITING = "MENUNGGU", _("Waits for an answer")
    ACCEPTED = "DITERIMA", _("Accepted")
    DECLINED = "DITOLAK", _("Declined")
    LAPSED = "LEWAT", _("Not answered in time")
    WITHDRAWN = "DITARIK", _("Taken back")


class EventState(TextChoices):
    """Of a training or a meeting."""

    PLANNED = "RENCANA", _("Planned")
    HELD = "SELESAI", _("Took place")
    CANCELLED = "BATAL", _("Cancelled")
