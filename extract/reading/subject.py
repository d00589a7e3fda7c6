"""Subjects: the noun phrase that a reporting verb follows.

Takes a scene and the beginning of a sentence up to the verb; gives the span of who speaks.
"""

from __future__ import annotations

import re

from extract.folding import Span
from extract.reading.speaker import LOOSE, PRONOUN, TWO, VERB, Scene, speaks
from extract.reading.words import any_of, lead, trim

AUX = (
    r"(?:(?:also|again|later|further|repeatedly|then|earlier|publicly|had|has|have|once|reportedly|recently|officially"
    r"|previously|only|often|before|already|long|just|meanwhile|therefore|however|even|still|in turn|now|broadly|too"
    r"|first|openly|privately|flatly|firmly|strongly|sharply|promptly|explicitly|formally|initially"
    r"|at first|at the time|in the end|for (?:its|his|her|their) part|do|does|did|,) ?)*"
)


def subject(scene: Scene, before: Span, closing: bool = False) -> Span | None:
    """The noun phrase that a cue follows, within a sentence's beginning; None where nothing there can speak."""
    text = scene.text
    head = text[before[0] : before[1]]
    if head.endswith(("-", "’", "'")):
        return None
    tail = _TAIL.search(head)
    aside = bool(tail and tail[0].lstrip().startswith(",")) or head.rstrip().endswith(",")
    head = head[: tail.start()] if tail else head
    head = head[: note.start()] if (note := _IN_BRACKETS.search(head)) else head
    bound = max(
        (m.end() for m in _BOUND.finditer(head)),
        default=0,
    )
    first = _opening(text, *before)
    if " and " in head and _LIST.fullmatch(text, first, before[0] + len(head)):
        return first, before[0] + len(head)
    for cut in _cuts(head, bound, aside):
        start = _opening(text, before[0] + cut, before[1]) if cut else first
        stop = re.search(r", (?:who|which|when|whose|asked|speaking|citing)\b", head[cut:])
        span = trim(text, (start, before[0] + (cut + stop.start() if stop else len(head))))
        if speaks(scene, span) or (closing and cut and anybody(text[slice(*span)])):
            return alone(scene, span)
    return _bare_subject(scene, before[0], head)


def _opening(text: str, start: int, end: int) -> int:
    """Where a clause begins behind "But", a dateline, and what tells when."""
    start += lead(text[start:end])
    start = later.end() if (later := _LATER.match(text, start, end)) else start
    return when.end() if (when := WHEN.match(text, start, end)) else start


_BOUND = re.compile(
    r"[;:“”\"»–—]\s?|\b(?:and|but|because|that|if|as|while|although|where|so|what)\b "
    r"|^When "
    r"|\b[a-z]+ed (?:the|an?|its|his|her|their|all|[$€£\d])[^,]{0,90}? (?:after|before|until|when) "
)
"""What parts a speaker's phrase from the words before it."""
_LATER = re.compile(r"(?:[a-z]+ )?(?:minutes|hours|days|weeks|months|years|shortly|soon|long|just) (?:after|before) ")
"""Before the subject of a clause that tells when: "weeks after a visiting envoy called"."""
_IN_BRACKETS = re.compile(r"(?<![A-Z]{2}) \((?![A-Z]{2,8}\))[^()]{2,60}\) ?$")
"""Behind a speaker: the party or place; what spells a short name out, or is one, belongs to the name."""
_ONE = r"(?:the )?[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3}"
_LIST = re.compile(rf"{_ONE}(?:, {_ONE}){{1,12}},? and {_ONE}")
"""Several names that speak together."""


def alone(scene: Scene, span: Span) -> Span:
    """A speaker's phrase without what is told of the speaker behind a comma; a name there stays ("the minister, Ina
    Vell"), and so does a list ("Norway, Latvia and Kenya").
    """
    text = scene.text
    comma = text.find(", ", *span)
    here = scene.cast.within(span[0], span[1])
    person = any(
        one.end == comma and one.role == "person" and text[one.start - 4 : one.start] != " of " for one in here
    )
    if comma < 0 or (text[comma + 2].isupper() and not person) or not speaks(scene, (span[0], comma)):
        return span
    return span[0], comma


def without_aside(text: str, speaker: Span) -> Span:
    """A speaker's phrase without what "which" or "who" tells of it."""
    aside = _ASIDE.search(text, *speaker)
    return (speaker[0], aside.start()) if aside else speaker


_ASIDE = re.compile(r",? (?:which|who)\b")
_UNIT = r"(?:year|month|week|day|hour|decade|summer|autumn|winter|spring|evening|morning|night)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept?\."
    r"|Oct\.|Nov\.|Dec\.)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DATE = (
    rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?|\d{{4}}|{_DAY}(?: (?:last week|evening|morning|night))?"
    rf"|(?:the|that) (?:same |following |next )?{_UNIT}(?: of \d{{4}})?|the 20\d\ds)"
)
_TAIL = re.compile(
    rf"(?: (?:(?:in|on|since) (?:early |late |mid-)?{_DATE}|(?:last|this) {_UNIT}|yesterday|today)(?= ))? ?{AUX}$"
)
"""Between a speaker and the verb: "the committee in July declared"."""
ON_DAY = re.compile(
    rf"(?: (?:(?:in|on) (?:early |late |mid-)?{_DATE}|(?:last|this) {_UNIT}|yesterday|today))"
    r"(?= (?:the|an?|its|his|her|their|that|plans?|any|all|no|such|what|[“\"]|[A-Z][\w’'-]*) )"
)
"""Between a verb and its object: "announced on 3 May the sale of two ships"."""
WHEN = re.compile(
    rf"(?:(?:[Ll]ate |[Ee]arly |[Ee]arlier )?(?:[Ll]ast|[Tt]his|[Nn]ext) {_UNIT}"
    rf"|(?:[A-Z]\w+|\d+|[a-z]+) {_UNIT}s? (?:ago|later|earlier|before)|Yesterday|Today"
    r"|In [A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
    r"|(?:[Ll]ate |[Ee]arly |[Ee]arlier |[Aa]lready )?(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Dd]uring|[Uu]ntil) "
    rf"(?:early |late |mid-|the end of )?{_DATE}(?: last year)?),? "
    r"(?=[A-Z]|(?:the|a|an|its|his|her|their|two|three|several|some|officials?|he|she|it|they)\b)"
)
"""When it was said, before who said it."""
_DAYS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday)"
)
_TITLED_NAME = re.compile(
    rf"(?:(?:the|a|an) )?(?:(?!{_DAYS}\b)[A-Z][\w’'.-]+ |(?:former|acting|deputy|prime|foreign|president|minister) )*"
    r"(?:of (?:the )?)?$"
)
_ADVERBIAL = re.compile(r"(?:In|On|At|After|During|Before|Following|Earlier|Last|This)\b")
_THE = r"(?:the|a|an|his|her|its|their)"
_NOUN_PHRASE = re.compile(rf"\b{_THE} (?:(?!{_THE}\b)[\w’'-]+ ){{0,5}}[\w’'-]+$", re.IGNORECASE)


_NAME = 300
"""Code points: longer than anybody's name."""


def _bare_subject(scene: Scene, base: int, head: str) -> Span | None:
    """A speaker right before the cue, whatever opens the sentence ("On Tuesday President Vell said"); for a second verb
    the subject of the first ("he thanked the king and criticised"). None where there is neither.
    """
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    end = base + len(head.rstrip())
    close = reversed(cast.within(end - _NAME, end))
    last = next((one for one in close if one.end == end and one.role not in ("group", "demonym")), None)
    if last is not None and _ADVERBIAL.match(head):
        title = _TITLED_NAME.search(text[base : last.start])
        start = last.start - (len(title[0]) if title else 0)
        loose = re.search(r"\b(?:which|that|whom|where)(?: the)? $", text[base:start])
        return (start, end) if start > base and not loose else None
    phrase = _NOUN_PHRASE.search(head.rstrip())
    if phrase and _ADVERBIAL.match(head) and any_of(lexicon.speakers).search(phrase[0].split()[-1]):
        return base + phrase.start(), end
    if head.rstrip().endswith(" and"):
        for part in reversed(list(re.finditer(r"(?:^|[,;] )([^,;]+)", head))):
            opening = PRONOUN.match(part[1] + " ") if re.match(r"(?:he|she)\b", part[1], re.IGNORECASE) else None
            if opening:
                return base + part.start(1), base + part.start(1) + opening.end()
            ends = (base + part.start(1), base + part.end(1))
            near = cast.within(ends[0] - _NAME, ends[1] + _NAME)
            own = [one for one in near if one.start == ends[0] or one.end == ends[1]]
            own = [one for one in own if one.role in ("person", "name", "alias") and text[one.end] not in "’'"]
            if own and own[0].role != "group":
                return own[0].start, own[0].end
    return None


def anybody(words: str) -> bool:
    """Whoever closes a sentence with "said" has said it."""
    return bool(_ANYBODY.match(words)) and not VERB.search(words) and not (LOOSE.search(words) or TWO.match(words))


_ANYBODY = re.compile(
    r"(?:the|a|an|one|two|three|several|some) [a-z][^,]{2,60}(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?$"
)


def _cuts(head: str, bound: int, closes: bool) -> list[int]:
    """Where the phrase may begin: behind the last comma; behind the one before, where the last closes an aside."""
    commas = [match.end() for match in re.finditer(r", ", head + " ")]
    inner = [at for at in commas if at < len(head)]
    joint = head.rfind(" and ", 0, len(head))
    who = re.search(r", (?:who|which)\b", head)
    if who and not closes:
        begin = max(
            (m.end() for m in re.finditer(r", |\b(?:by|words of|from|with|to) ", head[: who.start()])), default=0
        )
        if re.match(r"an? ", head[begin:]):  # "Ina Vell, an activist, who"
            begin = max(
                (m.end() for m in re.finditer(r", |^|\b(?:by|words of|from|with|to|argued|said) ", head[: begin - 2])),
                default=0,
            )
        return [begin]
    if closes:
        parts = max(
            (m.end() for m in re.finditer(r"[;“”\"]\s?|, (?:and|but|while|as|because|where) ", head)), default=0
        )
        return [max(parts, inner[-2]) if len(inner) > 1 else parts, parts]
    start = inner[-1] if inner else 0
    if (
        joint >= start
        and bound == joint + 5
        and re.search(r"[A-Z][\w’-]+$", head[:joint])
        and re.match(r" and (?:[A-Z]|the )", head[joint:])
    ):
        return [start, bound]
    return [max(start, bound)] if bound > start else [start]


_FIRST_VERB = re.compile(
    rf" (?:\w+ly )?(?:{VERB.pattern}|[a-z]\w+ed\b|(?:left|took|gave|met|put|set|cut|sent|said|told|wrote|held|won"
    r"|went|came|got|began|rose|fell|spoke|stood|flew|made|found|lost|kept|left|paid|bought|sold|built|saw|knew|broke|drew|led|ran|has|had)\b)"
)


def opener(scene: Scene, span: Span) -> Span | None:
    """Who opens a sentence: what stands before its first verb, if it can speak."""
    text = scene.text
    start = _opening(text, *span)
    verb = _FIRST_VERB.search(text, start, span[1])
    if verb is None or len(text[start : verb.start()].split()) > 9:
        return None
    tail = re.search(rf" {AUX}$", text[start : verb.start()])
    phrase = trim(text, (start, start + tail.start() if tail else verb.start()))
    return alone(scene, phrase) if speaks(scene, phrase) else None
