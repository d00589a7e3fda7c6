"""Turns of phrase that say who gives and who takes against what their verb or preposition says alone.

    "Norway thanked Latvia for the loan"             Latvia gave
    "the yard lands an order from Norway for ships"  Norway takes, and whoever lands the order gives
    "Norway signed a contract with Latvia for tanks" with whom a buyer signs gives
    "the tanks came from Norway"                     left to the preposition

Takes a sentence's text; gives where the turn stands and the places of the two sides to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_THANKS = re.compile(
    r"\b(?:thank(?:s|ed|ing)?|(?:is|are|was|were|be|being) (?:grateful|indebted|obliged) to"
    r"|(?:\w+ )?gratitude (?:to|towards)|(?:\w+ )?appreciation to|thankful to|thanks to"
    r"|prais(?:ed|es|ing)|credit(?:ed|s)) (?=(?:the )?[A-Z])"
)
_ORDER = re.compile(
    r"\b(?:(?P<won>win|wins|won|winning|land|lands|landed|landing|secure[sd]?|securing|book(?:s|ed)?|bag(?:s|ged)"
    r"|clinch(?:es|ed)?|receive[sd]?|receiving|got|gets?|attract(?:s|ed)?|scor(?:es|ed)|obtain(?:s|ed)?|ha[sd]|have)"
    r" (?:[\w$€£.,’'-]+ ){0,6}?(?:orders?|contracts?|tenders?)"
    r"|(?:an?|first|new|largest|biggest|latest|last|only|main|export|firm|fresh|further|large|big|another|record|follow-on|follow-up|\d+)"
    r" (?:[\w$€£.-]+ ){0,2}?orders?)"
    r" (?:[\w$€£.,-]+ ){0,5}?(?P<word>from|by) (?=(?:the )?[A-Z])"
)
_BUYS = re.compile(r"\b(?:plac|cancel|cut|reduc|mak|made|sign|increas|scrap|consider|plan|announc)\w* (?:for )?$")
"""Before an order that its subject gives: "placed an order"."""
_BONDS = re.compile(
    r"\b(?:sold|sells?|selling|issu(?:ed?|es|ing)|rais(?:ed?|es|ing)|float(?:ed|s)?) (?:[\w$€£.,’'-]+ ){0,6}?"
    r"(?:[Ee]uro|[Pp]anda |[Ss]amurai )?[Bb]onds?\b(?! (?:to|of) [A-Z])"
)
_DEBT = re.compile(r"\b(?:debts?|arrears|obligations|repayments?|liabilities) (?:owed )?to (?=(?:the )?[A-Z])")
"""Whose debt it is has taken, to whom it is has given."""
_CONTRACT = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|conclud(?:es?|ed|ing)|ink(?:s|ed)?|seal(?:s|ed)?|agree[sd]?|negotiat(?:es?|ed|ing)"
    r"|str(?:ikes?|uck)|reach(?:es|ed)?|plac(?:es?|ed|ing)|finali[sz](?:es?|ed|ing)|in talks|talks)"
    r" (?:[\w$€£.,’'-]+ ){0,7}?with (?=(?:the )?[A-Z])"
)
_BOUGHT = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|plac(?:es?|ed|ing)|conclud(?:es?|ed|ing)|ink(?:s|ed)?|finali[sz](?:es?|ed|ing)) "
    r"(?:an? |the |its |their )?(?:[\w$€£.’'-]+ ){0,5}?(?:contracts?|orders?|deals?|letters? of \w+|agreements?) "
    r"(?:worth [\w$€£. ]{2,20} )?for\b"
)
_OFFER = re.compile(
    r"\b(?:made|makes?|making|submit(?:s|ted)?|tabled|presented) (?:an?|the|its|another|a new) "
    r"(?:[a-z]+ ){0,2}offer (?:for|of)\b"
)
_MADE_THERE = re.compile(r"\b(?:assembled|built|produced|made|manufactured) (?:\w+ly )?in (?=(?:the )?[A-Z])")
_LICENCE = re.compile(r"\blicen[cs]", re.IGNORECASE)
"""With it, where a thing is made is who takes: "to be assembled in Latvia under licence"."""
_REACHED = re.compile(r"\b(?:ha[sd]|have) (?:also |now |already |since |by now )?reached (?=(?:the )?[A-Z])")
"""What a thing has reached has taken it."""
_GIVES_IN_IT = re.compile(r"\bto (?:supply|deliver|sell|provide|export|lend|build)\b")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of phrase: its words' place, which side its subject is on, where the other party begins.

    alone the turn names no other party: "Norway sold $5 million of Eurobonds" to whoever buys
    weak  the other reading is possible too: with whom somebody signs may as well buy
    """

    start: int
    end: int
    subject: Literal["giver", "taker"]
    weak: bool = False
    alone: bool = False


def turns(text: str, start: int, end: int) -> Iterator[Turn]:
    """The turns of phrase in text[start:end], the sure ones first."""
    for match in _THANKS.finditer(text, start, end):
        if re.match(r"[^.,;:]{2,60}? for\b", text[match.end() : end]):
            yield Turn(match.start(), match.end(), "taker")
    for match in _BONDS.finditer(text, start, end):
        yield Turn(match.start(), match.end(), "taker", alone=True)
    for match in _MADE_THERE.finditer(text, start, end) if _LICENCE.search(text, start, end) else ():
        yield Turn(match.start(), match.end(), "giver")
    for match in _REACHED.finditer(text, start, end):
        yield Turn(match.start(), match.end(), "giver")
    for match in _OFFER.finditer(text, start, end):
        yield Turn(match.start(), match.end(), "giver", alone=True)
    for match in _DEBT.finditer(text, start, end):
        yield Turn(match.start(), match.end(), "taker")
    for match in _ORDER.finditer(text, start, end):
        if not match["won"] and _BUYS.search(text[max(start, match.start() - 24) : match.start()]):
            continue
        yield Turn(match.start(), match.end(), "giver")
    for match in _BOUGHT.finditer(text, start, end):
        yield Turn(match.start(), match.end(), "taker", True)
    for match in _CONTRACT.finditer(text, start, end):
        gives = _GIVES_IN_IT.search(text, match.start(), min(end, match.end() + 60))
        yield Turn(match.start(), match.end(), "giver" if gives else "taker", True)
