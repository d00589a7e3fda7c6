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
from functools import cached_property, lru_cache
from typing import Any

from pydantic import ValidationError

from extract import actors
from extract.fields import BY_CODE, Amount, Happening, KindModel, Slot, nullable, walk
from extract.figures import designation_key
from extract.folding import Span, encodable
from extract.ground import locate, sentence_around
from extract.kinds import Kind
from extract.placing import FIGURE_KINDS, Placed, elsewhere, figure_of, first_place, in_evidence, is_copied, words_of
from extract.types import Document, Evidence, Figure, Level

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
    within    the part of the document that the draft was read from; None for all of it
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
    within: Span | None = None

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The draft's strings with a role, amounts, counts and happenings, in field order."""
        return tuple(walk(self.draft))

    @cached_property
    def words(self) -> str:
        """The sentences of the evidence, joined: where cue words are looked for."""
        return "\n".join(self.document.text[start:end] for start, end in self.scope)


def lay_beside(
    kind: Kind,
    draft: KindModel,
    document: Document,
    figures: Sequence[Figure],
    second: tuple[Second, ...] = (),
    *,
    within: Span | None = None,
) -> Case:
    """The draft beside its document.

    figures  those of the document's text, in document order
    within   the part of the text that the draft was read from, code points: what it copies is looked for there first,
             so that words which the document repeats are found where they were read; None for all of it
    """
    draft, fillers = without_fillers(draft)
    slots = tuple(walk(draft))
    text = document.text
    quotes = [found for slot in slots if slot.role == "quote" and (found := first_place(slot.value, text, within))]
    scope = tuple(sentence_around(text, quote.start, quote.end) for quote in quotes)
    placed = {
        slot.path: in_evidence(slot, text, scope, figures) or elsewhere(slot, text, within)
        for slot in slots
        if is_copied(slot)
    }
    proven = {
        slot.path: figure
        for slot in slots
        if slot.role in FIGURE_KINDS and (figure := figure_of(slot, placed[slot.path], figures)) is not None
    }
    codes = {slot.path: actors.resolve(slot.value) for slot in slots if slot.role in ("side", "member", "actor")}
    settled = _settle(draft, text, placed, proven)
    return Case(kind, document, draft, settled, tuple(quotes), scope, placed, proven, codes, fillers, second, within)


def without_fillers(draft: KindModel) -> tuple[KindModel, tuple[str, ...]]:
    """The draft with "not specified" and its like taken for null, and the paths where they stood.

    Quotes and fields that must hold something are left as they are: the checks speak about those.
    """
    dropped: list[str] = []
    for slot in reversed(list(walk(draft))):  # from the end, so that list places stay right while items go
        if slot.role not in ("quote", "source") and words_of(slot).strip().casefold() in _FILLERS:
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
        # Pydantic takes no lone surrogate; the evidence, which is not its, has the document's very slice.
        found = encodable(place.found.exact) if place is not None and place.found is not None else None
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
                holder[key]["text"] = encodable(figure.as_written) if figure is not None and part else found
            holder[key] |= _by_code(slot, figure, lasts=not (draft.event and draft.event.members))
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


@lru_cache(maxsize=256)  # asked of every record and check, and a name that is nowhere is looked for in all the text
def _names(name: str, text: str) -> bool:
    code = actors.resolve(name)
    return locate(name, text) is not None or (code is not None and actors.mentioned(code, text))


def _by_code(slot: Slot, figure: Figure | None, *, lasts: bool) -> dict[str, Any]:
    """What the figure says; without one, nothing in the fields of code, whatever the model wrote there. `lasts`: a step
    may go on ("delivered since May"); that of an instrument, "in force since May", was taken then.
    """
    if figure is None:
        fields = type(slot.value).model_fields.items()
        return {name: info.get_default() for name, info in fields if info.json_schema_extra == BY_CODE}
    if isinstance(slot.value, Happening):
        return {"edtf": figure.unit if lasts or figure.unit is None else figure.unit.removesuffix("/..")}
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
