"""An endpoint that fails in every way: each document and kind ends complete or as a named failure, no good answer is
asked for twice, and the run ends.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openai
import pytest
from conftest import answer
from loopback import Loopback

from extract import pipeline
from extract.batch import run_batch
from extract.budget import BudgetReached
from extract.errors import EndpointError
from extract.kinds import Kind
from extract.runs import open_run
from extract.settings import Settings
from extract.status import status

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
NAMED = {"timeout", "rate_limited", "server_error", "malformed", "schema_violation", "empty_reply", "bad_request"}
PASSING = ["429", "429 after", "500", "503 page", "reset", "short"]
ANY = [*PASSING, "malformed", "schema", "page", "empty", "error in 200", "odd type"]
SLOW = ["hang", "drip"]
"""Faults that only a timeout ends: nobody else may be asked under a short one, for a busy machine is slow too."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client's waits between tries, shortened: it obeys the server's own all the same."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.001)
    monkeypatch.setattr("openai._base_client.MAX_RETRY_DELAY", 0.002)
    assert openai._base_client.MAX_RETRY_DELAY == 0.002


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    for number in range(10):
        (tmp_path / "documents" / f"d{number}.txt").write_text(
            f"Text number {number} of a few words.", encoding="utf-8"
        )
    return tmp_path / "documents"


def nothing(body: dict[str, Any]) -> str:
    return answer()


def settings_for(server: Loopback, **changes: Any) -> Settings:
    plain = Settings(
        model="m", method="document", base_url=server.base_url, retries=2, concurrency=4, timeout=30.0, reasks=0,
        give_up=1000,
    )  # fmt: skip
    return replace(plain, **changes)


def ended(out: Path) -> dict[str, int]:
    """The counts of a run, after it is seen that all adds up and every failure has a name and a cause."""
    counts = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] * counts["kinds"] == counts["done"] + counts["failed"] + counts["not_begun"]
    failures = list(open_run(out).failures())
    assert len(failures) == counts["failed"]
    for failure in failures:
        assert failure["reason"] in NAMED
        assert failure["message"]
    assert status(out).counts["failed"] == counts["failed"]
    return counts


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_nothing_is_lost_and_nothing_good_asked_twice(
    seed: int, folder: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    chance = random.Random(seed)
    two = {name: kinds[name] for name in ("loan", "treaty")}
    with Loopback(nothing, fault=lambda body: chance.choice(ANY) if chance.random() < 0.3 else None) as server:
        for _ in range(8):
            done = run_batch([str(folder)], two, settings_for(server), tmp_path / "run", retry_failed=True)
            counts = ended(tmp_path / "run")
            assert (counts["documents"], counts["not_begun"], done.stopped) == (10, 0, None)
            if not counts["failed"]:
                break
        assert counts["done"] == 20, "what fails by chance is through after a few starts"
        assert max(server.answered.values()) == 1, "a good answer is never asked for again"
        assert len(server.answered) == 20


@pytest.mark.parametrize("fault", ANY)
def test_each_fault_has_its_name(fault: str, folder: Path, kinds: dict[str, Kind], tmp_path: Path) -> None:
    """One document meets it at every try; the others are answered."""
    first = lambda body: fault if "number 3 " in json.dumps(body) else None  # noqa: E731
    with Loopback(nothing, fault=first) as server:
        settings = settings_for(server, retries=1)
        run_batch([str(folder)], {"loan": kinds["loan"]}, settings, tmp_path / "run")
    counts = ended(tmp_path / "run")
    if fault == "odd type":  # JSON is JSON, whatever it is called
        assert (counts["done"], counts["failed"]) == (10, 0)
        return
    assert (counts["done"], counts["failed"]) == (9, 1)
    (failure,) = open_run(tmp_path / "run").failures()
    reasons = {
        "429": "rate_limited", "429 after": "rate_limited", "500": "server_error", "503 page": "server_error",
        "reset": "server_error", "short": "server_error", "malformed": "malformed", "schema": "schema_violation",
        "page": "server_error", "empty": "server_error", "error in 200": "server_error",
    }  # fmt: skip
    assert (failure["document"], failure["reason"]) == ("d3", reasons[fault])


@pytest.mark.parametrize("fault", SLOW)
def test_an_answer_that_does_not_come_is_a_timeout(
    fault: str, folder: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    """The others are answered before, so that the document that waits is alone under the short timeout."""
    loans, bad = {"loan": kinds["loan"]}, True
    others = [str(path) for path in sorted(folder.iterdir()) if path.name != "d3.txt"]
    slow = lambda body: fault if bad and "number 3 " in json.dumps(body) else None  # noqa: E731
    with Loopback(nothing, fault=slow) as server:
        assert run_batch(others, loans, settings_for(server), tmp_path / "run").counts["done"] == 9
        run_batch([str(folder)], loans, settings_for(server, timeout=1.0, retries=1), tmp_path / "run")
        counts = ended(tmp_path / "run")
        assert (counts["done"], counts["failed"]) == (9, 1)
        (failure,) = open_run(tmp_path / "run").failures()
        assert (failure["document"], failure["reason"]) == ("d3", "timeout")
        assert server.asked.total() - 9 == 1, "one that takes too long is not sent again at once"
        bad = False
        run_batch([str(folder)], loans, settings_for(server), tmp_path / "run")
        assert list(server.answered.values()) == [1] * 10
    assert ended(tmp_path / "run")["done"] == 10


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_is_tried_again_and_leaves_no_failure(
    fault: str, folder: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    met: set[str] = set()

    def once(body: dict[str, Any]) -> str | None:
        words = json.dumps(body["messages"])
        new = words not in met
        met.add(words)
        return fault if new else None

    with Loopback(nothing, fault=once) as server:
        run_batch([str(folder)], {"loan": kinds["loan"]}, settings_for(server), tmp_path / "run")
        assert set(server.answered.values()) == {1}
    assert ended(tmp_path / "run")["done"] == 10


@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize("fault, words", [("quota", "quota is used up"), ("key", "key was refused")])
def test_what_no_request_can_pass_stops_the_run_with_one_message(
    fault: str,
    words: str,
    waiting: bool,
    folder: Path,
    kinds: dict[str, Kind],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`waiting`: more documents are at work than may ask at once, and those that wait for a slot must not use it."""
    monkeypatch.setattr(pipeline, "FEW", 0 if waiting else 16)
    with Loopback(nothing, fault=lambda body: fault) as server:
        with pytest.raises(EndpointError, match=words):
            run_batch([str(folder)], {"loan": kinds["loan"]}, settings_for(server), tmp_path / "run")
        assert server.asked.total() <= 4, "those in flight, once each"
    assert status(tmp_path / "run").counts["not_begun"] == 10


def test_an_endpoint_that_is_not_there_stops_the_run(folder: Path, kinds: dict[str, Kind], tmp_path: Path) -> None:
    with Loopback(nothing) as server:
        gone = settings_for(server)
    with pytest.raises(EndpointError, match="cannot be reached"):
        run_batch([str(folder)], {"loan": kinds["loan"]}, gone, tmp_path / "run")


def test_failures_in_a_row_stop_the_run_and_the_next_start_goes_on(
    folder: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    down = True
    with Loopback(nothing, fault=lambda body: "503 page" if down else None) as server:
        settings = settings_for(server, give_up=3, concurrency=1, retries=0)
        done = run_batch([str(folder)], {"loan": kinds["loan"]}, settings, tmp_path / "run")
        assert isinstance(done.stopped, EndpointError)
        assert "3 requests failed in a row" in str(done.stopped)
        counts = ended(tmp_path / "run")
        assert (counts["failed"], counts["not_begun"]) == (2, 8)
        down = False
        assert run_batch([str(folder)], {"loan": kinds["loan"]}, settings, tmp_path / "run").stopped is None
    assert ended(tmp_path / "run")["done"] == 10


def test_a_budget_is_never_passed_and_a_larger_one_goes_on(
    folder: Path, kinds: dict[str, Kind], tmp_path: Path
) -> None:
    """Each answer is counted as 110 tokens; a request is let through only if its own bound fits."""
    prices = tmp_path / "prices.yaml"
    prices.write_text("models: {m: {input: 100, output: 1000}}", encoding="utf-8")  # 2 cents an answer
    go: Callable[..., Any] = lambda server, **limits: run_batch(  # noqa: E731
        [str(folder)],
        {"loan": kinds["loan"]},
        settings_for(server, max_tokens=100, prices=prices, **limits),
        tmp_path / "run",
    )
    with Loopback(nothing) as server:
        done = go(server, budget_tokens=2_000)
        assert isinstance(done.stopped, BudgetReached)
        used = server.asked.total()
        assert 0 < used * 110 <= 2_000
        assert ended(tmp_path / "run")["not_begun"] == 10 - done.counts["done"] > 0
        with pytest.raises(BudgetReached):
            go(server, budget=Decimal("0.06"))
        assert server.asked.total() == used, "what was spent before counts: another cent is too much"
        done = go(server, budget=Decimal(10))
        assert done.stopped is None
        assert server.asked.total() == done.counts["done"] == 10
