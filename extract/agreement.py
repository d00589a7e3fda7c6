"""Agreement beyond chance: Krippendorff's alpha for nominal, ordinal, interval and ratio values.

Takes units, each with one value a coder and None where a coder gave none; gives alpha, or None where it is not
defined. After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked examples are the
tests. 1 is perfect agreement, 0 what chance gives, less than 0 systematic disagreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations
from typing import Any, Literal

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Distance = Callable[[Any, Any], float]


def alpha(units: Iterable[Sequence[Any]], metric: Metric = "nominal") -> float | None:
    """Krippendorff's alpha over units of values by coder, None for missing.

    metric  nominal: values are equal or not (any hashable); the others take numbers: ordinal their ranks, interval
            their differences, ratio their differences in proportion to their sums (none below 0)

    None where no unit has two values, or where all values are one and the same: nothing could have disagreed.
    """
    together = coincidences(units)
    counts: dict[Any, float] = defaultdict(float)
    for (value, _), weight in together.items():
        counts[value] += weight
    total = sum(counts.values())
    distance = _distance(metric, counts)
    expected = sum(counts[a] * counts[b] * distance(a, b) for a, b in permutations(counts, 2))
    if total <= 1 or not expected:
        return None
    observed = sum(weight * distance(a, b) for (a, b), weight in together.items())
    return 1 - (total - 1) * observed / expected


def coincidences(units: Iterable[Sequence[Any]]) -> dict[tuple[Any, Any], float]:
    """How often two values met in a unit: every ordered pair of two coders' values, weighted by 1 / (values - 1)."""
    together: dict[tuple[Any, Any], float] = defaultdict(float)
    for unit in units:
        values = [value for value in unit if value is not None]
        for a, b in permutations(range(len(values)), 2):
            together[values[a], values[b]] += 1 / (len(values) - 1)
    return together


def _distance(metric: Metric, counts: Mapping[Any, float]) -> Distance:
    """The squared distance between two values."""

    def ordinal(a: Any, b: Any) -> float:
        between = sum(weight for value, weight in counts.items() if min(a, b) <= value <= max(a, b))
        return float((between - (counts[a] + counts[b]) / 2) ** 2)

    distances: dict[Metric, Distance] = {
        "nominal": lambda a, b: float(a != b),
        "ordinal": ordinal,
        "interval": lambda a, b: float((a - b) ** 2),
        "ratio": lambda a, b: float(((a - b) / (a + b)) ** 2) if a != b else 0.0,
    }
    return distances[metric]
