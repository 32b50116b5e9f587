"""Who stands in for an absence to come sees the client from its first day; an offer is accepted within one house."""

from importlib import import_module

from django.db import migrations

from privacy.operations import DefinerFunction

first = import_module("companions.migrations.0003_functions")


def replaced(name, arguments, returns, new, old, **options):
    """A function with another body; going back brings the old one."""
    earlier = next(iter(DefinerFunction(name, arguments, returns, first.body(old), **options).up()))
    return DefinerFunction(name, arguments, returns, first.body(new), before=earlier, **options)


class Migration(migrations.Migration):
    dependencies = [("companions", "0011_meetings_of_groups")]

    operations = [
        replaced("companions_offer_accept", "p_offer uuid", "uuid", "offer_accept_begins", "offer_accept_from"),
        replaced(
            "companions_assignment_after", "", "trigger", "assignment_after_begins", "assignment_after",
            web_may_call=False,
        ),
    ]  # fmt: skip
