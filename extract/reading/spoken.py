"""What an attribution is: somebody's words, as spans of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from extract.folding import Span

IN_NAME = (
    r"(?:[^.;:“”\"\n]|(?<=\bHon)\.|(?<=\bMr)\.|(?<=\bMrs)\.|(?<=\bMs)\.|(?<=\bDr)\.|(?<=\bH)\.(?=E)|(?<=\bH\.E)\.)"
)
"""One letter of a speaker's phrase; the full stop of a title is one."""
Form = Literal["clause", "object", "after", "quote", "according"]

Cue = tuple[Form, int, Span]
"""A reporting verb: the form of what it reports, where its first word begins ("are saying"), its own place."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words: half-open spans, the name behind a pronoun, and how plain the form is.

    sure  the form leaves no doubt: a clause with "that", a quotation with a named speaker, "according to"
    """

    speaker: Span
    cue: Span
    content: Span
    sentence: int
    name: str | None
    form: Form
    sure: bool


def list_end(text: str, end: int) -> int:
    """After a colon, the list that follows belongs to what is said: its items, up to a plain paragraph."""
    if not text[:end].rstrip().endswith(":"):
        return end
    match = re.match(r"(?:\s*\n\s*[–—•*-] ?[^\n]+)+", text[end:])
    return end + match.end() if match else end


_PART = re.compile(
    r",? (?:(?:on|for) (?:its|his|her|their|the other) (?:own )?part|(?:in|at) (?:its|his|her|their) turn|in turn"
    r"|by contrast|on the other hand|meanwhile|likewise|however|though)\Z"
)
"""What closes a speaker's phrase and is no part of it: "the union for its part"."""


def without_part(text: str, one: Attribution) -> Attribution:
    found = _PART.search(text, max(one.speaker[0], one.speaker[1] - 24), one.speaker[1])
    return replace(one, speaker=(one.speaker[0], found.start())) if found else one
