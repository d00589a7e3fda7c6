"""What a word that names nobody refers to: "the bank", "it", "the two sides".

Takes a text and the mentions in it; gives the actor named before that the word stands for, or None. Each looks back
over a bounded stretch of text, so that reading stays linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol, TypeVar

from extract import actors

WITHIN = 1_200
"""Code points before such a word in which what it stands for is looked for."""
_WITHIN_NAME = 6_000
"""The same for a word that is as good as a name: "the Eximbank", "the Union"."""
BODY = re.compile(
    r"\b(?:[Tt]he|[Ss]ame|[Tt]hat) (?:same |Washington-based |Beijing-based |multilateral |global |regional )?"
    r"(?P<noun>bank|Bank|fund|Fund|lender|creditor committee|committee|Committee|Exim ?[Bb]ank|Union)\b"
    r"(?! of\b| [A-Z])"
)
_NOUNS = {
    "bank": ("Bank",),
    "fund": ("Fund",),
    "lender": ("Bank", "Fund", "Eximbank", "Agency", "Facility"),
    "committee": ("Committee",),
    "eximbank": ("Import", "Eximbank"),
    "union": ("Union",),
}
THE_FUND = "IMF"
"""Whom news call "the fund" wherever they have named it at all."""
_PRONOUN = re.compile(
    r"\b[Ii]t (?:has |had |is |was |will |would |later |also |then |soon |first |itself |already |recently |now )*$"
)
_NO_SUBJECT = re.compile(
    r"\b(?:to|from|by|with|for|of|in|at|into|against|between|on|near|via|through|towards?|among|over|than|like) "
    r"(?:the |its |their |a |an |neighbou?ring )*$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.!?][”\"’)]?\s+(?=[A-Z“\"])|\n\n")
_BACK = 500
"""Code points before "it" in which its sentence and the one before begin."""


class Named(Protocol):
    """What is read of a mention."""

    @property
    def code(self) -> str | None: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def role(self) -> str: ...


M = TypeVar("M", bound=Named)


@lru_cache(maxsize=1024)
def named_with(code: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in a name of the organisation."""
    return actors.kind_of(code) == "organisation" and any(
        word in words for name in actors.surfaces(code) for word in re.split(r"[ '’-]", name)
    )


@lru_cache(maxsize=256)
def homes(codes: frozenset[str]) -> frozenset[str]:
    """The countries that stand in the names of organisations: China for "China Development Bank"."""
    names = (name for code in codes if actors.kind_of(code) == "organisation" for name in actors.surfaces(code))
    found = (actors.look_up(word) for name in names for word in re.split(r"[ '’-]", name) if word[:1].isupper())
    return frozenset(one.code for one in found if one is not None and actors.kind_of(one.code) == "country")


def body(match: re.Match[str], mentions: Sequence[M], starts: Sequence[int], fund: M | None = None) -> M | None:
    """The organisation behind "the bank" or "the fund": the last one named that has the word in its name.
    `fund` is the first mention of the one that is "the fund" wherever it is named before.
    """
    words = _NOUNS[match["noun"].casefold().replace("exim bank", "eximbank").split()[-1]]
    if words == _NOUNS["fund"] and fund is not None and fund.start < match.start():
        return fund
    within = WITHIN if match["noun"].islower() else _WITHIN_NAME
    for place in range(bisect_left(starts, match.start()) - 1, -1, -1):
        one = mentions[place]
        if one.start < match.start() - within:
            return None
        if one.code and named_with(one.code, words):
            return one
    return None


def subject_before(text: str, at: int, mentions: Sequence[M], starts: Sequence[int]) -> M | None:
    """Whom an "it" that ends at `at`, before its verb, stands for: the first subject of its own sentence before it,
    else that of the sentence before; None where no "it" stands there, or neither sentence names a subject.
    """
    pronoun = _PRONOUN.search(text[max(0, at - 60) : at])
    if pronoun is None:
        return None
    return _subject_named(text, max(0, at - 60) + pronoun.start(), mentions, starts)


def owner_before(text: str, at: int, mentions: Sequence[M], starts: Sequence[int]) -> M | None:
    """Whose board it is in "its board approved", where "its" begins at a place: the subject before it."""
    return _subject_named(text, at, mentions, starts)


def _subject_named(text: str, place: int, mentions: Sequence[M], starts: Sequence[int]) -> M | None:
    """The first subject before a place in its sentence, else in the one before."""
    low = max(0, place - _BACK)
    breaks = [low + match.end() for match in _BREAK.finditer(text[low : place + 1])]
    bounds = [place, *breaks[::-1][:2], *([low] if low == 0 and len(breaks) < 2 else [])]
    for end, start in pairwise(bounds):
        for one in mentions[bisect_left(starts, start) : bisect_left(starts, end)]:
            before = text[max(start, one.start - 40) : one.start]
            owner = text[one.end : one.end + 2] in ("'s", "’s") or one.role == "demonym"
            if one.code and one.end <= end and not owner and not _NO_SUBJECT.search(before):
                return one
    return None


def spoken_of(
    text: str, before: int, mentions: Sequence[Named], starts: Sequence[int], besides: frozenset[str], main: str | None
) -> dict[str, float]:
    """How much the text right before a place speaks of each country: a mention counts the more the nearer it is, twice
    in the place's own paragraph, half as a demonym or behind a preposition, not at all where a capital is only where
    something happens. `main`, of which the whole text speaks most, has a little more.
    """
    paragraph = text.rfind("\n\n", max(0, before - WITHIN), before)
    counts: dict[str, float] = {main: _TOPIC} if main and main not in besides else {}
    for one in mentions[bisect_left(starts, before - WITHIN) : bisect_left(starts, before)]:
        if one.code and one.role != "group" and one.code not in besides and actors.kind_of(one.code) == "country":
            front = text[max(0, one.start - 30) : one.start]
            if one.role == "capital" and _AT.search(front):
                continue
            weight = 0.5 if one.role == "demonym" or _NO_SUBJECT.search(front) else 1.0
            weight *= 2 if one.start > paragraph else 1
            counts[one.code] = counts.get(one.code, 0.0) + weight * 0.998 ** (before - one.start)
    return counts


_TOPIC = 0.5
"""What the country that the whole text speaks of most has in advance, in mentions right before the place."""
_AT = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear) $")


def joined_pair(text: str, before: int, mentions: Sequence[Named], starts: Sequence[int]) -> tuple[str, ...]:
    """The two countries last named as a pair before a place: "Norway and Latvia", "between Norway and the EU"; () for
    none, or where they are part of a longer list.
    """
    first = bisect_left(starts, before - WITHIN)
    near = [one for one in mentions[first : bisect_left(starts, before)] if one.code and one.role != "group"]
    for place in range(len(near) - 1, 0, -1):
        one, two = near[place - 1], near[place]
        if one.code == two.code or not re.fullmatch(r" and (?:the )?|[-–]", text[one.end : two.start]):
            continue
        longer = place > 1 and re.fullmatch(r", (?:the )?", text[near[place - 2].end : one.start])
        if not longer and all(actors.kind_of(who.code or "") for who in (one, two)):
            return one.code or "", two.code or ""
    return ()
