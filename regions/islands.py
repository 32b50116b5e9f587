"""On which island an area lies and how far two kelurahan are from each other: whether a boat is needed."""

import csv
from enum import IntEnum
from functools import cache
from pathlib import Path

ISLANDS_FILE = Path(__file__).resolve().parent / "data" / "islands.csv"

_REGENCY, _DISTRICT = len("82.71"), len("82.71.03")


class Distance(IntEnum):
    """From near to far; UNKNOWN stands last because nobody can be sent on a guess."""

    SAME_KELURAHAN = 0
    SAME_DISTRICT = 1
    SAME_ISLAND = 2
    OTHER_ISLAND = 3
    UNKNOWN = 4


def island_of(code):
    """The island of a kelurahan or kecamatan by its code; "" when the list does not know it, or for no code."""
    if not code:
        return ""
    islands = _islands()
    return islands.get(code) or islands.get(code[:_DISTRICT], "")


def distance(one, other):
    """How far apart two kelurahan are. None, "" and the code of a whole regency are UNKNOWN.

    Two islands within one kecamatan are OTHER_ISLAND: between Mayau and Tifure there is a boat, too.
    """
    if not one or not other or min(len(one), len(other)) < _DISTRICT:
        return Distance.UNKNOWN
    if one == other:
        return Distance.SAME_KELURAHAN if len(one) > _DISTRICT else Distance.SAME_DISTRICT
    here, there = island_of(one), island_of(other)
    if here and there and here != there:
        return Distance.OTHER_ISLAND
    if one[:_DISTRICT] == other[:_DISTRICT]:
        return Distance.SAME_DISTRICT
    if here and here == there:
        return Distance.SAME_ISLAND
    if not here and not there and _is_on_one_piece_of_land(one, other):
        return Distance.SAME_ISLAND
    return Distance.UNKNOWN


def _is_on_one_piece_of_land(one, other):
    """Of one regency of which the list says nothing; where it names islands, it left the others out in doubt."""
    regency = one[:_REGENCY]
    return regency == other[:_REGENCY] and regency not in _listed_regencies()


@cache
def _islands():
    with ISLANDS_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["island"] for row in csv.DictReader(lines)}


@cache
def _listed_regencies():
    return frozenset(code[:_REGENCY] for code in _islands())
