"""Who may see whom (`Grant`), and the holder's own row that makes lists quick (`Responsibility`)."""

import uuid
from datetime import UTC, date, datetime

import pghistory
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast, Now
from django.utils import timezone

from cases import vocabulary as words
from cases.history import keeps_versions
from cases.models.base import ClientDataQuerySet
from cases.states import Stage

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)  # Django cannot show `infinity` in WIT
TOP = date(1900, 1, 1)  # of a list: running, and nothing is planned


class Level(models.TextChoices):
    REFERRAL = "referral"
    TREATMENT = "treatment"
    CARE = "care"


class GrantQuerySet(models.QuerySet):
    def live(self):
        return self.filter(starts_at__lte=Now(), ends_at__gt=Now())

    def visible_to(self, actor):
        return self.filter(seat__in=actor.seats)


class Joined(Func):
    """`a || b`: immutable, as a generated column wants it; Django's Concat is not."""

    template = "(%(expressions)s)"
    arg_joiner = " || "


class Grant(models.Model):
    """No live grant, no row. Written by `cases_grant_open` and `cases_grant_end` alone: the web may only read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("cases.Client", on_delete=models.PROTECT, related_name="grants", db_index=False)
    holder_id = models.UUIDField()
    level = models.CharField(max_length=10, choices=Level.choices)
    seat = models.GeneratedField(
        expression=Joined(F("level"), Value(":"), Cast("holder_id", models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
    )
    basis = models.CharField(max_length=20, choices=words.Basis.choices)
    source = models.UUIDField(null=True)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(default=FOREVER)
    opened_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=30, blank=True)

    objects = GrantQuerySet.as_manager()
    WEB_MAY = "SELECT"

    class Meta:
        indexes = [
            models.Index(fields=["client", "seat"], include=["ends_at", "starts_at"], name="grant_client_seat"),
            models.Index(fields=["seat", "client"], include=["ends_at", "starts_at"], name="grant_seat_client"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "holder_id", "level", "basis", "source"],
                name="grant_one_per_source",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gte=F("starts_at")), name="grant_ends_after_it_starts"),
        ]


@keeps_versions(
    fields=["id", "client", "holder_id", "worker"],
    event={"condition": pghistory.AnyChange("worker")},
)
class Responsibility(models.Model):
    """One row per client and holder with care. The web may name the worker; triggers keep all the rest.

    `sort_on` orders lists: a running client without a next step first, then by what is due, closed ones last. A
    companion holds a row of their own and works for an organisation: what they plan is that one's (`work_holder_id`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "cases.Client", on_delete=models.PROTECT, related_name="responsibilities", db_index=False
    )
    holder_id = models.UUIDField()
    on_behalf_id = models.UUIDField(null=True)  # of a companion's row: the organisation that they accompany for
    worker = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    live = models.BooleanField(default=True)
    next_due = models.DateField(null=True)
    last_visit_on = models.DateField(null=True)
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    kelurahan = models.ForeignKey(
        "regions.Region", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sort_on = models.DateField(default=TOP)
    since = models.DateTimeField(default=timezone.now)

    objects = ClientDataQuerySet.as_manager()
    WEB_MAY = "SELECT, UPDATE (worker_id)"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "holder_id"], name="responsibility_one_per_holder")]
        indexes = [
            models.Index(
                fields=["holder_id", "sort_on", "client"], condition=models.Q(live=True), name="responsibility_list"
            ),
            models.Index(
                fields=["worker", "sort_on", "client"], condition=models.Q(live=True), name="responsibility_worker"
            ),
            models.Index(  # the list of one worker: without it two larger indexes are read and compared
                fields=["holder_id", "worker", "sort_on", "client"],
                condition=models.Q(live=True),
                name="responsibility_of_worker",
            ),
            models.Index(
                fields=["holder_id", "sort_on", "client"],
                condition=models.Q(live=True, worker=None),
                name="responsibility_unassigned",
            ),
            models.Index(
                fields=["holder_id", "kelurahan", "sort_on"], condition=models.Q(live=True), name="responsibility_place"
            ),
        ]

    @property
    def work_holder_id(self):
        """Whose plans, steps and visits are made under this row."""
        return self.on_behalf_id or self.holder_id
