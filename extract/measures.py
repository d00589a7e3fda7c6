"""Measures: precision, recall and F1 from counts, each with an interval from a bootstrap over documents.

Takes a `Tally` for each document; gives a `Measure`. A share of nothing is None, never 0 or 1. The bootstrap draws
whole documents, since records of one document stand or fall together; its seed is fixed, so equal counts give equal
intervals. With few documents the intervals are wide and rough.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

SEED = 20_261_125
RESAMPLES = 1_000
LEVEL = 0.95

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tally:
    """right: found and wanted; found: found and either wanted or wrong; due: wanted."""

    right: int = 0
    found: int = 0
    due: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.due + other.due)

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right."""
        return ratio(self.right, self.found)

    @property
    def recall(self) -> float | None:
        """Of what was wanted, the share that was found."""
        return ratio(self.right, self.due)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return ratio(2 * self.right, self.found + self.due)


@dataclass(frozen=True, slots=True)
class Measure:
    """A tally over all documents and the 95 % intervals of its shares; None where a share has none."""

    tally: Tally
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that is right."""
        return self.tally.precision

    @property
    def recall(self) -> float | None:
        """Of what was wanted, the share that was found."""
        return self.tally.recall

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return self.tally.f1


def ratio(part: int, whole: int) -> float | None:
    """part / whole; None for a share of nothing."""
    return part / whole if whole else None


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum."""
    some = tuple(tallies)
    return Tally(sum(one.right for one in some), sum(one.found for one in some), sum(one.due for one in some))


def draws(documents: int, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[tuple[int, ...], ...]:
    """For each resample the places of as many documents, drawn with replacement."""
    chance = random.Random(seed)  # noqa: S311  a bootstrap, no secret
    return tuple(tuple(chance.choices(range(documents), k=documents)) for _ in range(resamples)) if documents else ()


def interval(share: Callable[[Sequence[int]], float | None], drawn: Sequence[Sequence[int]]) -> Interval | None:
    """The middle 95 % of a share over resamples; None if it is None in more than half of them."""
    values = sorted(value for places in drawn if (value := share(places)) is not None)
    if not values or 2 * len(values) < len(drawn):
        return None
    tail = (1 - LEVEL) / 2
    return values[int(tail * len(values))], values[min(len(values) - 1, int((1 - tail) * len(values)))]


def measure(tallies: Sequence[Tally], drawn: Sequence[Sequence[int]]) -> Measure:
    """The tallies of the documents, in document order, as one measure. `drawn`: see `draws`."""
    sums = [total(tallies[place] for place in places) for places in drawn]
    places = [(number,) for number in range(len(sums))]
    return Measure(
        total(tallies),
        interval(lambda one: sums[one[0]].precision, places),
        interval(lambda one: sums[one[0]].recall, places),
        interval(lambda one: sums[one[0]].f1, places),
    )


def difference(ours: Sequence[Tally], theirs: Sequence[Tally], drawn: Sequence[Sequence[int]]) -> Interval | None:
    """The interval of our precision less theirs."""

    def share(places: Sequence[int]) -> float | None:
        one, other = (total(tallies[place] for place in places).precision for tallies in (ours, theirs))
        return None if one is None or other is None else one - other

    return interval(share, drawn)
