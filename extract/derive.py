"""Deriving: a draft laid beside its document, and everything that code computes from the two.

Takes the model's draft, the document and the document's figures; gives a `Case`: where each copied string
stands, which figure proves each number, codes for parties, EDTF for dates, and the data as it will leave.
The model's own numbers are double entry: where a figure is found, the data carries the figure's value and
the check V04 says what the model had. Judges nothing: that is `extract.checks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from extract import actors
from extract.fields import BY_CODE, Amount, Count, Happening, KindModel, Slot, nullable, walk
from extract.figures import designation_key, same_designation
from extract.folding import Span
from extract.ground import evidence_at, locate, sentence_around
from extract.kinds import Kind
from extract.types import Document, Evidence, Figure, FigureKind, Level

NEAR = 300
"""Code points on either side of the evidence's sentences in which a speaker or cue may stand."""

_FILLERS = frozenset(
    {
        *("", "-", "[]", "n/a", "na", "nil", "no date", "none", "not available", "not given", "not mentioned"),
        *("not provided", "not specified", "not stated", "null", "undefined", "unknown", "unspecified"),
    }
)

AUTHOR = "author"
"""The source of what the document says on its own account."""

_AND = re.compile(r"\s+and\s+|,\s+")
"""Between the names of a joint source."""

_FIGURE_KINDS: dict[str, tuple[FigureKind, ...]] = {
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


@dataclass(frozen=True, slots=True)
class Second:
    """A field read twice, by code and by the model, where the two differ or one of them only guesses.

    path   the field; "" for the question whether it is such a record at all
    code   the code's reading, or why it is a guess
    model  the model's reading; "" where it has none
    level  what the difference makes of the record
    """

    path: str
    code: str
    model: str
    level: Level


@dataclass(frozen=True)  # no slots: two properties are kept, since every check reads them
class Case:
    """One draft record beside its document: what the checks look at. All mappings are keyed by field path.

    draft     as the model filled it, without fillers
    settled   the same with what code fills and mends; its dump is the record's `data`
    evidence  the quotes that were found, in field order
    scope     the sentences that hold the evidence, as half-open spans
    placed    for each copied string where it stands
    figures   for each amount, count, date and designation the figure that proves it
    codes     for each party its code, None where the name resolves to nothing
    fillers   paths where the model wrote "not specified" and the like, dropped
    second    what code and model read differently
    """

    kind: Kind
    document: Document
    draft: KindModel
    settled: KindModel
    evidence: tuple[Evidence, ...]
    scope: tuple[Span, ...]
    placed: Mapping[str, Placed]
    figures: Mapping[str, Figure]
    codes: Mapping[str, str | None]
    fillers: tuple[str, ...]
    second: tuple[Second, ...] = ()

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The draft's strings with a role, amounts, counts and happenings, in field order."""
        return tuple(walk(self.draft))

    @cached_property
    def words(self) -> str:
        """The sentences of the evidence, joined: where cue words are looked for."""
        return "\n".join(self.document.text[start:end] for start, end in self.scope)


def lay_beside(
    kind: Kind, draft: KindModel, document: Document, figures: Sequence[Figure], second: tuple[Second, ...] = ()
) -> Case:
    """The draft beside its document. `figures` are those of the document's text, in document order."""
    draft, fillers = without_fillers(draft)
    slots = tuple(walk(draft))
    quotes = [found for slot in slots if slot.role == "quote" and (found := locate(slot.value, document.text))]
    scope = tuple(sentence_around(document.text, quote.start, quote.end) for quote in quotes)
    placed = {slot.path: _place(slot, document.text, scope, figures) for slot in slots if _copied(slot)}
    proven = {
        slot.path: figure
        for slot in slots
        if slot.role in _FIGURE_KINDS and (figure := _figure(slot, placed[slot.path], figures)) is not None
    }
    codes = {slot.path: actors.resolve(slot.value) for slot in slots if slot.role in ("side", "member", "actor")}
    settled = _settle(draft, document.text, placed, proven)
    return Case(kind, document, draft, settled, tuple(quotes), scope, placed, proven, codes, fillers, second)


def _copied(slot: Slot) -> bool:
    return slot.role in ("quote", "words", "near", "in_document", *_FIGURE_KINDS)


def _words(slot: Slot) -> str:
    return slot.value if isinstance(slot.value, str) else str(slot.value.text)


def _place(slot: Slot, text: str, scope: Sequence[Span], figures: Sequence[Figure]) -> Placed:
    words = _words(slot)
    within = [(max(0, start - NEAR), end + NEAR) for start, end in scope] if slot.role == "near" else scope
    found = locate(words, text, within)
    if found is None and slot.role == "designation":
        found = _by_designation(words, text, scope, figures)
    if found is not None:
        return Placed(words, "evidence", found)
    found = locate(words, text)
    return Placed(words, "nowhere" if found is None else "document", found)


def _by_designation(words: str, text: str, scope: Sequence[Span], figures: Sequence[Figure]) -> Evidence | None:
    """A designation written another way in the evidence: by key, alias or Cyrillic letter reading."""
    for figure in figures:
        inside = any(start <= figure.start and figure.end <= end for start, end in scope)
        if inside and figure.kind == "designation" and same_designation(words, figure.as_written):
            return evidence_at(text, (figure.start, figure.end))
    return None


def _figure(slot: Slot, placed: Placed, figures: Sequence[Figure]) -> Figure | None:
    """The figure of the slot's kind that the copied words hold, or that begins with them.

    Where the words hold two ("105 billion rubles ($1.7 billion)"), the one with the model's own number, else
    the first. What may be left off at the front says `_may_lack`.
    """
    if placed.found is None:
        return None
    start, end = placed.found.start, placed.found.end
    held = [
        figure
        for figure in figures
        if figure.kind in _FIGURE_KINDS[slot.role]
        and figure.start < end
        and start < figure.end
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


def without_fillers(draft: KindModel) -> tuple[KindModel, tuple[str, ...]]:
    """The draft with "not specified" and its like taken for null, and the paths where they stood.

    Quotes and fields that must hold something are left as they are: the checks speak about those.
    """
    dropped: list[str] = []
    for slot in reversed(list(walk(draft))):  # from the end, so that list places stay right while items go
        if slot.role not in ("quote", "source") and _words(slot).strip().casefold() in _FILLERS:
            shorter = _without(draft, slot.path)
            if shorter is not None:
                draft = shorter
                dropped.append(slot.path)
    return draft, tuple(reversed(dropped))


def _without(draft: KindModel, path: str) -> KindModel | None:
    """The draft with null at the path, or the list item gone; None where the schema does not allow it."""
    data = draft.model_dump()
    holder, key = _holder(data, path)
    if isinstance(key, int):
        del holder[key]
    else:
        holder[key] = None
    try:
        return type(draft).model_validate(data)
    except ValidationError:
        return None


def _holder(data: Any, path: str) -> tuple[Any, Any]:
    """What holds the value at a path, and its key there: "deal.dates[0]" → (data["deal"]["dates"], 0)."""
    keys = [int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", path)]
    for key in keys[:-1]:
        data = data[key]
    return data, keys[-1]


def _settle(draft: KindModel, text: str, placed: Mapping[str, Placed], figures: Mapping[str, Figure]) -> KindModel:
    """The draft with the document's own words for copied strings (null where it does not hold them and null is
    allowed), and the figures' values for numbers.
    """
    data = draft.model_dump()
    for slot in walk(draft):
        holder, key = _holder(data, slot.path)
        place, figure = placed.get(slot.path), figures.get(slot.path)
        found = place.found.exact if place is not None and place.found is not None else None
        if place is not None and droppable(draft, slot, place):
            holder[key] = None
        elif slot.role == "source" and not is_named(slot, text):
            holder[key] = AUTHOR
        elif isinstance(slot.value, str):
            holder[key] = found or slot.value
        else:
            if found:
                # Part of a sum ("$1" of "$1 billion") would stand beside a value that it does not mean.
                part = figure is not None and found in figure.as_written and not isinstance(slot.value, Happening)
                holder[key]["text"] = figure.as_written if figure is not None and part else found
            holder[key] |= _by_code(slot, figure)
    return type(draft).model_validate(data)


def droppable(draft: KindModel, slot: Slot, place: Placed) -> bool:
    """Whether copied words that the document does not hold can be taken out: a plain string that may be null."""
    copied = slot.role in ("words", "in_document", "near") and place.where == "nowhere"
    return copied and slot.path in type(draft).model_fields and nullable(type(draft), slot.path)


def is_named(slot: Slot, text: str) -> bool:
    """Whether the text names the slot's party or source, by this name or another of the same actor; a joint source
    ("Belarus and Russia") by each of its names. The author needs no naming.
    """
    if slot.role == "source" and slot.value.casefold() == AUTHOR:
        return True
    return _names(slot.value, text) or all(_names(name, text) for name in _AND.split(slot.value))


def _names(name: str, text: str) -> bool:
    code = actors.resolve(name)
    return locate(name, text) is not None or (code is not None and actors.mentioned(code, text))


def _by_code(slot: Slot, figure: Figure | None) -> dict[str, Any]:
    """What the figure says; without one, nothing in the fields of code, whatever the model wrote there."""
    if figure is None:
        fields = type(slot.value).model_fields.items()
        return {name: info.get_default() for name, info in fields if info.json_schema_extra == BY_CODE}
    if isinstance(slot.value, Happening):
        return {"edtf": figure.unit}
    filled: dict[str, Any] = {"value": figure.value, "value_high": figure.value_high, "modifier": figure.modifier}
    return filled | ({"currency": figure.unit} if isinstance(slot.value, Amount) else {})


def derived(case: Case) -> dict[str, Any]:
    """What leaves under `derived`: codes beside every list of parties, designation keys, the kind's own."""
    out: dict[str, Any] = {}
    for path, code in case.codes.items():
        if code is not None:
            out.setdefault(f"{path.partition('[')[0]}_codes", []).append(code)
    for slot in case.slots:
        if slot.role == "designation":
            out["designation_key"] = designation_key(slot.value)
    return {**out, **case.settled.derive()}
