"""The readers of what begins with a number, in digits or in words.

Each takes the context, the offset of the word, the word, and the offset before which nothing may be taken, and gives
what `extract.figures.readers.Reader` says.
"""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

from extract.figures import (
    amounts,
    dates,
    designations,
    number_names,
    numbers,
    references,
    relative,
    words,
)
from extract.figures.dates import Context
from extract.figures.patterns import Lazy
from extract.types import Figure, FigureKind

_LETTERS_BEFORE = Lazy(r"(?<![\w])[A-ZА-Я][A-Za-zА-Я]{0,2}\Z")

_SHARE = Lazy(
    r"(?P<one>one|two|three|four|five|six|seven|eight|nine|[1-9][0-9]?)"
    r"\s(?:(?P<out>out\sof)|in)\s(?:every\s)?(?P<all>[a-z]{3,5}|[1-9][0-9]{0,2}(?:,?000)?)(?![\w%.,:/-]*[0-9])(?!\w)"
    r"(?!\s(?:years?|months?|weeks?|days?|hours?|minutes?|per\scent|percent|million|billion|thousand|hundred)\b)",
    re.IGNORECASE,
)

VAGUE = {"dozens": Decimal(24), "scores": Decimal(40)}

_DESIGNATED = Lazy(r"[A-Z][A-Za-z]{0,2}-?[0-9]")

_VAGUE_OF = Lazy(r"\s(?:of|more)\s")

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

OF_A_SCALE = Lazy(r"\sof\sa\s(?:million|billion|trillion)(?!\w)", re.IGNORECASE)

_HALF = Lazy(r"half(?=\s(?:of|the|its|their|his|this|that)\b)", re.IGNORECASE)

_COUNT_CUE = Lazy(r"\b(?:least|only|just|exactly|than|over)\s\Z", re.IGNORECASE)

_YEAR_DIGITS = Lazy(r"(?:19|20)[0-9]{2}(?![\w]|[.,:'’][0-9])")

_OLD_YEAR = Lazy(r"1[0-8][0-9]{2}(?![\w%]|[-.,:'’][0-9]|\s(?:per|million|billion))")

_BY_SO_MANY = Lazy(r"\s(?:votes|points|seats|runs|jobs|people|troops|men|tonnes|barrels)\b")

_OLD_CUE = Lazy(r"\b(?:in|since|circa|around|year|until|c\.)\s\Z", re.IGNORECASE)

_DATE_SIGNS = frozenset("./-\u2010\u2011\u2012\u2013\u2014\n")

_DATE_NEXT = frozenset(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "of ", "to ", "and", "or ",
     "day", "the", "& ", "\u2013 ", "\u2014 ", "- ")
)  # fmt: skip

_REFERENCE_SIGNS = frozenset("-\u2010\u2011\u2012\u2013:/.°(")

_REFERENCE_NEXT = frozenset("apAPio0123456789(")

_GLUE_BEFORE = "./:@_#\\=&+"


def number(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A digit at `pos`: reference, designation, date, ordinal or amount, in that order."""
    text = ctx.text
    previous = text[pos - 1 : pos] if pos > floor else ""
    if previous and previous not in " \n\u00a0($€£":
        taken = _beside(text, pos, previous, floor)
        if taken is not None:
            return taken
    if not word.isdecimal():
        lettered = designations.index_number(text, pos) or _digit_date(ctx, pos) or _ordinal_digits(text, pos)
        if lettered:
            return lettered
    elif _may_be_date(text, pos, len(word)):
        date = _digit_date(ctx, pos)
        if date:
            return date
    after = text[pos + len(word) : pos + len(word) + 2]
    if (
        after[:1] in _REFERENCE_SIGNS
        or after[1:] in _REFERENCE_NEXT
        or previous in ("+", "(")
        or text[pos - 3 : pos] == "&P "
    ):
        other = _named_number(text, pos) or _share(text, pos)
        if other:
            return other
    return _amount(ctx, pos, word, floor)


def _may_be_date(text: str, pos: int, digits: int) -> bool:
    """Whether so many digits at `pos` can begin a date: a cheap look that spares most numbers the patterns."""
    if digits == 4:
        return True
    end = pos + digits
    return digits <= 2 and (text[end : end + 1] in _DATE_SIGNS or text[end + 1 : end + 4].lower() in _DATE_NEXT)


def _named_number(text: str, pos: int) -> Figure | None:
    """A number at `pos` that names or times something: "S&P 500", "10:30", "3-2", "9/11"."""
    if text[pos - 4 : pos] == "S&P ":
        return references.whole_number(text, pos)
    if numbers.MIXED.match(text, pos):
        return None
    return references.clock_or_chain(text, pos) or references.ratio(text, pos)


def _ordinal_digits(text: str, pos: int) -> Figure | None:
    """ "5th", "1,000th" at `pos`."""
    match = _ORDINAL_DIGITS.match(text, pos)
    if not match:
        return None
    value = Decimal(re.sub(r"[^0-9]", "", match.group()))
    return Figure("ordinal", value, None, None, "exact", match.group(), pos, match.end())


def _beside(text: str, pos: int, previous: str, floor: int) -> Figure | int | None:
    """What a number is that stands right behind another character: a designation, part of a name, or None."""
    if previous.isalpha() or previous == "_":
        letters = _LETTERS_BEFORE.search(text[max(floor, pos - 4) : pos])
        if letters is None:
            return references.whole_token(text, pos)
        start = pos - len(letters.group())
        return designations.glued(text, start) or references.glued(text, start) or references.whole_token(text, pos)
    if previous in designations.HYPHENS and text[pos - 2 : pos - 1].isalpha():
        found = designations.around_hyphen(text, pos, floor)
        if found:
            return found.figure
        return references.whole_token(text, pos) if text[pos - 2].isupper() else None
    if previous == "+" and text[pos - 4 : pos - 1] in ("UTC", "GMT"):
        return references.whole_number(text, pos)
    if previous in _GLUE_BEFORE and pos > 1 and not text[pos - 2].isspace():
        return references.whole_token(text, pos)
    return None


def _share(text: str, pos: int) -> Figure | None:
    """ "one in five", "9 out of 10" at `pos`: a number below one."""
    match = _SHARE.match(text, pos)
    if not match:
        return None
    one, all_ = numbers.number_words(match["one"].lower()), numbers.number_words(match["all"].lower())
    if one is None or all_ is None or not 0 < one < all_:
        return None
    if not match["out"] and one > 1 and all_ not in (5, 10, 100, 1000):
        return None
    value = round(one / all_, 4).normalize()
    return Figure("number", value, None, None, words.modifier_before(text, pos), match.group(), pos, match.end())


def _digit_date(ctx: Context, pos: int) -> Figure | None:
    """A date that begins with digits, unless the number is a count, price or share after all."""
    text = ctx.text
    old = _OLD_YEAR.match(text, pos)
    if old and _OLD_CUE.search(text[max(0, pos - 8) : pos]) and not words.counted_noun(text, old.end()):
        return dates.year(ctx, pos, old.end())
    year = _YEAR_DIGITS.match(text, pos)
    if year and text[pos - 3 : pos].lower() == "by " and _BY_SO_MANY.match(text, year.end()):
        return None
    if year:
        amount = amounts.amount_at(text, pos, pos)
        unit = amount is not None and amount.kind in ("money", "percent", "duration")
        scale = amount is not None and amount.value is not None and amount.value >= 10000
        bounded = words.modifier_before(text, pos) != "exact" and text[pos - 2 : pos] != "a "
        people = words.counts_people_or_arms(text, year.end()) or bounded
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
    if figure.kind == "count" and words.measured(text, figure.end):
        return figure
    if figure.kind in ("number", "count") and (glue.isalnum() or glue in ("_", "@")):
        return references.whole_token(text, pos)
    if figure.kind == "number" and figure.value_high is not None and "-" in figure.as_written:
        return figure if words.weapon_next(text, figure.end) else references.score(text, pos) or figure
    if figure.kind == "number" and figure.value_high is None:
        played = references.score(text, pos)
        if played and played.end > figure.end:
            return played
    if figure.kind == "duration":
        ago = _AGO.match(text, figure.end)
        if ago:
            return relative.counted_ago(ctx, figure, ago.end())
    return figure


def number_word(ctx: Context, pos: int, word: str, floor: int) -> Figure | int | None:
    """A number word at `pos`; "one" alone is a pronoun more often than a number, and stays out."""
    text = ctx.text
    lower = word.lower()
    share = _share(text, pos)
    if share:
        return share
    fraction = _FRACTION.match(text, pos)
    if fraction and lower != "half" and not OF_A_SCALE.match(text, fraction.end()):
        top = {"a": 1, "an": 1}.get(fraction["one"].lower()) or int(number_names.UNITS[fraction["one"].lower()])
        return share_of(text, pos, fraction.end(), top, fraction["part"].lower())
    if lower == "half" and (half := _HALF.match(text, pos)):
        return share_of(text, pos, half.end(), 1, "half")
    article = _ARTICLE_BEFORE.search(text[max(floor, pos - 8) : pos])
    start = pos - len(article.group()) if article and lower in ("million", *number_names.SCALES, "couple") else pos
    if text[start - 1 : start].isalnum() and start:
        return None
    figure = _amount(ctx, start, word, floor)
    if not isinstance(figure, Figure):
        return figure
    lone = figure.kind in ("count", "number") and figure.value == 1 and figure.value_high is None
    if not lone:
        return figure
    noun = words.single_noun(text, figure.end)
    if noun and lower == "one":
        return dataclasses.replace(figure, kind="count", unit=noun)
    return figure if _COUNT_CUE.search(text[max(0, pos - 10) : pos]) else None


def share_of(text: str, start: int, end: int, top: int, part: str) -> Figure:
    """ "two-thirds", "half of": a bare number below or around one."""
    value = numbers.EXACT.multiply(Decimal(top), Decimal(number_names.PARTS[part]))
    value = Decimal("0.6667") if (top, part) == (2, "third") else value
    modifier = words.modifier_before(text, start)
    return Figure("number", value, None, None, modifier, text[start:end], start, end)


def vague(ctx: Context, pos: int, word: str, floor: int) -> Figure | None:
    """ "dozens of", "scores of" at `pos`: at least two of them."""
    text, end = ctx.text, pos + len(word)
    after = _VAGUE_OF.match(text, end)
    if not after:
        return None
    unit = words.counted_noun(text, after.end() - 1)
    named = _DESIGNATED.match(text, after.end()) is not None
    kind: FigureKind = "count" if unit else "number"
    return Figure(kind, VAGUE[word.lower()], None, unit, "at_least", word, pos, end) if unit or named else None
