"""The pages of certificates: issued, printed, taken back, running out; and what a stranger learns of a code."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Web
from django.urls import reverse
from django.utils.translation import gettext as _

from companions.models import Certificate
from companions.views import certificates
from privacy import tokens
from privacy.context import acting_as
from tests.cases.pages import HEALTH, send, statements, title_of
from tests.companions.making import certify, make_ready
from tests.companions.test_training_pages import EXPIRING, at, attend, body, days, errors, hold, plan
from tests.people import make_coordinator, make_trainer, sign_in

pytestmark = pytest.mark.django_db

CHECK = reverse("certificate_check")


@pytest.fixture
def trainer():
    return make_trainer()


@pytest.fixture
def web(trainer):
    return sign_in(Web(), trainer)


@pytest.fixture
def companion(coordinator):
    return make_ready(coordinator, name="Sari Umasugi", certified=False)


@pytest.fixture
def training(trainer, companion):
    return hold(trainer, companion)


@pytest.fixture
def certificate(trainer, companion):
    [made] = certify(companion, trainer=trainer)
    return made


# -- certificates ------------------------------------------------------------------------------------------------------


def test_certificates_are_issued_to_who_was_there(web, trainer, training):
    where = at("training_issue", training)
    assert web.get(where).context["ready"] == []
    key = str(tokens.new(trainer, "issue", training.pk))
    data = {tokens.FIELD: key, "who": [str(training.row.pk)], "issued_on": days(0).isoformat()}
    assert _("Someone of these was in no session. Take attendance first.") in errors(web.post(where, data))
    attend(web, training, {f"hadir_{training.row.pk}": [str(training.session.pk)]})

    for on in (1, -3):
        assert errors(send(web, where, {**data, "issued_on": days(on).isoformat(), tokens.FIELD: key}))
    for _time in range(2):  # the answer got lost: the same once more is one certificate
        assert web.post(where, data)["Location"] == at("training_detail", training)

    with acting_as(trainer):
        assert Certificate.objects.get().issued_on == days(0)


def test_the_paper_has_the_number_in_its_name_and_nobodys(web, certificate, monkeypatch):
    made = []
    ready = SimpleNamespace(can_print=lambda: True, pdf=lambda html: made.append(html) or b"%PDF-1.7")
    monkeypatch.setattr(certificates, "paper", ready)
    assert at("certificate_paper", certificate) in body(web.get(at("certificate_detail", certificate)))

    answer = web.get(at("certificate_paper", certificate))

    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", b"%PDF-1.7")
    assert f'filename="sertifikat-{certificate.number.replace("/", "-")}.pdf"' in answer["Content-Disposition"]
    assert "Sari Umasugi" in made[0] and "Umasugi" not in answer["Content-Disposition"]
    assert not HEALTH.search(made[0].partition("<body>")[2].partition("data:")[0])


def test_without_the_libraries_the_page_says_to_print_from_the_browser(web, certificate, monkeypatch):
    monkeypatch.setattr(certificates, "paper", SimpleNamespace(can_print=lambda: False))
    page = body(web.get(at("certificate_detail", certificate)))

    assert at("certificate_paper", certificate) not in page and _("Print") in page
    assert web.get(at("certificate_paper", certificate))["Location"] == at("certificate_detail", certificate)


def test_a_certificate_is_taken_back_with_a_reason(web, certificate, companion):
    where = at("certificate_revoke", certificate)
    assert "why" in send(web, where, {"why": ""}).context["form"].errors
    send(web, where, {"why": "Tertukar nama"})

    assert web.get(where)["Location"] == web.get(at("certificate_paper", certificate))["Location"]
    assert "Tertukar nama" in body(web.get(at("certificate_detail", certificate)))
    hers = body(sign_in(Web(), companion).get(at("certificate_detail", certificate)))
    assert "Tertukar nama" not in hers and certificate.code[:5] not in hers
    assert Web().get(CHECK, {"kode": certificate.code}).context["state"] == "tidak_dikenal"


# -- running out -------------------------------------------------------------------------------------------------------


def test_who_runs_out_is_listed_and_enrolled(web, trainer, coordinator):
    gone, soon = (make_ready(coordinator, name=name, certified=False) for name in ("Zahra", "Anwar"))
    certify(gone, trainer=trainer, days_ago=740)
    certify(soon, trainer=trainer, days_ago=700)
    make_ready(coordinator, name="Lama")
    coming = plan(trainer, 3, 4)

    def names(reader, **query):
        return [row.line.name for row, _coming in reader.get(EXPIRING, query).context["rows"]]

    assert names(web) == names(sign_in(Web(), coordinator)) == ["Zahra", "Anwar"]
    assert names(sign_in(Web(), make_coordinator())) == []
    assert (names(web, keadaan="habis"), names(web, keadaan="segera")) == (["Zahra"], ["Anwar"])
    assert names(web, lembaga=str(make_coordinator().organisation.id)) == []
    assert sign_in(Web(), coordinator).post(EXPIRING, {}).status_code == 403

    assert "who" in send(web, EXPIRING, {"training": str(coming.pk)}).context["form"].errors
    answer = send(web, EXPIRING, {"training": str(coming.pk), "who": [str(gone.id)]})

    assert answer["Location"] == at("training_detail", coming)
    assert {row.line.name: one for row, one in web.get(EXPIRING).context["rows"]} == {"Zahra": coming, "Anwar": None}


# -- checked by anyone -------------------------------------------------------------------------------------------------


def test_a_stranger_learns_one_word_and_no_name(certificate, companion):
    code, web = certificate.code, Web()
    assert web.get(CHECK).context["state"] == ""
    for answer in (
        web.get(CHECK, {"kode": f" {code[:5].lower()} {code[5:]} "}),
        web.get(reverse("certificate_check", args=[f"{code[:5]}-{code[5:]}"])),
    ):
        assert answer.context["state"] == "berlaku" and "no-store" in answer["Cache-Control"]
        for told in ("Umasugi", certificate.number, companion.organisation.name, companion.organisation.short_name):
            assert told not in body(answer)
    assert not HEALTH.search(title_of(answer))


def test_unknown_and_malformed_look_and_work_the_same():
    pages = []
    for typed in ("ACDEF-GHJKM", "' OR 1=1 --", "x" * 3000, "ΩΩΩ"):
        page, asked = statements(Web(), CHECK, kode=typed)
        shown = body(page).partition("<main")[2].partition("<form")[0].partition('<p class="meta')[0]
        pages.append((shown, len(asked), page.status_code))

    assert len(set(pages)) == 1 and page.context["state"] == "tidak_dikenal"


@pytest.mark.parametrize("name", ["partners", "front", "help"])
def test_the_public_pages_lead_to_the_check(name):
    page = body(Web().get(reverse(name)))
    assert f'href="{CHECK}"' in page
    if name == "partners":
        assert f'href="{CHECK}"' in page.partition("<main")[2].partition("</main")[0]


def test_too_many_tries_meet_429_and_each_address_counts_for_itself(settings, web):
    settings.CERTIFICATE_CHECKS_PER_10_MINUTES = 3
    stranger, other = Web(REMOTE_ADDR="192.0.2.7"), Web(REMOTE_ADDR="192.0.2.8")

    assert [stranger.get(CHECK, {"kode": "x"}).status_code for _time in range(4)] == [200, 200, 200, 429]
    assert stranger.get(reverse("certificate_check", args=["ACDEF-GHJKM"])).status_code == 429
    assert stranger.get(CHECK).status_code == 200  # the empty form costs nothing
    assert other.get(CHECK, {"kode": "x"}).status_code == web.get(CHECK, {"kode": "x"}).status_code == 200


def test_on_paper_stands_the_sheet_and_not_the_bars_around_it():
    style = finders.find("css/basodara.css")
    hidden = Path(style).read_text().partition("@media print")[2].partition("{ display: none")[0]
    assert {".site", ".main-nav", ".site-foot", ".savebar", ".back", ".btn"} <= {
        one.strip(" {\n") for one in hidden.split(",")
    }
