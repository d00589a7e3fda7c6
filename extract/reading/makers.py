"""Makers of arms and the state that each is of: an order "from Kongsberg" is one from Norway.

Takes a text and a span; gives mentions with the state's code. They are no part of the cast, for a company is no party
to a treaty and speaks for no state: only what goes from side to side by trade is read with them. The names are those of
`extract/data/makers.csv`, as news write them; a firm of several states (Airbus, MBDA) stands for itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache

from extract.folding import Span
from extract.reading.mention import Mention

COMMON = frozenset(("Airbus", "MBDA", "Eurofighter", "KNDS"))
"""Makers of several states: known as firms, of no state."""


def makers(text: str, span: Span) -> list[Mention]:
    """The makers named in text[start:end]; one of several states has no code."""
    found = _pattern().finditer(text, *span)
    return [Mention(match[0], _states().get(match[0]), *match.span(), "alias") for match in found]


def with_makers(text: str, span: Span, here: Sequence[Mention]) -> list[Mention]:
    """The mentions and the makers in text[start:end], in order; "Turkish" in "Turkish Aerospace" is no party."""
    found = makers(text, span)
    free = [one for one in here if not any(made.start <= one.start < made.end for made in found)]
    return sorted([*free, *found], key=lambda one: one.start)


def maker_acts(before: str) -> bool:
    """Whether the words right before a verb end with a maker as its subject: "Airbus did"."""
    auxiliary = re.search(r"(?: (?:did|has|had|have|also|later|then|will|would))* $", before)
    if auxiliary is None or not _CAPITAL.search(before, max(0, auxiliary.start() - 30), auxiliary.start()):
        return False
    return any(match.end() == auxiliary.start() for match in _pattern().finditer(before))


_CAPITAL = re.compile(r"[A-Z][\w&-]*\Z")


@cache
def _states() -> dict[str, str]:
    from importlib.resources import files

    text = (files("extract") / "data" / "makers.csv").read_text(encoding="utf-8")
    return {name: line["code"] for line in csv.DictReader(text.splitlines()) for name in line["names"].split(";")}


_FIRM = r"(?:Corp|Inc|Group|Co|Company|Ltd|Plc|Aviation|Aerospace|Systems|Defen[cs]e|Industries|Land|Air|Technolog)"
"""What a firm's name may go on with; "Rafael Berg" is a person."""


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((*_states(), *COMMON), key=len, reverse=True)
    name = "|".join(map(re.escape, names))
    return re.compile(rf"(?<![\w-])(?=[A-Z])(?:{name})(?![\w-])(?! (?!{_FIRM})[A-Z][a-z])")
