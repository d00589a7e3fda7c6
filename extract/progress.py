"""How a run goes: a live line and counts by kind on stderr, plain lines where that is no terminal, a log for machines.

Takes what a batch tells its `Watch`; nothing here touches stdout.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from extract.batch import Watch
from extract.errors import UsageError
from extract.pipeline import KindOutcome, Outcome

EVERY = 15.0
"""Seconds between plain lines; a log of a night's run stays readable."""
Price = Callable[[Mapping[str, int]], float | None]
"""Money for tokens (prompt_tokens, cached_tokens, completion_tokens); None where the price is not known."""


@dataclass(slots=True)
class Going:
    """What has come so far. `in_flight` is an upper bound: documents begun at most."""

    total: int = 0
    width: int = 1
    documents: int = 0
    failed: int = 0
    records: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    since: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome) -> None:
        self.documents += 1
        for part in outcome.kinds:
            self.records[part.kind] += len(part.records)
            self.failures[part.kind] += part.failure is not None
            self.failed += part.failure is not None
            self.tokens.update(tokens_of(part))

    def line(self, price: Price) -> str:
        """In a line: done, failed, rate, in flight, tokens, money, time left."""
        seconds = max(time.monotonic() - self.since, 1e-9)
        rate = self.documents / seconds
        left = (self.total - self.documents) / rate if rate else 0.0
        read, cached, written = (self.tokens[name] for name in ("prompt_tokens", "cached_tokens", "completion_tokens"))
        money = price(self.tokens)
        parts = [
            f"{self.documents:,} of {self.total:,} documents",
            f"{self.failed:,} failed",
            f"{rate:.1f}/s" if rate >= 1 else f"{rate * 60:.1f}/min",
            f"{min(self.width, self.total - self.documents)} in flight",
            f"{read:,} tokens read ({cached:,} cached), {written:,} written",
            *([f"${money:.2f}"] if money is not None else []),
            f"{time.strftime('%H:%M:%S', time.gmtime(left)) if left < 86_400 else f'{left / 86_400:.1f} days'} left",
        ]
        return ", ".join(parts)

    def kinds(self) -> str:
        """Records and failures by kind."""
        return "; ".join(
            f"{kind}: {count:,} records" + (f", {self.failures[kind]:,} failed" if self.failures[kind] else "")
            for kind, count in sorted(self.records.items())
        )


def tokens_of(part: KindOutcome) -> dict[str, int]:
    """Tokens of a part's answers as the server counted them."""
    names = ("prompt_tokens", "cached_tokens", "completion_tokens")
    return {name: sum(getattr(answer.usage, name) or 0 for answer in part.answers) for name in names}


def plan_line(documents: int, reasons: Mapping[str, int]) -> str:
    """What a run will do, in a line: parts that stand, and the others by reason."""
    doing = {why: count for why, count in reasons.items() if why}
    parts = [f"{count:,} {why}" for why, count in sorted(doing.items(), key=lambda one: (-one[1], one[0]))]
    if not doing:
        return f"nothing to do: all {sum(reasons.values()):,} parts (a document and a kind) stand"
    stand = f"{reasons['']:,} stand, " if reasons.get("") else ""
    return f"{stand}{sum(doing.values()):,} parts of {documents:,} documents to do: {', '.join(parts)}"


@contextmanager
def progress(quiet: bool, width: int, log: Path | None = None, price: Price = lambda tokens: None) -> Iterator[Watch]:
    """A watch for `run_batch` that shows on stderr and writes the log.

    width  documents at a time
    log    file that a JSON line for each part is appended to, or None

    Raises UsageError where the log cannot be written.
    """
    going = Going(width=width)
    with ExitStack() as stack:
        shown = stack.enter_context(_live(going, price)) if sys.stderr.isatty() and not quiet else _lines(quiet)
        lines = stack.enter_context(_open(log)) if log is not None else None

        def begin(documents: int, reasons: Mapping[str, int], estimate: str) -> None:
            going.total, going.since = documents, time.monotonic()
            if not quiet:
                sys.stderr.write(f"extract: {plan_line(documents, reasons)}{estimate and '; ' + estimate}\n")
            if lines is not None:
                _event(lines, {"event": "begin", "documents": documents, "parts": dict(reasons)})

        def advance(outcome: Outcome) -> None:
            going.add(outcome)
            shown(going, price)
            if lines is not None:
                for part in outcome.kinds:
                    _event(lines, _part_event(outcome, part))

        try:
            yield Watch(begin, advance)
        finally:
            if lines is not None:
                _event(lines, {"event": "end", "documents": going.documents, "failed": going.failed})


def _part_event(outcome: Outcome, part: KindOutcome) -> dict[str, Any]:
    return {
        "event": "part",
        "document": outcome.document.id,
        "kind": part.kind,
        "state": "failed" if part.failure else "records",
        "records": len(part.records),
        "reason": part.failure.reason if part.failure else None,
        "requests": part.asked,
        **tokens_of(part),
        "seconds": round(sum(answer.seconds for answer in part.answers), 3),
    }


def _event(file: TextIO, values: dict[str, Any]) -> None:
    file.write(json.dumps({"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **values}) + "\n")
    file.flush()


@contextmanager
def _open(log: Path) -> Iterator[TextIO]:
    try:
        file = open(log, "a", encoding="utf-8", newline="\n")  # noqa: SIM115  closed just below
    except OSError as error:
        raise UsageError(f"{log}: the log cannot be written ({error.strerror}); name another --log") from error
    with file:
        yield file


Show = Callable[[Going, Price], None]


def _lines(quiet: bool) -> Show:
    last = time.monotonic()

    def show(going: Going, price: Price) -> None:
        nonlocal last
        if not quiet and time.monotonic() - last >= EVERY:
            last = time.monotonic()
            sys.stderr.write(f"extract: {going.line(price)}\n")

    return show


@contextmanager
def _live(going: Going, price: Price) -> Iterator[Show]:
    from rich.console import Console, Group
    from rich.live import Live
    from rich.progress_bar import ProgressBar
    from rich.text import Text

    def view() -> Group:
        bar = ProgressBar(total=max(going.total, 1), completed=going.documents, width=40)
        return Group(bar, Text(going.line(price), no_wrap=True), Text(going.kinds(), no_wrap=True))

    with Live(get_renderable=view, console=Console(stderr=True), refresh_per_second=4, transient=True):
        yield lambda going, price: None
