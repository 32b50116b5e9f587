"""Clients that would have nobody to answer for them: asked before a member's access or role ends."""

from django.db import connection
from django.utils.translation import ngettext

from cases.rules import ANSWERING


def clients_of(membership, roles_left):
    """A sentence when the member answers for running clients and would no longer be in a role that can; else ""."""
    if ANSWERING & set(roles_left):
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_depending_on(%s::uuid)", [str(membership.pk)])
        count = cursor.fetchone()[0]
    if not count:
        return ""
    return ngettext(
        "%(n)s client would have nobody to answer for them. Name someone else first.",
        "%(n)s clients would have nobody to answer for them. Name someone else first.",
        count,
    ) % {"n": count}
