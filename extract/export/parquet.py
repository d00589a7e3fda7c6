"""Parquet: one file for each kind, written in row groups, so that memory does not grow with the run.

A number is two columns: `data.amount.value` as float64, to reckon with, and `data.amount.value.exact` as text with all
its digits. decimal128 holds 38 digits and one scale for a whole column; a figure may have 300 digits, before the point
or behind it, so any fixed decimal would round or refuse some. Lists of texts are lists; other lists and mappings JSON
text.
"""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.export.columns import Cells, Table
from extract.export.flat import exact_digits
from extract.export.source import Source
from extract.folding import encodable
from extract.store import dumps

ROWS = 2_000
"""Rows in a row group, and rows held for each kind: some 10 MB."""

LARGEST_INTEGER = 2**63


def write_parquet(source: Source, folder: Path) -> None:
    """One file a kind into the folder. Raises UsageError without pyarrow."""
    arrow, parquet = _pyarrow()
    with ExitStack() as stack:
        sheets = {}
        for name, table in source.tables.items():
            schema = _schema(arrow, table)
            writer = parquet.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            stack.callback(writer.close)
            sheets[name] = (writer, schema, list[Cells]())
        for record in source.records():
            writer, schema, rows = sheets[record["kind"]]
            rows.append(_row(source.tables[record["kind"]], record))
            if len(rows) == ROWS:
                writer.write_table(arrow.Table.from_pylist(rows, schema))
                rows.clear()
        for writer, schema, rows in sheets.values():
            if rows:
                writer.write_table(arrow.Table.from_pylist(rows, schema))


def _pyarrow() -> tuple[Any, Any]:
    import importlib

    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError(f"--format parquet: {error}; run `pip install 'extract-toolkit[export]'`") from error


def _schema(arrow: Any, table: Table) -> Any:
    types = {
        "text": arrow.string(),
        "json": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "texts": arrow.list_(arrow.string()),
    }
    fields = []
    for column in table.columns:
        fields.append(arrow.field(column.name, types[column.type]))
        if column.type == "number":
            fields.append(arrow.field(f"{column.name}.exact", arrow.string()))
    return arrow.schema(fields)


def _row(table: Table, record: dict[str, Any]) -> Cells:
    row: Cells = {}
    cells = table.cells(record)
    for column in table.columns:
        value = cells[column.name]
        if value is None:
            row[column.name] = None
        elif column.type == "json":
            row[column.name] = dumps(value)
        elif column.type == "texts":
            row[column.name] = [encodable(text) for text in value]
        elif column.type == "text":
            row[column.name] = encodable(value)
        elif column.type == "number":
            row[column.name], row[f"{column.name}.exact"] = float(value), exact_digits(value)
        else:
            row[column.name] = whole(value, column.name) if column.type == "integer" else value
    return row


def whole(value: Any, name: str) -> int:
    """An integer that 64 bits hold. Raises UsageError for one that they do not: rounding it would be a lie."""
    number = int(Decimal(value))
    if not -LARGEST_INTEGER <= number < LARGEST_INTEGER:
        raise UsageError(f"{name}: an integer beyond 64 bits; export it as csv or jsonl, or declare it as a Number")
    return number
