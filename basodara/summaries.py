"""One discreet letter a day by e-mail, for who wants it: how much waits and how much is late. No name, no health word.

Wanting it is a preference of a membership; of someone with several it is one letter over all of them.
"""

from collections import defaultdict

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from accounts.models import Membership, Preference
from accounts.notices import unread_count
from accounts.preferences import DAILY_LETTER
from basodara import worklist
from cases import registry
from privacy.context import acting_as, as_owner


def send_all(day=None):
    """Send today's letters; gives (sent, failed). Run again the same day it sends what was not sent, and no more."""
    day = day or timezone.localdate()
    with as_owner():
        asked = Preference.objects.filter(name=DAILY_LETTER, value__on=True).values("membership")
        members = Membership.objects.active().filter(pk__in=asked, user__is_active=True)
        members = list(members.select_related("user", "organisation").order_by("pk"))
    by_person = defaultdict(list)
    for member in members:
        if member.user.email:
            by_person[member.user_id].append(Actor(member))
    results = [_send_one(actors, day) for actors in by_person.values()]
    return results.count(True), results.count(False)


def _send_one(actors, day):
    """True: sent. None: nothing to say, or sent before. False: it could not be sent, and is tried by the next run."""
    first, found = actors[0], [_counts(actor) for actor in actors]
    waiting, late = (sum(one[n] for one in found) for n in (0, 1))
    if not waiting or not _claim(first, day):
        return None
    try:
        with translation.override(first.user.language or settings.LANGUAGE_CODE):
            send_mail(_("Your summary of today"), _body(waiting, late), settings.MAIL_FROM, [first.user.email])
    except OSError:  # no line to the mail server, or it refuses: the mark is taken back
        _claim(first, day, release=True)
        return False
    return True


def _claim(actor, day, *, release=False):
    """Mark the day as sent, in a transaction of its own; of two runs at once one gets it."""
    with acting_as(actor, command="send_summaries"):
        row = Preference.objects.select_for_update().get(membership=actor.id, name=DAILY_LETTER)
        if not release and row.value.get("sent") == day.isoformat():
            return False
        row.value = {**row.value, "sent": "" if release else day.isoformat()}
        row.save(update_fields=["value"])
        return True


def _counts(actor):
    with acting_as(actor, command="send_summaries"):
        waiting, late = registry.waiting_for(actor)
        rows, _more = worklist.rows_of(actor)
        urgent = len(rows["urgent"]) + len(rows["late"])
        return waiting + urgent + len(rows["today"]) + unread_count(actor), late + urgent


def _body(waiting, late):
    lines = [ngettext("%(n)s thing waits for you.", "%(n)s things wait for you.", waiting) % {"n": waiting}]
    if late:
        lines.append(
            ngettext("%(n)s of them is past its time.", "%(n)s of them are past their time.", late) % {"n": late}
        )
    lines.append(_("Sign in to see them: %(address)s") % {"address": settings.PUBLIC_URL})
    lines.append("")
    lines.append(_("You asked for this letter under “My account”, and can end it there."))
    return "\n".join(lines)
