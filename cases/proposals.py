"""What a register's remark seems to say about safe contact: kept with the card, one by one, until a person decides.

The sealed text of a card's `proposals` holds JSON: the remark as written, and what is still open of it. Any other text
is a remark that nobody has taken apart yet.
"""

import hashlib
import json
import re
from dataclasses import asdict

from cases.register.remarks import read_remark
from cases.register.shapes import Proposal
from cases.vocabulary import Relation, Way

UNREAD = "remark"  # a remark of which the reader understood nothing: a person reads it, and says so
EVERYONE = ("siapa pun", "siapapun", "semua orang")
A_WORD = 3  # letters; "dan" and "tp" are left over between two pieces
_QUOTED = re.compile("“(.+)”", re.DOTALL)
_WAYS = {"telepon": Way.PHONE, "whatsapp": Way.WHATSAPP, "pendamping": Way.COMPANION}
_RELATIONS = {
    Relation.PARTNER: "suami istri pasangan pacar",
    Relation.PARENT: "bapak ibu orang_tua",
    Relation.CHILD: "anak",
    Relation.SIBLING: "kakak adik saudara",
    Relation.IN_LAW: "mertua ipar kakak_ipar adik_ipar menantu",
}
_RELATION_OF = {who.replace("_", " "): relation for relation, people in _RELATIONS.items() for who in people.split()}


def written(remark, found):
    """The text to keep for a remark and what was found in it; "" without a remark."""
    return _text(remark, _with_unread(remark, list(found))) if remark else ""


def remark_of(text):
    """The remark as it stands in the register."""
    return _read(text)[0]


def still_open(text):
    """{key: proposal} of those that nobody has decided; a key is fit to name the field of a form."""
    return {key_of(one): one for one in _read(text)[1]}


def without(text, keys):
    """The text when these are decided; "" when nothing is left."""
    remark, found = _read(text)
    left = [one for one in found if key_of(one) not in keys]
    return _text(remark, left) if left else ""


def key_of(proposal):
    """The same for the same proposal, however often the page is built."""
    said = f"{proposal.kind}|{proposal.value}"
    return f"proposal_{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def on_card(proposal, card):
    """What the card's fields become when this is accepted: {field: value}."""
    kind, value = proposal.kind, proposal.value
    if kind == "way" and value in _WAYS:
        return {"way": _WAYS[value]}
    if kind == "way":  # by SMS: a telephone, and not to be rung
        return {"way": Way.PHONE, "time": _joined(card.time, proposal.text)}
    if kind == "not_way" and value == "semua":
        return {"way": Way.NONE}
    if kind == "through":
        return {"way": Way.PERSON, "time": _joined(card.time, proposal.text)}
    if kind == "time":
        return {"time": _joined(card.time, value)}
    if kind in ("not_way", "not_time"):
        return {"never": _joined(card.never, proposal.text)}
    if kind == "home_visit":
        return {"home_visit": value}
    if kind == "does_not_know" and value in EVERYONE:
        return {"never": _joined(card.never, proposal.text)}
    if kind == "say":
        return {"may_say": _joined(card.may_say, proposal.words)}
    return {}


def of_household(proposal):
    """The person that an accepted proposal speaks of: {name, relation, knows_status}; empty for the others."""
    knows = {"knows": "ya", "does_not_know": "tidak"}.get(proposal.kind)
    if not knows or proposal.value in EVERYONE:
        return {}
    relation = _RELATION_OF.get(proposal.value, Relation.OTHER)
    return {"name": proposal.value.capitalize(), "relation": relation, "knows_status": knows}


def _with_unread(remark, found):
    """Where the reader left out words, the whole remark is one more thing to go through: nothing is lost unread."""
    rest = " ".join(remark.split())
    for one in found:
        rest = rest.replace(one.words, "")
    unread = not found or sum(map(str.isalpha, rest)) > A_WORD
    return [*found, Proposal(UNREAD, "", remark)] if unread else found


def _joined(known, more):
    """Both, once each: what stands on a card is not written over."""
    more = more.strip()
    if more.rstrip(".").casefold() in known.casefold():
        return known
    return f"{known.rstrip('. ')}. {more}" if known else more


def _text(remark, found):
    return json.dumps({"remark": remark, "open": [asdict(one) for one in found]}, ensure_ascii=False)


def _read(text):
    if not text:
        return "", []
    try:
        kept = json.loads(text)
        return kept["remark"], [Proposal(**one) for one in kept["open"]]
    except (ValueError, TypeError, KeyError):
        quoted = _QUOTED.search(text)
        remark = quoted[1] if quoted else text
        return remark, _with_unread(remark, read_remark(remark))
