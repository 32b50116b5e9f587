"""Notices reach whom they are for, and nobody else: the view's filter and the database agree."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from accounts import notices, preferences
from accounts.models import Notice, Preference
from accounts.notices import mark_read, notify, unread_count
from accounts.roles import Role
from privacy.context import NOBODY, acting_as
from tests.people import make_companion, make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lks():
    return make_organisation("LKS")


def test_a_notice_to_a_member_is_theirs_alone(lks):
    one, other = make_companion(lks), make_companion(lks)
    notify(kind="own_roles_changed", membership=one.membership)

    with acting_as(one):
        assert unread_count(one) == 1
        assert Notice.objects.count() == 1
    with acting_as(other):
        assert unread_count(other) == 0
        assert Notice.objects.count() == 0
    with acting_as(NOBODY):
        assert Notice.objects.count() == 0


def test_a_notice_to_a_role_is_for_whoever_has_it_there(lks):
    one, two, stranger, companion = (
        make_coordinator(lks),
        make_coordinator(lks),
        make_coordinator(),
        make_companion(lks),
    )
    notify(kind="member_waits", organisation=lks, role=Role.COORDINATOR)

    for actor, count in ((one, 1), (two, 1), (stranger, 0), (companion, 0)):
        with acting_as(actor):
            assert (unread_count(actor), Notice.objects.count()) == (count, count)

    with acting_as(one):
        assert mark_read(Notice.objects.visible_to(one), by=one) == 1
    with acting_as(two):
        assert unread_count(two) == 0


def test_a_coordinator_of_an_lks_reads_for_the_coordinator_of_its_support_group(lks):
    group = make_organisation("KDS", parent=lks)
    coordinator = make_coordinator(lks)
    notify(kind="member_waits", organisation=group, role=Role.COORDINATOR)

    with acting_as(coordinator):
        assert (unread_count(coordinator), Notice.objects.count()) == (1, 1)


def test_nobody_ticks_off_anothers_notice(lks):
    one, other = make_companion(lks), make_companion(lks)
    notify(kind="own_roles_changed", membership=one.membership)

    with acting_as(other):
        assert Notice.objects.update(read_by=other.id) == 0


def test_a_kind_nobody_registered_is_refused(lks):
    with pytest.raises(LookupError):
        notify(kind="unknown", organisation=lks, role=Role.COORDINATOR)


FORBIDDEN = (
    "hiv aids odha odhiv arv obat klinik vct viral cd4 tb tbc positif negatif reaktif rehabilitasi "
    "clinic medicine positive negative reactive treatment"
)


def test_no_sentence_has_a_word_that_others_should_not_read():

    for kind in notices._kinds.values():
        words = str(kind.sentence).lower().replace(".", " ").replace(",", " ").split()
        assert not set(words) & set(FORBIDDEN.split())


def test_the_page_shows_opens_and_ticks_off(web, lks):
    companion = make_companion(lks)
    notice = notify(kind="own_roles_changed", membership=companion.membership)
    sign_in(web, companion)
    assert web.get(reverse("notices")).context["any_unread"]

    response = web.post(reverse("open_notice", args=[notice.id]))

    assert response["Location"] == reverse("my_account")
    assert not web.get(reverse("notices")).context["any_unread"]


def test_a_strangers_notice_is_not_found(web, lks):
    notice = notify(kind="own_roles_changed", membership=make_companion(lks).membership)
    sign_in(web, make_companion(lks))

    assert web.post(reverse("open_notice", args=[notice.id])).status_code == 404
    assert web.get(reverse("open_notice", args=[notice.id])).status_code == 405


def test_all_at_once(web, lks):
    companion = make_companion(lks)
    for _ in range(3):
        notify(kind="own_roles_changed", membership=companion.membership)
    sign_in(web, companion)

    web.post(reverse("read_all_notices"))

    with acting_as(companion):
        assert unread_count(companion) == 0


def test_older_ones_are_on_a_page_of_their_own(web, lks):
    companion = make_companion(lks)
    for _ in range(35):
        notify(kind="own_roles_changed", membership=companion.membership)
    sign_in(web, companion)

    first = web.get(reverse("notices"))
    second = web.get(reverse("notices"), {"sebelum": first.context["older"]})

    assert (len(first.context["shown"]), len(second.context["shown"]), second.context["older"]) == (30, 5, "")


def test_what_was_left_open_is_remembered_for_oneself(web, lks):
    one, other = make_companion(lks), make_companion(lks)
    sign_in(web, one)

    assert web.post(reverse("remember_folds"), {"name": "visit", "value": '["family", "mood"]'}).status_code == 204
    assert web.post(reverse("remember_folds"), {"name": "visit", "value": '["mood"]'}).status_code == 204
    assert web.post(reverse("remember_folds"), {"name": "<b>", "value": "[]"}).status_code == 400

    with acting_as(one):
        assert preferences.open_folds(one, "visit") == ["mood"]
        assert Preference.objects.count() == 1
    with acting_as(other):
        assert preferences.open_folds(other, "visit") is None
        assert Preference.objects.count() == 0


def test_the_web_may_tick_a_notice_off_and_change_nothing_else(lks):
    one = make_companion(lks)
    notify(kind="own_roles_changed", membership=one.membership)

    with acting_as(one), pytest.raises(ProgrammingError), transaction.atomic():
        Notice.objects.update(kind="member_waits")
