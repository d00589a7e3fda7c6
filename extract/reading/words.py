"""Small things that reading stands on: word lists as patterns, spans trimmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.folding import Span

_LEAD = re.compile(
    r"^(?:(?:But|And|However|Meanwhile|Also|Thus|Moreover|Earlier|Later|So|Still|Yet|Then|Therefore|Although|While"
    r"|Though|In addition|For (?:his|her|its) part|In turn|By the way)\b,? ?)+"
)
DATELINE = re.compile(
    r"^[A-Z][A-Z’'.-]{2,20}[A-Z](?: [A-Z’'.-]{2,20}){0,2}(?:, [\w ,.]{2,24}?)?"
    r"(?: ?\([^)\n]{2,30}\))? ?(?:[-–—]{1,2} |: )(?=[A-Z“\"])"
    r"|^[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,2}(?:, [^()\n]{0,20})? \((?:[A-Z][\w/ -]{1,20})\) ?[-–—]{1,2} (?=[A-Z“\"])"
)
"""Where a news item was written: "NAIROBI, 14 March 2023 - ", "ISLAMABAD: ", "Oslo (Reuters) - "."""


_RUN_IN = re.compile(r"(?:\d{1,3}\. )?(?P<mark>\*{1,3}|_{1,3})[^*_\n]{2,80}(?P=mark)[:.]? |\d{1,3}\. (?=[A-Z])")
"""What stands in a paragraph before its first sentence: its number, a heading in italics or bold type."""


_ALSO = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}
"""What `re.IGNORECASE` takes for an ASCII letter beside its two cases."""


@lru_cache(maxsize=2048)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole, in any case, the longest first; `*` stands for further letters.

    The words stand in groups by their first letter: a regex tries the words of a list one after the other at every
    place of the text, and without regard to case it cannot pass over any of them by a look at its first letter.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[:1].lower(), []).append(word)
    options = "|".join(_group(first, members) for first, members in groups.items())
    return re.compile(rf"\b(?:{options})\b" if options else r"(?!)")


def _group(first: str, words: Sequence[str]) -> str:
    if not (first.isascii() and first.isalpha()):
        return rf"(?i:{'|'.join(map(_option, words))})"
    return rf"[{first}{first.upper()}{_ALSO.get(first, '')}](?i:{'|'.join(_option(word[1:]) for word in words)})"


def _option(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")


@lru_cache(maxsize=64)
def one_of(words: tuple[str, ...]) -> str:
    """The same words as a part of a longer pattern, which decides about case."""
    return rf"\b(?:{'|'.join(map(_option, sorted(words, key=len, reverse=True)))})\b" if words else r"(?!)"


def whole_words(text: str, word: str, before: str = "") -> Iterator[Span]:
    """Where a word stands whole, and with it the words `before` it where those stand there; no place twice.

    The same as the regex `(?<!\\w)(?:before )?word(?!\\w)`, without compiling one for each name of each text.
    """
    if before and word in before:
        pattern = rf"(?<!\w)(?:{re.escape(before)} )?{re.escape(word)}(?!\w)"
        yield from (match.span() for match in re.finditer(pattern, text))
        return
    front = f"{before} " if before else ""
    done, at = 0, text.find(word)
    while at >= 0:
        end, start = at + len(word), at - len(front)
        if start < done or not text.startswith(front, start) or _letter(text[start - 1 : start]):
            start = at
        if _letter(text[end : end + 1]) or (start and _letter(text[start - 1])):
            at = text.find(word, at + 1)
        else:
            yield start, end
            done, at = end, text.find(word, end)


def _letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def lead(words: str) -> int:
    start = line.end() if (line := DATELINE.match(words) or _RUN_IN.match(words)) else 0
    match = _LEAD.match(words[start:])
    return start + (match.end() if match else 0)


def trim(text: str, span: Span) -> Span:
    """Without white space and closing points or commas at the ends; quotation marks stay."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    return start, end


def whole(text: str, span: Span) -> bool:
    return len(re.findall(r"\w+", text[span[0] : span[1]])) >= 2
