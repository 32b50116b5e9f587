"""The second LKS of the demo, younger than the first: three companions, and a register that has just been imported.

It comes last, with chance of its own: the stories of the first LKS stay what they are.
"""

import random
from types import SimpleNamespace

from accounts.roles import Role
from basodara.demo.companions import Trait
from basodara.demo.team import Person
from cases import imports
from cases.actions import imports as importing
from cases.models import Client
from companions import actions
from companions.models import Training
from companions.vocabulary import EventState, Said

COMPANIONS = {
    "yani": Trait(
        "keluarga", "P", "82.71.01.1001", ("indonesia", "ternate"),
        Person("Yani Wahab", Role.COMPANION, "raha", "pendamping3"),
    ),
    "dahlan": Trait(
        "sebaya", "L", "82.71.01.1003", ("indonesia", "tidore"), Person("Dahlan Marasabessy", Role.COMPANION, "raha"),
        limits=("tanpa_malam",), capacity=8,
    ),
    "salmon": Trait(
        "masyarakat", "L", "82.71.05.1001", ("indonesia", "makian"), Person("Salmon Gamtohe", Role.COMPANION, "bahari")
    ),
}  # fmt: skip
# {companion: clients' keys}; the others still wait for someone
MAIN = {
    "yani": ("raha 0", "raha 2", "raha 4", "raha 6"),
    "dahlan": ("raha 1", "raha 3", "raha 7", "raha 9"),
    "salmon": ("bahari 0", "bahari 1", "bahari 2"),
}
EARLIEST = 150  # days ago: after their training
REGISTER = """\
No;Nama Lengkap;Nama Panggilan;L/P;Tgl Lahir;Alamat;Kelurahan;No. HP;Pendamping;Keterangan
1;Hadijah Malagapi;Ija;P;03/05/1991;RT 02;Jambula;;Kak Yani;hub. sore saja
2;Robo Sangaji;Robo;L;19/11/1979;RT 01;Jambula;;Pak Dahlan;
3;Sartin Bopeng;;P;22/02/1998;RT 04;Kastela;;Kak Yani;suami tdk tahu
4;Ikram Tuara;Ikram;L;07/08/1986;RT 03;Rua;;Om Lukman;
"""
IMPORTED = 6  # days ago


def people():
    """{key: Person} of the companions."""
    return {key: trait.person for key, trait in COMPANIONS.items()}


def settle_in(teller, clients):
    """Profiles, certificates and clients of the three. Gives the imported clients as (client, life)."""
    before, teller.rng = teller.rng, random.Random("pesisir")
    try:
        _enrol(teller)
        cast = {life.key: (client, life) for client, life in clients if life.key}
        for key, theirs in MAIN.items():
            for client, life in map(cast.get, theirs):
                _assign(teller, client, teller.actors[key].membership, min(life.days - 14, EARLIEST))
        return _import(teller)
    finally:
        teller.rng = before


def _enrol(teller):
    for key, trait in COMPANIONS.items():
        with teller.as_person("nona", teller.moment(190, "10.00")) as by:
            actions.save_companion(
                membership=teller.actors[key].membership, by=by, kind=trait.kind, sex=trait.sex,
                kelurahan=teller.regions[trait.kelurahan], languages=list(trait.languages), limits=list(trait.limits),
                capacity=trait.capacity, pledged_on=teller.day(190),
            )  # fmt: skip
    with teller.as_person("ridwan", teller.moment(178, "15.00")) as by:
        training = Training.objects.filter(state=EventState.HELD).latest("starts_on")
        members = [teller.actors[key].membership for key in COMPANIONS]
        actions.enrol(training=training, companions=members, by=by)
        rows = list(training.participants.filter(companion__in=members))
        sessions = {str(one.pk) for one in training.sessions.all()}
        actions.record_attendance(
            training=training, by=by, presences={str(row.pk): sessions for row in rows},
            scores={str(row.pk): (50, 75) for row in rows},
        )  # fmt: skip
        actions.issue(training=training, participants=rows, by=by, issued_on=training.ends_on)


def _assign(teller, client, companion, ago):
    with teller.as_person("nona", teller.moment(ago, "11.30")) as by:
        actions.assign(
            token=teller.token(by), client=client, companion=companion, by=by, said=Said.AGREES,
            said_on=teller.day(ago),
        )  # fmt: skip


def _import(teller):
    """The register names its companions as they are called; who that is, the coordinator has yet to say."""
    with teller.as_person("nona", teller.moment(IMPORTED, "14.00")) as by:
        there = set(Client.objects.values_list("pk", flat=True))
        file = importing.upload(
            token=teller.token(by), by=by, organisation=teller.places["raha"], name="data-raha.csv",
            content=REGISTER.encode(),
        )  # fmt: skip
        shown = len(imports.preview_of(file, by).coming)
        importing.import_register(token=teller.token(by), file=file, by=by, shown=shown, choices={})
        made = Client.objects.exclude(pk__in=there).select_related("imported_row").order_by("imported_row__row_number")
        return [(client, SimpleNamespace(body="", share=(), key="")) for client in made]
