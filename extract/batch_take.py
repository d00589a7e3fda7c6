"""Taking in what batches have answered: good replies into the run's store, all else back to the table with its reason.

Takes a batch; gives counts. Nothing is marked as read before all of it is kept, so that a process that dies on the way
is made good by doing it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from extract.batch_api import Provider
from extract.batch_lines import Result, quota, results
from extract.batch_table import ENDED, Batch, BatchTable
from extract.database import Database
from extract.settings import Settings


@dataclass
class Came:
    """What is found in result files: good replies, and lines that belong nowhere, the first twenty named."""

    replies: int = 0
    strays: list[str] = field(default_factory=list)

    def stray(self, what: str) -> None:
        if len(self.strays) < 20:
            self.strays.append(what)


def take(base: Database, table: BatchTable, provider: Provider, batch: Batch, settings: Settings, came: Came) -> None:
    """Take in what a batch has come to, if it has ended. Done again from the start if it is killed on the way."""
    assert batch.id is not None
    seen = provider.look(batch.id)
    table.seen(batch.number, seen.status, seen.answered, seen.failed)
    if seen.status not in ENDED:
        return
    for file in seen.files:
        for result in results(provider.lines(file)):
            if isinstance(result, str):
                came.stray(f"{batch.id}, {file}, {result}")
            elif (asked := table.asked(result.key, batch.number)) is not None:
                came.replies += _keep(base, table, batch, settings, result, asked)
            elif base.get(result.key) is None and table.state(result.key) is None:
                came.stray(f"{batch.id}, {file}: {result.key[:64]!r} is no request of this batch")
    reason = "no line for it in the results" if seen.status == "completed" else f"batch {seen.status}"
    table.collected(batch.number, f"{reason}: {seen.errors}" if seen.errors else reason)


def _keep(
    base: Database, table: BatchTable, batch: Batch, settings: Settings, result: Result, asked: dict[str, Any]
) -> bool:
    """Put a result where it belongs; whether it is a reply that was not there."""
    if result.good:
        new = base.get(result.key) is None  # a live run may have asked meanwhile, and records rest on its reply
        if new:
            base.keep(_recording(batch, settings, result, asked))
        table.answered(result.key)
        return new
    if result.final and not quota(result):
        assert result.status is not None
        table.refuse(result.key, result.status, result.body, result.reason)
    else:
        table.reopen(result.key, result.reason)
    return False


def _recording(batch: Batch, settings: Settings, result: Result, asked: dict[str, Any]) -> dict[str, Any]:
    """The reply as a live run keeps it."""
    return {
        "key": result.key,
        "request": asked,
        "reply": {"status": result.status, "body": result.body},
        "provenance": {
            "model": asked["body"].get("model"),
            "endpoint": settings.endpoint,
            "weights_sha256": None,
            "server": result.body.get("system_fingerprint"),
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "batch": batch.id,
        },
    }
