"""Files that cannot be read get one sentence; nothing else ever comes out."""

import datetime
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cases.register import UnreadableFile
from cases.register.errors import SENTENCES
from cases.register.heading import find_table
from cases.register.rows import RowReader
from cases.register.workbook import OLE, Sheet
from regions.matching import gazetteer_of_file
from tests.cases.register.books import TODAY, book, read, saved

GOOD = book([["Nama", "L/P", "Umur", "Kelurahan"], ["Siti Contoh", "P", 30, "Loto"]])
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def many_rows(count):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Data")
    sheet.append(["Nama", "L/P", "Umur", "Kelurahan"])
    for number in range(count):
        sheet.append([f"Siti {number}", "P", 30, "Loto"])
    return saved(workbook)


FILES = {
    "empty": b"",
    "too_large": b"x" * (10 * 1024 * 1024 + 1),
    "password": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
    "old_excel": OLE + b"\0" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600,
    "not_a_sheet": zipped(**{"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"}),
    "macros": zipped(**{"xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}),
    "other_sheet_format": zipped(**{"content.xml": "<w/>",
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "bomb": zipped(**{"xl/workbook.xml": "<w/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000}),
    "damaged": GOOD[: len(GOOD) // 2],
    "no_heading": book([["Halo", "dunia"], ["satu", 2], ["tiga", 4]]),
    "no_rows": book([["Nama", "L/P", "Umur", "Kelurahan"]]),
}  # fmt: skip


@pytest.mark.parametrize("code", FILES)
def test_each_bad_file_has_its_sentence(code):
    with pytest.raises(UnreadableFile) as refused:
        read(FILES[code])

    assert refused.value.code == code and str(refused.value) == str(SENTENCES[code])


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"%PDF-1.7 ...", "a.xlsx", "not_a_sheet"), (b"<html><table><tr><td>Nama", "a.xls", "other_sheet_format"),
        (b"N\x00a\x00m\x00a\x00;\x00", "a.csv", "encoding"), (b"Nama;L/P\n\x81\x8d\x8f;L\n", "a.csv", "encoding"),
        (b"Halo dunia\nsatu dua\n", "a.csv", "no_heading"), (b"\xef\xbb\xbf\r\n", "a.csv", "empty"),
        (OLE + b"\0" * 900, "a.xlsx", "not_a_sheet"), (b"\0" * 5000, "a.xlsx", "empty"),
        (b"Nama;L/P;Umur\n" + b"Siti;P;30\n" * 2_001, "a.csv", "too_many_rows"),
        (b"Nama;L/P;Umur\n" + b"Siti;P;30\n" * 100_000, "a.csv", "too_many_rows"),
    ],
)  # fmt: skip
def test_other_bad_files(content, filename, code):
    with pytest.raises(UnreadableFile) as refused:
        read(content, filename)

    assert refused.value.code == code


def test_the_limit_of_rows():
    assert len(read(many_rows(2_000)).rows) == 2_000
    for count in (2_001, 4_000):
        with pytest.raises(UnreadableFile) as refused:
            read(many_rows(count))
        assert refused.value.code == "too_many_rows"


def test_an_entity_bomb_inside_is_refused():
    parts = {}
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + parts[name]
        with pytest.raises(UnreadableFile):
            read(zipped(**{**parts, name: xml}))


def test_a_sheet_name_that_is_not_there():
    with pytest.raises(UnreadableFile) as refused:
        read(GOOD, sheet="Lain")

    assert refused.value.code == "no_such_sheet"


def test_a_cell_far_down_costs_nothing():
    workbook = Workbook()
    workbook.active.append(["Nama", "L/P", "Umur"])
    workbook.active.append(["Siti Contoh", "P", 30])
    workbook.active.cell(row=1_048_576, column=16_384, value="x")

    assert len(read(saved(workbook)).rows) == 1


@calm
@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", ""]))
def test_any_bytes(content, filename):
    try:
        read(content, filename)
    except UnreadableFile as refused:
        assert str(refused)


@calm
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6), st.booleans())
def test_a_good_file_with_some_bytes_changed(position, other, cut):
    mangled = GOOD[:position] + other + (b"" if cut else GOOD[position + len(other) :])
    try:
        read(mangled)
    except UnreadableFile as refused:
        assert str(refused)


values = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times(),
    st.from_regex(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}", fullmatch=True), st.sampled_from(["49 th", "L", "8271 02",
    "jgn"]),
    st.timedeltas().map(lambda delta: min(max(delta, datetime.timedelta(-9)), datetime.timedelta(9))),
)  # fmt: skip


@calm
@given(st.lists(st.lists(values, max_size=12), min_size=1, max_size=4))
def test_any_cells(rows):
    heading = [
        "Nama", "Panggilan", "L/P", "NIK", "No KK", "Tgl Lahir", "Umur", "Alamat", "Kelurahan", "HP", "Mulai ARV",
        "Ket",
    ]  # fmt: skip
    lines = [(1, heading), *((n, list(row)) for n, row in enumerate(rows, start=2) if row)]
    table = find_table(Sheet("x", lines))
    from cases.register.columns import guess_columns

    reader = RowReader(guess_columns(table.headings, []), gazetteer_of_file(), TODAY, TODAY)
    for number, line in table.lines:
        row = reader.read(number, line)
        assert all(problem.text for problem in row.problems) and all(p.text for p in row.proposals)
        assert all(isinstance(cell, str) for cell in row.cells)
