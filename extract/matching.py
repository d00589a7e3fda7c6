"""Matching: records of a run one to one with gold records, by evidence and key.

Takes one document's records and gold records of one kind; gives pairs. A pair can be made when
- a quote of the record and a quote of the gold have more than 0.3 in common (intersection over union of the longest
  common run of words), or one holds the other; and
- every entry of the class's `match_by` agrees: amounts and counts in value and currency, designations in key, names
  in the actor, quotes with at least 0.5 in common, other fields in value. Accepted values agree too.
Of all ways to pair, the one with the greatest sum of evidence overlaps is taken (maximum weight matching, in whole
numbers, so that it is exact); where two ways are equal, the one with more gold records that count, then the one with
more fields right: a sentence that reports six jets for one state and 18 for another gives two records, not crossed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.alike import Comparer, has_words, same_number
from extract.fields import fields_with
from extract.gold import GoldRecord
from extract.overlap import contained, overlap, share

LEAST_EVIDENCE = 0.3
LEAST_CONTENT = 0.5
_SCALE = 1_000_000
"""Overlaps become whole numbers of this size."""

_MOST_FIELDS = 1_000_000
"""More fields than the records of a document have together."""

RecordLine = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Matched:
    """The places of records and gold that were paired.

    pairs  (record, gold)
    parts  records beside those in pairs that are parts of a paired gold record which may be split, or of one that
           does not count: neither right nor wrong
    """

    pairs: tuple[tuple[int, int], ...]
    parts: frozenset[int] = frozenset()


def match(comparer: Comparer, records: Sequence[RecordLine], gold: Sequence[GoldRecord]) -> Matched:
    """The best pairing by evidence and key."""
    weights = {
        (place, wanted): weight * _MOST_FIELDS + _right(comparer, record, one)
        for place, record in enumerate(records)
        for wanted, one in enumerate(gold)
        if (weight := _weight(record, one, comparer.model)) and key_agrees(comparer, record, one)
    }
    pairs = assign(weights)
    taken, paired = {place for place, _ in pairs}, {wanted for _, wanted in pairs}
    split = {wanted for wanted in paired if gold[wanted].may_split}
    return Matched(pairs, frozenset(place for place, wanted in weights if wanted in split and place not in taken))


def match_by_evidence(comparer: Comparer, records: Sequence[RecordLine], gold: Sequence[GoldRecord]) -> Matched:
    """The best pairing by evidence alone: what a record with a wrong key was meant to be."""
    weights = {
        (place, wanted): weight
        for place, record in enumerate(records)
        for wanted, one in enumerate(gold)
        if (weight := _weight(record, one, comparer.model))
    }
    return Matched(assign(weights))


def assign(weights: Mapping[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    """The pairs of (left, right) places with the greatest sum of weights, each place used once, in order."""
    from networkx import Graph, max_weight_matching  # late: only scoring needs it

    graph = Graph()
    for (left, right), weight in sorted(weights.items()):
        graph.add_edge(("left", left), ("right", right), weight=weight)
    found = (sorted(edge) for edge in max_weight_matching(graph))
    return tuple(sorted((left[1], right[1]) for left, right in found))


def quotes(record: RecordLine, model: type) -> tuple[str, ...]:
    """A record's evidence; where none was found in the document, the quotes that its data gives."""
    located = tuple(one["exact"] for one in record.get("evidence", ()))
    return located or tuple(given_quotes(record, model))


def given_quotes(record: RecordLine, model: Any) -> Iterable[str]:
    """The quotes in a record's data, found in the document or not."""
    for name in fields_with(model, "quote"):
        value = record["data"].get(name)
        yield from value if isinstance(value, list) else [value] if value else []


def _weight(record: RecordLine, gold: GoldRecord, model: type) -> int:
    """The evidence's overlap in whole numbers, one more where the gold counts; 0 where the evidence does not fit."""
    fit = overlap(quotes(record, model), gold.evidence, LEAST_EVIDENCE)
    return round(fit * _SCALE) * 2 + gold.counts if fit else 0


def _right(comparer: Comparer, record: RecordLine, gold: GoldRecord) -> int:
    """How many graded fields of a record are right against a gold record."""
    return sum(comparer.graded(gold, record["data"]).values())


def key_agrees(comparer: Comparer, record: RecordLine, gold: GoldRecord) -> bool:
    """Whether every entry of `match_by` agrees."""
    for entry in comparer.model.match_by:
        names = (entry,) if isinstance(entry, str) else entry
        if not (_any_agrees(comparer, record["data"], gold, names)):
            return False
    return True


def _any_agrees(comparer: Comparer, data: Mapping[str, Any], gold: GoldRecord, names: Sequence[str]) -> bool:
    """One name: its values agree. Several: any value of theirs in the record means one of theirs in the gold."""
    if len(names) == 1:
        return _agrees(comparer, names[0], gold, data.get(names[0]))
    wanted = [value for name in names for value in _accepted(gold, name) if isinstance(value, str)]
    found = [data[name] for name in names if data.get(name)]
    if not wanted or not found:
        return not wanted and not found
    return any(comparer.alike(names[0], one, other) for one in wanted for other in found)


def _agrees(comparer: Comparer, name: str, gold: GoldRecord, found: Any) -> bool:
    form, rule = comparer.form(name), gold.accept.get(name)
    if form == "quote":
        return _content_agrees(gold, name, found or "")
    if isinstance(rule, Mapping):
        return comparer.right(name, gold, found) is not False
    for value in _accepted(gold, name):
        if form in ("amount", "count"):
            if (value is None) == (found is None) and same_number(value, found):
                return True
        elif comparer.alike(name, value, found):
            return True
    return False


def _content_agrees(gold: GoldRecord, name: str, found: str) -> bool:
    """At least half in common with the gold's words or accepted ones, or what the gold's accept rule asks, if less."""
    rule = gold.accept.get(name)
    least = LEAST_CONTENT
    if isinstance(rule, Mapping):
        if "must_contain" in rule and has_words(found, rule["must_contain"]):
            return True
        least = min(least, rule.get("min_overlap", least))
    wanted = [str(value or "") for value in _accepted(gold, name)]
    if gold.may_split and any(contained(found, value) for value in wanted):
        return True
    return any(share(found, value) >= least for value in wanted)


def _accepted(gold: GoldRecord, name: str) -> list[Any]:
    rule = gold.accept.get(name)
    return [gold.fields.get(name), *(rule if isinstance(rule, list) else ())]
