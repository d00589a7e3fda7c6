"""Scoring: a run's records against gold.

    from extract.gold import read_gold
    from extract.score import score

    result = score(records, read_gold(Path("fixtures/gold")))     # records: the parsed lines of a records.jsonl
    result.main["all"].f1                                         # over all kinds; or result.main["loan"].precision
    result.rows["verified"]["all"].precision_interval             # (low, high), 95 %, bootstrap over documents
    result.wrong_verified                                         # NumberResults: verified numbers that are wrong
    score_json(result)                                            # from extract.score_json: everything, as plain JSON

`score(records, gold, kinds=None)`; `kinds` are those of `extract.kinds.load_kinds`, by default all of the project.
Only these kinds are wanted. Of a record line are read: id, kind, verdict, document (id, sha256, sources, published),
data, evidence (exact; where none was found, the quotes in data) and figures. Documents in the gold without a record
count as missed; records of documents without gold are left out and counted in `without_gold`.

Rows: "not_rejected" (verified and flagged; `main`), "verified", and "all" (rejected ones too); each is matched anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.cells import ROWS, Cell, TrapHit, Unpaired, cell
from extract.exactness import NumberResult
from extract.gold import Gold
from extract.kinds import Kind, load_kinds, project_folder
from extract.matching import RecordLine
from extract.measures import Interval, Measure, Tally, difference, draws, measure, ratio

ALL = "all"
"""The name under which a row has the measure over all kinds."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the verdicts are worth. Tallies hold right and found of records that are not ignored; the rejected are
    those that would have been right had they been kept. `share`: of the right records, those that are verified.
    """

    verified: Measure
    flagged: Measure
    rejected: Measure
    gap: float | None
    gap_interval: Interval | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """A run against gold.

    rows          by name and kind ("all" over all kinds)
    fields        by kind and field, (right, graded) on matched records that count
    numbers       each number of the records not rejected, and of gold that they miss
    traps         records not in the gold on passages that the gold names as no records
    unpaired      wrong records and missed gold of the main row
    quotes        (found in the document, given) over "all" records, and over those "not_rejected"
    unreviewed    gold records that nobody has confirmed; `unread`: documents without a confirmed one
    without_gold  records of documents without gold, left out
    """

    documents: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Measure]]
    verdicts: Verdicts
    fields: Mapping[str, Mapping[str, tuple[int, int]]]
    numbers: tuple[NumberResult, ...]
    traps: tuple[TrapHit, ...]
    unpaired: tuple[Unpaired, ...]
    quotes: Mapping[str, tuple[int, int]]
    unreviewed: int
    unread: tuple[str, ...]
    without_gold: int

    @property
    def main(self) -> Mapping[str, Measure]:
        """The row of records that were not rejected."""
        return self.rows["not_rejected"]

    @property
    def wrong_verified(self) -> tuple[NumberResult, ...]:
        """Numbers in verified records that the gold has otherwise, or that no figure in the text stands behind."""
        wrong = (one for one in self.numbers if one.verdict == "verified" and one.found is not None)
        return tuple(one for one in wrong if one.outcome == "wrong" or one.grounded is False)

    @property
    def verified_without_gold(self) -> tuple[NumberResult, ...]:
        """Numbers in verified records that are no record of the gold: they stand in the text, but not for this."""
        return tuple(one for one in self.numbers if one.verdict == "verified" and one.outcome == "no gold")

    @property
    def exactness(self) -> dict[str, dict[str, int]]:
        """By form of number and over all: how many are right, wrong and missing, in records that were not rejected."""
        out = {
            form: {"right": 0, "wrong": 0, "missing": 0} for form in ("amount", "count", "dates", "designation", ALL)
        }
        for one in self.numbers:
            if one.outcome != "no gold":
                out[one.form][one.outcome] += 1
                out[ALL][one.outcome] += 1
        return out


def score(
    records: Iterable[Mapping[str, Any]],
    gold: Gold,
    kinds: Mapping[str, Kind] | None = None,
) -> Score:
    """The records of one run against the gold. Raises KindError if `kinds` must be loaded and cannot be."""
    known = load_kinds(project_folder()) if kinds is None else kinds
    by_place: dict[tuple[str, str], list[RecordLine]] = {}
    without_gold = 0
    for record in records:
        document = gold.find(record["document"])
        if document is None:
            without_gold += 1
        else:
            by_place.setdefault((document.name, record["kind"]), []).append(record)
    cells = {
        (document.name, name): cell(kind, document, by_place.get((document.name, name), []))
        for document in gold.documents
        for name, kind in known.items()
    }
    return _sum(cells, gold, tuple(known), without_gold)


def _sum(cells: Mapping[tuple[str, str], Cell], gold: Gold, kinds: Sequence[str], without_gold: int) -> Score:
    names = [document.name for document in gold.documents]
    drawn = draws(len(names))

    def over(pick: str, row: str, some: Sequence[str]) -> list[Tally]:
        """The tally of each document, over some kinds."""
        return [sum((getattr(cells[name, kind], pick)[row] for kind in some), Tally()) for name in names]

    rows = {
        row: {
            kind: measure(over("rows", row, some), drawn) for kind, some in [(ALL, kinds), *((k, [k]) for k in kinds)]
        }
        for row in ROWS
    }
    fields: dict[str, dict[str, tuple[int, int]]] = {kind: {} for kind in kinds}
    located: dict[str, tuple[int, int]] = {}
    for (_, kind), one in cells.items():
        _add(fields[kind], one.fields)
        _add(located, one.quotes)
    return Score(
        documents=tuple(names),
        rows=rows,
        verdicts=_verdicts({one: over("verdicts", one, kinds) for one in ROWS[ALL]}, drawn),
        fields=fields,
        numbers=tuple(number for cell in cells.values() for number in cell.numbers),
        traps=tuple(trap for cell in cells.values() for trap in cell.traps),
        unpaired=tuple(one for cell in cells.values() for one in cell.unpaired),
        quotes=located,
        unreviewed=gold.unreviewed,
        unread=gold.unread,
        without_gold=without_gold,
    )


def _add(into: dict[str, tuple[int, int]], more: Mapping[str, tuple[int, int]]) -> None:
    for name, (right, graded) in more.items():
        before = into.get(name, (0, 0))
        into[name] = (before[0] + right, before[1] + graded)


def _verdicts(tallies: Mapping[str, Sequence[Tally]], drawn: Sequence[Sequence[int]]) -> Verdicts:
    by_verdict = {verdict: measure(some, drawn) for verdict, some in tallies.items()}
    ours, theirs = by_verdict["verified"], by_verdict["flagged"]
    sure, doubtful = ours.precision, theirs.precision
    return Verdicts(
        **by_verdict,
        gap=None if sure is None or doubtful is None else sure - doubtful,
        gap_interval=difference(tallies["verified"], tallies["flagged"], drawn),
        share=ratio(ours.tally.right, ours.tally.right + theirs.tally.right),
    )
