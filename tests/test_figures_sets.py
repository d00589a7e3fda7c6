"""The marked sentences: the finder does not fall below what it reached on them, and the scorer can tell.

The floors of all sentences are the bars that the finder was built for; those of the half kept aside lie a little under
what was reached there. What is reached stands in `benchmarks/figures/README.md`.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks" / "figures"
ALL = {"money": 0.97, "percent": 0.98, "count": 0.93, "date": 0.93, "designation": 0.95, "duration": 0.98,
       "ordinal": 0.95, "number": 0.93, "reference": 0.92}  # fmt: skip
ASIDE = {"money": 0.97, "percent": 0.97, "count": 0.96, "date": 0.95, "designation": 0.9, "duration": 0.98,
         "ordinal": 0.95, "number": 0.88, "reference": 0.88}  # fmt: skip
LINE = "On ⟦Monday¦date¦¦2023-06-12⟧ Minsk got ⟦$2-3 billion¦money¦2e9..3e9¦USD⟧ and ⟦two¦count¦2¦tanks⟧ tanks."


def _load(name: str) -> ModuleType:
    """A module of the benchmark, which is no package."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


marked = _load("marked")
_load("rivals")
compare = _load("compare")
HALVES = {
    half: [one for path in sorted((FOLDER / "sets").glob(f"{half}-*.txt")) for one in marked.read_set(path)]
    for half in ("dev", "test")
}


def test_both_halves_are_there() -> None:
    assert len(HALVES["dev"]) >= 300
    assert len(HALVES["test"]) >= 300
    assert not {one.text for one in HALVES["dev"]} & {one.text for one in HALVES["test"]}


@pytest.mark.parametrize(
    ("sentences", "floors"), [([*HALVES["dev"], *HALVES["test"]], ALL), (HALVES["test"], ASIDE)], ids=["all", "aside"]
)
def test_the_finder_stays_above_its_floors(sentences: list[object], floors: dict[str, float]) -> None:
    reached = {kind: tally.f1 for kind, tally in marked.tally(sentences, compare.ours).items()}
    assert {kind: f1 for kind, f1 in reached.items() if f1 < floors[kind]} == {}


def test_every_mark_of_the_sets_is_well_formed() -> None:
    for sentence in (*HALVES["dev"], *HALVES["test"]):
        for figure in sentence.figures:
            assert 0 <= figure.start < figure.end <= len(sentence.text), sentence.place
            if figure.kind in ("money", "percent", "count", "duration", "number", "ordinal"):
                assert figure.low is not None, sentence.place
            if figure.kind in ("money", "percent", "count", "duration", "date", "designation"):
                assert figure.unit, sentence.place


def test_a_marked_line_is_read_with_its_offsets() -> None:
    (sentence,) = [marked._sentence("a:1", "plain", LINE)]
    assert sentence.text == "On Monday Minsk got $2-3 billion and two tanks."
    assert [sentence.text[one.start : one.end] for one in sentence.figures] == ["Monday", "$2-3 billion", "two"]
    assert [(one.low, one.high, one.unit) for one in sentence.figures][1:] == [(2e9, 3e9, "USD"), (2, None, "tanks")]


@pytest.mark.parametrize(
    "line", ["a ⟦b¦money¦1⟧", "a ⟦b¦coins¦1¦USD⟧", "a ⟦b¦money¦x¦USD⟧", "a ¦ b", "a ⟦b¦money¦1¦USD"]
)
def test_a_mark_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=re.compile("a:1|could not convert")):
        marked._sentence("a:1", "plain", line)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, 1), ({"kind": "percent"}, 0), ({"low": 2e6}, 0), ({"high": None}, 0), ({"unit": "EUR"}, 0),
        ({"start": 0, "end": 6}, 0), ({"start": 24, "end": 26}, 1),
    ],
)  # fmt: skip
def test_a_figure_counts_only_with_kind_place_values_and_unit(change: dict[str, object], right: int) -> None:
    sentence = marked._sentence("a:1", "plain", LINE)
    gold = sentence.figures[1]
    fields = {name: getattr(gold, name) for name in ("kind", "start", "end", "low", "high", "unit")} | change
    counts = marked.tally([sentence], lambda text: [marked.Marked(**fields)])
    assert counts["money"].right == right
    assert sum(tally.found for tally in counts.values()) == 1
    assert sum(tally.wanted for tally in counts.values()) == 3


def test_one_found_figure_meets_one_marked_figure_only() -> None:
    twice = marked._sentence("a:1", "plain", "⟦5¦number¦5¦⟧ or ⟦5¦number¦5¦⟧")
    both = marked.Marked("number", 0, 6, 5.0, None, "")
    counts = marked.tally([twice], lambda text: [both])
    assert (counts["number"].right, counts["number"].found, counts["number"].wanted) == (1, 1, 2)
    assert counts["number"].precision == 1.0
    assert counts["number"].recall == 0.5
    assert counts["number"].f1 == pytest.approx(2 / 3)
