"""Runs by way of a provider's batches: what lacks a reply is sent away, what has come is collected, and both go on from
the same store of replies as a live run, so that either can finish what the other began.

Takes paths or a run folder; gives counts. The pipeline itself finds out what to ask: it goes over the open parts with
the stored replies, and a question without one ends in the batch instead of at the model. A part whose questions are
all answered is finished on the way; the others stay open.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2

from extract.batch import Done, finish, jobs, known_price, prepare, sought
from extract.batch_api import Provider
from extract.batch_send import Writer, find_lost, send
from extract.batch_table import Batch, BatchTable
from extract.batch_take import Came, take
from extract.budget import Spent
from extract.database import Database
from extract.errors import ExtractError, Pending, UsageError
from extract.kinds import Kind
from extract.ledger import entries, unclaimed_lines
from extract.outcome import waits
from extract.pipeline import extract_all
from extract.plan import setups
from extract.recordings import canonical, hash_of
from extract.settings import Settings
from extract.shards import SHARDS, merge_left
from extract.store import check_folder

_NOTE = "batch_settings"
_ELSEWHERE = ("mode", "recordings", "budget", "budget_tokens", "prices")
"""Settings that are not kept for the next round: they have no part in what is asked."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a submission came to: batches made, requests in them, questions that earlier batches still hold.

    bound    tokens that the requests can take at most
    dollars  what these would cost at the batch price; None where the price is not known
    """

    batches: tuple[str, ...]
    requests: int
    waiting: int
    bound: Spent
    dollars: Decimal | None
    done: Done


@dataclass(frozen=True, slots=True)
class Collected:
    """What was collected.

    replies  good ones, newly kept
    reasons  requests without an answer, by why
    strays   lines that are no result, or of no request that was waiting; the first ones named
    running  batches that have not ended
    waiting  questions in those
    open     questions without a reply that stand in no batch: re-asks, and what was not answered
    """

    replies: int
    reasons: Mapping[str, int]
    strays: tuple[str, ...]
    running: int
    waiting: int
    open: int
    done: Done


def submit(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    *,
    limit: int | None = None,
    api_key: str | None = None,
) -> Sent:
    """Send what lacks a reply and is in no batch. Without paths it goes on with the documents that the run has.

    Raises UsageError for settings that a batch cannot have or a folder without a run, EndpointError where the
    provider takes nothing; what was sent by then is known, and the next submission does not send it again.
    """
    _check(settings)
    check_folder(out)
    price = known_price(settings)  # a table that cannot be read is said before anything is sent
    found, files = sought(paths, settings)
    with Database(out) as base, BatchTable(out) as table:
        files.base = base
        if paths:
            prepare(base, found, kinds, settings, limit)
        base.set_kinds(setups(kinds, settings))
        merge_left(base, out / SHARDS)
        base.ask_again(every=False)
        # From here on the folder is a run's, whatever files a kill leaves in it.
        finish(base, kinds, settings, out, ExtractError("questions are being sent"))
        base.note(_NOTE, json.dumps({"settings": _told(settings), "kinds": list(kinds)}))
        with Provider(settings, api_key) as provider:
            find_lost(table, provider, out)
            waiting = table.waiting()
            with Writer(out, table) as writer:
                _go_over(base, table, kinds, settings, writer.add)
            ids = [send(table, provider, number, path) for number, path in writer.written()]
        left = table.waiting()
        done = finish(base, kinds, settings, out, _stopped(left, 0))
        dollars = None if price is None else price.of(writer.bound) * price.batch
        return Sent(tuple(ids), left - waiting, waiting, writer.bound, dollars, done)


def collect(out: Path, kinds: Mapping[str, Kind], *, api_key: str | None = None) -> Collected:
    """Take in the results of the batches that have ended, finish what can be, and write the run's files.

    `kinds` holds at least those of the submission. Raises UsageError, EndpointError.
    """
    with Database(out) as base, BatchTable(out) as table:
        settings, names = noted(base)
        own = {name: kinds[name] for name in names}
        base.set_kinds(setups(own, settings))
        came = Came()
        with Provider(settings, api_key) as provider:
            find_lost(table, provider, out)
            for batch in table.batches():
                if batch.id is not None and batch.status != "collected":
                    take(base, table, provider, batch, settings, came)
        still: set[str] = set()
        _go_over(base, table, own, settings, lambda key, asked: still.add(key))
        waiting, running = table.waiting(), sum(batch.status != "collected" for batch in table.batches())
        done = finish(base, own, settings, out, _stopped(waiting, len(still)))
        return Collected(came.replies, table.reasons(), tuple(came.strays), running, waiting, len(still), done)


def look(out: Path, *, api_key: str | None = None) -> list[Batch]:
    """The run's batches as the provider has them now. Raises UsageError, EndpointError."""
    with Database(out) as base, BatchTable(out) as table:
        settings, _ = noted(base)
        with Provider(settings, api_key) as provider:
            find_lost(table, provider, out)
            for batch in table.batches():
                if batch.id is not None and batch.status != "collected":
                    seen = provider.look(batch.id)
                    table.seen(batch.number, seen.status, seen.answered, seen.failed)
        return table.batches()


def last(out: Path) -> tuple[Settings, list[str]]:
    """Settings and names of the kinds of the last submission into a run folder. Raises UsageError where none was."""
    with BatchTable(out), Database(out) as base:  # the first refuses a folder without a run
        return noted(base)


def noted(base: Database) -> tuple[Settings, list[str]]:
    """Settings and names of the kinds of the last submission. Raises UsageError where there was none."""
    text = base.noted(_NOTE)
    if text is None:
        raise UsageError(f"{base.folder}: nothing was submitted from this run; begin with extract batch submit PATHS")
    known = json.loads(text)
    return Settings(**known["settings"]), known["kinds"]


def _told(settings: Settings) -> dict[str, Any]:
    return {name: value for name, value in asdict(settings).items() if name not in _ELSEWHERE}


def _check(settings: Settings) -> None:
    if settings.base_url is None:
        raise UsageError("a batch needs --base-url and --model: an endpoint with a Batch API")
    if settings.mode != "live":
        raise UsageError("a batch keeps its replies in the run folder; leave out --record and --replay")


def _stopped(waiting: int, left: int) -> ExtractError | None:
    if not waiting and not left:
        return None
    return ExtractError(f"{waiting} questions wait in batches, {left} are to be sent")


# Going over the open parts


def _go_over(
    base: Database,
    table: BatchTable,
    kinds: Mapping[str, Kind],
    settings: Settings,
    lacking: Callable[[str, dict[str, Any]], None],
) -> None:
    """Finish the parts whose replies are all there; `lacking` is told each question that has none and waits nowhere."""
    current = {name: setup for name, (setup, _) in setups(kinds, settings).items()}

    async def all_of() -> None:
        from extract.model import Model  # late: openai takes a second to import

        async with (
            Model(settings, None, _Collector(settings, table, lacking), keeper=base) as model,
            aclosing(extract_all(jobs(base, kinds, settings), model, settings)) as outcomes,
        ):
            async for outcome in outcomes:
                whole = replace(outcome, kinds=tuple(part for part in outcome.kinds if not waits(part)))
                if whole.kinds:
                    base.put(outcome.document.sha256, entries(whole, current), unclaimed_lines(outcome))

    asyncio.run(all_of())


class _Collector(httpx2.AsyncBaseTransport):
    """Stands in for the network: hands out errors that stay, notes what is to be asked, and answers nothing."""

    def __init__(self, settings: Settings, table: BatchTable, lacking: Callable[[str, dict[str, Any]], None]) -> None:
        self._endpoint, self._table, self._lacking = settings.endpoint, table, lacking
        self._prefix = httpx2.URL(settings.base_url or "").path.rstrip("/")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises Pending."""
        body = json.loads(await request.aread())
        asked = canonical(self._endpoint, request.url.path.removeprefix(self._prefix), body)
        key = hash_of(asked)
        if refusal := self._table.refusal(key):
            return httpx2.Response(refusal[0], json=refusal[1])
        if self._table.state(key) not in ("written", "sent"):
            self._lacking(key, asked)
        raise Pending
