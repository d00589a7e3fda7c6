"""Sending batches: requests into files within the provider's limits, the files away, and none of it lost or sent twice.

Takes requests under their keys; gives batches in the run's table. A process may die at any line: what was only written
is written anew, what may have arrived is looked for at the provider by its nonce.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from extract.batch_api import Provider, Seen
from extract.batch_lines import MOST_BYTES, MOST_REQUESTS, request_line
from extract.batch_table import BatchTable
from extract.budget import CHARACTERS_PER_TOKEN, Spent
from extract.errors import UsageError


@dataclass
class Writer:
    """Writes requests into files within the provider's limits, each under a batch of the table.

    bound  tokens that all of them can take at most: what is read estimated from above, as a budget does
    """

    folder: Path
    table: BatchTable
    _number: int = 0
    _file: BinaryIO | None = None
    _lines: int = 0
    _bytes: int = 0
    bound: Spent = field(default_factory=Spent)
    _done: list[tuple[int, Path]] = field(default_factory=list)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, key: str, asked: dict[str, Any]) -> None:
        line = request_line(key, asked["body"])
        if len(line) > MOST_BYTES:
            raise UsageError(f"a request of {len(line):,} bytes is more than a batch takes; lower --passage-chars")
        if self._file is None or self._lines == MOST_REQUESTS or self._bytes + len(line) > MOST_BYTES:
            self._next()
        assert self._file is not None
        try:
            self._file.write(line)
        except OSError as error:
            raise UsageError(f"{self.folder}: cannot be written ({error.strerror}); make room") from error
        self.table.write(key, self._number, asked)
        self.bound += Spent(-(-len(line) // CHARACTERS_PER_TOKEN), 0, int(asked["body"].get("max_tokens") or 0))
        self._lines, self._bytes = self._lines + 1, self._bytes + len(line)

    def _next(self) -> None:
        if self._file is not None:
            self._file.close()
        self._number = self.table.begin(secrets.token_hex(16))
        path = self.folder / f"batch-{self._number}.jsonl"
        try:
            path.unlink(missing_ok=True)  # so that "x" never follows a link left there
            self._file = open(path, "xb")  # noqa: SIM115  closed by __exit__ and above
        except OSError as error:
            raise UsageError(f"{path}: cannot be written ({error.strerror}); make room") from error
        self._lines = self._bytes = 0
        self._done.append((self._number, path))

    def written(self) -> list[tuple[int, Path]]:
        """Numbers of the batches with their files."""
        return self._done


def send(table: BatchTable, provider: Provider, number: int, path: Path) -> str:
    (nonce,) = (batch.nonce for batch in table.batches() if batch.number == number)
    table.sending(number)
    seen = provider.send(path, nonce)
    _arrived(table, number, seen)
    path.unlink(missing_ok=True)
    return seen.id


def _arrived(table: BatchTable, number: int, seen: Seen) -> None:
    table.sent(number, seen.id, seen.status, datetime.now(UTC).isoformat(timespec="seconds"))


def find_lost(table: BatchTable, provider: Provider, folder: Path) -> None:
    """Batches that a killed process left: those not yet sent are forgotten, those that may have arrived looked for."""
    for batch in table.batches():
        if batch.id is None:
            seen = provider.find(batch.nonce) if batch.status == "sending" else None
            if seen is None:
                table.forget(batch.number)
            else:
                _arrived(table, batch.number, seen)
            (folder / f"batch-{batch.number}.jsonl").unlink(missing_ok=True)
