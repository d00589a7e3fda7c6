"""Who stands right by a sum that has no verb of its own, and who only stands for a stretch of road."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.reading.clauses import Frame
from extract.reading.mention import Mention
from extract.reading.near import word_before
from extract.reading.referred import named_with

_RIGHT_TO = re.compile(
    r"\S+(?: (?:thousand|million|billion|trillion|bn|mn|US|dollars|euros|yuan|yen|pounds|roubles|rupees|more)){0,3} "
    r"to (?:the )?"
)
_PAID = re.compile(r"owe|repa|paid|pay", re.IGNORECASE)
"""Verbs of the taker, whose money goes "to" the giver."""
_MANY = r"(?:up to|about|some|around|nearly|almost|another|a further|at least|more than)"
_RIGHT_BEFORE = re.compile(rf" (?:{_MANY} )?")
_THEN = re.compile(r"(?:\band|,) (?:the )?\Z")
_WHOM_SUM = re.compile(rf" (?:{_MANY} )?(?:[A-Z]{{0,3}} ?[$€£¥]|[A-Z]{{3}} |)\d")
_NEAR = 80
"""Code points before a sum in which its verb stands."""


def gapped(text: str, here: Sequence[Mention], at: int, frame: Frame) -> Iterator[tuple[str, Mention]]:
    """The sides that stand right by the sum at a place, as (side, party): "lent $5 million to Latvia and $2 million to
    Kenya", "lent Latvia $5 million and Kenya $2 million", "Norway lent $5 million and Japan $2 million".
    """
    if not _PAID.search(text, max(0, at - _NEAR), at):
        yield from (("taker", one) for one in here if _RIGHT_TO.fullmatch(text, at, one.start))
    for one in here:
        if (
            one.end <= at
            and _RIGHT_BEFORE.fullmatch(text, one.end, at)
            and _THEN.search(text, max(0, one.start - 12), one.start)
        ):
            whom = any(_WHOM_SUM.match(text, other.end) for other in here if other.end < one.start)
            yield "taker" if whom and not named_with(one.code or "", frame.by_trade) else "giver", one


def journey(text: str, one: Mention, here: Sequence[Mention]) -> bool:
    """Whether a capital is only one end of a stretch: "from Oslo to Riga"."""
    if one.role not in ("capital", "alias"):
        return False
    capitals = [other for other in here if other.role in ("capital", "alias") and other != one]
    first = any(text[one.end : other.start] == " to " for other in capitals) and word_before(text, one) == "from"
    return first or any(
        text[other.end : one.start] == " to " for other in capitals if word_before(text, other) == "from"
    )
