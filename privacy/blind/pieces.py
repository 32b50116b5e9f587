"""A folded word -> pieces, of which at least one survives a slip of the pen.

Two words that differ by one letter (left out, added, exchanged, swapped with its neighbour) share a piece when each gives
the word and all that is left of it after one letter is taken out. Beginnings let people type on: "sit rahm". Endings are
asked only when nothing better was found: they catch a word that went wrong twice near its beginning.
"""

from typing import NamedTuple

SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 6
ENDING = 4
SHORTEST_TO_SHORTEN = 4  # "adi" without a letter would meet half the island
LONGEST_JOINED = 14
GO_BEFORE_A_NAME = frozenset({"muhamad", "abdul"})  # never written together with what follows in a way the fold misses


class Piece(NamedTuple):
    """The kind goes into the key's digest: the beginning "sit" and the word "sit" are different numbers."""

    kind: str
    text: str


def whole(word: str) -> Piece:
    return Piece("w", word)


def shortened(word: str) -> set[Piece]:
    """The word with each letter left out in turn; same kind as the whole word, so that "rama" meets "ramah"."""
    if len(word) < SHORTEST_TO_SHORTEN:
        return set()
    return {Piece("w", word[:at] + word[at + 1 :]) for at in range(len(word))}


def beginnings(word: str) -> set[Piece]:
    return {Piece("b", word[:length]) for length in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING) + 1)}


def ending(word: str) -> set[Piece]:
    return {Piece("e", word[-ENDING:])} if len(word) > ENDING else set()


def joined(words: list[str]) -> set[Piece]:
    """Neighbours as one word: Nur Hayati is found as Nurhayati."""
    pairs = [first + second for first, second in zip(words, words[1:]) if first not in GO_BEFORE_A_NAME]
    return {whole(pair) for pair in pairs if len(pair) <= LONGEST_JOINED}


def pieces_of_word(word: str) -> set[Piece]:
    """All that is stored for a word."""
    return {whole(word)} | shortened(word) | beginnings(word) | ending(word)


def pieces_of_names(legal: list[str], called: list[str]) -> set[Piece]:
    """All that is stored for a person: the words of both names, and the legal name's neighbours joined."""
    stored = joined(legal)
    for word in {*legal, *called}:
        stored |= pieces_of_word(word)
    return stored


def near(word: str) -> set[Piece]:
    """What a word is asked by at first: one slip away, or still being typed."""
    start = Piece("b", word[:LONGEST_BEGINNING])
    return {whole(word)} | shortened(word) | ({start} if len(word) >= SHORTEST_BEGINNING else set())


def far(word: str) -> set[Piece]:
    """What a word is asked by when too little was found: the same beginning, or the same ending."""
    start = Piece("b", word[: SHORTEST_BEGINNING if len(word) < 6 else SHORTEST_BEGINNING + 1])
    return near(word) | ending(word) | ({start} if len(word) >= SHORTEST_BEGINNING else set())
