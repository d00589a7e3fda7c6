"""Krippendorff's alpha against his own worked examples, and what must hold of it for any data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.agreement import alpha, coincidences


def units(*coders: str) -> list[tuple[Any, ...]]:
    """Units out of one line for each coder; "." is missing, a digit a number."""
    rows = [[None if word == "." else int(word) if word.isdigit() else word for word in row.split()] for row in coders]
    return list(zip(*rows, strict=True))


# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): sections A, B and C to F.
BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    "data, metric, published",
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (MISSING, "nominal", 0.743),
        (MISSING, "ordinal", 0.815),
        (MISSING, "interval", 0.849),
        (MISSING, "ratio", 0.797),
    ],
)
def test_published_examples(data: list[tuple[Any, ...]], metric: Any, published: float) -> None:
    found = alpha(data, metric)
    assert found is not None
    assert round(found, 3) == published


def test_the_published_coincidence_matrix() -> None:
    """Section C: 40 pairable values; the twelfth unit has one value alone and counts for nothing."""
    together = coincidences(MISSING)
    assert sum(together.values()) == pytest.approx(40)
    assert together[1, 1] == pytest.approx(7)
    assert together[1, 2] == pytest.approx(4 / 3)
    assert together[3, 4] == pytest.approx(1 / 3)
    assert together[5, 5] == pytest.approx(3)


@pytest.mark.parametrize(
    "data", [[], [(1,)], [(1, None)], [(None, None)], [("a", "a"), ("a", "a")], [(1, None), (None, 2)]]
)
def test_alpha_of_what_cannot_disagree_is_none(data: list[tuple[Any, ...]]) -> None:
    assert alpha(data) is None


def test_systematic_disagreement_is_below_zero() -> None:
    found = alpha([(0, 1), (1, 0), (0, 1), (1, 0)])
    assert found is not None
    assert found < 0


VALUES = st.one_of(st.none(), st.integers(1, 5))
DATA = st.integers(2, 4).flatmap(lambda coders: st.lists(st.tuples(*[VALUES] * coders), max_size=15))
METRICS = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


@given(DATA, METRICS)
def test_never_above_one_and_one_for_perfect_agreement(data: list[tuple[Any, ...]], metric: Any) -> None:
    found = alpha(data, metric)
    differ = any(len({value for value in unit if value is not None}) > 1 for unit in data)
    if found is not None:
        assert found <= 1
        assert (found == pytest.approx(1)) == (not differ)


@given(DATA, METRICS, st.randoms(use_true_random=False))
def test_order_of_units_and_coders_does_not_matter(data: list[tuple[Any, ...]], metric: Any, chance: Any) -> None:
    shuffled = [tuple(reversed(unit)) for unit in data]
    chance.shuffle(shuffled)
    assert alpha(shuffled, metric) == (None if (found := alpha(data, metric)) is None else pytest.approx(found))


@given(DATA, st.integers(1, 100), st.integers(-100, 100))
def test_interval_alpha_does_not_depend_on_the_scale(data: list[tuple[Any, ...]], factor: int, shift: int) -> None:
    moved = [tuple(None if value is None else value * factor + shift for value in unit) for unit in data]
    found, again = alpha(data, "interval"), alpha(moved, "interval")
    assert again == (None if found is None else pytest.approx(found))
