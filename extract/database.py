"""The run's database: the truth of a run, one SQLite file, written by one process at a time.

Takes documents, replies and what became of each part (a document and a kind); gives them back by key. Every change is
committed before anything is built upon it, so that a process that is killed loses what was in flight and no more: WAL
with synchronous=NORMAL outlives the process's death; the machine losing power may cost the last seconds.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from extract.budget import Spent
from extract.errors import UsageError
from extract.layouts import bring_up
from extract.rows import put_parts, reply_row
from extract.runs import DATABASE, about_sha256, document_of, named, packed, plain_text
from extract.tables import Entry, Row
from extract.types import Document, Failure

LOCK = "run.lock"
"""Held while a process writes the run; the system lets go of it when the process dies."""
_CHUNK = 200
_WAIT = 20.0
"""Seconds to wait for another program that holds the database."""
_LOOKED_AT = 0.2
"""Seconds to wait for the lock: `extract status` takes it for a moment to see whether somebody has it."""

WRITTEN = "written"
"""Name of the note that says that the run's files are in step with its database; any change takes it away."""


class Database:
    """A run's database, open for writing. Use with `with`; the folder is made where it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock: Any = None
        self._base: sqlite3.Connection

    def __enter__(self) -> Self:
        """Raises UsageError where another process writes the run, or the folder or the file cannot be used."""
        from filelock import FileLock, Timeout  # late: a run that is only read needs none

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / LOCK)
            self._lock.acquire(timeout=_LOOKED_AT, poll_interval=_LOOKED_AT / 4)
        except Timeout as error:
            holder = _holder(self.folder)
            raise UsageError(
                f"{self.folder}: another extract writes this run{holder}; wait for it or choose another --out"
            ) from error
        except OSError as error:
            raise UsageError(f"{self.folder}: cannot be written ({error.strerror}); choose another --out") from error
        try:
            self._open()
        except BaseException:
            self._lock.release()
            raise
        return self

    def _open(self) -> None:
        with self._faults():
            self._base = sqlite3.connect(self.folder / DATABASE, timeout=_WAIT, isolation_level=None)
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            bring_up(self._base, self.folder)
            self.note("process", str(os.getpid()))

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):
            self._base.execute("DELETE FROM meta WHERE name = 'process'")
        with suppress(sqlite3.Error):
            self._base.close()
        self._lock.release()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise UsageError(
                f"{self.folder / DATABASE}: cannot be written ({error}); make room on the disk, or close what else "
                "uses the file, and run the same command again: it goes on where it stopped"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing. Within a trial, a part of that."""
        if self._base.in_transaction:
            with self._faults():
                yield self._base
            return
        with self._faults():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                with suppress(sqlite3.Error):
                    self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Whatever is written within is taken back at the end."""
        with self._faults():
            self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")

    # Notes, kinds

    def note(self, name: str, value: str) -> None:
        """Keep a word about the run under a name."""
        with self._faults():
            self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_kinds(self, setups: Mapping[str, tuple[str, str]]) -> None:
        """The kinds of the run in order, each with the hash of its setup and what that is the hash of, as JSON."""
        wanted = [(place, kind, setup) for place, (kind, (setup, _)) in enumerate(setups.items())]
        with self._writing() as base:
            if base.execute("SELECT place, kind, setup FROM kinds ORDER BY place").fetchall() == wanted:
                return
            self._changed()
            base.execute("DELETE FROM kinds")
            base.executemany("INSERT INTO kinds VALUES (?, ?, ?)", wanted)
            base.executemany("INSERT OR IGNORE INTO setups VALUES (?, ?)", setups.values())

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, for what changes what the run's files say. Raises UsageError where it cannot be written."""
        with self._writing() as base:
            self._changed()
            yield base

    def _changed(self) -> None:
        """Within a transaction: the run's files no longer say what the database says."""
        self._base.execute("DELETE FROM meta WHERE name = ?", (WRITTEN,))

    def setup(self, setup: str) -> dict[str, Any]:
        """What a setup is the hash of; empty where it is not known."""
        row = self._base.execute("SELECT holds FROM setups WHERE setup = ?", (setup,)).fetchone()
        found: dict[str, Any] = json.loads(row[0]) if row else {}
        return found

    # Documents

    def take_in(self, found: Iterable[Document | Failure], limit: int | None) -> None:
        """The run's documents from now on, the first `limit` of them, and what could not be read. Documents of former
        runs stay, without a place, and so do their parts. The text of one that is kept already may be left empty.
        """
        with self._writing() as base:
            places: dict[str, int] = {}
            unread: list[tuple[int, str]] = []
            for number, item in enumerate(found):
                if isinstance(item, Failure):
                    unread.append((number, json.dumps([item.document, item.reason, item.message])))
                elif limit is None or len(places) < limit or item.sha256 in places:
                    self._place(item, places.setdefault(item.sha256, number))
            rows = base.execute("SELECT sha256 FROM documents WHERE place IS NOT NULL").fetchall()
            gone = [row for row in rows if row[0] not in places]
            base.executemany("UPDATE documents SET place = NULL WHERE sha256 = ?", gone)
            if gone or base.execute("SELECT place, failure FROM unread ORDER BY place").fetchall() != unread:
                self._changed()
                base.execute("DELETE FROM unread")
                base.executemany("INSERT INTO unread VALUES (?, ?)", unread)

    def _place(self, document: Document, place: int) -> None:
        """Put a document at a place, where it is not there already: texts lie in the rows, so writing each costs."""
        wanted = (place, about_sha256(document))
        known = self._base.execute("SELECT place, about FROM documents WHERE sha256 = ?", (document.sha256,)).fetchone()
        if known == wanted:
            return
        self._changed()
        sources = json.dumps(document.sources)
        shown = [plain_text(words) for words in (document.id, document.title, document.published, document.source)]
        whole = (place, *shown, sources, named(document), wanted[1])
        if known:
            fields = "place = ?, id = ?, title = ?, published = ?, source = ?, sources = ?, named = ?, about = ?"
            self._base.execute(f"UPDATE documents SET {fields} WHERE sha256 = ?", (*whole, document.sha256))  # noqa: S608
            return
        names = "place, id, title, published, source, sources, named, about, sha256, text"
        row = (*whole, document.sha256, packed(document.text.encode("utf-8", "surrogatepass")))
        self._base.execute(f"INSERT INTO documents ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608

    def read_before(self, name: str, stamp: str) -> tuple[str, str] | None:
        """The hash of a file's text, which is kept, and its page, if it was read when it had this stamp."""
        query = "SELECT f.sha256, f.page FROM files f JOIN documents USING (sha256) WHERE f.name = ? AND f.stamp = ?"
        found: tuple[str, str] | None = self._base.execute(query, (name, stamp)).fetchone()
        return found

    def have_read(self, name: str, stamp: str, sha256: str, page: str) -> None:
        """Note what a file holds, for `read_before`."""
        with self._faults():
            self._base.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (name, stamp, sha256, page))

    def unread(self) -> list[Failure]:
        rows = self._base.execute("SELECT failure FROM unread ORDER BY place")
        return [Failure(document, None, reason, message) for document, reason, message in map(json.loads, _first(rows))]

    def count(self) -> int:
        """How many documents the run has."""
        found: int = self._base.execute("SELECT count(*) FROM documents WHERE place IS NOT NULL").fetchone()[0]
        return found

    def document(self, sha256: str) -> Document:
        """A document of the run or of a former one, by the hash of its text. Raises KeyError."""
        columns = "sha256, named, text"
        row = self._base.execute(f"SELECT {columns} FROM documents WHERE sha256 = ?", (sha256,)).fetchone()  # noqa: S608
        if row is None:
            raise KeyError(sha256)
        return document_of(row)

    def lengths(self) -> dict[str, int]:
        """About how many characters each document of the run has: twice its packed bytes, which is right within a third
        for prose and needs no text.
        """
        query = "SELECT sha256, 2 * length(text) FROM documents WHERE place IS NOT NULL"
        return dict(self._base.execute(query).fetchall())

    def changed_ids(self) -> frozenset[str]:
        """Ids of documents that were there before with another text."""
        return frozenset(_first(self._base.execute("SELECT id FROM documents GROUP BY id HAVING count(*) > 1")))

    # Parts

    def rows(self) -> Iterator[Row]:
        """All parts of the run, in the order of documents and kinds. Safe while parts are put: rows are read in lots
        and no cursor stays open, which would also keep the WAL from being cut.
        """
        query = (
            "SELECT d.place, d.sha256, d.id, k.kind, k.setup, d.about, d.sources, p.setup, p.about, p.passing, p.state "
            "FROM (SELECT place, sha256, id, about, sources FROM documents WHERE place > ? ORDER BY place LIMIT ?) d "
            "CROSS JOIN kinds k "
            "LEFT JOIN parts p ON p.sha256 = d.sha256 AND p.kind = k.kind ORDER BY d.place, k.place"
        )
        place = -1
        while lot := self._base.execute(query, (place, _CHUNK)).fetchall():
            for row in lot:
                yield Row(*row[1:])
            place = lot[-1][0]

    def entry(self, sha256: str, kind: str) -> tuple[str, str | None, list[list[Any]]]:
        """Lines of records, line of failure, claimed figures of a part that is kept. Raises KeyError."""
        query = "SELECT records, failure, claimed FROM parts WHERE sha256 = ? AND kind = ?"
        row = self._base.execute(query, (sha256, kind)).fetchone()
        if row is None:
            raise KeyError((sha256, kind))
        return row[0], row[1], json.loads(row[2])

    def unclaimed(self, sha256: str) -> str:
        """Lines of unclaimed.jsonl of a document."""
        row = self._base.execute("SELECT lines FROM unclaimed WHERE sha256 = ?", (sha256,)).fetchone()
        return row[0] if row else ""

    def put(self, sha256: str, entries: Iterable[Entry], unclaimed: str) -> None:
        """Keep what became of parts of one document, over what was kept, all at once."""
        with self.changing() as base:
            put_parts(base, sha256, entries, unclaimed)

    # Replies: what extract.recordings.Keeper asks for

    def get(self, key: str) -> dict[str, Any] | None:
        """The recording with this key; None if there is none."""
        with self._faults():
            row = self._base.execute("SELECT recording FROM replies WHERE key = ?", (key,)).fetchone()
        found: dict[str, Any] | None = json.loads(zlib.decompress(row[0])) if row else None
        return found

    def keep(self, recording: Mapping[str, Any]) -> None:
        """Keep a recording under its key; committed when this returns."""
        with self._faults():
            self._base.execute("INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?, ?)", reply_row(recording))

    def recordings(self, keys: Iterable[str]) -> list[dict[str, Any]]:
        """The recordings that are kept under these keys."""
        return [found for key in keys if (found := self.get(key)) is not None]

    def answered_by(self, sha256: str, kinds: Iterable[str]) -> list[str]:
        """Keys of the replies behind what is kept of a document's kinds."""
        query = "SELECT state FROM parts WHERE sha256 = ? AND kind = ?"
        rows = [self._base.execute(query, (sha256, kind)).fetchone() for kind in kinds]
        return [key for row in rows if row for key in json.loads(row[0])["recordings"]]

    def unused(self, most: int) -> list[dict[str, Any]]:
        """The last `most` recordings behind which no part stands yet: of documents that had not ended."""
        query = (
            "SELECT recording FROM replies WHERE key NOT IN "
            "(SELECT used.value FROM parts, json_each(parts.state, '$.recordings') used) ORDER BY rowid DESC LIMIT ?"
        )
        return [json.loads(zlib.decompress(row)) for row in _first(self._base.execute(query, (most,)))]

    def spent(self) -> Spent:
        """The tokens of all replies kept; those of replies that were asked for again are no longer among them."""
        query = "SELECT coalesce(sum(read), 0), coalesce(sum(cached), 0), coalesce(sum(written), 0) FROM replies"
        return Spent(*self._base.execute(query).fetchone())

    def ask_again(self, every: bool) -> None:
        """Forget the replies behind failed parts that are tried again: those that failed for a passing reason, or
        `every` one, which then counts as passing. Where other passages were answered, their replies stay.
        """
        if self._base.execute("SELECT 1 FROM parts WHERE failure IS NOT NULL LIMIT 1").fetchone() is None:
            return
        failed = [row for row in self.rows() if row.state is not None and row.state["state"] == "failed"]
        with self._writing() as base:
            for row in failed:
                if row.passing or every:
                    gaps = json.loads(self.entry(row.sha256, row.kind)[1] or "{}").get("gaps")
                    keys = [gap["recording"] for gap in gaps] if gaps else row.state["recordings"] if row.state else []
                    base.executemany("DELETE FROM replies WHERE key = ?", ((key,) for key in keys))
                    base.execute("UPDATE parts SET passing = 1 WHERE sha256 = ? AND kind = ?", (row.sha256, row.kind))


def _first(rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    return (row[0] for row in rows)


def _holder(folder: Path) -> str:
    """The process that writes the run, where it can be told."""
    try:
        base = sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            row = base.execute("SELECT value FROM meta WHERE name = 'process'").fetchone()
        finally:
            base.close()
    except sqlite3.Error:
        return ""
    return f" (process {row[0]})" if row else ""
