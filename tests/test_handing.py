"""Documents handed out to workers that come, go and are lost: each is done once, by somebody."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import ray_fleet
from extract.errors import ExtractError
from extract.handing import MOST_LOST, Began, Came, Event, Handing, Lost, Task, shares
from extract.shards import Delivery
from extract.types import Document

Happening = Sequence[Event]


def tasks(count: int) -> Iterator[Task]:
    return (Task(Document(f"d{number}", "", f"sha{number}"), ("loan",)) for number in range(count))


def done(task: Task) -> Delivery:
    return Delivery(task.document.sha256, task.document.id)


class Feigned:
    """A fleet in this process: `play` says what happens next, given what each worker is at."""

    def __init__(self, play: Callable[[Feigned], Happening]) -> None:
        self.at: dict[int, list[Task]] = {}
        self.given: Counter[str] = Counter()
        self.most = 0
        self.waiting: list[int] = []
        self._play, self._count = play, 0

    def start(self) -> int:
        self._count += 1
        self.waiting.append(self._count)
        return self._count

    def give(self, worker: int, task: Task) -> None:
        self.at[worker].append(task)
        self.given[task.document.id] += 1
        self.most = max(self.most, sum(map(len, self.at.values())))

    def happened(self) -> Happening:
        return self.begin(self.waiting.pop(0)) if self.waiting else self._play(self)

    def begin(self, worker: int) -> list[Began]:
        self.at[worker] = []
        return [Began(worker)]

    def finish(self, worker: int) -> Came:
        return Came(worker, done(self.at[worker].pop(0)), ended=True)

    def lose(self, worker: int) -> Lost:
        del self.at[worker]
        return Lost(worker)


def busy(fleet: Feigned) -> list[int]:
    return [worker for worker, own in fleet.at.items() if own]


@given(st.integers(0, 30), st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 2**32))
def test_every_document_is_done_once_whoever_is_lost(count: int, own: list[int], seed: int) -> None:
    chance = random.Random(seed)
    losses = 0

    def play(fleet: Feigned) -> Happening:
        nonlocal losses
        worker = chance.choice(busy(fleet))
        if chance.random() < 0.2 and losses < MOST_LOST - 1:
            losses += 1
            return [fleet.lose(worker)]
        return [fleet.finish(worker)]

    fleet = Feigned(play)
    found = [one.document for one in Handing(fleet, own).deliveries(tasks(count))]
    assert sorted(found) == sorted(f"d{number}" for number in range(count))
    assert len(fleet.at) + len(fleet.waiting) == (len(own) if count else 0) and fleet.most <= sum(own)
    assert sum(fleet.given.values()) - count <= losses * max(own)


def test_what_a_lost_worker_handed_over_goes_with_its_document() -> None:
    first: dict[str, Any] = {"key": "k1"}
    early = Delivery("sha0", "", replies=(first,))
    turns: Iterator[Callable[[Feigned], Happening]] = iter(
        [lambda f: [Came(1, early, ended=False)], lambda f: [f.lose(1)], lambda f: [f.finish(2)]]
    )
    seen: list[Task] = []

    def play(fleet: Feigned) -> Happening:
        seen.extend(fleet.at.get(2, ()))
        return next(turns)(fleet)

    found = list(Handing(Feigned(play), [1]).deliveries(tasks(1)))
    assert found == [early, Delivery("sha0", "d0")], "the replies are delivered when they are handed over"
    assert seen[-1].replies == (first,)


def test_a_document_that_loses_its_workers_is_left_and_the_others_are_done() -> None:
    def play(fleet: Feigned) -> Happening:
        worker = busy(fleet)[0]
        return [fleet.lose(worker)] if fleet.at[worker][0].document.id == "d1" else [fleet.finish(worker)]

    fleet = Feigned(play)
    found: list[str] = []
    with pytest.raises(ExtractError, match=r"^1 documents are not done: 3 workers .*\(d1\)"):
        found.extend(one.document for one in Handing(fleet, [1, 1]).deliveries(tasks(5)))
    assert sorted(found) == ["d0", "d2", "d3", "d4"] and fleet.given["d1"] == MOST_LOST


def test_workers_that_cannot_live_end_the_run() -> None:
    with pytest.raises(ExtractError, match="10 workers were lost in a row"):
        list(Handing(Feigned(lambda fleet: [fleet.lose(busy(fleet)[0])]), [1, 1]).deliveries(tasks(99)))


def test_a_worker_that_finds_no_place_keeps_nothing_waiting() -> None:
    class Full(Feigned):
        def happened(self) -> Happening:
            return self.begin(self.waiting.pop(0)) if self.waiting and self._count <= 2 else self._play(self)

    turns = iter([True, *[False] * 9])

    def play(fleet: Feigned) -> Happening:
        worker = busy(fleet)[0]
        return [fleet.lose(worker) if next(turns) else fleet.finish(worker)]

    fleet = Full(play)
    assert len(list(Handing(fleet, [1, 1]).deliveries(tasks(5)))) == 5
    assert fleet.waiting == [3] and list(fleet.at) == [2], "the one that is left did all, the third never began"


def test_a_cluster_without_a_place_for_any_worker_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_fleet, "PATIENCE", 0.0)
    ray = MagicMock()
    ray.wait.return_value = ([], [])
    with pytest.raises(ExtractError, match="no worker could begin for 0 minutes; see ray status"):
        list(Handing(ray_fleet.Actors(ray, MagicMock(), None, None), [1]).deliveries(tasks(1)))


def test_a_worker_lost_before_it_began_is_replaced() -> None:
    class Weak(Feigned):
        def happened(self) -> Happening:
            return [Lost(self.waiting.pop())] if self.waiting == [1] else super().happened()

    assert len(list(Handing(Weak(lambda fleet: [fleet.finish(2)]), [1]).deliveries(tasks(3)))) == 3


def test_without_replacement_the_others_go_on_to_the_last() -> None:
    turns = iter([True, False, False, True])

    def play(fleet: Feigned) -> Happening:
        worker = busy(fleet)[0]
        return [fleet.lose(worker) if next(turns) else fleet.finish(worker)]

    found: list[str] = []
    with pytest.raises(ExtractError, match="no worker is left"):
        found.extend(one.document for one in Handing(Feigned(play), [1, 1], replaces=False).deliveries(tasks(9)))
    assert len(found) == 2


def test_a_worker_given_up_for_lost_that_still_answers_is_not_heard() -> None:
    late: list[Came] = []

    def play(fleet: Feigned) -> Happening:
        if not late:
            late.append(Came(1, done(fleet.at[1][0]), ended=True))
            return [fleet.lose(1)]
        return [late[0], fleet.finish(2)]

    assert len(list(Handing(Feigned(play), [1]).deliveries(tasks(1)))) == 1


def test_what_came_beside_a_stop_is_delivered_and_nothing_more_is_given() -> None:
    def play(fleet: Feigned) -> Happening:
        stops = [Delivery(f"sha{number}", f"d{number}", stopped=("no key", 3)) for number in (0, 1)]
        came = [Came(1, stops[0], ended=True), Came(2, done(fleet.at[2][0]), ended=True)]
        return [Lost(1), *came, Came(1, stops[1], ended=True)]

    fleet = Feigned(play)
    found = [one.document for one in Handing(fleet, [2, 1], replaces=False).deliveries(tasks(9))]
    assert found == ["d0", "d2", "d1"]
    assert fleet.given.total() == 3


@pytest.mark.parametrize("concurrency, workers, want", [(16, 3, (6, 5, 5)), (4, 4, (1,) * 4), (5, 1, (5,))])
def test_requests_in_flight_are_shared_out(concurrency: int, workers: int, want: tuple[int, ...]) -> None:
    assert shares(concurrency, workers) == want
