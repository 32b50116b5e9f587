"""The frame of a page: the menu of each role, the hat, the demo's banner."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from accounts.actor import nobody
from accounts.roles import Right, Role, rights_of
from basodara import face

NAMES = ("my_work", "client_list", "companion_list", "visit_pick", "register_list", "users", "training_list")
NAMES += ("more_menu", "notices", "my_account", "help", "offers", "my_absence", "directory", "meeting_list")
urlpatterns = [path(f"{name}/", HttpResponse, name=name) for name in NAMES]
urlpatterns += [
    path("client_list/new/", HttpResponse, name="client_new"),
    path("hats/", HttpResponse, name="choose_hat"),
]

WORK, CLIENTS, COMPANIONS, RECORD, TRAININGS, USERS, MORE = (
    "my_work",
    "client_list",
    "companion_list",
    "visit_pick",
    "training_list",
    "users",
    "more_menu",
)


class Fake:
    """An actor with the rights of some roles, without a database."""

    name, role_label = "Rina Saleh", "Coordinator"

    def __init__(self, *roles, kind="LKS"):
        self.rights = rights_of(roles)
        self.organisation = SimpleNamespace(kind=kind)

    def may(self, right):
        return right in self.rights


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        (Role.COMPANION, [WORK, CLIENTS, RECORD, MORE]),
        (Role.COORDINATOR, [WORK, CLIENTS, COMPANIONS, RECORD, MORE]),
        (Role.SOCIAL_WORKER, [WORK, CLIENTS, RECORD, MORE]),
        (Role.SUPERVISOR, [WORK, CLIENTS, COMPANIONS, MORE]),
        (Role.TRAINER, [WORK, COMPANIONS, TRAININGS, MORE]),
        (Role.CLINIC_STAFF, [WORK, CLIENTS, MORE]),
        (Role.REFERRAL_OFFICER, [WORK, MORE]),
        (Role.MANAGER, [WORK, MORE]),
        (Role.PRIVACY_OFFICER, [WORK, USERS, MORE]),
        (Role.ADMINISTRATOR, [WORK, USERS, MORE]),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_the_menu_of_a_role(role, menu):
    shown = face.menu_of(Fake(role), "/")

    assert [link.url for link in shown] == [f"/{page}/" for page in menu]
    assert len(shown) <= face.BELOW


@override_settings(ROOT_URLCONF=__name__)
def test_what_does_not_fit_below_is_on_the_page_more():
    rest = [link.url for link in face.rest_of_menu(Fake(Role.COORDINATOR))]

    assert rest[:3] == ["/register_list/", "/users/", "/training_list/"]
    assert "/notices/" in rest
    assert "/hats/" not in rest
    assert "/hats/" in [link.url for link in face.rest_of_menu(Fake(Role.COORDINATOR), hats=2)]


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        (Role.COMPANION, {"offers", "my_absence", "meeting_list"}, {"directory", "training_list"}),
        (Role.COORDINATOR, {"training_list", "directory", "meeting_list"}, {"offers", "my_absence"}),
        (Role.TRAINER, {"directory"}, {"offers", "my_absence", "meeting_list"}),
        (Role.MANAGER, {"directory"}, {"offers", "my_absence", "meeting_list", "training_list"}),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
def test_what_of_companionship_stands_under_more(role, there, not_there):
    rest = {link.url.strip("/") for link in face.rest_of_menu(Fake(role))}

    assert there <= rest
    assert not not_there & rest


@override_settings(ROOT_URLCONF=__name__)
def test_the_centre_has_no_entries_for_companions_it_does_not_have():
    supervisor, trainer = Fake(Role.SUPERVISOR, kind="BALAI"), Fake(Role.TRAINER, kind="BALAI")

    shown = [link.url for link in [*face.menu_of(supervisor, "/"), *face.rest_of_menu(supervisor)]]
    assert "/companion_list/" not in shown and "/meeting_list/" not in shown and "/client_list/" in shown
    assert "/companion_list/" in [link.url for link in face.menu_of(trainer, "/")]


@override_settings(ROOT_URLCONF=__name__)
def test_the_entry_one_stands_under_is_current():
    shown = face.menu_of(Fake(Role.COORDINATOR), "/client_list/new/")

    assert [link.url for link in shown if link.current] == ["/client_list/"]


def test_a_page_that_no_package_brings_is_left_out():
    assert face.address("no_such_page") == ""
    assert face.links((face.Entry("no_such_page", "lock", "x"),), Fake(Role.COORDINATOR)) == []


def test_every_right_in_the_menu_exists():
    for entry in (*face.MENU, face.MORE, *face.ELSEWHERE):
        assert set(entry.rights) <= set(Right)


def test_a_stranger_has_no_menu_and_no_hat():
    assert face.menu_of(nobody, "/") == []
    assert face.hat_of(nobody) == {}


def test_nothing_is_asked_before_a_page_shows_it(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        face.frame(SimpleNamespace(path="/", actor=Fake(Role.COORDINATOR)))


def test_the_demo_marker_is_asked_for_once_a_minute(monkeypatch):
    asked = []
    marker = SimpleNamespace(objects=SimpleNamespace(exists=lambda: asked.append(1) or True))
    monkeypatch.setattr(face, "DemoMarker", marker)
    monkeypatch.setattr(face, "_demo", {"until": 0.0, "is": False})

    assert face.is_demo()
    assert face.is_demo()

    assert len(asked) == 1
