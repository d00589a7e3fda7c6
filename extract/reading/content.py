"""What is said: the content that belongs to a reporting verb, its beginning and its end.

Takes a sentence with its verb and speaker; gives the span of what is said, without them and without the author's words.
"""

from __future__ import annotations

import re

from extract.folding import Span
from extract.reading.speaker import Scene
from extract.reading.spoken import Form, list_end
from extract.reading.subject import ON_DAY
from extract.reading.words import any_of, lead, trim

_CUT = re.compile(r",?[”\"»]?,? (?:as|while|after|amid|although|though|when|whereas|adding|before) ", re.IGNORECASE)
_AT_END = re.compile(
    r"^[^\w]*$|^,? (?:late |early )?(?:in|on|at|during|to) [^,]{0,60}\.?$|^ (?:a|an|the) [a-z][^,]{0,40}\.?$"
    r"| (?:reporters|journalists|parliament)[^,]{0,40}\.?$"
    r"|^ (?:late |early )?(?:last|this|yesterday|today)\b[^,]{0,40}\.?$"
    r"|^,? (?:late |early )?(?:in|on|at|during|to|last|this) [^,]{0,60}, (?:who|which|as|after|while|when|citing"
    r"|quoting|adding|following|amid|ahead|before|without|but|though|although)\b"
)
"""What may follow a cue that closes its sentence: ", the ministry said on Friday"."""
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|\w{2,}ed|went|came|took|made"
    r"|gave|got|began|fell|rose|met|paid|sold|bought|sent|left|held|lost|won|kept|put|set|cut|struck|stood|ran|grew|spent"
    r"|built|brought|became|broke|drew|fought|found|led|wrote|withdrew|bore|felt|meant|saw|knew|remains?|wants?|needs?|plans?|stands?|hopes?)\b"
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


def at_end(text: str, cue: Span, span: Span) -> bool:
    rest = text[cue[1] : span[1]]
    whom = text[slice(*cue)].lower() in ("told", "tells") and re.match(r" (?:(?! that\b)[^,;:“”\"]){2,60}$", rest)
    return bool(_AT_END.match(rest) or whom)


_WHOM = re.compile(r"^ (?!that\b)[\w’'-]+(?: (?!that\b)[\w’'-]+){0,4}(?=, )")
"""Who is told, before the words go on: "the tanks, she told members, where they are"."""
_AND = re.compile(r" (?:and|but) (?:also |then )?")
_SAID = re.compile(r"said|says|say")
BARE_CLAUSE = re.compile(
    r" (?!so\b|nothing\b|little\b|and\b|but\b)[a-z]+ (?:[\w’'-]+ ){0,6}?(?:" + _FINITE.pattern + ")"
)
"""Behind "said" a noun without an article and its verb: "said talks with Norway had failed"."""
_COMPLETED = re.compile(
    r"^, (?:where|for|from|of|than|unless|if|because|rather|not|nor|or|and if) (?!example\b|instance\b)"
)
"""What goes on with what is said behind a cue in its midst: "The crew asked, he said, for a new boat"."""
_AUTHORS = re.compile(
    r"; |[”\"»], [a-z]+ed\b"
    r"|[”\"»], an? (?:[\w-]+ ){1,3}(?:at|that|which|to|for|against|from|in|on|by|echoed|shared|aimed|meant)\b"
    r"|[”\"»],? and (?:the|they|he|she|it|both)\b|[”\"»],? (?:and|but) [a-z]+ed\b|, (?:al)?though \w+ likely\b"
    r"|, an? (?:[\w-]+ )?(?:claim|charge|allegation|accusation|idea|assertion|view|account|figure|number|suggestion"
    r"|step|move|plan|demand|request)"
    r" (?:which |that )?(?=the |[A-Z]|its? |his |her |their )"
)
"""Where what is said ends and the author goes on: "..., an idea that Ankara rejected"."""
_SAID_WHEN = re.compile(
    r"(?: (?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|evening|night))?"
    r"| in an? (?:[\w-]+ ){0,2}(?:statement|interview|speech|report|letter|note|post|address)(?: (?:to|with) [A-Z]\w+)?"
    r"| (?:last|this) (?:week|month|year)| yesterday| separately| earlier){1,2}"
    r"(?= (?:it|he|she|they|there|the|its|their|his|her|no|an?|[A-Z“\"][\w’“\"]*) )"
)
"""When and where, between the verb and what is said: "said on Friday it would pay"."""


def content_of(scene: Scene, span: Span, speaker: Span, cue: Span, form: Form) -> tuple[Span | None, bool]:
    """The content behind (or, at a sentence's end, before) the cue, and whether a "that" or an end leaves no doubt."""
    text = scene.text
    rest = text[cue[1] : span[1]]
    before = text[span[0] : speaker[0]]
    closes = at_end(text, cue, span) or re.match(r"^,? (?:and|but|although|though)\b", rest)
    if form == "clause" and closes and _before(before):
        stop = span[1] if re.match(r"^,? (?:and|but)\b", rest) else speaker[0]
        return trim(text, (span[0] + lead(before), stop)), True
    aside = _WHOM.sub("", rest) if text[slice(*cue)].lower() in ("told", "tells") else rest
    if form == "clause" and before.rstrip().endswith(",") and aside.startswith(", "):
        if clause(before) and not (GOES_ON.match(aside) or _COMPLETED.match(aside)):
            return trim(text, (span[0] + lead(before), speaker[0])), True  # "C, S said, two years after"
        own = max((m.end() for m in re.finditer(r": ", before)), default=0)  # "he was blunt: it was, he said, late"
        return trim(text, (span[0] + (own or lead(before)), span[1])), True  # a cue in the midst of what is said
    whom = "" if text[slice(*cue)].lower().startswith("den") else r"(?: (?!that\b)[^,.;:“”\"]{1,100}?)?"
    that = re.match(rf"(?:, [^,.;:“”\"]{{2,60}},|{whom},?) that[ ,]+(?=\S)", rest)  # denied reports that: the reports
    if that is not None and form == "clause" and not _of_second(scene, cue[1], that[0]):
        return _end(text, cue[1] + that.end(), span, speaker), True
    if form == "object":
        return _thing(scene, span, speaker, cue), True
    rest = rest[when.end() :] if (when := _SAID_WHEN.match(rest)) else rest
    begun = span[1] - len(rest)
    plain = re.match(
        r" (?P<whom>[A-Z][\w’']+ )?(?=(?:the|an?|it|he|she|they|there|his|her|its|their|we|no|any|such|this|these|if|as"
        r"|[A-Z“\"‘][\w’'“]*|\d+|more|most|some|all) )",
        rest,
    )
    preposed = re.match(r" (?:in|on|at|to|about|during|of|with|for|by|after|before|last)\b", rest)
    if plain is None or preposed:
        reach = re.match(r" (?:in|on|at|during) [^,:;]{2,70}? (?:that|there)[ ,]+", rest)
        if reach is None and not preposed and _SAID.fullmatch(text, *cue) and BARE_CLAUSE.match(rest):
            return _end(text, begun + 1, span, speaker), False
        if reach is None:
            return None, False
        return _end(text, begun + reach.end() - (6 if reach[0].endswith("there ") else 0), span, speaker), True
    told = plain["whom"] if text[slice(*cue)].lower() in ("told", "tells", "tell") else None  # told Reuters the
    return _end(text, begun + 1 + len(told or ""), span, speaker), bool(re.match(r" there\b", rest))


def _of_second(scene: Scene, at: int, words: str) -> bool:
    """Whether a "that" is a second verb's own: "expects the order to grow and warns that"."""
    starts = (at + one.end() for one in _AND.finditer(words))
    return any(scene.has_cue((start, start + 1)) for start in starts)


def _thing(scene: Scene, span: Span, speaker: Span, cue: Span) -> Span | None:
    """What a verb with an object is about: the object, of "accused X of doing Y" and "blamed X for Y" the Y."""
    text = scene.text
    verb = text[slice(*cue)].lower()
    of = r"(?: [^,.;:“”\"]{1,40}? of(?= [a-z]+ing\b))?" if verb.startswith("accus") else ""
    of = r"(?: [^,.;:“”\"]{1,40}? for\b)?" if verb.startswith("blam") else of
    that = r"(?: that)?" if any_of(scene.lexicon.clause).fullmatch(verb) else ""  # "rejected that description"
    when = ON_DAY.match(text, cue[1], span[1])
    start = re.compile(rf"{that}{of} (?!(?:by|in|on|with|at|during|for)\b)").match(
        text, when.end() if when else cue[1], span[1]
    )
    return _end(text, start.end(), span, speaker, partly=True) if start else None


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
        r"(?:^|[ ,])(?:Although|While|When|Though|Despite)\b[^,]*$", text[span[0] : speaker[0]], re.IGNORECASE
    )
    if opened and "," in text[start:stop]:
        stop = start + text[start:stop].index(",")
    own = _AUTHORS.search(text[start:stop])
    if own is not None:  # what follows is the author's
        stop = start + own.start() + (1 if own[0][0] in '”"»' else 0)
    if (gloss := re.search(r", which (?:de facto )?(?:means|implies|shows|suggests)\b", text[start:stop])) is not None:
        stop = start + gloss.start()
    if text[stop - 1 : stop] == ":":
        stop = list_end(text, stop)
    return trim(text, (start, stop))
