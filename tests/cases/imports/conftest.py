import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import RegisterFile
from privacy import tokens
from privacy.context import acting_as
from tests.people import make_coordinator, sign_in

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLE = DATA / "register_lks.xlsx"


@pytest.fixture
def coordinator():
    return make_coordinator(name="Siti Contoh")


@pytest.fixture
def web(client, coordinator):
    """The coordinator's browser."""
    return sign_in(client, coordinator)


@pytest.fixture
def browser():
    """A browser of one's own for another person: `browser(actor)`."""
    from django.test import Client

    return lambda actor: sign_in(Client(), actor)


def hidden(page, form=""):
    """The hidden fields of a page that was shown, as a browser would send them."""
    text = page.content.decode()
    text = text[text.index(form) :] if form else text
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))


def upload(web, actor, content=None, name="daftar.xlsx", organisation=None):
    """Send a file as the form does; gives the answer."""
    content = SAMPLE.read_bytes() if content is None else content
    data = {
        tokens.FIELD: str(tokens.new(actor, "register", url="/register/")),
        "organisation": str((organisation or actor.organisation).pk),
        "file": SimpleUploadedFile(name, content),
    }
    return web.post(reverse("register_upload"), data)


def waiting(actor):
    """The uploads of an actor that nobody has imported yet."""
    with acting_as(actor):
        return list(RegisterFile.objects.filter(member=actor.membership, imported_at=None))


def uploaded(web, actor, content=None, **options):
    """The file after an upload that was read."""
    answer = upload(web, actor, content, **options)
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(actor):
        return RegisterFile.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def press_import(web, file, page=None, **choices):
    """Press "Impor" on the preview; `choices` as in the page, for example **{"baris-7": "new"}."""
    page = page or web.get(reverse("register_preview", args=[file.pk]))
    data = {**hidden(page, "data-import"), **choices}
    return web.post(reverse("register_import", args=[file.pk]), data, follow=True)


def imported(web, actor, content=None, **options):
    """Upload and import in one go."""
    file = uploaded(web, actor, content, **options)
    answer = press_import(web, file)
    assert answer.status_code == 200
    with acting_as(actor):
        return RegisterFile.objects.get(pk=file.pk)
