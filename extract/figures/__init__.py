"""Figures: the money, percentages, counts, dates, durations and weapon designations of an English news text.

    >>> from extract.figures import find
    >>> [figure.as_written for figure in find("a loan of 105 billion rubles ($1.7 billion)")]
    ['105 billion rubles', '$1.7 billion']

`find` is the whole of it: text in, frozen `Figure` values out, with exact code-point offsets. The other names
compare designations and dates. Standard library only, one pass, time linear in the length of the text.
"""

from __future__ import annotations

import datetime

from extract.figures.edtf import date_bounds
from extract.figures.keys import designation_key, same_designation
from extract.figures.numbers import number_words
from extract.figures.scan import scan
from extract.types import Figure

__all__ = ["date_bounds", "designation_key", "find", "number_words", "same_designation"]


def find(text: str, *, anchor: str | None = None) -> tuple[Figure, ...]:
    """All figures of `text`, in document order, none overlapping another.

    anchor  the ISO date of publication ("2022-12-26"), against which relative dates and days without a year
            are resolved; a longer timestamp is cut to its date. Without it they take the nearest year
            earlier in the text, or have no value.

    Every figure has `text[figure.start:figure.end] == figure.as_written`, in Unicode code points. Raises
    ValueError if `anchor` is no ISO date.
    """
    return tuple(scan(text, datetime.date.fromisoformat(anchor[:10]) if anchor else None))
