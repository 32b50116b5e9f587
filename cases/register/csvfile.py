"""Text files: which letters, which separator."""

import csv
import io

from cases.register.errors import UnreadableFile

SEPARATORS = ";,\t|"
MAX_CSV_COLUMNS = 100
MAX_CSV_LINES = 3_000


def looks_like_text(content):
    """No zero bytes and hardly any control characters (UTF-16 with its mark excepted)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = content[:20_000]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\x00" not in content and controls <= len(head) // 200


def decode(content):
    """Text of the bytes: UTF-8 with or without mark, UTF-16 with mark, else Windows' western letters."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("encoding")


def read_csv(content):
    """[(line number, [cells])] of the filled lines, somewhat more than allowed at most."""
    text = decode(content).replace("\x00", "")
    separator = _separator(text)
    if text[:6].lower().startswith("sep="):
        text = "\n" + text.partition("\n")[2]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = []
        for number, cells in enumerate(reader, start=1):
            row = [cell.strip() or None for cell in cells[:MAX_CSV_COLUMNS]]
            while row and row[-1] is None:
                row.pop()
            if row:
                rows.append((number, row))
            if len(rows) > MAX_CSV_LINES:
                break
    except csv.Error as error:
        raise UnreadableFile("damaged") from error
    return rows


def _separator(text):
    """The one that cuts most of the first lines into the most pieces of equal number, unless "sep=;" names it."""
    first = text[:6].lower()
    if first.startswith("sep=") and len(first) > 4 and first[4] in SEPARATORS:
        return text[4]
    lines = text[:60_000].splitlines()[:60]
    best, best_score = ";", 0
    for separator in SEPARATORS:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)]
        except csv.Error:
            continue
        widest = max(counts, default=1)
        common = max(set(counts), key=lambda n: (counts.count(n), n)) if counts else 1
        score = common * counts.count(common) + widest if widest > 1 else 0
        if common == 1:
            score = widest
        if score > best_score:
            best, best_score = separator, score
    return best
