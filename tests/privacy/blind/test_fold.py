"""Spellings of one name meet; names of different people mostly do not."""

import pytest

from cases.management import invented_names
from privacy.blind.fold import SOUNDS, fold, fold_whole, phonetic, plain_words


def sounds(name):
    return [word.sound for word in fold(name)]


@pytest.mark.parametrize("example", [example for *_, example in SOUNDS])
def test_every_rule_makes_its_example_meet(example):
    written, other = example.split()
    assert phonetic(written) == phonetic(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moh. Djafar", "Muhammad Jafar"),
        ("M. Rahman", "Mohamad Rachman"),
        ("Abd. Rahman", "Abdurrahman"),
        ("Abdoel Rachman", "Abdulrahman"),
        ("Abdurahim", "Abdul Rahim"),
        ("Abdussalam", "Abdul Salam"),
        ("Abdullah", "Abdulah"),
        ("St. Khadidjah", "Siti Hadija"),
        ("Nur'aini", "Nuraini"),
        ("Nur\u2019aini", "Nuraini"),
        ("Soleman Husen", "Sulaiman Hussein"),
        ("Chairul", "Khaerul"),
        ("Soekarno", "Sukarno"),
        ("Tjandra", "Candra"),
        ("Hi.Adam", "Adam"),
        ("Hj. Aisjah", "AISYAH"),
        ("Sitti Faticha", "Siti Fatihah"),
        ("José", "Jose"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rahma", "Rahmi"), ("Hasan", "Hasna"), ("Siti", "Sri"), ("Abdullah", "Abdul"), ("Umar", "Amir"), ("Ali", "Adi")],
)
def test_different_names_stay_apart(one, other):
    assert sounds(one) != sounds(other)


def test_titles_are_no_part_of_a_name():
    assert plain_words("Hi. Drs. Kasim, S.Pd") == ["kasim", "pd"]
    assert plain_words("Hj.") == []
    assert plain_words("Ci M") == ["m"]


@pytest.mark.parametrize(
    ("name", "word"), [("Ci M", "cim"), ("ci m.", "cim"), ("Ibu", "ibu"), ("Hi. Om", "hiom"), ("A. B.", "ab")]
)
def test_titles_and_initials_alone_are_one_word(name, word):
    assert [one.plain for one in fold_whole(name)] == [word]


@pytest.mark.parametrize(
    "name", [*invented_names.MEN[:20], *invented_names.FAMILIES[:20], "M. Rahman", "Ci Ani", "M. A."]
)
def test_other_names_fold_as_ever(name):
    assert fold_whole(name) == fold(name)


@pytest.mark.parametrize("nothing", ["", "  ", "'", "123", "…"])
def test_what_has_no_letters_folds_to_nothing(nothing):
    assert fold(nothing) == []
