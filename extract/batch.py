"""A batch: documents read, every one taken through the pipeline, the run folder written, the counts added up.

Takes paths, kinds and settings; gives a `Done` and a run folder. Whatever stops a run half-way (no endpoint,
a missing recording, Ctrl-C), what is finished by then is written, and `run.json` says how much was not begun.
"""

from __future__ import annotations

import asyncio
import platform
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extract import __version__
from extract.documents import read
from extract.errors import ExtractError, UsageError
from extract.kinds import Kind, project_folder
from extract.pipeline import KindOutcome, Outcome, extract_all, extract_kind
from extract.prompts import Prompt, render
from extract.runs import keep_documents
from extract.settings import Settings
from extract.store import check_folder, write_run
from extract.types import Document, Failure, Record, Verdict

Advance = Callable[[Outcome | None, int], None]
"""Called with None and the number of documents at the start, then with each outcome as it is done."""

LIBRARIES = ("pydantic", "instructor", "openai", "jsonschema")


class Interrupted(ExtractError):
    """Ctrl-C: what was done is written."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch came to. `stopped` is the error that ended it early, else None."""

    records: tuple[Record, ...]
    failures: tuple[Failure, ...]
    summary: str
    stopped: ExtractError | None


def run_batch(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    *,
    limit: int | None = None,
    api_key: str | None = None,
    advance: Advance = lambda outcome, total: None,
) -> Done:
    """Run all kinds over all documents and write the run folder.

    Raises UsageError where nothing can begin, and whatever stopped the run before a document was done; then nothing
    is written.
    """
    check_folder(out)
    documents, unread = read(paths, max_chars=settings.max_chars)
    documents = documents[:limit]
    if not documents and unread and all(failure.reason == "not_found" for failure in unread):
        raise UsageError(unread[0].message)
    began, clock = datetime.now(UTC), time.monotonic()
    advance(None, len(documents))
    outcomes: list[Outcome] = []
    records: tuple[Record, ...] = ()
    failures: tuple[Failure, ...] = ()
    stopped: ExtractError | None = ExtractError("stopped by a fault of extract itself")
    try:
        asyncio.run(_ask_all(documents, list(kinds.values()), settings, api_key, outcomes, advance))
        stopped = None
    except ExtractError as error:
        stopped = error
    except KeyboardInterrupt:
        kept = "what was done is written" if outcomes else "no document was done yet, so nothing is written"
        stopped = Interrupted(f"interrupted; {kept}. Run with --record DIR to be able to go on from there")
    finally:
        if outcomes or stopped is None:
            records = tuple(record for outcome in outcomes for kind in outcome.kinds for record in kind.records)
            failures = (*unread, *(kind.failure for outcome in outcomes for kind in outcome.kinds if kind.failure))
            timing = {"began": began.isoformat(timespec="seconds"), "seconds": round(time.monotonic() - clock, 1)}
            manifest = _manifest(documents, unread, kinds, settings, outcomes, stopped) | timing
            unclaimed = [(outcome.document.id, figure) for outcome in outcomes for figure in outcome.unclaimed]
            write_run(out, records, failures, unclaimed, manifest)
            keep_documents(out, documents)
    if stopped is not None and not outcomes:
        raise stopped
    return Done(records, failures, _summary(documents, outcomes, records, failures), stopped)


async def _ask_all(
    documents: Sequence[Document],
    kinds: Sequence[Kind],
    settings: Settings,
    api_key: str | None,
    outcomes: list[Outcome],
    advance: Advance,
) -> None:
    from extract.model import Model  # late: openai takes a second to import

    async with (
        Model(settings, api_key) as model,
        aclosing(extract_all(documents, kinds, model, settings)) as arriving,
    ):
        async for outcome in arriving:
            outcomes.append(outcome)
            advance(outcome, len(documents))


def _manifest(
    documents: Sequence[Document],
    unread: Sequence[Failure],
    kinds: Mapping[str, Kind],
    settings: Settings,
    outcomes: Sequence[Outcome],
    stopped: ExtractError | None,
) -> dict[str, Any]:
    """run.json: what a stranger needs to repeat the run, and counts that add up:
    documents x kinds = done + failed + not begun.
    """
    parts = [kind for outcome in outcomes for kind in outcome.kinds]
    records = [record for part in parts for record in part.records]
    answers = [answer for part in parts for answer in part.answers]
    failed = sum(part.failure is not None for part in parts)
    return {
        "complete": stopped is None,
        "stopped": None if stopped is None else str(stopped),
        "settings": {name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()}
        | {"endpoint": settings.endpoint},
        "versions": {"extract": __version__, "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
        "kinds": {
            name: {"schema": kind.schema_sha256, "prompt_version": kind.prompt.version} for name, kind in kinds.items()
        },
        "counts": {
            "documents": len(documents),
            "unread": len(unread),
            "kinds": len(kinds),
            "done": len(parts) - failed,
            "failed": failed,
            "not_begun": len(documents) * len(kinds) - len(parts),
            "records": _by_kind(records),
            "requests": sum(part.asked for part in parts),
            "put_right_by_reask": sum(part.replaced for part in parts),
            "numbers_corrected": sum(
                f.check in ("V04", "V14") and f.level == "warn" for r in records for f in r.findings
            ),
            "tokens": {
                name: sum(getattr(answer.usage, name) or 0 for answer in answers)
                for name in ("prompt_tokens", "cached_tokens", "completion_tokens")
            },
        },
        "outcomes": [_state(outcome, part) for outcome in outcomes for part in outcome.kinds],
    }


def _by_kind(records: Sequence[Record]) -> dict[str, dict[str, int]]:
    counts = Counter((record.kind, record.verdict) for record in records)
    verdicts: tuple[Verdict, ...] = ("verified", "flagged", "rejected")
    return {kind: {verdict: counts[kind, verdict] for verdict in verdicts} for kind in sorted({k for k, _ in counts})}


def _state(outcome: Outcome, part: KindOutcome) -> dict[str, Any]:
    """One line of the ledger: a document, a kind, the one state that it ended in."""
    return {
        "document": outcome.document.id,
        "kind": part.kind,
        "state": "failed" if part.failure else "records",
        "records": len(part.records),
        "reason": part.failure.reason if part.failure else None,
        "requests": part.asked,
        "reask_failed": part.reask_failed,
        "list_full": part.full,
        "recordings": list(part.recordings),
    }


def _summary(
    documents: Sequence[Document], outcomes: Sequence[Outcome], records: Sequence[Record], failures: Sequence[Failure]
) -> str:
    verdicts = Counter(record.verdict for record in records)
    full = [f"{o.document.id}/{part.kind}" for o in outcomes for part in o.kinds if part.full]
    lines = [
        f"{len(outcomes)} of {len(documents)} documents, {len(records)} records: {verdicts['verified']} verified, "
        f"{verdicts['flagged']} flagged, {verdicts['rejected']} rejected; {len(failures)} failures"
    ]
    if full:
        lines.append(f"the list was full, there may be more records: {', '.join(full)}")
    return "\n".join(lines)


def try_document(
    file: str, kind: Kind, settings: Settings, *, api_key: str | None = None
) -> tuple[Prompt, KindOutcome]:
    """One document and one kind. Raises UsageError if the document cannot be read."""
    documents, unread = read([file], max_chars=settings.max_chars)
    if unread or len(documents) != 1:
        raise UsageError(unread[0].message if unread else f"{file}: {len(documents)} documents; give one")
    prompt = render(kind.prompt, kind.model, documents[0])
    return prompt, asyncio.run(_try(kind, documents[0], settings, api_key))


async def _try(kind: Kind, document: Document, settings: Settings, api_key: str | None) -> KindOutcome:
    from extract.figures import find
    from extract.model import Model

    async with Model(settings, api_key) as model:
        return await extract_kind(kind, document, find(document.text, anchor=document.published), model, settings)


def lay_out(folder: Path) -> None:
    """Copy the project in use (schemas, prompts, seeds, fixtures) to a new folder.

    Raises UsageError if the folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there already and not empty; name a new folder")
    project = project_folder()
    try:
        for part in ("schemas", "prompts", "seeds", "fixtures"):
            if (project / part).is_dir():
                shutil.copytree(project / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error})") from error
