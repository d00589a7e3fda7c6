"""How a run stands: read from its database, also while another process writes it or after one was killed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract.database import LOCK
from extract.errors import UsageError
from extract.layouts import layout_of
from extract.ledger import VERDICTS, Tally
from extract.runs import DATABASE

_ROWS = (
    "SELECT d.sha256, k.kind, p.state FROM documents d CROSS JOIN kinds k LEFT JOIN parts p ON p.sha256 = d.sha256 "
    "AND p.kind = k.kind AND p.setup = k.setup AND p.about = d.about WHERE d.place IS NOT NULL "
    "ORDER BY d.place, k.place"
)


@dataclass(frozen=True, slots=True)
class Status:
    """Counts of a run, by kind too, failures by reason, and the process that is at work on it, if any says so."""

    counts: dict[str, Any]
    kinds: dict[str, dict[str, int]]
    failures: dict[str, int]
    process: int | None

    @property
    def complete(self) -> bool:
        return not self.counts["not_begun"] and not self.counts["failed"]


def status(folder: Path) -> Status:
    """How the run in a folder stands. Raises UsageError where there is none or its database cannot be read."""
    path = folder / DATABASE
    if not path.is_file():
        raise UsageError(f"{path}: not there; give the --out folder of an extract run")
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        try:
            layout_of(base, folder)
            found = _read(base)
        finally:
            base.close()
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be read ({error}); run the documents again into this folder") from error
    return found if found.process is None or _at_work(folder, found.process) else replace(found, process=None)


def _read(base: sqlite3.Connection) -> Status:
    base.execute("BEGIN")  # one view of it all, whatever is written meanwhile
    tally = Tally()
    (tally.documents,) = base.execute("SELECT count(*) FROM documents WHERE place IS NOT NULL").fetchone()
    (tally.unread,) = base.execute("SELECT count(*) FROM unread").fetchone()
    (tally.kinds,) = base.execute("SELECT count(*) FROM kinds").fetchone()
    kinds: dict[str, Counter[str]] = {}
    for _, kind, text in base.execute(_ROWS):
        state = json.loads(text) if text else None
        tally.add(state)
        own = kinds.setdefault(kind, Counter())
        own["not_begun" if state is None else "failed" if state["state"] == "failed" else "done"] += 1
        own.update(state["verdicts"] if state else {})
    process = base.execute("SELECT value FROM meta WHERE name = 'process'").fetchone()
    names = ("done", "failed", "not_begun", *VERDICTS)
    by_kind = {kind: {name: own[name] for name in names} for kind, own in kinds.items()}
    failures = dict(sorted(tally.reasons.items()))
    return Status(tally.counts(), by_kind, failures, int(process[0]) if process else None)


def _at_work(folder: Path, process: int) -> bool:
    """Whether somebody holds the run: one that was killed could not take its name back, and its number may by now be
    another's, in a container soon.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, blocking=False):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that may only be read
        return _alive(process)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
