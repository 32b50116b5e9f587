"""The register that shows what such files look like comes out exactly as its expected file says."""

import json
from pathlib import Path

from cases.register import Register
from tests.cases.register.books import read

DATA = Path(__file__).resolve().parent.parent / "data"
SAME = ("name", "call_name", "sex", "nik", "address", "remark")


def as_expected(row):
    """A row in the words of the expected file."""
    values = row.values
    told = {
        **{field: values[field] for field in SAME},
        "row": row.row,
        "problems": [problem.field for problem in row.faults],
        "regimen_as_written": values["regimen"],
        "companion_as_written": values["companion"],
        "duplicate_of_row": row.duplicate_of_row,
        "birth_year": None if values["birth_date"] else values["birth_year"],
        **{field: values[field] or None for field in ("birth_date", "kelurahan", "phone", "art_start_date")},
    }
    return {key: value for key, value in told.items() if value is not None}


def sample():
    return read((DATA / "register_lks.xlsx").read_bytes())


def test_every_row_of_the_sample():
    expected = json.loads((DATA / "register_lks.expected.json").read_text())

    assert [as_expected(row) for row in sample().rows] == expected


def test_the_frame_of_the_sample():
    register = sample()

    assert (register.as_of, register.as_of_found, register.heading_rows) == ("2026-10-31", True, [4])
    assert "DAFTAR DAMPINGAN" in register.title
    assert [(skipped.row, skipped.why) for skipped in register.skipped] == [(127, "total")]
    assert all(column.score == 100 for column in register.columns)


def test_remarks_of_the_sample_become_proposals():
    proposals = {(row.values["remark"], p.kind, p.value) for row in sample().rows for p in row.proposals}

    assert proposals == {("jgn ditelp siang", "not_time", "siang"), ("suami tdk tahu", "does_not_know", "suami")}


def test_a_register_goes_to_json_and_back():
    register = sample()

    assert Register.from_dict(json.loads(json.dumps(register.to_dict()))) == register
