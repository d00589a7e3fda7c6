"""Sums: two amounts of money of two reports held against each other.

Takes amounts as records hold them; answers same, near, differs or unknown, and why. No exchange rate is used: sums in
two currencies are comparable only where one of the documents gives both ("105 billion rubles ($1.7 billion)").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from extract.figures import find

ABOUT = Decimal("0.1")
"""Share by which "about" and "more than" may be off and the sum still be the same."""
NEAR = Decimal("1.25")
"""Factor up to which two sums may be two reports of one; beyond it they are two sums."""

Answer = Literal["same", "near", "differs", "unknown"]


class Result(NamedTuple):
    """What a comparison came to. exact: the two are equal, not only compatible in the way that `detail` says."""

    answer: Answer
    detail: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money. converted: the document gives it beside the record's own sum, as the same in another currency."""

    value: Decimal
    high: Decimal | None
    currency: str | None
    modifier: str
    converted: bool = False


def sums_of(amount: Any, evidence: Sequence[str]) -> tuple[Sum, ...]:
    """A record's amount, and what its evidence gives as the same in another currency."""
    if not isinstance(amount, Mapping) or amount.get("value") is None:
        return ()
    high, value = amount.get("value_high"), Decimal(str(amount["value"]))
    if not value.is_finite():
        return ()
    own = Sum(
        value,
        None if high is None else Decimal(str(high)),
        amount.get("currency"),
        str(amount.get("modifier") or "exact"),
    )
    return (own, *(other for quote in evidence if "(" in quote for other in _converted(quote, own)))


def _converted(quote: str, own: Sum) -> Iterator[Sum]:
    figures = [one for one in find(quote) if one.kind == "money"]
    by_place = {(one.start, one.end): one for one in figures}
    for figure in figures:
        other = by_place.get(figure.equals) if figure.equals else None
        for one, beside in ((figure, other), (other, figure)):
            if one is None or beside is None or beside.value is None:
                continue
            if one.value == own.value and one.unit == own.currency:
                yield Sum(beside.value, beside.value_high, beside.unit, beside.modifier, converted=True)


_ORDER = {"same": 0, "near": 1, "differs": 2, "unknown": 3}


def compare_sums(left: Sequence[Sum], right: Sequence[Sum]) -> Result:
    """The best answer of all pairs in one currency; the own sums alone where these are in one."""
    if not left or not right:
        return Result("unknown", "one gives no sum")
    if left[0].currency == right[0].currency:
        return _pair(left[0], right[0])
    answers = [
        Result(found.answer, f"{found.detail}, as converted in the document")
        for one in left
        for other in right
        if one.currency == other.currency
        for found in [_pair(one, other)]
    ]
    if answers:
        return min(answers, key=lambda one: (_ORDER[one.answer], one.detail))
    return Result("unknown", f"{left[0].currency} and {right[0].currency}; no document gives both")


_CLASSES = {"exact": 0, "about": 1, "at_least": 2, "more_than": 2, "up_to": 3, "less_than": 3, "range": 4}
_SAYS = {1: "about", 2: "a lower bound", 3: "an upper bound", 4: "a range"}


def _pair(one: Sum, other: Sum) -> Result:
    """Two sums of one currency; the same whichever stands first."""
    first, second = sorted((one, other), key=lambda sum_: (_class(sum_), sum_.value, sum_.high or 0))
    a, b = _class(first), _class(second)
    if b == 4:
        return _with_range(first, second)
    if first.value == second.value:
        return _equal(a, b)
    factor = second.value / first.value if first.value > 0 else Decimal("Infinity")
    far = max(factor, 1 / factor if factor else Decimal("Infinity")) > NEAR
    apart = Result("differs" if far else "near", f"{first.value:f} and {second.value:f}")
    if b <= 1:
        return _exact_or_about(first, second, b, apart)
    if a == b:  # two bounds of one sort
        return apart if a == 3 else Result("unknown", "two lower bounds")
    if a == 2:
        return Result("unknown", "a lower and an upper bound")
    if b == 2 and first.value > second.value:
        within = first.value <= second.value * (1 + ABOUT)
        return Result("same" if within else "unknown", "a lower bound" + ("" if within else " far below"))
    if b == 3 and first.value < second.value:
        return Result("unknown", "below an upper bound")
    return apart


def _class(sum_: Sum) -> int:
    return 4 if sum_.high is not None and sum_.high != sum_.value else _CLASSES.get(sum_.modifier, 1)


def _equal(a: int, b: int) -> Result:
    if a == b:
        return Result("same", "equal", exact=True)
    if (a, b) == (2, 3):
        return Result("unknown", "a lower and an upper bound")
    return Result("same", f"equal, one {_SAYS[b]}")


def _exact_or_about(first: Sum, second: Sum, b: int, apart: Result) -> Result:
    low, high = sorted((first.value, second.value))
    if b == 1 and high - low <= ABOUT * max(abs(high), abs(low)):
        return Result("same", "about")
    if b == 0 and _rounds_to(first.value, second.value):
        return Result("same", "equal when rounded")
    return apart


def _rounds_to(one: Decimal, other: Decimal) -> bool:
    """Whether the finer number, rounded to the digits of the coarser, is it. One digit alone is too coarse."""
    coarse, fine = sorted((one, other), key=lambda value: len(value.normalize().as_tuple().digits))
    digits = len(coarse.normalize().as_tuple().digits)
    if digits < 2 or not fine:
        return False
    unit = Decimal(1).scaleb(fine.adjusted() - digits + 1)
    return abs(fine - coarse) <= unit / 2


def _with_range(first: Sum, second: Sum) -> Result:
    """A range, and another sum or range."""
    ours = (first.value, first.high if _class(first) == 4 and first.high is not None else first.value)
    high = second.high if second.high is not None else second.value
    if ours == (second.value, high) and _class(first) == 4:
        return Result("same", "equal", exact=True)
    if ours[0] <= high and second.value <= ours[1]:
        narrow = second.value > 0 and high / second.value <= NEAR and _class(first) <= 1
        return Result("same" if narrow else "unknown", "within a range")
    if _class(first) in (2, 3):
        open_end = ours[0] < second.value if _class(first) == 2 else ours[0] > high
        return Result("unknown", "a bound and a range") if open_end else Result("differs", "outside a range")
    return Result("differs", "outside a range")
