"""Folding: a text brought to one form for comparison, with the way back to its own places.

Takes a text; gives it in NFC, every run of white space one space (none beside punctuation, but "1. 5" is not "1.5"),
one kind of quotation mark and of dash, nothing invisible; and for each character that is left the place it had.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import overload

from extract.kept import kept

_MOST_MARKS = 30
"""Combining marks that one character may carry (UAX 15, stream-safe text); sorting a longer run takes its square."""

_MARKS = dict.fromkeys(map(ord, "‘’‚‛“”„‟«»‹›\"'`´′″"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−-"), "-")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""A model is shown `encodable` texts and quotes them; its quotes are found where the document has the half."""
_FOLDED = {**_MARKS, **_DASHES, **_HALVES}

POINTS = (".", ",")
"""Marks that belong to a number where they stand between two digits."""

Span = tuple[int, int]


_LONE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """The text with lone surrogates, which no encoding has, as U+FFFD: as many code points, so offsets stay right."""
    try:
        text.encode()  # a microsecond for 3 KB, and nearly every text passes
    except UnicodeEncodeError:
        return _LONE.sub("\ufffd", text)
    return text


class Places(Sequence[Span]):
    """For each folded character the original span that it stands for, in order: eight bytes each, where pairs would
    take about a hundred.
    """

    def __init__(self, starts: array[int], ends: array[int]) -> None:
        self._starts, self._ends = starts, ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...
    @overload
    def __getitem__(self, at: slice) -> Places: ...
    def __getitem__(self, at: int | slice) -> Span | Places:
        if isinstance(at, slice):
            return Places(self._starts[at], self._ends[at])
        return self._starts[at], self._ends[at]

    def within(self, part: Span) -> Span:
        """The folded characters, from and up to, whose originals lie in a part of the text."""
        return bisect_left(self._starts, part[0]), bisect_right(self._ends, part[1])


@kept
def fold(text: str) -> tuple[str, Places]:
    """The text folded for comparison, and for each folded character the original span that it stands for."""
    return _fold_plain(text) if all(map(_stays_one, set(text))) else _fold_any(text)


def _fold_any(text: str) -> tuple[str, Places]:
    """`fold` for any text, character by character."""
    out: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    for cluster in _clusters(text):
        start, at = at, at + len(cluster)
        for char in _shown(cluster):
            if char != " " or (out and out[-1] != " "):
                out.append(char)
                starts.append(start)
                ends.append(at)
    kept = [i for i, char in enumerate(out) if char != " " or _between_words(out, i)]
    places = Places(array("I", [starts[i] for i in kept]), array("I", [ends[i] for i in kept]))
    return "".join([out[i] for i in kept]), places


@lru_cache(maxsize=8192)
def _stays_one(char: str) -> bool:
    """Whether a character is folded by itself to just one: no accent, nothing invisible, nothing that NFC changes."""
    if char.isspace():
        return True
    odd = unicodedata.combining(char) or unicodedata.category(char) == "Cf"
    return not odd and unicodedata.normalize("NFC", char) == char


@lru_cache(maxsize=8192)
def _shown(cluster: str) -> str:
    """A character with its accents, folded; one space for white space, nothing for what is invisible."""
    if cluster.isspace():
        return " "
    folded = unicodedata.normalize("NFC", cluster).translate(_FOLDED)
    return "".join(char for char in folded if unicodedata.category(char) != "Cf")


def _fold_plain(text: str) -> tuple[str, Places]:
    """`fold` where every character stays one, as in most texts: some 20 times faster."""
    shown = text.translate(_FOLDED)
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    for match in _SPACE.finditer(shown):
        left, right = match.span()
        parts.append(shown[at:left])
        starts.extend(range(at, left))
        ends.extend(range(at + 1, left + 1))
        if left > 0 and right < len(shown) and _parts(shown, left - 1, right):
            parts.append(" ")
            starts.append(left)
            ends.append(left + 1)
        at = right
    parts.append(shown[at:])
    starts.extend(range(at, len(shown)))
    ends.extend(range(at + 1, len(shown) + 1))
    return "".join(parts), Places(starts, ends)


_SPACE = re.compile(r"\s+")


def _parts(shown: str, left: int, right: int) -> bool:
    """Whether the white space between two places parts words: `_between_words` for a text not yet folded."""
    before, after = shown[left], shown[right]
    if before.isalnum() and after.isalnum():
        return True
    if before in POINTS and after.isdigit():
        return shown[max(0, left - 1) : left].isdigit()
    return after in POINTS and before.isdigit() and shown[right + 1 : right + 2].isdigit()


def _between_words(chars: Sequence[str], at: int) -> bool:
    """Whether a space parts two letters, two digits or two numbers ("in 2021. 5 billion"); beside other punctuation
    it is passed over.
    """
    if not 0 < at < len(chars) - 1:
        return False
    left, right = chars[at - 1], chars[at + 1]
    if left.isalnum() and right.isalnum():
        return True
    if left in POINTS and right.isdigit():
        return at > 1 and chars[at - 2].isdigit()
    return right in POINTS and left.isdigit() and at + 2 < len(chars) and chars[at + 2].isdigit()


def _clusters(text: str) -> Iterator[str]:
    """Base characters with the combining marks that follow: what NFC composes."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]) or at - start > _MOST_MARKS:
            yield text[start:at]
            start = at
