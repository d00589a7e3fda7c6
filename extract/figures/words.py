"""The words beside a number: modifiers before and after it, percent and duration units, counted nouns.

Everything here looks at a bounded slice next to a number, never further, so that a long text costs no more
per figure than a short one.
"""

from __future__ import annotations

import re

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

SIGNS: dict[str, Modifier] = {
    "~": "about", "≈": "about", ">": "more_than", "<": "less_than", "≥": "at_least", "≤": "up_to",
}  # fmt: skip

DURATIONS = ("second", "minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "century")

_AFTER_MODIFIER: tuple[tuple[Lazy, Modifier], ...] = (
    (Lazy(r"\+(?![0-9\w])|[^\S\n]{1,2}(?:or|and)[^\S\n]more(?!\w)|[^\S\n]{1,2}plus(?!\w)"), "at_least"),
    (Lazy(r"[^\S\n]{1,2}or[^\S\n](?:less|fewer)(?!\w)"), "up_to"),
    (Lazy(r"[^\S\n]{1,2}or[^\S\n]so(?!\w)"), "about"),
)
_PERCENT = Lazy(
    rf"(?:[^\S\n]{{0,2}}(?P<sign>[%％])|{GAP}?(?P<word>"
    rf"percentage{GAP}points?|per{GAP}?cent(?:age)?|basis{GAP}points?|bps|bp|pct|pc|pp|p\.p\.)(?!\w))"
    rf"(?:{GAP}(?P<points>points?|pp)(?!\w))?",
    re.IGNORECASE,
)
_DURATION = Lazy(rf"{GAP}(?P<unit>{'|'.join(DURATIONS[:-1])}|centur)(?:s|y|ies)?(?![\w])", re.IGNORECASE)
_NOUN_STEP = Lazy(r"(?:[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?)(?P<word>[^\W\d_][\w'’./-]{0,24})(?![\w])")
_DIGIT = Lazy(r"[0-9]")
_MAX_NOUN_WORDS = 5

_PLURAL = frozenset(
    listed(
        "people troops men women children personnel police aircraft staff crew servicemen servicewomen soldiers "
        "infantry infantrymen fishermen policemen gunmen militia cattle dead wounded others more times data media "
        "km kg kilometres kilometers metres meters m cm mm nm miles tonnes tons mt kt ha sq mw gw kw kwh mwh twh "
        "barrels bpd litres liters hectares acres feet ft inches lb lbs mph kph mbps gb tb mb hz mhz ghz"
    )
)
"""Counted words that do not end in -s, and units of measure."""

_PEOPLE_AND_ARMS = frozenset(
    listed(
        "people troops men women children personnel police aircraft staff soldiers servicemen fighters tanks "
        "vehicles missiles rockets shells drones migrants refugees prisoners civilians casualties victims workers "
        "jobs employees residents houses homes km kilometres kilometers metres meters miles tonnes tons hectares "
        "barrels units copies pages guns rifles planes helicopters cars trucks companies students"
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
        "versus vs against among amid across he's it's s t p percent cent via us is,"
    )
)
"""Function words: the counted noun does not stand beyond one of them."""

_NOT_PLURAL = Lazy(r"(?:ss|us|is|ous|'s|’s)\Z")


def modifier_before(text: str, start: int) -> Modifier:
    """What the words right before offset `start` make of the number there; "exact" if nothing."""
    tail = text[max(0, start - 32) : start]
    if tail and tail[-1] in SIGNS:
        return SIGNS[tail[-1]]
    if tail and not tail[-1].isspace():
        return "exact"
    words = tail.lower().rsplit(None, 4)[-4:]
    if words and words[-1] in ("a", "an") and "estimated" not in words:
        words = words[:-1]
    for size in (3, 2, 1):
        phrase = " ".join(words[-size:]).lstrip("(“\"'‘[")
        if len(words) >= size and phrase in MODIFIERS:
            return MODIFIERS[phrase]
    return "exact"


def modifier_after(text: str, end: int) -> tuple[Modifier, int]:
    """What "or more", "or so", "+" after offset `end` make of the number, and where they end; "exact" if nothing."""
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
    """The first plural noun in the few words after offset `end`, lower case: "28 integration cards" → "cards"."""
    pos = end
    for step in range(_MAX_NOUN_WORDS):
        match = _NOUN_STEP.match(text, pos)
        if not match:
            return None
        word = match["word"].rstrip(".'’/-")
        lower = word.lower()
        if lower in _PLURAL and (lower != "more" and lower != "others"):
            return lower
        if lower in _STOP and not (step and lower == "and"):
            return None
        if len(lower) > 3 and lower.endswith("s") and not _DIGIT.search(lower) and not _NOT_PLURAL.search(lower):
            return lower
        if word != match["word"]:
            return None
        pos = match.end()
    return None


def counts_people_or_arms(text: str, end: int) -> bool:
    """Whether the noun after `end` settles that a number like 2000 is a count and no year."""
    noun = counted_noun(text, end)
    return noun in _PEOPLE_AND_ARMS
