"""Speakers: the noun phrase that speaks, and the name behind it.

Takes a text, its cast and a lexicon; gives spans. A pronoun is resolved to the person (or country) named last before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.folding import Span
from extract.reading.cast import Cast
from extract.reading.words import any_of, lead, trim


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
class Scene:
    """A text that is read for who said what: its cast, the reporting words, and where its quotations stand."""

    text: str
    cast: Cast
    lexicon: Lexicon
    quotes: tuple[Span, ...]


_PRONOUN = re.compile(r"(?:he|she|it|they|him|her|them)", re.IGNORECASE)
AUX = (
    r"(?:(?:also|again|later|further|repeatedly|then|earlier|publicly|had|has|have|once|reportedly|recently|officially"
    r"|previously|only|often|before|already|long|just|meanwhile|therefore|however|even|still|in turn|now|broadly|,) ?)*"
)


def subject(scene: Scene, before: Span, closing: bool = False) -> Span | None:
    """The noun phrase that a cue follows, within a sentence's beginning; None where nothing there can speak."""
    text = scene.text
    head = text[before[0] : before[1]]
    if head.endswith(("-", "’", "'")):
        return None
    tail = re.search(rf" ?{AUX}$", head)
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
        start = before[0] + cut + lead(head[cut:])
        start += len(when[0]) if (when := _WHEN.match(text[start : before[1]])) else 0
        stop = re.search(r", (?:who|which)\b", head[cut:])
        span = trim(text, (start, before[0] + (cut + stop.start() if stop else len(head))))
        if speaks(scene, span) or (closing and cut and _ANYBODY.match(text[slice(*span)])):
            return span
    return _bare_subject(scene, before[0], head)


_WHEN = re.compile(
    r"(?:(?:[Ll]ate |[Ee]arly |[Ee]arlier )?(?:[Ll]ast|[Tt]his|[Nn]ext) (?:year|month|week|summer|autumn|winter|spring"
    r"|decade)|(?:Two|Three|Four|Five|Ten|Some) (?:years|months|weeks|days) (?:ago|later)|Yesterday|Today),? (?=[A-Z])"
)
_DAYS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday)"
)
_TITLED_NAME = re.compile(
    rf"(?:(?:the|a|an) )?(?:(?!{_DAYS}\b)[A-Z][\w’'.-]+ |(?:former|acting|deputy|prime|foreign|president|minister) )*"
    r"(?:of (?:the )?)?$"
)
_ADVERBIAL = re.compile(r"(?:In|On|At|After|During|Before|Following|Earlier|Last|This)\b")
_NOUN_PHRASE = re.compile(r"\b(?:the|a|an|his|her|its|their) (?:[\w’'-]+ ){0,5}[\w’'-]+$", re.IGNORECASE)


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
            near = cast.within(ends[0] - _NAME, ends[1] + _NAME)
            own = [one for one in near if one.start == ends[0] or one.end == ends[1]]
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


def speaks(scene: Scene, span: Span) -> bool:
    """Whether a phrase can speak: it is a pronoun, ends in somebody named, or has a noun that can."""
    text, cast, lexicon = scene.text, scene.cast, scene.lexicon
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
    return named(text, span, cast) or bool(any_of(lexicon.speakers).search(words)) or _proper(words)


_MAY_OPEN = re.compile(
    r"(?:the|a|an|his|her|its|their|our|both|all|some|many|most|several|other|two|three|four|one|no|local|senior)\b"
)
_VERB = re.compile(r"\b(?:can|could|will|would|is|are|was|were|been|has|have|had|began|owes?|makes?|made)\b")


def _proper(words: str) -> bool:
    """A name of two capitalised words or an acronym, and nothing else."""
    return bool(re.fullmatch(r"(?:[Tt]he )?(?:[A-Z][\w.’'&-]+ ){1,4}[A-Z][\w.’'&-]+|(?:[Tt]he )?[A-Z]{2,8}", words))


def named(text: str, span: Span, cast: Cast) -> bool:
    return any(one.role != "demonym" and one.role != "group" for one in cast.within(*span))


def name_of(text: str, speaker: Span, cast: Cast) -> tuple[str | None, bool]:
    """The name behind the speaker's words, and whether it is plain: a pronoun's is a guess."""
    words = text[speaker[0] : speaker[1]]
    if _PRONOUN.fullmatch(words):
        person = words.lower() in ("he", "she", "him", "her")
        last = cast.last_person(speaker[0]) if person else None
        if last is None and not person:
            last = cast.last(speaker[0], ("name", "alias"))
        return (last.name if last else None), False
    known = cast.person(words)
    return (known.name if known else None), True
