"""The layouts that a run's database may have: its own, a newer one, an earlier one.

Takes an open database; brings one of an earlier layout to that of today. Replies are paid for, so each is kept, as are
the batches that may still bring some; all else is computed from them at the next start, and nothing is asked.

Layout 2 kept a reply under its key alone, 3 also the tokens that it took, 4 what a document is called as one column.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

from extract.budget import CHARACTERS_PER_TOKEN, Spent, spent
from extract.errors import UsageError
from extract.tables import LAYOUT, TABLES

_MADE_ANEW = ("documents", "files", "unread", "kinds", "setups", "parts", "unclaimed")
"""Tables that a run fills from documents, kinds and replies."""


def layout_of(base: sqlite3.Connection, folder: Path) -> int:
    """The layout of a run's database, 0 for an empty one. Raises UsageError for one that is newer than this program."""
    (layout,) = base.execute("PRAGMA user_version").fetchone()
    if layout > LAYOUT:
        raise UsageError(
            f"{folder}: written by a newer extract (layout {layout} of its database, this one knows {LAYOUT}); "
            "use that one or choose another --out"
        )
    return int(layout)


def bring_up(base: sqlite3.Connection, folder: Path) -> None:
    """Make the tables, or make them anew, all at once. Raises UsageError as `layout_of`, sqlite3.Error."""
    layout = layout_of(base, folder)
    if layout == LAYOUT:
        base.executescript(TABLES)  # an index or a table may have come since
        return
    base.execute("BEGIN IMMEDIATE")
    try:
        _renew(base)
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _renew(base: sqlite3.Connection) -> None:
    for name in _MADE_ANEW:
        base.execute(f"DROP TABLE IF EXISTS {name}")
    there = {row[1] for row in base.execute("PRAGMA table_info(replies)")}
    if missing := [column for column in ("read", "cached", "written") if there and column not in there]:
        for column in missing:
            base.execute(f"ALTER TABLE replies ADD COLUMN {column} INTEGER")
        for (key,) in base.execute("SELECT key FROM replies").fetchall():
            _count(base, key)
    for table in TABLES.split(";"):
        base.execute(table)
    base.execute(f"PRAGMA user_version={LAYOUT}")


def _count(base: sqlite3.Connection, key: str) -> None:
    """Note the tokens of a reply beside it, as is done when one is kept."""
    (packed,) = base.execute("SELECT recording FROM replies WHERE key = ?", (key,)).fetchone()
    try:
        text = zlib.decompress(packed)
        used = spent(json.loads(text)["reply"]["body"], Spent(len(text) // CHARACTERS_PER_TOKEN))
    except (zlib.error, ValueError, LookupError, TypeError):  # damaged; whoever needs it will say so
        return
    row = (used.read, used.cached, used.written, key)
    base.execute("UPDATE replies SET read = ?, cached = ?, written = ? WHERE key = ?", row)
