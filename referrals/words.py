"""Moments in words, for sentences."""

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _


def moment(at):
    """ "09.50" of today, "24 November 09.50" of another day; WIT."""
    at = timezone.localtime(at)
    clock = at.strftime("%H.%M")
    if at.date() == timezone.localdate():
        return clock
    return _("%(day)s %(time)s") % {"day": formatted(at, "j F"), "time": clock}
