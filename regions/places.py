"""Areas as plain rows, read from the data file: for loading, for matching, and for tests without a database."""

import csv
import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA_FILE = Path(__file__).resolve().parent / "data" / "regions_82.csv"
VILLAGE_LEVELS = ("kelurahan", "desa")


class Place(NamedTuple):
    """One area. `parent` is the code of the area above, empty for a province."""

    code: str
    name: str
    level: str
    parent: str = ""


@cache
def places_in_file():
    """Every area of the data file, in the order of the file: an area always comes after the one above it."""
    with DATA_FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Place(row["code"], row["name"], row["level"], row["parent"] or "") for row in csv.DictReader(lines)
        )


def file_digest(path=DATA_FILE):
    """SHA-256 of a data file, to tell whether the database already has it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fold(text):
    """A name as it is compared: lower case, no accents, letters and digits only ("Dufa-Dufa" -> "dufadufa")."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)


def fold_words(text):
    """The same with the words kept apart by single spaces."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
