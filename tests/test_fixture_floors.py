"""The gate: what the recordings give over the seeds, scored against the gold, stays at or above fixtures/floors.json.

After new recordings, or a change that raises a measure: `make floors`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.batch import run_batch
from extract.floors import falls, measured, read_floors
from extract.gold import read_gold
from extract.kinds import load_kinds
from extract.score import Score, score
from extract.settings import Settings
from extract.store import read_records

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Score:
    out = tmp_path_factory.mktemp("replay") / "run"
    kinds = load_kinds(ROOT)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        run_batch(["seeds"], kinds, Settings(mode="replay", recordings=FIXTURES / "recordings"), out)
    return score(read_records(out), read_gold(FIXTURES / "gold"), kinds)


def test_no_measure_is_below_its_floor(result: Score) -> None:
    fell = falls(measured(result), read_floors(FIXTURES / "floors.json"))
    assert not fell, "; ".join(map(str, fell))


def test_the_gold_is_all_there(result: Score) -> None:
    """What does not depend on the recordings: a gate over half of the gold would be none."""
    assert len(result.documents) == 5
    assert result.main["all"].tally.due == 75
    assert {kind: one.tally.due for kind, one in result.main.items() if kind != "all"} == {
        "loan": 4,
        "statement": 54,
        "treaty": 11,
        "weapons_transfer": 6,
    }
    assert (result.unreviewed, result.unread, result.without_gold) == (0, (), 0)


def test_no_verified_number_is_wrong(result: Score) -> None:
    """The project's first promise, measured against gold."""
    assert result.wrong_verified == ()
