"""Pieces of names -> numbers that only the holder of the index key can make.

A piece carried by many people would give itself away by being common: someone with a stolen dump and a list of common
names need only count. So a common piece has many disguises (`common_words.py`), each person carries one of them, drawn at
random, and a question asks for all of them.
"""

import hmac
import secrets
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from privacy import keyring
from privacy.blind import pieces
from privacy.blind.common_words import AT_LEAST, disguises_of_pieces
from privacy.blind.fold import fold
from privacy.blind.pieces import Piece

MOST_WORDS_ASKED = 5
NUMBERS_IN_A_DIGEST = 8  # SHA-256 is eight 4-byte numbers; the 9th disguise needs a second digest


@dataclass(frozen=True)
class AskedWord:
    """A row must carry one of `near`; one of `whole` means that the word was met letter by letter."""

    whole: list[int]
    near: list[int]


Question = list[AskedWord]  # every word must be met


class BlindIndex:
    def __init__(self, key: bytes, disguises: Mapping[Piece, int]):
        self._key = hmac.digest(key, b"name pieces", "sha256")
        self._disguises = disguises

    def stored(self, legal_name: str, call_name: str = "") -> list[int]:
        """The numbers to keep beside a sealed name. Drawn anew at each call: call it only when a name has changed."""
        carried = pieces.pieces_of_names(fold(legal_name), fold(call_name))
        return sorted({self._number(piece, secrets.randbelow(self._count(piece))) for piece in carried})

    def rounds(self, text: str) -> list[list[Question]]:
        """What to ask the database, strictest first; a further round only when the one before found too little."""
        words = list(dict.fromkeys(fold(text)))[:MOST_WORDS_ASKED]
        if not words:
            return []
        near = {word: self._asked(word, pieces.near(word)) for word in words}
        strict = [near[word] for word in words]
        return [[strict], self._as_joined(words, near) + self._with_one_far(words, near), self._with_one_left_out(strict)]

    def _as_joined(self, words: list[str], near: dict[str, AskedWord]) -> list[Question]:
        """ "Nur Hayati" may stand as Nurhayati."""
        questions = []
        for at in range(len(words) - 1):
            pair = words[at] + words[at + 1]
            others = [near[word] for word in words[:at] + words[at + 2 :]]
            questions.append([self._asked(pair, pieces.near(pair)), *others])
        return questions

    def _with_one_far(self, words: list[str], near: dict[str, AskedWord]) -> list[Question]:
        questions = []
        for far_word in words:
            others = [near[word] for word in words if word != far_word]
            questions.append([self._asked(far_word, pieces.far(far_word)), *others])
        return questions

    @staticmethod
    def _with_one_left_out(strict: Question) -> list[Question]:
        return [strict[:at] + strict[at + 1 :] for at in range(len(strict))] if len(strict) > 1 else []

    def _asked(self, word: str, by: Iterable[Piece]) -> AskedWord:
        return AskedWord(
            whole=self._all_numbers(pieces.whole(word)),
            near=[number for piece in sorted(by) for number in self._all_numbers(piece)],
        )

    def _count(self, piece: Piece) -> int:
        return self._disguises.get(piece, AT_LEAST[piece.kind])

    def _all_numbers(self, piece: Piece) -> list[int]:
        blocks = range(-(-self._count(piece) // NUMBERS_IN_A_DIGEST))
        return [number for block in blocks for number in self._block(piece, block)][: self._count(piece)]

    def _number(self, piece: Piece, disguise: int) -> int:
        block, place = divmod(disguise, NUMBERS_IN_A_DIGEST)
        return self._block(piece, block)[place]

    def _block(self, piece: Piece, block: int) -> tuple[int, ...]:
        message = f"{piece.kind}{block}|{piece.text}".encode()
        return struct.unpack(">8i", hmac.digest(self._key, message, "sha256"))


def name_index() -> BlindIndex:
    """The index under this installation's key."""
    return _index_under(keyring.index_key())


@lru_cache(maxsize=4)
def _index_under(key: bytes) -> BlindIndex:
    return BlindIndex(key, disguises_of_pieces())
