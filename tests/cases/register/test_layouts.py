"""Registers differ in order, wording and place of the headings."""

from openpyxl import Workbook

from tests.cases.register.books import book, read, saved


def fields(register):
    return {column.letter: column.field for column in register.columns if column.field != "ignored"}


def test_other_order_and_wording_headings_in_row_1():
    register = read(
        book([
            ["Ket.", "Nomor Telepon", "Jenis Kelamin", "Usia", "Nama Klien", "Kelurahan/Desa", "No. KTP", "Rejimen"],
            ["suami blm tau", "0812 3456 7890", "Wanita", 31, "Sitti Rahma", "Kel. Kalumata", "8271026902889001",
            "TLD"],
            [None, 81345678901, "Pria", "45 tahun", "Ridwan Alting", "Fitu", None, "TLE"],
        ])
    )  # fmt: skip

    first, second = register.rows
    assert register.heading_rows == [1]
    assert (register.as_of, register.as_of_found) == ("2026-11-25", False)
    assert first.values["name"] == "Sitti Rahma" and first.values["sex"] == "P"
    assert first.values["birth_year"] == 1995 and first.values["birth_estimated"]
    assert first.values["kelurahan"] == "82.71.02.1004" and first.values["phone"] == "+6281234567890"
    assert first.values["nik"] == "8271026902889001"
    assert [(p.kind, p.value) for p in first.proposals] == [("does_not_know", "suami")]
    assert [p.code for p in first.problems] == ["nik_birth"] and not first.faults
    assert second.values["phone"] == "+6281345678901" and second.values["birth_year"] == 1981


def test_two_heading_rows_with_merged_groups_and_column_numbers():
    register = read(
        book(
            [
                ["REKAPITULASI DAMPINGAN"],
                ["Per 30 Juni 2026"],
                [],
                ["No", "Identitas", None, None, "Jenis Kelamin", None, "Alamat", None, None, "ARV", None],
                [None, "Nama", "NIK", "Tanggal Lahir", "L", "P", "RT", "RW", "Kelurahan", "Mulai", "Paduan"],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
                [1, "Anwar Latif", None, "5 Maret 1980", "v", None, 3, 5, "Soa", "01/02/2020", "TLD"],
                [2, "Wulan Saban", None, "12-05-1991", None, "√", "04", "02", "Salero", "7 Agt 2019", "TLE"],
            ],
            merge=["A1:K1", "A2:K2", "A4:A5", "B4:D4", "E4:F4", "G4:I4", "J4:K4"],
        )
    )

    assert register.heading_rows == [4, 5] and register.as_of == "2026-06-30"
    one, two = register.rows
    assert (one.row, one.values["sex"], one.values["rt"], one.values["rw"]) == (7, "L", "03", "05")
    assert (two.values["sex"], two.values["birth_date"], two.values["art_start_date"]) == (
        "P",
        "1991-05-12",
        "2019-08-07",
    )
    assert one.values["kelurahan"] == "82.71.03.1007" and one.values["regimen"] == "TLD"


def test_data_on_the_second_sheet_and_two_birth_columns():
    register = read(
        book(
            [
                ["Daftar ODHIV LKS Contoh, Oktober 2026"],
                ["No", "Inisial", "Nama Lengkap", "Tempat Lahir", "Tgl Lahir", "Umur", "JK", "Alamat", "Kec", "Kel"],
                [1, "F", "Fatimah Djafar", "Ternate", None, "3 bln", "P", "RT.3/RW.4", "Tersel", "Ngade"],
                [2, "H", "Hamza Malik", "Tobelo", "1 Jan 1970", 56, "L", "Jl. Pemuda", "Moti", "Figur"],
            ],
            title="Data",
            before={"Petunjuk": [["Petunjuk pengisian"], ["Isi nama dan NIK pada lembar Data"]]},
        )
    )

    assert (register.sheet, register.sheets, register.as_of) == ("Data", ["Petunjuk", "Data"], "2026-10-31")
    one, two = register.rows
    assert (one.values["birth_year"], one.values["birth_date"]) == (2026, None)
    assert (one.values["rt"], one.values["rw"], one.values["kelurahan"]) == ("03", "04", "82.71.02.1025")
    assert two.values["birth_date"] == "1970-01-01" and not two.problems


def test_csv_with_semicolons_in_windows_letters_and_total_rows():
    text = (
        "Daftar;;;;\r\n"
        "NAMA;L/P;TTL;KELURAHAN, KECAMATAN;KETERANGAN\r\n"
        "André Soleman;L;Ternate, 12-05-1990;Kalumata, Ternate Selatan;jgn ke rumah – WA saja\r\n"
        "Jumlah Kalumata;1;;;\r\n"
        "MARYAM HI.ADAM;P;7/8/85;Dufa2 (Ternate Utara);\r\n"
        "TOTAL;2;;;\r\n"
        ";;;Ternate, 31 Oktober 2026;\r\n"
        "Mengetahui;;;;\r\n"
        ";;;Ketua LKS;\r\n"
    )
    register = read(text.encode("cp1252"), "daftar.csv")

    assert [row.values["name"] for row in register.rows] == ["André Soleman", "Maryam Hi.Adam"]
    one, two = register.rows
    assert one.values["birth_date"] == "1990-05-12" and one.values["kelurahan"] == "82.71.02.1004"
    assert two.values["birth_date"] == "1985-08-07" and two.values["kelurahan"] == "82.71.03.1013"
    assert {(p.kind, p.value) for p in one.proposals} >= {("home_visit", "tidak")}
    assert [s.why for s in register.skipped] == ["total", "total", "after_total", "after_total", "after_total"]


def test_csv_of_other_kinds():
    lines = ["Nama{0}L/P{0}Kelurahan", "Siti Contoh{0}P{0}Kastela"]
    for separator in ",\t;|":
        text = "\n".join(lines).format(separator)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            assert read(text.encode(encoding), "x.csv").rows[0].values["kelurahan"] == "82.71.01.1003"
    assert read(b"sep=;\r\nNama;L/P;Kelurahan\r\nSiti;P;Rua", "x.csv").rows[0].values["sex"] == "P"


def test_kelurahan_merged_downwards_counts_for_each_row_but_a_name_does_not():
    register = read(
        book(
            [
                ["Kelurahan", "Nama", "Sex", "Umur"],
                ["Sasa", "Yusuf Malik", "L", 40],
                [None, "Rusdi Malik", "L", 44],
                ["Rua", "Salma Latif", "P", 30],
                [None, None, "P", 31],
            ],
            merge=["A2:A3", "A4:A5", "B4:B5"],
        )
    )

    assert [row.values["kelurahan"] for row in register.rows[:2]] == ["82.71.02.1001"] * 2
    assert len(register.rows) == 3 and register.skipped[0].why == "note"


def test_notes_repeated_headings_and_printed_numbers_are_no_people():
    heading = ["No", "Nama", "L/P", "Kelurahan", "No HP"]
    register = read(
        book([
            heading,
            [1, "Abdul Contoh", "L", "Loto", None],
            ["Catatan: nomor berikut belum lengkap"],
            heading,
            [2, "Halima Contoh", "P", "Bula", "-"],
            [3],
            [4],
        ])
    )  # fmt: skip

    assert [row.values["number"] for row in register.rows] == ["1", "2"]
    assert [skipped.why for skipped in register.skipped] == ["note", "heading", "note", "note"]


def test_a_person_may_choose_columns_and_sheet():
    rows = [["Nama", "Orang", "L/P", "Kelurahan"], ["Kode 1", "Siti Contoh", "P", "Loto"]]
    content = book(rows, title="Satu", before={"Dua": rows})

    register = read(content, sheet="Satu", mapping={0: "ignored", 1: "name"})

    assert register.sheet == "Satu" and register.rows[0].values["name"] == "Siti Contoh"
    assert fields(register) == {"B": "name", "C": "sex", "D": "kelurahan"}
    assert read(content, mapping=register.mapping).rows[0].values["name"] == "Siti Contoh"


def test_columns_without_heading_are_known_by_what_stands_in_them():
    register = read(
        book([["Nama", "Kelurahan", "Keterangan", None, None]]
             + [[f"Siti {letter}", "Loto", None, f"82710269028890{n:02}", f"08123456{n:04}"]
                for n, letter in enumerate("ABCDE", start=1)])
    )  # fmt: skip

    assert fields(register) == {"A": "name", "B": "kelurahan", "C": "remark", "D": "nik", "E": "phone"}


def test_formulas_without_result_are_named_not_shown_as_empty():
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Nama", "L/P", "Umur", "Kelurahan"])
    sheet.append(["Siti Contoh", "P", "=2026-1990", "Loto"])

    row = read(saved(workbook)).rows[0]

    assert [(p.field, p.code) for p in row.problems] == [("birth_date", "formula")]
    assert row.values["birth_year"] is None


def test_duplicates_inside_a_file():
    register = read(
        book([
            ["Nama", "NIK", "Tgl Lahir", "Kelurahan", "L/P"],
            ["Muhammad Usman", "8271021203889002", "12/03/1988", "Fitu", "L"],
            ["M. Usman", "'8271 0212 0388 9002", None, "Sasa", "L"],  # the same NIK
            ["Muh. Usman", None, "12-3-88", "Jambula", "L"],  # the same name and date
            ["Muhamad Usmana", None, 1988, "Fitu", "L"],  # a similar name, the same year and kelurahan
            ["Muhammad Usman", "8271021203889010", "12/03/1988", "Fitu", "L"],  # another NIK: another person
            ["Muhammad Usman", None, "13/03/1988", "Fitu", "L"],  # another day
            ["Muhammad Usman", None, None, "Fitu", "L"],  # a name alone is not enough
        ])
    )  # fmt: skip

    assert [(row.duplicate_of_row, row.duplicate_how) for row in register.rows] == [
        (None, ""), (2, "nik"), (2, "name_birth"), (2, "similar"), (None, ""), (None, ""), (None, ""),
    ]  # fmt: skip
