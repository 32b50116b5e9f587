"""Every URL × every role × own, colleague's, shared, ended, others' and a stranger's client."""

import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.notices import notify
from accounts.roles import DUTIES, Role
from tests.matrix import urls
from tests.matrix.declared import NAMESPACES, PAGES, nothing
from tests.matrix.world import HOME, SEES_CARE

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


REFUSED = "refused"
COMMON = {"training", "session", "participant"}  # the centre's, for all organisations


def answer_of(given, method):
    """One answer, or one for each method."""
    return given if isinstance(given, int) else given[method == "POST"]


def may(role, right):
    """By the table of roles, which tests/accounts/test_roles.py compares with the design by hand."""
    return right is None or right in DUTIES[Role(role)].rights


@pytest.mark.parametrize("name", [name for name in OURS if name in PAGES])
def test_who_may_open_it(name, world):
    page = PAGES[name]
    wrong = []
    for role, web in world.web.items():
        for case, kwargs, sees in cases_of(page, role, world):
            for method in page.methods.split():
                if method != page.methods.split()[0] and case in ONCE:
                    continue
                wanted = wanted_of(page, method, role, case, sees)
                found = answer(web, method, reverse(name, kwargs=kwargs), page.sent)
                if found != wanted and not (wanted == REFUSED and found in (403, 404)):
                    wrong.append(f"{method} by {role}, {case or 'no object'}: {found}, not {wanted}")
    for method in {"GET", "POST"} - set(page.methods.split()):
        assert answer(web, method, reverse(name, kwargs=kwargs), {}) == 405
    assert not wrong, "\n".join(wrong)


# Standings in which the second method of a page is not tried again: it asks the same lines of the same view.
ONCE = {"colleague's", "shared with others", "of our group"}
FEW = ("own", "shared with us", "a stranger's")  # enough for a role that sees nobody by its organisation


def cases_of(page, role, world):
    """(what the address names, kwargs, whether the role may know of it) for one role."""
    lks = HOME[role] == "LKS"
    if page.of == "client":
        for standing, things in world.relations(role):
            if role in SEES_CARE or standing in FEW:
                yield standing, page.kwargs(things), world.sees(role, things)
    elif page.of in ("member", "managed member"):
        yield "ours", {"pk": world.member["ours"].id}, lks
        yield "theirs", {"pk": world.member["theirs"].id}, False
    elif page.of in ("link", "own link"):
        yield "ours", {"pk": world.link["ours"].pk}, lks and (page.of == "link" or role == "koordinator")
        yield "theirs", {"pk": world.link["theirs"].pk}, False
    elif page.of == "file":
        yield "ours", {"pk": world.file["ours"].pk}, role == "koordinator"
        yield "a colleague's", {"pk": world.file["a colleague's"].pk}, False
    elif page.of == "notice":
        for whose, member in (("mine", world.actors[role]), ("theirs", world.member["theirs"])):
            yield whose, {"pk": notify(kind="member_joined", membership=member.id).pk}, whose == "mine"
    elif page.who and page.of:
        for whose, things in world.kept.items():
            yield whose, {"pk": things[page.of]}, whose == "ours"
    elif page.kwargs is not nothing:
        yield "", page.kwargs(world.things["own", "LKS"]), True
    elif page.of == "token":
        yield ("ours" if lks else "theirs"), {"token": world.token}, True
    else:
        yield "", {}, True


def wanted_of(page, method, role, case, sees):
    """The one status that is right; of things of companionship, refusing is right however it is said."""
    if page.who:
        if role not in page.who:
            return REFUSED
        if case == "theirs" and not (role == "pelatih" and page.of != "assignment"):
            return page.theirs if page.of not in COMMON else answer_of(page.who[role], method)
        return answer_of(page.who[role], method)
    allowed = may(role, page.right) and (method == "GET" or may(role, page.posting))
    if page.of in ("member", "managed member", "link", "own link", "file"):
        if not allowed:  # users and files are asked for their right before it is looked whether there is such a one
            return 403
        if sees and page.of == "managed member" and role != "administrator":
            return 403  # a coordinator makes no one a manager, so unmakes none
    if not sees and not (page.lately and case == "share ended" and role in SEES_CARE):
        return 404
    if not allowed:
        return 403
    return page.got.get(case, page.get) if method == "GET" else page.posted.get(case, page.post)


@pytest.mark.parametrize("name", [name for name in OURS if name in PAGES])
def test_a_stranger_without_an_account_is_asked_to_sign_in(name, world):
    page = PAGES[name]
    pk = {
        "member": world.member["ours"].id, "managed member": world.member["ours"].id, "file": world.file["ours"].pk,
        "link": world.link["ours"].pk, "own link": world.link["ours"].pk, "notice": uuid.uuid4(),
    }  # fmt: skip
    if page.who:
        kwargs = {"pk": world.kept["ours"][page.of]} if page.of else {}
    elif page.of in pk:
        kwargs = {"pk": pk[page.of]}
    else:
        kwargs = {"token": world.token} if page.of == "token" else page.kwargs(world.things["own", "LKS"])
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
