"""Figures for programs: JSON lines with a text in, JSON lines with its figures out.

Takes `{"id": ..., "text": ...}`, a line each, with `published` (an ISO date) where it is known; gives `{"id": ...,
"figures": [...]}` in the same order, one line in memory at a time. A line that is not of that form is a fault with its
number, and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extract.figures import find
from extract.store import dumps, figure_json
from extract.types import Figure


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be read: its number from 1, and what is wrong with it."""

    line: int
    message: str


def annotate(lines: Iterable[str | bytes]) -> Iterator[str | Fault]:
    """For each line that is not blank (text, or UTF-8), its figures as one line of JSON, or a fault."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _annotated(number, line)


def _annotated(number: int, line: str | bytes) -> str | Fault:
    """One line's figures."""
    try:
        entry = json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Fault(number, f'not JSON ({error}); give {{"id": ..., "text": ...}}')
    text = entry.get("text") if isinstance(entry, dict) else None
    if not isinstance(text, str):
        return Fault(number, "no text; give an object with the keys id and text")
    published = entry.get("published")
    try:
        figures = find(text, anchor=published)
    except (ValueError, TypeError):
        return Fault(number, f"published is no ISO date: {published!r}; give it as YYYY-MM-DD or leave it out")
    return dumps({"id": entry.get("id"), "figures": [_flat(figure) for figure in figures]})


def _flat(figure: Figure) -> dict[str, Any]:
    """A figure as `extract.store.figure_json` has it; a date or designation, which has no number, repeats its unit."""
    flat = figure_json(figure)
    if figure.kind in ("date", "designation"):
        flat["value"] = figure.unit
    return flat
