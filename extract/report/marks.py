"""Marks: what a record line points at in its document, and what no record points at.

Takes lines as runs keep them and the document's text; gives `Mark`s. Evidence and figures carry their offsets; words
that were copied (a speaker, a title, a party) are looked for in the evidence's sentences and close by, and, where the
field may be copied from anywhere, in the document. What a field holds is read off its role in the kind's schema.
Offsets outside the text, as in a file that somebody edited, give marks that lie on nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extract.fields import KindModel, roles_of
from extract.ground import cuts, sentence_around
from extract.placing import NEAR
from extract.report.spans import Mark

_COPIED = ("words", "in_document", "near", "side", "member", "actor", "source")
_LONGEST = 2_000
"""Code points of copied words that are looked for; what is longer is no name, title or term."""


def record_marks(record: Mapping[str, Any], text: str, model: type[KindModel] | None) -> list[Mark]:
    """The marks of one record: its evidence, the figures that prove its numbers, the words that it copied.

    model: the kind's class; None for a kind that the project does not know, whose words then have no marks.
    """
    id_ = str(record["id"])
    roles = roles_of(model) if model is not None else {}
    quotes = _quote_paths(record["data"], roles)
    marks: list[Mark] = []
    for quote in record.get("evidence") or ():
        path = quotes.get(quote["exact"], "")
        marks.append(Mark(*_span(quote), "evidence", "evidence", id_, path))
    for path, figure in (record.get("figures") or {}).items():
        marks.append(Mark(*_span(figure), "figure", _label(path), id_, path))
    proven = {(mark.start, mark.end) for mark in marks}
    scope = [sentence_around(text, mark.start, mark.end) for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    for path, words, role in _copied(record["data"], roles):
        place = _place(words, text, scope, anywhere=role == "in_document")
        if place is not None and place not in proven:
            marks.append(Mark(*place, "words", _label(path), id_, path))
    return marks


def unclaimed_mark(figure: Mapping[str, Any]) -> Mark:
    """The mark of a figure that no record claimed, as `unclaimed.jsonl` has it."""
    return Mark(*_span(figure), "unclaimed", str(figure.get("kind", "figure")))


def _label(path: str) -> str:
    """A field's name as a reader has it: "dates" for "dates[0]"."""
    return path.partition("[")[0].replace("_", " ")


def _span(entry: Mapping[str, Any]) -> tuple[int, int]:
    start, end = entry.get("start"), entry.get("end")
    return (start, end) if isinstance(start, int) and isinstance(end, int) else (0, 0)


def _quote_paths(data: Mapping[str, Any], roles: Mapping[str, str]) -> dict[str, str]:
    """The path of each quote, by its words, which are the document's own once a record leaves."""
    return {words: path for path, words, role in _strings(data, roles) if role == "quote"}


def _copied(data: Mapping[str, Any], roles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    return (entry for entry in _strings(data, roles) if entry[2] in _COPIED and 0 < len(entry[1]) <= _LONGEST)


def _strings(data: Mapping[str, Any], roles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Path, value and role of each string whose field has a role; lists one by one."""
    for name, role in roles.items():
        value = data.get(name)
        if isinstance(value, str):
            yield name, value, role
        elif isinstance(value, list):
            yield from ((f"{name}[{at}]", one, role) for at, one in enumerate(value) if isinstance(one, str))


def _place(words: str, text: str, scope: list[tuple[int, int]], *, anywhere: bool) -> tuple[int, int] | None:
    """Where the words stand whole: in the sentences, else near them, else (if allowed) in the text; or None."""
    near = [(max(0, start - NEAR), end + NEAR) for start, end in scope]
    for low, high in (*scope, *near, *(((0, len(text)),) if anywhere else ())):
        at = text.find(words, low, high)
        while at >= 0:
            if not cuts(text, at, at + len(words)):
                return at, at + len(words)
            at = text.find(words, at + len(words), high)
    return None
