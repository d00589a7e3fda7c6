"""Agreement of coders, prompts, models or runs on the same documents.

Takes two or more `Source`s; gives an `Agreement` for each kind: how many records all of them have, F1 of each pair of
sources over records and over the words of their evidence, and for each field Krippendorff's alpha and the share of
equal pairs. Choices and names are nominal values, a list counting as one value; amounts and counts are interval ones.
Words copied from the document are not compared here but by the F1 over words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from extract.agreement import Metric, alpha
from extract.alike import Comparer
from extract.coded import Coded, Source, align, comparer_for, together
from extract.figures import designation_key
from extract.kinds import Kind
from extract.measures import ratio
from extract.overlap import common, length, words

Unit = tuple[Coded | None, ...]

_METRICS: dict[str, Metric] = {
    "choice": "nominal", "choices": "nominal", "name": "nominal", "names": "nominal", "designation": "nominal",
    "dates": "nominal", "amount": "interval", "count": "interval",
}  # fmt: skip
"""How values of each form of field are held against each other; other forms are not."""


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """alpha: None where it is not defined. equal: share of pairs of sources that have the same value. units: records
    that at least two sources have.
    """

    metric: Metric
    alpha: float | None
    equal: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """One kind. records: of each source. shared: units that all sources have, of `units`. record_f1 and word_f1: mean
    over the pairs of sources; None where there is nothing to compare.
    """

    kind: str
    records: tuple[int, ...]
    units: int
    shared: int
    record_f1: float | None
    word_f1: float | None
    fields: Mapping[str, FieldAgreement]


def agree(sources: Sequence[Source], kinds: Mapping[str, Kind]) -> tuple[Agreement, ...]:
    """How far the sources agree, kind by kind, over the documents that all of them have."""
    sources = together(sources)
    documents = sorted(frozenset.intersection(*(frozenset(source.documents) for source in sources)))
    return tuple(_kind(kind, documents, sources) for kind in kinds.values())


def _kind(kind: Kind, documents: Sequence[str], sources: Sequence[Source]) -> Agreement:
    units: list[Unit] = []
    values: dict[str, list[tuple[Any, ...]]] = {}
    for document in documents:
        comparer = comparer_for(kind, document, sources)
        here = align(comparer, [source.at(document, kind.name) for source in sources])
        units += here
        values_of = _Values(comparer, [])
        for name in kind.model.model_fields:
            if comparer.form(name) in _METRICS:
                values.setdefault(name, []).extend(tuple(values_of(name, one) for one in unit) for unit in here)
    pairs = list(combinations(range(len(sources)), 2))
    form = Comparer(kind.model).form
    return Agreement(
        kind=kind.name,
        records=tuple(sum(unit[place] is not None for unit in units) for place in range(len(sources))),
        units=len(units),
        shared=sum(None not in unit for unit in units),
        record_f1=_mean([_record_f1(units, *pair) for pair in pairs]),
        word_f1=_mean([_word_f1(units, *pair) for pair in pairs]),
        fields={name: _field(some, _METRICS[form(name)]) for name, some in values.items()},
    )


def _field(units: Sequence[tuple[Any, ...]], metric: Metric) -> FieldAgreement:
    twice = [unit for unit in units if sum(value is not None for value in unit) > 1]
    met = [(a, b) for unit in twice for a, b in combinations([value for value in unit if value is not None], 2)]
    return FieldAgreement(metric, alpha(twice, metric), ratio(sum(a == b for a, b in met), len(met)), len(twice))


@dataclass(frozen=True, slots=True)
class _Values:
    """Field values of one document as things that can be equal or not. seen: names met so far, one for each actor."""

    comparer: Comparer
    seen: list[str]

    def __call__(self, name: str, record: Coded | None) -> Any:
        """None where the source has no such record; "" where the record has no value, but None for a number."""
        if record is None or name not in record.fields:
            return None
        value, form = record.fields[name], self.comparer.form(name)
        if form in ("amount", "count"):
            number = value.get("value") if isinstance(value, Mapping) else value
            return None if number is None else float(number)
        if form in ("name", "names"):
            names = value if isinstance(value, list) else [value] if value else []
            return tuple(sorted({self._actor(one) for one in names}))
        if form == "dates":
            return tuple(sorted(str(one.get("edtf")) for one in value or ()))
        if form == "designation":
            return designation_key(value) if value else ""
        return tuple(sorted(map(str, value))) if isinstance(value, list) else "" if value is None else value

    def _actor(self, name: str) -> str:
        """One label for all names of an actor: its code or spelling, from the first name met."""
        first = next((one for one in self.seen if self.comparer.names.same(one, name)), None)
        if first is None:
            self.seen.append(name)
            first = name
        return min(self.comparer.names.forms(first))


def _record_f1(units: Sequence[Unit], one: int, other: int) -> float | None:
    both = sum(unit[one] is not None and unit[other] is not None for unit in units)
    return ratio(2 * both, sum((unit[one] is not None) + (unit[other] is not None) for unit in units))


def _word_f1(units: Sequence[Unit], one: int, other: int) -> float | None:
    """F1 over the words of evidence, in letters: what paired records have in common, twice, over all of both."""
    shared = sum(_shared(left, right) for unit in units if (left := unit[one]) and (right := unit[other]))
    every = [record for unit in units for record in (unit[one], unit[other]) if record is not None]
    return ratio(2 * shared, sum(length(words(quote)) for record in every for quote in record.evidence))


def _shared(left: Coded, right: Coded) -> int:
    """Letters in common, each quote of the left one with the best of the right ones that is still free."""
    free, total = list(right.evidence), 0
    for quote in left.evidence:
        best = max(free, key=lambda one: common(quote, one), default=None)
        if best is not None and common(quote, best):
            total += common(quote, best)
            free.remove(best)
    return total


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
