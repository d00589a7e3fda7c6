"""Dates told from the day of publication: "on Monday", "last month", "earlier this year", "three years ago".

Without a publication day their unit is None; they are always marked as assumed, since the day of
publication, not the text, gives the value. A weekday is the latest one on or before publication, or the first
on or after it where words of plan stand before it.
"""

from __future__ import annotations

import datetime
import re

from extract.figures.calendar_forms import MONTHS, ORDINALS, SEASONS, WEEKDAYS
from extract.figures.dates import Context, date_figure, tense
from extract.figures.numbers import number_words
from extract.figures.patterns import SPACE, Lazy
from extract.types import Figure

_LONG_MONTHS = "|".join(name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july"))
_PHRASE = Lazy(
    rf"(?:(?P<part>earlier|later|early|late|mid)(?:{SPACE}|-))?(?P<which>this|last|next){SPACE}"
    rf"(?P<unit>year|month|week|{'|'.join(SEASONS)}|{'|'.join(WEEKDAYS)}|{_LONG_MONTHS})(?!\w)",
    re.IGNORECASE,
)
_PAPER = Lazy(r"\s(?:Times|Telegraph|Post|Herald|Mirror|Mail|Express|Independent|School)\b")
_CLOSED = Lazy(r"[’']s\s(?:clos|open|settle|announce|attack|statement|report)")
_NAMED_DAY = Lazy(r"\b(?:Black|Good|Bloody|Super|Cyber|Ash|Palm|Easter|Fat|Holy|Maundy)\s\Z")
DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_QUARTER = Lazy(
    rf"(?:(?P<nth>first|second|third|fourth|final|last)(?:{SPACE}|-)(?P<size>quarter|half)|(?P<q>[QH])(?P<n>[1-4]))(?!\w)"
    rf"(?:{SPACE}of{SPACE}(?P<which>the|this|last|next){SPACE}year(?!\w))?",
    re.IGNORECASE,
)
_MONTHS_OF = Lazy(
    rf"(?P<side>first|last|opening|final){SPACE}(?P<many>[a-z]{{3,6}}|[1-9][0-9]?){SPACE}(?P<unit>months|quarters)"
    rf"{SPACE}of{SPACE}(?:(?P<which>the|this|last){SPACE}year|(?P<year>(?:19|20)[0-9]{{2}}))(?!\w)",
    re.IGNORECASE,
)
_RESULTS = Lazy(
    r"[\s-](?:net|operating|pre-?tax|core|underlying|profits?|loss(?:es)?|results?|earnings|revenues?|sales|income|output|"
    r"exports|imports|gdp|growth|figures|orders|deliveries|shipments|production)\b",
    re.IGNORECASE,
)
_VAGUE_AGO = Lazy(
    r"\b(?:(?P<one>an?)|(?:a )?(?:few|several|couple of))\s(?P<unit>day|week|month|year|decade)s?\s\Z", re.IGNORECASE
)
_OVER = Lazy(r"\b(?:over|for|during|within|in)\sthe\s\Z", re.IGNORECASE)


def _month(day: datetime.date, shift: int) -> str:
    """YYYY-MM of the month `shift` months from a day; years outside 1–9999 do not occur in `_shifted`."""
    months = day.year * 12 + day.month - 1 + shift
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _clamped(day: datetime.date, days: int) -> datetime.date:
    """A day moved by a number of days, held within what `datetime.date` can say."""
    ordinal = day.toordinal() + days
    return datetime.date.fromordinal(min(max(ordinal, 1), datetime.date.max.toordinal()))


def _weekday(anchor: datetime.date, number: int, which: str) -> str:
    """The day of a weekday: "next" is after the anchor, "last" before it, else on or before it."""
    back = (anchor.weekday() - number) % 7
    if which == "next":
        return _clamped(anchor, 7 - back).isoformat()
    if which == "plan":
        return _clamped(anchor, -back % 7).isoformat()
    return _clamped(anchor, -(back or (7 if which == "last" else 0))).isoformat()


def _named(anchor: datetime.date, which: str, unit: str) -> str:
    """ "last December", "this summer": the month or season, in the year that `which` points to."""
    if unit in SEASONS:
        year = anchor.year + {"this": 0, "last": -1, "next": 1}[which]
        first = {21: 3, 22: 6, 23: 9, 24: 12}[SEASONS[unit]]
        if which == "last" and anchor.month > first + 2:
            year += 1
        if which == "next" and anchor.month < first:
            year -= 1
        return f"{year:04}-{SEASONS[unit]:02}"
    month = MONTHS[unit]
    year = anchor.year
    if which == "last" and month >= anchor.month:
        year -= 1
    elif which == "next" and month <= anchor.month:
        year += 1
    return f"{year:04}-{month:02}"


def _phrase_edtf(anchor: datetime.date, which: str, unit: str) -> str | None:
    """EDTF of which ("this", "last", "next") and unit; None beyond the calendar."""
    if not 2 <= anchor.year <= 9997:
        return None
    step = {"this": 0, "last": -1, "next": 1}[which]
    if unit == "year":
        return f"{anchor.year + step:04}"
    if unit == "month":
        return _month(anchor, step)
    if unit == "week":
        monday = _clamped(anchor, 7 * step - anchor.weekday())
        return f"{monday.isoformat()}/{_clamped(monday, 6).isoformat()}"
    if unit in WEEKDAYS:
        return _weekday(anchor, WEEKDAYS[unit], which)
    return _named(anchor, which, unit)


def relative_date(ctx: Context, pos: int) -> Figure | None:
    """ "last month", "earlier this year", "next Friday" at `pos`. "Over the last year" is a stretch, no date."""
    match = _PHRASE.match(ctx.text, pos)
    if not match or _OVER.search(ctx.text[max(0, pos - 12) : pos]):
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit in ("may", "march", "mar") and match["unit"].islower():
        return None
    edtf = _phrase_edtf(ctx.anchor, which, unit) if ctx.anchor else None
    if edtf and "/" not in edtf and (match["part"] or "").lower() in ("early", "late", "mid"):
        edtf += "~"
    return date_figure(ctx.text, pos, match.end(), edtf, assumed=True)


def weekday_date(ctx: Context, pos: int, word: str) -> Figure | None:
    """A weekday at `pos`, unless it is a name ("Black Friday", "Sunday Times")."""
    end = pos + len(word)
    closing = _CLOSED.match(ctx.text, end) is not None
    if _PAPER.match(ctx.text, end) or _NAMED_DAY.search(ctx.text[max(0, pos - 8) : pos]):
        return None
    edtf = None
    if ctx.anchor:
        edtf = _weekday(
            ctx.anchor,
            WEEKDAYS[word.lower()],
            "plan" if not closing and tense(ctx.text, pos) in ("ahead", "perhaps") else "",
        )
    return date_figure(ctx.text, pos, end, edtf, assumed=True)


def day_word(ctx: Context, pos: int, word: str) -> Figure:
    """ "yesterday", "today", "tomorrow" at `pos`."""
    edtf = _clamped(ctx.anchor, DAYS[word.lower()]).isoformat() if ctx.anchor else None
    return date_figure(ctx.text, pos, pos + len(word), edtf, assumed=True)


def shifted(anchor: datetime.date, amount: int, unit: str) -> str | None:
    """EDTF of so many units before the anchor, as precise as the unit; approximate beyond a fortnight."""
    if unit == "day":
        return _clamped(anchor, -amount).isoformat()
    if unit in ("week", "fortnight"):
        return _clamped(anchor, -amount * (7 if unit == "week" else 14)).isoformat() + "~"
    years = {"year": amount, "decade": 10 * amount, "century": 100 * amount}.get(unit)
    if unit == "month" and anchor.year * 12 - amount > 12:
        return _month(anchor, -amount) + "~"
    return f"{anchor.year - years:04}~" if years is not None and anchor.year > years else None


def counted_ago(ctx: Context, figure: Figure, floor_end: int) -> Figure:
    """ "three years ago": a date, made of a duration figure and the "ago" that ends at `floor_end`."""
    edtf, value = None, figure.value
    whole = value is not None and figure.value_high is None and value == value.to_integral_value() and value < 10**5
    if ctx.anchor and whole and value is not None and figure.unit:
        edtf = shifted(ctx.anchor, int(value), figure.unit)
    return date_figure(ctx.text, figure.start, floor_end, edtf, assumed=True)


def vague_ago(ctx: Context, pos: int, floor: int) -> Figure | None:
    """ "a year ago", "a few days ago", where "ago" stands at `pos`: a few days is the month, about."""
    low = max(floor, pos - 24)
    match = _VAGUE_AGO.search(ctx.text[low:pos])
    if not match:
        return None
    unit, edtf = match["unit"].lower(), None
    if ctx.anchor and match["one"]:
        edtf = shifted(ctx.anchor, 1, unit)
    elif ctx.anchor and unit in ("day", "week", "month"):
        edtf = f"{ctx.anchor.year:04}~" if unit == "month" else _month(ctx.anchor, 0) + "~"
    return date_figure(ctx.text, low + match.start(), pos + 3, edtf, assumed=True)


def quarter(ctx: Context, pos: int) -> Figure | None:
    """ "third quarter", "Q2", "first half of the year" without a number for the year, at `pos`.

    The latest one begun by publication, or the next to end where the sentence looks ahead. "First half" needs the
    year or a word of business after it: in sport it is half a match.
    """
    match = _QUARTER.match(ctx.text, pos)
    if not match:
        return None
    size = 6 if (match["q"] or match["size"])[0].lower() == "h" else 3
    if size == 6 and not (match["which"] or _RESULTS.match(ctx.text, match.end())):
        return None
    word = (match["nth"] or "").lower()
    number = int(match["n"]) if match["n"] else ORDINALS.get(word, 12 // size)
    if number * size > 12 or (word == "last" and not match["which"]):
        return None
    low, high = (number - 1) * size + 1, number * size
    year = _quarter_year(ctx, pos, match["which"], (low, high))
    edtf = f"{year:04}-{low:02}/{year:04}-{high:02}" if year else None
    return date_figure(ctx.text, pos, match.end(), edtf, assumed=True)


def _quarter_year(ctx: Context, pos: int, which: str | None, months: tuple[int, int]) -> int | None:
    """The year of the months from first to last, by the words around or the day of publication."""
    if ctx.anchor is None or not 2 <= ctx.anchor.year <= 9990:
        return ctx.year if not which else None
    if which:
        return ctx.anchor.year + {"last": -1, "next": 1}.get(which.lower(), 0)
    if tense(ctx.text, pos) in ("ahead", "perhaps"):
        return ctx.anchor.year + (months[1] < ctx.anchor.month)
    return ctx.anchor.year - (months[0] > ctx.anchor.month)


def months_of(ctx: Context, pos: int) -> Figure | None:
    """ "first five months of this year", "last two quarters of 2022" at `pos`: the interval of those months."""
    match = _MONTHS_OF.match(ctx.text, pos)
    many = number_words(match["many"].lower()) if match else None
    if not match or many is None:
        return None
    count = int(many) * (3 if match["unit"].lower() == "quarters" else 1)
    if not 1 <= count <= 12 or (match["year"] is None and ctx.anchor is None):
        return None
    year = int(match["year"]) if match["year"] else ctx.anchor.year - (match["which"].lower() == "last")  # type: ignore[union-attr]
    first = 1 if match["side"].lower() in ("first", "opening") else 13 - count
    edtf = f"{year:04}-{first:02}/{year:04}-{first + count - 1:02}"
    return date_figure(ctx.text, pos, match.end(), edtf, assumed=match["year"] is None)
