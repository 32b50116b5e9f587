"""What a client's timeline says of companionship: who began, who ended and why, what the client said."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.timeline import Entry
from companions.days import day_words
from companions.models import Assignment, ClientWord
from companions.vocabulary import Part, Said

TEMPLATE = "companions/client/_entry.html"


def assignments(client, before, limit):
    """Entries of beginnings, ends and words, in two statements."""
    rows = Assignment.objects.filter(client=client).select_related(
        "companion__user", "assigned_by__user", "ended_by__user"
    )
    if before:
        rows = rows.filter(Q(started_at__lt=before) | Q(ended_at__lt=before))
    found = []
    for row in rows.order_by("-started_at")[:limit]:
        name = {"name": row.companion.display_name}
        if not before or row.started_at < before:
            found.append(_entry(row.started_at, row, "person-check", _title(row) % name, row.assigned_by))
        if row.ended_at and (not before or row.ended_at < before):
            title = _end_title(row) % name
            found.append(_entry(row.ended_at, row, "slash-circle", title, row.ended_by, row.get_end_reason_display()))
    words = ClientWord.objects.filter(client=client).exclude(said=Said.NOT_ASKED).select_related("recorded_by__user")
    words = words.filter(recorded_at__lt=before) if before else words
    for word in words.order_by("-recorded_at")[:limit]:
        words = {"said": word.get_said_display().lower(), "day": day_words(word.said_on)}
        title = _("On being accompanied, on %(day)s: %(said)s") % words
        found.append(_entry(word.recorded_at, word, "chat-left-text", title, word.recorded_by, word.note))
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:limit]


def _title(row):
    if row.part == Part.STAND_IN:
        # The first day is said where it is another one than that of the entry: an absence that was still to come.
        if row.from_on > timezone.localdate(row.started_at):
            days = {"first": day_words(row.from_on), "last": day_words(row.until_on)}
            return _("%(name)s stands in from %(first)s until %(last)s") % {"name": "%(name)s", **days}
        return _("%(name)s stands in until %(day)s") % {"name": "%(name)s", "day": day_words(row.until_on)}
    if row.part == Part.SECOND:
        return _("%(name)s accompanies as the second one")
    return _("Accompanied by %(name)s")


def _end_title(row):
    if row.part == Part.STAND_IN:
        came_to_nothing = timezone.localdate(row.ended_at) < row.from_on
        return _("%(name)s need not stand in") if came_to_nothing else _("%(name)s no longer stands in")
    return _("%(name)s no longer accompanies")


def _entry(at, thing, icon, title, who, text=""):
    entry = Entry(at, TEMPLATE, thing, icon, title)
    entry.who, entry.text = who, text
    return entry
