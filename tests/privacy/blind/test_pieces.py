"""What survives a slip: asked as properties of all words, not of a few."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.blind import pieces
from privacy.blind.fold import Word, fold, phonetic

LETTERS = string.ascii_lowercase
WORDS = st.text(LETTERS, min_size=5, max_size=12)
PLACES = st.integers(0, 11)


def word(plain):
    return Word(plain, phonetic(plain))


def slip(plain, kind, place, letter):
    """Leave out, add, exchange, or swap with the next."""
    at = place % len(plain)
    return {
        "left out": plain[:at] + plain[at + 1 :],
        "added": plain[:at] + letter + plain[at:],
        "exchanged": plain[:at] + letter + plain[at + 1 :],
        "swapped": plain[:at] + plain[at : at + 2][::-1] + plain[at + 2 :],
    }[kind]


SLIPS = st.tuples(st.sampled_from(["left out", "added", "exchanged", "swapped"]), PLACES, st.sampled_from(LETTERS))


@given(WORDS, SLIPS)
@settings(max_examples=400)
def test_a_word_is_met_in_spite_of_one_slip(plain, one):
    assert pieces.near(word(slip(plain, *one))) & pieces.stored_for_word(word(plain))


@given(st.text("abdgklmnprtwz", min_size=6, max_size=7), SLIPS, SLIPS)
@settings(max_examples=400)
def test_a_plainly_written_word_is_met_in_spite_of_two_slips(plain, one, other):
    """Of letters that no folding rule joins: else a slip can change the sound of its neighbours too."""
    mistaken = word(slip(slip(plain, *one), *other))
    if (
        mistaken.sound != mistaken.plain
        or phonetic(plain) != plain
        or len(mistaken.sound) not in pieces.TO_SHORTEN_TWICE
    ):
        return
    assert pieces.far(mistaken) & pieces.stored_for_word(word(plain))


@given(WORDS, st.integers(3, 12))
def test_a_word_is_met_while_it_is_being_typed(plain, length):
    assert pieces.as_typed(word(plain[:length])) & pieces.stored_for_word(word(plain))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("rah", "Rahmawati"), ("rahm", "Rahmawati"), ("gai", "Gailea"), ("muh", "Mohamad"), ("moham", "Muhammad"),
        ("djaf", "Jafar"), ("tja", "Tjandra"), ("can", "Tjandra"), ("khad", "Hadija"), ("abdurr", "Abd. Rachman"),
    ],
)  # fmt: skip
def test_beginnings_are_met_where_a_rule_is_cut_in_two(typed, name):
    stored = pieces.stored_for_person(fold(name), [])
    assert all(pieces.near(asked) & stored for asked in fold(typed))


def test_neighbours_are_stored_joined():
    joined = pieces.whole(fold("Nurhayati")[0].sound)
    assert joined in pieces.stored_for_person(fold("Nur Hayati"), [])


def test_the_name_to_be_called_by_is_stored_too():
    assert pieces.near(fold("Ima")[0]) & pieces.stored_for_person(fold("Rahmawati Umasugi"), fold("Ima"))
