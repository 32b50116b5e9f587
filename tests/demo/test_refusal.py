"""Where `manage.py demo` makes nothing, and says why."""

import pytest
from django.core.management import CommandError

from accounts.models import Membership
from privacy.context import as_owner
from privacy.models import DemoMarker
from tests.demo.making import run_demo
from tests.people import make_coordinator


@pytest.mark.django_db(transaction=True)
def test_where_people_are_without_a_marker_it_refuses_and_changes_nothing():
    make_coordinator()

    with pytest.raises(CommandError, match="in use .1 people, 1 organisations.*nothing was changed"):
        run_demo()

    with as_owner():
        assert (Membership.objects.count(), DemoMarker.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_logins_of_a_world_that_was_never_made_are_not_printed():
    with pytest.raises(CommandError, match="no demo world"):
        run_demo("--logins")


def test_without_the_owner_it_says_which_variable_is_missing(settings):
    settings.DATABASE_OWNER = None

    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        run_demo()
