"""The second process that finds figures: the same figures, nothing lost where it dies, nothing left behind."""

from __future__ import annotations

import asyncio
import marshal
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import ahead
from extract.aside import LONG
from extract.batch import run_batch
from extract.figures import find
from extract.kinds import Kind
from extract.settings import Settings
from extract.types import Document

SENTENCES = (
    "The loan of 105 billion rubles ($1.7 billion) falls due on 3 May.",
    "It bought 24 Su-35 for up to €1.5bn in mid-October, 4.5 percent more than last year.",
    "Between 10 and 12 tanks came; each cost 0.1234567890123456789 million dollars.",
    "Nothing was agreed.",
    "\ud800 of $5 a barrel",
)
TEXTS = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=40)), max_size=6).map(" ".join)


def document(text: str, number: int = 0) -> Document:
    return Document(f"d{number}", text, f"{number:064x}", published="2022-12-26")


def of(text: str) -> tuple[Any, ...]:
    return find(text, anchor="2022-12-26")


@settings(max_examples=200)
@given(TEXTS)
def test_figures_come_over_the_pipe_as_they_were(text: str) -> None:
    frame = ahead._frame([ahead._plain(one) for one in of(text)])
    sent = marshal.loads(frame[ahead._LENGTH.size :])
    back = tuple(map(ahead._figure, sent))
    assert back == of(text)
    assert [str(one.value) for one in back] == [str(one.value) for one in of(text)], "every digit, trailing zeros too"


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "WORTH", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)


async def ask(documents: list[Document], then: Any = None) -> tuple[list[Any], list[int]]:
    """The figures of all documents asked for at once, and the processes that found them."""
    found: list[Any] = []
    processes: list[int] = []
    async with ahead.finder(len(documents)) as finder:
        helper = getattr(finder, "__self__", None)
        if helper is not None:
            processes.append(helper._process.pid)
        for lot in (documents[:20], documents[20:]):
            found += await asyncio.gather(*map(finder, lot))
            if then is not None:
                then, now = None, then
                now(processes[0])
    return found, processes


DOCUMENTS = [document(f"{number} loans. {SENTENCES[number % len(SENTENCES)]}", number) for number in range(50)]


def test_many_at_once_each_get_their_own(two_cores: None) -> None:
    found, processes = asyncio.run(ask(DOCUMENTS))
    assert found == [of(one.text) for one in DOCUMENTS] and len(processes) == 1
    assert not Path(f"/proc/{processes[0]}").exists(), "it is left behind"


def test_where_it_is_killed_the_figures_are_found_here(two_cores: None) -> None:
    found, _ = asyncio.run(ask(DOCUMENTS, lambda process: os.kill(process, 9)))
    assert found == [of(one.text) for one in DOCUMENTS]


def test_a_long_document_is_none_of_its_business(two_cores: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    here = ahead.here

    async def noting(one: Document) -> Any:
        asked.append(len(one.text))
        return await here(one)

    monkeypatch.setattr(ahead, "here", noting)
    long = document("word " * LONG + "$5 million")
    found, _ = asyncio.run(ask([long, document("$7")]))
    assert found == [of(long.text), of("$7")] and asked == [len(long.text)]


def test_nothing_is_started_for_a_few_documents_or_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asyncio.run(ask(DOCUMENTS))[1] == []
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert not ahead.worth_it(10**6)


def test_where_no_process_can_be_started_the_figures_are_found_here(
    two_cores: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    found, processes = asyncio.run(ask(DOCUMENTS))
    assert found == [of(one.text) for one in DOCUMENTS] and processes == []


def test_it_is_told_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("HF_TOKEN", "hf-secret")
    assert not any("secret" in value for value in ahead._environment().values())


def test_it_ends_when_its_input_does(two_cores: None) -> None:
    async def abandoned() -> int | None:
        process = await ahead._started()
        assert process is not None and process.stdin is not None
        process.stdin.close()  # as when the program that started it is killed
        return await asyncio.wait_for(process.wait(), 30)

    assert asyncio.run(abandoned()) == 0


def test_a_run_is_the_same_with_it(
    root: Path, kinds: dict[str, Kind], tmp_path: Path, two_cores: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    replayed = Settings(mode="replay", recordings=root / "fixtures" / "recordings")
    started: list[int] = []
    begin = ahead._started

    async def noting() -> Any:
        process = await begin()
        started.append(process.pid if process else 0)
        return process

    monkeypatch.setattr(ahead, "_started", noting)
    run_batch([str(root / "seeds")], kinds, replayed, tmp_path / "with")
    assert len(started) == 1 and started[0]
    monkeypatch.setattr(ahead, "WORTH", 10**9)
    run_batch([str(root / "seeds")], kinds, replayed, tmp_path / "without")
    for name in ("records.jsonl", "unclaimed.jsonl", "outcomes.jsonl", "failures.jsonl"):
        assert (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()
