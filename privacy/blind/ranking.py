"""Candidates, opened, put in order: whoever fits best what was typed stands first.

The database has met pieces; here whole words are compared, so that what met by chance goes to the end.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA, Prefix

from privacy.blind.fold import fold

STILL_BEING_TYPED = 0.96  # the beginning of a word counts almost as the word
EXTRA_WORD_COSTS = 0.005  # Siti Rahma before Siti Rahma Yunus, when "siti rahma" was typed
SAME_PLACE_GAINS = 0.003  # Ali Umar before Umar Ali, when "ali umar" was typed


class Candidate(NamedTuple):
    key: Any
    legal_name: str
    call_name: str = ""


class Ranked(NamedTuple):
    key: Any
    score: float  # 1 fits letter by letter, 0.5 hardly


def rank(text: str, candidates: Iterable[Candidate]) -> list[Ranked]:
    """All candidates with their scores, best first; equal ones in alphabetical order, so that a list keeps still."""
    asked = fold(text)
    scored = [(score(asked, fold(one.legal_name), fold(one.call_name)), one) for one in candidates]
    scored.sort(key=lambda pair: (-pair[0], pair[1].legal_name.lower()))
    return [Ranked(one.key, points) for points, one in scored]


def score(asked: list[str], legal: list[str], called: list[str]) -> float:
    """How well a person's words answer the words asked: each word's best fit, weighed by its length."""
    if not asked:
        return 0.0
    words = legal + [word for word in called if word not in legal]
    if not words:
        return 0.0
    fit = max(_fit(asked, words), _fit(["".join(asked)], ["".join(legal)]))
    in_place = sum(1 for typed, word in zip(asked, legal) if typed == word)
    return fit - EXTRA_WORD_COSTS * max(0, len(legal) - len(asked)) + SAME_PLACE_GAINS * in_place / len(asked)


def _fit(asked: list[str], words: list[str]) -> float:
    return sum(max(_likeness(typed, word) for word in words) * len(typed) for typed in asked) / sum(map(len, asked))


def _likeness(typed: str, word: str) -> float:
    """1 for the same word; one slip (OSA: a swap of neighbours is one) costs more in a short word than in a long one."""
    if typed == word:
        return 1.0
    if len(typed) > 2 and Prefix.similarity(typed, word) == len(typed):
        return STILL_BEING_TYPED
    return OSA.normalized_similarity(typed, word)
