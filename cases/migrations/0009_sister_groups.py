"""A companion of a sister group works for the group that holds the case: both belong to one LKS."""

from importlib import import_module

from django.db import migrations

from privacy.operations import DefinerFunction

before = import_module("cases.migrations.0008_on_behalf")
OWN = "JOIN public.accounts_organisation o ON o.id IN (own.id, own.parent_id) OR o.parent_id = own.id"
HOUSE = f"{OWN} OR o.parent_id = own.parent_id"
assert OWN in before.GRANT_TOUCHED
NAME, ARGUMENTS, RETURNS = "cases_grant_touched", "", "trigger"
EARLIER = next(iter(DefinerFunction(NAME, ARGUMENTS, RETURNS, before.GRANT_TOUCHED, web_may_call=False).up()))


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_on_behalf")]

    operations = [
        DefinerFunction(
            NAME, ARGUMENTS, RETURNS, before.GRANT_TOUCHED.replace(OWN, HOUSE), web_may_call=False, before=EARLIER
        )
    ]
