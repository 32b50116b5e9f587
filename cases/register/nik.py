"""The national identity number: its structure, nothing more.

16 digits PP KK CC DDMMYY SSSS; for women 40 is added to the day. The place is that of first issue, so an unknown
district of a known province is a warning only. So is a mismatch with birth date or sex: people live with wrong cards.
"""

import datetime
from dataclasses import dataclass, field

from stdnum.exceptions import InvalidFormat, InvalidLength, ValidationError
from stdnum.id import nik as stdnum_nik

PROVINCES = {
    *range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98),
}  # fmt: skip


@dataclass
class NikReading:
    """`number` is empty when it is no NIK; `code` then says why. `births`: the dates it may mean, one a century."""

    number: str = ""
    code: str = ""
    params: dict = field(default_factory=dict)
    sex: str = ""
    births: tuple = ()
    district: str = ""


def read_nik(text, latest):
    """Check a NIK that has been reduced to its digits. `latest`: nobody is born after it."""
    number = stdnum_nik.compact(text)
    try:
        stdnum_nik.validate(number)
    except InvalidLength:  # a kind of InvalidFormat: asked for first
        return NikReading(code="nik_length", params={"count": len(number)})
    except InvalidFormat:
        return NikReading(code="nik_format")
    except ValidationError:
        pass  # its place list is older than some provinces, and it takes 40 off any day: both are checked below
    if not (number.isascii() and number.isdigit()):
        return NikReading(code="nik_format")
    if int(number[:2]) not in PROVINCES:
        return NikReading(code="nik_province")
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    sex = "P" if day > 40 else "L"
    births = tuple(
        b for b in (_date(c + year, month, day - 40 * (day > 40)) for c in (1900, 2000)) if b and b <= latest
    )
    if not births:
        return NikReading(code="nik_date")
    if number[12:] == "0000":
        return NikReading(code="nik_serial")
    district = f"{number[:2]}.{number[2:4]}.{number[4:6]}"
    return NikReading(number, "", {}, sex, births, district)


def _date(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
