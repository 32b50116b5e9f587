"""Bytes of an uploaded file -> sheets of cells. Nothing is trusted: not the name, not the sizes, not the XML.

Everything happens in memory; whatever goes wrong inside comes out as UnreadableFile with one sentence.
"""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass, field

from cases.register.csvfile import looks_like_text, read_csv
from cases.register.errors import MAX_BYTES, MAX_ROWS, UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_UNPACKED = 150 * 1024 * 1024
MAX_STRINGS = 30 * 1024 * 1024
MAX_RATIO = 250  # XML packs to a fiftieth at most; a bomb to a thousandth
MAX_COLUMNS = 100
MAX_LINES = MAX_ROWS + 500  # filled rows, headings and totals included
BLANKS_TO_THE_END = 2_000


class Formula:
    """Stands in a cell whose formula was never calculated."""

    def __repr__(self):
        return "FORMULA"


FORMULA = Formula()


@dataclass
class Sheet:
    """One sheet. `rows`: [(row number, [values])] of the filled rows; `merged`: [(top, left, bottom, right)]."""

    name: str
    rows: list
    merged: list = field(default_factory=list)
    hidden: bool = False
    too_long: bool = False


def read_sheets(content, filename=""):
    """Every sheet of the file. Raises UnreadableFile."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile("too_large")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile("empty")
    try:
        return _read(content, str(filename).lower())
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a parser meets in a file made to hurt it
        raise UnreadableFile("damaged") from error


def _read(content, filename):
    if content.startswith(OLE):
        raise UnreadableFile(_kind_of_ole(content))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_xlsx(content)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise UnreadableFile("other_sheet_format")
    if start.startswith(
        (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
    ):
        raise UnreadableFile("not_a_sheet")
    if not looks_like_text(content):
        raise UnreadableFile("encoding" if filename.endswith((".csv", ".txt", ".tsv")) else "not_a_sheet")
    rows = read_csv(content)
    return [Sheet("CSV", rows[:MAX_LINES], too_long=len(rows) > MAX_LINES)]


def _kind_of_ole(content):
    """Which of the files in Microsoft's old container this is; stream names stand there in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "password"
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "old_excel"
    return "not_a_sheet"


def _read_xlsx(content):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise UnreadableFile("damaged") from error
    with archive:
        parts = {info.filename: info for info in archive.infolist()}
        _check_parts(parts)
        sheets_xml = [name for name in parts if re.fullmatch(r"/?xl/worksheets/[^/]+\.xml", name)]
        facts = {name.lstrip("/"): _look_through(archive, name) for name in sheets_xml}
    if facts and all(fact.filled > MAX_LINES for fact in facts.values()):
        raise UnreadableFile("too_many_rows")
    strings = parts.get("xl/sharedStrings.xml")
    if strings and strings.file_size > MAX_STRINGS:
        raise UnreadableFile("too_many_rows")
    return _cells(content, facts)


def _check_parts(parts):
    """Refuse by the directory of the archive alone, before anything is unpacked."""
    names = {name.lstrip("/").lower() for name in parts}
    if any(info.flag_bits & 0x1 for info in parts.values()):
        raise UnreadableFile("password")
    unpacked = sum(info.file_size for info in parts.values())
    wild = any(i.file_size > 5_000_000 and i.file_size > MAX_RATIO * max(i.compress_size, 1) for i in parts.values())
    if unpacked > MAX_UNPACKED or wild or len(parts) > 5_000:
        raise UnreadableFile("bomb")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFile("macros")
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names or {"content.xml", "mimetype"} <= names or "index/document.iwa" in names:
            raise UnreadableFile("other_sheet_format")
        raise UnreadableFile("not_a_sheet")


@dataclass
class _Facts:
    filled: int = 0
    formulas: bool = False
    merged: list = field(default_factory=list)


def _look_through(archive, name):
    """Count the filled rows of a sheet's XML, piece by piece, and note what openpyxl's read-only mode does not tell."""
    facts = _Facts()
    rest = b""
    with archive.open(name) as stream:
        while piece := stream.read(1 << 20):
            *rows, rest = (rest + piece).split(b"<row")
            for xml in rows:
                _note(facts, xml)
            if b"<!ENTITY" in piece or b"<!DOCTYPE" in piece:
                raise UnreadableFile("damaged")
            if facts.filled > MAX_LINES:
                return facts
    _note(facts, rest)
    return facts


def _note(facts, xml):
    facts.filled += b"<v>" in xml or b"<is>" in xml or b"<v " in xml
    facts.formulas = facts.formulas or b"<f>" in xml or b"<f " in xml or b"<f/>" in xml
    if b"<mergeCell " in xml:
        for ref in re.findall(rb'<mergeCell [^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"', xml)[:2_000]:
            facts.merged.append(_box(ref.decode("ascii")))


def _box(ref):
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(ref)
    return (top, left - 1, bottom, right - 1)


def _cells(content, facts):
    with warnings.catch_warnings():
        # It warns about cells it cannot make sense of, and quotes them: not into a log.
        warnings.filterwarnings("ignore", module="openpyxl")
        return _load(content, facts)


def _load(content, facts):
    import openpyxl  # imported here: it takes a tenth of a second, and only this page needs it

    values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    formulas = None
    if any(fact.formulas for fact in facts.values()):
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheets = []
    for number, page in enumerate(values.worksheets):
        fact = facts.get(getattr(page, "_worksheet_path", "").lstrip("/"), _Facts())
        too_long = fact.filled > MAX_LINES
        lines = _lines(page, 60 if too_long else None)
        if formulas is not None and fact.formulas and not too_long:
            _mark_formulas(lines, _lines(formulas.worksheets[number], None))
        sheets.append(Sheet(page.title, lines, fact.merged, page.sheet_state != "visible", too_long))
    return sheets


def _lines(page, most):
    """The filled rows. The sheet's own word on its size is not believed: some programs write it wrong."""
    page.reset_dimensions()
    lines, blanks = [], 0
    for number, cells in enumerate(page.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        row = list(cells)
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        blanks = 0 if row else blanks + 1
        if blanks > BLANKS_TO_THE_END:
            break
        if row:
            lines.append((number, row))
            if len(lines) > (most or MAX_LINES):
                break
    return lines


def _mark_formulas(lines, written):
    """Where a formula stands and no result was stored, say so instead of showing an empty cell."""
    by_number = dict(written)
    known = dict(lines)
    for number, cells in by_number.items():
        row = known.get(number)
        if row is None:
            row = known[number] = []
            lines.append((number, row))
        for index, text in enumerate(cells):
            is_formula = not isinstance(text, (int, float, bool)) and (
                hasattr(text, "ref") or (isinstance(text, str) and text.startswith("=") and len(text) > 1)
            )
            while is_formula and len(row) <= index:
                row.append(None)
            if is_formula and row[index] is None:
                row[index] = FORMULA
    lines.sort(key=lambda line: line[0])
