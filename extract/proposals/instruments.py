"""Instruments: how many a sentence tells of, the part that is about each, and which "deal" is only a purchase."""

from __future__ import annotations

import re

from extract.folding import Span
from extract.proposals.page import Line, Page
from extract.reading.words import any_of
from extract.signs import Event

SECOND_ACT = re.compile(
    r" and (?:then |also |later )?(?=(?:adopted|signed|issued|initialled|endorsed|ratified|concluded) "
    r"(?:an?|the|its|their|two)\b)"
)
"""Before an act about another instrument: "signed a treaty on fish and adopted the Oslo Declaration"."""
_AND_ANOTHER = re.compile(
    r",? (?:together with|along with|as well as|alongside|and(?: also)?) "
    r"(?:an?|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[\w’'-]+ ){0,4}?"
    r"(?=(?:agreements?|treat(?:y|ies)|pacts?|accords?|conventions?|charters?|protocols?|memorand(?:um|ums|a)|mous?"
    r"|declarations?|communiqu[eé]s?|statements?|action plans?|road ?maps?)\b)",
    re.IGNORECASE,
)
"""Before another instrument of the same act: "signed a treaty on fish as well as a joint declaration"."""


def second_of(text: str, span: Span) -> int | None:
    """Where a sentence comes to a second instrument; None where it speaks of one."""
    found = [match.end() for one in (SECOND_ACT, _AND_ANOTHER) if (match := one.search(text, *span))]
    return min(found, default=None)


def stretch(text: str, span: Span, at: Span) -> Span:
    """The part of a sentence that is about the instrument at a place, where it is about two."""
    match = _AND_ANOTHER.search(text, *span)
    if match is None:
        return span
    return (match.start(), span[1]) if at[0] >= match.end() else (span[0], max(match.start(), at[1]))


_NEXT_CLAUSE = re.compile(r"; |, (?:and|while|whereas|but|although|though) |• ")
_OWN = re.compile(
    r"\b(?:an?|its|their|his|her|another|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|_+’s|the \d{4}|of) "
    r"(?:[\w’'-]+ ){0,5}\Z",
    re.IGNORECASE,
)
"""Before an instrument that the sentence has not spoken of yet: "and its accord with Latvia"."""
_WITH = re.compile(r"s?(?: [\w’'-]+){0,6}? (?:with|between) ")


def instruments(signs: Event, line: Line) -> tuple[Line, ...]:
    """The clauses of a sentence that each tell an act of an instrument of its own, as lines: "signed a treaty on fish
    in May, while a pact with Latvia has been in force since June"; () for fewer than two.
    """
    words, start = line.masked, 0
    out: list[Line] = []
    nouns, acts, never = any_of(signs.about), any_of(signs.acts), any_of(signs.never)
    for end in (*(match.start() for match in _NEXT_CLAUSE.finditer(words)), len(words)):
        noun = nouns.search(words, start, end)
        fresh = noun and (not out or _OWN.search(words, start, noun.start()) or _WITH.match(words, noun.end()))
        if noun and fresh and acts.search(words, start, end) and not never.search(words, start, end):
            out.append(Line(line.number, (line.span[0] + start, line.span[0] + end), words[start:end]))
        start = end
    return tuple(out) if len(out) > 1 else ()


def first_clause(signs: Event, line: Line) -> Line | None:
    """What goes before a semicolon, where the word that speaks against the kind stands only behind it."""
    end = line.masked.find("; ")
    if not signs.members or end < 0 or any_of(signs.never).search(line.masked, 0, end):
        return None
    return Line(line.number, (line.span[0], line.span[0] + end), line.masked[:end])


_COMMERCE = re.compile(
    r"(?:s|es)?,? (?:(?:is|was|are|were|which is|that is|said to be|reportedly|estimated to be) )*"
    r"(?:worth|valued|priced|costing|costs|cost|covers|cover|covering|comprises|includes|comes to|for|of|at)\b"
)
"""Behind a deal that is a purchase, where a sum or goods follow: "the deal, worth $5 million"."""
_BOUGHT = re.compile(
    r"(?:worth|valued|priced|costing|costs?|comes to|of|at)\b[^.;:]{0,30}?(?:[$€£¥]|\d (?:million|billion|bn|mn)\b)"
)


def purchase(page: Page, span: Span, at: Span) -> bool:
    """Whether a "deal" or a "contract" is a purchase of arms: a price or designated goods stand right behind it, and
    the sentence or the one before names such goods. "A trade deal worth $5 million a year" is none.
    """
    text = page.text
    if not _DEAL.fullmatch(text, *at) or not (told := _COMMERCE.match(text, at[1])):
        return False
    goods = any(one.kind == "designation" for one in page.within((told.end(), min(span[1], told.end() + 60))))
    before = any(one.kind == "designation" for one in page.within((max(0, span[0] - _SHORTLY), span[1])))
    return goods or (before and _BOUGHT.search(text, told.start(), min(span[1], told.end() + 50)) is not None)


_DEAL = re.compile(r"(?:the )?(?:deal|contract|order|agreement|accord|package)s?", re.IGNORECASE)
_SHORTLY = 250
"""Code points before a sentence in which the goods of its deal are named."""
