"""S said that C: the speech that a reporting verb introduces, or closes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.folding import Span
from extract.reading.speaker import Lexicon, Scene, name_of, named
from extract.reading.spoken import Attribution, Form, list_end
from extract.reading.subject import opener, subject
from extract.reading.words import any_of, lead, one_of, trim, whole

_CUT = re.compile(r",?[”\"»]?,? (?:as|while|after|amid|although|though|when|whereas|adding|before) ", re.IGNORECASE)
_MONEY = re.compile(
    r"(?:[A-Z]\w+ )?(?:(?:a|an|another|some|about|up|to|nearly|further|additional|extra|over|more|than) ){0,3}"
    r"(?:[$€£¥]\d|[\d.,]+ ?(?:million|billion)\b|[a-z]+ (?:million|billion)\b)"
)
"""A sum that somebody "pledged" or "offered" is money, and nothing said."""
_MADE = re.compile(r"conclud\w+ (?!that\b|on [^,.]{1,30} that\b)", re.IGNORECASE)
"""A treaty that is concluded is not said."""
_AT_END = re.compile(
    r"^[^\w]*$|^,? (?:late |early )?(?:in|on|at|during|to) [^,]{0,60}\.?$|^ (?:a|an|the) [a-z][^,]{0,40}\.?$"
    r"| (?:reporters|journalists|parliament)[^,]{0,40}\.?$"
    r"|^ (?:late |early )?(?:last|this|yesterday|today)\b[^,]{0,40}\.?$"
    r"|^,? (?:late |early )?(?:in|on|at|during|to|last|this) [^,]{0,60}, (?:who|which|as|after|while|when|citing"
    r"|quoting|adding|following|amid|ahead|before|without)\b"
)
"""What may follow a cue that closes its sentence: ", the ministry said on Friday"."""
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|\w{2,}ed|went|came|took|made"
    r"|gave|got|began|fell|rose|met|paid|sold|bought|sent|left|held|lost|won|kept|put|set|cut|struck|stood|ran|grew|spent"
    r"|built|brought|became|broke|drew|fought|found|led|wrote|withdrew|remains?|wants?|needs?|plans?|stands?|hopes?)\b"
)
_UNDER = re.compile(
    r"(?:If|When|While|Although|Though|Because|Since|Unless|Once|After|Before|As|In|At|On|For|With|Under|By|During|Despite"
    r"|From|To|Whether|Until|Without|Like)\b"
)
GOES_ON = re.compile(
    r"^, (?:also |now |still |therefore )?(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should"
    r"|does|did|cannot|that)\b"
)


def _before(words: str) -> bool:
    """Whether words before a closing cue can be what is said: those of "Under the pact, Norway promised" cannot."""
    closed = len(words.split()) > 1 and words.rstrip().endswith((",", ",”", ',"', "”"))
    return closed and (not _UNDER.match(words[lead(words) :]) or clause(words))


def clause(words: str) -> bool:
    """Whether words are a whole clause, not only its opening ("In that case", "If it rains") or its subject."""
    parts = words.strip(" ,").split(", ")
    parts = parts[1:] if _UNDER.match(parts[0][lead(parts[0]) :]) else parts
    return len(words.split()) > 1 and any(_FINITE.search(part) for part in parts)


def reported(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """The speech of a sentence's reporting verbs, in order of place. `here`: what the sentence has given so far, filled
    while this is read; a second verb takes the speaker of the last ("praised the king and urged the court to wait").
    """
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    quotes = [(start, end) for start, end in scene.quotes if end - start > 60 and start < span[1] and end > span[0]]
    for form, ahead, cue in _cues(scene, span):
        named_so = text[cue[0]].isupper() and cue[0] > span[0]  # the United States
        if named_so or any(start < cue[0] < end for start, end in quotes) or _MADE.match(text, cue[0]):
            continue
        head = text[span[0] : ahead]
        if _TO_COME.search(head):
            continue
        closing = form == "clause" and (_at_end(text, cue, span) or text[cue[1] : cue[1] + 1] == ",")
        last = [one for one in here if one.cue[1] < cue[0]] if JOINS.search(head) else []
        speaker = last[-1].speaker if last else subject(scene, (span[0], ahead), closing)
        speaker = opener(scene, span) if speaker is None and JOINS.search(head) else speaker
        if speaker is None or (_BARE.fullmatch(text, *cue) and not _MANY.search(text, *speaker)):
            continue
        content, that = _said(text, span, speaker, cue, form)
        if content and (second := _second(lexicon).search(text, *content)):
            content = (content[0], second.start())  # "praised the king and criticised the court"
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
    if verb == "called":
        return len(words.split()) > 2 and not _CONVENED.match(words)
    if verb in ("asked", "welcomed") and (re.match(r"\d", words) or (verb == "asked" and not _ASKED.search(words))):
        return False
    if form == "object" or that or _PLAIN.fullmatch(verb) or any_of(scene.lexicon.object).fullmatch(verb):
        return True
    return clause(words)


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
_TO_COME = re.compile(r"\b(?:to|will|would|can|could|may|might|must|should|not|never) $")
JOINS = re.compile(r",? (?:and|but)(?: (?:also|then|later|again|further|once more|he|she))? $")
"""Before a second verb of one speaker."""


def _cues(scene: Scene, span: Span) -> list[tuple[Form, int, Span]]:
    """The reporting verbs, those behind what they report first: form, where the verb begins ("are saying"), cue."""
    text, lexicon = scene.text, scene.lexicon
    out: list[tuple[Form, int, Span]] = []
    for form, words in (("clause", lexicon.clause), ("object", lexicon.object)):
        out += [(form, one.start(), one.span()) for one in any_of(words).finditer(text, *span)]  # type: ignore[misc]
    out += [("clause", one.start(), one.span("cue")) for one in _going_on(lexicon.joined).finditer(text, *span)]
    out += [("clause", one.start(), one.span()) for one in _CITED.finditer(text, *span)]
    return sorted(out, key=lambda one: (not (one[0] == "clause" and _closes(scene, span, one[2])), one[2][0]))


def _closes(scene: Scene, span: Span, cue: Span) -> bool:
    """Whether a cue stands behind what it reports: such are read first ("Norway denied it, diplomats said")."""
    return _at_end(scene.text, cue, span) and "," in scene.text[span[0] : cue[0]]


def _at_end(text: str, cue: Span, span: Span) -> bool:
    rest = text[cue[1] : span[1]]
    whom = text[slice(*cue)].lower() in ("told", "tells") and re.match(r" (?:(?! that\b)[^,;:“”\"]){2,60}$", rest)
    return bool(_AT_END.match(rest) or whom)


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
    also = r",? and (?:also |then |later )?"
    return re.compile(
        rf"{also}{one_of(lexicon.object)}|{also}{one_of(lexicon.clause)}{that}"
        rf"|,? and (?:said|says|added|warned) (?=[A-Z]|the |it |he |she |they )"
        rf"|, (?:and )?{one_of(lexicon.joined)}{that}|, (?:citing|quoting) "
    )


def _said(text: str, span: Span, speaker: Span, cue: Span, form: str) -> tuple[Span | None, bool]:
    """The content behind (or, at a sentence's end, before) the cue, and whether a "that" or an end leaves no doubt."""
    rest = text[cue[1] : span[1]]
    before = text[span[0] : speaker[0]]
    at_end = _at_end(text, cue, span) or re.match(r"^,? (?:and|but|although|though)\b", rest)
    if form == "clause" and at_end and _before(before):
        stop = span[1] if re.match(r"^,? (?:and|but)\b", rest) else speaker[0]
        return trim(text, (span[0] + lead(before), stop)), True
    if form == "clause" and before.rstrip().endswith(",") and rest.startswith(", "):
        if clause(before) and not GOES_ON.match(rest):
            return trim(text, (span[0] + lead(before), speaker[0])), True  # "C, S said, two years after"
        return trim(text, (span[0] + lead(before), span[1])), True  # a cue in the midst of what is said
    that = re.match(r"(?: (?!that\b)[^,.;:“”\"]{1,70}?)?,? that[ ,]+(?=\S)", rest)
    if that is not None and form == "clause":
        return _end(text, cue[1] + that.end(), span, speaker), True
    if form == "object":
        verb = text[slice(*cue)].lower()
        of = r"(?: [^,.;:“”\"]{1,40}? of(?= [a-z]+ing\b))?" if verb.startswith("accus") else ""
        of = r"(?: [^,.;:“”\"]{1,40}? for\b)?" if verb.startswith("blam") else of
        start = re.match(rf"(?: that)?{of} (?!by\b|in\b|on\b)", rest)
        return (_end(text, cue[1] + start.end(), span, speaker, partly=True) if start else None), True
    plain = re.match(
        r" (?:[A-Z][\w’']+ )?(?=(?:the|an?|it|he|she|they|there|his|her|its|their|we|no|any|such|this|these|if|as"
        r"|[A-Z“\"‘][\w’'“]*|\d+|more|most|some|all) )",
        rest,
    )
    preposed = re.match(r" (?:in|on|at|to|about|during|of|with|for|by|after|before|last)\b", rest)
    if plain is None or preposed:
        reach = re.match(r" (?:in|on|at|during) [^,:;]{2,70}? (?:that|there)[ ,]+", rest)
        if reach is None:
            return None, False
        return _end(text, cue[1] + reach.end() - (6 if reach[0].endswith("there ") else 0), span, speaker), True
    return _end(text, cue[1] + 1, span, speaker), bool(re.match(r" there\b", rest))


def _end(text: str, start: int, span: Span, speaker: Span, partly: bool = False) -> Span:
    """The content from its start to its end: that of the sentence, unless a quotation closes before "as" and the like,
    or the sentence began with "Although".
    """
    stop = span[1]
    rest = text[start:stop]
    part = (
        re.match(r"[^“”\",]{0,60}[“\"][^“”\"]{2,80}[”\"](?= (?:in|at|on|during|for|by|to)\b)", rest) if partly else None
    )
    if part is not None:
        return trim(text, (start, start + part.end()))
    for match in _CUT.finditer(rest):
        closed = re.search(r"[”\"»],?$", rest[: match.start() + 3]) or re.search(r"[”\"»]", match[0])
        if closed:
            stop = start + match.start() + len(re.match(r",?[”\"»]?", match[0])[0])  # type: ignore[index]
            break
    opened = re.search(
        r"(?:^|[ ,])(?:Although|While|Though|Despite)\b[^,]*$", text[span[0] : speaker[0]], re.IGNORECASE
    )
    if opened and "," in text[start:stop]:
        stop = start + text[start:stop].index(",")
    own = re.search(r"; |[”\"»],? and (?:the|they|he|she|it|both)\b|, (?:al)?though \w+ likely\b", text[start:stop])
    if own is not None:  # what follows is the author's
        stop = start + own.start() + (1 if own[0][0] in '”"»' else 0)
    if (gloss := re.search(r", which (?:de facto )?(?:means|implies|shows|suggests)\b", text[start:stop])) is not None:
        stop = start + gloss.start()
    if text[stop - 1 : stop] == ":":
        stop = list_end(text, stop)
    return trim(text, (start, stop))
