"""Where the rooms above sign up for what concerns a client: its timeline, people's work lists, its page.

A lower room never calls a higher one: a package registers from its `AppConfig.ready()`. Everything here is read in the
order in which it was registered.
"""

from dataclasses import dataclass, field

_timeline = []  # (tab, label, reader)
_work_items = []
_panels = []
_withdrawals = []
_endings = []  # (what ends, what was shown)
_after_visits = []
_reminders = []


@dataclass
class Section:
    """One part of a page that a higher room draws: a template of its own, and what it needs.

    `clients` are the ids of those it shows, for the record of openings. `place` says where it stands on the home page:
    "top" before today's work, "list" after it, "aside" beside it; on the client page, "head" is a deed beside the name,
    "top" is before the timeline. `urgent` marks a section that holds late work only, `first` one that stands before
    all others of its place.
    """

    template: str
    context: dict = field(default_factory=dict)
    clients: list = field(default_factory=list)
    place: str = "list"
    urgent: bool = False
    first: bool = False


def timeline(reader, *, tab, label=None):
    """`reader(client, before, limit)` gives entries (`cases.timeline.Entry`), newest first; `label` makes a new tab."""
    _timeline.append((tab, label, reader))


def work_items(reader):
    """`reader(actor)` gives a list of Section for that person's home page, in a fixed number of statements."""
    _work_items.append(reader)


def panels(reader):
    """`reader(actor, client)` gives a list of Section for the client page."""
    _panels.append(reader)


def on_withdrawal(handler):
    """`handler(given, by)` is called in the transaction of a withdrawal, before its line is written and sight ends.

    `given` is the line of the ledger that is taken back. What must stop is stopped by the database itself, with the
    line; the handler tells people of it.
    """
    _withdrawals.append(handler)


def withdrawing(given, by):
    """Tell every room that this consent is about to be taken back."""
    for handler in _withdrawals:
        handler(given, by)


def on_ending(what_ends, what_was_shown):
    """What a room above says of a withdrawal, before it and after.

    `what_ends(line)` gives sentences on what the withdrawal of this given line will stop. `what_was_shown(line)` gives
    [(title, [(label, text)])] of what the organisation of a line had been sent, for the client to be told.
    """
    _endings.append((what_ends, what_was_shown))


def ends_with(line):
    return [sentence for what_ends, _shown in _endings for sentence in what_ends(line)]


def shown_under(line):
    return [part for _ends, shown in _endings for part in shown(line)]


def after_visit(reader):
    """`reader(actor, visit)` gives ways on from a visit that was saved: [(address, words, icon)]."""
    _after_visits.append(reader)


def ways_after(actor, visit):
    return [way for reader in _after_visits for way in reader(actor, visit)]


def reminders(reader):
    """`reader(actor)` gives (how many things wait for this person, how many of them are late), for the daily letter."""
    _reminders.append(reader)


def waiting_for(actor):
    """(waiting, late) over all rooms."""
    counts = [reader(actor) for reader in _reminders]
    return sum(waiting for waiting, _late in counts), sum(late for _waiting, late in counts)


def timeline_readers():
    return list(_timeline)


def work_of(actor):
    return [section for reader in _work_items for section in reader(actor)]


def panels_of(actor, client):
    return [section for reader in _panels for section in reader(actor, client)]
