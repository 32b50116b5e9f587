"""Supervision: who is due, a talk written down, what was agreed, and the companion's own page of it."""

from datetime import timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone

from companions import actions, supervision_due
from companions.models import AgreedAction, Companion, DiscussedCase, Supervision
from companions.rules import NotPossible
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.pages import HEALTH, send, statements, title_of
from tests.clients import make_client, token_for
from tests.companions.making import assign, certify, make_ready
from tests.people import make_companion, make_coordinator, make_supervisor, make_trainer, sign_in

pytestmark = pytest.mark.django_db

LIST = reverse("supervision_list")
MINE = reverse("my_supervision")
TODAY = timezone.localdate


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Sari Umasugi")


def new(companion):
    return reverse("supervision_new", args=[companion.id])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def talk_of(companion, by, days_ago=0, agreed=(), **more):
    with acting_as(by):
        return actions.record_supervision(
            token=token_for(by), companion=Companion.objects.get(pk=companion.id), by=by,
            held_on=TODAY() - timedelta(days=days_ago), agreed=list(agreed), **{"findings": "Catatannya rapi", **more},
        )  # fmt: skip


def due(actor, **more):
    with acting_as(actor):
        return supervision_due.due(actor, **more)


# -- who is due --------------------------------------------------------------------------------------------------------


def test_the_first_is_due_a_rhythm_after_enrolling(coordinator, companion):
    [one] = due(coordinator)
    assert (one.name, one.next_on, one.late, one.last_on) == ("Sari Umasugi", TODAY() + timedelta(days=30), False, None)


def test_the_newest_talk_says_when_the_next_is(coordinator, companion):
    talk_of(companion, coordinator, days_ago=60)
    talk_of(companion, coordinator, days_ago=40, next_on=TODAY() - timedelta(days=2))

    [one] = due(coordinator)

    assert (one.next_on, one.late, one.days_late) == (TODAY() - timedelta(days=2), True, 2)


def test_the_longest_overdue_first_and_no_more_than_asked_for(coordinator):
    people = {name: make_ready(coordinator, name=name) for name in ("Anwar", "Budi", "Citra")}
    talk_of(people["Anwar"], coordinator, days_ago=31)
    talk_of(people["Citra"], coordinator, days_ago=50)

    assert [one.name for one in due(coordinator)] == ["Citra", "Anwar", "Budi"]
    assert [one.name for one in due(coordinator, most=1)] == ["Citra"]
    assert [one.name for one in due(coordinator, within=7)] == ["Citra", "Anwar"]


def test_who_left_is_not_due_and_nobody_of_elsewhere(coordinator, companion):
    make_ready(make_coordinator())
    with acting_as(coordinator):
        row = Companion.objects.get(pk=companion.id)
        actions.set_leaving(companion=row, by=coordinator, leaves_on=TODAY() - timedelta(days=1))

    assert due(coordinator) == [] and due(make_trainer()) == []


def test_the_list_says_late_in_words_and_costs_the_same_for_many(web, coordinator, companion):
    talk_of(companion, coordinator, days_ago=42)
    _page, for_one = statements(web, LIST)
    for _number in range(12):
        make_ready(coordinator, certified=False)

    page, for_many = statements(web, LIST)

    shown = body(page)
    assert "Lewat 12 hari" in shown and "sec-late" in shown and new(companion) in shown
    assert len(page.context["late"]) == 1 and len(page.context["later"]) == 12
    assert len(for_many) == len(for_one) <= 11, "\n".join(for_many)


def test_an_empty_list_says_so(web):
    assert "Belum ada yang perlu disupervisi" in body(web.get(LIST))


# -- a talk ------------------------------------------------------------------------------------------------------------


def filled(**more):
    return {"held_on": TODAY().isoformat(), "findings": "Catatannya rapi", "support_needed": "Pulsa", **more}


def test_a_talk_is_written_down_with_cases_and_actions(web, coordinator, companion):
    client = make_client(coordinator, call_name="Yusuf")
    assign(client, companion, coordinator)
    assert client.code in body(web.get(new(companion)))
    day = TODAY() + timedelta(days=9)

    response = send(
        web, new(companion),
        filled(cases=[str(client.pk)], what_1="Menemui keluarga", due_1=day.isoformat(), what_4="Menelepon",
               due_4=day.isoformat(), next_on=""),
    )  # fmt: skip

    with acting_as(coordinator):
        talk = Supervision.objects.get(companion=companion.id)
        assert response["Location"] == reverse("supervision_detail", args=[talk.pk])
        assert talk.next_on == TODAY() + timedelta(days=30) and talk.support_needed == "Pulsa"
        assert [one.client_id for one in DiscussedCase.objects.filter(supervision=talk)] == [client.pk]
        assert sorted(one.what for one in AgreedAction.objects.filter(supervision=talk)) == [
            "Menelepon",
            "Menemui keluarga",
        ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"findings": ""}, "findings"),
        ({"held_on": "2999-01-01"}, "held_on"),
        ({"what_1": "Menelepon"}, "due_1"),
        ({"due_4": "2999-01-01"}, "what_4"),
        ({"what_1": "x", "due_1": "2020-01-01"}, "due_1"),
        ({"cases": ["0b5f4d0e-0000-4000-8000-000000000000"]}, "cases"),
        ({"next_on": "2020-01-01"}, "__all__"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(wrong, field, web, coordinator, companion):
    assign(make_client(coordinator), companion, coordinator)

    response = send(web, new(companion), filled(**wrong))

    assert response.status_code == 200 and field in response.context["form"].errors
    assert "Pulsa" in body(response)
    with acting_as(coordinator):
        assert not Supervision.objects.exists()


def test_a_mistake_in_the_fold_opens_it(web, coordinator, companion):
    assert '<details class="fold">' in body(web.get(new(companion)))
    assert '<details class="fold" open>' in body(send(web, new(companion), filled(what_5="Menelepon")))


def test_on_paper_clients_stand_by_code_only(web, coordinator, companion):
    client = make_client(coordinator, name="Salma Buamona", call_name="Salma")
    assign(client, companion, coordinator)
    talk = talk_of(companion, coordinator, clients=[client.pk], agreed=[("Menelepon", TODAY())])
    with acting_as(coordinator):
        seen = AccessedRecord.objects.count()

    response = web.get(reverse("supervision_detail", args=[talk.pk]))

    shown = body(response)
    assert client.code in shown and "Salma" not in shown and "Catatannya rapi" in shown and "Menelepon" in shown
    assert not HEALTH.search(title_of(response)) and "Sari" not in title_of(response)
    with acting_as(coordinator):
        assert AccessedRecord.objects.count() == seen + 1


# -- who may -----------------------------------------------------------------------------------------------------------


def test_a_companion_opens_none_of_the_coordinators_pages(coordinator, companion):
    talk = talk_of(companion, coordinator)
    web = sign_in(Web(), companion)
    for address in (LIST, new(companion), reverse("supervision_detail", args=[talk.pk])):
        assert web.get(address).status_code == 403, address


def test_another_organisation_finds_nothing(coordinator, companion):
    talk = talk_of(companion, coordinator, agreed=[("Menelepon", TODAY())])
    with acting_as(coordinator):
        action = AgreedAction.objects.get()
    web = sign_in(Web(), make_coordinator())
    assert web.get(new(companion)).status_code == 404
    assert web.get(reverse("supervision_detail", args=[talk.pk])).status_code == 404
    assert web.post(reverse("action_done", args=[action.pk])).status_code == 404


def test_a_trainer_reads_no_talk(coordinator, companion):
    talk = talk_of(companion, coordinator)
    web = sign_in(Web(), make_trainer())
    assert web.get(LIST).status_code == 403 and web.get(new(companion)).status_code == 403
    assert web.get(reverse("supervision_detail", args=[talk.pk])).status_code == 404


def test_a_supervisor_reads_and_writes_nothing(coordinator, companion):
    talk = talk_of(companion, coordinator, agreed=[("Menelepon", TODAY())])
    web = sign_in(Web(), make_supervisor(coordinator.organisation))
    with acting_as(coordinator):
        action = AgreedAction.objects.get()
    assert new(companion) not in body(web.get(LIST))
    shown = body(web.get(reverse("supervision_detail", args=[talk.pk])))
    assert reverse("action_done", args=[action.pk]) not in shown
    assert web.get(new(companion)).status_code == 403
    assert web.post(reverse("action_done", args=[action.pk])).status_code == 403


def test_my_supervision_is_for_companions(web):
    assert web.get(MINE).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_method_has_its_pages(method, web, coordinator, companion):
    talk_of(companion, coordinator, agreed=[("Menelepon", TODAY())])
    with acting_as(coordinator):
        done = reverse("action_done", args=[AgreedAction.objects.get().pk])
    wrong = {"get": [done], "post": [LIST, MINE]}[method]
    assert [getattr(web, method)(address).status_code for address in wrong] == [405] * len(wrong)


# -- what was agreed ---------------------------------------------------------------------------------------------------


def test_the_companion_reads_what_was_agreed_and_ticks_it_off(coordinator, companion):
    talk_of(companion, coordinator, days_ago=8, agreed=[("Menemui keluarga", TODAY() - timedelta(days=3))])
    other = make_ready(coordinator)
    talk_of(other, coordinator, agreed=[("Milik orang lain", TODAY())])
    web = sign_in(Web(), companion)

    shown = body(web.get(MINE))
    assert "Menemui keluarga" in shown and "Lewat 3 hari" in shown and "Milik orang lain" not in shown
    assert "Catatannya rapi" not in shown  # the findings are the coordinator's

    with acting_as(companion):
        action = AgreedAction.objects.get(companion=companion.id)
    for _number in range(2):
        assert web.post(reverse("action_done", args=[action.pk]))["Location"] == MINE
    with acting_as(companion):
        assert AgreedAction.objects.get(pk=action.pk).done_by_id == companion.id
    assert "Tidak ada lagi yang perlu dikerjakan" in body(web.get(MINE))


def test_the_companion_reads_which_trainings_come_and_finds_the_certificate(coordinator, companion):
    trainer, web = make_trainer(), sign_in(Web(), companion)
    [certificate] = certify(companion, trainer=trainer, days_ago=3)  # newer than the one of the fixture
    assert "Dasar pendampingan" not in body(web.get(MINE))  # those trainings are over
    planned = {}
    with acting_as(trainer):
        for course, ahead in (("Penyegaran", 3), ("Menulis catatan", 9), ("Tanpa saya", 5)):
            day = TODAY() + timedelta(days=ahead)
            planned[course] = actions.plan_training(
                token=token_for(trainer), by=trainer, course=course, starts_on=day, ends_on=day, place="Aula Contoh"
            )
        for course in ("Penyegaran", "Menulis catatan"):
            actions.enrol(training=planned[course], companions=[companion.membership], by=trainer)
        actions.cancel_training(training=planned["Menulis catatan"], by=trainer, why="Kapal tidak berangkat")

    shown = body(web.get(MINE))

    assert reverse("certificate_detail", args=[certificate.pk]) in shown
    assert "Penyegaran" in shown and "Aula Contoh" in shown and "3 hari lagi" in shown
    assert "Kapal tidak berangkat" in shown and "Dibatalkan" in shown and "Tanpa saya" not in shown


def test_the_coordinator_ticks_it_off_and_stays_on_the_page(web, coordinator, companion):
    talk = talk_of(companion, coordinator, agreed=[("Menelepon", TODAY()), ("Mencatat", TODAY())])
    with acting_as(coordinator):
        one, other = AgreedAction.objects.all()
    back = web.post(reverse("action_done", args=[one.pk]), {"dari": "pendamping"})
    assert back["Location"] == reverse("companion_detail", args=[companion.id])
    back = web.post(reverse("action_done", args=[other.pk]))
    assert back["Location"] == reverse("supervision_detail", args=[talk.pk])


def test_a_companion_does_not_tick_off_what_others_agreed(coordinator, companion):
    talk_of(companion, coordinator, agreed=[("Menelepon", TODAY())])
    with acting_as(coordinator):
        action = AgreedAction.objects.get()
    other = make_companion(coordinator.organisation)
    assert sign_in(Web(), other).post(reverse("action_done", args=[action.pk])).status_code == 404


def test_without_a_profile_there_is_no_day(coordinator):
    web = sign_in(Web(), make_companion(coordinator.organisation))
    assert "belum melengkapi profil" in body(web.get(MINE))


def test_the_page_says_when_the_next_talk_is(coordinator, companion):
    talk_of(companion, coordinator, next_on=TODAY() + timedelta(days=14))
    day = TODAY() + timedelta(days=14)
    assert str(day.year) in body(sign_in(Web(), companion).get(MINE))


def test_a_talk_names_no_client_of_the_companion(coordinator):
    companion = make_ready(coordinator)
    person = make_client(coordinator, "Lukas Kader", "Lukas")
    assign(person, companion, coordinator)
    for words in ({"findings": "Lukas sulit ditemui"}, {"agreed": [("Menengok Lukas", TODAY() + timedelta(days=3))]}):
        with pytest.raises(NotPossible, match=person.code):
            talk_of(companion, coordinator, **words)
    assert talk_of(companion, coordinator, findings=f"{person.code} sulit ditemui")
