"""The conditions of row security on what concerns companions, beside those of `cases.security`."""

from privacy.operations import MEMBER, asked


def staff(table):
    """SQL: the asker works, with sight of cases, for the organisation that the row names."""
    return f"'care:' || {table}.organisation_id::text = ANY ({asked('care')})"


def in_role(role):
    """SQL: the asker is active in this role; asked once a query."""
    return f"EXISTS (SELECT FROM accounts_membership m WHERE m.id = {MEMBER} AND m.active AND '{role}' = ANY (m.roles))"


def in_ones_organisation(table):
    """SQL: the row names the organisation that the asker belongs to."""
    mine = f"SELECT m.organisation_id FROM accounts_membership m WHERE m.id = {MEMBER} AND m.active"  # noqa: S608
    return f"{table}.organisation_id = ({mine})"


COORDINATOR = in_role("koordinator")
TRAINER = in_role("pelatih")
