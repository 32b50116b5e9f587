"""Invented registers, made in memory. Every person in them is invented."""

import datetime
import io

from openpyxl import Workbook

from cases.register import read_register
from regions.matching import gazetteer_of_file

TODAY = datetime.date(2026, 11, 25)


def book(rows, *, title="Sheet1", merge=(), before=None):
    """Bytes of a workbook: `rows` on a sheet called `title`, after the sheets of `before` {name: rows}."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, lines in {**(before or {}), title: rows}.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(line)
        for box in merge if name == title else ():
            sheet.merge_cells(box)
    return saved(workbook)


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(content, filename="daftar.xlsx", **options):
    return read_register(content, filename, regions=gazetteer_of_file(), today=TODAY, **options)


def one(cells, headings, **options):
    """The only row of a sheet with these headings and cells."""
    return read(book([headings, cells]), **options).rows[0]
