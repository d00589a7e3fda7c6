"""The commands that lay runs beside each other: `extract diff`, `extract corpus`.

Registered by `extract.cli`; everything heavy is imported inside.
Exit codes as everywhere: 0 clean, 1 the runs differ, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli_shared import chosen, guard
from extract.errors import UsageError

KINDS = Annotated[list[str] | None, typer.Option("--kind", "-k", envvar="EXTRACT_KIND", help="Only this kind; repeat.")]
JSON = Annotated[
    Path | None, typer.Option("--json", envvar="EXTRACT_JSON", help="Write everything here; - for stdout.")
]
ALL = Annotated[bool, typer.Option("--all", envvar="EXTRACT_ALL", help="Every line of every table.")]


def diff(
    a: Annotated[Path, typer.Argument(metavar="RUN_A", help="Run folder: before.")],
    b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Run folder: after.")],
    json_file: JSON = None,
    list_all: ALL = False,
) -> None:
    """Compare two runs record by record: what appeared, vanished and changed, and what the runs say why.

    Exits 1 if documents, records or failures differ.
    """
    with guard():
        from extract.diff import as_json, compare
        from extract.diff_show import diff_tables
        from extract.runs import open_run
        from extract.store import dumps

        found = compare(open_run(a), open_run(b))
        text = dumps(as_json(found), indent=1) + "\n" if json_file is not None else ""
        if json_file == Path("-"):
            typer.echo(text, nl=False)
        else:
            typer.echo(diff_tables(found, every=list_all), nl=False)
            if json_file is not None:
                write(json_file, text)
        if not found.empty:
            raise typer.Exit(1)


def corpus(
    runs: Annotated[list[Path] | None, typer.Argument(metavar="RUN...", help="Run folders, one or more.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="Write the claims here, one a line.")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions", envvar="EXTRACT_DECISIONS", help='JSON Lines of {"together": [ids]} or {"apart": [ids]}.'
        ),
    ] = None,
    kind: KINDS = None,
    verified: Annotated[
        bool, typer.Option("--verified", envvar="EXTRACT_VERIFIED", help="Verified records alone.")
    ] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", envvar="EXTRACT_REJECTED", help="Rejected records too.")
    ] = False,
    list_all: ALL = False,
    schema: Annotated[
        bool, typer.Option("--schema", envvar="EXTRACT_SCHEMA", help="Print the JSON Schema of a claim instead.")
    ] = False,
) -> None:
    """Join what several documents say of one event: claims with every mention, value, conflict and reason.

    Nothing is averaged; a file of decisions comes before every rule.
    """
    with guard():
        import json

        from extract.corpus.claims import corpus as join
        from extract.corpus.decisions import read_decisions
        from extract.corpus.mentions import Chosen
        from extract.corpus.schema import claim_schema
        from extract.corpus_show import corpus_table
        from extract.runs import open_run
        from extract.store import dumps

        if schema:
            typer.echo(json.dumps(claim_schema(), indent=2, ensure_ascii=False))
            return
        if not runs:
            raise UsageError("no run given; name one or more --out folders of extract run")
        if verified and rejected:
            raise UsageError("--verified and --rejected exclude each other")
        verdicts = ("verified",) if verified else ("verified", "flagged", *(("rejected",) if rejected else ()))
        decided = read_decisions(decisions) if decisions else None
        found = join([open_run(run) for run in runs], Chosen(verdicts, chosen(kind)), decided)
        if out is not None:
            write(out, "".join(dumps(claim) + "\n" for claim in found.claims))
        typer.echo(corpus_table(found, every=list_all), nl=False)
        for id in found.undecided:
            typer.echo(f"extract: {decisions}: no record {id} here; that decision says nothing", err=True)


def write(path: Path, text: str) -> None:
    """Write a file that the user named. Raises UsageError where the disk refuses it."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command()(diff)
    app.command()(corpus)
