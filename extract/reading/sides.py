"""Sides: who gives and who takes in a sentence, read off its verbs and prepositions.

Takes a sentence's span, the cast of the text and a frame (a kind's verbs of giving and of taking); gives the giver and
the taker, each with how it was read:

    "verb"      subject or object of a verb, active or passive: "X lent Y", "Y was supplied by X", "Y bought from X"
    "word"      "from X", "to Y"
    "it"        a verb whose subject is "it", from the sentence before; a contract "with X": often, not always so
    "of"        whose the thing is: "Russian S-400", "X's loan"
    "near"      the only other party named there: a guess
    "main"      the country that the text before speaks of most: a guess
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract import actors
from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.clauses import Frame, clause
from extract.reading.gapped import gapped, journey
from extract.reading.makers import with_makers
from extract.reading.mention import Mention
from extract.reading.near import (
    OTHERS,
    after,
    gives_by_trade,
    joined,
    lends,
    others,
    owns,
    possessive,
    speaks,
    with_whom,
    word_before,
)
from extract.reading.referred import homes, named_with
from extract.reading.turns import turns
from extract.reading.words import any_of

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)(?:n[’']t)? "
    r"(?:\w+ly |not |to be |also |now |already |earlier |later |then |once |first |since |soon |just |never |still )*$"
)
_ELSEWHERE = ("via", "in", "at", "near", "through", "into", "on", "against", "between")
"""Before a party that is only where it happens or whom it is about."""
_NOT_SUBJECT = ("to", "from", "with", "in", "at", "on", "into", "by", "against", "between", "near", "via", "through")
_ASIDE = re.compile(
    r", (?:(?:in|of|to|for|with|from) (?:which|whom)|which|who|whose|where|one of|a|an|the) [^,;:]{3,120}, ?"
    r"(?:(?:has|have|had|is|was|were|been|also|now|later|since|then) )*$"
)
"""What is put in between a subject and its verb: "The bank, in which Norway holds a share, lent"."""
_DEBTOR = re.compile(
    r"[’']s? (?:[a-z]+ ){0,3}(?:debts?|arrears|Eurobonds?|bonds?)\b"
    r"| and (?:its|their) (?:\w+ ){0,2}(?:creditors|lenders|bondholders)\b"
)
"""Behind one whose debt it is, who has taken."""
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
OUR_BODY = re.compile(
    r"\b[Tt]he (?:[Mm]inistry|[Aa]rmy|[Nn]avy|[Aa]ir [Ff]orce|[Gg]overnment|[Pp]arliament|[Aa]rmed [Ff]orces"
    r"|[Mm]ilitary)(?: of \w+)? (?:(?:has|had|have|also|later|then|now) )*(?P<verb>[a-z]+ed|bought|got|took)\b"
)
"""A state's own body as the subject of a verb, without a word of which state: that of which the whole text speaks."""
ITS_BOARD = re.compile(
    r"\b[Ii]ts (?:(?:executive|own) )?(?:board|directors|governors|shareholders|management)(?: of \w+)? "
    r"(?:(?:has|had|have|later|then|in \w+ \d{4}|in \w+|last \w+|on \d{1,2} \w+) )*[a-z]+ed\b"
)
"""The body by which one who lends by trade acts."""
_OF_STATE = re.compile(r"(?:the )?(?:(?:[Gg]overnments?|Kingdom|Republic|Commonwealth|State) of )?(?:the )?")
"""Between a verb and the party that it is with: "with the Government of Norway"."""
_PAID = re.compile(r"owe|repa|paid|pay", re.IGNORECASE)
"""Verbs of the taker whose money goes "to" the giver: "repaid $5 million to Norway"."""
_KEPT = re.compile(r"(?:deposit|plac|kept|keep|park)", re.IGNORECASE)
"""Verbs whose money goes "with" or "in" the taker: "placed $5 billion with Norway's central bank"."""
_INFINITIVE = re.compile(r"\bto (?:\w+ly )?$")


@dataclass(frozen=True, slots=True)
class Party:
    """One side: all who are on it, as (name, code), and how it was read."""

    names: tuple[tuple[str, str | None], ...]
    how: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Who gives and who takes; None where the sentence does not say."""

    giver: Party | None = None
    taker: Party | None = None

    @property
    def sure(self) -> bool:
        """Both read off a verb or a preposition, not guessed."""
        return all(party is not None and party.how in ("verb", "word") for party in (self.giver, self.taker))


@dataclass(slots=True)
class _Found:
    giver: Party | None = None
    taker: Party | None = None
    by_trade: tuple[str, ...] = ()
    gave: frozenset[str] = frozenset()
    makers: frozenset[int] = frozenset()
    """Where makers stand, who give and take nothing: "sent to Boeing for repair"."""

    def set(self, side: str, mentions: Sequence[Mention], how: str, cast: Cast) -> None:
        """Keep a side's first reading, unless it is the other side already."""
        mentions = [one for one in mentions if side == "giver" or one.start not in self.makers]
        other = self.taker if side == "giver" else self.giver
        if self.by_trade:
            giving = [one for one in mentions if one.code and named_with(one.code, self.by_trade)]
            mentions = [one for one in mentions if one not in giving] if side == "taker" else giving or mentions
        named = {one.code or one.name: (_name(one, cast), one.code) for one in mentions}
        taken = {code or name for name, code in other.names} if other else set()
        if getattr(self, side) is None and named and not taken & set(named):
            setattr(self, side, Party(tuple(named.values())[:3], how))


def _name(mention: Mention, cast: Cast) -> str:
    if mention.code is None:
        return mention.name
    return cast.canonical(mention.code)


def sides(text: str, span: Span, at: int, frame: Frame, cast: Cast, us: str | None = None) -> Sides:
    """The sides in a sentence.

    at  the place of the thing given (a sum, a weapon): the verb nearest to it is read first
    us  the code behind "us" and "we", inside somebody's words
    """
    whole, span = span, clause(text, span, at, frame, cast)
    span = span if cast.within(*span) else whole  # "...; $2 million will follow": between the same two
    here = [one for one in cast.within(*span) if one.code or (one.role == "person" and not frame.by_trade)]
    here = [one for one in here if not journey(text, one, here)]
    states = {one.start for one in here}
    here = with_makers(text, span, here) if frame.makers else here
    found = _Found(by_trade=frame.by_trade, gave=frame.gave, makers=frozenset(one.start for one in here) - states)
    _read_turns(text, span, here, found, cast, weak=False)
    if frame.by_trade:
        found.set("taker", [one for one in here if _DEBTOR.match(text, one.end)][:1], "of", cast)
    found.set("giver", _behind_by(text, here, at, frame), "word", cast)
    if frame.by_trade:
        banks = [one for one in here if one.role == "demonym" and gives_by_trade(text, one, frame.by_trade)]
        found.set("giver", banks[:1], "word", cast)
        for side, one in gapped(text, here, at, frame):
            found.set(side, [one], "word", cast)
    found.set("giver", [one for one in here if frame.by_trade and with_whom(text, span, one)][:1], "word", cast)
    found.set("giver", [one for one in here if lends(text, one, at)], "of", cast)
    if frame.by_trade and (board := ITS_BOARD.search(text, *span)) and (owner := cast.owner_before(board.start())):
        found.set("giver", [owner], "it", cast)
    for match, subject in sorted(_verbs(text, span, frame), key=lambda one: _distance(one[0], at)):
        if found.giver and found.taker:
            break
        _read_verb(text, span, match, subject, (here, at), found, cast)
    _read_turns(text, span, here, found, cast, weak=True)
    if us and re.search(r"\b(?:to|for|with) us\b|\bour (?:army|forces|military|troops)\b", text[slice(*span)]):
        found.set("taker", [Mention(cast.canonical(us), us, span[0], span[0], "name")], "word", cast)
    near = sorted(here, key=lambda one: abs(one.start - at))
    found.set("giver", after(text, near, "from", span), "word", cast)
    found.set("taker", after(text, near, "to", span), "word", cast)
    found.set("taker", after(text, near, "for", span), "word", cast)
    body = OUR_BODY.search(text, *span)
    if body and any_of(frame.takes).fullmatch(body["verb"]) and (own := cast.main(span[0])):
        found.set("taker", [Mention(cast.canonical(own), own, span[0], span[0], "name")], "it", cast)
    _read_trade(text, here, found, cast)
    found.set("giver", [one for one in here if owns(text, one, at)], "of", cast)
    _guess(text, span, at, here, found, cast)
    return Sides(found.giver, found.taker)


def _verbs(text: str, span: Span, frame: Frame) -> Iterator[tuple[re.Match[str], str]]:
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


def _behind_by(text: str, here: Sequence[Mention], at: int, frame: Frame) -> list[Mention]:
    """One who gives by trade right behind the thing: "a loan of $5 million by the bank"."""
    return [
        one
        for one in here
        if one.code
        and at < one.start < at + 40
        and word_before(text, one) in ("by", "from")
        and not _ONLY_BY.search(text, at, one.start)
        and named_with(one.code, frame.by_trade)
    ][:1]


_ONLY_BY = re.compile(r"\b(?:administered|managed|run|guaranteed|backed|insured|demanded|prescribed|via|through)\b")
"""Before one who only handles what another gives: "$5 million through an account administered by the bank"."""


def _guess(text: str, span: Span, at: int, here: Sequence[Mention], found: _Found, cast: Cast) -> None:
    """What no verb and no preposition says: the other party of the sentence, then the country spoken of before."""
    aside = [other for one in here if word_before(text, one) == "by" for other in joined(text, here, one)]
    rest = [
        one
        for one in here
        if one.code
        and one.role != "capital"
        and one not in aside
        and word_before(text, one) not in _ELSEWHERE
        and not speaks(text, one)
    ]
    if not found.by_trade:
        rest = [one for one in rest if actors.kind_of(one.code or "") == "country"]  # who guesses, guesses a state
    if not found.giver and not found.taker:
        alone = found.by_trade and len({one.code for one in rest}) == 1  # one country beside a debt mostly owes it
        found.set("taker" if alone else "giver", rest[:1], "near", cast)
    if found.giver and not found.taker and found.by_trade:
        where = [one for one in here if one.role == "name" and word_before(text, one) == "in"]
        if any(code and named_with(code, found.by_trade) for _, code in found.giver.names):
            found.set("taker", where[:1], "near", cast)
    if found.giver and not found.taker:
        found.set("taker", others(rest, found.giver.names, at), "near", cast)
    elif found.taker and not found.giver:
        found.set("giver", others(rest, found.taker.names, at), "near", cast)
    if found.giver and not found.taker:
        givers = frozenset(code or "" for _, code in found.giver.names)
        main = cast.spoken_of(span[0], givers | homes(givers) | (found.gave - {cast.main(span[0])}))
        if main is not None:
            found.set("taker", [Mention(cast.canonical(main), main, span[0], span[0], "name")], "main", cast)


def _read_turns(text: str, span: Span, here: Sequence[Mention], found: _Found, cast: Cast, weak: bool) -> None:
    """Turns of phrase: the sure ones say more than the verbs in them, the weak ones less than others."""
    for turn in (one for one in turns(text, *span) if one.weak == weak):
        other = "taker" if turn.subject == "giver" else "giver"
        party = next(
            (one for one in here if 0 <= one.start - turn.end < 40 and _OF_STATE.fullmatch(text, turn.end, one.start)),
            None,
        )
        if party is None and not (turn.weak or turn.alone):
            continue
        verb = re.compile(r"\S+").match(text, turn.start)
        assert verb is not None
        it = cast.subject_before(turn.start)
        owner = [it] if it else _subject(text, span, verb, here)
        passive = _BE.search(text[span[0] : turn.start]) or text[: turn.start].endswith(", ")
        if turn.weak and not owner and not (party and passive):
            continue
        how = "it" if turn.weak or it else "verb"
        found.set(other, joined(text, here, party) if party else [], how, cast)
        found.set(turn.subject, owner, how, cast)


def _read_trade(text: str, here: Sequence[Mention], found: _Found, cast: Cast) -> None:
    """Who gives by trade is the giver: "Norway and the fund are discussing a loan", "signed with the bank"."""
    giving = [one for one in here if one.code and named_with(one.code, found.by_trade)]
    if not giving or (found.giver and found.taker):
        return
    if found.giver and found.giver.how == "of":
        return
    if found.giver and not {code for _, code in found.giver.names} & {one.code for one in giving}:
        found.giver, found.taker = None, found.giver
    found.set("giver", giving[:3], "word", cast)
    aside = [other for one in here if word_before(text, one) == "by" for other in joined(text, here, one)]
    free = [one for one in here if one.code and one not in giving and one not in aside]
    rest = [one for one in free if word_before(text, one) in (None, "for", "to")]
    found.set("taker", rest[:1], "near", cast)


def _distance(match: re.Match[str], at: int) -> int:
    """How far a verb is from the thing; one behind it counts double, for a thing mostly follows its verb."""
    return at - match.end() if match.end() <= at else 2 * (match.start() - at)


def _read_verb(
    text: str,
    span: Span,
    verb: re.Match[str],
    subject: str,
    named: tuple[Sequence[Mention], int],
    found: _Found,
    cast: Cast,
) -> None:
    """One verb: its subject, its object, and what "to", "from" and "by" say, for the active and the passive."""
    other = "taker" if subject == "giver" else "giver"
    here, at = named
    before = text[span[0] : verb.start()]
    rest = text[verb.end() : span[1]]
    passive = bool(_BE.search(before)) and not verb[0].endswith("ing")
    if (
        not passive
        and re.search(r"ed$|t$|n$", verb[0])
        and re.match(r" (?:by|from|to)\b", rest)
        and before.rstrip().endswith(",")
    ):
        passive = True  # "the jets, bought from France"
    if not passive and verb[0].endswith("ed") and _SUM.search(before) and re.match(r" (?:by|from|to)\b", rest):
        passive = True  # "the $5 million promised to Latvia"
    if re.search(r"ed$|t$|n$", verb[0]) and re.match(r" (?:using|by|through|under)\b", rest):
        found.set(subject, after(text, [one for one in here if one.start >= verb.end()], "by", span), "verb", cast)
        return
    if not passive and before.endswith(", ") and re.match(r" (?:\w+ ){1,2}(?:before|earlier|ago|later)\b", rest):
        return  # "a loan of $1 million, repaid two months before": by whom is not said
    it = cast.subject_before(verb.start())
    owner, how = ([it], "it") if it else (_subject(text, span, verb, here), "verb")
    follow = [one for one in here if one.start >= verb.end()]
    if passive:
        found.set(subject, after(text, follow, "by", span), "verb", cast)
        if subject == "giver":
            thing = 0 <= at - verb.end() < 40 and not _TO_WHOM.search(text[verb.end() : at])
            indirect = (
                owner
                if thing or re.match(r" (?:a|an|the|with|\d|\$|€|£|more|up|about|over|loans?|credit)", rest)
                else []
            )
            found.set("taker", after(text, follow, "to", span) or indirect, "verb", cast)
        found.set("giver", after(text, follow, "from", span), "verb", cast)
        return
    found.set(subject, owner, how, cast)
    if subject == "giver":
        if _KEPT.match(verb[0]):
            found.set(other, after(text, follow, "with", span) or after(text, follow, "in", span), "verb", cast)
        direct = [
            one
            for one in follow[:1]
            if re.fullmatch(r" (?:the |its ally |neighbou?ring |its neighbou?r )*", text[verb.end() : one.start])
        ]
        object_ = joined(text, here, direct[0]) if direct and not possessive(text, direct[0]) else []
        found.set(other, object_ or after(text, follow, "to", span) or after(text, follow, "for", span), "verb", cast)
    else:
        behind = sorted(follow, key=lambda one: (one.start < at, one.start))
        found.set(other, after(text, behind, "from", span), "verb", cast)
        if _PAID.match(verb[0]):
            found.set(other, after(text, behind, "to", span), "verb", cast)
    return


_SUM = re.compile(r"(?:\d|million|billion|trillion|\db?[mn]|dollars|euros|yuan|yen) $")


def _subject(text: str, span: Span, verb: re.Match[str], here: Sequence[Mention]) -> list[Mention]:
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
