"""A score as text for a person: coloured tables on a terminal, plain ones elsewhere. Gives strings, prints nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.cells import Unpaired
from extract.exactness import NumberResult
from extract.floors import Fall
from extract.measures import Interval, Measure
from extract.score import Score
from extract.show import clean, rendered

_ROW_NAMES = {"not_rejected": "verified and flagged", "verified": "verified", "all": "rejected too"}
_MOST_LISTED = 40
"""Most entries of a list that are shown; the JSON has all."""


def score_tables(score: Score, *, every: bool = False) -> str:
    """Everything in a score that a person needs to see; the main row first. every: each wrong and missed record too."""
    tables = (_rows(score), _verdicts(score), _numbers(score), _fields(score))
    return rendered(
        *(part for table in tables for part in (table, Text())), *_lists(score, every), Text(), *_notes(score)
    )


def falls_text(fell: Sequence[Fall]) -> str:
    """One line for each measure that fell below its floor."""
    return "".join(f"below its floor: {one}\n" for one in fell)


def share(value: float | None) -> str:
    """A share with two places; a dash for a share of nothing."""
    return "-" if value is None else f"{value:.2f}"


def _with(value: float | None, interval: Interval | None) -> str:
    return share(value) if interval is None else f"{share(value)} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _table(*columns: str) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        table.add_column(name, justify="right" if place > 1 else "left", no_wrap=True)
    return table


def _rows(score: Score) -> Table:
    table = _table("records", "kind", "right", "found", "wanted", "precision", "recall", "F1")
    for row, kinds in score.rows.items():
        for place, (kind, one) in enumerate(kinds.items()):
            style = "bold" if row == "not_rejected" and kind == "all" else None
            name = _ROW_NAMES[row] if place == 0 else ""
            table.add_row(name, kind.replace("_", " "), *_cells(one), style=style)
        table.add_section()
    return table


def _cells(one: Measure) -> Iterable[str]:
    yield from (str(number) for number in (one.tally.right, one.tally.found, one.tally.due))
    yield _with(one.precision, one.precision_interval)
    yield _with(one.recall, one.recall_interval)
    yield _with(one.f1, one.f1_interval)


def _verdicts(score: Score) -> Table:
    table = _table("verdict", "right", "found", "precision")
    verdicts = score.verdicts
    for name, one in (("verified", verdicts.verified), ("flagged", verdicts.flagged), ("rejected", verdicts.rejected)):
        table.add_row(name, str(one.tally.right), str(one.tally.found), _with(one.precision, one.precision_interval))
    table.add_row("verified less flagged", "", "", _with(verdicts.gap, verdicts.gap_interval))
    table.add_row("right ones that are verified", "", "", share(verdicts.share))
    return table


def _numbers(score: Score) -> Table:
    table = _table("numbers", "right", "wrong", "missing")
    for form, counts in score.exactness.items():
        table.add_row(form, *(str(counts[outcome]) for outcome in ("right", "wrong", "missing")))
    return table


def _fields(score: Score) -> Table:
    table = _table("kind", "field", "right", "graded", "share")
    for kind, fields in score.fields.items():
        for place, (name, (right, graded)) in enumerate(fields.items()):
            label = kind.replace("_", " ") if place == 0 else ""
            table.add_row(label, name, str(right), str(graded), share(right / graded))
    return table


def _lists(score: Score, every: bool) -> Iterable[Text]:
    yield from _list("wrong numbers in verified records", [_number(one) for one in score.wrong_verified], "bold red")
    strays = [_number(one) for one in score.verified_without_gold]
    yield from _list("numbers in verified records that are not in the gold", strays, "red")
    wrong = [_number(one) for one in score.numbers if one.outcome == "wrong" and one.verdict != "verified"]
    yield from _list("wrong numbers in flagged records", wrong, "yellow")
    order = sorted(score.traps, key=lambda one: one.verdict != "verified")
    hits = [f"{one.verdict} {one.kind} {one.record} in {one.document}: {one.evidence} ({one.reason})" for one in order]
    yield from _list("records on passages that the gold does not code", hits, "yellow")
    if every:
        wrong_ones = [_unpaired(one) for one in score.unpaired if one.verdict]
        missed = [_unpaired(one) for one in score.unpaired if not one.verdict]
        yield from _list("records that are not in the gold", wrong_ones, "yellow")
        yield from _list("missed", missed, "yellow")


def _unpaired(one: Unpaired) -> str:
    return f"{one.verdict or 'missed'} {one.kind} {one.id} in {one.document}: {one.evidence}"


def _list(title: str, lines: Sequence[str], style: str) -> Iterable[Text]:
    yield Text(f"{title}: {len(lines) or 'none'}", style=style if lines else "bold")
    yield from (Text(f"  {clean(line)}") for line in lines[:_MOST_LISTED])
    if len(lines) > _MOST_LISTED:
        yield Text(f"  and {len(lines) - _MOST_LISTED} more; --json has all")


def _number(one: NumberResult) -> str:
    wanted = "nothing" if one.wanted is None else _value(one.wanted)
    where = f"{one.kind} {one.record} in {one.document}, {one.path}"
    behind = "" if one.grounded is not False else ", no figure in the text behind it"
    return f"{where}: {_value(one.found)}, gold has {wanted}{behind}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        value = " ".join(
            str(value[name]) for name in ("value", "value_high", "currency") if value.get(name) is not None
        )
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _notes(score: Score) -> Iterable[Text]:
    located, given = score.quotes.get("all", (0, 0))
    kept, kept_given = score.quotes.get("not_rejected", (0, 0))
    yield Text(f"quotes found in the document: {located} of {given}; in records not rejected {kept} of {kept_given}")
    yield Text(f"documents: {len(score.documents)}; intervals are 95 %, from a bootstrap over documents")
    if score.unreviewed or score.unread:
        yield Text(
            f"not counted: {score.unreviewed} gold records that nobody has confirmed, and "
            f"{len(score.unread)} documents without a confirmed one: {clean(', '.join(score.unread))}"
        )
    if score.without_gold:
        yield Text(f"left out: {score.without_gold} records of documents without gold")
