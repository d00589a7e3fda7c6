"""Who: the parties of a candidate as the schema's fields, what code only guesses, whom the model may choose from."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from extract import actors
from extract.fields import KindModel
from extract.folding import Span
from extract.proposals.heads import at_head
from extract.proposals.page import Page, Proposal
from extract.reading import Frame, Mention, Party, Sides, sentences, sides
from extract.reading.cast import SEAT, WITH_THIRD
from extract.reading.near import word_before
from extract.reading.pacts import headed, parties
from extract.reading.referred import named_with
from extract.reading.words import any_of
from extract.signs import Event

NOBODY = "unclear"
"""The choice for a side that the document does not name."""
_MOST = 6
_BACK = 3
"""Sentences before in which a treaty's parties may be named."""


@dataclass(frozen=True, slots=True)
class Who:
    """The fields of the parties; doubts as paths and reasons; names that the model may choose among."""

    fields: dict[str, Any]
    doubts: tuple[tuple[str, str], ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What the candidates before one say about it: the one right before, and the codes of all that gave."""

    before: KindModel | None = None
    gave: frozenset[str] = frozenset()


NO_PAST = Past()


def sides_of(signs: Event, page: Page, number: int, span: Span, at: Span, past: Past = NO_PAST) -> Who | None:
    """Giver and taker of a candidate; None where neither is named. `past` are the candidates before: the sides of the
    one right before hold for a sentence that leaves them out, and who has given takes by no guess.
    """
    assert signs.giver
    assert signs.taker
    us = _speakers_country(page, at)
    frame = Frame(signs.gives, signs.takes, signs.by_trade, past.gave if signs.by_trade else frozenset(), signs.makers)
    found = sides(page.text, span, at[0], frame, page.cast, us)
    if found.giver is None and signs.by_trade:
        found = Sides(at_head(signs, page, span), found.taker)
    found = Sides(*(None if one and _is_thing(page, one) else one for one in (found.giver, found.taker)))
    found = _carried(signs, page, found, past.before)
    doubts = []
    for field, party in ((signs.giver, found.giver), (signs.taker, found.taker)):
        if party is None:
            doubts.append((field, "not named in the sentence"))
        elif party.how not in ("verb", "word"):
            doubts.append((field, "read off the names around, not off a verb"))
        elif any(code is None for _, code in party.names):
            doubts.append((field, "not known as a country or organisation"))
    guessed = [
        party is None or party.how not in ("verb", "word", "it", "before") for party in (found.giver, found.taker)
    ]
    if (found.giver is None and found.taker is None) or (all(guessed) and signs.figure != "money"):
        return None
    fields = {signs.giver: _names(found.giver), signs.taker: _names(found.taker)}
    return Who(fields, tuple(doubts), _choosable(page, number, (*fields[signs.giver], *fields[signs.taker])))


def givers(signs: Event, found: Sequence[Proposal]) -> set[str]:
    """The codes of those who give in candidates where that is no guess; none for a kind without sides."""
    sure = [one.draft for one in found if signs.giver and signs.giver not in {path for path, _ in one.doubts}]
    return {code for one in sure for name in getattr(one, signs.giver or "") if (code := actors.resolve(name))}


_SAID = ("verb", "word", "it", "of", "near")
"""How a side is read that the sentence itself names."""


def _carried(signs: Event, page: Page, found: Sides, before: KindModel | None) -> Sides:
    """The sides with those of the candidate before where the sentence names none: "Six more were delivered in May"."""
    if before is None:
        return found
    taker = found.taker
    codes = {actors.resolve(name) or name for name in getattr(before, signs.taker or "")}
    if taker and taker.how in _SAID and not codes & {code or name for name, code in taker.names}:
        return found  # somebody else takes: who gave to the one before need not give here
    sides = {}
    for field, party in ((signs.giver, found.giver), (signs.taker, found.taker)):
        names = tuple((name, actors.resolve(name)) for name in getattr(before, field or ""))
        sides[field] = party if (party and party.how in _SAID) or not names else Party(names, "before")
    giver, taker = sides[signs.giver], sides[signs.taker]
    if giver and taker and {code or name for name, code in giver.names} & {code or name for name, code in taker.names}:
        return found  # the other way round than before: the sentence's own guess is as good
    return Sides(giver, taker)


def _is_thing(page: Page, party: Party) -> bool:
    """Whether a party's only name is that of a thing: "Gripen Es" are nobody."""
    name, code = party.names[0] if len(party.names) == 1 else ("", "")
    if code is not None or not name:
        return False
    return any(
        one.kind == "designation" and (one.as_written.startswith(name) or name.startswith(one.as_written))
        for one in page.figures
    )


def _names(party: Party | None) -> list[str]:
    return [name for name, _ in party.names] if party else []


def _speakers_country(page: Page, at: Span) -> str | None:
    """Whose "us" it is: the country of the speaker in whose words the place lies."""
    for one in page.said:
        if one.content[0] <= at[0] and at[1] <= one.content[1]:
            person = page.cast.person(one.name or page.text[slice(*one.speaker)])
            if person is not None:
                return person.code
            named = [who.code for who in page.cast.within(*one.speaker) if who.code]
            return named[0] if named else None
    return None


def _choosable(page: Page, number: int, first: Sequence[str]) -> tuple[str, ...]:
    """The names to choose from: the code's own, then those of the sentence and the one before, then "unclear"."""
    spans = sentences(page.text)
    start, end = spans[max(0, number - 1)][0], spans[number][1]
    near = [page.cast.canonical(one.code) for one in page.cast.within(start, end) if one.code]
    return (*list(dict.fromkeys((*sorted(first), *near)))[:_MOST], NOBODY)


_OUTSIDE = re.compile(r"\b(?:against|from|despite|than|unlike|over|near|across|threat of|with) (?:the |its )?$")
_ONLOOKER = re.compile(
    r"\b(?:hailed|praised|welcomed|criticised|criticized|condemned|denounced|dismissed|described|seen|rejected|mocked) "
    r"(?:by|in) (?:the )?$|, (?:which|whom) (?:the )?$"
)
"""Before one who speaks of an instrument and need be no party to it."""
_BETWEEN = re.compile(r"\b(?:between|with|and) (?:the |its |their |his |her |fellow |neighbou?ring )*$")


def members_of(signs: Event, page: Page, number: int, span: Span, at: int) -> Who | None:
    """The parties of a treaty: those named in the sentence, or else in the sentences before; None below two."""
    assert signs.members
    if not page.cast.within(*span):
        span = sentences(page.text)[number]  # "..., and three notes were signed": by those just named
    here = [one for one in _states(page, span) if not (one.code and named_with(one.code, signs.by_trade))]
    lending = any(one.code and named_with(one.code, signs.by_trade) for one in page.cast.within(*span))
    if lending and len(here) < 2:
        return None  # "the bank signed an agreement with Norway" is about its money
    formal = parties(page.text, span, at, any_of(signs.acts), _placed(page, span, here))
    if formal:
        third = WITH_THIRD.match(page.text, span[0], formal[0].start)
        if third:
            formal += tuple(one for one in page.cast.within(*third.span()) if one.code and one.role == "name")
        names = list(dict.fromkeys(page.cast.canonical(one.code) for one in formal if one.code))[:_MOST]
        unsaid = all(one.role == "group" for one in formal) and not page.cast.two_alone(formal[0].start)
        doubts = [(signs.members, "those of whom the text speaks most")] if unsaid else []
        return Who({signs.members: names}, tuple(doubts), (*names, NOBODY))
    if lone := headed(page.text, span, at, any_of(signs.acts), _placed(page, span, here)):
        names = list(dict.fromkeys(page.cast.canonical(one.code) for one in lone if one.code))[:_MOST]
        return Who({signs.members: names}, (), (*names, NOBODY))
    if any_of(signs.home).match(page.text, at) or _SOME.search(page.text, span[0], at):
        return None
    codes = {one.code for one in here}
    singly = any_of(signs.singly)
    one_acts = singly.search(page.text, max(span[0], at - 90), at) or singly.match(page.text, at)
    if len(codes) == 1 and (one_acts or _ratifies_alone(page.text, span, at)):
        name = page.cast.canonical(here[0].code or "")
        return Who({signs.members: [name]}, (), (name, NOBODY))
    doubts = [(signs.members, "named in the sentence, but not as those who act")] if len(codes) != 2 else []
    if len(codes) == 1 and any(actors.kind_of(code or "") == "country" for code in codes):
        other = _its(page, number, span, at, codes) or page.cast.spoken_of(
            span[0], frozenset(code or "" for code in codes)
        )
        if other is not None:
            here = [Mention(page.cast.canonical(other), other, span[0], span[0], "group"), *here]
            doubts = [(signs.members, "one of them named in another sentence")]
    spans = sentences(page.text)
    back = number
    while not _enough(here) and back > max(0, number - _BACK):
        back -= 1
        doubts = [(signs.members, "named in another sentence")]
        here = _distinct([*here, *_states(page, spans[back])])
    if not _enough(here):
        pair = page.cast.pair(span[0])
        here = [Mention(page.cast.canonical(code), code, 0, 0, "group") for code in pair] or here
        doubts = [(signs.members, "not named near the sentence")]
    if not _enough(here):
        return None
    names = [page.cast.canonical(one.code) for one in here if one.code][:_MOST]
    return Who({signs.members: names}, tuple(doubts), (*names, NOBODY))


def _its(page: Page, number: int, span: Span, at: int, codes: Set[str | None]) -> str | None:
    """Whose instrument it is where one party is named: that of the sentence's first subject for "its accord with
    Latvia", of the country of which the whole text speaks for "an accord with Latvia".
    """
    text = page.text
    if _ITS.search(text, span[0], at):
        start = sentences(text)[number][0]
        first = [one for one in page.cast.within(start, at) if one.code and word_before(text, one) is None]
        return next((one.code for one in first if one.code not in codes), None)
    if not _WITH_ONE.match(text, at):
        return None
    main = page.cast.main(span[0])
    return main if main not in codes else None


_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir) (?:[\w’'-]+ ){0,4}\Z")
_WITH_ONE = re.compile(r"[A-Za-z]+ with ")
_SOME = re.compile(r"\b(?:some|many|most|few|several) of (?:the|its|their) (?:\w+ )?\Z")
"""Before instruments that are only spoken of in general: "some of the largest deals"."""
_OF_MANY = re.compile(r"(?:Convention|Charter|Statute|Covenant)\b")
_RATIFIES = re.compile(r"\b(?:ratif(?:ied|ies|y)|left|leaves?|leaving) (?:the )?[^,;:.]*$")


def _ratifies_alone(text: str, span: Span, at: int) -> bool:
    """Whether one state ratifies what many are party to: "Norway ratified the Fish Convention"."""
    return _OF_MANY.match(text, at) is not None and _RATIFIES.search(text[span[0] : at]) is not None


def _placed(page: Page, span: Span, here: Sequence[Mention]) -> list[Mention]:
    """Every mention in the sentence of those that can be parties, in order of place."""
    codes = {one.code for one in here}
    return [one for one in page.cast.within(*span) if one.code in codes]


_NAMED_AFTER = re.compile(
    r"(?: [A-Z][\w’'-]+){0,2} (?:Agreements?|Accords?|Treaty|Treaties|Pact|Protocols?|Convention|Charter|Declaration"
    r"|Memorandum|Statute|Process|Format|Club|Group|Summit|Initiative|Communiqu[eé]|Framework|Consensus|Document|Act)\b"
)
_NAMED_OF = re.compile(
    r"\b(?:Agreements?|Accords?|Treaty|Treaties|Pact|Protocols?|Convention|Charter|Declaration|Memorandum|Statute) of $"
)


def _in_a_name(page: Page, one: Mention) -> bool:
    """Whether a capital only names an instrument after the place where it was made: "the Oslo Agreement"."""
    if one.role != "capital":
        return False
    after, before = page.text[one.end : one.end + 60], page.text[max(0, one.start - 30) : one.start]
    return bool(_NAMED_AFTER.match(after) or _NAMED_OF.search(before))


def _states(page: Page, span: Span) -> list[Mention]:
    """The countries and organisations of a sentence that can be parties, each once."""
    found: list[Mention] = []
    places: list[Mention] = []
    for one in page.cast.within(*span):
        if _in_a_name(page, one) or SEAT.search(one.name):
            continue
        before = page.text[max(span[0], one.start - 40) : one.start]
        place = one.role in ("capital", "alias") and re.search(r"\b(?:in|at|near|to|from) (?:the )?$", before)
        beside = re.search(r"\b(?:in|against|from|near|across|despite|of|to|into) (?:the |its )?$", before)
        if beside and beside[0].startswith("of ") and _heads_list(page, one):
            beside = None  # "the ministers of Norway, Latvia and Kenya signed"
        along = places and re.fullmatch(r" and |, ", page.text[places[-1].end : one.start])
        if place or (along and one.role == "capital"):
            places.append(one)
            continue  # "a visit to Oslo and Riga"
        if _ONLOOKER.search(before) or (one.role == "demonym" and _AGE.match(page.text, one.end)):
            continue
        if one.code and not (beside and one.role in ("name", "alias") and _thirds(page, span, one)):
            found.append(one)
    named = [one for one in found if one.role != "group"]
    if any(_beside(page, one, [other for other in named if other != one]) for one in named):
        found = named  # "the two sides" are those that the sentence has just named together
    states = [one for one in found if actors.kind_of(one.code or "") == "country"]
    joined = [one for one in found if one in states or _beside(page, one, found)]
    return _distinct(joined if len({one.code for one in states}) >= 2 else found)


_AGE = re.compile(r"(?:-era| (?:days|times|era|rule|period|legacy|years|past))\b")
"""Behind one who is only an age: "since Soviet days"."""


def _heads_list(page: Page, one: Mention) -> bool:
    """Whether another party is listed right behind one."""
    return any(_LISTED.fullmatch(page.text, one.end, other.start) for other in page.cast.within(one.end, one.end + 40))


_LISTED = re.compile(r",? and (?:the )?|, (?:the )?")


def _beside(page: Page, one: Mention, found: Sequence[Mention]) -> bool:
    """Whether an organisation stands joined to another party: "the EU and Japan"."""
    return any(
        re.fullmatch(r",? and (?:the )?", page.text[min(one.end, two.end) : max(one.start, two.start)])
        for two in found
        if two.end <= one.start or one.end <= two.start
    )


def _thirds(page: Page, span: Span, one: Mention) -> bool:
    """Whether the sentence names two others that no such preposition stands before."""
    others = {m.code for m in page.cast.within(*span) if m.code and m.code != one.code and m.role != "capital"}
    return len(others) >= 2


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({one.code: one for one in reversed(mentions)}.values())[::-1]


def _enough(mentions: Sequence[Mention]) -> bool:
    codes = {one.code for one in mentions}
    return len(codes) >= 2 and any(code is not None and actors.kind_of(code) for code in codes)
