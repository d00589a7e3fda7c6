"""Speakers: whether a noun phrase can speak, and the name behind it.

Takes a text, its cast and a lexicon; gives spans. A pronoun is resolved to the person (or country) named last before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.people import TITLED
from extract.reading.spoken import Cue
from extract.reading.words import any_of


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The reporting words of a kind. Told apart by identity: hashing its words at each look-up took a twentieth of the
    reading.

    clause   verbs that take a sentence: "said", "stated" (all forms, as written)
    object   verbs that take a thing: "denied", "announced", "called for"
    before   words that stand before the speaker: "according to"
    speakers nouns that can speak without a name: "ministry", "officials"
    joined   participles that go on with what a speaker says: "adding", "saying"
    """

    clause: tuple[str, ...]
    object: tuple[str, ...]
    before: tuple[str, ...]
    speakers: tuple[str, ...]
    joined: tuple[str, ...] = ()


LONGEST_QUOTE = 1_510
"""Code points of the longest quotation that is read as one."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A text that is read for who said what: its cast, the reporting words, and where its quotations and its reporting
    verbs stand, in order of place.
    """

    text: str
    cast: Cast
    lexicon: Lexicon
    quotes: tuple[Span, ...]
    cues: tuple[Cue, ...]

    def has_cue(self, span: Span) -> bool:
        """Whether a reporting verb stands in a span."""
        at = bisect_left(self.cues, span[0], key=lambda cue: cue[2][0])
        return at < len(self.cues) and self.cues[at][2][0] < span[1]

    def goes_on(self, span: Span, words: re.Pattern[str]) -> bool:
        """Whether words stand right behind a reporting verb of a span."""
        first = bisect_left(self.cues, span[0], key=lambda cue: cue[2][0])
        last = bisect_left(self.cues, span[1], key=lambda cue: cue[2][0])
        return any(words.match(self.text, cue[2][1]) for cue in self.cues[first:last])

    def quoted(self, span: Span) -> tuple[Span, ...]:
        """The quotations that stand in a span, in whole or in part."""
        if not self.quotes:
            return ()
        first = bisect_left(self.quotes, (span[0] - LONGEST_QUOTE, 0))
        last = bisect_left(self.quotes, (span[1], 0))
        return tuple(one for one in self.quotes[first:last] if one[1] > span[0])


PRONOUN = re.compile(r"(?:he|she|it|they|him|her|them)", re.IGNORECASE)


def speaks(scene: Scene, span: Span) -> bool:
    """Whether a phrase can speak: it is a pronoun, ends in somebody named, or has a noun that can."""
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    words = text[span[0] : span[1]]
    if not words or len(words) > 190 or len(words.split()) > 28 or re.search('[“”"«»]', words):
        return False
    if PRONOUN.fullmatch(words) or _ONE.fullmatch(words):
        return True
    if _OF_TREATY.fullmatch(words) or TWO.match(words):
        return False
    if words[0].islower() and not _MAY_OPEN.match(words) and not any_of(lexicon.speakers).search(words[:40]):
        return False
    if VERB.search(words) or LOOSE.search(words) or _spoken(lexicon).search(words):
        return False
    if re.match(
        r"(?:in|on|at|from|to|by|of|for|with|after|before|during|who|which|what|this|that|these)\b", words, re.I
    ):
        return False
    return named(text, span, cast) or bool(any_of(lexicon.speakers).search(words)) or _proper(words)


_ONE = re.compile(r"(?:[Oo]ne|[Aa]nother)(?: of (?:them|the [a-z]+s))?")
"""One of those spoken of before: "said one"."""
_OF_TREATY = re.compile(r"(?:Each|The|Either|Both|Any|No)(?: High)?(?: Contracting)? (?:Party|Parties|States Parties)")
"""The parties of a treaty's own wording, capital and all."""
TWO = re.compile(r"an? [a-z]+ (?:the|an?|its|his|her|their) ")
"""No speaker but a clause that lacks its "which": "an allegation the army denied"."""
_MAY_OPEN = re.compile(
    r"(?:the|a|an|his|her|its|their|our|both|all|some|many|most|several|other|two|three|four|one|no|local|senior)\b"
)
VERB = re.compile(
    r"\b(?:can|could|will|would|is|are|was|were|been|has|have|had|began|owes?|makes?|made|wants?|wanted"
    r"|intends?)\b"
)


LOOSE = re.compile(
    r"\b(?:and|or|of|on|to|in|by|at|with|about|over|for|from|amid|against|declined|refused)$|['’]s$"
    r"|[^,] (?:which|that|whose|where)\b"
)
"""What no phrase of a speaker ends with: the reporting word behind it is a noun ("declined to comment on reports")."""


@lru_cache(maxsize=16)
def _spoken(lexicon: Lexicon) -> re.Pattern[str]:
    """A reporting verb in the past: no phrase of a speaker holds one ("He dismissed media reports")."""
    words = (*lexicon.clause, *lexicon.object)
    return any_of(tuple(word for word in words if re.fullmatch(r"\w+(?:ed|aid|old|rote)", word) and word != "called"))


def _proper(words: str) -> bool:
    """A name of two capitalised words, one that opens no sentence but as a name, or an acronym, and nothing else."""
    if re.fullmatch(r"[A-ZÀ-Þ][\w’'-]+[a-zà-ÿ]", words):
        return not _NO_NAME.fullmatch(words) and not words.endswith(("ly", "ing"))
    return _CAPITALS.fullmatch(words) is not None or _OF_HOUSE.fullmatch(words) is not None


_CAPITALS = re.compile(r"(?:[Tt]he )?(?:[A-Z][\w.’'&-]+ ){1,4}[A-Z][\w.’'&-]+|(?:[Tt]he )?[A-Z]{2,8}")
_OF_HOUSE = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]+ ){1,3}[A-ZÀ-Þ][\w’'-]+ (?:of|from|at|with) (?:the )?"
    r"[A-ZÀ-Þ][\w’'&-]+(?:(?: (?:of|for|on|and|the))* [A-ZÀ-Þ][\w’'&-]+)*"
)
"""A name and the house that it speaks for: "Ina Vell of the Centre for Ports"."""


_NO_NAME = re.compile(
    r"(?:The|This|That|These|Those|There|Here|What|Which|Who|Whoever|Whose|When|Where|Why|How|Many|Some"
    r"|Others|Other|Several|Few|Most|All|Both|Each|Every|Everyone|Everybody|Someone|Somebody|Nobody|None"
    r"|Neither|Either|Nothing|Something|Everything|Another|Any|Anyone|One|Two|Three|Four|Five|Ten|And|But"
    r"|Yet|For|Not|Now|Then|Thus|Hence|Also|Even|Only|Once|Still|Soon|Later|Earlier|Meanwhile|However"
    r"|Moreover|Instead|Asked|Pressed|As|If|In|On|At|His|Her|Its|Their|Our|My|Your|You|We|Such|Much|More"
    r"|Less|Last|Next|First|Second|Third|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|Today|Yesterday"
    r"|Tomorrow|Mr|Mrs|Ms|Dr|Sir|Talks|Polls|Figures|Data|Prices|Documents|Images|Results|Statistics|Records|Surveys|Independent|Official|Initial|Recent|Rough|Western|Local|Internal|Evidence|Estimates|History|Trade|Work|Article|Treaty|Law)"
)


def named(text: str, span: Span, cast: Cast) -> bool:
    return any(one.role != "demonym" and one.role != "group" for one in cast.within(*span))


def name_of(text: str, speaker: Span, cast: Cast) -> tuple[str | None, bool]:
    """The name behind the speaker's words, and whether it is plain: a pronoun's is a guess."""
    words = text[speaker[0] : speaker[1]]
    if PRONOUN.fullmatch(words):
        person = words.lower() in ("he", "she", "him", "her")
        last = cast.last_person(speaker[0]) if person else None
        last = last if last is None or speaker[0] - last.end < _FAR else None
        if last is None and words.lower() in ("it", "him", "her"):
            last = cast.last(speaker[0], ("name", "alias"))
        return (last.name if last else None), False
    known = cast.person(_TOLD.split(words)[0])
    if known is None and (role := _ROLE.fullmatch(words)):
        return _holder(role[1], speaker[0], cast), True
    return (known.name if known else None), True


_TOLD = re.compile(r", (?:who|which|whose)\b")
"""Behind a speaker, what is told: "Ina Vell, who advises Aro Kalns"."""
_ROLE = re.compile(r"[Tt]he ((?:[a-z]+ |[A-Z][a-z]+ ){0,2}(?:[\w-]+))")
_SHORT = {"pm": "prime minister", "fm": "foreign minister", "cs": "cabinet secretary", "ps": "principal secretary"}


def _holder(role: str, before: int, cast: Cast) -> str | None:
    """Who was named last with a title that stands in the text without the name: "the minister"."""
    if not TITLED.fullmatch(role.split()[-1]):
        return None
    role = role.lower()
    for one in reversed(cast.within(max(0, before - _BACK), before)):
        if one.role == "person" and (person := cast.person(one.name)):
            title = person.title.lower()
            if role in title or _SHORT.get(role, role) in title or title in (role, _SHORT.get(role)):
                return person.name
    return None


_FAR = 1_500
"""Code points after which "he" is no longer the person named last."""
_BACK = 1_500
"""Code points before "the minister" in which the name is looked for."""
