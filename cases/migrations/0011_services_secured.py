"""Services given: open to their provider and to care of the client; the kinds; a grant of another level than care."""

from pathlib import Path

from django.db import migrations

from cases.security import MEMBER, live_grant
from privacy.operations import DefinerFunction, Policy, SecureTable, asked

CASES = Path(__file__).resolve().parent.parent


def provided(table):
    """SQL: the asker has a seat of the provider, at any level."""
    return (
        f"('referral:' || {table}.provider_id::text = ANY ({asked('any')}) "
        f"OR 'care:' || {table}.provider_id::text = ANY ({asked('any')}))"
    )


GIVEN, DETAIL = "cases_servicegiven", "cases_servicedetail"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_services")]

    operations = [
        SecureTable(GIVEN, [
            Policy("servicegiven_read", "SELECT", using=f"{provided(GIVEN)} OR {live_grant(GIVEN)}"),
            Policy("servicegiven_added", "INSERT", check=f"recorded_by_id = {MEMBER} AND {provided(GIVEN)}"),
            Policy("servicegiven_changed", "UPDATE", using=provided(GIVEN), check=provided(GIVEN)),
        ]),
        SecureTable(DETAIL, [
            Policy("servicedetail_read", "SELECT",
                   using=f"{provided(DETAIL)} OR ({DETAIL}.comes_back AND {live_grant(DETAIL)})"),
            Policy("servicedetail_added", "INSERT", check=provided(DETAIL)),
            Policy("servicedetail_changed", "UPDATE", using=provided(DETAIL), check=provided(DETAIL)),
        ]),
        DefinerFunction(
            "cases_grant_put_level",
            "p_client uuid, p_holder uuid, p_level text, p_basis text, p_source uuid, p_until timestamptz, p_by uuid",
            "void",
            (CASES / "sql" / "grant_put_level.sql").read_text(),
            web_may_call=False,
        ),
    ]  # fmt: skip
