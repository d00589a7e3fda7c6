"""Values: two values of one field held against each other, by the form of the field.

Takes values that are there; answers same, near, differs or unknown, and why. Symmetric.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz.fuzz import ratio

from extract.corpus.mentions import Step
from extract.corpus.sums import Result
from extract.figures import same_designation
from extract.figures.designations import designation_key
from extract.figures.edtf import meet
from extract.figures.gazetteer import FAMILIES
from extract.naming import Names
from extract.overlap import contained, length, share, words

LEAST_WORDS = 80
"""Likeness (0 to 100) from which words are the same words."""
LEAST_CONTENT = 0.8
"""Share of a quote's letters in common from which two quotes are one."""
SHORT = 3
"""A name or quote of fewer words is too general to make two mentions one ("joint statement")."""


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
        met = [(a, b) for a, b in pairs if meet((a.low, a.high), (b.low, b.high))]
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
