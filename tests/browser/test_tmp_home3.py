from datetime import timedelta
import pytest
from django.utils import timezone
from companions import actions
from companions.models import Offer, Gap
from companions.vocabulary import Said, WhyHandOver
from privacy.context import acting_as, as_owner
from tests.browser.conftest import DESK, NARROW, PHONE, violations, is_wider_than_screen
from tests.clients import make_client, token_for
from tests.companions.making import assign, make_ready, certify
from tests.companions.test_home import accompanied, away_now, call_on, in_days, offered, step_for, today
from tests.people import make_coordinator, make_organisation, make_trainer

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary')].filter(e => {const r=e.getBoundingClientRect(); return r.width && (r.height < 43.5 || r.width < 43.5)}).map(e => e.outerHTML.slice(0,90) + ' ' + e.getBoundingClientRect().height + 'x' + e.getBoundingClientRect().width)"""

def shot(page, name):
    page.screenshot(path=f"/tmp/home3/{name}.png", full_page=True)
    print(name, "wide" if is_wider_than_screen(page) else "", violations(page), page.evaluate(SMALL))

def test_pictures(open_page, sign_in):
    org = make_organisation(name="LKS Cahaya Gamalama")
    c = make_coordinator(org, name="Abdul Gani")
    sari = make_ready(c, name="Sari Umasugi", capacity=6)
    nona = make_ready(c, name="Nona Albaar"); rudi = make_ready(c, name="Rudi Tomagola"); maria = make_ready(c, name="Maria Lessy")
    iksan = make_ready(c, name="Iksan Buamona", certified=False)
    for n, (name, days) in enumerate({"Mira": -6, "Rusdi": 0, "Nurlela": 3, "Hi. Muhammad Zulkifli Abdurrahman": 12, "Salma": None}.items()):
        p = accompanied(c, sari, call_name=name, way=["whatsapp", "telepon", "pendamping", "", "telepon"][n], time="setelah 16.00" if n < 2 else "", may_say="Teman lama dari Jailolo")
        if n < 2: call_on(p, c, "+6281234567890")
        if days is not None: step_for(p, sari, days)
    for name in ("Fahri", "Hasna"): accompanied(c, nona, call_name=name)
    ps = [accompanied(c, rudi, call_name=n) for n in ("Yati", "Jefri")]
    with acting_as(c):
        actions.set_leaving(companion=rudi.membership.companion, by=c, leaves_on=in_days(5))
    offered(c, ps[0], rudi, sari, why=WhyHandOver.LEAVING, note="Tolong")
    m = offered(c, ps[1], rudi, maria, why=WhyHandOver.LEAVING)
    with acting_as(maria): actions.accept(offer=Offer.objects.get(hand_over=m), by=maria)
    st = accompanied(c, maria, call_name="Wahyuni")
    m = offered(c, st, maria, sari, why=WhyHandOver.ABSENCE, until_on=in_days(9))
    with acting_as(sari): actions.accept(offer=Offer.objects.get(hand_over=m), by=sari)
    away_now(c, nona)
    y = make_client(c, call_name="Yusuf"); make_client(c, call_name="Ical"); make_client(c, call_name="Marten")
    with as_owner():
        Gap.objects.filter(client=y).update(since=timezone.now() - timedelta(days=8))
    novi = accompanied(c, maria, call_name="Novi")
    with acting_as(c):
        actions.record_word(token=token_for(c), client=novi, by=c, said=Said.WANTS_OTHER, said_on=today())
        actions.record_supervision(token=token_for(c), companion=sari.membership.companion, by=c, held_on=in_days(-42), findings="x", agreed=[("Ikut penyegaran", in_days(-2)), ("Baca buku panduan lagi bersama Maria", in_days(3))])
    t = make_trainer(name="Ridwan Sangaji")
    with acting_as(t):
        actions.plan_training(token=token_for(t), by=t, course="Dasar pendampingan", place="Ternate", starts_on=in_days(7), ends_on=in_days(9), seats=20)
    page = sign_in(open_page(NARROW), sari)
    shot(page, "companion320")
    page.click("#klien-saya summary >> nth=0"); page.locator("#klien-saya li >> nth=0").screenshot(path="/tmp/home3/open320.png")
    page.goto("/cuti-saya/"); shot(page, "away320")
    page.goto("/lainnya/"); shot(page, "more320")
    page = sign_in(open_page(PHONE), sari); shot(page, "companion360")
    page = sign_in(open_page(DESK), sari); shot(page, "companion1280")
    page = sign_in(open_page(PHONE), c); shot(page, "coordinator360")
    page = sign_in(open_page(DESK), c); shot(page, "coordinator1280")
    page = sign_in(open_page(PHONE), t); shot(page, "trainer360")
    page = sign_in(open_page(DESK), t); shot(page, "trainer1280")
