"""Fields: what the mentions of a claim say, value by value, with counts, dates and sources. Nothing is averaged.

Takes a kind's class and mentions; gives for each field its values, the most frequent first, and whether they conflict.
A conflict is two values of two mentions that exclude each other: sums in one currency, dates of a step that happens
once, parties, counts, choices that are not vague. Other words for one thing are no conflict. A stage may change with
time: it has a history, and conflicts only where reports of one day differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from extract.alike import Comparer
from extract.corpus.mentions import Mention, actor
from extract.corpus.sums import compare_sums, sums_of
from extract.corpus.values import compare_steps, compare_values
from extract.fields import KindModel, fields_with
from extract.figures.designations import designation_key
from extract.same import names_in
from extract.store import dumps


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field, in its most frequent spelling, and the mentions that give it, by id."""

    value: Any
    mentions: tuple[Mention, ...]

    @property
    def documents(self) -> int:
        """In how many documents it stands."""
        return len({mention.sha256 for mention in self.mentions})


def values_of(model: type[KindModel], name: str, mentions: Sequence[Mention]) -> list[Value]:
    """The values of a field, those of most documents first. Steps and choices of a list are values one by one."""
    form = Comparer(model).form(name)
    found: dict[str, list[tuple[Any, Mention]]] = defaultdict(list)
    for mention in mentions:
        for value in _single(form, mention.data.get(name)):
            found[_key(form, value)].append((value, mention))
    values = [
        Value(_spelling([value for value, _ in pairs]), _each([one for _, one in pairs])) for pairs in found.values()
    ]
    return sorted(values, key=lambda one: (-one.documents, -len(one.mentions), dumps(one.value)))


def fields_json(model: type[KindModel], mentions: Sequence[Mention]) -> dict[str, Any]:
    """The claim's fields in the schema's order; those that are evidence are told by the mentions."""
    sources = fields_with(model, "source")
    out: dict[str, Any] = {}
    for name in model.model_fields:
        values = [] if Comparer(model).form(name) == "evidence" else values_of(model, name, mentions)
        if values:
            conflict = name != model.stage_field and _conflict(model, name, values)
            out[name] = {"conflict": conflict, "values": [_json(value, sources) for value in values]}
    if model.stage_field in out:
        history = history_of(model, mentions)
        out[model.stage_field] |= {"conflict": any(len(one["values"]) > 1 for one in history), "history": history}
    return out


def history_of(model: type[KindModel], mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """The stage by the day of the report, oldest first; vague ones left out, reports without a date last."""
    same, name = model.same_event, model.stage_field
    by_day: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        value = mention.data.get(name) if name else None
        if isinstance(value, str) and not (same and value in same.vague):
            by_day[mention.published.isoformat() if mention.published else ""][value].append(mention.id)
    days = sorted(by_day, key=lambda day: (not day, day))
    return [
        {"published": day or None, "values": {value: sorted(ids) for value, ids in sorted(by_day[day].items())}}
        for day in days
    ]


def _json(value: Value, sources: Sequence[str]) -> dict[str, Any]:
    days = sorted(one.published.isoformat() for one in value.mentions if one.published)
    return {
        "value": value.value,
        "count": len(value.mentions),
        "documents": value.documents,
        "mentions": [one.id for one in value.mentions],
        "published": [days[0], days[-1]] if days else None,
        "sources": sorted({str(one.data[name]) for one in value.mentions for name in sources if one.data.get(name)}),
    }


def _each(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Each once, by id."""
    return tuple(one for _, one in sorted({mention.id: mention for mention in mentions}.items()))


def _spelling(values: Sequence[Any]) -> Any:
    spelt: dict[str, list[Any]] = defaultdict(list)
    for value in values:
        spelt[dumps(value)].append(value)
    return spelt[min(spelt, key=lambda text: (-len(spelt[text]), text))][0]


def _single(form: str, value: Any) -> Iterator[Any]:
    if form in ("dates", "choices"):
        yield from value if isinstance(value, list) else [value] if value else []
    elif value is not None and value != []:
        yield value


def _key(form: str, value: Any) -> str:
    """What makes two values one: codes of names, the key of a designation, number and currency of a sum."""
    if form == "designation":
        return designation_key(str(value))
    if form in ("names", "name"):
        return dumps(sorted(_actor(name) for name in (value if isinstance(value, list) else [value])))
    if form in ("amount", "count") and isinstance(value, Mapping):
        return dumps([value.get(part) for part in ("value", "value_high", "currency", "modifier")])
    if form == "dates":
        return dumps([value.get("event"), value.get("edtf") or value.get("text"), bool(value.get("planned"))])
    return dumps(value)


def _actor(name: Any) -> str:
    """A name's code if it has one, else its spelling."""
    return actor(str(name)).shown


def _conflict(model: type[KindModel], name: str, values: Sequence[Value]) -> bool:
    """Whether two values that no mention gives together exclude each other."""
    return any(
        _exclude(model, name, one, other)
        for one, other in combinations(values, 2)
        if not set(one.mentions) & set(other.mentions)
    )


def _exclude(model: type[KindModel], name: str, one: Value, other: Value) -> bool:
    form, same = Comparer(model).form(name), model.same_event
    if form == "amount":
        return compare_sums(_sums(one), _sums(other)).answer in ("near", "differs")
    if form == "dates":
        return compare_steps(_steps(one), _steps(other), same.once if same else ()).answer == "differs"
    if form in ("names", "name"):
        party = bool(same) and name in names_in(same.parties if same else ())
        actors = [{_actor(inner) for inner in _single("choices", value.value)} for value in (one, other)]
        return party and not actors[0] & actors[1] and all(one.isupper() for some in actors for one in some)
    if form in ("designation", "count", "choice"):
        return compare_values(form, one.value, other.value, same.vague if same else ()).answer == "differs"
    return False


def _steps(value: Value) -> list[Any]:
    asked = (value.value.get("event"), value.value.get("edtf"), bool(value.value.get("planned")))
    every = [step for mention in value.mentions for step in mention.steps if not step.implied]
    return [step for step in every if (step.event, step.edtf, step.planned) == asked]


def _sums(value: Value) -> Any:
    return sums_of(value.value, [quote for mention in value.mentions for quote in mention.evidence])
