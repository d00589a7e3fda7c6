"""What two runs differ in, as frozen values with a JSON form: what `extract.diff` gives and a report shows.

Takes nothing, does nothing but write itself as JSON values under the contract `extract-diff/1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from extract.diff_causes import Cause
from extract.diff_pairs import SameBy

DIFF_CONTRACT = "extract-diff/1"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that is not the same. part: data, derived, figures or evidence; path as findings give it.

    state says whether the path stands in the second run alone ("added"), in the first alone ("removed") or in both.
    """

    part: str
    path: str
    state: Literal["added", "removed", "changed"]
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that came (before is None), went (after is None), or changed its level or its message."""

    check: str
    path: str
    before: str | None
    after: str | None
    message: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that stands in both runs and is not the same. verdict: before and after; the same if it did not change.

    by says how the two were paired: "id", or "content" where the id changed with the document or a key field.
    """

    kind: str
    document: str
    id_before: str
    id_after: str
    by: Literal["id", "content"]
    words: str
    verdict: tuple[str, str]
    fields: tuple[FieldChange, ...]
    findings: tuple[FindingChange, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class RecordAlone:
    """A record of one run alone. words: its first quote."""

    kind: str
    document: str
    id: str
    verdict: str
    words: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that came ("new"), went ("gone"), has another text ("text") or only other names and dates ("about").

    by: for another text, by what the two were taken for one document.
    """

    state: Literal["new", "gone", "text", "about"]
    before: str | None
    after: str | None
    by: SameBy | None = None


@dataclass(frozen=True, slots=True)
class FailureChange:
    """A failure of one run alone."""

    document: str
    kind: str | None
    reason: str
    new: bool


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two runs. runs: settings, versions and kinds; alone they make no difference."""

    a: str
    b: str
    records: tuple[int, int]
    same: int
    runs: tuple[Cause, ...]
    documents: tuple[DocumentChange, ...]
    appeared: tuple[RecordAlone, ...]
    vanished: tuple[RecordAlone, ...]
    changed: tuple[RecordChange, ...]
    failures: tuple[FailureChange, ...]

    @property
    def empty(self) -> bool:
        """Whether documents, records and failures are the same, whatever the runs' settings were."""
        return not (self.documents or self.appeared or self.vanished or self.changed or self.failures)


def as_json(diff: Diff) -> dict[str, Any]:
    """The diff as JSON values, under the contract `extract-diff/1`."""
    return {
        "contract": DIFF_CONTRACT,
        "a": diff.a,
        "b": diff.b,
        "counts": {
            "records": {"a": diff.records[0], "b": diff.records[1]},
            "same": diff.same,
            "appeared": len(diff.appeared),
            "vanished": len(diff.vanished),
            "changed": len(diff.changed),
            "data_changed": sum(bool(one.fields) for one in diff.changed),
            "verdict_changed": sum(one.verdict[0] != one.verdict[1] for one in diff.changed),
            "findings_changed": sum(bool(one.findings) for one in diff.changed),
        },
        "runs": [_cause_json(one) for one in diff.runs],
        "documents": [
            {"state": one.state, "before": one.before, "after": one.after, "by": one.by} for one in diff.documents
        ],
        "appeared": [_alone_json(one) for one in diff.appeared],
        "vanished": [_alone_json(one) for one in diff.vanished],
        "changed": [_change_json(one) for one in diff.changed],
        "failures": [
            {"document": one.document, "kind": one.kind, "reason": one.reason, "new": one.new} for one in diff.failures
        ],
    }


def _cause_json(cause: Cause) -> dict[str, Any]:
    return {"what": cause.what, "before": cause.before, "after": cause.after}


def _alone_json(one: RecordAlone) -> dict[str, Any]:
    about = {"kind": one.kind, "document": one.document, "id": one.id, "verdict": one.verdict, "words": one.words}
    return about | {"causes": [_cause_json(cause) for cause in one.causes]}


def _change_json(one: RecordChange) -> dict[str, Any]:
    verdict = None if one.verdict[0] == one.verdict[1] else {"before": one.verdict[0], "after": one.verdict[1]}
    return {
        "kind": one.kind,
        "document": one.document,
        "id": {"before": one.id_before, "after": one.id_after},
        "paired_by": one.by,
        "words": one.words,
        "verdict": verdict,
        "fields": [
            {"part": f.part, "path": f.path, "state": f.state, "before": f.before, "after": f.after} for f in one.fields
        ],
        "findings": [
            {"check": f.check, "path": f.path, "before": f.before, "after": f.after, "message": f.message}
            for f in one.findings
        ],
        "causes": [_cause_json(cause) for cause in one.causes],
    }
