"""A finished or half-finished run, opened for reading: its records, failures, unclaimed figures and documents.

Takes a run folder; gives what report, review, export, diff and corpus read. Records and figures are the lines of the
JSON files, one at a time, so that a run of any size fits; documents, with their texts, come from the database.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.types import Document

DATABASE = "run.sqlite"
"""The run's database, in the run folder."""

_DOCUMENTS = """
CREATE TABLE IF NOT EXISTS documents (
  sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT, published TEXT, source TEXT,
  sources TEXT NOT NULL, text BLOB NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run folder. Every method reads anew; nothing is kept."""

    folder: Path
    manifest: dict[str, Any]

    def records(self) -> Iterator[dict[str, Any]]:
        """The lines of records.jsonl in order, numbers as JSON gives them."""
        return self._lines("records.jsonl")

    def failures(self) -> Iterator[dict[str, Any]]:
        """The lines of failures.jsonl."""
        return self._lines("failures.jsonl")

    def unclaimed(self) -> Iterator[dict[str, Any]]:
        """The lines of unclaimed.jsonl: figures that no record claimed, each with its document's id."""
        return self._lines("unclaimed.jsonl")

    def documents(self) -> Iterator[Document]:
        """The run's documents, texts and all, by id. Raises UsageError if the database is missing or damaged."""
        return self._documents("ORDER BY id", ())

    def document(self, sha256: str) -> Document | None:
        """The document with this hash of its text, as records name it; None if the run has no such."""
        return next(self._documents("WHERE sha256 = ?", (sha256,)), None)

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        number = 0
        try:
            with open(self.folder / name, encoding="utf-8", newline="\n") as file:
                for number, line in enumerate(file, start=1):  # noqa: B007  named in the error
                    if line.strip():
                        yield json.loads(line)
        except (OSError, ValueError, RecursionError) as error:
            where = f"{self.folder / name}" + (f":{number}" if isinstance(error, ValueError) else "")
            raise UsageError(f"{where}: cannot be read ({error}); run the documents again into this folder") from error

    def _documents(self, which: str, values: tuple[str, ...]) -> Iterator[Document]:
        path = self.folder / DATABASE
        if not path.is_file():
            raise UsageError(f"{path}: not there, so the documents' texts are not known; run them again")
        try:
            base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                columns = "sha256, id, title, published, source, sources, text"
                for row in base.execute(f"SELECT {columns} FROM documents {which}", values):  # noqa: S608  ours
                    yield _document(row)
            finally:
                base.close()
        except (sqlite3.Error, zlib.error, ValueError) as error:
            raise UsageError(f"{path}: cannot be read ({error}); run the documents again into this folder") from error


def open_run(folder: Path) -> Run:
    """The run in a folder. Raises UsageError where there is none, naming what is missing."""
    path = folder / "run.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); give the --out folder of an extract run") from error
    if not isinstance(manifest, dict) or not str(manifest.get("contract", "")).startswith("extract/"):
        raise UsageError(f"{path}: no manifest of a run; give the --out folder of an extract run")
    return Run(folder, manifest)


def keep_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Write the documents into the run's database, in place of those that it held. Raises UsageError, disk full."""
    try:
        base = sqlite3.connect(folder / DATABASE)
        try:
            with base:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute(_DOCUMENTS)
                base.execute("DELETE FROM documents")
                base.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, documents))
        finally:
            base.close()
    except sqlite3.Error as error:
        raise UsageError(
            f"{folder / DATABASE}: cannot be written ({error}); make room or choose another --out"
        ) from error


def _row(document: Document) -> tuple[Any, ...]:
    text = zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1)
    about = (document.title, document.published, document.source, json.dumps(document.sources))
    return document.sha256, document.id, *about, text


def _document(row: tuple[Any, ...]) -> Document:
    sha256, id_, title, published, source, sources, text = row
    words = zlib.decompress(text).decode("utf-8", "surrogatepass")
    return Document(id_, words, sha256, title, published, source, tuple(json.loads(sources)))
