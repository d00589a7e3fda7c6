"""The workers on a Ray cluster, and the cluster itself: joined where it is, else started on this machine.

Takes an order for all workers; is a fleet for `extract.handing`. Ray is imported late, by what runs on it alone.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from extract.errors import ExtractError, UsageError
from extract.handing import Began, Came, Event, Lost, Task
from extract.shards import Delivery
from extract.worker import Order, Worker

EVERY = 5.0
"""Seconds after which workers hand over replies, and deliveries become a shard: what a death can cost."""
PATIENCE = 600.0
"""Seconds without any worker after which a run ends: a cluster that grows by itself has got its machines by then."""
_LOOPBACK = "127.0.0.1"


class Actors:
    """The fleet (`extract.handing.Fleet`) of actors on a Ray cluster."""

    def __init__(self, ray: Any, order: Order, api_key: str | None, started: Any) -> None:
        self._ray, self._key, self._started = ray, api_key, started
        self._order = ray.put(order)
        self._class = ray.remote(Worker)
        self._actors: dict[int, Any] = {}
        self._pending: dict[Any, tuple[int, str]] = {}  # what is awaited of which worker: begin, do or hand_over
        self._number = itertools.count()
        self._begun: set[int] = set()
        self._asked = self._manned = time.monotonic()

    def start(self) -> int:
        number = next(self._number)
        # Restarts and retries are extract's own: Ray would give a document to a worker for ever.
        options = {"max_restarts": 0, "max_task_retries": 0, "num_cpus": 1, "max_concurrency": 1_000}
        actor = self._class.options(**options).remote()
        self._actors[number] = actor
        # The key is an argument of a method and not of the constructor, which the cluster's head keeps.
        self._pending[actor.begin.remote(self._order, self._key)] = number, "begin"
        return number

    def give(self, worker: int, task: Task) -> None:
        self._pending[self._actors[worker].do.remote(task)] = worker, "do"

    def happened(self) -> Sequence[Event]:
        now = time.monotonic()
        if self._begun:
            self._manned = now
        elif now - self._manned > PATIENCE:
            raise ExtractError(
                f"no worker could begin for {PATIENCE / 60:.0f} minutes; see ray status for free CPUs, one for each "
                "worker, or lower --workers; what was delivered is kept, run again to go on"
            )
        if now - self._asked > EVERY:
            self._asked = now
            for worker in self._begun - {worker for worker, what in self._pending.values() if what == "hand_over"}:
                self._pending[self._actors[worker].hand_over.remote()] = worker, "hand_over"
        refs = list(self._pending)
        self._ray.wait(refs, num_returns=1, timeout=EVERY)
        ready, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0)
        found: list[Event] = []
        for ref in ready:
            if ref in self._pending:  # else its worker was found lost just now
                found += self._got(ref)
        return found

    def _got(self, ref: Any) -> list[Event]:
        worker, what = self._pending.pop(ref)
        try:
            value = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError:
            raise  # a fault of the code
        except self._ray.exceptions.RayError:
            return self._lose(worker)
        if what == "begin":
            if self._started is not None:
                self._started(value)
            self._begun.add(worker)
            return [Began(worker)]
        if what == "hand_over":
            return [Came(worker, one, ended=False) for one in value]
        return [Came(worker, value, ended=True)]

    def _lose(self, worker: int) -> list[Event]:
        """A worker is lost; what it had delivered before is still there and taken."""
        found: list[Event] = []
        self._begun.discard(worker)
        own = [ref for ref, (number, _) in self._pending.items() if number == worker]
        ready, _ = self._ray.wait(own, num_returns=len(own), timeout=1) if own else ([], [])
        actor = self._actors.pop(worker, None)
        for ref in own:
            _, what = self._pending.pop(ref)
            if ref not in ready:
                continue
            try:
                value = self._ray.get(ref)
            except self._ray.exceptions.RayError:
                continue
            if what != "begin":
                found += [Came(worker, one, what == "do") for one in ([value] if what == "do" else value)]
        if actor is not None:
            self._ray.kill(actor)
        return [*found, Lost(worker)]

    def last(self) -> list[Delivery]:
        """What has come but was not taken, and the replies not yet delivered: for a run that stops. The workers send
        nothing more, and all that they were at comes back.
        """
        refs = [self._actors[worker].stop.remote() for worker in self._begun]
        refs += [ref for ref, (worker, what) in self._pending.items() if worker in self._begun and what != "begin"]
        ready, _ = self._ray.wait(refs, num_returns=len(refs), timeout=EVERY) if refs else ([], [])
        found: list[Delivery] = []
        for ref in ready:
            try:
                value = self._ray.get(ref)
            except self._ray.exceptions.RayError:
                continue
            found += value if isinstance(value, list) else [value]
        return found


@contextmanager
def cluster(address: str | None, workers: int) -> Iterator[Any]:
    """Ray, connected. Raises UsageError where it is missing or cannot be reached."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise UsageError("--engine ray needs Ray; install it: pip install 'extract-toolkit[ray]'") from error
    try:
        if address is not None:
            ray.init(address=address, log_to_driver=False, logging_level="ERROR")
        else:
            _start(ray, workers)
    except (ConnectionError, ValueError, RuntimeError, TimeoutError, ray.exceptions.RayError) as error:
        where = address or "this machine"
        raise UsageError(f"Ray on {where} cannot be used ({error}); see ray status, or change --address") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _start(ray: Any, workers: int) -> None:
    """A cluster of this machine alone, which listens on loopback only. Raises UsageError where it would not."""
    from ray._private import services

    # Ray replaces 127.0.0.1 by an address that others can reach, and then listens on every interface (2.60).
    former = services.resolve_ip_for_localhost
    services.resolve_ip_for_localhost = lambda host: host
    try:
        # "local", for without an address Ray joins whatever cluster it finds on the machine.
        ray.init(
            address="local",
            num_cpus=max(workers, os.cpu_count() or 1),
            include_dashboard=False,
            _node_ip_address=_LOOPBACK,
            log_to_driver=False,
            logging_level="ERROR",
        )
    finally:
        services.resolve_ip_for_localhost = former
    if any(node["NodeManagerAddress"] != _LOOPBACK for node in ray.nodes()):
        ray.shutdown()
        raise UsageError("this version of Ray would listen beyond loopback; start a cluster and give its --address")
