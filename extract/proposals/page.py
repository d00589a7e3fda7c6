"""What a proposal is, and a document as code reads it, once for all kinds."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from extract.fields import KindModel
from extract.folding import Span
from extract.kept import kept
from extract.reading import Attribution, Cast, attributions, sentence_at, sentences
from extract.reading.lexicon import ENGLISH
from extract.types import Document, Figure

FEWEST_WORDS = 5
"""Words of a sentence; less is a heading or page furniture."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidate.

    draft    the record as code reads it
    span     the sentence or passage shown to the model
    at       where the thing itself stands: what candidates of one sentence differ in
    label    what the candidate is about, for the question ("$10 billion", "S-400")
    doubts   paths and reasons: what code only guesses; lifted where the model reads the same
    options  for each field that the model is asked about, its choices
    """

    draft: KindModel
    span: Span
    at: Span
    label: str
    doubts: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that may report something: its number and place, and its words with the letters of names taken out,
    so that "Monetary Fund" is no "fund"; same length.
    """

    number: int
    span: Span
    masked: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document as code reads it, once for all kinds. `lines` are the sentences worth a look, each once,
    `starts` where the figures begin.
    """

    document: Document
    figures: tuple[Figure, ...]
    cast: Cast
    said: tuple[Attribution, ...]
    lines: tuple[Line, ...]
    starts: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    def within(self, span: Span) -> list[Figure]:
        """The figures that lie in a span, in order."""
        first = bisect_left(self.starts, span[0])
        last = bisect_left(self.starts, span[1], first)
        return [one for one in self.figures[first:last] if one.end <= span[1]]


def read_page(document: Document, figures: Sequence[Figure]) -> Page:
    """The page of a document."""
    return Page(document, tuple(figures), *_read(document.text), tuple(one.start for one in figures))


@kept
def _read(text: str) -> tuple[Cast, tuple[Attribution, ...], tuple[Line, ...]]:
    cast = Cast(text)
    return cast, attributions(text, cast, ENGLISH), tuple(_lines(text, cast))


def _lines(text: str, cast: Cast) -> Iterator[Line]:
    """The sentences that are no question, no heading and no repetition."""
    seen: set[str] = set()
    for number, span in enumerate(sentences(text)):
        words = text[slice(*span)]
        plain = " ".join(_WORD.findall(words)).casefold()
        if plain in seen or len(plain.split()) < FEWEST_WORDS or words.endswith("?"):
            continue
        seen.add(plain)
        yield Line(number, span, _masked(words, span, cast))


_WORD = re.compile(r"\w+")


def _masked(words: str, span: Span, cast: Cast) -> str:
    out = list(words)
    for one in cast.within(*span):
        if one.role in ("name", "alias", "person"):
            out[one.start - span[0] : one.end - span[0]] = "_" * (one.end - one.start)
    return "".join(out)


def empty(model: type[KindModel]) -> dict[str, Any]:
    """A draft's data with every field at its word for "not said": null, [], "unspecified" or the first choice."""
    return {name: [] if value == [] else value for name, value in _unsaid(model).items()}


@lru_cache(maxsize=64)
def _unsaid(model: type[KindModel]) -> Mapping[str, Any]:
    out: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        options = get_args(info.annotation)
        if type(None) in options:
            out[name] = None
        elif get_origin(info.annotation) is list:
            out[name] = []
        elif get_origin(info.annotation) is Literal:
            unsaid = ("unspecified", "unclear", "unknown", "other", "comment", "fact", "indirect")
            out[name] = next((value for value in unsaid if value in options), options[0])
        else:
            out[name] = "author"
    return MappingProxyType(out)


def naming(page: Page, span: Span, figure: Figure | None) -> Span | None:
    """The sentence that names what this one only speaks of ("16 of the jets"); None where the name stands here."""
    if figure is None or span[0] <= figure.start < span[1]:
        return None
    return sentences(page.text)[sentence_at(page.text, figure.start)]
