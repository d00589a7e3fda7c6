"""Candidates of something said: every attribution of the text, with what its words tell of speaker and act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError

from extract import actors
from extract.fields import fields_with
from extract.kinds import Kind
from extract.proposals.page import Page, Proposal, empty
from extract.proposals.voice import home, own_codes, proper_name, subjects
from extract.reading import Attribution, sentences
from extract.reading.speaker import PRONOUN
from extract.reading.words import any_of

NONE = "nobody"
"""The choice for a passage in which nobody is said to have said anything."""


def speeches(kind: Kind, page: Page) -> tuple[Proposal, ...]:
    """The candidates of a kind with signs of speech, in order of place."""
    found = [_proposal(kind, page, one) for one in page.said]
    return tuple(one for one in found if one is not None)


def _proposal(kind: Kind, page: Page, said: Attribution) -> Proposal | None:
    signs = kind.model.speech
    assert signs is not None
    text = page.text
    speaker, content = text[slice(*said.speaker)], text[slice(*said.content)]
    data = empty(kind.model) | subjects(kind.model, page, said)
    data |= {signs.content: content, signs.speaker: speaker, signs.cue: text[slice(*said.cue)]}
    if not re.search(r"\w", data[signs.cue]):
        data[signs.cue] = None  # a transcript's colon
    pronoun = PRONOUN.fullmatch(speaker) is not None
    data[signs.name] = said.name if said.name and (" " in said.name or pronoun) else proper_name(page, said.speaker)
    person = page.cast.person(said.name or speaker)
    for name, words in kind.model.read_off.items():
        data[name] = _read_off(words, speaker, person.title if person else "") or data[name]
    codes = own_codes(page, said, person)
    unsaid = empty(kind.model)[signs.kind_of]
    if data[signs.kind_of] == unsaid and codes and not person:
        data[signs.kind_of] = signs.state if actors.kind_of(codes[0]) == "country" else signs.body
    if not codes and data[signs.kind_of] in signs.homes:
        codes = [code for code in (home(page, said),) if code]
    data[signs.of] = [page.cast.canonical(code) for code in dict.fromkeys(codes)][:2]
    data[signs.act] = _act(kind, text[slice(*said.cue)], content)
    for name in fields_with(kind.model, "quotation"):
        data[name] = _marks(text, said)
    data |= _about(kind, page, said, set(codes))
    try:
        draft = kind.model.model_validate(
            {name: value for name, value in data.items() if name in kind.model.model_fields}
        )
    except ValidationError:
        return None
    doubts = () if said.sure else ((signs.speaker, "the form leaves room for doubt"),)
    acts = get_args(kind.model.model_fields[signs.act].annotation)
    options = ((signs.speaker, _speakers(page, said, speaker)), (signs.act, acts))
    start, end = min(said.content[0], said.speaker[0], said.cue[0]), max(said.content[1], said.speaker[1], said.cue[1])
    about = f"{speaker} is {said.name}" if said.name and not said.sure and said.name != speaker else ""
    return Proposal(draft, (start, end), said.cue, about, doubts, options)


_OF_ANOTHER = re.compile(
    r"\b(?:[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|than|of|for|to) (?:the |early |late |end of )*\Z"
)
"""Before a day that is not that of speaking: "who was minister until 2023"."""
_SPAN = re.compile(r"(?:[Ss]ince|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter)\b")
_TELLS_WHEN = re.compile(r"(?:On|In|At|During|After|Following|Before|Late|Early|Last|This|Speaking|Visiting|When|As)\b")
"""What a sentence begins with that tells when, however long."""
_OPENS = 30
"""Code points from a sentence's start within which a day opens it."""
_BESIDE = 45
"""Code points between a day and who speaks or the verb."""


def _said_then(text: str, day: tuple[int, int, int], said: Attribution) -> bool:
    """Whether a day (its sentence's start, its own start and end) can be that of speaking: it opens the sentence, or
    stands beside speaker or verb with no other clause between.
    """
    opening, start, end = day
    if _OF_ANOTHER.search(text, max(opening, start - 24), start) or _SPAN.match(text, start):
        return False
    first = min(said.cue[0], said.speaker[0], said.content[0])
    if end <= first and (start - opening <= _OPENS or _TELLS_WHEN.match(text, opening)):
        return not re.search(r"[:“”\"]", text[end:first])
    for left, right in (said.speaker, said.cue):
        between = text[end:left] if end <= left else text[right:start]
        if len(between) < _BESIDE and (between == ", " or not re.search(r"[;:,“”\"]", between)):
            return True
    return False


def _read_off(words: Mapping[str, tuple[str, ...]], speaker: str, title: str) -> str | None:
    """The choice whose word stands in the speaker's phrase, else in the title that the text gives elsewhere."""
    for phrase in (speaker, title):
        found = next((value for value, cues in words.items() if any_of(cues).search(phrase)), None)
        if found is not None:
            return found
    return None


def _act(kind: Kind, cue: str, content: str) -> str:
    """What a reporting verb tells of the act, by itself or with the words behind it ("confirmed their commitment"); the
    field's word for "nothing else" where it tells nothing ("said").
    """
    signs = kind.model.speech
    assert signs is not None
    both = f"{cue} {content[:60]}"
    acts = ((act, any_of(words)) for act, words in signs.acts.items())
    found = next((act for act, words in acts if words.search(cue) or words.match(both)), None)
    return found or str(empty(kind.model)[signs.act])


def _speakers(page: Page, said: Attribution, speaker: str) -> tuple[str, ...]:
    """Who could be speaking in the passage: code's own reading, others who are named there, nobody."""
    start, end = min(said.content[0], said.speaker[0]), max(said.content[1], said.speaker[1])
    others = [page.text[one.start : one.end] for one in page.cast.within(start, end) if one.role != "group"]
    others = [name for name in dict.fromkeys(others) if name not in speaker and speaker not in name]
    full = [said.name] if said.name and said.name not in others and said.name != speaker and not said.sure else []
    return (speaker, *full, *others[:4], NONE)


def _marks(text: str, said: Attribution) -> str:
    """Direct, mixed or indirect, by the quotation marks of the content."""
    content = text[slice(*said.content)]
    if content[:1] in '“"«„' or (text[max(0, said.content[0] - 1)] in '“"«' and content[-1:] in '”"»“'):
        return "direct"
    return "mixed" if re.search(r"[“\"«][^”\"»]{3,}", content) else "indirect"


def _about(kind: Kind, page: Page, said: Attribution, own: set[str | None]) -> dict[str, Any]:
    """Fields of actors that the content names, the speaker's own left out; and the date of speaking."""
    out: dict[str, Any] = {}
    signs = kind.model.speech
    assert signs is not None
    for name in fields_with(kind.model, "actor"):
        if name not in (signs.name, signs.of):
            codes = dict.fromkeys(m.code for m in page.cast.within(*said.content) if m.code and m.code not in own)
            out[name] = [page.cast.canonical(code) for code in codes if code][:3]
    sentence = sentences(page.text)[said.sentence]
    for name in fields_with(kind.model, "in_document"):
        days = [
            figure.as_written
            for figure in page.figures
            if figure.kind == "date" and sentence[0] <= figure.start and figure.end <= sentence[1]
            if not said.content[0] <= figure.start < said.content[1]
            if _said_then(page.text, (sentence[0], figure.start, figure.end), said)
        ]
        out[name] = days[0] if days else None
    return out
