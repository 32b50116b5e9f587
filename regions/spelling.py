"""How names of areas are written by hand here: abbreviations, doubled words, old spellings."""

import re

from regions.places import fold_words

_SHORT_WORDS = {
    "kp": "kampung", "kamp": "kampung", "kpg": "kampung", "kmp": "kampung", "kampong": "kampung",
    "mks": "makassar", "mksr": "makassar", "mksar": "makassar", "mkssr": "makassar", "mkssar": "makassar",
    "utr": "utara", "ut": "utara", "slt": "selatan", "sel": "selatan", "tgh": "tengah", "teng": "tengah",
    "tim": "timur", "tmr": "timur", "brt": "barat", "bar": "barat", "tn": "tanah", "tnh": "tanah",
    "tt": "tanah tinggi", "md": "mangga dua", "mgg": "mangga", "bst": "bastiong", "bast": "bastiong",
    "klp": "kelapa", "ps": "pasir", "pt": "pantai", "2": "dua", "3": "tiga",
    "pulo": "pulau", "pl": "pulau", "perum": "perum", "prmns": "perumnas",
}  # fmt: skip
_KIND_WORDS = r"(?:kelurahan|kelurhan|kel|klrhn|desa|ds|lurah|lingkungan|lingk|link)"
_NEIGHBOURHOOD = re.compile(
    r"\b(?:rt|rw)\s*[.:/]?\s*(?:rw\s*[.:]?\s*)?\d{1,3}(?:\s*/\s*(?:rw\s*[.:]?\s*)?\d{1,3})?", re.IGNORECASE
)
_OLD = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("th", "t"), ("dh", "d"), ("sh", "s"),
        ("kh", "h"), ("ch", "h"), ("ck", "k"), ("q", "k"), ("v", "f"), ("x", "ks"), ("z", "s"),
        ("iya", "ia"), ("iyo", "io"), ("uwa", "ua"), ("ie", "i"))  # fmt: skip


def without_kind(text):
    """ "Kel. Kalumata" -> "Kalumata"; "Kalumata RT 03/RW 05" -> "Kalumata"."""
    text = _NEIGHBOURHOOD.sub(" ", text)
    return re.sub(rf"^\s*{_KIND_WORDS}\b[\s.:/]*", "", text, flags=re.IGNORECASE).strip(" \t.,:;-/")


def spelled_out(text):
    """The words of a name with abbreviations written out: "Mks. Brt" -> "makassar barat", "Ubo2" -> "ubo ubo"."""
    words = []
    for word in fold_words(text).split():
        doubled = re.fullmatch(r"([a-z]{2,})2", word)
        words.append(f"{doubled[1]} {doubled[1]}" if doubled else _SHORT_WORDS.get(word, word))
    return " ".join(words)


def letters(text):
    """A name's letters with old spellings made new, doubled ones kept: what an edit distance is taken on."""
    heard = fold_words(text).replace(" ", "")
    for old, new in _OLD:
        heard = heard.replace(old, new)
    return heard


def sound(text):
    """A name as it is heard: old and new spellings and doubled letters come out the same ("Sangadji" -> "sangaji")."""
    return re.sub(r"(.)\1+", r"\1", letters(text))
