"""Numbers that name, place or time something and count nothing: articles, resolutions, phones, clock times.

They are figures of kind "reference", so that no other kind reads them; scores, URLs and versions likewise.
"""

from __future__ import annotations

import re

from extract.figures.designations import reference
from extract.figures.numbers import number_words
from extract.figures.patterns import Lazy, listed
from extract.figures.words import counted_noun
from extract.types import Figure

LOWER = (
    "article",
    "articles",
    "resolution",
    "resolutions",
    "page",
    "pages",
    "section",
    "sections",
    "chapter",
    "paragraph",
    "paragraphs",
    "para",
    "clause",
    "annex",
    "appendix",
    "directive",
    "regulation",
    "rule",
    "flight",
    "room",
    "highway",
    "route",
    "decree",
    "protocol",
    "volume",
    "vol",
    "pp",
    "p",
    "no",
    "nos",
    "nr",
    "decision",
    "version",
    "motorway",
    "apartment",
    "flat",
    "seat",
    "platform",
    "line",
    "item",
    "sections",
    "clauses",
    "chapters",
    "directives",
    "number",
    "gate",
    "suite",
    "cell",
    "extension",
    "ext",
    "bus",
    "train",
    "hotline",
    "docket",
    "file",
    "invoice",
    "subsection",
)
WEAK = (
    "phase", "stage", "type", "grade", "level", "tier", "category", "step", "group", "unit", "units", "reactor",
    "reactors",
    "block", "ward", "district", "zone", "sector", "building", "court", "lane", "station", "size", "channel", "berth",
    "hangar", "camp", "checkpoint", "exit", "track", "court", "runway", "warehouse", "box", "plot", "house", "session",
)  # fmt: skip
CAPITAL = tuple(
    listed(
        """
        Nifty Ram
        Case Figure Table Channel Issue Fig Law Bill Order Number Phase Line School Hall Gate Terminal Boeing Airbus
        Psalm Title Part Apollo iPhone Windows Android iOS iPad Galaxy Pixel PlayStation Xbox Soyuz Artemis Shenzhou
        Chandrayaan Gemini Voyager Pioneer Starlink Falcon Ariane Formula Category Level Tier Grade Class Block Unit
        Reactor Ward District Zone Area Model Platform Pier Volume Exhibit Schedule Amendment Proposition Prop
        Sector Interstate Runway Track Vostok Progress Luna Pentium Concorde Embraer Tupolev Antonov Ilyushin FTSE
        DAX CAC Nikkei Stoxx STOXX Russell Nasdaq CSI Fortune Forbes ASX TOPIX Kospi KOSPI Phantom Studio Radio
        Fokker Project Expo Form Mach Chapter Camp Highway Agenda Document Peugeot Audi BMW Mazda Fiat Renault
        Ferrari Porsche Volvo Saab Mercedes Lexus Citroen Citroën
        """
    )
)
"""Words before a reference. WEAK ones are none where the number counts something ("building 4 houses"); the last
group only with a capital, since "in case 5 soldiers" counts."""

_WORD_NUMBER = Lazy(
    r"[A-Za-z№]+\.?[^\S\n]?(?:(?:No|no|Nr)\.?[^\S\n]?|№[^\S\n]?|[NA]/)?"
    r"(?:[A-Z]?-)?(?P<number>[0-9]{1,8}(?:[./-][0-9]{1,6}){0,4}[A-Za-z]?)(?![\w%]|,[0-9])"
    r"(?![^\S\n](?:per cent|percent|million|billion|thousand|years?|months?|days?)\b)"
)
_BLOCK = Lazy(r"Block\s[IVX]{1,4}[A-Z]?(?!\w)")
_TIME = Lazy(
    r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9]){1,2}(?![0-9:])(?:\s?(?:[ap]\.m\.|[ap]m(?!\w)))?"
    r"|(?:1[0-2]|0?[1-9])(?:\.[0-5][0-9])?\s?(?:[ap]\.m\.|[ap]m(?!\w))",
    re.IGNORECASE,
)
_CHAIN = Lazy(r"[0-9]++(?:[-\u2010-\u2013:/][0-9]++){2,}+")
_PHONE = Lazy(r"[0-9]{1,4}(?:[\s().-]{1,2}[0-9]{2,5}){2,6}(?![0-9])")
_TRUNK = Lazy(r"0[0-9]{2,4}(?:[\s-][0-9]{3,4}){1,3}(?![\w])")
_GROUP_OF = Lazy(r"Group\sof\s(?P<number>Seven|Eight|Ten|Twenty|[0-9]{1,2})(?!\w)")
_SCORE = Lazy(r"[0-9]{1,3}(?:[-\u2010-\u2013:/])[0-9]{1,4}(?![\w.,]?[0-9%])")
_RATIO = Lazy(r"[0-9]{1,3}(?:/)[0-9]{1,4}(?![\w/])")
_GLUED = Lazy(
    r"(?!CO2|H2|O2|N2|NO2|SO2|CH4)[A-Z]{1,3}(?P<number>[0-9]{1,4})(?:\+1|[A-Z][0-9]{1,2})?(?![\w@+]|[./][\w])"
)
_TICKER = Lazy(r"[0-9]{4,6}\.[A-Z]{1,3}(?!\w)")
_DOTTED = Lazy(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w.,]*[0-9])")
_ANGLE = (
    r"[0-9]{1,3}(?:\.[0-9]{1,6})?°"
    r"(?:\s?[0-9]{1,2}(?:\.[0-9]+)?['′](?:\s?[0-9]{1,2}(?:\.[0-9]+)?[\"″])?)?\s?[NSEW](?!\w)"
)
_DEGREES = Lazy(rf"{_ANGLE}(?:,?\s{_ANGLE})?")
_URL = Lazy(r"(?:https?://|www\.)[^\s<>\"“”]++", re.IGNORECASE)
_DIGITS = Lazy(r"[0-9]++")
_WHOLE = Lazy(r"[0-9][\w.,:'’@-]*+")


def worded(text: str, pos: int, word: str) -> Figure | None:
    """ "Article 5", "resolution 1973", "page 12", "No. 14" at `pos`; the span holds word and number."""
    if word in ("no", "nos", "p", "pp", "nr") and text[pos + len(word) : pos + len(word) + 1] != ".":
        return None
    match = _WORD_NUMBER.match(text, pos)
    group = _GROUP_OF.match(text, pos) if word == "Group" else None
    if group:
        return reference(text, pos, group.end(), f"{number_words(group['number'].lower())}")
    roman = _BLOCK.match(text, pos) if word == "Block" else None
    if roman:
        return reference(text, pos, roman.end())
    if not match or (word in WEAK and counted_noun(text, match.end())):
        return None
    return reference(text, pos, match.end(), match["number"])


def clock_or_chain(text: str, pos: int) -> Figure | None:
    """A clock time, phone number or chain of numbers ("555-12-34", "1:2:3") that begins with the digit at `pos`."""
    time = _TIME.match(text, pos)
    if time:
        return reference(text, pos, time.end())
    place = _DEGREES.match(text, pos)
    if place:
        return reference(text, pos, place.end())
    chain = _CHAIN.match(text, pos) or _DOTTED.match(text, pos) or _TICKER.match(text, pos)
    if chain:
        return reference(text, pos, chain.end())
    if text[pos] == "0":
        phone = _TRUNK.match(text, pos)
        if phone:
            return reference(text, pos, phone.end())
    if text[pos - 1 : pos] in ("+", "(") and pos:
        phone = _PHONE.match(text, pos)
        if phone and (text[pos - 1] == "+" or sum(char.isdigit() for char in phone.group()) >= 9):
            return reference(text, pos, phone.end())
    return None


def glued(text: str, pos: int) -> Figure | None:
    """ "G20", "MH17", "M25" at `pos`: capitals and digits that name something; "A320neo" and "5G" are left alone."""
    match = _GLUED.match(text, pos)
    return reference(text, pos, match.end(), match["number"]) if match else None


def ratio(text: str, pos: int) -> Figure | None:
    """ "9/11", "24/7" at `pos`: a name or a fraction, never two counts."""
    match = _RATIO.match(text, pos)
    return reference(text, pos, match.end()) if match else None


def score(text: str, pos: int) -> Figure | None:
    """ "3-2" at `pos`, once it is known to be no range with a unit."""
    match = _SCORE.match(text, pos)
    return reference(text, pos, match.end()) if match else None


def whole_number(text: str, pos: int) -> Figure:
    """The digits at `pos` as a number that names: "S&P 500", "UTC+8"."""
    match = _DIGITS.match(text, pos)
    end = match.end() if match else pos + 1
    return reference(text, pos, end, text[pos:end])


def url_end(text: str, pos: int) -> int | None:
    """Where the URL at `pos` ends, if one begins there."""
    match = _URL.match(text, pos)
    return match.end() if match else None


def whole_token(text: str, pos: int) -> int:
    """Where the run of digits, letters and inner punctuation at `pos` ends, for what is no number at all."""
    match = _WHOLE.match(text, pos)
    return match.end() if match else pos + 1
