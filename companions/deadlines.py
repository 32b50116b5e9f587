"""Working days: Monday to Friday. Public holidays join when they come as data."""

from datetime import datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5


def end_of_working_day(moment, days):
    """The end (midnight, WIT) of the `days`-th working day after this moment's day, as an aware datetime."""
    day = timezone.localdate(moment)
    left = days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def working_days_left(moment, now=None):
    """How many working days, today included, remain until a moment; 0 when it has passed."""
    now = now or timezone.now()
    if moment <= now:
        return 0
    day, last = timezone.localdate(now), timezone.localdate(moment - timedelta(seconds=1))
    return sum((day + timedelta(days=n)).weekday() < SATURDAY for n in range((last - day).days + 1))
