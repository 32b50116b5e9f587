"""The same register twice adds nobody; choices decide about those who are perhaps known already."""

import re

import pytest
from django.urls import reverse

from cases.models import Client, ImportedRow
from privacy.context import acting_as
from tests.cases.imports.conftest import hidden, imported, press_import, uploaded
from tests.cases.register.books import book
from tests.clients import make_client
from tests.people import make_coordinator, make_member, make_organisation

pytestmark = pytest.mark.django_db

HEADINGS = ["Nama", "L/P", "NIK", "Umur", "Kelurahan", "No HP"]
SITI = ["Siti Rahma", "P", "8271054605039025", 23, "Loto", "081234567890"]
YATI = ["Yati Umar", "P", "", 40, "Sasa", "081298765432"]
AHMAD = ["Ahmad Hamid", "L", "", 31, "Tabam", ""]


def preview(web, file, tab="semua"):
    return web.get(reverse("register_preview", args=[file.pk]), {"lihat": tab}).content.decode()


def count(actor):
    with acting_as(actor):
        return Client.objects.count()


def test_the_same_file_twice_adds_nobody(web, coordinator):
    content = book([HEADINGS, SITI, YATI])
    imported(web, coordinator, content)

    file = uploaded(web, coordinator, content)
    page = preview(web, file)
    answer = press_import(web, file)

    assert page.count("Sudah diimpor") == 2 and "tidak ada yang akan didaftarkan" in page
    assert "Tidak ada yang akan didaftarkan dari berkas ini" in answer.content.decode()
    assert count(coordinator) == 2


def test_a_colleague_with_the_same_file_adds_nobody(web, browser, coordinator):
    content = book([HEADINGS, SITI, YATI])
    imported(web, coordinator, content)
    colleague = make_member("koordinator", coordinator.organisation)

    other = browser(colleague)
    file = uploaded(other, colleague, content)
    press_import(other, file)

    assert count(colleague) == 2


def test_equal_rows_of_one_file_are_told_apart(web, coordinator):
    content = book([HEADINGS, AHMAD, AHMAD])
    file = uploaded(web, coordinator, content)
    assert "1 masuk, 1 dilewati" in preview(web, file)

    press_import(web, file, **{"baris-3": "new"})
    again = uploaded(web, coordinator, content)

    assert count(coordinator) == 2
    assert preview(web, again).count("Sudah diimpor") == 2


def test_a_new_row_in_the_same_register_comes_in_alone(web, coordinator):
    imported(web, coordinator, book([HEADINGS, SITI, YATI]))

    file = imported(web, coordinator, book([HEADINGS, SITI, AHMAD, YATI]))

    assert file.imported_count == 1 and count(coordinator) == 3


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"nik": "8271054605039025", "name": "Orang Lain"}, "NIK sama"),
        ({"phone": "+6281234567890", "name": "St. Rahma", "birth_date": None, "birth_year": 2003}, "Nomor HP sama"),
        ({"name": "Sitti Rahmah", "birth_date": None, "birth_year": 2002}, "Nama mirip"),
    ],
)
def test_a_client_one_may_open_is_shown_and_left_out_by_default(web, coordinator, known, words):
    client = make_client(coordinator, **known)
    file = uploaded(web, coordinator, book([HEADINGS, SITI]))

    page = preview(web, file, "kembar")

    assert words in page and client.code in page
    assert "Impor yang dipilih" in page
    press_import(web, file, **{"baris-2": "new"})
    assert count(coordinator) == 2


def test_a_shared_number_alone_is_no_sign(web, coordinator):
    make_client(coordinator, name="Hasan Basri", phone="+6281234567890")

    file = uploaded(web, coordinator, book([HEADINGS, SITI]))

    assert "Impor 1 klien" in preview(web, file)


def test_of_strangers_clients_a_preview_says_nothing(web, coordinator):
    stranger = make_coordinator()
    client = make_client(stranger, name="Siti Rahma", nik="8271054605039025", phone="+6281234567890")

    file = uploaded(web, coordinator, book([HEADINGS, SITI]))
    page = preview(web, file)

    assert "Impor 1 klien" in page and client.code not in page
    press_import(web, file)
    with acting_as(stranger):
        assert Client.objects.count() == 1
    assert stranger_notices(stranger) == ["same_person"]


def stranger_notices(actor):
    from accounts.models import Notice

    with acting_as(actor):
        return list(Notice.objects.visible_to(actor).values_list("kind", flat=True))


def test_choices_are_kept_when_turning_pages(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, AHMAD, AHMAD, SITI]))
    page = web.get(reverse("register_preview", args=[file.pk]), {"lihat": "kembar"})

    answer = web.post(
        reverse("register_choices", args=[file.pk]), {**hidden(page, "data-import"), "baris-3": "new"}, follow=True
    )

    assert answer.redirect_chain[-1][0].endswith("?lihat=kembar")
    assert 'value="new" checked' in answer.content.decode() and "3 masuk, 0 dilewati" in answer.content.decode()


def test_a_row_that_is_perhaps_twice_has_its_choice_in_every_tab(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, AHMAD, AHMAD, SITI]))

    for tab in ("semua", "kembar", "dilewati"):
        assert 'name="baris-3"' in preview(web, file, tab), tab
    assert 'name="baris-4"' not in preview(web, file)


def test_a_row_left_out_by_choice_can_be_taken_back_where_it_is_shown(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, SITI, YATI]))
    page = web.get(reverse("register_preview", args=[file.pk]), {"lihat": "semua"})

    web.post(reverse("register_choices", args=[file.pk]), {**hidden(page, "data-import"), "baris-2": "skip"})

    assert 'name="baris-2"' in preview(web, file, "dilewati") and 'name="baris-2"' in preview(web, file)


def test_what_is_left_out_is_one_number_on_every_page(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, AHMAD, AHMAD, SITI, ["JUMLAH", "", "", "", "", ""]]))
    page = preview(web, file)

    assert re.search(r"<b>1</b>\s*dilewati", page) and "2 masuk, 1 dilewati" in page
    assert "1 baris dilewati" in press_import(web, file).content.decode()


def test_a_year_in_the_cell_is_no_age(web, coordinator):
    rows = [["Nama", "L/P", "Tgl lahir/umur"], ["Ani Contoh", "P", "1994"], ["Budi Contoh", "L", 31]]
    page = preview(web, uploaded(web, coordinator, book(rows)))

    assert page.count("dari tahun lahir") == 1 and page.count("dari umur") == 1


def test_a_row_without_a_problem_may_be_left_out_too(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, ["Ani Contoh", "P", "12", 30, "Loto", ""], SITI]))

    press_import(web, file, **{"baris-2": "skip"})

    with acting_as(coordinator):
        assert list(ImportedRow.objects.values_list("row_number", flat=True)) == [3]


def test_pressed_twice_gives_the_same_answer(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, SITI, YATI]))
    page = web.get(reverse("register_preview", args=[file.pk]))

    first, second = press_import(web, file, page), press_import(web, file, page)

    assert first.redirect_chain == second.redirect_chain
    assert "2 klien terdaftar" in second.content.decode() and count(coordinator) == 2


def test_a_page_that_is_out_of_date_imports_nobody(web, coordinator):
    file = uploaded(web, coordinator, book([HEADINGS, SITI, YATI]))
    page = web.get(reverse("register_preview", args=[file.pk]))
    make_client(coordinator, nik="8271054605039025")

    answer = press_import(web, file, page)

    assert "Ada yang berubah sejak halaman ini ditampilkan" in answer.content.decode()
    assert count(coordinator) == 1


def test_an_lks_imports_for_the_group_below_it(web, coordinator):
    group = make_organisation("KDS", parent=coordinator.organisation)
    member = make_coordinator(group)

    imported(web, coordinator, book([HEADINGS, SITI]), organisation=group)

    assert count(member) == count(coordinator) == 1
    with acting_as(member):
        assert ImportedRow.objects.get().holder_id == group.pk


def test_columns_are_read_as_one_says(web, coordinator):
    file = uploaded(web, coordinator, book([["Nama", "Alias", "L/P", "Catatan"], ["Siti R", "Ibu Ati", "P", "Loto"]]))
    address = reverse("register_columns", args=[file.pk])

    nameless = web.post(address, {"c0": "ignored", "c1": "ignored", "c2": "sex", "c3": "kelurahan"})
    twice = web.post(address, {"c0": "name", "c1": "name", "c2": "sex", "c3": "kelurahan"})
    answer = web.post(address, {"c0": "name", "c1": "call_name", "c2": "sex", "c3": "kelurahan"}, follow=True)

    assert "Satu kolom harus dibaca sebagai nama" in nameless.content.decode()
    assert "Kolom A sudah dibaca sebagai ini" in twice.content.decode()
    assert "Loto" in answer.content.decode()
    press_import(web, file)
    with acting_as(coordinator):
        client = Client.objects.select_related("card", "identity").get()
        assert (client.card.call_name, client.identity.legal_name) == ("Ibu Ati", "Siti R")
        assert client.kelurahan_name == "Loto"


def test_another_sheet_is_read_by_its_own_headings(web, coordinator):
    file = uploaded(
        web,
        coordinator,
        book([HEADINGS, SITI], title="Aktif", before={"Lama": [["Nama", "L/P", "Umur"], ["Yati", "P", 30]]}),
    )
    address = reverse("register_columns", args=[file.pk])
    shown = {f"c{number}": "ignored" for number in range(6)}

    answer = web.post(address, {"sheet": "Lama", **shown}, follow=True)

    assert answer.redirect_chain[-1][0] == address
    assert "Yati" in preview(web, file)


@pytest.mark.parametrize(
    ("name", "called"),
    [("Hi. Adam Malik", "Adam"), ("St. Rahma Umar", "Rahma"), ("M. Ali", "Ali"), ("Yati", "Yati"), ("M.", "M.")],
)
def test_the_name_to_be_called_by(name, called):
    from cases.actions.imports import call_name_of

    assert call_name_of({"call_name": "", "name": name}) == called
