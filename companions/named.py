"""Whom imported registers name as companion: not decided yet, decided, and who among ours is called alike."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from rapidfuzz import fuzz

from cases.imports import companion_named
from cases.models import ImportedRow
from companions.choosing import folded, name_digest
from companions.models import Gap, RegisterName

MOST_ROWS = 500
ALIKE = 75  # of a hundred: "Sari U." and "Sari Umasugi", "Nurmala Isak" and "Nurmala Ishak"


@dataclass
class Named:
    """A name as a register writes it. `count` clients without a companion have it; once decided, `rows` are theirs.

    `companion` is whom it stands for (a membership), None for nobody here; `alike` and `others` are [(id, name)].
    """

    organisation: Any
    name: str
    count: int
    is_decided: bool = False
    companion: Any = None
    rows: list = field(default_factory=list)
    alike: list = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def decision(self):
        """What the form sends along, so that a decision that was changed meanwhile is not written over."""
        return decision_of(self.is_decided, self.companion and self.companion.pk)

    @property
    def chosen(self):
        """What stands in the list of choices: the decision, else the only one who is called the same."""
        if self.is_decided:
            return str(self.companion.pk) if self.companion else "-"
        same = [pk for pk, name in self.alike if folded(name) == folded(self.name)]
        return same[0] if len(same) == 1 else ""


def decision_of(is_decided, companion_id):
    return (str(companion_id) if companion_id else "-") if is_decided else ""


def names(actor, people=()):
    """[Named] of clients without a companion, the most frequent first. `people`: [(id, name)] to choose from.

    A companion who is called alike comes first; a wrong decision is changed by deciding again. Without people, the
    clients are not read along.
    """
    decided = {
        (row.organisation_id, bytes(row.digest)): row
        for row in RegisterName.objects.visible_to(actor).select_related("companion__user")
    }
    found, counts = {}, Counter()
    rows = _imported(actor)
    for row in rows.select_related("client__card") if people else rows:
        name = companion_named(row)
        if not name:
            continue
        key = (row.holder_id, name)
        counts[key] += 1
        if key not in found:
            choice = decided.get((row.holder_id, name_digest(name)))
            found[key] = Named(row.holder_id, name, 0, choice is not None, choice and choice.companion)
        found[key].rows.append(row)
    for key, count in counts.items():
        found[key].count = count
        found[key].alike, found[key].others = _sorted_by_likeness(key[1], people)
    return [found[key] for key, _count in counts.most_common()]


def undecided(actor):
    """How many names nobody has decided on."""
    return sum(not one.is_decided for one in names(actor))


def _imported(actor):
    """Imported rows, cut, of clients without a companion in the organisations the actor acts for."""
    gap = Gap.objects.filter(client=OuterRef("client"), holder_id=OuterRef("holder_id"))
    rows = ImportedRow.objects.visible_to(actor).filter(Exists(gap), holder_id__in=actor.organisations)
    return rows.order_by("-imported_at", "row_number")[:MOST_ROWS]


def _sorted_by_likeness(name, people):
    """([those called the same or alike, the most alike first], [the others, by name])"""
    scored = [(likeness(name, known), pk, known) for pk, known in people]
    alike = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: (-one[0], one[2].casefold()))
    return [one[1:] for one in alike], [one[1:] for one in scored if one[0] < ALIKE]


def likeness(one, other):
    """0 to 100; 100 where they are the same whatever the case, spaces, order of words, or where one is cut short."""
    one, other = (" ".join(folded(text).replace(".", " ").split()) for text in (one, other))
    return max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other))
