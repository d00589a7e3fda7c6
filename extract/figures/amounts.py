"""Quantities with their unit: money, percentages, durations, counts and bare numbers, ranges among them.

`amount_at` reads one side ("$2", "three billion U.S. dollars", "45") and joins it with a second one where a
dash, "to", "or" or "between … and" makes both one range with a shared scale and unit.
"""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from typing import NamedTuple

from extract.figures import money, words
from extract.figures.numbers import EXACT, Quantity, read_quantity
from extract.figures.patterns import Lazy
from extract.types import Figure, FigureKind, Modifier

_SIGN = "-\u2212\u2013"
_SEPARATOR = Lazy(
    r"(?P<dash>[^\S\n]?[-\u2010-\u2014][^\S\n]?)|[^\S\n\u200b]{1,3}\n?(?P<word>to|or|and|through)\s{1,3}", re.IGNORECASE
)
_BETWEEN = Lazy(r"\bbetween\s\Z", re.IGNORECASE)
_CHANGE = Lazy(
    r"\b(?:rose|rise[sn]?|rising|f[ae]ll(?:s|en|ing)?|grew|grow[sn]?|growing|increas\w+|decreas\w+|drop\w*|cut|cuts|up|"
    r"down|rais\w+|lower\w*|reduc\w+|jump\w*|climb\w*|declin\w+|soar\w*|went|shr[aiu]nk\w*|surg\w+|expand\w*|doubl\w+|"
    r"slash\w*|slump\w*|slid\w*|chang\w+|moved?)\b[^.;!?]{0,70}\bfrom\s\Z",
    re.IGNORECASE,
)
_SIGN_NEXT = Lazy(r"[^\S\n]{0,2}")
_DOLLAR_LETTERS = Lazy(r"(?:[A-Z]{1,3}|U\.S\.)[ ]?(?=\$)")
_CODE_GLUED = Lazy(r"[^\S\n]?[A-Z]{3}")
_GLUED_LETTER = Lazy(r"[mbtMB](?!\w)")
_LIST_GAP = Lazy(r",?[^\S\n]{1,2}(?:and|or)[^\S\n]{1,2}")
_CODE_NEXT = Lazy(r"(?P<code>[A-Z]{2,3}|Rs|Fr|Rp)\.?[^\S\n]?(?=[0-9])")


class Side(NamedTuple):
    """One number with what belongs to it. kind None: no unit of its own; start, end: code-point offsets."""

    number: Quantity
    kind: FigureKind | None
    unit: str | None
    assumed: bool
    start: int
    end: int
    prefixed: bool = False


def _prefix(text: str, pos: int, floor: int) -> tuple[money.Currency, int] | None:
    """A currency sign or code at `pos`, and where the number after it should begin."""
    if text[pos : pos + 1] in money.SYMBOLS:
        gap = _SIGN_NEXT.match(text, pos + 1)
        return money.before_symbol(text, pos, floor), gap.end() if gap else pos + 1
    match = _CODE_NEXT.match(text, pos)
    if match:
        named = money.currency_code(match["code"])
        if named:
            return money.Currency(*named, pos), match.end()
    dollars = _DOLLAR_LETTERS.match(text, pos)
    if dollars:
        currency = money.before_symbol(text, dollars.end(), pos)
        if currency.edge == pos:
            return currency, dollars.end() + 1
    return None


def _side(text: str, pos: int, floor: int, cash: bool = False) -> Side | None:
    """The number at `pos` with currency before it or a unit after it; `cash`: a currency stood before already."""
    prefix = _prefix(text, pos, floor)
    begin = prefix[1] if prefix else pos
    number = read_quantity(text, begin, money=cash or prefix is not None)
    if number is None or (prefix and number.words and number.scale == 1):
        return None
    if prefix:
        code, assumed, edge = prefix[0]
        trailing = money.after_number(text, number.end, plain_word=True)
        if trailing and not trailing.assumed and text[prefix[1] - 1 : prefix[1]] in "$ ":
            same = trailing.code == code or (assumed and trailing.code not in ("EUR", "GBP"))
            if same and _CODE_GLUED.match(text, number.end):
                return Side(number, "money", trailing.code, False, edge, trailing.edge, True)
        return Side(number, "money", code, assumed, edge, number.end, True)
    glued = _GLUED_LETTER.match(text, number.end)
    if glued:
        cash_number = read_quantity(text, begin, money=True)
        named = money.after_number(text, cash_number.end, plain_word=True) if cash_number else None
        if cash_number and named:
            return Side(cash_number, "money", named.code, named.assumed, pos, named.edge)
    plain = number.words and number.scale == 1
    currency = money.after_number(text, number.end, plain_word=plain)
    if currency:
        return Side(number, "money", currency.code, currency.assumed, pos, currency.edge)
    unit = words.unit_after(text, number.end)
    if unit:
        return Side(number, unit[0], unit[1], False, pos, unit[2])
    return Side(number, None, None, False, pos, number.end)


def _shared(first: Side, second: Side) -> tuple[Decimal, Decimal] | None:
    """Both values of a range, the scale of the second carried to the first where that is what is meant."""
    low, high = first.number.value, second.number.value
    if first.number.scale == 1 and second.number.scale > 1 and low < second.number.base:
        low = EXACT.multiply(low, second.number.scale)
    return (low, high) if low < high else None


def _compatible(text: str, first: Side, second: Side) -> bool:
    """Whether two sides can be the ends of one range: the same unit, or the unit on one side for both."""
    if first.kind is None:
        return not second.prefixed
    if second.kind is None:
        return first.prefixed and words.unit_after(text, second.end) is None
    return (first.kind, first.unit) == (second.kind, second.unit) or (
        first.kind == second.kind == "money" and first.prefixed and not second.prefixed and first.assumed
    )


def _joined(text: str, first: Side) -> tuple[Side, Decimal, Decimal] | None:
    """The second end of a range that `first` begins, and both values."""
    match = _SEPARATOR.match(text, first.end)
    if not match:
        return None
    word = (match["word"] or "").lower()
    before = text[max(0, first.start - 100) : first.start]
    if word == "and" and not _BETWEEN.search(before[-12:]):
        return None
    if word == "to" and before[-5:].lower().rstrip().endswith("from") and _CHANGE.search(before):
        return None
    second = _side(text, match.end(), match.end(), cash=first.kind == "money")
    if second is None or (second.number.words and second.number.value == 1) or not _compatible(text, first, second):
        return None
    values = _shared(first, second)
    if values is None or (word == "or" and second.number.base > 3 * first.number.base + 10):
        return None
    return second, *values


def _signed(text: str, start: int) -> bool:
    """Whether a minus sign stands right before `start` and is no hyphen or dash of the sentence."""
    if start == 0 or text[start - 1] not in _SIGN:
        return False
    if text[start - 1] == "\u2013" and text[start : start + 1] in money.SYMBOLS:
        return False
    return start == 1 or text[start - 2].isspace() or text[start - 2] in "(["


def _modifier(text: str, start: int, end: int, about: bool) -> tuple[Modifier, int]:
    """Modifier of a single number from the words on both sides, and where those after it end."""
    before = words.modifier_before(text, start)
    after, rest = words.modifier_after(text, end)
    if before != "exact":
        return before, rest
    return "about" if after == "exact" and about else after, rest


def amount_at(text: str, pos: int, floor: int) -> Figure | None:
    """The amount that begins at `pos` (a digit, number word, currency sign or code), not before `floor`."""
    first = _side(text, pos, floor)
    if first is None:
        return None
    joined = _joined(text, first)
    last, low, high = joined if joined else (first, first.number.value, None)
    kind, unit, assumed = first.kind, first.unit, first.assumed
    if joined and (kind is None or (assumed and last.kind == kind)):
        kind, unit, assumed = last.kind, last.unit, last.assumed
    start, end = first.start, last.end
    modifier: Modifier = "range"
    rest = end
    if not joined:
        modifier, rest = _modifier(text, start, end, first.number.about)
    if start > floor and high is None and low > 0 and _signed(text, start):
        start, low = start - 1, -low
    if kind is None:
        unit = words.counted_noun(text, rest)
        kind = "count" if unit else "number"
    return Figure(kind, low, high, unit, modifier, text[start:end], start, end, assumed)


def spread(text: str, found: list[Figure]) -> None:
    """Give the numbers of a list the scale and unit of its last one, in place: "4, 6 and 8 million euros".

    found  figures so far, the last of them money or a percentage; only bare numbers joined to it by "and" or
           "or", and by commas before that, are changed, and marked as assumed
    """
    last = found[-1]
    number = read_quantity(text, last.start)
    if number is None or last.value_high is not None:
        return
    place, right = len(found) - 2, last
    while place >= 0:
        left = found[place]
        gap = text[left.end : right.start] if right.start - left.end < 10 else ""
        joined = _LIST_GAP.fullmatch(gap) if right is last else gap == ", "
        if not joined or left.kind != "number" or left.value_high is not None or left.value is None:
            return
        value = EXACT.multiply(left.value, number.scale) if left.value < 1000 else left.value
        found[place] = dataclasses.replace(left, kind=last.kind, value=value, unit=last.unit, assumed=True)
        place, right = place - 1, left
