"""Who agrees with whom: the parties of an instrument as a sentence's form gives them.

    "an agreement between Norway and Latvia"    behind "between"
    "signed by Norway, Latvia and Kenya"        behind "by"
    "Norway and Latvia have signed"             the subject of the verb, where it names two or more
    "Norway signed an agreement with Latvia"    the subject, and who stands behind "with"

Takes a text, a span, the mentions that may be parties and the acts' pattern; gives the parties, or () where no form
fits: then who is named in the sentence is only a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.folding import Span
from extract.reading.mention import Mention

_FILLER = (
    r"(?:the |its |their |a |an |governments? of |foreign ministers of |leaders of |presidents? of |[a-z]+ly "
    r"|neighbou?ring )*"
)
_LINK = re.compile(r"(?:,? and |, |[-–]| & )(?:both )?" + _FILLER)
_BETWEEN = re.compile(r"\bbetween (?:the (?:delegations|governments|leaders|presidents|states) of )?" + _FILLER + "$")
_BY = re.compile(
    r"\b(?:signed|concluded|adopted|ratified|initial+ed|agreed|reached|struck|approved|endorsed|inked|issued)"
    r"(?: [\w.’'-]+){0,8}? by (?:both )?" + _FILLER + "$"
)
_WITH = re.compile(r"\bwith " + _FILLER + "$")
_AUXILIARY = re.compile(
    r"(?:[’']s? (?:[a-z]+ ){1,3}|,)?(?: (?:ha[sd]|have|also|later|then|finally|formally|jointly|both|today|yesterday"
    r"|earlier|will|would|are to|is to|w[ae]s|were|on (?:\w+day|\d{1,2} \w+|\w+ \d{1,2})|in \w+|last \w+|this \w+"
    r"|\w+ly))* "
)
_REACH = 160
"""Code points between an act and the "with" that belongs to it."""


def parties(text: str, span: Span, at: int, acts: re.Pattern[str], here: Sequence[Mention]) -> tuple[Mention, ...]:
    """The parties of what stands at a place."""
    for read in (_between, _subjects):
        found = read(text, span, at, acts, here)
        if len({one.code for one in found}) >= 2:
            return tuple(found)
    return ()


def headed(text: str, span: Span, at: int, acts: re.Pattern[str], here: Sequence[Mention]) -> list[Mention]:
    """Who acts, each for itself, behind the name of an instrument that stands alone before a colon: "Fish Treaty:
    Norway left in 2019, suspended by Latvia in 2020".
    """
    colon = text.find(":", at, min(span[1], span[0] + _HEAD))
    if colon < 0 or any(one.end <= colon for one in here):
        return []
    out: list[Mention] = []
    for one in here:
        gap = re.match(r"[’']s | (?:(?:has|had|have|also|later|then|formally) )*", text[one.end : span[1]])
        acting = gap is not None and acts.match(text, one.end + gap.end())
        done_by = re.search(r"\b(\w+) by (?:the )?$", text[colon : one.start])
        again = bool(out) and re.search(r"\band $", text[colon : one.start])
        if acting or again or (done_by and acts.fullmatch(done_by[1])):
            out.append(one)
    return out


_HEAD = 80
"""Code points of a sentence that can be such a name."""


def _between(text: str, span: Span, at: int, acts: re.Pattern[str], here: Sequence[Mention]) -> list[Mention]:
    """Behind "between" and "by", the nearest to the place first."""
    for one in sorted(here, key=lambda one: abs(one.start - at)):
        before = text[max(span[0], one.start - 120) : one.start]
        if _BETWEEN.search(before) or _BY.search(before):
            listed = joined(text, here, one)
            if len({member.code for member in listed}) >= 2:
                return listed
    return []


def _subjects(text: str, span: Span, at: int, acts: re.Pattern[str], here: Sequence[Mention]) -> list[Mention]:
    """Who stands before the act, and behind the "with" that belongs to it; the act nearest to the place first."""
    for act in sorted(acts.finditer(text, *span), key=lambda act: abs(act.start() - at)):
        subject = next((one for one in reversed(here) if one.end <= act.start()), None)
        if subject is None or not _AUXILIARY.fullmatch(text[subject.end : act.start()]):
            continue
        listed = joined(text, here, _first(text, here, subject))
        if len({one.code for one in listed}) >= 2:
            return listed
        behind = [one for one in here if act.end() <= one.start < act.end() + _REACH]
        other = next((one for one in behind if _WITH.search(text[act.end() : one.start])), None)
        if other is not None:
            return [*listed, *joined(text, here, other)]
    return []


def _first(text: str, here: Sequence[Mention], one: Mention) -> Mention:
    """The first of the list that ends with a mention: "Norway, Latvia and Kenya"."""
    for other in reversed([other for other in here if other.end <= one.start]):
        if not _LINK.fullmatch(text[other.end : one.start]):
            break
        one = other
    return one


def joined(text: str, here: Sequence[Mention], one: Mention) -> list[Mention]:
    """A mention and those that a list joins to it behind it, all members of one group. Commas join only in a list that
    "and" or a hyphen closes: "with Latvia, Kenya said" names one.
    """
    out = [other for other in here if other.start == one.start]
    waiting: list[Mention] = []
    end = one.end
    for other in here:
        if other.start >= end and other.start != one.start:
            gap = text[end : other.start]
            if not _LINK.fullmatch(gap):
                break
            waiting.append(other)
            end = other.end
            if not gap.startswith(", ") or "and" in gap:
                out += waiting
                waiting = []
    return out
