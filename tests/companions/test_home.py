"""What companionship adds to the home pages of companions, coordinators and trainers."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from cases import actions as case_actions
from cases.models import NextStep
from companions import actions, my_clients
from companions.models import Absence, Companion, Gap, Offer
from companions.vocabulary import EndReason, OfferState, Said, WhyHandOver
from privacy.context import acting_as, as_owner
from privacy.models import AccessedRecord
from tests.cases.pages import send, statements
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import (
    make_companion,
    make_coordinator,
    make_manager,
    make_member,
    make_organisation,
    make_social_worker,
    make_supervisor,
    make_trainer,
    sign_in,
)

pytestmark = pytest.mark.django_db
HOME = "my_work"


def today():
    return timezone.localdate()


def in_days(days):
    return today() + timedelta(days=days)


def text_of(actor, url=HOME):
    return sign_in(Client(), actor).get(reverse(url)).content.decode()


def section(text, anchor):
    """The section of that id, or "" when the page has none."""
    found = re.search(rf'<section class="[^"]*" id="{anchor}">.*?</section>', text, re.S)
    return found[0] if found else ""


def accompanied(coordinator, companion, **more):
    person = make_client(coordinator, **more)
    assign(person, companion, coordinator)
    return person


def call_on(person, coordinator, number):
    with acting_as(coordinator):
        person.card.phone = number
        person.card.save(update_fields=["phone"])


def step_for(person, companion, days):
    """A step of the companion's, due so many days from today; one of the past was made in time and passed by."""
    with acting_as(companion):
        step = case_actions.add_step(
            token=token_for(companion),
            client=person,
            by=companion,
            what="Menelepon",
            due_on=max(today(), in_days(days)),
        )
        if days < 0:
            NextStep.objects.filter(pk=step.pk).update(due_on=in_days(days))
    return step


def offered(coordinator, person, companion, receiver, **more):
    with acting_as(coordinator):
        assignment = person.assignments.get(companion=companion.membership, ended_at=None)
        return actions.hand_over(
            token=token_for(coordinator), companion=companion.membership, by=coordinator,
            why=more.pop("why", WhyHandOver.LOAD), choices={assignment: receiver.membership}, **more,
        )  # fmt: skip


# -- the companion -----------------------------------------------------------------------------------------------------


def test_a_companion_finds_all_clients_late_first_and_those_without_a_step_last():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    for name, days in {"Kosong": None, "Lusa": 2, "Lama": -6, "Jauh": 40}.items():
        person = accompanied(coordinator, companion, call_name=name)
        if days is not None:
            step_for(person, companion, days)

    mine = section(text_of(companion), "klien-saya")

    assert sorted(("Lama", "Lusa", "Jauh", "Kosong"), key=lambda name: mine.index(f">{name}<")) == [
        "Lama", "Lusa", "Jauh", "Kosong",
    ]  # fmt: skip
    assert "Lewat 6 hari" in mine
    assert "Tanpa langkah" in mine


def test_what_a_colleague_planned_is_not_late_for_the_companion():
    coordinator = make_coordinator()
    sari = make_ready(coordinator)
    person = accompanied(coordinator, sari, call_name="Hasna")
    with acting_as(coordinator):
        case_actions.add_step(
            token=token_for(coordinator), client=person, by=coordinator, what="Menelepon", due_on=in_days(3)
        )
    with acting_as(sari):
        (mine,), _more = my_clients.of(sari)

    assert (mine.due, mine.late, mine.others_due) == (None, False, in_days(3))
    assert "rekan" in section(text_of(sari), "klien-saya")


def test_how_to_reach_a_client_is_one_tap_away():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    person = accompanied(coordinator, companion, call_name="Mira", way="whatsapp", time="setelah 16.00")
    call_on(person, coordinator, "+6281234567890")

    mine = section(text_of(companion), "klien-saya")

    details = mine[mine.index("<details") : mine.index("</details>")]
    assert "https://wa.me/6281234567890" in details
    assert "0812-3456-7890" in details
    assert "setelah 16.00" in details[: details.index("</summary>")]
    assert reverse("visit_new", args=[person.pk]) in mine


def test_a_client_who_wants_no_calls_has_no_number_to_tap():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    call_on(accompanied(coordinator, companion, way="pendamping"), coordinator, "+6281234567890")

    mine = section(text_of(companion), "klien-saya")

    assert mine
    assert "tel:" not in mine
    assert "wa.me" not in mine


def test_a_stand_in_reads_until_when():
    coordinator = make_coordinator()
    away, other = make_ready(coordinator), make_ready(coordinator)
    person = accompanied(coordinator, away, call_name="Mira")
    last = in_days(9)
    made = offered(coordinator, person, away, other, why=WhyHandOver.ABSENCE, until_on=last)
    with acting_as(other):
        actions.accept(offer=Offer.objects.get(hand_over=made), by=other)

    mine = section(text_of(other), "klien-saya")

    assert ">Mira<" in mine
    assert f"Titipan sampai {last.day} " in mine
    assert "Titipan" not in section(text_of(away), "klien-saya")


def test_offers_stand_on_top_until_they_are_answered_or_lapse():
    coordinator = make_coordinator()
    full, other = make_ready(coordinator), make_ready(coordinator)
    person = accompanied(coordinator, full, call_name="Mira")
    accompanied(coordinator, other)
    made = offered(coordinator, person, full, other)

    text = text_of(other)

    assert "1 klien ditawarkan kepada Anda" in section(text, "tawaran")
    assert text.index('id="tawaran"') < text.index('id="klien-saya"')
    assert ">Mira<" not in text
    assert section(text_of(full), "tawaran") == ""
    with acting_as(other):
        actions.decline(offer=Offer.objects.get(hand_over=made), by=other, why="Terlalu jauh")
    assert section(text_of(other), "tawaran") == ""


@pytest.fixture
def long_ago(monkeypatch):
    """Offers made in this test have run out already."""
    over = timezone.now() - timedelta(days=1)
    monkeypatch.setattr("companions.actions.handover.end_of_working_day", lambda moment, days: over)


def test_what_lapsed_is_written_down_when_the_companion_looks(long_ago):
    coordinator = make_coordinator()
    full, other = make_ready(coordinator), make_ready(coordinator)
    made = offered(coordinator, accompanied(coordinator, full), full, other)

    assert section(text_of(other), "tawaran") == ""

    with acting_as(coordinator):
        assert Offer.objects.get(hand_over=made).state == OfferState.LAPSED
        assert "offer_lapsed" in [notice.kind for notice in Notice.objects.visible_to(coordinator)]


def test_what_was_agreed_and_is_due_stands_on_top():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    row = companion.membership.companion
    with acting_as(coordinator):
        actions.record_supervision(
            token=token_for(coordinator), companion=row, by=coordinator, held_on=in_days(-20), findings="Baik",
            agreed=[("Ikut penyegaran", in_days(-2)), ("Baca buku", in_days(3)), ("Nanti saja", in_days(30))],
        )  # fmt: skip

    text = text_of(companion)

    assert text.index("Ikut penyegaran") < text.index("Baca buku")
    assert "Lewat 2 hari" in text
    assert "Nanti saja" not in text

    at_coordinators = section(text_of(coordinator), "kesepakatan-lewat")
    assert "Ikut penyegaran" in at_coordinators and "Baca buku" not in at_coordinators


def test_a_role_that_waits_to_be_confirmed_says_so():
    waiting = make_member([], make_coordinator().organisation, proposed_roles=["pendamping"])
    assert "menunggu konfirmasi" in text_of(waiting)


def test_a_supervisor_is_led_to_companions_only_where_there_are_some():
    of_lks, of_balai = make_supervisor(make_coordinator().organisation), make_supervisor(make_organisation("BALAI"))
    assert reverse("supervision_list") in text_of(of_lks).split("<main")[1]
    assert reverse("supervision_list") not in text_of(of_balai).split("<main")[1]


def test_being_listed_leaves_a_record():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    person = accompanied(coordinator, companion)

    text_of(companion)

    with acting_as(companion):
        assert AccessedRecord.objects.filter(subject=person.pk, member_id=companion.id, kind="list").exists()


def test_a_long_list_is_cut_and_leads_to_all(monkeypatch):
    monkeypatch.setattr("companions.my_clients.SHOWN", 2)
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    for number in range(3):
        accompanied(coordinator, companion, call_name=f"Orang{number}")

    mine = section(text_of(companion), "klien-saya")

    assert mine.count('class="item"') == 2
    assert ">2+<" in mine
    assert reverse("client_list") in mine


# -- the coordinator ---------------------------------------------------------------------------------------------------


def away_now(coordinator, companion):
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator, from_on=today(),
            until_on=in_days(9),
        )  # fmt: skip


def test_on_one_page_a_coordinator_sees_who_has_no_companion_or_one_who_is_away_or_overloaded():
    coordinator = make_coordinator()
    away, full = make_ready(coordinator, name="Nona Albaar"), make_ready(coordinator, name="Sari Umasugi", capacity=1)
    make_client(coordinator, call_name="Ical")
    accompanied(coordinator, away, call_name="Rusdi")
    accompanied(coordinator, full, call_name="Mira")
    away_now(coordinator, away)

    text = text_of(coordinator)

    assert ">Ical<" in section(text, "tanpa-pendamping")
    assert ">Rusdi<" not in section(text, "tanpa-pendamping")
    assert "Nona Albaar cuti sampai" in section(text, "cuti")
    assert ">Rusdi<" in section(text, "cuti")
    assert "Sari Umasugi" in section(text, "beban")
    assert "Kelebihan 1" in section(text, "beban")


def test_a_client_whose_companion_is_away_and_has_a_stand_in_waits_for_nobody():
    coordinator = make_coordinator()
    away, other = make_ready(coordinator), make_ready(coordinator)
    person = accompanied(coordinator, away)
    away_now(coordinator, away)
    made = offered(coordinator, person, away, other, why=WhyHandOver.ABSENCE, until_on=in_days(9))
    assert section(text_of(coordinator), "cuti")

    with acting_as(other):
        actions.accept(offer=Offer.objects.get(hand_over=made), by=other)

    assert section(text_of(coordinator), "cuti") == ""


def test_the_heading_counts_what_the_tally_counts():
    coordinator = make_coordinator()
    for _number in range(8):
        make_client(coordinator)

    text = text_of(coordinator)

    assert '<span class="count">8</span>' in section(text, "tanpa-pendamping")
    assert re.search(r'href="#tanpa-pendamping">(?:(?!</a>).)*<b>8</b>', text, re.S)


@pytest.mark.django_db(transaction=True)  # the owner alone writes since when
def test_without_a_companion_too_long_is_red_and_the_others_stand_apart():
    coordinator = make_coordinator()
    person = make_client(coordinator, call_name="Yusuf")
    with as_owner():
        Gap.objects.filter(client=person).update(since=timezone.now() - timedelta(days=8))
    make_client(coordinator, call_name="Novi")

    text = text_of(coordinator)

    late, soon = section(text, "tanpa-pendamping"), section(text, "baru-tanpa-pendamping")
    assert "sec-late" in late
    assert ">Yusuf<" in late
    assert "Lewat 5 hari" in late
    assert "sec-late" not in soon
    assert ">Novi<" in soon
    assert "Batas 3 hari lagi" in soon


def test_why_the_last_companion_stopped_is_said():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    person = accompanied(coordinator, companion, call_name="Yusuf")
    with acting_as(coordinator):
        actions.end(assignment=person.assignments.get(ended_at=None), by=coordinator, reason=EndReason.LEFT)

    assert EndReason.LEFT.label.lower() in section(text_of(coordinator), "tanpa-pendamping")


def test_who_wants_someone_else_is_named_until_that_changed():
    coordinator = make_coordinator()
    companion = make_ready(coordinator, name="Sari Umasugi")
    person = accompanied(coordinator, companion, call_name="Novi")
    words = {"client": person, "by": coordinator, "said_on": today()}
    with acting_as(coordinator):
        actions.record_word(token=token_for(coordinator), said=Said.WANTS_OTHER, **words)

    wanting = section(text_of(coordinator), "minta-orang-lain")

    assert ">Novi<" in wanting
    assert "Sekarang: Sari Umasugi." in wanting
    with acting_as(coordinator):
        actions.record_word(token=token_for(coordinator), said=Said.AGREES, **words)
    assert section(text_of(coordinator), "minta-orang-lain") == ""


def test_a_hand_over_under_way_says_how_far_it_is():
    coordinator = make_coordinator()
    full, other = make_ready(coordinator, name="Rudi Tomagola"), make_ready(coordinator)
    offered(coordinator, accompanied(coordinator, full), full, other)
    made = offered(coordinator, accompanied(coordinator, full), full, other)
    with acting_as(other):
        actions.decline(offer=Offer.objects.get(hand_over=made), by=other, why="Terlalu jauh")

    under_way = section(text_of(coordinator), "serah-terima")

    assert under_way.count("Rudi Tomagola") == 2
    assert "1 menunggu jawaban" in under_way
    assert "1 kembali" in under_way


def test_who_is_shown_to_a_coordinator_is_recorded():
    coordinator = make_coordinator()
    person = make_client(coordinator)

    text_of(coordinator)

    with acting_as(coordinator):
        assert AccessedRecord.objects.filter(subject=person.pk, member_id=coordinator.id, kind="list").exists()


def test_a_coordinator_sees_loads_the_overloaded_first():
    coordinator = make_coordinator()
    light = make_ready(coordinator, name="Iksan Buamona")
    heavy = make_ready(coordinator, name="Sari Umasugi", capacity=3)
    for _ in range(2):
        accompanied(coordinator, heavy)
    accompanied(coordinator, light)

    loads = section(text_of(coordinator), "beban")

    assert loads.index("Sari Umasugi") < loads.index("Iksan Buamona")
    assert "Kelebihan 1" in loads
    assert "Beban 4 dari batas 3" in loads
    assert reverse("companion_list") in loads


def test_a_companion_who_stops_and_still_has_clients_is_named():
    coordinator = make_coordinator()
    leaving = make_ready(coordinator, name="Rudi Tomagola")
    later, idle = make_ready(coordinator, name="Nanti Dahulu"), make_ready(coordinator, name="Tanpa Klien")
    accompanied(coordinator, leaving)
    accompanied(coordinator, later)
    with acting_as(coordinator):
        for one, days in ((leaving, 5), (later, 30), (idle, 5)):
            actions.set_leaving(companion=one.membership.companion, by=coordinator, leaves_on=in_days(days))

    stops = section(text_of(coordinator), "berhenti")

    assert "Rudi Tomagola" in stops
    assert "5 hari lagi" in stops
    assert "Nanti Dahulu" not in stops
    assert "Tanpa Klien" not in stops


def test_overdue_supervision_stands_on_top_and_certificates_beside():
    coordinator = make_coordinator()
    make_ready(coordinator, name="Baharuddin Kader", certified=False)
    row = make_ready(coordinator, name="Iksan Buamona").membership.companion
    with acting_as(coordinator):
        actions.record_supervision(
            token=token_for(coordinator), companion=row, by=coordinator, held_on=in_days(-42), findings="Baik"
        )

    text = text_of(coordinator)

    late, due = section(text, "supervisi-lewat"), section(text, "supervisi")
    assert "Iksan Buamona" in late and "Lewat 12 hari" in late
    assert "Baharuddin Kader" in due and "Belum bersertifikat" in due and "Iksan Buamona" not in due
    assert text.index('id="supervisi-lewat"') < text.index('id="supervisi"')


def test_nothing_to_say_is_not_said():
    text = text_of(make_coordinator())

    for anchor in ("berhenti", "beban", "supervisi", "serah-terima", "tanpa-pendamping"):
        assert f'id="{anchor}"' not in text


def test_a_strangers_companions_are_not_shown():
    coordinator = make_coordinator()
    make_ready(coordinator, name="Sari Umasugi")

    assert "Sari Umasugi" not in text_of(make_coordinator())
    assert "Sari Umasugi" not in text_of(make_social_worker())


# -- the trainer -------------------------------------------------------------------------------------------------------


def test_a_trainer_finds_trainings_and_who_needs_one():
    coordinator, trainer = make_coordinator(), make_trainer()
    make_ready(coordinator, certified=False)
    make_ready(coordinator)
    with acting_as(trainer):
        for course, days in (("Dasar pendampingan", 7), ("Sudah lewat", -9)):
            actions.plan_training(
                token=token_for(trainer), by=trainer, course=course, place="Ternate", starts_on=in_days(days),
                ends_on=in_days(days + 1),
            )  # fmt: skip

    text = text_of(trainer)

    assert "Dasar pendampingan" in section(text, "pelatihan")
    assert "Sudah lewat" not in text
    assert "1 pendamping belum bersertifikat" in section(text, "sertifikat")
    assert "belum ada halaman" not in text


def test_the_managers_sentence_stays():
    assert "akan tampil di sini" in text_of(make_manager())
    assert "akan tampil di sini" not in text_of(make_trainer())


# -- days away ---------------------------------------------------------------------------------------------------------


def test_a_companion_tells_days_away_and_the_coordinator_is_told():
    coordinator = make_coordinator()
    companion = make_ready(coordinator)
    web = sign_in(Client(), companion)
    address = reverse("my_absence")

    answer = send(
        web, address, {"from_on": in_days(3).isoformat(), "until_on": in_days(9).isoformat(), "why": "Pulang kampung"}
    )

    assert answer.status_code == 302
    page = web.get(address).content.decode()
    assert "Pulang kampung" in page
    assert "3 hari lagi" in page
    with acting_as(coordinator):
        assert Absence.objects.visible_to(coordinator).filter(companion=companion.id).count() == 1
        assert "absence_told" in [notice.kind for notice in Notice.objects.visible_to(coordinator)]
    assert "Pulang kampung" not in text_of(make_ready(coordinator), "my_absence")


def test_days_that_passed_or_overlap_are_refused_with_a_sentence():
    companion = make_ready(make_coordinator())
    web, address = sign_in(Client(), companion), reverse("my_absence")
    days = {"from_on": in_days(3).isoformat(), "until_on": in_days(9).isoformat()}
    send(web, address, days)

    again = send(web, address, {**days, "from_on": in_days(5).isoformat()})
    past = send(web, address, {"from_on": in_days(-9).isoformat(), "until_on": in_days(-5).isoformat()})

    assert "bertumpang tindih" in again.content.decode()
    assert in_days(5).isoformat() in again.content.decode() or str(in_days(5).year) in again.content.decode()
    assert past.status_code == 200
    with acting_as(companion):
        assert Absence.objects.visible_to(companion).count() == 1


def test_without_a_profile_there_is_no_form():
    companion = make_companion()

    page = text_of(companion, "my_absence")

    assert "belum melengkapi profil Anda" in page
    assert 'name="from_on"' not in page


@pytest.mark.parametrize("make", [make_coordinator, make_social_worker, make_trainer])
def test_days_away_are_for_companions(make):
    assert sign_in(Client(), make()).get(reverse("my_absence")).status_code == 403


# -- once a night, and what it costs -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_tidy_writes_down_what_time_has_decided(long_ago, capsys):
    coordinator = make_coordinator()
    full, other = make_ready(coordinator), make_ready(coordinator)
    made = offered(coordinator, accompanied(coordinator, full), full, other)

    call_command("tidy")

    assert "Ended: 1 " in capsys.readouterr().out
    with acting_as(coordinator):
        assert Offer.objects.get(hand_over=made).state == OfferState.LAPSED


def test_fifty_clients_cost_a_companion_no_more_than_one():
    counts = []
    for rows in (1, 50):
        coordinator = make_coordinator()
        companion = make_ready(coordinator, capacity=60)
        for number in range(rows):
            person = make_client(coordinator)
            assign(person, companion, coordinator, despite="Tidak ada orang lain")
            step_for(person, companion, number % 9 - 2)
        counts.append(len(statements(sign_in(Client(), companion), reverse(HOME))[1]))

    assert counts[0] == counts[1]
    assert counts[1] <= 19


def test_more_companions_and_clients_cost_a_coordinator_no_more():
    counts = []
    for rows in (1, 8):
        coordinator = make_coordinator(make_organisation())
        for _ in range(rows):
            companion = make_ready(coordinator, certified=False)
            accompanied_despite(coordinator, companion)
        counts.append(len(statements(sign_in(Client(), coordinator), reverse(HOME))[1]))

    assert counts[0] == counts[1]


def accompanied_despite(coordinator, companion):
    person = make_client(coordinator)
    assign(person, companion, coordinator, despite="Tidak ada orang lain")
    return person


def test_a_supervisor_reads_of_overdue_supervision_and_records_none(coordinator):
    companion = make_ready(coordinator, name="Ruslan Muin")
    with acting_as(coordinator):
        Companion.objects.filter(pk=companion.id).update(enrolled_at=timezone.now() - timedelta(days=90))
    shown = section(text_of(make_supervisor(coordinator.organisation)), "supervisi-lewat")
    assert "Ruslan Muin" in shown and "Catat" not in shown
    assert "Catat" in section(text_of(coordinator), "supervisi-lewat")
