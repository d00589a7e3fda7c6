"""Verbs: who is their subject and who their object, active and passive, and what stands behind "to", "from", "by"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.clauses import Frame
from extract.reading.found import Found
from extract.reading.mention import Mention
from extract.reading.near import OTHERS, after, joined, possessive, word_before
from extract.reading.words import any_of

BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)(?:n[’']t)? "
    r"(?:\w+ly |not |to be |also |now |already |earlier |later |then |once |first |since |soon |just |never |still )*$"
)
_NOT_SUBJECT = ("to", "from", "with", "in", "at", "on", "into", "by", "against", "between", "near", "via", "through")
_ASIDE = re.compile(
    r", (?:(?:in|of|to|for|with|from) (?:which|whom)|which|who|whose|where|one of|a|an|the) [^,;:]{3,120}, ?"
    r"(?:(?:has|have|had|is|was|were|been|also|now|later|since|then) )*$"
)
"""What is put in between a subject and its verb: "The bank, in which Norway holds a share, lent"."""
_TO_WHOM = re.compile(r"\b(?:by|to|from|for|of|with|and)\b")
_RELATIVE = re.compile(r", (?:which|who) (?:\w+ ){0,3}\Z")
"""Between a party and a verb of its own. Matched up to the verb, whose place ends the search."""
_SERIES = re.compile(r"\b(?:and|but|or) (?:then |also |later |has |had |have |been |is |was |were |are )*$")
"""Before a verb whose subject is that of the verb before: "China rolled over a loan of Norway's bank and paid"."""
_HOME = re.compile(r"\bIn (?:the |neighbouring |neighboring )*[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*, (?:where )?")
_OWN_BODY = re.compile(
    r"^(?:the |its )?(?:[a-z]+ )?(?:government|[Mm]inistry(?: of [A-Z]?\w+)?|cabinet|parliament|treasury|army|navy"
    r"|air force|military|president|prime minister|central bank|[a-z]+ minister)(?: (?:has|had|also|later|then))* $"
)
"""A state's own body right before a verb, in a sentence that says first where: "In Oslo, the government signed"."""
_PAID = re.compile(r"owe|repa|paid|pay", re.IGNORECASE)
"""Verbs of the taker whose money goes "to" the giver: "repaid $5 million to Norway"."""
_KEPT = re.compile(r"(?:deposit|plac|kept|keep|park)", re.IGNORECASE)
"""Verbs whose money goes "with" or "in" the taker: "placed $5 billion with Norway's central bank"."""
_INFINITIVE = re.compile(r"\bto (?:\w+ly )?$")
_DONE = re.compile(r"(?:ed|t|n)$")
"""What a participle may end in."""
_BY_OR_TO = re.compile(r" (?:by|from|to)\b")
_SUM = re.compile(r"(?:\d|million|billion|trillion|\db?[mn]|dollars|euros|yuan|yen) $")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in its sentence.

    here  who is named in the sentence
    at    the place of the thing given
    """

    text: str
    span: Span
    match: re.Match[str]
    here: Sequence[Mention]
    at: int
    cast: Cast

    @property
    def before(self) -> str:
        """The sentence up to the verb."""
        return self.text[self.span[0] : self.match.start()]

    @property
    def rest(self) -> str:
        """The sentence from the verb on."""
        return self.text[self.match.end() : self.span[1]]

    @property
    def follow(self) -> list[Mention]:
        """Who is named behind the verb."""
        return [one for one in self.here if one.start >= self.match.end()]

    @property
    def passive(self) -> bool:
        """Whether its subject is what is given: "was lent", "the jets, bought from", "the $5 million promised to"."""
        word, before = self.match[0], self.before
        if BE.search(before) and not word.endswith("ing"):
            return True
        if not _BY_OR_TO.match(self.rest):
            return False
        aside = _DONE.search(word) and before.rstrip().endswith(",")
        return bool(aside or (word.endswith("ed") and _SUM.search(before)))


def read_verb(verb: Verb, subject: str, found: Found) -> None:
    """Set what a verb says of the sides; `subject` is the side of its subject in the active."""
    if _DONE.search(verb.match[0]) and re.match(r" (?:using|by|through|under)\b", verb.rest):
        found.set(subject, after(verb.text, verb.follow, "by", verb.span), "verb", verb.cast)
        return
    passive = verb.passive
    if not passive and verb.before.endswith(", ") and _BEFORE_THAT.match(verb.rest):
        return
    it = verb.cast.subject_before(verb.match.start())
    owner = [it] if it else subject_of(verb.text, verb.span, verb.match, verb.here)
    if passive:
        _read_passive(verb, subject, owner, found)
        return
    found.set(subject, owner, "it" if it else "verb", verb.cast)
    if subject == "giver":
        _read_giving(verb, found)
    else:
        _read_taking(verb, found)


_BEFORE_THAT = re.compile(r" (?:\w+ ){1,2}(?:before|earlier|ago|later)\b")
"""Behind an act whose doer is not said: "a loan of $1 million, repaid two months before"."""
_ONE = re.compile(r" (?:a|an|the|with|\d|\$|€|£|more|up|about|over|loans?|credit)")
"""Behind a passive whose subject is who takes: "Latvia was lent a million"."""


def _read_passive(verb: Verb, subject: str, owner: Sequence[Mention], found: Found) -> None:
    text, span, follow = verb.text, verb.span, verb.follow
    found.set(subject, after(text, follow, "by", span), "verb", verb.cast)
    if subject == "giver":
        end = verb.match.end()
        thing = 0 <= verb.at - end < 40 and not _TO_WHOM.search(text[end : verb.at])
        indirect = owner if thing or _ONE.match(verb.rest) else []
        found.set("taker", after(text, follow, "to", span) or indirect, "verb", verb.cast)
    found.set("giver", after(text, follow, "from", span), "verb", verb.cast)


def _read_giving(verb: Verb, found: Found) -> None:
    """Who takes, behind an active verb of giving."""
    text, span, follow = verb.text, verb.span, verb.follow
    if _KEPT.match(verb.match[0]):
        found.set("taker", after(text, follow, "with", span) or after(text, follow, "in", span), "verb", verb.cast)
    direct = [
        one
        for one in follow[:1]
        if re.fullmatch(r" (?:the |its ally |neighbou?ring |its neighbou?r )*", text[verb.match.end() : one.start])
    ]
    object_ = joined(text, verb.here, direct[0]) if direct and not possessive(text, direct[0]) else []
    found.set(
        "taker", object_ or after(text, follow, "to", span) or after(text, follow, "for", span), "verb", verb.cast
    )


def _read_taking(verb: Verb, found: Found) -> None:
    """Who gives, behind an active verb of taking."""
    behind = sorted(verb.follow, key=lambda one: (one.start < verb.at, one.start))
    found.set("giver", after(verb.text, behind, "from", verb.span), "verb", verb.cast)
    if _PAID.match(verb.match[0]):
        found.set("giver", after(verb.text, behind, "to", verb.span), "verb", verb.cast)


def subject_of(text: str, span: Span, verb: re.Match[str], here: Sequence[Mention]) -> list[Mention]:
    """The last party before a verb that no preposition makes something else; "for X to borrow" counts."""
    infinitive = bool(_INFINITIVE.search(text[span[0] : verb.start()]))
    aside = _ASIDE.search(text, span[0], verb.start())
    if (home := _HOME.search(text, span[0], verb.start())) and _OWN_BODY.search(text[home.end() : verb.start()]):
        return [one for one in here if home.start() <= one.start < home.end()][-1:]
    stop = aside.start() if aside else verb.start()
    if relative := _RELATIVE.search(text, span[0], verb.start()):
        own = [one for one in here if one.end == relative.start()]
        if own:
            return own  # "to Latvia, which has ordered tanks"
    if _SERIES.search(text[span[0] : verb.start()]):
        first = [one for one in here if one.end <= stop and word_before(text, one) is None]
        return joined(text, here, first[0]) if first else []
    for one in reversed([one for one in here if one.end <= stop]):
        word = word_before(text, one)
        between = text[one.end : verb.start()]
        if word in _NOT_SUBJECT and not (word == "for" and infinitive):
            continue
        if (word == "for" and not infinitive) or OTHERS.match(text, one.end):
            continue
        if re.search(r"[;:]|\bthat\b.*\bthat\b", between):
            return []
        return joined(text, here, one)
    return []


def verbs_of(text: str, span: Span, frame: Frame) -> Iterator[tuple[re.Match[str], str]]:
    """The verbs of giving and taking with the side of their subject. One that is both, "leased", gives "to" and takes
    "from"; "an order", "of offer" are none.
    """
    both = _both(frame.gives, frame.takes)
    for words, subject in ((frame.gives, "giver"), (frame.takes, "taker")):
        for match in any_of(words).finditer(text, *span):
            before = text[max(span[0], match.start() - 12) : match.start()]
            noun = match[0] in _NOUNS and (_ARTICLE.search(before) or (frame.by_trade and _BESIDE_MONEY.search(before)))
            word = re.search(r" (from|to) ", text[match.end() : span[1]]) if match[0] in both else None
            if not noun and (match[0] not in both or (word and (word[1] == "to") == (subject == "giver"))):
                yield match, subject


@lru_cache(maxsize=64)
def _both(gives: tuple[str, ...], takes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(gives) & frozenset(takes)


_NOUNS = frozenset(
    (
        *("offer", "offers", "order", "orders", "request", "requests", "grant", "grants", "pledge", "pledges"),
        *("promise", "promises", "deposit", "deposits", "funds", "guarantees", "service", "approval", "commitment"),
        *("commitments", "allocation", "award"),
    )
)
_ARTICLE = re.compile(r"\b(?:of|an?|the|its|their|his|new|first) $")
_BESIDE_MONEY = re.compile(r"\b(?:in|on|as|debt|tentative) $")
"""Before what is no verb where money is lent: "$5 million in grants", "on deposit"."""
