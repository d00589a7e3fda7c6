"""A document's whole way, on one screen: figures, question, answer, grounding, checks, a re-ask, records.

Takes a document and the kinds; gives an `Outcome` in which every kind has ended in one state: its records
(perhaps none) or one failure with its reason. Errors that would meet every other document too (no endpoint,
no recording) are raised, and the run stops.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from extract.checks import merge_repeats, run_checks
from extract.confirm import choices
from extract.derive import Second, derived, lay_beside
from extract.errors import EndpointError, KindError, ModelError
from extract.fields import KindModel
from extract.figures import find
from extract.kinds import Kind, error_line
from extract.prompts import reask_message, render
from extract.proposals import has_signs, propose, read_page
from extract.reask import Answered, Asked, Talk, disputed, doubts, replace_disputed
from extract.settings import Settings
from extract.types import Document, Failure, Figure, Record

CLAIMABLE = ("money", "percent", "count", "designation")
"""Kinds of figure that a record could have claimed; dates and bare numbers stand everywhere."""


Claim = tuple[str, int, int]
"""Kind, start and end of a figure that a record rests on."""


@dataclass(frozen=True, slots=True)
class KindOutcome:
    """One kind of one document: its records or its failure, the answers behind them, and whether the list was full.

    asked         how often the model was asked, answered or not
    recordings    keys of all replies that came, unusable ones too
    replaced      records that a re-ask put right
    reask_failed  why a re-ask gave no usable answer, else None; the records are then those of the first answer
    """

    kind: str
    records: tuple[Record, ...] = ()
    failure: Failure | None = None
    answers: tuple[Answered, ...] = ()
    asked: int = 0
    recordings: tuple[str, ...] = ()
    replaced: int = 0
    reask_failed: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: an outcome for each kind, and the figures that no record claimed."""

    document: Document
    kinds: tuple[KindOutcome, ...]
    unclaimed: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A document and the kinds to be asked about it.

    claimed  figures (kind, start, end) that records of its other kinds rest on, which are not asked about now
    """

    document: Document
    kinds: Sequence[Kind]
    claimed: frozenset[Claim] = frozenset()


async def extract_all(jobs: Iterable[Job], model: Asked, settings: Settings) -> AsyncGenerator[Outcome]:
    """The outcome of each job as it ends, `settings.concurrency` documents at a time; no more are read than that."""
    waiting = iter(jobs)
    ended: asyncio.Queue[Outcome | BaseException | None] = asyncio.Queue()

    async def work() -> None:
        try:
            for job in waiting:
                ended.put_nowait(await extract_document(job.document, job.kinds, model, settings, job.claimed))
                # Answered from a store, or asked nothing, it never waits: without this it would do all documents before
                # the first is kept.
                await asyncio.sleep(0)
            ended.put_nowait(None)
        except BaseException as error:
            ended.put_nowait(error)
            if not isinstance(error, Exception):
                raise

    count = settings.concurrency if settings.base_url else 1
    workers = [asyncio.create_task(work()) for _ in range(count)]
    stopped: BaseException | None = None
    try:
        while count:
            found = await ended.get()
            if isinstance(found, Outcome):
                yield found
                continue
            count -= 1
            if found is not None and stopped is None:
                stopped = found
                for worker in workers:
                    worker.cancel()
        if stopped is not None:
            raise stopped
    except asyncio.CancelledError:
        while not ended.empty():  # what had ended by then
            if isinstance(found := ended.get_nowait(), Outcome):
                yield found
        raise
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def extract_document(
    document: Document, kinds: Sequence[Kind], model: Asked, settings: Settings, claimed: frozenset[Claim] = frozenset()
) -> Outcome:
    """One document, its kinds one after the other, so that each finds the document in the server's cache."""
    figures = find(document.text, anchor=document.published)
    outcomes = [await extract_kind(kind, document, figures, model, settings) for kind in kinds]
    records = [record for outcome in outcomes for record in outcome.records]
    return Outcome(document, tuple(outcomes), unclaimed(figures, claimed | claims(records)))


async def extract_kind(
    kind: Kind, document: Document, figures: Sequence[Figure], model: Asked, settings: Settings
) -> KindOutcome:
    """Ask, ground, check; let the model mend what it can; one failure or all records, never a quiet nothing."""
    if settings.method == "candidates" and has_signs(kind):
        return await judge_candidates(kind, document, figures, model, settings)
    talk = Talk(kind, model, render(kind.prompt, kind.model, document), settings.reasks)
    try:
        answer = await talk.ask()
        records = [judge(kind, draft, document, figures, talk, settings) for draft in answer.records]
    except EndpointError:
        raise
    except ModelError as error:
        failure = Failure(document.id, kind.name, error.reason, str(error), error.recording)
        return KindOutcome(kind.name, failure=failure, asked=talk.asked, recordings=tuple(talk.recordings))
    replaced, reask_failed = 0, None
    while talk.left and (numbers := disputed(kind, records)):
        try:
            answer = await talk.ask(reask_message([(number + 1, doubts(records[number])) for number in numbers]))
            again = [judge(kind, draft, document, figures, talk, settings) for draft in answer.records]
        except EndpointError:
            raise
        except ModelError as error:
            reask_failed = error.reason
            break  # the disputed records stay as they are, with their findings
        before, records = records, replace_disputed(records, numbers, again)
        replaced += sum(record not in records for record in before)
    full = len(talk.answers[0].records) >= kind.prompt.max_records
    merged = with_ids(kind, merge_repeats(kind, records))
    return KindOutcome(
        kind=kind.name,
        records=merged,
        answers=tuple(talk.answers),
        asked=talk.asked,
        recordings=tuple(talk.recordings),
        replaced=replaced,
        reask_failed=reask_failed,
        full=full,
    )


async def judge_candidates(
    kind: Kind, document: Document, figures: Sequence[Figure], model: Asked, settings: Settings
) -> KindOutcome:
    """Code proposes, the model chooses, the checks judge; without candidates nobody need be asked."""
    page = read_page(document, figures)
    proposals = propose(kind, page)
    if not proposals:
        return KindOutcome(kind.name)
    records: list[Record] = []
    talks: list[Talk] = []
    for start in range(0, len(proposals), settings.together):
        question = choices(kind, page, proposals[start : start + settings.together])
        talks.append(talk := Talk(question.kind, model, question.prompt, settings.reasks))
        try:
            answer = await talk.ask()
        except EndpointError:
            raise
        except ModelError as error:
            failure = Failure(document.id, kind.name, error.reason, str(error), error.recording)
            return KindOutcome(kind.name, failure=failure, **_cost(talks))
        for one in question.confirmed(answer.records[0]):
            records.append(judge(kind, one.draft, document, figures, talk, settings, one.second))
    return KindOutcome(kind.name, with_ids(kind, merge_repeats(kind, records)), **_cost(talks))


def _cost(talks: Sequence[Talk]) -> dict[str, Any]:
    """What the talks about one kind have cost, as fields of its outcome."""
    return {
        "answers": tuple(answer for talk in talks for answer in talk.answers),
        "asked": sum(talk.asked for talk in talks),
        "recordings": tuple(key for talk in talks for key in talk.recordings),
    }


def judge(
    kind: Kind,
    draft: KindModel,
    document: Document,
    figures: Sequence[Figure],
    talk: Talk,
    settings: Settings,
    second: tuple[Second, ...] = (),
) -> Record:
    """One draft to a record: laid beside the document, derived, checked."""
    try:
        case = lay_beside(kind, draft, document, figures, second)
    except ValidationError as error:  # the schema allows the model's words, but not the document's or the figure's
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        message = (
            f"{document.id}, kind {kind.name}: the schema refuses the document's own words: {where}: {fault['msg']}"
        )
        raise ModelError("schema_violation", f"{message}; loosen that field") from error
    try:
        by_code = derived(case)
    except Exception as error:  # derive() is the schema author's
        line = error_line(error, kind.schema_path)
        what = f"{type(error).__name__}: {error}"
        raise KindError(f"{kind.schema_path}:{line}: derive() fails on a record of {document.id}: {what}") from error
    return Record(
        id="",
        kind=kind.name,
        document=document,
        data=case.settled.model_dump(),
        derived=by_code,
        evidence=case.evidence,
        figures=case.figures,
        findings=run_checks(case),
        provenance=talk.provenance(settings),
    )


def claims(records: Sequence[Record]) -> frozenset[Claim]:
    """The figures that records rest on, rejected records aside."""
    kept = [record for record in records if record.verdict != "rejected"]
    return frozenset((f.kind, f.start, f.end) for record in kept for f in record.figures.values())


def unclaimed(figures: Sequence[Figure], claimed: frozenset[Claim]) -> tuple[Figure, ...]:
    """The figures that no record rests on: what may have been missed."""
    return tuple(f for f in figures if f.kind in CLAIMABLE and (f.kind, f.start, f.end) not in claimed)


def with_ids(kind: Kind, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records with their ids: 16 hex digits of a hash over document, kind, first span and what tells two records
    of one sentence apart. The same record has the same id in every run.
    """
    out: list[Record] = []
    for record in records:
        span = [record.evidence[0].start, record.evidence[0].end] if record.evidence else None
        apart = {name: record.data[name] for name in kind.model.same_if}
        place = 0
        while (id := _hash([record.document.sha256, kind.name, span, apart, place])) in {done.id for done in out}:
            place += 1
        out.append(replace(record, id=id))
    return tuple(out)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]
