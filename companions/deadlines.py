"""How long there is to answer, in the working days of `regions.workdays`."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regions.workdays import add_working_days, working_days_between


def end_of_working_day(moment, days):
    """The end (midnight, WIT) of the `days`-th working day after this moment's day, as an aware datetime."""
    day = add_working_days(timezone.localdate(moment), days)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def working_days_left(moment, now=None):
    """How many whole working days after today remain until a moment; 0 when today is the last one, or it has passed."""
    today = timezone.localdate(now or timezone.now())
    return working_days_between(today, timezone.localdate(moment - timedelta(seconds=1)))


def left_words(moment):
    """How long one may still answer, in words; "" when it is too late."""
    if moment <= timezone.now():
        return ""
    days = working_days_left(moment)
    if not days:
        return _("answer today")
    return ngettext("%(n)s working day left", "%(n)s working days left", days) % {"n": days}
