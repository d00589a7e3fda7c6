"""The ledger of a run: what became of each part, the counts that add up, and the files that are written from it.

Takes outcomes and gives entries for the database; takes the database and gives records.jsonl, failures.jsonl,
unclaimed.jsonl, outcomes.jsonl and run.json, line by line, in the order of documents and kinds, so that equal runs give
equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extract import __version__
from extract.database import WRITTEN, Database
from extract.kinds import Kind
from extract.pipeline import KindOutcome, Outcome, claims
from extract.runs import about_sha256
from extract.settings import Settings
from extract.store import FILES, Draft, append, dumps, failure_json, figure_line, record_json
from extract.tables import Entry, Row
from extract.types import CONTRACT, Failure, Verdict

LIBRARIES = ("pydantic", "instructor", "openai", "jsonschema")
VERDICTS: tuple[Verdict, ...] = ("verified", "flagged", "rejected")
TOKENS = ("prompt_tokens", "cached_tokens", "completion_tokens")
PASSING = ("timeout", "rate_limited", "server_error", "empty_reply")
"""Reasons of failures that may be gone at the next start: these parts are tried again."""


def entries(outcome: Outcome, setups: Mapping[str, str]) -> list[Entry]:
    """What is kept of an outcome, for each of its kinds."""
    about = about_sha256(outcome.document)
    return [_entry(outcome.document.id, part, setups[part.kind], about) for part in outcome.kinds]


def _entry(document: str, part: KindOutcome, setup: str, about: str) -> Entry:
    failure = part.failure
    return Entry(
        kind=part.kind,
        setup=setup,
        about=about,
        passing=failure is not None and any(reason in PASSING for reason in reasons_of(failure)),
        state=_state(document, part),
        records="".join(dumps(record_json(record)) + "\n" for record in part.records),
        failure=None if failure is None else dumps(failure_json(failure)) + "\n",
        claimed=tuple(sorted(claims(part.records))),
    )


def reasons_of(failure: Failure) -> list[str]:
    """Why a part failed: its own reason and those of its passages."""
    return [failure.reason, *(gap.reason for gap in failure.gaps)]


def _state(document: str, part: KindOutcome) -> dict[str, Any]:
    """One line of the ledger: a document, a kind, the one state that it ended in, and what is counted."""
    verdicts = Counter(record.verdict for record in part.records)
    corrected = [f for r in part.records for f in r.findings if f.check in ("V04", "V14") and f.level == "warn"]
    return {
        "document": document,
        "kind": part.kind,
        "state": "failed" if part.failure else "records",
        "records": len(part.records),
        "verdicts": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "reason": part.failure.reason if part.failure else None,
        "requests": part.asked,
        "tokens": {name: sum(getattr(answer.usage, name) or 0 for answer in part.answers) for name in TOKENS},
        "put_right_by_reask": part.replaced,
        "numbers_corrected": len(corrected),
        "reask_failed": part.reask_failed,
        "list_full": part.full,
        "recordings": list(part.recordings),
    }


def unclaimed_lines(outcome: Outcome) -> str:
    """The lines of unclaimed.jsonl for a document."""
    about = dumps({"document": outcome.document.id})[:-1]
    return "".join(f"{about}, {figure_line(one)[1:]}\n" for one in outcome.unclaimed)


@dataclass(slots=True)
class Tally:
    """The counts of a run, added up part by part: documents x kinds = done + failed + not begun."""

    documents: int = 0
    unread: int = 0
    kinds: int = 0
    done: int = 0
    failed: int = 0
    not_begun: int = 0
    whole: int = 0
    records: dict[str, Counter[str]] = field(default_factory=dict)
    sums: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    full: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)

    def add(self, state: Mapping[str, Any] | None) -> None:
        """Count a part; None: not begun."""
        if state is None:
            self.not_begun += 1
            return
        failed = state["state"] == "failed"
        self.failed += failed
        self.done += not failed
        if failed:
            self.reasons[str(state["reason"])] += 1
        if state["records"]:
            self.records.setdefault(state["kind"], Counter()).update(state["verdicts"])
        self.sums.update({name: state[name] for name in ("requests", "put_right_by_reask", "numbers_corrected")})
        self.sums.update(state["tokens"])
        if state["list_full"] and len(self.full) < 20:
            self.full.append(f"{state['document']}/{state['kind']}")

    def counts(self) -> dict[str, Any]:
        """As in run.json."""
        return {
            "documents": self.documents,
            "unread": self.unread,
            "kinds": self.kinds,
            "done": self.done,
            "failed": self.failed,
            "not_begun": self.not_begun,
            "records": {
                kind: {verdict: self.records[kind][verdict] for verdict in VERDICTS} for kind in sorted(self.records)
            },
            "requests": self.sums["requests"],
            "put_right_by_reask": self.sums["put_right_by_reask"],
            "numbers_corrected": self.sums["numbers_corrected"],
            "tokens": {name: self.sums[name] for name in TOKENS},
        }


def walk(base: Database, found: Tally) -> Iterator[Row]:
    """The parts that have ended, in order; all parts are counted on the way."""
    found.documents, found.unread = base.count(), len(base.unread())
    sha256, whole = "", False
    for row in base.rows():
        if row.sha256 != sha256:
            found.whole += whole
            sha256, whole = row.sha256, True
        ended = row.current
        whole = whole and ended
        found.add(row.state if ended else None)
        if ended:
            yield row
    found.whole += whole


def write_files(base: Database, kinds: Mapping[str, Kind], settings: Settings, out: Path, stopped: str | None) -> Tally:
    """Write the run's files, each whole or not at all. Raises UsageError where the disk refuses them."""
    found = Tally(kinds=len(kinds))
    with Draft(out) as draft:
        for failure in base.unread():
            draft.write("failures.jsonl", dumps(failure_json(failure)) + "\n")
        last = ""
        for row in walk(base, found):
            records, failed, _ = base.entry(row.sha256, row.kind)
            draft.write("records.jsonl", records)
            draft.write("failures.jsonl", failed or "")
            draft.write("outcomes.jsonl", f"{row.line}\n")
            if row.sha256 != last:
                draft.write("unclaimed.jsonl", base.unclaimed(row.sha256))
                last = row.sha256
        timing = {"began": base.noted("began"), "seconds": float(base.noted("seconds") or 0)}
        found.manifest = _manifest(kinds, settings, found, stopped) | timing
        draft.write("run.json", dumps(found.manifest, indent=1) + "\n")
    if stopped is None:
        whole = {"head": _head(kinds, settings), "files": _stamps(out), "whole": found.whole, "full": found.full}
        base.note(WRITTEN, json.dumps(whole))
    return found


def in_step(base: Database, kinds: Mapping[str, Kind], settings: Settings, out: Path) -> Tally | None:
    """What the run's files say, where nothing has changed since they were written, they themselves included; else None.

    Of a large run this saves most of the time of a start that has nothing to do.
    """
    known = json.loads(base.noted(WRITTEN) or "{}")
    if known.get("head") != _head(kinds, settings) or known["files"] != _stamps(out):
        return None
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return Tally(whole=known["whole"], full=known["full"], manifest=manifest)


def _head(kinds: Mapping[str, Kind], settings: Settings) -> str:
    """Hash of what run.json says beside the counts."""
    return hashlib.sha256(dumps(_manifest(kinds, settings, Tally(), None)).encode()).hexdigest()


def _stamps(out: Path) -> list[list[int]]:
    """Sizes and times of the run's files; empty where one is not there."""
    try:
        return [[(about := (out / name).stat()).st_size, about.st_mtime_ns] for name in FILES]
    except OSError:
        return []


class Arriving:
    """The run's files while it is at work: what stood before is written at the first outcome, each outcome appended.

    At the end `write_files` gives them their order. Readers see whole lines.
    """

    def __init__(self, base: Database, kinds: Mapping[str, Kind], settings: Settings, out: Path) -> None:
        self._base, self._kinds, self._settings, self._out = base, kinds, settings, out
        self._begun = False

    def add(self, parts: Sequence[Entry], unclaimed: str) -> None:
        """Append a document's lines, the last those of unclaimed.jsonl; call it before the database has them."""
        if not self._begun:
            write_files(self._base, self._kinds, self._settings, self._out, "still at work, or killed")
            self._begun = True
        append(self._out, "records.jsonl", "".join(part.records for part in parts))
        append(self._out, "failures.jsonl", "".join(part.failure or "" for part in parts))
        append(self._out, "unclaimed.jsonl", unclaimed)
        append(self._out, "outcomes.jsonl", "".join(dumps(part.state) + "\n" for part in parts))


def _manifest(kinds: Mapping[str, Kind], settings: Settings, found: Tally, stopped: str | None) -> dict[str, Any]:
    """run.json: what a stranger needs to repeat the run, and the counts."""
    given = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}
    return {
        "contract": CONTRACT,
        "complete": stopped is None and found.not_begun == 0,
        "stopped": stopped,
        "settings": given | {"endpoint": settings.endpoint},
        "versions": {"extract": __version__, "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "kinds": {
            name: {"schema": kind.schema_sha256, "prompt_version": kind.prompt.version} for name, kind in kinds.items()
        },
        "counts": found.counts(),
    }
