"""Blocking: which pairs of mentions are worth comparing.

Takes the mentions of one kind; gives pairs of places. Two mentions are in one block if they share a party on
each side that both name. In a block of more than `LARGE` only those are compared that may also share a key: every join
has one, so none is lost by it, only near misses of large blocks are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from math import floor, log
from typing import Any

from extract.alike import Comparer
from extract.corpus.mentions import Mention
from extract.fields import KindModel, fields_with
from extract.figures.designations import designation_key
from extract.figures.gazetteer import FAMILIES
from extract.overlap import words
from extract.same import names_in

LARGE = 40
"""Mentions. All pairs of a block of this size are 780 comparisons."""

_BUCKET = log(1.25)
"""Sums that may be the same fall into the same or the next bucket of their logarithm."""


def pairs(mentions: Sequence[Mention], model: type[KindModel]) -> list[tuple[int, int]]:
    """Places of mentions to compare, the lower first, in order, each pair once."""
    assert model.same_event is not None
    whole: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    partial: dict[tuple[Any, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    members = frozenset(fields_with(model, "member"))
    for place, mention in enumerate(mentions):
        parties = [_tokens(mention, names_in((entry,)), members) for entry in model.same_event.parties]
        silent = not all(parties)
        for token in {(number, token) for number, some in enumerate(parties) for token in some}:
            partial[token][0 if silent else 1].append(place)
        if not silent:
            for token in set(product(*parties)):
                whole[token].append(place)
    keys, found = _Keys(model), set[tuple[int, int]]()
    for block in whole.values():
        found.update(_within(block, [], mentions, keys))
    for some, others in partial.values():
        if some:
            found.update(_within(some, others, mentions, keys))
    return sorted(found)


def _within(
    block: Sequence[int], others: Sequence[int], mentions: Sequence[Mention], keys: _Keys
) -> Iterator[tuple[int, int]]:
    """Pairs inside a block, and of it with others; of large blocks those that share a token of a key."""
    if len(block) + len(others) <= LARGE:
        yield from combinations(block, 2)
        yield from ((min(pair), max(pair)) for pair in product(block, others))
        return
    inner: dict[tuple[Any, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, places in enumerate((block, others)):
        for place in places:
            for token in set(keys.tokens(mentions[place])):
                inner[token][which].append(place)
    for some, more in inner.values():
        yield from combinations(some, 2)
        yield from ((min(pair), max(pair)) for pair in product(some, more))


def _tokens(mention: Mention, names: Sequence[str], members: frozenset[str]) -> list[Any]:
    """A code where there is one, else the last word of the name, by which longer and shorter forms meet. Of members
    every two, for sets of which only one member is the same are not of one instrument.
    """
    actors = [actor for name in names for actor in mention.actors[name]]
    single = sorted({actor.code or form.split()[-1] for actor in actors for form in actor.forms if form.split()})
    if len(single) > 1 and members & set(names):
        return list(combinations(single, 2))
    return single


class _Keys:
    """Tokens of which two mentions share one if a key of theirs may agree."""

    def __init__(self, model: type[KindModel]) -> None:
        assert model.same_event is not None
        self._keys = [names_in((entry,)) for entry in model.same_event.keys]
        self._forms = {name: Comparer(model).form(name) for names in self._keys for name in names}

    def tokens(self, mention: Mention) -> Iterator[tuple[Any, ...]]:
        """For each entry the tokens of its field that tells most apart."""
        for names in self._keys:
            name = min(names, key=lambda name: _ORDER.get(self._forms[name], len(_ORDER)))
            yield from ((name, token) for token in self._of(name, mention))

    def _of(self, name: str, mention: Mention) -> Iterable[Any]:
        form, value = self._forms[name], mention.data.get(name)
        if form == "amount":
            return [
                (sum_.currency, bucket + step)
                for sum_ in mention.sums.get(name, ())
                for bucket in {_bucket(sum_.value), _bucket(sum_.high or sum_.value)}
                for step in (0, 1)
            ]
        if form == "dates":
            return [(s.event, *month) for s in mention.steps if s.narrow for month in _months(s.low, s.high)]
        if not value:
            return ()
        if form == "designation":
            found = designation_key(str(value))
            return [FAMILIES.get(found, found)]
        if form in ("quote", "words"):
            run = words(str(value))
            return {run[place : place + 3] for place in range(max(1, len(run) - 2))} | (
                {run[:1]} if len(run) < 3 else set()
            )
        return [str(one) for one in value] if isinstance(value, list) else [_plain(value)]


_ORDER = {"designation": 0, "amount": 1, "dates": 2, "quote": 3, "words": 4, "count": 5}


def _bucket(value: Any) -> int:
    return floor(log(float(value)) / _BUCKET) if value > 0 else 0


def _months(low: Any, high: Any) -> set[tuple[int, int]]:
    return {(low.year, low.month), (high.year, high.month)}


def _plain(value: Any) -> str:
    return str(value.get("value") if isinstance(value, dict) else value)
