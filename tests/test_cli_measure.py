"""The commands that measure: what they print, write and exit with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import call
from test_gold_files import gold_file, gold_record, run_of
from test_score import GAVE, line


@pytest.fixture
def gold(tmp_path: Path) -> str:
    return str(gold_file(tmp_path / "gold", gold_record(), gold_record("b", GAVE, amount=None)))


@pytest.fixture
def run(tmp_path: Path) -> str:
    return str(run_of(tmp_path / "run", line("verified"), line("flagged", "Nobody lent anybody anything at all.")))


def test_score(run: str, gold: str, tmp_path: Path) -> None:
    out, _ = call("score", run, "--gold", gold, "--kind", "loan", "--json", str(tmp_path / "score.json"))
    assert "0.50 [0.50, 0.50]" in out
    assert "wrong numbers in verified records: none" in out
    assert json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))["rows"]["not_rejected"]["all"]["f1"] == 0.5


def test_score_names_what_is_wrong_and_missed_when_asked(run: str, gold: str) -> None:
    out, _ = call("score", run, "--gold", gold)
    assert "missed" not in out
    out, _ = call("score", run, "--gold", gold, "--list")
    assert f"missed loan b in paper.md: {GAVE}" in out


def test_what_a_document_says_is_shown_safely(tmp_path: Path, gold: str) -> None:
    evil = run_of(
        tmp_path / "evil", line("verified", amount={"text": "\x1b[31m[/red]", "value": 1, "currency": "\x1b[0m"})
    )
    out, _ = call("score", str(evil), "--gold", gold)
    assert "\x1b" not in out
    assert "wrong numbers in verified records: 1" in out


def test_the_gate(run: str, gold: str, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    call("score", run, "--gold", gold, "--gate", str(floors), "--update-floors")
    call("score", run, "--gold", gold, "--gate", str(floors))
    empty = str(run_of(tmp_path / "empty"))
    _, err = call("score", empty, "--gold", gold, "--gate", str(floors), code=1)
    assert "below its floor: f1.all: 0, pinned 0.5" in err
    _, err = call("score", empty, "--gold", gold, "--gate", str(floors), "--update-floors", code=2)
    assert "--allow-regression" in err
    call("score", empty, "--gold", gold, "--gate", str(floors), "--update-floors", "--allow-regression")
    call("score", empty, "--gold", gold, "--gate", str(floors))


@pytest.mark.parametrize(
    "text, message",
    [
        ("{", "records.jsonl:1: not JSON"),
        ("\n[]\n", "records.jsonl:2: no record"),
        ('{"id": 1}', "no record: it lacks"),
    ],
)
def test_a_file_that_is_no_run(tmp_path: Path, gold: str, text: str, message: str) -> None:
    (tmp_path / "records.jsonl").write_text(text, encoding="utf-8")
    _, err = call("score", str(tmp_path), "--gold", gold, code=2)
    assert message in err


def test_faults_of_use(run: str, gold: str, tmp_path: Path) -> None:
    for args, message in [
        (["score", run, "--gold", gold, "--update-floors"], "--gate"),
        (["score", run, "--gold", gold, "--kind", "lone"], "no kind 'lone'"),
        (["score", run, "--gold", str(tmp_path / "nowhere")], "nowhere"),
        (["score", run, "--gold", gold, "--json", str(tmp_path)], "cannot be written"),
        (["agree", run], "two sources"),
        (["agree", run, str(tmp_path / "nowhere")], "nowhere: not there"),
        (["gold", "confirm", f"{gold}/paper.json", "--by", "Ann"], "--id"),
        (["gold", "confirm", f"{gold}/paper.json", "--by", "Ann", "--all", "--id", "a"], "--id"),
        (["gold", "confirm", run, "--by", "Ann", "--all"], "cannot be read"),
    ]:
        _, err = call(*args, code=2)
        assert message in err
        assert err.startswith("extract: ")


def test_agree(run: str, gold: str, tmp_path: Path) -> None:
    out, _ = call("agree", run, gold, gold, "--kind", "loan", "--json", str(tmp_path / "agree.json"))
    assert "2 2 2" in out
    assert json.loads((tmp_path / "agree.json").read_text(encoding="utf-8"))[0]["shared"] == 1


def test_propose_confirm_merge(run: str, gold: str, tmp_path: Path) -> None:
    out, _ = call("gold", "propose", run, "--out", str(tmp_path / "new"))
    assert out.strip() == str(tmp_path / "new" / "paper.json")
    out, _ = call("score", run, "--gold", str(tmp_path / "new"))
    assert "not counted: 2 gold records that nobody has confirmed" in out
    out, _ = call("gold", "confirm", out_path := str(tmp_path / "new" / "paper.json"), "--all", "--by", "Ann")
    assert out == f"{out_path}: 2 confirmed by Ann\n"
    out, _ = call("gold", "merge", gold, str(tmp_path / "new"), "--out", str(tmp_path / "both"))
    assert "(record)" in out
    assert "1 files in" in out
    assert (tmp_path / "both" / "paper.json").exists()
