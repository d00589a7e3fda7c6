"""Corrections: what a person fills in, held against the kind's schema and the document.

Takes a record's new data; gives the record's new content, or for each field why not. Refused is what the schema
refuses, and words said to be copied that do not stand in the document. Numbers, dates and choices are the person's:
where code reads them otherwise, the checks say so in the new findings, and the correction stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from extract.checks import run_checks
from extract.derive import Case, derived, lay_beside
from extract.fields import BY_CODE, KindModel, Slot, fields_with, walk
from extract.figures import find
from extract.ground import nearest
from extract.kinds import Kind
from extract.review.paths import at, dotted
from extract.store import record_json
from extract.types import Document, Record

LEFT = ("data", "derived", "evidence", "figures", "findings")
"""The parts of a record line that a correction writes anew."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a correction is refused: `path` names the field ("amount.value"), "" the record as a whole."""

    path: str
    message: str


def corrected(
    kind: Kind, document: Document, data: Mapping[str, Any], original: Mapping[str, Any], shown: Mapping[str, Any]
) -> dict[str, Any] | tuple[Fault, ...]:
    """The new data, derived, evidence, figures and findings in their JSON form; or the faults, never none.

    data      the record's data as the person has it; numbers may be strings
    original  the record's data in the run
    shown     the data that the person began from, by which it is known which words he changed: the run's, or those of
              an earlier correction
    """
    try:
        model = kind.model.model_validate(data)
    except ValidationError as error:
        return tuple(Fault(dotted(one["loc"]), _said(one)) for one in error.errors())
    try:
        case = lay_beside(kind, model, document, find(document.text, anchor=document.published))
        if faults := _ungrounded(case):
            return faults
        own = kind.model.model_validate(_own(case, shown))
    except ValidationError as error:  # the schema allows the person's words, but not the document's own spelling
        return tuple(
            Fault(dotted(one["loc"]), f"with the document's own words: {_said(one)}") for one in error.errors()
        )
    if own.model_dump() == _read(kind, original):
        return (Fault("", "nothing was changed; accept the record instead"),)
    case = replace(case, draft=own, settled=own)
    try:
        by_code = derived(case)
    except Exception as error:  # noqa: BLE001  derive() is the schema author's
        return (Fault("", f"derive() of {kind.schema_path.name} fails on this: {type(error).__name__}: {error}"),)
    line = record_json(
        Record("", kind.name, document, own.model_dump(), by_code, case.evidence, case.figures, run_checks(case))
    )
    return {name: line[name] for name in LEFT}


def _said(error: Any) -> str:
    """Pydantic's message in our voice."""
    if error["type"] == "missing":
        return "missing"
    if error["type"] == "extra_forbidden":
        return "no such field"
    return str(error["msg"])


def _ungrounded(case: Case) -> tuple[Fault, ...]:
    """What is said to be copied and does not stand in the document; and a record without any words of it."""
    faults = []
    for slot in case.slots:
        place = case.placed.get(slot.path)
        if place is not None and place.where == "nowhere":
            path = slot.path if isinstance(slot.value, str) else f"{slot.path}.text"
            like = nearest(place.words, case.document.text)
            hint = f"; the nearest is: {like}" if like else "; copy them from the text"
            faults.append(Fault(path, f"these words do not stand in the document{hint}"))
    quotes = fields_with(type(case.draft), "quote")
    if not faults and quotes and not case.evidence:
        faults.append(Fault(quotes[0], "a record rests on words of the document; copy them from the text"))
    return tuple(faults)


def _own(case: Case, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The person's data with the document's own spelling of what is copied, and with what code fills, where the words
    changed and the person left code's fields as they were.
    """
    data, read = case.draft.model_dump(), case.settled.model_dump()
    for slot in walk(case.draft):
        place = case.placed.get(slot.path)
        holder, key = at(data, slot.path)
        if place is None or place.found is None:
            continue
        if isinstance(slot.value, str):
            holder[key] = place.found.exact
        else:
            holder[key]["text"] = place.found.exact
            _fill(slot, holder[key], _part(shown, slot.path), _part(read, slot.path))
    return data


def _fill(slot: Slot, part: dict[str, Any], before: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """Fields of code from the figure, if the words are new and the person has not touched these."""
    if part["text"] == before.get("text"):
        return
    for name, info in type(slot.value).model_fields.items():
        if info.json_schema_extra == BY_CODE and part[name] == before.get(name, info.get_default()):
            part[name] = read[name]


def _part(data: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """The amount, count or happening at a path; {} where there was none."""
    try:
        holder, key = at(data, path)
        part = holder[key]
    except (KeyError, IndexError, TypeError):
        return {}
    return part if isinstance(part, Mapping) else {}


def _read(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Data of a record line as the schema reads it; None where it does not, as after a change of the schema."""
    try:
        model: KindModel = kind.model.model_validate(data)
    except ValidationError:
        return None
    return model.model_dump()
