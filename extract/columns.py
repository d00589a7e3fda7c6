"""Documents in the rows of tables: a column of Parquet or JSON-lines files.

Takes file names, globs or URLs; gives each row's name, `file#id`, and text, or the error in its place, one at a time.
"""

from __future__ import annotations

import glob
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from extract import remote
from extract.errors import DocumentError, UsageError

SUFFIXES = (".parquet", ".jsonl", ".ndjson")
TOO_LONG = "over the {:,} characters allowed; split it or raise --max-chars"
_ROWS = 256
"""Rows of a Parquet file read at a time."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the text and, where there is one, the id; without it a row's number is its id."""

    text: str
    id: str | None = None


def rows(paths: Sequence[str], columns: Columns, max_chars: int) -> Iterator[tuple[str, str | DocumentError]]:
    """Each row of the tables in order; a text longer than `max_chars` code points is an error.

    Raises UsageError where pyarrow is missing, for Parquet and URLs alone.
    """
    for path in paths:
        for name, fault in _expand(path):
            if fault is not None:
                yield name, fault
                continue
            try:
                found = _parquet(name, columns) if name.endswith(".parquet") else _lines(name)
                for number, row in enumerate(found, start=1):
                    yield _one(name, number, row, columns, max_chars)
            except (OSError, ValueError, KeyError) as error:  # pyarrow's errors are among these
                yield name, DocumentError("unreadable", f"{error}; see that it is a whole Parquet or JSON-lines file")


def _expand(path: str) -> list[tuple[str, DocumentError | None]]:
    if remote.is_url(path):
        return remote.expand(path, SUFFIXES)
    found = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else [path]
    wrong = DocumentError("not_found", f"with --column, give tables: {', '.join(SUFFIXES)}")
    return [(name, None if name.endswith(SUFFIXES) else wrong) for name in found or [path]]


def _one(name: str, number: int, row: Any, columns: Columns, max_chars: int) -> tuple[str, str | DocumentError]:
    known = isinstance(row, Mapping)
    identity = row.get(columns.id) if known and columns.id else None
    shown = f"{name}#{number if identity is None else identity}"
    text = row.get(columns.text) if known else None
    if not isinstance(text, str):
        return shown, DocumentError("unreadable", f"row {number} has no words in column {columns.text!r}")
    if not text.strip():
        return shown, DocumentError("empty", "no text in this row; leave it out")
    if len(text) > max_chars:
        return shown, DocumentError("too_long", TOO_LONG.format(max_chars))
    # JSON can write halves of surrogate pairs, which no encoding takes.
    return shown, text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _lines(name: str) -> Iterator[Any]:
    raw = remote.open_file(name, True) if remote.is_url(name) else open(name, "rb")  # noqa: SIM115  closed with the lines
    with io.TextIOWrapper(raw, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise ValueError(f"line {number}: {error}") from error


def _parquet(name: str, columns: Columns) -> Iterator[Any]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; install it: pip install 'extract-toolkit[ray]'") from error
    wanted = [columns.text, *([columns.id] if columns.id else [])]
    with closing(remote.open_file(name) if remote.is_url(name) else open(name, "rb")) as raw:
        table = parquet.ParquetFile(raw, buffer_size=remote.AT_A_TIME)
        if missing := [one for one in wanted if one not in table.schema_arrow.names]:
            raise ValueError(f"no column {missing[0]!r}; there are {', '.join(table.schema_arrow.names)}")
        for batch in table.iter_batches(_ROWS, columns=wanted):
            yield from batch.to_pylist()
