"""Who fits better stands first."""

import pytest

from privacy.blind import fit, fold


def fits(typed, legal_name, call_name=""):
    return fit(fold(typed), fold(legal_name), fold(call_name))


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
    assert fits(typed, better).score > fits(typed, worse).score


@pytest.mark.parametrize(
    ("typed", "legal_name", "call_name"),
    [
        ("Marlima Umasugi", "Marlina Umasugi", ""),
        ("sit rahm", "Siti Rahmawati", ""),
        ("nur hayati saban", "Nurhayati Saban", ""),
        ("syarifkarim", "Muh. Syarif Karim", ""),
        ("ima", "Rahmawati Umasugi", "Ima"),
    ],
)
def test_right_begun_or_one_slip_away_is_good(typed, legal_name, call_name):
    assert fits(typed, legal_name, call_name).is_good


def test_one_word_that_does_not_fit_is_not_outweighed_by_the_others():
    assert fits("afaia fauzi", "Rafisyah Fauzi").score > 0.8
    assert not fits("afaia fauzi", "Rafisyah Fauzi").is_good
    assert fits("Marlina Umasugi", "Burhan Saban").score < 0.5


def test_nothing_typed_fits_nobody():
    assert fits("", "Siti").score == 0 == fits("siti", "").score
