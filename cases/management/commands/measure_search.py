"""Measures the search for names on invented people, in a database of its own that is dropped afterwards.

It goes the way of a page: as the web's role, through row security and the definer function, opening and ranking
included. The tables it prints stand in docs/search.md.
"""

import random
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import quantiles
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from accounts.actor import Actor
from accounts.models import Membership, Organisation, User
from accounts.roles import OrganisationKind, Role
from cases.management.copying import copy_in
from cases.management.invented_names import InventedNames
from cases.management.slips import FORMS, beginnings
from cases.models import Client, ContactCard, Grant, Identity, Level
from cases.search import find_clients
from cases.vocabulary import Basis
from privacy.blind import fold, name_index
from privacy.context import acting_as, as_owner

AT_ONCE = 5_000
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SECURED = (Client, Identity, ContactCard, Grant)


class Line(NamedTuple):
    form: str
    found: float  # someone with the words meant is among the first ten
    found_self: float  # the very person is
    milliseconds: list[float]


class Command(BaseCommand):
    help = (
        "Measure the search for names on invented people, in a scratch database; prints the table for docs/search.md."
    )

    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=100_000)
        parser.add_argument("--questions", type=int, default=300, help="of each form")
        parser.add_argument("--seed", type=int, default=2026)

    def handle(self, *, people, questions, seed, **options):
        if not settings.DATABASE_OWNER:
            raise CommandError("DATABASE_OWNER_URL is not set: the scratch database is made as the owner.")
        with scratch_database():
            with as_owner():
                started = time.perf_counter()
                askers, names = fill(people, seed)
                seconds = time.perf_counter() - started
                self.stdout.write(f"{people:,} invented people written in {seconds:.0f} s; {sizes(people)}\n\n")
            for asker, sees in askers:
                self.stdout.write(
                    f"Someone who sees {len(sees):,}:\n\n" + table(asker, sees, names, questions, seed) + "\n"
                )


@contextmanager
def scratch_database():
    """A migrated database beside the real one, made and dropped by the owner; the default connection points to it."""
    original = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"] = {**connection.settings_dict.get("TEST", {}), "NAME": f"{original}_search"}
    with as_owner():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connections.close_all()
        with as_owner():
            connection.creation.destroy_test_db(original, verbosity=0)


def fill(people, seed):
    """Write the people, and three askers who see everyone, 2,000 and 30. Returns the askers with whom they see."""
    askers = [asker(f"Contoh {number}") for number in range(3)]
    shown = [[] for _ in askers]
    invented, index, names = InventedNames(seed), name_index(), {}
    with connection.cursor() as cursor:
        for model in SECURED:  # history and lists are not what is measured
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    for start in range(0, people, AT_ONCE):
        rows = {model: [] for model in SECURED}
        for number in range(start, min(start + AT_ONCE, people)):
            client = Client(
                code=f"SC-{number}",
                sex="P",
                registered_organisation=askers[0].organisation,
                registered_by=askers[0].membership,
            )
            legal_name = invented.legal_name()
            call_name = invented.call_name(legal_name)
            names[client.pk] = (legal_name, call_name)
            rows[Client].append(client)
            rows[ContactCard].append(ContactCard(client=client, call_name=call_name, phone="+6281200000000"))
            rows[Identity].append(
                Identity(
                    client=client,
                    legal_name=legal_name,
                    nik="8271000000000000",
                    birth_date="1990-01-01",
                    phone="+6281200000000",
                    address="Jalan Contoh",
                    name_pieces=index.stored(legal_name, call_name),
                )
            )
            for who, seen, every in zip(askers, shown, (1, max(1, people // 2_000), max(1, people // 30)), strict=True):
                if number % every == 0:
                    rows[Grant].append(grant(client, who))
                    seen.append(client.pk)
        for model, instances in rows.items():
            copy_in(model, instances)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return list(zip(askers, shown, strict=True)), names


def asker(name):
    organisation = Organisation.objects.create(name=name, short_name=name, kind=OrganisationKind.LKS)
    user = User.objects.create_user(name.lower().replace(" ", "-"), None, display_name=name)
    return Actor(Membership.objects.create(user=user, organisation=organisation, roles=[Role.COORDINATOR.value]))


def grant(client, who):
    return Grant(
        client=client,
        holder_id=who.organisation.pk,
        level=Level.CARE,
        basis=Basis.REGISTRATION,
        starts_at=LONG_AGO,
    )


def sizes(people):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg(cardinality(name_pieces)), avg(pg_column_size(name_pieces)),"
            " pg_relation_size('identity_name_pieces') FROM cases_identity"
        )
        pieces, column, index = cursor.fetchone()
    return f"a person has {pieces:.0f} pieces: {column:.0f} bytes in the row and {index / people:.0f} in the index"


def table(asker, sees, names, questions, seed):
    draw, lines = random.Random(seed), []
    with acting_as(asker):
        for form in FORMS:
            lines.append(measure(form, asker, sees, names, questions, draw))
    everything = [took for line in lines for took in line.milliseconds]
    rows = [
        f"| {line.form} | {line.found:.3f} | {line.found_self:.3f} | {times(line.milliseconds)} |" for line in lines
    ]
    head = "| typed | words meant among the first 10 | this very person | p50 ms | p90 | p99 |"
    return "\n".join([head, "| --- " * 6 + "|", *rows, f"| all | | | {times(everything)} |", ""])


def measure(form, asker, sees, names, questions, draw):
    make, found, found_self, milliseconds = FORMS[form], 0, 0, []
    for _ in range(questions):
        person = draw.choice(sees)
        name = names[person][0]
        typed = make(draw, name)
        hits, took = asked_twice(asker, typed)
        milliseconds.append(took)
        found += any(answers(typed, name, names[hit.client_id], make) for hit in hits)
        found_self += any(hit.client_id == person for hit in hits)
    return Line(form, found / questions, found_self / questions, milliseconds)


def asked_twice(asker, typed):
    """The hits, and the shorter of two times in milliseconds: other work on the machine is not what is measured."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        hits = find_clients(asker, typed, limit=10)
        times.append((time.perf_counter() - started) * 1000)
    return hits, min(times)


def answers(typed, name, found, make):
    """Whether the found person's words are those meant; where beginnings were typed, whether they begin so."""
    words = fold(found[0]) + fold(found[1])
    if make is beginnings:
        return all(any(start.sound in word.beginning(len(start.plain)) or start.sound == word.sound for word in words)
                   for start in fold(typed))  # fmt: skip
    meant = fold(name)[-1:] if " " not in typed else fold(name)
    return {word.sound for word in meant} <= {word.sound for word in words}


def times(milliseconds):
    hundredths = quantiles(milliseconds, n=100)
    return " | ".join(f"{hundredths[at - 1]:.1f}" for at in (50, 90, 99))
