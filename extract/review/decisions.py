"""Decisions: what a person decided about a record, in a file that only grows.

Takes and gives `Decision`s; keeps them in `decisions.jsonl` in the run folder, one JSON line each. A line is appended
and on the disk (fsync) before `append` returns; none is ever changed or taken away: to undo is to append another.

A file of its own and not a table of `run.sqlite`, for a run writes that anew; because a file that only grows can be
read, compared and merged by hand (`cat a b`), and a crash can hurt no line but the last. Such a half line is reported
and passed over; the next decision begins on a line of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from extract.errors import UsageError
from extract.review.content import content, content_hash
from extract.store import dumps

FILE = "decisions.jsonl"
"""In the run folder; `extract run` leaves it alone."""

CONTRACT = "extract-review/1"

Action = Literal["accept", "correct", "reject", "undo"]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one person about one record as it then was.

    at        when, in UTC, ISO 8601 with milliseconds
    by        who
    action    accept and reject: as it stands; correct: `new` holds what it should be; undo: the same person's standing
              decision about this record no longer counts
    record    the record's id at that time
    kind      its kind
    document  id, sha256 and sources of its document
    content   hash of what was judged, `extract.review.content.content_hash`
    old       data, derived and evidence that were judged
    new       data, derived, evidence, figures and findings after a correction, else None
    why       the person's reason, "" if none was given
    """

    at: str
    by: str
    action: Action
    record: str
    kind: str
    document: Mapping[str, Any]
    content: str
    old: Mapping[str, Any]
    new: Mapping[str, Any] | None
    why: str

    @property
    def outcome(self) -> tuple[Action, Any]:
        """What it comes to; two reviewers agree if these are equal."""
        return self.action, self.new["data"] if self.new else None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a run in the order in which they were made; `damaged`: numbers, from 1, of lines that hold
    none, such as one half written when the machine stopped.
    """

    all: tuple[Decision, ...] = ()
    damaged: tuple[int, ...] = ()


def decide(
    record: Mapping[str, Any], action: Action, *, by: str, why: str = "", new: Mapping[str, Any] | None = None
) -> Decision:
    """A decision about a record line, made now. Raises UsageError without a name, and where `new` does not go with
    the action.
    """
    if not by.strip():
        raise UsageError("--by is empty; give the name of the person who reviews")
    if (action == "correct") != (new is not None):
        raise UsageError(f"{action}: a correction, and nothing else, has new content")
    document = {name: record["document"].get(name) for name in ("id", "sha256", "sources")}
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    about = (record["id"], record["kind"], document, content_hash(record), content(record))
    return Decision(now, by.strip(), action, *about, new, why.strip())


def append(folder: Path, decision: Decision) -> int:
    """Adds the decision to the run's file; it is on the disk when this returns. Gives the bytes by which the file grew.
    Raises UsageError with the disk's reason.

    One write in append mode, so that two reviewers' programs do not mix their lines.
    """
    path = folder / FILE
    line = (dumps({"contract": CONTRACT, **asdict(decision)}) + "\n").encode()
    try:
        new = not path.exists()
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            if (size := os.fstat(file).st_size) and os.pread(file, 1, size - 1) != b"\n":
                line = b"\n" + line  # what a crash left half written stays, on a line of its own
            if os.write(file, line) != len(line):
                raise OSError(28, "the disk is full")
            os.fsync(file)
        finally:
            os.close(file)
        if new:
            _fsync_folder(folder)
        return len(line)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); the decision is not kept") from error


def _fsync_folder(folder: Path) -> None:
    """The new file's name on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(folder: Path) -> Decisions:
    """The decisions of a run folder, none where there is no file. Raises UsageError for one that cannot be read."""
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return Decisions()
    except OSError as error:
        raise UsageError(f"{folder / FILE}: cannot be read ({error.strerror}); see to its rights") from error
    found = {number: _decision(line) for number, line in enumerate(lines, start=1) if line.strip()}
    damaged = tuple(number for number, decision in found.items() if decision is None)
    return Decisions(tuple(decision for decision in found.values() if decision is not None), damaged)


_TYPES: dict[str, type | tuple[type, ...]] = {
    "at": str, "by": str, "action": str, "record": str, "kind": str, "document": dict, "content": str, "old": dict,
    "new": (dict, type(None)), "why": str,
}  # fmt: skip


def _decision(line: bytes) -> Decision | None:
    """The decision in a line; None where it holds none: cut short, edited, or of another contract."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or value.pop("contract", None) != CONTRACT or value.keys() != _TYPES.keys():
        return None
    if not all(isinstance(value[name], type_) for name, type_ in _TYPES.items()) or value["action"] not in ACTIONS:
        return None
    new = value["new"]
    if (value["action"] == "correct") != (new is not None):
        return None
    if new is not None and not {"data", "derived", "evidence", "figures", "findings"} <= new.keys():
        return None
    return Decision(**value)
