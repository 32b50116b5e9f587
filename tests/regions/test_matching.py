"""What people type finds the kelurahan they mean, or says that it does not know."""

import pytest

from regions.matching import gazetteer_of_file
from regions.places import places_in_file

GAZETTEER = gazetteer_of_file()
HOME = [place for place in places_in_file() if place.level == "kelurahan" and place.code.startswith("82.71.")]


@pytest.mark.parametrize(
    ("typed", "district", "name", "how"),
    [
        ("Kalumata", "", "Kalumata", "exact"), ("Kel. Kalumata", "", "Kalumata", "exact"),
        ("kalumata, kec. ternate selatan", "", "Kalumata", "exact"), ("Kalumata RT 03/RW 05", "", "Kalumata", "exact"),
        ("Gambesi (Tersel)", "", "Gambesi", "exact"), ("Dufa dufa", "", "Dufa-Dufa", "exact"),
        ("UBO-UBO", "", "Ubo-Ubo", "exact"), ("dufa2", "", "Dufa-Dufa", "abbreviation"),
        ("Mks. Brt", "", "Makassar Barat", "abbreviation"), ("Makasar Barat", "", "Makassar Barat", "spelling"),
        ("Kp. Pisang", "", "Kampung Pisang", "abbreviation"), ("mangga 2", "", "Mangga Dua", "abbreviation"),
        ("M. Dua Utara", "", "Mangga Dua Utara", "abbreviation"), ("Maliyaro", "", "Maliaro", "spelling"),
        ("Sangadji utara", "", "Sangaji utara", "spelling"), ("Djati", "", "Jati", "spelling"),
        ("Toboloe", "", "Toboleu", "close"), ("Kalamata", "", "Kalumata", "close"),
        ("Talangame", "", "Bastiong Talangame", "part"),
        ("Takomi", "Ternate Barat", "Takome", "close"), ("82.71.02.1004", "", "Kalumata", "code"),
        ("8271021004", "", "Kalumata", "code"), ("Sofifi", "", "Sofifi", "exact"),
    ],
)  # fmt: skip
def test_found(typed, district, name, how):
    match = GAZETTEER.match(typed, district)

    assert (match.name, match.how) == (name, how)


def test_ternate_comes_before_the_province_unless_told_otherwise():
    assert GAZETTEER.match("Soasio").code == "82.71.03.1008"
    assert GAZETTEER.match("Soasio", "Tidore").code == "82.72.01.1001"
    assert GAZETTEER.match("Tabona").district == "Kota Ternate Selatan"


@pytest.mark.parametrize("typed", ["Bastiong", "Makassar", "Takomi", "Galala", "Bobo"])
def test_two_that_fit_equally_are_named_and_none_is_chosen(typed):
    match = GAZETTEER.match(typed)

    assert not match and match.how == "several" and len(match.others) > 1


@pytest.mark.parametrize(
    ("typed", "district"),
    [("Sofifi lama", "Kota Ternate Utara"), ("Sofifi", "Ternate Utara"), ("Kalumata Puncak", ""), ("Ruas", ""),
    ("-", ""), ("", ""), (None, None)],
)  # fmt: skip
def test_not_found(typed, district):
    assert not GAZETTEER.match(typed, district)


def test_a_name_in_another_district_is_found_and_said():
    match = GAZETTEER.match("Pantai Sagu", "Ternate Utara")

    assert match.code == "82.71.05.1005" and match.district_differs


def test_every_kelurahan_is_found_by_its_own_name_and_one_dropped_letter_hardly_ever_misleads():
    wrong, tried = [], 0
    for place in HOME:
        assert GAZETTEER.match(place.name).code == place.code
        for gap in range(len(place.name)):
            typed = place.name[:gap] + place.name[gap + 1 :]
            match = GAZETTEER.match(typed)
            tried += 1
            if match and match.code != place.code:
                wrong.append((typed, match.name))

    assert len(HOME) == 78 and len(wrong) <= 1, wrong  # "Lelei" is a village elsewhere
