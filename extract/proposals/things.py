"""Things: what the candidates of a sentence are about, and which of its acts are about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.folding import Span
from extract.kinds import Kind
from extract.proposals.instruments import second_of
from extract.proposals.mood import only_a_name
from extract.proposals.page import Line, Page
from extract.proposals.parts import count
from extract.proposals.sums import NO_MONEY, REACH, UP_TO, belongs, nobodys, with_further
from extract.reading import Mention
from extract.reading.makers import maker_acts
from extract.reading.near import gives_by_trade
from extract.reading.pacts import parties
from extract.reading.sides import ITS_BOARD
from extract.reading.words import any_of
from extract.signs import Event
from extract.types import Figure


def about(signs: Event, page: Page, line: Line, figures: Sequence[Figure]) -> list[re.Match[str]]:
    """The words that say what the sentence is about: the kind's own, else its weak ones beside a sum, else a deed of
    one who gives by trade; and deeds right before a sum in a sentence that is about the kind anyway.
    """
    words = line.masked
    about = list(any_of(signs.about).finditer(words))
    taken = {one.end() for one in about}
    about += [one for one in any_of(signs.again).finditer(words) if one.end() not in taken and _again(page, line, one)]
    if not figures or signs.figure != "money":
        return about
    about = about or list(any_of(signs.weak).finditer(words))
    if not signs.deeds:
        return about
    ends = {figure.end - line.span[0] + 1 for figure in figures}
    deeds = list(any_of(signs.deeds).finditer(words))
    deeds += [one for one in any_of(signs.behind).finditer(words) if one.start() in ends]
    givers = [
        one for one in page.cast.within(*line.span) if one.code and gives_by_trade(page.text, one, signs.by_trade)
    ]
    givers += _meant(signs, page, line)
    right_by = _right_by(signs, line, figures, bool(about), bool(givers))
    if givers:
        right_by += [one for one in (_FROM.match(words, end - 1) for end in ends) if one and _begins(givers, line, one)]
    if not about:
        return right_by + (deeds if givers else [])
    starts = [figure.start - line.span[0] for figure in figures]
    beside = [
        one for one in any_of(signs.beside).finditer(words) if any(0 < start - one.end() < _BESIDE for start in starts)
    ]
    beside = [one for one in beside if givers or any(not _parted(words, one, other) for other in about)]
    if givers and not any(belongs(page.text, figure, _place(line, one)) for figure in figures for one in about):
        beside += deeds  # the loan that the sentence speaks of beside is another
    return about + beside + right_by


_IT = re.compile(r"\b[Ii]t (?=[a-z])")


def _meant(signs: Event, page: Page, line: Line) -> list[Mention]:
    """Those who give by trade that the sentence speaks of as "it" or by "its board"."""
    it = _IT.search(page.text, *line.span)
    board = ITS_BOARD.search(page.text, *line.span)
    meant = (
        page.cast.subject_before(it.end()) if it else None,
        page.cast.owner_before(board.start()) if board else None,
    )
    return [one for one in meant if one and one.code and gives_by_trade(page.text, one, signs.by_trade)]


def _again(page: Page, line: Line, word: re.Match[str]) -> bool:
    """Whether a number and a plain noun speak of what the text has named just before: "Norway ordered eight jets"."""
    at = _place(line, word)
    if _NUMBERED.search(page.text, max(line.span[0], at[0] - 24), at[0]) is None:
        return False
    named = _last_named(page, at)
    return named is not None and named.start < line.span[0]


_NUMBERED = re.compile(
    r"(?:\bof the |(?<!\bthe )(?<!\bfirst )(?<!\blast )(?<!\bother )(?<!\bthese )(?<!\bthose )(?<!\bits )(?<!\btheir )"
    r"(?<!\ball )(?<!\bThe )(?<!\bremaining ))\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|forty|fifty) (?:more |further |new |such )?\Z"
)
"""A number that is new to the text: not "the ten jets", but "two of the ten jets"."""


def _place(line: Line, word: re.Match[str]) -> Span:
    return line.span[0] + word.start(), line.span[0] + word.end()


_BESIDE = 18
"""Code points between a deed and its sum: "received so far about $1 million"."""
_FROM = re.compile(r" from (?:the )?")
_IN = re.compile(r" (?:(?:in|of|as|worth of) )?(?:[a-z-]+ )?")
"""Between a sum and the word that it is right before: "$5 million in soft loans"."""


def _right_by(signs: Event, line: Line, figures: Sequence[Figure], about: bool, by_trade: bool) -> list[re.Match[str]]:
    """The words that are enough right before or right behind a sum; weak ones that stand so in a sentence with strong
    ones ("$5 million in loans and $2 million in grants"), deeds where one who gives by trade is named.
    """
    words, out = line.masked, []
    befores = list(
        any_of(signs.leads + (signs.weak if about else ()) + (signs.beside if by_trade else ())).finditer(words)
    )
    behinds = list(any_of(signs.trails + (signs.weak if about else ())).finditer(words))
    for figure in figures:
        start, end = figure.start - line.span[0], figure.end - line.span[0]
        if not NO_MONEY.match(words, end):
            out += [one for one in befores if one.end() < start and UP_TO.fullmatch(words, one.end(), start)]
            out += [one for one in behinds if one.start() > end and _IN.fullmatch(words, end, one.start())]
    return out


def _begins(givers: Sequence[Mention], line: Line, word: re.Match[str]) -> bool:
    return any(abs(one.start - line.span[0] - word.end()) < len("the ") for one in givers)


def against(kind: Kind, words: str, act: re.Match[str] | None, at: Span, span: Span) -> bool:
    """Whether a word that speaks against the kind stands nearer to the thing than what speaks for it."""
    found = any_of(kind.model.against).search(words)
    if found is None:
        return False
    return gap(found, at, span) < (gap(act, at, span) if act is not None else _NEAR_AGAINST)


_NEAR_AGAINST = 25


def things(
    signs: Event,
    page: Page,
    span: Span,
    figures: Sequence[Figure],
    about: Sequence[re.Match[str]],
    alone: Sequence[re.Match[str]],
) -> list[tuple[Span, Figure | None]]:
    """What the sentence's candidates are about, one each: figures where it has any, else the nearest word."""
    if signs.figure == "designation" and figures:
        ends = {figure.end + 1 for figure in figures}  # "Rafale F4": the second only says which version
        ends |= {
            figure.end + 2 for figure in figures if page.text.startswith(" (", figure.end)
        }  # and "the Missile (M)"
        once = {figure.unit: figure for figure in reversed(figures) if figure.start not in ends}
        named = sorted(((f.start, f.end), f) for f in once.values())
        return sorted(named + _counted(page, span, about, named, signs.again), key=lambda one: one[0])
    if not about and not alone:
        return []
    words = [(span[0] + match.start(), span[0] + match.end()) for match in (about or alone)]
    if signs.figure == "designation" and (counted := _counted(page, span, about, (), signs.again)):
        return counted
    if signs.figure == "money":
        pairs: dict[Figure, Span] = {}
        for word in words:
            close = [f for f in figures if belongs(page.text, f, word)]
            if close:
                best = min(close, key=lambda f: min(abs(f.start - word[1]), abs(word[0] - f.end)))
                pairs.setdefault(best, word)
        if not pairs and figures and all(nobodys(page.text, figure) for figure in figures):
            return []
        if pairs:
            return [((one.start, one.end), one) for one in with_further(page, span, figures, set(pairs))]
    second = second_of(page.text, (words[0][1], span[1])) if signs.members else None
    more = [one for one in words if second and one[0] >= second][:1]
    return [(one, None) for one in (words[0], *more)]


def _counted(
    page: Page,
    span: Span,
    about: Sequence[re.Match[str]],
    named: Sequence[tuple[Span, Figure | None]],
    again: tuple[str, ...] = (),
) -> list[tuple[Span, Figure | None]]:
    """Things that have a number and no name, each once: "30 tanks and 12 howitzers"; beside named ones only those of
    another clause.
    """
    out: list[tuple[Span, Figure | None]] = []
    for match in about:
        at = (span[0] + match.start(), span[0] + match.end())
        spoken = any_of(again).fullmatch(match[0]) is not None
        known = _last_named(page, at) if spoken else _named_before(page, at)
        if known is not None and count(page, span, at) is not None:
            out.append((at, known))
            continue
        if spoken:
            continue
        joints = [_PARTED.search(page.text[slice(*sorted((at[0], other[0])))]) for other, _ in named]
        if all(joints) and count(page, span, at) is not None:
            out.append((at, None))
    return out


_KNOWN = re.compile(r"\b(?:of the|of these|of those|same) (?:\w+ )?[\w-]+\Z")
"""Before a thing that the text has named: "16 of the jets", "12 more of the same fighters"."""
_OLD = re.compile(
    r"\b(?:replac\w+|retir\w+|success\w+ (?:to|of)|instead of|rather than|than|unlike) (?:[\w-]+ ){0,3}\Z"
)
"""Before what goes when the thing comes: "to replace its old MiG-21s"."""
_ANSWER = re.compile(r"[A-ZÀ-Þ][\w’'. -]{1,50}: ")
"""The head of a turn in a transcript."""
_NAMED_WITHIN = 400
"""Code points before "of the jets" in which their name stands, in its paragraph."""


def _named_before(page: Page, at: Span) -> Figure | None:
    """The name, in the paragraph, of what "of the jets" and "the same aircraft" speak of: the one named last,
    where its sentence names no other.
    """
    return _last_named(page, at) if _KNOWN.search(page.text, max(0, at[0] - 20), at[1]) else None


def _last_named(page: Page, at: Span) -> Figure | None:
    """The name that stands last before a place in its paragraph, or in the question that it answers; None where the
    sentence of that name has another.
    """
    text = page.text
    paragraph = text.rfind("\n\n", 0, at[0])
    if _ANSWER.match(text, paragraph + 2) and text.find("?\n\n", max(0, paragraph - 4), paragraph + 2) >= 0:
        paragraph = text.rfind("\n\n", 0, max(0, paragraph))
    first = max(at[0] - _NAMED_WITHIN, paragraph)
    named = [one for one in page.within((max(0, first), at[0])) if one.kind == "designation"]
    named = [
        one for one in named if not (only_a_name(text, one.end) or _OLD.search(text, max(0, one.start - 40), one.start))
    ]
    if not named:
        return None
    last = text.rfind(". ", 0, named[-1].start)
    return named[-1] if len({one.unit for one in named if one.start > last}) == 1 else None


def _parted(words: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one.span(), other.span()))
    return bool(_PARTED.search(words[first[1] : second[0]]))


_PARTED = re.compile(r";| and that |, (?:while|whereas|and|but) (?!\w+ \d)")


def attributive(words: str, match: re.Match[str], signs: Event) -> bool:
    """Whether an act only qualifies its noun: "the signed agreements", "a planned deal"."""
    before = re.search(r"\b(?:the|these|those|all|any|previously|already|of|with) $", words[: match.start()])
    after = re.match(r" (?:\w+ )?", words[match.end() :])
    noun = any_of(signs.about).match(words, match.end() + len(after[0])) if after else None
    return bool(before and (noun or any_of(signs.about).match(words, match.end() + 1)) and match[0].endswith("ed"))


def gap(match: re.Match[str], at: Span, span: Span) -> int:
    start, end = span[0] + match.start(), span[0] + match.end()
    return at[0] - end if end <= at[0] else max(0, start - at[1])


def reaches(words: str, act: re.Match[str], at: Span, span: Span) -> bool:
    low, high = sorted((act.start(), at[0] - span[0]))
    between = words[low:high]
    other = act.start() < at[0] - span[0] and _OTHER_THING.search(between)
    named = act.start() >= at[0] - span[0] and HEADING.match(words) is not None
    listed = _LISTED.search(between) if act.start() < at[0] - span[0] else None
    parted = re.search(r";" if named or listed else r"[;:]", between)
    return gap(act, at, span) < REACH and not parted and not other


_LISTED = re.compile(
    r"\A[^;:“”\"]*: (?:(?:up to|as many as|about|some|around|nearly|almost|over|at least|more than) )?"
    r"(?:\d|(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozens)\b)?[^;:“”\"]*\Z"
)
"""From an act to a thing in the list that a colon opens: "approved two sales to Norway: 20 tanks and a ship"."""
HEADING = re.compile(r"(?:[-•–*] ?)?(?:[A-Z][\w’-]*|_+)(?: (?:[A-Z][\w’-]*|_+|on|of|the|and|for))*: ")
"""A name at a sentence's head, before a colon: what the rest is about."""
_OTHER_THING = re.compile(
    r", (?:which|who|whose) (?:\w+ )?(?:ha[sd]|have|keeps?|owns?|operates?|uses?|fields?)\b"
    r"|\b(?:warn|warns|warned|fear|fears|feared|say|says|said|argue|argues|argued|claim|claims|claimed|insist|insists"
    r"|insisted) that\b"
)
"""Between an act and a thing that it is not about: "approved a budget for its army, which has 40 tanks"."""
_PRIVATE = re.compile(
    r"\b(?:company|firm|bank|producer|maker|operator|giant|utility|airline|developer|miner|contractor|conglomerate"
    r"|shipyard|yard|manufacturer|group|corporation|retailer|carrier)(?: (?:has|had|have|also|later|then))* $"
)
"""Before the act of somebody who is no party to a treaty."""
_URGED = re.compile(
    r"\b(?:urg(?:e[sd]?|ing)|call(?:s|ed|ing)? (?:on|for|upon)|appeal(?:s|ed|ing)? (?:to|for)|demand(?:s|ed|ing)?"
    r"|pressed|presses|exhort(?:s|ed))\b[^.;:]{0,80}$"
)


_CALLED = re.compile(r"denounc\w* (?:[\w’'-]+ ){0,6}as\b")
"""An act that is only words: "denounced the treaty as a sham"."""


def joint(signs: Event, page: Page, span: Span, act: re.Match[str]) -> bool:
    """Whether two members or more are the subject of an act."""
    here = [one for one in page.cast.within(*span) if one.code]
    found = parties(page.text, span, span[0] + act.start(), any_of(signs.jointly), here)
    return not no_parties_act(signs, act.string, act) and len(found) >= 2


def no_parties_act(signs: Event, words: str, act: re.Match[str]) -> bool:
    """Whether it is not for the parties of an instrument that an act speaks: a company's deal, a call to agree."""
    before = words[max(0, act.start() - 90) : act.start()]
    return signs.members is not None and bool(
        _PRIVATE.search(before) or _URGED.search(before) or maker_acts(before) or _CALLED.match(words, act.start())
    )
