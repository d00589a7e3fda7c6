"""The nation that settles an ambiguous currency word: the nearest one named before it, else shortly after it.

Takes a text and the offsets of the word; gives an ISO 4217 code or nothing.
"""

from __future__ import annotations

import functools
import re

from extract.figures import currencies, nation_names
from extract.figures.currencies import Word
from extract.figures.numbers import GAP
from extract.figures.patterns import Lazy

_LOOK_BACK, _LOOK_AHEAD = 240, 80
"""Code points around a currency word in which a nation is looked for: about two sentences, and half a one."""

_HOME_WINS = frozenset({"GBP", "RUB", "TRY", "CHF"})
"""Where the nation of the likeliest reading is named too, it wins over a nearer one: a lender names its own money."""

_PARAGRAPH = Lazy(r"\n\s*\n")

_SAYS_OTHERWISE = Lazy(
    r"\b(?:amounts?|figures?|prices?|sums?|values?|dollars?|currency)\s(?:\w{1,12}\s){0,3}?in\s"
    r"(?P<nation>Australian|Canadian|Hong\sKong|New\sZealand|Singapore|Taiwan|Jamaican|Zimbabwean|Namibian|Fijian)"
    r"\sdollars",
    re.IGNORECASE,
)


def _spaced(name: str) -> str:
    """A nation word as a pattern: its spaces may be any gap."""
    return re.escape(name).replace("\\ ", GAP)


@functools.cache
def _nation_pattern(nations: frozenset[str]) -> re.Pattern[str]:
    """The names of some nations, given by their codes."""
    names = [name for name, code in nation_names.nations().items() if code in nations and name != "us"]
    body = "|".join(sorted((_spaced(name) for name in names), key=len, reverse=True))
    return re.compile(rf"(?<![\w])(?:{body})(?!\w)", re.IGNORECASE)


def nation_near(text: str, start: int, end: int, word: Word) -> str | None:
    """The code that the nation nearest before `start`, else after `end`, points to; None if none is named."""
    if not word.nations or not word.assumed:
        return None
    before = text[max(0, start - _LOOK_BACK) : start]
    parts = [match.end() for match in _PARAGRAPH.finditer(before)]
    before = before[parts[-1] if parts else 0 :]
    pattern = _nation_pattern(frozenset(word.nations))
    found = [word.nations[nation_code(match.group())] for match in pattern.finditer(before)]
    if not found:
        ahead = pattern.search(text, end, min(len(text), end + _LOOK_AHEAD))
        return word.nations[nation_code(ahead.group())] if ahead else None
    return word.code if word.code in _HOME_WINS and word.code in found else found[-1]


def nation_code(written: str) -> str:
    """The code of a nation word as it stands in the text."""
    name = re.sub(r"[\s\u2010\u2011-]+", " ", written.lower())
    return nation_names.nations().get(name) or nation_names.nations().get(name.replace(".", ""), "")


@functools.lru_cache(maxsize=1)
def declared_dollar(text: str) -> str | None:
    """The dollar that a text says its figures are in ("all figures in Canadian dollars"), else None."""
    match = _SAYS_OTHERWISE.search(text)
    return currencies.words()["dollar"].nations[nation_code(match["nation"])] if match else None
