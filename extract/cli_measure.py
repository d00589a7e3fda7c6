"""The commands that measure: `extract score`, `extract agree`, `extract gold`.

Registered by `extract.cli`; everything heavy is imported inside.
Exit codes as everywhere: 0 clean, 1 a measure fell below its floor, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli_shared import chosen, guard
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.score import Score

golds = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Gold: propose, confirm, merge.")

KINDS = Annotated[list[str] | None, typer.Option("--kind", "-k", envvar="EXTRACT_KIND", help="Only this kind; repeat.")]
GOLD = Annotated[Path, typer.Option("--gold", "-g", envvar="EXTRACT_GOLD", help="Gold file, or folder of them.")]
JSON = Annotated[Path | None, typer.Option("--json", envvar="EXTRACT_JSON", help="Write everything measured here too.")]
GATE = Annotated[
    Path | None, typer.Option("--gate", envvar="EXTRACT_GATE", help="Floors file; exit 1 where one is not reached.")
]


def score(
    run: Annotated[Path, typer.Argument(help="Run folder, or a records.jsonl.")],
    gold: GOLD = Path("gold"),
    kind: KINDS = None,
    list_all: Annotated[
        bool, typer.Option("--list", envvar="EXTRACT_LIST", help="Name each wrong and each missed record.")
    ] = False,
    json_file: JSON = None,
    gate: GATE = None,
    update_floors: Annotated[
        bool,
        typer.Option(
            "--update-floors", envvar="EXTRACT_UPDATE_FLOORS", help="Write what is reached into the --gate file."
        ),
    ] = False,
    allow_regression: Annotated[
        bool,
        typer.Option("--allow-regression", envvar="EXTRACT_ALLOW_REGRESSION", help="Let --update-floors lower floors."),
    ] = False,
) -> None:
    """Measure a run against gold: precision, recall, F1, fields, numbers, verdicts, traps.

    With --gate FLOORS it exits 1 where a pinned measure is not reached.
    """
    with guard():
        from extract.gold import read_gold
        from extract.score import score as measure
        from extract.score_json import score_json
        from extract.score_show import score_tables
        from extract.store import dumps, read_records

        if update_floors and gate is None:
            raise UsageError("--update-floors needs --gate: the file to write the floors into")
        result = measure(read_records(run), read_gold(gold), chosen(kind))
        typer.echo(score_tables(result, every=list_all), nl=False)
        if json_file is not None:
            _write(json_file, dumps(score_json(result), indent=1) + "\n")
        if gate is not None and update_floors:
            _raise_floors(gate, result, allow_regression)
        elif gate is not None:
            _hold_against(gate, result)


def _raise_floors(path: Path, result: Score, allow_regression: bool) -> None:
    from extract.floors import measured, update_floors

    fell = update_floors(path, measured(result), allow_regression=allow_regression)
    typer.echo(f"{path}: written" + (f"; {len(fell)} lowered" if fell else ""), err=True)


def _hold_against(path: Path, result: Score) -> None:
    """Exits 1, naming them, where floors are not reached."""
    from extract.floors import falls, measured, read_floors
    from extract.score_show import falls_text

    fell = falls(measured(result), read_floors(path))
    typer.echo(falls_text(fell), nl=False, err=True)
    if fell:
        raise typer.Exit(1)
    typer.echo(f"{path}: reached", err=True)


def agree(
    sources: Annotated[
        list[Path], typer.Argument(help="Two or more: run folders, records.jsonl, gold files, folders.")
    ],
    kind: KINDS = None,
    json_file: JSON = None,
) -> None:
    """Measure how far coders, prompts, models or runs agree: Krippendorff's alpha, F1 over records and words."""
    with guard():
        from dataclasses import asdict

        from extract.agree import agree as measure
        from extract.agree_show import agreement_tables
        from extract.coded import read_source
        from extract.store import dumps

        if len(sources) < 2:
            raise UsageError("agreement takes two sources or more; name another run or gold folder")
        kinds = chosen(kind)
        read = [read_source(path, kinds) for path in sources]
        found = measure(read, kinds)
        typer.echo(agreement_tables(read, found), nl=False)
        if json_file is not None:
            _write(json_file, dumps([asdict(one) for one in found], indent=1) + "\n")


@golds.command()
def propose(
    run: Annotated[Path, typer.Argument(help="Run folder, or a records.jsonl.")],
    out: Annotated[Path, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="Folder to write.")] = Path("gold"),
    kind: KINDS = None,
) -> None:
    """Propose gold from a run's records: one file a document, nothing in it counts until it is confirmed."""
    with guard():
        from extract.gold_edit import propose as write

        for path in write(run, out, chosen(kind)):
            typer.echo(path)


@golds.command()
def confirm(
    file: Annotated[Path, typer.Argument(help="Gold file of one document.")],
    by: Annotated[str, typer.Option("--by", envvar="EXTRACT_BY", help="Who has read the document.")] = "",
    id: Annotated[list[str] | None, typer.Option("--id", envvar="EXTRACT_ID", help="Only this record; repeat.")] = None,
    all: Annotated[bool, typer.Option("--all", envvar="EXTRACT_ALL", help="All, and that none is missing.")] = False,
) -> None:
    """Mark proposed records as reviewed by a person: these, or all of the file."""
    with guard():
        from extract.gold_edit import confirm as mark

        if all == bool(id):
            raise UsageError("give --id (once or more) or --all: which records have been read?")
        typer.echo(f"{file}: {mark(file, id or [], by)} confirmed by {by}")


@golds.command()
def merge(
    first: Annotated[Path, typer.Argument(help="One coder's gold: a file or a folder.")],
    second: Annotated[Path, typer.Argument(help="The other coder's.")],
    out: Annotated[Path, typer.Option("--out", "-o", envvar="EXTRACT_OUT", help="Folder to write.")] = Path("merged"),
    kind: KINDS = None,
) -> None:
    """Merge two coders' gold; list what they disagree on, field by field."""
    with guard():
        from extract.agree_show import disagreement_table
        from extract.gold_edit import write_files
        from extract.gold_merge import merge as combine

        merged = combine(first, second, chosen(kind))
        paths = write_files(out, merged.files)
        typer.echo(disagreement_table(merged), nl=False)
        typer.echo(
            f"{len(paths)} files in {out}: {merged.agreed} records agreed, {len(merged.disagreements)} differences"
        )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command()(score)
    app.command()(agree)
    app.add_typer(golds, name="gold")
