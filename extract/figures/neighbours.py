"""What a figure takes from the figures beside it: scale, unit, what it is for each of, what it says again.

Takes a text and the figures found so far; changes the last of them, or those before it, in place.
"""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

from extract.figures.numbers import EXACT, read_quantity
from extract.figures.patterns import SENTENCE_END, Lazy, listed
from extract.types import Figure

_CARRY = 120
"""Code points within which a bare number is compared with the money before it: a long clause."""

_COMPARED = Lazy(
    r"\b(?:from|to|than|against|versus|vs\.?|with|between|and)\s"
    r"(?:(?:[A-Z][\w.]*\s){0,3}[A-Z]\w+[’']s\s)?(?:(?:just|only|about|around|over|under|some|nearly|almost|a\srecord|more\sthan|less\sthan)\s)?\Z",
    re.IGNORECASE,
)

_PER_UNITS = (
    "barrel|year|month|week|day|hour|minute|night|piece|share|head|person|tonne|ton|unit|kilogram|kilo|kg|gram|gallon|"
    "liter|bushel|ounce|ticket|copy|bottle|household|student|mile|kilometre|kilometer|km|metre|meter|acre|hectare|pound|"
    "litre|megawatt-hour|MWh|kWh|dose|vote|plane|aircraft|missile|vehicle|tank|pack|pint"
)

_PER = Lazy(
    rf"(?:[\s-](?:an?|each|every)[\s-](?P<unit>{_PER_UNITS})(?!\w)"
    r"|[\s-](?P<piece>apiece|annually|yearly|monthly|daily)(?!\w)"
    r"|(?:\sper\s|/)(?P<any>[A-Za-z]{1,14})(?!\w))"
)

MEASURES = frozenset(
    listed(
        "km kilometre kilometres kilometer kilometers mile miles m metre metres meter meters foot feet ft yard "
        "yards cm millimetre millimetres millimeter millimeters mm inch inches kg kilogram kilograms kilo kilos "
        "pound pounds lb lbs ounce ounces tonne tonnes ton tons litre litres liter liters gallon gallons pint "
        "pints barrel barrels hectare hectares acre acres degree degrees mph kph knot knots sq square"
    )
)
"""Counted nouns that say how long, heavy or wide a thing is, and not how many there are."""

_CONVERTED = Lazy(
    r"(?:\s[a-z-]{1,14}){0,2}\s?[(\[](?:about|some|around|nearly|roughly|over|or|almost|approximately|approx\.|equal\sto|"
    r"equivalent\sto|more\sthan|US)?\s?|,\sor\s(?:about\s|some\s|around\s|nearly\s|roughly\s)?"
)

_LIST_GAP = Lazy(r",?[^\S\n]{1,2}(?:and|or)[^\S\n]{1,2}")


def spread(text: str, found: list[Figure]) -> None:
    """Give the numbers of a list the scale and unit of its last one, in place: "4, 6 and 8 million euros".

    found  figures so far, the last of them money, a percentage or a count; only bare numbers joined to it by "and" or
           "or", and by commas before that, or by "from … to", are changed, and marked as assumed
    """
    last = found[-1]
    if len(found) < 2 or found[-2].kind != "number" or last.start - found[-2].end > 6 or last.value_high is not None:
        return
    number = read_quantity(text, last.start)
    if number is None:
        return
    place, right = len(found) - 2, last
    while place >= 0:
        left = found[place]
        gap = text[left.end : right.start] if right.start - left.end < 10 else ""
        joined = bool(_LIST_GAP.fullmatch(gap)) if right is last else gap == ", "
        if right is last and gap == " to ":
            joined = text[max(0, left.start - 5) : left.start].lower() == "from "
        if not joined or left.kind != "number" or left.value_high is not None or left.value is None:
            return
        value = EXACT.multiply(left.value, number.scale) if left.value < 1000 else left.value
        found[place] = dataclasses.replace(
            left, kind=last.kind, value=value, unit=last.unit, assumed=last.kind != "count"
        )
        place, right = place - 1, left


_INHABITED = Lazy(
    r"\b(?:islands?|countr(?:y|ies)|nation|state|city|region|population|people|bloc|market|inhabitants|territory|republic)"
    r" of (?:some |about |around |nearly |over |almost )?\Z"
)
"""Before a number of people: "the island of 22 million"."""


def carry(text: str, found: list[Figure]) -> None:
    """Give a bare number the unit of the money or percentage that it is compared with, in place and marked as assumed.

    "rose to 5.2 percent from 5.1", "a fee of 80 million pounds, above the record of 46 million": the number has a
    scale of its own, or stands after "from", "to", "than" and is of the same order. found: figures so far, a number
    the last of them.
    """
    last = found[-1]
    scale = read_quantity(text, last.start)
    kinds = ("money",) if scale is not None and scale.scale >= 10**6 else ("money", "percent")
    for before in reversed(found[-4:-1]):
        gap = text[before.end : last.start]
        if len(gap) > _CARRY or SENTENCE_END.search(gap):
            return
        if before.kind in kinds and before.value and last.value and before.unit:
            break
    else:
        return
    ratio = last.value / before.value
    if text[last.end : last.end + 4] == " of " or _INHABITED.search(text[max(0, last.start - 24) : last.start]):
        return
    if len(kinds) == 1 or (Decimal("0.2") < ratio < 5 and _COMPARED.search(text[max(0, last.start - 24) : last.start])):
        found[-1] = dataclasses.replace(last, kind=before.kind, unit=before.unit, assumed=True)


def link(text: str, found: list[Figure]) -> None:
    """Join the last figure to the one that it converts or breaks down, in place.

    "105 billion rubles ($1.7 billion)" and "30 miles (48 km)" are the same sum or length twice: the second gets the
    offsets of the first as `equals`. "$5 a barrel" gets `per`.
    """
    last = found[-1]
    if last.kind in ("money", "percent"):
        per = _PER.match(text, last.end)
        if per:
            found[-1] = last = dataclasses.replace(last, per=(per["unit"] or per["piece"] or per["any"]).lower())
    if len(found) > 1:
        before = found[-2]
        gap = text[before.end : last.start] if last.start - before.end < 40 else ""
        both = before.kind == last.kind == "money" or (before.unit in MEASURES and last.unit in MEASURES)
        if both and before.unit != last.unit and _CONVERTED.fullmatch(gap):
            found[-1] = dataclasses.replace(last, equals=(before.start, before.end))
