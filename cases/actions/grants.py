"""Grants are written by two functions of the database alone; these call them."""

from django.db import connection


def open_grant(*, client, holder, basis, level="care", source=None, until=None):
    """Open a grant and give its id. The database checks the basis; raises ProgrammingError where it refuses."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_grant_open(%s::uuid, %s::uuid, %s, %s, %s::uuid, %s)",
            [str(client), str(holder), level, basis, source and str(source), until],
        )
        return cursor.fetchone()[0]


def end_grants(ids, *, reason):
    """End grants now; gives how many were ended (an ended or foreign one is none)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_grant_end(%s::uuid[], %s)", [[str(pk) for pk in ids], reason])
        return cursor.fetchone()[0]


def holders_of(client):
    """Who may see a client now, as dicts (id, holder_id, level, basis, starts_at, ends_at, organisation, user_id)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_holders_of(%s::uuid)", [str(client.pk)])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def tell_first_holder(client_ids):
    """Let the database look for the same people, and tell the coordinators who had them first. Answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_tell_first_holder(%s::uuid[])", [[str(pk) for pk in client_ids]])
