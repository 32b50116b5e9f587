"""Moments in words, for sentences."""

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _


def opening(service):
    """ "Senin, Rabu, 08.00-14.00": when a service is open; "every day" where nothing is said."""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(service.open_days)) or _("every day")
    return f"{days}, {service.open_hours}" if service.open_hours else days


def moment(at):
    """ "09.50" of today, "24 November 09.50" of another day; WIT."""
    at = timezone.localtime(at)
    clock = at.strftime("%H.%M")
    if at.date() == timezone.localdate():
        return clock
    return _("%(day)s %(time)s") % {"day": formatted(at, "j F"), "time": clock}
