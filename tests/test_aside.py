"""A long document is read in a thread, a short one at once."""

from __future__ import annotations

import asyncio
import threading

import pytest

from extract.aside import LONG, aside


@pytest.mark.parametrize(("length", "elsewhere"), [(LONG, False), (LONG + 1, True)])
def test_only_long_work_leaves_the_loop(length: int, elsewhere: bool) -> None:
    thread = asyncio.run(aside(length, threading.get_ident))
    assert (thread != threading.get_ident()) is elsewhere


def test_the_loop_goes_on_meanwhile() -> None:
    async def both() -> list[str]:
        free = threading.Event()
        order: list[str] = []

        def work() -> None:
            free.wait(5)
            order.append("read")

        async def other() -> None:
            order.append("other")
            free.set()

        await asyncio.gather(aside(LONG + 1, work), other())
        return order

    assert asyncio.run(both()) == ["other", "read"]


def test_an_error_comes_back() -> None:
    def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(aside(LONG + 1, work))
