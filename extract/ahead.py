"""Figures found by a second process, while this one waits for the model.

Takes documents; gives their figures. Finding them is a third of the CPU of a document that is asked about once, and
Python uses one core a process: with 64 requests in flight at 0.2 s a single core cannot keep up
(benchmarks/throughput). The helper is a child that speaks marshal over its pipes and ends when its input does, so that
none is left behind when this process is killed. Where it cannot be had, or dies, figures are found here.

    python -m extract.ahead     the helper: frames of (text, anchor) pairs in, frames of figures out
"""

from __future__ import annotations

import asyncio
import marshal
import os
import struct
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from extract.aside import LONG, aside
from extract.figures import find
from extract.types import Document, Figure

Figures = tuple[Figure, ...]
Finder = Callable[[Document], Awaitable[Figures]]
"""Finds the figures of a document."""

LOT = 16
"""Documents handed over at once, where so many wait: some 25 ms of work."""

LINGER = 0.03
"""Seconds to wait for more documents to hand over with the first: an answer of the model takes longer."""

WORTH = 200
"""Documents of a run from which on a helper pays: it takes 0.1 s of CPU to start."""

_LENGTH = struct.Struct("<Q")

Texts = Sequence[tuple[str, str | None]]
"""Text and ISO date of publication of each document."""


async def here(document: Document) -> Figures:
    """The figures, found in this process."""
    return await aside(len(document.text), lambda: find(document.text, anchor=document.published))


def worth_it(documents: int) -> bool:
    """Whether a helper pays for so many documents: there is a second core, and enough to do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return documents >= WORTH and cores > 1


class Helper:
    """The second process, and the documents that wait for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._waiting: list[tuple[Document, asyncio.Future[Figures | None]]] = []
        self._at_work: asyncio.Task[None] | None = None
        self._gone = False

    async def figures(self, document: Document) -> Figures:
        """The figures of a document, found there, or here where it is long or the helper gone."""
        found: Figures | None = None
        if not self._gone and len(document.text) <= LONG:
            future: asyncio.Future[Figures | None] = asyncio.get_running_loop().create_future()
            self._waiting.append((document, future))
            if self._at_work is None or self._at_work.done():
                self._at_work = asyncio.create_task(self._work())
            found = await future
        return await here(document) if found is None else found

    async def _work(self) -> None:
        while self._waiting:
            if len(self._waiting) < LOT:
                await asyncio.sleep(LINGER)
            lot, self._waiting = self._waiting[:LOT], self._waiting[LOT:]
            found = await self._ask([(document.text, document.published) for document, _ in lot])
            for number, (_, future) in enumerate(lot):
                if not future.done():  # else nobody waits for it any more
                    future.set_result(None if found is None else found[number])

    async def _ask(self, texts: Texts) -> list[Figures] | None:
        """The figures of each text; None where the helper has died."""
        sending, answer = self._process.stdin, self._process.stdout
        if self._gone or sending is None or answer is None:
            return None
        try:
            sending.write(_frame(list(texts)))
            await sending.drain()
            (length,) = _LENGTH.unpack(await answer.readexactly(_LENGTH.size))
            found = marshal.loads(await answer.readexactly(length))  # noqa: S302  by our own child
        except (OSError, asyncio.IncompleteReadError, ValueError, EOFError):
            self._gone = True
            return None
        return [tuple(map(_figure, one)) for one in found]

    async def end(self) -> None:
        """End the process and whatever still waits for it."""
        self._gone = True
        if self._at_work is not None:
            self._at_work.cancel()
            await asyncio.gather(self._at_work, return_exceptions=True)
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(ProcessLookupError):  # it may have ended by itself
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def finder(documents: int) -> AsyncIterator[Finder]:
    """What finds figures in a run of so many documents: a helper where that pays and can be started, else `here`."""
    process = await _started() if worth_it(documents) else None
    if process is None:
        yield here
        return
    helper = Helper(process)
    try:
        yield helper.figures
    finally:
        await helper.end()


async def _started() -> asyncio.subprocess.Process | None:
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "extract.ahead",
            stdin=pipe, stdout=pipe, stderr=nowhere, limit=1 << 22, start_new_session=True, env=_environment(),
        )  # fmt: skip
    except OSError:
        return None


def _environment() -> dict[str, str]:
    """This process's environment without what could be a key; the package is found from where it was imported."""
    kept = {name: value for name, value in os.environ.items() if "KEY" not in name and "TOKEN" not in name}
    root = str(Path(__file__).parent.parent)
    return kept | {"PYTHONPATH": os.pathsep.join([root, *filter(None, [kept.get("PYTHONPATH")])])}


def _frame(value: Any) -> bytes:
    content = marshal.dumps(value)
    return _LENGTH.pack(len(content)) + content


def _plain(figure: Figure) -> tuple[Any, ...]:
    """A figure as marshal takes it."""
    value, high = (None if one is None else str(one) for one in (figure.value, figure.value_high))
    return (
        figure.kind, value, high, figure.unit, figure.modifier, figure.as_written, figure.start, figure.end,
        figure.assumed, figure.per, figure.equals,
    )  # fmt: skip


def _figure(plain: tuple[Any, ...]) -> Figure:
    kind, value, high, *rest = plain
    return Figure(kind, value and Decimal(value), high and Decimal(high), *rest)


def _read(source: BinaryIO) -> Iterator[Texts]:
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        yield marshal.loads(source.read(_LENGTH.unpack(head)[0]))  # noqa: S302  by our own parent


def main() -> None:
    """The helper: answers frame by frame until its input ends."""
    for texts in _read(sys.stdin.buffer):
        answer = [list(map(_plain, find(text, anchor=published))) for text, published in texts]
        sys.stdout.buffer.write(_frame(answer))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
