"""Loads as they were last counted: what each companion carries, so that nobody counts 30,000 assignments for a page."""

import uuid

from django.db import models

from companions.models.base import OfOnesOwnQuerySet


class Load(models.Model):
    """Clients and weight (BEBAN) of one companion, from `counted_on` until `holds_until`; the database writes it.

    It says nothing while there is a `LoadTouched` of the same companion: then it is counted anew
    (`companions_loads`), until `companions_settle` writes it down. Without a row they have never accompanied anyone.
    """

    companion = models.OneToOneField(
        "accounts.Membership", on_delete=models.PROTECT, primary_key=True, related_name="companion_load"
    )
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField()
    holds_until = models.DateField(db_index=True)  # then a client is no longer new, or a stand-in is over
    clients = models.IntegerField()
    weight = models.DecimalField(max_digits=8, decimal_places=1)

    objects = OfOnesOwnQuerySet.as_manager()
    WEB_MAY = "SELECT"


class LoadTouched(models.Model):
    """An assignment of this companion has changed since their load was counted.

    A row of its own for each change: two who assign at once wait neither for each other nor for who counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    companion_id = models.UUIDField(db_index=True)

    WEB_MAY = "SELECT"
