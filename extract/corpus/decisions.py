"""Decisions: what a person says belongs together or apart. It comes before all rules, and is named as the reason.

Takes a file of JSON Lines, `{"together": [ids]}` or `{"apart": [ids]}`, ids of records; gives a `Decisions`. Refuses
lines that are neither, and decisions that contradict each other. Taking a line out of the file takes the decision back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import networkx

from extract.errors import UsageError


@dataclass(frozen=True, slots=True)
class Decisions:
    """Sets of record ids, each with the line of the file that decided it."""

    together: tuple[tuple[int, tuple[str, ...]], ...] = ()
    apart: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def unknown(self, ids: Iterable[str]) -> list[str]:
        """Ids that are decided on and not among these."""
        named = {id for _, some in (*self.together, *self.apart) for id in some}
        return sorted(named - set(ids))


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file. Raises UsageError, naming file and line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); give a file of JSON Lines") from error
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {"together": [], "apart": []}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            what, ids = _decision(line, f"{path}:{number}")
            found[what].append((number, ids))
    _refuse_contradictions(path, found["together"], found["apart"])
    return Decisions(tuple(found["together"]), tuple(found["apart"]))


def _decision(line: str, where: str) -> tuple[str, tuple[str, ...]]:
    form = 'write {"together": [ids]} or {"apart": [ids]}, two record ids or more'
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not JSON ({error}); {form}") from error
    what = next((name for name in ("together", "apart") if isinstance(value, dict) and name in value), None)
    if what is None or len(value) != 1:
        raise UsageError(f"{where}: no decision; {form}")
    ids = value[what]
    if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids) or len(set(ids)) < 2:
        raise UsageError(f"{where}: {what} holds no list of different ids; {form}")
    return what, tuple(dict.fromkeys(ids))


def _refuse_contradictions(
    path: Path, together: Sequence[tuple[int, tuple[str, ...]]], apart: Sequence[tuple[int, tuple[str, ...]]]
) -> None:
    graph = networkx.Graph()
    for number, ids in together:
        for one, other in pairwise(ids):
            graph.add_edge(one, other, line=number)
    for number, ids in apart:
        for one, other in combinations(ids, 2):
            if one in graph and other in graph and networkx.has_path(graph, one, other):
                way = networkx.shortest_path(graph, one, other)
                lines = sorted({graph[a][b]["line"] for a, b in pairwise(way)})
                said = f"apart here, together by line {', '.join(map(str, lines))}"
                raise UsageError(f"{path}:{number}: {one} and {other}: {said}; take one of them out")
