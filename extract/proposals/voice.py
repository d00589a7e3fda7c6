"""Whose voice it is and what about: the country spoken for, the name in a phrase, the subjects of what it says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from extract import actors
from extract.fields import KindModel
from extract.folding import Span
from extract.kept import kept
from extract.proposals.page import Page
from extract.reading import Attribution, sentences
from extract.reading.people import TITLED, Person
from extract.reading.speaker import PRONOUN
from extract.reading.words import DATELINE, any_of

_BESIDE = re.compile(r"\b(?:who|which|whose|visiting)\b")


def own_codes(page: Page, said: Attribution, person: Person | None) -> list[str]:
    """Whom the speaker's own words name, else whom the title names; behind a pronoun the one it stands for."""
    start, end = said.speaker
    beside = _BESIDE.search(page.text, start, end)
    codes = [one.code for one in page.cast.within(start, beside.start() if beside else end) if one.code]
    if not codes and person is not None and person.code:
        codes = [person.code]
    if not codes and said.name and PRONOUN.fullmatch(page.text[start:end]):
        codes = [code for code in (actors.resolve(said.name),) if code]
    return codes


def home(page: Page, said: Attribution) -> str | None:
    """The country whose minister, ministry or parliament speaks where the text does not say: that of "In Athens,"
    before it, else of the dateline, else the one that the paragraph before it speaks of most, else the text.
    """
    text, at = page.text, said.speaker[0]
    start = sentences(text)[said.sentence][0]
    opened = _IN.match(text, start, at)
    place = page.cast.within(opened.end(), opened.end() + 60)[:1] if opened else []
    if place and place[0].start == opened.end() and place[0].code:  # type: ignore[union-attr]
        return place[0].code
    lines = _lines(text)
    before = bisect_right(lines, at, key=lambda line: line[1])
    for line in (lines[before - 1], lines[0]) if before else ():
        if codes := [one.code for one in page.cast.within(*line) if _country(one.code)]:
            return codes[0]
    near = Counter(one.code for one in page.cast.within(text.rfind("\n\n", 0, at) + 1, at) if _country(one.code))
    return near.most_common(1)[0][0] if near else page.cast.main(at)


_IN = re.compile(r"(?:(?:But|And|Meanwhile),? )?(?:Back )?[Ii]n ")


def _country(code: str | None) -> bool:
    return code is not None and actors.kind_of(code) == "country"


@kept
def _lines(text: str) -> tuple[Span, ...]:
    """Datelines, bylines and headings in capitals: where they may name the place that is spoken of."""
    out = []
    for line in re.finditer(r"^(?:[A-Z]|By )[^\n]{0,80}", text, re.MULTILINE):
        place = DATELINE.match(line[0]) or _BYLINE.fullmatch(line[0]) or _HEAD.fullmatch(line[0])
        if place is not None:
            out.append((line.start(), line.start() + place.end()))
    return tuple(out)


_BYLINE = re.compile(r"By [^\n]{2,50}, [A-Z’' -]{3,}")
_HEAD = re.compile(r"[A-Z][A-Z’',:0-9 -]{5,}")


_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]+ ){1,3}[A-ZÀ-Þ][\w’'-]+$")


def proper_name(page: Page, span: Span) -> str | None:
    """A name of two words or more that closes the speaker's phrase behind its titles, and names no country or body."""
    found = _NAME.search(page.text[slice(*span)])
    if found is None or any(one.code for one in page.cast.within(span[0] + found.start(), span[1])):
        return None
    words = found[0].split()
    while words and TITLED.search(words[0]):
        words = words[1:]
    return " ".join(words) if len(words) > 1 and not any(TITLED.fullmatch(word) for word in words) else None


def subjects(model: type[KindModel], page: Page, said: Attribution) -> dict[str, Any]:
    """For each list with cue words the two choices named most in what is said; where nothing there names one, in its
    sentence, its paragraph, the text.
    """
    out: dict[str, Any] = {}
    for name in {**model.choice_cues, **model.guess_cues}:
        for words in _wider(page.text, said):
            counts = Counter(
                choice for word in _words(model, name).findall(words) for choice in _choices(model, name, word.lower())
            )
            if counts:
                order = {**model.choice_cues, **model.guess_cues}[name]
                ranked = sorted(
                    (-counts[choice], place, choice) for place, choice in enumerate(order) if counts[choice]
                )
                out[name] = [choice for _, _, choice in ranked[:2]]
                break
    return out


@lru_cache(maxsize=64)
def _words(model: type[KindModel], name: str) -> re.Pattern[str]:
    """The words of all choices of a field: one look at a text in place of one for each choice."""
    cues = {**model.choice_cues, **model.guess_cues}[name]
    return any_of(tuple(dict.fromkeys(word for words in cues.values() for word in words)))


@lru_cache(maxsize=4096)
def _choices(model: type[KindModel], name: str, word: str) -> tuple[str, ...]:
    cues = {**model.choice_cues, **model.guess_cues}[name]
    return tuple(choice for choice, words in cues.items() if any_of(words).fullmatch(word))


def _wider(text: str, said: Attribution) -> Iterator[str]:
    yield text[slice(*said.content)]
    yield text[slice(*sentences(text)[said.sentence])]
    start = text.rfind("\n\n", 0, said.content[0]) + 1
    end = text.find("\n\n", said.content[1])
    yield text[max(start, said.content[0] - 2_000) : min(end if end > 0 else len(text), said.content[1] + 2_000)]
    yield text[max(0, said.content[0] - 3_000) : said.content[1]]
