"""Client codes that surely differ: dealt in order through a shuffled alphabet space, not drawn and asked about."""

from collections.abc import Iterator
from functools import cache

from cases.codes import ALPHABET, AREAS, check_character

BODIES = len(ALPHABET) ** 4
STRIDE = 104_729  # prime to 25 ** 4: a walk that meets every body once and does not look like counting
# Ternate's own area first; a world too large for one area spreads over its neighbours.
AREA_CODES = ["82.71", *(code for code in AREAS if code != "82.71")]
IN_ONE_AREA = 200_000


def areas_for(clients: int) -> list[str]:
    """The region codes whose letters a world of this size needs."""
    return AREA_CODES[: -(-clients // IN_ONE_AREA)]


@cache
def codes(clients: int) -> list[tuple[str, str]]:
    """(code, region code of its area) for each client of a world; forked children share the list."""
    areas = areas_for(clients)
    walks = [_codes_of(AREAS[area]) for area in areas]
    return [(next(walks[number % len(areas)]), areas[number % len(areas)]) for number in range(clients)]


def _codes_of(area: str) -> Iterator[str]:
    for step in range(BODIES):
        rest, letters = step * STRIDE % BODIES, ""
        for _ in range(4):
            rest, letter = divmod(rest, len(ALPHABET))
            letters += ALPHABET[letter]
        if check := check_character(area, letters):
            yield f"{area}-{letters}-{check}"
