"""Reads single cells: names, sex, NIK, phone numbers. Each returns a Reading: the value, or why there is none."""

import re
from dataclasses import dataclass, field

import phonenumbers

from cases.register.dates import is_nothing
from cases.register.nik import read_nik

LONGEST = {"name": 120, "call_name": 60, "address": 250, "regimen": 80, "companion": 80, "remark": 500, "number": 10}
ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)", re.IGNORECASE)


@dataclass
class Reading:
    value: str = ""
    code: str = ""
    params: dict = field(default_factory=dict)
    warnings: list = field(default_factory=list)
    extra: dict = field(default_factory=dict)


def as_text(value):
    """A cell as words: spaces made single, whole floats without ".0", the apostrophe that marks text taken off."""
    if value is None:
        return ""
    if isinstance(value, float) and value == value and abs(value) < 1e16 and value == int(value):
        value = int(value)
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return value.strftime("%d/%m/%Y") if value.year >= 1000 else str(value)
    text = " ".join(str(value).replace("\u00a0", " ").split())
    text = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", "", text)
    return text[1:].lstrip() if text.startswith("'") else text


def read_text(value, kind="remark"):
    """Free text, cut to what the field holds."""
    text = "" if isinstance(value, bool) else as_text(value)
    if text.strip(" -.–?") == "":
        return Reading()
    most = LONGEST.get(kind, 250)
    warnings = [("too_long", {"count": most})] if len(text) > most else []
    return Reading(text[:most], warnings=warnings)


def read_name(value, *, initials=False):
    """A name as typed; all capitals or all small letters become capitals at the beginnings ("HI.ADAM" -> "Hi.Adam").

    An alias in brackets or after "alias" goes to `extra["call_name"]`."""
    reading = read_text(value, "name")
    name = re.sub(r"^\d{1,4}\s*[.)]\s*", "", reading.value)
    if is_nothing(name):
        return Reading()
    if match := re.search(
        r"[(\[]\s*alm(?:h|arhum(?:ah)?)?\.?\s*[)\]]|,?\s*\balm(?:h|arhum(?:ah)?)?\.?\s*$|^alm\.\s+", name, re.IGNORECASE
    ):
        name = (name[: match.start()] + " " + name[match.end() :]).strip(" ,")
        reading.warnings.append(("name_deceased", {}))
    for pattern in (r"\s*[(\[]\s*([^()\[\]]{2,40}?)\s*[)\]]\s*$", r"\s+(?:alias|als\.?|a\.k\.a\.?|aka)\s+(.{2,40})$"):
        if match := re.search(pattern, name, re.IGNORECASE):
            reading.extra["call_name"] = capitals(match[1], initials=True)
            name = name[: match.start()]
    name = capitals(name.strip(" ,;:-_/*"), initials=initials)
    if re.search(r"\d", name):
        reading.warnings.append(("name_digits", {}))
    reading.value = name if re.search(r"[^\W\d_]", name) else ""
    return reading


INITIALS = 3


def capitals(name, *, initials=False):
    """Only names without any mix of capitals and small letters are changed: "McD" and "d'Arc" stay.

    With `initials` a single short word in capitals stays too: many are called by theirs ("MD")."""
    if initials and name.isupper() and name.isalpha() and len(name) <= INITIALS:
        return name
    if name.isupper() or name.islower():
        return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word[0][0].upper() + word[0][1:].lower(), name)
    return name


_SEX = {
    "L": "l lk lki laki laki2 lakilaki lelaki pria cowok co male m man boy",
    "P": "p pr prp prm perempuan perempuan2 prempuan perampuan wanita w cewek ce female f woman girl",
}
_SEX = {word: sex for sex, words in _SEX.items() for word in words.split()}


def read_sex(value):
    """L or P in the many ways it is written."""
    if is_nothing(value):
        return Reading()
    text = as_text(value)
    word = re.sub(r"[^a-z0-9]", "", text.casefold())
    if word in _SEX:
        return Reading(_SEX[word])
    if word.startswith("laki"):
        return Reading("L")
    if re.fullmatch(r"p[er]{1,2}[ea]?m?p[ua]+n?[ua]?n?", word):
        return Reading("P")
    return Reading(code="sex_unknown", params={"typed": text[:40]})


def read_ticked_sex(male, female):
    """Two columns, L and P, with a tick in one."""
    ticked = [
        "" if is_nothing(v) and str(v).strip().casefold() not in ("x", "xx") else as_text(v) for v in (male, female)
    ]
    if ticked[0] and ticked[1]:
        return Reading(code="sex_both")
    return Reading("L" if ticked[0] else "P" if ticked[1] else "")


def read_number_of_16(value, latest, card=False):
    """NIK, or with `card` a family card number: 16 digits, with whatever stands between them taken out."""
    if is_nothing(value) or isinstance(value, bool):
        return Reading()
    if isinstance(value, (int, float)):
        if value != value or abs(value) > 1e17 or value != int(value):
            return Reading(code="nik_precision")
        # Excel keeps 15 digits of a number and fills up with zeros; a 16th that is not zero came from another program.
        if value >= 10**15 and int(value) % 10 == 0:
            return Reading(code="nik_precision")
        text = str(int(value))
    else:
        text = as_text(value)
    if re.fullmatch(r"\d[.,]?\d*\s*[eE]\s*\+?\s*\d{1,2}", text):
        return Reading(code="nik_precision")
    digits = re.sub(r"^(?:nik|no|kk)\b|[\s.,'’`\"_/:;-]", "", text.casefold())
    if not re.search(r"\d", digits):
        return Reading()  # "hilang", "dalam pengurusan": there is none
    if card:
        fits = re.fullmatch(r"\d{16}", digits)
        return Reading(digits) if fits else Reading(code="card_format")
    nik = read_nik(digits, latest)
    return Reading(nik.number, nik.code, nik.params, extra={"nik": nik} if nik.number else {})


def read_phone(value):
    """A phone number in +62 form."""
    if is_nothing(value) or isinstance(value, bool):
        return Reading()
    if isinstance(value, (int, float)):
        if value != value or abs(value) > 1e15 or value != int(value):
            return Reading(code="phone_unreadable", params={"typed": str(value)[:40]})
        text = str(int(value))
    else:
        text = as_text(value)
    if re.fullmatch(r"\d[.,]\d+\s*[eE]\s*\+?\s*\d{1,2}", text):
        return Reading(code="phone_precision")
    parts = [
        part
        for part in re.split(r"[/,;|&\n]|\bdan\b|\batau\b|\bdgn\b|\s{3,}", text)
        if len(re.sub(r"\D", "", part)) >= 7
    ]
    if not parts:
        if not re.search(r"\d", text):
            return Reading()
        return Reading(code="phone_unreadable", params={"typed": text[:40]})
    warnings = [("phone_several", {})] if len(parts) > 1 else []
    number = _in_one_form(parts[0])
    if not number:
        return Reading(code="phone_unreadable", params={"typed": text[:40]})
    if not phonenumbers.is_valid_number(number) and str(number.national_number)[0] != "8":
        warnings.append(("phone_unusual", {}))
    return Reading(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), warnings=warnings)


def _in_one_form(text):
    plus = bool(re.match(r"\D*\+", text))
    digits = re.sub(r"\D", "", text)
    if digits.startswith("00"):
        plus, digits = True, digits[2:]
    if digits.startswith("62"):
        digits, plus = digits[2:].lstrip("0"), False
    elif plus:
        return _parsed(f"+{digits}", None)
    # What is left is an Indonesian number with its zero, or without because a spreadsheet ate it.
    return _parsed("+62" + digits.lstrip("0"), None)


def _parsed(text, region):
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def read_rt_rw(text):
    """(rt, rw) of "RT 08/RW 05", "RT.8 RW.5", "08/05", in two digits; empty where not said."""
    text = as_text(text)
    both = re.search(r"\brt\s*/\s*rw\b\s*[.:]?\s*(\d{1,3})\s*[/\-. ]\s*(\d{1,3})", text, re.IGNORECASE)
    both = both or re.fullmatch(r"(\d{1,3})\s*[/\-. ]\s*(\d{1,3})", text)
    if both:
        return (_two(both[1]), _two(both[2]))
    rt = re.search(r"\brt\s*[.:/]?\s*(\d{1,3})", text, re.IGNORECASE)
    rw = re.search(r"\brw\s*[.:/]?\s*(\d{1,3})", text, re.IGNORECASE)
    return (_two(rt[1]) if rt else "", _two(rw[1]) if rw else "")


def read_rt(value):
    digits = re.sub(r"\D", "", as_text(value))
    return _two(digits) if 0 < len(digits) <= 3 else ""


def _two(digits):
    return str(int(digits)).zfill(2) if int(digits) else ""
