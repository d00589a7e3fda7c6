"""Currency words that mean other things too: pounds of flour, won seats, school marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.figures.currencies import Word
from extract.figures.numbers import Quantity
from extract.figures.patterns import Lazy

_WEIGHT_AFTER = Lazy(
    r"\s{1,3}(?:of(?!\s(?:aid|debt|funding|investment|public|taxpayers?|savings|cuts|revenue|damage|goods|cash|money|"
    r"state|government|tax|spending)\b)|overweight|heavier|lighter|per\ssquare|\(?[0-9.,]{1,8}\s?(?:kg|kilo))|-force\b|"
    r"[\s-](?:bombs?|shells?|warheads?|gorilla|weights?|bags?|sacks?)\b",
    re.IGNORECASE,
)

_WEIGHT_BEFORE = Lazy(r"\b(?:weigh\w*|lost|gained|lifted|shed)\s(?:\w{1,12}\s){0,2}\Z", re.IGNORECASE)

_MONEY_NOUN = Lazy(
    r"[-\s](?:a|per|fine|loan|note|grant|deal|reward|bill|cheque|check|prize|deposit|bond|offer|bid|budget|"
    r"package|project|contract|credit|debt|gift|donation|bail|ticket|salary|pension|bonus|fee|coin|question)\b",
    re.IGNORECASE,
)

_SCORED = Lazy(r"\b(?:scor\w+|got|full|maximum|obtain\w*|secur\w+|question)\s(?:of\s)?\Z", re.IGNORECASE)


class Named(NamedTuple):
    """A currency word in the text: its entry, name in the singular, whether plural, its nation, and its offsets."""

    word: Word
    name: str
    plural: bool
    nation: str | None
    start: int
    end: int


_THOUSANDS_ONLY = frozenset({"real", "sol", "lek", "sum", "som", "soum", "colon", "lat", "lats", "ore"})

_LARGE_ONLY = frozenset({"crown", "lev", "soles", "rand", "buck", "dram", "kip", "taka", "guarani", "balboa"})
"""Also other words: money only from a thousand on; and from a thousand on or with their nation near."""


def is_money(text: str, named: Named, number: Quantity, near: str | None) -> bool:
    """Whether a currency word that means other things too is money here: pounds of flour, won seats, school marks."""
    name, end = named.name, named.end
    small = number.scale == 1 and number.value < 1000
    if name == "won":
        return not named.plural and (not small or (near is not None and not number.words))
    if name == "pound" and number.scale < 10**6:
        if small and not named.plural and text[named.start - 1] in "-\u2010\u2011":
            return _MONEY_NOUN.match(text, end) is not None
        before = text[max(0, number.start - 40) : number.start]
        return not (_WEIGHT_AFTER.match(text, end) or _WEIGHT_BEFORE.search(before))
    if name in _THOUSANDS_ONLY:
        return number.value >= 1000
    if name == "mark":
        exam = _SCORED.search(text[max(0, number.start - 16) : number.start])
        return not exam and (number.value >= 100 or number.scale > 1 or near is not None or not _whole(number))
    if name in _LARGE_ONLY:
        return not small or near is not None
    return not (name == "cent" and text[end : end + 1] == "-")


def _whole(number: Quantity) -> bool:
    """Whether a number has no decimals."""
    return number.value == number.value.to_integral_value()
