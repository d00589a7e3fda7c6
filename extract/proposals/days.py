"""Days: which dates of a sentence are those of what happened, and which only rank, name or restate something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, get_args

from extract.fields import Happening, KindModel, fields_of
from extract.folding import Span
from extract.proposals.mood import mood
from extract.proposals.page import Page
from extract.reading.words import any_of
from extract.types import Figure

NEAR_DATE = 70
"""Code points between a date and the word for what happened on it."""


def dates(model: type[KindModel], page: Page, span: Span, words: str, at: Span) -> dict[str, Any]:
    """Dates in the sentence beside the word for what happened: "signed on 3 March"; others are left out, those of
    another sum than the thing too.
    """
    sums = [one for one in page.within(span) if one.kind == "money" and page.text[one.start - 1] != "("]
    sums = sums if any((one.start, one.end) == at for one in sums) else []
    out: dict[str, Any] = {}
    for name in fields_of(model, "happening"):
        part = next(arg for arg in get_args(model.model_fields[name].annotation) if issubclass(arg, Happening))
        events = get_args(part.model_fields["event"].annotation)
        steps: dict[int, tuple[int, dict[str, Any]]] = {}  # by the word's place: one date for each
        for figure in page.within(span):
            if figure.kind != "date" or _ranks(page, span, figure) or _told(page, figure):
                continue
            if figure.unit and not _of_another(figure, sums, at):
                step = _event(model, events, words, (figure.start - span[0], figure.end - span[0]))
                if step is not None and (step[1] not in steps or step[2] < steps[step[1]][0]):
                    planned = mood(words, step[1]) == "planned" or _to_come(page, figure)
                    data = {"event": step[0], "text": figure.as_written, "planned": planned}
                    steps[step[1]] = (step[2], data)
        out[name] = [data for _, data in steps.values()][:3]
    return out


def _told(page: Page, date: Figure) -> bool:
    """Whether only the text before says in which year a date is: "on 1 July of the same year", "the next January"."""
    before, next_ = page.text[max(0, date.start - 16) : date.start], date.as_written.lower()
    after = _THE_NEXT.search(before) or (next_.startswith(("next ", "following ")) and before.lower().endswith("the "))
    return bool(after or _SAME_YEAR.match(page.text, date.end))


_SAME_YEAR = re.compile(r",? (?:of )?(?:that|the same) year\b")
_THE_NEXT = re.compile(r"\b(?:the|that) (?:next|following|same) \Z")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")


def _to_come(page: Page, date: Figure) -> bool:
    """Whether a day is after that of the document: "takes effect on 1 January"."""
    published, unit = page.document.published, date.unit or ""
    return bool(published and _DAY.fullmatch(unit) and unit > published[: len(unit)])


def _ranks(page: Page, span: Span, date: Figure) -> bool:
    """Whether a date only ranks the thing ("the largest order of 2024"), or lacks a year where such a one gives another
    than the document's own: "the largest order of 2024 was placed in March".
    """
    text = page.text
    ranking = [
        one
        for one in page.within(span)
        if one.kind == "date" and _EST.search(text, max(span[0], one.start - 60), one.start)
    ]
    if date in ranking or not ranking or re.search(r"\d{4}", date.as_written):
        return date in ranking
    return any((one.unit or "")[:4] != (date.unit or "")[:4] for one in ranking)


_EST = re.compile(
    r"\b(?:[a-z]{3,}est|most|first|only|last) (?:[a-z][\w’'-]* ){1,5}(?:of|in|since|for) (?:the year )?\Z"
)
"""Before a time that only ranks the thing: "the largest order of 2024 was placed in March"."""


def _of_another(date: Figure, sums: Sequence[Figure], at: Span) -> bool:
    """Whether a date stands behind another sum than the thing, on the thing's far side: "$7 million in May, of which
    $2 million"; what stands before all sums is said of each.
    """
    if date.start >= at[1]:
        return any(at[1] <= one.start and one.end <= date.start for one in sums)
    return any(one.end <= date.start for one in sums)


_WHICH_ONE = re.compile(r"\b(?:the|its|their|his|her|an?|this|that|of) \Z")
_OTHERS_DAY = 45
"""How much farther off a date counts from the thing's own noun, "agreement", than from a verb."""


@lru_cache(maxsize=256)
def _named_step(model: type[KindModel], event: str) -> re.Pattern[str]:
    """The words for a step: those that begin as its name; for a name that is no word, "in_force", the stage's cues."""
    if "_" in event and event in model.stage_cues:
        return any_of(model.stage_cues[event])
    return re.compile(rf"\b{re.escape(event[:5])}\w*", re.IGNORECASE)


def _event(model: type[KindModel], events: tuple[str, ...], words: str, date: Span) -> tuple[str, int, int] | None:
    """The event whose word is nearest to a date within its clause, where that word stands and how far off. The date
    right before the thing's noun says which one it is: "renewed its 1999 agreement".
    """
    best: tuple[int, str, int] | None = None
    start, end = date
    nouns = any_of(model.event.about if model.event and model.event.members else ())
    if _WHICH_ONE.search(words[:start]) and nouns.match(words, end + 1):
        return None
    for event in events:
        for match in _named_step(model, event).finditer(words):
            if words.endswith(" on ", 0, match.start()) and not match[0].endswith("ing"):
                continue  # a state and no deed: "five of the twelve on order were flown in"
            gap = start - match.end() if match.end() <= start else match.start() - end
            between = words[min(match.end(), end) : max(match.start(), start)]
            if 0 <= gap < NEAR_DATE and not re.search(r"[;:]|, and\b", between):
                gap += _OTHERS_DAY if nouns.fullmatch(match[0]) else 0
                best = (gap, event, match.start()) if best is None or gap < best[0] else best
    return (best[1], best[2], best[0]) if best else None
