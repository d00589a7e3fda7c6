"""Handing out: documents to workers elsewhere, and what becomes of those whose worker is lost.

Knows no cluster: a `Fleet` starts workers and says what happened to them. Each document is with one worker at a time; a
lost worker's documents go to the others, with the replies that it had handed over.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from extract.errors import ExtractError
from extract.shards import Delivery
from extract.types import Document

MOST_LOST = 3
"""A document that was with so many workers when they were lost is not given to another: it may be why."""
MOST_BEGUN = 10
"""So many workers lost in a row without a document done: they cannot live at all."""


@dataclass(frozen=True, slots=True)
class Task:
    """A document for a worker: the kinds to be asked about, and what is known already (see `extract.pipeline.Job`).

    replies  recordings that answer some of its questions
    """

    document: Document
    kinds: tuple[str, ...]
    claimed: frozenset[tuple[str, int, int]] = frozenset()
    replies: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Began:
    """A worker is there and takes documents. Before, it may wait for a place on the cluster, without end."""

    worker: int


@dataclass(frozen=True, slots=True)
class Came:
    """A worker has done a document, or hands over replies of one that it is still at (a delivery without parts)."""

    worker: int
    delivery: Delivery
    ended: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker is gone, with whatever it had not delivered."""

    worker: int


Event = Began | Came | Lost


class Fleet(Protocol):
    """Workers somewhere."""

    def start(self) -> int:
        """Start a worker and name it; it is given documents once it has begun."""

    def give(self, worker: int, task: Task) -> None:
        """Have a worker do a document."""

    def happened(self) -> Sequence[Event]:
        """Wait until something has happened, or for some seconds. Raises ExtractError where no worker can begin."""


class Handing:
    """One handing out."""

    def __init__(self, fleet: Fleet, shares: Sequence[int], replaces: bool = True) -> None:
        """Nothing is started yet.

        shares    documents at a time for each worker
        replaces  whether a lost worker is replaced
        """
        self._fleet, self._shares, self._replaces = fleet, shares, replaces
        self._share: dict[int, int] = {}
        self._starting: set[int] = set()
        self._with: dict[int, dict[str, Task]] = {}
        self._again: deque[Task] = deque()
        self._early: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self._losses: Counter[str] = Counter()
        self._left: list[str] = []
        self._idle_losses = 0

    def deliveries(self, tasks: Iterator[Task]) -> Iterator[Delivery]:
        """What comes back, in the order in which it comes; each task's document ends once. With a delivery that stops
        the run come all that came beside it, and no more.

        Raises ExtractError where no worker is left, and at the end where documents were left out (see MOST_LOST).
        """
        first = next(tasks, None)
        if first is None:
            return
        tasks = itertools.chain([first], tasks)
        for share in self._shares:
            self._begin(share)
        while True:
            self._fill(tasks)
            if self._with and not any(self._with.values()):
                break
            stopped = False
            # A loss may raise: it comes last, lest deliveries that came with it be dropped.
            for event in sorted(self._fleet.happened(), key=lambda event: isinstance(event, Lost)):
                if isinstance(event, Began):
                    self._starting.discard(event.worker)
                    self._with[event.worker] = {}
                elif isinstance(event, Lost):
                    self._lost(event.worker)
                elif (found := self._came(event)) is not None:
                    stopped = stopped or found.stopped is not None
                    yield found
            if stopped:
                return
        if self._left:
            raise ExtractError(
                f"{len(self._left)} documents are not done: {MOST_LOST} workers were lost while they had them "
                f"({', '.join(self._left[:5])}); run again, or see why with extract run on one of them alone"
            )

    def _begin(self, share: int) -> None:
        worker = self._fleet.start()
        self._share[worker] = share
        self._starting.add(worker)

    def _fill(self, tasks: Iterator[Task]) -> None:
        for worker, own in self._with.items():
            while len(own) < self._share[worker]:
                task = self._again.popleft() if self._again else next(tasks, None)
                if task is None:
                    return
                own[task.document.sha256] = task
                self._fleet.give(worker, task)

    def _came(self, event: Came) -> Delivery | None:
        sha256 = event.delivery.sha256
        own = self._with.get(event.worker, {})
        if not event.ended:
            if sha256 in own:
                self._early[sha256] += event.delivery.replies
            return event.delivery
        if own.pop(sha256, None) is None:
            return None  # a worker that was given up for lost; another has the document
        self._early.pop(sha256, None)
        self._losses.pop(sha256, None)
        self._idle_losses = 0
        return event.delivery

    def _lost(self, worker: int) -> None:
        share = self._share.pop(worker, None)
        if share is None:
            return
        self._starting.discard(worker)
        for sha256, task in self._with.pop(worker, {}).items():
            self._losses[sha256] += 1
            if self._losses[sha256] >= MOST_LOST:
                self._left.append(task.document.id)
            else:
                self._again.append(replace(task, replies=(*task.replies, *self._early.pop(sha256, ()))))
        self._idle_losses += 1
        if self._idle_losses >= MOST_BEGUN:
            raise ExtractError(f"{MOST_BEGUN} workers were lost in a row and no document was done; see Ray's own logs")
        if self._replaces:
            self._begin(share)
        elif not self._share:
            raise ExtractError("no worker is left; what was delivered is kept, run again to go on")


def shares(concurrency: int, workers: int) -> tuple[int, ...]:
    """How many documents at a time each worker has, `concurrency` in all and one at least."""
    whole, rest = divmod(concurrency, workers)
    return tuple(max(1, whole + (number < rest)) for number in range(workers))
