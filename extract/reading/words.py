"""Small things that reading stands on: word lists as patterns, spans trimmed."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.folding import Span

_LEAD = re.compile(
    r"^(?:(?:But|And|However|Meanwhile|Also|Thus|Moreover|Earlier|Later|So|Still|Yet|Then|Therefore|Although|While"
    r"|Though|In addition|For (?:his|her|its) part|In turn|By the way)\b,? ?)+"
)
_DATELINE = re.compile(
    r"^[A-Z][A-Z’'.-]{2,20}[A-Z](?: [A-Z’'.-]{2,20}){0,2}(?:, [\w ,.]{2,24}?)?"
    r"(?: ?\([^)\n]{2,30}\))? ?(?:[-–—]{1,2} |: )(?=[A-Z“\"])"
    r"|^[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,2}(?:, [^()\n]{0,20})? \((?:[A-Z][\w/ -]{1,20})\) ?[-–—]{1,2} (?=[A-Z“\"])"
)
"""Where a news item was written: "NAIROBI, 14 March 2023 - ", "ISLAMABAD: ", "Oslo (Reuters) - "."""


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole, the longest first; `*` stands for further letters."""
    options = "|".join(
        re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{options})\b" if options else r"(?!)", re.IGNORECASE)


def lead(words: str) -> int:
    start = line.end() if (line := _DATELINE.match(words)) else 0
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
