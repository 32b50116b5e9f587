"""Working days of the whole house: Monday to Friday without public holidays and joint leave days.

The rows are read whole, in one statement, and kept for ten minutes a process: a page asks for many days and should not
pay for each. A year without rows counts Monday to Friday.
"""

import time
from datetime import date, timedelta
from typing import NamedTuple

from regions.models import PublicHoliday

KNOWN_FOR = 600  # seconds
SATURDAY = 5
NOVEMBER = 11  # the decree for the next year comes before


class _Days(NamedTuple):
    off: frozenset
    years: frozenset
    until: float


_NOTHING = _Days(frozenset(), frozenset(), 0.0)
_kept = {"days": _NOTHING}


def is_working_day(day):
    """Whether people are at work on this date; the same for every organisation."""
    return day.weekday() < SATURDAY and day not in _days().off


def add_working_days(day, n):
    """The `n`-th working day after this date, which itself need not be one; the date itself for 0. Raises ValueError
    for a negative number."""
    if n < 0:
        raise ValueError("Working days are counted forward only.")
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def working_days_between(a, b):
    """How many working days there are after date `a`, up to and including date `b`; 0 when `b` is not later."""
    return sum(is_working_day(a + timedelta(days=n + 1)) for n in range((b - a).days))


def known(year):
    """Whether the holidays of a year are there; without them its Mondays to Fridays all count."""
    return year in _days().years


def missing_year(today):
    """The year whose holidays someone should add by now: this one, or from November on the next; None when all is
    there."""
    if not known(today.year):
        return today.year
    coming = today.year + 1
    return coming if today >= date(today.year, NOVEMBER, 1) and not known(coming) else None


def forget():
    """Read the rows anew when next asked: for tests, and after the data file was loaded."""
    _kept["days"] = _NOTHING


def _days():
    now, days = time.monotonic(), _kept["days"]
    if now >= days.until:
        off = frozenset(PublicHoliday.objects.order_by().values_list("day", flat=True))
        # Put there as one piece: another thread sees the days of before or of now, never half of them.
        days = _kept["days"] = _Days(off, frozenset(day.year for day in off), now + KNOWN_FOR)
    return days
