"""Exactness: the numbers of records against those of gold, one by one: right, wrong or missing.

Takes a record and the gold record that it was paired with, or none; gives a `NumberResult` for each amount, count,
date and designation of the two. Amounts are right in value, upper end and currency, counts in value, dates in EDTF,
designations in key; accepted values are right too, and so is null where the gold accepts none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.alike import Comparer, has_words, same_number
from extract.gold import GoldRecord

NUMBERS = ("amount", "count", "dates", "designation")

Outcome = Literal["right", "wrong", "missing", "no gold"]


@dataclass(frozen=True, slots=True)
class NumberResult:
    """One number.

    form      amount, count, dates or designation
    wanted    the gold's value, None where the gold has none; found: the record's, None where it has none
    outcome   "no gold" for a number of a record that is no record of the gold
    grounded  whether a figure in the document's text stands behind what was found; of a designation, which may be a
              word that no figure finder knows, whether it stands in the record's evidence; None if there is no telling
    """

    document: str
    kind: str
    record: str
    verdict: str
    path: str
    form: str
    wanted: Any
    found: Any
    outcome: Outcome
    grounded: bool | None


def numbers(
    comparer: Comparer, record: Mapping[str, Any], gold: GoldRecord | None, document: str
) -> Iterator[NumberResult]:
    """Every number that the record or its gold has, in the schema's order. `document`: its name, for the reader."""
    for own in comparer.model.model_fields:
        form = comparer.form(own)
        if form not in NUMBERS:
            continue
        for path, wanted, found, outcome in _outcomes(comparer, own, gold, record["data"].get(own)):
            yield NumberResult(
                document=document,
                kind=record["kind"],
                record=record["id"],
                verdict=record["verdict"],
                path=path,
                form=form,
                wanted=wanted,
                found=found,
                outcome=outcome,
                grounded=_grounded(record, path, form, found),
            )


def _grounded(record: Mapping[str, Any], path: str, form: str, found: Any) -> bool | None:
    if found is None or "figures" not in record:
        return None
    quoted = form == "designation" and any(has_words(one["exact"], found) for one in record.get("evidence", ()))
    return path in record["figures"] or quoted


_Row = tuple[str, Any, Any, Outcome]


def _outcomes(comparer: Comparer, own: str, gold: GoldRecord | None, found: Any) -> Iterator[_Row]:
    form = comparer.form(own)
    if gold is None:
        for path, value in _found(own, form, found):
            yield path, None, value, "no gold"
        return
    if own not in gold.fields:
        return
    wanted, rule = gold.fields[own], gold.accept.get(own)
    if isinstance(rule, Mapping):
        return  # ungraded, or a rule about words
    accepted = [wanted, *(rule or ())]
    if form == "dates":
        yield from _dates(own, wanted or [], accepted, found or [])
    elif any(_same(comparer, own, form, value, found) for value in accepted):
        if found is not None:
            yield own, wanted, found, "right"
    else:
        yield own, wanted, found, "missing" if found is None else "wrong"


def _found(own: str, form: str, found: Any) -> Iterator[tuple[str, Any]]:
    """The numbers of a field; an amount or count without a value is none."""
    if form == "dates":
        yield from ((f"{own}[{place}]", edtf) for place, edtf in enumerate(_edtfs(found)))
    elif found is not None and (form == "designation" or found.get("value") is not None):
        yield own, found


def _same(comparer: Comparer, own: str, form: str, wanted: Any, found: Any) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return comparer.alike(own, wanted, found) if form == "designation" else same_number(wanted, found)


def _dates(own: str, wanted: list[Any], accepted: list[Any], found: list[Any]) -> Iterator[_Row]:
    """Each date for itself, unless the list as a whole is accepted."""
    ours = [_edtfs(value) for value in accepted]
    theirs = _edtfs(found)
    whole = any(Counter(value) == Counter(theirs) for value in ours)
    left = Counter(theirs) if whole else sum((Counter(value) for value in ours[1:]), Counter(ours[0]))
    for place, one in enumerate(theirs):
        hit = left[one] > 0
        left[one] -= 1
        yield f"{own}[{place}]", ", ".join(ours[0]) or None, one, "right" if hit else "wrong"
    if not whole:
        for one in (Counter(ours[0]) - Counter(theirs)).elements():
            if all(one in value for value in ours):
                yield own, one, None, "missing"


def _edtfs(dates: list[Any] | None) -> list[str]:
    """Dates in EDTF; one that has none, in its words."""
    return [one if isinstance(one, str) else str(one.get("edtf") or one.get("text")) for one in dates or ()]
