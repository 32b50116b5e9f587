"""A visit in words: its answers by group, its versions, and what differs between two of them."""

from datetime import date, datetime, time
from decimal import Decimal

from django.apps import apps
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from cases.models import TB_QUESTIONS, HomeVisit

# name: (title, fields); the title stands outside the fold and carries no health word
GROUPS = {
    "ditemui": (gettext_lazy("Who was met"), ("met", "private", "until")),
    "persediaan": (
        gettext_lazy("Supply and pick-ups"),
        (
            "pills_left", "missed_doses", "missed_reasons", "side_effects", "last_pickup_on", "next_pickup_on",
            "who_collects",
        ),
    ),
    "keluhan": (gettext_lazy("Complaints and weight"), ("complaints", "weight_kg", *TB_QUESTIONS)),
    "perasaan": (gettext_lazy("Feelings and family"), ("mood", "family_support", "red_flags")),
    "pangan": (gettext_lazy("Work and food"), ("works", "income", "food_today")),
    "perlakuan": (gettext_lazy("Unfair treatment"), ("stigma_where", "stigma_by", "stigma_wants_action")),
    "kebutuhan": (gettext_lazy("Needs and what was done"), ("needs", "done")),
    "kesepakatan": (gettext_lazy("Agreed with the client"), ("agreed",)),
    "terbatas": (gettext_lazy("Restricted note"), ("restricted_note",)),
}  # fmt: skip
FRAME = ("visited_at", "place", "result", "health")
TOLD = (*FRAME, *(name for _title, names in GROUPS.values() for name in names if name != "restricted_note"))
COMPARED = (*TOLD, "next_visit_on")


def label_of(name):
    return capfirst(HomeVisit._meta.get_field(name).verbose_name)


def said(visit, name):
    """One answer as it reads; "" when it was not asked. `visit` may be a version that was replaced."""
    value = getattr(visit, name)
    field = HomeVisit._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(one, one)) for one in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        there = timezone.localtime(value)
        return f"{_day(there)}, {_clock(there)}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return _clock(value)
    return str(localize(value)) if isinstance(value, Decimal) else str(value)


def groups_of(visit):
    """The answers that were given, by group: [(name, title, [(label, text)])]; groups without any are left out."""
    found = []
    for name, (title, names) in GROUPS.items():
        facts = [(label_of(one), said(visit, one)) for one in names if one in TOLD]
        if facts := [fact for fact in facts if fact[1]]:
            found.append((name, title, facts))
    return found


def differences(before, after, names=COMPARED):
    """What differs between two versions: [(label, before, after)], each in words."""
    pairs = [(name, said(before, name), said(after, name)) for name in names]
    return [(label_of(name), old, new) for name, old, new in pairs if old != new]


def changes_of(visit):
    """Every change since the visit was recorded, newest first: who, when, and field by field what it was and became.

    An event holds the version that was replaced; the context it carries names who replaced it.
    """
    events = list(apps.get_model("cases", "HomeVisitEvent").objects.filter(pgh_obj=visit.pk).order_by("-pgh_id"))
    who = {event.pk: (event.pgh_context or {}).get("member") for event in events}
    members = Membership.objects.filter(pk__in={one for one in who.values() if one}).select_related("user")
    names = {str(member.pk): member.display_name for member in members}
    found, after = [], visit
    for event in events:
        found.append({
            "at": event.pgh_created_at,
            "who": names.get(who[event.pk], _("Someone")),
            "fields": differences(event, after),
            "hidden": after.hidden_because if after.hidden_at and not event.hidden_at else "",
            "shown": bool(event.hidden_at and not after.hidden_at),
        })  # fmt: skip
        after = event
    return found


def _day(value):
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def _clock(value):
    return f"{value.hour:02}.{value.minute:02}"
