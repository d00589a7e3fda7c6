"""Dates in the text, resolved to EDTF level 1.

A day or month without a year takes it from the date of publication (`anchor`): the latest such day on or
before it, or the first on or after it where words of plan ("will", "to be") stand shortly before. Without an
anchor it takes the nearest year earlier in the text, and without that its unit is None. All of these are
marked as assumed. Conventions: "mid-October" is 2022-10~, "end of 2023" 2023-12~, "by December 2023"
../2023-12, "earlier this year" the year, "last month" the month, a weekday the day.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from extract.figures import calendar_forms as forms
from extract.figures import words
from extract.figures.calendar_forms import Part
from extract.figures.edtf import date_bounds, month_end
from extract.figures.patterns import SENTENCE_END, SPACE, Lazy
from extract.types import Figure

_BOUND = Lazy(
    rf"(?P<until>by|until|till|before|(?:no|not){SPACE}later{SPACE}than|prior{SPACE}to)|(?P<since>since)", re.IGNORECASE
)
_FILL = Lazy(rf"{SPACE}(?:the{SPACE})?(?:year{SPACE})?")
_JOIN = Lazy(rf"[^\S\n]?[-\u2010-\u2014][^\S\n]?|{SPACE}(?:to|until|till|through|and){SPACE}(?:the{SPACE})?")
_LAST = Lazy(r"(?:the )?(?:very )?(?:end|close)\b", re.IGNORECASE)
_PLAN = (
    r"(?P<plan>\b(?:to\sbe|will|shall|plan(?:s|ning)?\sto|planned|(?:are|is)\s(?:to|due|set)|expects?|scheduled|slated|"
    r"set\sto|intends?|(?:pledg|agre|vow|promis)ed\sto|going\sto|upcoming|next|forecasts|hopes?\sto|aims?\sto)\b)"
)
_PERHAPS = (
    r"(?P<perhaps>\b(?:would|should|could|might|may(?=\s[a-z])|due|expected\sto|(?:was|were)\s(?:to|due|set|expected|scheduled|planned)(?:\sto)?(?:\sbe)?|"
    r"(?:is|are)\sexpected|takes?\seffect|(?:enters?|comes?|goes|go)\sinto\s(?:force|effect)|expires?|lapses?|"
    r"(?:falls?|comes?)\sdue|runs?\sout|becomes?\seffective)\b)"
)
_TOLD = (
    r"(?<!\bbe\s)\b(?:said|says|told|announced|reported|added|confirmed|wrote|warned|declared|stated|noted|showed|was|were|"
    r"had|met|came|went|sold|bought|paid|sent|grew|shrank|saw|built|became|spoke|hit|got|flew|found|kept|led|shot|spent|struck|drew|began|took|killed|died|won|lost|fell|rose|made|gave|held|left)\b|(?-i:(?<!\bbe\s)(?<!\bbeing\s)\b[a-z]{3,14}ed\b)"
)
_CUE = Lazy(rf"\b(?=\w)(?:{_PERHAPS}|{_PLAN}|{_TOLD})|(?P<short>['’]ll\b)", re.IGNORECASE)
"""The look at a word's beginning first spares the many places within words the alternatives: a third of the time."""
_BEFORE, _AFTER = 100, 70
"""Code points before and after a date in which its tense is looked for, within its sentence."""

_ABOUT_YEAR = Lazy(r"\b(?:around|circa|about|c\.|ca\.)\s\Z", re.IGNORECASE)
_MONTH_CUE = Lazy(
    r"(?:\b(?:in|by|since|until|till|from|to|of|early|late|mid|last|next|this|during|before|after|between|"
    r"through|and|for|every)[\s-]|[(–—/-])\Z",
    re.IGNORECASE,
)
_AMBIGUOUS_MONTHS = frozenset({"May", "March", "Mar", "Jan", "Jun", "Sep", "MAY", "MARCH", "MAR", "August", "AUGUST",
                               "JAN", "APR", "JUN", "April", "June", "Apr"})  # fmt: skip
"""Also verbs, names or abbreviations: alone they are a month only after a preposition."""

_PERIOD_SIDE = Lazy(
    rf"(?P<side>end|close|beginning|start|middle|turn){SPACE}of{SPACE}(?P<which>the|this|last|next){SPACE}(?:current{SPACE})?"
    r"(?P<unit>year|month|decade)(?!\w|-)",
    re.IGNORECASE,
)
_SIDES = {"end": "end", "close": "end", "beginning": "start", "start": "start"}


@dataclass(slots=True)
class Context:
    """What dates are resolved against while one text is read.

    anchor  day of publication, if known
    year    the nearest explicit year read so far
    bound   a "by" or "until" stands before the date: it lies ahead unless the sentence says otherwise
    """

    text: str
    anchor: datetime.date | None
    year: int | None = None
    bound: bool = False


Tense = Literal["ahead", "perhaps", "past"]


def tense(text: str, start: int) -> Tense | None:
    """Whether the sentence puts the date at `start` after the day of publication; None where it does not say.

    The nearest word of plan or report before it decides ("will be signed on", "the minister said on"), else the
    first one after it ("On Friday the ministers will"). "perhaps" is a plan that may be over by then ("was due to").
    """
    window = text[max(0, start - _BEFORE) : start]
    ends = [match.end() for match in SENTENCE_END.finditer(window)]
    before = list(_CUE.finditer(window, ends[-1] if ends else 0))
    cue = before[-1] if before else None
    if cue is None:
        stop = SENTENCE_END.search(text, start, start + _AFTER)
        cue = _CUE.search(text, start, stop.start() if stop else start + _AFTER)
    if cue is None:
        return None
    return "ahead" if cue["plan"] or cue["short"] else "perhaps" if cue["perhaps"] else "past"


def _year_for(ctx: Context, start: int, month: int, day: int) -> int | None:
    """The year of a month and day without one, by the rule in the head of this module."""
    if ctx.anchor is None:
        return ctx.year
    here, there = (ctx.anchor.month, ctx.anchor.day), (month, day)
    told = tense(ctx.text, start)
    if told == "perhaps" or (told is None and ctx.bound):
        months = (month - ctx.anchor.month) % 12  # the nearer of the two
        far = months > (9 if told is None else 6) or (months == 0 and there < here)
        return ctx.anchor.year + (there < here) - far
    if told == "ahead":
        return ctx.anchor.year + (there < here)
    return ctx.anchor.year - (there > here)


def _span(year: int, part: Part) -> str | None:
    """EDTF of a part whose year is known; None where there is no such day."""
    if part.season:
        month = {21: 5, 22: 8, 23: 11, 24: 2}[part.season] if part.side == "end" else part.season
        if part.side == "start":
            month = {21: 3, 22: 6, 23: 9, 24: 12}[part.season]
        return f"{year:04}-{month:02}" + ("~" if part.side else "")
    if part.month is None:
        return _within_year(year, part.side)
    if part.day is None:
        return f"{year:04}-{part.month:02}" + ("~" if part.side else "")
    last = part.day2 or part.day
    if last > month_end(year, part.month).day:
        return None
    low = f"{year:04}-{part.month:02}-{part.day:02}"
    return f"{low}/{year:04}-{part.month:02}-{part.day2:02}" if part.day2 else low


def _within_year(year: int, side: str) -> str:
    """A year, or the month that its end, start or middle points to, approximately."""
    month = {"end": "-12~", "start": "-01~", "mid": "-06~", "early": "~", "late": "~"}.get(side, "")
    return f"{year:04}{month}"


def resolve(ctx: Context, part: Part) -> tuple[str | None, bool]:
    """EDTF level 1 of a part, and whether its year was assumed."""
    if part.fixed:
        return part.fixed + ("~" if part.side else ""), part.assumed
    if part.year is not None:
        return _span(part.year, part), part.assumed
    month = part.month or {21: 3, 22: 6, 23: 9, 24: 1}.get(part.season or 0, 1)
    year = _year_for(ctx, part.start, month, part.day or 1)
    return (_span(year, part) if year is not None and 1 <= year <= 9999 else None), True


def _valid(part: Part) -> bool:
    """Whether the calendar has the day: "February 30" and "31 June" are no dates."""
    return part.day is None or part.month is None or _span(part.year or 2024, part) is not None


def _core(text: str, pos: int, *, bare_year: bool = True, alone: bool = False) -> Part | None:
    """A date at `pos` with an optional "mid-", "early", "end of" before it; `alone` takes months and seasons."""
    side = forms.PART.match(text, pos)
    begin = side.end() if side else pos
    word = side["part"].lower().replace("the ", "").replace("very ", "").split()[0] if side else ""
    word = _SIDES.get(word, "mid" if word in ("mid", "middle") else word)
    digit = "0" <= text[begin : begin + 1] <= "9"
    part = forms.digits_date(text, begin, bare_year=bare_year) if digit else forms.words_date(text, begin)
    if part is None and not digit and (alone or side):
        part = forms.month_alone(text, begin)
        if part is None and side and word in ("end", "start"):
            part = forms.season_alone(text, begin)
    if part is None or not _valid(part) or (side and part.day):
        return None
    return part._replace(start=pos, side=word)


def _joined(ctx: Context, first: Part, between: bool) -> tuple[str, int, bool] | None:
    """An interval that `first` begins: "January to October 2022", "between 2015 and 2020"."""
    if first.day2 or first.fixed or first.side:
        return None
    join = _JOIN.match(ctx.text, first.end)
    if not join or ("and" in join.group() and not between):
        return None
    last = _core(ctx.text, join.end(), alone=first.month is not None)
    if last is None or last.fixed or last.day2 or (first.month is None) != (last.month is None):
        return None
    if (first.day is None) != (last.day is None):
        return None
    if first.year is None and last.year is not None:
        rollback = (first.month or 0, first.day or 0) > (last.month or 0, last.day or 0)
        first = first._replace(year=last.year - rollback)
    low, low_assumed = resolve(ctx, first)
    high, high_assumed = resolve(ctx, last)
    if low is None or high is None or date_bounds(f"{low}/{high}") is None or low == high:
        return None
    ctx.year = last.year or ctx.year
    return f"{low}/{high}", last.end, low_assumed or high_assumed


def date_figure(text: str, start: int, end: int, edtf: str | None, assumed: bool) -> Figure:
    """A date figure; its modifier says "range" for an interval with two ends."""
    ranged = edtf is not None and "/" in edtf and ".." not in edtf
    return Figure("date", None, None, edtf, "range" if ranged else "exact", text[start:end], start, end, assumed)


def calendar_date(ctx: Context, pos: int, *, bare_year: bool = True, alone: bool = False) -> Figure | None:
    """The date or interval that begins at `pos`, resolved."""
    part = _core(ctx.text, pos, bare_year=bare_year, alone=alone)
    if part is None:
        return None
    before = ctx.text[max(0, pos - 12) : pos].lower()
    joined = _joined(ctx, part, between=bool(re.search(r"between\s+\Z", before)))
    if joined:
        return date_figure(ctx.text, pos, joined[1], joined[0], joined[2])
    edtf, assumed = resolve(ctx, part)
    ctx.year = part.year or ctx.year
    if edtf and len(edtf) == 4 and _ABOUT_YEAR.search(ctx.text[max(0, pos - 8) : pos]):
        edtf += "~"
    return date_figure(ctx.text, pos, part.end, edtf, assumed)


def lone_month(ctx: Context, pos: int) -> Figure | None:
    """A month that stands without day or year at `pos`, if it is one and no verb or name."""
    part = forms.month_alone(ctx.text, pos)
    if part is None:
        return None
    word = ctx.text[pos : part.end].rstrip(".")
    if (word in _AMBIGUOUS_MONTHS or len(word) == 3) and not _MONTH_CUE.search(ctx.text[max(0, pos - 12) : pos]):
        return None
    return calendar_date(ctx, pos, alone=True)


def bounded(ctx: Context, pos: int) -> Figure | None:
    """ "by December 2023", "since 2014": an interval with one open end; its span holds the word."""
    match = _BOUND.match(ctx.text, pos)
    fill = _FILL.match(ctx.text, match.end()) if match else None
    if not match or not fill:
        return None
    ctx.bound = match["until"] is not None
    figure = calendar_date(ctx, fill.end(), alone=True) or period_side(ctx, _skip_the(ctx.text, fill.end()))
    ctx.bound = False
    if figure is not None and match["until"] and words.counts_people_or_arms(ctx.text, figure.end):
        return None  # "won by 2020 votes"
    if figure is None or figure.unit is None or "/" in figure.unit:
        return figure
    unit = figure.unit.removesuffix("~") if _LAST.match(figure.as_written) else figure.unit
    edtf = f"../{unit}" if match["until"] else f"{unit}/.."
    return date_figure(ctx.text, pos, figure.end, edtf, figure.assumed)


def year(ctx: Context, pos: int, end: int) -> Figure:
    """The year between two offsets; "around 1850" is approximate."""
    about = "~" if _ABOUT_YEAR.search(ctx.text[max(0, pos - 8) : pos]) else ""
    return date_figure(ctx.text, pos, end, ctx.text[pos:end] + about, assumed=False)


def _skip_the(text: str, pos: int) -> int:
    """Behind a "the " at `pos`, which is no part of a date."""
    return pos + 4 if text[pos : pos + 4].lower() == "the " else pos


def period_side(ctx: Context, pos: int) -> Figure | None:
    """ "end of the year", "start of next month" at `pos`, told from the day of publication."""
    match = _PERIOD_SIDE.match(ctx.text, pos)
    if not match:
        return None
    edtf = None
    if ctx.anchor and 2 <= ctx.anchor.year <= 9990:
        step = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
        side = _SIDES.get(match["side"].lower(), "mid" if match["side"].lower() == "middle" else "start")
        if match["unit"].lower() == "year":
            edtf = _within_year(ctx.anchor.year + step, side)
        elif match["unit"].lower() == "month":
            months = ctx.anchor.year * 12 + ctx.anchor.month - 1 + step
            edtf = f"{months // 12:04}-{months % 12 + 1:02}~"
        else:
            edtf = f"{ctx.anchor.year // 10 * 10 + {'end': 9, 'mid': 5, 'start': 0}[side] + 10 * step:04}~"
    return date_figure(ctx.text, pos, match.end(), edtf, True)
