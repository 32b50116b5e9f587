"""The twelve companions of the demo's LKS and its KDS: who they are, what they can, who is away or leaves.

Days are days ago; a day to come is negative.
"""

from dataclasses import dataclass

from accounts.roles import Role
from basodara.demo.team import Person
from companions import actions
from companions.models import Companion

FROM_THE_FIRST, LATER = 800, 190  # days ago: enrolled before the first training, before the second


@dataclass(frozen=True)
class Trait:
    """One companion's profile. `person` None is someone of `team.PEOPLE`."""

    kind: str
    sex: str
    kelurahan: str
    languages: tuple
    person: Person | None = None
    limits: tuple = ()
    limits_note: str = ""
    capacity: int | None = None
    enrolled: int = LATER


def _named(name, place, login=""):
    return Person(name, Role.COMPANION, place, login)


COMPANIONS = {
    "sari": Trait("sebaya", "P", "82.71.02.1023", ("indonesia", "ternate"), enrolled=FROM_THE_FIRST),
    "jamal": Trait(
        "sebaya", "L", "82.71.02.1006", ("indonesia", "ternate", "tidore"), _named("Jamal Abubakar", "gamalama"),
        enrolled=FROM_THE_FIRST,
    ),
    "nurmala": Trait(
        "keluarga", "P", "82.71.02.1001", ("indonesia", "makian"), _named("Nurmala Ishak", "gamalama"),
        enrolled=FROM_THE_FIRST,
    ),
    "kasim": Trait(
        "masyarakat", "L", "82.71.01.1003", ("indonesia", "ternate"), _named("Kasim Lasidji", "gamalama"),
        enrolled=FROM_THE_FIRST, capacity=8,
    ),
    "elfira": Trait(
        "sebaya", "P", "82.71.06.1012", ("indonesia", "ternate", "jawa"), _named("Elfira Sangaji", "cengkih"),
        enrolled=FROM_THE_FIRST,
    ),
    "bahrun": Trait("masyarakat", "L", "82.71.02.1004", ("indonesia", "ternate"), _named("Bahrun Talib", "gamalama")),
    "desi": Trait(
        "profesional", "P", "82.71.06.1001", ("indonesia", "bugis"),
        _named("Desi Latuconsina", "gamalama", "pendamping2"), limits=("perempuan_saja",),
    ),
    "ningsih": Trait("sebaya", "P", "82.71.06.1015", ("indonesia", "sula"), _named("Ningsih Todoku", "gamalama")),
    "ruslan": Trait(
        "keluarga", "L", "82.71.02.1009", ("indonesia", "galela"), _named("Ruslan Muin", "gamalama"),
        limits=("tanpa_malam",), limits_note="Malam menjaga anak, istri bekerja.", capacity=6,
    ),
    "thamrin": Trait(
        "masyarakat", "L", "82.71.06.1009", ("indonesia", "ternate"), _named("Thamrin Ode", "cengkih"),
        limits=("laki_saja",),
    ),
    "mulyati": Trait(
        "keluarga", "P", "82.71.01.1002", ("indonesia", "tidore"), _named("Mulyati Rajab", "pala"),
        limits=("akhir_pekan", "tanpa_perahu"), limits_note="Senin sampai Jumat mengajar mengaji; mabuk laut.",
    ),
    "agnes": Trait("profesional", "P", "82.71.06.1007", ("indonesia", "tobelo"), _named("Agnes Kakiay", "pala")),
}  # fmt: skip

AWAY, AWAY_FROM, AWAY_UNTIL = "nurmala", 3, -11
LEAVING, LAST_DAY = "ningsih", -6
OVERLOADED, RAN_OUT = "bahrun", "kasim"


def people():
    """{key: Person} of those who are not in the team's own list."""
    return {key: trait.person for key, trait in COMPANIONS.items() if trait.person}


def enrol_companions(teller):
    """Their coordinator writes the profiles, the first ones before the first training."""
    for key, trait in COMPANIONS.items():
        pledged = teller.day(trait.enrolled)
        with teller.as_person("gani", teller.moment(trait.enrolled, "10.00")) as by:
            actions.save_companion(
                membership=teller.actors[key].membership, by=by, kind=trait.kind, sex=trait.sex,
                kelurahan=teller.regions[trait.kelurahan], languages=list(trait.languages),
                limits=list(trait.limits), limits_note=trait.limits_note, capacity=trait.capacity, pledged_on=pledged,
            )  # fmt: skip


def row_of(teller, key):
    """The companion's profile; in a block in which someone acts who may read it."""
    return Companion.objects.select_related("membership__user").get(pk=teller.actors[key].id)


def tell_absence_and_leaving(teller):
    """One says herself that she is away, of another the coordinator hears that she stops."""
    with teller.as_person(AWAY, teller.moment(12, "19.20")) as by:
        actions.add_absence(
            token=teller.token(by), companion=row_of(teller, AWAY), by=by, from_on=teller.day(AWAY_FROM),
            until_on=teller.day(AWAY_UNTIL), why="Menemani ibu yang dirawat di Manado.",
        )  # fmt: skip
    with teller.as_person("gani", teller.moment(8, "13.40")) as by:
        actions.set_leaving(
            companion=row_of(teller, LEAVING), by=by, leaves_on=teller.day(LAST_DAY),
            why="Ikut suami pindah kerja ke Sanana.",
        )  # fmt: skip
