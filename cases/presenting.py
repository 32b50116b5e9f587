"""How a case reads on a page: the contact card in sentences, who may see it, what comes next."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from cases import vocabulary as words
from cases.models import FOREVER, NextStep, PlannedVisit

WAY_ICONS = {
    words.Way.WHATSAPP: "chat-dots",
    words.Way.COMPANION: "person",
    words.Way.PERSON: "person",
    words.Way.NONE: "slash-circle",
}


@dataclass
class SafeCard:
    """What `components/safe_contact.html` shows."""

    say: str = ""
    may_say: str = ""
    who_knows: list = field(default_factory=list)
    home_visit: str = ""
    phone: str = ""
    phone_icon: str = "telephone"
    phone_url: str = ""  # what a tap does: never a call to someone who wants messages
    checked_on: object = None


def way_in_words(card):
    """One short line for a list row: "WhatsApp message, after 16.00"; says so when nobody has asked yet."""
    if not card.way:
        return _("not asked yet how to reach")
    return ", ".join(filter(None, [card.get_way_display(), card.time]))


def way_icon(card):
    return WAY_ICONS.get(card.way, "telephone" if card.way else "info-circle")


def safe_card(card, household):
    """The contact card with who of the household knows. A number is shown only where calling is allowed."""
    lines = []
    for knows, sentence in (
        (words.YesNoUnknown.YES, _("Knows: %(names)s.")),
        (words.YesNoUnknown.NO, _("Must not know: %(names)s.")),
        (words.YesNoUnknown.UNKNOWN, _("Not known yet whether they know: %(names)s.")),
    ):
        names = [one.name_and_relation for one in household if one.knows_status == knows]
        if names:
            lines.append(sentence % {"names": ", ".join(names)})
    home = card.get_home_visit_display() if card.home_visit else ""
    if card.meeting_place:
        home = f"{home}: {card.meeting_place}" if home else card.meeting_place
    reachable = card.way in (words.Way.PHONE, words.Way.WHATSAPP)
    say = ". ".join(part.rstrip(".") for part in (way_in_words(card) if card.way else "", card.never) if part)
    return SafeCard(
        say=f"{say}." if say else "", may_say=card.may_say, who_knows=lines, home_visit=home,
        phone=card.phone if reachable else "",
        phone_url=_phone_url(card), phone_icon=way_icon(card), checked_on=card.checked_on,
    )  # fmt: skip


def _phone_url(card):
    """A call only where calls are wanted, a message where messages are; "" for every other way."""
    if card.way == words.Way.PHONE:
        return f"tel:{card.phone}"
    if card.way == words.Way.WHATSAPP:
        return f"https://wa.me/{card.phone.lstrip('+')}"
    return ""


def holders_in_words(rows, actor):
    """Who may see a client, as (who, why) in plain words; `rows` come from `holders_of`."""
    users = {user.pk: user for user in User.objects.filter(pk__in=[row["user_id"] for row in rows if row["user_id"]])}
    said = []
    for row in rows:
        if row["holder_id"] == actor.id:
            who = _("You")
        elif row["organisation"]:
            who = row["organisation"]
        else:
            who = users[row["user_id"]].get_full_name() if row["user_id"] in users else _("Someone")
        last_day = row["ends_at"] - timedelta(seconds=1)  # it ends when the next day begins
        said.append(
            {
                **row,
                "last_day": last_day if last_day.year < FOREVER.year else None,
                "who": who,
                "why": words.Basis(row["basis"]).label,
                "is_share": row["basis"] == words.Basis.SHARE,
            }
        )
    return said


def next_of(client_ids, *, holders):
    """The earliest open step or planned visit per client: {client_id: step or plan}. Two statements for any number."""
    first = {}
    steps = (
        NextStep.objects.open().filter(client_id__in=client_ids, holder_id__in=holders).select_related("owner__user")
    )
    plans = (
        PlannedVisit.objects.planned()
        .filter(client_id__in=client_ids, holder_id__in=holders)
        .select_related("worker__user")
    )
    for thing in [*steps, *plans]:
        on = due_on(thing)
        if thing.client_id not in first or on < due_on(first[thing.client_id]):
            first[thing.client_id] = thing
    return first


def due_on(thing):
    """The day a step or a planned visit is due."""
    return thing.planned_on if isinstance(thing, PlannedVisit) else thing.due_on


def what_in_words(thing):
    """What a step or a planned visit is, in one line."""
    if isinstance(thing, PlannedVisit):
        place = {words.Place.HOME: _("Home visit"), words.Place.PHONE: _("Call by telephone")}
        return thing.note or place.get(thing.place, _("Meeting at another place"))
    return thing.what
