"""Patterns that compile when first used, and word lists written as one string.

Compiling all patterns of this package takes longer than importing it may; a program that only wants
`designation_key` or `--help` should not wait for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

SPACE = r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)"
"""Between two words of one figure: a few spaces of any width, or one line break."""


class Lazy:
    """A regular expression, compiled at its first use; then its methods are the compiled pattern's own."""

    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    sub: Callable[..., str]

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep the method asked for on the instance, so that this runs once for each name."""
        if name.startswith("__"):
            raise AttributeError(name)
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method


SENTENCE_END = Lazy(r"(?:(?<!\b[A-Z])(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!Gen)\.|[!?…;])[\"”’)]?\s+(?=[A-Z“\"‘(])|\n\s*\n")
"""Where a sentence ends: a stop before a capital that is no initial or title, or an empty line."""


def listed(words: str) -> list[str]:
    """The words of a table written as one string."""
    return words.split()
