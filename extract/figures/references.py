"""Numbers that name, place or time something and count nothing: articles, resolutions, phones, clock times.

They are figures of kind "reference", so that no other kind reads them; scores, URLs and versions likewise.
"""

from __future__ import annotations

import re

from extract.figures.designations import reference
from extract.figures.patterns import Lazy
from extract.types import Figure

LOWER = (
    "article", "articles", "resolution", "resolutions", "page", "pages", "section", "sections", "chapter",
    "paragraph", "paragraphs", "para", "clause", "annex", "appendix", "directive", "regulation", "rule", "flight",
    "room", "highway", "route", "decree", "protocol", "volume", "vol", "pp", "p", "no", "nos", "nr", "decision",
)  # fmt: skip
CAPITAL = ("Case", "Figure", "Table", "Channel", "Issue", "Fig", "Law", "Bill", "Order", "Number", "Phase", "Line",
           "School", "Hall", "Gate", "Terminal", "Boeing", "Airbus", "Psalm", "Title", "Part")  # fmt: skip
"""Words before a reference; the second group only with a capital, since "in case 5 soldiers" counts."""

_WORD_NUMBER = Lazy(
    r"[A-Za-z№]+\.?[^\S\n]?(?:(?:No|no|Nr)\.?[^\S\n]?|№[^\S\n]?|[NA]/)?"
    r"(?P<number>[0-9]{1,8}(?:[./-][0-9]{1,6}){0,4}[A-Za-z]?)(?![\w%]|,[0-9])"
    r"(?![^\S\n](?:per cent|percent|million|billion|thousand|years?|months?|days?)\b)"
)
_TIME = Lazy(
    r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9]){1,2}(?![0-9:])(?:\s?(?:[ap]\.m\.|[ap]m(?!\w)))?"
    r"|(?:1[0-2]|0?[1-9])(?:\.[0-5][0-9])?\s?(?:[ap]\.m\.|[ap]m(?!\w))",
    re.IGNORECASE,
)
_CHAIN = Lazy(r"[0-9]++(?:[-\u2010-\u2013:/][0-9]++){2,}+")
_PHONE = Lazy(r"[0-9]{1,4}(?:[\s().-]{1,2}[0-9]{2,5}){2,6}(?![0-9])")
_SCORE = Lazy(r"[0-9]{1,3}(?:[-\u2010-\u2013:/])[0-9]{1,4}(?![\w.,]?[0-9%])")
_RATIO = Lazy(r"[0-9]{1,3}(?:/)[0-9]{1,4}(?![\w/])")
_URL = Lazy(r"(?:https?://|www\.)[^\s<>\"“”]++", re.IGNORECASE)
_WHOLE = Lazy(r"[0-9][\w.,:'’@-]*+")


def worded(text: str, pos: int, word: str) -> Figure | None:
    """ "Article 5", "resolution 1973", "page 12", "No. 14" at `pos`; the span holds word and number."""
    if word in ("no", "nos", "p", "pp", "nr") and text[pos + len(word) : pos + len(word) + 1] != ".":
        return None
    match = _WORD_NUMBER.match(text, pos)
    if not match:
        return None
    return reference(text, pos, match.end(), match["number"])


def clock_or_chain(text: str, pos: int) -> Figure | None:
    """A clock time, phone number or chain of numbers ("555-12-34", "1:2:3") that begins with the digit at `pos`."""
    time = _TIME.match(text, pos)
    if time:
        return reference(text, pos, time.end())
    chain = _CHAIN.match(text, pos)
    if chain:
        return reference(text, pos, chain.end())
    if text[pos - 1 : pos] in ("+", "(") and pos:
        phone = _PHONE.match(text, pos)
        if phone and (text[pos - 1] == "+" or sum(char.isdigit() for char in phone.group()) >= 9):
            return reference(text, pos, phone.end())
    return None


def ratio(text: str, pos: int) -> Figure | None:
    """ "9/11", "24/7" at `pos`: a name or a fraction, never two counts."""
    match = _RATIO.match(text, pos)
    return reference(text, pos, match.end()) if match else None


def score(text: str, pos: int) -> Figure | None:
    """ "3-2" at `pos`, once it is known to be no range with a unit."""
    match = _SCORE.match(text, pos)
    return reference(text, pos, match.end()) if match else None


def url_end(text: str, pos: int) -> int | None:
    """Where the URL at `pos` ends, if one begins there."""
    match = _URL.match(text, pos)
    return match.end() if match else None


def whole_token(text: str, pos: int) -> int:
    """Where the run of digits, letters and inner punctuation at `pos` ends, for what is no number at all."""
    match = _WHOLE.match(text, pos)
    return match.end() if match else pos + 1
