"""Public holidays as plain rows, read from the data file that someone adds a year to, once a year, by hand."""

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

HOLIDAYS_FILE = Path(__file__).resolve().parent / "data" / "holidays.csv"
KINDS = ("libur", "cuti_bersama")
NAME_LENGTH, SOURCE_LENGTH = 120, 300


class Holiday(NamedTuple):
    """One day off. `kind` is one of KINDS, `source` the decree's name and numbers."""

    day: date
    name: str
    kind: str
    source: str


def holidays_in_file():
    """{day: Holiday}. Raises ValueError with the line's number for what a spreadsheet or a hand got wrong."""
    path, found = HOLIDAYS_FILE, {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for row in rows:
            try:
                holiday = _holiday(row)
                if holiday.day in found:
                    raise ValueError(f"{holiday.day} stands there twice")
            except ValueError as error:
                raise ValueError(f"{path.name}, line {rows.line_num}: {error}") from error
            found[holiday.day] = holiday
    return found


def _holiday(row):
    name, kind, source = ((row.get(column) or "").strip() for column in ("name", "kind", "source"))
    if kind not in KINDS:
        raise ValueError(f"the kind is {kind!r}, not one of {', '.join(KINDS)}")
    if not name or not source:
        raise ValueError("a day needs a name and a source")
    if len(name) > NAME_LENGTH or len(source) > SOURCE_LENGTH:
        raise ValueError(f"a name has at most {NAME_LENGTH} characters, a source {SOURCE_LENGTH}")
    return Holiday(date.fromisoformat((row.get("day") or "").strip()), name, kind, source)
