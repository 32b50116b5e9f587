"""What people type when they half remember a name, made from the name itself."""

import random
import string

from privacy.blind.fold import TITLES, plain_words

# What an older certificate, or another hand, would have written.
OTHER_SPELLINGS = (
    ("dj", "j"), ("j", "dj"), ("c", "tj"), ("u", "oe"), ("y", "j"), ("h", "ch"), ("f", "p"), ("ai", "ae"), ("sy", "sj"),
    ("ny", "nj"), ("k", "q"), ("i", "y"), ("s", "z"), ("z", "s"), ("o", "u"), ("e", "i"), ("u", "o"), ("d", "dh"),
)  # fmt: skip
WRITTEN_WITH_A_GAP = ("nur", "siti", "sri")


def exact(draw, name):
    return name


def one_slip(draw: random.Random, name):
    """One letter anywhere left out, added, exchanged, or swapped with the next."""
    at = draw.choice([place for place, letter in enumerate(name) if letter.isalpha()])
    before, letter, after = name[:at], name[at], name[at + 1 :]
    slips = [before + after, before + draw.choice(string.ascii_lowercase) + letter + after]
    slips.append(before + draw.choice(string.ascii_lowercase.replace(letter.lower(), "")) + after)
    if after[:1].isalpha() and after[0] != letter:
        slips.append(before + after[0] + letter + after[1:])
    return draw.choice(slips)


def two_slips(draw, name):
    return one_slip(draw, one_slip(draw, name))


def beginnings(draw, name):
    """ "sit rahm": three to five letters of the first two words."""
    return " ".join(word[: draw.randint(3, 5)] for word in plain_words(name)[:2])


def other_spelling(draw, name):
    """Two of the usual spellings exchanged."""
    name = name.lower()
    possible = [pair for pair in OTHER_SPELLINGS if pair[0] in name]
    for written, other in draw.sample(possible, min(2, len(possible))):
        name = name.replace(written, other, 1)
    return name


def swapped(draw, name):
    return " ".join(reversed(name.split()))


def joined_or_split(draw, name):
    """Two words without the gap, or a gap after Nur or Siti."""
    words = [word for word in name.lower().split() if word.isalpha() and word not in TITLES]
    for at, word in enumerate(words):
        for start in WRITTEN_WITH_A_GAP:
            if word.startswith(start) and len(word) > len(start) + 2:
                return " ".join([*words[:at], start, word[len(start) :], *words[at + 1 :]])
    if len(words) < 2:
        return name
    at = draw.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def last_word_with_a_slip(draw, name):
    """The family name alone, and wrong: the hardest question, for nothing else helps."""
    return one_slip(draw, name.split()[-1])


FORMS = {
    "exact": exact,
    "one edit": one_slip,
    "two edits": two_slips,
    "beginnings (sit rahm)": beginnings,
    "old or other spelling": other_spelling,
    "words swapped": swapped,
    "joined or split": joined_or_split,
    "one word alone, one edit": last_word_with_a_slip,
}
