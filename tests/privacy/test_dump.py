"""What a stolen dump tells: of the people in it, nothing.

The demo world and the sample register are loaded; someone signs in, types, uploads a file, invites a colleague. Then
every value that was ever sealed is opened and looked for in what pg_dump writes, in every table: history, sessions,
drafts and uploads included. Columns are found by introspection (`planting.py`), so that a later table cannot escape.
"""

import io
import re
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

import accounts.actions
from accounts.actor import Actor
from accounts.models import Membership
from accounts.preferences import remember_folds
from basodara.demo.team import PASSWORD
from cases import imports
from cases.actions import imports as register_actions
from cases.models import RegisterFile
from privacy import tokens
from privacy.context import acting_as, as_owner
from tests.clients import token_for
from tests.demo.making import demo_world
from tests.matrix.world import World
from tests.privacy import dumping, planting

SAMPLE = Path(__file__).resolve().parents[1] / "cases" / "data" / "register_lks.xlsx"
TYPED = "Marhabanalinda Katalinggo"  # into a form that is not sent
ASKED = "Wurulolongga"  # into a search field
IN_SESSION = "rahasiasesisungguh"
OF_PEOPLE = ("name", "guardian", "witness", "explained_by")  # columns whose single words are looked for too
TABLES_WITHOUT_MODEL = {"basodara_cache", "django_migrations"}


def coordinator():
    return Actor(Membership.objects.select_related("user", "organisation").get(user__username="koordinator"))


def import_the_sample(by):
    """All rows that the preview would register."""
    with acting_as(by):
        file = register_actions.upload(
            token=token_for(by), by=by, organisation=by.organisation, name=SAMPLE.name, content=SAMPLE.read_bytes()
        )
        coming = len(imports.preview_of(file, by).coming)
        register_actions.import_register(token=token_for(by), file=file, by=by, shown=coming, choices={})
    assert coming > 90


def use_the_site(by):
    """Sign in, search, type into a form that is never sent, upload a file. Gives the browser's cookie."""
    browser = Browser()
    browser.post(reverse("account_login"), {"login": by.user.username, "password": PASSWORD})
    browser.post(reverse("client_list"), {"q": ASKED}, follow=True)
    form = browser.get(reverse("client_new"), {"nama": ASKED})
    typed = {tokens.FIELD: _token_in(form), "call_name": TYPED, "legal_name": TYPED, "phone": "0812-0000-9999"}
    assert browser.post(reverse("save_draft"), typed).json()["saved"]
    form = browser.get(reverse("register_list"))
    sent = {
        tokens.FIELD: _token_in(form), "organisation": str(by.organisation.pk),
        "file": SimpleUploadedFile("daftar binaan lain.xlsx", other_register()),
    }  # fmt: skip
    assert browser.post(reverse("register_upload"), sent).status_code == 302
    session = browser.session
    session["kata"] = IN_SESSION
    session.save()
    return browser.cookies["sessionid"].value


def other_register():
    """The sample again with one more word in it, so that it waits as another file."""
    import openpyxl

    book = openpyxl.load_workbook(SAMPLE)
    book.active["B6"] = f"{TYPED} Kedua"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _token_in(page):
    return re.search(rf'name="{tokens.FIELD}" value="([^"]+)"', page.content.decode())[1]


@pytest.fixture(scope="module")
def stolen(django_db_setup, django_db_blocker):
    """The dump, and what must not be in it."""
    with demo_world(django_db_blocker):
        by = coordinator()
        import_the_sample(by)
        cookie = use_the_site(by)
        World()  # with a row in every table of companionship
        with acting_as(by):
            remember_folds(by, "visit", ["obat"])
            accounts.actions.invite(
                key=uuid.uuid4(), organisation=by.organisation, roles=["pendamping"], by=by,
                display_name="Nurbintang Salawaku", email="nurbintang@contoh.example",
            )  # fmt: skip
        with as_owner():
            found = {
                "cookie": cookie,
                "values": dumping.sealed_values(),
                "public": dumping.public_words(),
                "days": dumping.public_days(),
                "uploads": RegisterFile.objects.filter(imported_at=None).count(),
                "tables": set(connection.introspection.table_names()),
                "unused": {m._meta.label: m._base_manager.count() for m in planting.in_database()},
                "wanted": planting.rows_wanted(),
                "planted": planting.plant(),
                "after": dumping.sealed_values(),
            }
            yield {**found, "dump": dumping.dump_as_owner()}


# -- what is looked at -----------------------------------------------------------------------------------------------


def test_every_column_is_sealed_holds_codes_or_says_why_anyone_may_read_it():
    assert planting.unclassified() == []
    assert planting.outdated() == []


def test_every_table_belongs_to_a_model(stolen):
    known = {model._meta.db_table for model in planting.in_database()}

    assert stolen["tables"] - known - TABLES_WITHOUT_MODEL == set()


def test_tables_of_packages_that_nothing_writes_are_empty(stolen):
    assert {label: stolen["unused"][label] for label in planting.UNUSED} == dict.fromkeys(planting.UNUSED, 0)


def test_the_world_has_a_row_in_every_sealed_table(stolen):
    assert [label for label in stolen["wanted"] if not label.endswith("Event")] == []
    assert stolen["uploads"] >= 1


def test_the_search_for_words_would_find_them(stolen):
    dump = stolen["dump"]

    assert dump.tells("LKS Cahaya Gamalama") and dump.tells("peksos") and dump.tells_word("kalumata")
    assert len(dump.raw) > 100_000
    assert sum(map(len, stolen["values"].values())) > 1_500
    assert {"Mira Umasugi", "Hi. Muhammad Zulkifli Abdurrahman"} <= stolen["values"]["cases.Identity.legal_name"]


# -- what a dump tells -----------------------------------------------------------------------------------------------


def test_no_value_of_anyone_stands_in_the_dump(stolen):
    dump, allowed = stolen["dump"], stolen["public"]
    told = []
    for column, values in stolen["values"].items():
        for value in values:
            too_short = len(value) < dumping.SHORTEST
            if too_short or (isinstance(value, str) and value.casefold() in allowed):
                continue
            if _copied_day(column, value, stolen["days"]):
                continue
            if dump.tells(value):
                told.append((column, value))

    assert told == [], told


def _copied_day(column, value, days):
    """The day that treatment began stands in the case file in clear; the row of the register repeats it."""
    return column.startswith(("cases.ImportedRow.", "cases.RegisterFile.")) and str(value)[:10] in days


def test_no_single_word_of_a_name_stands_in_the_dump(stolen):
    dump, allowed = stolen["dump"], stolen["public"]
    told = set()
    for column, values in stolen["values"].items():
        if any(part in column.rpartition(".")[2] for part in OF_PEOPLE):
            words = {word for value in values if isinstance(value, str) for word in re.findall(r"\w{5,}", value)}
            told |= {(column, word) for word in words if word.casefold() not in allowed and dump.tells_word(word)}

    assert told == set()


def test_no_planted_word_stands_in_the_dump_in_any_column(stolen):
    dump = stolen["dump"]

    assert len(stolen["planted"]) > 50
    assert [column for column, words in stolen["planted"].items() if any(map(dump.tells, words))] == []


def test_the_history_kept_the_first_planted_word_and_only_sealed(stolen):
    """Else the words would be missing from the dump because they were nowhere."""
    for column, (first, second) in stolen["planted"].items():
        model, _, field = column.rpartition(".")
        assert _among(second, stolen["after"][column]), column
        events = stolen["after"].get(f"{model}Event.{field}")
        assert events is None or _among(first, events), column


def _among(word, values):
    return any(word.encode() in value if isinstance(value, bytes) else word == value for value in values)


def test_what_was_typed_and_not_sent_stands_sealed(stolen):
    dump = stolen["dump"]

    assert TYPED in stolen["values"]["privacy.Draft.body"]
    assert not any(map(dump.tells, [TYPED, "Marhabanalinda", "0812-0000-9999", "daftar dampingan lain", IN_SESSION]))


def test_what_was_searched_for_stands_nowhere(stolen):
    assert not stolen["dump"].tells(ASKED)


def test_no_session_can_be_taken_over(stolen):
    assert len(stolen["cookie"]) >= 32
    assert not stolen["dump"].tells(stolen["cookie"])
