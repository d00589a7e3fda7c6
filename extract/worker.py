"""A worker: one client for the model, documents done as they are given, in a process that others started.

Knows nothing of who started it: `begin` once, then `do` for each document, several at a time; `hand_over` meanwhile
gives the replies that came so far, and `stop` ends it. It writes nothing that lasts: all that it was answered goes back
in deliveries.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import OrderedDict
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.budget import Budget, Price
from extract.errors import ExtractError, UsageError
from extract.handing import Task
from extract.kinds import Kind, load_kinds
from extract.ledger import entries, unclaimed_lines
from extract.pipeline import GRACE, Outcome, extract_document
from extract.plan import code_sha256
from extract.settings import Settings
from extract.shards import Delivery
from extract.types import Document

if TYPE_CHECKING:
    from extract.model import Model

_RECENT = 2_000
"""Replies of other documents that are remembered, some 2 KB each: two documents may ask the same."""

_asking: ContextVar[str] = ContextVar("asking")
"""The document (its sha256) that the present task is about."""


@dataclass(frozen=True, slots=True)
class Order:
    """All that a worker must know, the key aside.

    settings  its own share of requests, limits and budget in them
    files     the project's schemas and prompts, by path within it: a worker may stand where they are not
    kinds     names of the kinds, with the hash of what each is asked with
    code      hash of the code, which must be the worker's too
    replies   recordings that belong to no part yet, for whichever document asks for them
    price     what the model costs, None where it is not known
    """

    settings: Settings
    files: Mapping[str, bytes]
    kinds: Mapping[str, str]
    code: str
    replies: tuple[Mapping[str, Any], ...] = ()
    price: Price | None = None


class Worker:
    """See the module. Made without arguments, so that the key is in none of a cluster's books about its actors."""

    def __init__(self) -> None:
        self._begun = asyncio.Event()
        self._failed: tuple[str, int] | None = None
        self._stopped = ExtractError("the run is stopped")
        self._replies = _Replies()
        self._model: Model | None = None
        self._settings: Settings
        self._doing: set[asyncio.Task[Outcome]] = set()
        self._kinds: dict[str, Kind] = {}
        self._setups: Mapping[str, str] = {}

    async def begin(self, order: Order, api_key: str | None) -> int:
        """Take the order; the process's id. What is wrong with it, every `do` will say."""
        try:
            if order.code != code_sha256():
                raise UsageError("a worker has another version of extract; install the same on every machine")
            self._settings, self._setups = order.settings, order.kinds
            self._kinds = _laid_out(order)
            self._replies.know(order.replies)
            from extract.model import Model  # late: openai takes a second to import

            budget = Budget(order.price, order.settings.budget, order.settings.budget_tokens)
            keeper = None if order.settings.mode == "replay" else self._replies
            self._model = Model(order.settings, api_key, keeper=keeper, budget=budget)
        except ExtractError as error:
            self._failed = str(error), error.exit_code
        self._begun.set()
        return os.getpid()

    async def do(self, task: Task) -> Delivery:
        """Do a document. What would stop a run is told in the delivery, with the replies that came before."""
        await self._begun.wait()
        document = task.document
        if self._failed is not None or self._model is None:
            return Delivery(document.sha256, document.id, stopped=self._failed)
        _asking.set(document.sha256)
        self._replies.know(task.replies)
        own = [self._kinds[name] for name in task.kinds]
        doing = asyncio.create_task(extract_document(document, own, self._model, self._settings, task.claimed))
        self._doing.add(doing)
        try:
            outcome = await doing
        except ExtractError as error:
            return self._unended(document, error)
        except asyncio.CancelledError:
            if not doing.cancelled():
                raise
            return self._unended(document, self._stopped)
        finally:
            self._doing.discard(doing)
        replies = self._replies.taken(document.sha256)
        parts = tuple(entries(outcome, self._setups))
        return Delivery(document.sha256, document.id, parts, unclaimed_lines(outcome), replies)

    def _unended(self, document: Document, error: ExtractError) -> Delivery:
        replies = self._replies.taken(document.sha256)
        return Delivery(document.sha256, document.id, replies=replies, stopped=(str(error), error.exit_code))

    async def hand_over(self) -> list[Delivery]:
        """The replies that came since they were last handed over, of documents that are not done."""
        return [Delivery(sha256, "", replies=self._replies.taken(sha256)) for sha256 in self._replies.waiting()]

    async def stop(self) -> list[Delivery]:
        """Send nothing more; documents that have all their answers end, the others are given up, and each `do` returns.
        What nobody was given yet, as by `hand_over`.
        """
        if self._model is not None:
            self._model.end(self._stopped)
        if self._doing:
            await asyncio.wait(self._doing, timeout=GRACE)
        for doing in self._doing:
            doing.cancel()
        return await self.hand_over()

    async def end(self) -> None:
        """Close the client. For whoever does not end the whole process."""
        if self._model is not None:
            await self._model.__aexit__()


class _Replies:
    """The worker's keeper (`extract.recordings.Keeper`): the last replies, and those not yet delivered by document."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
        self._fresh: dict[str, list[Mapping[str, Any]]] = {}
        self._most = _RECENT

    def know(self, recordings: tuple[Mapping[str, Any], ...]) -> None:
        """Answer from these too."""
        if len(recordings) > 1_000:
            self._most += len(recordings)
        for recording in recordings:
            self._remember(recording)

    def _remember(self, recording: Mapping[str, Any]) -> None:
        self._known[recording["key"]] = recording
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def get(self, key: str) -> dict[str, Any] | None:
        found = self._known.get(key)
        return None if found is None else dict(found)

    def keep(self, recording: Mapping[str, Any]) -> None:
        self._remember(recording)
        self._fresh.setdefault(_asking.get(), []).append(recording)

    def waiting(self) -> list[str]:
        return list(self._fresh)

    def taken(self, sha256: str) -> tuple[Mapping[str, Any], ...]:
        return tuple(self._fresh.pop(sha256, ()))


def project_files(kinds: Mapping[str, Kind]) -> dict[str, bytes]:
    """The files of the project that the kinds come from, by path within it."""
    folders = {kind.schema_path.parent for kind in kinds.values()} | {
        kind.prompt.path.parent for kind in kinds.values()
    }
    found = {}
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                found[f"{folder.name}/{path.name}"] = path.read_bytes()
    return found


def _laid_out(order: Order) -> dict[str, Kind]:
    """The kinds, loaded from a folder that is gone again once they are."""
    with tempfile.TemporaryDirectory(prefix="extract-kinds-") as folder:
        for name, content in order.files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        kinds = load_kinds(Path(folder))
        for kind in kinds.values():
            _ = kind.schema_sha256  # kept, so that it needs the files no more
    return {name: kinds[name] for name in order.kinds}
