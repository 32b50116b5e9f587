"""What the reader hands over: plain records that go to JSON and back, since a preview is kept sealed as JSON."""

from dataclasses import asdict, dataclass, field

from cases.register import problems as sentences

# Everything a column can be. `district`, `age` and the rest only help to read the others.
FIELDS = (
    "name", "call_name", "sex", "sex_male", "sex_female", "nik", "family_card_no", "birth", "birth_place", "address",
    "rt", "rw", "rt_rw", "kelurahan", "district", "phone", "art_start_date", "regimen", "companion", "remark", "number",
    "ignored",
)  # fmt: skip


@dataclass
class Problem:
    """Something about one cell. A problem means that the value was left out; a warning, that it was kept."""

    field: str
    code: str
    warning: bool = False
    params: dict = field(default_factory=dict)
    column: int | None = None

    @property
    def text(self):
        return sentences.sentence(self.code, self.params)


@dataclass
class Proposal:
    """What a remark seems to say about safe contact, for a person to confirm. `kind` and `value`: see remarks.py."""

    kind: str
    value: str
    words: str

    @property
    def text(self):
        return sentences.proposal(self.kind, self.value)


@dataclass
class Column:
    """One column of the sheet: its letter and heading as found, what it is taken for, and how sure that is (0–100)."""

    index: int
    letter: str
    heading: str
    field: str
    score: int = 0
    chosen: bool = False
    examples: list = field(default_factory=list)


@dataclass
class Row:
    """One person as read. `values` holds what can be stored; `cells` the row as it stands in the sheet."""

    row: int
    values: dict
    cells: list
    problems: list = field(default_factory=list)
    proposals: list = field(default_factory=list)
    kelurahan_match: dict = field(default_factory=dict)
    duplicate_of_row: int | None = None
    duplicate_how: str = ""

    @property
    def faults(self):
        """Problems proper, without the warnings."""
        return [problem for problem in self.problems if not problem.warning]

    @property
    def duplicate_text(self):
        return sentences.duplicate(self.duplicate_how, self.duplicate_of_row) if self.duplicate_of_row else ""


@dataclass
class Skipped:
    """A row that was not taken for a person, and why: nobody is lost unnoticed."""

    row: int
    why: str
    text: str

    @property
    def why_text(self):
        return sentences.skipped(self.why)


@dataclass
class Register:
    """One sheet as read. `as_of`: the date its ages count from, from the title rows or else the day of reading."""

    title: str
    as_of: str
    as_of_found: bool
    sheet: str
    sheets: list
    heading_rows: list
    columns: list
    rows: list
    skipped: list = field(default_factory=list)

    def to_dict(self):
        return asdict(self)

    @classmethod
    def from_dict(cls, data):
        rows = [
            Row(**{
                **row,
                "problems": [Problem(**p) for p in row["problems"]],
                "proposals": [Proposal(**p) for p in row["proposals"]],
            })
            for row in data["rows"]
        ]  # fmt: skip
        return cls(**{
            **data,
            "columns": [Column(**column) for column in data["columns"]],
            "rows": rows,
            "skipped": [Skipped(**skipped) for skipped in data["skipped"]],
        })  # fmt: skip

    @property
    def mapping(self):
        """{column index: field}, as `read_register` takes it back."""
        return {column.index: column.field for column in self.columns}
