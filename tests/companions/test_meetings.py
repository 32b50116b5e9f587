"""Meetings: who came is written down once, stands in the client's timeline, and is read by who holds the case."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import OrganisationKind
from cases import actions as case_actions
from cases.timeline import entries
from companions import actions
from companions.models import Attendance, Meeting
from companions.rules import NotAllowed, NotPossible
from companions.views import meeting_people, meetings
from companions.vocabulary import EventState
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.pages import HEALTH, key_of, send, statements, title_of
from tests.clients import make_client, share_with, token_for
from tests.companions.making import assign, make_ready
from tests.people import (
    again,
    make_companion,
    make_coordinator,
    make_manager,
    make_organisation,
    make_social_worker,
    make_supervisor,
    make_trainer,
    sign_in,
)

pytestmark = pytest.mark.django_db

LIST, NEW = reverse("meeting_list"), reverse("meeting_new")
PAGES = ["meeting_detail", "meeting_edit", "meeting_hold", "meeting_cancel", "meeting_sheet"]
WRITES = ["meeting_edit", "meeting_hold", "meeting_cancel"]
TODAY = timezone.localdate


def plan(by, days=-1, organisation=None, **more):
    """A meeting at ten o'clock so many days from now."""
    day = TODAY() + timedelta(days=days)
    at = timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=10)))
    fields = {"place": "Balai kelurahan", "is_open": False, "topic": "Berbagi kabar", "facilitator": None, **more}
    with acting_as(by):
        return actions.plan_meeting(
            token=token_for(by), organisation=organisation or by.organisation, by=by, starts_at=at, **fields
        )


def hold(meeting, by, *clients, new=(), **more):
    with acting_as(by):
        return actions.hold_meeting(
            token=more.pop("token", None) or token_for(by), meeting=meeting, by=by,
            clients=[one.pk for one in clients], new=[one.pk for one in new], **more,
        )  # fmt: skip


def there(meeting, by):
    """{client: new?} of those written down."""
    with acting_as(by):
        rows = Attendance.objects.filter(meeting=meeting, cancelled_at=None)
        return dict(rows.values_list("client_id", "is_new"))


def on_timeline(client, by):
    with acting_as(by):
        client.refresh_from_db()
        return [entry for entry in entries(client)[0] if entry.template == "companions/meetings/_entry.html"]


def page(name, meeting):
    return reverse(name, args=[meeting.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# -- the actions -------------------------------------------------------------------------------------------------------


def test_attendance_is_kept_once_and_unticking_takes_it_back(coordinator):
    one, other = make_client(coordinator), make_client(coordinator)
    meeting = plan(coordinator)

    hold(meeting, coordinator, one, other, new=[other])
    hold(meeting, coordinator, one, other, new=[other])
    assert there(meeting, coordinator) == {one.pk: False, other.pk: True}

    hold(meeting, coordinator, one, new=[one])
    assert there(meeting, coordinator) == {one.pk: True}
    with acting_as(coordinator):
        assert Attendance.objects.filter(meeting=meeting).count() == 2  # the mistake stays, taken back


def test_the_same_form_sent_again_writes_nothing_more(coordinator):
    client, meeting, token = make_client(coordinator), plan(coordinator), token_for(coordinator)
    day = TODAY() + timedelta(days=30)

    for _number in range(2):
        hold(meeting, coordinator, client, token=token, next_on=day)

    with acting_as(coordinator):
        assert Meeting.objects.count() == 2 and Attendance.objects.count() == 1


def test_it_stands_in_the_timeline_at_the_hour_of_the_meeting(coordinator):
    client, meeting = make_client(coordinator), plan(coordinator, days=-3)
    hold(meeting, coordinator, client, new=[client])

    [entry] = on_timeline(client, coordinator)

    assert (entry.at, entry.thing.is_new, entry.thing.seen.topic) == (meeting.starts_at, True, "Berbagi kabar")
    hold(meeting, coordinator)
    assert on_timeline(client, coordinator) == []


def test_who_shares_the_case_reads_that_and_not_which_meeting(coordinator):
    client, meeting, centre = make_client(coordinator), plan(coordinator), make_social_worker()
    share_with(client, centre.organisation, coordinator)
    hold(meeting, coordinator, client)

    [entry] = on_timeline(client, centre)

    assert entry.thing.seen is None
    shown = body(sign_in(Web(), centre).get(client.get_absolute_url()))
    assert "Hadir di pertemuan kelompok" in shown and "Berbagi kabar" not in shown
    assert page("meeting_detail", meeting) not in shown


def test_a_client_of_others_is_refused_and_nothing_is_written(coordinator):
    mine, theirs = make_client(coordinator), make_client(make_coordinator())
    meeting = plan(coordinator)

    with pytest.raises(NotPossible):
        hold(meeting, coordinator, mine, theirs)

    assert there(meeting, coordinator) == {}


def test_a_client_whose_share_ended_is_refused_and_what_was_stays(coordinator):
    holder, meeting = make_coordinator(), plan(coordinator)
    client, mine = make_client(holder), make_client(coordinator)
    grant = share_with(client, coordinator.organisation, holder)
    hold(meeting, coordinator, client)
    with acting_as(holder):
        case_actions.end_share(client=client, grant_id=grant, by=holder)

    with pytest.raises(NotPossible):
        hold(meeting, coordinator, client)
    hold(meeting, coordinator, mine)

    assert there(meeting, coordinator) == {mine.pk: False}
    assert len(on_timeline(client, holder)) == 1


def test_not_before_it_began_and_not_when_it_was_cancelled(coordinator):
    coming, gone = plan(coordinator, days=2), plan(coordinator)
    with acting_as(coordinator):
        actions.cancel_meeting(meeting=gone, by=coordinator, why="Hujan")
    for meeting in (coming, gone):
        with pytest.raises(NotPossible):
            hold(meeting, coordinator)


def test_the_next_meeting_comes_after_this_one_and_is_planned(coordinator):
    meeting = plan(coordinator)
    with pytest.raises(NotPossible):
        hold(meeting, coordinator, next_on=TODAY() - timedelta(days=1))

    hold(meeting, coordinator, next_on=TODAY() + timedelta(days=20))

    with acting_as(coordinator):
        [following] = Meeting.objects.filter(state=EventState.PLANNED)
        local = timezone.localtime(following.starts_at)
        assert (local.date(), local.hour, following.place) == (TODAY() + timedelta(days=20), 10, "Balai kelurahan")


def test_a_group_meets_once_at_a_time(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    one = plan(coordinator, days=3)

    with pytest.raises(NotPossible, match=coordinator.organisation.short_name):
        plan(coordinator, days=3, place="Rumah baca")

    plan(again(coordinator), days=3, organisation=group)  # another group may
    with acting_as(coordinator):
        again_planned = actions.plan_meeting(  # itself it is not in the way of
            token=token_for(coordinator), organisation=coordinator.organisation, by=coordinator, meeting=one,
            starts_at=one.starts_at, place="Rumah baca",
        )  # fmt: skip
        assert again_planned.place == "Rumah baca"
        actions.cancel_meeting(meeting=one, by=coordinator, why="Hujan")
    assert plan(coordinator, days=3).pk != one.pk


def test_the_next_meeting_is_not_planned_a_second_time(coordinator):
    plan(coordinator, days=20)
    meeting, day = plan(coordinator), TODAY() + timedelta(days=20)

    hold(meeting, coordinator, next_on=day)

    with acting_as(coordinator):
        assert Meeting.objects.count() == 2 and Meeting.objects.get(pk=meeting.pk).next_on == day


def test_who_facilitates_is_of_the_group_or_of_the_lks_above_it(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    twin = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    of_lks, of_group, of_twin = (make_companion(one) for one in (coordinator.organisation, group, twin))
    gone, stranger = make_companion(group), make_coordinator()
    Membership.objects.filter(pk=gone.id).update(active=False)
    lead = again(coordinator)

    for days, member in enumerate((of_lks, of_group, coordinator), start=1):
        made = plan(lead, days=days, organisation=group, facilitator=member.membership)
        assert made.facilitator_id == member.id
    for member in (of_twin, gone, stranger):
        with pytest.raises(NotPossible, match=group.short_name):
            plan(lead, days=9, organisation=group, facilitator=member.membership)
    with pytest.raises(NotPossible):
        plan(lead, days=9, facilitator=of_group.membership)  # the LKS's own meeting


def test_only_coordinators_of_that_organisation_write(coordinator):
    meeting, companion = plan(coordinator), make_companion(coordinator.organisation)
    for actor in (companion, make_coordinator(), make_supervisor(coordinator.organisation)):
        with pytest.raises(NotAllowed):
            hold(meeting, actor)


# -- who may open what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_meetings_of_others_do_not_exist(name, coordinator):
    web = sign_in(Web(), make_coordinator())
    assert web.get(page(name, plan(coordinator))).status_code == 404


@pytest.mark.parametrize("make", [make_trainer, make_manager])
def test_roles_that_read_no_meetings(make, coordinator):
    meeting, web = plan(coordinator), sign_in(Web(), make())
    for address in (LIST, NEW, *(page(name, meeting) for name in PAGES)):
        assert web.get(address).status_code == 403, address


def test_a_companion_reads_when_and_where_and_not_who_came(coordinator):
    client, coming = make_client(coordinator, call_name="Yusuf"), plan(coordinator, days=3, place="Rumah baca")
    held = hold(plan(coordinator), coordinator, client)
    web = sign_in(Web(), make_companion(coordinator.organisation))

    shown = body(web.get(LIST))
    assert "Rumah baca" in shown and "1 hadir" not in shown and NEW not in shown
    shown = body(web.get(page("meeting_detail", held)))
    assert "Berbagi kabar" in shown and client.code not in shown and "Yusuf" not in shown
    for name in (*WRITES, "meeting_sheet"):
        assert web.get(page(name, coming)).status_code == 403
        assert web.post(page(name, coming)).status_code in (403, 405)
    assert web.get(NEW).status_code == 403


def test_who_facilitates_prints_the_list_by_code_of_whom_they_may_open(coordinator):
    client, leader = make_client(coordinator, call_name="Yusuf"), make_companion(coordinator.organisation)
    coming = plan(coordinator, days=3, facilitator=leader.membership)
    web = sign_in(Web(), leader)

    assert page("meeting_sheet", coming) in body(web.get(page("meeting_detail", coming)))
    shown = body(web.get(page("meeting_sheet", coming)))
    assert client.code not in shown and "Yusuf" not in shown  # not hers to open
    assert web.get(page("meeting_edit", coming)).status_code == 403
    assert web.get(page("meeting_cancel", coming)).status_code == 403


def test_who_facilitates_writes_down_who_of_the_own_clients_came_and_what_was_decided(coordinator):
    leader = make_ready(coordinator)
    hers, other = make_client(coordinator, call_name="Yusuf"), make_client(coordinator, call_name="Salma")
    assign(hers, leader, coordinator)
    meeting = plan(coordinator, facilitator=leader.membership)
    hold(meeting, coordinator, other, decisions="Kas dimulai")
    web = sign_in(Web(), leader)

    form = body(web.get(page("meeting_hold", meeting)))
    assert "Yusuf" in form and "Salma" not in form and "next_on" not in form
    sent = {"clients": [str(hers.pk)], "decisions": "Kas Rp5.000", "others_count": "2", "next_on": "2026-12-30"}
    assert send(web, page("meeting_hold", meeting), sent).status_code == 302
    with acting_as(coordinator):
        came = Attendance.objects.filter(meeting=meeting, cancelled_at=None)
        assert set(came.values_list("client", "recorded_by")) == {(hers.pk, leader.id), (other.pk, coordinator.id)}
        meeting.refresh_from_db()
        assert (meeting.decisions, meeting.others_count, meeting.next_on) == ("Kas Rp5.000", 2, None)
    shown = body(web.get(page("meeting_detail", meeting)))
    assert "Yusuf" in shown and "Salma" not in shown


def test_what_waits_for_who_facilitates_stands_on_top_of_their_list(coordinator):
    leader = make_companion(coordinator.organisation)
    mine, another = plan(coordinator, facilitator=leader.membership), plan(coordinator, days=-2)
    shown = body(sign_in(Web(), leader).get(LIST))
    assert page("meeting_hold", mine) in shown and page("meeting_hold", another) not in shown


def test_who_does_not_facilitate_this_one_writes_nothing_down(coordinator):
    leader, another = make_ready(coordinator), make_ready(coordinator)
    client = make_client(coordinator)
    assign(client, another, coordinator)
    meeting = plan(coordinator, facilitator=leader.membership)
    supervisor = make_supervisor(coordinator.organisation)
    led_by_supervisor = plan(coordinator, days=-2, facilitator=supervisor.membership)

    for by, which in ((another, meeting), (supervisor, led_by_supervisor), (leader, led_by_supervisor)):
        assert sign_in(Web(), by).get(page("meeting_hold", which)).status_code == 403
        with pytest.raises(NotAllowed):
            hold(which, by, client)
        with acting_as(by):  # and the database says the same
            assert Meeting.objects.filter(pk=which.pk).update(others_count=9) == 0
    with acting_as(another), pytest.raises(DatabaseError), transaction.atomic():
        Attendance(meeting=meeting, client=client, at=meeting.starts_at, recorded_by=another.membership).save()
    with pytest.raises(NotPossible):
        hold(meeting, leader, client)  # a client out of sight
    with pytest.raises(NotAllowed):
        hold(meeting, leader, next_on=TODAY() + timedelta(days=9))


def test_a_companion_of_an_lks_reads_when_its_kds_meets(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    meeting = plan(make_coordinator(group), days=3, place="Rumah baca", is_open=True)

    web = sign_in(Web(), make_companion(coordinator.organisation))
    assert "Rumah baca" in body(web.get(LIST)) and group.short_name in body(web.get(LIST))
    assert web.get(page("meeting_detail", meeting)).status_code == 200
    for other in (make_companion(make_coordinator().organisation), make_companion(sister(coordinator))):
        assert sign_in(Web(), other).get(page("meeting_detail", meeting)).status_code == 404


def sister(coordinator):
    return make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)


def test_a_supervisor_reads_who_came_and_writes_nothing(coordinator):
    client = make_client(coordinator)
    held = hold(plan(coordinator), coordinator, client)
    web = sign_in(Web(), make_supervisor(coordinator.organisation))

    assert "1 hadir" in body(web.get(LIST))
    assert client.code in body(web.get(page("meeting_detail", held)))
    for name in WRITES:
        assert web.get(page(name, held)).status_code == 403


def test_an_lks_runs_the_meetings_of_its_kds(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    member = make_coordinator(group)
    meeting = plan(member)
    web = sign_in(Web(), again(coordinator))

    assert group.short_name in body(web.get(LIST))
    assert web.get(page("meeting_hold", meeting)).status_code == 200
    assert sign_in(Web(), member).get(page("meeting_detail", plan(coordinator))).status_code == 404


@pytest.mark.parametrize("name", ["meeting_list", "meeting_detail", "meeting_sheet"])
def test_pages_that_only_show_take_no_post(name, web, coordinator):
    address = LIST if name == "meeting_list" else page(name, plan(coordinator))
    assert web.post(address).status_code == 405


def test_no_title_and_no_address_says_more_than_meeting(web, coordinator):
    client = make_client(coordinator, call_name="Yusuf")
    held = hold(plan(coordinator), coordinator, client)
    coming = plan(coordinator, days=2)
    addresses = [LIST, NEW, page("meeting_edit", coming), page("meeting_cancel", coming)]
    for address in (*addresses, *(page(name, held) for name in ("meeting_detail", "meeting_hold", "meeting_sheet"))):
        title = title_of(web.get(address))
        assert not HEALTH.search(title + address) and "Yusuf" not in title and client.code not in title


def test_a_coordinator_of_the_centre_holds_no_meetings():
    web = sign_in(Web(), make_coordinator(make_organisation(OrganisationKind.BALAI)))
    assert web.get(NEW).status_code == 403 and "Belum ada pertemuan" in body(web.get(LIST))


# -- the list ----------------------------------------------------------------------------------------------------------


def test_what_waits_stands_on_top_then_what_comes_then_what_was(web, coordinator):
    late, coming, held, gone = (plan(coordinator, days=days) for days in (-2, 4, -9, 6))
    hold(held, coordinator, make_client(coordinator), others_count=2)
    with acting_as(coordinator):
        actions.cancel_meeting(meeting=gone, by=coordinator, why="Hujan")

    response = web.get(LIST)

    context = response.context
    assert ([one.pk for one in context["waiting"]], [one.pk for one in context["coming"]]) == ([late.pk], [coming.pk])
    assert [one.pk for one in context["past"]] == [gone.pk, held.pk]
    shown = body(response)
    assert "perlu dicatat" in shown and "3 hadir" in shown and page("meeting_hold", late) in shown


def test_older_meetings_are_turned_page_by_page(web, coordinator, monkeypatch):
    monkeypatch.setattr(meetings, "PAGE", 2)
    held = [hold(plan(coordinator, days=-days), coordinator) for days in (1, 2, 3)]
    coming = plan(coordinator, days=1)

    first = web.get(LIST)
    second = web.get(LIST + first.context["next_url"])

    shown = [*first.context["past"], *second.context["past"]]
    assert [one.pk for one in shown] == [one.pk for one in held]
    assert not second.context["next_url"] and coming.pk not in [one.pk for one in second.context["coming"]]
    assert web.get(LIST, {"sejak": "x"}).status_code == 200


def test_fifty_meetings_cost_the_statements_of_one(web, coordinator):
    client = make_client(coordinator)
    for days in (-1, 1):
        plan(coordinator, days=days)
    hold(plan(coordinator, days=-40), coordinator, client)
    _page, for_one = statements(web, LIST)
    for days in range(2, 19):
        plan(coordinator, days=days)
        plan(coordinator, days=-days)
        hold(plan(coordinator, days=-40 - days), coordinator, client)

    shown, for_many = statements(web, LIST)

    assert len(shown.context["past"]) == 18
    assert len(for_many) == len(for_one) <= 12, "\n".join(for_many)


def test_an_empty_list_says_what_to_do(web):
    assert NEW in body(web.get(LIST))


# -- planned, changed, cancelled ---------------------------------------------------------------------------------------


def typed(days=7, **more):
    day = (TODAY() + timedelta(days=days)).isoformat()
    return {"day": day, "hour": "14.30", "place": "Balai kelurahan", "who": "terbuka", **more}


def test_a_meeting_is_planned_and_changed(web, coordinator):
    response = send(web, NEW, typed(facilitator=str(coordinator.id), topic="Berbagi kabar"))

    with acting_as(coordinator):
        meeting = Meeting.objects.get()
    assert response["Location"] == page("meeting_detail", meeting)
    assert meeting.is_open and meeting.facilitator_id == coordinator.id
    assert timezone.localtime(meeting.starts_at).strftime("%H.%M") == "14.30"

    send(web, page("meeting_edit", meeting), typed(place="Rumah baca", who="tertutup"))
    with acting_as(coordinator):
        meeting = Meeting.objects.get()
        assert (meeting.place, meeting.is_open, meeting.facilitator_id) == ("Rumah baca", False, None)


def test_one_that_took_place_is_written_down_next(web, coordinator):
    response = send(web, NEW, typed(days=-2))
    with acting_as(coordinator):
        assert response["Location"] == page("meeting_hold", Meeting.objects.get())


def test_an_lks_says_whose_meeting_it_is(coordinator):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    helper = make_companion(group, "Maria Lessy")
    web = sign_in(Web(), again(coordinator))
    assert f"Maria Lessy ({group.short_name})" in body(web.get(NEW))

    send(web, NEW, typed(organisation=str(group.pk), facilitator=str(helper.id)))

    with acting_as(again(coordinator)):
        meeting = Meeting.objects.get()
        assert (meeting.organisation_id, meeting.facilitator_id) == (group.pk, helper.id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": ""}, "day"),
        ({"hour": "25.00"}, "hour"),
        ({"place": " "}, "place"),
        ({"who": ""}, "who"),
        ({"facilitator": "x"}, "facilitator"),
        ({"day": "2099-01-01"}, "__all__"),
    ],
)
def test_a_meeting_that_cannot_be_is_not_planned(wrong, field, web, coordinator):
    response = send(web, NEW, typed(topic="Berbagi kabar", **wrong))

    assert response.status_code == 200 and field in response.context["form"].errors
    assert "Berbagi kabar" in body(response)
    with acting_as(coordinator):
        assert not Meeting.objects.exists()


def test_the_same_hour_again_is_said_and_what_was_typed_stays(web, coordinator):
    send(web, NEW, typed())
    response = send(web, NEW, typed(place="Rumah baca"))

    assert "__all__" in response.context["form"].errors and "Rumah baca" in body(response)
    with acting_as(coordinator):
        assert Meeting.objects.count() == 1


def test_a_meeting_is_cancelled_with_a_reason_and_only_once(web, coordinator):
    meeting = plan(coordinator, days=3)
    assert "because" in web.post(page("meeting_cancel", meeting), {"because": ""}).context["form"].errors

    web.post(page("meeting_cancel", meeting), {"because": "Hujan badai"})

    shown = body(web.get(page("meeting_detail", meeting)))
    assert "Hujan badai" in shown and "Dibatalkan" in shown
    assert "sudah ditutup" in body(web.post(page("meeting_cancel", meeting), {"because": "Lagi"}))
    for name in WRITES:
        assert web.get(page(name, meeting))["Location"] == page("meeting_detail", meeting)


# -- who came ----------------------------------------------------------------------------------------------------------


def test_ticks_decisions_and_the_next_date_are_written_down(web, coordinator):
    came, new, away = (make_client(coordinator) for _number in range(3))
    meeting = plan(coordinator)
    assert away.code in body(web.get(page("meeting_hold", meeting)))

    response = send(
        web, page("meeting_hold", meeting),
        {"clients": [str(came.pk), str(new.pk)], "new": [str(new.pk)], "others_count": "3",
         "decisions": "Arisan tiap bulan", "next_on": (TODAY() + timedelta(days=30)).isoformat()},
    )  # fmt: skip

    assert response["Location"] == page("meeting_detail", meeting)
    assert there(meeting, coordinator) == {came.pk: False, new.pk: True}
    shown = body(web.get(page("meeting_detail", meeting)))
    assert came.code in shown and away.code not in shown and "Arisan tiap bulan" in shown
    assert "anggota baru" in shown and "dan 3 orang lain" in shown
    assert "checked" in body(web.get(page("meeting_hold", meeting)))  # to be corrected


def ticks(response):
    return [(line.client.pk, line.is_there, line.is_new) for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"others_count": "-1"}, "others_count"),
        ({"next_on": "2020-01-01"}, "__all__"),
        ({"next_on": "2099-01-01"}, "next_on"),
        ({"clients": []}, "new"),
        ({"clients": ["x"]}, "clients"),
    ],
)
def test_what_cannot_be_is_said_and_ticks_stay(wrong, field, web, coordinator):
    client, meeting = make_client(coordinator), plan(coordinator)
    data = {"clients": [str(client.pk)], "new": [str(client.pk)], "decisions": "Arisan tiap bulan"}

    response = send(web, page("meeting_hold", meeting), {**data, **wrong})

    assert response.status_code == 200 and field in response.context["form"].errors
    assert "Arisan tiap bulan" in body(response) and ticks(response) == [(client.pk, "clients" not in wrong, True)]
    assert there(meeting, coordinator) == {}


def test_a_client_who_has_gone_meanwhile_is_said_and_the_others_stay_ticked(web, coordinator):
    mine, gone, meeting = make_client(coordinator), make_client(make_coordinator()), plan(coordinator)

    response = send(web, page("meeting_hold", meeting), {"clients": [str(mine.pk), str(gone.pk)]})

    assert "tidak lagi pada lembaga Anda" in body(response) and gone.code not in body(response)
    assert ticks(response) == [(mine.pk, True, False)]


def test_sent_twice_is_written_once_and_otherwise_shows_both(web, coordinator):
    client, meeting = make_client(coordinator), plan(coordinator)
    address = page("meeting_hold", meeting)
    data = {"_form": key_of(web.get(address)), "clients": [str(client.pk)]}

    assert [web.post(address, data).status_code for _number in range(2)] == [302, 302]
    assert web.post(address, {**data, "decisions": "Lain"}).status_code == 409


def test_those_of_the_latest_meetings_come_first_and_the_list_is_cut(web, coordinator, monkeypatch):
    often = make_client(coordinator, call_name="Zubair")
    make_client(coordinator, call_name="Ahmad")
    hold(plan(coordinator, days=-30), coordinator, often)
    meeting = plan(coordinator)

    response = web.get(page("meeting_hold", meeting))
    assert [line.client.card.call_name for line in response.context["lines"]] == ["Zubair", "Ahmad"]

    monkeypatch.setattr(meeting_people, "MOST", 1)
    response = web.get(page("meeting_hold", meeting))
    assert [line.client.card.call_name for line in response.context["lines"]] == ["Zubair"]
    assert response.context["most"]


def test_someone_off_the_list_is_found_by_code_and_nothing_typed_is_lost(coordinator, monkeypatch):
    group = make_organisation(OrganisationKind.KDS, parent=coordinator.organisation)
    member, of_the_lks = make_coordinator(group), make_client(coordinator)
    mine, meeting = make_client(member), plan(member)
    web, address = sign_in(Web(), again(coordinator)), page("meeting_hold", meeting)
    assert [row[0] for row in ticks(web.get(address))] == [mine.pk]
    typed_before = {"clients": [str(mine.pk)], "decisions": "Arisan", "cari": "1", "next_on": "salah"}

    response = send(web, address, {**typed_before, "kode": of_the_lks.code[4:8].lower()})

    assert ticks(response) == [(of_the_lks.pk, True, False), (mine.pk, True, False)]
    assert "Arisan" in body(response) and "salah" in body(response) and there(meeting, again(coordinator)) == {}
    response = send(web, address, {**typed_before, "kode": "XXXX"})
    assert "Tidak ada klien" in body(response) and ticks(response) == [(mine.pk, True, False)]
    assert [row[0] for row in ticks(web.get(address, {"kode": of_the_lks.code}))][0] == of_the_lks.pk


def test_a_code_of_another_organisation_finds_nobody(web, coordinator):
    stranger = make_client(make_coordinator())
    response = web.get(page("meeting_hold", plan(coordinator)), {"kode": stranger.code})
    assert response.context["lines"] == [] and response.context["nobody"]


def test_fifty_clients_cost_the_statements_of_one(web, coordinator):
    hold(plan(coordinator, days=-9), coordinator, make_client(coordinator))
    meeting = plan(coordinator)
    _page, for_one = statements(web, page("meeting_hold", meeting))
    for _number in range(12):
        make_client(coordinator)

    shown, for_many = statements(web, page("meeting_hold", meeting))

    assert len(shown.context["lines"]) == 13 and len(for_many) == len(for_one) <= 16, "\n".join(for_many)


# -- on paper ----------------------------------------------------------------------------------------------------------


def test_on_paper_there_are_codes_and_no_name(web, coordinator):
    often = make_client(coordinator, name="Salma Buamona", call_name="Salma")
    seldom = make_client(coordinator, call_name="Yusuf")
    hold(plan(coordinator, days=-30), coordinator, often)
    meeting = plan(coordinator, days=1)
    with acting_as(coordinator):
        before = AccessedRecord.objects.filter(kind="print").count()

    shown = body(web.get(page("meeting_sheet", meeting)))

    assert often.code in shown and seldom.code not in shown
    assert "Salma" not in shown and "Buamona" not in shown and "Berbagi kabar" not in shown
    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(kind="print").count() == before + 1
    shown = body(web.get(page("meeting_sheet", meeting), {"semua": "1"}))
    assert seldom.code in shown and "Yusuf" not in shown


def test_a_first_meeting_lists_all_and_a_held_one_those_who_came(web, coordinator):
    one, other = make_client(coordinator), make_client(coordinator)
    first = plan(coordinator)
    shown = body(web.get(page("meeting_sheet", first)))
    assert one.code in shown and other.code in shown

    hold(first, coordinator, one)

    shown = body(web.get(page("meeting_sheet", first)))
    assert one.code in shown and other.code not in shown


def test_decisions_name_nobody_who_came(coordinator):
    person = make_client(coordinator, "Hasna Umasugi", "Hasna")
    meeting = plan(coordinator)
    with pytest.raises(NotPossible, match=person.code):
        hold(meeting, coordinator, person, decisions="Kue dibawa Hasna")
    with acting_as(coordinator):
        assert Meeting.objects.get(pk=meeting.pk).state == EventState.PLANNED
    hold(meeting, coordinator, person, decisions=f"Kue dibawa {person.code}; hasna bukan nama di sini")
