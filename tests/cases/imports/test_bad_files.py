"""Files that cannot be read: a sentence on the page, and nothing left of them."""

import io

import pytest
from django.urls import reverse

from cases.models import RegisterFile
from cases.register.errors import SENTENCES
from cases.register.workbook import OLE
from privacy import tokens
from privacy.context import acting_as
from privacy.models import Receipt
from tests.cases.imports.conftest import imported, upload, uploaded, waiting
from tests.cases.register.books import book
from tests.cases.register.test_bad_files import FILES, many_rows

pytestmark = pytest.mark.django_db

HEADINGS = ["Nama", "L/P", "Umur", "Kelurahan"]
BAD = {
    "a renamed .docx": (FILES["not_a_sheet"], "daftar.xlsx", "not_a_sheet"),
    "an encrypted workbook": (FILES["password"], "daftar.xlsx", "password"),
    "an old workbook": (FILES["old_excel"], "daftar.xls", "old_excel"),
    "a zip bomb": (FILES["bomb"], "daftar.xlsx", "bomb"),
    "macros": (FILES["macros"], "daftar.xlsm", "macros"),
    "no heading": (FILES["no_heading"], "daftar.xlsx", "no_heading"),
    "wrong encoding": (b"Nama;L/P\n\x81\x8d\x8f;L\n", "daftar.csv", "encoding"),
    "100,000 rows": (b"Nama;L/P;Umur\n" + b"Siti;P;30\n" * 100_000, "daftar.csv", "too_many_rows"),
    "noise": (OLE + b"\0" * 900, "daftar.xlsx", "not_a_sheet"),
    "empty": (b"", "daftar.xlsx", "empty"),
    "damaged": (FILES["damaged"], "daftar.xlsx", "damaged"),
}


def nothing_is_left(actor):
    with acting_as(actor):
        return not RegisterFile.objects.exists() and not Receipt.objects.exists()


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_its_sentence_and_leaves_nothing(web, coordinator, what):
    content, name, code = BAD[what]

    answer = upload(web, coordinator, content, name)

    assert answer.status_code == 200
    assert str(SENTENCES[code]) in answer.content.decode()
    assert nothing_is_left(coordinator)


def test_too_many_rows_in_a_workbook(web, coordinator):
    answer = upload(web, coordinator, many_rows(2_700))

    assert str(SENTENCES["too_many_rows"]) in answer.content.decode()
    assert nothing_is_left(coordinator)


class Stream(io.RawIOBase):
    """A body of many megabytes that nobody holds in memory."""

    def __init__(self, start, length):
        self.start, self.left = start, length

    def readable(self):
        return True

    def read(self, size=-1):
        size = min(size if size >= 0 else self.left, self.left, 1 << 20)
        piece, self.start = self.start[:size], self.start[size:]
        piece += b"x" * (size - len(piece))
        self.left -= size
        return piece


def test_200_megabytes_are_refused_without_being_kept(web, coordinator):
    token = tokens.new(coordinator, "register")
    parts = [("_form", str(token)), ("organisation", str(coordinator.organisation.pk))]
    head = "".join(
        f'--grens\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts
    )
    head += '--grens\r\nContent-Disposition: form-data; name="file"; filename="besar.xlsx"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    length = 200 * 1024 * 1024

    answer = web.generic(
        "POST",
        reverse("register_upload"),
        CONTENT_TYPE="multipart/form-data; boundary=grens",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Stream(head.encode(), length)},
    )

    assert answer.status_code == 200
    assert str(SENTENCES["too_large"]) in answer.content.decode()
    assert nothing_is_left(coordinator)


def test_no_file_at_all(web, coordinator):
    data = {"_form": str(tokens.new(coordinator, "register")), "organisation": str(coordinator.organisation.pk)}

    answer = web.post(reverse("register_upload"), data)

    assert "Pilih berkas dahulu" in answer.content.decode()
    assert nothing_is_left(coordinator)


def test_formulas_are_never_reckoned(web, coordinator):
    rows = [HEADINGS, ["=1+1", "P", 30, "Loto"], ["Siti Contoh", "P", "=A1", "Loto"]]

    file = uploaded(web, coordinator, book(rows))
    page = web.get(reverse("register_preview", args=[file.pk])).content.decode()

    assert "Sel ini berisi rumus tanpa hasil" in page and "tanpa nama" in page.lower()
    assert imported(web, coordinator, book([*rows, ["Rahma Contoh", "P", 31, "Loto"]])).imported_count == 2


def test_a_refused_file_may_be_followed_by_a_good_one(web, coordinator):
    upload(web, coordinator, b"%PDF-1.7", "daftar.xlsx")

    assert uploaded(web, coordinator)
    assert len(waiting(coordinator)) == 1
