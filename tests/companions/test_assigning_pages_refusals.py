"""What the page of assigning refuses, each with its sentence and nothing lost; the register's names; the panel."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import ImportedRow
from companions import actions
from companions.models import Assignment
from companions.vocabulary import EndReason, Part
from privacy.context import acting_as
from tests.cases.pages import send, statements
from tests.clients import make_client, token_for
from tests.companions.making import asked_on, assign, certify, make_ready
from tests.people import make_coordinator, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def subject(coordinator):
    return make_client(coordinator, call_name="Ibu Ani")


@pytest.fixture
def web(client, coordinator):
    return sign_in(client, coordinator)


def url_of(client, name="companion_assign"):
    return reverse(name, args=[client.pk])


def choose(web, client, companion, **more):
    return send(web, url_of(client), {"said": "BELUM", "companion": str(companion.id), **more})


def refused(answer, words, coordinator, client):
    assert answer.status_code == 200 and words in answer.content.decode()
    with acting_as(coordinator):
        assert not Assignment.objects.filter(client=client).exists()
    return answer.content.decode()


def bar(coordinator, client, companion, kind):
    with acting_as(coordinator):
        actions.add_barrier(
            token=token_for(coordinator), client=client, companion=companion.membership, by=coordinator, kind=kind
        )


def leave(coordinator, companion):
    today = timezone.localdate()
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator, from_on=today,
            until_on=today + timedelta(days=5),
        )  # fmt: skip


def test_someone_of_another_organisation(web, coordinator, subject):
    stranger = make_ready(make_coordinator())
    refused(choose(web, subject, stranger), "bukan pendamping lembaga Anda", coordinator, subject)


@pytest.mark.parametrize("kind", ["self", "relative", "unwanted"])
def test_the_client_a_relative_and_someone_unwanted(web, coordinator, subject, kind):
    sari = make_ready(coordinator, name="Sari Umasugi")
    bar(coordinator, subject, sari, kind)
    page = refused(choose(web, subject, sari, despite="Tetap saja"), "tidak dapat dipilih", coordinator, subject)
    assert "Tugaskan Sari" not in page


def test_on_leave(web, coordinator, subject):
    sari = make_ready(coordinator)
    leave(coordinator, sari)
    refused(choose(web, subject, sari, despite="Tetap saja"), "tidak dapat dipilih", coordinator, subject)


def test_nobody_chosen_and_no_such_person(web, coordinator, subject):
    make_ready(coordinator)
    refused(send(web, url_of(subject), {"said": "BELUM"}), "Pilih seseorang", coordinator, subject)
    refused(send(web, url_of(subject), {"said": "BELUM", "companion": "x"}), "note-late", coordinator, subject)


def test_a_missing_reason_is_asked_for_at_its_field_and_what_was_typed_stays(web, coordinator, subject):
    make_ready(coordinator, name="Sari Umasugi")
    fresh = make_ready(coordinator, name="Hamid Marsaoly", certified=False)
    answer = choose(web, subject, fresh, note="Kata klien sendiri", asked_by="keluarga")
    page = refused(answer, "Tulis mengapa tetap dipilih", coordinator, subject)

    assert answer.context["form"].errors.keys() == {"despite"} and 'href="#id_despite"' in page
    assert page.count('name="despite"') == 1 and page.index('name="despite"') < page.index("Sari Umasugi")
    assert "Tugaskan Hamid Marsaoly" in page and "Kata klien sendiri" in page
    assert page.count("btn-primary") == 1

    asked = asked_on(page, fresh)
    assert choose(web, subject, fresh, despite="Satu-satunya di Hiri", asked=asked).status_code == 302


def test_whoever_has_the_clients_name_can_be_chosen_with_a_reason(web, coordinator):
    """She suits, so that nobody stands among those not suggested: the page asks for the reason all the same."""
    person = make_client(coordinator, name="Salma Buamona")
    same = make_ready(coordinator, name="Salma Buamona")
    page = refused(choose(web, person, same), "sama dengan nama klien", coordinator, person)
    assert page.count('name="despite"') == 1

    asked = asked_on(page, same)
    assert choose(web, person, same, despite="Kebetulan senama", asked=asked).status_code == 302


def test_not_before_the_certificate(web, coordinator, subject):
    with acting_as(coordinator):
        type(subject).objects.filter(pk=subject.pk).update(registered_at=timezone.now() - timedelta(days=90))
    fresh = make_ready(coordinator, certified=False)
    certify(fresh, days_ago=3)
    day = (timezone.localdate() - timedelta(days=20)).isoformat()
    page = refused(choose(web, subject, fresh, from_on=day), "belum bersertifikat", coordinator, subject)
    assert f'value="{day}"' in page and page.count('name="despite"') == 1


def test_a_companion_who_was_replaced_meanwhile(web, coordinator, subject):
    sari, iksan, ari = (make_ready(coordinator) for _number in range(3))
    old = assign(subject, sari, coordinator)
    assign(subject, iksan, coordinator, replaces=old)

    answer = choose(web, subject, ari, replaces=str(old.pk))

    assert "pendamping klien ini sudah berganti" in answer.content.decode()
    assert 'name="despite"' not in answer.content.decode()  # no reason would help
    with acting_as(coordinator):
        assert Assignment.objects.current().get(client=subject).companion_id == iksan.id


def test_names_of_a_register_are_matched_and_assign_nobody(web, coordinator):
    sari = make_ready(coordinator, name="Sari Umasugi")
    people = [make_client(coordinator, call_name=name) for name in ("Ibu Ani", "Pak Nyong")]
    with acting_as(coordinator):
        for number, person in enumerate(people):
            ImportedRow(
                client=person, holder_id=coordinator.organisation.pk, register_file_id=person.pk, row_number=number,
                fingerprint=person.pk.bytes * 2, row={"values": {"companion": " sari  U."}},
                imported_by=coordinator.membership,
            ).save(force_insert=True)  # fmt: skip
    names = reverse("register_names")
    assert names in web.get(reverse("gap_list")).content.decode()
    assert "sari U." in web.get(names).content.decode()
    sent = {"name": "sari U.", "organisation": str(coordinator.organisation.pk)}
    assert "Pilih" in web.post(names, sent).content.decode()
    stranger = make_ready(make_coordinator())
    assert "bukan pendamping" in web.post(names, {**sent, "companion": str(stranger.id)}).content.decode()

    assert web.post(names, {**sent, "companion": str(sari.id)}).status_code == 302

    page = web.get(names).content.decode()
    assert all(url_of(person) in page for person in people)
    assert "Tercatat di daftar yang diimpor" in web.get(url_of(people[0])).content.decode()
    assert "sudah diputuskan" in web.post(names, {**sent, "companion": str(sari.id)}).content.decode()
    with acting_as(coordinator):
        assert not Assignment.objects.exists()


def test_the_wish_stands_on_the_client_page_and_the_kind_for_who_assigns_alone(client, coordinator, subject):
    sari = make_ready(coordinator)
    assign(subject, sari, coordinator)
    with acting_as(coordinator):
        actions.set_wish(client=subject, by=coordinator, sex="P", kind="sebaya", languages=["ternate"])

    theirs = sign_in(client, sari).get(subject.get_absolute_url()).content.decode()
    assert "Perempuan, Ternate" in theirs and "sebaya" not in theirs and url_of(subject, "companion_wish") not in theirs
    ours = sign_in(client, coordinator).get(subject.get_absolute_url()).content.decode()
    assert "Perempuan, Pendamping sebaya, Ternate" in ours and url_of(subject, "companion_wish") in ours
    assert "Perempuan, Pendamping sebaya, Ternate" in client.get(url_of(subject)).content.decode()


@pytest.mark.django_db(transaction=True)  # the database dates rows by their transaction
def test_whoever_accompanies_stands_on_the_client_page_after_many_stand_ins(web, coordinator, subject):
    main = assign(subject, make_ready(coordinator, name="Sari Umasugi"), coordinator)
    url = subject.get_absolute_url()
    few = len(statements(web, url)[1])
    iksan = make_ready(coordinator, name="Iksan Buamona")
    with acting_as(coordinator):
        for _number in range(15):
            stand_in = Assignment(
                client=subject, companion=iksan.membership, organisation=coordinator.organisation, part=Part.STAND_IN,
                until_on=timezone.localdate(), stands_in_for=main, assigned_by=coordinator.membership,
            )  # fmt: skip
            stand_in.save(force_insert=True)
            stand_in.ended_at, stand_in.end_reason = timezone.now(), EndReason.STAND_IN_OVER
            stand_in.save(update_fields=["ended_at", "end_reason"])

    page, many = statements(web, url)

    assert "Belum ada yang mendampingi" not in page.content.decode()
    assert reverse("assignment_end", args=[main.pk]) in page.content.decode()
    assert len(many) == few
