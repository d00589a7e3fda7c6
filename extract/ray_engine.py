"""The engine on a Ray cluster: workers are actors, documents go to them, what they deliver is merged here.

Takes an errand of `extract.batch`; writes RUN/shards/*.parquet and the run's database. Actors and not a Ray Dataset:
see docs/ray.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from extract.batch import Errand, Interrupted, finish, jobs, known_price
from extract.budget import Price
from extract.errors import ExtractError, UsageError
from extract.handing import Handing, Task, shares
from extract.ledger import Arriving
from extract.pipeline import KindOutcome, Outcome
from extract.plan import code_sha256, setups
from extract.ray_fleet import EVERY, Actors, cluster
from extract.settings import Settings
from extract.shards import SHARDS, Delivery, merge, write_shard
from extract.store import failure_of
from extract.tables import Entry
from extract.types import Document
from extract.worker import Order, project_files

SHARD = 1_000
"""Documents in a shard at most."""
_LEFT_OVER = 20_000
"""Replies of unfinished documents that workers are told of, some 2 KB each."""


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
        """Do what is to be done; what stopped it, and how many documents were done.

        Raises UsageError where Ray is missing, cannot be reached, or the settings do not fit.
        """
        _fits(errand.settings, self.workers)
        with cluster(self.address, self.workers) as ray:
            return _Work(self, errand, ray).done(jobs(errand.base, errand.kinds, errand.settings))


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
        self._fleet = Actors(ray, self._order(engine.workers, own[0]), errand.api_key, engine.started)
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
                if stopped is None and delivery.stopped is not None:
                    stopped = _stop(*delivery.stopped)
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


def _told(one: Delivery) -> Outcome:
    """A delivery as a watch knows outcomes: counts and tokens are right, the records themselves are not in it."""
    return Outcome(Document(one.document, "", one.sha256), tuple(_part(one, part) for part in one.parts), ())


def _part(one: Delivery, part: Entry) -> KindOutcome:
    state = part.state
    failure = None if part.failure is None else failure_of(json.loads(part.failure))
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
