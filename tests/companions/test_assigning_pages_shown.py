"""What the page of assigning and the client page show before someone is chosen, and after."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from companions import actions
from companions.models import Assignment
from companions.vocabulary import EndReason, Said
from privacy.context import acting_as
from tests.cases.pages import send
from tests.clients import make_client, share_with, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_organisation, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def subject(coordinator):
    return make_client(coordinator, call_name="Ibu Ani", legal_name="Ani Lessy")


def url_of(client, name="companion_assign"):
    return reverse(name, args=[client.pk])


def test_a_companion_called_like_the_client_asks_for_a_reason_before_anything_is_pressed(web, coordinator, subject):
    same = make_ready(coordinator, name="ani  LESSY")
    other = make_ready(coordinator, name="Sari Umasugi")
    context = web.get(url_of(subject)).context
    assert [row.pk for _one, row in context["suited"]] == [other.id]
    assert [row.pk for row, _why in context["with_reason"]] == [same.id] and context["others_count"] == 1


def test_the_first_button_is_drawn_and_names_nobody(web, coordinator, subject):
    sari = make_ready(coordinator)
    page = web.get(url_of(subject)).content.decode()
    first = re.search(r'<\w+[^>]*type="submit"[^>]*>', page[page.index('name="_form"') :]).group()
    assert "visually-hidden" in first and " hidden" not in first and "name=" not in first
    answer = send(web, url_of(subject), {"said": "SETUJU", "note": "Ya, boleh"})
    assert answer.status_code == 200 and "Ya, boleh" in answer.content.decode()
    with acting_as(coordinator):
        assert not Assignment.objects.filter(companion=sari.id).exists()


def test_a_change_that_the_client_asked_for_is_written_as_theirs(web, coordinator, subject):
    first, second = make_ready(coordinator), make_ready(coordinator)
    old = assign(subject, first, coordinator)
    with acting_as(coordinator):
        actions.record_word(
            token=token_for(coordinator), client=subject, by=coordinator, said=Said.WANTS_OTHER,
            said_on=timezone.localdate(),
        )  # fmt: skip
    page = web.get(url_of(subject))
    asked = page.context["form"]["asked_by"].value()
    sent = {"said": "BELUM", "companion": str(second.id), "replaces": str(old.pk), "asked_by": asked}
    sure = send(web, url_of(subject), sent)
    assert sure.status_code == 200 and sure.context["comes"].pk == second.id
    chips = dict(re.findall(r'<input type="radio" name="asked_by" value="(\w+)"([^>]*)>', sure.content.decode()))
    assert len(chips) == 5 and "checked" in chips["klien"], "who wanted it can be answered here"
    assert send(web, url_of(subject), {**sent, "yakin": "1"}).status_code == 302
    with acting_as(coordinator):
        assert Assignment.objects.get(pk=old.pk).end_reason == EndReason.CLIENT


def test_a_reason_stays_in_the_history(web, coordinator, subject):
    old = assign(subject, make_ready(coordinator, certified=False), coordinator, despite="Hanya dia yang dekat")
    page = web.get(subject.get_absolute_url()).content.decode()
    assert page.count("Hanya dia yang dekat") == 1
    with acting_as(coordinator):
        actions.end(assignment=old, by=coordinator, reason=EndReason.OTHER)
    assert web.get(subject.get_absolute_url()).content.decode().count("Hanya dia yang dekat") == 1


def test_without_a_companion_the_section_stands_before_the_timeline(web, coordinator, subject):
    def stands_first():
        page = web.get(subject.get_absolute_url()).content.decode()
        assert page.count('id="pendamping"') == 1
        return page.index('id="pendamping"') < page.index('id="linimasa"')

    assert stands_first()
    assign(subject, make_ready(coordinator), coordinator)
    assert not stands_first()


def test_organisations_without_companions_have_no_such_page(client, coordinator, subject):
    officer = make_coordinator(make_organisation("BALAI"))
    share_with(subject, officer.organisation, coordinator)
    web = sign_in(client, officer)
    page = web.get(subject.get_absolute_url()).content.decode()
    for name in ("companion_assign", "companion_wish", "barrier_new"):
        assert web.get(url_of(subject, name)).status_code == 404 and url_of(subject, name) not in page


def test_an_empty_view_says_what_it_means(web):
    words = {
        web.get(reverse("gap_list"), {"lihat": tab}).context["nobody"] for tab in ("tanpa", "cuti", "beban", "minta")
    }
    assert len(words) == 4


def test_no_wish_is_not_a_question_that_nobody_asked(web, subject):
    from companions.forms.assigning import NO_WISH, WishForm

    form = WishForm()
    assert {form.fields[name].choices[0][1] for name in ("sex", "kind")} == {NO_WISH}


def test_the_list_says_why_someone_went_as_the_home_page_does(web, coordinator, subject):
    old = assign(subject, make_ready(coordinator), coordinator)
    with acting_as(coordinator):
        actions.end(assignment=old, by=coordinator, reason=EndReason.LOAD)
    assert "terlalu banyak klien." in web.get(reverse("gap_list")).content.decode()


def test_a_companion_may_have_asked_for_the_end(web, coordinator, subject):
    old = assign(subject, make_ready(coordinator), coordinator)
    url = url_of(old, "assignment_end")
    assert EndReason.COMPANION in dict(web.get(url).context["form"].fields["reason"].choices)
    send(web, url, {"reason": EndReason.COMPANION})
    with acting_as(coordinator):
        assert Assignment.objects.get(pk=old.pk).end_reason == EndReason.COMPANION


def test_a_change_that_the_companion_asked_for_is_written_as_theirs(web, coordinator, subject):
    first, second = make_ready(coordinator), make_ready(coordinator)
    old = assign(subject, first, coordinator)
    sent = {"said": "BELUM", "companion": str(second.id), "replaces": str(old.pk), "asked_by": "pendamping"}
    send(web, url_of(subject), {**sent, "yakin": "1"})
    with acting_as(coordinator):
        assert Assignment.objects.get(pk=old.pk).end_reason == EndReason.COMPANION


def test_who_goes_against_the_wish_or_has_too_many_is_not_among_the_suitable(web, coordinator, subject):
    with acting_as(coordinator):
        actions.set_wish(client=subject, by=coordinator, sex="L", languages=["tidore"])
    man = make_ready(coordinator, name="Iksan Buamona", sex="L", languages=["tidore"])
    woman = make_ready(coordinator, name="Sari Umasugi", sex="P", languages=["tidore"])
    speaks = make_ready(coordinator, name="Hamid Marsaoly", sex="L", languages=["makian"])
    full = make_ready(coordinator, name="Ari Lessy", sex="L", languages=["tidore"], capacity=1)
    context = web.get(url_of(subject)).context
    assert [row.pk for _one, row in context["suited"]] == [man.id]
    assert {row.pk for _one, row in context["second"]} == {woman.id, speaks.id, full.id}
    assert all(one.buts for one, _row in context["second"]) and context["others_count"] == 0
    sent = {"said": "BELUM", "companion": str(woman.id)}
    assert send(web, url_of(subject), sent).status_code == 302, "no reason is asked for"


def test_the_deed_stands_in_the_head_as_long_as_there_is_nobody(web, coordinator, subject):
    head = web.get(subject.get_absolute_url()).content.decode().split('class="page-head"')[1].split("<main")[0]
    assert url_of(subject) in head[: head.index("sec")]
    assign(subject, make_ready(coordinator), coordinator)
    page = web.get(subject.get_absolute_url()).content.decode()
    assert page.count(f'href="{url_of(subject)}"') == 1, "then it is changed where they stand"
