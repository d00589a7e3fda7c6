"""A diff as text for a person: what differs between two runs, in tables. Gives strings, prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.diff_causes import Cause
from extract.diff_values import Diff, RecordAlone, RecordChange
from extract.show import COLOURS, clean, rendered
from extract.store import dumps

_MOST_LISTED = 40
"""Most lines of a table that are shown; the JSON has all."""


def diff_tables(diff: Diff, *, every: bool = False) -> str:
    """Everything that differs, most important first. every: all lines of every table."""
    return rendered(*_parts(diff, None if every else _MOST_LISTED), Text(_summary(diff)))


def _summary(diff: Diff) -> str:
    counts = f"{diff.records[0]} records before, {diff.records[1]} after: {diff.same} the same"
    if diff.empty:
        return f"{counts}; no document, record or failure differs"
    moved = sum(one.verdict[0] != one.verdict[1] for one in diff.changed)
    fields, findings = (sum(bool(getattr(one, name)) for one in diff.changed) for name in ("fields", "findings"))
    return (
        f"{counts}, {len(diff.appeared)} appeared, {len(diff.vanished)} vanished, {len(diff.changed)} changed "
        f"({fields} in data, {moved} in verdict, {findings} in findings)"
    )


def _parts(diff: Diff, most: int | None) -> Iterator[Table | Text]:
    yield from _table("the runs", ("what", "before", "after"), [_cells(one) for one in diff.runs], most)
    documents = [(one.state, one.before or "-", one.after or "-", one.by or "") for one in diff.documents]
    yield from _table("documents", ("state", "before", "after", "taken for one by"), documents, most)
    alone = ("id", "document", "kind", "verdict", "words", "cause")
    yield from _table("appeared", alone, [_alone(one) for one in diff.appeared], most)
    yield from _table("vanished", alone, [_alone(one) for one in diff.vanished], most)
    fields = [
        (*_which(one), f"{change.path or change.part}", _value(change.before), _value(change.after), _why(one.causes))
        for one in diff.changed
        for change in one.fields
    ]
    names = ("id", "document", "kind")
    yield from _table("data changed", (*names, "field", "before", "after", "cause"), fields, most)
    verdicts = [
        (*_which(one), _verdict(one.verdict[0]), _verdict(one.verdict[1]), _why(one.causes))
        for one in diff.changed
        if one.verdict[0] != one.verdict[1]
    ]
    yield from _table("verdict changed", (*names, "before", "after", "cause"), verdicts, most)
    findings = [
        (*_which(one), change.check, change.path, change.before or "-", change.after or "-", change.message[:100])
        for one in diff.changed
        for change in one.findings
    ]
    columns = (*names, "check", "field", "before", "after", "message")
    yield from _table("findings changed", columns, findings, most)
    failures = [("new" if one.new else "gone", one.document, one.kind or "-", one.reason) for one in diff.failures]
    yield from _table("failures", ("state", "document", "kind", "reason"), failures, most)


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str | Text]], most: int | None
) -> Iterator[Table | Text]:
    if not rows:
        return
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows[:most]:
        table.add_row(*(cell if isinstance(cell, Text) else Text(clean(cell)) for cell in row))
    yield Text(f"{title} ({len(rows)})", style="bold")
    yield table
    if most is not None and len(rows) > most:
        yield Text(f"... {len(rows) - most} more; --all or --json shows them")
    yield Text()


def _alone(one: RecordAlone) -> tuple[str | Text, ...]:
    return one.id, one.document, _kind(one.kind), _verdict(one.verdict), one.words[:80], _why(one.causes)


def _which(one: RecordChange) -> tuple[str, str, str]:
    return one.id_after if one.by == "id" else f"{one.id_before} -> {one.id_after}", one.document, _kind(one.kind)


def _kind(kind: str) -> str:
    return kind.replace("_", " ")


def _verdict(verdict: str) -> Text:
    return Text(clean(verdict), style=COLOURS.get(verdict, ""))


def _cells(cause: Cause) -> tuple[str, str, str]:
    return cause.what, _value(cause.before), _value(cause.after)


def _why(causes: Sequence[Cause]) -> str:
    return "; ".join(
        one.what
        if one.before is None and one.after is None
        else f"{one.what} {_value(one.before)} -> {_value(one.after)}"
        for one in causes
    )


def _value(value: Any) -> str:
    """Words as they are, nothing as a dash, a hash by its beginning, anything else as JSON; at most 60 letters."""
    if value is None:
        return "-"
    text = value if isinstance(value, str) else dumps(value)
    if isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef"):
        return value[:12]
    return text if len(text) <= 60 else text[:59] + "…"
