"""What companionship adds to each role's home page: what is late or waits for an answer on top, the lists below.

A fixed number of statements a role, whatever the number of clients and companions.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Right
from cases.paging import capped
from cases.registry import Section
from companions import actions, attention, my_clients, running, uncovered
from companions.days import day_words
from companions.deadlines import left_words
from companions.models import AgreedAction, Companion, Offer, Training
from companions.rules import has_companions
from companions.supervision_due import comes
from companions.views.training import listed
from companions.vocabulary import EventState

FOLDER = "companions/home"
SOON = timedelta(days=7)
MOST_ROWS = 5  # clients of one kind on a coordinator's page; the rest is one tap away
MOST_RUNNING = 5
MOST_AGREED = 10
MOST_LOADS = 4
MOST_DUE = 6
MOST_TRAININGS = 10


def sections(actor):
    """[cases.registry.Section] for this person; what has nothing to say is left out."""
    found = []
    coordinates = actor.may(Right.ASSIGN_COMPANIONS) and has_companions(actor)
    if actor.may(Right.ACCOMPANY) or coordinates:
        actions.settle()  # before anything is read: offers that lapsed, stand-ins that are over
    if actor.may(Right.ACCOMPANY):
        found += _offers(actor) + _agreed(actor) + _my_clients(actor)
    if coordinates:
        found += _coordinated(actor)
    elif actor.may(Right.READ_HAND_OVERS) and has_companions(actor):
        found += _late_talks(attention.companions_of(actor), may_keep=False)
    if actor.may(Right.RUN_TRAINING):
        found += _trainings(actor) + _certificates(actor)
    return found


def _section(name, place, context, clients=(), urgent=False):
    return Section(f"{FOLDER}/{name}.html", context, list(clients), place, urgent)


# -- the companion -----------------------------------------------------------------------------------------------------


def _offers(actor):
    found = Offer.objects.filter(to=actor.id).waiting().aggregate(count=Count("pk"), until=Min("lapses_at"))
    if not found["count"]:
        return []
    last_day = timezone.localdate(found["until"] - timedelta(seconds=1))  # it lapses when the next day begins
    context = {"count": found["count"], "last_day": last_day, "left": left_words(found["until"])}
    return [_section("offers", "top", context)]


def _agreed(actor):
    """Overdue in a red section of its own on top, what is due within a week beside the list."""
    today = timezone.localdate()
    mine = AgreedAction.objects.visible_to(actor).filter(companion=actor.id, done_at=None, due_on__lte=today + SOON)
    mine = list(mine.order_by("due_on", "pk")[:MOST_AGREED])
    late, soon = [one for one in mine if one.due_on < today], [one for one in mine if one.due_on >= today]
    found = [_section("agreed", "top", {"actions": late, "late": True}, urgent=True)] if late else []
    return found + ([_section("agreed", "aside", {"actions": soon, "late": False})] if soon else [])


def _my_clients(actor):
    clients, more = my_clients.of(actor)
    if not clients:
        return []
    count = f"{len(clients)}+" if more else len(clients)
    context = {
        "clients": clients,
        "more": more,
        "count": count,
        "may_record": actor.may(Right.RECORD_VISITS),
        "jump": "klien-saya",
        "jump_count": count,
        "jump_words": _("my clients"),
    }
    return [_section("my_clients", "list", context, [one.client.pk for one in clients])]


# -- the coordinator ---------------------------------------------------------------------------------------------------


def _coordinated(actor):
    companions = attention.companions_of(actor)
    away = attention.away(companions)
    return [
        *_alone(actor),
        *_waiting(
            "cuti", "cuti", _("Companion away, nobody stands in"), uncovered.left_by_absence(actor, away, MOST_ROWS + 1)
        ),
        *_waiting(
            "minta-orang-lain", "minta", _("Clients who want a change"), uncovered.wants_change(actor, MOST_ROWS + 1)
        ),
        *_leaving(companions),
        *_away_soon(companions),
        *_running(actor),
        *_loads(companions),
        *_due(companions),
        *_agreed_late(actor),
    ]


def _alone(actor):
    """Those for whom the time to assign someone has passed in a red section, the others in one of their own."""
    rows, total = uncovered.alone(actor, MOST_ROWS)
    parts = [[one for one in rows if one.late], [one for one in rows if not one.late]]
    parts = [part for part in parts if part]
    found = []
    for number, part in enumerate(parts):
        more = total > len(rows) and part is parts[-1]  # rows were cut where the youngest stand
        context = {
            "rows": part,
            "late": part[0].late,
            "title": _("Without a companion for a short time") if number else _("Without a companion"),
            "anchor": "baru-tanpa-pendamping" if number else "tanpa-pendamping",
            "count": capped(total - len(rows) + len(part)) if more else len(part),
            "more": more,
        }
        if not number:
            context |= {
                "jump": "tanpa-pendamping",
                "jump_count": capped(total),
                "jump_words": _("without a companion"),
            }
        found.append(_section("alone", "top", context, [one.client.pk for one in part], urgent=part[0].late))
    return found


def _waiting(anchor, tab, title, rows):
    if not rows:
        return []
    shown, more = rows[:MOST_ROWS], len(rows) > MOST_ROWS
    count = f"{len(shown)}+" if more else len(shown)
    context = {"rows": shown, "more": more, "count": count, "anchor": anchor, "tab": tab, "title": title}
    return [_section("waiting", "top", context, [one.client.pk for one in shown])]


def _running(actor):
    found, more = running.running(actor, MOST_RUNNING)
    rows = [{"line": one, "title": _handed_over_by(one), "answers": _answers(one)} for one in found]
    return [_section("running", "list", {"rows": rows, "more": more})] if rows else []


def _handed_over_by(line):
    """Whose clients, and why: "Rudi Tomagola berhenti 30 November"."""
    if line.ends_on is None:
        return f"{line.name}: {line.hand_over.get_why_display().lower()}"
    words = {"name": line.name, "day": day_words(line.ends_on)}
    if line.is_absence:
        return _("%(name)s is away until %(day)s") % words
    return _("%(name)s leaves on %(day)s") % words


def _answers(line):
    """What became of the offers: "8 sudah diterima, 2 menunggu jawaban"; what is nought is not said."""
    said = (
        (line.accepted, ngettext("%(n)s accepted", "%(n)s accepted", line.accepted)),
        (line.waiting, ngettext("%(n)s waits for an answer", "%(n)s wait for an answer", line.waiting)),
        (line.returned, ngettext("%(n)s came back", "%(n)s came back", line.returned)),
    )
    return ", ".join(words % {"n": number} for number, words in said if number)


def _leaving(companions):
    rows = [one for one in companions if one.leaves_within_days]
    rows.sort(key=lambda one: (one.companion.leaves_on or one.today, one.name.casefold()))
    return [_section("leaving", "top", {"companions": rows})] if rows else []


def _away_soon(companions):
    """Leave that was announced: there is time to find who stands in."""
    rows = [one for one in companions if one.soon_from and one.clients]
    rows.sort(key=lambda one: (one.soon_from, one.name.casefold()))
    return [_section("away_soon", "list", {"companions": rows})] if rows else []


def _loads(companions):
    """The heaviest first: whoever is over what they can carry, however little that is, before the others."""
    rows = [one for one in companions if not one.has_left]
    rows.sort(key=lambda one: (-(one.weight / one.warn), one.name.casefold()))
    return [_section("loads", "aside", {"companions": rows[:MOST_LOADS]})] if rows else []


def _due(companions):
    """Whom to supervise, the longest overdue first; then whose certificate needs care."""
    here = [one for one in companions if not one.has_left]
    talks = [one for one in here if one.supervision_is_soon and comes(one.companion, one.status)]
    talks.sort(key=lambda one: (one.next_on, one.name.casefold()))
    papers = [one for one in here if one.certificate_needs_care]
    papers.sort(key=lambda one: (one.certificate_until or one.today, one.name.casefold()))
    found = _late_talks(companions)
    if not talks and not papers:
        return found
    context = {
        "talks": talks[:MOST_DUE],
        "papers": papers[:MOST_DUE],
        "more_talks": len(talks) > MOST_DUE,
        "more_papers": len(papers) > MOST_DUE,
    }
    return [*found, _section("due", "aside", context)]


def _agreed_late(actor):
    """What was agreed at supervision and is overdue, whoever has to do it."""
    rows = AgreedAction.objects.visible_to(actor).filter(organisation_id__in=actor.organisations, done_at=None)
    rows = rows.filter(due_on__lt=timezone.localdate()).select_related("companion__user").order_by("due_on", "pk")
    rows = list(rows[: MOST_DUE + 1])
    if not rows:
        return []
    more = len(rows) > MOST_DUE
    context = {"actions": rows[:MOST_DUE], "count": f"{MOST_DUE}+" if more else len(rows)}
    return [_section("agreed_late", "aside", context)]


def _late_talks(companions, *, may_keep=True):
    """Overdue supervision, the longest first; a supervisor reads of it and records none."""
    late = [one for one in companions if one.supervision_is_late and not one.has_left]
    if not late:
        return []
    late.sort(key=lambda one: (one.next_on, one.name.casefold()))
    context = {"talks": late[:MOST_DUE], "count": len(late), "may_keep": may_keep}
    return [_section("due_late", "top", context, urgent=True)]


# -- the trainer -------------------------------------------------------------------------------------------------------


def _trainings(actor):
    today = timezone.localdate()
    ahead = Training.objects.filter(state=EventState.PLANNED, ends_on__gte=today).order_by("starts_on", "pk")
    rows = listed(actor, list(ahead[:MOST_TRAININGS]), today)
    return [_section("trainings", "list", {"trainings": rows})]


def _certificates(actor):
    """How many companions hold a certificate that runs out soon, that ran out, or none; in one statement."""
    today = timezone.localdate()
    until = today + timedelta(days=settings.CERTIFICATE_SOON_DAYS)
    counts = Companion.objects.visible_to(actor).here(today).with_certificate().aggregate(
        none=Count("pk", filter=Q(certificate_until=None)),
        over=Count("pk", filter=Q(certificate_until__lt=today)),
        soon=Count("pk", filter=Q(certificate_until__gte=today, certificate_until__lte=until)),
    )  # fmt: skip
    if not any(counts.values()):
        return []
    context = {**counts, "within": settings.CERTIFICATE_SOON_DAYS}
    return [_section("certificates", "aside", context)]
