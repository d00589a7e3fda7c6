"""The order of review: what is likeliest to be wrong comes first.

Takes record lines; gives a risk that sorts them: more errors first, then more warnings, then more differences between
two readings of the same sentence, then the rest. Equal ones stay in the run's order, document by document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DIFFERENT = frozenset({"V34", "V35"})
"""Checks that lay two readings beside each other (docs/codebook.md); also their notes count as a doubt here."""

Risk = tuple[int, int, int]


def risk(record: Mapping[str, Any]) -> Risk:
    """Errors, warnings, and notes of two readings that differ; the greater comes first."""
    findings = record.get("findings", ())
    levels = [one["level"] for one in findings]
    different = sum(one["level"] == "info" and one["check"] in DIFFERENT for one in findings)
    return levels.count("error"), levels.count("warn"), different


def riskiest_first(records: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Places in order of review. Give the run's own lines, so that a correction does not move a record."""
    return tuple(sorted(range(len(records)), key=lambda place: tuple(-count for count in risk(records[place]))))
