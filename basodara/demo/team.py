"""The organisations of the demo world, who works there, and how one signs in as them."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Membership, Organisation, User
from accounts.roles import OrganisationKind as Kind
from accounts.roles import Role, label_of

PASSWORD = "perahu-cengkih"  # noqa: S105 - of invented people, and printed on every start
THERE_SINCE_DAYS = 900  # before the first training


class Place(NamedTuple):
    kind: str
    name: str
    short: str
    parent: str = ""


class Person(NamedTuple):
    name: str
    role: Role
    place: str
    login: str = ""  # nobody signs in as a person without one


PLACES = {
    "sentra": Place(Kind.BALAI, settings.CENTRE_NAME, "Sentra"),
    "gamalama": Place(Kind.LKS, "LKS Cahaya Gamalama", "Cahaya Gamalama"),
    "raha": Place(Kind.LKS, "LKS Pesisir Kie Raha", "Pesisir Kie Raha"),
    "cengkih": Place(Kind.KDS, "KDS Cengkih", "KDS Cengkih", "gamalama"),
    "pala": Place(Kind.KDS, "KDS Pala", "KDS Pala", "gamalama"),
    "bahari": Place(Kind.KDS, "KDS Bahari Moti", "KDS Bahari", "raha"),
    "hukum": Place(Kind.LAIN, "Pos Bantuan Hukum Ternate", "Posbakum"),
    "klinik": Place(Kind.KLINIK, settings.CLINIC_NAME, settings.CLINIC_NAME[:30]),
}

# In the order of the printed table; the key is how stories call them.
PEOPLE = {
    "rina": Person("Rina Saleh", Role.SOCIAL_WORKER, "sentra", "peksos"),
    "gani": Person("Abdul Gani", Role.COORDINATOR, "gamalama", "koordinator"),
    "sari": Person("Sari Umasugi", Role.COMPANION, "gamalama", "pendamping"),
    "hamza": Person("Hamza Tomagola", Role.SUPERVISOR, "sentra", "supervisor"),
    "wulan": Person("Wulan Tuasikal", Role.REFERRAL_OFFICER, "sentra", "rujukan"),
    "lidia": Person("Lidia Pattiwael", Role.CLINIC_STAFF, "klinik", "klinik"),
    "ridwan": Person("Ridwan Alting", Role.TRAINER, "sentra", "pelatih"),
    "farida": Person("Farida Djumati", Role.MANAGER, "sentra", "pimpinan"),
    "yunus": Person("Yunus Marsaoly", Role.PRIVACY_OFFICER, "sentra", "pdp"),
    "dewi": Person("Dewi Kamarullah", Role.ADMINISTRATOR, "sentra", "admin"),
    "samsul": Person("Samsul Barmawi", Role.COORDINATOR, "sentra", "koordinator-sentra"),
    "tahir": Person("Tahir Duwila", Role.SOCIAL_WORKER, "sentra", "peksos2"),
    "nona": Person("Nona Albaar", Role.COORDINATOR, "raha", "koordinator2"),
    "maria": Person("Maria Lessy", Role.PRIVACY_OFFICER, "gamalama", "pdp2"),
    "umar": Person("Umar Kaimudin", Role.SUPERVISOR, "gamalama", "supervisor2"),
    "latif": Person("Latif Sangaji", Role.ADMINISTRATOR, "raha", "admin2"),
    "iksan": Person("Iksan Buamona", Role.COORDINATOR, "bahari"),
    "halima": Person("Halima Fabanyo", Role.COORDINATOR, "cengkih"),
}


def make_team(others):
    """(organisations, actors) by their keys. Runs as the owner: these people were always there.

    `others` are people beside `PEOPLE`, in the same form.
    """
    since = timezone.now() - timedelta(days=THERE_SINCE_DAYS)
    places = {}
    for key, place in PLACES.items():
        places[key] = Organisation.objects.create(
            name=place.name, short_name=place.short, kind=place.kind, parent=places.get(place.parent)
        )
    encoded, actors = make_password(PASSWORD), {}  # hashing is slow on purpose: once for all of them
    for key, person in {**PEOPLE, **others}.items():
        user = User.objects.create(
            username=person.login or f"{key}.demo",
            password=encoded if person.login else make_password(None),
            display_name=person.name,
            date_joined=since,
        )
        actors[key] = Actor(
            Membership.objects.create(
                user=user,
                organisation=places[person.place],
                roles=[person.role.value],
                confirmed_at=since,
                created_at=since,
            )
        )
    return places, actors


def logins(others):
    """Rows of the printed table: role, organisation, user name, password; `others` as `make_team` takes them."""
    return [
        (label_of([person.role]), PLACES[person.place].name, person.login, PASSWORD)
        for person in {**PEOPLE, **others}.values()
        if person.login
    ]
