"""Guesses what each column is: from its heading first, then, where that says nothing, from what stands under it."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from cases.register.shapes import FIELDS, Column
from cases.register.wording import HEADINGS
from regions.places import fold_words

SURE = 60  # below this a guess is not made
REPEATABLE = {"birth", "address", "remark", "ignored", "birth_place"}  # several columns may share these
_NOISE = re.compile(r"\b(?:wajib|isi|diisi|contoh|jika ada|bila ada|dd mm yyyy|tgl bln thn|hh bb tttt)\b")
_EXACT = {words: field for field, phrases in HEADINGS.items() for words in phrases}


@lru_cache(maxsize=2_000)
def guess(heading):
    """(field, score) of one heading; ("ignored", 0) when it says nothing."""
    text = " ".join(_NOISE.sub(" ", fold_words(heading)).split())
    if not text:
        return ("ignored", 0)
    if text in _EXACT:
        return (_EXACT[text], 100)
    # Without what stands in brackets: "No. HP (aktif)", "Umur (thn)".
    bare = fold_words(re.sub(r"[(\[].*?[)\]]", " ", heading))
    if bare in _EXACT:
        return (_EXACT[bare], 96)
    best = ("ignored", 0, 0)
    for phrase, field in _EXACT.items():
        if len(phrase) > 2 and f" {phrase} " in f" {text} ":
            score = 70 + round(25 * len(phrase) / len(text))
        elif (
            len(phrase) >= 5
            and abs(len(phrase) - len(text)) <= 2
            and OSA.distance(phrase, text, score_cutoff=2) <= (1 if len(phrase) < 9 else 2)
        ):
            score = 84
        else:
            continue
        if (score, len(phrase)) > best[1:]:
            best = (field, score, len(phrase))
    return best[:2] if len(text) <= 60 else ("ignored", 0)


def guess_pair(upper, lower):
    """The same for a two-row heading: "Tanggal" over "Lahir", "Alamat" over "Kelurahan", "Jenis kelamin" over "L"."""
    if not lower or lower == upper:
        return guess(upper or "")
    if not upper:
        return guess(lower)
    both, alone = guess(f"{upper} {lower}"), guess(lower)
    if both[1] >= 96:
        return both
    if alone[1] >= 84 and alone[0] not in ("number", "sex_male", "sex_female"):
        return alone
    above = guess(upper)
    return max(both, alone, (above[0], above[1] - 5), key=lambda found: found[1])


def letter(index):
    """0 -> A, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def guess_columns(headings, samples, mapping=None):
    """Columns of a sheet. `headings`: [(upper, lower)] by column; `samples`: what stands under each; `mapping`:
    {index: field} chosen by a person, which overrides every guess."""
    mapping = {int(index): field for index, field in (mapping or {}).items() if field in FIELDS}
    columns = []
    for index, (upper, lower) in enumerate(headings):
        field, score = guess_pair(upper, lower)
        words = " · ".join(dict.fromkeys(text for text in (upper, lower) if text))
        columns.append(Column(index, letter(index), words[:120], field if score >= SURE else "ignored", score))
    for column in columns:
        if column.index in mapping:
            column.field, column.score, column.chosen = mapping[column.index], 100, True
    _one_column_each(columns)
    for column in columns:
        values = samples[column.index] if column.index < len(samples) else []
        column.examples = [str(value)[:40] for value in values[:3]]
        if column.score < SURE and not column.chosen:
            field = _guess_from_content(values)
            if field and all(other.field != field for other in columns):
                column.field, column.score = field, SURE
    return columns


def _one_column_each(columns):
    """Of several columns for one field the surest keeps it (the first, between equals); a person's choice beats all."""
    taken = {}
    for column in sorted(columns, key=lambda c: (not c.chosen, -c.score, c.index)):
        if column.field in REPEATABLE:
            continue
        if column.field in taken:
            column.field = "remark" if column.chosen and column.field == "remark" else "ignored"
        else:
            taken[column.field] = column
    if "sex" in taken:
        for field in ("sex_male", "sex_female"):
            if field in taken and not taken[field].chosen:
                taken[field].field = "ignored"


def _guess_from_content(values):
    texts = [str(value).strip() for value in values if value is not None]
    if len(texts) < 3:
        return ""
    for field, pattern in (
        ("nik", r"'?\d{2}[\d .]{12,20}\d"),
        ("phone", r"(?:\+?62|0)?[ -]?8\d[\d -]{6,12}"),
        ("sex", r"(?i)l|p|lk|pr|laki[ -]?laki|perempuan"),
    ):
        fitting = sum(bool(re.fullmatch(pattern, text)) for text in texts)
        if fitting >= 0.8 * len(texts):
            return field
    return ""
