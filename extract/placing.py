"""Placing: where each string that the model copied stands in the document, and which figure proves its number.

Takes the slots of a draft, the text and its figures; gives places as code points. What is copied is looked for in
the sentences of the evidence, then in the part of the document that the draft was read from, then in all of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extract.fields import Amount, Count, Slot
from extract.figures import same_designation
from extract.folding import Span
from extract.ground import evidence_at, locate
from extract.types import Evidence, Figure, FigureKind

NEAR = 300
"""Code points on either side of the evidence's sentences in which a speaker or cue may stand."""

FIGURE_KINDS: dict[str, tuple[FigureKind, ...]] = {
    "amount": ("money",),
    "count": ("count", "number"),
    "happening": ("date",),
    "designation": ("designation",),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a copied string stands: in the sentences of the evidence, elsewhere in the document, or nowhere."""

    words: str
    where: Literal["evidence", "document", "nowhere"]
    found: Evidence | None


def first_place(words: str, text: str, within: Span | None) -> Evidence | None:
    """Where the words stand: in that part of the text, else at their first place in all of it."""
    return (locate(words, text, (within,)) if within is not None else None) or locate(words, text)


def is_copied(slot: Slot) -> bool:
    return slot.role in ("quote", "words", "near", "in_document", *FIGURE_KINDS)


def words_of(slot: Slot) -> str:
    return slot.value if isinstance(slot.value, str) else str(slot.value.text)


def in_evidence(slot: Slot, text: str, scope: Sequence[Span], figures: Sequence[Figure]) -> Placed | None:
    """Where the words stand in the sentences of the evidence, or close by for what need only be near; else None."""
    words = words_of(slot)
    within = [(max(0, start - NEAR), end + NEAR) for start, end in scope] if slot.role == "near" else scope
    found = locate(words, text, within)
    if found is None and slot.role == "designation":
        found = _by_designation(words, text, scope, figures)
    return None if found is None else Placed(words, "evidence", found)


def elsewhere(slot: Slot, text: str, within: Span | None) -> Placed:
    found = first_place(words_of(slot), text, within)
    return Placed(words_of(slot), "nowhere" if found is None else "document", found)


def _by_designation(words: str, text: str, scope: Sequence[Span], figures: Sequence[Figure]) -> Evidence | None:
    """A designation written another way in the evidence: by key, alias or Cyrillic letter reading."""
    inside = {figure for span in scope for figure in _touching(figures, *span) if _inside(figure, span)}
    for figure in sorted(inside, key=lambda figure: figure.start):
        if figure.kind == "designation" and same_designation(words, figure.as_written):
            return evidence_at(text, (figure.start, figure.end))
    return None


def _inside(figure: Figure, span: Span) -> bool:
    return span[0] <= figure.start and figure.end <= span[1]


def _touching(figures: Sequence[Figure], start: int, end: int) -> Sequence[Figure]:
    """Those of the figures, which are in document order and do not overlap, that share a code point with the span."""
    first = bisect_right(figures, start, key=lambda figure: figure.end)
    return figures[first : bisect_left(figures, end, lo=first, key=lambda figure: figure.start)]


def figure_of(slot: Slot, placed: Placed, figures: Sequence[Figure]) -> Figure | None:
    """The figure of the slot's kind that the copied words hold, or that begins with them.

    Where the words hold two ("105 billion rubles ($1.7 billion)"), the one with the model's own number, else
    the first. What may be left off at the front says `_may_lack`.
    """
    if placed.found is None:
        return None
    start, end = placed.found.start, placed.found.end
    held = [
        figure
        for figure in _touching(figures, start, end)
        if figure.kind in FIGURE_KINDS[slot.role]
        and (start <= figure.start or _may_lack(figure, start - figure.start, figure.end <= end))
    ]
    if isinstance(slot.value, (Amount, Count)):
        held.sort(key=lambda figure: figure.value != slot.value.value)
    return held[0] if held else None


def _may_lack(figure: Figure, front: int, to_its_end: bool) -> bool:
    """Whether copied words that begin `front` code points into a figure still stand for it.

    "10 billion" does for "$10 billion": four code points hold the longest sign ("US$ "). "December 2023" does for
    "by December 2023", and "March 3, 2021" for "Monday, March 3, 2021"; one end of a range does not.
    """
    if figure.kind == "money":
        return front <= 4 and not any(char.isdigit() for char in figure.as_written[:front])
    return figure.kind == "date" and to_its_end and figure.modifier != "range"
