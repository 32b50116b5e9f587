"""The stages as one table: every pair of stages, and what each move demands."""

import itertools
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases import actions, rules
from cases.actions.consents import until_from
from cases.codes import ALPHABET, AREAS, ELSEWHERE, check_character, is_code, new_code
from cases.models import CaseFile, Client, NextStep, PlannedVisit
from cases.states import FIRST_STAGES, MOVES, PLAN_MOVES, RUNNING, PlanState, Stage, next_stages
from cases.vocabulary import Purpose
from privacy.context import acting_as
from tests.clients import give_consent, make_client, token_for
from tests.people import make_coordinator, make_member

# As the design's table: from, to: what is demanded.
TABLE = {
    ("PROSPEK", "ASESMEN"): "consent reason",
    ("PROSPEK", "TERMINASI"): "closing reason",
    ("ASESMEN", "AKTIF"): "consent worker card guardian reason",
    ("ASESMEN", "TERMINASI"): "closing reason",
    ("AKTIF", "TANGGUH"): "reason until",
    ("AKTIF", "TERMINASI"): "closing reason",
    ("TANGGUH", "AKTIF"): "date",
    ("TANGGUH", "TERMINASI"): "closing reason",
    ("TERMINASI", "BIMBINGAN_LANJUT"): "plan",
    ("TERMINASI", "ASESMEN"): "reason",
    ("BIMBINGAN_LANJUT", "AKTIF"): "reason",
    ("BIMBINGAN_LANJUT", "TERMINASI"): "reason",
}
ANSWERS = {
    "reason": "alasan", "until": date(2030, 1, 1), "date": date(2026, 1, 1), "closing": "pindah daerah",
    "plan": "kontrol bulanan",
}  # fmt: skip
PAIRS = list(itertools.product(Stage.values, repeat=2))


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_pair_of_stages(before, after):
    demands = MOVES.get((Stage(before), Stage(after)))

    if (before, after) in TABLE:
        assert {demand.name.lower() for demand in demands} == set(TABLE[before, after].split())
    else:
        assert demands is None
    assert (Stage(after) in next_stages(before)) == ((before, after) in TABLE)


def test_where_a_case_begins_and_which_are_running():
    assert FIRST_STAGES == (Stage.PROSPEK, Stage.ASESMEN)
    assert set(RUNNING) == set(Stage) - {Stage.PROSPEK, Stage.TERMINASI}


def test_only_an_open_plan_moves():
    assert PLAN_MOVES == {PlanState.RENCANA: (PlanState.TUNDA, PlanState.BATAL, PlanState.SELESAI)}


def a_case(stage, *, guardian="", checked=False, born=None, birth_year=None):
    """What `missing_for` looks at, without a database."""
    case = SimpleNamespace(stage=stage, guardian=guardian, get_stage_display=lambda: stage)
    age = timezone.localdate().year - birth_year if birth_year else None
    identity = SimpleNamespace(birth_date=born)
    return SimpleNamespace(case=case, card=SimpleNamespace(is_checked=checked), identity=identity, age=age)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_each_move_names_exactly_what_is_missing(before, after, monkeypatch):
    monkeypatch.setattr(rules, "has_consent", lambda client, purpose: False)
    child = a_case(before, born=timezone.localdate() - timedelta(days=365 * 10))
    if (before, after) not in TABLE:
        with pytest.raises(rules.NotPossible):
            rules.missing_for(child, after, {}, worker=None)
        return
    demanded = set(TABLE[before, after].split())

    missing = rules.missing_for(child, after, {}, worker=None)
    assert {demand.name.lower() for demand in missing} == demanded

    for name in demanded & set(ANSWERS):  # one answer given: the others are still missing
        missing = rules.missing_for(child, after, {name: ANSWERS[name]}, worker=None)
        assert {demand.name.lower() for demand in missing} == demanded - {name}

    monkeypatch.setattr(rules, "has_consent", lambda client, purpose: purpose == Purpose.C1)
    ready = a_case(before, guardian="Ibu", checked=True, born=child.identity.birth_date)
    assert rules.missing_for(ready, after, ANSWERS, worker="someone") == []


@pytest.mark.parametrize(
    ("years", "days", "minor"), [(17, 364, True), (18, 0, False), (18, -1, True), (0, 0, True), (40, 0, False)]
)
def test_who_is_under_18_by_the_day(years, days, minor):
    today = timezone.localdate()
    born = today.replace(year=today.year - years, day=min(today.day, 28)) - timedelta(days=days if years != 17 else 0)

    assert rules.is_minor(a_case("ASESMEN", born=born)) is minor


def test_by_the_year_alone_and_unknown_counts_as_grown_up():
    year = timezone.localdate().year
    assert rules.is_minor(a_case("ASESMEN", birth_year=year - 17))
    assert not rules.is_minor(a_case("ASESMEN", birth_year=year - 18))
    assert not rules.is_minor(a_case("ASESMEN"))


# -- on the database ---------------------------------------------------------------------------------------------------


@pytest.fixture
def coordinator(db):
    return make_coordinator()


def move(client, by, to, **details):
    with acting_as(by):
        client = Client.objects.filter(pk=client.pk).first() or client  # as the next request would find it
        return actions.change_stage(client=client, by=by, to=to, **details)


def ready_for_aktif(client, by):
    give_consent(client, by)
    with acting_as(by):
        actions.edit_card(client=client, by=by, card={}, checked=True)
        actions.assign_worker(client=client, by=by, worker=by.membership)


def test_a_case_walks_the_whole_table(coordinator):
    client = make_client(coordinator, kind="PROSPEK")
    with acting_as(coordinator):
        assert CaseFile.objects.get().stage == "PROSPEK"
    ready_for_aktif(client, coordinator)
    today = timezone.localdate()

    for to, details in (
        ("ASESMEN", {"reason": "setuju"}),
        ("AKTIF", {"reason": "siap"}),
        ("TANGGUH", {"reason": "melaut", "until": today + timedelta(days=60)}),
        ("AKTIF", {"date": today}),
        ("TERMINASI", {"closing": "pindah daerah", "reason": "ke Sofifi"}),
        ("BIMBINGAN_LANJUT", {"plan": "telepon sebulan sekali"}),
        ("AKTIF", {"reason": "kembali"}),
        ("TERMINASI", {"closing": "permintaan sendiri", "reason": "cukup"}),
        ("ASESMEN", {"reason": "datang lagi"}),
    ):
        assert move(client, coordinator, to, **details).stage == to
    with acting_as(coordinator):
        case = CaseFile.objects.get()
        assert (case.stage_since, case.stage_reason) == (today, "datang lagi")


def test_a_refused_move_says_in_words_what_is_missing_and_changes_nothing(coordinator):
    client = make_client(coordinator)

    with pytest.raises(rules.NotPossible) as refusal:
        move(client, coordinator, "AKTIF", reason="siap")

    sentence = str(refusal.value)
    for word in ("C1", "penanggung jawab", "menghubungi"):
        assert word in sentence, sentence
    with acting_as(coordinator):
        assert CaseFile.objects.get().stage == "ASESMEN"


def test_an_expired_consent_is_no_consent(coordinator):
    client = make_client(coordinator)
    today = timezone.localdate()
    give_consent(client, coordinator, from_on=today - timedelta(days=400), until_on=today - timedelta(days=1))

    with acting_as(coordinator):
        assert not rules.has_consent(client, Purpose.C1)


def test_closing_ends_what_was_due_and_says_why(coordinator):
    client = make_client(coordinator)
    today = timezone.localdate()
    with acting_as(coordinator):
        actions.plan_visit(token=token_for(coordinator), client=client, by=coordinator, planned_on=today, place="rumah")
        actions.add_step(token=token_for(coordinator), client=client, by=coordinator, what="Antar", due_on=today)

    move(client, coordinator, "TERMINASI", closing="hilang kontak", reason="tidak ditemukan")

    with acting_as(coordinator):
        assert PlannedVisit.objects.get().state == "BATAL" and PlannedVisit.objects.get().reason_note
        assert NextStep.objects.get().done_at and NextStep.objects.get().dropped_because


def test_only_who_may_edit_the_case_moves_it(coordinator):
    client = make_client(coordinator)
    supervisor = make_member("supervisor", coordinator.organisation)

    with pytest.raises(rules.NotAllowed):
        move(client, supervisor, "TERMINASI", closing="pindah daerah", reason="x")
    with pytest.raises(rules.NotAllowed):
        move(client, make_coordinator(), "TERMINASI", closing="pindah daerah", reason="x")


# -- codes and dates ---------------------------------------------------------------------------------------------------

codes = st.builds(new_code, st.sampled_from([*AREAS, "", "31.71"]))


@given(codes, st.data())
def test_any_wrong_character_of_a_code_is_caught(code, data):
    assert is_code(code) and is_code(code.lower()) and is_code(f" {code} ")
    place = data.draw(st.sampled_from([place for place in range(4, len(code)) if code[place] != "-"]))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != code[place]]))

    assert not is_code(code[:place] + other + code[place + 1 :])


@given(codes, st.integers(4, 6))
def test_any_swap_of_neighbours_is_caught(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert swapped == code or not is_code(swapped)


@given(codes, st.sampled_from([*AREAS.values(), ELSEWHERE]))
def test_a_wrong_area_is_mostly_caught(code, area):
    body, check = code.split("-")[1:]

    assert is_code(f"{area}-{body}-{check}") == (check_character(area, body) == check)


@pytest.mark.parametrize("text", ["", "-", "TTE", "TTE-4F7K", "TTE-4F7K-", "XXX-4F7K-2", "TTE-4F7K-22", "TTE-4F7-K2"])
def test_what_is_no_code(text):
    assert not is_code(text)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 36))
def test_a_consent_lasts_whole_months(given_on, months):
    until = until_from(given_on, months)

    assert (until.year * 12 + until.month) - (given_on.year * 12 + given_on.month) == months
    assert until.day == given_on.day or (until.day < given_on.day and (until + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("given_on", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 15), 12, date(2027, 3, 15)),
    ],
)
def test_at_the_end_of_a_short_month(given_on, months, until):
    assert until_from(given_on, months) == until
