"""Where a boat is needed, and where nobody knows."""

import csv

import pytest

from regions.islands import ISLANDS_FILE, Distance, distance, island_of
from regions.places import places_in_file

KALUMATA, TABONA, GAMALAMA, SULAMADAHA = "82.71.02.1004", "82.71.02.1023", "82.71.06.1009", "82.71.08.1004"
MOTI_KOTA, FAUDU, MAYAU, TIFURE, BIDO = (
    "82.71.04.1002",
    "82.71.07.1001",
    "82.71.05.1001",
    "82.71.05.1002",
    "82.71.05.1004",
)
SOASIO, SOFIFI, MAITARA, JAILOLO = "82.72.01.1001", "82.72.02.1001", "82.72.05.2007", "82.01.01.2001"
KAYOA, OBI_BARAT, OBI = "82.04.02.2001", "82.04.28.2001", "82.04.06.2001"
MAKASSAR_ONE, MAKASSAR_TWO, BONE = "73.71.01.1001", "73.71.09.1003", "73.08.01.2001"


@pytest.mark.parametrize(
    ("code", "island"),
    [
        (KALUMATA, "Ternate"), ("82.71.01", "Ternate"), ("82.71.03", "Ternate"), (SULAMADAHA, "Ternate"),
        (MOTI_KOTA, "Moti"), (FAUDU, "Hiri"), (MAYAU, "Mayau"), (TIFURE, "Tifure"),
        (SOASIO, "Tidore"), (SOFIFI, "Halmahera"), (MAITARA, "Maitara"), (JAILOLO, "Halmahera"),
        ("82.04.08", "Bacan"), ("82.07.01", "Morotai"), ("82.07.06", "Rao"),
        (KAYOA, ""), (MAKASSAR_ONE, ""), ("82.71", ""), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_the_island_of_an_area(code, island):
    assert island_of(code) == island


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (KALUMATA, KALUMATA, Distance.SAME_KELURAHAN),
        (KALUMATA, TABONA, Distance.SAME_DISTRICT),
        (KALUMATA, GAMALAMA, Distance.SAME_ISLAND),
        (KALUMATA, SULAMADAHA, Distance.SAME_ISLAND),
        (KALUMATA, MOTI_KOTA, Distance.OTHER_ISLAND),
        (KALUMATA, FAUDU, Distance.OTHER_ISLAND),
        (KALUMATA, MAYAU, Distance.OTHER_ISLAND),
        (MAYAU, BIDO, Distance.SAME_DISTRICT),
        (MAYAU, TIFURE, Distance.OTHER_ISLAND),
        (SOASIO, MAITARA, Distance.OTHER_ISLAND),
        (SOASIO, SOFIFI, Distance.OTHER_ISLAND),
        (SOFIFI, JAILOLO, Distance.SAME_ISLAND),  # another regency, the same land
        (KALUMATA, JAILOLO, Distance.OTHER_ISLAND),
        (KAYOA, KAYOA, Distance.SAME_KELURAHAN),
        (KAYOA, "82.04.02.2002", Distance.SAME_DISTRICT),
        (KAYOA, OBI, Distance.UNKNOWN),
        (KAYOA, OBI_BARAT, Distance.UNKNOWN),  # both are left out in doubt
        (MAKASSAR_ONE, MAKASSAR_TWO, Distance.SAME_ISLAND),
        (MAKASSAR_ONE, BONE, Distance.UNKNOWN),
        (MAKASSAR_ONE, KALUMATA, Distance.UNKNOWN),
        ("82.71.02", KALUMATA, Distance.SAME_DISTRICT),
        ("82.71.02", "82.71.02", Distance.SAME_DISTRICT),
        ("82.71", KALUMATA, Distance.UNKNOWN),
        (None, KALUMATA, Distance.UNKNOWN),
        (KALUMATA, "", Distance.UNKNOWN),
        (None, None, Distance.UNKNOWN),
    ],
)
def test_how_far_apart(one, other, expected):
    assert distance(one, other) is distance(other, one) is expected


def test_near_comes_before_far():
    order = (MOTI_KOTA, "82.71.04.1003"), (KALUMATA, GAMALAMA), (KALUMATA, MOTI_KOTA), (KALUMATA, None)
    found = [distance(*pair) for pair in order]

    assert found == sorted(found)


def test_the_list_speaks_of_areas_that_exist():
    names = {place.code: place.name for place in places_in_file()}
    with ISLANDS_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert all(names.get(row["code"]) == row["name"] and row["island"] for row in rows)
    assert len({row["code"] for row in rows}) == len(rows)


def test_every_kelurahan_of_the_two_cities_lies_on_a_known_island():
    cities = [place.code for place in places_in_file() if place.code.startswith(("82.71.", "82.72."))]

    assert all(island_of(code) for code in cities)
