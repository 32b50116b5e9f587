"""One-time links: who may make them, that they work once, and what they lead to."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions, links
from accounts.models import Invitation, Membership, Notice, User
from accounts.roles import Role
from accounts.rules import NotAllowed
from privacy.context import NOBODY, acting_as
from privacy.receipts import SentTwiceDifferently
from tests.people import (
    PASSWORD,
    make_administrator,
    make_companion,
    make_coordinator,
    make_member,
    make_organisation,
    make_social_worker,
    sign_in,
)

pytestmark = pytest.mark.django_db
NEW = "perahu-biru-di-bastiong"


def invite(by, roles, organisation=None, key=None, name="Rina Contoh"):
    with acting_as(by):
        return actions.invite(
            key=key or uuid.uuid4(), organisation=organisation or by.organisation, roles=roles, by=by, display_name=name
        )


def accept(invitation, username="rina"):
    with acting_as(NOBODY):
        return actions.join(
            token=links.token_of(invitation.id), username=username, password=NEW, display_name=invitation.display_name
        )


@pytest.fixture
def lks():
    """An organisation with an administrator and a coordinator."""
    lks = make_organisation("LKS")
    make_administrator(lks), make_coordinator(lks)
    return lks


def coordinator_of(lks):
    from accounts.actor import Actor

    return Actor(lks.memberships.get(roles__contains=["koordinator"]))


def administrator_of(lks):
    from accounts.actor import Actor

    return Actor(lks.memberships.get(roles__contains=["administrator"]))


# who ----------------------------------------------------------------------------------------------


def test_an_administrator_invites_into_every_role_of_the_organisation(lks):
    assert invite(administrator_of(lks), ["koordinator", "petugas_pdp"]).roles == ["koordinator", "petugas_pdp"]


def test_a_coordinator_invites_companions_but_no_administrator(lks):
    coordinator = coordinator_of(lks)

    assert invite(coordinator, ["pendamping"]).roles == ["pendamping"]
    with pytest.raises(NotAllowed):
        invite(coordinator, ["administrator"])


def test_a_coordinator_of_an_lks_invites_into_its_support_group(lks):
    group = make_organisation("KDS", parent=lks)

    assert invite(coordinator_of(lks), ["koordinator"], organisation=group).organisation == group


@pytest.mark.parametrize("kind", ["KDS", "LKS"])
def test_nobody_invites_into_someone_elses_organisation(lks, kind):
    with pytest.raises(NotAllowed):
        invite(coordinator_of(lks), ["pendamping"], organisation=make_organisation(kind))


def test_a_role_that_the_organisation_cannot_have_is_refused(lks):
    with pytest.raises(NotAllowed):
        invite(administrator_of(lks), ["peksos"])


def test_others_do_not_invite():
    with pytest.raises(NotAllowed):
        invite(make_social_worker(), ["peksos"])


def test_alone_one_first_invites_someone_who_can_confirm():
    alone = make_administrator()

    with pytest.raises(NotAllowed):
        invite(alone, ["pendamping"])
    assert invite(alone, ["koordinator"]).roles == ["koordinator"]


# once ---------------------------------------------------------------------------------------------


def test_the_same_form_twice_makes_one_link_and_other_content_none(lks):
    key, coordinator = uuid.uuid4(), coordinator_of(lks)

    assert invite(coordinator, ["pendamping"], key=key) == invite(coordinator, ["pendamping"], key=key)
    with pytest.raises(SentTwiceDifferently):
        invite(coordinator, ["pendamping"], key=key, name="Orang Lain")
    assert Invitation.objects.count() == 1


def test_the_row_does_not_hold_the_token(lks):
    invitation = invite(coordinator_of(lks), ["pendamping"])
    token = links.token_of(invitation.id)

    assert token.encode() not in bytes(Invitation.objects.get().digest)
    assert links.find(token) == invitation
    assert links.find(str(invitation.id)) is None


def test_a_link_works_once(web, lks):
    url = links.path_of(invite(coordinator_of(lks), ["pendamping"]))
    form = {"display_name": "Rina Contoh", "username": "Rina", "password1": NEW, "password2": NEW}
    assert web.get(url).status_code == 200

    response = web.post(url, form)

    assert response.status_code == 302
    member = Membership.objects.get(user__username="rina")
    assert (member.roles, member.proposed_roles) == ([], ["pendamping"])
    assert web.get(reverse("my_account")).status_code == 200
    web.logout()
    again = web.post(url, form | {"username": "lain"})
    assert (again.status_code, User.objects.filter(username="lain").exists()) == (410, False)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timezone.now() - timedelta(minutes=1)},
        {"revoked_at": timezone.now()},
    ],
)
def test_a_link_that_is_too_old_or_taken_back_is_spent(web, lks, change):
    invitation = invite(coordinator_of(lks), ["pendamping"])
    Invitation.objects.filter(pk=invitation.pk).update(**change)

    assert web.get(links.path_of(invitation)).status_code == 410


def test_a_link_that_never_was(web):
    assert web.get(reverse("invitation", args=["tidak-ada"])).status_code == 410


def test_a_taken_user_name_and_a_weak_password_come_back_to_the_form(web, lks):
    url = links.path_of(invite(coordinator_of(lks), ["pendamping"]))
    taken = coordinator_of(lks).user.username
    form = {"display_name": "Rina Contoh", "username": taken, "password1": NEW, "password2": NEW}

    assert web.post(url, form).context["form"].errors.keys() == {"username"}
    assert (
        web.post(url, form | {"username": "rina", "password1": "12345678", "password2": "12345678"}).status_code == 200
    )
    assert web.post(url, form | {"username": "rina", "password2": "lain"}).context["form"].errors.keys() == {
        "password2"
    }
    assert Invitation.objects.get().used_at is None


def test_who_has_an_account_joins_with_it(web, lks):
    social_worker = make_social_worker()
    url = links.path_of(invite(coordinator_of(lks), ["pendamping"]))
    sign_in(web, social_worker)
    assert web.get(url).status_code == 200

    web.post(url)

    assert social_worker.user.memberships.get(organisation=lks).proposed_roles == ["pendamping"]
    assert User.objects.count() == 3


def test_nobody_uses_their_own_link_or_joins_twice(lks):
    invitation = invite(administrator_of(lks), ["koordinator"])

    for user in (administrator_of(lks).user, coordinator_of(lks).user):
        with acting_as(NOBODY), pytest.raises(NotAllowed):
            actions.join_as(token=links.token_of(invitation.id), user=user)


# the pages ----------------------------------------------------------------------------------------


def token_in(page):
    return page.content.decode().split('name="_form" value="')[1].split('"')[0]


def test_inviting_ends_on_a_page_with_link_and_picture(web, lks):
    sign_in(web, coordinator_of(lks))
    form = web.get(reverse("user_invite"))
    data = {
        "_form": token_in(form),
        "display_name": "Rina Contoh",
        "roles": ["pendamping"],
        "email": "rina@example.org",
    }

    first, second = web.post(reverse("user_invite"), data), web.post(reverse("user_invite"), data)
    page = web.get(first["Location"])

    assert first["Location"] == second["Location"]
    text = page.content.decode()
    assert links.path_of(Invitation.objects.get()) in text
    assert "data:image/svg+xml" in text
    assert "mailto:rina%40example.org" in text


def test_only_who_made_a_link_sees_it(web, lks):
    invitation = invite(coordinator_of(lks), ["pendamping"])
    sign_in(web, administrator_of(lks))

    assert web.get(reverse("user_link", args=[invitation.id])).status_code == 404


def test_an_administrator_takes_a_colleagues_link_back(web, lks):
    invitation = invite(coordinator_of(lks), ["pendamping"])
    sign_in(web, administrator_of(lks))

    web.post(reverse("revoke_link", args=[invitation.id]))

    assert web.get(links.path_of(invitation)).status_code == 410


def test_a_stranger_takes_no_link_back(web, lks):
    invitation = invite(coordinator_of(lks), ["pendamping"])
    sign_in(web, make_administrator())

    assert web.post(reverse("revoke_link", args=[invitation.id])).status_code == 404
    assert Invitation.objects.get().is_open


# a new password -----------------------------------------------------------------------------------


def password_link(by, actor):
    with acting_as(by):
        return actions.make_password_link(key=uuid.uuid4(), membership=actor.membership, by=by)


def test_a_new_password_by_link(web, lks):
    companion = make_companion(lks)
    sign_in(web, companion)
    url = links.path_of(password_link(coordinator_of(lks), companion))

    assert web.get(url).status_code == 200
    response = web.post(url, {"password1": NEW, "password2": NEW})

    assert response["Location"] == reverse("account_login")
    companion.user.refresh_from_db()
    assert companion.user.check_password(NEW)
    assert web.get(reverse("notices")).status_code == 302
    assert web.get(url).status_code == 410


def test_the_person_is_told_of_the_link(lks):
    companion = make_companion(lks)

    password_link(coordinator_of(lks), companion)

    with acting_as(companion):
        assert [notice.kind for notice in Notice.objects.visible_to(companion)] == ["own_password_link_made"]


def test_a_coordinator_makes_no_password_link_for_an_administrator(lks):
    with pytest.raises(NotAllowed):
        password_link(coordinator_of(lks), administrator_of(lks))


def test_a_new_password_made_here_opens_nothing_elsewhere(lks):
    companion = make_companion(lks)
    elsewhere = make_member([Role.SOCIAL_WORKER, Role.MANAGER], make_organisation("BALAI"), user=companion.user)
    invitation = password_link(coordinator_of(lks), companion)

    with acting_as(NOBODY):
        actions.set_password(token=links.token_of(invitation.id), password=NEW)

    elsewhere.membership.refresh_from_db()
    companion.membership.refresh_from_db()
    assert (elsewhere.membership.roles, elsewhere.membership.proposed_roles) == (["pimpinan"], ["peksos"])
    assert companion.membership.roles == ["pendamping"]


def test_the_old_password_works_until_the_link_is_used(web, lks):
    companion = make_companion(lks)
    password_link(coordinator_of(lks), companion)

    assert web.login(username=companion.user.username, password=PASSWORD)
