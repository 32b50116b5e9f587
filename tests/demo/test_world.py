"""What the demo world holds, enough of everything for every page and nobody who could be real, and what is printed.

One module, because the world is made once a module.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from stdnum.id import nik as nik_number

from accounts.actor import Actor
from accounts.models import Membership, Organisation
from accounts.roles import OrganisationKind, Role
from basodara.demo.team import PASSWORD, PEOPLE, PLACES
from basodara.demo.world import others
from cases import vocabulary as words
from cases.models import (
    CaseFile,
    Client,
    Consent,
    ContactCard,
    Grant,
    HomeVisit,
    HouseholdMember,
    Identity,
    NextStep,
    PlannedVisit,
    Responsibility,
    RestrictedNote,
)
from cases.states import PlanState, Stage
from companions import my_clients, supervision_due, uncovered
from companions.facts import lines_of
from companions.models import (
    AgreedAction,
    Assignment,
    Attendance,
    Certificate,
    ClientBarrier,
    ClientWord,
    Companion,
    CompanionWish,
    Gap,
    HandOver,
    Meeting,
    Offer,
    OrganisationProfile,
    Training,
)
from companions.status import Status
from companions.vocabulary import EventState, Kind, OfferState, Part, Said
from privacy.context import acting_as
from privacy.models import AccessEvent, DemoMarker

pytestmark = pytest.mark.django_db
LOGINS = [person.login for person in {**PEOPLE, **others()}.values() if person.login]
LOOKED_AT = ("koordinator", "koordinator2", "peksos", "klinik")


def actor(login):
    return Actor(Membership.objects.select_related("user", "organisation").get(user__username=login))


@pytest.fixture
def everything(demo):
    """All rows of some models, as those who may open them see them together."""

    def rows(model):
        found = {}
        for login in LOOKED_AT:
            with acting_as(actor(login)):
                found |= {row.pk: row for row in model.objects.all()}
        return list(found.values())

    return rows


def test_seventy_six_clients_over_the_town(everything):
    clients = everything(Client)

    assert len(clients) == 76
    assert len({client.kelurahan_id for client in clients}) >= 45
    assert all(client.kelurahan_id.startswith("82.71") for client in clients)
    assert {case.stage for case in everything(CaseFile)} == set(Stage)
    assert {case.kind for case in everything(CaseFile)} == set(words.Kind)


def test_the_hand_written_ones_have_the_codes_of_the_pictures(everything):
    codes = {card.call_name: card.client_id for card in everything(ContactCard)}
    by_id = {client.pk: client.code for client in everything(Client)}

    assert by_id[codes["Mira"]].startswith("TTE-4F7K-")
    assert "Hi. Muhammad Zulkifli Abdurrahman" in codes


def test_contact_cards_of_every_kind(everything):
    cards = everything(ContactCard)

    assert {card.way for card in cards} >= set(words.Way)
    assert {card.home_visit for card in cards} >= set(words.HomeVisitAllowed)
    assert any(card.proposals for card in cards)
    assert {card.is_checked for card in cards} == {True, False}


def test_consents_of_every_kind(everything):
    lines = everything(Consent)
    today = {words.ConsentState(line.state) for line in lines}

    assert {line.purpose for line in lines} == set(words.Purpose)
    assert today == set(words.ConsentState) - {words.ConsentState.UNCONFIRMED}
    assert {line.how for line in lines if line.how} == set(words.HowGiven)
    asked = {line.client_id for line in lines}
    assert any(client.pk not in asked for client in everything(Client))  # reads as "not yet confirmed"


def test_a_year_of_visits_with_every_result(everything):
    visits = everything(HomeVisit)
    days = sorted(visit.visited_at for visit in visits)

    assert len(visits) > 300
    assert days[-1] - days[0] > timedelta(days=340)
    assert {visit.result for visit in visits} == set(words.VisitResult)
    assert {visit.place for visit in visits} == set(words.Place)
    assert any(visit.red_flags for visit in visits) and any(visit.screening_positive for visit in visits)
    assert sum(visit.hidden_at is not None for visit in visits) == 1
    assert sum(visit.corrected_at is not None for visit in visits) == 1
    assert {plan.state for plan in everything(PlannedVisit)} == set(PlanState)
    assert any(plan.against_card for plan in everything(PlannedVisit))
    assert any(step.dropped_because for step in everything(NextStep))
    assert everything(HouseholdMember) and everything(RestrictedNote)


def test_the_work_lists_have_something_on_every_shelf(demo):
    today = timezone.localdate()
    for login in ("peksos", "koordinator"):
        me = actor(login)
        with acting_as(me):
            mine = Responsibility.objects.filter(worker=me.membership, live=True)
            plans = PlannedVisit.objects.planned().filter(worker=me.membership)
            assert mine.filter(next_due__lt=today).exists(), login
            assert plans.filter(planned_on=today).count() >= 2, login
            assert plans.filter(planned_on__range=(today + timedelta(1), today + timedelta(7))).count() >= 3, login
            assert mine.filter(next_due=None).exclude(stage=Stage.TERMINASI).exists(), login
    with acting_as(actor("koordinator")) as me:
        assert Responsibility.objects.filter(holder_id=me.organisation.pk, worker=None, live=True).exists()


def test_shares_live_ended_and_run_out(everything):
    shares = [grant for grant in everything(Grant) if grant.basis == words.Basis.SHARE]

    now = timezone.now()
    assert any(grant.ends_at > now for grant in shares)
    with acting_as(actor("pdp")):  # a privacy officer sees what has ended too
        ended = Grant.objects.filter(basis=words.Basis.SHARE, ends_at__lt=now)
        assert {grant.end_reason for grant in ended} == {"consent", ""}


def test_strangers_and_those_without_seats_see_nobody(demo):
    with acting_as(actor("koordinator")):
        mira = next(card.client_id for card in ContactCard.objects.all() if card.call_name == "Mira")
    for login in ("koordinator2", "klinik", "pendamping", "pelatih", "pimpinan", "admin"):
        with acting_as(actor(login)):
            assert not Client.objects.filter(pk=mira).exists(), login


# -- companionship ---------------------------------------------------------------------------------------------------


def test_twelve_companions_of_all_kinds_one_of_each_trouble(demo):
    with acting_as(actor("koordinator")) as me:
        lines = {line.name: line for line in lines_of(me)}

    assert len(lines) == 12 and "Sari Umasugi" in lines
    assert {line.kind for line in lines.values()} == set(Kind)
    assert {line.companion.organisation.kind for line in lines.values()} == {"LKS", "KDS"}
    statuses = {name: line.status for name, line in lines.items() if line.status != Status.ACTIVE}
    assert statuses == {
        "Nurmala Ishak": Status.AWAY, "Kasim Lasidji": Status.EXPIRED, "Ningsih Todoku": Status.LEAVING,
    }  # fmt: skip
    assert {name for name, line in lines.items() if line.over} == {"Bahrun Talib"}
    assert lines["Bahrun Talib"].weight > 20


def test_eight_running_clients_without_a_companion_and_the_others_have_one(demo):
    with acting_as(actor("koordinator")) as me:
        gaps = Gap.objects.filter(holder_id__in=me.organisations)
        alone = {gap.client_id for gap in gaps}
        ours = Responsibility.objects.filter(holder_id__in=me.organisations, live=True)
        running = {row.client_id for row in ours.exclude(stage__in=[Stage.PROSPEK, Stage.TERMINASI])}
        mains = Assignment.objects.current().filter(part=Part.MAIN)
        lines, count = uncovered.alone(me, 20)
        said = dict(ClientWord.objects.filter(client__in=alone).order_by("recorded_at").values_list("client", "said"))
        others = uncovered.wants_change(me, 5)

        assert len(alone) == len(lines) == count == 8
        assert running - alone == {one.client_id for one in mains} and len(running - alone) == 26
        assert sorted(said.values()).count(Said.REFUSES) == sorted(said.values()).count(Said.WANTS_OTHER) == 1
        assert len({line.since for line in lines}) >= 6 and all(line.since < timezone.localdate() for line in lines)
        assert {line.ended for line in lines} == {"", "klien_minta", "beban"}
        assert [one.companion for one in others] == ["Kasim Lasidji"]
        assert CompanionWish.objects.count() == 3 and ClientBarrier.objects.count() == 1


def test_the_second_lks_has_companions_and_names_to_match(demo, web):
    with acting_as(actor("koordinator2")) as me:
        lines = lines_of(me)
        gaps = Gap.objects.filter(holder_id__in=me.organisations).count()

    assert len(lines) == 3 and all(line.status == Status.ACTIVE and line.clients for line in lines)
    assert 5 <= gaps <= 9
    web.post(reverse("account_login"), {"login": "koordinator2", "password": PASSWORD})
    names = {one.name: one.count for one in web.get(reverse("register_names")).context["names"]}
    assert names == {"Kak Yani": 2, "Pak Dahlan": 1, "Om Lukman": 1}


def test_companions_of_three_kinds_can_sign_in(demo):
    kinds = {}
    for login, coordinator in (("pendamping", "koordinator"), ("pendamping2", "koordinator"),
                               ("pendamping3", "koordinator2")):  # fmt: skip
        who = actor(login).id
        with acting_as(actor(coordinator)) as me:
            kinds[login] = next(line.kind for line in lines_of(me) if line.companion.pk == who)

    assert set(kinds.values()) == {"sebaya", "profesional", "keluarga"}


def test_the_companion_who_signs_in_has_clients_today_late_first(demo):
    today = timezone.localdate()
    with acting_as(actor("pendamping")) as me:
        mine, _more = my_clients.of(me)
        waiting = Offer.objects.waiting().filter(to=me.membership).count()

    assert [one.name for one in mine if one.late] and mine[0].late
    assert any(one.due == today for one in mine)
    assert any(one.is_second for one in mine) and len(mine) == 5
    assert waiting == 1


def test_two_caseloads_change_hands(demo):
    with acting_as(actor("koordinator")) as me:
        states = {
            made.why: sorted(made.offers.values_list("state", flat=True)) for made in HandOver.objects.visible_to(me)
        }
        stand_ins = Assignment.objects.current().filter(part=Part.STAND_IN)
        left = uncovered.left_by_absence(me, {actor_id("Nurmala Ishak"): timezone.localdate()}, 5)
        codes = dict(Client.objects.values_list("pk", "code"))

        assert states == {
            "cuti": [OfferState.ACCEPTED] * 2,
            "berhenti": sorted([OfferState.ACCEPTED, OfferState.ACCEPTED, OfferState.WAITING, OfferState.DECLINED]),
        }
        assert stand_ins.count() == 2 and len(left) == 1
        assert all(offer.code == codes[offer.client_id] for offer in Offer.objects.all())
        assert all(offer.why_not for offer in Offer.objects.filter(state=OfferState.DECLINED))


def test_assignments_have_the_times_of_those_who_made_them(demo):
    event = apps.get_model("companions", "AssignmentEvent")
    with acting_as(actor("koordinator")):
        rows = {row.pk: row for row in Assignment.objects.select_related("client")}
        before = list(event.objects.all())

        assert len(rows) == 35
        for row in rows.values():
            assert row.client.registered_at < row.started_at < timezone.now()
            assert timezone.localdate(row.started_at) == row.from_on
            assert row.ended_at is None or row.started_at < row.ended_at < timezone.now() - timedelta(hours=1)
        assert before and all(one.pgh_context and "at" not in one.pgh_context for one in before)


def test_a_companion_sees_a_client_since_the_assignment(demo):
    with acting_as(actor("pendamping")) as me:
        since = {one.pk: one.started_at for one in Assignment.objects.current().filter(companion=me.membership)}
        grants = {one.source: one.starts_at for one in Grant.objects.filter(basis=words.Basis.ASSIGNMENT)}

    assert len(since) == 5 and grants == since


def test_three_trainings_with_the_certificates_that_came_of_them(demo):
    today = timezone.localdate()
    with acting_as(actor("pelatih")):
        old, half, coming = Training.objects.order_by("starts_on")
        certificates = list(Certificate.objects.select_related("participant"))

        assert (old.state, half.state, coming.state) == (EventState.HELD, EventState.HELD, EventState.PLANNED)
        assert old.starts_on < today - timedelta(days=730) and coming.is_refresher and coming.starts_on > today
        of_old = [one for one in certificates if one.participant.training_id == old.pk]
        assert len(of_old) == 5 and all(one.expires_on < today for one in of_old)
        of_half = [one for one in certificates if one.participant.training_id == half.pk]
        assert len(of_half) == 14 and all(one.expires_on > today for one in of_half)
        assert coming.participants.filter(withdrawn_at=None).count() == 5


def test_six_meetings_and_who_came(demo):
    with acting_as(actor("koordinator")) as me:
        meetings = list(Meeting.objects.visible_to(me))
        came = {one.meeting_id for one in Attendance.objects.all()}

    states = [one.state for one in meetings]
    assert [states.count(state) for state in (EventState.HELD, EventState.PLANNED, EventState.CANCELLED)] == [4, 1, 1]
    assert came == {one.pk for one in meetings if one.state == EventState.HELD}
    assert all((one.starts_at > timezone.now()) == (one.state == EventState.PLANNED) for one in meetings)


def test_one_supervision_is_overdue_and_something_was_agreed(demo):
    with acting_as(actor("koordinator")) as me:
        late = [one.name for one in supervision_due.due(me) if one.late]
        agreed = list(AgreedAction.objects.visible_to(me))

    assert late == ["Ruslan Muin"]
    assert {one.done_at is None for one in agreed} == {True, False}


def test_the_supervisor_of_an_lks_reads_what_is_overdue_and_what_was_passed_up(demo, web):
    web.post(reverse("account_login"), {"login": "supervisor2", "password": PASSWORD})
    page = web.get(reverse("my_work")).content.decode()

    assert 'id="supervisi-lewat"' in page and "Ruslan Muin" in page
    assert 'id="rujukan-dua-kali"' in page


def test_institutions_and_support_groups_have_profiles(demo):
    with acting_as(actor("supervisor")):
        profiles = list(OrganisationProfile.objects.select_related("organisation", "coordinator"))

    assert len(profiles) == 5 and all(one.coordinator and one.address for one in profiles)
    assert {one.organisation.kind for one in profiles if one.agreement_until} == {"LKS"}


def actor_id(name):
    """The id of a companion, as their coordinator reads it."""
    return Companion.objects.get(membership__in=[m.pk for m in Membership.objects.all() if m.display_name == name]).pk


def test_nothing_lies_in_the_future_and_nothing_began_today(everything):
    now = timezone.now()
    registered = {client.pk: client.registered_at for client in everything(Client)}

    assert all(moment < now - timedelta(days=5) for moment in registered.values())
    assert all(visit.visited_at < visit.recorded_at < now for visit in everything(HomeVisit))
    for grant in everything(Grant):
        assert grant.starts_at >= registered[grant.client_id]
        assert grant.basis != words.Basis.REGISTRATION or grant.starts_at == registered[grant.client_id]
    for event in AccessEvent.objects.all():
        assert event.at < now


def test_the_history_has_the_times_of_those_who_acted(demo):
    event = apps.get_model("cases", "HomeVisitEvent")
    with acting_as(actor("peksos")):
        corrected = HomeVisit.objects.get(corrected_at__isnull=False)
        before = event.objects.get(pgh_obj_id=corrected.pk)

    assert before.pgh_created_at == corrected.corrected_at
    assert (before.pills_left, corrected.pills_left) != (None, before.pills_left)
    assert before.pgh_context["command"] == "demo" and "at" not in before.pgh_context


def test_everyone_is_recognised_as_invented(everything):
    people = everything(Identity)
    numbers = [one.nik for one in people if one.nik]

    assert len(numbers) > 30 and len(set(numbers)) == len(numbers)
    assert all(number[12:] > "9000" and nik_number.is_valid(number) for number in numbers)
    phones = {one.phone for one in people} | {card.phone for card in everything(ContactCard)}
    assert all(phone.startswith("+628120000") for phone in phones if phone)


def test_it_prints_role_organisation_user_name_and_password(demo):
    head, rule, *rows = demo["logins"].splitlines()

    assert set(rule) == {"-", " "}
    assert [row.split()[-2:] for row in rows] == [[login, PASSWORD] for login in LOGINS]
    assert "Sentra Wasana Bahagia" in rows[0]
    assert demo["first"].endswith(demo["logins"])


def test_a_second_run_says_so_and_changes_nothing(demo):
    assert "stands already" in demo["again"]
    assert demo["again"].endswith(demo["logins"])
    assert DemoMarker.objects.get().seed == 2026


def test_there_is_a_login_for_every_role_and_the_organisations_of_a_town(demo):
    assert {person.role for person in PEOPLE.values() if person.login} == set(Role)
    kinds = [place.kind for place in PLACES.values()]
    assert {kind: kinds.count(kind) for kind in OrganisationKind if kind in kinds} == {
        "BALAI": 1, "LKS": 2, "KDS": 3, "KLINIK": 1, "LAIN": 1,
    }  # fmt: skip
    assert not Organisation.objects.filter(kind="KDS", parent=None).exists()


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_can_sign_in_and_reads_that_it_is_a_trial(demo, web, login):
    answer = web.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert answer.status_code == 302

    page = web.get(reverse("my_work"))

    assert page.status_code == 200
    assert b'class="demo"' in page.content
