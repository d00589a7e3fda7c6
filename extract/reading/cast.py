"""The cast: who is named where in a text.

Takes a text; gives mentions of countries and organisations (by the table of `extract.actors`), of people (a title
and a name, "President Ina Vell of Norland"; later the last name alone) with the country that they speak for, and of
groups ("the two countries", "both sides") with the countries that they stand for. Nothing is guessed from a name alone.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from extract import actors
from extract.reading import referred
from extract.reading.words import whole_words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][a-zA-Z]+)?")
_GAP = re.compile(r"(?:[ \n]|\.? |-|–|‐|, | & )")
_MOST_WORDS = 8
_NEVER = frozenset(name.casefold() for name in actors.NOT_ACTORS)
_MONEY = re.compile(rf"\.?[\s-]+(?:{actors.CURRENCY})\b|\$", re.IGNORECASE)
"""Behind a name that only says whose money it is: "US dollars", "US$5 million"."""
_SHORT = re.compile(r" \(([A-Z]{2,6})\)")
"""Behind a name, the letters by which the text calls it from there on: "China Development Bank (CDB)"."""

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
_GROUP = re.compile(
    r"\b(?:[Tt]he )?(?:[Tt]wo|[Bb]oth) (?:countries|[Ss]tates|nations|[Ss]ides|governments|neighbou?rs|allies|parties"
    r"|capitals|presidents|leaders|ministers|ministries|prime ministers|foreign ministers|sides)\b"
    r"|\b[Bb]oth (?=signed|agreed)|\b[Tt]he (?:pair|[Ss]ides|[Pp]arties(?= (?:agreed|signed|have|had|also))|presidents"
    r"|leaders|governments|ministers|neighbou?rs)\b"
    r"|\b[Tt]he two(?= (?:had |have |also |later |then |jointly )*(?:signed|agreed|inked|concluded|adopted|initialled))"
    r"|\b[Tt]hey\b"
)
_AND_HOST = re.compile(r"\b(?:[Hh]e|[Ss]he|and) (?:and )?(?:his|her) (?:host|hosts|guest|hostess)\b")
_COUNTRY = re.compile(r"\b[Tt]he (?:country|kingdom|islands|island nation|republic|nation)\b")
WITH_THIRD = re.compile(rf" ?With (?:the )?(?:[\w’'-]+ )?(?:{TITLES})\b[^,;]{{0,60}}", re.IGNORECASE)
"""Before a group that a third joins: "With President Ina Vell of Norland the two leaders signed"."""
_SENTENCE = 200
"""Code points before a group in which its sentence may begin with such a third."""
_PAIR_WITHIN = 1_200
"""Code points before "the two countries" in which they are looked for."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in the text: the words' place, a name for the record, and the code of the actor behind it.

    role  name, demonym, capital or alias as in the table of actors; "person"; or "group" (one mention for each member)
    """

    name: str
    code: str | None
    start: int
    end: int
    role: Literal["name", "demonym", "capital", "alias", "person", "group"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name: in full, the words of title before it, the country or organisation spoken for."""

    name: str
    title: str
    code: str | None


class Cast:
    """Everybody named in one text. `mentions` are in order of place and do not overlap, save those of one group."""

    def __init__(self, text: str) -> None:
        self.text = text
        named = _named(text)
        self.people = _people(text, named)
        taken = {at for mention in named for at in range(mention.start, mention.end)}
        persons = [one for one in _persons(text, self.people) if taken.isdisjoint(range(one.start, one.end))]
        self._keep(sorted(named + persons, key=lambda one: one.start))
        alone = [*self._countries(), *self._bodies()]
        groups = [member for match in _GROUP.finditer(text) for member in self._group(match)]
        hosts = [member for match in _AND_HOST.finditer(text) for member in self._hosted(match)]
        self._keep(sorted((*self.mentions, *alone, *groups, *hosts), key=lambda one: (one.start, one.end)))

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie in text[start:end]."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return [mention for mention in self.mentions[first:last] if mention.end <= end]

    def _keep(self, mentions: Iterable[Mention]) -> None:
        """Takes mentions in order of place."""
        self.mentions: tuple[Mention, ...] = tuple(mentions)
        self._called: dict[str, str] = {}
        self._leaders = list(_leaders(self.mentions))
        self._countries_named = Counter(
            one.code
            for one in self.mentions
            if one.code and one.role != "group" and actors.kind_of(one.code) == "country"
        )
        self._starts = [mention.start for mention in self.mentions]

    def canonical(self, code: str) -> str:
        """How the text itself names the actor, its name before its other names; else its usual English name."""
        if code not in self._called:
            self._called[code] = self._name(code)
        return self._called[code]

    def _name(self, code: str) -> str:
        named = [one for one in self.mentions if one.code == code and one.role in ("name", "alias")]
        own = [one for one in named if not SEAT.search(one.name)]
        known = actors.surfaces(code)
        for one in sorted(own, key=lambda one: one.role != "name"):
            name = one.name[4:] if one.name.casefold().startswith("the ") else one.name
            return known[0] if name.casefold() == known[0].casefold() else name
        return known[0] if known else code

    def person(self, words: str) -> Person | None:
        """The person whose last name is among the words."""
        found = [self.people[word] for word in re.findall(r"[^\W\d_][\w’'-]*", words) if word in self.people]
        return found[-1] if found else None

    def last_person(self, before: int) -> Mention | None:
        """The person named last before a place."""
        return self.last(before, ("person",))

    def last(self, before: int, roles: Sequence[str]) -> Mention | None:
        """The last mention in one of the roles that ends before a place."""
        for at in range(bisect_left(self._starts, before) - 1, -1, -1):
            if self.mentions[at].end <= before and self.mentions[at].role in roles:
                return self.mentions[at]
        return None

    def subject_before(self, at: int) -> Mention | None:
        """Whom the "it" stands for that ends at a place."""
        return referred.subject_before(self.text, at, self.mentions, self._starts)

    def owner_before(self, at: int) -> Mention | None:
        """Whose it is where "its" begins at a place."""
        return referred.owner_before(self.text, at, self.mentions, self._starts)

    def spoken_of(self, before: int, besides: frozenset[str]) -> str | None:
        """The country that the text right before a place speaks of most, besides these."""
        return max(counts := self._spoken(before, besides), key=lambda code: counts[code], default=None)

    def _spoken(self, before: int, besides: frozenset[str]) -> dict[str, float]:
        main = self.main(before)
        return referred.spoken_of(self.text, before, self.mentions, self._starts, besides, main)

    def paired(self, before: int) -> tuple[str, ...]:
        """The two last named together before a place; () for none."""
        return referred.joined_pair(self.text, before, self.mentions, self._starts)

    def two_alone(self, before: int) -> bool:
        """Whether it is plain who "the two" at a place are: named together, or those that the whole text is about, or
        no third is spoken of half as much."""
        weights = sorted(self._spoken(before, frozenset()).values(), reverse=True)
        if self.paired(before) or len(weights) == 2 or (len(weights) > 2 and weights[2] < weights[1] / 2):
            return True
        return {code for code, _ in self._countries_named.most_common(2)} == set(self.pair(before))

    def pair(self, before: int) -> tuple[str, ...]:
        """The two last named together before a place, else those that the text speaks of most; fewer where it names
        fewer."""
        if joined := self.paired(before):
            return joined
        first = self.spoken_of(before, frozenset())
        second = self.spoken_of(before, frozenset({first})) if first else None
        return tuple(code for code in (first, second) if code)

    def main(self, before: int) -> str | None:
        """The country that the text before a place speaks of most; None where it names none."""
        at = bisect_left(self._starts, before)
        return self._leaders[at - 1] if at else None

    def _countries(self) -> Iterator[Mention]:
        """ "the country": the one named most before, of those that its own sentence has not named."""
        counts: Counter[str | None] = Counter()
        at = 0
        for match in _COUNTRY.finditer(self.text):
            while at < len(self.mentions) and self.mentions[at].start < match.start():
                counts[self.mentions[at].code] += 1
                at += 1
            start = self.text.rfind(".", 0, match.start())
            near = {one.code for one in self.within(max(0, start), match.start())}
            others = (code for code, _ in counts.most_common() if code and code not in near)
            code = next((code for code in others if actors.kind_of(code) == "country"), None)
            if code is not None:
                yield Mention(self.canonical(code), code, match.start(), match.end(), "group")

    def _bodies(self) -> Iterator[Mention]:
        """ "the bank", "the fund"."""
        fund = next((one for one in self.mentions if one.code == referred.THE_FUND), None)
        for match in referred.BODY.finditer(self.text):
            one = referred.body(match, self.mentions, self._starts, fund)
            if one is not None and not self.within(match.start(), match.end() + 1):
                yield Mention(one.name, one.code, match.start(), match.end(), "group")

    def _hosted(self, match: re.Match[str]) -> list[Mention]:
        """ "he and his host": the one of whom the text speaks, and whose capital the sentence names."""
        text, low = self.text, max(0, match.start() - _SENTENCE)
        start = max(text.rfind(". ", low, match.start()), text.rfind("\n", low, match.start()), low)
        stop = text.find(".", match.end(), match.end() + _SENTENCE)
        near = self.within(start, stop if stop > 0 else match.end())
        place = [
            one for one in near if one.role == "capital" and text[max(0, one.start - 3) : one.start].lower() == "in "
        ]
        if not place:
            return []
        guests = [one.code for one in near if one.role == "person" and one.end <= match.start() and one.code]
        guest = guests[-1] if guests else self.spoken_of(start, frozenset({place[0].code or ""}))
        if guest is None or guest == place[0].code:
            return []
        codes = (guest, place[0].code or "")
        return [Mention(self.canonical(code), code, match.start(), match.end(), "group") for code in codes]

    def _group(self, match: re.Match[str]) -> list[Mention]:
        low = max(0, match.start() - _SENTENCE)
        start = max(self.text.rfind(". ", low, match.start()), self.text.rfind("\n", low, match.start()), low - 1) + 1
        third = WITH_THIRD.match(self.text, start, match.start())
        members = self.pair(third.start() if third else match.start())
        if len(members) < 2:
            return []
        return [Mention(self.canonical(code), code, match.start(), match.end(), "group") for code in members]


def _leaders(mentions: Iterable[Mention]) -> Iterator[str | None]:
    """For each mention the country named most up to it, of equals the one named first."""
    counts: dict[str, int] = {}
    leader: str | None = None
    order: dict[str, int] = {}
    for one in mentions:
        if one.code and one.role != "group" and actors.kind_of(one.code) == "country":
            count = counts[one.code] = counts.get(one.code, 0) + 1
            place = order.setdefault(one.code, len(order))
            if leader is None or (count, -place) > (counts[leader], -order[leader]):
                leader = one.code
        yield leader


def _named(text: str) -> list[Mention]:
    """Countries and organisations of the table, the longest name first, longer names of other things stepped over."""
    tokens = list(_TOKEN.finditer(text))
    out: list[Mention] = []
    at = 0
    while at < len(tokens):
        step = 1
        if tokens[at][0][:1].isupper() and (most := _most_words(tokens[at][0])):
            for size in range(_joined(text, tokens[at : at + most]), 0, -1):
                start, end = tokens[at].start(), tokens[at + size - 1].end()
                words = _OWNING.sub("", text[start:end])
                if words.casefold() in _NEVER:
                    step = size
                    break
                entry = actors.look_up(words) or actors.look_up(text[start:end])
                if entry is not None and not _MONEY.match(text, end):
                    out.append(Mention(words, entry.code, start, start + len(words), entry.role))
                    step = size
                    break
        at += step
    return sorted((*out, *_shortened(text, out)), key=lambda one: one.start)


def _shortened(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Where organisations stand by letters that the text itself has given them and the table does not know."""
    known: set[str] = set()
    for one in named:
        short = _SHORT.match(text, one.end) if one.code and actors.kind_of(one.code) == "organisation" else None
        if short and short[1] not in known and actors.look_up(short[1]) is None:
            known.add(short[1])
            spans = whole_words(text, short[1])
            yield from (Mention(short[1], one.code, *span, "alias") for span in spans if span[0] >= one.end)


SEAT = re.compile(
    r"House|Department|Street|Pentagon|Kremlin|Palace|Rosada|Itamaraty|Zhongnanhai|Whitehall|Army|\bPLA\b"
)
"""In names of a state's seats of power and forces, which are no name for a party."""
_OWNING = re.compile(r"['’]s$")


@lru_cache(maxsize=16_384)
def _most_words(first: str) -> int:
    """The most words that a name which begins with this word can have; 0 where no name begins so."""
    key = _first_key(first)
    return _MOST_WORDS if key == "the" else _openings().get(key, 0)


@cache
def _openings() -> dict[str, int]:
    """The first words of all names that `_named` knows, with the number of words of the longest of them."""
    out: dict[str, int] = {}
    for name in (*actors.all_surfaces(), *actors.NOT_ACTORS):
        words = [match[0] for match in _TOKEN.finditer(unicodedata.normalize("NFC", name).replace(" & ", " and "))]
        words = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
        if words:
            key = _first_key(words[0])
            out[key] = min(_MOST_WORDS, max(len(words), out.get(key, 0)))
    return out


def _first_key(word: str) -> str:
    """A word without what the table's look-up does not regard: case, dots, a closing "'s"."""
    plain = unicodedata.normalize("NFC", word).replace(".", "").replace("’", "'").casefold()
    return plain.removesuffix("'s")


def _joined(text: str, window: Sequence[re.Match[str]]) -> int:
    """How many of the words, from the first on, nothing parts but what may stand within a name."""
    for place, (one, two) in enumerate(itertools.pairwise(window), start=1):
        start, end = one.end(), two.start()
        if text[start:end] != " " and not _GAP.fullmatch(text, start, end):
            return place
    return len(window)


def _people(text: str, named: Sequence[Mention]) -> dict[str, Person]:
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


def _persons(text: str, people: dict[str, Person]) -> list[Mention]:
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
