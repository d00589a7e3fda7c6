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
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from extract.folding import POINTS, Span, fold
from extract.kept import kept
from extract.types import Evidence

CONTEXT = 32
"""Code points of prefix and suffix kept with a quote, so that it can be found again in a changed text."""


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
    left, right = text[at - 1], text[at]
    if left.isascii() and right.isascii() and left not in POINTS and right not in POINTS:
        return left.isalnum() and right.isalnum()
    if unicodedata.combining(text[at]):
        return True
    before, after = _seen(text, range(at - 1, -1, -1)), _seen(text, range(at, len(text)))
    left, right = next(before, ""), next(after, "")
    if left.isalnum() and right.isalnum():
        return True
    if left in POINTS and right.isdigit():
        return next(before, "").isdigit()
    return right in POINTS and left.isdigit() and next(after, "").isdigit()


def _seen(text: str, places: Iterable[int]) -> Iterator[str]:
    """The characters at the places, accents and invisible ones passed over."""
    for at in places:
        if not unicodedata.combining(text[at]) and unicodedata.category(text[at]) != "Cf":
            yield text[at]


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


@kept
def sentence_ends(text: str) -> tuple[int, ...]:
    """Where sentences end: places just behind their last mark, and paragraph breaks; in order."""
    ends = [match.start() for match in _PARAGRAPH.finditer(text)]
    for match in _MARK.finditer(text):
        at, stop = match.span()
        if stop >= len(text) or (text[stop].isspace() and not _abbreviation(text, at) and _opens(text, stop)):
            ends.append(stop)
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


_MARK = re.compile(r"[.!?…][\"'”’)\]»]*+")
_PARAGRAPH = re.compile(r"(?:\r\n|\n|\r(?!\n))[^\S\r\n]*+(?=[\r\n])")
_TITLES = frozenset({
    *("Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Col", "Lt", "Sgt", "Sen", "Rep", "Gov", "Prof", "No", "vs"),
    *("Hon", "Amb", "Adm", "Maj", "Capt", "Cmdr", "Brig", "Rev", "Messrs"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
})  # fmt: skip


def _opens(text: str, at: int) -> bool:
    while at < len(text) and text[at].isspace():
        at += 1
    return at >= len(text) or text[at].isupper() or text[at].isdigit() or text[at] in "\"'“‘«([–—-•"


def spans_of(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    """The places of the evidence."""
    return tuple((quote.start, quote.end) for quote in evidence)
