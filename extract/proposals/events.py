"""Candidates of something done between parties: a sentence with the kind's words, its figure, its sides, its stage."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import ValidationError

from extract.fields import fields_of, fields_with, roles_of
from extract.folding import Span
from extract.kinds import Kind
from extract.proposals.days import dates
from extract.proposals.instruments import SECOND_ACT, first_clause, instruments, purchase, stretch
from extract.proposals.mood import no_thing, only_a_name, stage_of
from extract.proposals.page import Line, Page, Proposal, empty, naming
from extract.proposals.parts import amount, choices, count, description, price, purpose, source, terms, title
from extract.proposals.sums import once
from extract.proposals.things import (
    about,
    against,
    attributive,
    gap,
    joint,
    no_parties_act,
    reaches,
    things,
)
from extract.proposals.who import Past, givers, members_of, sides_of
from extract.reading import Frame, clause, sentences
from extract.reading.words import any_of
from extract.signs import Event
from extract.types import Figure

_BESIDES = re.compile(r", (?:after|before|while|because|although|though|as) [^,;]*$")
"""Before what is only said beside the event: "Norway handed over the drones, after crews had trained on them"."""
_FOLLOWS = 2
"""Sentences after a candidate's in which its sides still hold where none are named: "Six more were delivered in May."
"""


def events(kind: Kind, page: Page) -> tuple[Proposal, ...]:
    """The candidates of a kind with signs of an event."""
    signs = kind.model.event
    assert signs is not None
    out: list[Proposal] = []
    lines: list[int] = []
    gave: set[str] = set()
    gate = any_of(signs.about + signs.alone + signs.jointly + signs.again)
    starts = [figure.start for figure in page.figures if figure.kind == signs.figure]
    for line in page.lines:
        at = bisect_left(starts, line.span[0])
        if not (at < len(starts) and starts[at] < line.span[1]) and not gate.search(line.masked):
            continue  # as with most sentences, so this comes first
        before = out[-1].draft if out and line.number - lines[-1] <= _FOLLOWS else None
        found = list(_in_sentence(kind, signs, page, line, Past(before, frozenset(gave))))
        out += found
        gave |= givers(signs, found)
        lines += [line.number] * len(found)
    return tuple(merged(kind, signs, page.text, out))


def _in_sentence(kind: Kind, signs: Event, page: Page, line: Line, past: Past) -> Iterator[Proposal]:
    parts = instruments(signs, line) if signs.members else ()
    if len(parts) > 1:
        for part in parts:
            yield from _in_sentence(kind, signs, page, part, past)
        return
    words, span = line.masked, line.span
    figures = once(page.text, [one for one in page.within(span) if one.kind == signs.figure])
    if any(not _BESIDES.search(words[: match.start()]) for match in any_of(signs.never).finditer(words)):
        rest = first_clause(signs, line)
        if rest is not None:
            yield from _in_sentence(kind, signs, page, rest, past)
        return
    nouns = about(signs, page, line, figures)
    acts = [match for match in any_of(signs.acts).finditer(words) if not attributive(words, match, signs)]
    acts = [match for match in acts if not no_parties_act(signs, words, match)]
    alone = list(any_of(signs.alone).finditer(words))
    if not nouns and not alone:
        alone = [match for match in any_of(signs.jointly).finditer(words) if joint(signs, page, span, match)]
    for at, figure in things(signs, page, span, figures, nouns, alone):
        near = [act for act in acts + alone if reaches(words, act, at, span)]
        if ((signs.acts or signs.alone) and not near) or no_thing(words, at[0] - span[0], at[1] - span[0]):
            continue
        if signs.members and purchase(page, span, at):
            continue
        act = min(near, key=lambda act: gap(act, at, span), default=None)
        if against(kind, words, act, at, span):
            continue
        if figure is not None and figure.kind == "designation" and only_a_name(words, at[1] - span[0]):
            continue
        proposal = _proposal(kind, signs, page, line, at, figure, past)
        if proposal is not None:
            past = Past(proposal.draft, past.gave)
            yield proposal


def _proposal(
    kind: Kind, signs: Event, page: Page, line: Line, at: Span, figure: Figure | None, past: Past
) -> Proposal | None:
    model, number, span, words = kind.model, line.number, line.span, line.masked
    own = _own_words(signs, page, span, words, at)
    stage, sure_stage = stage_of(model, signs, own, at[0] - span[0])
    if signs.members and not sure_stage and re.search(r"\bnot\b", own):
        stage, sure_stage = stage_of(model, signs, words, at[0] - span[0])
    if stage is None:
        return None
    data = empty(model)
    doubts: list[tuple[str, str]] = [] if sure_stage else [(model.stage_field or "", "no plain word for the stage")]
    who = (
        sides_of(signs, page, number, span, at, past)
        if signs.members is None
        else members_of(signs, page, number, span, at[0])
    )
    if who is None or (signs.members and stage in model.happens_in and _long_ago(page, own)):
        return None
    data |= who.fields
    doubts += who.doubts
    if signs.figure == "money" and figure is None and (_unsure(signs, doubts, page.text, at) or _known(page.text, at)):
        return None
    data |= _filled(kind, page, span, words, own, at, figure)
    data[model.stage_field or ""] = stage
    if stage not in model.not_yet:  # "has supplied six, and six more are to be delivered": the day is the others'
        for name in fields_of(model, "happening"):
            data[name] = [step for step in data[name] if not (step["planned"] and step["event"] == stage)]
    if roles := fields_with(model, "quote"):
        whole = sentences(page.text)[number]
        data[roles[0]] = [page.text[slice(*one)] for one in (whole, naming(page, span, figure)) if one]
    try:
        draft = model.model_validate({name: value for name, value in data.items() if name in model.model_fields})
    except ValidationError:
        return None
    label = f"about: {page.text[slice(*at)]}"
    return Proposal(draft, span, at, label, tuple(doubts), _options(kind, signs, who.named, words, stage))


_LONG_AGO = 40
"""Years before the document's day after which an instrument is history, where no later year stands beside it."""


def _long_ago(page: Page, words: str) -> bool:
    """Whether the only years among the words are of another age: "a convention signed in 1936"."""
    years = [int(year) for year in re.findall(r"\b(?:1[89]|20)\d\d\b", words)]
    published = page.document.published
    return bool(years and published) and max(years) < int((published or "")[:4]) - _LONG_AGO


_SECOND_VERB = re.compile(
    r" (?:and|but|or) (?=(?:is|are|was|were|will|would|has|have|had|may|might|plans?|wants?|hopes?|refused|promised"
    r"|considers|intends?)\b)"
)


def _own_words(signs: Event, page: Page, span: Span, words: str, at: Span) -> str:
    """The sentence's words with those of other clauses and of a subject's other verb left out, places kept:
    "X has sold Y a ship and is considering a second".
    """
    left, right = clause(page.text, span, at[0], Frame(signs.gives, signs.takes), page.cast)
    second = SECOND_ACT if signs.members and SECOND_ACT.search(page.text, left, right) else _SECOND_VERB
    for match in second.finditer(page.text, left, right):
        left, right = (match.end(), right) if match.end() <= at[0] else (left, min(right, match.start()))
    for match in _NEW_SUBJECT.finditer(page.text, left, right):
        left, right = (match.end(), right) if match.end() <= at[0] else (left, min(right, match.start()))
    return words[left - span[0] : right - span[0]].rjust(right - span[0])


_NEW_SUBJECT = re.compile(
    r", (?:and|but) (?=(?:(?:last|this|in|on) [\w ]{2,20} )?(?:it|they|he|she|(?:its|his|her|their) (?:\w+ )?\w+) "
    r"(?:(?:has|had|have|also|later|then) )*[a-z]{2,}ed\b)"
)
"""Before a clause with a subject of its own: "in 2022 it ordered jets, and last March its navy signed a contract"."""


_ONE = re.compile(r"\b(?:an?|another) (?:[\w’'-]+ ){0,3}$")


_TO_DO = re.compile(r"\b(?:to|has|have|had|will|would) $")
"""Before a thing that is an act itself: "agreed to defer the first instalment"."""


def _unsure(signs: Event, doubts: Sequence[tuple[str, str]], text: str, at: Span) -> bool:
    """Whether too much is a guess for what has no sum: anything, but for who takes where it is one thing ("a loan")."""
    before = text[max(0, at[0] - 60) : at[0]]
    one = _ONE.search(before) or _TO_DO.search(before)
    return any(path != signs.taker or not one for path, _ in doubts)


def _known(text: str, at: Span) -> bool:
    """Whether the thing is one that the text has spoken of: "the loan", "this credit"."""
    return bool(
        re.search(r"\b(?:the|this|that|these|those|its|their|such) (?:\w+ )?$", text[max(0, at[0] - 40) : at[0]])
    )


def _filled(
    kind: Kind, page: Page, span: Span, words: str, own: str, at: Span, figure: Figure | None
) -> dict[str, Any]:
    """The fields that the sentence's words and figures fill, by the roles of the schema's fields."""
    model, signs = kind.model, kind.model.event
    assert signs is not None
    end = at[1] - span[0] if figure is not None and figure.kind == "money" else None
    out: dict[str, Any] = dict(choices(model, words, at[0] - span[0], signs.alone + signs.jointly, end))
    out |= source(model, page, at)
    out |= dates(model, page, (span[0], span[0] + len(own)), own, at)
    for name in fields_of(model, "amount"):
        out[name] = amount(figure if signs.figure == "money" else price(page, span, at))
    for name in fields_of(model, "count"):
        out[name] = count(page, span, at)
    for name, role in roles_of(model).items():
        if role == "designation":
            out[name] = figure.as_written if figure is not None else None
    if signs.members and SECOND_ACT.search(page.text, *span):
        span = (span[0] + len(own) - len(own.lstrip()), span[0] + len(own))
    elif signs.members:
        span = stretch(page.text, span, at)
    readers = {"title": title, "purpose": purpose, "terms": terms, "description": description}
    for name, reader in signs.texts.items():
        out[name] = readers[reader](page.text, span, at, signs)
    return out


def _options(
    kind: Kind, signs: Event, named: Sequence[str], words: str, stage: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    out: list[tuple[str, tuple[str, ...]]] = []
    if signs.giver and signs.taker:
        out += [(signs.giver, tuple(named)), (signs.taker, tuple(named))]
    if kind.model.stage_field:
        spoken = {stage for stage, cues in kind.model.stage_cues.items() if any_of(cues).search(words)}
        plain = list(get_args(kind.model.model_fields[kind.model.stage_field].annotation))
        kept = spoken | {stage, signs.planned, signs.negated, "unclear"}
        out.append((kind.model.stage_field, tuple(value for value in plain if value in kept)))
    return tuple(out)


def merged(kind: Kind, signs: Event, text: str, found: Sequence[Proposal]) -> list[Proposal]:
    """Unnamed mentions of one instrument are one candidate, the fullest, with the next fullest as second evidence."""
    if signs.loose is None or signs.members is None:
        return list(found)
    out: list[Proposal] = []
    for one in found:
        twin = next((place for place, other in enumerate(out) if _same(kind, signs, text, one, other)), None)
        if twin is None:
            out.append(one)
            continue
        better, worse = sorted((out[twin], one), key=_fullness, reverse=True)
        quote = fields_with(kind.model, "quote")[0]
        both = [*getattr(better.draft, quote), *getattr(worse.draft, quote)][:2]
        data = better.draft.model_dump() | {quote: both}
        out[twin] = Proposal(
            kind.model.model_validate(data), better.span, better.at, better.label, better.doubts, better.options
        )
    return out


def _fullness(one: Proposal) -> tuple[int, int]:
    data = one.draft.model_dump()
    return -len(one.doubts), sum(bool(value) for value in data.values()) * 1000 + one.span[1] - one.span[0]


_SINGLE = re.compile(r"\b(?:an?|one|another) (?:[\w’'-]+ ){0,3}\Z")
"""Before one thing alone. Matched up to the thing."""


def _same(kind: Kind, signs: Event, text: str, one: Proposal, other: Proposal) -> bool:
    """Whether two candidates speak of one thing: the same parties, both loosely named or the later one known from
    before ("the joint statement"), no titles or days that part them.
    """
    assert signs.loose is not None
    assert signs.members is not None
    name, values = signs.loose
    data = [one.draft.model_dump(), other.draft.model_dump()]
    spans = [(max(0, part.at[0] - 60), part.at[0]) for part in (one, other)]
    types, parties = [part[name] for part in data], [set(part[signs.members]) for part in data]
    known = types[0] == types[1] and _known(text, one.at) and len(parties[0] & parties[1]) >= 2
    if not known and (not set(types) <= set(values) or parties[0] != parties[1]):
        return False
    if len({bool(re.search(r"\d", text[slice(*part.at)])) for part in (one, other)}) > 1:
        return False  # "24 documents" are not "that agreement"
    for name in fields_of(kind.model, "count"):
        if any(data[one][name] and not data[1 - one][name] and _SINGLE.search(text, *spans[1 - one]) for one in (0, 1)):
            return False  # "three agreements" are not "a treaty"
    for field in signs.texts:
        if data[0][field] and data[1][field] and data[0][field] != data[1][field]:
            return False
    steps = fields_of(kind.model, "happening")
    days = [{step["text"] for field in steps for step in part[field]} for part in data]
    return not (days[0] and days[1] and not days[0] & days[1])
