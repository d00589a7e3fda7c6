"""S said that C: the speech that a reporting verb introduces, or closes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.folding import Span
from extract.reading.content import BARE_CLAUSE, at_end, clause, content_of
from extract.reading.speaker import Lexicon, Scene, name_of, named
from extract.reading.spoken import Attribution, Cue, Form
from extract.reading.subject import opener, subject
from extract.reading.words import any_of, one_of, whole

_MONEY = re.compile(
    r"(?:[A-Z]\w+ )?(?:(?:a|an|another|some|about|up|to|nearly|further|additional|extra|over|more|than|as|much|at"
    r"|least) ){0,3}"
    r"(?:[$€£¥]\d|[\d.,]+ ?(?:million|billion)\b|[a-z]+ (?:million|billion)\b)"
)
"""A sum that somebody "pledged" or "offered" is money, and nothing said."""
_MADE = re.compile(
    r"conclud\w+ (?!that\b|on [^,.]{1,30} that\b)|wr(?:ote|ites?) (?:off|down|out|up)\b|call(?:ed|s)? off\b"
    r"|add(?:ed|s)? up\b|call(?:ed|s)? on (?!(?:(?! and )[^.;]){0,160}?\b(?:to|for) )|found out\b",
    re.IGNORECASE,
)
"""A treaty that is concluded and a debt that is written off are not said."""


def reported(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """The speech of a sentence's reporting verbs, in order of place. `here`: what the sentence has given so far, filled
    while this is read; a second verb takes the speaker of the last ("praised the king and urged the court to wait").
    """
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    if not scene.has_cue(span):
        return
    quotes = [(start, end) for start, end in scene.quoted(span) if end - start > 60]
    for form, ahead, cue in _cues(scene, span):
        named_so = text[cue[0]].isupper() and cue[0] > span[0]  # the United States
        if named_so or any(start < cue[0] < end for start, end in quotes) or _MADE.match(text, cue[0]):
            continue
        head = text[span[0] : ahead]
        if _TO_COME.search(head):
            continue
        closing = form == "clause" and (at_end(text, cue, span) or _CLOSED.match(text, cue[1]) is not None)
        last = [one for one in here if one.cue[1] < cue[0] and text[one.cue[0]] != ":"] if JOINS.search(head) else []
        speaker = last[-1].speaker if last else subject(scene, (span[0], ahead), closing)
        speaker = opener(scene, span) if speaker is None and JOINS.search(head) else speaker
        if speaker is not None and text[slice(*speaker)].lower() == "one" and _THAT_ALONE.fullmatch(text, *cue):
            continue  # "it is late, one suspects"
        if speaker is None or (_BARE.fullmatch(text, *cue) and not _MANY.search(text, *speaker)):
            continue
        content, that = content_of(scene, span, speaker, cue, form)
        if content and (second := _second(lexicon).search(text, *content)):
            content = (content[0], second.start())  # "praised the king and criticised the court"
        if content and _RELATIVE.match(text, speaker[1], cue[0]) and (own := _MAIN_VERB.search(text, *content)):
            content = (content[0], own.start())  # "Norway, which denied the sale, thanked Latvia"
        if content is None or not _says_something(scene, form, cue, content, that):
            continue
        money = (form == "object" or not that) and _MONEY.match(text[slice(*content)])
        if whole(text, content) and not money and not _FOR_COMMENT.search(text, *content):
            name, plain = name_of(text, speaker, cast)
            strong = any_of(lexicon.object).fullmatch(text, *cue) and (name or named(text, speaker, cast))
            yield Attribution(speaker, cue, content, number, name, form, plain and (that or bool(strong)))


def _says_something(scene: Scene, form: Form, cue: Span, content: Span, that: bool) -> bool:
    """Whether the words behind a verb are said by it, if it has other uses: not "reported a loss", "called a vote"."""
    verb, words = scene.text[slice(*cue)].lower(), scene.text[slice(*content)]
    if "“" in words or '"' in words:
        return True
    if verb == "asked for":
        return False  # a request, and no word of it given
    if verb == "called":
        return len(words.split()) > 2 and not _CONVENED.match(words)
    if _THAT_ALONE.fullmatch(verb) and not that:
        return False
    if _NO_WORD.match(f"{verb} {words}"):
        return False
    if verb in ("asked", "welcomed") and (re.match(r"\d", words) or (verb == "asked" and not _ASKED.search(words))):
        return False
    if form == "object" or that or _PLAIN.fullmatch(verb) or any_of(scene.lexicon.object).fullmatch(verb):
        return True
    return clause(words)


_CLOSED = re.compile(r"(?:(?<=\btold)(?: (?!that\b)[\w’'-]+){1,4})?,")
"""Behind a verb in the midst of what is said, with who is told: ", she told members,"."""
_RELATIVE = re.compile(r", (?:who|which)\b")
_MAIN_VERB = re.compile(
    r"(?<![”\"]), (?=(?:(?:also|later|then|now) )?"
    r"(?:[a-z]+ed|has|had|have|is|was|were|will|would|left|told|said|took|went|gave|made|met|held|won|lost)\b)"
)
"""Where a clause about a speaker ends and the sentence's own verb follows."""
_THAT_ALONE = re.compile(
    r"found|finds|fears?|feared|thinks|suspects?|objects?|objected|gave notice|gives notice"
    r"|notif(?:ied|ies)|went on|testifies|boasts"
)
"""Verbs that need a "that", or to close the sentence: "found the ship" is no word of anybody's."""
_NO_WORD = re.compile(
    r"denounced (?:an?|the|its|that|this) (?:[\w’'-]+ ){0,4}?(?:agreements?|treaty|treaties|convention|pact|protocol"
    r"|accord|memorandum)\b(?!.* as )|admits (?:no|of|only) |confirmed as "
)
"""An act that goes by a verb of saying: a treaty that is denounced."""
_CONVENED = re.compile(
    r"(?:an? |the |its |fresh |new )?(?:[\w-]+ ){0,2}(?:elections?|meetings?|votes?|referendum|strikes?|sessions?"
    r"|conference|halt|summit|talks)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:to [a-z]+|whether|if|why|how|when|who|what)\b")
_PLAIN = re.compile(
    r"said|says|say|told|tells|tell|insists?|insisted|believes?|expects?|hopes?|cautioned|warned|warns?"
    r"|forecasts?|predict(?:s|ed)?|assure[sd]|.* .*"
)
"""Verbs that take hardly anything but what is said."""
_FOR_COMMENT = re.compile(r"\b(?:for|to) (?:a |further )?(?:comment|clarification)s?\b.{0,12}$")
"""Who is "asked for comment" is told nothing."""
_BARE = re.compile(
    r"say|tell|claim|argue|insist|maintain|believe|predict|expect|inform|warn|note|stress|report|caution|concede|assert"
    r"|contend|complain|disclose|reveal|deny|reckon|demand|reject|condemn|blame|accuse|criticise|criticize|dismiss|welcome",
    re.IGNORECASE,
)
_MANY = re.compile(r"s\b|\b(?:people|media|police|many|we|they|and)\b", re.IGNORECASE)
"""What a speaker of several has in it: only such "demand"; after one it is a noun ("the king's demand")."""
_TO_COME = re.compile(r"\b(?:to|will|would|can|could|may|might|must|should|not|never|neither|nor) $")
JOINS = re.compile(r",? (?:and|but)(?: (?:has|had|have))?(?: (?:also|then|later|again|further|once more|he|she))? $")
"""Before a second verb of one speaker."""


def cues_of(text: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """All reporting verbs of a text in order of place, found at one go: the words of both forms in one list."""
    out: list[Cue] = []
    for one in any_of(_verbs(lexicon)).finditer(text):
        start = one.start()
        out += [(form, start, (start, start + size)) for form, size in _forms(lexicon, one[0].lower())]
    out += [("clause", one.start(), one.span("cue")) for one in _going_on(lexicon.joined).finditer(text)]
    out += [("clause", one.start(), one.span()) for one in _CITED.finditer(text)]
    out += [(_form_of(one["cue"]), one.start(), one.span("cue")) for one in _ISSUED.finditer(text)]
    return tuple(sorted(out, key=lambda one: one[2][0]))


@lru_cache(maxsize=16)
def _verbs(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*lexicon.clause, *lexicon.object)))


@lru_cache(maxsize=4096)
def _forms(lexicon: Lexicon, verb: str) -> tuple[tuple[Form, int], ...]:
    """The forms of a verb with its length, the longest of each: "voiced concern" a clause, "voiced" an object."""
    both: tuple[tuple[Form, tuple[str, ...]], ...] = (("clause", lexicon.clause), ("object", lexicon.object))
    found = ((form, any_of(words).match(verb)) for form, words in both)
    return tuple((form, match.end()) for form, match in found if match)


def _cues(scene: Scene, span: Span) -> list[Cue]:
    """The reporting verbs of a sentence, those behind what they report first."""
    found = scene.cues[bisect_left(scene.cues, span[0], key=_place) : bisect_left(scene.cues, span[1], key=_place)]
    return sorted(found, key=lambda one: not (one[0] == "clause" and _closes(scene, span, one[2])))


def _place(cue: Cue) -> int:
    return cue[2][0]


def _closes(scene: Scene, span: Span, cue: Span) -> bool:
    """Whether a cue stands behind what it reports: such are read first ("Norway denied it, diplomats said")."""
    return at_end(scene.text, cue, span) and "," in scene.text[span[0] : cue[0]]


_ISSUED = re.compile(
    r"\b(?:issued|released|published|put out|made) an? (?:[\w-]+ ){0,2}(?:statement|communiqu[eé]|declaration|note"
    r"|letter) (?P<cue>denying|condemning|welcoming|calling for|calling on|urging|rejecting|criticising|criticizing"
    r"|demanding|dismissing|supporting|saying)\b"
)
"""A statement that is issued, and what it does."""


def _form_of(cue: str) -> Form:
    return "clause" if cue == "saying" else "object"


@lru_cache(maxsize=16)
def _going_on(joined: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:is|are|was|were) (?:also |already |now |still )?(?P<cue>{one_of(joined)})")


_CITED = re.compile(
    r"\b(?:is|are|was|were|has been|have been) (?:quoted|cited)(?: (?:by|in) [^,.;:“”\"]{2,60}?)?"
    r" as (?:saying|telling)\b"
)


@lru_cache(maxsize=16)
def _second(lexicon: Lexicon) -> re.Pattern[str]:
    """A second verb of the same speaker, or a participle, behind what was said first."""
    that = r"(?: (?!that\b)[^,.;:“”\"]{1,60}?)? (?:that\b|[“\"])"
    also = r",? (?:and|but) (?:also |then |later )?"
    bare = r" (?=[A-Z]|(?:the|it|he|she|they|there|its|no|an?)\b)"
    return re.compile(
        rf"{also}{one_of(lexicon.object)}|{also}{one_of(lexicon.clause)}{that}"
        rf"|{also}(?:said|says|added|warned)(?:{bare}|(?={BARE_CLAUSE.pattern}))"
        rf"|, (?:and )?{one_of(lexicon.joined)}(?:{that}|{bare}|: ?[“\"])|, (?:citing|quoting) "
    )
