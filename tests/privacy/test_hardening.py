"""Whatever becomes of a migrate, the web may afterwards do what the models say, and no more."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from privacy import harden
from privacy.context import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hardened_in_any_case():
    yield
    with as_owner():
        harden.after_migrate()


def web_may(privilege, table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [settings.WEB_ROLE, table, privilege])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("end", [RuntimeError("a migration failed"), SystemExit(1)], ids=["failure", "check"])
def test_one_that_ends_half_way_leaves_nothing_open(monkeypatch, end):
    seen = []

    def half_way(*args, **options):
        seen.append(web_may("INSERT", "companions_gap"))
        raise end

    assert not web_may("INSERT", "companions_gap")
    monkeypatch.setattr(migrate.Command, "handle", half_way)
    with pytest.raises(type(end)):
        call_command("migrate", verbosity=0, interactive=False)
    assert seen == [True], "the web is let in while tables are made"
    assert not web_may("INSERT", "companions_gap")
    assert not web_may("UPDATE", "cases_casefileevent")
