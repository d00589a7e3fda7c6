"""Showing: records, conversations and figures as text for a person, and progress bars on stderr.

Takes values, gives strings (and two progress bars); nothing is printed to stdout here. What comes from a
document or a model may hold escape sequences, so every control character is made visible first.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO
from itertools import islice
from shutil import get_terminal_size
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from extract.fields import digits
from extract.pipeline import KindOutcome
from extract.prompts import Prompt
from extract.store import dumps
from extract.types import Document, Failure, Figure

COLOURS = {"verified": "green", "flagged": "yellow", "rejected": "red"}
FIGURE_COLOURS = {
    "money": "bold green", "percent": "cyan", "count": "bold blue", "number": "blue", "ordinal": "dim",
    "date": "magenta", "duration": "yellow", "designation": "bold red", "reference": "dim",
}  # fmt: skip


def clean(text: object) -> str:
    """The text with control and format characters made visible, line breaks and tabs as one space."""
    return _visible(" ".join(str(text).split()))


MOST_SHOWN = 500
"""Rows of a table; a run of more is for `extract report`."""


def records_table(records: Iterable[Mapping[str, Any]], failures: Iterable[Failure]) -> str:
    """One line a record (as records.jsonl holds it): document, kind, verdict, what it says, the gravest finding; then
    the failures. The first 500 of each.
    """
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    wide = (terminal_width() - 16 - 16 - 8 - 12) // 2  # three fixed columns and the rules between
    for name, width in (("document", 16), ("kind", 16), ("verdict", 8), ("what", wide), ("finding", wide)):
        table.add_column(name, width=width, no_wrap=True, overflow="ellipsis")
    for record in islice(records, MOST_SHOWN):
        verdict = Text(record["verdict"], style=COLOURS[record["verdict"]])
        document, kind = clean(record["document"]["id"]), record["kind"].replace("_", " ")
        table.add_row(document, kind, verdict, gist(record["data"]), _gravest(record["findings"]))
    for failure in islice(failures, MOST_SHOWN):
        verdict = Text("failed", style="bold red")
        document, kind = clean(failure.document), clean(failure.kind or "-")
        table.add_row(document, kind, verdict, clean(failure.reason), clean(failure.message))
    return rendered(table)


def gist(data: Mapping[str, Any]) -> Text:
    """A record in a few words, read off its fields' values: parties, sum, weapon, stage, quote."""
    lists = [
        ", ".join(value)[:100]
        for value in data.values()
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value)
    ]
    numbers = [
        digits(Decimal(str(value["value"])), ",") + f" {value.get('currency', '')}".rstrip()
        for value in data.values()
        if isinstance(value, dict) and value.get("value") is not None
    ]
    words = [str(data[name]) for name in ("speaker", "content", "designation_text", "title_text") if data.get(name)]
    stage = [str(data[name]) for name in ("status", "stage", "speech_act") if name in data]
    parts = [*words, *(lists[1:3] if "evidence" in data else lists[:1]), *numbers, *stage]
    return Text(clean(" | ".join(part for part in parts if part))[:220])


def _gravest(findings: Sequence[Mapping[str, Any]]) -> Text:
    order = {"error": 0, "warn": 1, "info": 2}
    grave = sorted((f for f in findings if f["level"] != "info"), key=lambda f: order[f["level"]])
    if not grave:
        return Text("")
    more = f" (+{len(grave) - 1})" if len(grave) > 1 else ""
    return Text(clean(f"{grave[0]['check']}{more} {grave[0]['path']}: {grave[0]['message']}")[:200])


def conversation(prompt: Prompt, outcome: KindOutcome) -> str:
    """Everything about one document and kind: prompt, replies, records with their findings."""
    parts = [f"--- {message['role']}\n{message['content']}" for message in prompt.messages]
    for number, answer in enumerate(outcome.answers, start=1):
        usage = answer.usage
        parts.append(
            f"--- reply {number} (recording {answer.recording[:16]}, {usage.prompt_tokens} tokens read, "
            f"{usage.cached_tokens} of them cached, {usage.completion_tokens} written)\n{answer.text}"
        )
    if outcome.failure:
        parts.append(f"--- failed: {outcome.failure.reason}\n{outcome.failure.message}")
    for record in outcome.records:
        lines = [f"--- record {record.id}: {record.verdict}"]
        lines += [f"{name}: {_value(value)}" for name, value in record.data.items()]
        lines += [f"derived {name}: {_value(value)}" for name, value in record.derived.items()]
        lines += [f"[{quote.start}:{quote.end}] {clean(quote.exact)} ({quote.match})" for quote in record.evidence]
        lines += [f"{f.level} {f.check} {f.path}: {clean(f.message)}" for f in record.findings]
        parts.append("\n".join(lines))
    return _visible("\n".join(parts)) + "\n"


def _value(value: object) -> str:
    """Words as they are, anything else as JSON."""
    return clean(value if isinstance(value, str) else dumps(value))


def coloured(document: Document, figures: Sequence[Figure]) -> str:
    """The document with its figures coloured by kind, and a legend."""
    text = Text()
    at = 0
    for figure in figures:
        text.append(_visible(document.text[at : figure.start]))
        text.append(_visible(figure.as_written), style=FIGURE_COLOURS[figure.kind])
        at = figure.end
    text.append(_visible(document.text[at:]))
    legend = Text("\n")
    for kind, style in FIGURE_COLOURS.items():
        legend.append(f"{kind} ", style=style)
    return rendered(text, legend, colour=True)


def _visible(text: str) -> str:
    """The text with control and format characters, lone surrogates and odd line ends made visible."""
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in hidden else f"\\u{ord(c):04x}"
        for c in text.replace("\r\n", "\n")
    )


def terminal_width() -> int:
    """Columns of the terminal that stdout is; 140 where it is none, as in a log."""
    return max(100, get_terminal_size().columns) if sys.stdout.isatty() else 140


def rendered(*parts: object, colour: bool | None = None) -> str:
    """Rendered for the terminal that stdout is, or plain and 140 columns wide where it is none."""
    terminal = sys.stdout.isatty() if colour is None else colour
    out = StringIO()
    # Text of documents may look like markup: "[/red]" would raise, ":smile:" become another character.
    console = Console(
        file=out,
        width=terminal_width(),
        force_terminal=terminal,
        no_color=not terminal,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts:
        console.print(part)
    return out.getvalue()


@contextmanager
def bytes_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on stderr over bytes."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("weights", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
