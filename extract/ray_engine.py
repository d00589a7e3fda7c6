"""The engine on a Ray cluster: workers are actors, documents go to them, what they deliver is merged here.

Takes an errand of `extract.batch`; writes RUN/shards/*.parquet and the run's database. Ray is imported late, by what
runs on it alone. Actors and not a Ray Dataset: see docs/ray.md.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from extract.batch import Errand, Interrupted, finish, jobs, known_price
from extract.budget import Price
from extract.database import Entry
from extract.errors import ExtractError, UsageError
from extract.handing import Came, Handing, Lost, Task, shares
from extract.ledger import Arriving
from extract.pipeline import KindOutcome, Outcome
from extract.plan import code_sha256, setups
from extract.settings import Settings
from extract.shards import SHARDS, Delivery, merge, merge_left, write_shard
from extract.types import Document, Failure
from extract.worker import Order, Worker, project_files

EVERY = 5.0
"""Seconds after which workers hand over replies, and deliveries become a shard: what a death can cost."""
SHARD = 1_000
"""Documents in a shard at most."""
_LEFT_OVER = 20_000
"""Replies of unfinished documents that workers are told of, some 2 KB each."""
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Called with an errand.

    address  of a cluster ("auto", "host:6379", "ray://host:10001"); None: one is started on this machine, on loopback
    workers  how many actors; the requests in flight are shared out among them
    started  called with the process id of each worker as it begins
    """

    workers: int = 2
    address: str | None = None
    started: Any = None

    def __call__(self, errand: Errand) -> tuple[ExtractError | None, int]:
        """Do what is to be done; what stopped it, and how many documents were done (or stood already).

        Raises UsageError where Ray is missing, cannot be reached, or the settings do not fit.
        """
        _fits(errand.settings, self.workers)
        merge_left(errand.base, errand.out / SHARDS)
        waiting = jobs(errand.base, errand.kinds, errand.settings)
        first = next(waiting, None)
        if first is None:
            return None, 1
        with _cluster(self.address, self.workers) as ray:
            return _Work(self, errand, ray).done(itertools.chain([first], waiting))


class _Work:
    """One errand on a cluster that is there."""

    def __init__(self, engine: RayEngine, errand: Errand, ray: Any) -> None:
        self._errand, self._base = errand, errand.base
        self._arriving = Arriving(errand.base, errand.kinds, errand.settings, errand.out)
        self._batch: list[Delivery] = []
        self._since = time.monotonic()
        self._count = 0
        settings = errand.settings
        own = shares(settings.concurrency, engine.workers)
        self._fleet = _Actors(ray, self._order(engine.workers, own[0]), errand.api_key, engine.started)
        limited = settings.budget is not None or settings.budget_tokens is not None
        # A lost worker's share of the budget may be spent: nobody gets it a second time.
        self._handing = Handing(self._fleet, own, replaces=not limited)

    def _order(self, workers: int, most: int) -> Order:
        errand = self._errand
        price = known_price(errand.settings)
        replies = () if errand.settings.mode == "replay" else tuple(self._base.unused(_LEFT_OVER))
        return Order(
            settings=_shared_out(errand, price, workers, most),
            files=project_files(errand.kinds),
            kinds={name: setup for name, (setup, _) in setups(errand.kinds, errand.settings).items()},
            code=code_sha256(),
            replies=replies,
            price=price,
        )

    def done(self, waiting: Iterator[Any]) -> tuple[ExtractError | None, int]:
        stopped: ExtractError | None = None
        try:
            for delivery in self._handing.deliveries(self._task(job) for job in waiting):
                self._take(delivery)
                if delivery.stopped is not None:
                    raise _stop(*delivery.stopped)
        except ExtractError as error:
            stopped = error
        except KeyboardInterrupt:
            stopped = Interrupted("interrupted; what was answered is kept")
        except Exception:
            self._flush()
            if self._count:
                fault = ExtractError("stopped by a fault of extract itself")
                finish(self._base, self._errand.kinds, self._errand.settings, self._errand.out, fault)
            raise
        if stopped is not None:
            self._batch += self._fleet.last()
        self._flush()
        return stopped, self._count

    def _task(self, job: Any) -> Task:
        names = tuple(kind.name for kind in job.kinds)
        replies: list[Any] = []
        if self._errand.settings.mode != "replay":  # of parts that are checked again
            replies = self._base.recordings(self._base.answered_by(job.document.sha256, names))
        return Task(job.document, names, job.claimed, tuple(replies))

    def _take(self, delivery: Delivery) -> None:
        if delivery.parts:
            self._count += 1
        self._batch.append(delivery)
        late = time.monotonic() - self._since > EVERY
        if late or sum(1 for one in self._batch if one.parts) >= SHARD:
            self._flush()

    def _flush(self) -> None:
        """Deliveries to a shard, the shard into the database; then the world is told."""
        self._since = time.monotonic()
        batch, self._batch = self._batch, []
        if not (batch := [one for one in batch if one.parts or one.replies]):
            return
        ended = [one for one in batch if one.parts]
        path = write_shard(self._errand.out / SHARDS, batch)
        for one in ended:
            self._arriving.add(one.parts, one.unclaimed)
        merge(self._base, path.name, batch)
        for one in ended:
            self._errand.note.advance(_told(one))


class _Actors:
    """The fleet (`extract.handing.Fleet`) of actors on a Ray cluster."""

    def __init__(self, ray: Any, order: Order, api_key: str | None, started: Any) -> None:
        self._ray, self._key, self._started = ray, api_key, started
        self._order = ray.put(order)
        self._class = ray.remote(Worker)
        self._actors: dict[int, Any] = {}
        self._pending: dict[Any, tuple[int, str]] = {}  # what is awaited of which worker: begin, do or hand_over
        self._number = itertools.count()
        self._asked = time.monotonic()

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

    def happened(self) -> Sequence[Came | Lost]:
        if time.monotonic() - self._asked > EVERY:
            self._asked = time.monotonic()
            busy = {worker for worker, what in self._pending.values() if what != "do"}
            for worker in self._actors.keys() - busy:
                self._pending[self._actors[worker].hand_over.remote()] = worker, "hand_over"
        refs = list(self._pending)
        self._ray.wait(refs, num_returns=1, timeout=EVERY)
        ready, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0)
        found: list[Came | Lost] = []
        for ref in ready:
            if ref in self._pending:  # else its worker was found lost just now
                found += self._got(ref)
        return found

    def _got(self, ref: Any) -> list[Came | Lost]:
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
            return []
        if what == "hand_over":
            return [Came(worker, one, ended=False) for one in value]
        return [Came(worker, value, ended=True)]

    def _lose(self, worker: int) -> list[Came | Lost]:
        """A worker is lost; what it had delivered before is still there and taken."""
        found: list[Came | Lost] = []
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
        """What has come but was not taken, and the replies not yet delivered: for a run that stops."""
        refs = [actor.hand_over.remote() for actor in self._actors.values()]
        if refs:
            self._ray.wait(refs, num_returns=len(refs), timeout=EVERY)
        refs += [ref for ref, (_, what) in self._pending.items() if what != "begin"]
        ready, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0) if refs else ([], [])
        found: list[Delivery] = []
        for ref in ready:
            try:
                value = self._ray.get(ref)
            except self._ray.exceptions.RayError:
                continue
            found += value if isinstance(value, list) else [value]
        return found


def _fits(settings: Settings, workers: int) -> None:
    if settings.mode == "record":
        raise UsageError("--record does not go with --engine ray: replies are kept in run.sqlite; record without it")
    if settings.mode == "live" and settings.base_url is None:
        raise UsageError("--engine ray needs --base-url (or --replay): the embedded model is one server on one machine")
    if workers > settings.concurrency:
        raise UsageError(f"--workers {workers}: more than --concurrency {settings.concurrency}; raise that")


def _shared_out(errand: Errand, price: Price | None, workers: int, most: int) -> Settings:
    """The settings for one worker of so many: its share of the limits and of what is left of the budget."""
    settings, spent = errand.settings, errand.base.spent()
    dollars, tokens = settings.budget, settings.budget_tokens
    if dollars is not None and price is not None:
        dollars = max(dollars - price.of(spent), dollars * 0) / workers
    return replace(
        settings,
        concurrency=most,
        rpm=settings.rpm and max(1, settings.rpm // workers),
        tpm=settings.tpm and max(1, settings.tpm // workers),
        budget=dollars,
        budget_tokens=None if tokens is None else max(tokens - spent.tokens, 0) // workers,
        recordings=settings.recordings and settings.recordings.absolute(),
    )


def _stop(message: str, exit_code: int) -> ExtractError:
    error = ExtractError(message)
    error.exit_code = exit_code
    return error


@contextmanager
def _cluster(address: str | None, workers: int) -> Iterator[Any]:
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
    except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
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
            address="local", num_cpus=max(workers, os.cpu_count() or 1), include_dashboard=False, _node_ip_address=_LOOPBACK,
            log_to_driver=False, logging_level="ERROR",
        )  # fmt: skip
    finally:
        services.resolve_ip_for_localhost = former
    if any(node["NodeManagerAddress"] != _LOOPBACK for node in ray.nodes()):
        ray.shutdown()
        raise UsageError("this version of Ray would listen beyond loopback; start a cluster and give its --address")


def _told(one: Delivery) -> Outcome:
    """A delivery as a watch knows outcomes: counts and tokens are right, the records themselves are not in it."""
    return Outcome(Document(one.document, "", one.sha256), tuple(_part(one, part) for part in one.parts), ())


def _part(one: Delivery, part: Entry) -> KindOutcome:
    state = part.state
    failure = Failure(one.document, part.kind, state["reason"], "") if state["state"] == "failed" else None
    answer = cast(Any, _Counted(_Tokens(**state["tokens"])))
    records = cast(Any, (None,) * state["records"])
    return KindOutcome(part.kind, records, failure=failure, answers=(answer,), asked=state["requests"])


@dataclass(frozen=True, slots=True)
class _Tokens:
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class _Counted:
    usage: _Tokens
    seconds: float = 0.0
