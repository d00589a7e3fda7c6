"""A batch: recorded, replayed, stopped half-way; the run folder says what was done, and its counts add up."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from conftest import LOAN_TEXT, Endpoint, answer, loan, second_loan

from extract.batch import Done, Interrupted, Watch, lay_out, run_batch, try_document
from extract.database import LOCK
from extract.errors import EndpointError, RecordingMissing, UsageError
from extract.kinds import Kind, load_kinds, published_schema
from extract.plan import REPLAYED
from extract.runs import DATABASE
from extract.settings import Settings
from extract.store import FILES
from extract.validate import faults

BASE = "http://models.example/v1"
KEY = "sk-very-secret-0123456789"


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def manifest(out: Path) -> Any:
    return json.loads((out / "run.json").read_text(encoding="utf-8"))


def loans(kind: str, messages: str) -> str:
    """Two loans wherever the text of the loans is, nothing else anywhere."""
    return answer(loan(), second_loan()) if kind == "loan" and LOAN_TEXT in messages else answer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents, in the order in which a folder is read."""
    found = tmp_path / "documents"
    found.mkdir()
    for name, text in {"a": LOAN_TEXT, "b": "Nothing of note.", "c": f"{LOAN_TEXT}\nAnd more."}.items():
        (found / f"{name}.txt").write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def record(tmp_path: Path) -> Settings:
    return Settings(
        method="document", model="m1", base_url=BASE, mode="record", recordings=tmp_path / "recordings", concurrency=1
    )


@pytest.fixture
def replay(record: Settings) -> Settings:
    return replace(record, mode="replay")


@pytest.fixture
def recorded(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint, tmp_path: Path
) -> Sequence[Path]:
    """The recordings of a whole run over the folder."""
    endpoint.reply = loans
    done = run_batch([str(folder)], kinds, record, tmp_path / "first", api_key=KEY)
    assert done.stopped is None
    endpoint.reply = lambda kind, messages: AssertionError("replay asks nobody")
    files = sorted((tmp_path / "recordings").iterdir())
    assert len(files) == 12, "three documents, four kinds"
    return files


def adds_up(out: Path) -> dict[str, Any]:
    """The counts of run.json, after it is seen that they agree with one another and with the other files."""
    run = manifest(out)
    counts = run["counts"]
    assert counts["documents"] * counts["kinds"] == counts["done"] + counts["failed"] + counts["not_begun"]
    states = lines(out / "outcomes.jsonl")
    assert len(states) == counts["done"] + counts["failed"]
    assert len({(state["document"], state["kind"]) for state in states}) == len(states), "one state each"
    assert counts["failed"] == sum(state["state"] == "failed" for state in states)
    records = lines(out / "records.jsonl")
    assert len(records) == sum(state["records"] for state in states)
    assert len(records) == sum(sum(verdicts.values()) for verdicts in counts["records"].values())
    assert counts["requests"] == sum(state["requests"] for state in states)
    assert len(lines(out / "failures.jsonl")) == counts["failed"] + counts["unread"]
    assert run["complete"] is (run["stopped"] is None)
    assert isinstance(counts, dict)
    return counts


# A whole run


def test_a_replay_gives_what_the_recording_gave(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    done = run_batch([str(folder)], kinds, replay, tmp_path / "second")
    assert done.stopped is None
    assert len(done.records) == 4
    assert done.summary == "3 of 3 documents, 4 records: 4 verified, 0 flagged, 0 rejected; 0 failures"
    for name in ("records.jsonl", "failures.jsonl", "unclaimed.jsonl"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    run_batch([str(folder)], kinds, replay, tmp_path / "third")
    assert (tmp_path / "third" / "records.jsonl").read_bytes() == (tmp_path / "second" / "records.jsonl").read_bytes()
    assert (tmp_path / "third" / "records.jsonl").read_bytes()


def test_the_run_folder(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    run_batch([str(folder)], kinds, replay, out)
    assert sorted(path.name for path in out.iterdir()) == sorted([*FILES, DATABASE, LOCK])
    counts = adds_up(out)
    assert counts == {
        "documents": 3, "unread": 0, "kinds": 4, "done": 12, "failed": 0, "not_begun": 0,
        "records": {"loan": {"verified": 4, "flagged": 0, "rejected": 0}},
        "requests": 12, "put_right_by_reask": 0, "numbers_corrected": 0,
        "tokens": {"prompt_tokens": 1200, "cached_tokens": 960, "completion_tokens": 120},
    }  # fmt: skip
    run = manifest(out)
    assert (run["contract"], run["complete"], run["stopped"]) == ("extract/1", True, None)
    assert run["settings"]["model"] == "m1"
    assert run["settings"]["endpoint"] == BASE
    assert run["kinds"]["loan"]["schema"] == kinds["loan"].schema_sha256
    assert set(run["versions"]) >= {"extract", "python", "pydantic", "instructor", "openai"}
    keys = [key for state in lines(out / "outcomes.jsonl") for key in state["recordings"]]
    assert sorted(f"{key[:16]}.json" for key in keys) == [path.name for path in recorded], "every recording is used"
    schemas = {kind.name: published_schema(kind) for kind in kinds.values()}
    assert list(faults((out / "records.jsonl").read_text(encoding="utf-8").splitlines(), schemas)) == []
    unclaimed = {(line["document"], line["as_written"]) for line in lines(out / "unclaimed.jsonl")}
    assert unclaimed == {("a", "7 percent"), ("c", "7 percent")}


def test_what_is_said_along_the_way(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    said: list[object] = []
    watch = Watch(
        lambda documents, reasons, estimate: said.append((documents, dict(reasons), estimate)),
        lambda o: said.append(o.document.id),
    )
    run_batch([str(folder)], kinds, replay, tmp_path / "run", watch=watch)
    assert said == [(3, {REPLAYED: 12}, ""), "a", "b", "c"]


def test_the_key_is_in_no_file(recorded: Sequence[Path], tmp_path: Path, endpoint: Endpoint) -> None:
    assert {request.headers["authorization"] for request in endpoint.requests} == {f"Bearer {KEY}"}
    for path in [*recorded, *(tmp_path / "first").iterdir()]:
        assert KEY.encode() not in path.read_bytes()


def test_reasks_are_recorded_and_replayed(
    folder: Path, kinds: dict[str, Kind], record: Settings, replay: Settings, endpoint: Endpoint, tmp_path: Path
) -> None:
    wrong = loan(lender=["Atlantis"])
    endpoint.reply = lambda kind, messages: answer(loan() if "disagree with the document" in messages else wrong)
    one = {"loan": kinds["loan"]}
    for settings, out in ((record, "first"), (replay, "second")):
        done = run_batch([str(folder / "a.txt")], one, settings, tmp_path / out)
        assert [found["verdict"] for found in done.records] == ["verified"]
        counts = adds_up(tmp_path / out)
        assert (counts["requests"], counts["put_right_by_reask"], counts["tokens"]["prompt_tokens"]) == (2, 1, 200)
    assert (tmp_path / "first" / "records.jsonl").read_bytes() == (tmp_path / "second" / "records.jsonl").read_bytes()


def test_numbers_that_code_put_right_are_counted(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.reply = lambda kind, messages: answer(loan(amount={**loan()["amount"], "value": 2.4}))
    done = run_batch([str(folder / "a.txt")], {"loan": kinds["loan"]}, record, tmp_path / "run")
    assert [found["verdict"] for found in done.records] == ["flagged"]
    assert adds_up(tmp_path / "run")["numbers_corrected"] == 1


def test_a_full_list_is_said(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint, tmp_path: Path
) -> None:
    endpoint.reply = lambda kind, messages: answer(*[loan()] * kinds["loan"].prompt.max_records)
    done = run_batch([str(folder / "a.txt")], {"loan": kinds["loan"]}, record, tmp_path / "run")
    assert done.summary.splitlines()[1] == "the list was full, there may be more records: a/loan"
    assert lines(tmp_path / "run" / "outcomes.jsonl")[0]["list_full"] is True


def test_only_the_first_documents(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    done = run_batch([str(folder)], kinds, replay, tmp_path / "run", limit=2)
    assert [record["document"]["id"] for record in done.records] == ["a", "a"]
    counts = adds_up(tmp_path / "run")
    assert (counts["documents"], counts["done"], counts["not_begun"]) == (2, 8, 0)


# Failures


def test_a_kind_that_fails_is_a_failure_and_the_others_go_on(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint, tmp_path: Path
) -> None:
    def reply(kind: str, messages: str) -> str | httpx2.Response:
        if kind == "treaty" and "Nothing of note" in messages:
            return "no JSON at all"
        if kind == "statement":
            return httpx2.Response(400, json={"error": {"message": "I will not"}})
        return loans(kind, messages)

    endpoint.reply = reply
    done = run_batch([str(folder)], kinds, record, tmp_path / "run")
    assert done.stopped is None
    assert [(f.document, f.kind, f.reason) for f in done.failures] == [
        ("a", "statement", "bad_request"),
        ("b", "statement", "bad_request"),
        ("b", "treaty", "malformed"),
        ("c", "statement", "bad_request"),
    ]
    assert len(done.records) == 4
    counts = adds_up(tmp_path / "run")
    assert (counts["done"], counts["failed"], counts["requests"]) == (8, 4, 13), "the malformed one was asked again"
    written = lines(tmp_path / "run" / "failures.jsonl")
    assert [line["reason"] for line in written] == [failure.reason for failure in done.failures]
    assert len(written[2]["recording"]) == 64


def test_documents_that_cannot_be_read_are_failures_and_the_others_go_on(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    (folder / "0-empty.txt").write_text(" \n", encoding="utf-8")
    (folder / "d-binary.txt").write_bytes(b"\0\1\2\3")
    (folder / "e-long.txt").write_text("word " * 60, encoding="utf-8")
    missing = str(folder / "missing.txt")
    done = run_batch([str(folder), missing], kinds, replace(replay, max_chars=250), tmp_path / "run")
    assert [failure.reason for failure in done.failures] == ["empty", "binary", "too_long", "not_found"]
    assert all(failure.kind is None for failure in done.failures)
    assert len(done.records) == 4
    counts = adds_up(tmp_path / "run")
    assert (counts["documents"], counts["unread"], counts["failed"]) == (3, 4, 0)


def test_only_unreadable_documents_are_still_a_run(kinds: dict[str, Kind], replay: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "recordings").mkdir()
    done = run_batch([str(tmp_path / "empty.txt")], kinds, replay, tmp_path / "run")
    assert [failure.reason for failure in done.failures] == ["empty"]
    assert done.stopped is None
    assert adds_up(tmp_path / "run")["documents"] == 0


def test_names_that_all_lead_nowhere_are_a_slip_of_the_user(
    kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"missing\.txt"):
        run_batch([str(tmp_path / "missing.txt")], kinds, replay, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_folder_of_other_things_is_refused_before_anybody_is_asked(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint
) -> None:
    with pytest.raises(UsageError, match="no run wrote"):
        run_batch([str(folder)], kinds, record, folder)
    assert endpoint.requests == []


# Runs that stop half-way


def half(done: Done, out: Path) -> None:
    """The first document is done and written, the others are said to be open."""
    assert [record["document"]["id"] for record in done.records] == ["a", "a"]
    assert done.summary.startswith("1 of 3 documents, 2 records")
    counts = adds_up(out)
    assert (counts["documents"], counts["done"], counts["not_begun"]) == (3, 4, 8)
    assert len(lines(out / "records.jsonl")) == 2
    assert manifest(out)["stopped"] == str(done.stopped)


def test_a_missing_recording_stops_the_run(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    lost = [state for state in lines(tmp_path / "first" / "outcomes.jsonl") if state["document"] == "b"][1][
        "recordings"
    ]
    (tmp_path / "recordings" / f"{lost[0][:16]}.json").unlink()
    done = run_batch([str(folder)], kinds, replay, tmp_path / "run")
    assert isinstance(done.stopped, RecordingMissing)
    assert "kind statement" in str(done.stopped)
    half(done, tmp_path / "run")


def test_an_endpoint_that_goes_away_stops_the_run(
    folder: Path, kinds: dict[str, Kind], record: Settings, endpoint: Endpoint, tmp_path: Path
) -> None:
    def reply(kind: str, messages: str) -> str | Exception:
        return httpx2.ConnectError("refused") if "Nothing of note" in messages else loans(kind, messages)

    endpoint.reply = reply
    done = run_batch([str(folder)], kinds, replace(record, retries=0), tmp_path / "run")
    assert isinstance(done.stopped, EndpointError)
    half(done, tmp_path / "run")
    endpoint.reply = loans
    before = len(endpoint.requests)
    again = run_batch([str(folder)], kinds, record, tmp_path / "run")
    assert again.stopped is None
    assert len(endpoint.requests) - before == 8, "what is recorded is not asked for again"


@pytest.fixture
def interrupting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replies as usual until Ctrl-C comes; that works here even where the tests run in the background."""
    monkeypatch.setattr("extract.model.Network", lambda: Interrupting(loans))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Interrupting(Endpoint):
    """Gets the process a Ctrl-C when the second document comes, and does not answer it."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if b"Nothing of note" in request.content:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.Event().wait()
        return await super().handle_async_request(request)


def test_an_interrupted_run_writes_what_is_done(
    folder: Path, kinds: dict[str, Kind], record: Settings, interrupting: None, tmp_path: Path
) -> None:
    done = run_batch([str(folder)], kinds, record, tmp_path / "run")
    assert isinstance(done.stopped, Interrupted)
    assert done.stopped.exit_code == 130
    assert "what was answered is kept" in str(done.stopped)
    half(done, tmp_path / "run")


def test_a_run_interrupted_at_once_says_so(
    folder: Path, kinds: dict[str, Kind], record: Settings, interrupting: None, tmp_path: Path
) -> None:
    with pytest.raises(Interrupted, match="no document was done yet"):
        run_batch([str(folder / "b.txt")], kinds, record, tmp_path / "run")
    assert not (tmp_path / "run" / "records.jsonl").exists()


def test_a_former_run_outlives_one_that_comes_to_nothing(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings, tmp_path: Path
) -> None:
    before = (tmp_path / "first" / "records.jsonl").read_bytes()
    with pytest.raises(RecordingMissing):
        run_batch([str(folder)], kinds, replace(replay, model="m2"), tmp_path / "first")
    assert (tmp_path / "first" / "records.jsonl").read_bytes() == before


def test_a_fault_of_the_program_loses_nothing_that_was_done(
    recorded: Sequence[Path],
    folder: Path,
    kinds: dict[str, Kind],
    replay: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    from extract.pipeline import unclaimed

    def faulty(figures: Any, claimed: Any) -> Any:
        if not figures:
            raise RuntimeError("a slip")
        return unclaimed(figures, claimed)

    monkeypatch.setattr("extract.pipeline.unclaimed", faulty)
    with pytest.raises(RuntimeError, match="a slip"):
        run_batch([str(folder)], kinds, replay, tmp_path / "run")
    assert len(lines(tmp_path / "run" / "records.jsonl")) == 2
    assert adds_up(tmp_path / "run")["not_begun"] == 8
    assert manifest(tmp_path / "run")["complete"] is False


# One document


def test_one_document_and_kind(
    recorded: Sequence[Path], folder: Path, kinds: dict[str, Kind], replay: Settings
) -> None:
    prompt, outcome = try_document(str(folder / "a.txt"), kinds["loan"], replay)
    assert LOAN_TEXT in prompt.messages[1]["content"]
    assert [record.verdict for record in outcome.records] == ["verified", "verified"]


@pytest.mark.parametrize("name, words", [("missing.txt", "missing.txt: "), ("", "3 documents; give one")])
def test_one_document_is_one(folder: Path, kinds: dict[str, Kind], replay: Settings, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        try_document(str(folder / name), kinds["loan"], replay)


# A project of one's own


def test_a_project_is_laid_out(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "fixtures" / "recordings").mkdir(parents=True)
    (project / "fixtures" / "recordings" / "0.json").write_text("{}", encoding="utf-8")
    (project / "schemas" / "__pycache__").mkdir()
    (project / "schemas" / "__pycache__" / "visit.pyc").write_bytes(b"")
    (project / "notes.txt").write_text("not part of it", encoding="utf-8")
    monkeypatch.chdir(project)
    for new in (tmp_path / "deep" / "copy", tmp_path / "empty"):
        if new.name == "empty":
            new.mkdir()
        lay_out(new)
        files = sorted(str(path.relative_to(new)) for path in new.rglob("*") if path.is_file())
        assert files == ["fixtures/recordings/0.json", "prompts/visit.md", "schemas/visit.py"]
        assert list(load_kinds(new)) == ["visit"]


def test_the_bundled_project_is_laid_out_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(Path("demo"))
    assert list(load_kinds(tmp_path / "demo")) == ["loan", "statement", "treaty", "weapons_transfer"]
    assert list((tmp_path / "demo" / "seeds").iterdir())


def test_nothing_is_laid_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    for taken in (tmp_path / "full", tmp_path / "full" / "mine.txt"):
        with pytest.raises(UsageError, match="name a new folder"):
            lay_out(taken)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_hold_a_project(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        lay_out(tmp_path / "file" / "demo")
