"""S said that C: the speech that a reporting verb introduces, or closes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.folding import Span
from extract.reading.speaker import Scene, name_of, named
from extract.reading.spoken import Attribution, list_end
from extract.reading.subject import subject
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
)
"""What may follow a cue that closes its sentence: ", the ministry said on Friday"."""


def reported(scene: Scene, number: int, span: Span) -> Iterator[Attribution]:
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    quotes = [(start, end) for start, end in scene.quotes if end - start > 60 and start < span[1] and end > span[0]]
    for form, words in (("clause", lexicon.clause), ("object", lexicon.object)):
        for cue in any_of(words).finditer(text, *span):
            if any(start < cue.start() < end for start, end in quotes):
                continue
            if re.search(r"\b(?:to|will|would|can|could|may|might|must|should|not) $", text[span[0] : cue.start()]):
                continue
            closing = form == "clause" and bool(_AT_END.match(text[cue.end() : span[1]]))
            speaker = subject(scene, (span[0], cue.start()), closing)
            if speaker is None:
                continue
            name, plain = name_of(text, speaker, cast)
            if _MADE.match(text, cue.start()):
                continue
            content, that = _said(text, span, speaker, cue, form)
            if content and (second := _second(lexicon.object).search(text, *content)):
                content = (content[0], second.start())  # "praised the king and criticised the court"
            if content is not None and whole(text, content) and not _MONEY.match(text[slice(*content)]):
                strong = any_of(lexicon.object).fullmatch(cue[0]) and (name or named(text, speaker, cast))
                sure = plain and (that or bool(strong))
                yield Attribution(speaker, cue.span(), content, number, name, form, sure)  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _second(verbs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf" and {one_of(verbs)}")


def _said(text: str, span: Span, speaker: Span, cue: re.Match[str], form: str) -> tuple[Span | None, bool]:
    """The content behind (or, at a sentence's end, before) the cue, and whether a "that" or an end leaves no doubt."""
    rest = text[cue.end() : span[1]]
    before = text[span[0] : speaker[0]]
    at_end = _AT_END.match(rest) or re.match(r"^,? (?:and|but|although|though)\b", rest)
    if form == "clause" and at_end and len(before.split()) > 1 and before.rstrip().endswith((",", ",”", ',"', "”")):
        stop = span[1] if re.match(r"^,? (?:and|but)\b", rest) else speaker[0]
        return trim(text, (span[0] + lead(before), stop)), True
    if form == "clause" and before.rstrip().endswith(",") and rest.startswith(", ") and len(before.split()) > 1:
        return trim(text, span), True  # a cue in the midst of what is said
    that = re.match(r"(?: (?!that\b)[^,.;:“”\"]{1,70}?)?,? that[ ,]+(?=\S)", rest)
    if that is not None and form == "clause":
        return _end(text, cue.end() + that.end(), span, speaker), True
    if form == "object":
        of = r"(?: [^,.;:“”\"]{1,40}? of(?= [a-z]+ing\b))?" if cue[0].lower().startswith("accus") else ""
        start = re.match(rf"(?: that)?{of} (?!by\b|in\b|on\b)", rest)
        return (_end(text, cue.end() + start.end(), span, speaker, partly=True) if start else None), True
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
        return _end(text, cue.end() + reach.end() - (6 if reach[0].endswith("there ") else 0), span, speaker), True
    return _end(text, cue.end() + 1, span, speaker), bool(re.match(r" there\b", rest))


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
