"""What a membership left open or chose on a page, by name."""

from django.db import IntegrityError, transaction

from .models import Preference

DAILY_LETTER = "surat_harian"  # {"on": whether it is wanted, "sent": the day of the last one}


def remembered(actor, name, default=None):
    """The value kept under this name, or `default`."""
    kept = Preference.objects.filter(membership=actor.id, name=name).values_list("value", flat=True).first()
    return default if kept is None else kept


def remember(actor, name, value):
    """Keep a small value for this membership. Not `ON CONFLICT`: the table answers to row security."""
    mine = Preference.objects.filter(membership=actor.id, name=name)
    if mine.update(value=value):
        return
    try:
        with transaction.atomic():
            Preference.objects.create(membership_id=actor.id, name=name, value=value)
    except IntegrityError:  # written at the same moment from another page
        mine.update(value=value)


def open_folds(actor, form):
    """The parts of a form that this person leaves open; None: never chosen."""
    return remembered(actor, f"folds:{form}")


def remember_folds(actor, form, names):
    remember(actor, f"folds:{form}", list(names))


def wants_letter(actor):
    """Whether this membership asks for the daily summary by e-mail."""
    return bool(remembered(actor, DAILY_LETTER, {}).get("on"))


def want_letter(actor, on):
    """Ask for it, or no longer; the day of the last one stays known."""
    remember(actor, DAILY_LETTER, {**remembered(actor, DAILY_LETTER, {}), "on": bool(on)})
