"""Overlap of two passages, word by word: what they have in common without a look at the document.

Takes strings, gives shares from 0 to 1. Compared are runs of words, so that quotation marks, dashes, white space
and capitals do not count; lengths are in letters and digits. The same sentence printed twice in a document is one
passage: offsets are not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")

LEAST_WORDS = 2
"""A single word inside a passage is no overlap: it may stand anywhere."""


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded for comparison (NFKC, no capitals, no punctuation)."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def length(run: Sequence[str]) -> int:
    """Letters and digits of a run of words."""
    return sum(map(len, run))


@lru_cache(maxsize=65536)
def common(left: str, right: str) -> int:
    """Letters and digits of the longest run of words that stands in both texts."""
    one, other = words(left), words(right)
    best, above = 0, [0] * (len(other) + 1)
    for word in one:
        row = [0] * (len(other) + 1)
        for place, found in enumerate(other, start=1):
            if found == word:
                row[place] = above[place - 1] + len(word)
                best = max(best, row[place])
        above = row
    return best


def iou(left: str, right: str) -> float:
    """Intersection over union: the longest common run over all that either has."""
    shared = common(left, right)
    union = length(words(left)) + length(words(right)) - shared
    return shared / union if union else 0.0


def share(left: str, right: str) -> float:
    """The longest common run over the longer of the two; 1 for the same words, 0 for nothing in common."""
    longer = max(length(words(left)), length(words(right)))
    return common(left, right) / longer if longer else 0.0


def contained(left: str, right: str) -> bool:
    """Whether one text's words stand whole in the other; single words do not count unless they are all there is."""
    short, long = sorted((words(left), words(right)), key=len)
    if len(short) < LEAST_WORDS and short != long:
        return False
    return bool(short) and common(left, right) == length(short)


def overlap(left: Sequence[str], right: Sequence[str], least: float = 0.3) -> float:
    """How well two sets of quotes fit: the best `iou` of a pair with more than `least`, or one in the other; else 0."""
    fits = (iou(a, b) for a in left for b in right if iou(a, b) > least or contained(a, b))
    return max(fits, default=0.0)
