"""Diff: two runs compared record by record; what appeared, vanished and changed, field by field, and why.

Takes two opened runs; gives a `Diff` of frozen values, which a report may show and `as_json` writes. Changes of data,
of verdict and of findings are kept apart. No kind is named and no schema is needed: records are compared as they left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from extract.diff_causes import Facts, causes_of_change, causes_of_one, facts_of, manifest_differences
from extract.diff_pairs import DocumentPair, Named, RecordLine, documents_of, pair_documents, pair_records, spooled
from extract.diff_values import (
    Diff,
    DocumentChange,
    FailureChange,
    FieldChange,
    FindingChange,
    RecordAlone,
    RecordChange,
    as_json,
)
from extract.runs import Run

__all__ = ["Diff", "as_json", "compare"]


def compare(run_a: Run, run_b: Run) -> Diff:
    """What changed from the first run to the second. Raises UsageError where a run's files cannot be read.

    Documents are one by the sha256 of their text, else by id, file name or source where these are clear. Memory holds
    the records of one document at a time and what differs; the rest waits on the disk.
    """
    facts = facts_of(run_a), facts_of(run_b)
    with spooled() as spool:
        named = documents_of(run_a), documents_of(run_b)
        counts = (spool.fill(0, run_a, named[0]), spool.fill(1, run_b, named[1]))
        spool.index()
        pairs = pair_documents(*named)
        appeared: list[RecordAlone] = []
        vanished: list[RecordAlone] = []
        changed: list[RecordChange] = []
        for pair in pairs:
            for one in pair_records(spool.records(0, pair.a), spool.records(1, pair.b)):
                if one.a is not None and one.b is not None:
                    changed += _changed(one.a, one.b, one.by or "id", pair, facts)
                elif one.a is not None:
                    vanished.append(_alone(one.a, pair, facts[0], facts[1], new=False))
                elif one.b is not None:
                    appeared.append(_alone(one.b, pair, facts[1], facts[0], new=True))
    return Diff(
        a=str(run_a.folder),
        b=str(run_b.folder),
        records=counts,
        same=counts[0] - len(vanished) - len(changed),
        runs=manifest_differences(run_a.manifest, run_b.manifest),
        documents=tuple(change for pair in pairs for change in _document_changes(pair)),
        appeared=tuple(appeared),
        vanished=tuple(vanished),
        changed=tuple(changed),
        failures=tuple(_failure_changes(*facts)),
    )


def _changed(
    a: RecordLine, b: RecordLine, by: Literal["id", "content"], pair: DocumentPair, facts: tuple[Facts, Facts]
) -> Iterator[RecordChange]:
    fields, findings = (
        tuple(_field_changes(a, b)),
        tuple(_finding_changes(a.get("findings", ()), b.get("findings", ()))),
    )
    if fields or findings or a["verdict"] != b["verdict"]:
        yield RecordChange(
            kind=b["kind"],
            document=b["document"]["id"],
            id_before=a["id"],
            id_after=b["id"],
            by=by,
            words=_words(b) or _words(a),
            verdict=(a["verdict"], b["verdict"]),
            fields=fields,
            findings=findings,
            causes=causes_of_change(a, b, pair, *facts),
        )


def _alone(record: RecordLine, pair: DocumentPair, has: Facts, lacks: Facts, *, new: bool) -> RecordAlone:
    causes = causes_of_one(record, pair, has, lacks, new)
    return RecordAlone(
        record["kind"], record["document"]["id"], record["id"], record["verdict"], _words(record), causes
    )


def _words(record: RecordLine) -> str:
    return next((str(one["exact"]) for one in record.get("evidence", ())), "")


def _field_changes(a: RecordLine, b: RecordLine) -> Iterator[FieldChange]:
    """Data and derived values, figures without their offsets, and the evidence's words where no field has told it."""
    told = []
    for part in ("data", "derived", "figures"):
        ours, theirs = (dict(_leaves(record.get(part) or {}, part == "figures")) for record in (a, b))
        for path in [*ours, *(path for path in theirs if path not in ours)]:
            before, after = ours.get(path), theirs.get(path)
            if path not in ours or path not in theirs or before != after:
                state: Literal["added", "removed", "changed"]
                state = "added" if path not in ours else "removed" if path not in theirs else "changed"
                told.append((before, after))
                yield FieldChange(part, path, state, before, after)
    quotes = tuple([one["exact"] for one in record.get("evidence", ())] for record in (a, b))
    if quotes[0] != quotes[1] and quotes not in told and tuple(one[0] if one else None for one in quotes) not in told:
        yield FieldChange("evidence", "", "changed", *quotes)


_PLACES = frozenset({"start", "end", "equals"})
"""Parts of a figure that follow the text about; they move with every word that is put in front of it."""


def _leaves(value: Any, figures: bool, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside an object with its path; a list of plain values is one value."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            if not (figures and name in _PLACES):
                yield from _leaves(inner, figures, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for place, inner in enumerate(value):
            yield from _leaves(inner, figures, f"{path}[{place}]")
    else:
        yield path, value


def _finding_changes(a: Sequence[Mapping[str, str]], b: Sequence[Mapping[str, str]]) -> Iterator[FindingChange]:
    """Findings of one check at one path are held against each other; equal ones are taken out first."""
    places = dict.fromkeys((one["check"], one["path"]) for one in (*a, *b))
    for check, path in places:
        ours, theirs = (
            [(one["level"], one["message"]) for one in some if (one["check"], one["path"]) == (check, path)]
            for some in (a, b)
        )
        for equal in [one for one in ours if one in theirs]:
            if equal in theirs:
                ours.remove(equal)
                theirs.remove(equal)
        for place in range(max(len(ours), len(theirs))):
            before, after = (some[place] if place < len(some) else (None, None) for some in (ours, theirs))
            yield FindingChange(check, path, before[0], after[0], str(after[1] or before[1] or ""))


def _document_changes(pair: DocumentPair) -> Iterator[DocumentChange]:
    a, b = pair.a, pair.b
    if a is None or b is None:
        yield DocumentChange("new" if a is None else "gone", a.id if a else None, b.id if b else None)
    elif a.sha256 != b.sha256:
        yield DocumentChange("text", a.id, b.id, pair.by)
    elif _about(a) != _about(b):
        yield DocumentChange("about", a.id, b.id, pair.by)


def _about(document: Named) -> tuple[str | None, ...]:
    """What a record says of its document, file names aside: a folder that was moved is no change."""
    return document.id, document.title, document.published, document.source


def _failure_changes(a: Facts, b: Facts) -> Iterator[FailureChange]:
    for side, other, new in ((a, b, False), (b, a, True)):
        for (document, kind), reason in side.failed.items():
            if other.failed.get((document, kind)) != reason:
                yield FailureChange(document, kind, reason, new)
