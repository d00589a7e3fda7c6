"""What begins at a word of a text: the readers, one for each sort of word that a figure can begin with.

Takes the context, the offset of the word, the word, and the offset before which nothing may be taken; gives a figure,
an offset to go on from without one, or nothing. `extract.figures.scan` hands out the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extract.figures import (
    amounts,
    calendar_forms,
    classes,
    dates,
    designations,
    money,
    numbers,
    references,
    relative,
    words,
)
from extract.figures.dates import Context
from extract.figures.number_readers import OF_A_SCALE, share_of
from extract.figures.patterns import Lazy
from extract.types import Figure

Reader = Callable[[Context, int, str, int], "Figure | int | None"]
"""(context, offset of the word, the word, offset before which nothing may be taken) → a figure, an offset to
go on from without one, or nothing."""

_NO_SUM = frozenset("$€£¥.,;:!?)]}-\"'”’")
"""Right behind a currency sign, these say that no sum follows."""

_WORD_THEN_NUMBER = Lazy(r"\w+\.?\s(?=[0-9])")
_A_SHARE = Lazy(r"(?P<part>third|quarter|fifth|tenth)(?=\sof\b)", re.IGNORECASE)
_A_PART = Lazy(r"(?P<part>third|quarter|fifth|tenth)(?!\w|\s(?:of|year|round|time|place)\b|-)", re.IGNORECASE)


def currency_word(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A currency word before its number, as some papers print it: "Pounds 20m", "CFA francs 5 billion"."""
    after = _WORD_THEN_NUMBER.match(ctx.text, pos)
    number = numbers.read_quantity(ctx.text, after.end(), money=True) if after else None
    if number is None or number.scale == 1 or money.after_number(ctx.text, number):
        return None
    named = money.word_before(ctx.text, pos, word)
    start = named.edge
    written = ctx.text[start : number.end]
    modifier = words.modifier_before(ctx.text, start)
    return Figure("money", number.value, None, named.code, modifier, written, start, number.end, named.assumed)


def currency(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A currency sign or code before a number."""
    if ctx.text[pos] == "№":
        return references.worded(ctx.text, pos, word)
    if len(word) == 1 and ctx.text[pos + 1 : pos + 2] in _NO_SUM:
        return None
    figure = amounts.amount_at(ctx.text, pos, floor)
    return figure if figure and figure.kind == "money" else None


def month(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A month at `pos`, with its day and year or alone."""
    return dates.calendar_date(ctx, pos) or dates.lone_month(ctx, pos)


def weekday(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A weekday at `pos`, with its date or alone."""
    return dates.calendar_date(ctx, pos) or relative.weekday_date(ctx, pos, word)


def bound(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "by", "before", "no later than" at `pos` with a date after it; "No. 5" shares its first word."""
    return dates.bounded(ctx, pos) or (references.worded(ctx.text, pos, word) if word.lower() == "no" else None)


def part(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "mid-October", "end of 2023", "end of the year", "summer of 2021" or a quarter at `pos`."""
    date = dates.calendar_date(ctx, pos) or dates.period_side(ctx, pos)
    return date or relative.quarter(ctx, pos) or relative.relative_date(ctx, pos)


def relative_words(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "last month", "earlier this year" at `pos`."""
    return relative.relative_date(ctx, pos)


def ago(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "ago" at `pos`, with its article and unit before it."""
    return relative.vague_ago(ctx, pos, floor)


def day_word(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "yesterday", "today", "tomorrow" at `pos`."""
    return relative.day_word(ctx, pos, word)


def ordinal(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "fifth" at `pos`, unless "first quarter of 2023" is a date."""
    date = dates.calendar_date(ctx, pos) or relative.quarter(ctx, pos) or relative.months_of(ctx, pos)
    if date:
        return date
    text = ctx.text
    share = _A_SHARE.match(text, pos)
    by_a = _A_PART.match(text, pos) if text[max(0, pos - 5) : pos].lower() == "by a " else None
    if by_a:
        return share_of(text, pos - 2, by_a.end(), 1, by_a["part"].lower())
    if share and pos - 2 >= floor and text[pos - 2 : pos].lower() == "a ":
        if OF_A_SCALE.match(text, share.end()):
            return amounts.amount_at(text, pos - 2, floor)
        return share_of(text, pos - 2, share.end(), 1, share["part"].lower())
    if word.lower() == "last":
        return relative.relative_date(ctx, pos)
    if word.lower() in ("quarter", "final", "opening"):
        return None
    if text[pos - 4 : pos].lower() == "per ":
        return None
    value = Decimal(calendar_forms.ORDINALS[word.lower()])
    return Figure("ordinal", value, None, None, "exact", word, pos, pos + len(word))


def reference(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "Article 5" at `pos`; "Type 054A" is a ship."""
    ship = designations.spaced(ctx.text, pos) if word == "Type" else None
    return ship or references.worded(ctx.text, pos, word)


def url(ctx: Context, pos: int, word: str, floor: int) -> int | None:
    """The end of a URL at `pos`."""
    return references.url_end(ctx.text, pos)


def weapon(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A system known by name, or a designation without its hyphen, at `pos`."""
    return designations.named(ctx.text, pos) or designations.glued(ctx.text, pos) or designations.spaced(ctx.text, pos)


def ship_class(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A class of ships whose "class" stands at `pos`."""
    return classes.ship_class(ctx.text, pos, floor)
