"""Who stands near: the preposition before a party, the parties joined to it, whose a thing is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract import actors
from extract.folding import Span
from extract.reading.mention import Mention
from extract.reading.referred import named_with

_PREPOSITION = re.compile(
    r"\b(to|from|by|with|for|of|in|at|into|against|between|on|near|via|through|towards?|among)"
    r" (?:the |its |their |his |her |a |an |neighbou?ring |ally |fellow |[a-z]+ly |government of |state of )*$"
)
OTHERS = re.compile(
    r"[’']s? (?:[a-z]+ ){0,2}(?:creditors?|lenders?|suppliers?|all(?:y|ies)|rivals?|neighbou?rs?|partners?"
    r"|enem(?:y|ies))\b"
)
"""Behind a party whose creditor or neighbour is the subject, not the party: "Norway's biggest creditor lent"."""


def joined(text: str, here: Sequence[Mention], one: Mention) -> list[Mention]:
    """A party and those joined to it: "Russia and Belarus", "India, Japan and Australia"; members of one group.

    A comma joins only in a list that "and" closes: "agreed with France, Norway will get" names no pair.
    """
    same = [other for other in here if (other.start, other.end) == (one.start, one.end)]
    left: list[Mention] = []
    at, closed = one.start, False
    for other in reversed([other for other in here if other.end < one.start]):
        gap = text[other.end : at]
        if word_before(text, other) in ("in", "at", "near") or not _LINK.fullmatch(gap):
            break
        closed = closed or "and" in gap
        if not closed:
            break
        left.insert(0, other)
        at = other.start
    right: list[Mention] = []
    waiting: list[Mention] = []
    end = one.end
    for other in [other for other in here if other.start > one.end]:
        gap = text[end : other.start]
        if not _LINK.fullmatch(gap) or (left and "and" not in gap) or (gap.startswith(", and") and not waiting):
            break  # ", and Latvia" opens a clause unless a list goes before
        waiting.append(other)
        end = other.end
        if "and" in gap:
            right += waiting
            waiting = []
    return [*left, *same, *right]


_LINK = re.compile(r",? and (?:the )?|, (?:the )?")


def after(text: str, mentions: Sequence[Mention], word: str, span: Span) -> list[Mention]:
    """The first party behind a preposition, with those joined to it."""
    for one in mentions:
        if word_before(text, one) == word and one.start >= span[0]:
            return joined(text, sorted(mentions, key=lambda one: one.start), one)
    return []


def word_before(text: str, one: Mention) -> str | None:
    """The preposition right before a party's noun phrase."""
    match = _PREPOSITION.search(text[max(0, one.start - 60) : one.start].lower())
    if match and match[1] == "to" and _ACCORDING.search(text[max(0, one.start - 60) : one.start]):
        return "according to"
    return match[1] if match else None


_ACCORDING = re.compile(r"\b[Aa]ccording to (?:[a-z]+ )*$")


_SAYS = re.compile(
    r"(?:[’']s)? (?:[\w’'-]+ ){0,7}(?:said|says|told|conceded|confirmed|claimed|stated|added|insisted|warned)\b"
)


def speaks(text: str, one: Mention) -> bool:
    """Whether a party is only whose official speaks: "U.S. Secretary Berg said", "according to Norwegian officials"."""
    return word_before(text, one) == "according to" or _SAYS.match(text, one.end) is not None


def possessive(text: str, one: Mention) -> bool:
    return text[one.end : one.end + 1] in "’'" and text[one.end : one.end + 2] in ("’s", "'s")


def owns(text: str, one: Mention, at: int) -> bool:
    """Whether a party stands as owner or maker before the thing: "Russian S-400", "China's loan of"."""
    between = text[one.end : at] if one.end <= at else "…………………………"
    if OTHERS.match(text, one.end):
        return False
    made = one.role == "demonym" or possessive(text, one) or between.startswith(("-made", "-built"))
    return made and len(between) < 40 and not re.search(r"[.,;:]| (?:to|from|for|of|and) ", between)


_LENT = re.compile(r" (?:[a-z-]+ ){1,3}of (?:about |some |up to |around |nearly |over |almost )?")


def lends(text: str, one: Mention, at: int) -> bool:
    """Whether the thing is a party's own in so many words: "a Russian state loan of $5 million"."""
    own = one.role == "demonym" or possessive(text, one)
    return own and one.end < at < one.end + 60 and bool(_LENT.fullmatch(text[one.end : at].removeprefix("’s")))


_WITH_WHOM = re.compile(
    r"\b(?:swaps?|swap lines?|loans?|credit lines?|lines of credit|facility|arrangement|programme|program)"
    r"(?: agreements?| deals?)? with (?:the |its )?\Z"
)


def with_whom(text: str, span: Span, one: Mention) -> bool:
    """Whether somebody's credit is with a party, who gives it: "the swap with Norway's central bank"."""
    return _WITH_WHOM.search(text, max(span[0], one.start - 60), one.start) is not None


_BANKS = re.compile(
    r" (?:(?:state|policy|state-owned|commercial|development|public|official) ){0,2}"
    r"(?:banks?|[Ee]xim ?[Bb]ank|lenders?|creditors?)\b"
)


def gives_by_trade(text: str, one: Mention, words: tuple[str, ...]) -> bool:
    """Whether a party gives by trade: an organisation with one of the words in its name, a country's banks."""
    banks = bool(words) and one.role == "demonym" and _BANKS.match(text, one.end)
    return bool(banks or (one.code and named_with(one.code, words)))


def others(rest: Sequence[Mention], names: Sequence[tuple[str, str | None]], at: int) -> list[Mention]:
    """The country named nearest before the thing (or behind it) that is not the other side."""
    taken = {code or name for name, code in names}
    free = [one for one in rest if one.code and one.code not in taken]
    states = [one for one in free if actors.kind_of(one.code or "") == "country"] or free
    return sorted(states, key=lambda one: at - one.end if one.end <= at else 1000 + one.start)[:1]
