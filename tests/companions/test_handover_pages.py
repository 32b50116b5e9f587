"""The pages of handing over: the proposal, the last look, the offers, and the companion who answers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from companions import actions
from companions.models import Assignment, HandOver, Offer
from companions.views import handover_choices
from companions.vocabulary import OfferState, Part
from privacy import tokens
from privacy.context import acting_as
from privacy.models import AccessedRecord
from tests.cases.pages import key_of, send, statements
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_supervisor, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rudi(coordinator):
    return make_ready(coordinator, name="Rudi Tomagola")


@pytest.fixture
def maria(coordinator):
    return make_ready(coordinator, name="Maria Lessy")


@pytest.fixture
def caseload(coordinator, rudi, maria):
    return [assign(make_client(coordinator), rudi, coordinator) for _number in range(3)]


def sent(web, url, **data):
    return send(web, url, data)


def offers_made(coordinator):
    with acting_as(coordinator):
        return list(Offer.objects.order_by("code"))


def hand_over(web, rudi, caseload, maria, **more):
    """Through the pages: the proposal, the last look, sent."""
    url = reverse("handover_new", args=[rudi.id])
    data = {"why": "berhenti", "note": "", **{f"untuk-{one.pk}": str(maria.id) for one in caseload}, **more}
    look = sent(web, url, langkah="periksa", **data)
    assert look.status_code == 200, look.content.decode()
    return web.post(url, {tokens.FIELD: key_of(look), "langkah": "kirim", **data})


def test_a_whole_caseload_in_one_sitting(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    url = reverse("handover_new", args=[rudi.id])
    page = web.get(f"{url}?mengapa=berhenti").content.decode()
    assert page.count("· Maria Lessy") == 3 and all(one.client.code in page for one in caseload)
    assert page.count(f'<option value="{maria.id}" selected') == 3  # proposed

    answer = hand_over(web, rudi, caseload, maria)

    assert answer.status_code == 302
    assert [offer.state for offer in offers_made(coordinator)] == [OfferState.WAITING] * 3
    with acting_as(coordinator):
        assert Assignment.objects.current().filter(companion=rudi.id).count() == 3, "until someone says yes"
    assert "Maria Lessy" in web.get(answer["Location"]).content.decode()
    assert "Rudi Tomagola" in web.get(reverse("handover_list")).content.decode()


def test_counting_anew_shows_the_loads_and_keeps_what_was_chosen(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    chosen = {f"untuk-{caseload[0].pk}": str(maria.id), "note": "Mohon dibantu", "why": "beban"}
    page = sent(web, reverse("handover_new", args=[rudi.id]), langkah="hitung", **chosen).content.decode()

    assert "Mohon dibantu" in page and page.count(f'<option value="{maria.id}" selected') == 1
    assert offers_made(coordinator) == []


def test_bad_input_makes_no_offer_and_loses_nothing(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    url = reverse("handover_new", args=[rudi.id])
    for data, sentence in (
        ({"why": "berhenti"}, "Pilih seseorang untuk sedikitnya satu klien"),
        ({"why": "cuti", f"untuk-{caseload[0].pk}": str(maria.id)}, "Sebutkan sampai kapan"),
        ({"why": "berhenti", f"untuk-{caseload[0].pk}": "bukan-orang"}, "bidang"),
    ):
        answer = sent(web, url, langkah="kirim", note="Catatan saya", **data)
        assert answer.status_code == 200
        if sentence != "bidang":
            assert sentence in answer.content.decode()
        assert "Catatan saya" in answer.content.decode()
    assert offers_made(coordinator) == []


def test_the_receiver_reads_code_place_and_weight_until_saying_yes(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    web = sign_in(client, maria)
    page = web.get(reverse("offers")).content.decode()
    assert one.code in page and "bobot 2" in page
    with acting_as(coordinator):
        name = caseload[0].client.card.call_name
    assert name not in page
    assert web.get(reverse("client_detail", args=[one.client_id])).status_code == 404

    answer = web.post(reverse("offer_accept", args=[one.pk]))

    assert answer["Location"] == reverse("client_detail", args=[one.client_id])
    assert web.get(answer["Location"]).status_code == 200
    assert sign_in(client, rudi).get(answer["Location"]).status_code == 404


def test_a_no_has_a_reason_and_goes_back(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    web = sign_in(client, maria)
    url = reverse("offer_decline", args=[one.pk])
    assert sent(web, url, why="").status_code == 200
    assert sent(web, url, why="Terlalu jauh").status_code == 302

    page = sign_in(client, coordinator).get(reverse("handover_detail", args=[one.hand_over_id])).content.decode()
    assert "Terlalu jauh" in page and "Ditolak" in page


def test_taken_back_and_the_rest_taken_over(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    hand_over(web, rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    assert web.post(reverse("offer_take_back", args=[one.pk])).status_code == 302
    assert offers_made(coordinator)[0].state == OfferState.WITHDRAWN

    url = reverse("handover_take_over", args=[rudi.id])
    assert web.get(url).status_code == 200 and web.post(url)["Location"] == reverse("gap_list")
    with acting_as(coordinator):
        assert not Assignment.objects.current().filter(companion=rudi.id).exists()
    assert "tidak ada" not in web.get(reverse("gap_list")).content.decode().lower().split("<main")[0]


def test_an_absence_brings_stand_ins_who_stop_by_themselves(client, coordinator, rudi, maria, caseload):
    until = timezone.localdate() + timedelta(days=9)
    with acting_as(coordinator):
        from tests.clients import token_for

        actions.add_absence(
            token=token_for(coordinator), companion=rudi.membership.companion, by=coordinator,
            from_on=timezone.localdate(), until_on=until,
        )  # fmt: skip
    web = sign_in(client, coordinator)
    page = web.get(reverse("handover_new", args=[rudi.id])).content.decode()
    assert re.search(r'value="cuti"[^>]*checked', page) and until.isoformat() in page

    hand_over(web, rudi, caseload, maria, why="cuti", until_on=until.isoformat())
    one = offers_made(coordinator)[0]
    assert sign_in(client, maria).post(reverse("offer_accept", args=[one.pk])).status_code == 302
    with acting_as(coordinator):
        both = Assignment.objects.current().filter(client=one.client_id)
        assert {(row.companion_id, row.part) for row in both} == {(rudi.id, "utama"), (maria.id, "titipan")}


def test_in_an_absence_only_main_companions_have_a_stand_in(client, coordinator, rudi, maria, caseload):
    other = make_client(coordinator)
    assign(other, make_ready(coordinator), coordinator)
    beside = assign(other, rudi, coordinator, part=Part.SECOND)
    until = timezone.localdate() + timedelta(days=9)
    web = sign_in(client, coordinator)
    form = web.get(reverse("handover_new", args=[rudi.id]) + "?mengapa=cuti").context["form"]
    assert form[f"untuk-{beside.pk}"].value() == "", "nobody is proposed for the second one"
    assert all(form[f"untuk-{one.pk}"].value() for one in caseload)

    chosen = {f"untuk-{beside.pk}": str(maria.id)}
    answer = hand_over(web, rudi, caseload, maria, why="cuti", until_on=until.isoformat(), **chosen)

    assert answer.status_code == 302
    assert {one.assignment_id for one in offers_made(coordinator)} == {one.pk for one in caseload}


def test_a_stand_in_is_handed_on_from_the_page(client, coordinator, rudi, maria, caseload):
    until = timezone.localdate() + timedelta(days=9)
    web = sign_in(client, coordinator)
    hand_over(web, rudi, caseload[:1], maria, why="cuti", until_on=until.isoformat())
    sign_in(client, maria).post(reverse("offer_accept", args=[offers_made(coordinator)[0].pk]))
    with acting_as(coordinator):
        stand_in = Assignment.objects.current().get(companion=maria.id)
    other = make_ready(coordinator)
    web = sign_in(client, coordinator)
    assert str(stand_in.pk) in web.get(reverse("handover_new", args=[maria.id])).content.decode()

    assert hand_over(web, maria, [stand_in], other).status_code == 302
    with acting_as(coordinator):
        offer = Offer.objects.get(assignment=stand_in)
    assert sign_in(client, other).post(reverse("offer_accept", args=[offer.pk])).status_code == 302
    with acting_as(coordinator):
        assert Assignment.objects.current().get(companion=other.id).until_on == until


def test_a_supervisor_reads_and_changes_nothing(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    made = offers_made(coordinator)[0].hand_over_id
    taken_back = reverse("offer_take_back", args=[offers_made(coordinator)[0].pk])
    assert taken_back in sign_in(client, coordinator).get(reverse("handover_detail", args=[made])).content.decode()

    web = sign_in(client, make_supervisor(coordinator.organisation))

    page = web.get(reverse("handover_detail", args=[made])).content.decode()
    assert caseload[0].client.code in page and taken_back not in page
    assert web.post(taken_back).status_code == 403


def test_an_offer_that_lapsed_is_offered_again_and_not_taken_back(
    client, coordinator, rudi, maria, caseload, monkeypatch
):
    monkeypatch.setattr(actions.handover, "end_of_working_day", lambda now, _days: now - timedelta(minutes=1))
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    page = sign_in(client, coordinator).get(reverse("handover_detail", args=[one.hand_over_id])).content.decode()
    assert reverse("offer_take_back", args=[one.pk]) not in page and "Tawarkan lagi" in page


def test_a_taking_back_that_comes_too_late_is_a_warning(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    sign_in(client, maria).post(reverse("offer_accept", args=[one.pk]))

    page = sign_in(client, coordinator).post(reverse("offer_take_back", args=[one.pk]), follow=True)

    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_reading_the_offers_leaves_a_record(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    sign_in(client, maria).get(reverse("offers"))
    with acting_as(coordinator):
        seen = AccessedRecord.objects.filter(member_id=maria.id).values_list("subject", flat=True)
        assert set(seen) == {one.client_id for one in caseload}


def test_what_was_chosen_and_not_sent_is_there_again(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    url = reverse("handover_new", args=[rudi.id])
    page = web.get(url)
    data = {"why": "berhenti", "note": "Pagi saja", f"untuk-{caseload[0].pk}": ""}
    kept = web.post(reverse("save_draft"), {tokens.FIELD: key_of(page), **data})
    assert kept.json()["saved"]

    again = web.get(url).content.decode()

    assert "Pagi saja" in again and f'<option value="{maria.id}" selected' not in again


def test_who_may(client, coordinator, rudi, maria, caseload):
    hand_over(sign_in(client, coordinator), rudi, caseload, maria)
    one = offers_made(coordinator)[0]
    coordinators = {
        "handover_list": [], "handover_new": [rudi.id], "handover_take_over": [rudi.id],
        "handover_detail": [one.hand_over_id],
    }  # fmt: skip
    supervisor = make_supervisor(coordinator.organisation)
    for name, args in coordinators.items():
        url = reverse(name, args=args)
        reads = name in ("handover_list", "handover_detail")
        assert sign_in(client, coordinator).get(url).status_code == 200, name
        assert sign_in(client, maria).get(url).status_code == 403, name
        assert sign_in(client, supervisor).get(url).status_code == (200 if reads else 403), name
        if args:
            assert sign_in(client, make_coordinator()).get(url).status_code == 404, name
    for name in ("offer_accept", "offer_decline"):
        url = reverse(name, args=[one.pk])
        assert sign_in(client, rudi).post(url, {"why": "x"}).status_code == 404, name
        assert sign_in(client, coordinator).post(url, {"why": "x"}).status_code == 403, name
    assert sign_in(client, maria).get(reverse("offer_accept", args=[one.pk])).status_code == 405
    assert sign_in(client, maria).post(reverse("offer_take_back", args=[one.pk])).status_code == 403
    assert sign_in(client, make_coordinator()).post(reverse("offer_take_back", args=[one.pk])).status_code == 404


def test_the_page_costs_the_same_for_one_client_and_for_many(client, coordinator, rudi, maria):
    assign(make_client(coordinator), rudi, coordinator)
    web = sign_in(client, coordinator)
    url = reverse("handover_new", args=[rudi.id])
    one = len(statements(web, url)[1])
    for _number in range(7):
        assign(make_client(coordinator), rudi, coordinator)

    assert len(statements(web, url)[1]) == one
    assert HandOver.objects.count() == 0


def offered_in(page, assignment):
    """{member: words} of the choices for one client."""
    return dict(page.context["form"].fields[f"untuk-{assignment.pk}"].choices[1:])


def test_of_many_the_best_are_offered_and_others_are_found_by_name(client, coordinator, rudi, maria, caseload):
    web, url = sign_in(client, coordinator), reverse("handover_new", args=[rudi.id])
    near = [maria, *(make_ready(coordinator, name=f"Dekat {n}") for n in range(1, handover_choices.SHOWN))]
    full = make_ready(coordinator, name="Wulan Marsaoly", certified=False)
    first = caseload[0]

    page = web.get(url)
    assert set(offered_in(page, first)) == {str(one.id) for one in near}
    assert 'name="cari"' in page.content.decode()
    found = sent(web, url, langkah="cari", cari="wulan  marsaoly", why="berhenti")
    assert set(offered_in(found, first)) == {str(one.id) for one in [*near, full]}
    chosen = {f"untuk-{first.pk}": str(full.id), "why": "berhenti"}
    assert str(full.id) in offered_in(sent(web, url, langkah="hitung", **chosen), first), "who is chosen stays"
    assert "Wulan Marsaoly" in sent(web, url, langkah="periksa", **chosen).content.decode()
    none = sent(web, url, langkah="cari", cari="Tidak Ada", why="berhenti")
    assert none.context["choices"].found == 0 and len(offered_in(none, first)) == len(near)


def test_where_few_may_take_them_nothing_is_looked_for(client, coordinator, rudi, maria, caseload):
    page = sign_in(client, coordinator).get(reverse("handover_new", args=[rudi.id]))
    assert 'name="cari"' not in page.content.decode()


def test_names_and_kinds_are_opened_for_those_who_are_shown(client, coordinator, rudi, caseload):
    for n in range(handover_choices.SHOWN + 4):
        make_ready(coordinator, name=f"Dekat {n}")
    page = sign_in(client, coordinator).get(reverse("handover_new", args=[rudi.id]))
    look = page.context["choices"].look
    assert len(look.people) == handover_choices.SHOWN + 5
    assert handover_choices.SHOWN <= len(look.names) < len(look.people)
    assert not any(one.kind for one in look.people.values()), "no client has a wish for a kind"


def test_a_reason_is_asked_for_before_the_last_look_and_a_kind_note_is_none(client, coordinator, rudi, caseload):
    web, url = sign_in(client, coordinator), reverse("handover_new", args=[rudi.id])
    kasim = make_ready(coordinator, name="Kasim Buamona", certified=False)
    data = {"why": "berhenti", "note": "Terima kasih", f"untuk-{caseload[0].pk}": str(kasim.id)}
    asks = sent(web, url, langkah="periksa", **data)
    (named,) = asks.context["against"]
    assert caseload[0].client.code in named and "Kasim Buamona" in named
    assert "despite" in asks.context["form"].errors and kasim.name in asks.content.decode()
    line = next(one for one in asks.context["lines"] if one.assignment.pk == caseload[0].pk)
    assert line.buts[0] in named, "and stands with the client"

    look = sent(web, url, langkah="periksa", **data, despite="Satu-satunya di Hiri", asked=named)
    assert look.context["overrides"] == [named]
    answer = sent(web, url, langkah="kirim", **data, despite="Satu-satunya di Hiri", asked=named)
    assert answer.status_code == 302
    staff = web.get(answer["Location"]).content.decode()
    assert "Satu-satunya di Hiri" in staff and named.split(": ")[1] in staff
    assert "Satu-satunya" not in sign_in(client, kasim).get(reverse("offers")).content.decode()


def test_a_reason_for_one_thing_is_none_for_another(client, coordinator, rudi, caseload):
    web, url = sign_in(client, coordinator), reverse("handover_new", args=[rudi.id])
    kasim, arif = (make_ready(coordinator, name=f"{name} Buamona", certified=False) for name in ("Kasim", "Arif"))
    data = {"why": "berhenti", "note": "", "despite": "Satu-satunya di Hiri"}
    first = {f"untuk-{caseload[0].pk}": str(kasim.id)}
    (named,) = sent(web, url, langkah="periksa", **data, **first).context["against"]
    both = {**first, f"untuk-{caseload[1].pk}": str(arif.id)}
    again = sent(web, url, langkah="kirim", **data, **both, asked=named)
    assert len(again.context["against"]) == 2 and offers_made(coordinator) == []


def test_a_stand_in_who_is_away_too_is_not_proposed_and_asks_for_a_reason(client, coordinator, rudi, caseload):
    other = make_ready(coordinator, name="Kasim Buamona")
    with acting_as(coordinator):
        for who, first, last in ((rudi, 0, 9), (other, 3, 5)):
            actions.add_absence(
                token=token_for(coordinator), companion=who.membership.companion, by=coordinator,
                from_on=timezone.localdate() + timedelta(days=first),
                until_on=timezone.localdate() + timedelta(days=last),
            )  # fmt: skip
    web, url = sign_in(client, coordinator), reverse("handover_new", args=[rudi.id])
    proposed = {line.field.value() for line in web.get(url, {"mengapa": "cuti"}).context["lines"]}
    assert str(other.id) not in proposed
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    data = {"why": "cuti", "until_on": until, "note": "", f"untuk-{caseload[0].pk}": str(other.id)}
    (named,) = sent(web, url, langkah="periksa", **data).context["against"]
    assert "juga cuti" in named and "Kasim Buamona" in named
    short = {**data, "until_on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    assert "against" not in (sent(web, url, langkah="periksa", **short).context or {}), "back before the other one goes"


def test_who_is_offered_already_is_counted_in_the_head(client, coordinator, rudi, maria, caseload):
    web = sign_in(client, coordinator)
    hand_over(web, rudi, caseload[:1], maria)
    page = web.get(reverse("handover_new", args=[rudi.id]))
    assert len(page.context["lines"]) == 2 and "1 lagi sudah ditawarkan" in page.content.decode()
