"""The command for those who write readers: `extract contract`. Registered by `extract.cli`.

Exit codes as everywhere: 0 clean, 1 what is there is stale or breaks readers, 2 usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli_shared import chosen, guard


def contract(
    folder: Annotated[Path, typer.Argument(help="Folder to write, or to look at.")],
    check: Annotated[
        bool, typer.Option("--check", envvar="EXTRACT_CHECK", help="Write nothing; name files that are stale.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", envvar="EXTRACT_AGAINST", help="Contract to compare with; write nothing, list changes."
        ),
    ] = None,
) -> None:
    """Write the JSON Schemas and TypeScript types of a run's files.

    For programs that read them; of the kinds of the project that you stand in.

    With --against it lists what changed since a former contract, and exits 1 where that breaks its readers.
    """
    with guard():
        from extract.compat import compare
        from extract.contract import contract_schemas, read_schemas, stale_files, write_contract

        kinds = chosen(None)
        bad = 0
        if check:
            stale = stale_files(kinds, folder)
            for name in stale:
                typer.echo(f"{folder / name}: stale; write it anew with `extract contract {folder}`")
            bad += len(stale)
        if against is not None:
            for change in compare(read_schemas(against), contract_schemas(kinds)):
                typer.echo(f"{'BREAKS ' if change.breaks else 'adds   '} {change.path}: {change.message}")
                bad += change.breaks
        if bad:
            raise typer.Exit(1)
        if not check and against is None:
            write_contract(kinds, folder)
            typer.echo(folder)


def register(app: typer.Typer) -> None:
    """Put the command of this module into an application."""
    app.command()(contract)
