"""The command that puts a run before a person: `extract review`.

Registered by `extract.cli`; everything heavy is imported inside. Exit codes as everywhere: 0 clean, 2 usage.
"""

from __future__ import annotations

import getpass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli_shared import chosen, guard
from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.review.desk import Desk


def review(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    by: Annotated[str, typer.Option("--by", envvar="EXTRACT_BY", help="Who reviews; else the name logged in.")] = "",
    port: Annotated[
        int | None,
        typer.Option("--port", envvar="EXTRACT_PORT", min=1, max=65535, help="Port on 127.0.0.1; else a free one."),
    ] = None,
    show_status: Annotated[
        bool, typer.Option("--status", envvar="EXTRACT_STATUS", help="Print how far the review is; serve nothing.")
    ] = False,
    write_gold: Annotated[
        Path | None,
        typer.Option(
            "--write-gold", envvar="EXTRACT_WRITE_GOLD", help="Write what was decided as gold; serve nothing."
        ),
    ] = None,
) -> None:
    """Accept, correct or reject a run's records in the browser, the riskiest first; every decision is kept.

    Serves on 127.0.0.1 only, to whoever has the printed address, until Ctrl-C. Decisions are appended to
    RUN/decisions.jsonl and outlive further runs into the folder.
    """
    with guard():
        from extract.review.desk import Desk
        from extract.runs import open_run

        desk = Desk(open_run(run), chosen(None), by.strip() or _logged_in())
        if write_gold is not None:
            _write_gold(desk, write_gold)
        if show_status:
            _print_status(desk)
        if write_gold is None and not show_status:
            _serve(desk, port)


def _logged_in() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise UsageError("--by is needed: the name of the person who reviews; the system knows none") from None


def _write_gold(desk: Desk, out: Path) -> None:
    from extract.gold_edit import write_files
    from extract.review.gold import gold_of_review

    files = gold_of_review(desk.seen().laid.reviewed, desk.kinds)
    if not files:
        raise UsageError(f"{desk.run.folder}: nothing is decided yet, so there is no gold; review it first")
    for path in write_files(out, files):
        typer.echo(path)


def _print_status(desk: Desk) -> None:
    from extract.review.show import status_text

    typer.echo(status_text(desk.status()), nl=False)


def _serve(desk: Desk, port: int | None) -> None:
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise UsageError("review needs a web server; install it with: pip install 'extract-toolkit[review]'")
    from extract.review.server import app, listen, new_token, serve

    before = desk.status()
    if before.records:
        desk.record(desk.seen().records[0]["id"])  # so that a run without its texts is refused here and not in the page
    where = listen(desk.run.folder, port)
    token, number = new_token(), where.getsockname()[1]
    typer.echo(f"{before.left} of {before.records} records are left to decide; reviewing as {desk.by}", err=True)
    typer.echo(f"http://127.0.0.1:{number}/#token={token}")
    typer.echo("open this address in a browser on this machine; Ctrl-C ends, nothing is lost", err=True)
    serve(app(desk, token, number), where)
    after = desk.status()
    typer.echo(f"ended; {after.left} of {after.records} records are left to decide", err=True)


def register(app: typer.Typer) -> None:
    """Adds the command to the app."""
    app.command()(review)
