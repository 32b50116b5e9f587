"""The main job, end to end on a phone: a register comes in, a visit is logged, a stranger sees nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cases.models import Client, HomeVisit
from privacy.context import acting_as
from tests.people import make_coordinator, make_organisation, make_social_worker

pytestmark = pytest.mark.django_db(transaction=True)
REGISTER = Path(__file__).parent.parent / "cases" / "data" / "register_lks.xlsx"
SIGNED = 5  # how many papers the coordinator has in her folder


def test_from_the_spreadsheet_to_a_logged_visit(open_page, sign_in):
    lks = make_organisation("LKS", "LKS Cahaya Contoh")
    balai = make_organisation("BALAI", "Balai Contoh")
    coordinator, worker = make_coordinator(lks), make_social_worker(balai)
    stranger = make_coordinator()

    # The coordinator imports the register that the institution keeps.
    page = sign_in(open_page(), coordinator)
    page.goto("/register/")
    page.set_input_files("input[type=file]", REGISTER)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/register/*-*/**")
    with acting_as(coordinator):
        assert Client.objects.count() == 0  # nothing is written before "Impor"
    page.locator("form[data-import] .savebar button[type=submit]").click()
    page.locator("form[data-import]").wait_for(state="detached", timeout=60_000)
    with acting_as(coordinator):
        registered = Client.objects.count()
    assert registered > 80

    # She ticks whose signed paper she has, and shares them with the Balai in the same step.
    page.goto("/persetujuan-berkas/")
    boxes = page.locator("input[type=checkbox][name=clients]")
    for number in range(SIGNED):
        boxes.nth(number).press("Space")
    page.locator("[name=signed_on]").first.fill((timezone.localdate() - timedelta(days=30)).isoformat())
    for purpose in ("C1", "C2", "C4"):
        box = page.locator(f"input[name=purposes][value={purpose}]")
        if not box.is_checked():
            box.press("Space")
    page.locator("[name=organisation]").first.select_option(str(balai.pk))
    page.locator("[name=share_too]").press("Space")
    page.locator(".savebar button[type=submit]").click()
    page.locator(".note-done").first.wait_for(timeout=30_000)
    with acting_as(worker):
        shared = list(Client.objects.visible_to(worker).select_related("card", "identity"))
        assert len(shared) == SIGNED
        person = max(shared, key=lambda one: len(one.identity.legal_name))
        name, called = person.identity.legal_name, person.card.call_name

    # The social worker, on a phone, finds her by half a name and logs a visit.
    phone = sign_in(open_page(), worker)
    phone.goto("/klien/")
    words = name.split()
    phone.fill("#q", " ".join(word[:4] for word in words[:2]))
    phone.press("#q", "Enter")
    taps = 0
    phone.locator(f"a[href='/klien/{person.pk}/']").first.click()
    taps += 1
    phone.wait_for_url(f"**/klien/{person.pk}/")
    phone.go_back()  # to what was found; the address holds it sealed
    assert words[0].lower() not in phone.url.lower()
    phone.locator(f"a[href='/klien/{person.pk}/']").first.click()
    phone.wait_for_url(f"**/klien/{person.pk}/")
    assert phone.locator("section.safe").is_visible()  # how she may safely be contacted comes first
    assert called in phone.inner_text("h1")
    phone.locator(f"a[href^='/klien/{person.pk}/kunjungan/baru/']").first.click()
    phone.wait_for_url("**/kunjungan/baru/**")
    phone.locator("label[for=id_health_0], label[for=id_health_1]").first.click()
    phone.locator(".savebar button[type=submit]").click()
    taps += 3
    phone.locator("#linimasa").wait_for()
    assert taps <= 10
    with acting_as(worker):
        visit = HomeVisit.objects.get()
        assert (visit.client_id, visit.recorded_by_id) == (person.pk, worker.id)
    assert phone.locator(f"#linimasa a[href='/kunjungan/{visit.pk}/']").count() == 1  # in the client's timeline

    # It is on her own list of what is due.
    phone.goto("/kerja/")
    phone.goto(f"/klien/{person.pk}/")
    assert phone.locator("#langkah .item").count() == 1

    # A stranger sees nothing of it.
    other = sign_in(open_page(), stranger)
    other.goto("/klien/")
    other.fill("#q", words[0])
    other.press("#q", "Enter")
    other.locator("[role=status]").first.wait_for()
    assert other.locator("table").count() == 0
    for path in (f"/klien/{person.pk}/", f"/kunjungan/{visit.pk}/", f"/klien/{person.pk}/kunjungan/baru/"):
        assert other.goto(path).status == 404
        assert name not in other.content() and called not in other.inner_text("main")
