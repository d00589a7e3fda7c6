"""The written forms of dates: which characters are a date, and what they leave open.

Gives a `Part`, which may lack its year; `extract.figures.dates` resolves it. Every pattern is matched at one
offset and has a bounded length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.figures.patterns import SPACE, Lazy, listed

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number for number, name in enumerate(listed("monday tuesday wednesday thursday friday saturday sunday"))
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""EDTF level 1 season codes."""

ORDINALS = {
    word: value
    for value, word in enumerate(listed(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"), start=1)
}  # fmt: skip

_FORMS = [form for name in MONTHS for form in (name.title(), name.upper())]
_ABBREVIATED = r"(?i:(?<!ary)(?<!rch)(?<!ril)(?<!may)(?<!une)(?<!uly)(?<!ust)(?<!ber))"
_MONTH = rf"(?P<month>{'|'.join(sorted(_FORMS, key=len, reverse=True))})(?!\w)(?:{_ABBREVIATED}\.)?"
"""A full stop belongs to an abbreviation only: "Dec. 5", but "in June. 5 tanks"."""

_DAYNAME = "|".join(name.title() for name in WEEKDAYS)
_WEEKDAY = rf"(?:(?:{_DAYNAME}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?{SPACE})?"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NOT_MORE = r"(?![\w%]|[.,:/][0-9])"
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![\w%]|[.,:/][0-9])"
_TO = r"[^\S\n]?(?:[-\u2010-\u2014]|(?:to|and|&|or)(?!\w))[^\S\n]?"
_PART = (
    r"(?P<part>[Mm]id(?:dle of)?|[Ee]arly|[Ll]ate|"
    r"(?:the )?(?:very )?(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle|[Cc]lose)"
    rf"(?:{SPACE}of)?(?:{SPACE}the)?)(?:{SPACE}|[-\u2010\u2011])"
)

PART = Lazy(_PART)
_MONTH_DAY = Lazy(
    rf"{_WEEKDAY}{_MONTH}{SPACE}(?:the{SPACE})?(?P<day>{_DAY}){_NOT_MORE}"
    rf"(?:{_TO}(?P<day2>{_DAY}){_NOT_MORE})?(?:,?{SPACE}{_YEAR})?"
)
_DAY_MONTH = Lazy(
    rf"{_WEEKDAY}(?:the{SPACE})?(?P<day>{_DAY})(?:{_TO}(?P<day2>{_DAY}))?{SPACE}(?:day{SPACE})?(?:of{SPACE})?{_MONTH}(?:,?{SPACE}{_YEAR})?"
)
_MONTH_YEAR = Lazy(rf"{_MONTH}(?:,|{SPACE}of)?{SPACE}(?:the{SPACE}year{SPACE})?{_YEAR}")
_MONTH_ONLY = Lazy(_MONTH)
_SEASON = Lazy(rf"(?P<season>{'|'.join(SEASONS)})(?:,?(?:{SPACE}of)?{SPACE}{_YEAR})", re.IGNORECASE)
_SEASON_ALONE = Lazy(rf"(?P<season>{'|'.join(SEASONS)})(?!\w)", re.IGNORECASE)
_QUARTER = Lazy(
    rf"(?:(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th){SPACE}(?P<size>quarter|half)"
    rf"|(?P<q>[QH])(?P<n>[1-4]))(?:{SPACE}of)?{SPACE}{_YEAR}",
    re.IGNORECASE,
)
_ISO = Lazy(r"(?P<y>1[0-9]{3}|20[0-9]{2})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-2][0-9]|3[01])(?![0-9])(?:T[0-9:.+Z-]{2,24})?")
_NUMERIC = Lazy(
    r"(?P<a>[0-3]?[0-9])(?P<s>[./])(?P<b>[0-3]?[0-9])(?P=s)(?P<y>1[89][0-9]{2}|20[0-9]{2})(?![\w]|[./][0-9])"
)
_YEARS = Lazy(
    r"(?P<y>19[0-9]{2}|20[0-9]{2})(?P<s>[-\u2010-\u2013/])(?P<z>(?:19|20)[0-9]{2}|[0-9]{2})(?![\w%]|[-.,:/][0-9])"
)
_DECADE = Lazy(r"(?P<y>1[5-9][0-9]|20[0-9])0['’]?s(?!\w)")
_BARE_YEAR = Lazy(r"(?P<y>19[0-9]{2}|20[0-9]{2})(?![\w%]|[.,:/'’][0-9]|[-\u2010\u2011][\w])")
_CENTURY = Lazy(rf"(?P<n>[12]?[0-9])(?:st|nd|rd|th)(?:{SPACE}|-)century(?!\w)", re.IGNORECASE)


class Part(NamedTuple):
    """A date as written. `fixed` is its EDTF where the form says all; else the parts that it names.

    start, end  code-point offsets; side  "end", "start", "middle" or "" of the period named
    """

    start: int
    end: int
    fixed: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day2: int | None = None
    season: int | None = None
    side: str = ""
    assumed: bool = False


def _number(day: str | None) -> int | None:
    return int(re.sub(r"[a-z]+\Z", "", day)) if day else None


def _calendar(match: re.Match[str]) -> Part | None:
    """A month with or without day and year, from any of the forms in words."""
    groups = match.groupdict()
    day, day2 = _number(groups.get("day")), _number(groups.get("day2"))
    if day2 is not None and day is not None and day2 <= day:
        return None
    year = groups.get("year")
    return Part(
        match.start(), match.end(), None, int(year) if year else None, MONTHS[groups["month"].lower()], day, day2
    )


def _numeric(match: re.Match[str]) -> Part | None:
    """25.12.2022 and 12/25/2022; 03/04/2022 leaves month and day open, since both orders are in use."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    day_first = (match["s"] == "." or first > 12) and 1 <= second <= 12 and 1 <= first <= 31
    if day_first:
        return Part(match.start(), match.end(), None, year, second, first)
    if second > 12 and 1 <= first <= 12 and match["s"] == "/":
        return Part(match.start(), match.end(), None, year, first, second)
    if match["s"] == "/" and 1 <= first <= 12 and 1 <= second <= 12:
        if first == second:
            return Part(match.start(), match.end(), None, year, first, first)
        return Part(match.start(), match.end(), f"{year}-XX-XX", year, assumed=True)
    return None


def _years(match: re.Match[str]) -> Part | None:
    """2015–2020, 2015-16, 2021/22; "2022-10" is the ISO month, "2008-09" the two years."""
    year, tail, sign = int(match["y"]), match["z"], match["s"]
    high = int(tail) if len(tail) == 4 else year - year % 100 + int(tail)
    if high > year:
        assumed = len(tail) == 2 and 1 <= int(tail) <= 12
        return Part(match.start(), match.end(), f"{year}/{high}", year, assumed=assumed)
    if sign == "-" and len(tail) == 2 and 1 <= int(tail) <= 12:
        return Part(match.start(), match.end(), None, year, int(tail))
    return None


def _quarter(match: re.Match[str]) -> Part | None:
    """A quarter or half of a year, as the interval of its months: level 1 has no code for it."""
    year = int(match["year"])
    if match["q"]:
        number, size = int(match["n"]), 3 if match["q"].upper() == "Q" else 6
    else:
        size = 3 if match["size"].lower() == "quarter" else 6
        word = match["nth"].lower()
        number = 12 // size if word == "last" else ORDINALS.get(word) or int(word[0])
    if number * size > 12:
        return None
    low, high = (number - 1) * size + 1, number * size
    return Part(match.start(), match.end(), f"{year}-{low:02}/{year}-{high:02}", year)


def digits_date(text: str, pos: int, *, bare_year: bool = True) -> Part | None:
    """A date that begins with a digit at `pos`; `bare_year` False leaves out a year that stands alone."""
    match = _ISO.match(text, pos)
    if match:
        return Part(pos, match.end(), None, int(match["y"]), int(match["m"]), int(match["d"]))
    match = _NUMERIC.match(text, pos)
    if match:
        return _numeric(match)
    match = _DAY_MONTH.match(text, pos)
    if match:
        return _calendar(match)
    match = _YEARS.match(text, pos)
    if match:
        return _years(match)
    match = _DECADE.match(text, pos)
    if match:
        return Part(pos, match.end(), f"{match['y']}X", int(match["y"] + "0"))
    match = _CENTURY.match(text, pos)
    if match and 10 <= int(match["n"]) <= 21:
        return Part(pos, match.end(), f"{int(match['n']) - 1}XX", None)
    match = _QUARTER.match(text, pos)
    if match:
        return _quarter(match)
    match = _BARE_YEAR.match(text, pos) if bare_year else None
    return Part(pos, match.end(), None, int(match["y"])) if match else None


def words_date(text: str, pos: int) -> Part | None:
    """A date that begins with a month, a weekday before a date, a season or a quarter at `pos`."""
    for pattern in (_MONTH_DAY, _MONTH_YEAR, _DAY_MONTH):
        match = pattern.match(text, pos)
        if match:
            return _calendar(match)
    match = _SEASON.match(text, pos)
    if match:
        return Part(pos, match.end(), None, int(match["year"]), season=SEASONS[match["season"].lower()])
    match = _QUARTER.match(text, pos)
    return _quarter(match) if match else None


def month_alone(text: str, pos: int) -> Part | None:
    """A month by itself at `pos`; whether "May" is one here is for the caller to judge."""
    match = _MONTH_ONLY.match(text, pos)
    return Part(pos, match.end(), None, None, MONTHS[match["month"].lower()]) if match else None


def season_alone(text: str, pos: int) -> Part | None:
    """A season by itself at `pos`, as after "the end of the"."""
    match = _SEASON_ALONE.match(text, pos)
    return Part(pos, match.end(), season=SEASONS[match["season"].lower()]) if match else None
