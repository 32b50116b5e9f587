"""How many disguises a piece of a name needs so that its being common does not give it away.

The list of words is a rough picture of the names of Maluku Utara, drawn by hand from no register. It stays in the
application and never enters the database, where it would help to count. A word that is missing from it merely hides
less well. Raising a share is always safe; lowering one, or taking a word out, hides people from the search until
everyone is indexed anew, because fewer disguises are asked for than were drawn.
"""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from privacy.blind import pieces
from privacy.blind.fold import Word, fold
from privacy.blind.pieces import Kind, Piece

CARRIED_BY_AT_MOST = 0.002  # of all people, by one disguise of one piece
# Beginnings and scant pieces gather many rare words, so each has some disguises whatever the list says.
AT_LEAST = {Kind.WORD: 1, Kind.SCANT: 2, Kind.BEGINNING: 8}
LIST = Path(__file__).with_name("common_words.txt")


class Disguises:
    """How many disguises each piece has, worked out from the shares of words."""

    def __init__(self, shares: Mapping[Word, float]):
        of_pieces = Counter()
        for word, share in shares.items():
            for piece in pieces.stored_for_word(word):
                of_pieces[piece] += share
        self._counts = {
            piece: _needed(share) for piece, share in of_pieces.items() if _needed(share) > AT_LEAST[piece.kind]
        }
        self._common = {word.sound for word, share in shares.items() if _needed(share) > 1}

    def count(self, piece: Piece) -> int:
        return self._counts.get(piece, AT_LEAST[piece.kind])

    def share(self, word: Word) -> float:
        """Roughly the share of people who carry a word, or one that is near it."""
        return self.count(pieces.whole(word.sound)) * CARRIED_BY_AT_MOST

    def is_common(self, word: Word) -> bool:
        return word.sound in self._common


def _needed(share: float) -> int:
    return math.ceil(share / CARRIED_BY_AT_MOST)


@cache
def disguises() -> Disguises:
    return Disguises(shares_of_words())


def shares_of_words() -> dict[Word, float]:
    """The share of people who carry a word, by word."""
    shares = Counter()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        per_thousand, _, words = line.partition("#")[0].partition(":")
        for word in words.split():
            for folded in fold(word):
                shares[folded] += float(per_thousand) / 1000
    return shares
