"""Pages as PDF: drawn from what stands in them, and nothing is fetched."""

import base64
import gc
import os
import re
import shutil
import subprocess
import urllib.request
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from privacy import paper

# Under `make test` nothing is skipped: it does not start the tests without Pango.
needs_pango = pytest.mark.skipif(not paper.can_print(), reason="Pango is missing; `make test` installs it")

MEMORY = Path("/proc/self/statm")
ELSEWHERE = [
    "http://127.0.0.1:9/bocor.png",
    "https://contoh.example/bocor.png",
    "file:///etc/hostname",
    "FILE:///etc/hostname",
]
WAYS = [
    '<img src="{}">',
    '<link rel="stylesheet" href="{}">',
    '<style>@import "{}";</style>',
    "<style>@font-face {{ font-family: x; src: url({}) }} body {{ font-family: x }}</style>",
    "<style>body {{ background: url({}) }}</style>",
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">a</a>',
]


def page(inside, *, title="Sertifikat"):
    return f'<!doctype html><html lang="id"><head><title>{title}</title></head><body>{inside}</body></html>'


def svg(inside):
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()


def unpacked(made):
    """All that a PDF holds, its compressed parts readable."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    return made + b"".join(zlib.decompressobj().decompress(part) for part in parts if part.startswith(b"x"))


@pytest.fixture
def nothing_leaves(monkeypatch):
    """Notes which addresses are opened, data: aside; WeasyPrint swallows whatever is raised there."""
    opened = []
    real = urllib.request.OpenerDirector.open

    def noted(self, request, *args, **kwargs):
        url = getattr(request, "full_url", request)
        if url.startswith("data:"):
            return real(self, request, *args, **kwargs)
        opened.append(url)
        raise OSError

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", noted)
    yield
    assert opened == []


@needs_pango
def test_a_page_becomes_a_pdf_with_its_text(tmp_path):
    made = paper.pdf(page("<h1>Sertifikat pendamping</h1>"))

    assert made.startswith(b"%PDF-") and b"/Font" in unpacked(made)
    if shutil.which("pdftotext"):
        (tmp_path / "a.pdf").write_bytes(made)
        read = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
        assert "Sertifikat pendamping" in read.stdout


@needs_pango
@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize("way", [*WAYS, "a picture within a picture"])
def test_nothing_is_fetched(way, url, nothing_leaves):
    if way not in WAYS:
        way, url = WAYS[0], svg(f'<image href="{url}" width="9" height="9"/><use href="{url}#a"/>')

    made = unpacked(paper.pdf(page("ada" + way.format(url))))

    assert made.startswith(b"%PDF-") and b"/EmbeddedFile" not in made and b"/Subtype /Image" not in made


@needs_pango
def test_an_address_without_a_place_is_not_looked_for_here(nothing_leaves):
    assert paper.pdf(page('<img src="manage.py"><img src="/etc/hostname">')).startswith(b"%PDF-")


@needs_pango
def test_a_broken_picture_is_left_out():
    assert paper.pdf(page('<img src="data:image/png;base64,AAAA">')) == paper.pdf(page('<img src="data:,">'))


@needs_pango
def test_a_picture_that_stands_in_the_page_is_drawn(nothing_leaves):
    red = svg('<rect width="9" height="9" fill="#ff0000"/>')

    assert b"1 0 0 rg" in unpacked(paper.pdf(page(f'<img src="{red}">')))
    assert b"1 0 0 rg" not in unpacked(paper.pdf(page("")))


@needs_pango
def test_the_same_page_is_the_same_file_without_time_or_author():
    made = unpacked(paper.pdf(page("ada")))

    assert made == unpacked(paper.pdf(page("ada")))
    assert b"/Title (Sertifikat)" in made
    assert not re.search(rb"/(Author|Creator|CreationDate|ModDate)\b", made)


@needs_pango
def test_four_at_once_get_each_their_own():
    pages = [page(f"<h1>Nomor {number}</h1><p>{'kata ' * 100}") for number in range(8)]
    alone = list(map(paper.pdf, pages))

    with ThreadPoolExecutor(4) as four:
        assert list(four.map(paper.pdf, pages * 4)) == alone * 4


@needs_pango
@pytest.mark.skipif(not MEMORY.exists(), reason="only Linux tells")
def test_a_worker_does_not_grow_with_every_paper():
    def papers(count):
        for _time in range(count):
            paper.pdf(page("kata " * 100))
        gc.collect()
        return int(MEMORY.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    before = papers(10)

    assert papers(60) - before < 6  # MB; 15 and more when every paper asks for the fonts anew


@pytest.mark.parametrize("template", sorted((settings.BASE_DIR / "templates").rglob("paper.html")), ids=str)
def test_no_papers_title_tells_of_anyone(template):
    (title,) = re.findall(r"<title>(.*?)</title>", template.read_text(), re.DOTALL)

    assert re.fullmatch(r'\{% translate "[^"{}]+" %\}', title.strip())


def test_without_the_libraries_it_says_so(monkeypatch):
    monkeypatch.setattr(paper, "can_print", lambda: False)

    with pytest.raises(paper.PaperNotAvailable):
        paper.pdf(page(""))
