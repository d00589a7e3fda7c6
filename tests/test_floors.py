"""Floors: what falls is named, what rises is written, nothing is lowered without leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UsageError
from extract.floors import Floors, falls, read_floors, update_floors

PINNED = Floors({"f1.all": 0.5, "numbers.right": 3.0}, {"numbers.wrong": 1.0})


@pytest.mark.parametrize(
    "reached, fallen",
    [
        (PINNED, []),
        (Floors({"f1.all": 0.6, "numbers.right": 3.0, "f1.new": 0.0}, {"numbers.wrong": 0.0}), []),
        (Floors({"f1.all": 0.49, "numbers.right": 3.0}, {"numbers.wrong": 1.0}), ["f1.all: 0.49, pinned 0.5"]),
        (Floors({"f1.all": 0.5}, {"numbers.wrong": 1.0}), ["numbers.right: nothing to measure, pinned 3"]),
        (Floors({"f1.all": 0.5, "numbers.right": 3.0}, {"numbers.wrong": 2.0}), ["numbers.wrong: 2, pinned 1"]),
        (Floors({"f1.all": 0.5, "numbers.right": 3.0}, {}), ["numbers.wrong: nothing to measure, pinned 1"]),
    ],
)
def test_falls(reached: Floors, fallen: list[str]) -> None:
    assert [str(one) for one in falls(reached, PINNED)] == fallen


def test_floors_are_raised_but_not_lowered(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert update_floors(path, PINNED) == ()
    assert read_floors(path) == PINNED
    better = Floors({"f1.all": 0.7, "numbers.right": 4.0}, {"numbers.wrong": 0.0})
    assert update_floors(path, better) == ()
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"f1.all: 0.5, pinned 0.7.*--allow-regression"):
        update_floors(path, PINNED)
    assert path.read_bytes() == before
    assert len(update_floors(path, PINNED, allow_regression=True)) == 3
    assert read_floors(path) == PINNED


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"at_least": {}}', '{"at_least": {"a": "b"}, "at_most": {}}', '{"at_least": [], "at_most": {}}'],
)
def test_a_file_that_holds_no_floors_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"floors\.json"):
        read_floors(path)


PINS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.floats(0, 1))
FLOORS = st.builds(Floors, PINS, PINS)


@given(FLOORS, FLOORS)
def test_what_was_reached_never_falls_below_itself_and_a_fall_is_seen_from_one_side_only(
    one: Floors, other: Floors
) -> None:
    assert falls(one, one) == ()
    here, back = (
        {fall.name for fall in falls(*pair) if fall.reached is not None} for pair in ((one, other), (other, one))
    )
    if one.at_most == other.at_most:
        assert not here & back
