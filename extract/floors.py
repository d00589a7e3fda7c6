"""Floors: pinned measures below which a run must not fall, and ceilings for what must not grow.

Takes a score and the floors of a JSON file; gives the measures that fell. Floors are written from a score and never
lowered without leave. Of ceilings ("at_most") the same holds the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.errors import UsageError
from extract.gold import read_json
from extract.score import Score

_TINY = 1e-9
"""Floats that differ by less are equal."""


@dataclass(frozen=True, slots=True)
class Floors:
    """at_least: measures by name that must be reached; at_most: counts by name that must not be passed."""

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure on the wrong side of its pin. `reached` is None where there is nothing to measure any more."""

    name: str
    pinned: float
    reached: float | None

    def __str__(self) -> str:
        reached = "nothing to measure" if self.reached is None else f"{self.reached:.4g}"
        return f"{self.name}: {reached}, pinned {self.pinned:.4g}"


def measured(score: Score) -> Floors:
    """What a score pins: F1 by kind, precision and recall over all, right numbers, located quotes, verified precision;
    and at most: wrong and missing numbers, wrong verified numbers, verified trap hits.
    """
    over_all, exact = score.main["all"], score.exactness["all"]
    located, given = score.quotes.get("not_rejected", (0, 0))
    shares = {
        **{f"f1.{kind}": one.f1 for kind, one in score.main.items()},
        "precision.all": over_all.precision,
        "recall.all": over_all.recall,
        "verified.precision": score.verdicts.verified.precision,
        "verified.share_of_right": score.verdicts.share,
        "numbers.right": float(exact["right"]),
        "quotes.located": located / given if given else None,
    }
    counts = {
        "numbers.wrong": float(exact["wrong"]),
        "numbers.wrong_verified": float(len(score.wrong_verified)),
        "traps.verified": float(len({one.record for one in score.traps if one.verdict == "verified"})),
    }
    return Floors({name: round(share, 6) for name, share in shares.items() if share is not None}, counts)


def read_floors(path: Path) -> Floors:
    """The floors of a file. Raises UsageError for a file that is none."""
    data = read_json(path)
    try:
        parts = [{str(name): float(pin) for name, pin in data[part].items()} for part in ("at_least", "at_most")]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f'no floors ({error!r}); a floors file has "at_least" and "at_most", names with numbers'
        raise UsageError(f"{path}: {what}; write one with --update-floors") from error
    return Floors(*parts)


def falls(reached: Floors, pinned: Floors) -> tuple[Fall, ...]:
    """The pinned measures that were not reached, floors first, by name."""
    low = (
        Fall(name, pin, reached.at_least.get(name))
        for name, pin in sorted(pinned.at_least.items())
        if reached.at_least.get(name, -1.0) < pin - _TINY
    )
    high = (
        Fall(name, pin, reached.at_most.get(name))
        for name, pin in sorted(pinned.at_most.items())
        if reached.at_most.get(name, float("inf")) > pin + _TINY
    )
    return (*low, *high)


def update_floors(path: Path, reached: Floors, *, allow_regression: bool = False) -> tuple[Fall, ...]:
    """Writes what was reached as the floors; gives what thereby fell, which needs `allow_regression`.

    Raises UsageError, naming each, where something would fall and no leave is given; the file then stays.
    """
    fell = falls(reached, read_floors(path)) if path.exists() else ()
    if fell and not allow_regression:
        listed = "; ".join(map(str, fell))
        raise UsageError(f"{path}: these would be lowered: {listed}; mend the run, or give --allow-regression")
    data = {"at_least": dict(sorted(reached.at_least.items())), "at_most": dict(sorted(reached.at_most.items()))}
    try:
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error
    return fell
