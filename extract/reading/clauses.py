"""Clauses: the part of a sentence in which a thing stands, where the sentence joins what has each its own sides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.words import any_of


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind's verbs: `gives` have the giver as subject, `takes` the taker; `*` stands for further letters."""

    gives: tuple[str, ...]
    takes: tuple[str, ...]
    by_trade: tuple[str, ...] = ()
    """Words in the names of those who give by trade and never take ("Bank")."""
    gave: frozenset[str] = frozenset()
    """Who has given before in the text, and takes by no guess."""
    makers: bool = False
    """Whether makers of arms stand for their states."""


_SPEAKS = re.compile(r"(?!and\b|or\b|to\b|in\b|on\b|of\b|for\b|from\b|with\b|by\b|at\b|as\b)[a-z]{3,}")
"""A verb behind a party that no list ends with: "and Mali has taken two"."""
_AUXILIARY = re.compile(r" (?:(?:has|had|have|also|later|will) )*")
_COMPARED = re.compile(
    r", (?:more than |less than |about |nearly |almost )?(?:twice|half|double|triple)\b|,? compared (?:with|to)\b"
)
"""Before what a thing is only held against: "a loan of $2 million, twice the sum that was approved last year"."""
_CUT = re.compile(r"; |, (?:while|whereas) ")
_JOINT = re.compile(r"(?:, (?:and|but|while|whereas)|;)(?: the)? (?=[A-Z])")


_IT_TOO = re.compile(
    r"(?:, (?:and|but)|;) (?=(?:(?:in|on|by|since|last|this|later|then) (?:[\w]+ ){0,3})?(?:it|they|he|she) [a-z]{3,})"
)
"""Before what the subject did besides: "lent $1 million to Kenya, and in May it guaranteed"."""


def clause(text: str, span: Span, at: int, frame: Frame, cast: Cast) -> Span:
    """The clause that holds a place, where a sentence joins two that have each their own giver or taker: "X lent $1m,
    and Y pledged $2m".
    """
    start, end = span
    for cut in _CUT.finditer(text, *span):
        if cut.start() >= at:
            end = min(end, cut.start())
        elif cut.end() <= at:
            start = max(start, cut.end())
    for cut in _IT_TOO.finditer(text, *span):
        if cut.start() >= at:
            end = min(end, cut.start())
        elif cut.end() <= at:
            start = max(start, cut.end())
    if compared := _COMPARED.search(text, at, end):
        end = compared.start()
    starts = {one.start: one for one in cast.within(*span) if one.code or one.role == "person"}
    verb = any_of(frame.gives + frame.takes)
    for joint in _JOINT.finditer(text, *span):
        one = starts.get(joint.end())
        behind = _AUXILIARY.match(text, one.end) if one else None
        listed = one is not None and any(other.end == joint.start() for other in starts.values())
        speaks = behind is not None and not listed and _SPEAKS.match(text, behind.end())
        if behind is None or not (speaks or verb.match(text, behind.end())):
            continue
        if joint.start() >= at:
            end = min(end, joint.start())
        elif joint.end() <= at:
            start = max(start, joint.end())
    return start, end
