"""Endpoints that are not broken, only odd: counts that are none, connections dropped between requests, no counts at
all, a form that is asked for once.
"""

from __future__ import annotations

import asyncio
import gc
import json
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import httpx2
import pytest
from conftest import answer
from loopback import Loopback
from pydantic import BaseModel, create_model

from extract.batch import run_batch
from extract.budget import Budget, BudgetReached, Spent, spent
from extract.errors import EndpointError, ModelError
from extract.kinds import Kind
from extract.model import Model, _response_format
from extract.prompts import Prompt
from extract.settings import Settings
from extract.transports import Network

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]
HUGE = 10**30
ODD_COUNTS = [
    {"prompt_tokens": "many", "completion_tokens": 1},
    {"prompt_tokens": [1], "completion_tokens": {}},
    {"prompt_tokens": float("inf")},
    {"prompt_tokens": HUGE, "completion_tokens": HUGE},
    {"prompt_tokens": -900_000, "completion_tokens": -1},
    {"prompt_tokens": True},
    {"prompt_tokens": 1, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": "all"}},
    "none", None, [], 7,
]  # fmt: skip


class Odd(Loopback):
    """Answers soundly but for the usage that is set."""

    usage: Any = None

    def _reply(self, body: dict[str, Any], content: str | None = None) -> bytes:
        return json.dumps(json.loads(super()._reply(body, content)) | {"usage": self.usage}).encode()


def nothing(body: dict[str, Any]) -> str:
    return answer()


def prompt(number: int) -> Prompt:
    return Prompt(({"role": "user", "content": f"Question {number}."},))


def settings_for(server: Loopback, **changes: Any) -> Settings:
    plain = Settings(model="m", method="document", base_url=server.base_url, retries=0, concurrency=4, timeout=5.0)
    return replace(plain, reasks=0, **changes)


def asked(settings: Settings, go: Callable[[Model], Awaitable[Any]], budget: Budget | None = None) -> Any:
    async def ask() -> Any:
        async with Model(settings, budget=budget) as model:
            return await go(model)

    return asyncio.run(ask())


@pytest.mark.parametrize("usage", ODD_COUNTS, ids=repr)
def test_counts_that_are_none_cost_no_answer(usage: Any, kinds: dict[str, Kind], tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("A few words.", encoding="utf-8")
    with Odd(nothing) as server:
        server.usage = usage
        loan = {"loan": kinds["loan"]}
        done = run_batch([str(tmp_path / "d.txt")], loan, settings_for(server, retries=2), tmp_path / "run")
        assert server.asked.total() == 1
    assert (done.counts["done"], done.stopped) == (1, None)
    assert all(0 <= count < 10**6 for count in done.counts["tokens"].values())


@pytest.mark.parametrize("usage", ODD_COUNTS, ids=repr)
def test_no_count_lowers_what_is_spent(usage: Any) -> None:
    used = spent({"usage": usage}, Spent(50, 0, 5))
    assert used.read >= used.cached >= 0
    assert used.written >= 0
    assert 0 < used.tokens <= 55


def test_more_cached_than_read_is_not_believed() -> None:
    usage = {"prompt_tokens": 10, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 50}}
    assert spent({"usage": usage}) == Spent(10, 10, 2)


def test_a_server_that_counts_nothing_does_not_outwit_the_budget(kinds: dict[str, Kind], tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for number in range(12):
        (tmp_path / "documents" / f"d{number}.txt").write_text(f"Text {number}.", encoding="utf-8")

    def go(server: Loopback) -> Any:
        settings = settings_for(server, max_tokens=100, budget_tokens=8_000)
        return run_batch([str(tmp_path / "documents")], {"loan": kinds["loan"]}, settings, tmp_path / "run")

    with Odd(nothing) as server:
        done = go(server)
        assert isinstance(done.stopped, BudgetReached)
        assert 0 < done.counts["done"] < 12
        sent = server.asked.total()
        with pytest.raises(BudgetReached):
            go(server)
        assert server.asked.total() == sent, "the next start knows what the first has spent"


def test_a_connection_dropped_between_requests_is_not_an_endpoint_that_is_gone(kinds: dict[str, Kind]) -> None:
    class Dropping(Loopback):
        async def _answer(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> bool:
            await super()._answer(writer, body)
            return False

    async def go(model: Model) -> list[BaseException]:
        ends = [await asyncio.gather(model.ask(kinds["loan"], prompt(n)), return_exceptions=True) for n in range(12)]
        return [one for (one,) in ends if isinstance(one, BaseException)]

    with Dropping(nothing) as server:
        faults = asked(settings_for(server), go)
        assert all(isinstance(one, ModelError) and not isinstance(one, EndpointError) for one in faults), faults
        assert len(faults) < 12
        assert asked(settings_for(server, retries=3), go) == []


PLACE: Any = SimpleNamespace(host="h", port=1, is_ssl=False, ssl=True)


@pytest.mark.parametrize(
    "cause, lost",
    [
        (aiohttp.ServerDisconnectedError(), True),
        (aiohttp.ClientOSError(None, "Can not write request body"), True),
        (aiohttp.ClientConnectionResetError("gone"), True),
        (aiohttp.ClientConnectorError(PLACE, OSError(111, "refused")), False),
        (aiohttp.ConnectionTimeoutError("late"), False),
    ],
    ids=repr,
)
def test_what_was_connected_is_lost_and_not_absent(cause: Exception, lost: bool, monkeypatch: Any) -> None:
    """Which of the first three comes of a dropped connection is chance; the transport names all five alike."""

    async def send(*_: Any, **__: Any) -> Any:
        raise httpx2.ConnectTimeout("x") from cause

    async def go() -> None:
        network = Network()
        monkeypatch.setattr(network._client, "send", send)
        await network.handle_async_request(httpx2.Request("POST", "http://h/"))

    with pytest.raises(httpx2.RemoteProtocolError if lost else httpx2.ConnectTimeout):
        asyncio.run(go())


def test_as_many_are_in_flight_as_were_asked_for(kinds: dict[str, Kind]) -> None:
    """The server answers when 120 have come: with fewer connections than that nobody is answered."""

    class Patient(Loopback):
        here = 0

        async def _answer(self, writer: asyncio.StreamWriter, body: dict[str, Any]) -> bool:
            self.here += 1
            while self.here < 120:
                await asyncio.sleep(0.005)
            return await super()._answer(writer, body)

    async def go(model: Model) -> int:
        return len(await asyncio.gather(*(model.ask(kinds["loan"], prompt(number)) for number in range(120))))

    with Patient(nothing) as server:
        assert asked(settings_for(server, concurrency=120), go) == 120


def test_an_answer_of_no_use_is_an_answer_all_the_same(kinds: dict[str, Kind]) -> None:
    """Failures in a row are those that nothing came between, a reply that is no JSON included."""
    down = iter([True, True, False] * 4 + [True] * 3)

    async def go(model: Model) -> list[str]:
        found = []
        for number in range(15):
            (end,) = await asyncio.gather(model.ask(kinds["loan"], prompt(number)), return_exceptions=True)
            found.append(type(end).__name__)
        return found

    with Loopback(lambda body: "no JSON", fault=lambda body: "503 page" if next(down) else None) as server:
        ends = asked(settings_for(server, give_up=3), go)
    assert ends == ["ModelError"] * 14 + ["EndpointError"]


def test_a_form_is_made_once_and_held_no_longer_than_its_class() -> None:
    made = create_model("Reply", records=(list[str], ...))
    assert _response_format(made) is _response_format(made)
    alive: weakref.ref[type[BaseModel]] = weakref.ref(made)
    del made
    gc.collect()
    assert alive() is None, "a run of the candidates method makes a class for each question"
