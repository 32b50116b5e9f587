"""The lists that records of a case choose from, in the words of the programme; codes are stored.

All of these are fixed by the programme's vocabulary: code depends on them. What staff may extend is data.
"""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    MALE = "L", _("Male")
    FEMALE = "P", _("Female")


class Kind(TextChoices):
    PROSPEK = "PROSPEK", _("Reached, status unknown")
    ODHIV = "ODHIV", _("Person living with HIV")
    FAMILY = "KELUARGA", _("Family member")


class Risk(TextChoices):
    LOW = "rendah", _("Low")
    MEDIUM = "sedang", _("Medium")
    HIGH = "tinggi", _("High")
    CRISIS = "krisis", _("Crisis")


class Way(TextChoices):
    PHONE = "telepon", _("Telephone")
    WHATSAPP = "whatsapp", _("WhatsApp message")
    COMPANION = "pendamping", _("Through the companion")
    PERSON = "orang", _("Through someone who knows")
    NONE = "jangan", _("Do not contact")


class HomeVisitAllowed(TextChoices):
    YES = "ya", _("Yes")
    NO = "tidak", _("No")
    ELSEWHERE = "tempat_lain", _("Somewhere else")


class YesNoUnknown(TextChoices):
    YES = "ya", _("Yes")
    NO = "tidak", _("No")
    UNKNOWN = "belum_tahu", _("Not known yet")


class Relation(TextChoices):
    PARTNER = "pasangan", _("Husband, wife or partner")
    PARENT = "orang_tua", _("Parent")
    CHILD = "anak", _("Child")
    SIBLING = "saudara", _("Brother or sister")
    IN_LAW = "mertua_ipar", _("Family of the partner")
    OTHER = "lainnya", _("Other")


# Names of people of a household that say the relation already: "Suami", "Mertua", "Mama Ani".
SAYS_RELATION = {
    Relation.PARTNER: "suami istri isteri pasangan pacar husband wife partner",
    Relation.PARENT: "ibu mama bapak papa ayah tua ortu mother father parent parents",
    Relation.CHILD: "anak putra putri child son daughter",
    Relation.SIBLING: "kakak adik saudara kaka ade brother sister",
    Relation.IN_LAW: "mertua ipar menantu",
    Relation.OTHER: "nenek kakek om tante paman bibi sepupu tetangga teman keponakan keluarga",
}


class AgeBand(TextChoices):
    UNDER_5 = "0-4", _("0–4 years")
    UNDER_18 = "5-17", _("5–17 years")
    ADULT = "18-59", _("18–59 years")
    OLDER = "60+", _("60 years or older")


class Marital(TextChoices):
    SINGLE = "belum_kawin", _("Never married")
    MARRIED = "kawin", _("Married")
    DIVORCED = "cerai_hidup", _("Divorced")
    WIDOWED = "cerai_mati", _("Widowed")


class Education(TextChoices):
    NONE = "tidak_sekolah", _("No schooling")
    PRIMARY = "sd", _("Primary school")
    MIDDLE = "smp", _("Middle school")
    SECONDARY = "sma", _("Secondary school")
    HIGHER = "pt", _("University")


class Purpose(TextChoices):
    """Consent, fixed codes; texts are versioned. C4, C5 and C6 name whom they are for."""

    C1 = "C1", _("Record-keeping and companionship")
    C2 = "C2", _("Home visits")
    C3 = "C3", _("Contact by phone or WhatsApp")
    C4 = "C4", _("Sharing the case with a named organisation")
    C5 = "C5", _("Sharing treatment data with a named organisation")
    C6 = "C6", _("Telling a named person")
    C7 = "C7", _("Photo or story")
    C8 = "C8", _("Statistics without identity")


NAMES_ORGANISATION = (Purpose.C4, Purpose.C5)
NAMES_PERSON = (Purpose.C6,)


class Decision(TextChoices):
    """What one line of the ledger says."""

    GIVEN = "SETUJU", _("Given")
    REFUSED = "TOLAK", _("Refused")
    WITHDRAWN = "DITARIK", _("Withdrawn")


class ConsentState(TextChoices):
    """What the ledger says today; expired and not confirmed are read from it, never written."""

    UNCONFIRMED = "BELUM", _("Not yet confirmed")
    GIVEN = "SETUJU", _("Given")
    WITHDRAWN = "DITARIK", _("Withdrawn")
    REFUSED = "TOLAK", _("Refused")
    EXPIRED = "KEDALUWARSA", _("Expired")


class HowGiven(TextChoices):
    WRITTEN = "tertulis", _("In writing")
    THUMB = "cap_jempol", _("Thumb print")
    SPOKEN = "lisan", _("Spoken before a witness")


class VisitResult(TextChoices):
    DONE = "TERLAKSANA", _("Took place")
    NOT_MET = "TIDAK_BERTEMU", _("Not met")
    REFUSED = "DITOLAK", _("Refused")
    MOVED = "PINDAH", _("Moved away")
    DIED = "MENINGGAL", _("Died")


class Place(TextChoices):
    HOME = "rumah", _("At home")
    ELSEWHERE = "tempat_lain", _("At another place")
    PHONE = "telepon", _("By telephone")


class NotHappened(TextChoices):
    """Why a plan was moved or cancelled."""

    WEATHER = "cuaca", _("Weather")
    BOAT = "kapal", _("Boat")
    CLIENT = "klien_minta", _("Asked by the client")
    COMPANION = "pendamping_berhalangan", _("The worker could not come")
    UNSAFE = "tidak_aman", _("Not safe")
    OTHER = "lainnya", _("Other")


class Met(TextChoices):
    CLIENT = "klien", _("The client")
    FAMILY = "keluarga", _("A family member")
    NEIGHBOUR = "tetangga", _("A neighbour")
    OTHER = "lainnya", _("Someone else")


class Health(TextChoices):
    GOOD = "baik", _("Good")
    COMPLAINTS = "ada_keluhan", _("There are complaints")
    REFER_NOW = "perlu_rujukan", _("Needs referral at once")


class Complaint(TextChoices):
    FEVER = "demam", _("Fever")
    COUGH = "batuk", _("Cough for more than 2 weeks")
    WEIGHT = "berat_turun", _("Weight loss")
    SWEAT = "keringat_malam", _("Night sweats")
    DIARRHOEA = "diare", _("Diarrhoea")
    THRUSH = "sariawan", _("Mouth sores")
    BREATH = "sesak", _("Short of breath")
    PAIN = "nyeri", _("Pain")
    RASH = "ruam", _("Rash")
    HEADACHE = "sakit_kepala", _("Headache")
    NAUSEA = "mual", _("Nausea")
    OTHER = "lainnya", _("Other")


class Asked(TextChoices):
    """An answer to one of the five screening questions."""

    YES = "ya", _("Yes")
    NO = "tidak", _("No")
    NOT_ASKED = "tidak_ditanya", _("Not asked")


class MissedReason(TextChoices):
    FORGOT = "lupa", _("Forgot")
    SIDE_EFFECTS = "efek_samping", _("Side effects")
    BUSY = "sibuk", _("Busy")
    ROUTINE = "rutinitas", _("Routine changed")
    TRANSPORT = "biaya_transportasi", _("Cost of transport")
    DISTANCE = "jarak", _("Distance")
    RAN_OUT = "obat_habis", _("Supply ran out")
    NO_STOCK = "stok_kosong", _("Service had no stock")
    SICK = "sakit_berat", _("Very ill")
    PILLS = "terlalu_banyak_pil", _("Too many pills")
    WELL = "merasa_sehat", _("Feels well")
    SAD = "sedih", _("Sad or under pressure")
    ALCOHOL = "alkohol", _("Alcohol")
    DRUGS = "napza", _("Drugs")
    FEAR = "takut_diketahui", _("Afraid that people find out")
    FOOD = "kurang_makan", _("Too little food")
    TASTE = "rasa_obat", _("Taste")
    OTHER = "lainnya", _("Other")


class RedFlag(TextChoices):
    SELF_HARM = "menyakiti_diri", _("Thoughts of self-harm")
    VIOLENCE = "kekerasan", _("Violence")
    EVICTION = "pengusiran", _("Eviction")


class Need(TextChoices):
    MEDICINE = "obat", _("Medicine")
    FOOD = "pangan", _("Food")
    MONEY = "uang", _("Money or business")
    WORK = "pekerjaan", _("Work")
    PAPERS = "dokumen", _("Papers")
    HOUSING = "tempat_tinggal", _("A place to live")
    HEALTH = "kesehatan", _("Health")
    FAMILY = "dukungan_keluarga", _("Support of the family")
    COUNSELLING = "konseling", _("Counselling")
    LEGAL = "hukum", _("Legal aid")
    CHILD = "anak", _("Children")
    TRANSPORT = "transportasi", _("Transport")
    OTHER = "lainnya", _("Other")


class StigmaPlace(TextChoices):
    FAMILY = "keluarga", _("In the family")
    NEIGHBOURHOOD = "lingkungan", _("In the neighbourhood")
    WORK = "tempat_kerja", _("At work")
    HEALTH = "layanan_kesehatan", _("At a health service")
    SCHOOL = "sekolah", _("At school")
    OTHER = "lainnya", _("Elsewhere")


class FoodToday(TextChoices):
    ENOUGH = "cukup", _("Enough")
    SHORT = "kurang", _("Too little")
    NONE = "tidak_ada", _("None")


class FamilySupport(TextChoices):
    FULL = "penuh", _("Supports fully")
    PARTLY = "sebagian", _("Partly")
    NONE = "tidak", _("Does not support")
    NOT_TOLD = "belum_tahu", _("Does not know the status")


class Mood(IntegerChoices):
    VERY_LOW = 1, _("1, very low")
    LOW = 2, _("2, low")
    MIDDLE = 3, _("3, so-so")
    GOOD = 4, _("4, good")
    VERY_GOOD = 5, _("5, very good")


class StepSource(TextChoices):
    """What made a next step."""

    PERSON = "orang", _("Written by a worker")
    VISIT = "kunjungan", _("Agreed at a visit")
    RED_FLAG = "tanda_bahaya", _("Red flag")
    SCREENING = "skrining", _("Screening")
    CONSENT = "persetujuan", _("Consent")


class Basis(TextChoices):
    """Why someone may see a client (design, section 2)."""

    REGISTRATION = "registration", _("because they registered the client")
    TRANSFER = "transfer", _("since the case was transferred")
    SHARE = "share", _("because the client agreed to sharing")
    ASSIGNMENT = "assignment", _("while accompanying the client")
    REFERRAL = "referral", _("for a referral")
    CLINIC = "clinic", _("for treatment")
    TOLD_BY_CLINIC = "told_by_clinic", _("told by the clinic")
    EMERGENCY = "emergency", _("emergency access")


class ServiceFamily(TextChoices):
    """Who gives a kind of service."""

    CENTRE = "BALAI", _("Centre")
    CLINIC = "KLINIK", _("Clinic")
    COMPANIONS = "PENDAMPING", _("LKS and KDS")
    OTHER = "LAIN", _("Others")


class Component(IntegerChoices):
    """The seven components of the ministry's programme ATENSI."""

    LIVING = 1, _("Needs of a decent life")
    CARE = 2, _("Social care, care of children")
    FAMILY = 3, _("Support of the family")
    THERAPY = 4, _("Physical, psychosocial, spiritual therapy")
    WORK = 5, _("Training for work, enterprise")
    AID = 6, _("Social aid and assistance")
    ACCESS = 7, _("Access")


class ServiceSource(TextChoices):
    """Where a service given came from."""

    REFERRAL = "rujukan", _("a referral")
    VISIT = "kunjungan", _("a visit")
    DIRECT = "langsung", _("given directly")


class Approval(TextChoices):
    """Money counts as given when a second person has approved it."""

    NOT_NEEDED = "TIDAK", _("No money")
    WAITING = "MENUNGGU", _("Waits for approval")
    GIVEN = "DISETUJUI", _("Approved")
    REFUSED = "DITOLAK", _("Not approved")
