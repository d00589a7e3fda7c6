"""Gold out of a review: what scoring reads of it, and the command that writes it and tells how far one is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import LOAN_TEXT, loan, second_loan
from review_runs import desk, document, make_run, sent
from test_cli import call, refused

from extract.batch import run_batch
from extract.gold import read_gold
from extract.kinds import Kind
from extract.measures import Tally
from extract.review import FILE, decided, read
from extract.review import decide as decision
from extract.review.gold import gold_of_review
from extract.runs import open_run
from extract.score import score
from extract.settings import Settings
from extract.store import dumps


@pytest.fixture
def run(tmp_path: Path, kinds: dict[str, Kind]) -> Path:
    return make_run(tmp_path / "run", kinds)


def decide(
    run: Path, kinds: dict[str, Kind], place: int, action: str, why: str = "", by: str = "Ada", **data: Any
) -> None:
    table = desk(run, kinds, by)
    table.decide(sent(table.record(table.seen().records[place]["id"]), action, why, **data))


def gold_of(run: Path, out: Path) -> dict[str, Any]:
    call("review", str(run), "--write-gold", str(out))
    (file,) = out.glob("*.json")
    return dict(json.loads(file.read_text(encoding="utf-8")))


def kept(run: Path, out: Path) -> Path:
    """What a person kept, as a run's records."""
    lines = [json.loads(line) for line in (run / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [dict(one.record) | {"verdict": "verified"} for one in decided(lines, read(run).all) if one.kept]
    out.mkdir()
    (out / "records.jsonl").write_text("".join(dumps(one) + "\n" for one in found), encoding="utf-8")
    return out


def test_gold_of_a_review_is_right_about_the_reviewed_run(run: Path, tmp_path: Path, kinds: dict[str, Kind]) -> None:
    decide(run, kinds, 0, "correct", status="disbursed", lender=["Germany"], dates=[])
    decide(run, kinds, 1, "accept", by="Ben")
    gold = gold_of(run, tmp_path / "gold")
    assert gold["document"] == "week.txt" and gold["reviewed"] is True
    assert [(one["reviewed"], one["reviewed_by"]) for one in gold["records"]] == [(True, "Ada"), (True, "Ben")]
    lines = [json.loads(line) for line in (kept(run, tmp_path / "kept") / "records.jsonl").read_text().splitlines()]
    result = score(lines, read_gold(tmp_path / "gold"), kinds)
    assert (result.main["all"].f1, result.main["all"].tally) == (1.0, Tally(2, 2, 2))
    assert result.exactness["all"]["wrong"] == 0
    assert all(right == graded for counts in result.fields.values() for right, graded in counts.values())
    out, _ = call("score", str(tmp_path / "kept"), "--gold", str(tmp_path / "gold"))
    assert "1.00" in out
    out, _ = call("score", str(run), "--gold", str(tmp_path / "gold"))  # the run itself has the wrong lender and stage
    assert "lender" in out


def test_what_was_rejected_is_a_trap_and_what_waits_does_not_count(
    run: Path, tmp_path: Path, kinds: dict[str, Kind]
) -> None:
    decide(run, kinds, 0, "reject", "only a plan")
    gold = gold_of(run, tmp_path / "gold")
    assert gold["reviewed"] is False
    assert [(one["kind"], one["reason"], one["reviewed_by"]) for one in gold["not_coded"]] == [
        ("loan", "only a plan", "Ada")
    ]
    assert gold["not_coded"][0]["evidence"] in LOAN_TEXT
    assert [one["reviewed"] for one in gold["records"]] == [False]
    decide(run, kinds, 1, "accept")
    read_back = read_gold(next((tmp_path / "gold").glob("*.json")))
    assert read_back.unreviewed == 1 and read_back.unread == ("week.txt",)
    gold_of(run, tmp_path / "later")
    lines = [json.loads(line) for line in (run / "records.jsonl").read_text().splitlines()]
    result = score(lines, read_gold(tmp_path / "later"), kinds)
    assert [(hit.kind, hit.reason) for hit in result.traps] == [("loan", "only a plan")]


def test_words_of_a_kept_record_are_no_trap(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    run = make_run(tmp_path / "run", kinds, loan(), loan(lender=["Belarus"], borrower=["China"]))
    decide(run, kinds, 0, "accept")
    decide(run, kinds, 1, "reject", "the wrong way round")
    gold = gold_of(run, tmp_path / "gold")
    assert gold["not_coded"] == [] and len(gold["records"]) == 1


def test_two_documents_of_one_name_are_two_files(tmp_path: Path, kinds: dict[str, Kind]) -> None:
    first = make_run(tmp_path / "one", kinds)
    second = make_run(tmp_path / "two", kinds, of=document(LOAN_TEXT + "More.\n"))
    lines = [(folder / "records.jsonl").read_text() for folder in (first, second)]
    records = [json.loads(line) for text in lines for line in text.splitlines()]
    reviewed = decided(records, [decision(record, "accept", by="Ada") for record in records])
    files = gold_of_review(reviewed, kinds)
    assert len(files) == 2 and {len(file["records"]) for file in files.values()} == {2}
    assert gold_of_review(reviewed, {}) == {}


def test_gold_is_never_written_over_and_never_of_nothing(run: Path, tmp_path: Path, kinds: dict[str, Kind]) -> None:
    assert "nothing is decided yet" in refused("review", str(run), "--write-gold", str(tmp_path / "gold"))
    decide(run, kinds, 0, "accept")
    gold_of(run, tmp_path / "gold")
    assert "there already" in refused("review", str(run), "--write-gold", str(tmp_path / "gold"))


def test_status(run: Path, kinds: dict[str, Kind]) -> None:
    out, _ = call("review", str(run), "--status")
    assert "0 of 2 records decided, 2 left" in out
    decide(run, kinds, 0, "accept")
    decide(run, kinds, 0, "reject", "no", by="Ben")
    with open(run / FILE, "a") as file:
        file.write('{"half')
    out, _ = call("review", str(run), "--status")
    assert "1 of 2 records decided, 1 left" in out
    assert "Ada accept, Ben reject (the latest counts)" in out
    assert "decisions.jsonl:3: not a whole decision" in out
    (row,) = [line.split() for line in out.splitlines() if line.startswith("loan")]
    assert row == ["loan", "verified", "2", "0", "0", "1", "0", "1"]
    make_run(run, kinds, loan(factuality="claim"), second_loan())
    out, _ = call("review", str(run), "--status")
    rows = [line.split()[-2:] for line in out.splitlines() if line.startswith("loan")]
    assert sum(int(changed) for changed, _ in rows) == 1 and sum(int(left) for _, left in rows) == 2
    assert "0 of 2 records decided, 2 left" in out
    make_run(run, kinds, second_loan())
    out, _ = call("review", str(run), "--status")
    assert "no longer in the run: loan" in out


def test_who_reviews(run: Path, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("USER")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert "--by" in refused("review", str(run), "--status")
    call("review", str(run), "--status", "--by", "Ada")


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    assert "run.json" in refused("review", str(tmp_path), "--status")


def test_decisions_stay_when_the_run_is_made_again(tmp_path: Path, root: Path, kinds: dict[str, Kind]) -> None:
    run, some = tmp_path / "run", {"loan": kinds["loan"], "treaty": kinds["treaty"]}
    seeds = [str(root / "seeds" / f"{name}.md") for name in ("visit-to-minsk", "closer-together")]
    settings = Settings(mode="replay", recordings=root / "fixtures" / "recordings")
    run_batch(seeds[:1], some, settings, run)
    decide(run, kinds, 0, "accept")
    decide(run, kinds, 1, "reject", "no")
    before = (run / FILE).read_bytes()
    run_batch(seeds, some, settings, run)
    assert (run / FILE).read_bytes() == before
    found = decided(open_run(run).records(), read(run).all)
    assert sorted(one.state for one in found if one.is_decided) == ["accepted", "rejected"]
