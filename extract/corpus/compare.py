"""Comparing: two mentions of one kind held against each other, field by field, and what follows.

Takes a kind's class and two mentions; gives a `Comparison`: join, apart, or open where nothing says either. Symmetric.

join    one party field agrees and none is in doubt, and one entry of the schema's `keys` agrees whole
apart   a party, a key that stands alone, or the date of a step that happens once differs; or sums are near but not the
        same and nothing else agrees; or the two reports share no date and are further apart than `within_days`; or one
        document tells the two apart
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extract.alike import Comparer
from extract.corpus.mentions import Actor, Mention
from extract.corpus.sums import Result, compare_sums
from extract.corpus.values import compare_steps, compare_values
from extract.fields import KindModel, fields_of, roles_of
from extract.naming import Names
from extract.same import Entry, SameEvent, names_in

PLACE_OF_REPORTS = "reports"
PLACE_OF_DOCUMENT = "document"
"""Names under which what is no field is told in `compared`."""

Verdict = Literal["join", "apart", "open"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two mentions have in common. strength orders joins: more, and more exact, agreement is joined first."""

    verdict: Verdict
    strength: int
    results: Mapping[str, Result]
    why: str


class Judge:
    """Compares mentions of one kind. What a pair came to is remembered, how is not: it would fill the memory."""

    def __init__(self, model: type[KindModel]) -> None:
        if model.same_event is None:
            raise ValueError(f"{model.__name__} declares no same_event")
        self.same: SameEvent = model.same_event
        self._fields = tuple(dict.fromkeys((*names_in(self.same.keys), *fields_of(model, "happening"))))
        self._forms = {name: Comparer(model).form(name) for name in self._fields}
        self._members = {name for name, role in roles_of(model).items() if role == "member"}
        self._known: dict[tuple[str, str], Verdict] = {}

    def compare(self, a: Mention, b: Mention) -> Comparison:
        """The two mentions beside each other; in which order makes no difference."""
        found = self._compare(*sorted((a, b), key=lambda mention: mention.id))
        self._known[_pair(a, b)] = found.verdict
        return found

    def verdict(self, a: Mention, b: Mention) -> Verdict:
        """What the comparison came to."""
        return self._known.get(_pair(a, b)) or self.compare(a, b).verdict

    def same_parties(self, a: Mention, b: Mention) -> bool:
        """Whether one party agrees at least and none differs."""
        answers = [self._party(entry, a, b).answer for entry in self.same.parties]
        return "same" in answers and not {"near", "differs"} & set(answers)

    def other_parties(self, found: Comparison) -> bool:
        """Whether a comparison ended at parties that differ."""
        return any(found.results[_name(entry)].answer == "differs" for entry in self.same.parties)

    def _compare(self, a: Mention, b: Mention) -> Comparison:
        parties = {_name(entry): self._party(entry, a, b) for entry in self.same.parties}
        results: dict[str, Result] = dict(parties)
        if any(one.answer == "differs" for one in parties.values()):
            return _apart(results)
        keys = {name: self._field(name, a, b) for name in self._fields}
        results |= {name: one for name, one in keys.items() if one.detail}
        apart = [
            name
            for name, one in keys.items()
            if one.answer == "differs" and (name in self.same.alone or self._forms[name] == "dates")
        ]
        if apart:
            return _apart(results, apart)
        dated = any(one.answer == "same" for name, one in keys.items() if self._forms[name] == "dates")
        if not dated and (gap := self._too_far(a, b)):
            return _apart(results | {PLACE_OF_REPORTS: gap}, [PLACE_OF_REPORTS])
        agreeing = [entry for entry in self.same.keys if all(keys[name].answer == "same" for name in _names(entry))]
        if a.sha256 == b.sha256:
            agreeing = [entry for entry in agreeing if isinstance(entry, str) and keys[entry].exact]
            if not agreeing:
                told = Result("differs", "one document tells the two apart")
                return _apart(results | {PLACE_OF_DOCUMENT: told}, [PLACE_OF_DOCUMENT])
        near = [name for name, one in keys.items() if one.answer == "near" and self._forms[name] == "amount"]
        if near and not agreeing:
            return _apart(results, near)
        sure = all(one.answer in ("same", "unknown") for one in parties.values())
        if not sure or not any(one.answer == "same" for one in parties.values()):
            return Comparison("open", 0, results, "it is not sure that the parties are the same")
        if not agreeing:
            return Comparison("open", 0, results, f"none of {_listed(self.same.keys)} agrees")
        return Comparison("join", _strength(results), results, " and ".join(_name(entry) for entry in agreeing))

    def _too_far(self, a: Mention, b: Mention) -> Result | None:
        if self.same.within_days is None or a.published is None or b.published is None:
            return None
        days = abs((a.published - b.published).days)
        return Result("differs", f"{days} days apart and no date in common") if days > self.same.within_days else None

    def _party(self, entry: Entry, a: Mention, b: Mention) -> Result:
        names = _names(entry)
        ours, theirs = ([actor for name in names for actor in one.actors[name]] for one in (a, b))
        if not ours or not theirs:
            return Result("unknown", "one does not say")
        if any(name in self._members for name in names):
            return _members(ours, theirs)
        if any(_alike(one, other) for one in ours for other in theirs):
            return Result("same", "the same party", exact=True)
        return _different(ours, theirs)

    def _field(self, name: str, a: Mention, b: Mention) -> Result:
        form = self._forms[name]
        if form == "amount":
            return compare_sums(a.sums.get(name, ()), b.sums.get(name, ()))
        if form == "dates":
            return compare_steps(a.steps, b.steps, self.same.once)
        one, other = a.data.get(name), b.data.get(name)
        if not one or not other:
            return Result("unknown", "one does not say")
        return compare_values(form, one, other, self.same.vague)


def _pair(a: Mention, b: Mention) -> tuple[str, str]:
    return (a.id, b.id) if a.id < b.id else (b.id, a.id)


def _members(ours: Sequence[Actor], theirs: Sequence[Actor]) -> Result:
    """Sets of members: the same, one within the other (too little to join by), or different."""
    left = [one for one in ours if not any(_alike(one, other) for other in theirs)]
    right = [one for one in theirs if not any(_alike(one, other) for other in ours)]
    if not left and not right:
        return Result("same", "the same parties", exact=True)
    if len(left) < len(ours) and not (left and right):
        return Result("near", "one names more parties")
    return _different(left or ours, right or theirs)


def _different(ours: Sequence[Actor], theirs: Sequence[Actor]) -> Result:
    """Two codes are two actors; a name without a code may be another name for anybody."""
    told = " and ".join(sorted(", ".join(sorted(one.shown for one in some)) for some in (ours, theirs)))
    if all(one.code for one in ours) and all(one.code for one in theirs):
        return Result("differs", told)
    return Result("near", f"{told}: not known whether the same")


def _alike(one: Actor, other: Actor) -> bool:
    if one is other or not one.forms.isdisjoint(other.forms):
        return True
    if one.code and other.code:
        return False
    return any(_same_name(a, b) for a in one.forms for b in other.forms)


@lru_cache(maxsize=65536)
def _same_name(one: str, other: str) -> bool:
    return Names().same(one.title(), other.title())


def _strength(results: Mapping[str, Result]) -> int:
    """Two for each field that is equal, one for each that is compatible."""
    return sum(1 + one.exact for one in results.values() if one.answer == "same")


def _apart(results: Mapping[str, Result], fields: Sequence[str] = ()) -> Comparison:
    named = fields or [name for name, one in results.items() if one.answer == "differs"]
    return Comparison("apart", 0, results, "; ".join(f"{name}: {results[name].detail}" for name in named))


def _names(entry: Entry) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


def _name(entry: Entry) -> str:
    return entry if isinstance(entry, str) else " with ".join(entry)


def _listed(entries: Sequence[Entry]) -> str:
    return ", ".join(_name(entry) for entry in entries)
