"""A batch: documents taken in, each part that is not up to date done, the run folder written, the counts added up.

Takes paths, kinds and settings; gives a `Done` and a run folder, whose database is the truth. Whatever stops a run
half-way (no endpoint, a missing recording, Ctrl-C, a kill), what is finished by then is kept, the next start goes on
from there, and `run.json` says how much was not begun.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extract.ahead import finder
from extract.budget import Budget, Price, price_of, read_prices
from extract.columns import Columns
from extract.database import Database
from extract.documents import read, scan
from extract.errors import ExtractError, UsageError
from extract.estimate import forecast
from extract.files import Files
from extract.kinds import Kind, project_folder
from extract.ledger import Arriving, Tally, entries, in_step, unclaimed_lines, write_files
from extract.passages import cut
from extract.pipeline import Job, KindOutcome, Outcome, extract_all, extract_document
from extract.plan import Step, setups, steps
from extract.prompts import Prompt, render
from extract.runs import Run
from extract.settings import Settings
from extract.shards import SHARDS, merge_left
from extract.store import check_folder, failure_of
from extract.types import Document, Failure


@dataclass(frozen=True, slots=True)
class Watch:
    """Whom a batch tells how it goes.

    begin    what is to be done: documents to ask about, parts by reason ("" for those that stand), what it may cost
    advance  each outcome as it is done
    """

    begin: Callable[[int, Mapping[str, int], str], None] = lambda documents, reasons, estimate: None
    advance: Callable[[Outcome], None] = lambda outcome: None


@dataclass(frozen=True, slots=True)
class Errand:
    """What an engine is to do: all parts of the run in `base` that do not stand, and where lines may be appended."""

    base: Database
    kinds: Mapping[str, Kind]
    settings: Settings
    api_key: str | None
    out: Path
    note: Watch


Engine = Callable[[Errand], tuple[ExtractError | None, int]]
"""Does an errand; gives what stopped it, and how many documents were done."""


class Interrupted(ExtractError):
    """Ctrl-C: what was done is kept."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Done:
    """What a batch came to. `stopped` is the error that ended it early, else None."""

    run: Run
    counts: Mapping[str, Any]
    summary: str
    stopped: ExtractError | None

    @property
    def records(self) -> tuple[dict[str, Any], ...]:
        """The run's records, read anew from its file."""
        return tuple(self.run.records())

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The run's failures, read anew from its file."""
        return tuple(failure_of(line) for line in self.run.failures())


def run_batch(
    paths: Sequence[str],
    kinds: Mapping[str, Kind],
    settings: Settings,
    out: Path,
    *,
    limit: int | None = None,
    api_key: str | None = None,
    watch: Watch | None = None,
    retry_failed: bool = False,
    columns: Columns | None = None,
    engine: Engine | None = None,
) -> Done:
    """Run all kinds over all documents and write the run folder, or bring it up to date.

    retry_failed  ask again about every part that failed, not only where the reason may have passed
    columns       the paths are tables, and a document is a row
    engine        who does the work; None: this process

    Raises UsageError where nothing can begin, and whatever stopped the run before a document was done; the files of a
    former run then stay as they were.
    """
    check_folder(out)
    found, files = sought(paths, settings, columns)
    clock = time.monotonic()
    with Database(out) as base:
        files.base = base
        prepare(base, found, kinds, settings, limit)
        merge_left(base, out / SHARDS)
        base.ask_again(retry_failed)
        note = watch or Watch()
        todo = forecast(base, steps(base, settings.mode != "live"), settings, known_price(settings))
        note.begin(todo.documents, todo.reasons, todo.cost)
        errand = Errand(base, kinds, settings, api_key, out, note)
        stopped, done = (engine or _work)(errand) if todo.documents else (None, 0)
        base.note("seconds", f"{float(base.noted('seconds') or 0) + time.monotonic() - clock:.1f}")
        if stopped is not None and not done:
            raise stopped
        return finish(base, kinds, settings, out, stopped)


def known_price(settings: Settings) -> Price | None:
    """What the run's model costs: by the bundled table, the project's prices.yaml, the file named; the last one counts.

    Raises UsageError for a table that cannot be read.
    """
    tables = [Path(__file__).parent / "data" / "prices.yaml", project_folder() / "prices.yaml"]
    known: dict[str, Price] = {}
    for table in [*(table for table in tables if table.is_file()), *([settings.prices] if settings.prices else [])]:
        known |= read_prices(table)
    return price_of(settings.model, settings.base_url, known)


def prepare(
    base: Database,
    found: Iterable[Document | Failure],
    kinds: Mapping[str, Kind],
    settings: Settings,
    limit: int | None,
) -> None:
    """Bring the run's documents and kinds into its database; nothing is asked."""
    base.take_in(found, limit)
    base.set_kinds(setups(kinds, settings))
    base.note("began", datetime.now(UTC).isoformat(timespec="seconds"))


def finish(
    base: Database, kinds: Mapping[str, Kind], settings: Settings, out: Path, stopped: ExtractError | None = None
) -> Done:
    """Write the run folder's files from its database, where they do not say it already."""
    tally = in_step(base, kinds, settings, out) if stopped is None else None
    if tally is None:
        tally = write_files(base, kinds, settings, out, None if stopped is None else str(stopped))
    return Done(Run(out, tally.manifest), tally.manifest["counts"], _summary(tally), stopped)


def sought(
    paths: Sequence[str], settings: Settings, columns: Columns | None = None
) -> tuple[Iterator[Document | Failure], Files]:
    """What the paths name, and the memory of files read before, which waits for the run's database (`Files.base`).
    Raises UsageError as `some`.
    """
    files = Files(settings.max_chars)
    return some(scan(paths, max_chars=settings.max_chars, columns=columns, memory=files)), files


def some(found: Iterator[Document | Failure]) -> Iterator[Document | Failure]:
    """The same, where there is a document or a file that could not be read. Raises UsageError where the names all lead
    nowhere, before a folder is made.
    """
    first: list[Document | Failure] = []
    for item in found:
        first.append(item)
        if not isinstance(item, Failure) or item.reason != "not_found":
            return itertools.chain(first, found)
    if first and isinstance(first[0], Failure):
        raise UsageError(first[0].message)
    return iter(first)


def _todo(base: Database, settings: Settings) -> Iterator[tuple[list[Step], list[Step]]]:
    """Documents with something to do: the steps to do, and those that stand."""
    for _, group in itertools.groupby(steps(base, settings.mode != "live"), key=lambda step: step.row.sha256):
        own = list(group)
        doing = [step for step in own if step.why]
        if doing:
            yield doing, [step for step in own if not step.why]


def jobs(base: Database, kinds: Mapping[str, Kind], settings: Settings) -> Iterator[Job]:
    """What is to be done, a document at a time."""
    for doing, standing in _todo(base, settings):
        sha256 = doing[0].row.sha256
        rests = [base.entry(sha256, step.row.kind)[2] for step in standing]
        claimed = frozenset((kind, start, end) for figures in rests for kind, start, end in figures)
        yield Job(base.document(sha256), [kinds[step.row.kind] for step in doing], claimed)


def _work(errand: Errand) -> tuple[ExtractError | None, int]:
    """The engine that is this process: one client, many requests in flight."""
    base, kinds, settings, out = errand.base, errand.kinds, errand.settings, errand.out
    done = 0
    current = {name: setup for name, (setup, _) in setups(kinds, settings).items()}

    async def all_of() -> None:
        nonlocal done
        from extract.model import Model  # late: openai takes a second to import

        arriving = Arriving(base, kinds, settings, out)
        budget = Budget(known_price(settings), settings.budget, settings.budget_tokens, base.spent())
        keeper = None if settings.mode == "replay" else base
        async with (
            Model(settings, errand.api_key, keeper=keeper, budget=budget) as model,
            finder(base.count()) as find,
            aclosing(extract_all(jobs(base, kinds, settings), model, settings, find)) as outcomes,
        ):
            async for outcome in outcomes:
                parts = entries(outcome, current)
                unclaimed = unclaimed_lines(outcome)
                arriving.add(parts, unclaimed)
                base.put(outcome.document.sha256, parts, unclaimed)
                done += 1
                errand.note.advance(outcome)

    try:
        asyncio.run(all_of())
    except ExtractError as error:
        return error, done
    except KeyboardInterrupt:
        return Interrupted(
            "interrupted; what was answered is kept" if done else "interrupted; no document was done yet"
        ), done
    except Exception:
        if done:
            finish(base, kinds, settings, out, ExtractError("stopped by a fault of extract itself"))
        raise
    return None, done


def _summary(tally: Tally) -> str:
    counts = tally.manifest["counts"]
    verdicts = Counter[str]()
    for by_verdict in counts["records"].values():
        verdicts.update(by_verdict)
    lines = [
        f"{tally.whole} of {counts['documents']} documents, {sum(verdicts.values())} records: {verdicts['verified']} "
        f"verified, {verdicts['flagged']} flagged, {verdicts['rejected']} rejected; "
        f"{counts['failed'] + counts['unread']} failures"
    ]
    if tally.full:
        lines.append(f"the list was full, there may be more records: {', '.join(tally.full)}")
    return "\n".join(lines)


def try_document(
    file: str, kind: Kind, settings: Settings, *, api_key: str | None = None
) -> tuple[Prompt, KindOutcome]:
    """One document and one kind. Raises UsageError if the document cannot be read."""
    documents, unread = read([file], max_chars=settings.max_chars)
    if unread or len(documents) != 1:
        raise UsageError(unread[0].message if unread else f"{file}: {len(documents)} documents; give one")
    prompt = render(kind.prompt, kind.model, cut(documents[0], settings.passage_chars)[0])
    return prompt, asyncio.run(_try(kind, documents[0], settings, api_key))


async def _try(kind: Kind, document: Document, settings: Settings, api_key: str | None) -> KindOutcome:
    from extract.model import Model

    async with Model(settings, api_key) as model:
        return (await extract_document(document, [kind], model, settings)).kinds[0]


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
