"""Every URL × every role × own, colleague's, shared, ended, others' and a stranger's client."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Notice
from accounts.notices import notify
from accounts.roles import DUTIES, Role
from tests.matrix import urls
from tests.matrix.declared import NAMESPACES, PAGES
from tests.matrix.world import HOME

OURS = [name for name in urls.names() if name.partition(":")[0] not in NAMESPACES]


def test_every_url_is_declared_and_every_declared_url_exists():
    assert sorted(set(OURS) - set(PAGES)) == [], "declare these in tests/matrix/declared.py"
    assert sorted(set(PAGES) - set(OURS)) == []


def test_every_role_is_asked():
    assert set(HOME) == set(Role.values)


def answer(web, method, address, sent):
    """The status of one request; what it wrote is undone, and who signed out by it is signed in again."""
    cookies = web.cookies.copy()
    with transaction.atomic():
        status = getattr(web, method.lower())(address, sent if method == "POST" else {}).status_code
        transaction.set_rollback(True)
    web.cookies = cookies
    return status


def may(role, right):
    """By the table of roles, which tests/accounts/test_roles.py compares with the design by hand."""
    return right is None or right in DUTIES[Role(role)].rights


def expected(page, method, role, sees):
    if method not in page.methods.split():
        return 405
    if not sees:
        return 404
    if not may(role, page.right) or (method == "POST" and not may(role, page.posting)):
        return 403
    return page.get if method == "GET" else page.post


@pytest.mark.parametrize("name", [name for name in OURS if name in PAGES])
def test_who_may_open_it(name, world):
    page = PAGES[name]
    wrong = []
    for role, web in world.web.items():
        for case, kwargs, sees in cases_of(page, role, world):
            for method in ("GET", "POST"):
                found = answer(web, method, reverse(name, kwargs=kwargs), page.sent)
                wanted = {*wanted_of(page, method, role, sees, case, world)}
                if found not in wanted:
                    wrong.append(f"{method} by {role}, {case or 'no object'}: {found}, not {sorted(wanted)}")
    assert not wrong, "\n".join(wrong)


def cases_of(page, role, world):
    """(what the address names, kwargs, whether the role may know of it) for one role."""
    if page.of == "client":
        for standing, things in world.relations(role):
            yield standing, page.kwargs(things), world.sees(role, things)
    elif page.of in ("member", "managed member"):
        ours = HOME[role] == "LKS"
        yield "ours", {"pk": world.member["ours"].id}, ours
        yield "theirs", {"pk": world.member["theirs"].id}, False
    elif page.of in ("link", "own link"):
        yield "ours", {"pk": world.link["ours"].pk}, HOME[role] == "LKS" and (page.of == "link" or role == "koordinator")
        yield "theirs", {"pk": world.link["theirs"].pk}, False
    elif page.of == "notice":
        mine = notify(kind="member_joined", membership=world.actors[role].id)
        theirs = notify(kind="member_joined", membership=world.member["theirs"].id)
        yield "mine", {"pk": mine.pk}, True
        yield "theirs", {"pk": theirs.pk}, False
    elif page.of == "token":
        yield "link", {"token": world.token}, True
    else:
        yield "", {}, True


def wanted_of(page, method, role, sees, case, world):
    """The one status that is right; users are asked for the right before it is looked whether they exist."""
    if page.of == "token" and method == "POST" and (HOME[role] == "LKS"):
        return [403]  # belongs to that organisation already
    if page.of in ("member", "managed member", "link", "own link"):
        if method not in page.methods.split():
            return [405]
        if not may(role, page.right):
            return [403]
        if not sees:
            return [404]
        if page.of == "managed member" and role != "administrator":
            return [403]  # a coordinator gives no one the role of a manager, so takes it from no one
        return [page.get if method == "GET" else page.post]
    return [expected(page, method, role, sees)]


@pytest.mark.parametrize("name", [name for name in OURS if name in PAGES])
def test_a_stranger_without_an_account_is_asked_to_sign_in(name, world):
    page = PAGES[name]
    things = world.things["own", "LKS"]
    kwargs = {
        "client": page.kwargs, "token": lambda _: {"token": world.token},
        "member": lambda _: {"pk": world.member["ours"].id}, "managed member": lambda _: {"pk": world.member["ours"].id},
        "link": lambda _: {"pk": world.link["ours"].pk}, "own link": lambda _: {"pk": world.link["ours"].pk},
        "notice": lambda _: {"pk": Notice.objects.values_list("pk", flat=True).first() or things.client.pk}, "": dict,
    }[page.of](*([things] if page.of else []))  # fmt: skip
    address = reverse(name, kwargs=kwargs)
    for method in ("GET", "POST"):
        with transaction.atomic():
            response = getattr(world.anonymous, method.lower())(address)
            transaction.set_rollback(True)
        if page.public:
            assert response.status_code in ({200, 302} if method in page.methods else {405}), (method, response)
            assert not response.headers.get("Location", "").startswith(reverse("account_login"))
        else:
            assert response.status_code == 302, (method, response.status_code)
            assert response["Location"].startswith(reverse("account_login"))
        assert world.word.encode() not in response.content


def test_what_shows_a_client_is_never_stored(world):
    web = world.web["koordinator"]
    for name, page in PAGES.items():
        if page.of == "client" and "GET" in page.methods:
            address = reverse(name, kwargs=page.kwargs(world.things["own", "LKS"]))
            assert web.get(address)["Cache-Control"] == "no-store", name
