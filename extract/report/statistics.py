"""Statistics: what the report counts, as small tables that are shown beside their plots.

Takes the table's rows and the record lines; gives `Counts`. Nothing is estimated and no sums of money are added up:
several records may tell of one sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from extract.report.spans import visible

VERDICTS = ("verified", "flagged", "rejected")
LEVELS = ("error", "warn", "info")

_BY_MONTH = 24
"""Months up to which a timeline is by month; beyond, by year."""

_MOST_BARS = 60
_SPANS = {"year": 1, "decade": 10, "century": 100}


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of numbers: the name of the rows' sort, the columns' names, and for each row its label and numbers."""

    of: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def total(self) -> int:
        """All numbers together."""
        return sum(sum(numbers) for _, numbers in self.rows)


def by_verdict(rows: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> Counts:
    """Records by kind and verdict. labels: every kind's name for readers, in the order to show."""
    seen = Counter((row["kind"], row["verdict"]) for row in rows)
    kinds = [kind for kind in labels if any(seen[kind, verdict] for verdict in VERDICTS)]
    made = tuple((labels[kind], tuple(seen[kind, verdict] for verdict in VERDICTS)) for kind in kinds)
    return Counts("kind", VERDICTS, made)


def by_check(lines: Iterable[Mapping[str, Any]]) -> Counts:
    """Findings by check and level, most frequent first."""
    seen = Counter((visible(one["check"]), one["level"]) for line in lines for one in line.get("findings") or ())
    checks = {check: tuple(seen[check, level] for level in LEVELS) for check, _ in seen}
    made = sorted(checks.items(), key=lambda entry: (-sum(entry[1]), entry[0]))
    return Counts("check", ("errors", "warnings", "notes"), tuple(made))


def timeline(rows: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> Counts:
    """Records with a date of their own by year, or by month where all lie within two years; gaps are rows of zeros.

    Beyond sixty years by decade, then by century. A date that is known to the year or the season only counts where it
    begins.
    """
    own = [row for row in rows if row["date"] and row["date"]["step"] != "reported"]
    kinds = [kind for kind in labels if any(row["kind"] == kind for row in own)]
    days = [date.fromisoformat(row["date"]["low"]) for row in own]
    if not days:
        return Counts("year", (), ())
    of, bins = _bins(min(days), max(days))
    seen = Counter((_bin(of, date.fromisoformat(row["date"]["low"])), row["kind"]) for row in own)
    made = tuple((one, tuple(seen[one, kind] for kind in kinds)) for one in bins)
    return Counts(of, tuple(labels[kind] for kind in kinds), made)


def _bins(first: date, last: date) -> tuple[str, list[str]]:
    """What a bar stands for, and all bars from the first day to the last."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= _BY_MONTH:
        return "month", [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    for of, years in _SPANS.items():
        starts = range(first.year // years, last.year // years + 1)
        if len(starts) <= _MOST_BARS or of == "century":
            return of, [_years(start * years, years) for start in starts]
    raise AssertionError("centuries always do")


def _bin(of: str, day: date) -> str:
    return f"{day.year:04}-{day.month:02}" if of == "month" else _years(day.year - day.year % _SPANS[of], _SPANS[of])


def _years(start: int, years: int) -> str:
    return f"{start:04}" + ("" if years == 1 else "s")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The sums of one currency, by value, each with its kind's name for readers."""

    currency: str
    sums: tuple[tuple[float, str], ...]

    @property
    def summary(self) -> tuple[int, float, float, float]:
        """How many, the least, the middle one, the greatest."""
        values = [value for value, _ in self.sums]
        return len(values), values[0], median(values), values[-1]


def amounts(sums: Sequence[tuple[str, float, str]]) -> tuple[Amounts, ...]:
    """Sums above zero (currency, value, kind) by currency, the most frequent currency first."""
    by_currency: dict[str, list[tuple[float, str]]] = {}
    for currency, value, kind in sums:
        if value > 0:
            by_currency.setdefault(currency, []).append((value, kind))
    made = [Amounts(currency, tuple(sorted(some))) for currency, some in by_currency.items()]
    return tuple(sorted(made, key=lambda one: (-len(one.sums), one.currency)))
