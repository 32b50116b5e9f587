"""Long lists, entered where one left off and cut before anything is joined."""

from django.db.models import BooleanField, Func


class After(Func):
    """`(a, b) > (x, y)`: one comparison of pairs, so that an index on (a, b) is entered at this very place."""

    output_field = BooleanField()
    conditional = True

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        (a, b, x, y), parameters = (sql for sql, _ in parts), [value for _, values in parts for value in values]
        return f"({a}, {b}) > ({x}, {y})", parameters


def first_of_each(querysets, order, limit):
    """The first rows of several queries on one table in one statement, in no order.

    Each query is cut by itself: `holder_id IN (…)` would take the order out of the index and sort all rows of a large
    organisation for a page of fifty.
    """
    cut = [query.order_by(*order).values("pk")[:limit] for query in querysets]
    rows = querysets[0].model.objects.all()
    return rows.filter(pk__in=cut[0].union(*cut[1:], all=True) if cut[1:] else cut[0])
