"""How well a name that was found answers what was typed.

The database has met pieces; here whole words are compared, so that what met by chance goes to the end.
"""

from rapidfuzz.distance import OSA

from privacy.blind.fold import Word, phonetic

STILL_BEING_TYPED = 0.92  # the beginning of a word counts almost as the word
FITS = 0.88  # one slip in a short name and anything better
EXTRA_WORD_COSTS = 0.005  # Siti Rahma before Siti Rahma Yunus, when "siti rahma" was typed
SAME_PLACE_GAINS = 0.003  # Ali Umar before Umar Ali, when "ali umar" was typed
SPELT_ALIKE_GAINS = 0.002  # Djafar before Jafar, when "djafar" was typed


def score(asked: list[Word], legal: list[Word], called: list[Word]) -> float:
    """1 or a trifle beside fits letter by letter, 0.5 hardly: each asked word's best fit, weighed by its length."""
    words = [*legal, *(word for word in called if word not in legal)]
    if not asked or not words:
        return 0.0
    fit = _fit(asked, words)
    if len(asked) != len(legal) and fit < STILL_BEING_TYPED:
        fit = max(fit, _fit([_as_one(asked)], [_as_one(legal)]))
    in_place = sum(typed.sound == word.sound for typed, word in zip(asked, legal, strict=False))
    spelt_alike = sum(typed in words for typed in asked)
    gains = (SAME_PLACE_GAINS * in_place + SPELT_ALIKE_GAINS * spelt_alike) / len(asked)
    return fit + gains - EXTRA_WORD_COSTS * max(0, len(legal) - len(asked))


def _fit(asked: list[Word], words: list[Word]) -> float:
    letters = sum(len(typed.plain) for typed in asked)
    return sum(max(_likeness(typed, word) for word in words) * len(typed.plain) for typed in asked) / letters


def _likeness(typed: Word, word: Word) -> float:
    """1 for the same word. One slip (a swap of neighbours is one) costs more in a short word than in a long one."""
    if typed.sound == word.sound:
        return 1.0
    if len(typed.plain) > 2 and typed.sound in word.beginning(len(typed.plain)):
        return STILL_BEING_TYPED
    by_sound = OSA.normalized_similarity(typed.sound, word.sound)
    return max(by_sound, OSA.normalized_similarity(typed.plain, word.plain)) if by_sound > 0.3 else by_sound


def _as_one(words: list[Word]) -> Word:
    plain = "".join(word.plain for word in words)
    return Word(plain, phonetic(plain))
