"""The conditions that row security compares: a live grant on the client for one of the asker's seats.

Written once, for the policies of every package above. The lists are read once per query (`privacy.operations.asked`).
"""

from privacy.operations import MEMBER, Policy, SecureTable, asked


def live_grant(table, *, client="client_id", seats="care"):
    """SQL: some live grant on the row's client belongs to a seat of the list (`care`, `treatment` or `any`).

    OFFSET 0 is a fence: the grant is looked up row by row, among the few rows that the query's own filter has found.
    Without it the planner may hash all grants of the asker first, and one client's page waits for 80,000 others.
    """
    return (
        f"EXISTS (SELECT FROM cases_grant g WHERE g.client_id = {table}.{client} "
        f"AND g.seat = ANY ({asked(seats)}) AND g.starts_at <= now() AND g.ends_at > now() OFFSET 0)"
    )


def overseen_client(table, *, client="client_id"):
    """SQL: a privacy officer's organisation holds, or held, this client."""
    return (
        f"EXISTS (SELECT FROM cases_grant g WHERE g.client_id = {table}.{client} "
        f"AND g.holder_id::text = ANY ({asked('oversight')}))"
    )


def of_clients_in_care(table, name):
    """Row security for a table that a live care grant opens, to read and to write."""
    condition = live_grant(table)
    return SecureTable(table, [Policy(f"{name}_of_a_client_in_care", using=condition, check=condition)])


__all__ = ["MEMBER", "live_grant", "of_clients_in_care", "overseen_client"]
