"""What every table with a client's data has in common."""

from django.db import models
from django.db.models import Exists, OuterRef


class Probe(Exists):
    """EXISTS that is asked row by row, after the query's own filter has found its rows.

    OFFSET 0 is a fence: without it the planner may begin with all the grants of the asker, and whoever sees 80,000
    clients waits seconds for a page of fifty.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


class ClientDataQuerySet(models.QuerySet):
    """Rows of clients on whom one of the actor's seats has a live grant. It asks `Grant` alone."""

    level = "care"
    client_column = "client"

    def visible_to(self, actor):
        """The second lock is row security, which says the same; this one makes good plans. No seats, nobody."""
        from cases.models.grants import Grant

        seats = actor.seats_at(self.level) if self.level else list(actor.seats)
        live = Grant.objects.live().filter(client=OuterRef(self.client_column), seat__in=seats)
        return self.filter(Probe(live))


class OpenQuerySet(ClientDataQuerySet):
    """Tables that any live grant opens, whatever its level."""

    level = None


def choice_array(choices, **options):
    """A list of codes."""
    from django.contrib.postgres.fields import ArrayField

    return ArrayField(models.CharField(max_length=30, choices=choices), default=list, blank=True, **options)
