"""What follows from a service and stays with its provider: whether it helped, whether care began, who comes again."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Right
from cases.actions.consents import until_from
from referrals import clock, rules
from referrals.models import Check, Referral
from referrals.service_fields import REVIEW_DAYS
from referrals.vocabulary import Look

EFFECT_MONTHS = (1, 3, 6, 12)
EFFECT_KINDS = ("PEMBERDAYAAN",)  # kinds whose effect is looked at again
EXAMINATIONS = ("VCT",)
ASKED_UNTIL_IT_IS = (Look.START, Look.REVIEW)
REVIEWED = ("KEDARURATAN",)  # kinds of which the situation is looked at again, on the day that is named or in time


def plan(given, answers, referral=None):
    """Plan the looks that this service asks for; gives the day of the last one, None without any.

    After an examination that found something care begins the same day (design, section 5), and is asked after until it
    has; after one that found nothing, the day on which the client comes again, where one was agreed.
    """
    if given.kind_id in EFFECT_KINDS:
        days = [(months, until_from(given.given_on, months)) for months in EFFECT_MONTHS]
        return _write(given, referral, Look.EFFECT, days)
    if given.kind_id in REVIEWED:
        day = answers.get("review_on") or given.given_on + timedelta(days=REVIEW_DAYS)
        return _write(given, referral, Look.REVIEW, [(0, _day(day))])
    if given.kind_id not in EXAMINATIONS:
        return None
    if answers.get("result") == "R" and not answers.get("linked_on"):
        return _write(given, referral, Look.START, [(0, given.given_on + clock.LINKAGE.answer * clock.DAY)])
    if again := answers.get("retest_on"):
        return _write(given, referral, Look.AGAIN, [(0, _day(again))])
    return None


def _day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


@transaction.atomic
def answer_check(*, check, by, still_running, income=None, obstacles=""):
    """What a look has found; written once. Care that has not begun is asked after again, until it has or cannot.

    `still_running` answers the look's question: yes, no (of a start of care: not yet), or None for "it will not be";
    `income` is in rupiah.
    """
    rules.check_may(by, Right.ANSWER_REFERRALS)
    row = Check.objects.select_for_update(of=("self",)).select_related("service").get(pk=check.pk)
    if row.done_at is not None:
        raise rules.NotPossible(_("This was written down already. Someone was first."))
    if row.what in ASKED_UNTIL_IT_IS and not (still_running or obstacles):
        raise rules.NotPossible(_("Say what stands in the way, and what you agreed."))
    row.done_at, row.done_by = timezone.now(), by.membership
    row.still_running, row.income, row.obstacles = still_running, income, obstacles
    row.save(update_fields=["done_at", "done_by", "still_running", "income", "obstacles"])
    if row.what in ASKED_UNTIL_IT_IS and still_running is False:
        _ask_again(row)
    return row


def _ask_again(row):
    """A week from the examination, then every week; of a situation a week later."""
    gap = timedelta(days=clock.LINKAGE.seen if row.months == 0 else clock.LINKAGE.feedback)
    day = max(row.due_on, timezone.localdate()) + gap
    referral = Referral.objects.select_for_update(of=("self",)).filter(pk=row.referral_id).first()
    _write(row.service, referral, row.what, [(row.months + 1, day)])
    if referral is not None and (referral.sight_until is None or referral.sight_until < day):
        referral.sight_until = day
        referral.save(update_fields=["sight_until"])


def _write(given, referral, what, days):
    for number, due_on in days:
        Check(
            service=given, referral=referral, client_id=given.client_id, provider=given.provider, what=what,
            months=number, due_on=due_on,
        ).save(force_insert=True)  # fmt: skip
    return days[-1][1]
