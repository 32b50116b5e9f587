"""The pages of assigning: suggested with reasons, two taps, each refusal a sentence, and who may do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companions import actions
from companions.models import Assignment, ClientBarrier, ClientWord, CompanionWish
from companions.vocabulary import EndReason, Said
from privacy import tokens
from privacy.context import acting_as
from tests.cases.pages import key_of, send, statements
from tests.clients import make_client, token_for
from tests.companions.making import asked_on, assign, make_ready
from tests.people import (
    make_coordinator,
    make_manager,
    make_supervisor,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject(coordinator):
    return make_client(coordinator, call_name="Ibu Ani")


def post(web, url, **data):
    return send(web, url, data)


def url_of(client, name="companion_assign"):
    return reverse(name, args=[client.pk])


def assigned_to(coordinator, client):
    with acting_as(coordinator):
        return [one.companion_id for one in Assignment.objects.current().filter(client=client)]


def test_two_taps_from_the_client_page(client, coordinator, subject):
    sari = make_ready(coordinator, name="Sari Umasugi")
    web = sign_in(client, coordinator)
    assert url_of(subject) in web.get(subject.get_absolute_url()).content.decode()

    page = web.get(url_of(subject)).content.decode()
    assert "Tugaskan Sari Umasugi" in page and "Beban menjadi 2 dari 20" in page and "Sertifikat sampai" in page

    answer = post(web, url_of(subject), said="BELUM", companion=str(sari.id))
    assert answer.status_code == 302 and answer["Location"] == subject.get_absolute_url()
    assert assigned_to(coordinator, subject) == [sari.id]
    assert "Sari Umasugi" in web.get(subject.get_absolute_url()).content.decode()


def test_who_is_not_suggested_and_why(client, coordinator, subject):
    away = make_ready(coordinator, name="Nona Albaar")
    expired = make_ready(coordinator, name="Hamid Marsaoly", certified=False)
    today = timezone.localdate()
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=away.membership.companion, by=coordinator, from_on=today,
            until_on=today + timedelta(days=9),
        )  # fmt: skip
    web = sign_in(client, coordinator)

    page = web.get(url_of(subject)).content.decode()
    assert "cuti sampai" in page and "belum bersertifikat" in page
    assert "Tugaskan Nona" not in page and "Tugaskan Hamid" not in page

    answer = post(web, url_of(subject), said="BELUM", companion=str(expired.id))
    assert answer.status_code == 200 and "Tulis mengapa tetap dipilih" in answer.content.decode()
    assert assigned_to(coordinator, subject) == []

    asked = asked_on(answer.content.decode(), expired)
    sent = {"said": "BELUM", "companion": str(expired.id), "despite": "Satu-satunya di Hiri", "asked": asked}
    answer = post(web, url_of(subject), **sent)
    assert answer.status_code == 302 and assigned_to(coordinator, subject) == [expired.id]


def test_whom_the_client_does_not_want_is_read_by_the_coordinator_alone(client, coordinator, subject):
    unwanted, other = make_ready(coordinator, name="Rudi Tomagola"), make_ready(coordinator)
    web = sign_in(client, coordinator)
    answer = post(web, url_of(subject, "barrier_new"), companion=str(unwanted.id), kind="unwanted", note="Tetangga")
    assert answer.status_code == 302

    page = web.get(url_of(subject)).content.decode()
    assert "Tugaskan Rudi" not in page and "klien tidak menginginkan orang ini" in page

    for someone in (unwanted, other):
        assign(subject, other, coordinator) if not assigned_to(coordinator, subject) else None
        with acting_as(someone):
            assert not ClientBarrier.objects.exists()
    with acting_as(coordinator):
        barrier = ClientBarrier.objects.get()
    assert web.post(reverse("barrier_lift", args=[barrier.pk])).status_code == 302
    with acting_as(coordinator):
        assert ClientBarrier.objects.get().lifted_at is not None


def test_whom_the_client_rejects_now_goes_in_the_same_step(client, coordinator, subject):
    unwanted = make_ready(coordinator, name="Rudi Tomagola")
    assign(subject, unwanted, coordinator)
    web = sign_in(client, coordinator)
    sent = {"companion": str(unwanted.id), "kind": "unwanted", "note": ""}
    assert "berakhir juga" in post(web, url_of(subject, "barrier_new"), **sent).content.decode()
    assert assigned_to(coordinator, subject) == [unwanted.id], "nothing half done"

    assert post(web, url_of(subject, "barrier_new"), **sent, ends="on").status_code == 302
    assert assigned_to(coordinator, subject) == []
    with acting_as(coordinator):
        assert ClientBarrier.objects.get().companion_id == unwanted.id
        ended = Assignment.objects.get()
    assert ended.end_reason == EndReason.CLIENT
    answer = web.get(reverse("assignment_end", args=[ended.pk]), follow=True)
    assert answer.redirect_chain and "sudah berakhir" in answer.content.decode()


def test_someone_else_was_first(client, coordinator, subject):
    sari, iksan = make_ready(coordinator, name="Sari"), make_ready(coordinator, name="Iksan")
    web = sign_in(client, coordinator)
    sent = {tokens.FIELD: key_of(web.get(url_of(subject)))}
    assign(subject, iksan, coordinator)

    answer = web.post(url_of(subject), {**sent, "said": "BELUM", "companion": str(sari.id)})

    assert answer.status_code == 200 and "Iksan sudah mendampingi klien ini" in answer.content.decode()
    assert assigned_to(coordinator, subject) == [iksan.id]


def test_the_companion_is_replaced_from_the_same_page(client, coordinator, subject):
    sari, iksan = make_ready(coordinator, name="Sari"), make_ready(coordinator, name="Iksan")
    old = assign(subject, sari, coordinator)
    web = sign_in(client, coordinator)
    assert "Sekarang" in web.get(url_of(subject)).content.decode()

    sent = {
        "said": "SETUJU", "said_on": timezone.localdate().isoformat(), "companion": str(iksan.id),
        "replaces": str(old.pk), "asked_by": "klien",
    }  # fmt: skip
    look = post(web, url_of(subject), **sent)
    assert look.status_code == 200 and "Sari" in look.content.decode() and 'name="yakin"' in look.content.decode()
    assert assigned_to(coordinator, subject) == [sari.id], "nothing before the last look"

    answer = web.post(url_of(subject), {tokens.FIELD: key_of(look), **sent, "yakin": "1"})

    assert answer.status_code == 302 and assigned_to(coordinator, subject) == [iksan.id]
    with acting_as(coordinator):
        assert Assignment.objects.get(pk=old.pk).end_reason == "klien_minta"


def test_wishes_word_and_end(client, coordinator, subject):
    sari = make_ready(coordinator, name="Sari Umasugi", sex="P")
    web = sign_in(client, coordinator)
    assert post(web, url_of(subject, "companion_wish"), sex="L", languages=["ternate"]).status_code == 302
    with acting_as(coordinator):
        assert CompanionWish.objects.get(pk=subject.pk).sex == "L"
    assert "Perempuan; klien meminta laki-laki" in web.get(url_of(subject)).content.decode()

    assignment = assign(subject, sari, coordinator)
    answer = post(
        web, url_of(subject, "word_new"), said="MINTA_LAIN", said_on=timezone.localdate().isoformat(), note="-"
    )
    assert answer.status_code == 302
    with acting_as(coordinator):
        assert ClientWord.objects.filter(said=Said.WANTS_OTHER).count() == 1
    assert "Ibu Ani" in web.get(reverse("gap_list") + "?lihat=minta").content.decode()

    end = reverse("assignment_end", args=[assignment.pk])
    assert post(web, end).status_code == 200  # no reason
    assert post(web, end, reason="klien_minta").status_code == 302
    assert assigned_to(coordinator, subject) == []
    timeline = web.get(subject.get_absolute_url() + "?lihat=pendamping").content.decode()
    assert "Didampingi Sari Umasugi" in timeline and "tidak lagi mendampingi" in timeline


def test_the_list_of_who_needs_someone_costs_the_same_for_one_and_for_many(client, coordinator, subject):
    make_ready(coordinator)
    web = sign_in(client, coordinator)
    url = reverse("gap_list")
    web.get(url)
    one = len(statements(web, url)[1])
    for _number in range(20):
        make_client(coordinator)

    assert len(statements(web, url)[1]) == one
    assert "Ibu Ani" in web.get(url).content.decode()


def test_the_page_of_suggestions_costs_the_same_for_one_and_for_many(client, coordinator, subject):
    make_ready(coordinator)
    web = sign_in(client, coordinator)
    web.get(url_of(subject))
    one = len(statements(web, url_of(subject))[1])
    for _number in range(9):
        make_ready(coordinator)

    assert len(statements(web, url_of(subject))[1]) == one


PAGES = ("companion_assign", "companion_wish", "barrier_new", "word_new")


@pytest.mark.parametrize("name", PAGES)
def test_who_may(client, coordinator, subject, name):
    companion, url = make_ready(coordinator), url_of(subject, name)
    assign(subject, companion, coordinator)
    expected = {
        coordinator: 200,
        companion: 200 if name == "word_new" else 403,
        make_supervisor(coordinator.organisation): 403,
        make_coordinator(): 404,
        make_ready(coordinator): 404,
        make_manager(): 404,
    }
    for actor, status in expected.items():
        assert sign_in(client, actor).get(url).status_code == status, actor.roles
    assert sign_in(client, coordinator).put(url).status_code == 405


def test_who_may_end(client, coordinator, subject):
    companion = make_ready(coordinator)
    assignment = assign(subject, companion, coordinator)
    url = reverse("assignment_end", args=[assignment.pk])

    assert sign_in(client, companion).post(url, {"reason": "lainnya"}).status_code == 403
    assert sign_in(client, make_coordinator()).get(url).status_code == 404
    assert sign_in(client, coordinator).get(url).status_code == 200


def test_only_coordinators_read_the_lists(client, coordinator):
    for name in ("gap_list", "register_names"):
        assert sign_in(client, make_ready(coordinator)).get(reverse(name)).status_code == 403
        assert sign_in(client, coordinator).get(reverse(name)).status_code == 200
