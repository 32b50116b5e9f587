"""The way in: `read_register` turns the bytes of a file into a Register."""

import datetime
import re
from functools import lru_cache

from cases.register import cells, dates, duplicates, heading
from cases.register.columns import guess_columns
from cases.register.errors import MAX_ROWS, UnreadableFile
from cases.register.heading import Spread
from cases.register.remarks import read_remark
from cases.register.shapes import Problem, Register, Row
from cases.register.workbook import FORMULA, read_sheets

EARLIEST_ART = 1987
_MAY_SPREAD = {"kelurahan", "district", "companion", "regimen", "address", "rt", "rw", "rt_rw", "remark"}


def read_register(content, filename, *, regions, today, mapping=None, sheet=None):
    """Read the register in `content`. `regions`: a Gazetteer; `today`: the date in WIT; `mapping`: {column: field}
    and `sheet`: a name, when a person has chosen. Raises nothing but UnreadableFile, whatever is in the bytes."""
    sheets = read_sheets(content, filename)
    page, table = _choose(sheets, sheet)
    if page.too_long or len(table.lines) > MAX_ROWS:
        raise UnreadableFile("too_many_rows")
    if not table.lines:
        raise UnreadableFile("no_rows")
    found = heading.as_of([*table.titles, page.name])
    if found and not (found.year >= 1990 and found <= today + datetime.timedelta(days=730)):
        found = None  # a slip of the hand would make everyone forty years older
    as_of = found or today
    columns = guess_columns(table.headings, _samples(table), mapping)
    reader = RowReader(columns, regions, as_of, max(today, as_of))
    rows = [reader.read(number, line) for number, line in table.lines]
    duplicates.mark(rows)
    return Register(
        title=" · ".join(text for text in table.titles if text)[:300],
        as_of=as_of.isoformat(),
        as_of_found=bool(found),
        sheet=page.name,
        sheets=[one.name for one in sheets if one.rows],
        heading_rows=table.heading_rows,
        columns=columns,
        rows=rows,
        skipped=table.skipped,
    )


def _choose(sheets, wanted):
    """The sheet asked for, else the visible one whose table has the best heading and most people."""
    if wanted is not None:
        sheets = [page for page in sheets if page.name == wanted]
        if not sheets:
            raise UnreadableFile("no_such_sheet")
    if not any(page.rows for page in sheets):
        raise UnreadableFile("empty")
    tables = [(page, heading.find_table(page)) for page in sheets]
    tables = [(page, table) for page, table in tables if table]
    if not tables:
        raise UnreadableFile("too_many_rows" if all(page.too_long for page in sheets) else "no_heading")
    return max(
        tables, key=lambda pair: (bool(pair[1].lines), not pair[0].hidden, pair[1].score + min(len(pair[1].lines), 50))
    )


def _samples(table):
    samples = [[] for _pair in table.headings]
    for _number, line in table.lines[:40]:
        for index, value in enumerate(line[: len(samples)]):
            if not dates.is_nothing(value) and value is not FORMULA and not isinstance(value, Spread):
                samples[index].append(cells.as_text(value))
    return samples


class RowReader:
    """Reads the rows of one table. `as_of`: ages count from it; `latest`: no date lies after it."""

    def __init__(self, columns, regions, as_of, latest):
        self.by_field = {}
        for column in columns:
            self.by_field.setdefault(column.field, []).append(column.index)
        self.regions, self.as_of, self.latest = regions, as_of, latest
        self.match = lru_cache(maxsize=4_000)(regions.match)

    def read(self, number, line):
        self.line, self.problems = line, []
        values = {"number": cells.read_text(self.cell("number"), "number").value}
        self._who(values)
        self._birth(values)
        self._nik(values)
        match = self._where(values)
        self._treatment(values)
        remark = " · ".join(filter(None, (cells.read_text(v, "remark").value for v in self.all("remark"))))
        values["remark"] = remark[: cells.LONGEST["remark"]]
        self.problems.sort(key=lambda problem: problem.column if problem.column is not None else -1)
        return Row(number, values, [_shown(v) for v in line], self.problems, read_remark(remark), match)

    # cells ---------------------------------------------------------------------------------------
    def cell(self, field):
        values = self.all(field)
        return values[0] if values else None

    def all(self, field):
        """What stands in the columns of a field. Formulas without result and errors are empty, with a problem."""
        found = []
        for index in self.by_field.get(field, ()):
            value = self.line[index] if index < len(self.line) else None
            if isinstance(value, Spread):
                value = value.value if field in _MAY_SPREAD else None
            if value is FORMULA or (isinstance(value, str) and cells.ERROR.fullmatch(value.strip())):
                code, params = ("formula", {}) if value is FORMULA else ("cell_error", {"typed": value.strip()})
                self.problem(field, code, params, column=index)
                value = None
            found.append(value)
        return found

    def problem(self, field, code, params=None, *, warning=False, column=None):
        name = {"birth": "birth_date", "sex_male": "sex", "sex_female": "sex"}.get(field, field)
        source = {"birth_date": "birth"}.get(field, field)
        if column is None:
            column = next(iter(self.by_field.get(source, ())), None)
        if all((name, code) != (known.field, known.code) for known in self.problems):
            self.problems.append(Problem(name, code, warning, params or {}, column))

    def take(self, field, reading):
        """The value of a reading, its problem and warnings noted."""
        if reading.code:
            self.problem(field, reading.code, reading.params, warning=reading.code == "card_format")
        for code, params in reading.warnings:
            self.problem(field, code, params, warning=True)
        return reading.value

    # groups --------------------------------------------------------------------------------------
    def _who(self, values):
        reading = cells.read_name(self.cell("name"))
        values["name"] = self.take("name", reading)
        called = self.take("call_name", cells.read_name(self.cell("call_name"), initials=True))
        values["call_name"] = called or reading.extra.get("call_name", "")
        if not values["name"] and not values["call_name"]:
            self.problem("name", "name_missing")
        if "sex" in self.by_field:
            values["sex"] = self.take("sex", cells.read_sex(self.cell("sex")))
        else:
            values["sex"] = self.take("sex", cells.read_ticked_sex(self.cell("sex_male"), self.cell("sex_female")))

    def _birth(self, values):
        values.update(birth_date=None, birth_year=None, birth_estimated=False)
        readings = [dates.read_birth(v, self.as_of, self.latest) for v in self.all("birth")]
        full = next((r for r in readings if r.day), None)
        best = full or next((r for r in readings if r.year), None)
        for reading, index in zip(readings, self.by_field.get("birth", ()), strict=True):
            if reading.code:
                params = {} if reading.code == "name_missing" else {"typed": reading.typed}
                self.problem("birth_date", reading.code, params, column=index, warning=bool(best))
            for code, params in reading.warnings:
                self.problem("birth_date", code, params, warning=True, column=index)
        if not best:
            return
        values.update(
            birth_date=best.day.isoformat() if best.day else None, birth_year=best.year, birth_estimated=best.estimated
        )
        if any(r.year and abs(r.year - best.year) > 1 for r in readings):
            self.problem("birth_date", "age_differs", warning=True)

    def _nik(self, values):
        reading = cells.read_number_of_16(self.cell("nik"), self.latest)
        values["nik"] = self.take("nik", reading)
        values["family_card_no"] = self.take(
            "family_card_no", cells.read_number_of_16(self.cell("family_card_no"), self.latest, card=True)
        )
        nik = reading.extra.get("nik")
        if not nik:
            return
        births = [day.isoformat() for day in nik.births]
        if values["birth_date"]:
            differs = values["birth_date"] not in births
        else:
            differs = values["birth_year"] and all(abs(day.year - values["birth_year"]) > 1 for day in nik.births)
        if differs:
            shown = nik.births[-1].strftime("%d/%m/%Y")
            self.problem("nik", "nik_birth", {"nik": shown}, warning=True)
        if values["sex"] and values["sex"] != nik.sex:
            self.problem("nik", "nik_sex", warning=True)
        if nik.district.startswith("82.") and not self.regions.has_area(nik.district):
            self.problem("nik", "nik_district", warning=True)

    def _where(self, values):
        address = ", ".join(filter(None, (cells.read_text(v, "address").value for v in self.all("address"))))
        values["address"] = address[: cells.LONGEST["address"]]
        rt, rw = cells.read_rt_rw(self.cell("rt_rw"))
        in_address = cells.read_rt_rw(address)
        values["rt"] = cells.read_rt(self.cell("rt")) or rt or in_address[0]
        values["rw"] = cells.read_rt(self.cell("rw")) or rw or in_address[1]
        typed = cells.read_text(self.cell("kelurahan")).value
        district = cells.read_text(self.cell("district")).value
        match = self._kelurahan(values, typed, district, address)
        values["phone"] = self.take("phone", cells.read_phone(self.cell("phone")))
        return match

    def _kelurahan(self, values, typed, district, address):
        values["kelurahan"] = values["kelurahan_name"] = ""
        from_address = False
        if dates.is_nothing(typed):
            typed = _kelurahan_in(address)
            from_address = bool(typed)
        if not typed:
            return {}
        found = self.match(typed, "" if dates.is_nothing(district) else district)
        if found:
            values["kelurahan"], values["kelurahan_name"] = found.code, found.name
            if found.district_differs:
                params = {"name": found.name, "district": found.district}
                self.problem("kelurahan", "kelurahan_district", params, warning=True)
        elif not from_address:
            names = ", ".join(_named(self.regions, code) for code in found.others)
            code = "kelurahan_several" if found.how == "several" else "kelurahan_unknown"
            params = {"typed": typed[:60]} | ({"names": names} if found.how == "several" else {})
            self.problem("kelurahan", code, params)
        return {
            "typed": typed, "code": found.code, "name": found.name, "district": found.district, "score": found.score,
            "how": found.how, "from_address": from_address,
            "others": [{"code": code, "name": _named(self.regions, code)} for code in found.others],
        }  # fmt: skip

    def _treatment(self, values):
        reading = dates.read_date(self.cell("art_start_date"), self.latest)
        values["art_start_date"] = reading.day.isoformat() if reading.day else None
        if reading.day and reading.day.year < EARLIEST_ART:
            values["art_start_date"], reading.code = None, "date_too_old"
        if reading.code:
            incomplete = reading.code == "date_incomplete"
            self.problem("art_start_date", reading.code, {"typed": reading.typed}, warning=incomplete)
        for code, params in reading.warnings:
            self.problem("art_start_date", code, params, warning=True)
        if values["art_start_date"] and values["birth_date"] and values["art_start_date"] < values["birth_date"]:
            self.problem("art_start_date", "date_before_birth", warning=True)
        values["regimen"] = cells.read_text(self.cell("regimen"), "regimen").value
        values["companion"] = cells.read_text(self.cell("companion"), "companion").value


def _shown(value):
    """A cell as it stands in the sheet, for the preview."""
    if value is None or isinstance(value, Spread):
        return ""
    if value is FORMULA:
        return "=…"
    if isinstance(value, (datetime.date, datetime.time)):
        return cells.as_text(value) if isinstance(value, datetime.date) else value.isoformat()
    return cells.as_text(value)[:500]


def _kelurahan_in(address):
    """The kelurahan inside an address: after "Kel.", else nothing (a street may bear a kelurahan's name)."""
    match = re.search(
        r"\b(?:kelurahan|kel|desa)\b[\s.:]*([^,;()/]{3,40}?)(?=\s+(?:rt|rw|kec)\b|[,;()/]|$)", address, re.IGNORECASE
    )
    return match[1].strip() if match else ""


def _named(regions, code):
    village = regions.village(code)
    return f"{village[0]} ({village[1]})" if village else code
