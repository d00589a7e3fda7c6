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
from dataclasses import replace
from functools import lru_cache

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.content import clause
from extract.reading.people import TITLED
from extract.reading.reported import cues_of, reported
from extract.reading.sentences import sentences
from extract.reading.speaker import Lexicon, Scene, name_of, speaks
from extract.reading.spoken import IN_NAME, Attribution, list_end, without_part
from extract.reading.subject import AUX, alone, anybody, subject, without_aside
from extract.reading.transcript import of_turn, told_in, transcript
from extract.reading.turned import as_said, joined, nominal, turned
from extract.reading.words import any_of, lead, one_of, trim, whole

_OPEN, _CLOSE = '“"«„', '”"»“'
_QUOTE = re.compile(r"[“«„][^“”«»„]{3,1500}?[”»“]|(?<!\w)\"[^\"]{3,1500}?\"")


_BACK = 6_000
"""Code points before a sentence that what it says can reach back to: a quotation of 1,500 and the sentences at its
ends, and more. Attributions that end before cannot clash with it."""


_MOST = 3
"""Attributions of one sentence."""


def attributions(text: str, cast: Cast, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """All attributions of the text, in order of place, none twice. A sentence gives at most three."""
    found: list[Attribution] = []
    quotes = tuple(match.span() for match in _QUOTE.finditer(text))
    scene = Scene(text, cast, lexicon, quotes, cues_of(text, lexicon))
    near: list[Attribution] = []
    lines = {one.sentence: one for one in transcript(text, cast)}
    for number, span in enumerate(sentences(text)):
        if _question(text, span):
            continue
        near = [other for other in near if max(other.content[1], other.cue[1]) > span[0] - _BACK]
        here: list[Attribution] = [lines[number]] if number in lines else []
        for reading in (_according, _quoted, as_said, reported, turned, joined, nominal):
            for read in reading(scene, number, span, here):
                one = _same_speaker(scene, without_part(text, read), (*found[-1:], *here))
                own = of_turn(text, one, here + near)
                if own and not any(_clash(own, other) and not told_in(text, own, other) for other in here + near):
                    here.append(own)
        here = here[:_MOST]
        if not here and found and found[-1].sentence == number - 1:
            here = list(_more(scene, number, span, found[-1:]))
        found += here
        near += here
    once: dict[str, Attribution] = {}
    for one in sorted(found, key=lambda one: one.content):
        once.setdefault(re.sub(r"\W+", " ", text[slice(*one.content)]).casefold(), one)
    return tuple(once.values())


def _same_speaker(scene: Scene, one: Attribution, before: Sequence[Attribution]) -> Attribution:
    """ "He" behind what somebody said in the sentence before is that one, even without a name ("an official")."""
    text = scene.text
    word = text[slice(*one.speaker)].lower()
    near = [other for other in before if one.sentence - other.sentence <= 1 and other.cue[1] <= one.speaker[0]]
    if word not in ("he", "she") or not near:
        return one
    last = text[slice(*near[-1].speaker)].lower()
    person = near[-1].name or last in ("he", "she") or _SOMEBODY.search(last)
    other = "woman" if word == "he" else "spokesman"
    newer = scene.cast.last_person(one.speaker[0])
    begun = near[-1].sentence < one.sentence and newer and newer.start >= sentences(scene.text)[one.sentence][0]
    return replace(one, name=near[-1].name) if person and other not in last and not begun else one


_SOMEBODY = re.compile(
    r"\b(?:official|diplomat|source|spokes(?:man|woman|person)|analyst|expert|envoy|minister|officer|advis[eo]r|politician"
    r"|lawmaker|aide|person|economist|researcher|resident|activist|senator|governor|ambassador|mayor)\b"
)


def _question(text: str, span: Span) -> bool:
    return text[span[0] : span[1]].rstrip('”" ').endswith("?") and not re.search(r"[“\"]", text[span[0] : span[1]])


def _clash(one: Attribution, other: Attribution) -> bool:
    """Whether one lies in the other's content, or both share a cue."""
    inside = other.content[0] <= one.cue[0] and one.cue[1] <= other.content[1]
    over = min(one.content[1], other.content[1]) - max(one.content[0], other.content[0])
    shorter = min(one.content[1] - one.content[0], other.content[1] - other.content[0])
    return one.cue == other.cue or inside or over > 0.5 * shorter


# According to S, C


def _according(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    for cue in any_of(lexicon.before).finditer(text, *span):
        rest = text[cue.end() : span[1]]
        opening = text[span[0] : cue.start()].strip()
        if _REPORTED.search(opening):  # "Q," S said, according to the agency
            continue
        if cue.start() <= span[0] + 60 and (not opening.endswith(",") or _WHEN.fullmatch(opening)):
            if (comma := _phrase_end(rest)) is None:
                continue
            speaker = without_aside(text, trim(text, (cue.end(), cue.end() + comma)))
            content = trim(text, (cue.end() + comma + 1, list_end(text, span[1])))
        else:
            stop = _phrase_end(rest)
            speaker = without_aside(text, trim(text, (cue.end(), cue.end() + (stop or len(rest)))))
            start = span[0] + lead(text[span[0] : span[1]])
            if (parted := text.rfind("; ", span[0], cue.start())) >= 0:
                start = parted + 2
            opening = text[start : cue.start()].strip()
            broken = opening.endswith(",") and _BROKEN.search(opening)
            if stop and (broken or not opening):  # "of which, according to S, C"; "A; according to S, C"
                content = trim(text, (cue.end() + stop + 1, span[1]))
            elif stop and opening.endswith(",") and not clause(opening):  # "Part of it, according to S, was late"
                content = trim(text, (start, span[1]))
            else:
                content = trim(text, (start, cue.start()))
        if speaks(scene, speaker) and whole(text, content):
            speaker = alone(scene, speaker)
            name, sure = name_of(text, speaker, cast)
            yield Attribution(speaker, cue.span(), content, number, name, "according", sure)


_REPORTED = re.compile(
    r"[”\"] [^“”\"]{2,60} (?:said|told [^,“”\"]{2,40}|added),$|\b(?:said|replied|added|warned|stated),$"
)
_WHEN = re.compile(
    r"(?:In|On|At|Since|During|By|From|After|Before|Between|Last|This|Until|Over|Within)\b[^,;:“\"]{2,55},|[A-Z]\w+ly,"
)
"""What may open a sentence before "according to" without being what is reported."""


_BROKEN = re.compile(r"(?:^|[,;] |\b)(?:and|but|which|whom|that|where|because|while|although|so),$")
"""What a clause begins with that goes on behind "according to"."""


def _phrase_end(rest: str) -> int | None:
    """Where a phrase before a comma ends, appositives with a capital and "which" clauses left to it."""
    first = rest.find(",")
    if first < 0:
        return None
    aside = re.match(r", (?:(?:which|who) [^,]+|[A-Z][\w’-]+(?: [A-Z][\w’-]+)+),", rest[first:])
    if aside and (aside[0].startswith((", which", ", who")) or TITLED.search(rest[:first])):
        return first + len(aside[0]) - 1
    return first


# "Q," S said


def _quoted(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """Quotations with their speaker behind them or before a colon, in the sentence where the quotation ends."""
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    for start, end in scene.quoted((span[0] - 1, span[1] + 2)):
        if not (span[0] < end <= span[1] + 1 or span[0] <= start < span[1]) or end - start < 12:
            continue
        whole = text[max(0, end - 20) : end - 1].rstrip()[-1:] in (*",.!?…",) or text[end : end + 1] == ","
        match = _turned(lexicon.clause).match(text[end : end + 190]) or _behind(lexicon.clause).match(
            text[end : end + 190]
        )
        if match is None or not whole or (start < span[0] and end < span[0]):
            continue
        base = end
        speaker = trim(text, (base + match.start("np"), base + match.end("np")))
        cue = (base + match.start("cue"), base + match.end("cue"))
        plain = without_aside(text, speaker)
        if not (speaks(scene, plain) or anybody(text[slice(*plain)])):
            continue
        begin = start if _opens_sentence(text, start, span) else _clause_start(text, start)
        if begin < start and not clause(text[begin:end]):  # Under the heading “Relations”, the site says
            continue
        stop = end if clause(text[start + 1 : end - 1]) else _other_half(scene, max(cue[1], speaker[1])) or end
        name, sure = name_of(text, speaker, cast)
        yield Attribution(speaker, cue, trim(text, (begin, stop)), number, name, "quote", sure)
    yield from _with_colon(scene, number, span)


def _more(scene: Scene, number: int, span: Span, last: Sequence[Attribution]) -> Iterator[Attribution]:
    """A quotation that fills its sentence, right behind another's with a speaker: the same speaks on."""
    text, spans = scene.text, sentences(scene.text)
    for one in last:
        before = spans[number - 1]
        quoted = text[one.content[0]] in _OPEN and one.content[0] < one.cue[0]
        if one.sentence != number - 1 or not quoted or "\n" in text[before[1] : span[0]]:
            continue
        if any(start == span[0] and span[1] - 1 <= end <= span[1] for start, end in scene.quoted(span)):
            yield Attribution(one.speaker, one.cue, span, one.sentence, one.name, "quote", one.sure)


def _other_half(scene: Scene, at: int) -> int | None:
    """Where the quotation ends that goes on behind its speaker: “If they come,” he said, “we will be ready.”"""
    if scene.text[at : at + 3] not in (", “", ', "', ", «"):
        return None
    return next((end for start, end in scene.quoted((at, at + 4)) if start == at + 2), None)


@lru_cache(maxsize=16)
def _behind(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """After a quotation: who, then the verb."""
    quoted = r"(?:is|was|were) (?:quoted|cited)(?: as saying)?\b"
    return re.compile(rf",? ?(?:as )?(?P<np>{IN_NAME}{{2,110}}?),? {AUX}(?P<cue>{one_of(verbs)}|{quoted})")


@lru_cache(maxsize=16)
def _turned(verbs: tuple[str, ...]) -> re.Pattern[str]:
    """After a quotation: the verb, then who."""
    letter = rf"(?:(?!,){IN_NAME})"
    who = rf"[A-Z]{letter}{{1,90}}|(?:one|another)\b(?! \w)|(?:the|a|an|one|two|three|his|her|its) {letter}{{3,90}}"
    return re.compile(rf",? ?(?P<cue>{one_of(verbs)}) (?P<np>{who})")


def _opens_sentence(text: str, start: int, span: Span) -> bool:
    before = text[max(0, start - 2) : start].strip()
    return start <= span[0] or before in ("", ".", "\n") or before.endswith(":")


def _clause_start(text: str, start: int) -> int:
    """The beginning of the sentence that a quotation ends: a quotation in part."""
    for left, right in sentences(text):
        if left <= start < right:
            return left
    return start


def _with_colon(scene: Scene, number: int, span: Span) -> Iterator[Attribution]:
    """S said: "Q", S made it clear: C. An opening mark may be lost; the quotation runs to its closing mark."""
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
    at = _behind_colon(text, span)
    if at is None:
        return
    head = text[span[0] : at].rstrip().removesuffix(":")
    marked = text[at : at + 1] in _OPEN
    cues = list(any_of(lexicon.clause + lexicon.object).finditer(head))
    if _participle(lexicon.joined).search(head):
        return  # "said that it was late, adding:"
    for found in reversed(cues):
        if len(head) - found.end() > (160 if marked else 0 if "clear" not in found[0] else 45):
            return
        speaker = subject(scene, (span[0], span[0] + found.start()))
        if speaker is not None:
            stop = _quote_end(text, at) if marked else span[1]
            cue = (span[0] + found.start(), span[0] + found.end())
            name, sure = name_of(text, speaker, cast)
            yield Attribution(speaker, cue, trim(text, (at, stop)), number, name, "quote", sure)
            return


@lru_cache(maxsize=16)
def _participle(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf", (?:and |but |also )?{one_of(words)}\Z")


def _behind_colon(text: str, span: Span) -> int | None:
    """Where what a colon announces begins, a quotation in the next line or paragraph too."""
    match = re.search(r":\s?(?=[“\"«„]?[\w“])", text[span[0] : span[1]])
    if match is not None:
        return span[0] + match.end()
    below = re.compile(r"\s*(?=[“\"«„])").match(text, span[1]) if text[span[1] - 1] == ":" else None
    return below.end() if below else None


def _quote_end(text: str, at: int) -> int:
    """Where a quotation that opens at a place closes: at the first closing mark that ends a sentence."""
    paragraph = text.find("\n\n", at)
    stop = paragraph if paragraph > 0 else len(text)
    closing = [m.end() for m in re.finditer(r"[”»\"]", text[at + 1 : stop])]
    ends = [end for end in closing if re.match(r"[.,]?\s*(?:$|[A-Z]|\n)", text[at + 1 + end : at + 5 + end])]
    chosen = ends[0] if ends else closing[-1] if closing else stop - at - 1
    return at + 1 + chosen
