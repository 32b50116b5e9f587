"""Companionship on a phone: who has nobody, one assigned in two taps, and the companion's own day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import actions as case_actions
from cases.models import HomeVisit
from companions import actions
from companions.models import Assignment
from companions.vocabulary import Limit
from privacy.context import acting_as
from regions.models import Region
from tests.browser.conftest import NARROW
from tests.browser.phone import check, go, names_in, passed
from tests.clients import make_client, share_with, token_for
from tests.companions.making import assign, make_ready
from tests.people import make_coordinator, make_organisation, make_social_worker, make_supervisor

pytestmark = pytest.mark.django_db(transaction=True)
KALUMATA, TABONA, MOTI = "82.71.02.1004", "82.71.02.1023", "82.71.04.1002"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def place(code):
    return Region.objects.get(pk=code)


@pytest.fixture
def coordinator():
    return make_coordinator(make_organisation("LKS", "LKS Cahaya Contoh"), "Nurhayati Contoh")


def call_on(client, coordinator, number):
    with acting_as(coordinator):
        client.card.phone = number
        client.card.save(update_fields=["phone"])


def step_for(client, companion, days):
    """A step of the companion's due so many days from today; one of the past was made in time and passed by."""
    with acting_as(companion):
        step = case_actions.add_step(
            token=token_for(companion),
            client=client,
            by=companion,
            what="Menelepon",
            due_on=in_days(max(days, 0)),
        )
    if days < 0:
        passed("UPDATE cases_nextstep SET due_on = %s WHERE id = %s", in_days(days), step.pk)


def away(companion, coordinator, until):
    with acting_as(coordinator):
        actions.add_absence(
            token=token_for(coordinator), companion=companion.membership.companion, by=coordinator,
            from_on=in_days(0), until_on=until,
        )  # fmt: skip


def test_from_who_has_nobody_to_a_logged_visit(coordinator, open_page, sign_in):
    """The coordinator's home, two taps, the companion's home, a visit, and the end of it."""
    sari = make_ready(coordinator, name="Sari Umasugi", kelurahan=place(KALUMATA))
    make_ready(coordinator, name="Maria Lessy", kelurahan=place(MOTI), sex="L", limits=[Limit.NO_BOAT])
    nona = make_ready(coordinator, name="Nona Albaar", capacity=5)
    hamid = make_ready(coordinator, name="Hamid Marsaoly", capacity=1)
    make_ready(coordinator, name="Iksan Kader", certified=False)
    mira = make_client(coordinator, "Mira Umasugi", "Mira", kelurahan=place(KALUMATA), way="whatsapp")
    call_on(mira, coordinator, "+6281234567890")
    yusuf = make_client(coordinator, "Yusuf Kader", "Yusuf")
    for call_name, companion in {"Ina": nona, "Lena": hamid}.items():
        assign(make_client(coordinator, call_name=call_name), companion, coordinator)
    for call_name, days in {"Lusa": 2, "Lama": -6}.items():
        client = make_client(coordinator, call_name=call_name)
        assign(client, sari, coordinator)
        step_for(client, sari, days)
    away(nona, coordinator, in_days(9))
    passed("UPDATE companions_gap SET since = since - interval '20 days' WHERE client_id = %s", mira.pk)

    # Her home page says who has nobody, whose companion is away and who carries too much.
    page = sign_in(open_page(), coordinator)
    check(page)
    assert names_in(page, "#tanpa-pendamping") == [f"Mira {mira.code}"]
    assert page.locator("#tanpa-pendamping .tag-late").count() == 1
    assert names_in(page, "#baru-tanpa-pendamping") == [f"Yusuf {yusuf.code}"]
    assert "Nona Albaar cuti sampai" in page.inner_text("#cuti") and names_in(page, "#cuti")[0].startswith("Ina ")
    heaviest = page.locator("#beban .item").first.inner_text()
    assert "Hamid Marsaoly" in heaviest and "Kelebihan 1" in heaviest

    # The companion looks at hers: late ones first, and Mira is not among them.
    phone = sign_in(open_page(NARROW), sari)
    check(phone)
    assert [name.split()[0] for name in names_in(phone, "#klien-saya")] == ["Lama", "Lusa"]

    # From the client's page in two taps, with the reasons for and against before the second.
    page.locator("#tanpa-pendamping .item-title a").click()
    page.wait_for_url(f"**/klien/{mira.pk}/")
    check(page)
    page.locator(".page-head a.btn-primary", has_text="Tugaskan").click()
    page.wait_for_url("**/pendamping/")
    check(page)
    best = page.locator("li.item", has=page.locator(f"button[value='{sari.id}']"))
    assert page.locator("button[name=companion]").first.get_attribute("value") == str(sari.id)
    assert "Tinggal di Kalumata" in best.inner_text() and "Beban menjadi" in best.inner_text()
    page.locator("summary", has_text="Tidak diusulkan").click()
    others = page.locator("details[open]", has=page.locator("summary", has_text="Tidak diusulkan")).inner_text()
    for name, why in {
        "Nona Albaar": "cuti sampai",
        "Iksan Kader": "belum bersertifikat",
        "Maria Lessy": "perahu",
    }.items():
        assert any(name in line and why in line for line in others.splitlines()), (name, others)
    check(page)
    page.evaluate("document.querySelector('[name=said_on]').closest('details').open = true")
    page.locator("[name=said_on]").press("Enter")  # as a phone's "Go" does: nobody is chosen by it
    page.wait_for_load_state()
    with acting_as(coordinator):
        assert not Assignment.objects.current().filter(client=mira).exists()
    best.locator("button[name=companion]").click()
    page.wait_for_url(f"**/klien/{mira.pk}/")
    check(page)
    assert "Sari Umasugi" in page.inner_text("#pendamping")
    with acting_as(coordinator):
        assert Assignment.objects.current().get(client=mira).companion_id == sari.id

    # She has it on her home page at once; how to reach Mira is one tap away.
    phone.reload()
    mine = phone.locator("#klien-saya .item", has_text=mira.code)
    assert [name.split()[0] for name in names_in(phone, "#klien-saya")][0] == "Lama"
    link = mine.locator("a[href^='https://wa.me/6281234567890']")
    assert not link.is_visible()
    mine.locator("summary").click()
    assert link.is_visible() and "0812-3456-7890" in mine.inner_text()
    check(phone)

    # A visit, from the same row.
    mine.locator(f"a[href='/klien/{mira.pk}/kunjungan/baru/']").click()
    phone.wait_for_url("**/kunjungan/baru/**")
    check(phone)
    phone.locator("label[for=id_health_0]").click()
    phone.locator(".savebar button[type=submit]").click()
    phone.locator("#linimasa").wait_for()
    check(phone)
    with acting_as(sari):
        assert HomeVisit.objects.get().client_id == mira.pk

    # Assigned by mistake: ended with a reason, out of her sight at once, back on the coordinator's home.
    page.reload()
    page.locator("#pendamping a[href$='/akhiri/']").click()
    page.wait_for_url("**/akhiri/")
    check(page)
    page.locator("label", has_text="Salah").first.click()
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"**/klien/{mira.pk}/")
    assert phone.goto(f"/klien/{mira.pk}/").status == 404
    go(phone, "/kerja/")
    assert [name.split()[0] for name in names_in(phone, "#klien-saya")] == ["Lama", "Lusa"]
    go(page, "/kerja/")
    assert f"Mira {mira.code}" in names_in(page, "#tanpa-pendamping") + names_in(page, "#baru-tanpa-pendamping")


def test_whom_a_client_does_not_want_is_told_to_nobody(coordinator, open_page, sign_in):
    rudi, sari = make_ready(coordinator, name="Rudi Tomagola"), make_ready(coordinator, name="Sari Umasugi")
    worker, supervisor = make_social_worker(), make_supervisor(coordinator.organisation)
    client = make_client(coordinator, "Mira Umasugi", "Mira")
    share_with(client, worker.organisation, coordinator)
    note = "Tetangga sebelah rumah"

    page = sign_in(open_page(), coordinator)
    go(page, f"/klien/{client.pk}/pendamping/")
    assert page.locator(f"button[name=companion][value='{rudi.id}']").count() == 1
    page.locator("a[href$='/halangan/']").click()
    page.wait_for_url("**/halangan/")
    check(page)
    page.select_option("[name=companion]", str(rudi.id))
    page.locator("label[for=id_kind_0]").click()
    page.fill("[name=note]", note)
    page.locator(".savebar button[type=submit]").click()
    page.wait_for_url(f"**/klien/{client.pk}/")

    # The coordinator reads why he is not suggested, and cannot choose him.
    go(page, f"/klien/{client.pk}/pendamping/")
    assert page.locator(f"button[name=companion][value='{rudi.id}']").count() == 0
    page.locator("summary", has_text="Tidak diusulkan").click()
    assert "Rudi Tomagola: klien tidak menginginkan orang ini" in page.inner_text("main")
    page.locator(f"button[name=companion][value='{sari.id}']").click()
    page.wait_for_url(f"**/klien/{client.pk}/")
    page.locator("#pendamping summary", has_text="Tidak boleh diusulkan").click()
    assert note in page.inner_text("#pendamping")
    check(page)

    # Nobody else who opens the client does: not the companion, the supervisor or the centre.
    for reader in (sari, supervisor, worker):
        other = sign_in(open_page(), reader)
        for path in (f"/klien/{client.pk}/", f"/klien/{client.pk}/?lihat=pendamping"):
            assert other.goto(path).status == 200
            assert "Mira" in other.content()
            assert "Rudi" not in other.content() and note not in other.content()
        assert other.goto(f"/klien/{client.pk}/pendamping/halangan/").status == 403

    # And he is told nothing: no notice, no client, no word of it.
    his = sign_in(open_page(), rudi)
    for path in ("/kerja/", "/pemberitahuan/", "/klien/", "/supervisi-saya/", "/tawaran/"):
        go(his, path)
        said = his.inner_text("body")
        assert client.code not in said and note not in said and "menginginkan" not in said
    for path in (f"/klien/{client.pk}/", f"/klien/{client.pk}/pendamping/halangan/"):
        assert his.goto(path).status == 404


def test_of_two_who_assign_at_once_one_reads_who_was_first(coordinator, open_page, sign_in):
    people = {
        one.id: one
        for one in (make_ready(coordinator, name="Sari Umasugi"), make_ready(coordinator, name="Iksan Kader"))
    }
    client = make_client(coordinator, "Mira Umasugi", "Mira")
    colleague = make_coordinator(coordinator.organisation)
    pages = {}
    for actor, member in zip((coordinator, colleague), people, strict=True):
        pages[member] = sign_in(open_page(), actor)
        pages[member].goto(f"/klien/{client.pk}/pendamping/")

    for member, page in pages.items():  # both press before either has an answer
        page.locator(f"button[name=companion][value='{member}']").click(no_wait_after=True)
    for page in pages.values():
        page.locator("#pendamping, [data-error-summary]").first.wait_for()

    with acting_as(coordinator):
        first = Assignment.objects.current().get(client=client).companion_id
    [late] = [page for member, page in pages.items() if member != first]
    assert pages[first].url.endswith(f"/klien/{client.pk}/")
    assert late.url.endswith("/pendamping/")
    assert f"{people[first].user.display_name} sudah mendampingi klien ini" in late.inner_text("main")
    check(late)
