"""A written name -> the words it sounds like, so that spellings of one name meet.

Indonesian names come in the spelling of the day they were first written down: Djafar and Jafar, Soekarno and Sukarno,
Chairul, Khairul and Hairul, Moh., Muh. and Muhammad are one word here. Changing anything in this module means indexing
everyone anew.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Forms of address and degrees, as heard in Maluku Utara too ("Ci M", "Hi.Adam"): no part of the name.
_TITLES = (
    "h hi hj haji hajja hajjah alm almh almarhum almarhumah drs dra dr drg ir tn ny nn bpk bapak ibu sdr sdri "
    "ust ustad ustadz ustadzah kh ci om tante mama papa kak kaka abang"
)
TITLES = frozenset(_TITLES.split())

MUHAMAD = "muhamad"
ABDUL = "abdul"
_MUHAMAD_TOO = (
    "mu muh moh mohd muhd moch muhamad muhammad muhamat muhammat mohamad mohammad mohamed mohammed muhamed "
    "muchamad muchammad mochamad mochammad mukhamad mukhammad mokhamad mokhammad"
)
SHORT_FORMS = {
    "st": "siti", "stt": "siti", "sitti": "siti", "nr": "nur", "abd": ABDUL, "abdoel": ABDUL,
    **dict.fromkeys(_MUHAMAD_TOO.split(), MUHAMAD),
}  # fmt: skip

# (what is written, how it sounds, two spellings that meet by it). The order matters: digraphs before single letters.
SOUNDS = [
    (r"^m[ou]c?k?h([ae])m", r"muh\1m", "mocham muham"),  # the beginning of Muhammad, while it is being typed
    ("tj", "c", "tjandra candra"),
    ("dj", "j", "djafar jafar"),
    ("nj", "ny", "anjar anyar"),
    ("sj", "sy", "sjarif syarif"),
    ("oe", "u", "soekarno sukarno"),
    ("ch(?=[rl])", "k", "christina kristina"),
    ("ch|kh", "h", "chairul hairul"),
    ("dz", "z", "dzulkifli zulkifli"),
    ("dh", "d", "ridha rida"),
    ("th", "t", "fathia fatia"),
    ("gh", "g", "ghafur gafur"),
    ("ph", "f", "yoseph yosef"),
    ("sy|sh|ts", "s", "syamsul samsul"),
    ("v", "f", "novi nofi"),
    ("q", "k", "rizqi rizki"),
    ("x|ks", "k", "alex aleks"),
    ("oo", "u", "noor nur"),
    ("[ae]i|ae|ee|ie(?!$)", "i", "husein husin"),
    ("[ye]", "i", "yeni ieni"),  # Soleman and Suliman
    ("o", "u", "yosef yusef"),
    (r"(.)\1+", r"\1", "hasanuddin hasanudin"),
    ("(?<=..)h$", "", "aisyah aisya"),
    ("(?<=[aiu])h(?=[^aiu])", "", "rahmat ramat"),
]
_SOUNDS = [(re.compile(pattern), sound) for pattern, sound, _ in SOUNDS]

# Abdurrahman, Abdurahim, Abdussalam, Abdulhamid: two words, also while the second is being typed. Abdullah stays one.
_ABDUL_JOINED = re.compile(r"^abd(?:u|oe)(?:(?:([rsnzdt])(?=\1)|l)(?P<rest>[a-z]{2,})|(?P<single>[rsnzdt][a-z]{3,}))$")
_ABDULLAH = re.compile("^abd(?:u|oe)ll?ah?$")
_LETTERS = re.compile("[a-z]+")
_APOSTROPHES = re.compile("[`\u2018\u2019\u02bb\u02bc]")


class Word(NamedTuple):
    plain: str  # small plain letters
    sound: str

    def beginning(self, length: int) -> set[str]:
        """How the first letters sound, taken before and after folding: "gai" and "gil" both begin Gailea (gilia)."""
        return {phonetic(self.plain[:length]), self.sound[:length]}


def fold(name: str) -> list[Word]:
    """The words of a name and what they sound like, in order; short forms written out."""
    return [word for written in plain_words(name) for word in _words(written)]


def short_name(name: str) -> list[Word]:
    """ "Ci M", "Ibu", "Om A": titles and initials alone, as one word of all its letters (cim). Empty for other names.

    People are called so, and nothing else of it would be found.
    """
    letters = _plain_letters(name)
    joined, initials = "".join(letters), [word for word in letters if word not in TITLES]
    stands_for_muhamad = len(initials) > 1 and initials[0] == "m"
    if len(joined) < 2 or stands_for_muhamad or any(len(word) > 1 for word in initials):
        return []
    return [Word(joined, phonetic(joined))]


def fold_whole(name: str) -> list[Word]:
    """As `fold`, where titles and initials alone are a name too: for what is stored, asked and compared."""
    return short_name(name) or fold(name)


@lru_cache(maxsize=32768)
def _words(written: str) -> tuple[Word, ...]:
    plain = SHORT_FORMS.get(written, written)
    joined = None if _ABDULLAH.match(plain) else _ABDUL_JOINED.match(plain)
    parts = [ABDUL, joined["rest"] or joined["single"]] if joined else [plain]
    return tuple(Word(part, phonetic(part)) for part in parts)


def _plain_letters(name: str) -> list[str]:
    letters = name.lower()
    if not letters.isascii():
        parts = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", letters))
        letters = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return _LETTERS.findall(letters.replace("'", ""))


def plain_words(name: str) -> list[str]:
    """The words of a name in small plain letters, without titles, and without initials beside them."""
    named = [word for word in _plain_letters(name) if word not in TITLES]
    if len(named) > 1 and named[0] == "m":  # "M. Rahman" is Muhammad, "Ci M" is not
        named[0] = MUHAMAD
    return [word for word in named if len(word) > 1] or named


@lru_cache(maxsize=32768)
def phonetic(word: str) -> str:
    """How plain letters sound, whether they are a word or the beginning of one."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word
