"""Cells: one document and kind of a run beside its gold, everything that scoring counts there.

Takes a kind, a document's gold and the record lines of that document and kind; gives a `Cell`, which `extract.score`
adds up. A record is right if it is paired with gold that counts; neither right nor wrong if it is paired with gold
that does not (optional, unreviewed) or is a further part of gold that may be split; else it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.alike import Comparer
from extract.exactness import NumberResult, numbers
from extract.fields import KindModel
from extract.gold import GoldDocument, GoldRecord
from extract.kinds import Kind
from extract.matching import Matched, RecordLine, given_quotes, match, match_by_evidence, quotes
from extract.measures import Tally
from extract.naming import Names
from extract.overlap import overlap

ROWS: dict[str, tuple[str, ...]] = {
    "not_rejected": ("verified", "flagged"),
    "verified": ("verified",),
    "all": ("verified", "flagged", "rejected"),
}
"""The verdicts of the records in each row."""


@dataclass(frozen=True, slots=True)
class TrapHit:
    """A record that is not in the gold and rests on a passage that the gold names as no such record."""

    document: str
    kind: str
    record: str
    verdict: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A record that is wrong (verdict says which) or a gold record that was missed (verdict None), and its words."""

    document: str
    kind: str
    id: str
    verdict: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One document and kind: tallies by row, right and found by verdict, and what was seen on the way."""

    rows: Mapping[str, Tally]
    verdicts: Mapping[str, Tally]
    fields: Mapping[str, tuple[int, int]]
    numbers: tuple[NumberResult, ...]
    traps: tuple[TrapHit, ...]
    unpaired: tuple[Unpaired, ...]
    quotes: Mapping[str, tuple[int, int]]


def cell(kind: Kind, document: GoldDocument, records: Sequence[RecordLine]) -> Cell:
    """All counts of one kind in one document. `records`: lines of this kind and document, rejected ones too."""
    published = next((one["document"].get("published") for one in records), None)
    comparer = Comparer(kind.model, Names(document.aliases), published)
    wanted = [one for one in document.records if one.kind == kind.name]
    rows = {row: _tally(match(comparer, some, wanted), some, wanted) for row, some in _by_row(records).items()}
    kept = _by_row(records)["not_rejected"]
    matched = match(comparer, kept, wanted)
    stray = _stray(matched, kept)
    meant = _meant(comparer, matched, kept, wanted)
    return Cell(
        rows=rows,
        verdicts=_by_verdict(comparer, matched, records, wanted),
        fields=_field_counts(comparer, matched, kept, wanted),
        numbers=tuple(
            number
            for place, record in enumerate(kept)
            for number in numbers(comparer, record, meant.get(place), document.name)
        ),
        traps=tuple(_trap_hits(document, kind.model, [kept[place] for place in stray])),
        unpaired=(
            *(_wrong(document.name, kind.model, kept[place]) for place in stray),
            *_missed(document.name, matched, wanted),
        ),
        quotes={"all": _grounded(records, kind.model), "not_rejected": _grounded(kept, kind.model)},
    )


def _by_row(records: Sequence[RecordLine]) -> dict[str, list[RecordLine]]:
    return {row: [one for one in records if one["verdict"] in verdicts] for row, verdicts in ROWS.items()}


def _ignored(matched: Matched, wanted: Sequence[GoldRecord]) -> frozenset[int]:
    """Places of records that are neither right nor wrong: paired with gold that does not count, or further parts."""
    return matched.parts | {place for place, gold in matched.pairs if not wanted[gold].counts}


def _right(matched: Matched, wanted: Sequence[GoldRecord]) -> frozenset[int]:
    return frozenset(place for place, gold in matched.pairs if wanted[gold].counts)


def _tally(matched: Matched, records: Sequence[RecordLine], wanted: Sequence[GoldRecord]) -> Tally:
    ignored = _ignored(matched, wanted)
    return Tally(len(_right(matched, wanted)), len(records) - len(ignored), sum(one.counts for one in wanted))


def _stray(matched: Matched, records: Sequence[RecordLine]) -> list[int]:
    """Places of records that no gold of any sort stands behind."""
    placed = {place for place, _ in matched.pairs} | matched.parts
    return [place for place in range(len(records)) if place not in placed]


def _meant(
    comparer: Comparer, matched: Matched, kept: Sequence[RecordLine], wanted: Sequence[GoldRecord]
) -> dict[int, GoldRecord]:
    """For each record the gold it is held against: its pair, else what its evidence says it was meant to be."""
    meant = {place: wanted[gold] for place, gold in matched.pairs}
    stray = _stray(matched, kept)
    left = [gold for place, gold in enumerate(wanted) if place not in {gold for _, gold in matched.pairs}]
    by_evidence = match_by_evidence(comparer, [kept[place] for place in stray], left)
    return meant | {stray[place]: left[gold] for place, gold in by_evidence.pairs}


def _by_verdict(
    comparer: Comparer, matched: Matched, records: Sequence[RecordLine], wanted: Sequence[GoldRecord]
) -> dict[str, Tally]:
    """Right and found by verdict; of the rejected, those that fit gold which the kept records have left."""
    kept = _by_row(records)["not_rejected"]
    right, ignored = _right(matched, wanted), _ignored(matched, wanted)
    out = {
        verdict: Tally(
            sum(kept[place]["verdict"] == verdict for place in right),
            sum(one["verdict"] == verdict for place, one in enumerate(kept) if place not in ignored),
        )
        for verdict in ROWS["not_rejected"]
    }
    rejected = [one for one in records if one["verdict"] == "rejected"]
    left = [gold for place, gold in enumerate(wanted) if place not in {gold for _, gold in matched.pairs}]
    tally = _tally(match(comparer, rejected, left), rejected, left)
    return out | {"rejected": Tally(tally.right, tally.found)}


def _field_counts(
    comparer: Comparer, matched: Matched, kept: Sequence[RecordLine], wanted: Sequence[GoldRecord]
) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for place, gold in matched.pairs:
        if wanted[gold].counts:
            for name, right in comparer.graded(wanted[gold], kept[place]["data"]).items():
                before = counts.get(name, (0, 0))
                counts[name] = (before[0] + right, before[1] + 1)
    return counts


def _trap_hits(document: GoldDocument, model: type[KindModel], stray: Sequence[RecordLine]) -> Iterator[TrapHit]:
    for record in stray:
        for trap in document.traps:
            if trap.kind == record["kind"] and overlap(quotes(record, model), [trap.evidence]):
                yield TrapHit(document.name, trap.kind, record["id"], record["verdict"], trap.evidence, trap.reason)


def _wrong(document: str, model: type[KindModel], record: RecordLine) -> Unpaired:
    words = " | ".join(quotes(record, model))
    return Unpaired(document, record["kind"], record["id"], record["verdict"], words)


def _missed(document: str, matched: Matched, wanted: Sequence[GoldRecord]) -> Iterator[Unpaired]:
    found = {gold for _, gold in matched.pairs}
    for place, one in enumerate(wanted):
        if one.counts and place not in found:
            yield Unpaired(document, one.kind, one.id, None, " | ".join(one.evidence))


def _grounded(records: Sequence[RecordLine], model: type[KindModel]) -> tuple[int, int]:
    """Quotes found in the document, and quotes given."""
    given = sum(len(list(given_quotes(one, model))) for one in records)
    return min(given, sum(len(one.get("evidence", ())) for one in records)), given
