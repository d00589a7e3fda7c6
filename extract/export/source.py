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
from extract.export.columns import Column, Table, table_of
from extract.kinds import Kind
from extract.review import decided, read
from extract.runs import Run
from extract.types import CONTRACT

DEFAULT_VERDICTS = ("verified", "flagged")

_PARTS: dict[str, type] = {
    "id": str, "kind": str, "verdict": str, "document": dict, "data": dict, "derived": dict, "evidence": list,
    "figures": dict, "findings": list, "provenance": dict,
}  # fmt: skip
"""What a line must have to be taken apart at all; `extract validate` looks deeper."""

REVIEW = tuple(Column(f"review.{name}", ("review", name), "text", True) for name in ("state", "by", "at", "why"))
"""What a person decided, in columns that are there only where decisions are laid over the run."""


@dataclass
class Source:
    """The records to export. `left_out` and `kept` are counted by the last pass over `records`.

    kinds     those to export; others are left out, and counted under their names
    known     the names of all kinds of the project
    verdicts  those to export
    reviewed  lay the decisions of the run's review over it: corrections count, what a person accepted leaves, also
              against the checks, what he rejected counts as rejected. Holds all records in memory.
    """

    run: Run
    kinds: Mapping[str, Kind]
    known: frozenset[str]
    verdicts: tuple[str, ...] = DEFAULT_VERDICTS
    reviewed: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    kept: int = 0

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The columns of each kind, by name."""
        made = {name: table_of(kind) for name, kind in self.kinds.items()}
        if not self.reviewed:
            return made
        return {name: Table(name, (*table.columns, *REVIEW)) for name, table in made.items()}

    def records(self) -> Iterator[dict[str, Any]]:
        """The chosen records in the run's order. Raises UsageError for a line that is no record of this contract, and
        for a kind that the project does not have.
        """
        self.left_out, self.kept = Counter(), 0
        for record in self._reviewed() if self.reviewed else self._lines():
            kind, verdict = record.get("kind"), str(record.get("verdict"))
            if kind not in self.known:
                known = ", ".join(sorted(self.known))
                raise UsageError(
                    f"{self.run.folder / 'records.jsonl'}: no kind {kind!r} here, there are {known}; stand in the "
                    "project that made the run"
                )
            if kind not in self.kinds:
                self.left_out[str(kind)] += 1
            elif reason := self._unwanted(verdict, record.get("review", {}).get("state")):
                self.left_out[reason] += 1
            else:
                self.kept += 1
                yield record

    def _lines(self) -> Iterator[dict[str, Any]]:
        for number, record in enumerate(self.run.records(exact=True), start=1):
            where = f"{self.run.folder / 'records.jsonl'}: record {number}"
            if not isinstance(record, dict) or record.get("contract") != CONTRACT:
                raise UsageError(f"{where} is not of contract {CONTRACT}; export it with the extract that made it")
            wrong = next((name for name, type_ in _PARTS.items() if not isinstance(record.get(name), type_)), None)
            if wrong is not None:
                raise UsageError(f"{where} has no {wrong!r} as records have it; see `extract validate`")
            yield record

    def _reviewed(self) -> Iterator[dict[str, Any]]:
        for one in decided(self._lines(), read(self.run.folder).all):
            who = one.decision
            review = {"state": one.state, **{name: getattr(who, name, None) for name in ("by", "at", "why")}}
            yield {**one.record, "review": review}

    def _unwanted(self, verdict: str, state: str | None) -> str | None:
        """Why a record stays behind, None if it leaves."""
        if state == "rejected":
            return None if "rejected" in self.verdicts else "rejected by review"
        accepted = state in ("accepted", "corrected") and {*DEFAULT_VERDICTS} <= {*self.verdicts}
        return None if accepted or verdict in self.verdicts else verdict
