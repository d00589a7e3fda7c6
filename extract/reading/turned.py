"""Speech whose speaker does not stand before the verb that says it.

C, said S / C, as S put it / C was hailed by S as D / S said that C, adding that D
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.folding import Span
from extract.reading.content import GOES_ON, clause
from extract.reading.sentences import sentences
from extract.reading.speaker import Scene, name_of, named, speaks
from extract.reading.spoken import IN_NAME, Attribution
from extract.reading.subject import WHEN, alone, opener
from extract.reading.words import lead, one_of, trim, whole

_SAID = (
    r"said|says|added|adds|wrote|announced|claimed|explained|noted|warned|insisted|argued|stated|confided|disclosed"
    r"|predicted|reported|confirmed|revealed|declared|maintained|concluded|complained|suggested|estimated|thinks"
    r"|believes|argues|warns|notes|observes|reckons|concedes|insists|admits|muses|scoffs|replied|remarked|observed"
)
_INVERTED = re.compile(
    rf", (?P<cue>{_SAID}) "
    rf"(?P<np>(?:(?:[a-z][a-z-]+ ){{0,2}}[A-Z]|(?:the|a|an|one|two|three|several|some|his|her|its) )"
    rf"(?:(?!,){IN_NAME}){{1,110}})(?=[,.]|$)"
)
_ADVERB = re.compile(
    r" (?:(?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:in|during|at) (?:a|an|the|his|her|its) "
    r"(?:[\w’'-]+ ){0,2}(?:statement|interview|speech|address|briefing|conference|post|letter|report|note"
    r"|meeting|message|comment|sitting|session)|yesterday|today|last (?:week|month|year)|this (?:week|month|year)"
    r"|(?:late |early )?(?:in|on) (?:\d|January|February|March|April|May|June|July|August|September|October|November"
    r"|December))\b.*$",
    re.DOTALL,
)
"""Behind a speaker's name: when and where it was said."""


def speaker_at(scene: Scene, span: Span) -> Span | None:
    """The speaker that a phrase behind a verb names, without what tells when and where; None where nobody speaks."""
    start, end = trim(scene.text, span)
    later = _ADVERB.search(scene.text[start:end])
    span = trim(scene.text, (start, start + later.start() if later else end))
    return alone(scene, span) if speaks(scene, span) else None


def turned(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "C, said S" without quotation marks, and what is hailed or condemned by S."""
    text, cast = scene.text, scene.cast
    if not scene.has_cue(span) and text.find(" as saying", *span) < 0:
        return
    for match in _INVERTED.finditer(text, *span):
        before = text[span[0] : match.start()]
        speaker = speaker_at(scene, match.span("np"))
        if speaker is None or " to " in match["np"] or re.search(r"[”\"»]$", before):
            continue
        rest = text[match.end() : span[1]]
        if (_OPENING.fullmatch(before) and clause(rest)) or rest[:3] in (", “", ', "', ", «"):
            name, plain = name_of(text, speaker, cast)
            content = trim(text, (match.end(), span[1]))
            yield Attribution(speaker, match.span("cue"), content, number, name, "quote", plain)
            continue
        goes_on = GOES_ON.match(_TOLD.sub("", rest))
        whole_clause = clause(before) and not (goes_on and _WHAT.match(before))
        if not whole_clause and not goes_on:
            continue
        content = trim(text, (span[0] + lead(before), match.start() if whole_clause else span[1]))
        name, plain = name_of(text, speaker, cast)
        yield Attribution(speaker, match.span("cue"), content, number, name, "clause", plain)
    yield from _told(scene, number, span)


def _told(scene: Scene, number: int, span: Span) -> Iterator[Attribution]:
    """What a passive or a relative clause gives to somebody: "C was hailed by S", "a sum that S says is small"."""
    text, cast = scene.text, scene.cast
    for match in (
        *(_QUOTED.finditer(text, *span) if text.find(" as saying", *span) >= 0 else ()),
        *(_TELLS.finditer(text, *span) if scene.goes_on(span, _IS) else ()),
        *_WHICH.finditer(text, *span),
        *_PASSIVE.finditer(text, *span),
    ):
        speaker = speaker_at(scene, match.span("np"))
        if speaker is None:
            continue
        start = max(span[0], text.rfind("; ", span[0], match.start()) + 1)
        start = when.end() if (when := WHEN.match(text, start, span[1])) else start
        content = match.span("content") if match.groupdict().get("content") else (start, match.start())
        content = trim(text, (content[0] + lead(text[slice(*content)]), content[1]))
        decided = _DECIDES.search(text, *speaker) and match["cue"] in ("rejected", "dismissed", "welcomed")
        if whole(text, content) and not decided:
            name, plain = name_of(text, speaker, cast)
            sure = plain and named(text, speaker, cast)
            yield Attribution(speaker, match.span("cue"), content, number, name, "object", sure)


_OPENING = re.compile(
    r"(?:(?:Still|But|And|Yet|So|Now|Then|Besides|Instead|Meanwhile|Moreover|Worse|Better still|What is more"
    r"|After all|In (?:short|truth|fact|the end)|At (?:best|worst|least|bottom)),? ?){1,2}"
)
"""What may stand before "says S, C"."""
_TOLD = re.compile(r"^, (?:who|which) [^,]+(?=,)")
_WHAT = re.compile(r"(?:What|Whoever|Whatever|The (?:reason|thing|point|trouble|problem))\b")
"""What is no clause but a subject: "What changed, says S, is the price"."""
_QUOTED = re.compile(
    r"\b(?:quot|cit)(?:ed|es|ing) (?P<np>(?:(?!,| as )[^.;:“”\"]){2,90}) as (?P<cue>saying)"
    r"(?: that| in [^,.;:“”\"]{3,40} that|,)? (?P<content>[^;]{6,})"
)
"""Somebody's words in the words of somebody else: "the agency quoted S as saying that C"."""
_IS = re.compile(r"(?: \w+ly)? (?:is|are|was|were|has|have|had|will|would|can|could|may|might|should)\b")
_TELLS = re.compile(
    r"(?<!\bin )(?<!\bof )(?<!\bto )(?<!\bfor )(?<!\bby )\b(?:that|which|who) "
    r"(?P<np>(?:[A-Z]|(?:the|some|many|most|several|two|his|her|its|their) |[a-z]+s\b)"
    rf"(?:(?!,){IN_NAME}){{0,80}}?) "
    r"(?P<cue>said|says|say|argued?|claimed|warn(?:s|ed)?|insist(?:s|ed)?|believes?)(?: \w+ly)? "
    r"(?=(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should)\b)(?P<content>[^,;.]{6,})"
)
"""A clause told of a thing by somebody: "a sum that officials say is too small"."""
_DECIDES = re.compile(
    r"\b(?:courts?|commission|tribunal|jury|judges?|voters?|assembly|parliament|senate|deputies|house)\b", re.I
)
"""Those whose rejecting is a decision and no word: "the petition was rejected by the court"."""
_WHICH = re.compile(
    r", which (?:was|has been|had been)(?: also| later)? (?P<cue>confirmed|announced|acknowledged|denied|admitted)"
    r"(?: (?:in|on|at) [^,.;]{2,50}?)? by (?P<np>(?:(?! to | in | on | at )[^,.;:“”\"]){2,110})"
)
"""A clause told of what stands before it: "C, which was confirmed by S"."""
_PASSIVE = re.compile(
    r" (?:was|were|is|are|has been|have been|had been)(?: \w+ly| also| later| widely)? (?P<cue>hailed|praised|welcomed"
    r"|criticised|criticized|condemned|denounced|rejected|dismissed|described|slammed|called|mocked|decried|lauded) by "
    r"(?P<np>(?:(?! as | for | on | in | at | when | after )[^.;:“”\"]){2,110}?)"
    r"(?:(?: as (?P<content>[^.;]{6,}))|(?= (?:for|on|in|at|when|after)\b)|(?=[.;]|, |$))"
)


def as_said(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "As S put it, C", "C, as S likes to repeat"."""
    text, cast = scene.text, scene.cast
    if not any(text.find(mark, *span) >= 0 for mark in (", as ", ",” as ", '," as ')) and not text.startswith(
        "As ", span[0]
    ):
        return
    for match in _AS.finditer(text, *span):
        speaker = speaker_at(scene, match.span("np"))
        first = match.start() == span[0]
        if speaker is not None and first and match.end() >= span[1] - 1 and number:
            name, plain = name_of(text, speaker, cast)
            content = trim(text, sentences(text)[number - 1])
            yield Attribution(
                speaker, match.span("cue"), content, number, name, "clause", plain
            )  # "C. As S confirmed."
            continue
        if speaker is None or (match.end() < span[1] - 1) != first:
            continue
        quoted = 2 if text[match.start() + 1] in '”"' else 0
        content = trim(text, (match.end(), span[1]) if first else (span[0], match.start() + quoted))
        content = (content[0] + lead(text[slice(*content)]), content[1])
        if clause(text[slice(*content)]) or text[content[0]] in '“"«':
            name, plain = name_of(text, speaker, cast)
            yield Attribution(speaker, match.span("cue"), content, number, name, "clause", plain)


_AS = re.compile(
    r"(?:,[”\"]? as|\bAs) (?P<np>[^,.;:“”\"]{2,80}?) (?:has |have |had |often |once |also |later |himself |herself )*"
    r"(?P<cue>put it|puts it|likes? to (?:repeat|say|stress|point out)|never tires of (?:saying|repeating)|said|says"
    r"|noted|notes|explained|explains|pointed out|points out|stressed|reported|reports|admitted|warned|argued|argues"
    r"|observed|remarked|recalled|stated|confirmed|claimed|claims)(?: (?:on|in|at|to|last|this) [^,.;“”\"]{2,50})?"
    r"(?=,|\.?$|\.[”\"]?\s)"
)


def joined(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """ "..., adding that D": by whoever spoke before in the sentence, else by the one who opens it."""
    text, cast = scene.text, scene.cast
    for match in _participle(scene.lexicon.joined).finditer(text, *span):
        if any(start < match.start() < end for start, end in scene.quoted(span) if end - start > 60):
            continue
        last = [one for one in here if one.cue[1] <= match.start() and one.sentence == number]
        speaker = last[-1].speaker if last else opener(scene, span)
        content = trim(text, match.span("content"))
        if speaker is None or speaker[1] > match.start() or not whole(text, content):
            continue
        if (more := re.search(r", (?:adding|saying|while|and that he|citing)\b", text[slice(*content)])) is not None:
            content = (content[0], content[0] + more.start())
        name, plain = name_of(text, speaker, cast)
        yield Attribution(speaker, match.span("cue"), content, number, name, "clause", plain)


@lru_cache(maxsize=16)
def _participle(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"[,”\"] (?:and |but |also )?(?P<cue>{one_of(words)})(?:(?: (?!that\b)[^,.;:“”\"]{{1,60}}?)? that,? "
        r"|:? (?=[“\"])| (?=(?:the|it|he|she|they|there|its|their|no)\b))(?P<content>[^;]{6,})"
    )


_NOUN = (
    r"\b(?P<cue>warnings?|calls?|demands?|accusations?|claims?|allegations?|statements?|remarks|comments|assurances?)"
    r" (?:by|from) (?P<np>(?:(?! to\b)[^.;:“”\"]){3,110}?),? "
)
_NOMINAL_THAT = re.compile(_NOUN + r"(?:that|about) (?P<content>[^.;]{8,})")
_NOMINAL_OF = re.compile(_NOUN + r"of (?P<content>[^.;]{8,})")


def nominal(scene: Scene, number: int, span: Span, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """A noun of saying: "a warning by S that C", "S's answer was that C"."""
    text, cast = scene.text, scene.cast
    if text.find("is that ", *span) >= 0 or text.find("was that ", *span) >= 0:
        yield from _position(scene, number, span)
    if text.find(" by ", *span) < 0 and text.find(" from ", *span) < 0:
        return
    matches = list(_NOMINAL_THAT.finditer(text, *span)) or list(_NOMINAL_OF.finditer(text, *span))
    for match in matches:
        speaker, content = trim(text, match.span("np")), trim(text, match.span("content"))
        if speaks(scene, speaker) and whole(text, content):
            name, _ = name_of(text, speaker, cast)
            yield Attribution(speaker, match.span("cue"), content, number, name, "after", False)


_POSITION = re.compile(
    r"(?:(?P<np>(?:[A-Z]|the )[^.,;:“”\"’']{2,60})[’']s?|\b(?P<own>[Oo]ur|[Hh]is|[Hh]er)) (?:own |first |only "
    r"|official |standard |main )?(?P<cue>answer|reply|response|position|view|message|argument|line|explanation|verdict"
    r"|advice|contention|claim|warning|complaint) (?:is|was) that (?P<content>[^;]{8,})"
)


def _position(scene: Scene, number: int, span: Span) -> Iterator[Attribution]:
    """ "S's answer was that C"."""
    text, cast = scene.text, scene.cast
    for match in _POSITION.finditer(text, *span):
        speaker = trim(text, match.span("np") if match["np"] else match.span("own"))
        content = trim(text, match.span("content"))
        if (match["own"] or speaks(scene, speaker)) and whole(text, content):
            name, _ = name_of(text, speaker, cast)
            last = cast.last_person(match.start()) if match["own"] and match["own"].lower() != "our" else None
            yield Attribution(speaker, match.span("cue"), content, number, last.name if last else name, "clause", False)
