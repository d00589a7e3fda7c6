"""Passages: a document longer than the model's context, cut so that the model reads all of it, piece by piece.

Takes a document and the longest passage; gives passages in order that together hold every code point. Each begins
before the one ahead of it has ended, by `OVERLAP` or more, so that a quote no longer than the overlap stands whole
in one of them, wherever the cuts fall. Cuts fall behind a paragraph where there is one, else behind a sentence, else
behind a word, else anywhere. Offsets are code points into the whole document's text, as everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.folding import Span
from extract.ground import sentence_ends
from extract.types import Document

OVERLAP = 1_000
"""Code points that two neighbours share at least; longer than the longest evidence that the checks let pass (V02:
700). Of short passages it is an eighth, so that each goes on by half of its length at least."""

SHORTEST = 2_000
"""Code points: a passage that the server finds too long is cut in two down to this length, and then has failed."""

_LONGEST_TITLE = 200
"""Code points of the title shown above a passage."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*+\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document.

    start, end  code points into the document's text, end exclusive
    number      its place among the pieces: "3"; "3.1" and "3.2" for the two parts of a third that was too long
    of          how many pieces the document was cut into
    """

    document: Document
    start: int
    end: int
    number: str = "1"
    of: int = 1

    @property
    def text(self) -> str:
        """The slice of the document's text."""
        return self.document.text[self.start : self.end]

    @property
    def whole(self) -> bool:
        """Whether it is the whole document."""
        return self.start == 0 and self.end == len(self.document.text)

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end

    @property
    def within(self) -> Span | None:
        """Where quotes out of it are looked for first; None for a whole document."""
        return None if self.whole else self.span

    @property
    def name(self) -> str:
        """What it is called in a message: "passage 3 of 9, characters 61,200-72,000"; "" for a whole document."""
        if self.whole:
            return ""
        return f"passage {self.number} of {self.of}, characters {self.start:,}-{self.end:,}"

    @property
    def header(self) -> str:
        """What stands above it for the model: its place, the document's title and date, on one line; "" for a whole
        document, of which the model is told nothing but the text.
        """
        if self.whole:
            return ""
        title = " ".join((self.document.title or "").split())[:_LONGEST_TITLE]
        said = f"This is passage {self.number} of {self.of} of a longer document; judge it by what it says."
        said += f' Title of the document: "{title}".' if title else ""
        return said + (f" Published: {self.document.published}." if self.document.published else "")


def cut(document: Document, longest: int) -> tuple[Passage, ...]:
    """The document's passages, none longer than `longest` code points (1 or more); one, the whole document, where it
    fits.
    """
    spans = _spans(document.text, longest)
    return tuple(Passage(document, *span, str(number), len(spans)) for number, span in enumerate(spans, start=1))


def halves(passage: Passage) -> tuple[Passage, ...]:
    """The passage cut in two near its middle, the two overlapping as others do; () where it is too short for that."""
    text, length = passage.document.text, passage.end - passage.start
    if length < 2 * SHORTEST:
        return ()
    right = _break(text, passage.start + length * 3 // 8, passage.start + length * 5 // 8)
    left = _next(text, right, min(OVERLAP, length // 8))
    spans = ((passage.start, right), (left, passage.end))
    return tuple(
        Passage(passage.document, *span, f"{passage.number}.{half}", passage.of)
        for half, span in enumerate(spans, start=1)
    )


def _spans(text: str, longest: int) -> list[Span]:
    spans: list[Span] = []
    left = 0
    while len(text) - left > longest:
        right = _break(text, left + longest // 2, left + longest)
        spans.append((left, right))
        left = max(left + 1, _next(text, right, min(OVERLAP, longest // 8)))
    return [*spans, (left, len(text))]


def _next(text: str, right: int, overlap: int) -> int:
    """Where the passage after a cut begins: `overlap` before the cut or, up to as much again, behind a break there."""
    wanted = right - overlap
    return _break(text, wanted - overlap - 1, wanted) if overlap else right


def _break(text: str, after: int, upto: int) -> int:
    """The best place to cut in (after, upto]: the last paragraph's end, sentence's end, word's end, else upto."""
    for ends in (_paragraph_ends(text), sentence_ends(text)):
        at = bisect_right(ends, upto) - 1
        if at >= 0 and ends[at] > after:
            return ends[at]
    return next((at for at in range(upto, after, -1) if text[at - 1].isspace()), upto)


@lru_cache(maxsize=8)
def _paragraph_ends(text: str) -> Sequence[int]:
    return [match.end() for match in _PARAGRAPH.finditer(text)]
