"""A document's whole way, on one screen: figures, question, answer, grounding, checks, a re-ask, records.

Takes a document and the kinds; gives an `Outcome` in which every kind has ended in one state: its records
(perhaps none) or one failure with its reason, beside the records of those passages that were answered. Errors that
would meet every other document too (no endpoint, no recording) are raised, and the run stops.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from extract.ahead import Finder, here
from extract.aside import aside
from extract.checks import run_checks
from extract.confirm import choices
from extract.derive import Second, derived, lay_beside
from extract.errors import EndpointError, KindError, ModelError
from extract.fields import KindModel
from extract.folding import encodable
from extract.kinds import Kind, error_line
from extract.outcome import (
    Claim,
    Heard,
    KindOutcome,
    Outcome,
    answered,
    claims,
    given_up,
    joined,
    unanswered,
    unclaimed,
)
from extract.passages import Passage, cut, halves
from extract.prompts import reask_message, render
from extract.proposals import has_signs, propose, read_page
from extract.reask import Asked, Talk, disputed, doubts, replace_disputed
from extract.settings import Settings
from extract.types import Document, Figure, Record

__all__ = ["GRACE", "Claim", "Job", "KindOutcome", "Outcome", "claims", "extract_all", "extract_document", "judge"]


FEW = 16
"""Requests in flight up to which as many documents are at work: a small server of one's own finds a document's text in
its cache while the document's kinds follow each other. Beyond, twice as many are at work, so that a question waits for
every slot that an answer leaves (64 in flight at 0.2 s: 4 % more answers a second)."""

GRACE = 0.5
"""Seconds that documents with all their answers have to end after the run is stopped."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document and the kinds to be asked about it.

    claimed  figures (kind, start, end) that records of its other kinds rest on, which are not asked about now
    """

    document: Document
    kinds: Sequence[Kind]
    claimed: frozenset[Claim] = frozenset()


async def extract_all(
    jobs: Iterable[Job], model: Asked, settings: Settings, finder: Finder = here
) -> AsyncGenerator[Outcome]:
    """The outcome of each job as it ends; no more are read than `settings.concurrency`, or twice that (see `FEW`)."""
    waiting = iter(jobs)
    ended: asyncio.Queue[Outcome | BaseException | None] = asyncio.Queue()
    stopped: BaseException | None = None

    async def work() -> None:
        try:
            while stopped is None and (job := next(waiting, None)) is not None:
                ended.put_nowait(await extract_job(job, model, settings, finder))
                # Answered from a store, or asked nothing, it never waits: without this it would do all documents before
                # the first is kept.
                await asyncio.sleep(0)
            ended.put_nowait(None)
        except BaseException as error:
            ended.put_nowait(error)
            if not isinstance(error, Exception):
                raise

    waited_for = settings.mode != "replay" and settings.concurrency > FEW
    count = settings.concurrency * (2 if waited_for else 1) if settings.base_url else 1
    workers = [asyncio.create_task(work()) for _ in range(count)]

    def cancel() -> None:
        for worker in workers:
            worker.cancel()

    try:
        while count:
            found = await ended.get()
            if isinstance(found, Outcome):
                yield found
                continue
            count -= 1
            if found is not None and stopped is None:
                stopped = found
                asyncio.get_running_loop().call_later(GRACE, cancel)
        if stopped is not None:
            raise stopped
    except asyncio.CancelledError as error:
        stopped = error
        await asyncio.wait(workers, timeout=GRACE)
        while not ended.empty():  # what had ended by then
            if isinstance(found := ended.get_nowait(), Outcome):
                yield found
        raise
    finally:
        cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def extract_document(
    document: Document, kinds: Sequence[Kind], model: Asked, settings: Settings, claimed: frozenset[Claim] = frozenset()
) -> Outcome:
    """`extract_job` of a document and kinds."""
    return await extract_job(Job(document, kinds, claimed), model, settings)


async def extract_job(job: Job, model: Asked, settings: Settings, finder: Finder = here) -> Outcome:
    """One document, passage by passage, of each its kinds one after the other, so that each kind finds the passage in
    the server's cache. Nearly all documents are one passage.
    """
    document, kinds = job.document, job.kinds
    figures = asyncio.ensure_future(finder(document))  # found while the first question is on its way
    heard: list[list[Heard]] = [[] for _ in kinds]
    try:
        for passage in cut(document, settings.passage_chars):
            for kind, parts in zip(kinds, heard, strict=True):
                if settings.method == "document" or not has_signs(kind):
                    unasked = given_up(parts, passage.name, passage.span)
                    parts += [unasked] if unasked else await read_passage(kind, passage, figures, model, settings)
                elif passage.start == 0:  # candidates are proposed for the whole document at once
                    parts += await judge_candidates(kind, document, await figures, model, settings)
        outcomes = tuple(joined(kind, document, parts) for kind, parts in zip(kinds, heard, strict=True))
        records = [record for one in outcomes for record in one.records]
        return Outcome(document, outcomes, unclaimed(await figures, job.claimed | claims(records)))
    finally:
        figures.cancel()


async def read_passage(
    kind: Kind, passage: Passage, found: Awaitable[Sequence[Figure]], model: Asked, settings: Settings
) -> list[Heard]:
    """Ask, ground, check; let the model mend what it can; a gap or all records, never a quiet nothing.

    A passage that the server finds too long is read in two halves, and these in theirs, down to a bound.
    """
    document = passage.document
    talk = Talk(kind, model, render(kind.prompt, kind.model, passage), settings.reasks, passage.within)
    try:
        answer = await talk.ask()
        figures = await found
        records = [judge(kind, draft, document, figures, talk, settings) for draft in answer.records]
    except EndpointError:
        raise
    except ModelError as error:
        if error.reason == "context_exceeded" and (parts := halves(passage)):
            read = [one for part in parts for one in await read_passage(kind, part, found, model, settings)]
            return [replace(read[0], asked=read[0].asked + talk.asked), *read[1:]]
        return [unanswered(talk, passage.name, passage.span, error)]
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
    return [answered(talk, records, replaced=replaced, reask_failed=reask_failed, full=full)]


async def judge_candidates(
    kind: Kind, document: Document, figures: Sequence[Figure], model: Asked, settings: Settings
) -> list[Heard]:
    """Code proposes, the model chooses, the checks judge; without candidates nobody need be asked."""
    # Drafts and choices copy from the text, and neither Pydantic nor a request takes a lone surrogate.
    whole = replace(document, text=encodable(document.text))
    page = await aside(len(document.text), lambda: read_page(whole, figures))
    proposals = await aside(len(document.text), lambda: propose(kind, page))
    heard: list[Heard] = []
    for start in range(0, len(proposals), settings.together):
        question = choices(kind, page, proposals[start : start + settings.together])
        name = f"candidate {start + 1} of {len(proposals)}, characters {question.span[0]:,}-{question.span[1]:,}"
        if unasked := given_up(heard, name, question.span):
            heard.append(unasked)
            continue
        talk = Talk(question.kind, model, question.prompt, settings.reasks, question.span)
        try:
            confirmed = question.confirmed((await talk.ask()).records[0])
            records = [judge(kind, one.draft, document, figures, talk, settings, one.second) for one in confirmed]
        except EndpointError:
            raise
        except ModelError as error:
            heard.append(unanswered(talk, name, question.span, error))
        else:
            heard.append(answered(talk, records))
    return heard


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
        case = lay_beside(kind, draft, document, figures, second, within=talk.within)
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
