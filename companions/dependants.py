"""Clients who would be without their companion: asked before a member's access or role ends."""

from django.db import connection
from django.utils.translation import ngettext

from accounts.roles import Role


def clients_of(membership, roles_left):
    """A sentence when the member accompanies clients and would no longer be a companion; else ""."""
    if Role.COMPANION in roles_left:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT companions_depending(%s::uuid)", [str(membership.pk)])
        count = cursor.fetchone()[0]
    if not count:
        return ""
    return ngettext(
        "%(n)s client is accompanied by this person. Hand the client over first.",
        "%(n)s clients are accompanied by this person. Hand them over first.",
        count,
    ) % {"n": count}
