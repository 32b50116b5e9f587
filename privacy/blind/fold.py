"""A written name -> the words it sounds like, so that spellings of one name meet.

Indonesian names come in the spelling of the day of the birth certificate: Djafar and Jafar, Soekarno and Sukarno, Chairul,
Khairul and Hairul, Moh., Muh. and Muhammad are one word here. Changing anything in this module means indexing everyone anew.
"""

import re
import unicodedata
from functools import lru_cache

# Forms of address and degrees, as heard in Maluku Utara too ("Ci M", "Hi.Adam"): no part of the name.
TITLES = frozenset(
    "h hi hj haji hajja hajjah alm almh almarhum almarhumah drs dra dr drg ir tn ny nn bpk bapak ibu sdr sdri "
    "ust ustad ustadz ustadzah kh ci om tante mama papa kak kaka abang".split()
)

MUHAMAD = "muhamad"
ABDUL = "abdul"
SHORT_FORMS = {"st": "siti", "stt": "siti", "sitti": "siti", "nr": "nur", "abd": ABDUL, "abdoel": ABDUL} | dict.fromkeys(
    "mu muh moh mohd muhd moch muhamad muhammad muhamat muhammat mohamad mohammad mohamed mohammed muhamed "
    "muchamad muchammad mochamad mochammad mukhamad mukhammad mokhamad mokhammad".split(),
    MUHAMAD,
)

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
    ("x", "ks", "alex aleks"),
    ("oo", "u", "noor nur"),
    ("[ae]i|ae|ee|ie(?!$)", "i", "husein husin"),
    ("[ye]", "i", "yeni ieni"),  # Soleman and Suliman
    ("o", "u", "yosef yusef"),
    (r"(.)\1+", r"\1", "hasanuddin hasanudin"),
    ("(?<=..)h$", "", "aisyah aisya"),
    ("(?<=[aiu])h(?=[^aiu])", "", "rahmat ramat"),
]
_SOUNDS = [(re.compile(pattern), sound) for pattern, sound, _ in SOUNDS]

# Abdurrahman, Abdul Rahman, Abd. Rachman: two words. Abdullah stays one.
_ABDUL_JOINED = re.compile("^abd(?:ul|oel|u|oe|ur|us|un|uz|ud|ut)([lrsnzdtghmwkfjb][a-z]{3,})$")
_ABDULLAH = re.compile("^abd(?:u|oe)ll?ah?$")
_APOSTROPHES = re.compile("['`\u2018\u2019\u02bb\u02bc]")


def plain_words(name: str) -> list[str]:
    """The words of a name in small plain letters, without titles (unless there is nothing else)."""
    letters = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = [word for word in re.split("[^a-z]+", _APOSTROPHES.sub("", letters)) if word]
    named = [word for word in words if word not in TITLES] or words
    if len(named) > 1 and named[0] == "m":  # "M. Rahman" is Muhammad, "Ci M" is not
        named[0] = MUHAMAD
    return [word for word in named if len(word) > 1] or named


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """One plain word as it sounds."""
    word = SHORT_FORMS.get(word, word)
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def fold(name: str) -> list[str]:
    """The words a name sounds like, in order."""
    folded = []
    for word in plain_words(name):
        joined = None if _ABDULLAH.match(word) else _ABDUL_JOINED.match(word)
        folded += [ABDUL, sound(joined[1])] if joined else [sound(word)]
    return folded
