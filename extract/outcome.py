"""What became of a document: its records by kind, what failed, and the figures that no record claimed.

Takes what the model was heard to say about the passages of a document, or about its candidates; gives one
`KindOutcome` for each kind. A passage without an answer makes the kind's state a failure that names the passage, so
that nobody takes the kind for complete; the records of the other passages stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from extract.checks import merge_repeats
from extract.errors import PENDING, ModelError
from extract.folding import Span
from extract.kinds import Kind
from extract.reask import Answered, Talk
from extract.types import Document, Failure, Figure, Gap, Record

CLAIMABLE = ("money", "percent", "count", "designation")
"""Kinds of figure that a record could have claimed; dates and bare numbers stand everywhere."""

Claim = tuple[str, int, int]
"""Kind, start and end of a figure that a record rests on."""

PATIENCE = 3
"""Parts in a row of one document and kind that may fail before the rest is not asked about: where each waits for its
timeout, a long document would take days."""

_NAMED = 5
"""Passages without an answer that a failure's message names; its `gaps` has all."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one conversation: about a passage and kind, or about candidates.

    gap           why there is no answer, else None; then there are no records
    asked         how often the model was asked, answered or not
    recordings    keys of all replies that came, unusable ones too
    replaced      records that a re-ask put right
    reask_failed  why a re-ask gave no usable answer, else None
    full          the answer's list was as long as it may be
    """

    records: tuple[Record, ...] = ()
    gap: Gap | None = None
    answers: tuple[Answered, ...] = ()
    asked: int = 0
    recordings: tuple[str, ...] = ()
    replaced: int = 0
    reask_failed: str | None = None
    full: bool = False


def answered(talk: Talk, records: Sequence[Record], **more: Any) -> Heard:
    """A conversation that gave an answer; `more` are fields of `Heard`."""
    return Heard(tuple(records), None, tuple(talk.answers), talk.asked, tuple(talk.recordings), **more)


def unanswered(talk: Talk, name: str, span: Span, error: ModelError) -> Heard:
    """A conversation about a part of a document ("" and all of it: the whole) that came to nothing."""
    gap = Gap(name, *span, error.reason, str(error), error.recording)
    return Heard(gap=gap, asked=talk.asked, recordings=tuple(talk.recordings))


def given_up(heard: Sequence[Heard], name: str, span: Span) -> Heard | None:
    """What stands for a part that is not asked about, since `PATIENCE` ones before it have failed; None where it
    should be asked about.
    """
    last = heard[-1].gap if heard else None
    failed = [one.gap for one in heard[-PATIENCE:] if one.gap is not None and one.gap.reason != PENDING]
    if last is None or len(failed) < PATIENCE:
        return None
    return Heard(gap=Gap(name, *span, last.reason, f"not asked: the {PATIENCE} before it failed", None))


@dataclass(frozen=True, slots=True)
class KindOutcome:
    """One kind of one document: its records or its failure, the answers behind them, and whether a list was full.
    A failure has records beside it only where other passages of the document were answered.

    asked         how often the model was asked, answered or not
    recordings    keys of all replies that came, unusable ones too
    replaced      records that a re-ask put right
    reask_failed  why a re-ask gave no usable answer, else None; the records are then those of the first answer
    """

    kind: str
    records: tuple[Record, ...] = ()
    failure: Failure | None = None
    answers: tuple[Answered, ...] = ()
    asked: int = 0
    recordings: tuple[str, ...] = ()
    replaced: int = 0
    reask_failed: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: an outcome for each kind, and the figures that no record claimed."""

    document: Document
    kinds: tuple[KindOutcome, ...]
    unclaimed: tuple[Figure, ...]


def waits(part: KindOutcome) -> bool:
    """Whether something about it is asked for in a batch and not answered yet."""
    gaps = part.failure.gaps if part.failure else ()
    reasons = [part.failure.reason if part.failure else None, part.reask_failed, *(gap.reason for gap in gaps)]
    return PENDING in reasons


def joined(kind: Kind, document: Document, heard: Sequence[Heard]) -> KindOutcome:
    """All that was heard about one kind of a document as one outcome; what two passages report is one record."""
    records = [record for one in heard for record in one.records]
    failed = [one.reask_failed for one in heard if one.reask_failed]
    return KindOutcome(
        kind=kind.name,
        records=with_ids(kind, merge_repeats(kind, records)),
        failure=_failure(kind, document, heard),
        answers=tuple(answer for one in heard for answer in one.answers),
        asked=sum(one.asked for one in heard),
        recordings=tuple(key for one in heard for key in one.recordings),
        replaced=sum(one.replaced for one in heard),
        reask_failed=min(failed, key=lambda reason: reason != PENDING, default=None),
        full=any(one.full for one in heard),
    )


def _failure(kind: Kind, document: Document, heard: Sequence[Heard]) -> Failure | None:
    """One failure for all passages without an answer, with the first one's reason; None where all were answered."""
    gaps = tuple(one.gap for one in heard if one.gap is not None)
    if not gaps:
        return None
    first = gaps[0]
    if first.name == "":  # the whole document
        return Failure(document.id, kind.name, first.reason, first.message, first.recording)
    kept = ", the others' records are kept" if len(gaps) < len(heard) else ""
    named = "; ".join(f"{gap.name}: {gap.message}" for gap in gaps[:_NAMED])
    more = f"; and {len(gaps) - _NAMED} more" if len(gaps) > _NAMED else ""
    message = f"{len(gaps)} of {len(heard)} without an answer{kept}: {named}{more}"
    return Failure(document.id, kind.name, first.reason, message, first.recording, gaps)


def claims(records: Sequence[Record]) -> frozenset[Claim]:
    """The figures that records rest on, rejected records aside."""
    kept = [record for record in records if record.verdict != "rejected"]
    return frozenset((f.kind, f.start, f.end) for record in kept for f in record.figures.values())


def unclaimed(figures: Sequence[Figure], claimed: frozenset[Claim]) -> tuple[Figure, ...]:
    """The figures that no record rests on: what may have been missed."""
    return tuple(f for f in figures if f.kind in CLAIMABLE and (f.kind, f.start, f.end) not in claimed)


def with_ids(kind: Kind, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with their ids: 16 hex digits of a hash over document, kind, first span and what tells two records
    of one sentence apart. The same record has the same id in every run.
    """
    out: list[Record] = []
    given: set[str] = set()
    for record in records:
        span = [record.evidence[0].start, record.evidence[0].end] if record.evidence else None
        apart = {name: record.data[name] for name in kind.model.same_if}
        place = 0
        while (id := _hash([record.document.sha256, kind.name, span, apart, place])) in given:
            place += 1
        given.add(id)
        out.append(replace(record, id=id))
    return tuple(out)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]
