"""Transcripts: "Minister Vell: We will not wait." in a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.content import clause
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
    turns = [turn for turn in turns if turn[0].rstrip('”" ').endswith((".", "!", "…")) or clause(turn["what"])]
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


def of_turn(text: str, one: Attribution, others: Sequence[Attribution]) -> Attribution | None:
    """ "Our answer was" is the answer of whose turn it is; outside of a transcript nobody's."""
    if text[slice(*one.speaker)].lower() != "our":
        return one
    turns = (other for other in others if text[slice(*other.cue)] == ":")
    turn = next((turn for turn in turns if turn.content[0] <= one.cue[0] < turn.content[1]), None)
    return replace(one, name=turn.name or text[slice(*turn.speaker)].title()) if turn else None


def told_in(text: str, one: Attribution, turn: Attribution) -> bool:
    """Whether a turn of a transcript tells what others have said, or "we" condemn: words of their own beside it."""
    own = re.fullmatch(r"i|you|it", text[slice(*one.speaker)].lower())
    return text[slice(*turn.cue)] == ":" and one.form in ("clause", "object", "according") and own is None
