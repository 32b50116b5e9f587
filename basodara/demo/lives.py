"""What is told of one client, and how a life that nobody wrote by hand is drawn."""

from dataclasses import dataclass, field
from datetime import date

from basodara.demo import notes

MEN = (
    "Irwan Arman Fadli Ikram Safar Rusdin Taufik Basri Hamdan Mansur Nasir Ridho Syukur Wahyu Zainal Haris Ilham "
    "Asis Burhan Fikri Yosep Markus Daniel Lukas Simon Petrus Stefanus Rifai Sofyan Anwar Jufri Lutfi Marwan Rais "
    "Salim Alwi Djafar Gafur Hasbi Idham Karim Latif Muksin Naim Rahim Sahrul Udin Viktor Zakaria"
)
WOMEN = (
    "Asmawati Rosmini Yulianti Ratna Hadija Nurjana Rukia Saida Ramla Aminah Astuti Citra Erna Fauzia Hartini "
    "Herlina Indah Jubaida Kartini Lestari Maimuna Masita Nurwahida Rabia Rosdiana Sakina Suriati Winda Yusnita "
    "Zulaiha Magdalena Kristina Elisabet Marlina Dahlia Anita Bertha Halija Jamila Kalsum Mariam Nurbaya Rahma "
    "Sitna Tuti Umi Warda Yohana Zahra Rugaya"
)
FAMILIES = (
    "Umasugi Kamarullah Tomagola Albaar Marsaoly Saban Tuanany Bopeng Buamona Drakel Duwila Fabanyo Gailea Fataruba "
    "Sahupala Umagapi Umanailo Umaternate Djumati Togubu Hafel Samiun Senen Tukuboya Lamusu Mahifa Mandar "
    "Marajabessy Papuangan Assagaf Bachmid Limatahu Soamole Golose Fokaaya"
)
STREETS = ("Jalan Pantai", "Jalan Kapitan", "Lorong Masjid", "Lorong Sumur", "Jalan Kebun Pala", "Lorong Dermaga")


@dataclass
class Track:
    """One worker's visits to one client. Days are counted back from today; `due` counts forward, None plans nothing."""

    worker: str
    since: int
    last: int
    every: int = 28
    due: int | None = 7
    time: str = ""
    place: str = "rumah"
    note: str = ""
    against_card: str = ""
    told: list = field(default_factory=list)  # answers of the latest visits, newest first, over what is drawn
    corrected: dict = field(default_factory=dict)  # what the visit before the last was corrected to, a day later
    mistaken: int | None = None  # a visit written down for the wrong person so many days ago, and hidden


@dataclass
class Consent:
    """A line of the ledger, `ago` days back. `to` names an organisation's key or a person of the household."""

    purpose: str
    ago: int
    decision: str = "SETUJU"
    to: str = ""
    how: str = "tertulis"


@dataclass
class Step:
    """Something to be done: written `ago` days back, due `due` days from today; ended `done` days back, if it is."""

    what: str
    due: int
    ago: int
    owner: str = ""
    done: int | None = None
    dropped: str = ""


@dataclass
class Life:
    """One invented client. `by` registered for `place`, `days` ago."""

    by: str
    place: str
    days: int
    call_name: str
    sex: str
    kelurahan: str
    legal_name: str = ""
    birth_date: date | None = None
    age: int | None = None
    kind: str = "ODHIV"
    key: str = ""  # how companionship calls them, where it is not by the call name
    body: str = ""  # the four characters of the client code
    person: dict = field(default_factory=dict)
    card: dict = field(default_factory=dict)
    case: dict = field(default_factory=dict)
    checked: bool = True
    household: list = field(default_factory=list)
    consents: list | None = None  # None: as drawn
    ledger: list = field(default_factory=list)  # further lines, after the others
    worker: str = ""
    share: tuple = ()  # (organisation's key, days ago, its worker's key or "")
    tracks: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    stage: str = "AKTIF"
    ending: dict = field(default_factory=dict)  # what the last move of the stage was given
    risk: tuple = ()

    def __post_init__(self):
        self.person.setdefault("landmark", "")


def _shuffled(rng, names):
    names = names.split()
    return rng.sample(names, len(names))


class Draw:
    """Draws what makes a person, each NIK serial and phone number once."""

    def __init__(self, rng, today):
        self.rng, self.today = rng, today
        self._serial = 9000
        self._phone = 100
        self._names = {sex: _shuffled(rng, names) for sex, names in (("L", MEN), ("P", WOMEN))}
        self._families = _shuffled(rng, FAMILIES)

    def name(self, sex):
        """A given name that nobody else here has, and a family name."""
        given = self._names[sex].pop()
        self._families.insert(0, family := self._families.pop())
        first = self.rng.choice(["", "", "", "Muhammad ", "Abdul "] if sex == "L" else ["", "", "", "Siti ", "Nur "])
        return given, f"{first}{given} {family}"

    def birth_date(self):
        return date(self.today.year - self.rng.randint(21, 58), self.rng.randint(1, 12), self.rng.randint(1, 28))

    def phone(self):
        """0812-0000-xxxx: a block in which nobody answers."""
        self._phone += self.rng.randint(3, 90)
        return f"+628120000{self._phone:04d}"

    def nik(self, kelurahan, sex, born):
        """PP KK CC DDMMYY SSSS, serials from 9001: invented ones are recognised by it."""
        self._serial += 1
        day = born.day + (40 if sex == "P" else 0)
        return f"{kelurahan[:8].replace('.', '')}{day:02d}{born.month:02d}{born.year % 100:02d}{self._serial}"

    def complete(self, life):
        """Fill what was not written by hand."""
        rng = self.rng
        person = life.person
        if life.birth_date is None and life.age is None:
            life.birth_date = self.birth_date()
        if life.birth_date:
            person["birth_date"] = life.birth_date
            if rng.random() < 0.85:
                person.setdefault("nik", self.nik(life.kelurahan, life.sex, life.birth_date))
        else:
            person["birth_year"] = self.today.year - life.age
        person.update(legal_name=life.legal_name, sex=life.sex)
        person.setdefault("address", f"{rng.choice(STREETS)} No. {rng.randint(2, 88)}")
        person.setdefault("rt", f"{rng.randint(1, 9):03d}")
        person.setdefault("rw", f"{rng.randint(1, 6):03d}")
        person["landmark"] = person["landmark"] or rng.choice(notes.LANDMARKS)
        if not life.card:
            life.card = dict(rng.choice(notes.CARDS))
        life.card["call_name"] = life.call_name
        if life.card.get("way") in ("telepon", "whatsapp"):
            life.card.setdefault("phone", self.phone())
            person.setdefault("phone", life.card["phone"])
        life.case.setdefault("education", rng.choice(["sd", "smp", "sma", "sma", "pt"]))
        life.case.setdefault("occupation", rng.choice(notes.OCCUPATIONS[life.sex]))
        life.case.setdefault("monthly_income", rng.choice([0, 450_000, 800_000, 1_200_000, 1_500_000, 2_400_000]))
        life.case.setdefault("referral_source", rng.choice(notes.SOURCES))
        life.case["kind"] = life.kind
        if not life.household and rng.random() < 0.75:
            partner = notes.PARTNERS[life.sex]
            life.household = [dict(one) for one in rng.sample((*notes.HOUSEHOLD, partner), rng.randint(1, 3))]
        with_partner = any(one["relation"] == "pasangan" for one in life.household)
        alone = rng.choice(["belum_kawin", "belum_kawin", "cerai_hidup", "cerai_mati"])
        life.case.setdefault("marital", "kawin" if with_partner else alone)
        return life
