"""The block of front matter that a document may begin with, and the text after it.

Takes a decoded text; gives its parts: text, title, ISO date, source. What is no such block is text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

import yaml

from extract.errors import DocumentError
from extract.folding import encodable

FRONT_MATTER_CHARS = 10_000
"""Longest block read as front matter, in code points; a longer one is text."""

_OURS = re.compile(r"^(?:title|date|source):", re.MULTILINE)
_FENCE = re.compile(r"(?:\A|(?<=[\r\n]))---[ \t]{0,40}(?:\r\n|\r|\n|\Z)")
_PLAIN_LINE = re.compile(r"([A-Za-z][\w-]{0,40}):[ \t]+([^\s\"'\[\]{}|>&*!%@`#-].*)")
_NESTED = re.compile(r"[-?:][ \t]+(?=[-?][ \t])")
# The base loaders make strings, lists and mappings only: less than safe_load, which also makes dates and numbers.
# libyaml's takes 0.014 ms for a block of four lines, PyYAML's own 0.13 ms; that one is asked where libyaml refuses (it
# knows no halves of surrogate pairs in escapes) and where PyYAML was built without it.
_QUICK = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].+)?")


class Page(NamedTuple):
    """One file as read: its text after the front matter, and what the front matter says."""

    text: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


def front_matter(text: str) -> Page:
    """The text after the front matter and what that says; all of it, where there is no front matter.

    A block that is not closed, too long, not YAML nor plain lines, not a mapping, or uses anchors is text, so that no
    text is ever lost. One that is broken though it names title, date or source, whose date is no ISO date, or whose
    values are not words, is the author's to mend: taken for text, it would lose the date without a word.
    """
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return Page(text)
    block = encodable(text[opening.end() : closing.start()])
    if (entries := _mapping(block)) is None:
        if _OURS.search(block[:FRONT_MATTER_CHARS]):
            what = "front matter is not plain YAML; put quotation marks around values that hold a colon"
            raise DocumentError("bad_front_matter", what)
        return Page(text)
    title, date, source = (_words(entries, key) for key in ("title", "date", "source"))
    return Page(text[closing.end() :], title, _day(date), source)


def _mapping(block: str) -> dict[object, object] | None:
    """The YAML mapping with every scalar as the string written, so that "007" and "no" stay what they are."""
    # libyaml goes down into what is nested without looking at the stack; PyYAML's own parser takes seconds over it.
    if len(block) > FRONT_MATTER_CHARS or block.count("[") + block.count("{") + len(_NESTED.findall(block)) > 100:
        return None
    for loader in (_QUICK, yaml.BaseLoader):
        try:
            if "&" in block or "*" in block:
                tokens = yaml.scan(block, Loader=loader)
                if any(isinstance(token, (yaml.AliasToken, yaml.AnchorToken)) for token in tokens):
                    return None
            loaded = yaml.load(block, Loader=loader)  # noqa: S506, of the base loaders: see _QUICK
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
            continue
        return loaded if isinstance(loaded, dict) else None
    return _plain_lines(block)


def _plain_lines(block: str) -> dict[object, object] | None:
    """The entries of a block that is no YAML for a colon in a value alone: `title: Round-up: arms fair closes`, as
    many newspapers write. None where any line is more than a word, a colon and words.
    """
    found = [_PLAIN_LINE.fullmatch(line) for line in block.splitlines() if line.strip()]
    return {match[1]: match[2] for match in found if match} if all(found) else None


def _words(entries: dict[object, object], key: str) -> str | None:
    value = entries.get(key)
    if value is None or value in ("", "~", "null"):
        return None
    if not isinstance(value, str):
        raise DocumentError("bad_front_matter", f'front matter: {key} must be words; write {key}: "..."')
    # YAML escapes can write halves of surrogate pairs, which no encoding takes.
    return " ".join(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split()) or None


def _day(date: str | None) -> str | None:
    """The ISO date; of a date with a time the date alone, as written in its own time zone."""
    try:
        if date is None or _ISO_DATE.fullmatch(date):
            return date and datetime.fromisoformat(date).date().isoformat()
    except ValueError:
        pass  # the same message as for any other date
    what = f"front matter: date {date!r:.40} is no ISO date; write date: YYYY-MM-DD, or leave it out"
    raise DocumentError("bad_front_matter", what)
