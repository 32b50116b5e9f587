"""How many disguises a piece of a name needs so that its being common does not give it away.

The list of words is a rough picture of the names of Maluku Utara, drawn by hand from no register. It stays in the
application and never enters the database, where it would help to count. A word that is missing from it merely hides
less well. Raising a share is always safe; lowering one, or taking a word out, hides people from the search until
everyone is indexed anew, because fewer disguises are asked for than were drawn.
"""

import math
from collections import Counter
from functools import cache
from pathlib import Path

from privacy.blind import pieces
from privacy.blind.fold import fold
from privacy.blind.pieces import Piece

CARRIED_BY_AT_MOST = 0.002  # of all people, by one disguise of one piece
# Beginnings and endings gather many rare words (-wati, -udin), so each has some disguises whatever the list says.
AT_LEAST = {"w": 1, "b": 8, "e": 24}
LIST = Path(__file__).with_name("common_words.txt")


@cache
def disguises_of_pieces() -> dict[Piece, int]:
    """How many disguises each piece of a common word has."""
    shares = Counter()
    for word, share in shares_of_words().items():
        for piece in pieces.pieces_of_word(word):
            shares[piece] += share
    needed = {piece: math.ceil(share / CARRIED_BY_AT_MOST) for piece, share in shares.items()}
    return {piece: count for piece, count in needed.items() if count > AT_LEAST[piece.kind]}


def shares_of_words() -> dict[str, float]:
    """The share of people who carry a word, by folded word; spellings that sound alike count together."""
    shares = Counter()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        per_thousand, _, words = line.partition("#")[0].partition(":")
        for word in words.split():
            for folded in fold(word):
                shares[folded] += float(per_thousand) / 1000
    return shares
