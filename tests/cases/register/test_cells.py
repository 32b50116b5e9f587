"""Single cells as people type them."""

import datetime

import pytest

from cases.register import cells
from cases.register.dates import find_date_in_title, month_number, read_birth, read_date
from cases.register.nik import read_nik
from cases.register.remarks import read_remark

AS_OF = datetime.date(2026, 10, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "31/12/1990", "31-12-90", "31.12.90", "1990-12-31", "1990/12/31", "31 Des 1990", "31 Desember 1990",
        "31-Des-90",
        "31 desmber 1990", "31Des1990", "31 December 1990", "December 31, 1990", "31 Dec 90", "31121990", "311290",
        "31-XII-1990", "Senin, 31 Desember 1990", "31/12/1990 00:00:00", "12/31/1990", 33238, 33238.0, "33238",
        datetime.datetime(1990, 12, 31), datetime.date(1990, 12, 31), " 31 / 12 / 1990 ", "'31-12-1990",
    ],
)  # fmt: skip
def test_dates(typed):
    assert read_date(typed, AS_OF).day == datetime.date(1990, 12, 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31-02-1990", "date_impossible"), ("12 Januari 2027", "date_future"), ("1 Jan 1850", "date_too_old"),
        ("Mei 2015", "date_incomplete"), (2015, "date_incomplete"), ("besok", "date_unreadable"),
        (True, "date_unreadable"),
        (float("nan"), "date_unreadable"), (1e300, "date_unreadable"), ("-", ""), ("belum", ""), (None, ""),
    ],
)  # fmt: skip
def test_what_is_no_date(typed, code):
    reading = read_date(typed, AS_OF)

    assert (reading.day, reading.code) == (None, code)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("49 th", 1977), ("49 tahun", 1977), ("49thn", 1977), (49, 1977), (49.0, 1977), ("49", 1977), ("± 49", 1977),
        ("umur 49", 1977), ("3 bln", 2026), ("11 bulan", 2025), ("1 th 11 bln", 2024), ("40an", 1986), (1994, 1994),
        ("1994", 1994), ("thn 1994", 1994), ("Mei 1994", 1994), ("05/1994", 1994), (datetime.datetime(1900, 2, 18),
        1977),
    ],
)  # fmt: skip
def test_ages_and_years_give_a_year(typed, year):
    reading = read_birth(typed, AS_OF, AS_OF)

    assert (reading.day, reading.year, reading.estimated, reading.code) == (None, year, True, "")


def test_two_digit_years_belong_to_the_last_hundred_years():
    assert read_birth("09/10/02", AS_OF, AS_OF).day == datetime.date(2002, 10, 9)
    assert read_birth("24/04/62", AS_OF, AS_OF).day == datetime.date(1962, 4, 24)
    assert read_birth("Ternate, 2-3-71", AS_OF, AS_OF).day == datetime.date(1971, 3, 2)
    assert read_birth("200 th", AS_OF, AS_OF).code == "age_impossible"


def test_months_are_known_misspelt_but_never_guessed():
    assert [month_number(w) for w in ("Agt", "agustuss", "Nopember", "Pebruari", "sepetember", "okt.", "juni")] == [
        8, 8, 11, 2, 9, 10, 6,
    ]  # fmt: skip
    assert month_number("junii") == 6 and month_number("julli") == 7 and month_number("jumi") == 0
    assert month_number("kalumata") == 0


def test_the_date_in_a_title():
    assert find_date_in_title("Kota Ternate, keadaan s.d. 31 Oktober 2026") == AS_OF
    assert find_date_in_title("1 Januari s.d. 30-06-2026") == datetime.date(2026, 6, 30)
    assert find_date_in_title("Bulan Februari 2024") == datetime.date(2024, 2, 29)
    assert find_date_in_title("Tahun 2026") is None


@pytest.mark.parametrize(
    ("number", "code", "sex", "birth"),
    [
        ("8271026902889001", "", "P", "1988-02-29"), ("8271041703959002", "", "L", "1995-03-17"),
        ("8271021203880000", "nik_serial", "", ""), ("8271023002889003", "nik_date", "", ""),
        ("827102690288900", "nik_length", "", ""), ("8271096902889001", "", "P", "1988-02-29"),
        ("9971026902889001", "nik_province", "", ""), ("827102690288900O", "nik_format", "", ""),
    ],
)  # fmt: skip
def test_nik(number, code, sex, birth):
    nik = read_nik(number, AS_OF)

    assert (nik.code, nik.sex) == (code, sex)
    assert not birth or datetime.date.fromisoformat(birth) in nik.births


@pytest.mark.parametrize("typed", ["8271 026902 889001", "'8271026902889001", "8271.02.690288.9001", 8271026902889001])
def test_nik_with_something_between(typed):
    assert cells.read_number_of_16(typed, AS_OF).value == "8271026902889001"


@pytest.mark.parametrize("typed", ["8,27103E+15", "8.27102690288900E+15", 8271026902889000.0, 8.27e15])
def test_nik_that_excel_has_rounded(typed):
    assert cells.read_number_of_16(typed, AS_OF).code == "nik_precision"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890", "+6281234567890", "62 812-34567890", "81234567890",
        81234567890, 81234567890.0, "0812-3456-7890",
        "(0812) 3456 7890", "0062812 3456 7890", "6281234567890", "+62 0812 3456 7890",
        "0812.3456.7890", "'081234567890",
        "081234567890 / 085200001111", "HP: 0812 3456 7890",
    ],
)  # fmt: skip
def test_phones(typed):
    assert cells.read_phone(typed).value == "+6281234567890"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("12345", "phone_unreadable"), ("8,12346E+10", "phone_precision"), ("-", ""), ("tdk ada", ""),
    (1.5, "phone_unreadable")],
)  # fmt: skip
def test_what_is_no_phone(typed, code):
    assert (cells.read_phone(typed).value, cells.read_phone(typed).code) == ("", code)


def test_sex():
    for typed in ("L", "l", "LK", "Laki-laki", "laki2", "Laki laki", "pria", "M", "lk."):
        assert cells.read_sex(typed).value == "L", typed
    for typed in ("P", "pr", "PR.", "Perempuan", "prempuan", "perempun", "wanita", "F"):
        assert cells.read_sex(typed).value == "P", typed
    assert cells.read_sex("1").code == "sex_unknown" and cells.read_sex("-").value == ""
    assert cells.read_ticked_sex("v", "v").code == "sex_both"


def test_names():
    assert cells.read_name("MARYAM HI.ADAM").value == "Maryam Hi.Adam"
    assert cells.read_name("3. siti  rahma ").value == "Siti Rahma"
    assert cells.read_name("Siti Rahma (Ama)").extra == {"call_name": "Ama"}
    assert cells.read_name("Yusuf (alm)").warnings == [("name_deceased", {})]
    assert cells.read_name("Rusdi d'Arc").value == "Rusdi d'Arc"
    assert cells.read_name("---").value == ""


def test_rt_and_rw():
    for typed in ("RT 08/RW 05", "rt.8 rw.5", "RT/RW 08/05", "08/05", "Jl. Pemuda RT 8 RW 5"):
        assert cells.read_rt_rw(typed) == ("08", "05"), typed
    assert cells.read_rt_rw("Jl. Pemuda 8") == ("", "")


@pytest.mark.parametrize(
    ("remark", "proposals"),
    [
        ("jgn ditelp siang", {"not_time": "siang"}), ("jgn ditelp", {"not_way": "telepon"}),
        ("WA saja", {"way": "whatsapp"}),
        ("suami tdk tahu", {"does_not_know": "suami"}), ("hub lewat adik", {"through": "adik"}),
        ("jgn ke rumah", {"home_visit": "tidak"}), ("boleh dikunjungi", {"home_visit": "ya"}),
        ("ketemu di pasar", {"home_visit": "tempat_lain"}), ("hanya kakak yg tau", {"knows": "kakak"}),
        ("ibu sdh tahu tp bapak tdk tahu", {"knows": "ibu", "does_not_know": "bapak"}),
        ("hub via pendamping", {"way": "pendamping"}), ("hub stlh jam 5 sore", {"time": "setelah jam 5 sore"}),
        ("jangan dihubungi", {"not_way": "semua"}), ("jgn bilang dari klinik", {"say": "jangan bilang dari klinik"}),
        ("pindah ke Tobelo", {}), ("LFU", {}), ("rutin", {}), ("ambil obat 2 bln", {}),
        ("orang tua sudah meninggal", {}),
    ],
)  # fmt: skip
def test_remarks(remark, proposals):
    found = read_remark(remark)

    assert {p.kind: p.value for p in found} == proposals
    assert all(p.words in remark and p.text for p in found)


def test_initials_stay_where_one_is_called_by_them():
    assert cells.read_name("MD", initials=True).value == "MD"
    assert cells.read_name("MARIA (MD)").extra["call_name"] == "MD"
    assert cells.read_name("RAHMA", initials=True).value == "Rahma"
    assert cells.read_name("ALI").value == "Ali"
