"""The cast: who is named where in a text.

Takes a text; gives mentions of countries and organisations (by the table of `extract.actors`), of people (a title
and a name, "President Ina Vell of Norland"; later the last name alone) with the country that they speak for, and of
groups ("the two countries", "both sides") with the countries that they stand for. Nothing is guessed from a name alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract import actors
from extract.reading import referred
from extract.reading.mention import Mention
from extract.reading.names import named
from extract.reading.people import TITLES, Person, people_of, persons

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


class Cast:
    """Everybody named in one text. `mentions` are in order of place and do not overlap, save those of one group."""

    def __init__(self, text: str) -> None:
        self.text = text
        spoken = named(text)
        self.people = people_of(text, spoken)
        taken = {at for mention in spoken for at in range(mention.start, mention.end)}
        people = [one for one in persons(text, self.people) if taken.isdisjoint(range(one.start, one.end))]
        self._keep(sorted(spoken + people, key=lambda one: one.start))
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


SEAT = re.compile(
    r"House|Department|Street|Pentagon|Kremlin|Palace|Rosada|Itamaraty|Zhongnanhai|Whitehall|Army|\bPLA\b"
)
"""In names of a state's seats of power and forces, which are no name for a party."""
