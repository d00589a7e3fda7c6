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
from typing import Any, Literal

from rapidfuzz.fuzz import ratio

from extract.alike import Comparer
from extract.corpus.mentions import Actor, Mention, Step
from extract.corpus.sums import Result, compare_sums
from extract.fields import KindModel, fields_of, roles_of
from extract.figures import same_designation
from extract.figures.designations import designation_key
from extract.figures.gazetteer import FAMILIES
from extract.naming import Names
from extract.overlap import contained, length, share, words
from extract.same import Entry, SameEvent, names_in

LEAST_WORDS = 80
"""Likeness (0 to 100) from which words are the same words."""
LEAST_CONTENT = 0.8
"""Share of a quote's letters in common from which two quotes are one."""
SHORT = 3
"""A name or quote of fewer words is too general to make two mentions one ("joint statement")."""

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


def compare_values(form: str, one: Any, other: Any, vague: Sequence[str] = ()) -> Result:
    """Two values that are there, by the form of their field (`extract.alike.Comparer.form`)."""
    if form == "designation":
        return _designations(str(one), str(other))
    if form == "quote":
        return _quotes(str(one), str(other))
    if form == "words":
        return _words(str(one), str(other))
    if form == "count":
        return _counts(one, other)
    if form == "names":
        alike = Names().same_sets(one, other)
    elif form == "name":
        alike = Names().same(str(one), str(other))
    elif form == "choices":
        ours, theirs = set(map(str, one)) - set(vague), set(map(str, other)) - set(vague)
        if not ours or not theirs:
            return Result("unknown", "one is vague")
        alike = bool(ours & theirs)
    elif one in vague or other in vague:
        return Result("unknown", "one is vague")
    else:
        alike = bool(one == other)
    return Result("same", "equal", exact=True) if alike else Result("differs", "not the same")


def compare_steps(ours: Sequence[Step], theirs: Sequence[Step], once: Sequence[str]) -> Result:
    """Dates of steps that both have: same where two narrow ones overlap, differs where none of a step's do.

    A date only planned excludes none, and steps that may happen again exclude none.
    """
    same, differs = [], []
    for event in dict.fromkeys(step.event for step in ours):
        pairs = [(a, b) for a in ours for b in theirs if a.event == b.event == event]
        met = [(a, b) for a, b in pairs if a.low <= b.high and b.low <= a.high]
        close = sorted((a.edtf, b.edtf) for a, b in met if a.narrow and b.narrow)
        if close:
            same.append((event, close[0]))
        elif pairs and not met and event in once and not any(step.planned for pair in pairs for step in pair):
            differs.append((event, min((a.edtf, b.edtf) for a, b in pairs)))
    if same:
        told = "; ".join(f"{event} {' and '.join(sorted(set(dates)))}" for event, dates in sorted(same))
        return Result("same", told, exact=any(dates[0] == dates[1] for _, dates in same))
    if differs:
        return Result(
            "differs", "; ".join(f"{event} {' and '.join(sorted(dates))}" for event, dates in sorted(differs))
        )
    return Result("unknown", "no step with a month or day in both")


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


def _designations(one: str, other: str) -> Result:
    how = same_designation(one, other)
    if how in ("key", "alias"):
        return Result("same", f"{_family(one)} by {'its key' if how == 'key' else 'the table of names'}", exact=True)
    told = f"{designation_key(one)} and {designation_key(other)}"
    return Result("near", f"{told} by letters alone") if how == "letters" else Result("differs", told)


def _family(text: str) -> str:
    found = designation_key(text)
    return FAMILIES.get(found, found)


def _quotes(one: str, other: str) -> Result:
    left, right = words(one), words(other)
    if not (_held(left, right) or _held(right, left)):
        return Result("differs", "other words")  # sparing the longest common run, which is slow
    common = share(one, other)
    if common >= LEAST_CONTENT or contained(one, other):
        if min(len(left), len(right)) < SHORT and left != right:
            return Result("near", "few words")
        return Result("same", f"{common:.0%} in common", exact=left == right)
    return Result("differs", f"{common:.0%} in common")


def _held(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether enough of a text's words stand in the other for the two to be one quote, in whatever order."""
    there = set(others)
    return length([word for word in some if word in there]) >= LEAST_CONTENT * length(some)


def _words(one: str, other: str) -> Result:
    left, right = (" ".join(words(text)) for text in (one, other))
    if ratio(left, right) >= LEAST_WORDS or contained(one, other):
        if min(len(words(one)), len(words(other))) < SHORT and left != right:
            return Result("near", "few words")
        return Result("same", "equal" if left == right else "alike", exact=left == right)
    return Result("differs", "other words")


def _counts(one: Any, other: Any) -> Result:
    values = [value.get("value") if isinstance(value, Mapping) else value for value in (one, other)]
    if None in values:
        return Result("unknown", "one does not say")
    same = values[0] == values[1]
    return Result("same" if same else "differs", " and ".join(sorted(set(map(str, values)))), exact=same)


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
