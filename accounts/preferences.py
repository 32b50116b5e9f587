"""What a membership left open or chose on a page, by name."""

from django.db import IntegrityError, transaction

from .models import Preference


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
