"""Linking: mentions joined to claims in such a way that no claim holds two mentions that are known to be apart.

Takes the mentions of one kind and a judge; gives groups, the pairs that joined them, and the pairs that were refused.

The rule. Pairs that may be joined are taken from the strongest agreement to the weakest, all of one strength at once.
What they connect becomes one group if no two mentions in it are apart. If some are (a is b, b is c, but a and c are
apart), then b fits both and is joined to neither: a guess would make one of the two wrong. What even then connects two
that are apart is joined pair by pair, in the order of ids, as long as nothing that is apart meets. So the order of
documents plays no part, and a chain never joins what its ends keep apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

import networkx

from extract.corpus.compare import Comparison, Judge
from extract.corpus.decisions import Decisions
from extract.corpus.mentions import Mention

Why = Literal["apart", "fits_several", "decision"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A pair that was joined: by a comparison, or by the line of the decisions file that is named."""

    a: str
    b: str
    comparison: Comparison
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair that agrees and was not joined: its groups hold mentions that are apart, or a fits several that are.

    between: two mentions that are apart, by which it was refused.
    """

    a: str
    b: str
    why: Why
    comparison: Comparison
    between: tuple[str, str] | None = None
    decision: int | None = None


@dataclass
class _State:
    """Which group each mention is in, while groups grow."""

    group: list[int]
    members: dict[int, list[int]]
    joined: list[Joined] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    doubtful: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Linked:
    """Groups of places, and what was joined and refused on the way.

    near: pairs of which nothing said that they are one, though their parties agree, each with how many fields do
    """

    groups: tuple[tuple[int, ...], ...]
    joined: tuple[Joined, ...]
    refused: tuple[Refused, ...]
    near: tuple[tuple[int, int, int], ...]


class Linker:
    """Joins the mentions of one kind; `pairs` are the places that are worth comparing."""

    def __init__(self, mentions: Sequence[Mention], judge: Judge, decisions: Decisions) -> None:
        self._mentions, self._judge, self._decisions = mentions, judge, decisions
        self._places = {mention.id: place for place, mention in enumerate(mentions)}
        self._apart = self._decided(decisions.apart)
        self._allowed: set[tuple[int, int]] = set()
        self._met: dict[tuple[int, int, int, int], tuple[int, int] | None] = {}
        self._state = _State(list(range(len(mentions))), {place: [place] for place in range(len(mentions))})

    def link(self, pairs: Iterable[tuple[int, int]]) -> Linked:
        """Groups by the rule above; decisions first."""
        self._join_decided()
        levels: dict[int, list[tuple[int, int]]] = defaultdict(list)
        near: list[tuple[int, int, int]] = []
        for pair in pairs:
            found = self._compared(*pair)
            if found.verdict == "join":
                if pair in self._apart:
                    self._refuse(pair, "decision", decision=self._apart[pair])
                else:
                    levels[found.strength].append(pair)
            elif not self._judge.other_parties(found):
                near.append((*pair, sum(one.answer in ("same", "near") for one in found.results.values())))
        for strength in sorted(levels, reverse=True):
            self._join_level(levels[strength])
        state = self._state
        groups = sorted(tuple(sorted(group)) for group in state.members.values())
        return Linked(tuple(groups), tuple(state.joined), tuple(state.refused), tuple(near))

    def _decided(self, sets: Sequence[tuple[int, tuple[str, ...]]]) -> dict[tuple[int, int], int]:
        """Pairs of places that are decided on, with the line; ids that are not here say nothing."""
        return {
            (min(pair), max(pair)): line
            for line, ids in sets
            for pair in combinations([self._places[id] for id in ids if id in self._places], 2)
        }

    def _join_decided(self) -> None:
        decided = self._decided(self._decisions.together)
        for pair, line in sorted(decided.items()):
            if self._merge(*pair):
                self._join(pair, decision=line)
        for group in self._state.members.values():
            self._allowed.update(combinations(sorted(group), 2))

    def _join_level(self, pairs: Sequence[tuple[int, int]]) -> None:
        """All pairs of one strength; each connected part by itself."""
        state = self._state
        graph = networkx.Graph()
        doubtful = {self._groups_of(pair) for pair in state.doubtful}
        for pair in pairs:
            groups = self._groups_of(pair)
            if groups[0] == groups[1]:
                continue
            if groups in doubtful:
                continue
            met = self._conflict(*groups)
            if met is not None:
                self._refuse(pair, "apart", met)
            elif not graph.has_edge(*groups):
                graph.add_edge(*groups, pair=pair)
        parts = [graph.subgraph(part).copy() for part in networkx.connected_components(graph)]
        for part in sorted(parts, key=min):
            if any(self._conflict(*two) is not None for two in combinations(sorted(part), 2)):
                self._join_part(part)
            else:
                self._join_edges(part, check=False)

    def _join_part(self, graph: Any) -> None:
        """A connected part in which some groups are apart: what fits several of those goes to none of them."""
        fits: list[tuple[int, int, tuple[int, int]]] = []
        for middle in sorted(graph):
            for one, other in combinations(sorted(graph[middle]), 2):
                met = self._conflict(one, other)
                if met is not None:
                    fits += [(middle, one, met), (middle, other, met)]
        for middle, other, met in fits:
            if graph.has_edge(middle, other):
                pair = graph[middle][other]["pair"]
                graph.remove_edge(middle, other)
                self._state.doubtful.add(pair)
                own = pair if self._state.group[pair[0]] == middle else (pair[1], pair[0])
                self._refuse(own, "fits_several", met)
        for part in sorted((graph.subgraph(part) for part in networkx.connected_components(graph)), key=min):
            self._join_edges(part, check=True)

    def _join_edges(self, graph: Any, *, check: bool) -> None:
        for pair in sorted(data["pair"] for _, _, data in graph.edges(data=True)):
            groups = self._groups_of(pair)
            met = self._conflict(*groups) if check and groups[0] != groups[1] else None
            if met is not None:
                self._refuse(pair, "apart", met)
            elif self._merge(*pair):
                self._join(pair)

    def _conflict(self, one: int, other: int) -> tuple[int, int] | None:
        """The first two mentions of two groups that are apart, by decision or comparison; None if none are."""
        ours, theirs = self._state.members[one], self._state.members[other]
        key = (one, other, len(ours), len(theirs))  # groups only grow, so their sizes tell whether they have
        if key not in self._met:
            self._met[key] = self._first_apart(ours, theirs)
        return self._met[key]

    def _first_apart(self, ours: Sequence[int], theirs: Sequence[int]) -> tuple[int, int] | None:
        for a in ours:
            for b in theirs:
                pair = (a, b) if a < b else (b, a)
                if pair in self._apart:
                    return pair
                if pair not in self._allowed and self._judge.verdict(*(self._mentions[one] for one in pair)) == "apart":
                    return pair
        return None

    def _compared(self, a: int, b: int) -> Comparison:
        return self._judge.compare(self._mentions[a], self._mentions[b])

    def _groups_of(self, pair: tuple[int, int]) -> tuple[int, int]:
        one, other = self._state.group[pair[0]], self._state.group[pair[1]]
        return (one, other) if one < other else (other, one)

    def _merge(self, a: int, b: int) -> bool:
        """Whether the two were in different groups; now they are in one, named after its first place."""
        one, other = self._groups_of((a, b))
        if one == other:
            return False
        for place in (moved := self._state.members.pop(other)):
            self._state.group[place] = one
        self._state.members[one] += moved
        return True

    def _join(self, pair: tuple[int, int], decision: int | None = None) -> None:
        a, b = pair
        self._state.joined.append(Joined(self._mentions[a].id, self._mentions[b].id, self._compared(a, b), decision))

    def _refuse(
        self, pair: tuple[int, int], why: Why, met: tuple[int, int] | None = None, decision: int | None = None
    ) -> None:
        a, b = (self._mentions[place].id for place in pair)
        between = None if met is None else (self._mentions[met[0]].id, self._mentions[met[1]].id)
        self._state.refused.append(Refused(a, b, why, self._compared(*pair), between, decision))
