"""SQLite: tables that join, views that need no join, full-text search over documents and evidence.

    documents            sha256, id, title, published, source, sources, text
    records              id, kind, verdict, document (-> documents), contract, provenance
    <kind>               id (-> records), the columns under data and derived as in the other flat formats
    evidence             record (-> records), n, exact, prefix, suffix, start, end, match
    figures              record (-> records), path, ...
    findings             record (-> records), n, check, level, path, message
    <kind>_with_proof    view: the kind with verdict, document, title, date and the first quote
    documents_fts, evidence_fts   FTS5 with external content, as Datasette looks for

A number is stored as it is if SQLite can hold it exactly (integers of 64 bits) and else as the nearest REAL; all its
digits stand in the text column `<name>.exact`. Lists and mappings are JSON text, for SQLite's json functions.
The standard library writes it, not sqlite-utils: types, keys and search are declared before the first row comes, so
nothing has to be guessed from rows, and one pass is enough.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.export.columns import CellType, Column, Table
from extract.export.flat import exact_digits
from extract.export.parquet import LARGEST_INTEGER, whole
from extract.export.source import Source
from extract.folding import encodable
from extract.store import dumps

_TYPES: dict[CellType, str] = {
    "text": "TEXT", "texts": "TEXT", "json": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER",
}  # fmt: skip

_RECORD = "record TEXT NOT NULL REFERENCES records(id)"
_WORDS = "tokenize='unicode61 remove_diacritics 2'"
_FIGURE_NUMBERS = ("value", "value_high")
_FIGURE_REST = ("unit", "modifier", "assumed", "start", "end", "per")
_QUOTE = ("exact", "prefix", "suffix", "start", "end", "match")
_SCHEMA = f"""
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE documents (sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT, published TEXT, source TEXT,
  sources TEXT, text TEXT);
CREATE TABLE records (id TEXT PRIMARY KEY, kind TEXT NOT NULL, verdict TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES documents(sha256), contract TEXT, provenance TEXT);
CREATE INDEX records_kind ON records(kind, verdict);
CREATE INDEX records_document ON records(document);
CREATE TABLE evidence ({_RECORD}, n INTEGER NOT NULL, exact TEXT, prefix TEXT, suffix TEXT, start INTEGER,
  "end" INTEGER, match TEXT, PRIMARY KEY (record, n));
CREATE TABLE figures ({_RECORD}, path TEXT NOT NULL, kind TEXT, as_written TEXT, value NUMERIC, "value.exact" TEXT,
  value_high NUMERIC, "value_high.exact" TEXT, unit TEXT, modifier TEXT, assumed INTEGER, start INTEGER, "end" INTEGER,
  per TEXT, equals TEXT, PRIMARY KEY (record, path));
CREATE TABLE findings ({_RECORD}, n INTEGER NOT NULL, "check" TEXT, level TEXT, path TEXT, message TEXT,
  PRIMARY KEY (record, n));
CREATE VIRTUAL TABLE documents_fts USING fts5(title, text, content="documents", {_WORDS});
CREATE VIRTUAL TABLE evidence_fts USING fts5(exact, content="evidence", {_WORDS});
"""
_OWN = frozenset({"about", "documents", "records", "evidence", "figures", "findings"})


def write_sqlite(source: Source, file: Path) -> None:
    """The whole run as one database. Raises UsageError if the run has no texts or two records have one id."""
    base = sqlite3.connect(file)
    try:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        for name, table in source.tables.items():
            base.executescript(_kind_schema(table_name(name), table))
        for document in source.run.documents():
            values = (document.sha256, document.id, document.title, document.published, document.source)
            _insert(base, "documents", (*values, dumps(document.sources), document.text))
        for record in source.records():
            _put(base, source.tables[record["kind"]], record)
        for fts in ("documents_fts", "evidence_fts"):
            base.execute(f"INSERT INTO {fts}({fts}) VALUES ('rebuild')")  # noqa: S608  ours
        left_out = dumps(dict(sorted(source.left_out.items())))
        about = {"contract": source.run.manifest["contract"], "run": dumps(source.run.manifest), "left_out": left_out}
        for item in about.items():
            _insert(base, "about", item)
        base.commit()
        base.execute("ANALYZE")
        base.commit()
    except sqlite3.Error as error:
        raise UsageError(f"the run does not fit into SQLite: {error}; see `extract validate`") from error
    finally:
        base.close()


def table_name(kind: str) -> str:
    """The table of a kind: its name, or with a line before it where that is the name of one of ours."""
    return f"_{kind}" if kind.casefold() in _OWN or kind.casefold().startswith(("sqlite", "_")) else kind


def _kind_schema(name: str, table: Table) -> str:
    columns = list(_own(table))
    typed = [f"{_quoted(label)} {type_}" for column in columns for label, type_ in _declared(column)]
    view = ", ".join(f"k.{_quoted(label)}" for column in columns for label, _ in _declared(column))
    return f"""
CREATE TABLE {_quoted(name)} (id TEXT PRIMARY KEY REFERENCES records(id), {", ".join(typed)});
CREATE VIEW {_quoted(f"{name}_with_proof")} AS SELECT k.id, r.verdict, d.id AS document, d.title, d.published, {view},
  e.exact AS quote, e.start AS quote_start, e."end" AS quote_end
  FROM {_quoted(name)} k JOIN records r ON r.id = k.id JOIN documents d ON d.sha256 = r.document
  LEFT JOIN evidence e ON e.record = k.id AND e.n = 0;
"""  # noqa: S608  names of the project's own fields, quoted


def _own(table: Table) -> Iterable[Column]:
    return (column for column in table.columns if column.path[0] in ("data", "derived", "review"))


def _declared(column: Column) -> list[tuple[str, str]]:
    own = (column.name, _TYPES[column.type])
    return [own, (f"{column.name}.exact", "TEXT")] if column.type == "number" else [own]


def _put(base: sqlite3.Connection, table: Table, record: Mapping[str, Any]) -> None:
    document, key = record["document"], record["id"]
    known = [document.get(name) for name in ("sha256", "id", "title", "published", "source")]
    base.execute(
        "INSERT OR IGNORE INTO documents VALUES (?, ?, ?, ?, ?, ?, NULL)",
        _bound([*known, dumps(document.get("sources") or [])]),
    )
    own = (key, record["kind"], record["verdict"], document["sha256"], record["contract"], dumps(record["provenance"]))
    _insert(base, "records", own)
    cells = table.cells(record)
    values = [value for column in _own(table) for value in _values(column, cells[column.name])]
    _insert(base, table_name(table.kind), [key, *values])
    for n, quote in enumerate(record["evidence"]):
        _insert(base, "evidence", [key, n, *(quote.get(name) for name in _QUOTE)])
    for path, figure in record["figures"].items():
        numbers = [part for name in _FIGURE_NUMBERS for part in _number(figure.get(name))]
        equals = figure.get("equals")
        rest = [*(figure.get(name) for name in _FIGURE_REST), None if equals is None else dumps(equals)]
        _insert(base, "figures", [key, path, figure.get("kind"), figure.get("as_written"), *numbers, *rest])
    for n, finding in enumerate(record["findings"]):
        _insert(base, "findings", [key, n, *(finding.get(name) for name in ("check", "level", "path", "message"))])


def _values(column: Column, value: Any) -> Iterable[Any]:
    if column.type == "number":
        return _number(value)
    if value is None:
        return (None,)
    if column.type in ("json", "texts"):
        return (dumps(value),)
    return (whole(value, column.name) if column.type == "integer" else value,)


def _number(value: Any) -> tuple[Any, str | None]:
    """What is stored in the number's column, and in the one for its digits."""
    if value is None:
        return None, None
    exact = Decimal(exact_digits(value))
    fits = exact == exact.to_integral_value() and -LARGEST_INTEGER <= exact < LARGEST_INTEGER
    return int(exact) if fits else float(exact), exact_digits(value)


def _insert(base: sqlite3.Connection, table: str, values: Iterable[Any]) -> None:
    bound = _bound(values)
    base.execute(f"INSERT INTO {_quoted(table)} VALUES ({', '.join('?' * len(bound))})", bound)  # noqa: S608


def _bound(values: Iterable[Any]) -> list[Any]:
    return [encodable(value) if isinstance(value, str) else value for value in values]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
