"""Heads: who stands at the head of a paragraph, and so is meant by all of it."""

from __future__ import annotations

import re

from extract.folding import Span
from extract.proposals.page import Page
from extract.reading import Party
from extract.reading.referred import named_with
from extract.signs import Event

_HEADING = re.compile(r"(?:[-•*] )?(?:\d{1,3}[.)] )?\*{1,2}[^*\n]{3,90}\*{1,2}|[A-Z][^.:\n]{3,90}: ")
"""The words that head a paragraph and say what all of it is about: "3. *World Bank.*"."""


_PARAGRAPH = 3_000
"""Code points before a sentence in which its paragraph's head is looked for."""


def at_head(signs: Event, page: Page, span: Span) -> Party | None:
    """The one who gives by trade that heads the paragraph; None where nobody does, or two do."""
    low = max(0, span[0] - _PARAGRAPH)
    at = page.text.rfind("\n\n", low, span[0])
    if at < 0 and low:
        return None
    start = at + 2 if at >= 0 else 0
    head = _HEADING.match(page.text, start)
    named = page.cast.within(*head.span()) if head else []
    codes = list(dict.fromkeys(one.code for one in named if one.code and named_with(one.code, signs.by_trade)))
    return Party(((page.cast.canonical(codes[0]), codes[0]),), "before") if len(codes) == 1 else None
