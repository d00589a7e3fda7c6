"""Blocking: which pairs of mentions are worth comparing.

Takes the mentions of one kind; gives pairs of places. Two mentions are in one block if they share a party. In a block
of more than `LARGE` only those are compared that may also share a key: every join has one, so none is lost by it, only
near misses of large blocks are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import floor, log
from typing import Any

from extract.alike import Comparer
from extract.corpus.mentions import Mention
from extract.fields import KindModel
from extract.figures.designations import designation_key
from extract.figures.gazetteer import FAMILIES
from extract.overlap import words
from extract.same import SameEvent, names_in

LARGE = 40
"""Mentions. All pairs of a block of this size are 780 comparisons."""

_BUCKET = log(1.25)
"""Sums that may be the same fall into the same or the next bucket of their logarithm."""


def pairs(mentions: Sequence[Mention], model: type[KindModel]) -> list[tuple[int, int]]:
    """Places of mentions to compare, the lower first, in order, each pair once."""
    assert model.same_event is not None
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, mention in enumerate(mentions):
        for token in set(_parties(mention, model.same_event)):
            blocks[token].append(place)
    found: set[tuple[int, int]] = set()
    keys = _Keys(model)
    for block in blocks.values():
        if len(block) <= LARGE:
            found.update(combinations(block, 2))
            continue
        inner: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for place in block:
            for token in set(keys.tokens(mentions[place])):
                inner[token].append(place)
        for some in inner.values():
            found.update(combinations(some, 2))
    return sorted(found)


def _parties(mention: Mention, same: SameEvent) -> Iterator[tuple[str, ...]]:
    """A code where there is one, else the last word of the name, by which longer and shorter forms meet."""
    for place, entry in enumerate(same.parties):
        for name in (entry,) if isinstance(entry, str) else entry:
            for forms in mention.forms[name]:
                codes = [form for form in forms if form.isupper()]
                yield from ((str(place), code) for code in codes)
                if not codes:
                    yield from ((str(place), form.split()[-1]) for form in forms if form.split())


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
