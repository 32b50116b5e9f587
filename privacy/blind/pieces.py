"""A word -> pieces, of which at least one survives a slip of the pen or two.

A slip is a letter left out, added or exchanged, or two neighbours swapped. Words one slip apart share a piece when each
gives itself and all that is left of it after one letter is taken out; words two slips apart, after two. Letters are
taken out of the word as written and of its sound, for a slip can hide what a folding rule looks for. Beginnings let
people type on: "sit rahm".
"""

from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

from privacy.blind.fold import ABDUL, MUHAMAD, Word, phonetic

SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 6
SHORTEST_TO_SHORTEN = 4  # asked at first; "adi" without a letter would meet half the island
TO_SHORTEN_TWICE = range(5, 10)  # longer words give too many pieces, and mostly begin right
LONGEST_JOINED = 24


class Kind(StrEnum):
    """Goes into the keyed digest: the beginning "sit" and the word "sit" are different numbers."""

    WORD = "w"  # whole, or without one letter
    SCANT = "s"  # what little is left of a short word, or after two letters: too many share it to be asked at first
    BEGINNING = "b"


class Piece(NamedTuple):
    kind: Kind
    text: str


def whole(sound: str) -> Piece:
    return Piece(Kind.WORD, sound)


def shortened(word: Word) -> set[str]:
    """What is left with each letter taken out in turn."""
    by_sound = {word.sound[:at] + word.sound[at + 1 :] for at in range(len(word.sound))}
    as_written = {phonetic(word.plain[:at] + word.plain[at + 1 :]) for at in range(len(word.plain))}
    return (by_sound | as_written) - {""}


def shortened_twice(word: Word) -> set[str]:
    if len(word.sound) not in TO_SHORTEN_TWICE:
        return set()
    places = combinations(range(len(word.sound)), 2)
    return {word.sound[:at] + word.sound[at + 1 : then] + word.sound[then + 1 :] for at, then in places}


def beginning(word: Word, length: int) -> set[Piece]:
    """The first letters of a word that has so many, else all of it as the beginning of a longer one."""
    if len(word.plain) < SHORTEST_BEGINNING:
        return set()
    return {Piece(Kind.BEGINNING, sound) for sound in word.beginning(length)}


def joined_neighbours(words: list[Word]) -> list[Word]:
    """Nur Hayati is also Nurhayati. Muhammad and Abdul stand before so many names that they are left alone."""
    pairs = [first.plain + second.plain for first, second in pairwise(words) if first.sound not in (MUHAMAD, ABDUL)]
    return [Word(pair, phonetic(pair)) for pair in pairs if len(pair) <= LONGEST_JOINED]


def stored_for_word(word: Word) -> set[Piece]:
    stored = one_slip(word) | {Piece(Kind.SCANT, rest) for rest in shortened_twice(word)}
    if not is_long_enough(word):
        stored |= {Piece(Kind.SCANT, rest) for rest in shortened(word)}
    for length in range(SHORTEST_BEGINNING, min(len(word.plain), LONGEST_BEGINNING) + 1):
        stored |= beginning(word, length)
    return stored


def stored_for_person(legal: list[Word], called: list[Word]) -> set[Piece]:
    """The pieces of the words of both names, and the legal name's neighbours joined.

    A single letter is left out: it finds nobody, and by being few they would show.
    """
    stored = {whole(pair.sound) for pair in joined_neighbours(legal)}
    for word in {*legal, *called}:
        if len(word.sound) > 1:
            stored |= stored_for_word(word)
    return stored


def is_long_enough(word: Word) -> bool:
    return len(word.plain) >= SHORTEST_TO_SHORTEN


def one_slip(word: Word) -> set[Piece]:
    rests = shortened(word) if is_long_enough(word) else set()
    return {whole(word.sound)} | {Piece(Kind.WORD, rest) for rest in rests}


def as_typed(word: Word) -> set[Piece]:
    """The word itself, or one that begins with it."""
    return {whole(word.sound)} | beginning(word, LONGEST_BEGINNING)


def near(word: Word) -> set[Piece]:
    """As typed, or one slip away."""
    return as_typed(word) | one_slip(word)


def far(word: Word) -> set[Piece]:
    """Two slips away, or with much the same beginning."""
    length = SHORTEST_BEGINNING if len(word.plain) < 6 else SHORTEST_BEGINNING + 1
    rests = {word.sound} | shortened(word) | shortened_twice(word)
    return {Piece(kind, rest) for kind in (Kind.WORD, Kind.SCANT) for rest in rests} | beginning(word, length)
