"""Columns: what the table of records says of one record, read off its kind's schema.

Takes a record line and its kind (None for a kind that the project does not know); gives who is party to it, when it
was, what sum it is about, how far it went. Parties are the fields whose role is side, member or actor, in the words of
the kind's signs (giver and taker, members, speaker); dates are happenings, and copied words that are a date as a whole;
sums are amounts. No kind is named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extract import actors
from extract.fields import KindModel, digits, fields_of, roles_of
from extract.figures import find
from extract.figures.edtf import date_bounds
from extract.kinds import Kind
from extract.report.spans import visible

_LONGEST_DATE = 60
"""Code points; longer words are no date."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When a record's step was: EDTF, first and last day that it may mean, and the step; published: "reported"."""

    edtf: str
    low: date
    high: date
    step: str


def label_of(kind: Kind | None, name: str) -> str:
    """A kind's name for readers."""
    return kind.prompt.label if kind is not None else name.replace("_", " ")


def who(data: Mapping[str, Any], model: type[KindModel] | None) -> str:
    """The parties in a few words: "Russia → Belarus", "Russia, Belarus", "Ann Lee (Norland)"."""
    if model is None:
        return ""
    if model.event is not None and (model.event.giver or model.event.taker):
        giver, taker = (", ".join(_names(data, name)) for name in (model.event.giver, model.event.taker))
        return visible(f"{giver or '?'} → {taker or '?'}")
    if model.speech is not None:
        speaker = next(iter(_names(data, model.speech.name) or _names(data, model.speech.speaker)), "nobody named")
        side = ", ".join(_names(data, model.speech.of))
        return visible(f"{speaker} ({side})" if side and side != speaker else speaker)
    return visible(", ".join(dict.fromkeys(name for _, name in _party_names(data, model))))


def parties(data: Mapping[str, Any], model: type[KindModel] | None) -> list[str]:
    """Every party once, under the name that the table of actors has for it, else as written."""
    if model is None:
        return []
    return list(dict.fromkeys(_canonical(name) for _, name in _party_names(data, model)))


def _party_names(data: Mapping[str, Any], model: type[KindModel]) -> Iterator[tuple[str, str]]:
    speaker = (model.speech.speaker,) if model.speech is not None else ()
    for name, role in roles_of(model).items():
        if role in ("side", "member", "actor") or name in speaker:
            yield from ((name, one) for one in _names(data, name))


def _names(data: Mapping[str, Any], name: str | None) -> list[str]:
    value = data.get(name) if name else None
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one]


def _canonical(name: str) -> str:
    code = actors.resolve(name)
    known = actors.surfaces(code) if code is not None else ()
    return known[0] if known else visible(name)


def dated(data: Mapping[str, Any], model: type[KindModel] | None, published: str | None) -> Dated | None:
    """The record's date: its first step that had happened, else its first planned one, else words that are a date."""
    if model is None:
        return None
    steps = [
        (bool(one.get("planned")), made)
        for name in fields_of(model, "happening")
        for one in _parts(data.get(name))
        if (made := _dated(one.get("edtf"), str(one.get("event", "")))) is not None
    ]
    if steps:
        return min(steps, key=lambda step: (step[0], step[1].low))[1]
    return next(_dates_in_words(data, model, published), None)


def _dates_in_words(data: Mapping[str, Any], model: type[KindModel], published: str | None) -> Iterator[Dated]:
    for name, role in roles_of(model).items():
        words = data.get(name)
        if role in ("words", "in_document") and isinstance(words, str) and len(words) <= _LONGEST_DATE:
            for figure in find(words, anchor=_day(published)):
                whole = figure.kind == "date" and (figure.start, figure.end) == (0, len(words))
                made = _dated(figure.unit, "") if whole else None
                if made is not None:
                    yield made


def reported(published: str | None) -> Dated | None:
    """The day on which the document was published, for records that have no date of their own."""
    day = _day(published)
    return _dated(day, "reported") if day else None


def _day(published: str | None) -> str | None:
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return None


def _dated(edtf: Any, step: str) -> Dated | None:
    bounds = date_bounds(edtf) if isinstance(edtf, str) else None
    if bounds is None:
        return None
    low, high = bounds
    return Dated(edtf, high if low == date.min else low, low if high == date.max else high, step.replace("_", " "))


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in a record: exact value (of a range the lower end), ISO 4217 code as the record has it."""

    value: Decimal
    currency: str
    modifier: str

    @property
    def shown(self) -> str:
        """ "up to 3,000,000,000 USD"."""
        words = "" if self.modifier in ("exact", "range", "") else self.modifier.replace("_", " ") + " "
        return f"{words}{digits(self.value, ',')} {self.currency}"


def sums(data: Mapping[str, Any], model: type[KindModel] | None) -> list[Sum]:
    """The record's sums of money that have a value."""
    if model is None:
        return []
    return [
        Sum(Decimal(str(one["value"])), visible(one.get("currency") or "?")[:8], str(one.get("modifier") or ""))
        for name in fields_of(model, "amount")
        for one in _parts(data.get(name))
        if isinstance(one.get("value"), (int, float)) and not isinstance(one["value"], bool)
    ]


def _parts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, Mapping)]


def stage(data: Mapping[str, Any], model: type[KindModel] | None) -> str:
    """How far it went, or for a statement what is done by saying it; "" where the kind has no such field."""
    if model is None:
        return ""
    name = model.stage_field or (model.speech.act if model.speech is not None else None)
    value = data.get(name) if name else None
    return value.replace("_", " ") if isinstance(value, str) else ""
