"""The nouns of the project: frozen values that pass from one step to the next.

Takes nothing, does nothing: standard library only, so that `from extract.figures import find` stays
quick and every module may import this one. Field types for schema authors are in `extract.fields`.

Offsets are Unicode code points into `Document.text`, `start` inclusive and `end` exclusive, everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

CONTRACT = "extract/1"
"""Name of the JSON contract that records leave under; raised when a change breaks a reader."""

FigureKind = Literal["money", "percent", "count", "number", "ordinal", "date", "duration", "designation", "reference"]
Modifier = Literal["exact", "about", "at_least", "more_than", "up_to", "less_than", "range"]
Level = Literal["error", "warn", "info"]
Verdict = Literal["verified", "flagged", "rejected"]
Match = Literal["exact", "normalised"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Something the regexes found in a text, with its place and its value.

    kind        what it is
    value       the number, or the lower end of an interval; None for dates and designations
    value_high  the upper end of an interval, else None
    unit        money: ISO 4217 code; percent: "percent", "percentage_point" or "basis_point"; count: the
                counted noun, lower case, as written; duration: "day", "week", "month", "year", ...;
                date: EDTF level 1; designation: its key ("S-400"); else None
    modifier    what the words around it make of it ("up to", "over", ...)
    as_written  exactly the slice text[start:end]
    start, end  code-point offsets
    assumed     True where the unit is the likeliest reading but not the only one (bare "$", "rubles",
                a day without a year)
    per         what an amount is for each of: "barrel" in "$5 a barrel", else None
    equals      start and end of the figure that this one gives again in another unit ("105 billion rubles ($1.7
                billion)"), else None
    """

    kind: FigureKind
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    modifier: Modifier
    as_written: str
    start: int
    end: int
    assumed: bool = False
    per: str | None = None
    equals: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text and where it came from. `text` is the text as decoded; offsets point into it.

    sources  every name under which the same text was found, in the order read
    published  ISO date of publication where the front matter or the caller gives one
    """

    id: str
    text: str = field(repr=False)  # asyncio forms the repr of what a task returns: of every record of a document
    sha256: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote found in the document: a W3C TextQuoteSelector and TextPositionSelector in one.

    exact is the document's own slice; match says whether the model's quote was that very slice or the
    same after a reversible normalisation (white space, quotation marks, dashes, NFC).
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    match: Match = "exact"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say. `path` names the field ("amount.value"), "" the record as a whole."""

    check: str
    level: Level
    path: str
    message: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record: what the model filled, what code derived, and what the checks found."""

    id: str
    kind: str
    document: Document
    data: Mapping[str, Any]
    derived: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    figures: Mapping[str, Figure]
    findings: tuple[Finding, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Computed from the findings, never stored: error means rejected, warn means flagged."""
        levels = {finding.level for finding in self.findings}
        return "rejected" if "error" in levels else "flagged" if "warn" in levels else "verified"


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a document that gave no answer, and why.

    name        what the part is called: "passage 3 of 9, characters 61,200-72,000"; "" for a whole document
    start, end  code points into the document's text
    """

    name: str
    start: int
    end: int
    reason: str
    message: str
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document, or one kind of one document, that gave no answer or not a whole one, and why.

    gaps  the parts without an answer, where there are records of other parts; () where the whole has failed
    """

    document: str
    kind: str | None
    reason: str
    message: str
    recording: str | None = None
    gaps: tuple[Gap, ...] = ()
