"""Sentences: a text cut into them, and repeated ones known.

Takes a text; gives spans of code points, end exclusive, in order, none empty, white space at the ends left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from extract.folding import Span
from extract.ground import sentence_ends
from extract.kept import kept

_LINE = re.compile(r"\n[^\S\n]*")
_CLOSED = tuple(".!?…:;,”’\"'»)]–—-")
_SHORT_LINE = 75
"""Code points: a line shorter than this that ends without a mark, before one that begins with a capital, is a
heading or page furniture; longer ones may be hard-wrapped prose."""


@kept
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of the text; headings and lines of page furniture stand alone."""
    out: list[Span] = []
    start = 0
    for end in (*sorted({*sentence_ends(text), *_heads(text)}), len(text)):
        left, right = start, end
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if out and left < right and text[left].islower() and text[out[-1][1] - 1].isalnum():
            out[-1] = (out[-1][0], right)  # a sentence that a paragraph break runs through
        elif left < right:
            out.append((left, right))
        start = end
    return tuple(out)


def _heads(text: str) -> list[int]:
    """Ends of short lines that close without a mark before a line that opens with a capital."""
    ends, start = [], 0
    for match in _LINE.finditer(text):
        line = text[start : match.start()].strip()
        following = text[match.end() : match.end() + 1]
        if line and len(line) < _SHORT_LINE and not line.endswith(_CLOSED) and (following.isupper() or not following):
            before = text[:start].rstrip("\n")
            if not before or text[start - 2 : start] == "\n\n" or start == 0:
                ends.append(match.start())
        start = match.end()
    return ends


def sentence_at(text: str, at: int) -> int:
    """The number of the sentence that holds a place, or of the last one before it; 0 for a place before the first."""
    starts = [start for start, _ in sentences(text)]
    return max(0, bisect_right(starts, at) - 1)
