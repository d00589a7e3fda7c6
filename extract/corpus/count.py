"""Counting: whether a claim may be added up with others, and why (AidData's "recommended for aggregates", TUFF 3.0).

One sum for each commitment: what is only asked for, talked about or promised is none of the money; what was suspended
or called off is not counted; an upper bound is no sum; rescheduled or forgiven debt was counted when it was lent. A
payment under a commitment is counted as the whole, a frame by the agreements made under it. What is unclear is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from extract.checks.registry import find_words
from extract.corpus.compare import Judge
from extract.corpus.fields import history_of, values_of
from extract.corpus.mentions import Mention
from extract.fields import KindModel
from extract.same import Counting

BEFORE = 40
"""Characters before an umbrella's word in which "under" speaks of an agreement beneath it."""


class Countable(NamedTuple):
    """answer: yes, no, or None where it is not known; with the reason."""

    answer: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """A claim before it is written: its id, its mentions, and the claims to one of which it may belong besides."""

    id: str
    mentions: tuple[Mention, ...]
    fits: tuple[str, ...] = ()


class Counter:
    """Answers for the claims of one kind, which it sees together: a part looks for its whole."""

    def __init__(self, model: type[KindModel], groups: Sequence[Group], judge: Judge) -> None:
        self._model, self._judge = model, judge
        self._by_party: dict[str, list[Group]] = defaultdict(list)
        for group in groups:
            for code in _codes(group):
                self._by_party[code].append(group)

    def countable(self, group: Group) -> Countable:
        """Whether the claim may be added up."""
        counting = self._model.same_event.counting if self._model.same_event else None
        if counting is None:
            return Countable(False, "this kind has nothing to add up")
        answers = [
            _sum(counting, group),
            *_never(self._model, counting, group),
            _stage(self._model, counting, group),
            self._parts(counting, group),
        ]
        for wanted in (False, None):
            found = next((one for one in answers if one.answer is wanted), None)
            if found:
                return found
        if group.fits:
            return Countable(None, f"may repeat {' or '.join(group.fits)}; a decision can say which")
        sums = len(values_of(self._model, counting.amount, group.mentions))
        return Countable(True, answers[-2].reason + (f"; {sums} different sums are given" if sums > 1 else ""))

    def _parts(self, counting: Counting, group: Group) -> Countable:
        if all(_says(one, counting.part) for one in group.mentions):
            wholes = [
                other.id for other in self._others(group) if _largest(other, counting) > _largest(group, counting)
            ]
            if wholes:
                return Countable(False, f"a payment under a commitment that is counted: {_some(wholes)}")
            return Countable(None, "a payment under a commitment that is not here")
        if all(_is_frame(one, counting) for one in group.mentions):
            single = [
                other.id for other in self._others(group) if _largest(other, counting) < _largest(group, counting)
            ]
            if single:
                return Countable(False, f"a frame; the agreements under it are counted: {_some(single)}")
            return Countable(False, "a frame alone is no commitment")
        return Countable(True, "")

    def _others(self, group: Group) -> list[Group]:
        """Claims between the same parties that have a sum in the same currency."""
        near = {other.id: other for code in _codes(group) for other in self._by_party[code] if other.id != group.id}
        return [other for _, other in sorted(near.items()) if self._related(group, other)]

    def _related(self, group: Group, other: Group) -> bool:
        if not _currencies(group) & _currencies(other):
            return False
        return any(self._judge.same_parties(one, two) for one in group.mentions for two in other.mentions)


def _sum(counting: Counting, group: Group) -> Countable:
    sums = [sum_ for one in group.mentions for sum_ in one.sums.get(counting.amount, ())[:1]]
    if not sums:
        return Countable(False, "no sum is given")
    if all(one.modifier in ("up_to", "less_than") for one in sums):
        return Countable(False, "an upper bound is no sum")
    return Countable(True, "")


def _never(model: type[KindModel], counting: Counting, group: Group) -> list[Countable]:
    found = []
    for name, never in counting.never.items():
        said = {str(value.value) for value in values_of(model, name, group.mentions)}
        if said and said <= set(never):
            found.append(Countable(False, f"{name} {' and '.join(sorted(said))} is not counted"))
        elif said & set(never):
            told = " and ".join(sorted(said))
            found.append(Countable(None, f"reports differ whether it is to be counted: {name} {told}"))
    return found


def _stage(model: type[KindModel], counting: Counting, group: Group) -> Countable:
    """The last report decides, unless another of that day or one without a date says otherwise, or it takes back what
    an earlier one said had happened.
    """
    history = history_of(model, group.mentions)
    if not history:
        return Countable(None, "no report says how far it went")
    dated = [one for one in history if one["published"]]
    last = {*(dated or history)[-1]["values"]}
    undated = {value for one in history if not one["published"] for value in one["values"]}
    told = " and ".join(sorted(last | undated))
    counts = {stage in counting.stages for stage in last | undated}
    if len(counts) > 1:
        return Countable(None, f"reports differ on how far it went: {told}")
    day = f" by {dated[-1]['published']}" if dated else ""
    if counts == {True}:
        return Countable(True, f"{told}{day}")
    earlier = {stage for one in dated[:-1] for stage in one["values"]} & set(counting.stages)
    if earlier and last <= set(model.not_yet):
        return Countable(None, f"{told}{day}, though reported as {' and '.join(sorted(earlier))} before")
    return Countable(False, f"{told}{day} is no commitment")


def _says(mention: Mention, words: tuple[str, ...]) -> bool:
    return any(find_words(words, quote) for quote in mention.evidence)


def _is_frame(mention: Mention, counting: Counting) -> bool:
    """A word of a frame that no word like "under" stands before."""
    hits = [(quote, hit) for quote in mention.evidence for hit in find_words(counting.umbrella, quote)]
    return bool(hits) and not any(
        find_words(counting.beneath, quote[max(0, hit.start() - BEFORE) : hit.start()]) for quote, hit in hits
    )


def _largest(group: Group, counting: Counting) -> Decimal:
    return max((s.value for one in group.mentions for s in one.sums.get(counting.amount, ())[:1]), default=Decimal(0))


def _currencies(group: Group) -> set[str | None]:
    return {sum_.currency for one in group.mentions for sums in one.sums.values() for sum_ in sums[:1]}


def _codes(group: Group) -> set[str]:
    return {form for one in group.mentions for some in one.actors.values() for actor in some for form in actor.forms}


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
