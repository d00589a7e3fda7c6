"""How a run goes: counts that are right, nothing on stdout, a log that a machine can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Said
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UsageError
from extract.pipeline import KindOutcome, Outcome
from extract.progress import Going, plan_line, progress
from extract.types import Document, Failure, Record

RECORD = Record("0" * 16, "loan", Document("a", "text", "0" * 64), {}, {}, (), {}, ())
DONE = KindOutcome("loan", (RECORD, RECORD), answers=(Said((), "text", "f" * 64),), asked=1)
FAILED = KindOutcome("treaty", failure=Failure("a", "treaty", "timeout", "no answer"), asked=2)
OUTCOME = Outcome(Document("a", "text", "0" * 64), (DONE, FAILED), ())


def no_price(tokens: Any) -> None:
    return None


def test_a_line_says_what_has_come_and_what_is_left() -> None:
    going = Going(total=4, width=8)
    going.add(OUTCOME)
    line = going.line(no_price)
    assert line.startswith("1 of 4 documents, 1 failed, ")
    assert "3 in flight, 100 tokens read (80 cached), 10 written, " in line
    assert line.endswith(" left")
    assert "$" not in line
    assert ", $1.50, " in going.line(lambda tokens: 1.5)
    assert going.kinds() == "loan: 2 records; treaty: 0 records, 1 failed"


@given(st.integers(1, 5), st.integers(1, 300))
def test_no_more_are_in_flight_than_are_left(done: int, width: int) -> None:
    going = Going(total=5, width=width)
    for _ in range(done):
        going.add(OUTCOME)
    assert f", {min(width, 5 - done)} in flight, " in going.line(no_price)


@pytest.mark.parametrize(
    "reasons, line",
    [
        ({"": 8}, "nothing to do: all 8 parts (a document and a kind) stand"),
        ({"new document": 4}, "4 parts of 2 documents to do: 4 new document"),
        ({"": 7980, "new document": 4, "prompt of loan changed": 16},
         "7,980 stand, 20 parts of 2 documents to do: 16 prompt of loan changed, 4 new document"),
    ],
)  # fmt: skip
def test_the_plan_in_a_line(reasons: dict[str, int], line: str) -> None:
    assert plan_line(2, reasons) == line


def test_without_a_terminal_there_is_the_plan_and_no_more_for_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(False, 4) as watch:
        watch.begin(1, {"new document": 2}, "")
        watch.advance(OUTCOME)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "extract: 2 parts of 1 documents to do: 2 new document\n")
    with progress(True, 4) as watch:
        watch.begin(1, {"new document": 2}, "")
        watch.advance(OUTCOME)
    assert capsys.readouterr() == ("", "")


def test_lines_come_now_and_then(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.progress.EVERY", 0.0)
    with progress(False, 4) as watch:
        watch.begin(2, {"new document": 4}, "some 4 requests")
        watch.advance(OUTCOME)
    assert capsys.readouterr().err.splitlines()[1].startswith("extract: 1 of 2 documents, 1 failed, ")


def test_the_log_has_a_line_for_each_part(tmp_path: Path) -> None:
    for _ in range(2):
        with progress(True, 4, tmp_path / "log.jsonl") as watch:
            watch.begin(1, {"new document": 2}, "")
            watch.advance(OUTCOME)
    events = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event.pop("event") for event in events] == ["begin", "part", "part", "end"] * 2
    assert all(event.pop("time") for event in events)
    assert events[0] == {"documents": 1, "parts": {"new document": 2}}
    assert events[1] == {
        "document": "a", "kind": "loan", "state": "records", "records": 2, "reason": None, "requests": 1,
        "prompt_tokens": 100, "cached_tokens": 80, "completion_tokens": 10, "seconds": events[1]["seconds"],
    }  # fmt: skip
    assert (events[2]["state"], events[2]["reason"], events[2]["requests"]) == ("failed", "timeout", 2)
    assert events[3] == {"documents": 1, "failed": 1}


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name another --log"), progress(True, 4, tmp_path / "none" / "log.jsonl"):
        pass
