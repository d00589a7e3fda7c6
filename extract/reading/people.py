"""People: who has a title or a name of two words and more in a text, and where each is named.

Takes a text and the countries and organisations named in it; gives persons by last name, with their titles and the
actor that they speak for, and mentions of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.reading.mention import Mention
from extract.reading.words import whole_words

TITLES = (
    r"president|vice[- ]president|prime minister|premier|chancellor|king|queen|emir|sultan|crown prince|prince"
    r"|(?:[a-z]+ )?minister|secretary(?: of state| of defen[cs]e|[- ]general)?|spokes(?:man|woman|person)|ambassador"
    r"|envoy|governor|senator|lawmaker|general|colonel|admiral|commander|chief|head|chair(?:man|woman)?|director"
    r"|leader|rapporteur|representative|commissioner|official|analyst|economist|expert|journalist|researcher|fellow"
    r"|professor|adviser|advisor|counterpart|dictator|marshal|chairperson|mp|deputy|speaker|deputy head|ruler|fellow"
    r"|undersecretary|aide|premier|mayor|judge|legislator|(?-i:PM|FM|CS|PS|CEO)"
)
TITLED = re.compile(rf"\b(?:{TITLES})s?\b", re.IGNORECASE)
_NAME_WORD = r"(?!(?:Mr|Mrs|Ms|Dr|Hon)\b)(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w’'-]*[a-zà-ÿ][\w’'-]*)"
_PARTICLE = r"(?:al-|al|bin|bint|ibn|van|von|de|da|dos|der|el|la|di)"
_NAME = re.compile(rf"(?<!\w){_NAME_WORD}(?: (?:{_PARTICLE} )?{_NAME_WORD}){{0,5}}(?!\w)")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name: in full, the words of title before it, the country or organisation spoken for."""

    name: str
    title: str
    code: str | None


def people_of(text: str, named: Sequence[Mention]) -> dict[str, Person]:
    """Everybody with a title or a name of two words and more, by last name; the first with a title counts."""
    out: dict[str, Person] = {}
    alone: set[str] = set()
    firsts: dict[str, Person] = {}
    places = [mention.start for mention in named]
    begun = set(places)
    for match in _NAME.finditer(text):
        words = match[0].split()
        if "’s " in match[0] or "'s " in match[0]:  # "Ina Vell's Regular Conference"
            words = words[: next(at for at, word in enumerate(words, 1) if word.endswith(("’s", "'s")))]
        start = match.start()
        while words and (_is_title(words[0]) or words[0] in _OPENERS or _BODY.search(words[0]) or start in begun):
            start += len(words[0]) + 1
            words = words[1:]
        name = re.sub(r"['’]s$", "", " ".join(words))
        if TITLED.search(name) and any(map(_is_title, words[:-1])):  # "Cabinet Secretary Jo Abara", "Labour Minister"
            skip = max(at for at, word in enumerate(words[:-1], 1) if _is_title(word))
            start += sum(len(word) + 1 for word in words[:skip])
            words = words[skip:]
            name = re.sub(r"['’]s$", "", " ".join(words))
        taken = bisect_left(places, start) < bisect_left(places, match.end())
        if not words or taken or TITLED.search(name) or _BODY.search(name):
            continue
        title, code = _title_before(text, start, named)
        if not title:
            title, code = _title_behind(text, match.end(), named)
        if re.fullmatch(r"[A-Z]\.", name):
            continue
        last = name.split()[-1]
        if len(words) == 1 and not TITLED.search(text[max(0, start - 22) : start].rstrip().split("\n")[-1][-20:]):
            title = ""
        if last in out and len(out[last].name) < len(name):
            out[last] = Person(name, out[last].title, out[last].code)
        if title and (last not in out or not out[last].code):
            out[last] = Person(out[last].name if last in out else name, title, code)
        elif (
            len(words) > 1 and last not in out and (_alone(text, last, name) or _spoke(text, match.end(), words, named))
        ):
            out[last] = Person(name, "", None)
        if len(words) == 1:
            alone.add(name)
        elif len(words) in (2, 3):
            firsts.setdefault(words[0], Person(name, title, code))
    for first in sorted(alone & firsts.keys()):  # "Xi Jinping", "Xi": the family's name stands first
        person = firsts[first]
        last = person.name.split()[-1]
        if last not in alone and (first not in out or out[first].name == first):
            known = out.get(last, person)
            mine = out.get(first, known)
            out[first] = Person(person.name, known.title or mine.title, known.code or mine.code)
    return out


@lru_cache(maxsize=16_384)
def _is_title(word: str) -> bool:
    return TITLED.fullmatch(word.rstrip(".,")) is not None


def _alone(text: str, last: str, name: str) -> bool:
    """Whether a last name also stands without the first names: what is so shortened is a person."""
    return sum(1 for _ in whole_words(text, last)) > sum(1 for _ in whole_words(text, name))


def _spoke(text: str, end: int, words: Sequence[str], named: Sequence[Mention]) -> bool:
    """Whether a name of two words or three stands before a verb of speaking, and no country's is in it."""
    start = end - len(" ".join(words))
    inside = any(mention.start < end <= mention.end for mention in named) or _MEDIUM.search(text[:start][-14:])
    return len(words) <= 3 and not inside and _SPOKE.match(text, end) is not None


_MEDIUM = re.compile(r"\b(?:channel|newspaper|daily|agency|website|outlet|network|magazine|portal|company|firm) $")


_BODY = re.compile(
    r"\b(?:Council|Guard|Brigade|Organi[sz]ation|Affairs|Science|Ministry|Commission|University|Institute|Bank|Fund"
    r"|Party|Army|Force|Forces|Union|Court|Agency|Group|Committee|Service|Department|Parliament|Assembly|Office"
    r"|Street|House|Center|Centre|Company|Corporation|Times|Post|News|Agency|Telegram|Defen[cs]e|Finance|Foreign"
    r"|Security|Treaty|Agreement|Pact|Act|Doctrine|Charter|Protocol|Accords?|Convention|Declaration|Memorandum|Statute"
    r"|Initiative|Partnership|Framework|Summit|Air|Navy|State|National|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_OPENERS = frozenset(
    {"The", "In", "On", "After", "Before", "But", "When", "Earlier", "Former", "Acting", "Deputy", "Prime", "Vice"}
    | {"Finance", "Foreign", "Defence", "Defense", "Interior", "Trade", "Opposition", "Economy", "Energy"}
)
_SPOKE = re.compile(
    r",? (?:also |later |has |had |then |once )?(?:said|says|told|tells|warned|argued|added|wrote|boasted|noted|called"
    r"|insisted|blamed|accused|denied|claimed|stated|explained|remarked|urged|vowed|complained|replied|tweeted|thanked|praised|congratulated)\b"
)
"""Behind a name of two words or three, it makes a person of it."""


_HONOUR = re.compile(r"(?:\b(?:H\.E|Mr|Mrs|Ms|Dr|Hon)\.? )+$")


def _title_before(text: str, start: int, named: Sequence[Mention]) -> tuple[str, str | None]:
    """The words of title that end where a name begins, and whose they are: "Russian Foreign Minister ", "the President
    of Belarus, "."""
    honour = _HONOUR.search(text, max(0, start - 16), start)
    plain = text[max(0, start - 120) : honour.start() if honour else start]
    head = re.split(r"[.;:!?“”\"\n]\s|\n|, (?![A-Z])", plain.rstrip(", "))[-1] + " "
    found = list(TITLED.finditer(head))
    if not found or len(head) - found[-1].end() > 60:
        return "", None
    between = head[found[-1].end() :]
    if re.fullmatch(r"s (?:[A-Z][\w’'-]+ ){1,3}and ", between):  # "Presidents A B and C D"
        return head[found[-1].start() :].strip(" ,"), None
    if not re.fullmatch(r"\s*(?:(?:of|for|to|at) [^.]*?)?(?:\([^)]*\))?,?\s*", between):
        return "", None
    base = text.rfind(head.strip(), 0, start)
    owners = [one for one in named if base <= one.start and one.end <= start]
    verb = [
        match.end()
        for match in re.finditer(r"\b(?:said|told|that|and|with|by|between|met|where|to(?= President| Prime))\b", head)
    ]
    owners = [one for one in owners if not verb or one.start - base >= verb[-1]]
    opening = max([0, *verb])
    return head[opening:].strip(" ,"), owners[-1].code if owners else None


_BEHIND = re.compile(rf",? (?:the |a |an )?(?:[\w’'-]+ ){{0,3}}(?:{TITLES})\b[^,.;]*", re.IGNORECASE)


def _title_behind(text: str, end: int, named: Sequence[Mention]) -> tuple[str, str | None]:
    """A title after a name: ", acting commander of Ukraine's guard, "."""
    match = _BEHIND.match(text[end : end + 140])
    if match is None or not match[0].startswith(","):
        return "", None
    owners = [one for one in named if end <= one.start and one.end <= end + len(match[0])]
    return match[0].strip(" ,"), owners[0].code if owners else None


def persons(text: str, people: dict[str, Person]) -> list[Mention]:
    """Where the people are named, by last name, in full where the full name stands there."""
    out: list[Mention] = []
    for last, person in people.items():
        if person.name.startswith(f"{last} "):  # the family's name stands first
            rest = person.name.removeprefix(last)
            for start, end in whole_words(text, last):
                stop = end + len(rest) if text.startswith(rest, end) else end
                out.append(Mention(person.name, person.code, start, stop, "person"))
            continue
        first = person.name.removesuffix(last).strip()
        out += [Mention(person.name, person.code, *span, "person") for span in whole_words(text, last, first)]
    return out
