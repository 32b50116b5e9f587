"""A clock that can be told the time, for this process only.

Models and actions ask `django.utils.timezone` alone, so that is where it is told. PostgreSQL keeps its own clock:
what it dates itself is aged afterwards.
"""

from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def told(moment):
    """While this lasts it is `moment` (an aware datetime) for all of Django. Not for code with several threads."""

    class Told(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    before = timezone.datetime
    timezone.datetime = Told
    try:
        yield
    finally:
        timezone.datetime = before
