"""Sentences: a text cut into them, and repeated ones known.

Takes a text; gives spans of code points, end exclusive, in order, none empty, white space at the ends left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from extract.folding import Span
from extract.ground import sentence_ends
from extract.kept import kept

_LINE = re.compile(r"\n[^\S\n]*")
_CLOSED = tuple(".!?…:;,”’\"'»)]–—-")
LONGEST = 1_000
"""Code points. The longest sentence of our news has 413; what is longer has lost its marks, and reading it takes the
square of its length: 40,000 at one go took half a minute."""
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
    return tuple(part for span in out for part in _pieces(text, *span))


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentence, or one that is far too long for a sentence in pieces, each up to a word's end."""
    while end - start > LONGEST:
        stop = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        stop = stop if stop > 0 else start + LONGEST
        if text[start:stop].strip():
            yield start, start + len(text[start:stop].rstrip())
        start = stop
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


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
