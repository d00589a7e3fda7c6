"""How far a review is: counts by kind and verdict, and what needs a second look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from extract.review.decisions import Decision
from extract.review.lay import Laid, Reviewed, State


@dataclass(frozen=True, slots=True)
class Row:
    """The records of one kind and verdict of the run. `states`: how many are in each state."""

    kind: str
    verdict: str
    states: Mapping[State, int]

    @property
    def records(self) -> int:
        """All of them."""
        return sum(self.states.values())

    @property
    def left(self) -> int:
        """Those on which nobody has decided as they are."""
        return self.states["open"] + self.states["changed"]


@dataclass(frozen=True, slots=True)
class Status:
    """rows by kind and verdict; records on which reviewers differ; standing decisions on records that are gone."""

    rows: tuple[Row, ...]
    disputed: tuple[Reviewed, ...]
    lost: tuple[Decision, ...]
    damaged: tuple[int, ...]

    @property
    def left(self) -> int:
        """Records still to be decided on."""
        return sum(row.left for row in self.rows)

    @property
    def records(self) -> int:
        """All records of the run."""
        return sum(row.records for row in self.rows)


def status(laid: Laid, original: Sequence[Mapping[str, Any]], damaged: tuple[int, ...] = ()) -> Status:
    """Counts over all records. original: the run's own lines in the same order, which have the verdicts of the run."""
    counts = Counter(
        (line["kind"], line["verdict"], one.state) for line, one in zip(original, laid.reviewed, strict=True)
    )
    order = {"rejected": 0, "flagged": 1, "verified": 2}
    places = sorted({(kind, verdict) for kind, verdict, _ in counts}, key=lambda row: (row[0], order.get(row[1], 3)))
    rows = tuple(
        Row(kind, verdict, {state: counts[kind, verdict, state] for state in get_args(State)})
        for kind, verdict in places
    )
    return Status(rows, tuple(one for one in laid.reviewed if one.others), laid.lost, damaged)
