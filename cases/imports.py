"""What will become of each row of an uploaded register: registered, or left out, and why.

Compared are the exact keys of all rows (one statement each for what came in before, and for clients one may open), and
the names of rows without such a key. Of clients whom the actor may not open a preview tells nothing.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from cases.identity import nik_digest, person_digest, phone_digest
from cases.models import Client, Identity, ImportedRow
from cases.register import Register, read_register
from cases.register.duplicates import ALIKE, name_key
from cases.search import similar_clients
from privacy.keyring import index_digest
from regions.models import Region

NEW, SKIP = "new", "skip"
COMPARED = 5_000  # clients whose names are opened at once; of those who see more, names are searched one by one
SEARCHED = 300  # rows whose names are then searched
YEARS_APART = 2  # ages are often guessed
SAME_HOUSE = 60  # of 100: a number is shared by many, a person's name is at least this much like itself

HOW = {
    "nik": _("Same NIK"),
    "person": _("Same name, birth date and kelurahan"),
    "phone": _("Same mobile number"),
    "similar": _("Similar name"),
}


@dataclass
class Line:
    """A row with its fate. `state`: "ready", "twin" (perhaps known already), "known" (came in before), "nameless"."""

    row: object
    fingerprint: bytes
    state: str = "ready"
    choice: str = ""
    how: str = ""  # what speaks for the client below
    client: Client | None = None

    @property
    def may_choose(self):
        return self.state in ("ready", "twin")

    @property
    def comes_in(self):
        return self.may_choose and (self.choice or (SKIP if self.state == "twin" else NEW)) == NEW


@dataclass
class Preview:
    """A register as its maker sees it before anything is written."""

    register: Register
    lines: list
    choices: dict = field(default_factory=dict)

    def choose(self, choices):
        """Take these choices ({row number: "new" or "skip"}) where there is one to make."""
        for line in self.lines:
            picked = choices.get(str(line.row.row))
            if line.may_choose and picked in (NEW, SKIP):
                line.choice = self.choices[str(line.row.row)] = picked

    @cached_property
    def by_row(self):
        return {line.row.row: line for line in self.lines}

    @property
    def coming(self):
        return [line for line in self.lines if line.comes_in]

    @property
    def faulty(self):
        return [line for line in self.lines if line.row.problems]

    @property
    def twins(self):
        return [line for line in self.lines if line.state == "twin"]

    @property
    def left_out(self):
        return [line for line in self.lines if not line.comes_in]


def read(content, name, *, mapping=None, sheet=None):
    """The register in the bytes of a file. Raises UnreadableFile with a sentence."""
    regions = Region.objects.in_use().gazetteer()
    return read_register(content, name, regions=regions, today=timezone.localdate(), mapping=mapping, sheet=sheet)


def as_stored(register, actor):
    """What an upload keeps: the register, and for rows without an exact key the client whose name is alike."""
    similar = {str(row): str(pk) for row, pk in similar_to(register.rows, actor).items()}
    return {**register.to_dict(), "similar": similar}


def preview_of(file, actor):
    """The fate of every row of an upload, by today's data."""
    data = dict(file.register)
    similar = {int(row): UUID(pk) for row, pk in data.pop("similar", {}).items()}
    register = Register.from_dict(data)
    lines = [Line(row, mark) for row, mark in zip(register.rows, fingerprints(register.rows), strict=True)]
    known = _came_before(file.organisation_id, [line.fingerprint for line in lines], actor)
    exact = exact_matches([line.row for line in lines if line.fingerprint not in known], actor)
    near = Client.objects.visible_to(actor).select_related("card", "kelurahan").in_bulk(list(set(similar.values())))
    for line in lines:
        row = line.row
        if line.fingerprint in known:
            line.state = "known"
        elif not (row.values["name"] or row.values["call_name"]):
            line.state = "nameless"
        elif found := exact.get(row.row):
            line.state, (line.how, line.client) = "twin", found
        elif client := near.get(similar.get(row.row)):
            line.state, line.how, line.client = "twin", "similar", client
        elif row.duplicate_of_row:
            line.state = "twin"
    preview = Preview(register, lines)
    preview.choose(file.choices or {})
    return preview


# -- the same row ----------------------------------------------------------------------------------------------------


def fingerprints(rows):
    """A keyed digest of what each row says. Of equal rows each has its own, by its place among them."""
    seen, marks = Counter(), []
    for row in rows:
        values = {name: value for name, value in row.values.items() if name != "number"}
        text = json.dumps(values, sort_keys=True, ensure_ascii=False)
        seen[text] += 1
        marks.append(index_digest("register-row", f"{seen[text]}|{text}"))
    return marks


def _came_before(holder_id, marks, actor):
    rows = ImportedRow.objects.visible_to(actor).filter(holder_id=holder_id, fingerprint__in=marks)
    return {bytes(mark) for mark in rows.values_list("fingerprint", flat=True)}


# -- the same person -------------------------------------------------------------------------------------------------


def exact_matches(rows, actor):
    """{row number: (how, client)} among clients whom the actor may open: the same NIK, person or number."""
    keys = {row.row: _keys(row.values) for row in rows}
    wanted = {how: {key[how] for key in keys.values() if key[how]} for how in ("nik", "person", "phone")}
    if not any(wanted.values()):
        return {}
    people = Identity.objects.visible_to(actor).filter(
        Q(nik_digest__in=wanted["nik"]) | Q(person_digest__in=wanted["person"]) | Q(phone_digest__in=wanted["phone"])
    )
    found = {}
    for person in people.select_related("client__card", "client__kelurahan")[: 2 * COMPARED]:
        for how in wanted:
            if digest := getattr(person, f"{how}_digest"):
                found.setdefault((how, bytes(digest)), []).append(person)
    matches = {}
    for row in rows:
        for how in wanted:
            fits = [one for one in found.get((how, keys[row.row][how]), ()) if how != "phone" or _one_person(row, one)]
            if fits:
                matches[row.row] = (how, fits[0].client)
                break
    return matches


def _keys(values):
    return {
        "nik": nik_digest(values["nik"]),
        "person": person_digest(values["name"], born(values), values["kelurahan"]),
        "phone": phone_digest(values["phone"]),
    }


def _one_person(row, person):
    """Numbers are shared by couples, and one of a companion stands beside many: name or birth must speak for it too."""
    values = row.values
    if _contradict(values, person):
        return False
    if born(values) and person.birth_date:
        return True
    return fuzz.token_sort_ratio(name_key(values["name"]), name_key(person.legal_name)) >= SAME_HOUSE


def similar_to(rows, actor):
    """{row number: client's id} for named rows without an exact match, where year or place agree with the name."""
    exact = exact_matches(rows, actor)
    open_ones = [row for row in rows if row.values["name"] and row.row not in exact and not row.duplicate_of_row]
    people = list(
        Identity.objects.visible_to(actor)
        .select_related("client")
        .only("legal_name", "nik", "birth_date", "client__birth_year", "client__kelurahan")[: COMPARED + 1]
    )
    if len(people) > COMPARED:
        return _searched(open_ones[:SEARCHED], actor)
    by_year, by_place, by_name = {}, {}, {}
    for person in people:
        heard = (name_key(person.legal_name), person)
        by_year.setdefault(person.client.birth_year, []).append(heard)
        by_place.setdefault(person.client.kelurahan_id, []).append(heard)
        by_name.setdefault(heard[0], []).append(heard)
    matches = {}
    for row in open_ones:
        year, place = row.values["birth_year"], row.values["kelurahan"]
        asked = name_key(row.values["name"])
        years = range(year - YEARS_APART, year + YEARS_APART + 1) if year else ()
        near = [one for around in years for one in by_year.get(around, ())]
        near += by_place.get(place, ()) if place else ()
        if not year and not place:
            near = by_name.get(asked, ())
        names = [heard for heard, _person in near]
        for _name, _score, index in process.extract(
            asked, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=5
        ):
            if not _contradict(row.values, near[index][1]):
                matches[row.row] = near[index][1].pk
                break
    return matches


def _contradict(values, person):
    """Two different NIK or birth dates, or years far apart, are two people."""
    if values["nik"] and person.nik and values["nik"] != person.nik:
        return True
    if born(values) and person.birth_date:
        return born(values) != person.birth_date
    years = values["birth_year"], person.client.birth_year
    return all(years) and abs(years[0] - years[1]) > YEARS_APART


def _searched(rows, actor):
    matches = {}
    for row in rows:
        values = row.values
        found = similar_clients(actor, values["name"], values["birth_year"], values["kelurahan"], limit=1)
        if found:
            matches[row.row] = found[0].client_id
    return matches


def born(values):
    """The birth date of a row, or None."""
    return day(values["birth_date"])


def day(text):
    return date.fromisoformat(text) if text else None


def companion_named(row):
    """Whom the register named as companion in an imported row (`ImportedRow`), as it was written; "" for nobody."""
    return " ".join(((row.row or {}).get("values") or {}).get("companion", "").split())


def companions_named(file):
    """How many different companions the imported rows of a file (`RegisterFile`) name."""
    rows = ImportedRow.objects.filter(register_file_id=file.pk).only("row")
    return len({companion_named(row).casefold() for row in rows} - {""})
