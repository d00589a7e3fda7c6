"""The commands that lay runs beside each other: `extract diff`, `extract corpus`.

Registered by `extract.cli`; everything heavy is imported inside.
Exit codes as everywhere: 0 clean, 1 the runs differ, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli_shared import guard
from extract.errors import UsageError

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


def write(path: Path, text: str) -> None:
    """Write a file that the user named. Raises UsageError where the disk refuses it."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def register(app: typer.Typer) -> None:
    """Adds the commands to the app."""
    app.command()(diff)
