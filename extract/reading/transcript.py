"""Transcripts: "Minister Vell: We will not wait." in a line of its own."""

from __future__ import annotations

import re

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.sentences import sentence_at, sentences
from extract.reading.spoken import Attribution
from extract.reading.words import trim

_LINE = re.compile(
    r"^(?:\*\*|[–—-] )?(?P<who>[A-ZÀ-Þ][\w.’'-]*(?: (?:of |the |for |de |al-|bin )?[A-ZÀ-Þ][\w.’'-]*){0,5})"
    r"(?P<cue>:)(?:\*\*)? +"
    r"(?P<what>[A-ZÀ-Þ“\"][^\n]{24,})",
    re.MULTILINE,
)
_ASKS = re.compile(
    r"(?:Q|A|Question|Answer|Journalist|Reporter|Moderator|Interviewer|Correspondent|Note|Notes|Source|Sources|Photo|Image"
    r"|Tags?|Topics?|Update|Correction|Editing|Reporting|Contact|Read More|See Also|Related|Title|Date|Place|Summary)"
    r"(?: \w+)?",
    re.IGNORECASE,
)
"""Who asks, and page furniture."""
_LONGEST = 650
"""Code points of one turn that are taken: evidence of 700 is flagged."""


def transcript(text: str, cast: Cast) -> list[Attribution]:
    """The turns of a transcript, none where fewer than two lines have the form: one alone is a heading."""
    turns = list(_LINE.finditer(text)) if ": " in text else []
    if len(turns) < 2:
        return []
    return [_turn(text, cast, turn) for turn in turns if not _ASKS.fullmatch(turn["who"]) and not turn[0].endswith("?")]


def _turn(text: str, cast: Cast, turn: re.Match[str]) -> Attribution:
    words = turn["who"].title() if turn["who"].isupper() else turn["who"]
    known = cast.person(words)
    number = sentence_at(text, turn.start("what"))
    return Attribution(
        turn.span("who"), turn.span("cue"), _first_sentences(text, turn.span("what"), number), number,
        known.name if known else None, "quote", True,
    )  # fmt: skip


def _first_sentences(text: str, span: Span, number: int) -> Span:
    """A turn's words up to the last sentence that ends within the longest."""
    end = span[1]
    if end - span[0] > _LONGEST:
        ends = [stop for _, stop in sentences(text)[number : number + 40] if span[0] < stop <= span[0] + _LONGEST]
        end = ends[-1] if ends else span[0] + _LONGEST
    return trim(text, (span[0], end))
