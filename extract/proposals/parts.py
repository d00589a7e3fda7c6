"""Parts of a candidate: the fields that a sentence's words and figures fill by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from extract.fields import KindModel, roles_of
from extract.figures.keys import HYPHENS
from extract.figures.neighbours import MEASURES
from extract.folding import Span
from extract.proposals.mood import DOUBT
from extract.proposals.page import Page
from extract.reading.words import any_of
from extract.signs import Event
from extract.types import Figure

_PEOPLE = re.compile(
    r"\b(?:countries|sides|states|nations|governments|leaders|presidents|parties|ministers|neighbou?rs)\b",
    re.IGNORECASE,
)


def amount(figure: Figure | None) -> dict[str, Any] | None:
    """A sum of money as its figure has it."""
    if figure is None or figure.value is None:
        return None
    return {
        "text": figure.as_written,
        "value": figure.value,
        "currency": figure.unit or "",
        "modifier": figure.modifier,
    }


_PRICE = re.compile(
    r"\b(?:for|worth|pays?|paid|paying|valued at|price(?: tag)?|at|costing|costs?|cost of|value of|of|estimated"
    r"|totall?ing|contract|deal)\b"
    r"[^,;:.]{0,30}$"
)
_PRICED = re.compile(r"(?:-worth)?(?: of)? (?:\w+ ){0,2}(?:contract|deal|order|purchase|sale|agreement|package)")
_LENT = re.compile(
    r"\b(?:loans?|credits?|credit lines?|grants?|advances?)(?: \w+)? (?:of|worth|for|totall?ing)\b[^,;:.]{0,30}$"
)
"""Before a sum that somebody lends for the thing, which may cost more: "a loan of $5 million for two ships"."""
_OTHER_COST = re.compile(r"\b(?:overhaul|repairs?|maintenance|upkeep|training|refit|their \w+|its \w+) costs?\b")


def price(page: Page, span: Span, at: Span) -> Figure | None:
    """The one sum in the sentence of a kind that is not about sums, where words of price stand before or behind it and
    no other clause parts it from the thing; None where there are more.
    """
    sums = [one for one in page.within(span) if one.kind == "money"]
    if len(sums) > 1:
        sums = _own_price(page, span, at, sums)
    if len(sums) != 1:
        return None
    start, end = sums[0].start, sums[0].end
    if at[0] >= end and any(one.kind == "designation" and one.end <= start for one in page.within(span)):
        return None  # "48 F-16 jets for $5 million, with ten tanks": the price of what goes before it
    between = page.text[min(end, at[1]) : max(start, at[0])]
    before = page.text[max(span[0], start - 60) : start]
    if re.search(r";|, (?:while|whereas|and|but) ", between) or _OTHER_COST.search(between) or _LENT.search(before):
        return None
    return sums[0] if _PRICE.search(before) or _PRICED.match(page.text, end) else None


def _own_price(page: Page, span: Span, at: Span, sums: Sequence[Figure]) -> list[Figure]:
    """Of several sums the one between the thing and the next, where each named thing has one of its own behind it:
    "100 Javelins for $4 million and 20 Excaliburs for $6 million".
    """
    starts = [one.start for one in page.within(span) if one.kind == "designation"]
    if at[0] not in starts:
        return []
    ends = [*starts[1:], span[1]]
    behind = [[one for one in sums if left < one.start < right] for left, right in zip(starts, ends, strict=True)]
    if len(starts) != len(sums) or any(len(some) != 1 for some in behind):
        return []
    return behind[starts.index(at[0])]


def count(page: Page, span: Span, at: Span) -> dict[str, Any] | None:
    """The number right before the thing: "28 F-16 fighters", "at least three Su-30"; None where there is none."""
    for figure in reversed(page.within(span)):
        if figure.kind in ("count", "number") and figure.start < at[0] <= figure.end + 30:
            between = page.text[figure.end : at[0]] if figure.end <= at[0] else ""
            if _PEOPLE.search(page.text[figure.start : at[0]]):
                continue
            if _whole(page.text, span, figure, at):
                continue
            if figure.unit in MEASURES or between[:1] in HYPHENS:
                continue  # how big it is, not how many: "two 85-metre patrol ships", "120 mm mortars"
            if not _ORDERED_SO.match(page.text, at[1], span[1]) and re.search(
                r"\b(?:first|second|third|fourth|last|next|one|two|some|most|half) of (?:the |its )?$",
                page.text[max(span[0], figure.start - 30) : figure.start].lower(),
            ):
                continue  # "the first of four frigates": how many came is another number
            if _UP_TO_IT.fullmatch(between) and figure.value is not None:
                return {"text": figure.as_written, "value": figure.value}
    return None


def _whole(text: str, span: Span, figure: Figure, at: Span) -> bool:
    """Whether a number only says of how many the sentence goes on to tell: "Of the seven tanks that were promised, four
    have come, while one was given to Norway". "Of eight tanks bought in May, three have come": eight were bought.
    """
    if not _OF_THE.search(text, span[0], figure.start):
        return False
    rest = text[at[1] : span[1]]
    told = _PARTS_FOLLOW.match(rest) or _PART.search(rest)
    return told is not None and _BOUGHT_SO.match(rest) is None


_OF_THE = re.compile(
    r"(?:^|[.,;:*] ?|\A)(?:[Oo]f|[Oo]ut of) (?:the |its |all |these |those )*(?:first )?\Z", re.MULTILINE
)
_PART = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|some|most|many|several|none"
    r"|only \w+) (?:more )?(?:ha[sd]|have|was|were|are|is|will|went|came|arrived|remains?)\b"
)
_PARTS_FOLLOW = re.compile(r"(?: [a-z]+){0,2},")
"""A comma right behind the things: "Of the 12 tanks, Norway has given four"."""
_BOUGHT_SO = re.compile(
    r"(?: [a-z]+s?)? (?:bought|ordered|purchased|supplied|delivered|donated|promised|sold|received|acquired)\b"
)


_UP_TO_IT = re.compile(r"\s?(?:of )?(?:the )?(?:[\w’'-]+ ){0,3}|\s(?:[a-z-]+ ){1,4}of (?:the|its) ")
"""Between a number and its thing: "two patrol ships of the Skua class" too."""
_ORDERED_SO = re.compile(
    r"(?:[ -][\w’'-]+){0,5}?(?:,? (?:that|which) (?:[\w’'-]+ ){1,5}?(?:had |has |have )?| )"
    r"(?:ordered|bought|purchased|contracted|chose|selected|picked|signed for|acquired|commissioned|leased)\b"
)
"""Behind things of which a part has come: "two of the nine tanks that Norway ordered in May": nine were ordered."""


@lru_cache(maxsize=256)
def _is_list(model: type[KindModel], name: str) -> bool:
    return "list" in str(model.model_fields[name].annotation)


_IN = re.compile(r" in (?:[a-z-]+ )?")


def choices(
    model: type[KindModel], words: str, at: int, acts: tuple[str, ...] = (), end: int | None = None
) -> dict[str, Any]:
    """For each field with cue words, the choice whose word stands nearest to the thing; for a list, all that fit.
    `end` is where a sum ends: the word right behind it is nearest ("in loans and $5 million in grants").
    """
    out: dict[str, Any] = {}
    words = any_of(acts).sub(lambda match: "_" * len(match[0]), words)  # "agreed upon" names no agreement
    for name, cues in {**model.choice_cues, **model.guess_cues}.items():
        gaps = {}
        for choice, options in cues.items():
            found = [
                0 if end is not None and _IN.fullmatch(words, end, match.start()) else abs(match.start() - at)
                for match in any_of(options).finditer(words)
            ]
            if found:
                gaps[choice] = min(found)
        order = sorted(gaps, key=lambda choice: gaps[choice])
        if _is_list(model, name):
            most = next((m.max_length for m in model.model_fields[name].metadata if hasattr(m, "max_length")), 3)
            out[name] = order[: min(most, 2)] or [one for one in ("other",) if one in str(model.model_fields[name])]
        elif order:
            out[name] = order[0]
    return out


def source(model: type[KindModel], page: Page, at: Span) -> dict[str, Any]:
    """Who says so: the speaker in whose words the thing stands, else the author; and what that makes of the fact."""
    out: dict[str, Any] = {}
    said = next((one for one in page.said if one.content[0] <= at[0] and at[1] <= one.content[1]), None)
    for name, role in roles_of(model).items():
        if role == "source":
            out[name] = (said.name or page.text[slice(*said.speaker)]) if said is not None else "author"
        elif role == "factuality" and said is not None:
            out[name] = "claim"
        elif role == "factuality":
            start, end = page.text.rfind(".", 0, at[0]) + 1, at[1] + 80
            out[name] = "speculative" if any_of(DOUBT).search(page.text[start : at[0]]) and end else "fact"
    return out


def description(text: str, span: Span, at: Span, signs: Event) -> str | None:
    """What the thing is: the words behind its name up to a word for such things, or the thing's own noun phrase."""
    rest = text[at[1] : min(span[1], at[1] + 70)]
    match = re.match(r"[”\"’]?((?: [\w’'-]+){1,6})", rest)
    if any_of(signs.about).fullmatch(text[slice(*at)]):
        before = re.search(r"(?:[\w-]+[ -]){0,2}$", text[span[0] : at[0]])
        start = at[0] - len(before[0]) if before and re.match(r"[a-z-]+[ -]", before[0]) else at[0]
        return _NO_DESCRIPTION.sub("", text[start : at[1]])
    if match is None:
        return None
    own = re.split(r" (?:and|or|with|for|from|to|in|on|of|at|by) ", f"{match[1]} ")[0].rstrip()
    nouns = list(any_of(signs.about + signs.called).finditer(own))
    return own[: nouns[-1].end()].strip() if nouns else None


_NO_DESCRIPTION = re.compile(
    r"^(?:(?:a|an|the|these|those|same|of|to|with|for|and|or|in|from|buy|supply|more|its|some"
    r"|\w+(?= of (?:the|these|those|its) )) )+"
)
"""What stands before a thing and says nothing of it: "16 of the jets"."""


def purpose(text: str, span: Span, at: Span, signs: Event) -> str | None:
    """What it is for: "to build a railway", "for the purchase of fuel", behind the thing in its own sentence."""
    rest = text[at[1] : span[1]]
    match = re.search(r"\b(?:to|for) (?=(?:[a-z]+ )+)(?!the (?:first|second)|about|a total)[^,.;:]{6,150}", rest)
    return match[0].strip() if match and match.start() < 60 else None


def terms(text: str, span: Span, at: Span, signs: Event) -> str | None:
    """Interest and length: "25 years", "at 3 percent"."""
    words = text[slice(*span)]
    match = re.search(
        r"(?:\bat [^,.;]{0,20}?)?\b\d[\d.,]* ?(?:%|per ?cent)[^,.;]{0,25}interest\b"
        r"|\b(?:\d+|[a-z]+)[- ]years?\b(?! ago)",
        words,
    )
    return match[0] if match and re.search(r"\d|two|three|four|five|ten|twenty", match[0]) else None


def title(text: str, span: Span, at: Span, signs: Event) -> str | None:
    """The name of an instrument: in quotation marks, or a run of capitals with a word for instruments in it."""
    words = text[slice(*span)]
    for match in re.finditer(r"[“\"«]([^”\"»“]{6,120})[”\"»]", words):
        if any_of(signs.about).search(match[1]) and match[1][:1].isalpha():
            return match[1]
    run = r"(?:[A-Z][\w’-]+)(?: (?:[A-Z][\w’-]+|on|of|for|the|and))*"
    for match in re.finditer(run, words):
        kept = re.sub(r"(?: (?:on|of|for|the|and))+$", "", match[0])
        noun = any_of(signs.about).search(kept)
        if noun and noun[0][0].isupper() and len(kept.split()) >= 2 and match.start() + noun.start() > 0:
            return kept.removeprefix("The ")
    return None
