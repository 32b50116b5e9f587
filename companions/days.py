"""Days in words, for sentences that are made in Python."""

from django.utils import timezone
from django.utils.dates import MONTHS


def day_words(day):
    """9 Desember; the year only where it is another one."""
    words = f"{day.day} {MONTHS[day.month]}"
    return words if day.year == timezone.localdate().year else f"{words} {day.year}"


def day_with_year(day):
    """9 Desember 2026: on papers."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"
