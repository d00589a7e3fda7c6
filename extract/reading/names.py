"""Names: where a text names countries and organisations, by the table of `extract.actors`.

Takes a text; gives mentions, in order of place.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from extract import actors
from extract.reading.mention import Mention
from extract.reading.words import whole_words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][a-zA-Z]+)?")
_GAP = re.compile(r"(?:[ \n]|\.? |-|–|‐|, | & )")
_MOST_WORDS = 8
_NEVER = frozenset(name.casefold() for name in actors.NOT_ACTORS)
_MONEY = re.compile(rf"\.?[\s-]+(?:{actors.CURRENCY})\b|\$", re.IGNORECASE)
"""Behind a name that only says whose money it is: "US dollars", "US$5 million"."""
_SHORT = re.compile(r" \(([A-Z]{2,6})\)")
"""Behind a name, the letters by which the text calls it from there on: "China Development Bank (CDB)"."""


def named(text: str) -> list[Mention]:
    """Countries and organisations of the table, the longest name first, longer names of other things stepped over."""
    tokens = list(_TOKEN.finditer(text))
    out: list[Mention] = []
    at = 0
    while at < len(tokens):
        step = 1
        if tokens[at][0][:1].isupper() and (most := _most_words(tokens[at][0])):
            for size in range(_joined(text, tokens[at : at + most]), 0, -1):
                start, end = tokens[at].start(), tokens[at + size - 1].end()
                words = _OWNING.sub("", text[start:end])
                if words.casefold() in _NEVER:
                    step = size
                    break
                entry = actors.look_up(words) or actors.look_up(text[start:end])
                if entry is not None and not _MONEY.match(text, end):
                    out.append(Mention(words, entry.code, start, start + len(words), entry.role))
                    step = size
                    break
        at += step
    return sorted((*out, *_shortened(text, out)), key=lambda one: one.start)


def _shortened(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Where organisations stand by letters that the text itself has given them and the table does not know."""
    known: set[str] = set()
    for one in named:
        short = _SHORT.match(text, one.end) if one.code and actors.kind_of(one.code) == "organisation" else None
        if short and short[1] not in known and actors.look_up(short[1]) is None:
            known.add(short[1])
            spans = whole_words(text, short[1])
            yield from (Mention(short[1], one.code, *span, "alias") for span in spans if span[0] >= one.end)


_OWNING = re.compile(r"['’]s$")


@lru_cache(maxsize=16_384)
def _most_words(first: str) -> int:
    """The most words that a name which begins with this word can have; 0 where no name begins so."""
    key = _first_key(first)
    return _MOST_WORDS if key == "the" else _openings().get(key, 0)


@cache
def _openings() -> dict[str, int]:
    """The first words of all names that `named` knows, with the number of words of the longest of them."""
    out: dict[str, int] = {}
    for name in (*actors.all_surfaces(), *actors.NOT_ACTORS):
        words = [match[0] for match in _TOKEN.finditer(unicodedata.normalize("NFC", name).replace(" & ", " and "))]
        words = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
        if words:
            key = _first_key(words[0])
            out[key] = min(_MOST_WORDS, max(len(words), out.get(key, 0)))
    return out


def _first_key(word: str) -> str:
    """A word without what the table's look-up does not regard: case, dots, a closing "'s"."""
    plain = unicodedata.normalize("NFC", word).replace(".", "").replace("’", "'").casefold()
    return plain.removesuffix("'s")


def _joined(text: str, window: Sequence[re.Match[str]]) -> int:
    """How many of the words, from the first on, nothing parts but what may stand within a name."""
    for place, (one, two) in enumerate(itertools.pairwise(window), start=1):
        start, end = one.end(), two.start()
        if text[start:end] != " " and not _GAP.fullmatch(text, start, end):
            return place
    return len(window)
