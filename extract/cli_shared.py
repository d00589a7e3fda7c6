"""What the modules of the command line share: errors to exit codes, and the kinds that a user names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from extract.errors import ExtractError, UsageError


@contextmanager
def guard() -> Iterator[None]:
    """Errors of the user, the model or the endpoint to one line on stderr and their exit code."""
    try:
        yield
    except ExtractError as error:
        typer.echo(f"extract: {error}", err=True)
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        typer.echo("extract: interrupted", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:  # the reader of our stdout has gone ("| head"): nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def chosen(names: list[str] | None) -> dict[str, Any]:
    """The project's kinds by name, or those named. Raises UsageError for a name that is none."""
    from extract.kinds import load_kinds, project_folder

    known = load_kinds(project_folder())
    for name in names or ():
        if name not in known:
            raise UsageError(f"no kind {name!r}; there are {', '.join(known)}")
    return {name: kind for name, kind in known.items() if not names or name in names}
