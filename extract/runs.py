"""A finished or half-finished run, opened for reading: its records, failures, unclaimed figures and documents.

Takes a run folder; gives what report, review, export, diff and corpus read. Records and figures are the lines of the
JSON files, one at a time, so that a run of any size fits; documents, with their texts, come from the database.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.layouts import layout_of
from extract.types import Document

DATABASE = "run.sqlite"
"""The run's database, in the run folder."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run folder. Every method reads anew; nothing is kept."""

    folder: Path
    manifest: dict[str, Any]

    def records(self, exact: bool = False) -> Iterator[dict[str, Any]]:
        """The lines of records.jsonl in order, numbers as JSON gives them.

        exact  numbers that are no integers as Decimal, so that no digit is lost
        """
        return self._lines("records.jsonl", _decimal if exact else float)

    def failures(self) -> Iterator[dict[str, Any]]:
        """The lines of failures.jsonl."""
        return self._lines("failures.jsonl")

    def unclaimed(self) -> Iterator[dict[str, Any]]:
        """The lines of unclaimed.jsonl: figures that no record claimed, each with its document's id."""
        return self._lines("unclaimed.jsonl")

    def outcomes(self) -> Iterator[dict[str, Any]]:
        """The lines of outcomes.jsonl: for each document and kind the one state that it ended in."""
        return self._lines("outcomes.jsonl")

    def documents(self) -> Iterator[Document]:
        """The run's documents, texts and all, by id. Raises UsageError if the database is missing or damaged."""
        return self._documents("WHERE place IS NOT NULL ORDER BY id", ())

    def document(self, sha256: str) -> Document | None:
        """The document with this hash of its text, as records name it; None if the run has no such."""
        return next(self._documents("WHERE sha256 = ?", (sha256,)), None)

    def setups(self) -> dict[tuple[str, str], dict[str, Any]]:
        """For each part that is done, by its document's sha256 and its kind, all that it was asked with beside the
        document: hashes of schema, prompt and code, model, endpoint, settings. Empty for a run that keeps none.
        """
        if not (self.folder / DATABASE).is_file():
            return {}
        try:
            held = {setup: json.loads(holds) for setup, holds in self._rows("SELECT setup, holds FROM setups")}
        except ValueError as error:
            raise self._damaged(error) from error
        parts = self._rows("SELECT sha256, kind, setup FROM parts")
        return {(sha256, kind): held[setup] for sha256, kind, setup in parts if setup in held}

    def _lines(self, name: str, parse_float: Callable[[str], Any] = float) -> Iterator[dict[str, Any]]:
        number = 0
        try:
            with open(self.folder / name, encoding="utf-8", newline="\n") as file:
                for number, line in enumerate(file, start=1):  # noqa: B007  named in the error
                    if line.strip():
                        yield json.loads(line, parse_float=parse_float)
        except (OSError, ValueError, RecursionError) as error:
            where = f"{self.folder / name}" + (f":{number}" if isinstance(error, ValueError) else "")
            raise UsageError(f"{where}: cannot be read ({error}); run the documents again into this folder") from error

    def _documents(self, which: str, values: tuple[str, ...]) -> Iterator[Document]:
        columns = "sha256, named, text"
        try:
            for row in self._rows(f"SELECT {columns} FROM documents {which}", values):  # noqa: S608  ours
                yield document_of(row)
        except (zlib.error, ValueError) as error:
            raise self._damaged(error) from error

    def _rows(self, query: str, values: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
        path = self.folder / DATABASE
        if not path.is_file():
            raise UsageError(f"{path}: not there, so the documents' texts are not known; run them again")
        try:
            base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                layout_of(base, self.folder)
                yield from base.execute(query, values)
            finally:
                base.close()
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> UsageError:
        path = self.folder / DATABASE
        return UsageError(f"{path}: cannot be read ({error}); run the documents again into this folder")


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


def _decimal(literal: str) -> Decimal:
    """The number exactly. Raises ValueError where writing it out would take more digits than a run ever writes."""
    value = Decimal(literal)
    if value and abs(value.adjusted()) > 400:
        raise ValueError(f"{literal[:40]} is too large or too small a number")
    return value


def about_sha256(document: Document) -> str:
    """Hash of what is known of a document beside its text: a record carries it, so a change makes the record anew."""
    return hashlib.sha256(named(document).encode()).hexdigest()[:16]


def named(document: Document) -> str:
    """What is known of a document beside its text, as JSON in ASCII: it may hold what has no UTF-8 (front matter can
    write a lone surrogate).
    """
    return json.dumps([document.id, document.title, document.published, document.source, document.sources])


def plain_text(words: str | None) -> str | None:
    """The words for a reader of the database, lone surrogates written as escapes."""
    return None if words is None else words.encode("utf-8", "backslashreplace").decode()


def packed(text: bytes) -> bytes:
    """Bytes as the database keeps them: zlib at its quickest level, some 35 us and a half of the size for 3 KB. Of the
    usual 70 us, half goes into clearing tables; short texts need no such large ones.
    """
    packer = zlib.compressobj(1, zlib.DEFLATED, *((13, 6) if len(text) < 16_000 else (15, 8)))
    return packer.compress(text) + packer.flush()


def document_of(row: tuple[Any, ...]) -> Document:
    """A document from its row: sha256, named, text."""
    sha256, names, text = row
    id_, title, published, source, sources = json.loads(names)
    words = zlib.decompress(text).decode("utf-8", "surrogatepass")
    return Document(id_, words, sha256, title, published, source, tuple(sources))
