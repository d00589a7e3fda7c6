"""The command `extract report`: a run as one HTML file.

Registered by `extract.cli`; everything heavy is imported inside. Exit codes as everywhere: 0 clean, 2 usage.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extract.cli_shared import chosen, guard
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.report.page import Beside
    from extract.runs import Run


class Verdict(StrEnum):
    """The verdicts, as the command line takes them."""

    VERIFIED = "verified"
    FLAGGED = "flagged"
    REJECTED = "rejected"


def report(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="File to write; RUN/report.html.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", "-g", envvar="EXTRACT_GOLD", help="Measure by this gold, add the accuracy.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", envvar="EXTRACT_AGAINST", help="Run folder; add what differs from it.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", "-k", envvar="EXTRACT_KIND", help="Only this kind; repeat.")
    ] = None,
    verdict: Annotated[
        list[Verdict] | None, typer.Option("--verdict", envvar="EXTRACT_VERDICT", help="Only this verdict; repeat.")
    ] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", envvar="EXTRACT_DOCUMENT", help="Only this document's id; repeat.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", envvar="EXTRACT_LIMIT", min=1, help="First N documents that are left.")
    ] = None,
) -> None:
    """Write a run as one HTML file: plots, a table to filter, each record's proof in its document.

    The file needs no network. With --gold it says how good the run is and where it is wrong, with --against what
    changed since another run.
    """
    with guard():
        from dataclasses import replace

        from extract.report.gather import Choice, choose
        from extract.report.page import build
        from extract.runs import open_run

        opened = open_run(run)
        kinds = chosen(None)
        choice = Choice(tuple(chosen(kind)) if kind else (), tuple(verdict or ()), tuple(document or ()), limit)
        beside = _beside(opened, gold, {name: one for name, one in kinds.items() if not kind or name in kind})
        if against is not None:
            beside = replace(beside, diff=_diff(against, opened))
        taken = choose(opened, choice)
        text = build(opened, kinds, taken, beside)
        path = out if out is not None else run / "report.html"
        _write(path, text)
        if taken.left_out:
            typer.echo(f"{run}: {taken.left_out}", err=True)
        typer.echo(f"written to {path}: {len(text.encode()) / 1e6:.2f} MB; open it in a browser")


def _beside(run: Run, gold: Path | None, kinds: dict[str, Any]) -> Beside:
    """What the run is laid beside: with gold, its score."""
    from extract.report.page import Beside

    if gold is None:
        return Beside()
    from extract.gold import read_gold
    from extract.score import score
    from extract.score_json import score_json

    read = read_gold(gold)
    return Beside(score_json(score(run.records(), read, kinds)), read)


def _diff(against: Path, run: Run) -> dict[str, Any]:
    """What changed from the other run to this one."""
    from extract.diff import as_json, compare
    from extract.runs import open_run

    return as_json(compare(open_run(against), run))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another --out") from error


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command()(report)
