"""Pages as PDF: drawn from what stands in them, and nothing is fetched."""

import base64

import pytest

from privacy import paper

needs_pango = pytest.mark.skipif(not paper.can_print(), reason="Pango is missing; `make test` installs it")
DOT = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
).decode()


@needs_pango
def test_a_page_becomes_a_pdf_with_its_text():
    made = paper.pdf("<!doctype html><html lang=id><body><h1>Sertifikat</h1></body></html>")

    assert made.startswith(b"%PDF-") and len(made) > 2000


@needs_pango
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/bocor.png", "file:///etc/hostname", "https://contoh.example/a.css"]
)
def test_nothing_is_fetched(url, monkeypatch):
    import urllib.request

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", lambda *_a, **_k: pytest.fail("something was fetched"))

    made = paper.pdf(f'<html><head><link rel=stylesheet href="{url}"></head><body>a<img src="{url}"></body></html>')

    assert made.startswith(b"%PDF-")


@needs_pango
def test_a_picture_that_stands_in_the_page_is_drawn():
    without = paper.pdf("<html><body>a</body></html>")
    with_picture = paper.pdf(f'<html><body>a<img src="data:image/svg+xml;base64,{DOT}"></body></html>')

    assert len(with_picture) > len(without)


def test_without_the_libraries_it_says_so(monkeypatch):
    monkeypatch.setattr(paper, "can_print", lambda: False)

    with pytest.raises(paper.PaperNotAvailable):
        paper.pdf("<html></html>")
