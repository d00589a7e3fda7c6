"""Flat files: CSV that is safe to open in a spreadsheet, and JSON Lines.

CSV, after RFC 4180: commas (or another delimiter), CRLF, quotation marks doubled, every cell that is no number in
quotation marks, UTF-8, one file for each kind. A list or a mapping is JSON text in its cell. Null is an empty cell; an
empty text where null could stand too is a lone apostrophe. Numbers have all their digits and no exponent.

Formulas: a spreadsheet runs a cell that begins with = + - or @. After OWASP's page on CSV injection, a text cell that
begins so, also after white space or characters that show nothing, or in full width, gets an apostrophe in front, and
so does one that begins with a tab or a line break. That it can be undone, a cell that begins with an apostrophe gets
one more. Numbers are never touched: -5 stays -5.

A program that splits at another sign than the file does, as Excel does where the comma is the decimal mark, minds no
quotation marks after the first cell: it cuts the text "rose; =1+1" in two and runs the second half. So inside a text
too an apostrophe is put behind each such sign and line break after which a cell would begin a formula.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.export.columns import Cells, Column, Table
from extract.export.source import Source
from extract.folding import encodable
from extract.store import dumps

_NO_INK = r"[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]"
_UNSAFE = re.compile(rf"'|[\t\r\n]|{_NO_INK}*{_SIGNS}")
"""What a text cell must not begin with: = + - @ and their full-width, small and mathematical forms."""

DELIMITERS = (",", ";", "\t")
_SIGN = re.compile(_SIGNS)
_OTHERS = {own: "".join(one for one in (*DELIMITERS, "\r", "\n") if one != own) for own in DELIMITERS}
_RUNS = {own: re.compile(rf"[{others}](?:[,;'\"]|{_NO_INK})*") for own, others in _OTHERS.items()}
"""By a file's delimiter, another separator and what may stand between it and a sign that then begins a cell."""


def spreadsheet_safe(text: str, delimiter: str = ",") -> str:
    """The text as it may stand in a cell of a file with this delimiter; `plain_text` takes it back."""
    text = _inside(text, delimiter, "", "'")
    return f"'{text}" if _UNSAFE.match(text) else text


def plain_text(cell: str, delimiter: str = ",") -> str:
    """The text of a cell that `spreadsheet_safe` made."""
    return _inside(cell[1:] if cell.startswith("'") else cell, delimiter, "'", "")


def _inside(text: str, delimiter: str, behind: str, put: str) -> str:
    """The text with `put` in the place of `behind` at each separator but the delimiter that stands in a run before a
    sign. Runs are found first and whole: looking for the sign from each separator would take the square of a long run.
    """

    def change(run: re.Match[str]) -> str:
        # A tab shows nothing: after one that ends the cell, a number might begin a formula with what follows it.
        before = _SIGN.match(text, run.end()) or (delimiter == "\t" and run.end() == len(text))
        return re.sub(f"([{_OTHERS[delimiter]}]){behind}", rf"\1{put}", run[0]) if before else run[0]

    return _RUNS[delimiter].sub(change, text)


def exact_digits(value: int | float | Decimal) -> str:
    """All digits of a number, no exponent."""
    return format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")


def write_csv(source: Source, folder: Path, bom: bool, delimiter: str = ",") -> None:
    """One file a kind into the folder. bom: begin each with a byte order mark, by which Excel knows UTF-8.
    delimiter: one of DELIMITERS.
    """
    with ExitStack() as stack:
        writers = {}
        for name, table in source.tables.items():
            path = folder / f"{name}.csv"
            file = stack.enter_context(open(path, "x", encoding="utf-8-sig" if bom else "utf-8", newline=""))
            writers[name] = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
            writers[name].writerow([column.name for column in table.columns])
        for record in source.records():
            table = source.tables[record["kind"]]
            row = table.cells(record)
            writers[table.kind].writerow([_cell(row[column.name], column, delimiter) for column in table.columns])


class _Digits(Decimal):
    """A number that csv writes with all its digits: as a number, so without quotation marks."""

    def __str__(self) -> str:
        return format(self, "f")


def _cell(value: Any, column: Column, delimiter: str = ",") -> Any:
    if value is None:
        return ""
    if column.type in ("json", "texts"):
        return spreadsheet_safe(dumps(value), delimiter)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return _Digits(exact_digits(value))
    return spreadsheet_safe(encodable(value), delimiter) if value or not column.nullable else "'"


def cells_of_csv(table: Table, line: dict[str, str], delimiter: str = ",") -> Cells:
    """The row that a line of `write_csv` holds, as `csv.DictReader` gives it, told the file's delimiter.

    An empty cell is null where null can stand, else empty text.
    """
    return {
        column.name: _value(plain_text(line[column.name], delimiter), line[column.name], column)
        for column in table.columns
    }


def _value(text: str, cell: str, column: Column) -> Any:
    if cell == "":
        return "" if column.type == "text" and not column.nullable else None
    if column.type in ("json", "texts"):
        return json.loads(text, parse_float=Decimal)
    if column.type == "boolean":
        return cell == "true"
    if column.type in ("integer", "number"):
        value = Decimal(cell)
        return int(value) if value == value.to_integral_value() else value
    return text


def write_jsonl(source: Source, file: Path) -> None:
    """One flat object a line, all kinds in one file, in the run's order; lists stay lists."""
    with open(file, "x", encoding="utf-8", newline="\n") as lines:
        for record in source.records():
            lines.write(dumps(source.tables[record["kind"]].cells(record)) + "\n")
