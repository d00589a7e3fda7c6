"""What the modules of the command line share: options, errors to exit codes, the kinds that a user names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.errors import ExtractError, UsageError
from extract.settings import EMBEDDED_MODEL, Method, Settings

KINDS = Annotated[list[str] | None, typer.Option("--kind", "-k", envvar="EXTRACT_KIND", help="Only this kind; repeat.")]
MODEL = Annotated[str | None, typer.Option("--model", envvar="EXTRACT_MODEL", help="Model name at the endpoint.")]
BASE_URL = Annotated[
    str | None,
    typer.Option("--base-url", envvar="EXTRACT_BASE_URL", help="OpenAI-compatible endpoint; none: the embedded model."),
]
RECORD = Annotated[
    Path | None, typer.Option("--record", envvar="EXTRACT_RECORD", help="Keep each reply here; ask only what is new.")
]
REPLAY = Annotated[
    Path | None, typer.Option("--replay", envvar="EXTRACT_REPLAY", help="Answer from recordings here; never ask.")
]
MAX_CHARS = Annotated[int, typer.Option("--max-chars", envvar="EXTRACT_MAX_CHARS", min=1, help="Longest document.")]
PASSAGE_CHARS = Annotated[
    int,
    typer.Option("--passage-chars", envvar="EXTRACT_PASSAGE_CHARS", min=1_000, help="Longest text read at once."),
]
MAX_TOKENS = Annotated[int, typer.Option("--max-tokens", envvar="EXTRACT_MAX_TOKENS", min=1, help="Longest reply.")]
REASKS = Annotated[int, typer.Option("--reasks", envvar="EXTRACT_REASKS", min=0, help="Re-asks per document and kind.")]
METHOD = Annotated[
    Method,
    typer.Option("--method", envvar="EXTRACT_METHOD", help="Code proposes and the model chooses, or the model copies."),
]
TIMEOUT = Annotated[float, typer.Option("--timeout", envvar="EXTRACT_TIMEOUT", min=1, help="Seconds per request.")]
RETRIES = Annotated[int, typer.Option("--retries", envvar="EXTRACT_RETRIES", min=0, help="After 429, 5xx, lost links.")]
RPM = Annotated[int | None, typer.Option("--rpm", envvar="EXTRACT_RPM", min=1, help="Requests a minute at most.")]
TPM = Annotated[int | None, typer.Option("--tpm", envvar="EXTRACT_TPM", min=1, help="Tokens a minute at most.")]
BUDGET = Annotated[
    float | None, typer.Option("--budget", envvar="EXTRACT_BUDGET", min=0, help="US dollars that the run may cost.")
]
BUDGET_TOKENS = Annotated[
    int | None, typer.Option("--budget-tokens", envvar="EXTRACT_BUDGET_TOKENS", min=0, help="Tokens it may cost.")
]
PRICES = Annotated[
    Path | None, typer.Option("--prices", envvar="EXTRACT_PRICES", help="Table of prices, YAML; see docs/endpoints.md.")
]
CONCURRENCY = Annotated[
    int, typer.Option("--concurrency", envvar="EXTRACT_CONCURRENCY", min=1, help="Requests in flight (endpoint).")
]


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


def settings_of(
    model: str | None, base_url: str | None, record: Path | None = None, replay: Path | None = None, **rest: Any
) -> Settings:
    """The settings that the options say. Raises UsageError where they do not go together."""
    if record and replay:
        raise UsageError("--record and --replay exclude each other; record also answers from what is there")
    if base_url and not model:
        raise UsageError("--base-url needs --model: the name of a model that the endpoint serves")
    if model and not base_url and model != EMBEDDED_MODEL:
        raise UsageError(f"--model {model} needs --base-url; a GGUF file of your own is set by EXTRACT_MODEL_FILE")
    return Settings(
        model=model or EMBEDDED_MODEL,
        base_url=base_url,
        mode="record" if record else "replay" if replay else "live",
        recordings=record or replay,
        **rest,
    )


def api_key() -> str | None:
    """The key for the endpoint: from the environment alone, so that it stands in no history of commands."""
    return os.environ.get("OPENAI_API_KEY")
