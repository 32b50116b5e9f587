"""The conditions of row security on referrals, beside those of `cases.security`."""

from cases.security import live_grant
from privacy.operations import MEMBER, asked

UNSENT = "('DRAF', 'DIUSULKAN')"


def desk(table, column):
    """SQL: the asker works on referrals for the organisation that the row names."""
    return f"'referral:' || {table}.{column}::text = ANY ({asked('any')})"


def seen_referral(table, column="referral_id"):
    """SQL: the row belongs to a referral that the asker may read (its own policy is asked)."""
    return f"EXISTS (SELECT FROM referrals_referral r WHERE r.id = {table}.{column} OFFSET 0)"


def sight_for(table):
    """SQL: care of the client, or a live grant that was given for this very referral."""
    return (
        f"({live_grant(table)} OR EXISTS (SELECT FROM cases_grant g WHERE g.client_id = {table}.client_id "
        f"AND g.source = {table}.referral_id AND g.seat = ANY ({asked('any')}) "
        f"AND g.starts_at <= now() AND g.ends_at > now() OFFSET 0))"
    )


__all__ = ["MEMBER", "UNSENT", "desk", "live_grant", "seen_referral", "sight_for"]
