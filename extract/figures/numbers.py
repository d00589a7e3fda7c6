"""Numerals and number words: from characters to an exact Decimal.

Takes a text and a code-point offset, gives a `Quantity` or nothing. Reads the layouts that news text uses:
1,200,000 and 1 200 000 (any single space width) and 1'200'000 (English, ISO 80000-1 and Swiss grouping),
1,25,000 (Indian grouping), 1.200.000,50 (continental), 1½, and words ("one and a half billion").

Every pattern is possessive or bounded, and a numeral of more than 24 digits is refused, so that neither the
matching nor the conversion grows faster than the text.
"""

from __future__ import annotations

import functools
import re
from decimal import Context, Decimal
from typing import NamedTuple

from extract.figures.number_names import (
    LONG_SCALES,
    MONEY_SCALES,
    PARTS,
    SCALES,
    SHORT_SCALES,
    TENS,
    TOPS,
    UNITS,
    VULGAR,
)  # fmt: skip
from extract.figures.patterns import Lazy

MAX_DIGITS = 24
"""Longest numeral taken for a quantity; anything longer is an identifier, and int() on it may be quadratic."""

EXACT = Context(prec=80)
"""Arithmetic wide enough that no product of a numeral and its scale words is ever rounded."""

GAP = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,2}|[-\u2010\u2011])"
"""Between the parts of one figure: a few spaces of any width, one line break, or a hyphen."""

ONE = Decimal(1)
_NO_SCALE = frozenset(',.;:)]%!?/"”')
"""Right behind a number, these say that no scale word follows."""


_NUMERAL = Lazy(r"[0-9]++(?:[.,'’][0-9]++)*+")
_SPACED = Lazy(
    r"[1-9][0-9]{0,2}(?P<s>[ \u00a0\u2007\u2009\u202f])[0-9]{3}(?:(?P=s)[0-9]{3}){0,6}+"
    r"(?:[.,][0-9]{1,2})?+(?![0-9]|[ \u00a0\u2007\u2009\u202f.,:/-][0-9])"
)
MIXED = Lazy(r"(?P<whole>[0-9]{1,3})[- ](?P<top>[1-9][0-9]?)/(?P<bottom>2|4|8|16|32|64|3)(?![\w/.,-]*[0-9])")
"""Halves to sixty-fourths behind a whole number, as prices and rates were quoted: "8-3/4 pct"."""

_LAYOUTS = (
    (Lazy(r"[0-9]+(?:\.[0-9]+)?"), ""),
    (Lazy(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"), ","),
    (Lazy(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"), ","),
    (Lazy(r"[1-9][0-9]{0,2}(?:['’][0-9]{3})+(?:\.[0-9]+)?"), "'’"),
    (Lazy(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"), "."),
    (Lazy(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]{1,2}"), "."),
)
_DECIMAL_COMMA = Lazy(r"[0-9]+,[0-9]{1,2}|0,[0-9]+")
_LONG = "|".join(sorted({**SCALES, **SHORT_SCALES}, key=len, reverse=True))
_SCALE = Lazy(rf"{GAP}?(?P<word>{_LONG})(?:(?<=[drehn])s)?(?!\w)", re.IGNORECASE)
_MONEY_SCALE = Lazy(r"[^\S\n]?(?P<word>mm|cr|[kmbt])(?![\w'’])", re.IGNORECASE)
_MILLIARD = Lazy(r"\bmilliards?\b", re.IGNORECASE)
_WORD = Lazy(r"[A-Za-z]{1,12}(?!\w)")
_NEXT_WORD = Lazy(rf"{GAP}(?P<word>[A-Za-z]{{1,12}})(?!\w)")
_HALF_AFTER = Lazy(rf"{GAP}and{GAP}a{GAP}(?P<part>half|quarter)(?!\w)", re.IGNORECASE)
_HALF_A = Lazy(rf"half{GAP}(?:an?{GAP})?(?P<word>{'|'.join(SCALES)})(?!\w)", re.IGNORECASE)
_A_SCALE = Lazy(rf"(?:an?|a{GAP}few){GAP}(?P<word>{'|'.join(SCALES)})(?!\w)", re.IGNORECASE)
_HALF_A_STRETCH = Lazy(
    rf"half{GAP}an?(?={GAP}(?:year|century|decade|hour|day|month|minute|second)s?(?!\w))", re.IGNORECASE
)
_PART_OF_A_SCALE = Lazy(
    rf"(?:(?P<top>an?|one|two|three|four){GAP})?(?P<part>half|third|quarter|fifth|tenth)s?{GAP}of{GAP}a{GAP}"
    r"(?P<word>million|billion|trillion)(?!\w)",
    re.IGNORECASE,
)
_COUPLE = Lazy(rf"(?:a{GAP})?couple{GAP}of(?:{GAP}(?P<word>{'|'.join(SCALES)})(?!\w))?", re.IGNORECASE)
_MAX_WORDS = 16


class Quantity(NamedTuple):
    """A number as read: value = base × scale; start and end are code-point offsets of numeral and scale words."""

    value: Decimal
    base: Decimal
    scale: Decimal
    start: int
    end: int
    words: bool = False
    about: bool = False


class Numeral(NamedTuple):
    """Digits as written: value None where they are no number ("1.5.2", 300 digits); end is exclusive."""

    value: Decimal | None
    end: int
    comma: bool = False
    """True where the only reading is a decimal comma, which needs a unit after it to be believed."""


def interpret(raw: str) -> tuple[Decimal | None, bool]:
    """The value of digits with separators, and whether it rests on a decimal comma; (None, False) if neither."""
    if len(raw) > MAX_DIGITS + 10 or (len(raw) > MAX_DIGITS and sum(char.isdigit() for char in raw) > MAX_DIGITS):
        return None, False
    if raw.isdecimal():
        return Decimal(raw), False
    for layout, separators in _LAYOUTS:
        if layout.fullmatch(raw):
            for separator in separators:
                raw = raw.replace(separator, "")
            return Decimal(raw.replace(",", ".")), False
    if _DECIMAL_COMMA.fullmatch(raw):
        return Decimal(raw.replace(",", ".")), True
    return None, False


def read_numeral(text: str, pos: int) -> Numeral | None:
    """The whole numeral that begins at `pos`, spaces as thousands separators included."""
    match = _NUMERAL.match(text, pos)
    if not match:
        return None
    raw, end = match.group(), match.end()
    if len(raw) <= 3 and text[end + 1 : end + 2].isdecimal():
        spaced = _SPACED.match(text, pos)
        if spaced:
            digits = spaced.group().replace(spaced["s"], "").replace(",", ".")
            return Numeral(Decimal(digits), spaced.end())
        mixed = MIXED.match(text, pos)
        if mixed:
            part = Decimal(mixed["top"]) / Decimal(mixed["bottom"])
            return Numeral(Decimal(mixed["whole"]) + part, mixed.end()) if part < 1 else None
    value, comma = interpret(raw)
    if value is not None and text[end : end + 1] in VULGAR and "." not in raw:
        return Numeral(value + Decimal(VULGAR[text[end]]), end + 1)
    return Numeral(value, end, comma)


@functools.lru_cache(maxsize=1)
def long_scale(text: str) -> bool:
    """Whether the text counts in milliards, so that its billion is a million millions."""
    return _MILLIARD.search(text) is not None


def _scale(text: str, word: str) -> Decimal:
    """What a scale word or suffix is worth in this text."""
    if word in LONG_SCALES and long_scale(text):
        return LONG_SCALES[word]
    return SCALES.get(word) or SHORT_SCALES[word]


def read_scales(text: str, pos: int, money: bool) -> tuple[Decimal, int]:
    """The product of the scale words and suffixes after `pos` (1 if none) and where they end."""
    factor, end = ONE, pos
    if text[pos : pos + 1] in _NO_SCALE:
        return factor, end
    for _ in range(3):
        match = _SCALE.match(text, end)
        if not match:
            break
        word = match["word"].lower()
        if len(word) == 1 and match.start("word") != end:
            break
        factor = EXACT.multiply(factor, _scale(text, word))
        end = match.end()
    if end == pos and money:
        letter = _MONEY_SCALE.match(text, pos)
        if letter:
            word = letter["word"].lower()
            return MONEY_SCALES.get(word) or SHORT_SCALES[word], letter.end()
    return factor, end


def scaled(text: str, start: int, base: Decimal, end: int, money: bool = False) -> Quantity:
    """`base` with "and a half" and the scale words that follow `end`."""
    half = _HALF_AFTER.match(text, end) if text[end : end + 1].isspace() else None
    if half and base == base.to_integral_value():
        base, end = base + (Decimal("0.5") if half["part"].lower() == "half" else Decimal("0.25")), half.end()
    factor, end = read_scales(text, end, money)
    return Quantity(EXACT.multiply(base, factor), base, factor, start, end)


def _special(text: str, pos: int) -> Quantity | None:
    """Phrases with an article: "half a million", "a dozen", "a couple of hundred"."""
    half = _HALF_A.match(text, pos)
    if half:
        scale = SCALES[half["word"].lower()]
        return Quantity(scale / 2, Decimal("0.5"), scale, pos, half.end(), words=True)
    article = _A_SCALE.match(text, pos)
    if article and "few" not in article.group().lower():
        first = SCALES[article["word"].lower()]
        rest, end = read_scales(text, article.end(), money=False)
        scale = EXACT.multiply(first, rest)
        return Quantity(scale, Decimal(1), scale, pos, end, words=True)
    stretch = _HALF_A_STRETCH.match(text, pos)
    if stretch:
        return Quantity(Decimal("0.5"), Decimal("0.5"), Decimal(1), pos, stretch.end())
    part = _PART_OF_A_SCALE.match(text, pos)
    if part:
        base = Decimal(PARTS[part["part"].lower()]) * TOPS.get((part["top"] or "one").lower(), 1)
        scale = SCALES[part["word"].lower()]
        return Quantity(EXACT.multiply(base, scale), base, scale, pos, part.end(), words=True)
    couple = _COUPLE.match(text, pos)
    if couple:
        scale = SCALES[couple["word"].lower()] if couple["word"] else Decimal(1)
        return Quantity(2 * scale, Decimal(2), scale, pos, couple.end(), words=True, about=True)
    return None


def _fits(current: Decimal, value: Decimal) -> bool:
    """May a word worth `value` follow words worth `current` ("twenty" "one", "two hundred" "five")?"""
    tail = current % 100
    return (tail == 0 and current > 0) or (20 <= tail <= 90 and tail % 10 == 0 and 0 < value < 10)


def _below_thousand(text: str, pos: int) -> tuple[Decimal, int] | None:
    """Words up to 999 that begin at `pos`: their value and their end."""
    match = _WORD.match(text, pos)
    current: Decimal | None = None
    end = pos
    for _ in range(_MAX_WORDS):
        if not match:
            break
        word = match.group(match.lastgroup or 0).lower()
        value = UNITS.get(word, TENS.get(word))
        if value is not None and (current is None or _fits(current, value)):
            current, end = (current or 0) + value, match.end()
        elif word == "hundred" and current is not None and 0 < current < 100:
            current, end = current * 100, match.end()
        elif not (word == "and" and current is not None and current >= 100 and current % 100 == 0):
            break
        match = _NEXT_WORD.match(text, match.end())
    return None if current is None else (current, end)


def read_words(text: str, pos: int) -> Quantity | None:
    """A number in words that begins at `pos`, scales included: "one million two hundred thousand"."""
    special = _special(text, pos)
    if special:
        return special
    first = _below_thousand(text, pos)
    if first is None:
        return None
    quantity = scaled(text, pos, *first)._replace(words=True)
    last_scale = quantity.scale
    for _ in range(4):
        gap = _NEXT_WORD.match(text, quantity.end)
        part = _below_thousand(text, gap.start("word")) if gap and last_scale >= 1000 else None
        if part is None:
            break
        more = scaled(text, pos, *part)
        if more.value >= last_scale or (more.scale == 1 and more.base >= 1000):
            break
        total = quantity.value + more.value
        quantity, last_scale = Quantity(total, total, Decimal(1), pos, more.end, words=True), more.scale
    return quantity


def read_quantity(text: str, pos: int, *, money: bool = False) -> Quantity | None:
    """The number that begins at `pos`, in digits or words, with its scale; `money` allows "$900m"."""
    if text[pos : pos + 1] in VULGAR:
        return scaled(text, pos, Decimal(VULGAR[text[pos]]), pos + 1, money)
    if not "0" <= text[pos : pos + 1] <= "9":
        return read_words(text, pos)
    numeral = read_numeral(text, pos)
    if numeral is None or numeral.value is None:
        return None
    quantity = scaled(text, pos, numeral.value, numeral.end, money)
    if numeral.comma and quantity.scale == 1 and not money:
        return None
    return quantity


def number_words(text: str) -> Decimal | None:
    """The value of `text` if it is one number from end to end, in words or digits, else None."""
    text = text.strip()
    quantity = read_quantity(text, 0) if text else None
    return quantity.value if quantity and quantity.end == len(text) else None
