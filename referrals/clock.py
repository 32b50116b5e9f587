"""The clock of a referral: until when an answer, the service and feedback are due (design, section 5).

It starts when the referral is sent. Days end at midnight, WIT; working days leave out weekends and public holidays;
an emergency counts hours, at any time of day. What is late is computed from the due time, never stored.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referrals.states import WAITS_FOR_ANSWER, WAITS_FOR_CLIENT, WAITS_FOR_FEEDBACK, State
from referrals.vocabulary import Urgency
from regions.workdays import add_working_days

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = 4 * HOUR  # an answer due within it is shown as due soon


@dataclass(frozen=True)
class Times:
    """Until when: `answer` in working days (or hours), `seen` and `feedback` in calendar days (or hours)."""

    answer: int
    seen: int
    feedback: int
    in_hours: bool = False


STANDARD = {
    Urgency.EMERGENCY: Times(2, 24, 24, in_hours=True),
    Urgency.URGENT: Times(1, 3, 3),
    Urgency.ROUTINE: Times(2, 14, 7),
}
# The clinic's own start of treatment after a test: the same day, a week, a week.
LINKAGE = Times(0, 7, 7)


def times_for(urgency, own=None):
    """`Times` of an urgency. `own` is the provider's ({"BIASA": [answer, seen, feedback]}); without it the standard."""
    standard = STANDARD[Urgency(urgency)]
    numbers = (own or {}).get(urgency)
    return Times(*numbers, in_hours=standard.in_hours) if numbers else standard


def answer_by(times, sent_at):
    if times.in_hours:
        return sent_at + times.answer * HOUR
    day = timezone.localdate(sent_at)
    return end_of(add_working_days(day, times.answer) if times.answer else day)


def seen_by(times, sent_at):
    return sent_at + times.seen * HOUR if times.in_hours else end_of(timezone.localdate(sent_at) + times.seen * DAY)


def feedback_by(times, served_at):
    if times.in_hours:
        return served_at + times.feedback * HOUR
    return end_of(timezone.localdate(served_at) + times.feedback * DAY)


def end_of(day):
    """The midnight that ends a day, WIT, as an aware datetime."""
    return timezone.make_aware(datetime.combine(day + DAY, time()))


def due_of(state, *, answer, seen, feedback, appointment=None):
    """What counts in a state: the answer, the client seen (or the day of the appointment, if sooner), the feedback.

    None where nothing is waited for.
    """
    if state in WAITS_FOR_ANSWER:
        return answer
    if state in WAITS_FOR_CLIENT:
        day = end_of(timezone.localdate(appointment)) if appointment and state == State.SCHEDULED else seen
        return min(day, seen) if seen else day
    return feedback if state in WAITS_FOR_FEEDBACK else None


def is_today(moment):
    return timezone.localdate(moment) == timezone.localdate()


def is_twice_over(start, due, now):
    """As late again as the whole time was: then the supervisor reads of it."""
    return due is not None and start is not None and now >= due + (due - start)


def left_words(due, now=None):
    """(kind of tag, words): "Lewat 40 menit", "Sisa 3 jam", "Sisa 2 hari"; ("", "") where nothing is due."""
    if due is None:
        return "", ""
    now = now or timezone.now()
    late, gap = now >= due, abs(due - now)
    if gap < 2 * HOUR:
        n, words = max(1, round(gap / timedelta(minutes=1))), _minutes
    elif gap < DAY:
        n, words = int(gap / HOUR), _hours
    else:
        n, words = int(gap / DAY), _days
    text = words(n, late) % {"n": n}
    if late:
        return "late", text
    return ("soon" if gap <= SOON else ""), text


def _minutes(n, late):
    if late:
        return ngettext("%(n)s minute late", "%(n)s minutes late", n)
    return ngettext("%(n)s minute left", "%(n)s minutes left", n)


def _hours(n, late):
    if late:
        return ngettext("%(n)s hour late", "%(n)s hours late", n)
    return ngettext("%(n)s hour left", "%(n)s hours left", n)


def _days(n, late):
    if late:
        return ngettext("%(n)s day late", "%(n)s days late", n)
    return ngettext("%(n)s day left", "%(n)s days left", n)


def since_words(moment, now=None):
    """How long an emergency has waited to be sent: "40 menit", "3 jam"."""
    gap = max((now or timezone.now()) - moment, timedelta())
    if gap < 2 * HOUR:
        n = max(1, round(gap / timedelta(minutes=1)))
        return ngettext("waits for %(n)s minute", "waits for %(n)s minutes", n) % {"n": n}
    n = int(gap / HOUR)
    return ngettext("waits for %(n)s hour", "waits for %(n)s hours", n) % {"n": n}


def age_words(moment, now=None):
    """How long ago, for a proposal that waits: "hari ini", "2 hari"."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("today")
