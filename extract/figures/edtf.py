"""Calendar arithmetic on EDTF level 1 strings (Library of Congress specification, ISO 8601-2:2019).

Covers the forms that this package emits: YYYY, YYYY-MM, YYYY-MM-DD, unspecified digits (199X, 2024-XX-XX),
seasons 21–24, the qualifiers ~ ? %, and intervals with an open or a closed end.
"""

from __future__ import annotations

import calendar
import datetime
import re

from extract.figures.patterns import Lazy

_ATOM = Lazy(r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11)}
"""Northern meteorological seasons, as months; winter (24) is wider, see `_season`."""


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _season(year: int, code: int) -> tuple[datetime.date, datetime.date] | None:
    """Bounds of a season. Winter of a year may be meant by either end of it: January, or December and after."""
    if code == 24:
        after = min(year + 1, datetime.MAXYEAR)
        return datetime.date(year, 1, 1), month_end(after, 2)
    if code not in _SEASONS:
        return None
    first, last = _SEASONS[code]
    return datetime.date(year, first, 1), month_end(year, last)


def _widen(low: datetime.date, high: datetime.date, days: int) -> tuple[datetime.date, datetime.date]:
    """Both bounds moved apart by a number of days, within what `datetime.date` can hold."""
    ordinal_low = max(low.toordinal() - days, datetime.date.min.toordinal())
    ordinal_high = min(high.toordinal() + days, datetime.date.max.toordinal())
    return datetime.date.fromordinal(ordinal_low), datetime.date.fromordinal(ordinal_high)


def _plain(match: re.Match[str]) -> tuple[datetime.date, datetime.date, int] | None:
    """Bounds of a date without qualifier, and the days that its precision spans."""
    first, last = int(match["year"].replace("X", "0")), int(match["year"].replace("X", "9"))
    if first < 1:
        return None
    month, day = match["month"], match["day"]
    if first != last or month in (None, "XX"):
        return datetime.date(first, 1, 1), datetime.date(last, 12, 31), 366
    if int(month) > 12:
        season = _season(first, int(month))
        return None if season is None or day else (*season, 92)
    if not 1 <= int(month) <= 12:
        return None
    if day in (None, "XX"):
        return datetime.date(first, int(month), 1), month_end(first, int(month)), 31
    if not 1 <= int(day) <= calendar.monthrange(first, int(month))[1]:
        return None
    exact = datetime.date(first, int(month), int(day))
    return exact, exact, 1


def _atom(edtf: str) -> tuple[datetime.date, datetime.date] | None:
    """Bounds of one date; an approximate one reaches a unit of its own precision further at both ends."""
    qualified = edtf.endswith(("~", "?", "%"))
    match = _ATOM.fullmatch(edtf[:-1] if qualified else edtf)
    bounds = _plain(match) if match else None
    if bounds is None:
        return None
    low, high, days = bounds
    return _widen(low, high, days) if edtf.endswith(("~", "%")) else (low, high)


def date_bounds(edtf: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day that an EDTF level 1 string may mean; None if it is not one.

    An open or unknown end is `datetime.date.min` or `datetime.date.max`. An approximate date ("2022-10~")
    is widened by one unit of its precision at both ends, so that two events are out of order only when no
    reading puts them right.
    """
    if len(edtf) > 40:
        return None
    parts = edtf.split("/")
    if len(parts) == 1:
        return _atom(edtf)
    if len(parts) != 2 or not any(part not in ("", "..") for part in parts):
        return None
    low = (datetime.date.min, datetime.date.min) if parts[0] in ("", "..") else _atom(parts[0])
    high = (datetime.date.max, datetime.date.max) if parts[1] in ("", "..") else _atom(parts[1])
    if low is None or high is None or low[0] > high[1]:
        return None
    return low[0], high[1]


def compatible(left: str, right: str) -> bool | None:
    """Whether two EDTF level 1 strings may mean the same day: their intervals overlap. None if one is no such string.

    "2021" and "2021-09-09" are compatible, "2020" and "2021" are not. Symmetric, and true of a date beside itself.
    """
    ours, theirs = date_bounds(left), date_bounds(right)
    return None if ours is None or theirs is None else meet(ours, theirs)


def meet(left: tuple[datetime.date, datetime.date], right: tuple[datetime.date, datetime.date]) -> bool:
    """Whether two intervals, as first and last day, have a day in common."""
    return left[0] <= right[1] and right[0] <= left[1]
