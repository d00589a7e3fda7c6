"""Attribution: who is said to have said what, as exact spans of speaker, cue and content.

Takes a text, its cast and a lexicon of reporting words; gives attributions in order of place. The forms that are
read:

    S said that C / S said C / S told X that C / S denied C / S called for C
    According to S, C / C, according to S
    "Q," S said / "Q," said S / S said: "Q" / "Q," she added, "Q"

A quotation may run over several sentences and have lost one of its marks. A pronoun is resolved to the person (or
country) named last before it. Content never holds speaker or cue, save where a cue stands in its very midst.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extract.ground import Span
from extract.reading.cast import TITLED, Cast
from extract.reading.sentences import sentences

Form = Literal["clause", "object", "after", "quote", "according"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The reporting words of a kind.

    clause   verbs that take a sentence: "said", "stated" (all forms, as written)
    object   verbs that take a thing: "denied", "announced", "called for"
    before   words that stand before the speaker: "according to"
    speakers nouns that can speak without a name: "ministry", "officials"
    """

    clause: tuple[str, ...]
    object: tuple[str, ...]
    before: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words: half-open spans, the name behind a pronoun, and how plain the form is.

    sure  the form leaves no doubt: a clause with "that", a quotation with a named speaker, "according to"
    """

    speaker: Span
    cue: Span
    content: Span
    sentence: int
    name: str | None
    form: Form
    sure: bool


_OPEN, _CLOSE = '“"«„', '”"»“'
_QUOTE = re.compile(r"[“«„][^“”«»„]{3,1500}?[”»“]|(?<!\w)\"[^\"]{3,1500}?\"")
_PRONOUN = re.compile(r"(?:he|she|it|they|him|her|them)", re.IGNORECASE)
_AUX = (
    r"(?:(?:also|again|later|further|repeatedly|then|earlier|publicly|had|has|have|once|reportedly|recently|officially"
    r"|previously|only|often|before|already|long|just|meanwhile|therefore|however|even|still|in turn|now|broadly|,) ?)*"
)
_CUT = re.compile(r",?[”\"»]?,? (?:as|while|after|amid|although|though|when|whereas|adding|before) ", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:But|And|However|Meanwhile|Also|Thus|Moreover|Earlier|Later|So|Still|Yet|Then|Therefore|Although|While"
    r"|Though|In addition|For (?:his|her|its) part|In turn|By the way)\b,? ?)+"
)


def attributions(text: str, cast: Cast, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """All attributions of the text, in order of place, none twice. A sentence gives at most two."""
    found: list[Attribution] = []
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    for number, span in enumerate(sentences(text)):
        if _question(text, span):
            continue
        here: list[Attribution] = []
        for reading in (_according, _quoted, _reported, _nominal):
            for one in reading(text, cast, lexicon, number, span, quotes):
                if not any(_clash(one, other) for other in here + found):
                    here.append(one)
        found += here[:2]
    once: dict[str, Attribution] = {}
    for one in sorted(found, key=lambda one: one.content):
        once.setdefault(re.sub(r"\W+", " ", text[slice(*one.content)]).casefold(), one)
    return tuple(once.values())


def _question(text: str, span: Span) -> bool:
    return text[span[0] : span[1]].rstrip('”" ').endswith("?") and not re.search(r"[“\"]", text[span[0] : span[1]])


def _clash(one: Attribution, other: Attribution) -> bool:
    """Whether one lies in the other's content, or both share a cue."""
    inside = other.content[0] <= one.cue[0] and one.cue[1] <= other.content[1]
    over = min(one.content[1], other.content[1]) - max(one.content[0], other.content[0])
    shorter = min(one.content[1] - one.content[0], other.content[1] - other.content[0])
    return one.cue == other.cue or inside or over > 0.5 * shorter


# According to S, C


def _according(
    text: str, cast: Cast, lexicon: Lexicon, number: int, span: Span, quotes: Sequence[Span]
) -> Iterator[Attribution]:
    for cue in any_of(lexicon.before).finditer(text, *span):
        rest = text[cue.end() : span[1]]
        if cue.start() <= span[0] + 40 and not text[span[0] : cue.start()].strip().endswith(","):
            if (comma := _phrase_end(rest)) is None:
                continue
            speaker = _trim(text, (cue.end(), cue.end() + comma))
            content = _trim(text, (cue.end() + comma + 1, _list_end(text, span[1])))
        else:
            speaker = _trim(text, (cue.end(), cue.end() + (_phrase_end(rest) or len(rest))))
            content = _trim(text, (span[0] + _lead(text[span[0] : span[1]]), cue.start()))
        if _speaks(text, speaker, cast, lexicon) and _whole(text, content):
            name, sure = _name(text, speaker, cast)
            yield Attribution(speaker, cue.span(), content, number, name, "according", sure)


def _phrase_end(rest: str) -> int | None:
    """Where a phrase before a comma ends, appositives with a capital and "which" clauses left to it."""
    first = rest.find(",")
    if first < 0:
        return None
    aside = re.match(r", (?:(?:which|who) [^,]+|[A-Z][\w’-]+(?: [A-Z][\w’-]+)+),", rest[first:])
    if aside and (aside[0].startswith((", which", ", who")) or TITLED.search(rest[:first])):
        return first + len(aside[0]) - 1
    return first


def _list_end(text: str, end: int) -> int:
    """After a colon, the list that follows belongs to what is said: its items, up to a plain paragraph."""
    if not text[:end].rstrip().endswith(":"):
        return end
    match = re.match(r"(?:\s*\n\s*[–—•*-] ?[^\n]+)+", text[end:])
    return end + match.end() if match else end


# "Q," S said


def _quoted(
    text: str, cast: Cast, lexicon: Lexicon, number: int, span: Span, quotes: Sequence[Span]
) -> Iterator[Attribution]:
    """Quotations with their speaker behind them or before a colon, in the sentence where the quotation ends."""
    verbs = any_of(lexicon.clause)
    for start, end in quotes:
        if not (span[0] < end <= span[1] + 1 or span[0] <= start < span[1]) or end - start < 12:
            continue
        whole = text[: end - 1].rstrip()[-1:] in (*",.!?…",) or text[end : end + 1] == ","
        behind = re.match(
            rf",? ?(?P<np>[^.;:“”\"\n]{{2,110}}?),? {_AUX}(?P<cue>{verbs.pattern})", text[end : end + 190]
        )
        turned = re.match(
            rf",? ?(?P<cue>{verbs.pattern}) (?P<np>[A-Z][^.;:“”\"\n,]{{1,90}}|(?:the|a) [^.;:“”\"\n,]{{3,90}})",
            text[end : end + 190],
        )
        match = turned or behind
        if match is None or not whole or (start < span[0] and end < span[0]):
            continue
        base = end
        speaker = _trim(text, (base + match.start("np"), base + match.end("np")))
        cue = (base + match.start("cue"), base + match.end("cue"))
        if not _speaks(text, speaker, cast, lexicon):
            continue
        begin = start if _opens_sentence(text, start, span) else _clause_start(text, start)
        name, sure = _name(text, speaker, cast)
        yield Attribution(speaker, cue, _trim(text, (begin, end)), number, name, "quote", sure)
    yield from _with_colon(text, cast, lexicon, number, span)


def _opens_sentence(text: str, start: int, span: Span) -> bool:
    before = text[max(0, start - 2) : start].strip()
    return start <= span[0] or before in ("", ".", "\n")


def _clause_start(text: str, start: int) -> int:
    """The beginning of the sentence that a quotation ends: a quotation in part."""
    for left, right in sentences(text):
        if left <= start < right:
            return left
    return start


def _with_colon(text: str, cast: Cast, lexicon: Lexicon, number: int, span: Span) -> Iterator[Attribution]:
    """S said: "Q", S made it clear: C. An opening mark may be lost; the quotation runs to its closing mark."""
    match = re.search(r": ?(?=[“\"«„]?[\w“])", text[span[0] : span[1]])
    if match is None:
        return
    at = span[0] + match.end()
    head = text[span[0] : span[0] + match.start()]
    marked = text[at : at + 1] in _OPEN
    cues = list(any_of(lexicon.clause + lexicon.object).finditer(head))
    for found in reversed(cues):
        if len(head) - found.end() > (160 if marked else 0 if "clear" not in found[0] else 45):
            return
        speaker = _subject(text, (span[0], span[0] + found.start()), cast, lexicon)
        if speaker is not None:
            stop = _quote_end(text, at) if marked else span[1]
            cue = (span[0] + found.start(), span[0] + found.end())
            name, sure = _name(text, speaker, cast)
            yield Attribution(speaker, cue, _trim(text, (at, stop)), number, name, "quote", sure)
            return


def _quote_end(text: str, at: int) -> int:
    """Where a quotation that opens at a place closes: at the first closing mark that ends a sentence."""
    paragraph = text.find("\n\n", at)
    stop = paragraph if paragraph > 0 else len(text)
    closing = [m.end() for m in re.finditer(r"[”»\"]", text[at + 1 : stop])]
    ends = [end for end in closing if re.match(r"[.,]?\s*(?:$|[A-Z]|\n)", text[at + 1 + end : at + 5 + end])]
    chosen = ends[0] if ends else closing[-1] if closing else stop - at - 1
    return at + 1 + chosen


# S said that C

_AT_END = re.compile(
    r"^[^\w]*$|^,? (?:in|on|at|during|to) [^,]{0,60}\.?$|^ (?:a|an|the) [a-z][^,]{0,40}\.?$"
    r"| (?:reporters|journalists|parliament)[^,]{0,40}\.?$"
)
"""What may follow a cue that closes its sentence: ", the ministry said on Friday"."""


def _reported(
    text: str, cast: Cast, lexicon: Lexicon, number: int, span: Span, quotes: Sequence[Span]
) -> Iterator[Attribution]:
    for form, words in (("clause", lexicon.clause), ("object", lexicon.object)):
        for cue in any_of(words).finditer(text, *span):
            if any(start < cue.start() < end for start, end in quotes if end - start > 60):
                continue
            if re.search(r"\b(?:to|will|would|can|could|may|might|must|should|not) $", text[span[0] : cue.start()]):
                continue
            closing = form == "clause" and bool(_AT_END.match(text[cue.end() : span[1]]))
            speaker = _subject(text, (span[0], cue.start()), cast, lexicon, closing)
            if speaker is None:
                continue
            name, plain = _name(text, speaker, cast)
            content, that = _said(text, span, speaker, cue, form)
            if content and (second := re.compile(rf" and {any_of(lexicon.object).pattern}").search(text, *content)):
                content = (content[0], second.start())  # "praised the king and criticised the court"
            if content is not None and _whole(text, content):
                sure = plain and (that or (form == "object" and bool(name or _named(text, speaker, cast))))
                yield Attribution(speaker, cue.span(), content, number, name, form, sure)  # type: ignore[arg-type]


def _said(text: str, span: Span, speaker: Span, cue: re.Match[str], form: str) -> tuple[Span | None, bool]:
    """The content behind (or, at a sentence's end, before) the cue, and whether a "that" or an end leaves no doubt."""
    rest = text[cue.end() : span[1]]
    before = text[span[0] : speaker[0]]
    at_end = _AT_END.match(rest) or re.match(r"^,? (?:and|but|although|though)\b", rest)
    if form == "clause" and at_end and len(before.split()) > 1 and before.rstrip().endswith((",", ",”", ',"', "”")):
        stop = span[1] if re.match(r"^,? (?:and|but)\b", rest) else speaker[0]
        return _trim(text, (span[0] + 0, stop)), True
    if form == "clause" and before.rstrip().endswith(",") and rest.startswith(", ") and len(before.split()) > 1:
        return _trim(text, span), True  # a cue in the midst of what is said
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
        return _trim(text, (start, start + part.end()))
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
        stop = _list_end(text, stop)
    return _trim(text, (start, stop))


_NOMINAL = re.compile(
    r"\b(?P<cue>warnings?|calls?|demands?|accusations?|claims?|allegations?|statements?|remarks|comments|assurances?)"
    r" (?:by|from) (?P<np>[^.;:“”\"]{3,110}?),? (?:that|about|of) (?P<content>[^.;]{8,})"
)


def _nominal(
    text: str, cast: Cast, lexicon: Lexicon, number: int, span: Span, quotes: Sequence[Span]
) -> Iterator[Attribution]:
    """A noun of saying: "a warning by S that C"."""
    for match in _NOMINAL.finditer(text, *span):
        speaker, content = _trim(text, match.span("np")), _trim(text, match.span("content"))
        if _speaks(text, speaker, cast, lexicon) and _whole(text, content):
            name, _ = _name(text, speaker, cast)
            yield Attribution(speaker, match.span("cue"), content, number, name, "after", False)


# Who speaks


def _subject(text: str, before: Span, cast: Cast, lexicon: Lexicon, closing: bool = False) -> Span | None:
    """The noun phrase that a cue follows, within a sentence's beginning; None where nothing there can speak."""
    head = text[before[0] : before[1]]
    if head.endswith(("-", "’", "'")):
        return None
    tail = re.search(rf" ?{_AUX}$", head)
    aside = bool(tail and tail[0].lstrip().startswith(",")) or head.rstrip().endswith(",")
    head = head[: tail.start()] if tail else head
    bound = max(
        (
            m.end()
            for m in re.finditer(r"[;:“”\"»–—]\s?|\b(?:and|but|because|that|if|as|while|although|where|so)\b ", head)
        ),
        default=0,
    )
    for cut in _cuts(head, bound, aside):
        start = before[0] + cut + _lead(head[cut:])
        stop = re.search(r", (?:who|which)\b", head[cut:])
        span = _trim(text, (start, before[0] + (cut + stop.start() if stop else len(head))))
        if _speaks(text, span, cast, lexicon) or (closing and cut and _ANYBODY.match(text[slice(*span)])):
            return span
    return _bare_subject(text, before[0], head, cast, lexicon)


_DAYS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday)"
)
_TITLED_NAME = re.compile(
    rf"(?:(?:the|a|an) )?(?:(?!{_DAYS}\b)[A-Z][\w’'.-]+ |(?:former|acting|deputy|prime|foreign|president|minister) )*(?:of (?:the )?)?$"
)
_ADVERBIAL = re.compile(r"(?:In|On|At|After|During|Before|Following|Earlier|Last|This)\b")
_NOUN_PHRASE = re.compile(r"\b(?:the|a|an|his|her|its|their) (?:[\w’'-]+ ){0,5}[\w’'-]+$", re.IGNORECASE)


def _bare_subject(text: str, base: int, head: str, cast: Cast, lexicon: Lexicon) -> Span | None:
    """A speaker right before the cue, whatever opens the sentence ("On Tuesday President Vell said"); for a second verb
    the subject of the first ("he thanked the king and criticised"). None where there is neither.
    """
    end = base + len(head.rstrip())
    last = next(
        (one for one in reversed(cast.mentions) if one.end == end and one.role not in ("group", "demonym")), None
    )
    if last is not None and _ADVERBIAL.match(head):
        title = _TITLED_NAME.search(text[base : last.start])
        start = last.start - (len(title[0]) if title else 0)
        return (start, end) if start > base else None
    phrase = _NOUN_PHRASE.search(head.rstrip())
    if phrase and _ADVERBIAL.match(head) and any_of(lexicon.speakers).search(phrase[0].split()[-1]):
        return base + phrase.start(), end
    if head.rstrip().endswith(" and"):
        for part in reversed(list(re.finditer(r"(?:^|[,;] )([^,;]+)", head))):
            opening = _PRONOUN.match(part[1] + " ") if re.match(r"(?:he|she)\b", part[1], re.IGNORECASE) else None
            if opening:
                return base + part.start(1), base + part.start(1) + opening.end()
            ends = (base + part.start(1), base + part.end(1))
            own = [one for one in cast.mentions if one.start == ends[0] or one.end == ends[1]]
            own = [one for one in own if one.role in ("person", "name", "alias")]
            if own and own[0].role != "group":
                return own[0].start, own[0].end
    return None


_ANYBODY = re.compile(r"(?:the|a|an|one|two|three|several|some) [a-z][^,]{2,60}$")
"""Whoever closes a sentence with "said" has said it."""


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
        return [*(inner[-2:-1] if len(inner) > 1 else []), 0]
    start = inner[-1] if inner else 0
    if (
        joint >= start
        and bound == joint + 5
        and re.search(r"[A-Z][\w’-]+$", head[:joint])
        and re.match(r" and (?:[A-Z]|the )", head[joint:])
    ):
        return [start, bound]
    return [max(start, bound)] if bound > start else [start]


def _speaks(text: str, span: Span, cast: Cast, lexicon: Lexicon) -> bool:
    """Whether a phrase can speak: it is a pronoun, ends in somebody named, or has a noun that can."""
    words = text[span[0] : span[1]]
    if not words or len(words) > 190 or len(words.split()) > 28 or re.search('[“”"«»]', words):
        return False
    if _PRONOUN.fullmatch(words):
        return True
    if words[0].islower() and not _MAY_OPEN.match(words) and not any_of(lexicon.speakers).search(words[:40]):
        return False
    if _VERB.search(words) or words.endswith(" and"):
        return False
    if re.match(
        r"(?:in|on|at|from|to|by|of|for|with|after|before|during|who|which|what|this|that|these)\b", words, re.I
    ):
        return False
    return _named(text, span, cast) or bool(any_of(lexicon.speakers).search(words)) or _proper(words)


_MAY_OPEN = re.compile(
    r"(?:the|a|an|his|her|its|their|our|both|all|some|many|most|several|other|two|three|four|one|no|local|senior)\b"
)
_VERB = re.compile(r"\b(?:can|could|will|would|is|are|was|were|been|has|have|had|began|owes?|makes?|made)\b")


def _proper(words: str) -> bool:
    """A name of two capitalised words or an acronym, and nothing else."""
    return bool(re.fullmatch(r"(?:[Tt]he )?(?:[A-Z][\w.’'&-]+ ){1,4}[A-Z][\w.’'&-]+|(?:[Tt]he )?[A-Z]{2,8}", words))


def _named(text: str, span: Span, cast: Cast) -> bool:
    return any(one.role != "demonym" and one.role != "group" for one in cast.within(*span))


def _name(text: str, speaker: Span, cast: Cast) -> tuple[str | None, bool]:
    """The name behind the speaker's words, and whether it is plain: a pronoun's is a guess."""
    words = text[speaker[0] : speaker[1]]
    if _PRONOUN.fullmatch(words):
        person = words.lower() in ("he", "she", "him", "her")
        last = cast.last_person(speaker[0]) if person else None
        if last is None and not person:
            before = [one for one in cast.mentions if one.end <= speaker[0] and one.role in ("name", "alias")]
            last = before[-1] if before else None
        return (last.name if last else None), False
    known = cast.person(words)
    return (known.name if known else None), True


# Small things


@lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, whole, the longest first; `*` stands for further letters."""
    options = "|".join(
        re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{options})\b" if options else r"(?!)", re.IGNORECASE)


def _lead(words: str) -> int:
    match = _LEAD.match(words)
    return match.end() if match else 0


def _trim(text: str, span: Span) -> Span:
    """Without white space and closing points or commas at the ends; quotation marks stay."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:."):
        end -= 1
    return start, end


def _whole(text: str, span: Span) -> bool:
    return len(re.findall(r"\w+", text[span[0] : span[1]])) >= 2
