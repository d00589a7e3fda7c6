"""Grounding: every quote of the model to exact offsets in the document, or to nothing.

Takes a quote and a text; gives an `Evidence` whose `exact` is the document's own slice. A quote counts when
it is a substring, or becomes one after a reversible normalisation: NFC, white space (one run is one space;
a space beside punctuation is none, since small models write "U. S." for "U.S.", but "1. 5" is not "1.5"),
quotation marks and dashes; invisible format characters are passed over, and the first letter may be a capital or
not, since models begin a quote as a sentence. No other letter and no digit is touched, and nothing is matched by
likeness: `nearest` only makes a suggestion for a message.

A match may not cut a word or a number: "5 billion" does not stand in "1.5 billion".
Offsets are code points; a map from folded to original places makes the normalisation reversible.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import overload

from extract.types import Evidence

CONTEXT = 32
"""Code points of prefix and suffix kept with a quote, so that it can be found again in a changed text."""

_MOST_MARKS = 30
"""Combining marks that one character may carry (UAX 15, stream-safe text); sorting a longer run takes its square."""

_MARKS = dict.fromkeys(map(ord, "‘’‚‛“”„‟«»‹›\"'`´′″"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−-"), "-")
_FOLDED = {**_MARKS, **_DASHES}

Span = tuple[int, int]


def locate(quote: str, text: str, within: Sequence[Span] | None = None) -> Evidence | None:
    """The first place where the quote stands in the text, as evidence; None where it does not.

    within: half-open spans of the text; only a match that lies wholly inside one of them counts.
    """
    quote = quote.strip()
    if not any(char.isalnum() for char in quote):
        return None
    parts = [(0, len(text))] if within is None else [(max(0, start), end) for start, end in within]
    if found := _earliest(_exact, quote, text, parts):
        return evidence_at(text, found)
    folded = fold(quote)[0]
    for wanted in dict.fromkeys((folded, _other_case(folded))):
        if found := _earliest(_normalised, wanted, text, parts):
            return evidence_at(text, found, exact=False)
    return None


def _earliest(
    search: Callable[[str, str, Span], Iterator[Span]], quote: str, text: str, parts: Iterable[Span]
) -> Span | None:
    """The first place in any of the parts; the rest of the text is not looked through."""
    return min((span for part in parts for span in islice(search(quote, text, part), 1)), default=None)


def evidence_at(text: str, span: Span, *, exact: bool = True) -> Evidence:
    """The slice of the text as evidence; `exact` says whether the quote was that very slice."""
    start, end = span
    return Evidence(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
        end=end,
        match="exact" if exact else "normalised",
    )


def _exact(quote: str, text: str, part: Span) -> Iterator[Span]:
    start = text.find(quote, *part)
    while start >= 0:
        end = start + len(quote)
        if not cuts(text, start, end):
            yield start, end
        start = text.find(quote, start + 1, part[1])


def _normalised(wanted: str, text: str, part: Span) -> Iterator[Span]:
    """Places of a folded quote, as spans of the text itself."""
    folded, places = fold(text)
    left, right = places.within(part)
    at = folded.find(wanted, left, right)
    while at >= 0:
        after = at + len(wanted)
        first, last = places[at], places[after - 1]
        # A letter with an accent that NFC cannot compose is several folded characters of one place.
        whole = (at == 0 or places[at - 1] != first) and (after == len(places) or places[after] != last)
        if whole and not cuts(text, first[0], last[1]):
            yield first[0], last[1]
        at = folded.find(wanted, at + 1, right)


def _other_case(quote: str) -> str:
    """The quote with its first letter's case changed; one word alone is left as it is ("us" is not "US")."""
    first = quote[:1].swapcase()
    return first + quote[1:] if " " in quote and len(first) == 1 else quote


def cuts(text: str, start: int, end: int) -> bool:
    """Whether the slice begins or ends inside a word or a number of the text.

    A point or comma between two digits belongs to the number, so it is cut on either side of it. Accents belong to
    their letter, and invisible format characters part nothing.
    """
    return _joined(text, start) or _joined(text, end)


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    if unicodedata.combining(text[at]):
        return True
    before, after = _seen(text, range(at - 1, -1, -1)), _seen(text, range(at, len(text)))
    left, right = next(before, ""), next(after, "")
    if left.isalnum() and right.isalnum():
        return True
    if left in _POINTS and right.isdigit():
        return next(before, "").isdigit()
    return right in _POINTS and left.isdigit() and next(after, "").isdigit()


_POINTS = (".", ",")


def _seen(text: str, places: Iterable[int]) -> Iterator[str]:
    """The characters at the places, accents and invisible ones passed over."""
    for at in places:
        if not unicodedata.combining(text[at]) and unicodedata.category(text[at]) != "Cf":
            yield text[at]


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


@lru_cache(maxsize=64)
def fold(text: str) -> tuple[str, Places]:
    """The text folded for comparison, and for each folded character the original span that it stands for."""
    out: list[str] = []
    starts, ends = array("I"), array("I")
    at = 0
    for cluster in _clusters(text):
        start, at = at, at + len(cluster)
        if cluster.isspace():
            chars = " " if out and out[-1] != " " else ""
        else:
            folded = unicodedata.normalize("NFC", cluster).translate(_FOLDED)
            chars = "".join(char for char in folded if unicodedata.category(char) != "Cf")
        for char in chars:
            out.append(char)
            starts.append(start)
            ends.append(at)
    kept = [i for i, char in enumerate(out) if char != " " or _between_words(out, i)]
    places = Places(array("I", map(starts.__getitem__, kept)), array("I", map(ends.__getitem__, kept)))
    return "".join(map(out.__getitem__, kept)), places


def _between_words(chars: Sequence[str], at: int) -> bool:
    """Whether a space parts two letters, two digits or two numbers ("in 2021. 5 billion"); beside other punctuation
    it is passed over.
    """
    if not 0 < at < len(chars) - 1:
        return False
    left, right = chars[at - 1], chars[at + 1]
    if left.isalnum() and right.isalnum():
        return True
    if left in _POINTS and right.isdigit():
        return at > 1 and chars[at - 2].isdigit()
    return right in _POINTS and left.isdigit() and at + 2 < len(chars) and chars[at + 2].isdigit()


def _clusters(text: str) -> Iterator[str]:
    """Base characters with the combining marks that follow: what NFC composes."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]) or at - start > _MOST_MARKS:
            yield text[start:at]
            start = at


def nearest(quote: str, text: str) -> str | None:
    """The sentences most like the quote, for a message only; None where nothing is alike (score under 70 of 100)."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(quote[:700], text, score_cutoff=70)
    if found is None:
        return None
    start, end = sentence_around(text, found.dest_start, found.dest_end)
    return text[start:end] if end - start <= 2 * len(quote) + 80 else text[found.dest_start : found.dest_end].strip()


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence or sentences that hold the slice; a paragraph break always ends one.

    A full stop ends a sentence before white space and a capital, a digit or an opening mark, unless it
    belongs to one letter ("U.S.", but not "F-16s."), a title ("Mr.") or a short month ("Sept.").
    """
    ends = sentence_ends(text)
    before = bisect_right(ends, start) - 1
    after = bisect_left(ends, end)
    left = ends[before] if before >= 0 else 0
    right = ends[after] if after < len(ends) else len(text)
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


@lru_cache(maxsize=64)
def sentence_ends(text: str) -> tuple[int, ...]:
    """Where sentences end: places just behind their last mark, and paragraph breaks; in order."""
    ends = [match.start() for match in _PARAGRAPH.finditer(text)]
    at, size = 0, len(text)
    while at < size:
        char = text[at]
        if char in ".!?…":
            stop = at + 1
            while stop < size and text[stop] in "\"'”’)]»":
                stop += 1
            if stop >= size or (text[stop].isspace() and not _abbreviation(text, at) and _opens(text, stop)):
                ends.append(stop)
                at = stop - 1
        at += 1
    return tuple(sorted(ends))


def _abbreviation(text: str, at: int) -> bool:
    if text[at] != ".":
        return False
    start = at
    while start > 0 and (text[start - 1].isalpha() or (text[start - 1] == "." and at - start < 8)):
        start -= 1
    word = text[start:at]
    if len(word) == 1:  # an initial; not the last letter of "MiG-29s" or "Norway's"
        return start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-’'")
    return "." in word or word in _TITLES


_PARAGRAPH = re.compile(r"(?:\r\n|\n|\r(?!\n))[^\S\r\n]*+(?=[\r\n])")
_TITLES = frozenset({
    *("Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Lt", "Sgt", "Sen", "Rep", "Gov", "Prof", "No", "vs"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
})  # fmt: skip


def _opens(text: str, at: int) -> bool:
    while at < len(text) and text[at].isspace():
        at += 1
    return at >= len(text) or text[at].isupper() or text[at].isdigit() or text[at] in "\"'“‘«([–—-•"


def spans_of(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    """The places of the evidence."""
    return tuple((quote.start, quote.end) for quote in evidence)
