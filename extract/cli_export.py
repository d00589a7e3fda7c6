"""The command that hands a run on: `extract export`. Registered by `extract.cli`; everything heavy is imported inside.

Exit codes as everywhere: 0 clean, 2 usage. stdout has the path written, stderr what was left out.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extract.cli_shared import KINDS, chosen, guard


class _Format(StrEnum):
    csv = "csv"
    parquet = "parquet"
    sqlite = "sqlite"
    jsonl = "jsonl"
    label_studio = "label-studio"
    web_annotation = "web-annotation"
    codebook = "codebook"


class _Verdict(StrEnum):
    verified = "verified"
    flagged = "flagged"
    rejected = "rejected"


class _Delimiter(StrEnum):
    comma = ","
    semicolon = ";"
    tab = "tab"


def export(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    format: Annotated[_Format, typer.Option("--format", "-f", envvar="EXTRACT_FORMAT", help="What to write.")] = (
        _Format.csv
    ),
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="File, or folder for csv, parquet, label-studio."),
    ] = None,
    kind: KINDS = None,
    verdict: Annotated[
        list[_Verdict] | None, typer.Option("--verdict", envvar="EXTRACT_VERDICT", help="Only this verdict; repeat.")
    ] = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", envvar="EXTRACT_REJECTED", help="Rejected records too.")
    ] = False,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", envvar="EXTRACT_REVIEWED", help="With the decisions of `extract review`.")
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", envvar="EXTRACT_BOM", help="CSV with a byte order mark, for Excel.")
    ] = False,
    delimiter: Annotated[
        _Delimiter, typer.Option("--delimiter", envvar="EXTRACT_DELIMITER", help="What parts the cells of CSV.")
    ] = _Delimiter.comma,
    force: Annotated[bool, typer.Option("--force", envvar="EXTRACT_FORCE", help="Replace a former export.")] = False,
) -> None:
    """Write a run as CSV, Parquet, SQLite, flat JSON Lines, Label Studio tasks or Web Annotations, or its codebook.

    Verified and flagged records unless told otherwise; each has its verdict.
    """  # fmt: skip
    with guard():
        from extract.export import NAMES, Choice
        from extract.export import export as write
        from extract.export.source import DEFAULT_VERDICTS
        from extract.runs import open_run

        place = out or Path(NAMES[format.value])
        opened = open_run(run)
        known = frozenset(chosen(None))
        verdicts = tuple(str(one) for one in verdict or DEFAULT_VERDICTS) + (("rejected",) if rejected else ())
        between = "\t" if delimiter is _Delimiter.tab else delimiter.value
        choice = Choice(format.value, place, verdicts, force, bom, reviewed, between)
        done = write(opened, chosen(kind), known, choice)
        if not opened.manifest.get("complete"):
            typer.echo(f"{run}: the run is not complete; what it has so far was exported", err=True)
        if reviewed:
            _say_decisions(run)
        left = ", ".join(f"{count:,} {name}" for name, count in done.left_out.items())
        typer.echo(f"{done.kept:,} records" + (f"; left out: {left}" if left else ""), err=True)
        typer.echo(place)


def _say_decisions(run: Path) -> None:
    """How many decisions were laid over, and which lines hold none."""
    from extract.review import FILE, read

    decisions = read(run)
    typer.echo(f"{len(decisions.all):,} decisions laid over", err=True)
    if decisions.damaged:
        lines = ", ".join(str(number) for number in decisions.damaged[:10])
        typer.echo(f"{run / FILE}: no decision in line {lines}; passed over", err=True)


def register(app: typer.Typer) -> None:
    """Put the command of this module into an application."""
    app.command()(export)
