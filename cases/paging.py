"""Long lists, entered where one left off and cut before anything is joined."""

from django.db.models import BooleanField, Func, IntegerField, Subquery

COUNTED_TO = 50  # no page counts further


class After(Func):
    """`(a, b) > (x, y)`: one comparison of pairs, so that an index on (a, b) is entered at this very place."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        (a, b, x, y), parameters = (sql for sql, _ in parts), [value for _, values in parts for value in values]
        return f"({a}, {b}) > ({x}, {y})", parameters


class Capped(Subquery):
    """How many rows a query cut by LIMIT gives: counting stops there."""

    template = "(SELECT count(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def capped(number):
    """A number that was counted to COUNTED_TO and one more: "50+" beyond it."""
    return f"{COUNTED_TO}+" if number > COUNTED_TO else number


def first_of_each(querysets, order, limit):
    """The first rows of several queries on one table in one statement, in no order.

    Each query is cut by itself: `holder_id IN (…)` would take the order out of the index and sort all rows of a large
    organisation for a page of fifty.
    """
    cut = [query.order_by(*order).values("pk")[:limit] for query in querysets]
    rows = querysets[0].model.objects.all()
    return rows.filter(pk__in=cut[0].union(*cut[1:], all=True) if cut[1:] else cut[0])
