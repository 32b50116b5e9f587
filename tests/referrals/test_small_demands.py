"""Small demands of people at work: days that cannot be, ways that lead on, what the other side really reads."""

from datetime import date, timedelta

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.models import ServiceKind
from cases.rules import NotPossible
from privacy.context import acting_as
from referrals import actions, rules
from referrals.models import Check, Referral
from referrals.service_fields import wrong
from referrals.states import State
from referrals.vocabulary import Look
from tests.cases.pages import send
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_clinic_staff, make_coordinator, make_referral_officer, make_social_worker, sign_in
from tests.referrals.making import bring_to, consent_to, do, feedback, offer, send_one, without_account, write

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
GIVEN = date(2026, 11, 20)


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def officer():
    return make_referral_officer()


def url(referral, name="referral_detail"):
    return reverse(name, args=[referral.pk])


def body(web, address, **query):
    return web.get(address, query).content.decode()


# -- what cannot be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"on": "2026-11-20", "next_on": "2026-12-20"}, set()),
        ({"on": "2126-11-20", "next_on": "2020-01-01"}, {"on", "next_on"}),
        ({"next_on": "2026-11-20"}, {"next_on"}),
        ({"retest_on": "2026-01-01"}, {"retest_on"}),
        ({"retest_on": "2036-01-01"}, {"retest_on"}),
        ({"attended": "tidak", "result": "NR"}, {"result"}),
        ({"attended": "tidak", "received": "tidak"}, set()),
        ({"reported_at": "2026-11-20T10:00", "first_at": "2026-11-20T09:00"}, {"first_at"}),
        ({"review_on": "2026-11-25"}, set()),
        ({"review_on": "2026-12-20"}, {"review_on"}),
    ],
)
def test_days_and_answers_that_cannot_be(answers, found):
    assert set(wrong(answers, GIVEN)) == found


def test_the_page_says_it_at_the_field_and_nothing_is_written(coordinator):
    nurse = make_clinic_staff()
    row = bring_to(send_one(coordinator, nurse, "AMBIL_ARV"), State.SERVED, coordinator, nurse)
    web = sign_in(Web(), nurse)
    said = {"outcome": "tercapai", "done": "Obat diambil", "q-on": TODAY().isoformat(), "q-next_on": "2020-01-01"}
    page = send(web, url(row, "referral_feedback"), said)
    assert page.status_code == 200 and "q-next_on" in page.context["form"].errors
    assert page.context["form"].asked_wrongly, "the fold stays open"
    with acting_as(nurse), pytest.raises(NotPossible):
        feedback(row, nurse, answers={"next_on": "2020-01-01"})


@pytest.mark.parametrize(("typed", "taken"), [("bukan nomor", False), ("0812-0000-0177", True), ("", True)])
def test_a_duty_telephone_is_a_number(officer, typed, taken):
    service = offer(officer)
    page = send(sign_in(Web(), officer), url(service, "service_edit"), {"active": "on", "duty_phone": typed})
    assert (page.status_code == 302) == taken


def test_whoever_cannot_wait_is_seen_in_time_or_a_note_says_why(coordinator, officer):
    row = bring_to(send_one(coordinator, officer, urgency="DARURAT"), State.ACCEPTED, coordinator, officer)
    late = row.seen_by + timedelta(days=2)
    with override("en"), acting_as(officer):
        with pytest.raises(NotPossible, match="to be seen by"):
            actions.schedule(referral=row, by=officer, at=late, place="Kantor")
        done = actions.schedule(referral=row, by=officer, at=late, place="Kantor", note="Kapal baru berangkat Kamis")
    assert done.state == State.SCHEDULED


# -- what leads on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("urgency", ["DARURAT", "BIASA"])
@pytest.mark.parametrize("press", ["get", "post"])
def test_sending_without_consent_leads_to_where_it_is_asked(coordinator, officer, urgency, press):
    client = make_client(coordinator)
    row = write(client, coordinator, offer(officer), then=State.DRAFT, urgency=urgency)
    answer = getattr(sign_in(Web(), coordinator), press)(url(row, "referral_send"), follow=True)
    assert answer.redirect_chain[-1][0] == f"{url(row, 'referral_edit')}#persetujuan"
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


def test_an_emergency_that_was_telephoned_is_sent_by_one_press(coordinator, officer):
    client = make_client(coordinator)
    consent_to(client, officer, coordinator)
    called = {"telephoned_at": timezone.now() - timedelta(minutes=5), "telephoned_to": "Wulan"}
    row = write(client, coordinator, offer(officer), then=State.DRAFT, urgency="DARURAT", **called)
    moves = sign_in(Web(), coordinator).get(url(row)).context["moves"]
    assert next(by_post for name, _word, _icon, by_post in moves if name == "referral_send")


def test_what_was_declined_is_written_to_someone_else_with_the_same_words(coordinator, officer):
    row = send_one(coordinator, officer, reason="Rumah terbakar semalam", urgency="SEGERA")
    do("decline", row, officer)
    web = sign_in(Web(), coordinator)
    other = offer(make_referral_officer())
    start = f"{reverse('referral_new', args=[row.client_id])}?seperti={row.pk}"
    assert start in body(web, url(row))
    assert f"layanan={other.pk}&amp;seperti={row.pk}" in body(web, start)
    form = web.get(start, {"layanan": other.pk, "seperti": row.pk}).context["form"]
    assert (form["reason"].value(), form["urgency"].value()) == ("Rumah terbakar semalam", "SEGERA")
    strange = make_client(coordinator)
    form = web.get(reverse("referral_new", args=[strange.pk]), {"layanan": other.pk, "seperti": row.pk}).context["form"]
    assert not form["reason"].value(), "of another client nothing is taken over"


def test_a_letter_is_found_by_its_running_number(coordinator, officer):
    row = send_one(coordinator, officer)
    number = str(int(row.number.split("/")[0]))
    answer = sign_in(Web(), officer).post(reverse("referral_find"), {"dicari": number})
    assert answer["Location"] == url(row)


def test_what_cannot_fit_is_not_on_the_list(coordinator):
    nurse = make_clinic_staff()
    services = {kind: offer(nurse, kind) for kind in ("AMBIL_ARV", "PPIA", "KONSELING")}
    own = offer(coordinator, "PENDAMPINGAN")
    man = make_client(coordinator, sex="L", kind="KELUARGA")
    kept = {
        kind: rules.is_sensible(service, man, coordinator.organisation)
        for kind, service in {**services, "OWN": own}.items()
    }
    assert kept == {"AMBIL_ARV": False, "PPIA": False, "KONSELING": True, "OWN": False}


def test_what_was_done_comes_after_the_service(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    answer = sign_in(Web(), officer).get(url(row, "referral_feedback"), follow=True)
    assert answer.redirect_chain[-1][0] == url(row)
    assert "Catat dahulu" in answer.content.decode() and "Anda sudah melakukannya" not in answer.content.decode()


def test_what_stands_against_a_step_stands_at_its_field(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    web = sign_in(Web(), officer)
    past = {"at": "2020-01-01T10:00", "place": "Kantor"}
    assert "at" in send(web, url(row, "referral_schedule"), past).context["form"].errors
    before = {"served_at": "2020-01-01T10:00"}
    assert "served_at" in send(web, url(row, "referral_serve"), before).context["form"].errors
    bare = {"reason": "data_belum_lengkap"}
    assert "note" in send(web, url(row, "referral_decline"), bare).context["form"].errors


def test_a_proposed_emergency_stands_before_all_else_on_the_home_page(coordinator, officer):
    make_client(coordinator)  # without a companion, which is late some day
    sari, client = make_ready(coordinator), make_client(coordinator)
    assign(client, sari, coordinator)
    write(client, sari, offer(officer), then=State.PROPOSED, urgency="DARURAT")
    page = body(sign_in(Web(), coordinator), reverse("my_work"))
    assert page.index('id="usulan-darurat"') < page.index('id="tanpa-pendamping"')
    form = sign_in(Web(), coordinator).get(url(the_only_one(coordinator), "referral_edit")).context["form"]
    assert form.fields["urgency"].choices[0][0] == "DARURAT", "on a phone what is chosen stands first"


def the_only_one(actor):
    with acting_as(actor):
        return Referral.objects.get()


def test_a_companion_reads_on_her_home_what_became_of_her_proposal(coordinator, officer):
    sari, client = make_ready(coordinator), make_client(coordinator)
    assign(client, sari, coordinator)
    consent_to(client, officer, coordinator)
    row = write(client, sari, offer(officer), then=State.PROPOSED)
    do("send", row, coordinator)
    do("take", row, officer)
    do("cancel", row, coordinator)
    page = body(sign_in(Web(), sari), reverse("my_work"))
    assert "langkah-rujukan" in page and "dibatalkan" in page.split('id="langkah-rujukan"')[1].split("</section>")[0]


# -- what the other side reads -----------------------------------------------------------------------------------------


def test_the_receiver_reads_what_was_promised_and_the_client_what_was_read(coordinator, officer):
    row = send_one(coordinator, officer, client=make_client(coordinator, sex="P", birth_date=date(1992, 5, 4)))
    page = body(sign_in(Web(), officer), url(row))
    assert "Perempuan, 1992" in page


def test_put_back_it_is_still_the_sender_who_sent_it(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.ACCEPTED, coordinator, officer)
    do("put_back", row, officer)
    context = sign_in(Web(), coordinator).get(url(row)).context
    word, place, step, _until = context["path"][0]
    assert (place, step.by_id) == ("now", coordinator.id)
    with override("id"):
        assert context["steps"][0][0].state_words == "Dikembalikan ke antrean"


def test_of_a_slip_nobody_is_told_to_accept(coordinator):
    place = without_account()
    with acting_as(coordinator):
        service = actions.keep_service(
            token=token_for(coordinator), by=coordinator, provider=place, kind=ServiceKind.objects.get(pk="DOKUMEN")
        )
    client = make_client(coordinator)
    consent_to(client, colleague_of(place, coordinator), coordinator, "DOKUMEN")
    row = write(client, coordinator, service)
    assert "carik" in sign_in(Web(), coordinator).get(url(row)).context["hint"]


def colleague_of(place, someone):
    """Stands for a place without members where only its organisation is asked for."""
    return type("Place", (), {"organisation": place, "id": someone.id})


# -- the situation, looked at again ------------------------------------------------------------------------------------


def test_an_emergency_is_looked_at_again_within_a_week_even_where_nobody_named_a_day(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    feedback(row, officer)
    with acting_as(officer):
        assert Check.objects.get().due_on == TODAY() + timedelta(days=7)


def test_an_emergency_is_looked_at_again_until_the_client_is_safe(coordinator, officer):
    row = bring_to(send_one(coordinator, officer), State.SERVED, coordinator, officer)
    feedback(row, officer, answers={"review_on": (TODAY() + timedelta(days=5)).isoformat()})
    with acting_as(officer):
        (look,) = Check.objects.visible_to(officer).open()
        assert (look.what, look.due_on) == (Look.REVIEW, TODAY() + timedelta(days=5))
        actions.answer_check(check=look, by=officer, still_running=False, obstacles="Masih diancam")
        (again,) = Check.objects.visible_to(officer).open()
        assert again.what == Look.REVIEW and again.due_on > look.due_on
        assert Referral.objects.get(pk=row.pk).sight_until >= again.due_on
    page = body(sign_in(Web(), officer), url(again, "check_answer"))
    assert "Apakah klien sekarang aman?" in page and url(row) in page
    assert "lihat-lagi" not in body(sign_in(Web(), make_social_worker(coordinator.organisation)), reverse("my_work"))
