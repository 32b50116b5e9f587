"""The person of a transaction: set, nested, handed back, gone at its end."""

import pytest
from django.db import connection, transaction

from privacy.context import ALL_SETTINGS, NOBODY, acting_as, transaction_is_broken
from tests.people import make_coordinator, make_privacy_officer, make_supervisor

pytestmark = pytest.mark.django_db


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"basodara.{name}"])
        return cursor.fetchone()[0] or ""


def member():
    return setting("member")


def test_the_settings_say_who_asks():
    actor = make_coordinator()

    with acting_as(actor):
        assert member() == str(actor.id)
        assert setting("care") == f"{{{','.join(actor.seats_at('care'))}}}"
        assert f"referral:{actor.id}" in setting("any")
        assert setting("supervises") == setting("oversight") == ""


def test_supervising_and_oversight_are_said_apart():
    for actor, name in ((make_supervisor(), "supervises"), (make_privacy_officer(), "oversight")):
        with acting_as(actor):
            assert setting(name) == f"{{{actor.organisation.pk}}}"
    with acting_as(make_privacy_officer()):
        assert setting("care") == setting("any") == ""


def test_a_nested_person_hands_the_outer_one_back():
    outer, inner = make_coordinator(), make_coordinator()

    with acting_as(outer):
        with acting_as(inner):
            assert member() == str(inner.id)
            with acting_as(NOBODY):
                assert member() == setting("care") == ""
            assert member() == str(inner.id)
        assert member() == str(outer.id)
    assert member() == ""


def test_also_when_the_inner_block_fails():
    outer, inner = make_coordinator(), make_coordinator()

    with acting_as(outer):
        with pytest.raises(ZeroDivisionError), acting_as(inner):
            1 / 0
        assert member() == str(outer.id)
        with pytest.raises(Exception, match="syntax"), acting_as(inner), connection.cursor() as cursor:
            cursor.execute("this is no SQL")
        assert member() == str(outer.id)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_on_the_connection():
    with acting_as(make_coordinator()):
        pass

    with connection.cursor() as cursor:
        calls = ", ".join("current_setting(%s, true)" for _ in ALL_SETTINGS)
        cursor.execute(f"SELECT {calls}", ALL_SETTINGS)
        assert set(cursor.fetchone()) <= {"", None}


def test_a_swallowed_database_error_is_seen():
    assert not transaction_is_broken()
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        except Exception:
            pass
        assert transaction_is_broken()
        transaction.set_rollback(True)


def test_nobody_is_false_and_sees_nothing():
    assert not NOBODY
    assert NOBODY.sight.care == ()
