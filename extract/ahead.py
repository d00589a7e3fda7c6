"""Figures of the documents to come, found by a second process while this one waits for answers.

Takes jobs' texts in lots; gives their figures. Finding them is a third of the CPU of a document that is asked about
once, and Python uses one core a process: with 64 requests in flight at 0.2 s a single core cannot keep up
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
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

from extract.aside import LONG
from extract.figures import find
from extract.types import Document, Figure

LOT = 16
"""Documents handed over at once: some 25 ms of work, and one frame each way costs 0.1 ms."""

_WORTH = 200
"""Documents of a run from which on a helper pays: it takes 0.1 s of CPU to start."""

_LENGTH = struct.Struct("<Q")

Texts = Sequence[tuple[str, str | None]]
"""Text and ISO date of publication of each document."""


class _Work(Protocol):
    @property
    def document(self) -> Document: ...


W = TypeVar("W", bound=_Work)


def worth_it(documents: int) -> bool:
    """Whether a helper pays for so many documents: there is a second core, and enough to do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return documents >= _WORTH and cores > 1


class Ahead(Generic[W]):
    """Hands out work, a document at a time, each with its figures or None where they are still to be found.

    The next lot is read while this one is handed out; no more work is taken in than two lots.
    """

    def __init__(self, work: Iterable[W], helper: Helper | None = None) -> None:
        self._work = iter(work)
        self._helper = helper
        self._ready: deque[tuple[W, tuple[Figure, ...] | None]] = deque()
        self._coming: asyncio.Task[list[tuple[W, tuple[Figure, ...] | None]]] | None = None
        self._turn = asyncio.Lock()

    async def next(self) -> tuple[W, tuple[Figure, ...] | None] | None:
        """The next piece of work; None where there is no more. Raises what the work raises."""
        if self._helper is None:
            found = next(self._work, None)
            return None if found is None else (found, None)
        async with self._turn:
            if not self._ready:
                coming, self._coming = self._coming or self._begin(self._helper), None
                self._ready.extend(await coming)
                if self._ready:
                    self._coming = self._begin(self._helper)
            return self._ready.popleft() if self._ready else None

    async def close(self) -> None:
        """Give up the lot that is on its way."""
        if self._coming is not None:
            self._coming.cancel()
            await asyncio.gather(self._coming, return_exceptions=True)

    def _begin(self, helper: Helper) -> asyncio.Task[list[tuple[W, tuple[Figure, ...] | None]]]:
        return asyncio.create_task(self._lot(helper))

    async def _lot(self, helper: Helper) -> list[tuple[W, tuple[Figure, ...] | None]]:
        lot = list(islice(self._work, LOT))
        # A long one would hold up the lot; it is read in a thread of this process.
        short = [one.document for one in lot if len(one.document.text) <= LONG]
        found = await helper.figures([(one.text, one.published) for one in short]) if short else []
        known = dict(zip((one.sha256 for one in short), found, strict=True)) if found is not None else {}
        return [(one, known.get(one.document.sha256)) for one in lot]


class Helper:
    """The second process. `figures` answers None once it is gone."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._gone = False

    async def figures(self, texts: Texts) -> list[tuple[Figure, ...]] | None:
        """The figures of each text, in order; None where the helper has died or failed. One caller at a time."""
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


@asynccontextmanager
async def helper(documents: int) -> AsyncIterator[Helper | None]:
    """A helper for a run of so many documents; None where it would not pay or cannot be started."""
    process = await _started() if worth_it(documents) else None
    try:
        yield None if process is None else Helper(process)
    finally:
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            if process.returncode is None:
                process.kill()
            await process.wait()


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
