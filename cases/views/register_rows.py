"""How a row of a register is shown before it comes in: cell by cell, with what is wrong, and what will become of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.imports import HOW, NEW, SKIP, born, day
from regions.matching import HOW as HOW_FOUND

TABS = {
    "semua": gettext_lazy("All rows"),
    "masalah": gettext_lazy("With remarks"),
    "kembar": gettext_lazy("Perhaps twice"),
    "dilewati": gettext_lazy("Left out"),
}
# Which problems stand at which of the first five cells; all others at a sixth.
PROBLEMS = (
    ("name", "call_name", "sex"),
    ("birth_date",),
    ("kelurahan", "address"),
    ("phone",),
    ("nik", "family_card_no"),
)


@dataclass
class Cell:
    """`kind` says how the template writes `value`: "", "phone", "nik" (masked) or "day".

    `notes`: (sentence, is a fault) pairs; `typed`: the cell as it stands in the file, where it was left out.
    """

    label: str
    value: object
    kind: str = ""
    small: str = ""
    notes: list = field(default_factory=list)
    typed: str = ""

    @property
    def is_bad(self):
        return any(fault for _sentence, fault in self.notes)


@dataclass
class Shown:
    line: object
    cells: list
    more: list  # cells inside the fold
    kind: str
    word: str
    how: str  # what speaks for a client one may open, and how far year and kelurahan agree
    agreement: str
    offers: bool = False  # whether "leave out" and "register" stand at the row

    @property
    def number(self):
        return self.line.row.row

    @property
    def choice(self):
        return NEW if self.line.comes_in else SKIP


def of_tab(preview, tab):
    lines = {"masalah": preview.faulty, "kembar": preview.twins, "dilewati": preview.left_out}
    return lines.get(tab, preview.lines)


def as_shown(line, *, births=(), every=False):
    """`births`: the columns that birth was read from. `every`: a choice for each row, not only where there is doubt."""
    row, values = line.row, line.row.values
    called = _("called %(name)s") % {"name": values["call_name"]} if values["name"] and values["call_name"] else ""
    cells = [
        Cell(_("Name"), values["name"] or values["call_name"], small=called),
        _birth(row, births),
        Cell(_("Kelurahan"), values["kelurahan_name"], small=_how_found(row)),
        Cell(_("Mobile number"), values["phone"], "phone"),
        Cell("NIK", values["nik"], "nik"),
    ]
    for cell, fields in zip(cells, PROBLEMS, strict=True):
        _note(cell, row, fields)
    rest = {problem.field for problem in row.problems} - {name for fields in PROBLEMS for name in fields}
    if rest:
        cells.append(Cell(_("Other cells"), ""))
        _note(cells[-1], row, rest)
    how = HOW[line.how] if line.client else ""
    offers = line.may_choose and (every or line.state == "twin" or bool(line.choice))
    return Shown(line, cells, _more(row), *_state(line), how, _agreement(line), offers)


def _note(cell, row, fields):
    """Put the problems of these fields at the cell, and what stands in the file where a value was left out."""
    problems = [problem for problem in row.problems if problem.field in fields]
    cell.notes = [(problem.text, not problem.warning) for problem in problems]
    for problem in problems:
        if not problem.warning and problem.column is not None and problem.column < len(row.cells):
            cell.typed = cell.typed or row.cells[problem.column]


def _birth(row, births):
    label, values = _("Born"), row.values
    if values["birth_date"]:
        return Cell(label, born(values), "day")
    if values["birth_year"] and values["birth_estimated"]:
        typed = " ".join(row.cells[index] for index in births if index < len(row.cells))
        written = str(values["birth_year"]) in typed  # a year or half a date, no age
        small = _("from the year of birth") if written else _("from the age")
        return Cell(label, _("about %(year)s") % {"year": values["birth_year"]}, small=small)
    return Cell(label, values["birth_year"] or "")


def _how_found(row):
    """How the kelurahan was found, when it is not written like that."""
    match = row.kelurahan_match
    if not row.values["kelurahan_name"] or not match or match["how"] == "exact":
        return ""
    return _("← “%(typed)s”, %(how)s") % {"typed": match["typed"], "how": HOW_FOUND[match["how"]]}


def _more(row):
    values = row.values
    cells = [
        Cell(_("Sex"), {"L": _("Male"), "P": _("Female")}.get(values["sex"], "")),
        Cell(_("Home address"), values["address"]),
        Cell("RT/RW", "/".join(filter(None, (values["rt"], values["rw"])))),
        Cell(_("Family card number"), values["family_card_no"], "nik"),
        Cell(_("Start date of the medicine"), day(values["art_start_date"]), "day"),
        Cell(_("Kept for later"), " · ".join(filter(None, (values["regimen"], values["companion"])))),
        Cell(_("Remarks"), values["remark"]),
        Cell(_("To be confirmed with the client"), " ".join(proposal.text for proposal in row.proposals)),
    ]
    return [cell for cell in cells if cell.value]


def _state(line):
    """What will become of the row: the kind of its tag and the word."""
    if line.state == "known":
        return "stop", _("Imported before")
    if line.state == "nameless":
        return "stop", _("No name: cannot be registered")
    if line.comes_in:
        return "done", _("Will be registered")
    return ("soon", _("Perhaps twice: left out")) if line.state == "twin" else ("stop", _("Left out"))


def _agreement(line):
    """What of year and kelurahan speaks for the client that was found, and what against."""
    if not line.client:
        return ""
    values, client = line.row.values, line.client
    pairs = [
        (_("year of birth"), values["birth_year"], client.birth_year),
        (_("kelurahan"), values["kelurahan"], client.kelurahan_id),
    ]
    known = [(word, ours == theirs) for word, ours, theirs in pairs if ours and theirs]
    same = ", ".join(word for word, equal in known if equal)
    other = ", ".join(word for word, equal in known if not equal)
    parts = [_("Same: %(what)s.") % {"what": same}] if same else []
    parts += [_("Different: %(what)s.") % {"what": other}] if other else []
    return " ".join(parts)
