"""The words beside a number: modifiers before and after it, percent and duration units, counted nouns.

Everything here looks at a bounded slice next to a number, never further, so that a long text costs no more
per figure than a short one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extract.figures.gazetteer import COMMON, NAMES, NICKNAMES, RISKY
from extract.figures.numbers import GAP
from extract.figures.patterns import Lazy, listed
from extract.types import FigureKind, Modifier

MODIFIERS: dict[str, Modifier] = {
    "up to": "up_to", "as much as": "up_to", "as many as": "up_to", "at most": "up_to", "maximum of": "up_to",
    "no more than": "up_to", "not more than": "up_to", "not exceeding": "up_to",
    "more than": "more_than", "over": "more_than", "above": "more_than", "exceeding": "more_than",
    "excess of": "more_than", "exceeds": "more_than", "exceeded": "more_than", "exceed": "more_than",
    "greater than": "more_than", "larger than": "more_than", "upwards of": "more_than", "upward of": "more_than",
    "at least": "at_least", "no less than": "at_least", "not less than": "at_least",
    "no fewer than": "at_least", "minimum of": "at_least", "minimum": "at_least",
    "less than": "less_than", "fewer than": "less_than", "under": "less_than", "below": "less_than",
    "lower than": "less_than", "smaller than": "less_than",
    "about": "about", "around": "about", "approximately": "about", "approx": "about", "approx.": "about",
    "roughly": "about", "some": "about", "nearly": "about", "almost": "about", "circa": "about", "ca.": "about",
    "c.": "about", "estimated": "about", "close to": "about", "near": "about", "order of": "about",
}  # fmt: skip
"""Phrase that ends right before the number → what it makes of it; the longest phrase wins."""

_PARTICLE = ("roll", "hand", "turn", "took", "take", "taking", "sign", "carr", "bring", "brought", "spill", "pass")
"""Verbs whose "over" says nothing of the number: "rolled over $2 billion", "handed over 30 tanks"."""
_LAST_WORDS = frozenset(phrase.rsplit(None, 1)[-1] for phrase in MODIFIERS) | {"a", "an"}

SIGNS: dict[str, Modifier] = {
    "~": "about", "≈": "about", ">": "more_than", "<": "less_than", "≥": "at_least", "≤": "up_to",
}  # fmt: skip

DURATIONS = ("second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century")

_AFTER_MODIFIER: tuple[tuple[Lazy, Modifier], ...] = (
    (
        Lazy(
            r"\+(?![0-9\w])|[^\S\n]{1,2}(?:or|and)[^\S\n]more(?!\w)"
            r"|[^\S\n]{1,2}plus(?!\w)(?![^\S\n](?:[$€£¥]|[A-Z]{2,3}[^\S\n$]?[$\d]|\d))"  # not "7 yuan plus $5"
        ),
        "at_least",
    ),
    (Lazy(r"[^\S\n]{1,2}or[^\S\n](?:less|fewer)(?!\w)"), "up_to"),
    (Lazy(r"[^\S\n]{1,2}or[^\S\n]so(?!\w)"), "about"),
)
_MODIFIED = frozenset("+ \u00a0\u2009\u202f\t")
_PERCENT = Lazy(
    rf"(?:[^\S\n]{{0,2}}(?P<sign>[%％])|{GAP}?(?P<word>"
    rf"percentage{GAP}points?|per{GAP}?cent(?:age)?|basis{GAP}points?|bps|bp|pct|pc|pp|p\.p\.)(?!\w))"
    rf"(?:{GAP}(?P<points>points?|pp)(?!\w))?",
    re.IGNORECASE,
)
_DURATION = Lazy(rf"{GAP}(?P<unit>{'|'.join(DURATIONS[:-1])}|centur)(?:s|y|ies)?(?![\w])", re.IGNORECASE)
_NOUN_STEP = Lazy(
    r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)[\"“«]?"
    r"(?P<word>[^\W_][\w'’./-]{0,24})(?![\w])[\"”»]?"
)
_GLUED_MEASURE = Lazy(
    r"(?P<unit>km|kg|mm|cm|nm|kW|MW|GW|kWh|MWh|GWh|TWh|kmh|kph|mph|GB|MB|TB|GHz|MHz|Hz|ha|ft|lb|lbs|cc|bhp|hp|mg|ml|"
    r"mAh|Nm|mpg|sec|PS|bn|ppm|g/km|kcal|kN|Mbps|Gbps|gsm|x)"
    r"(?:²|³|/h)?(?!\w)|(?P<word>m)(?=[^\S\n])(?!\w)"
)
_WEAPONS = frozenset((*NAMES, *COMMON, *RISKY, *NICKNAMES))
_THOUSANDS = Lazy(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SINGLE = Lazy(
    r"\s(?:(?!(?:of|the|to|in|on|at|for|and|or|is|was|that|who|which|by|as|with|more|such|another|day|hand|side)\b)[\w.-]+\s){0,4}?"
    r"(?P<word>person|man|woman|child|boy|girl|soldier|officer|policeman|policewoman|civilian|protester|passenger|"
    r"pilot|helicopter|aircraft|plane|jet|fighter|drone|ship|vessel|boat|submarine|tank|vehicle|missile|rocket|bomb|"
    r"house|home|building|company|seat|vote|goal|shot|round|battalion|brigade|division|regiment|ship|car|truck|bus|"
    r"train|suspect|victim|hostage|prisoner|journalist|worker|patient|case|death|metre|meter|kilometre|kilometer|"
    r"mile|tonne|ton|barrel|hectare|acre|share|euro|percentage point|launcher|gun|system|battery|squadron|reactor|"
    r"student|teacher|resident|villager|migrant|refugee|diplomat|guard|sailor|marine|crew member|member)(?![\w-])",
    re.IGNORECASE,
)
_HYPHENED = Lazy(r"[-\u2010\u2011](?P<word>[A-Za-z]{3,16}|mm|cm|km|kg|mg|kW|MW|GW|mb|GB|ft)(?![\w])")
_NO_UNIT = frozenset(listed("strong odd plus plan all for and man-made old long wide high deep tall up off"))
_OF_THE = Lazy(r"\sof\s(?:its|their|his|her|our)(?:\sown)?(?=\s)")
_GROUPS = frozenset(listed("infantry personnel police staff crew militia data media troop cattle fish"))
"""Plural by themselves, and often before the noun that is counted: "personnel carriers"."""

_DIGIT = Lazy(r"[0-9]")
_MAX_NOUN_WORDS = 6

_PLURAL = frozenset(
    listed(
        "ppm people troops men women children personnel police aircraft staff crew servicemen servicewomen soldiers "
        "infantry infantrymen fishermen policemen gunmen militia cattle times horsepower gwh ghz bhp spacecraft "
        "offspring fish sheep data media km kg kilometres kilometers metres meters m cm mm nm miles tonnes tons mt "
        "kt ha sq mw gw kw kwh mwh twh barrels bpd litres liters hectares acres feet ft inches lb lbs mph kph mbps "
        "gb tb mb hz mhz"
    )
)
"""Counted words that do not end in -s, and units of measure."""

_PEOPLE_AND_ARMS = frozenset(
    listed(
        "people troops men women children personnel police aircraft staff soldiers servicemen fighters tanks "
        "vehicles missiles rockets shells drones migrants refugees prisoners civilians casualties victims workers "
        "jobs employees residents houses homes votes voters ballots customers users shares doses passengers viewers "
        "households copies subscribers visitors tourists pupils cars phones bottles km kilometres kilometers metres "
        "meters miles tonnes tons hectares barrels units pages guns rifles planes helicopters trucks companies "
        "students"
    )
)
"""Nouns that make a number between 1900 and 2099 a count ("2000 soldiers") rather than a year."""

_STOP = frozenset(
    listed(
        "a an the of in on at to by for from with and or but nor as is are was were be been being has have had will "
        "would can could may might must shall should that which who whom whose this these those it its he she they "
        "his her their we our you your i not no if when while after before since until than then there here where "
        "into onto over under about against between through during without within per so such also too only just "
        "said says told did does do because despite although though however ago later earlier each every both via "
        "versus vs among amid across he's it's s t p percent cent us is,"
    )
)
"""Function words: the counted noun does not stand beyond one of them."""

_NOT_PLURAL = Lazy(r"(?:ss|us|is|ous|'s|’s)\Z")


def modifier_before(text: str, start: int) -> Modifier:
    """What the words right before offset `start` make of the number there; "exact" if nothing."""
    tail = text[max(0, start - 32) : start]
    last = tail[-1:]
    if not last.isspace():
        return SIGNS.get(last, "exact")
    words = tail.lower().rsplit(None, 4)[-4:]
    if not words or words[-1].lstrip("(“\"'‘[") not in _LAST_WORDS:
        return "exact"
    if words[-1] in ("a", "an") and "estimated" not in words:
        words = words[:-1]
    for size in (3, 2, 1):
        phrase = " ".join(words[-size:]).lstrip("(“\"'‘[")
        if len(words) >= size and phrase in MODIFIERS:
            particle = phrase == "over" and len(words) > 1 and words[-2].startswith(_PARTICLE)
            return "exact" if particle else MODIFIERS[phrase]
    return "exact"


def modifier_after(text: str, end: int) -> tuple[Modifier, int]:
    """What "or more", "or so", "+" after offset `end` make of the number, and where they end; "exact" if nothing."""
    if text[end : end + 1] not in _MODIFIED:
        return "exact", end
    for pattern, modifier in _AFTER_MODIFIER:
        match = pattern.match(text, end)
        if match:
            return modifier, match.end()
    return "exact", end


def unit_after(text: str, end: int) -> tuple[FigureKind, str, int] | None:
    """A percent or duration unit after offset `end`: kind, unit, and where the unit ends."""
    percent = _PERCENT.match(text, end)
    if percent:
        word = (percent["word"] or "").lower()
        if percent["points"] or word.startswith("percentage") or word in ("pp", "p.p."):
            return "percent", "percentage_point", percent.end()
        if word.startswith(("basis", "bp")):
            return "percent", "basis_point", percent.end()
        return "percent", "percent", percent.end()
    duration = _DURATION.match(text, end)
    if duration:
        unit = duration["unit"].lower()
        return "duration", "century" if unit == "centur" else unit, duration.end()
    return None


def counted_noun(text: str, end: int) -> str | None:
    """The plural noun that a number ending at `end` counts, lower case: "28 integration cards" → "cards".

    Names of weapons before the noun are passed over ("31 M1A2 Abrams tanks" → "tanks"); a plural one alone ("12
    Su-35s") is a designation and no noun.
    """
    glued = _GLUED_MEASURE.match(text, end)
    if glued:
        return (glued["unit"] or glued["word"]).lower()
    share = _OF_THE.match(text, end)
    pos, capital = share.end() if share else end, False
    for step in range(_MAX_NOUN_WORDS):
        match = _NOUN_STEP.match(text, pos)
        if not match:
            return None
        word = match["word"].rstrip(".'’/-")
        lower = word.lower()
        if lower in _GROUPS and (head := counted_noun(text, match.end())):
            return head
        if (lower in _PLURAL and (len(word) > 1 or word == lower)) or (lower.endswith("men") and len(lower) > 4):
            return lower
        if lower in _STOP:
            return None
        if word.isdigit() and not (step and capital):
            return None
        capital = word[0].isupper()
        weapon = word in _WEAPONS
        if not weapon and (word.removesuffix("s") in _WEAPONS or (_DIGIT.search(word) and word.endswith("s"))):
            return None
        plural = len(lower) > 3 and lower.endswith("s") and not weapon and not _DIGIT.search(lower)
        if plural and not _NOT_PLURAL.search(lower):
            return lower
        if word != match["word"]:
            return None
        pos = match.end()
    return None


def weapon_next(text: str, end: int) -> bool:
    """Whether the word after offset `end` is the name of a weapon, in the singular or plural."""
    match = _NOUN_STEP.match(text, end)
    return match is not None and match["word"].removesuffix("s") in _WEAPONS


def crowd(text: str, start: int, end: int) -> tuple[Decimal, int] | None:
    """What a number from `start` to `end` is times, and where it then ends, where people or arms follow it.

    "30m voters" is thirty million (alone it would be metres), "1.200 soldiers" the continental twelve hundred.
    """
    if text[end : end + 2] == "m " and counts_people_or_arms(text, end + 1):
        return Decimal(10**6), end + 1
    if _THOUSANDS.fullmatch(text, start, end) and counts_people_or_arms(text, end):
        return Decimal(1000), end
    return None


def measured(text: str, end: int) -> bool:
    """Whether a unit of measure is glued to the number that ends at `end`: "300km"."""
    return _GLUED_MEASURE.match(text, end) is not None


def single_noun(text: str, end: int) -> str | None:
    """The noun after a "one" that ends at `end`, lower case, where it is a thing that news counts; else None."""
    match = _SINGLE.match(text, end)
    return match["word"].lower() if match else None


def hyphened_noun(text: str, end: int) -> str | None:
    """The noun in "27-nation", "300-megawatt", lower case; "strong", "odd" and participles are none."""
    match = _HYPHENED.match(text, end)
    word = match["word"].lower() if match else ""
    return word if word and word not in _NO_UNIT and not word.endswith(("ed", "ing")) else None


def counts_people_or_arms(text: str, end: int) -> bool:
    """Whether the noun after `end` settles that a number like 2000 is a count and no year."""
    noun = counted_noun(text, end)
    return noun in _PEOPLE_AND_ARMS
