"""What pg_dump says of the test database, made searchable; and every value that must not be in it."""

import os
import re
import subprocess
from datetime import date, datetime

from django.apps import apps
from django.db import connection, models

from scripts.localpg import binaries
from tests.privacy.planting import in_database, sealed_fields

SHORTEST = 4
SHORTEST_IN_BYTES = 7  # shorter ones turn up in random bytes by chance
# Come from files that everyone has; nobody's name, though some sound like one (Idul Fitri).
LISTS = ("regions_region", "regions_publicholiday", "cases_servicekind")
OUR_CODES = {"none"}  # how well a kelurahan was matched
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BYTEA = re.compile(r"\\\\x([0-9a-f]*)")
_LISTED = re.compile(rf"^COPY public\.({'|'.join(LISTS)}) .*?^\\\.$", re.M | re.S)


class Dump:
    """`text` is the dump without its binary columns and list data, `raw` the bytes of those columns."""

    def __init__(self, dumped):
        dumped = _LISTED.sub("", dumped)
        self.raw = b"\n".join(bytes.fromhex(found) for found in _BYTEA.findall(dumped))
        self.text = _BYTEA.sub("", dumped)
        self.folded = self.text.casefold()

    def tells(self, value):
        """Whether this value stands in it, as text or inside a binary column."""
        if isinstance(value, bytes):
            return value in self.raw
        if value in self.text:
            return True
        return len(value.encode()) >= SHORTEST_IN_BYTES and value.encode() in self.raw

    def tells_word(self, word):
        return word.casefold() in self.folded


def dump_as_owner():
    """The whole database, as plain SQL. Runs inside `as_owner()`."""
    params = connection.get_connection_params()
    where = {"-h": params.get("host"), "-p": params.get("port"), "-U": params.get("user")}
    command = [_pg_dump(), "-d", connection.settings_dict["NAME"]]
    command += [part for key, value in where.items() if value for part in (key, str(value))]
    environment = {**os.environ, "PGPASSWORD": params.get("password") or ""}
    return Dump(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def _pg_dump():
    """A pg_dump that is not older than the server."""
    for folder in binaries():
        program = folder / "pg_dump"
        if program.exists():
            told = subprocess.run([program, "--version"], capture_output=True, text=True)
            if (found := re.search(r"\) (\d+)", told.stdout)) and int(found[1]) >= connection.pg_version // 10_000:
                return program
    raise AssertionError("No pg_dump of the server's version was found beside its binaries.")


def sealed_values():
    """{column: the different values in it}, opened by those who hold the keys. Runs as the owner."""
    found = {}
    for model in in_database():
        for field in sealed_fields(model):
            values = found.setdefault(f"{model._meta.label}.{field.name}", set())
            for row in model._base_manager.filter(**{f"{field.name}__isnull": False}):
                values.update(_as_shown(getattr(row, field.attname), field))
    return found


def _as_shown(value, field):
    """How a value would look in a dump."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return {value.isoformat(), value.strftime("%d/%m/%Y"), value.strftime("%d-%m-%Y")}
    if isinstance(value, bytes):
        return {value[:48], value[len(value) // 2 :][:48]} - {b""}
    if isinstance(value, dict | list):
        return {leaf for leaf in _leaves(value) if _was_typed(leaf)}
    if field.choices and value in dict(field.flatchoices):
        return set()  # a code of ours
    return {str(value)}


def _was_typed(leaf):
    """Not an id, a code of the register reader, or a figure that stands in any dump."""
    if leaf in OUR_CODES or _UUID.fullmatch(leaf):
        return False
    return any(letter.isalpha() for letter in leaf) or len(leaf) >= 8


def _leaves(value):
    if isinstance(value, dict):
        return {leaf for inner in value.values() for leaf in _leaves(inner)}
    if isinstance(value, list):
        return {leaf for inner in value for leaf in _leaves(inner)}
    return {value} if isinstance(value, str) else set()


def public_words():
    """What anyone may read, folded, whole and by single words: areas, organisations, user names, codes, columns."""
    words = set()
    for app, name, fields in (
        ("regions", "Region", ("name", "code")),
        ("accounts", "Organisation", ("name", "short_name")),
        ("accounts", "User", ("username",)),
    ):
        for row in apps.get_model(app, name)._base_manager.values_list(*fields):
            words.update(row)
    for model in in_database():
        words.update([model._meta.db_table, *(field.column for field in model._meta.concrete_fields)])
        for field in model._meta.concrete_fields:
            inner = getattr(field, "base_field", field)
            words.update(str(code) for code, _label in inner.flatchoices or ())
    folded = {word.casefold() for word in words}
    return folded | {part for word in folded for part in re.findall(r"[^\W_]+", word)}


def public_days():
    """Days that stand in clear columns: a register's own copy of them tells nothing more."""
    days = set()
    for model in in_database():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
                found = model._base_manager.values_list(field.name, flat=True).distinct()
                days.update(day.isoformat() for day in found if day)
    return days
