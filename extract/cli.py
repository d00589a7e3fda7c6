"""The command line: parse, call, print, exit. Nobody imports this module.

stdout carries data, stderr progress and errors. Every flag is also an `EXTRACT_*` variable. Exit codes:
0 clean, 1 findings or failures, 2 usage, 3 model, 4 recording missing, 130 interrupted. Everything heavy is
imported inside the commands, so that `extract --help` answers at once.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from extract import cli_batch, cli_compare, cli_contract, cli_export, cli_measure, cli_report, cli_review, cli_run
from extract.cli_shared import BASE_URL, MAX_CHARS, MODEL, PASSAGE_CHARS, TIMEOUT, api_key, settings_of
from extract.cli_shared import chosen as _chosen
from extract.cli_shared import guard as _guard
from extract.errors import UsageError
from extract.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn documents into checked JSON records of treaties, loans, weapons transfers and statements.\n\n"
    "Start with: extract run seeds --replay fixtures/recordings",
)
models = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The embedded model.")
app.add_typer(models, name="model")
cli_run.register(app)
cli_batch.register(app)
cli_measure.register(app)
cli_report.register(app)
cli_review.register(app)
cli_compare.register(app)
cli_export.register(app)
cli_contract.register(app)


@app.command()
def kinds(
    as_codebook: Annotated[bool, typer.Option("--codebook", envvar="EXTRACT_CODEBOOK", help="As Markdown.")] = False,
) -> None:
    """List the kinds, after checking every schema and prompt file."""
    with _guard():
        if as_codebook:
            from extract.codebook import codebook

            typer.echo(codebook(_chosen(None)), nl=False)
            return
        for name, kind in _chosen(None).items():
            fields = len(kind.model.model_fields)
            typer.echo(f"{name}\t{kind.prompt.label}\t{fields} fields, {len(kind.prompt.examples)} examples")


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="Kind, e.g. loan.")]) -> None:
    """Print the JSON Schema (draft 2020-12) of a kind's records as they leave."""
    with _guard():
        import json

        from extract.kinds import published_schema

        typer.echo(json.dumps(published_schema(_chosen([kind])[kind]), indent=2, ensure_ascii=False))


@app.command()
def validate(file: Annotated[str, typer.Argument(help="A records.jsonl, or - for stdin.")]) -> None:
    """Check a file of records against the published schemas; name line and path of each fault."""
    with _guard():
        from extract.kinds import published_schema
        from extract.validate import faults

        schemas = {name: published_schema(kind) for name, kind in _chosen(None).items()}
        count = 0
        try:
            stream = sys.stdin if file == "-" else open(file, encoding="utf-8")  # noqa: SIM115  closed just below
            with stream:
                for fault in faults(stream, schemas):
                    typer.echo(f"{file}:{fault.line}: {fault.path or '/'}: {fault.message}")
                    count += 1
        except BrokenPipeError:
            raise  # our stdout, not the file
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: cannot be read ({error}); give a records.jsonl of a run") from error
        typer.echo(f"{count} faults" if count else f"{file}: valid", err=bool(count))
        if count:
            raise typer.Exit(1)


@app.command()
def figures(
    files: Annotated[list[str], typer.Argument(help="Documents, or - for stdin.")],
    json_lines: Annotated[bool, typer.Option("--json", envvar="EXTRACT_JSON", help="JSON Lines always.")] = False,
    texts: Annotated[
        bool,
        typer.Option(
            "--jsonl", envvar="EXTRACT_JSONL", help='FILES are JSON Lines of {"id", "text"}; a line out for each.'
        ),
    ] = False,
    max_chars: MAX_CHARS = 50_000_000,
) -> None:
    """Find money, percentages, counts, dates and weapon designations; no model is asked.

    JSON Lines, or on a terminal the text with the figures coloured by kind.
    """
    with _guard():
        if texts:
            _annotate(files)
            return
        from extract.documents import read
        from extract.figures import find
        from extract.show import coloured
        from extract.store import dumps, figure_json

        documents, failures = read(files, max_chars=max_chars)
        for document in documents:
            found = find(document.text, anchor=document.published)
            if sys.stdout.isatty() and not json_lines:
                typer.echo(coloured(document, found), nl=False)
                continue
            for figure in found:
                typer.echo(dumps({"document": document.id, **figure_json(figure)}))
        for failure in failures:
            typer.echo(f"extract: {failure.message}", err=True)
        if failures:
            raise typer.Exit(1)


def _annotate(files: list[str]) -> None:
    """Figures for each line of files of JSON Lines; exit 1 where a line could not be read."""
    from extract.annotate import Fault, annotate

    faults = 0
    for file in files:
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as lines:
                for line in annotate(lines):
                    if isinstance(line, Fault):
                        faults += 1
                        typer.echo(f"extract: {file}:{line.line}: {line.message}", err=True)
                    else:
                        typer.echo(line)
        except BrokenPipeError:
            raise  # our stdout, not the file
        except OSError as error:
            raise UsageError(f"{file}: cannot be read ({error}); give a file of JSON Lines, or - for stdin") from error
    if faults:
        raise typer.Exit(1)


@app.command()
def doctor(
    model: MODEL = None,
    base_url: BASE_URL = None,
    full: Annotated[bool, typer.Option("--full", envvar="EXTRACT_FULL", help="The longest passage too.")] = False,
    timeout: TIMEOUT = Settings.timeout,
    passage_chars: PASSAGE_CHARS = Settings.passage_chars,
) -> None:
    """Examine the endpoint: reachable, schema honoured, usage reported, context long enough; say what to change."""
    with _guard():
        from extract.doctor import diagnose

        settings = settings_of(model, base_url, timeout=timeout, passage_chars=passage_chars)
        typer.echo(f"asking {base_url or 'the embedded model'}; a slow machine takes minutes ...", err=True)
        if base_url is None:
            from extract.local import server

            base_url = server().base_url
        found = diagnose(settings, base_url=base_url, api_key=api_key(), full=full)
        for one in found:
            typer.echo(f"{'ok  ' if one.ok else 'BAD '} {one.name}: {one.detail}")
            if not one.ok:
                typer.echo(f"     -> {one.advice}")
        if not all(one.ok for one in found):
            raise typer.Exit(1)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Folder to make.")]) -> None:
    """Lay out a project to edit: schemas, prompts, sample documents and recordings."""
    with _guard():
        from extract.batch import lay_out

        lay_out(folder)
        typer.echo(f"{folder}: ready. Next: cd {folder} && extract run seeds --replay fixtures/recordings")


@models.command()
def pull() -> None:
    """Fetch the embedded model's weights (1.1 GB) into the user's cache and verify them."""
    with _guard():
        from extract.local import pull as fetch
        from extract.show import bytes_bar

        with bytes_bar() as advance:
            path = fetch(advance)
        typer.echo(path)


def main() -> None:
    """The `extract` command."""
    app()


if __name__ == "__main__":
    main()
