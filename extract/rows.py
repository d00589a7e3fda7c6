"""What is kept of parts and replies, as rows of a run's database: written one by one or by the shard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from extract.budget import CHARACTERS_PER_TOKEN, Spent, spent
from extract.runs import packed
from extract.tables import Entry


def put_parts(base: sqlite3.Connection, sha256: str, entries: Iterable[Entry], unclaimed: str) -> None:
    """`Database.put`, within a transaction of the caller's."""
    for one in entries:
        row = (sha256, one.kind, one.setup, one.about, one.passing, json.dumps(one.state), one.records)
        values = (*row, one.failure, json.dumps(one.claimed))
        base.execute("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    base.execute("INSERT OR REPLACE INTO unclaimed VALUES (?, ?)", (sha256, unclaimed))


def reply_row(recording: Mapping[str, Any]) -> tuple[Any, ...]:
    """A recording as a row of the table `replies`."""
    text = json.dumps(recording, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    used = spent(recording["reply"]["body"], Spent(len(text) // CHARACTERS_PER_TOKEN))
    return recording["key"], packed(text), used.read, used.cached, used.written
