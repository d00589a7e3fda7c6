"""Limits: how fast an endpoint is asked, and when it is asked no more.

Takes what the user allows (requests and tokens a minute) and what the endpoint says in its headers; lets requests
through one by one. What one request is told (429, no requests left) holds for all of them.

Buckets are aiolimiter's (MIT; the leaky bucket that asyncio lacks). Retries are the OpenAI client's own: exponential,
0.5 to 8 s, with jitter, `Retry-After` obeyed.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime

from aiolimiter import AsyncLimiter

PROBE_AFTER = 5
"""Failures in a row after which requests go one at a time until one is answered."""
LONGEST_HOLD = 300.0
"""Seconds that a header may hold everything back at most; a wrong clock must not stop a run for a day."""
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)")
_UNIT = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str, now: Callable[[], float] = time.time) -> float | None:
    """The seconds that a header means: "1.5", "20ms", "6m0s", or an HTTP date (RFC 9110, 10.2.3); None: neither."""
    text = text.strip()
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    parts = _PART.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return sum(float(number) * _UNIT[unit] for number, unit in parts)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now())
    except (ValueError, TypeError):
        return None


def hold(status: int, headers: Mapping[str, str]) -> float:
    """For how many seconds an answer asks everybody to wait; 0 where it does not."""
    waits = []
    if status in (429, 503):
        if (milli := headers.get("retry-after-ms")) is not None and (found := seconds(milli)) is not None:
            waits.append(found / 1000)
        if (after := headers.get("retry-after")) is not None and (found := seconds(after)) is not None:
            waits.append(found)
    for what in ("requests", "tokens"):
        if headers.get(f"x-ratelimit-remaining-{what}", "").strip() == "0":
            waits.append(seconds(headers.get(f"x-ratelimit-reset-{what}", "")) or 0.0)
    return min(LONGEST_HOLD, max(waits, default=0.0))


def _bucket(per_minute: int) -> AsyncLimiter:
    """So many a minute, evenly. It holds what a second may take: a bucket for a minute would let twice as many through
    in the first.
    """
    share = max(1.0, per_minute / 60)
    return AsyncLimiter(share, 60 * share / per_minute)


async def _take(bucket: AsyncLimiter | None, amount: float) -> None:
    """Wait for an amount, also for one that the bucket cannot hold at once."""
    while bucket is not None and amount > 0:
        part = min(amount, bucket.max_rate)
        await bucket.acquire(part)
        amount -= part


class Gate:
    """Lets requests through: so many a minute, none while the endpoint asks to wait, one at a time while it fails.

    rpm, tpm  requests and tokens a minute; None: as fast as they come
    """

    def __init__(self, rpm: int | None, tpm: int | None) -> None:
        self._requests = _bucket(rpm) if rpm else None
        self._tokens = _bucket(tpm) if tpm else None
        self._turn = asyncio.Lock()
        self._until = 0.0
        self._failed = 0
        self._alone = asyncio.Lock()

    @asynccontextmanager
    async def through(self, tokens: int) -> AsyncIterator[None]:
        """Wait for leave to send a request of so many tokens (an estimate), and send it inside."""
        await self._held()
        async with self._turn:  # one after the other, or many would get their tokens bit by bit and go all at once
            await _take(self._requests, 1)
            await _take(self._tokens, tokens)
        await self._held()  # it may have been told meanwhile
        if self._failed >= PROBE_AFTER:
            async with self._alone:
                await self._held()
                yield
        else:
            yield

    async def _held(self) -> None:
        while (wait := self._until - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """Take note of an answer."""
        if wait := hold(status, headers):
            self._until = max(self._until, time.monotonic() + wait)
        if status == 429 or status >= 500:
            self.failed()
        else:
            self._failed = 0

    def failed(self) -> None:
        """Take note of an answer that did not come."""
        self._failed += 1
