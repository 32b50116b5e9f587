"""Reads a register that an institution keeps as a spreadsheet. Pure: bytes and region data in, plain records out.

`read_register` (rows.py) is the way in; what comes out (shapes.py) goes to JSON and back. No database here.
"""

from cases.register.errors import UnreadableFile
from cases.register.rows import read_register
from cases.register.shapes import Register

__all__ = ["Register", "UnreadableFile", "read_register"]
