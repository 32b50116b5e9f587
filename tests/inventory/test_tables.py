"""What the database allows the web, table by table: row security, privileges, functions."""

import re

import pytest
from django.conf import settings

from tests.inventory import catalog

pytestmark = pytest.mark.django_db

PLAIN, EVENTS = catalog.models()
ABOUT_CLIENTS = catalog.about_clients()
# Hold ids of clients, or what was typed about them, without a foreign key.
ALSO = {"privacy_accessevent", "privacy_accessedrecord", "privacy_draft", "privacy_receipt", "cases_registerfile"}
ALSO |= {"accounts_notice", "accounts_preference"}
ALL_FOUR = "SELECT, INSERT, UPDATE, DELETE"
DELETES = {"cases_registerfile"}  # an upload that nobody imports is destroyed


def secured():
    return [model._meta.db_table for model in [*ABOUT_CLIENTS, *EVENTS]] + sorted(ALSO)


def test_the_tables_about_clients_are_found():
    names = {model._meta.db_table for model in ABOUT_CLIENTS}
    assert {"cases_client", "cases_identity", "cases_homevisit", "cases_grant", "cases_restrictednote"} <= names


def test_every_table_about_clients_answers_to_row_security():
    rows = catalog.select(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, "
        "  EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')) "
        "FROM pg_class c WHERE c.relname = ANY (%s) AND c.relnamespace = 'public'::regnamespace",
        secured(),
    )
    assert len(rows) == len(set(secured()))
    for table, is_on, is_forced, can_be_read in rows:
        assert is_on and can_be_read, table
        assert not is_forced, f"{table}: under FORCE the owner's functions see nothing"


def test_no_policy_lets_everyone_read_or_change():
    rows = catalog.select(
        "SELECT tablename, policyname, cmd, qual FROM pg_policies WHERE schemaname = 'public' AND cmd <> 'INSERT'"
    )
    assert rows
    for table, policy, _command, condition in rows:
        asks = "basodara." in (condition or "") or "tracked" in (condition or "")
        assert asks, f"{policy} on {table} asks nothing of the asker"


def test_history_is_read_through_its_table_alone():
    for event in EVENTS:
        rows = catalog.select("SELECT cmd, qual FROM pg_policies WHERE tablename = %s", event._meta.db_table)
        assert [command for command, _qual in rows] == ["SELECT"], event
        assert event.pgh_tracked_model._meta.db_table in rows[0][1]


@pytest.mark.parametrize("model", PLAIN, ids=lambda model: model._meta.label)
def test_the_web_may_what_the_model_says(model):
    table = model._meta.db_table
    may = getattr(model, "WEB_MAY", ALL_FOUR)
    whole = {part.strip() for part in re.sub(r"\w+ \([^)]*\)", "", may).split(",") if part.strip()}
    columns = dict(re.findall(r"(\w+) \(([^)]*)\)", may))

    for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
        assert privilege_on(table, privilege) == (privilege in whole), privilege
    for privilege, names in columns.items():
        written = {name.strip() for name in names.split(",")}
        rows = catalog.select(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND has_column_privilege(%s, attrelid, attnum, %s)",
            table, settings.WEB_ROLE, privilege,
        )  # fmt: skip
        assert {name for (name,) in rows} == written


def privilege_on(table, privilege):
    return catalog.select("SELECT has_table_privilege(%s, %s, %s)", settings.WEB_ROLE, table, privilege)[0][0]


def test_nothing_about_a_client_is_deleted_by_the_web():
    for table in set(secured()) - {"privacy_draft", "accounts_preference"} - DELETES:
        assert not privilege_on(table, "DELETE"), table


@pytest.mark.parametrize("event", EVENTS, ids=lambda model: model._meta.label)
def test_history_is_read_only(event):
    table = event._meta.db_table
    assert privilege_on(table, "SELECT")
    for privilege in ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
        assert not privilege_on(table, privilege)


def test_what_is_nobodys_model_is_known():
    """A table made by hand would escape every test that walks over the models."""
    known = {model._meta.db_table for model in catalog.apps.get_models(include_auto_created=True)}
    rows = catalog.select(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in rows} - known <= {"django_migrations", settings.CACHES["default"].get("LOCATION", "")}


def test_the_web_is_a_plain_role_that_owns_nothing():
    web = settings.WEB_ROLE
    assert catalog.select("SELECT current_user::text, session_user::text") == [(web, web)]
    ((powers,),) = catalog.select(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
        "FROM pg_roles WHERE rolname = %s",
        web,
    )
    assert not powers
    for relation in ("pg_class WHERE relowner", "pg_proc WHERE proowner", "pg_namespace WHERE nspowner"):
        assert catalog.select(f"SELECT count(*) FROM {relation} = %s::regrole", web) == [(0,)], relation
    members = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole"
    assert catalog.select(members, web) == [], "a member of another role may become it"


def test_the_web_can_plant_no_table():
    web = settings.WEB_ROLE
    assert catalog.select("SELECT has_schema_privilege(%s, 'public', 'CREATE')", web) == [(False,)]
    assert catalog.select("SELECT has_database_privilege(%s, current_database(), 'TEMP')", web) == [(False,)]
    assert catalog.select("SELECT has_database_privilege(%s, current_database(), 'CREATE')", web) == [(False,)]


def test_functions_that_run_as_the_owner_cannot_be_led_astray():
    rows = catalog.select(
        "SELECT proname, proconfig, prorettype = 'trigger'::regtype, has_function_privilege(%s, oid, 'EXECUTE'), "
        "  EXISTS (SELECT FROM aclexplode(COALESCE(proacl, acldefault('f', proowner))) a WHERE a.grantee = 0), "
        "  prosrc FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace",
        settings.WEB_ROLE,
    )
    names = {row[0] for row in rows}
    assert {"cases_grant_open", "cases_grant_end", "cases_find_clients", "cases_tell_first_holder"} <= names
    called_by_the_web = {
        "cases_grant_open", "cases_grant_end", "cases_holders_of", "cases_find_clients", "cases_tell_first_holder",
        "cases_grants_open_registration", "cases_codes_in_use", "cases_depending_on", "companions_loads",
        "companions_month", "companions_certificate_state", "companions_depending", "companions_offer_accept",
        "companions_work_follows", "companions_settle", "referrals_under_consent", "referrals_next_number",
        "referrals_send_back",
    }  # fmt: skip
    for name, config, is_trigger, web_may, public_may, source in rows:
        path = next((one for one in config or () if one.startswith("search_path=")), "")
        assert path.replace('"', "").replace(" ", "") == "search_path=pg_catalog,public,pg_temp", name
        assert not public_may, name
        assert web_may == (name in called_by_the_web), name
        assert is_trigger or name.startswith(("cases_", "companions_", "referrals_")), name
        assert "session_user" not in source, name


def test_the_history_cannot_be_switched_off():
    ((source,),) = catalog.select("SELECT prosrc FROM pg_proc WHERE proname = '_pgtrigger_should_ignore'")
    assert source.strip() == "SELECT false"
    triggers = catalog.select(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger%%' AND tgenabled = 'O'"
    )
    assert {name for (name,) in triggers} == {event.pgh_tracked_model._meta.db_table for event in EVENTS}
