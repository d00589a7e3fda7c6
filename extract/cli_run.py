"""The commands that extract: `extract run`, `extract try`, `extract status`. Registered by `extract.cli`."""

from __future__ import annotations

import gc
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from extract.cli_shared import (
    BASE_URL,
    BUDGET,
    BUDGET_TOKENS,
    CONCURRENCY,
    KINDS,
    MAX_CHARS,
    MAX_TOKENS,
    METHOD,
    MODEL,
    PASSAGE_CHARS,
    PRICES,
    REASKS,
    RECORD,
    REPLAY,
    RETRIES,
    RPM,
    TIMEOUT,
    TPM,
    api_key,
    chosen,
    guard,
    settings_of,
)
from extract.errors import UsageError
from extract.settings import Settings

if TYPE_CHECKING:
    from extract.batch import Engine
    from extract.columns import Columns
    from extract.status import Status

OUT = Annotated[Path, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="Run folder to write.")]
LIMIT = Annotated[int | None, typer.Option("--limit", envvar="EXTRACT_LIMIT", min=1, help="First N documents.")]
QUIET = Annotated[bool, typer.Option("--quiet", "-q", envvar="EXTRACT_QUIET", help="No table, no progress.")]
DRY_RUN = Annotated[
    bool, typer.Option("--dry-run", envvar="EXTRACT_DRY_RUN", help="Say what would be done and why; ask nothing.")
]
WHY = Annotated[
    str | None,
    typer.Option("--why", envvar="EXTRACT_WHY", help="Say why for this document (its id or file); ask nothing."),
]
RETRY = Annotated[
    bool,
    typer.Option("--retry-failed", envvar="EXTRACT_RETRY_FAILED", help="Ask again what failed, whatever the reason."),
]
LOG = Annotated[
    Path | None, typer.Option("--log", envvar="EXTRACT_LOG", help="Append a JSON line for each part as it ends.")
]
COLUMN = Annotated[
    str | None,
    typer.Option("--column", envvar="EXTRACT_COLUMN", help="Paths are .parquet or .jsonl; this column is the text."),
]
ID_COLUMN = Annotated[
    str | None, typer.Option("--id-column", envvar="EXTRACT_ID_COLUMN", help="With --column: a row's id.")
]
ENGINE = Annotated[
    Literal["local", "ray"], typer.Option("--engine", envvar="EXTRACT_ENGINE", help="This process, or a Ray cluster.")
]
ADDRESS = Annotated[
    str | None,
    typer.Option("--address", envvar="EXTRACT_ADDRESS", help="Of the Ray cluster; none: one on this machine."),
]
WORKERS = Annotated[int, typer.Option("--workers", envvar="EXTRACT_WORKERS", min=1, help="Ray workers.")]
PLAN_JSON = Annotated[
    bool, typer.Option("--json", envvar="EXTRACT_JSON", help="What --dry-run or --why says, as JSON.")
]
AS_JSON = Annotated[bool, typer.Option("--json", envvar="EXTRACT_JSON", help="As JSON.")]


def run(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, globs, s3:// or gs:// URLs, or - for stdin.")],
    out: OUT = Path("run"),
    kind: KINDS = None,
    model: MODEL = None,
    base_url: BASE_URL = None,
    record: RECORD = None,
    replay: REPLAY = None,
    limit: LIMIT = None,
    max_chars: MAX_CHARS = Settings.max_chars,
    passage_chars: PASSAGE_CHARS = Settings.passage_chars,
    max_tokens: MAX_TOKENS = Settings.max_tokens,
    reasks: REASKS = Settings.reasks,
    method: METHOD = Settings.method,
    timeout: TIMEOUT = Settings.timeout,
    retries: RETRIES = Settings.retries,
    concurrency: CONCURRENCY = Settings.concurrency,
    rpm: RPM = None,
    tpm: TPM = None,
    budget: BUDGET = None,
    budget_tokens: BUDGET_TOKENS = None,
    prices: PRICES = None,
    dry_run: DRY_RUN = False,
    why: WHY = None,
    retry_failed: RETRY = False,
    log: LOG = None,
    quiet: QUIET = False,
    column: COLUMN = None,
    id_column: ID_COLUMN = None,
    engine: ENGINE = "local",
    address: ADDRESS = None,
    workers: WORKERS = 2,
    as_json: PLAN_JSON = False,
) -> None:
    """Extract records from documents into a run folder, or bring one up to date: only what changed is done again.

    Writes records.jsonl, failures.jsonl, unclaimed.jsonl, outcomes.jsonl and run.json; run.sqlite keeps every reply.
    Exits 1 if any document or kind failed.
    """
    with guard():
        settings = settings_of(
            model, base_url, record, replay, max_chars=max_chars, passage_chars=passage_chars, max_tokens=max_tokens,
            reasks=reasks, method=method, timeout=timeout, retries=retries, concurrency=concurrency, rpm=rpm, tpm=tpm,
            budget_tokens=budget_tokens,
            budget=None if budget is None else Decimal(str(budget)), prices=prices,
        )  # fmt: skip
        columns = _columns(column, id_column)
        if dry_run or why is not None:
            _foresee(paths, chosen(kind), settings, out, (why, as_json), {"limit": limit, "columns": columns})
            return
        more = {"limit": limit, "retry_failed": retry_failed, "columns": columns}
        _run(paths, chosen(kind), settings, out, (log, quiet), more | {"engine": _engine(engine, address, workers)})


def _columns(column: str | None, id_column: str | None) -> Columns | None:
    from extract.columns import Columns

    if column is None and id_column is not None:
        raise UsageError("--id-column needs --column: the column that holds the text")
    return None if column is None else Columns(column, id_column)


def _engine(name: str, address: str | None, workers: int) -> Engine | None:
    if name == "local":
        if address is not None:
            raise UsageError("--address needs --engine ray")
        return None
    from extract.ray_engine import RayEngine

    return RayEngine(workers, address)


def _run(
    paths: list[str],
    kinds: dict[str, Any],
    settings: Settings,
    out: Path,
    shown: tuple[Path | None, bool],
    more: dict[str, Any],
) -> None:
    from extract.batch import known_price, run_batch
    from extract.batch_table import waiting_in
    from extract.estimate import money
    from extract.progress import progress

    log, quiet = shown
    # The process is ours. By Python's usual 700 the collector looks 580 times in a run of 2,000 documents: 0.3 ms of
    # CPU a document; so it looks 13 times, 0.05 ms.
    gc.set_threshold(20_000, 10, 10)
    if settings.mode == "live" and (waiting := waiting_in(out)):
        said = f"{waiting:,} questions of this run wait in batches; what is not collected yet is asked again"
        typer.echo(f"extract: {said}, and paid for (extract batch collect {out})", err=True)
    price = known_price(settings)
    width = settings.concurrency if settings.base_url else 1
    with progress(quiet, width, log, lambda tokens: None if price is None else money(price, tokens)) as watch:
        done = run_batch(paths, kinds, settings, out, api_key=api_key(), watch=watch, **more)
    if not quiet:
        from extract.show import MOST_SHOWN, records_table

        typer.echo(records_table(done.run.records(), done.failures), nl=False)
        rest = sum(sum(verdicts.values()) for verdicts in done.counts["records"].values()) - MOST_SHOWN
        if rest > 0:
            typer.echo(f"... and {rest:,} more")
    files = "records.jsonl, failures.jsonl, unclaimed.jsonl, outcomes.jsonl, run.json"
    typer.echo(f"{done.summary}\nwritten to {out}{os.sep}: {files}")
    if done.stopped is not None:
        raise done.stopped
    if done.counts["failed"] or done.counts["unread"]:
        raise typer.Exit(1)


def _foresee(
    paths: list[str],
    kinds: dict[str, Any],
    settings: Settings,
    out: Path,
    asked: tuple[str | None, bool],
    which: dict[str, Any],
) -> None:
    """Print what a run would do and why; for one document, kind by kind."""
    from extract.foresee import foreseen, foretold
    from extract.progress import plan_line
    from extract.store import dumps

    why, as_json = asked
    if why is not None:
        steps = foreseen(paths, kinds, settings, out, **which)
        own = [step for step in steps if why == step.row.id or why in step.row.sources]
        if not own:
            raise UsageError(f"--why {why}: no document of this run; give its id or the file as named in the run")
        for step in own:
            told = {"document": step.row.id, "kind": step.row.kind, "reason": step.why or None}
            line = f"{step.row.id}\t{step.row.kind}\t{step.why or 'stands: nothing to do'}"
            typer.echo(dumps(told) if as_json else line)
        return
    found = foretold(paths, kinds, settings, out, **which)
    parts = [(count, name, reason) for (reason, name), count in sorted(found.parts.items())]
    if as_json:
        table = [{"kind": name, "reason": reason or None, "parts": count} for count, name, reason in parts]
        typer.echo(dumps({"documents": found.documents, "cost": found.cost or None, "parts": table}, indent=1))
        return
    for count, name, reason in parts:
        typer.echo(f"{count}\t{name}\t{reason or 'stands'}")
    typer.echo(plan_line(found.documents, found.reasons))
    if found.cost:
        typer.echo(found.cost)


def try_one(
    kind: Annotated[str, typer.Argument(help="Kind, e.g. loan.")],
    file: Annotated[str, typer.Argument(help="One document, or - for stdin.")],
    model: MODEL = None,
    base_url: BASE_URL = None,
    record: RECORD = None,
    replay: REPLAY = None,
    max_tokens: MAX_TOKENS = Settings.max_tokens,
    reasks: REASKS = Settings.reasks,
    method: METHOD = Settings.method,
    passage_chars: PASSAGE_CHARS = Settings.passage_chars,
) -> None:
    """One document and one kind, shown in full: prompt, replies, records, findings."""
    with guard():
        from extract.batch import try_document
        from extract.show import conversation

        settings = settings_of(
            model, base_url, record, replay, max_tokens=max_tokens, reasks=reasks, method=method,
            passage_chars=passage_chars,
        )  # fmt: skip
        one = chosen([kind])[kind]
        prompt, outcome = try_document(file, one, settings, api_key=api_key())
        typer.echo(conversation(prompt, outcome), nl=False)
        if outcome.failure:
            raise typer.Exit(1)


def status(
    folder: Annotated[Path, typer.Argument(help="Run folder.")],
    as_json: AS_JSON = False,
) -> None:
    """How a run stands, also while it is at work or after a kill. Exits 1 unless all is done without failures."""
    with guard():
        from dataclasses import asdict

        from extract.status import status as read
        from extract.store import dumps

        found = read(folder)
        typer.echo(dumps(asdict(found) | {"complete": found.complete}, indent=1) if as_json else _status_text(found))
        if not found.complete:
            raise typer.Exit(1)


def _status_text(found: Status) -> str:
    counts, tokens = found.counts, found.counts["tokens"]
    lines = [
        f"{counts['documents']:,} documents x {counts['kinds']} kinds = {counts['done']:,} done + {counts['failed']:,} "
        f"failed + {counts['not_begun']:,} not begun; {counts['unread']:,} files could not be read"
    ]
    for kind, own in found.kinds.items():
        parts = f"{own['done']:,} done, {own['failed']:,} failed, {own['not_begun']:,} not begun"
        lines.append(
            f"  {kind}: {parts}; records: {own['verified']:,} verified, {own['flagged']:,} flagged, "
            f"{own['rejected']:,} rejected"
        )
    lines.append(
        f"{counts['requests']:,} requests, {tokens['prompt_tokens']:,} tokens read ({tokens['cached_tokens']:,} "
        f"cached), {tokens['completion_tokens']:,} written"
    )
    lines += [f"  failed, {reason}: {count:,}" for reason, count in found.failures.items()]
    at_work = f"process {found.process} is at work on it" if found.process else "no process is at work on it"
    lines.append(at_work)
    return "\n".join(lines)


def register(app: typer.Typer) -> None:
    """Put the commands of this module into an application."""
    app.command("run")(run)
    app.command("try")(try_one)
    app.command("status")(status)
