"""The desk: one run under review. What the page shows, and what becomes of a decision that it sends.

Takes an open run, the project's kinds and the reviewer's name; gives plain JSON values. Knows nothing of HTTP. The
run's files are read anew when they have changed, so that a run made again in the same folder, or another reviewer's
decisions, are seen at the next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.kinds import Kind
from extract.report.marks import record_marks
from extract.report.spans import view
from extract.review.content import content_hash
from extract.review.correct import Fault, corrected
from extract.review.decisions import FILE, Action, Decision, Decisions, append, decide, read
from extract.review.form import form
from extract.review.lay import Laid, Reviewed, lay
from extract.review.order import risk, riskiest_first
from extract.review.status import Status, status
from extract.runs import Run
from extract.types import Document

LONGEST_REASON = 2_000
"""Characters of a reason."""


class Refused(Exception):
    """A decision that is not taken: `status` as HTTP has it, `faults` beside the fields."""

    def __init__(self, status: int, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Seen:
    """The run's files as they were when last read. hashes: content of each record, in the same order."""

    stamps: tuple[tuple[int, int], tuple[int, int]]
    records: tuple[Mapping[str, Any], ...]
    hashes: tuple[str, ...]
    places: Mapping[str, int]
    order: tuple[int, ...]
    decisions: Decisions
    laid: Laid


class Desk:
    """One run, one reviewer. Not for several threads at once."""

    def __init__(self, run: Run, kinds: Mapping[str, Kind], by: str) -> None:
        self.run = run
        self.kinds = kinds
        self.by = by
        self._seen: Seen | None = None
        self._document: Document | None = None

    def seen(self) -> Seen:
        """The run as it is now. Raises UsageError if it cannot be read."""
        stamps = _stamp(self.run.folder / "records.jsonl"), _stamp(self.run.folder / FILE)
        last = self._seen
        if last is not None and last.stamps == stamps:
            return last
        decisions = read(self.run.folder)
        if last is None or last.stamps[0] != stamps[0]:
            records = tuple(self.run.records())
            hashes = tuple(map(content_hash, records))
            places = {record["id"]: place for place, record in enumerate(records)}
            laid = lay(records, decisions.all, hashes)
            self._seen = Seen(stamps, records, hashes, places, riskiest_first(records), decisions, laid)
        else:
            self._seen = _decided(last, stamps[1], decisions)
        return self._seen

    def status(self) -> Status:
        """Counts over the run as it is now."""
        seen = self.seen()
        return status(seen.laid, seen.records, seen.decisions.damaged)

    def queue(self) -> dict[str, Any]:
        """All records in order of review, a line for each, and how far the review is."""
        seen = self.seen()
        return {
            "run": self.run.folder.name,
            "key": str(self.run.folder.resolve()),
            "by": self.by,
            "damaged": list(seen.decisions.damaged),
            "lost": [_told(decision) | {"data": decision.old.get("data")} for decision in seen.laid.lost],
            "reasons": sorted({one.why for one in seen.decisions.all if one.why and one.action == "reject"})[:50],
            "records": [self._line(seen, place) for place in seen.order],
        }

    def _line(self, seen: Seen, place: int) -> dict[str, Any]:
        record, one = seen.records[place], seen.laid.reviewed[place]
        quotes = record.get("evidence") or ()
        errors, warns, different = risk(record)
        return {
            "id": record["id"],
            "kind": record["kind"],
            "verdict": record["verdict"],
            "document": record["document"]["title"] or record["document"]["id"],
            "gist": quotes[0]["exact"][:160] if quotes else "",
            "state": one.state,
            "disputed": bool(one.others),
            "errors": errors,
            "warns": warns,
            "different": different,
        }

    def record(self, id: str) -> dict[str, Any]:
        """One record in full: its form, values, findings, document with marks, and what was decided. Raises Refused."""
        seen, place = self._place(id)
        record, one = seen.records[place], seen.laid.reviewed[place]
        document = self._text(record)
        kind = self.kinds.get(record["kind"])
        marks = record_marks(one.record, document.text, kind.model if kind else None)
        return {
            **self._line(seen, place),
            "content": seen.hashes[place],
            "about": {name: record["document"].get(name) for name in ("id", "title", "published", "source")},
            "form": [asdict(node) for node in form(kind.model)] if kind else [],
            "values": _shown(one.record["data"]),
            "original": _shown(record["data"]),
            "derived": one.record["derived"],
            "findings": record["findings"],
            "after": one.record["findings"] if one.state == "corrected" else [],
            "view": view(document.text, marks),
            "history": [
                _told(made) for made in seen.decisions.all if made.content == seen.hashes[place] or made.record == id
            ],
            "before": _before(record, one),
            "others": [_told(made) for made in one.others],
            "mine": _mine(one, self.by),
            "ours": one.state in ("accepted", "corrected") and one.decision is not None and one.decision.by == self.by,
        }

    def decide(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Takes a decision and gives the record as it then is. It is on the disk when this returns. Raises Refused.

        body  record, content: id and content hash of what was judged; action: accept, reject, correct, undo, or agree
              (with the correction that stands); why; data, for a correction
        """
        id_, hash_, action, why = (_string(body, name) for name in ("record", "content", "action", "why"))
        if len(why) > LONGEST_REASON:
            raise Refused(422, "too long", (Fault("why", f"at most {LONGEST_REASON} characters"),))
        seen, place = self._place(id_)
        if seen.hashes[place] != hash_:
            raise Refused(409, "the record has changed since you saw it (the run was made again); look at it anew")
        made, new = self._outcome(seen, place, action, body)
        if made == "reject" and not why.strip():
            raise Refused(422, "no reason", (Fault("why", "say why it is rejected, in a few words"),))
        self._keep(seen, decide(seen.records[place], made, by=self.by, why=why, new=new))
        return self.record(id_)

    def _outcome(
        self, seen: Seen, place: int, action: str, body: Mapping[str, Any]
    ) -> tuple[Action, Mapping[str, Any] | None]:
        """The action and new content that the file will hold."""
        one = seen.laid.reviewed[place]
        match action:
            case "accept" | "reject":
                return action, None
            case "undo":
                if not _mine(one, self.by):
                    raise Refused(409, f"{self.by} has no decision here to undo")
                return action, None
            case "agree":
                if one.decision is None or one.state != "corrected":
                    raise Refused(409, "there is no correction here any more; look at the record anew")
                return "correct", one.decision.new
            case "correct":
                return action, self._correction(seen, place, body.get("data"))
        raise Refused(400, f"no action {action!r}; there are accept, agree, correct, reject, undo")

    def _correction(self, seen: Seen, place: int, data: Any) -> Mapping[str, Any]:
        record = seen.records[place]
        kind = self.kinds.get(record["kind"])
        if kind is None:
            raise Refused(409, f"no schema for {record['kind']} in this project; run `extract review` where it is")
        if not isinstance(data, dict):
            raise Refused(400, "a correction has data, an object")
        shown = seen.laid.reviewed[place].record["data"]
        found = corrected(kind, self._text(record), data, record["data"], shown)
        if isinstance(found, tuple):
            raise Refused(422, "not kept: see beside the fields", found)
        return found

    def _keep(self, seen: Seen, decision: Decision) -> None:
        """Appends; spares reading the whole file again where nobody else has written in the meantime."""
        size = seen.stamps[1][1] + append(self.run.folder, decision)
        stamp = _stamp(self.run.folder / FILE)
        if stamp[1] == size:
            decisions = Decisions((*seen.decisions.all, decision), seen.decisions.damaged)
            self._seen = _decided(seen, stamp, decisions)

    def _place(self, id: str) -> tuple[Seen, int]:
        seen = self.seen()
        if id not in seen.places:
            raise Refused(404, "the run has no such record (any more); load the page again")
        return seen, seen.places[id]

    def _text(self, record: Mapping[str, Any]) -> Document:
        sha256 = record["document"]["sha256"]
        if self._document is None or self._document.sha256 != sha256:
            self._document = self.run.document(sha256)
        if self._document is None:
            raise UsageError(f"{self.run.folder}: the text of {record['document']['id']} is not kept; run it again")
        return self._document


def _decided(seen: Seen, stamp: tuple[int, int], decisions: Decisions) -> Seen:
    """The same records under other decisions."""
    laid = lay(seen.records, decisions.all, seen.hashes)
    return replace(seen, stamps=(seen.stamps[0], stamp), decisions=decisions, laid=laid)


def _string(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise Refused(400, f"a decision has {name}, a string")
    return value


def _stamp(path: Path) -> tuple[int, int]:
    """Time and size of a file, by which a change is seen; zeros where there is none."""
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size


def _told(decision: Decision) -> dict[str, Any]:
    """A decision for the page, without contents."""
    names = ("at", "by", "action", "why", "record", "kind")
    return {name: getattr(decision, name) for name in names} | {"document": decision.document.get("id")}


def _mine(one: Reviewed, by: str) -> bool:
    """Whether this reviewer has a standing decision on the record as it is."""
    return one.is_decided and any(made.by == by for made in one.standing)


def _before(record: Mapping[str, Any], one: Reviewed) -> dict[str, Any] | None:
    """For a changed record: what was decided on what, and whether it was the text or the record that changed."""
    if one.state != "changed" or one.decision is None:
        return None
    same_text = one.decision.document.get("sha256") == record["document"]["sha256"]
    judged = one.decision.new or one.decision.old
    return {**_told(one.decision), "changed": "record" if same_text else "document", "data": _shown(judged["data"])}


def _shown(value: Any) -> Any:
    """Data for the page: numbers as strings of all their digits, which JavaScript's numbers would not keep."""
    if isinstance(value, Mapping):
        return {name: _shown(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shown(inner) for inner in value]
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
