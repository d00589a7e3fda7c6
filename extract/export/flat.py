"""Flat files: CSV that is safe to open in a spreadsheet, and JSON Lines.

CSV, after RFC 4180: commas, CRLF, quotation marks doubled, every cell that is no number in quotation marks, UTF-8,
one file for each kind. A list or a mapping is JSON text in its cell. Null is an empty cell; an empty text where null
could stand too is a lone apostrophe. Numbers have all their digits and no exponent.

Formulas: a spreadsheet runs a cell that begins with = + - or @. After OWASP's page on CSV injection, a text cell that
begins so, also after white space or characters that show nothing, or in full width, gets an apostrophe in front, and
so does one that begins with a tab or a line break. That it can be undone, a cell that begins with an apostrophe gets
one more. Numbers are never touched: -5 stays -5.
"""

from __future__ import annotations

import csv
import json
import re
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.export.columns import Cells, CellType, Column, Table
from extract.export.source import Source
from extract.store import dumps

_NO_INK = r"[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]"
_UNSAFE = re.compile(rf"'|[\t\r\n]|{_NO_INK}*{_SIGNS}")
"""What a text cell must not begin with: = + - @ and their full-width, small and mathematical forms."""

_LONE = re.compile("[\ud800-\udfff]")


def spreadsheet_safe(text: str) -> str:
    """The text as it may stand in a cell; `plain_text` takes it back."""
    return f"'{text}" if _UNSAFE.match(text) else text


def plain_text(cell: str) -> str:
    """The text of a cell that `spreadsheet_safe` made."""
    return cell[1:] if cell.startswith("'") else cell


def encodable(text: str) -> str:
    """The text with lone surrogates, which no encoding has, as U+FFFD: as many code points, so offsets stay right."""
    return _LONE.sub("\ufffd", text)


def exact_digits(value: int | float | Decimal) -> str:
    """All digits of a number, no exponent."""
    return format(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), "f")


def write_csv(source: Source, folder: Path, bom: bool) -> None:
    """One file a kind into the folder. bom: begin each with a byte order mark, by which Excel knows UTF-8."""
    with ExitStack() as stack:
        writers = {}
        for name, table in source.tables.items():
            path = folder / f"{name}.csv"
            file = stack.enter_context(open(path, "x", encoding="utf-8-sig" if bom else "utf-8", newline=""))
            writers[name] = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
            writers[name].writerow([column.name for column in table.columns])
        for record in source.records():
            table = source.tables[record["kind"]]
            row = table.cells(record)
            writers[table.kind].writerow([_cell(row[column.name], column) for column in table.columns])


class _Digits(Decimal):
    """A number that csv writes with all its digits: as a number, so without quotation marks."""

    def __str__(self) -> str:
        return format(self, "f")


def _cell(value: Any, column: Column) -> Any:
    if value is None:
        return ""
    if column.type in ("json", "texts"):
        return spreadsheet_safe(dumps(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return _Digits(exact_digits(value))
    return spreadsheet_safe(encodable(value)) if value or not column.nullable else "'"


def cells_of_csv(table: Table, line: dict[str, str]) -> Cells:
    """The row that a line of `write_csv` holds, as `csv.DictReader` gives it.

    An empty cell is null where null can stand, else empty text.
    """
    return {column.name: _value(line[column.name], column.type, column.nullable) for column in table.columns}


def _value(cell: str, type_: CellType, nullable: bool) -> Any:
    if cell == "":
        return "" if type_ == "text" and not nullable else None
    if type_ in ("json", "texts"):
        return json.loads(plain_text(cell), parse_float=Decimal)
    if type_ == "boolean":
        return cell == "true"
    if type_ in ("integer", "number"):
        value = Decimal(cell)
        return int(value) if value == value.to_integral_value() else value
    return plain_text(cell)


def write_jsonl(source: Source, file: Path) -> None:
    """One flat object a line, all kinds in one file, in the run's order; lists stay lists."""
    with open(file, "x", encoding="utf-8", newline="\n") as lines:
        for record in source.records():
            lines.write(dumps(source.tables[record["kind"]].cells(record)) + "\n")
