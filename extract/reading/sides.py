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
from collections.abc import Sequence

from extract import actors
from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.clauses import Frame, clause
from extract.reading.found import Found, Sides
from extract.reading.gapped import gapped, journey
from extract.reading.makers import with_makers
from extract.reading.mention import Mention
from extract.reading.near import (
    after,
    gives_by_trade,
    joined,
    lends,
    others,
    owns,
    speaks,
    with_whom,
    word_before,
)
from extract.reading.referred import homes, named_with
from extract.reading.turns import turns
from extract.reading.verbs import BE, Verb, read_verb, subject_of, verbs_of
from extract.reading.words import any_of

_ELSEWHERE = ("via", "in", "at", "near", "through", "into", "on", "against", "between")
"""Before a party that is only where it happens or whom it is about."""
_DEBTOR = re.compile(
    r"[’']s? (?:[a-z]+ ){0,3}(?:debts?|arrears|Eurobonds?|bonds?)\b"
    r"| and (?:its|their) (?:\w+ ){0,2}(?:creditors|lenders|bondholders)\b"
)
"""Behind one whose debt it is, who has taken."""
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
    found = Found(by_trade=frame.by_trade, gave=frame.gave, makers=frozenset(one.start for one in here) - states)
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
    for match, subject in sorted(verbs_of(text, span, frame), key=lambda one: _distance(one[0], at)):
        if found.giver and found.taker:
            break
        read_verb(Verb(text, span, match, here, at, cast), subject, found)
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


def _guess(text: str, span: Span, at: int, here: Sequence[Mention], found: Found, cast: Cast) -> None:
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


def _read_turns(text: str, span: Span, here: Sequence[Mention], found: Found, cast: Cast, weak: bool) -> None:
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
        owner = [it] if it else subject_of(text, span, verb, here)
        passive = BE.search(text[span[0] : turn.start]) or text[: turn.start].endswith(", ")
        if turn.weak and not owner and not (party and passive):
            continue
        how = "it" if turn.weak or it else "verb"
        found.set(other, joined(text, here, party) if party else [], how, cast)
        found.set(turn.subject, owner, how, cast)


def _read_trade(text: str, here: Sequence[Mention], found: Found, cast: Cast) -> None:
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
