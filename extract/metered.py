"""The last step before the network: the budget asked, the limits kept, the deadline held.

A transport around another. What is answered from the run's database or a recording never gets here.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2

from extract.budget import CHARACTERS_PER_TOKEN, Budget, Spent, spent
from extract.limits import Gate
from extract.recordings import BODY_EXTENSION, json_body


class Metered(httpx2.AsyncBaseTransport):
    """Sends by the transport beneath, within budget, limits and deadline.

    timeout  seconds for one request, from its sending to the last byte of its answer; waiting for leave is not counted
    """

    def __init__(self, beneath: httpx2.AsyncBaseTransport, gate: Gate, budget: Budget, timeout: float) -> None:
        self._beneath, self._gate, self._budget, self._timeout = beneath, gate, budget, timeout

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises BudgetReached before anything is sent, TimeoutError for an answer that takes too long."""
        content = await request.aread()
        characters = len(content)
        bound = await self._budget.reserve(characters, _longest(request.extensions.get(BODY_EXTENSION)))
        used = Spent()
        try:
            async with self._gate.through(bound.read):
                used = Spent(characters // CHARACTERS_PER_TOKEN)  # sent: it may be charged, whatever comes of it
                # httpx2's timeouts are for one read: a server that drips could go on for ever.
                async with asyncio.timeout(self._timeout):
                    response = await self._beneath.handle_async_request(request)
                    await response.aread()
                self._gate.heard(response.status_code, response.headers)
        except (TimeoutError, httpx2.HTTPError):
            self._gate.failed()
            raise
        else:
            both = characters + len(response.content)  # an endpoint that does not count must not outwit the budget
            unsaid = Spent(-(-both // CHARACTERS_PER_TOKEN))
            used = spent(json_body(response), unsaid) if response.is_success else Spent()
            return response
        finally:
            self._budget.settle(bound, used)

    async def aclose(self) -> None:
        await self._beneath.aclose()


def _longest(body: Any) -> int:
    longest = body.get("max_tokens") if isinstance(body, dict) else None
    return longest if isinstance(longest, int) else 0
