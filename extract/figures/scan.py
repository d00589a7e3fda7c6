"""One pass over a text: a cheap lexer finds where a figure may begin, the readers decide what it is.

The lexer walks words and currency signs once. A word that begins no figure costs one dictionary look-up; a
word that may begin one is handed to its reader, which looks at a bounded stretch around it. What a reader
takes is never read again, so the whole is linear in the length of the text.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable
from decimal import Decimal

from extract.figures import (
    amounts,
    calendar_forms,
    dates,
    designations,
    gazetteer,
    money,
    numbers,
    references,
    relative,
    words,
)
from extract.figures.dates import Context
from extract.figures.patterns import Lazy
from extract.types import Figure

Reader = Callable[[Context, int, str, int], "Figure | int | None"]
"""(context, offset of the word, the word, offset before which nothing may be taken) → a figure, an offset to
go on from without one, or nothing."""

_TOKEN = Lazy(rf"\w+|[{re.escape(''.join(money.SYMBOLS))}№]")
_ORDINAL_DIGITS = Lazy(r"[0-9]{1,9}(?:,[0-9]{3})?(?:st|nd|rd|th)(?!\w)")
_ARTICLE_BEFORE = Lazy(r"(?<!\w)(?:an?|half an?|a few)[\s-]\Z", re.IGNORECASE)
_YEAR_CUE = Lazy(
    r"(?:\b(?:in|since|of|from|until|till|by|during|before|after|for|back|early|late|mid|and|to|the|year)|[(,–—])\s?\Z",
    re.IGNORECASE,
)
_FRACTION = Lazy(
    r"(?:(?P<one>an?|one|two|three|four|five)[\s-])(?P<part>half|third|quarter|fifth|tenth)s?(?!\w)(?=\sof\b|[\s,.;)]|\Z)",
    re.IGNORECASE,
)
_AGO = Lazy(r"\s{1,3}ago(?!\w)")
_A_SHARE = Lazy(r"(?P<part>third|quarter|fifth|tenth)(?=\sof\b)", re.IGNORECASE)
_OF_A_SCALE = Lazy(r"\sof\sa\s(?P<word>million|billion|trillion)(?!\w)", re.IGNORECASE)
_HALF = Lazy(r"half(?=\s(?:of|the|its|their|his|this|that)\b)", re.IGNORECASE)
_PARTS = {"half": "0.5", "third": "0.3333", "quarter": "0.25", "fifth": "0.2", "tenth": "0.1"}
_COUNT_CUE = Lazy(r"\b(?:least|only|just|exactly|than|over)\s\Z", re.IGNORECASE)
_YEAR_DIGITS = Lazy(r"(?:19|20)[0-9]{2}(?![\w]|[.,:'’][0-9])")
_GLUE_BEFORE = "./:@_#\\=&+"


def _number(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A digit at `pos`: reference, designation, date, ordinal or amount, in that order."""
    text = ctx.text
    previous = text[pos - 1 : pos]
    if pos > floor and previous and previous in designations.HYPHENS and text[pos - 2 : pos - 1].isalpha():
        found = designations.around_hyphen(text, pos, floor)
        if found:
            return found.figure
        if text[pos - 2].isupper():
            return references.whole_token(text, pos)
    if previous and previous in _GLUE_BEFORE and pos > 1 and not text[pos - 2].isspace() and pos > floor:
        return references.whole_token(text, pos)
    index = designations.index_number(text, pos)
    if index:
        return index
    date = _digit_date(ctx, pos)
    if date:
        return date
    other = references.clock_or_chain(text, pos) or references.ratio(text, pos)
    if other:
        return other
    ordinal = _ORDINAL_DIGITS.match(text, pos)
    if ordinal:
        value = Decimal(re.sub(r"[^0-9]", "", ordinal.group()))
        return Figure("ordinal", value, None, None, "exact", ordinal.group(), pos, ordinal.end())
    return _amount(ctx, pos, word, floor)


def _digit_date(ctx: Context, pos: int) -> Figure | None:
    """A date that begins with digits, unless the number is a count, price or share after all."""
    text = ctx.text
    year = _YEAR_DIGITS.match(text, pos)
    if year:
        amount = amounts.amount_at(text, pos, pos)
        unit = amount is not None and amount.kind in ("money", "percent", "duration")
        scale = amount is not None and amount.value is not None and amount.value >= 10000
        people = words.counts_people_or_arms(text, year.end()) or words.modifier_before(text, pos) != "exact"
        if unit or scale or (people and not _YEAR_CUE.search(text[max(0, pos - 8) : pos])):
            return None
        if amount and amount.kind == "count" and amount.value_high and amount.end > year.end() + 6:
            return None
    return dates.calendar_date(ctx, pos)


def _amount(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """An amount at `pos`; what begins with digits and is no number is passed over whole."""
    text = ctx.text
    figure = amounts.amount_at(text, pos, floor)
    if figure is None:
        return references.whole_token(text, pos) if word[0].isdigit() else None
    glue = text[figure.end : figure.end + 1]
    if figure.kind in ("number", "count") and (glue.isalnum() or glue in ("_", "@")):
        return references.whole_token(text, pos)
    if figure.kind == "number" and figure.value_high is not None and "-" in figure.as_written:
        return references.score(text, pos) or figure
    if figure.kind == "number" and figure.value_high is None:
        played = references.score(text, pos)
        if played and played.end > figure.end:
            return played
    if figure.kind == "duration":
        ago = _AGO.match(text, figure.end)
        if ago:
            return relative.counted_ago(ctx, figure, ago.end())
    return figure


def _number_word(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A number word at `pos`; "one" alone is a pronoun more often than a number, and stays out."""
    text = ctx.text
    lower = word.lower()
    fraction = _FRACTION.match(text, pos)
    if fraction and lower != "half":
        top = {"a": 1, "an": 1}.get(fraction["one"].lower()) or int(numbers.UNITS[fraction["one"].lower()])
        return _fraction(text, pos, fraction.end(), top, fraction["part"].lower())
    if lower == "half":
        half = _HALF.match(text, pos)
        if half:
            return _fraction(text, pos, half.end(), 1, "half")
    article = _ARTICLE_BEFORE.search(text[max(floor, pos - 8) : pos])
    start = pos - len(article.group()) if article and lower in ("million", *numbers.SCALES, "couple") else pos
    if text[start - 1 : start].isalnum() and start:
        return None
    figure = _amount(ctx, start, word, floor)
    if not isinstance(figure, Figure):
        return figure
    lone = figure.kind in ("count", "number") and figure.value == 1 and figure.value_high is None
    if lone and not _COUNT_CUE.search(text[max(0, pos - 10) : pos]):
        return None
    return figure


def _fraction(text: str, start: int, end: int, top: int, part: str) -> Figure:
    """ "two-thirds", "half of": a bare number below or around one."""
    value = numbers.EXACT.multiply(Decimal(top), Decimal(_PARTS[part]))
    value = Decimal("0.6667") if (top, part) == (2, "third") else value
    modifier = words.modifier_before(text, start)
    scale = _OF_A_SCALE.match(text, end)
    if scale:
        value, end = numbers.EXACT.multiply(value, numbers.SCALES[scale["word"].lower()]), scale.end()
        unit = words.counted_noun(text, end)
        return Figure("count" if unit else "number", value, None, unit, modifier, text[start:end], start, end)
    return Figure("number", value, None, None, modifier, text[start:end], start, end)


def _currency(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A currency sign or code before a number."""
    if ctx.text[pos] == "№":
        return references.worded(ctx.text, pos, word)
    figure = amounts.amount_at(ctx.text, pos, floor)
    return figure if figure and figure.kind == "money" else None


def _month(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A month at `pos`, with its day and year or alone."""
    return dates.calendar_date(ctx, pos) or dates.lone_month(ctx, pos)


def _weekday(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A weekday at `pos`, with its date or alone."""
    return dates.calendar_date(ctx, pos) or relative.weekday_date(ctx, pos, word)


def _bound(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "by", "before", "no later than" at `pos` with a date after it; "No. 5" shares its first word."""
    return dates.bounded(ctx, pos) or (references.worded(ctx.text, pos, word) if word.lower() == "no" else None)


def _part(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "mid-October", "end of 2023", "summer of 2021" or a quarter at `pos`."""
    return dates.calendar_date(ctx, pos)


def _relative(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "last month", "earlier this year" at `pos`."""
    return relative.relative_date(ctx, pos)


def _ago(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "ago" at `pos`, with its article and unit before it."""
    return relative.vague_ago(ctx, pos, floor)


def _day_word(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "yesterday", "today", "tomorrow" at `pos`."""
    return relative.day_word(ctx, pos, word)


def _ordinal(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "fifth" at `pos`, unless "first quarter of 2023" is a date."""
    date = dates.calendar_date(ctx, pos)
    if date:
        return date
    share = _A_SHARE.match(text := ctx.text, pos)
    if share and pos - 2 >= floor and text[pos - 2 : pos].lower() == "a ":
        return _fraction(text, pos - 2, share.end(), 1, share["part"].lower())
    if word.lower() == "quarter":
        return None
    value = Decimal(calendar_forms.ORDINALS[word.lower()])
    return Figure("ordinal", value, None, None, "exact", word, pos, pos + len(word))


def _reference(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "Article 5" at `pos`."""
    return references.worded(ctx.text, pos, word)


def _url(ctx: Context, pos: int, word: str, floor: int) -> int | None:
    """The end of a URL at `pos`."""
    return references.url_end(ctx.text, pos)


def _weapon(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """A system known by name, or a designation without its hyphen, at `pos`."""
    return designations.named(ctx.text, pos) or designations.glued(ctx.text, pos)


@functools.cache
def readers() -> dict[str, Reader]:
    """Word → its reader. Built on the first use, in the order of rising precedence."""
    table: dict[str, Reader] = {}

    def put(reader: Reader, names: object, forms: str = "lcu") -> None:
        """Enter words under lower case, Capital, UPPER, or as written ("x")."""
        for name in list(names):  # type: ignore[call-overload]
            variants = {"l": name.lower(), "c": name.capitalize(), "u": name.upper(), "x": name}
            table.update(dict.fromkeys((variants[form] for form in forms), reader))

    put(_reference, references.LOWER, "lcu")
    put(_reference, references.CAPITAL, "x")
    put(_ordinal, [*calendar_forms.ORDINALS, "quarter"])
    put(_number_word, [*numbers.UNITS, *numbers.TENS, *numbers.SCALES, "half", "couple"])
    put(_number_word, numbers.VULGAR, "x")
    put(_part, ["mid", "early", "late", "end", "middle", "beginning", "start", "close", *calendar_forms.SEASONS], "lc")
    put(_part, ["Q1", "Q2", "Q3", "Q4", "H1", "H2"], "x")
    put(_month, calendar_forms.MONTHS, "cu")
    put(_weekday, calendar_forms.WEEKDAYS, "c")
    put(_bound, ["by", "until", "till", "before", "since", "prior", "not", "no"], "lc")
    put(_relative, ["this", "last", "next", "earlier", "later"], "lc")
    put(_day_word, ["today", "yesterday", "tomorrow"], "lc")
    put(_ago, ["ago"], "l")
    put(_url, ["http", "https", "www"], "lcu")
    put(_currency, [*money.SYMBOLS, "№", *money.CODES, *money.CODE_WORDS], "x")
    put(_weapon, {re.split(r"\W", name)[0] for name in (*gazetteer.NAMES, *gazetteer.COMMON)}, "x")
    put(_weapon, {key.replace("-", "") for key in gazetteer.KNOWN}, "x")
    return table


def scan(text: str, anchor: datetime.date | None) -> list[Figure]:
    """All figures of a text, in document order and without overlap."""
    table = readers()
    ctx = Context(text, anchor)
    found: list[Figure] = []
    done = 0
    for token in _TOKEN.finditer(text):
        pos = token.start()
        if pos < done:
            continue
        word = token.group()
        reader = _number if "0" <= word[0] <= "9" else table.get(word)
        if reader is None:
            if word[:3] not in money.CODES or not word[3].isdigit():
                continue
            reader = _currency
        result = reader(ctx, pos, word, done)
        if isinstance(result, Figure):
            found.append(result)
            done = result.end
            if result.kind in ("money", "percent"):
                amounts.spread(text, found)
        elif result is not None:
            done = result
    return found
