"""How well a name that was found answers what was typed.

The database has met pieces; here whole words are compared, so that what met by chance goes to the end.
"""

from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from privacy.blind.fold import Word
from privacy.blind.pieces import joined_neighbours

STILL_BEING_TYPED = 0.92  # the beginning of a word counts almost as the word
ONE_SLIP_AT_MOST, SEVERAL_SLIPS_AT_MOST = 0.9, 0.75
ONE_SLIP_AT_LEAST = 0.8  # in a word of three letters
LONG_FOR_ONE_WORD = 8
EXTRA_WORD_COSTS = 0.005  # Siti Rahma before Siti Rahma Yunus, when "siti rahma" was typed
SAME_PLACE_GAINS = 0.003  # Ali Umar before Umar Ali, when "ali umar" was typed
SPELT_ALIKE_GAINS = 0.002  # Djafar before Jafar, when "djafar" was typed


class Fit(NamedTuple):
    score: float  # of all words typed, weighed by their length; 1 or a trifle beside fits letter by letter
    weakest: float  # of the word that fits worst

    @property
    def is_good(self):
        """Every word is right, begun, or one slip away."""
        return self.weakest >= ONE_SLIP_AT_LEAST


NONE = Fit(0.0, 0.0)


def fit(asked: list[Word], legal: list[Word], called: list[Word]) -> Fit:
    """How a person's words answer the words asked."""
    words = [*legal, *(word for word in called if word not in legal)]
    if not asked or not words:
        return NONE
    best = _compare(asked, words)
    if best.weakest < STILL_BEING_TYPED:
        best = max(best, _compare_without_gaps(asked, legal, words))
    in_place = sum(typed.sound == word.sound for typed, word in zip(asked, legal, strict=False))
    spelt_alike = sum(typed in words for typed in asked)
    gains = (SAME_PLACE_GAINS * in_place + SPELT_ALIKE_GAINS * spelt_alike) / len(asked)
    return best._replace(score=best.score + gains - EXTRA_WORD_COSTS * max(0, len(legal) - len(asked)))


def _compare(asked: list[Word], words: list[Word]) -> Fit:
    likenesses = [max(_likeness(typed, word) for word in words) for typed in asked]
    lengths = [len(typed.plain) for typed in asked]
    weighed = sum(likeness * length for likeness, length in zip(likenesses, lengths, strict=True))
    return Fit(weighed / sum(lengths), min(likenesses))


def _compare_without_gaps(asked: list[Word], legal: list[Word], words: list[Word]) -> Fit:
    """Nurhayati and Nur Hayati, whichever was typed."""
    best = NONE
    if any(len(typed.plain) >= LONG_FOR_ONE_WORD for typed in asked):
        best = _compare(asked, words + joined_neighbours(legal))
    for at, pair in enumerate(pairwise(asked)):
        for joined in joined_neighbours(pair):
            if len(joined.plain) >= LONG_FOR_ONE_WORD - 2:
                best = max(best, _compare([*asked[:at], joined, *asked[at + 2 :]], words))
    return best


def _likeness(typed: Word, word: Word) -> float:
    """1 for the same word. One slip (a swap of neighbours is one) costs more in a short word than in a long one."""
    if typed.sound == word.sound:
        return 1.0
    if len(typed.plain) > 2 and typed.sound[0] == word.sound[0] and typed.sound in word.beginning(len(typed.plain)):
        return STILL_BEING_TYPED
    slips = OSA.distance(typed.sound, word.sound)
    if 1 < slips < 4:
        slips = min(slips, OSA.distance(typed.plain, word.plain))
    longest = max(len(typed.plain), len(word.plain))
    if slips <= 1:
        return min(ONE_SLIP_AT_MOST, 1 - 0.6 / longest)
    return max(0.0, min(SEVERAL_SLIPS_AT_MOST, 1 - slips / longest))
