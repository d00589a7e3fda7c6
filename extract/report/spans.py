"""Spans: a text cut into pieces, each with the marks that lie on it. What the report and the review page show.

Takes a text and marks (half-open spans, offsets in code points); gives pieces that, joined, are the text again. A page
then needs no offsets, and so cannot get them wrong where its language counts UTF-16 units. Characters that would show
as nothing, or turn the text round, become pieces of their own under their names. `assets/document.js` and
`assets/document.css` show what `view` gives.

    view(text, [Mark(3, 9, "figure", "amount", record="r1", path="amount")])

Standard library only; linear in the text, and in marks times the pieces that each covers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

MarkRole = Literal["evidence", "figure", "words", "unclaimed", "missed"]

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, save for tab and line ends
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # formats of no width, bidi controls
    "\u2028\u2029"  # line ends that only Unicode knows
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0"  # letters and marks that show as nothing
    "\ufe00-\ufe0e\U000e0100-\U000e01ef"  # variation selectors, but the one that colours an emoji
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # shorthand, music and tag formats
    "\ud800-\udfff"  # halves of UTF-16 pairs
    "]+"
)
_MOST_NAMED = 4
"""Hidden characters in a row that are named one by one; of more, their number is told."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is said of a slice of the text.

    start, end  code-point offsets, half-open
    role        evidence: a record rests on it; figure: it proves a number; words: they were copied from here;
                unclaimed: a figure that no record rests on; missed: evidence of gold that the run missed
    label       what is shown beside it, in a word: the field's path, a figure's kind
    record      id of the record whose mark it is, None for the document's own
    path        the record's field that it proves ("amount", "dates[0]"), "" for none
    """

    start: int
    end: int
    role: MarkRole
    label: str
    record: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of the text with the places (in the sequence given) of the marks that lie on all of it.

    hidden: it holds only characters that would not show.
    """

    text: str
    marks: tuple[int, ...]
    hidden: bool = False

    @property
    def shown(self) -> str:
        """What a reader is to see: the text with plain line ends, or the names of hidden characters."""
        return names(self.text) if self.hidden else _line_ends(self.text)


def cut(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text in pieces, in order; joined they are the text. Marks are clipped to it; empty ones lie on nothing."""
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for place, mark in enumerate(marks):
        start, end = max(0, mark.start), min(len(text), mark.end)
        if start < end:
            starts.setdefault(start, []).append(place)
            ends.setdefault(end, []).append(place)
    pieces: list[Piece] = []
    active: dict[int, None] = {}
    at = 0
    for bound in sorted({*starts, *ends, len(text)}):
        pieces.extend(_by_sight(text[at:bound], tuple(sorted(active))))
        for place in ends.get(bound, ()):
            del active[place]
        active.update(dict.fromkeys(starts.get(bound, ())))
        at = bound
    return tuple(pieces)


def _by_sight(text: str, marks: tuple[int, ...]) -> Iterable[Piece]:
    """One stretch under the same marks, parted into what shows and what does not."""
    at = 0
    for match in _HIDDEN.finditer(text):
        if at < match.start():
            yield Piece(text[at : match.start()], marks)
        yield Piece(match[0], marks, hidden=True)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:], marks)


def names(hidden: str) -> str:
    """Hidden characters by their code points: "U+202E", "U+200B U+200C", "U+200B and 11 more"."""
    first = " ".join(f"U+{ord(char):04X}" for char in hidden[:_MOST_NAMED])
    return first if len(hidden) <= _MOST_NAMED else f"{first} and {len(hidden) - _MOST_NAMED} more"


def visible(text: object) -> str:
    """Any value as one line of text with hidden characters named in it: for labels and titles that documents give."""
    line = " ".join(str(text).split())
    return _HIDDEN.sub(lambda match: f"[{names(match[0])}]", line)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def view(text: str, marks: Sequence[Mark]) -> dict[str, Any]:
    """What `document.js` shows, as plain JSON.

    marks   each mark's role, label, record and path
    pieces  [shown], [shown, places of its marks], and for hidden characters [shown, places, their Unicode name]
    """
    return {
        "marks": [
            {"role": one.role, "label": visible(one.label), "record": one.record, "path": one.path} for one in marks
        ],
        "pieces": [_entry(piece) for piece in cut(text, marks)],
    }


def _entry(piece: Piece) -> list[Any]:
    if piece.hidden:
        return [piece.shown, list(piece.marks), unicodedata.name(piece.text[0], "control character").lower()]
    return [piece.shown, list(piece.marks)] if piece.marks else [piece.shown]
