"""What is exported: the run's records, chosen, counted, numbers exact.

Takes a run, the kinds and a choice; gives the records one at a time and says afterwards what was left out. A reader
must be able to trust what he gets: rejected records leave only where they are asked for, and every format carries the
verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extract.errors import UsageError
from extract.export.columns import Table, table_of
from extract.kinds import Kind
from extract.runs import Run

DEFAULT_VERDICTS = ("verified", "flagged")


@dataclass
class Source:
    """The records to export. `left_out` and `kept` are counted by the last pass over `records`.

    kinds     those to export; others are left out, and counted under their names
    known     the names of all kinds of the project
    verdicts  those to export
    """

    run: Run
    kinds: Mapping[str, Kind]
    known: frozenset[str]
    verdicts: tuple[str, ...] = DEFAULT_VERDICTS
    left_out: Counter[str] = field(default_factory=Counter)
    kept: int = 0

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The columns of each kind, by name."""
        return {name: table_of(kind) for name, kind in self.kinds.items()}

    def records(self) -> Iterator[dict[str, Any]]:
        """The chosen records in the run's order. Raises UsageError for a kind that the project does not have."""
        self.left_out, self.kept = Counter(), 0
        for record in self.run.records(exact=True):
            kind, verdict = record.get("kind"), str(record.get("verdict"))
            if kind not in self.known:
                known = ", ".join(sorted(self.known))
                raise UsageError(
                    f"{self.run.folder / 'records.jsonl'}: no kind {kind!r} here, there are {known}; stand in the "
                    "project that made the run"
                )
            if kind not in self.kinds:
                self.left_out[str(kind)] += 1
            elif verdict not in self.verdicts:
                self.left_out[verdict] += 1
            else:
                self.kept += 1
                yield record
