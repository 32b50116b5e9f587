"""Finds the kelurahan that somebody meant.

Ternate's 78 come first, then the rest of the province. A match says how it was found and how sure it is, so that a page
can show it; between two that fit equally well nothing is chosen, both are named in `others`.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from regions.places import VILLAGE_LEVELS, fold, fold_words, places_in_file
from regions.spelling import letters, sound, spelled_out, without_kind

HOME = "82.71"  # Kota Ternate

HOW = {
    "code": _("by its code"),
    "exact": _("same name"),
    "spelling": _("other spelling"),
    "abbreviation": _("abbreviation"),
    "part": _("part of the name"),
    "close": _("similar name"),
    "none": _("not found"),
    "several": _("several fit"),
}
_DIRECTIONS = {"utara", "selatan", "timur", "barat", "tengah", "kota", "baru", "pulau", "kampung", "tanah", "dua"}
_DISTRICT_SHORT = {
    "tersel": "ternate selatan", "ternsel": "ternate selatan", "terut": "ternate utara", "ternut": "ternate utara",
    "terteng": "ternate tengah", "ternteng": "ternate tengah", "terbar": "ternate barat", "ternbar": "ternate barat",
    "selatan": "ternate selatan", "utara": "ternate utara", "tengah": "ternate tengah", "barat": "ternate barat",
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """What was found. `code` is empty when nothing, or more than one, fits; `others` then lists what might be meant."""

    code: str = ""
    name: str = ""
    district: str = ""
    score: int = 0
    how: str = "none"
    others: tuple = ()
    district_differs: bool = False

    def __bool__(self):
        return bool(self.code)


@dataclass
class _Village:
    code: str
    name: str
    district_code: str
    district: str
    folded: str = ""
    heard: str = ""
    letters: str = ""
    words: frozenset = field(default_factory=frozenset)


class Gazetteer:
    """The areas, prepared for matching. `places`: rows with code, name, level and parent (regions.places.Place)."""

    def __init__(self, places, home=HOME):
        places = list(places)
        names = {place.code: place.name for place in places}
        self.home = home
        self._areas = [p for p in places if p.level not in VILLAGE_LEVELS]
        self._villages = [
            _Village(p.code, p.name, p.parent, names.get(p.parent, ""), fold(p.name), sound(p.name), letters(p.name),
                     frozenset(fold_words(p.name).split()))
            for p in places if p.level in VILLAGE_LEVELS
        ]  # fmt: skip
        self._home = [v for v in self._villages if v.code.startswith(f"{home}.")]
        self._by_code = {v.code.replace(".", ""): v for v in self._villages}

    def village(self, code):
        """(name, district name) of a code, or None."""
        found = self._by_code.get(code.replace(".", ""))
        return (found.name, found.district) if found else None

    def has_area(self, code):
        """Whether a district, city, regency or province of that code exists."""
        return any(area.code == code for area in self._areas)

    def match(self, typed, district=""):
        """The village meant by `typed`, which may carry the district ("Kalumata, Kec. Ternate Selatan")."""
        typed = str(typed or "").strip()[:200]
        if not typed:
            return Match()
        digits = re.sub(r"[.\s]", "", typed)
        if digits in self._by_code:
            return _found(self._by_code[digits], "code", 100)
        name, said = _split(typed)
        scope = self.area_named(str(district or "")[:200]) or self.area_named(said)
        inside = [v for v in self._villages if scope and v.code.startswith(f"{scope}.")]
        at_home = not scope or scope.startswith(self.home)
        around = [v for v in self._villages if scope and v.code.startswith(f"{scope[:5]}.")]
        # Of the places to look in, the nearer first; in each the surer ways first. Where a way finds several, no weaker
        # one may settle it ("Bastiong" is half of two names, and two letters from "Santiong").
        for pool, ways in (
            (inside, ("exact", "spelling", "abbreviation", "part", "close")),
            (around, ("exact", "spelling")),
            (self._home, ("exact", "spelling", "abbreviation")),
            (self._villages if not scope else (), ("exact", "spelling")),
            (self._home if at_home else (), ("part", "close")),
            (self._villages if not scope else (), ("far",)),
        ):
            for way in ways:
                fits = _fits(pool, name, way)
                if len(fits) == 1:
                    village, score = fits[0]
                    differs = bool(scope) and not village.code.startswith(f"{scope}.")
                    return _found(village, "close" if way == "far" else way, score - 10 * differs, differs)
                if fits:
                    return Match(how="several", others=tuple(v.code for v, _score in fits[:6]))
        return Match(others=tuple(v.code for v in self._guesses(name)))

    def area_named(self, typed):
        """Code of the district, city or regency named, Ternate's first; empty when none or more than one is meant."""
        words = [w for w in fold_words(typed).split() if w not in ("kecamatan", "kec", "kab", "kabupaten")]
        text = " ".join(words)
        if not text:
            return ""
        text = _DISTRICT_SHORT.get(text, text)
        wanted = {fold(text), fold(re.sub(r"^(?:kota|pulau|pul|p|kep|kepulauan)\s+", "", text))}
        found = [area for area in self._areas if wanted & _area_names(area)]
        found = [area for area in found if area.code.startswith(self.home)] or found
        if len(found) > 1:
            found = [area for area in found if fold(area.name) == fold(text)]
        return found[0].code if len(found) == 1 else ""

    def _guesses(self, name):
        """What to offer when nothing fits: names that begin alike or share a word."""
        words = set(spelled_out(name).split()) - _DIRECTIONS
        heard = sound(name)
        near = [v for v in self._home if words & v.words or (len(heard) > 3 and OSA.distance(heard, v.heard) <= 3)]
        near.sort(key=lambda v: (OSA.distance(heard, v.heard), v.code))
        return near[:4]


def _found(village, how, score, differs=False):
    return Match(village.code, village.name, village.district, score, how, (), differs)


def _split(typed):
    """(name, what is said about the district): at a comma, a bracket, "kec", a spaced dash or a slash."""
    text = without_kind(typed)
    parts = re.split(r"\s*(?:[,;(\[/]|\s[-–]\s|\bkec(?:amatan)?\b[.:]?)\s*", text, maxsplit=1, flags=re.IGNORECASE)
    name = without_kind(parts[0])
    rest = re.sub(r"[)\]]", " ", parts[1]) if len(parts) > 1 else ""
    rest = re.split(r"\bkota ternate\b\s*$", rest, flags=re.IGNORECASE)[0] if fold(rest) != "kotaternate" else ""
    return (name or text, rest.strip(" ,;/.-"))


def _area_names(area):
    """The ways an area above the villages is called, folded."""
    name = re.sub(r"^kabupaten\s+", "", fold_words(area.name))
    if name == "pulau ternate":  # a bare "Ternate" is the city
        return {fold(name)}
    return {fold(name), fold(re.sub(r"^(?:kota|pulau)\s+", "", name))}


def _fits(pool, name, way):
    """[(village, score)] of `pool` that fit equally well in one way."""
    if way == "exact":
        text = fold(name)
        return [(v, 100) for v in pool if v.folded == text]
    if way == "spelling":
        text = sound(name)
        return [(v, 97) for v in pool if v.heard == text and text]
    if way == "abbreviation":
        text = sound(spelled_out(name))
        return [(v, 94) for v in pool if v.heard == text and text] or _initials(pool, name)
    if way == "part":
        words = set(spelled_out(name).split())
        if not words or words <= _DIRECTIONS or max(map(len, words)) < 5:
            return []
        return [(v, 85) for v in pool if words < v.words]
    return _closest(pool, letters(spelled_out(name)), far=way == "far")


def _initials(pool, name):
    """ "M. Dua Utara" and "Mangga D Utara": a single letter stands for the word it begins."""
    words = spelled_out(name).split()
    if len(words) < 2 or not any(len(w) == 1 for w in words) or not any(len(w) > 2 for w in words):
        return []
    fits = []
    for village in pool:
        theirs = fold_words(village.name).split()
        if len(theirs) == len(words) and all(
            full.startswith(word) if len(word) == 1 else sound(full) == sound(word)
            for word, full in zip(words, theirs, strict=True)
        ):
            fits.append((village, 90))
    return fits


def _closest(pool, typed, far):
    """The nearest by edit distance, when it is near for its length. All that are equally near are returned."""
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 7 else 2 if len(typed) < 12 else 3
    if far:  # the whole province is a large net
        allowed = min(allowed, 1) if len(typed) >= 6 else 0
    if not allowed:
        return []
    near = []
    for village in pool:
        distance = OSA.distance(typed, village.letters, score_cutoff=allowed)
        if distance > 1 and typed[0] != village.letters[0]:
            continue
        if distance <= allowed and len(village.letters) >= 4:
            near.append((distance, village))
    best = min((distance for distance, _village in near), default=None)
    return [(v, round(100 * (1 - d / len(typed)))) for d, v in near if d == best]


@cache
def gazetteer_of_file():
    """The areas of the data file, for readers without a database."""
    return Gazetteer(places_in_file())
