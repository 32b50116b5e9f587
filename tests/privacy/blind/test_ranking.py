"""Who fits better stands first."""

import pytest

from privacy.blind import FITS, fold, score


def fit(typed, legal_name, call_name=""):
    return score(fold(typed), fold(legal_name), fold(call_name))


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("siti rahma", "Siti Rahma", "Siti Rahmawati"),
        ("siti rahma", "Siti Rahma", "Siti Rahma Yunus"),
        ("sit rahm", "Siti Rahmawati", "Sri Rukmana"),
        ("ali umar", "Ali Umar", "Umar Ali"),
        ("djafar", "Djafar", "Jafar"),
        ("umasgi", "Marlina Umasugi", "Marlina Sangadji"),
        ("nurhayati", "Nur Hayati", "Nuraini"),
        ("marlina umasugi", "Marlina Umasugi", "Marliana Umasangadji"),
    ],
)
def test_order(typed, better, worse):
    assert fit(typed, better) > fit(typed, worse)


def test_one_slip_in_a_whole_name_fits_and_a_stranger_does_not():
    assert fit("Marlima Umasugi", "Marlina Umasugi") >= FITS
    assert fit("Marlina Umasugi", "Burhan Saban") < 0.5


def test_the_name_to_be_called_by_counts():
    assert fit("ima", "Rahmawati Umasugi", "Ima") >= FITS


def test_nothing_typed_fits_nobody():
    assert fit("", "Siti") == 0 == fit("siti", "")
