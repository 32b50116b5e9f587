"""Finds where the table stands in a sheet: title rows, one or two heading rows, people, totals and notes."""

import re
from dataclasses import dataclass, field

from cases.register.columns import SURE, guess, guess_pair
from cases.register.dates import find_date_in_title
from cases.register.shapes import Skipped
from regions.places import fold_words

LOOK_DOWN = 60  # rows in which a heading is looked for
_TOTAL = re.compile(r"^(?:sub ?)?(?:jumlah|total|jml|grand total|rekap|rekapitulasi|keseluruhan)\b")


@dataclass
class Table:
    """Where things are. `headings`: [(upper, lower)] by column. `lines`: [(row number, cells)] under the heading."""

    score: int
    heading_rows: list
    headings: list
    titles: list
    lines: list
    skipped: list = field(default_factory=list)


def find_table(sheet):
    """The table of a sheet, or None when no row looks like a heading."""
    lines = sheet.rows
    best = None
    for position, (number, cells) in enumerate(lines[:LOOK_DOWN]):
        upper = _words(cells)
        single = _score([guess(text) for text in upper])
        options = [(single, [number], [(text, "") for text in upper])] if single else []
        if (
            position + 1 < len(lines)
            and lines[position + 1][0] == number + 1
            and _may_be_heading(lines[position + 1][1])
        ):
            pairs = _pair(sheet, number, cells, lines[position + 1][1])
            double = _score([guess_pair(above, below) for above, below in pairs])
            # The lower row alone must not do better: then the upper one is a title or a group without meaning.
            alone = _score([guess(text) for text in _words(lines[position + 1][1])])
            if double > single and double > alone + 20:
                options.append((double, [number, number + 1], pairs))
        for score, rows, headings in options:
            if best is None or score > best[0]:
                best = (score, rows, headings, position)
    if best is None:
        return None
    score, rows, headings, position = best
    # Columns without a heading are kept: what stands in them may tell what they are.
    width = max((len(cells) for _number, cells in lines[position:]), default=0)
    headings = headings + [("", "")] * (width - len(headings))
    table = Table(score, rows, headings, [_title(cells) for _number, cells in lines[:position]], [])
    _take_lines(table, lines[position + len(rows) :], sheet)
    return table


def as_of(titles):
    """The date in the title rows ("keadaan s.d. 31 Oktober 2026"), or None."""
    for text in titles:
        found = find_date_in_title(text)
        if found:
            return found
    return None


def _words(cells):
    return [" ".join(cell[:200].split()) if isinstance(cell, str) else "" for cell in cells]


def _title(cells):
    return " ".join(" ".join(str(cell).split()) for cell in cells if cell is not None)[:300]


def _score(guesses):
    """How much a row looks like a heading: 0 unless at least three columns are known, one of them naming people."""
    best = {}
    for name, score in guesses:
        if score >= SURE:
            best[name] = max(best.get(name, 0), score)
    known = {name for name in best if name not in ("ignored", "sex_male", "sex_female")}
    if "name" not in known and "nik" not in known and "call_name" not in known:
        return 0
    if len(known - {"number"}) < 2 or len(best) < 3:
        return 0
    return sum(score for name, score in best.items() if name != "ignored") + 20 * ("ignored" in best)


def _may_be_heading(cells):
    """A second heading row is words only: no numbers, no dates, nothing long."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(
        isinstance(cell, str) and len(cell) < 60 and not re.search(r"\d{4,}", cell) for cell in filled
    )


def _pair(sheet, number, upper, lower):
    """The two heading rows side by side, with what a merged cell says spread over the columns it covers."""
    width = max(len(upper), len(lower))
    above = (_words(upper) + [""] * width)[:width]
    below = (_words(lower) + [""] * width)[:width]
    spread = list(above)
    for top, left, bottom, right in sheet.merged:
        if top == number and bottom == number and left < width:
            for index in range(left, min(right, width - 1) + 1):
                spread[index] = above[left]
    if not sheet.merged:  # .csv, or a group heading that was simply typed over its first column
        last = ""
        for index in range(width):
            last = above[index] or (last if below[index] else "")
            if below[index]:
                spread[index] = last
    return list(zip(spread, below, strict=True))


def _take_lines(table, lines, sheet):
    """Sort the rows under the heading into people and what was skipped, with the reason."""
    known = [bool(text) for text in (" ".join(pair).strip() for pair in table.headings)]
    heading_words = {fold_words(text) for pair in table.headings for text in pair if text}
    numbered = guess_pair(*table.headings[0])[0] == "number" if table.headings else False
    total_seen = False
    for number, cells in lines:
        filled = [(i, cell) for i, cell in enumerate(cells) if cell is not None and str(cell).strip()]
        if not filled:
            continue
        why = ""
        if _is_total(cells, filled):
            total_seen, why = True, "total"
        elif _is_numbering(filled):
            why = "numbering" if not table.lines else ""
        elif sum(fold_words(cell) in heading_words for _i, cell in filled if isinstance(cell, str)) >= max(
            3, len(filled) - 1
        ):
            why = "heading"
        elif not _is_person(filled, known, numbered):
            why = "after_total" if total_seen else "note"
        elif total_seen and len(filled) < 3:
            why = "after_total"
        if why:
            if why != "numbering":
                table.skipped.append(Skipped(number, why, _title(cells)[:80]))
        else:
            table.lines.append((number, _with_merged(sheet, number, cells)))


def _is_total(cells, filled):
    """ "JUMLAH" in one of the first cells, with hardly anything else beside it."""
    words = [cell for _i, cell in filled[:2] if isinstance(cell, str)]
    return any(_TOTAL.match(fold_words(word)) for word in words) and len(filled) <= max(3, len(cells) // 2)


def _is_numbering(filled):
    """The row "(1) (2) (3) …" under a heading."""
    numbers = [re.sub(r"\D", "", str(cell)) for _i, cell in filled]
    return (
        len(filled) >= 4
        and all(n and len(n) <= 2 for n in numbers)
        and [int(n) for n in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
    )


def _is_person(filled, known, numbered):
    """Two filled cells under headings, one of them with letters (or a NIK): a lonely cell is a note or a signature."""
    under = [(i, cell) for i, cell in filled if i < len(known) and known[i]]
    if numbered and filled[0][0] == 0 and isinstance(filled[0][1], (int, float)) and len(under) == 1:
        return False  # a number printed in advance for the next person
    has_words = any(re.search(r"[^\W\d_]{2}|\d{12}", str(cell)) for i, cell in under if not (numbered and i == 0))
    return len(under) >= 2 and has_words


def _with_merged(sheet, number, cells):
    """A cell merged downwards (one kelurahan for several people) counts for each of its rows."""
    cells = list(cells)
    for (top, left), value, (bottom, right) in _merged_down(sheet):
        if top < number <= bottom and left == right:
            while len(cells) <= left:
                cells.append(None)
            if cells[left] is None:
                cells[left] = Spread(value)
    return cells


class Spread:
    """A value that stands here only through a merged cell above: good for a kelurahan, not for a name."""

    def __init__(self, value):
        self.value = value

    def __str__(self):
        return str(self.value)


def _merged_down(sheet):
    if not hasattr(sheet, "_down"):
        rows = dict(sheet.rows)
        sheet._down = [
            ((top, left), rows[top][left], (bottom, right))
            for top, left, bottom, right in sheet.merged
            if bottom > top and top in rows and left < len(rows[top]) and rows[top][left] is not None
        ]
    return sheet._down
