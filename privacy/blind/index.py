"""Pieces of names -> numbers that only the holder of the index key can make.

A piece carried by many people would give itself away by being common: someone with a stolen dump and a list of common
names need only count. So a common piece has many disguises (`common_words.py`), each person carries one of them, drawn
at random, and a question asks for all of them.
"""

import hmac
import math
import secrets
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from privacy import keyring
from privacy.blind import pieces
from privacy.blind.common_words import Disguises, disguises
from privacy.blind.fold import Word, fold_whole
from privacy.blind.pieces import Piece

MOST_WORDS_ASKED = 5
FEW = 0.01  # of all people
OFTEN_WRITTEN_TOGETHER = ("nur", "sri")  # with what follows
NUMBERS_IN_A_DIGEST = 8  # SHA-256 is eight 4-byte numbers; the 9th disguise needs a second digest


@dataclass(frozen=True)
class AskedWord:
    """A row must carry one of `near`; one of `whole` means that the word was met letter by letter."""

    whole: list[int]
    near: list[int]


Question = list[AskedWord]  # every word must be met


class BlindIndex:
    def __init__(self, key: bytes, disguises: Disguises):
        self._key = hmac.digest(key, b"name pieces", "sha256")
        self._disguises = disguises

    def stored(self, legal_name: str, call_name: str = "") -> list[int]:
        """The numbers to keep beside a sealed name. Drawn anew at each call: call it only when a name has changed."""
        carried = pieces.stored_for_person(fold_whole(legal_name), fold_whole(call_name))
        return sorted({self._number(piece, _drawn_from(self._disguises.count(piece))) for piece in carried})

    def rounds(self, text: str) -> Iterator[list[Question]]:
        """What to ask the database, strictest first; a further round only when the one before found nothing that fits.

        A common word that was typed without a slip is taken at its word, for all its disguises make it dear to ask.
        """
        words = _without_repeats(fold_whole(text))[:MOST_WORDS_ASKED]
        if not words:
            return
        doubtful = [word for word in words if not self._disguises.is_common(word)]
        strict = {word: self._asked(word, pieces.near if word in doubtful else pieces.as_typed) for word in words}
        yield [list(strict.values()), *self._with_two_joined(words, strict, often=True)]
        yield self._with_two_joined(words, strict, often=False) + [
            self._with(strict, word, self._asked(word, pieces.far)) for word in doubtful or words
        ]
        yield [self._with(strict, word) for word in words if self._tell_enough([w for w in words if w != word])]

    def _with_two_joined(self, words: list[Word], strict: Mapping[Word, AskedWord], *, often: bool):
        """ "Nur Hayati" may well stand as Nurhayati; with other first words it is less likely."""
        return [
            [self._asked(pair, pieces.near), *(strict[word] for word in words if word not in (first, second))]
            for first, second in pairwise(words)
            if (first.plain in OFTEN_WRITTEN_TOGETHER) == often
            for pair in pieces.joined_neighbours([first, second])
        ]

    @staticmethod
    def _with(strict: Mapping[Word, AskedWord], replaced: Word, *replacement: AskedWord) -> Question:
        return [*(asked for word, asked in strict.items() if word != replaced), *replacement]

    def _asked(self, word: Word, by: Callable[[Word], set[Piece]]) -> AskedWord:
        return AskedWord(
            whole=self._all_numbers(pieces.whole(word.sound)),
            near=[number for piece in sorted(by(word)) for number in self._all_numbers(piece)],
        )

    def _tell_enough(self, words: list[Word]) -> bool:
        """Whether few enough people carry all these words: "siti" alone would bring thousands."""
        return bool(words) and math.prod(map(self._disguises.share, words)) <= FEW

    def _all_numbers(self, piece: Piece) -> list[int]:
        blocks = range(-(-self._disguises.count(piece) // NUMBERS_IN_A_DIGEST))
        return [number for block in blocks for number in self._block(piece, block)][: self._disguises.count(piece)]

    def _number(self, piece: Piece, disguise: int) -> int:
        block, place = divmod(disguise, NUMBERS_IN_A_DIGEST)
        return self._block(piece, block)[place]

    def _block(self, piece: Piece, block: int) -> tuple[int, ...]:
        message = f"{piece.kind}{block}|{piece.text}".encode()
        return struct.unpack(">8i", hmac.digest(self._key, message, "sha256"))


def _drawn_from(count: int) -> int:
    return secrets.randbelow(count) if count > 1 else 0


def _without_repeats(words: list[Word]) -> list[Word]:
    return list({word.sound: word for word in words}.values())


def name_index() -> BlindIndex:
    """The index under this installation's key."""
    return _index_under(keyring.index_key())


@lru_cache(maxsize=4)
def _index_under(key: bytes) -> BlindIndex:
    return BlindIndex(key, disguises())
