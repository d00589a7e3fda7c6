"""The commands that measure: `extract score`. Registered by `extract.cli`; heavy imports are inside.

Exit codes as everywhere: 0 clean, 1 a measure fell below its floor, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli_shared import chosen, guard
from extract.errors import UsageError

GOLD = Annotated[Path, typer.Option("--gold", "-g", envvar="EXTRACT_GOLD", help="Gold file, or folder of them.")]
JSON = Annotated[Path | None, typer.Option("--json", envvar="EXTRACT_JSON", help="Write everything measured here too.")]
GATE = Annotated[
    Path | None, typer.Option("--gate", envvar="EXTRACT_GATE", help="Floors file; exit 1 where one is not reached.")
]


def score(
    run: Annotated[Path, typer.Argument(help="Run folder, or a records.jsonl.")],
    gold: GOLD = Path("gold"),
    kind: Annotated[
        list[str] | None, typer.Option("--kind", "-k", envvar="EXTRACT_KIND", help="Only this kind; repeat.")
    ] = None,
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
        from extract.floors import falls, measured, read_floors
        from extract.floors import update_floors as write_floors
        from extract.gold import read_gold
        from extract.score import score as measure
        from extract.score_json import score_json
        from extract.score_show import falls_text, score_tables
        from extract.store import dumps, read_records

        if update_floors and gate is None:
            raise UsageError("--update-floors needs --gate: the file to write the floors into")
        result = measure(read_records(run), read_gold(gold), chosen(kind))
        typer.echo(score_tables(result), nl=False)
        if json_file is not None:
            _write(json_file, dumps(score_json(result), indent=1) + "\n")
        if gate is None:
            return
        if update_floors:
            fell = write_floors(gate, measured(result), allow_regression=allow_regression)
            typer.echo(f"{gate}: written" + (f"; {len(fell)} lowered" if fell else ""), err=True)
            return
        fell = falls(measured(result), read_floors(gate))
        typer.echo(falls_text(fell), nl=False, err=True)
        if fell:
            raise typer.Exit(1)
        typer.echo(f"{gate}: reached", err=True)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command()(score)
