"""The tables of a run's database, and what a row of them is to the rest of the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LAYOUT = 4
"""Raised when the tables change; kept in the file's user_version."""

TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS documents (
  sha256 TEXT PRIMARY KEY, place INTEGER, id TEXT NOT NULL, title TEXT, published TEXT, source TEXT,
  sources TEXT NOT NULL, named TEXT NOT NULL, about TEXT NOT NULL, text BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_place ON documents (place);
CREATE INDEX IF NOT EXISTS documents_id ON documents (id);
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, page TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unread (place INTEGER PRIMARY KEY, failure TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS kinds (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, setup TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS setups (setup TEXT PRIMARY KEY, holds TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (
  sha256 TEXT NOT NULL, kind TEXT NOT NULL, setup TEXT NOT NULL, about TEXT NOT NULL, passing INTEGER NOT NULL,
  state TEXT NOT NULL, records TEXT NOT NULL, failure TEXT, claimed TEXT NOT NULL, PRIMARY KEY (sha256, kind)
);
CREATE INDEX IF NOT EXISTS parts_failed ON parts (kind) WHERE failure IS NOT NULL;
CREATE TABLE IF NOT EXISTS unclaimed (sha256 TEXT PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS replies (
  key TEXT PRIMARY KEY, recording BLOB NOT NULL, read INTEGER, cached INTEGER, written INTEGER
);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one part, as it is kept.

    setup    hash of what it was asked with; with `about`, the document's, it says whether the part is up to date
    passing  whether it failed for a reason that may have passed, so that it is tried again
    state    the line of outcomes.jsonl, and what is counted
    records  lines of records.jsonl
    failure  line of failures.jsonl, if it failed
    claimed  figures that the records rest on: [kind, start, end]
    """

    kind: str
    setup: str
    about: str
    passing: bool
    state: Mapping[str, Any]
    records: str
    failure: str | None
    claimed: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the run as it stands: document and kind, what is asked for now, what is kept (None: nothing).

    A run has many, and most are only passed by, so JSON is read where it is asked for. `line`: its line of
    outcomes.jsonl, without the line's end.
    """

    sha256: str
    id: str
    kind: str
    setup: str
    about: str
    named: str
    kept_setup: str | None
    kept_about: str | None
    passing: int | None
    line: str | None

    @property
    def sources(self) -> tuple[str, ...]:
        """The names under which the document was found."""
        return tuple(json.loads(self.named))

    @property
    def state(self) -> Mapping[str, Any] | None:
        """What became of it."""
        found: Mapping[str, Any] | None = json.loads(self.line) if self.line else None
        return found

    @property
    def current(self) -> bool:
        """Whether what is kept is what would come of it now."""
        return self.kept_setup == self.setup and self.kept_about == self.about
