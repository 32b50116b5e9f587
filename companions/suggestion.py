"""Who suits a client, with the reasons for and against in words. It proposes; a person decides. It knows no table.

The score is a sum that can be worked out by hand. Points for what is so, and for what is not:

    place       same kelurahan 40, same kecamatan 30, same island 20, not known 10, a boat away 0
    load        30 for an empty hand, 0 at the own limit, less beyond it: 30 × (1 − load after ÷ limit)
    sex         as the client wishes +25, not so −25; no wish, or not known 0
    kind        as the client wishes +10, not so −10; no wish, or not known 0
    language    one that the client wishes +10, none of them −10; no wish, or not known 0
    before      accompanied this client before +15
    register    named in the register that was imported +10

Equal points: the smaller load first, then the smaller id. Someone against whom something stands is not proposed,
whatever the points (`Suggestion.barred`): some may be chosen with a reason, some never.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cases.vocabulary import Sex
from companions.vocabulary import Barrier, Kind, Language, Limit
from regions.islands import Distance, distance

PLACE = {
    Distance.SAME_KELURAHAN: 40,
    Distance.SAME_DISTRICT: 30,
    Distance.SAME_ISLAND: 20,
    Distance.UNKNOWN: 10,
    Distance.OTHER_ISLAND: 0,
}
LOAD, SEX, KIND, LANGUAGE, BEFORE, REGISTER = 30, 25, 10, 10, 15, 10

SOON = timedelta(days=60)  # a certificate that ends within is a warning


@dataclass(frozen=True)
class Need:
    """What a client brings and wishes for. Codes as in the vocabularies; "" and an empty set are no wish."""

    kelurahan: str | None
    sex: str
    weight: Decimal
    wants_sex: str = ""
    wants_kind: str = ""
    languages: frozenset = frozenset()
    is_new: bool = False


@dataclass(slots=True)  # not frozen: a page makes a thousand, and freezing takes three times as long
class Candidate:
    """What is known of a companion. `warn` is the own limit of the load, beyond `most` a reason is needed.

    `kind` is "" for a reader who may not know it. `conflict` is a code of Barrier, `before` the year in which they last
    accompanied this client, `leaves_on` the last day.
    """

    member: Any
    kelurahan: str | None
    kelurahan_name: str
    sex: str
    kind: str
    languages: frozenset
    limits: frozenset
    load: Decimal
    clients: int
    warn: int
    most: int
    certificate_until: date | None
    pledged: bool
    absent_until: date | None
    is_absent: bool
    leaves_on: date | None
    conflict: str = ""
    before: int | None = None
    in_register: bool = False
    is_current: bool = False
    away_from: date | None = None  # an absence that was announced for the days to come
    away_until: date | None = None


@dataclass(slots=True)
class Suggestion:
    """A candidate with the points. The words are made when asked for, in the language of that moment."""

    candidate: Candidate
    score: float
    load_after: Decimal
    needs_reason: bool
    is_refused: bool
    need: Need
    today: date
    distance: Distance

    @property
    def load_words(self):
        """ "Load becomes 9 of 20"."""
        words = {"load": _number(self.load_after), "warn": _number(self.candidate.warn)}
        return _("Load becomes %(load)s of %(warn)s") % words

    @property
    def fors(self):
        """What speaks for them, nearest to the client's life first."""
        return [words for words in _fors(self) if words]

    @property
    def buts(self):
        """What to look out for. It bars nobody."""
        return [words for words in _buts(self) if words]

    @property
    def is_second_choice(self):
        """Against what the client wishes of sex or language, or above the own limit of the load: it bars nobody, but
        suits less. The kind is a liking: it counts in the order alone."""
        need, candidate = self.need, self.candidate
        against = _met(need.wants_sex, candidate.sex) < 0 or _speaks(need, candidate) < 0
        return against or self.load_after > candidate.warn

    @property
    def barred(self):
        """Why they are not proposed, as the end of a sentence that begins with the name; "" for who suits."""
        if self.is_refused:
            return "; ".join(_refusals(self))
        return "; ".join(_hurdles(self)) if self.needs_reason else ""


@dataclass(frozen=True)
class Ranking:
    """`others` are not proposed: first those who may be chosen with a reason, then those who may not."""

    suited: list
    others: list

    @cached_property
    def of(self):
        """{member: Suggestion}"""
        return {one.candidate.member: one for one in (*self.suited, *self.others)}


def rank(need, candidates, *, today):
    """Every candidate in one of two lists, the best first. The same input in any order gives the same answer."""
    far = {code: distance(need.kelurahan, code) for code in {one.kelurahan for one in candidates}}
    spoken = need.languages - {Language.OTHER}
    judged = [_judge(need, one, far[one.kelurahan], spoken, today) for one in candidates]
    suited = [one for one in judged if not (one.is_refused or one.needs_reason)]
    others = [one for one in judged if one.is_refused or one.needs_reason]
    return Ranking(sorted(suited, key=_place_in_line), sorted(others, key=_place_in_line))


def in_question(ranking, suited, others):
    """[Candidate] who may be among the first so many of either list once their kind of companion is known. Where
    nobody suits, all of the others are.

    A kind that the client wishes or does not wish moves nobody by more than KIND points up or down.
    """
    hurdles = [one for one in ranking.others if not one.is_refused]
    refused = [one for one in ranking.others if one.is_refused]
    others = others if ranking.suited else len(ranking.others)
    found = []
    for part, most in ((ranking.suited, suited), (hurdles, others), (refused, others)):
        least = part[min(most, len(part)) - 1].score - 2 * KIND - 0.02 if part else 0  # scores are rounded
        found += [one.candidate for one in part if one.score >= least]
    return found


def _place_in_line(one):
    member = one.candidate.member
    # The number of a UUID: it orders alike, and is compared without a step of Python.
    return one.is_refused, one.needs_reason, -one.score, one.candidate.load, getattr(member, "int", member)


def _judge(need, candidate, far, spoken, today):
    after = candidate.load if candidate.is_current else candidate.load + need.weight
    refused = _is_refused(candidate)
    hurdle = not refused and (
        candidate.certificate_until is None
        or candidate.certificate_until < today
        or after > candidate.most
        or bool(candidate.limits and _broken(need, candidate, far))
    )
    return Suggestion(candidate, _score(need, candidate, far, spoken, after), after, hurdle, refused, need, today, far)


def _score(need, candidate, far, spoken, after):
    points = PLACE[far] + LOAD * (1 - float(after) / max(float(candidate.warn), 1))
    if need.wants_sex:
        points += SEX * _met(need.wants_sex, candidate.sex)
    if need.wants_kind:
        points += KIND * _met(need.wants_kind, candidate.kind)
    if spoken and candidate.languages:
        points += LANGUAGE if spoken & candidate.languages else -LANGUAGE
    if candidate.before:
        points += BEFORE
    if candidate.in_register:
        points += REGISTER
    return round(points, 2)


def _met(wish, fact):
    """1 when the wish is met, -1 when it is not, 0 when there is none or nobody knows."""
    if not wish or not fact:
        return 0
    return 1 if wish == fact else -1


def _speaks(need, candidate):
    wished = need.languages - {Language.OTHER}
    if not wished or not candidate.languages:
        return 0
    return 1 if wished & candidate.languages else -1


def _is_refused(candidate):
    return bool(
        candidate.conflict
        or candidate.is_current
        or candidate.leaves_on
        or candidate.is_absent
        or not candidate.pledged
    )


def _broken(need, candidate, far):
    """The limits that this client would break."""
    against = (
        (Limit.WOMEN_ONLY, need.sex == Sex.MALE),
        (Limit.MEN_ONLY, need.sex == Sex.FEMALE),
        (Limit.NO_BOAT, far == Distance.OTHER_ISLAND),
    )
    return [limit for limit, breaks in against if breaks and limit in candidate.limits]


def _refusals(one):
    candidate = one.candidate
    if candidate.conflict:
        return [_lowered(str(Barrier(candidate.conflict).label))]
    found = []
    if candidate.is_current:
        found.append(_("accompanies this client already"))
    if candidate.leaves_on:
        left = candidate.leaves_on < one.today
        found.append(_("has left") if left else _("leaves on %(day)s") % {"day": _day(candidate.leaves_on, one.today)})
    if candidate.is_absent:
        until = candidate.absent_until
        found.append(_("on leave until %(day)s") % {"day": _day(until, one.today)} if until else _("on leave"))
    if not candidate.pledged:
        found.append(_("has not signed the pledge"))
    return found


def _hurdles(one):
    candidate, found = one.candidate, []
    until = candidate.certificate_until
    if until is None:
        found.append(_("has no certificate"))
    elif until < one.today:
        found.append(_("certificate ran out on %(day)s") % {"day": _day(until, one.today)})
    if one.load_after > candidate.most:
        words = {"load": _number(one.load_after), "most": _number(candidate.most)}
        found.append(_("load %(load)s of %(most)s") % words)
    sentences = {
        Limit.WOMEN_ONLY: _("accompanies women only"),
        Limit.MEN_ONLY: _("accompanies men only"),
        Limit.NO_BOAT: _("does not go by boat, and the client lives on another island"),
    }
    return found + [sentences[limit] for limit in _broken(one.need, candidate, one.distance)]


def _fors(one):
    need, candidate, until = one.need, one.candidate, one.candidate.certificate_until
    where = {"place": candidate.kelurahan_name}
    if one.distance == Distance.SAME_KELURAHAN:
        yield _("Lives in %(place)s") % where
    elif one.distance == Distance.SAME_DISTRICT:
        yield _("Lives in %(place)s, the same district") % where
    elif one.distance == Distance.SAME_ISLAND:
        yield _("Lives in %(place)s, on the same island") % where
    yield _sex_and_language(need, candidate)
    if _met(need.wants_kind, candidate.kind) > 0:
        yield _("%(kind)s, as the client wishes") % {"kind": Kind(candidate.kind).label}
    if candidate.before:
        yield _("Accompanied this client before (%(year)s)") % {"year": candidate.before}
    if candidate.in_register:
        yield _("Named in the register that was imported")
    if until and until >= one.today + SOON:
        yield _("Certificate until %(month)s") % {"month": date_format(until, "F Y")}


def _buts(one):
    need, candidate, until = one.need, one.candidate, one.candidate.certificate_until
    if candidate.warn < one.load_after <= candidate.most:
        yield _("Above the limit of the load")
    if _met(need.wants_sex, candidate.sex) < 0:
        asks_for_a_man = need.wants_sex == Sex.MALE
        yield _("Woman; the client asks for a man") if asks_for_a_man else _("Man; the client asks for a woman")
    if _met(need.wants_kind, candidate.kind) < 0:
        kinds = {"kind": Kind(candidate.kind).label, "wish": _lowered(Kind(need.wants_kind).label)}
        yield _("%(kind)s; the client prefers a %(wish)s") % kinds
    if _speaks(need, candidate) < 0:
        yield _("Does not speak %(languages)s") % {"languages": _listed(need.languages - {Language.OTHER})}
    if one.distance == Distance.OTHER_ISLAND:
        yield _("Needs a boat from %(place)s") % {"place": candidate.kelurahan_name}
    elif one.distance == Distance.UNKNOWN and need.kelurahan:
        if candidate.kelurahan:
            yield _("Lives in %(place)s: how far that is, is not known") % {"place": candidate.kelurahan_name}
        else:
            yield _("Where they live is not written down")
    if need.wants_sex and not candidate.sex:
        yield _("Whether man or woman is not written down")
    if until and one.today <= until < one.today + SOON:
        yield _("Certificate only until %(day)s") % {"day": _day(until, one.today)}
    for limit in (Limit.NO_NIGHT, Limit.WEEKEND_ONLY):
        if limit in candidate.limits:
            yield str(limit.label)
    if Limit.NO_BOAT in candidate.limits and one.distance == Distance.UNKNOWN:
        yield str(Limit.NO_BOAT.label)
    if candidate.away_from:
        days = {"first": _day(candidate.away_from, one.today), "last": _day(candidate.away_until, one.today)}
        yield _("On leave from %(first)s until %(last)s") % days
    if need.is_new and not candidate.clients:
        yield _("Accompanies nobody yet, and this client is new")


def _sex_and_language(need, candidate):
    as_wished, speaks = _met(need.wants_sex, candidate.sex) > 0, _speaks(need, candidate) > 0
    words = {"languages": _listed(need.languages & candidate.languages - {Language.OTHER})} if speaks else {}
    man = candidate.sex == Sex.MALE
    if as_wished and speaks:
        return (_("Man, speaks %(languages)s") if man else _("Woman, speaks %(languages)s")) % words
    if as_wished:
        return _("Man, as the client wishes") if man else _("Woman, as the client wishes")
    return _("Speaks %(languages)s") % words if speaks else ""


def _listed(codes):
    """Languages in the order of the vocabulary: "Ternate, Tidore". The label of one begins with "Bahasa", and so does
    the Indonesian sentence around it."""
    return ", ".join(str(language.label).removeprefix("Bahasa ") for language in Language if language in codes)


def _lowered(words):
    """A label within a sentence."""
    words = str(words)
    return words[:1].lower() + words[1:]


def _day(day, today):
    """ "9 December", with the year when it is another one."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _number(value):
    """9 or 9,5 as the language writes it: never 9,0."""
    return number_format(value.normalize() if isinstance(value, Decimal) and value % 1 else int(value))
