"""What a proposal is, and a document as code reads it, once for all kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from extract.fields import KindModel
from extract.folding import Span
from extract.reading import Attribution, Cast, attributions
from extract.reading.lexicon import ENGLISH
from extract.types import Document, Figure


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
class Page:
    """A document as code reads it, once for all kinds."""

    document: Document
    figures: tuple[Figure, ...]
    cast: Cast
    said: tuple[Attribution, ...]

    @property
    def text(self) -> str:
        return self.document.text


def read_page(document: Document, figures: Sequence[Figure]) -> Page:
    """The page of a document."""
    cast, said = _read(document.text)
    return Page(document, tuple(figures), cast, said)


@lru_cache(maxsize=8)
def _read(text: str) -> tuple[Cast, tuple[Attribution, ...]]:
    cast = Cast(text)
    return cast, attributions(text, cast, ENGLISH)


def empty(model: type[KindModel]) -> dict[str, Any]:
    """A draft's data with every field at its word for "not said": null, [], "unspecified" or the first choice."""
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
    return out
