"""Dates and ages as people write them. Indonesian order (day, month, year) unless it cannot be meant.

Two-digit years belong to the last hundred years before the day of the list. An age counts from the date of the list and
gives a year only.
"""

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

OLDEST = 110  # years
_MONTHS = (
    ("januari", "january", "jan"), ("februari", "february", "pebruari", "feb", "peb"), ("maret", "march", "mar", "mrt"),
    ("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "agst", "agus", "aug"), ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"), ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ROMAN = {
    word: n for n, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}
_EXCEL_DAY_0 = datetime.date(1899, 12, 30)

NOTHING = {
    "", "-", "--", "---", "_", ".", "?", "??", "x", "xx", "xxx", "0", "n/a", "na", "n.a", "nihil", "kosong",
    "tdk ada", "tidak ada", "tdk tahu", "tidak tahu", "tak tahu", "tdk ketahui", "tidak diketahui", "tdk diketahui",
    "lupa", "tdk ingat", "tidak ingat", "belum", "blm", "belum ada", "blm ada", "belum tahu", "blm tahu",
    "belum diketahui", "belum mulai", "blm mulai", "belum arv", "blm arv", "belum punya", "blm punya", "tdk punya",
    "tidak punya", "tdk jelas", "tidak jelas", "none", "null", "unknown", "ga ada", "gak ada", "tdk", "tidak",
    "belum pernah", "menyusul", "nan",
}  # fmt: skip


def is_nothing(value):
    """Whether a cell says that there is nothing to say: empty, "-", "tdk tahu", "belum"."""
    if value is None:
        return True
    return isinstance(value, str) and " ".join(value.casefold().split()).strip(" .") in NOTHING


@dataclass
class DateReading:
    """`day` when a full date was read, else at best a `year`. `code`: a problem; `warnings`: [(code, params)]."""

    day: datetime.date | None = None
    year: int | None = None
    estimated: bool = False
    code: str = ""
    typed: str = ""
    warnings: list = field(default_factory=list)


@lru_cache(maxsize=500)
def month_number(word):
    """1–12 of a month's name, shortened or misspelt; 0 when it is none, or might be two."""
    word = word.casefold().strip(" .")
    if word in _MONTH_OF:
        return _MONTH_OF[word]
    if word in _ROMAN:
        return _ROMAN[word]
    if len(word) < 4:
        return 0
    allowed = 1 if len(word) < 7 else 2
    near = {}
    for name, number in _MONTH_OF.items():
        if len(name) >= 4:
            distance = OSA.distance(word, name, score_cutoff=allowed)
            if distance <= allowed:
                near[number] = min(near.get(number, 9), distance)
        if len(word) >= 4 and len(name) > 4 and name.startswith(word):
            near[number] = 0
    best = min(near.values(), default=9)
    found = [number for number, distance in near.items() if distance == best]
    return found[0] if len(found) == 1 else 0


def find_date_in_title(text):
    """The date in a title, the last one of a span ("1 Januari s.d. 31 Oktober 2026"). A month means its last day."""
    words = " ".join(str(text).split())
    found = None
    for match in re.finditer(
        r"\b(\d{1,2})[\s./-]+([A-Za-z]{3,}|\d{1,2})[\s./-]+(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b", words
    ):
        if match[4]:
            day = _date(int(match[4]), int(match[5]), int(match[6]))
        else:
            month = int(match[2]) if match[2].isdigit() else month_number(match[2])
            day = _date(int(match[3]), month, int(match[1]))
        found = day or found
    if found:
        return found
    for match in re.finditer(r"\b([A-Za-z]{3,})\.?[\s-]+(\d{4})\b", words):
        month = month_number(match[1])
        if month and 1990 <= int(match[2]) <= 2100:
            following = datetime.date(int(match[2]) + month // 12, month % 12 + 1, 1)
            found = following - datetime.timedelta(days=1)
    return found


def read_birth(value, as_of, latest):
    """A birth date, a birth year or an age, whichever the cell holds."""
    if is_nothing(value):
        return DateReading()
    typed = str(value)[:60]
    value = typed if isinstance(value, str) else value
    number = _as_number(value)
    if number is not None and (0 < number < 120 or (isinstance(value, str) and number < 0)):
        return _age(number, 0, as_of, typed)
    if isinstance(value, datetime.date) and value.year == 1900 and value.month < 5:
        # An age in a cell that Excel formats as a date: 49 is shown as 18 February 1900.
        age = (_plain_day(value) - _EXCEL_DAY_0).days - (value.month < 3)
        reading = _age(age, 0, as_of, typed)
        reading.warnings.append(("age_as_date", {"age": age}))
        return reading
    if isinstance(value, str):
        age = _written_age(value)
        if age:
            return _age(*age, as_of, typed)
        value = re.sub(r"^[^\d]{3,}?[,;:/]\s*(?=\d)", "", value.strip())  # "Ternate, 12-05-1990"
    reading = read_date(value, latest, past_years=OLDEST)
    if not reading.day and not reading.code and reading.year:
        reading.estimated = True
    if reading.code == "date_incomplete":
        reading.code, reading.estimated = "", True
    oldest = latest.year - OLDEST
    if reading.year and reading.year < oldest:
        return DateReading(code="date_too_old", typed=typed)
    return reading


def read_date(value, latest, past_years=45):
    """A full date, not after `latest`. Without a day it comes back as code "date_incomplete", with its year."""
    if is_nothing(value):
        return DateReading()
    typed = str(value)[:60]
    value = typed if isinstance(value, str) else value
    warnings = []
    if isinstance(value, datetime.date):
        day = _plain_day(value)
        typed = day.isoformat()
    else:
        number = _as_number(value)
        if number is not None and 1900 <= number <= 2100 and number == int(number):
            return _year_only(int(number), latest, typed)
        if number is not None and number > 73_050 and number == int(number) and not isinstance(value, str):
            value, number = str(int(number)).zfill(8 if number >= 1e6 else 6), None  # 7051990: the zero was eaten
        if number is not None and not (isinstance(value, str) and len(re.sub(r"\D", "", value)) in (6, 8)):
            if not 3_654 <= number <= 73_050:  # outside 1910–2100 as Excel counts days
                return DateReading(code="date_unreadable", typed=typed)
            day = _EXCEL_DAY_0 + datetime.timedelta(days=int(number))
        elif isinstance(value, str):
            day, year, code, warnings = _written(value, latest)
            if not day:
                if year:
                    return _year_only(year, latest, typed)
                return DateReading(code=code, typed=typed)
        else:
            return DateReading(code="date_unreadable", typed=typed)
    if day > latest:
        return DateReading(code="date_future", typed=typed)
    if day.year < latest.year - past_years:
        return DateReading(code="date_too_old", typed=typed)
    return DateReading(day, day.year, False, "", typed, [(code, {"typed": typed}) for code in warnings])


def _year_only(year, latest, typed):
    if year > latest.year:
        return DateReading(code="date_future", typed=typed)
    return DateReading(year=year, code="date_incomplete", typed=typed)


def _plain_day(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def _as_number(value):
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value if abs(value) < 1e9 else None  # also keeps NaN and infinity out
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,8}(?:[.,]0+)?\s*", value):
        return int(re.match(r"\s*(\d+)", value)[1])
    return None


def _date(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _full_year(text, latest):
    """Two digits belong to the last hundred years before `latest`."""
    year = int(text)
    if len(text) > 2:
        return year
    century = latest.year // 100 * 100
    return century + year if century + year <= latest.year else century - 100 + year


def _written(text, latest):
    """(date, year, problem code, warning codes) of a written date."""
    words = re.sub(
        r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|tgl|tanggal|tahun|thn)\b[.,:]?", " ", text.casefold()
    )
    words = re.sub(r"[t\s]+\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?(z|\+\d\d:?\d\d)?\s*$", "", words)
    words = words.strip(" '\"`.,;?")
    if match := re.fullmatch(r"(\d{4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})", words):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        return day, 0, "" if day else "date_impossible", []
    if match := re.fullmatch(r"(\d{1,2})\s*[-/.,\\ ]+\s*(\d{1,2})\s*[-/.,\\ ]+\s*(\d{4}|\d{2})", words):
        return _day_month_year(int(match[1]), int(match[2]), match[3], latest)
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", words):
        day, year, code, warnings = _day_month_year(int(match[1]), int(match[2]), match[3], latest)
        if day or len(words) == 6:
            return day, year, code, warnings
        day = _date(int(words[:4]), int(words[4:6]), int(words[6:]))
        return day, 0, "" if day else "date_impossible", []
    if match := re.fullmatch(r"(\d{1,2})\s*[-/., ]*\s*([a-z]+)\.?\s*[-/.,' ]*\s*(\d{4}|\d{2})", words):
        month = month_number(match[2])
        if month:
            return _checked(_full_year(match[3], latest), month, int(match[1]), len(match[3]) == 2)
    if match := re.fullmatch(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})", words):
        month = month_number(match[1])
        if month:
            return _checked(int(match[3]), month, int(match[2]))
    if (match := re.fullmatch(r"([a-z]+)\.?\s*[-/., ]*\s*(\d{4})", words)) and month_number(match[1]):
        return None, int(match[2]), "", []
    if (match := re.fullmatch(r"(\d{1,2})\s*[-/.]\s*(\d{4})", words)) and 1 <= int(match[1]) <= 12:
        return None, int(match[2]), "", []
    if match := re.fullmatch(
        r"(?:±|kira2?|kira-kira|sekitar|sejak|th|awal|akhir|pertengahan)?\.?\s*(19\d\d|20\d\d)", words
    ):
        return None, int(match[1]), "", []
    return None, 0, "date_unreadable", []


def _day_month_year(day, month, year, latest):
    full = _full_year(year, latest)
    if month > 12 and day <= 12:
        swapped = _date(full, day, month)
        if swapped:
            return swapped, 0, "", ["date_swapped"]
    return _checked(full, month, day, len(year) == 2)


def _checked(year, month, day, two_digits=False):
    """A date, or the reason it is none. 29-02-00 may mean either century; no other day can be saved by that."""
    found = _date(year, month, day)
    if not found and two_digits:
        found = _date(year - 100, month, day)
    return (found, 0, "", []) if found else (None, 0, "date_impossible", [])


_YEARS = r"(?:tahun|thn|th|tn|yr|years?|y)"
_MONTH_WORDS = r"(?:bulan|bln|bl|months?|mo)"


def _written_age(text):
    """(years, months) of "49 th", "3 bln", "1 th 3 bln", "± 40", "40an"; None when it is no age."""
    words = re.sub(
        r"^\s*(?:±|\+/-|~|kira-?kira|kira2?|sekitar|umur|usia|kurang lebih|krg lbh)\s*[:.]?\s*", "", text.casefold()
    )
    words = words.strip(" .'")
    approximate = words != text.casefold().strip(" .'")
    if match := re.fullmatch(
        rf"(\d{{1,3}})(?:[.,]\d)?\s*-?\s*{_YEARS}\.?\s*(?:(\d{{1,2}})\s*{_MONTH_WORDS}\.?)?(?:\s*lebih)?", words
    ):
        return int(match[1]), int(match[2] or 0)
    if match := re.fullmatch(rf"(\d{{1,3}})\s*{_MONTH_WORDS}\.?", words):
        return 0, int(match[1])
    if match := re.fullmatch(r"(\d{1,3})\s*-?\s*an(?:\s*(?:tahun|thn|th))?", words):
        return int(match[1]), 0
    if approximate and re.fullmatch(r"\d{1,3}", words):
        return int(words), 0
    return None


def _age(years, months, as_of, typed):
    if not 0 <= years <= OLDEST or months > 240:
        return DateReading(code="age_impossible", typed=typed)
    total = as_of.year * 12 + as_of.month - 1 - int(years) * 12 - int(months)
    return DateReading(year=total // 12, estimated=True, typed=typed)
