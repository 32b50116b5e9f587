"""Days in words, for sentences that are made in Python."""

from django.utils import timezone
from django.utils.dates import MONTHS


def day_words(day):
    """9 Desember; the year only where it is another one."""
    words = f"{day.day} {MONTHS[day.month]}"
    return words if day.year == timezone.localdate().year else f"{words} {day.year}"


def days_with_year(first, last):
    """14 Desember 2026 · 14–15 Desember 2026 · 30 November – 2 Desember 2026: what both days share is said once."""
    if first == last:
        return day_with_year(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_with_year(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month]} – {day_with_year(last)}"
    return f"{day_with_year(first)} – {day_with_year(last)}"


def day_with_year(day):
    """9 Desember 2026: on papers."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"
