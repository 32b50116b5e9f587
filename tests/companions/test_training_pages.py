"""The pages of trainings: who may, what is refused in words, and that lists cost the same for many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client as Web
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from companions import actions
from companions.models import Participant, SessionPresence, Training, TrainingSession
from privacy import tokens
from privacy.context import acting_as
from tests.cases.pages import HEALTH, key_of, send, statements, title_of
from tests.clients import token_for
from tests.companions.making import certify, make_ready
from tests.people import make_companion, make_coordinator, make_manager, make_supervisor, make_trainer, sign_in

pytestmark = pytest.mark.django_db

LIST, NEW, EXPIRING = (reverse(name) for name in ("training_list", "training_new", "expiring_list"))
CHECK = reverse("certificate_check")


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def trainer():
    return make_trainer()


@pytest.fixture
def web(trainer):
    return sign_in(Web(), trainer)


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Sari Umasugi", certified=False)


def plan(trainer, starts=-2, ends=0, **more):
    fields = {"course": "Dasar pendampingan", "place": "Aula Contoh", **more}
    with acting_as(trainer):
        return actions.plan_training(
            token=token_for(trainer), by=trainer, starts_on=days(starts), ends_on=days(ends), **fields
        )


def hold(trainer, companion):
    """A training of today with one session (`.session`) and one participant (`.row`)."""
    made = plan(trainer)
    with acting_as(trainer):
        made.session = actions.add_session(training=made, by=trainer, held_on=days(0), topic="Mendengar")
        actions.enrol(training=made, companions=[companion.membership], by=trainer)
        made.row = Participant.objects.get(training=made)
    return made


@pytest.fixture
def training(trainer, companion):
    return hold(trainer, companion)


@pytest.fixture
def certificate(trainer, companion):
    [made] = certify(companion, trainer=trainer)
    return made


def at(name, thing):
    return reverse(name, args=[thing.pk])


def body(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def errors(response):
    """All sentences of the form that came back."""
    return " ".join(str(one) for found in response.context["form"].errors.values() for one in found)


# -- who may -----------------------------------------------------------------------------------------------------------

READ = {"training_list": "", "training_detail": "training", "expiring_list": ""}
RUN = {
    "training_new": "", "training_edit": "training", "training_cancel": "training", "training_enrol": "training",
    "training_attendance": "training", "training_issue": "training", "certificate_revoke": "certificate",
}  # fmt: skip
WRITE = {"session_new": "training", "session_remove": "session", "participant_withdraw": "row"}
OF_ONE = {"certificate_detail": "certificate"}


def address(name, training, certificate):
    """The page's address for these things."""
    of = {**READ, **RUN, **WRITE, **OF_ONE}[name]
    things = {"training": training, "session": training.session, "row": training.row, "certificate": certificate}
    return at(name, things[of]) if of else reverse(name)


@pytest.mark.parametrize("name", [*READ, *RUN, *OF_ONE])
def test_the_trainer_opens_every_page_and_its_title_tells_nothing(name, web, training, certificate):
    page = web.get(address(name, training, certificate))

    assert page.status_code == 200
    assert not HEALTH.search(title_of(page)) and "Umasugi" not in title_of(page)


@pytest.mark.parametrize("name", [*READ, *RUN, *WRITE])
def test_a_role_that_may_not_reads_why(name, training, certificate, coordinator, companion):
    where = address(name, training, certificate)
    for actor in (make_manager(), companion):
        method = Web.post if name in WRITE else Web.get
        assert method(sign_in(Web(), actor), where).status_code == 403
    reader = sign_in(Web(), coordinator)
    answer = reader.post(where) if name in WRITE else reader.get(where)
    assert answer.status_code == (200 if name in READ else 403)


@pytest.mark.parametrize("name", [name for name, of in {**READ, **RUN, **WRITE, **OF_ONE}.items() if of])
def test_what_does_not_exist_is_404(name, web):
    where = reverse(name, args=[uuid4()])
    assert (web.post(where) if name in WRITE else web.get(where)).status_code == 404


@pytest.mark.parametrize("name", [*READ, *RUN, *WRITE, *OF_ONE])
def test_a_wrong_method_is_405_and_a_stranger_signs_in(name, web, training, certificate):
    where = address(name, training, certificate)
    reads_only = name in ("training_list", "training_detail", "certificate_detail")

    wrong = web.get if name in WRITE else web.post if reads_only else web.put
    assert wrong(where).status_code == 405
    assert Web().get(where)["Location"].startswith(reverse("account_login"))


def test_a_coordinator_reads_the_rows_of_their_own_companions_and_no_buttons(trainer, training, coordinator, companion):
    other = make_ready(make_coordinator(), name="Anwar Contoh", certified=False)
    with acting_as(trainer):
        actions.enrol(training=training, companions=[other.membership], by=trainer)

    for reader in (coordinator, make_supervisor(coordinator.organisation)):
        web = sign_in(Web(), reader)
        shown = body(web.get(at("training_detail", training)))
        assert "Sari Umasugi" in shown and "Anwar" not in shown and other.organisation.name not in shown
        assert at("training_enrol", training) not in shown and at("participant_withdraw", training.row) not in shown
        page = web.get(LIST)
        assert [one.count for one in page.context["running"]] == [1] and NEW not in body(page)


def test_a_certificate_is_for_trainers_its_organisation_and_its_companion(certificate, coordinator, companion, web):
    where = at("certificate_detail", certificate)

    for reader in (web, sign_in(Web(), coordinator), sign_in(Web(), companion)):
        shown = body(reader.get(where))
        assert "Sari Umasugi" in shown and certificate.number in shown
        assert f"{certificate.code[:5]}-{certificate.code[5:]}" in shown and 'src="data:image/svg+xml' in shown
    for other in (make_coordinator(), make_companion(coordinator.organisation), make_manager()):
        for name in ("certificate_detail", "certificate_paper"):
            assert sign_in(Web(), other).get(at(name, certificate)).status_code == 404


# -- the list, planned, changed, cancelled -----------------------------------------------------------------------------


def test_the_list_parts_what_comes_runs_and_was(web, trainer):
    coming, running, past = plan(trainer, 3, 4), plan(trainer, -1, 1), plan(trainer, -9, -8)
    cancelled = plan(trainer, 5, 6)
    with acting_as(trainer):
        actions.cancel_training(training=cancelled, by=trainer, why="Kapal")

    page = web.get(LIST)

    shown = {name: [one.training.pk for one in page.context[name]] for name in ("coming", "running", "past")}
    assert shown == {"coming": [coming.pk], "running": [running.pk], "past": [cancelled.pk, past.pk]}


def test_an_empty_list_says_what_to_do(web, coordinator):
    assert body(web.get(LIST)).count(NEW) == 2
    assert NEW not in body(sign_in(Web(), coordinator).get(LIST))


def test_the_past_is_paged(web, trainer, monkeypatch):
    monkeypatch.setattr("companions.views.training.PAGE", 2)
    made = {plan(trainer, -9, -8).pk for _number in range(5)}

    seen, query = [], ""
    while True:
        page = web.get(LIST + query)
        seen += [one.training.pk for one in page.context["past"]]
        query = page.context["next_url"]
        if not query:
            break

    assert len(seen) == 5 and set(seen) == made


def filled(**more):
    return {
        "course": "Penyegaran", "starts_on": days(5).isoformat(), "ends_on": days(6).isoformat(), "place": "Aula",
        "trainers": "", "seats": "", "note": "", **more,
    }  # fmt: skip


def test_a_training_is_planned_and_changed(web, trainer):
    answer = send(web, NEW, filled())
    with acting_as(trainer):
        training = Training.objects.get()
    assert answer["Location"] == at("training_detail", training)

    send(web, at("training_edit", training), filled(seats="12", is_refresher="on"))

    with acting_as(trainer):
        training.refresh_from_db()
    assert (training.seats, training.is_refresher) == (12, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": days(4).isoformat()}, "ends_on"), ({"starts_on": "31/02/2027"}, "starts_on"),
        ({"seats": "0"}, "seats"), ({"seats": "banyak"}, "seats"), ({"course": " "}, "course"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(wrong, field, web, trainer):
    answer = send(web, NEW, filled(**wrong))

    assert answer.status_code == 200 and list(answer.context["form"].errors) == [field]
    with acting_as(trainer):
        assert not Training.objects.exists()


def test_a_training_is_cancelled_with_a_reason_and_is_then_closed(web, trainer, training):
    assert "why" in send(web, at("training_cancel", training), {"why": ""}).context["form"].errors

    send(web, at("training_cancel", training), {"why": "Kapal tidak berangkat"})

    shown = body(web.get(at("training_detail", training)))
    assert "Kapal tidak berangkat" in shown and at("training_enrol", training) not in shown
    for name in ("training_edit", "training_cancel", "training_enrol", "training_attendance", "training_issue"):
        assert web.get(at(name, training))["Location"] == at("training_detail", training)
    assert _("This training was cancelled.") in body(web.get(at("training_detail", training)))


# -- sessions, participants, attendance --------------------------------------------------------------------------------


def add_session(web, training, on, topic):
    key = key_of(web.get(at("training_detail", training)))
    data = {tokens.FIELD: key, "held_on": days(on).isoformat(), "topic": topic}
    return web.post(at("session_new", training), data)


def test_a_session_is_added_and_what_is_wrong_with_it_stands_on_the_page(web, trainer, training):
    assert add_session(web, training, -1, "Mencatat")["Location"] == at("training_detail", training)
    assert _("This day is not one of the training. Check the date.") in errors(add_session(web, training, 9, "Jauh"))
    assert list(add_session(web, training, 0, "").context["form"].errors) == ["topic"]
    with acting_as(trainer):
        assert TrainingSession.objects.filter(training=training).count() == 2


def test_a_session_is_removed_unless_attendance_was_taken(web, trainer, training):
    add_session(web, training, -1, "Mencatat")
    with acting_as(trainer):
        free = TrainingSession.objects.exclude(pk=training.session.pk).get()
    attend(web, training, {f"hadir_{training.row.pk}": [str(training.session.pk)]})

    web.post(at("session_remove", free))
    answer = web.post(at("session_remove", training.session), follow=True)

    assert _("Attendance was taken of this session. It stays.") in body(answer)
    with acting_as(trainer):
        assert [one.pk for one in TrainingSession.objects.all()] == [training.session.pk]


def test_companions_of_all_organisations_are_enrolled_who_runs_out_first(web, trainer, training):
    here = make_coordinator()
    fresh, ends = make_ready(here, name="Anwar"), make_ready(here, name="Zulkifli", certified=False)
    certify(ends, trainer=trainer, days_ago=720)
    elsewhere = make_ready(make_coordinator(), name="Budi", certified=False)
    page = web.get(at("training_enrol", training))

    groups = {group.organisation.pk: [row.line.name for row in group.rows] for group in page.context["groups"]}
    assert groups == {here.organisation.id: ["Zulkifli", "Anwar"], elsewhere.organisation.id: ["Budi"]}
    narrow = web.get(at("training_enrol", training), {"lembaga": str(here.organisation.id)})
    assert "Budi" not in body(narrow) and "Anwar" in body(narrow)

    send(web, at("training_enrol", training), {"who": [str(one.id) for one in (fresh, ends, elsewhere)]})

    with acting_as(trainer):
        assert Participant.objects.filter(training=training).count() == 4


def test_what_cannot_be_enrolled_is_said_and_twice_is_once(web, trainer, companion):
    full = plan(trainer, seats=1)
    second = make_ready(make_coordinator(), certified=False)
    where = at("training_enrol", full)

    assert _("Tick at least one person.") in errors(send(web, where, {}))
    assert "1" in errors(send(web, where, {"who": [str(companion.id), str(second.id)]}))
    assert "who" in send(web, where, {"who": [str(uuid4())]}).context["form"].errors
    for _time in range(2):
        key = key_of(web.get(where))
        web.post(where, {tokens.FIELD: key, "who": [str(companion.id)]})
    with acting_as(trainer):
        assert [row.companion_id for row in Participant.objects.filter(training=full)] == [companion.id]


def attend(web, training, data):
    row = training.row.pk
    return send(web, at("training_attendance", training), {f"awal_{row}": "", f"akhir_{row}": "", **data})


def test_attendance_and_scores_are_saved_and_shown(web, trainer, training):
    row = training.row.pk
    attend(web, training, {f"hadir_{row}": [str(training.session.pk)], f"awal_{row}": "40", f"akhir_{row}": "100"})

    with acting_as(trainer):
        assert SessionPresence.objects.get().participant_id == row
    [group] = web.get(at("training_detail", training)).context["groups"]
    assert (group.rows[0].sessions, group.rows[0].participant.score_after) == (1, 100)
    assert body(web.get(at("training_attendance", training))).count("checked") == 1


def test_all_there_ticks_the_boxes_and_keeps_nothing_yet(web, trainer, training):
    row, session = training.row.pk, str(training.session.pk)

    answer = attend(web, training, {f"awal_{row}": "40", "semua": session})

    assert answer.status_code == 200 and body(answer).count("checked") == 1 and 'value="40"' in body(answer)
    with acting_as(trainer):
        assert not SessionPresence.objects.exists()


@pytest.mark.parametrize("score", ["101", "-1", "7,5", "banyak"])
def test_a_score_is_a_number_up_to_a_hundred_and_nothing_is_half_saved(score, web, trainer, training):
    row = training.row.pk
    answer = attend(web, training, {f"hadir_{row}": [str(training.session.pk)], f"akhir_{row}": score})

    assert errors(answer) == _("A score is a whole number from 0 to 100.")
    with acting_as(trainer):
        assert not SessionPresence.objects.exists()


def test_who_was_not_on_the_page_yet_keeps_what_they_have(web, trainer, training):
    row = training.row.pk
    attend(web, training, {f"hadir_{row}": [str(training.session.pk)], f"awal_{row}": "40"})

    send(web, at("training_attendance", training), {})

    with acting_as(trainer):
        assert SessionPresence.objects.count() == 1 and Participant.objects.get(pk=row).score_before == 40


def test_before_it_began_and_of_sessions_to_come_nothing_is_taken(web, trainer, companion):
    later, runs = plan(trainer, 1, 2), plan(trainer, -1, 1)
    with acting_as(trainer):
        to_come = actions.add_session(training=runs, by=trainer, held_on=days(1), topic="Besok")
        actions.enrol(training=later, companions=[companion.membership], by=trainer)
        actions.enrol(training=runs, companions=[companion.membership], by=trainer)
        runs.row = Participant.objects.get(training=runs)
    where = at("training_attendance", later)
    assert _("This training has not begun yet.") in body(web.get(where))
    key = tokens.new(trainer, "attendance", later.pk)
    assert _("This training has not begun yet.") in errors(web.post(where, {tokens.FIELD: str(key)}))

    assert attend(web, runs, {f"hadir_{runs.row.pk}": [str(to_come.pk)]}).status_code == 200
    with acting_as(trainer):
        assert not SessionPresence.objects.exists()


def test_who_withdraws_is_out_and_not_after_a_certificate(web, trainer, training, certificate):
    web.post(at("participant_withdraw", training.row))
    page = web.get(at("training_detail", training))
    assert page.context["groups"] == [] and len(page.context["withdrawn"]) == 1

    answer = web.post(reverse("participant_withdraw", args=[certificate.participant_id]), follow=True)
    assert _("Certificates were issued already. Take them back first.") in body(answer)


def test_what_does_not_fit_is_said_and_what_was_typed_stays(web, trainer, companion):
    training = plan(trainer, 2, 4)
    with acting_as(trainer):
        actions.add_session(training=training, by=trainer, held_on=days(4), topic="Mendengar")
        actions.enrol(training=training, companions=[companion.membership], by=trainer)
    typed = {"course": "Nama lain", "starts_on": days(2).isoformat(), "ends_on": days(3).isoformat()}

    answer = send(web, at("training_edit", training), typed)

    assert errors(answer) and "Nama lain" in body(answer)
    with acting_as(trainer):
        assert Training.objects.get(pk=training.pk).course == "Dasar pendampingan"


def test_a_cancelled_training_shows_its_note_and_the_reason(web, trainer):
    training = plan(trainer, 2, 4, note="Bawa buku catatan")
    send(web, at("training_cancel", training), {"why": "Kapal tidak berangkat"})

    shown = body(web.get(at("training_detail", training)))

    assert "Bawa buku catatan" in shown and "Kapal tidak berangkat" in shown


# -- cost --------------------------------------------------------------------------------------------------------------


def test_lists_cost_the_same_for_one_row_and_for_many(web, trainer, training, coordinator):
    attend(web, training, {f"hadir_{training.row.pk}": [str(training.session.pk)]})
    pages = {name: at(name, training) for name in ("training_detail", "training_attendance", "training_issue")}
    pages |= {"training_list": LIST, "training_enrol": at("training_enrol", training), "expiring_list": EXPIRING}
    certify(make_ready(coordinator, certified=False), trainer=trainer, days_ago=740)
    one = {name: len(statements(web, where)[1]) for name, where in pages.items()}
    for _number in range(12):
        more = make_ready(coordinator, certified=False)
        certify(more, trainer=trainer, days_ago=740)
        with acting_as(trainer):
            actions.enrol(training=training, companions=[more.membership], by=trainer)
    for _number in range(3):
        make_ready(make_coordinator(), certified=False)

    many = {name: len(statements(web, where)[1]) for name, where in pages.items()}

    assert many == one and max(many.values()) <= 14, many
