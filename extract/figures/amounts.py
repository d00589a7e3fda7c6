"""Quantities with their unit: money, percentages, durations, counts and bare numbers, ranges among them.

`amount_at` reads one side ("$2", "three billion U.S. dollars", "45") and joins it with a second one where a
dash, "to", "or" or "between … and" makes both one range with a shared scale and unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extract.figures import money, words
from extract.figures.currencies import SYMBOLS
from extract.figures.numbers import EXACT, Quantity, long_scale, read_quantity
from extract.figures.patterns import Lazy
from extract.types import Figure, FigureKind, Modifier

_SIGN = "-\u2212\u2013"
_SEPARATOR = Lazy(
    r"(?P<dash>[^\S\n]?[-\u2010-\u2014][^\S\n]?)|[^\S\n\u200b]{1,3}\n?(?P<word>to|or|and|through)\s{1,3}", re.IGNORECASE
)
_BETWEEN = Lazy(r"\bbetween\s\Z", re.IGNORECASE)
_CHANGE = Lazy(
    r"\b(?:rose|rise[sn]?|rising|f[ae]ll(?:s|en|ing)?|grew|grow[sn]?|growing|increas\w+|decreas\w+|drop\w*|cut|cuts|up|"
    r"down|rais\w+|lower\w*|reduc\w+|jump\w*|climb\w*|declin\w+|soar\w*|went|charg\w+|shr[aiu]nk\w*|surg\w+|expand\w*|doubl\w+|"
    r"slash\w*|slump\w*|slid\w*|chang\w+|moved?)\b[^.;!?]{0,70}\bfrom\s\Z",
    re.IGNORECASE,
)
_STEP = Lazy(
    r"\b(?:climb|ris|rose|fall|fell|slip|drop|declin|advanc|jump|surg|tumbl|slid|eas|edg|increas|decreas|grew|grow|dip|"
    r"plung|soar|sank|rall|(?P<taking>gain|los|cut|rais|shed|add))\w{0,4}\s(?:by\s|another\s|a\sfurther\s|nearly\s|about\s)?\Z",
    re.IGNORECASE,
)
"""A change right before its size: "climbed $2.30 to $69.42" is a step and a level, no range. After a verb that takes a
sum ("raise $10 million to $15 million") it is one only where the level is far above the step."""

_SIGN_NEXT = Lazy(r"[^\S\n]{0,2}")
_DOLLAR_LETTERS = Lazy(r"(?:U\.S\.?|[A-Z][A-Za-z]{0,2})[ ]?(?=[$£¥￥])")
_CODE_GLUED = Lazy(r"[^\S\n]?[A-Z]{3}")
_GLUED_LETTER = Lazy(r"[mbtMB](?!\w)")
_MINUS = Lazy(r"(?<!plus\sor\s)\bminus\s\Z", re.IGNORECASE)

_CODE_NEXT = Lazy(r"(?P<code>[A-Za-zčł]{1,5})\.?[^\S\n]?(?=[0-9])")


class Side(NamedTuple):
    """One number with what belongs to it. kind None: no unit of its own; start, end: code-point offsets."""

    number: Quantity
    kind: FigureKind | None
    unit: str | None
    assumed: bool
    start: int
    end: int
    prefixed: bool = False
    parts: int = 1


def _prefix(text: str, pos: int, floor: int) -> tuple[money.Currency, int, str] | None:
    """A currency sign, code or word at `pos`, where the number after it should begin, and the doubtful code, or ""."""
    if "0" <= text[pos : pos + 1] <= "9":
        return None
    if text[pos : pos + 1] in SYMBOLS:
        gap = _SIGN_NEXT.match(text, pos + 1)
        return money.before_symbol(text, pos, floor), gap.end() if gap else pos + 1, ""
    match = _CODE_NEXT.match(text, pos)
    if match:
        named = money.marked(text, match["code"], *match.span("code"))
        if named:
            doubtful = match["code"] if money.needs_more(match["code"]) else ""
            return money.Currency(*named, pos), match.end(), doubtful
    dollars = _DOLLAR_LETTERS.match(text, pos)
    if dollars:
        currency = money.before_symbol(text, dollars.end(), pos)
        if currency.edge == pos:
            return currency, dollars.end() + 1, ""
    return None


def _side(text: str, pos: int, floor: int, cash: bool = False) -> Side | None:
    """The number at `pos` with currency before it or a unit after it; `cash`: a currency stood before already."""
    prefix = _prefix(text, pos, floor)
    begin = prefix[1] if prefix else pos
    number = read_quantity(text, begin, money=cash or prefix is not None)
    if number is None or (prefix and number.words and number.scale == 1):
        return None
    if prefix:
        return _prefixed(text, prefix, number)
    glued = _GLUED_LETTER.match(text, number.end)
    if glued:
        cash_number = read_quantity(text, begin, money=True)
        named = money.after_number(text, cash_number) if cash_number else None
        if cash_number and named:
            return Side(cash_number, "money", named.code, named.assumed, pos, named.edge, parts=named.parts)
    currency = money.after_number(text, number) or money.minor_letter(text, number)
    if currency:
        return Side(number, "money", currency.code, currency.assumed, pos, currency.edge, parts=currency.parts)
    crowd = words.crowd(text, number.start, number.end)
    if crowd and number.scale == 1:
        value = EXACT.multiply(number.value, crowd[0])
        return Side(number._replace(value=value, scale=crowd[0], end=crowd[1]), None, None, False, pos, crowd[1])
    unit = words.unit_after(text, number.end)
    if unit:
        return Side(number, unit[0], unit[1], False, pos, unit[2])
    return Side(number, None, None, False, pos, number.end)


def _prefixed(text: str, prefix: tuple[money.Currency, int, str], number: Quantity) -> Side | None:
    """A number with its currency before it, and perhaps named again after it: "$5 million USD"."""
    (code, assumed, edge, _), begin, doubtful = prefix
    if doubtful and not money.convincing(number, text[number.start : number.end]):
        return None
    trailing = money.after_number(text, number)
    if trailing and trailing.parts == 1 and not trailing.assumed and text[begin - 1 : begin] in "$ ":
        same = trailing.code == code or (assumed and trailing.code not in ("EUR", "GBP"))
        if same and _CODE_GLUED.match(text, number.end):
            return Side(number, "money", trailing.code, False, edge, trailing.edge, True)
    return Side(number, "money", code, assumed, edge, number.end, True)


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
    if word == "to" and values and first.kind in ("money", "percent"):
        step = _STEP.search(before[-24:])
        if step and (not step["taking"] or values[1] > 5 * values[0]):
            return None
    if values is None or (word == "or" and second.number.base > 3 * first.number.base + 10):
        return None
    return second, *values


def _signed(text: str, start: int) -> bool:
    """Whether a minus sign stands right before `start` and is no hyphen or dash of the sentence."""
    if start == 0 or text[start - 1] not in _SIGN:
        return False
    if text[start - 1] == "\u2013" and text[start : start + 1] in SYMBOLS:
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
    kind, unit, assumed, parts = first.kind, first.unit, first.assumed, first.parts
    if joined and (kind is None or (assumed and last.kind == kind)):
        kind, unit, assumed, parts = last.kind, last.unit, last.assumed, last.parts
    if parts > 1:
        low, high = EXACT.divide(low, Decimal(parts)), EXACT.divide(high, Decimal(parts)) if high is not None else None
    start, end = first.start, last.end
    modifier: Modifier = "range"
    rest = end
    if not joined:
        modifier, rest = _modifier(text, start, end, first.number.about)
    if start > floor and high is None and low > 0:
        sign = 1 if _signed(text, start) else 6 if _MINUS.search(text[max(floor, start - 15) : start]) else 0
        start, low = (start - sign, -low) if sign else (start, low)
    if kind is None and text[end : end + 1] == " ":
        rate = money.exchange_rate(text, start, end)
        if rate:
            kind, unit, assumed = "money", rate.code, rate.assumed
    if kind is None and low >= 1000 and text[start - 1 : start] == " ":
        named = money.adjective_before(text, start)
        if named:
            kind, unit, assumed = "money", named.code, named.assumed
    assumed = assumed or (kind == "money" and last.number.scale >= 10**12 and long_scale(text))
    if kind is None:
        unit = words.hyphened_noun(text, end) or words.counted_noun(text, rest)
        kind = "count" if unit else "number"
    return Figure(kind, low, high, unit, modifier, text[start:end], start, end, assumed)
