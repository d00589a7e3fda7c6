"""Limits: headers read as they are meant, everybody held back, and a failing endpoint asked one at a time."""

from __future__ import annotations

import asyncio
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import limits
from extract.limits import LONGEST_HOLD, PROBE_AFTER, Gate, hold, seconds


@pytest.mark.parametrize(
    "text, expected",
    [("1.5", 1.5), ("20ms", 0.02), ("6m0s", 360.0), ("1h2m3.5s", 3723.5), ("0", 0.0), ("-3", 0.0), (" 2 ", 2.0),
     ("soon", None), ("", None), ("1s and", None), ("1d", 86400.0)],
)  # fmt: skip
def test_durations(text: str, expected: float | None) -> None:
    assert seconds(text) == expected


def test_a_date_is_so_many_seconds_away() -> None:
    assert seconds(formatdate(1_700_000_030, usegmt=True), lambda: 1_700_000_000.0) == 30.0
    assert seconds(formatdate(1_600_000_000, usegmt=True), lambda: 1_700_000_000.0) == 0.0


@pytest.mark.parametrize(
    "status, headers, expected",
    [
        (429, {"retry-after": "3"}, 3.0),
        (429, {"retry-after-ms": "250"}, 0.25),
        (503, {"retry-after": "2", "retry-after-ms": "2500"}, 2.5),
        (429, {}, 0.0),
        (200, {"retry-after": "3"}, 0.0),
        (200, {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m2s"}, 62.0),
        (200, {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "500ms"}, 0.5),
        (200, {"x-ratelimit-remaining-requests": "1", "x-ratelimit-reset-requests": "9s"}, 0.0),
        (200, {"x-ratelimit-remaining-requests": "0"}, 0.0),
        (429, {"retry-after": "99999999"}, LONGEST_HOLD),
    ],
)
def test_what_an_answer_asks_everybody_to_wait(status: int, headers: dict[str, str], expected: float) -> None:
    assert hold(status, headers) == expected


@given(st.integers(100, 599), st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms",
       "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"]), st.text(max_size=20)))  # fmt: skip
def test_no_header_holds_a_run_for_ever(status: int, headers: dict[str, str]) -> None:
    assert 0.0 <= hold(status, headers) <= LONGEST_HOLD


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        monkeypatch.setattr(limits.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(limits.asyncio, "sleep", self.sleep)

    async def sleep(self, wait: float) -> None:
        self.slept.append(wait)
        self.now += wait


def test_what_one_is_told_holds_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)

    async def go() -> None:
        gate = Gate(None, None)
        gate.heard(429, {"retry-after": "7"})
        for _ in range(2):
            async with gate.through(10):
                pass

    asyncio.run(go())
    assert clock.slept == [7.0]


def test_so_many_a_minute_and_no_more() -> None:
    """A second's worth at once, the next waits for the bucket: 20 s at three a minute; it is not waited for here."""

    async def through(gate: Gate, *tokens: int) -> int:
        """How many of the requests were let through at once."""
        count = 0
        try:
            async with asyncio.timeout(0.05):
                for one in tokens:
                    async with gate.through(one):
                        count += 1
        except TimeoutError:
            pass
        return count

    assert asyncio.run(through(Gate(3, None), 1, 1)) == 1
    assert asyncio.run(through(Gate(180, None), 1, 1, 1, 1)) == 3
    assert asyncio.run(through(Gate(None, 60_000), 700, 300, 500)) == 2
    assert asyncio.run(through(Gate(None, 60_000), 3_000)) == 0, "three seconds' worth cannot go in the first"
    assert asyncio.run(through(Gate(None, None), *range(50))) == 50


def test_an_amount_beyond_the_bucket_is_taken_whole() -> None:
    async def go() -> float:
        gate = Gate(None, 600_000)  # 10,000 a second
        start = asyncio.get_running_loop().time()
        async with gate.through(11_000):
            return asyncio.get_running_loop().time() - start

    assert asyncio.run(go()) >= 0.09


@pytest.mark.parametrize("failures", [0, PROBE_AFTER])
def test_who_waits_already_is_held_back_too(failures: int) -> None:
    """One is sending and told to wait; another waited for a bucket, or for its turn, when that came."""

    async def go() -> float:
        loop = asyncio.get_running_loop()
        gate = Gate(None if failures else 1_200, None)  # 50 ms apart
        for _ in range(failures):
            gate.failed()
        went = 0.0

        async def other() -> None:
            nonlocal went
            async with gate.through(1):
                went = loop.time()

        for _ in range(0 if failures else 20):
            async with gate.through(1):
                pass
        async with gate.through(1) if failures else asyncio.timeout(5):
            waiting = asyncio.create_task(other())
            await asyncio.sleep(0.01)
            told = loop.time()
            gate.heard(503, {"retry-after-ms": "150"})
        await waiting
        return went - told

    assert asyncio.run(go()) >= 0.15


def test_a_failing_endpoint_is_asked_one_at_a_time_until_it_answers() -> None:
    async def most(gate: Gate) -> int:
        inside = highest = 0

        async def one() -> None:
            nonlocal inside, highest
            async with gate.through(1):
                inside += 1
                highest = max(highest, inside)
                await asyncio.sleep(0.001)
                inside -= 1

        await asyncio.gather(*(one() for _ in range(6)))
        return highest

    async def go() -> None:
        gate = Gate(None, None)
        assert await most(gate) == 6
        for _ in range(PROBE_AFTER - 1):
            gate.heard(500, {})
        assert await most(gate) == 6
        gate.failed()
        assert await most(gate) == 1
        gate.heard(200, {})
        assert await most(gate) == 6

    asyncio.run(go())
