"""The commands for a provider's batches: `extract batch submit`, `status`, `collect`. Registered by `extract.cli`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli_shared import (
    BASE_URL,
    KINDS,
    MAX_CHARS,
    MAX_TOKENS,
    METHOD,
    MODEL,
    PASSAGE_CHARS,
    PRICES,
    REASKS,
    RETRIES,
    TIMEOUT,
    api_key,
    chosen,
    guard,
    settings_of,
)
from extract.settings import Settings

if TYPE_CHECKING:
    from extract.batch_run import Collected

batches = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="A run by way of a provider's batches, at half the price."
)
RUN = Annotated[Path, typer.Argument(help="Run folder.")]


@batches.command()
def submit(
    paths: Annotated[
        list[str] | None, typer.Argument(help="As for extract run; none: go on with a folder that has been submitted.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="Run folder.")] = Path("run"),
    kind: KINDS = None,
    model: MODEL = None,
    base_url: BASE_URL = None,
    limit: Annotated[
        int | None, typer.Option("--limit", envvar="EXTRACT_LIMIT", min=1, help="First N documents.")
    ] = None,
    max_chars: MAX_CHARS = Settings.max_chars,
    passage_chars: PASSAGE_CHARS = Settings.passage_chars,
    max_tokens: MAX_TOKENS = Settings.max_tokens,
    reasks: REASKS = Settings.reasks,
    method: METHOD = Settings.method,
    timeout: TIMEOUT = Settings.timeout,
    retries: RETRIES = Settings.retries,
    prices: PRICES = None,
) -> None:
    """Send every question that has no reply yet as a batch; those that wait in one already are not sent again.

    Without PATHS, documents, kinds and options are those of the last submission into the folder.
    """
    with guard():
        from dataclasses import replace

        from extract.batch_run import last
        from extract.batch_run import submit as send

        if paths:
            kinds = chosen(kind)
            settings = settings_of(
                model, base_url, max_chars=max_chars, passage_chars=passage_chars, max_tokens=max_tokens,
                reasks=reasks, method=method, timeout=timeout, retries=retries, prices=prices,
            )  # fmt: skip
        else:
            settings, names = last(out)
            settings = replace(settings, prices=prices)
            kinds = chosen(names)
        sent = send(paths or [], kinds, settings, out, limit=limit, api_key=api_key())
        again = f"; {sent.waiting:,} waited in batches already" if sent.waiting else ""
        typer.echo(f"{sent.requests:,} questions sent in {len(sent.batches)} batches{again}")
        if sent.requests:
            money = "price unknown" if sent.dollars is None else f"${sent.dollars:.4f} at the batch price"
            typer.echo(f"at most {sent.bound.tokens:,} tokens ({money})")
        for id in sent.batches:
            typer.echo(id)
        typer.echo(f"next: extract batch collect {out}" if sent.requests or sent.waiting else sent.done.summary)


@batches.command()
def status(folder: RUN) -> None:
    """Ask the provider how the batches of a run stand."""
    with guard():
        from extract.batch_run import look

        for batch in look(folder, api_key=api_key()):
            typer.echo(
                f"{batch.id}\t{batch.status}\t{batch.answered:,} of {batch.requests:,} answered, "
                f"{batch.failed:,} failed\tsent {batch.sent}"
            )


@batches.command()
def collect(folder: RUN) -> None:
    """Take in what batches have answered, finish what can be and write the run's files.

    Exits 1 if questions are left or anything failed.
    """
    with guard():
        from extract.batch_run import collect as take
        from extract.batch_run import last

        _, names = last(folder)
        came = take(folder, chosen(names), api_key=api_key())
        typer.echo(f"{came.replies:,} replies collected\n{came.done.summary}")
        for line in _left(came, folder):
            typer.echo(line)
        for stray in came.strays:
            typer.echo(f"extract: {stray}", err=True)
        if came.waiting or came.open or came.done.counts["failed"] or came.done.counts["unread"]:
            raise typer.Exit(1)


def _left(came: Collected, folder: Path) -> list[str]:
    """What is not answered yet and what to do about it."""
    lines = [f"  without an answer, {reason}: {count:,}" for reason, count in came.reasons.items()]
    if came.waiting:
        lines.append(f"{came.waiting:,} questions wait in {came.running} batches: collect again later")
    if came.open:
        lines.append(
            f"{came.open:,} questions are to be sent (re-asks, and what was not answered): extract batch submit --out "
            f"{folder}, or extract run with the same options asks them at once"
        )
    return lines


def register(app: typer.Typer) -> None:
    """Put the commands of this module into an application."""
    app.add_typer(batches, name="batch")
