"""Numbers that only the key gives, and common names that do not stand out."""

from collections import Counter

import pytest

from privacy.blind import BlindIndex, pieces
from privacy.blind.common_words import CARRIED_BY_AT_MOST, Disguises, disguises, shares_of_words
from privacy.blind.fold import fold
from privacy.blind.pieces import Kind, Piece

KEY = b"k" * 32


@pytest.fixture(scope="module")
def index():
    return BlindIndex(KEY, disguises())


def met(index, text, legal_name, call_name="", round_=0):
    """Whether some question of a round is answered by this person."""
    stored = set(index.stored(legal_name, call_name))
    questions = list(index.rounds(text))[round_]
    return any(all(stored & set(word.near) for word in question) for question in questions)


@pytest.mark.parametrize(
    ("text", "legal_name"),
    [
        ("siti rahmawati", "Siti Rahmawati"),
        ("sit rahm", "St. Rachmawaty"),
        ("rahmawati siti", "Siti Rahmawati"),
        ("umasgi", "Marlina Umasugi"),
        ("moh jafar", "Muhammad Djafar"),
        ("abdurahman", "Abd. Rachman"),
        ("nurhayati", "Nur Hayati Saban"),
    ],
)
def test_found_at_first_asking_whatever_disguise_was_drawn(index, text, legal_name):
    assert all(met(index, text, legal_name) for _ in range(20))


@pytest.mark.parametrize(
    ("text", "legal_name", "round_"),
    [
        ("mar lina saban", "Marlina Saban", 1),
        ("marlina umxszgi", "Marlina Umasugi", 1),
        ("xxx umasugi", "Adi Umasugi", 2),
    ],
)
def test_found_by_a_looser_round(index, text, legal_name, round_):
    assert not met(index, text, legal_name)
    assert met(index, text, legal_name, round_=round_)


def test_someone_else_is_not_met(index):
    assert not met(index, "siti rahmawati", "Burhan Marsaoly")


def test_another_key_gives_other_numbers():
    ours, theirs = (BlindIndex(key, Disguises({})) for key in (KEY, b"l" * 32))
    assert not set(ours.stored("Zubaidah Contoh")) & set(theirs.stored("Zubaidah Contoh"))


def test_a_beginning_and_a_word_of_the_same_letters_are_different_numbers(index):
    word, beginning = (index._all_numbers(Piece(kind, "sit")) for kind in (Kind.WORD, Kind.BEGINNING))
    assert not set(word) & set(beginning)


def test_every_disguise_is_asked_for_and_no_more(index):
    for word in fold("Muhammad Siti Umasugi Zubaidah"):
        piece = pieces.whole(word.sound)
        numbers = index._all_numbers(piece)
        assert len(set(numbers)) == disguises().count(piece)
        assert {index._number(piece, drawn) for drawn in range(len(numbers))} == set(numbers)


def test_a_common_name_hides_among_its_disguises(index):
    share = next(share for word, share in shares_of_words().items() if word.sound == "siti")
    carried = Counter(number for _ in range(600) for number in index.stored("Siti Contoh"))
    of_siti = [carried[number] for number in index._all_numbers(pieces.whole("siti"))]
    assert sum(of_siti) == 600
    assert max(of_siti) / 600 * share < 3 * CARRIED_BY_AT_MOST


def test_initials_leave_no_number(index):
    assert index.stored("H", "A.") == []


@pytest.mark.parametrize("name", ["Ci M", "Ibu", "Om A", "Hi. H"])
@pytest.mark.parametrize("place", ["legal_name", "call_name"])
def test_titles_and_initials_alone_are_found_as_one_word(index, name, place):
    stored = set(index.stored(**{"legal_name": "", "call_name": "", place: name}))
    (question, *_more) = next(iter(index.rounds(name.lower())))
    assert all(stored & set(word.near) for word in question)
    assert not met(index, name, "Siti Contoh", "Ani")


def test_names_without_letters_ask_and_store_nothing(index):
    assert index.stored("", "") == []
    assert list(index.rounds("…")) == []


def test_what_is_stored_are_four_byte_integers(index):
    assert all(-(2**31) <= number < 2**31 for number in index.stored("Siti Rahmawati Umasugi", "Ima"))
