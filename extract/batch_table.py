"""What a run has sent away in batches: tables of its own in the run's database.

Takes requests under their keys; gives them back, with what became of each, whatever process died in between. A request
is in one of these states: `written` (into a file not yet sent), `sent` (in a batch that may answer it), `open` (sent
and not answered; to be sent again, the reason kept), `refused` (answered by an error that stays; served as the reply).
An answered one is not here: its reply stands with the others.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from extract.errors import UsageError
from extract.runs import DATABASE, packed

ENDED = ("completed", "failed", "expired", "cancelled")
"""States in which a batch answers nothing more; `collected` comes after them, and is ours."""

_TABLES = """
CREATE TABLE IF NOT EXISTS batches (
  number INTEGER PRIMARY KEY, nonce TEXT NOT NULL UNIQUE, id TEXT, status TEXT NOT NULL, sent TEXT,
  requests INTEGER NOT NULL, answered INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS batch_requests (
  key TEXT PRIMARY KEY, batch INTEGER NOT NULL, state TEXT NOT NULL, asked BLOB NOT NULL,
  status INTEGER, body TEXT, reason TEXT
);
CREATE INDEX IF NOT EXISTS batch_requests_batch ON batch_requests (batch);
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch. `id` is the provider's, None until it is known; `nonce` is ours and goes along as metadata; `status` is
    `writing` or `sending` before the provider has it, then the provider's, then `collected`.
    """

    number: int
    nonce: str
    id: str | None
    status: str
    sent: str | None
    requests: int
    answered: int = 0
    failed: int = 0


def waiting_in(folder: Path) -> int:
    """How many questions of a run wait in batches; 0 where there is no run or it never sent any. Only reads."""
    path = folder / DATABASE
    if not path.is_file():
        return 0
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)
        try:
            found: int = base.execute("SELECT count(*) FROM batch_requests WHERE state = 'sent'").fetchone()[0]
        finally:
            base.close()
    except sqlite3.Error:  # no such table; whatever else is wrong with the file, the run itself will say
        return 0
    return found


class BatchTable:
    """The tables, open. Use with `with`; every change is committed at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        self._base: sqlite3.Connection

    def __enter__(self) -> Self:
        """Raises UsageError where the folder has no run or its database cannot be used."""
        if not self._path.is_file():
            raise UsageError(f"{self._path}: not there; give the --out folder of extract batch submit")
        with self._faults():
            self._base = sqlite3.connect(self._path, timeout=20, isolation_level=None)
            self._base.executescript(_TABLES)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):
            self._base.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise UsageError(
                f"{self._path}: cannot be used ({error}); make room on the disk, then run the same command again"
            ) from error

    def _do(self, sql: str, *values: Any) -> sqlite3.Cursor:
        with self._faults():
            return self._base.execute(sql, values)

    # Batches

    def batches(self) -> list[Batch]:
        """All batches that the run ever sent, the oldest first."""
        columns = "number, nonce, id, status, sent, requests, answered, failed"
        return [Batch(*row) for row in self._do(f"SELECT {columns} FROM batches ORDER BY number")]  # noqa: S608  ours

    def begin(self, nonce: str) -> int:
        """A new batch, not yet sent; its number."""
        number = self._do("INSERT INTO batches (nonce, status, requests) VALUES (?, 'writing', 0)", nonce).lastrowid
        assert number is not None
        return number

    def sending(self, number: int) -> None:
        """From here on the provider may have it, whether or not we hear of it."""
        with self._faults(), self._all():
            self._do("UPDATE batches SET status = 'sending' WHERE number = ?", number)
            self._do("UPDATE batch_requests SET state = 'sent' WHERE batch = ?", number)

    def sent(self, number: int, id: str, status: str, when: str) -> None:
        """The provider has it under this id."""
        self._do("UPDATE batches SET id = ?, status = ?, sent = ? WHERE number = ?", id, status, when, number)

    def seen(self, number: int, status: str, answered: int, failed: int) -> None:
        """What the provider says of it."""
        change = "UPDATE batches SET status = ?, answered = ?, failed = ? WHERE number = ?"
        self._do(change, status, answered, failed, number)

    def forget(self, number: int) -> None:
        """It never reached the provider: as if it had not been. Earlier failures of its requests are forgotten too."""
        with self._faults(), self._all():
            self._do("DELETE FROM batch_requests WHERE batch = ?", number)
            self._do("DELETE FROM batches WHERE number = ?", number)

    def collected(self, number: int, reason: str) -> int:
        """All of it is read; what it did not answer is open again, for this reason. How many those are."""
        with self._faults(), self._all():
            change = "UPDATE batch_requests SET state = 'open', reason = ? WHERE batch = ? AND state = 'sent'"
            left = self._do(change, reason, number).rowcount
            self._do("UPDATE batches SET status = 'collected' WHERE number = ?", number)
        return left

    @contextmanager
    def _all(self) -> Iterator[None]:
        """All changes inside, or none."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    # Requests

    def state(self, key: str) -> str | None:
        """The state of a request; None for one that was never sent, or is answered."""
        row = self._do("SELECT state FROM batch_requests WHERE key = ?", key).fetchone()
        return row[0] if row else None

    def write(self, key: str, batch: int, asked: dict[str, Any]) -> None:
        """Put a request into a batch that is being written."""
        text = packed(json.dumps(asked).encode())
        change = "INSERT OR REPLACE INTO batch_requests (key, batch, state, asked) VALUES (?, ?, 'written', ?)"
        with self._faults(), self._all():
            self._do(change, key, batch, text)
            self._do("UPDATE batches SET requests = requests + 1 WHERE number = ?", batch)

    def asked(self, key: str, batch: int) -> dict[str, Any] | None:
        """The canonical request in a batch that waits for its answer; None for a key that does not."""
        query = "SELECT asked FROM batch_requests WHERE key = ? AND batch = ? AND state = 'sent'"
        row = self._do(query, key, batch).fetchone()
        found: dict[str, Any] | None = json.loads(zlib.decompress(row[0])) if row else None
        return found

    def answered(self, key: str) -> None:
        """Its reply is kept elsewhere."""
        self._do("DELETE FROM batch_requests WHERE key = ?", key)

    def reopen(self, key: str, reason: str) -> None:
        """It was not answered and is to be sent again."""
        self._do("UPDATE batch_requests SET state = 'open', reason = ? WHERE key = ?", reason, key)

    def refuse(self, key: str, status: int, body: Any, reason: str) -> None:
        """It was answered by an error that stays."""
        change = "UPDATE batch_requests SET state = 'refused', status = ?, body = ?, reason = ? WHERE key = ?"
        self._do(change, status, json.dumps(body), reason, key)

    def refusal(self, key: str) -> tuple[int, Any] | None:
        """Status and body of the error that a request was answered with for good, or None."""
        query = "SELECT status, body FROM batch_requests WHERE key = ? AND state = 'refused'"
        row = self._do(query, key).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def waiting(self) -> int:
        """Requests in batches that may still answer them."""
        found: int = self._do("SELECT count(*) FROM batch_requests WHERE state = 'sent'").fetchone()[0]
        return found

    def reasons(self) -> dict[str, int]:
        """Why requests that were sent have no answer, and how many for each reason."""
        query = (
            "SELECT reason, count(*) FROM batch_requests WHERE state IN ('open', 'refused') GROUP BY reason "
            "ORDER BY count(*) DESC, reason"
        )
        return dict(self._do(query).fetchall())
