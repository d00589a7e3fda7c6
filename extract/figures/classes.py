"""Classes of ships: "Hangor-class submarines", "four De Ruyter class frigates". The class is the designation.

No list of names: "class" behind a capital word and before a word for ships is enough.
"""

from __future__ import annotations

from extract.figures.designations import designation_key
from extract.figures.patterns import Lazy
from extract.types import Figure

_NAME = Lazy(
    r"(?<![\w-])[A-ZÀ-ÞĀ-Ž][\w’']{1,20}(?:[- ](?:(?:d[eiau]|del|van|von|al|bin) )?[A-ZÀ-ÞĀ-Ž][\w’']{0,20}){0,2}[- ]\Z"
)
_BEHIND = Lazy(
    r"class(?: (?!of\b)[\w-]{2,20}){0,4}? (?:submarines?|frigates?|corvettes?|destroyers?|cruisers?|warships?|ships?"
    r"|boats?|vessels?|carriers?|cutters?|minehunters?|minesweepers?|patrol|tankers?|hovercrafts?|icebreakers?|LPDs?|OPVs?)\b"
)
_SHIPS_OF = Lazy(
    r"\b(?:submarines?|frigates?|corvettes?|destroyers?|cruisers?|ships?|boats?|vessels?|cutters?|mine\w+) "
    r"of (?:the|its|their) \Z"
)
_LEAD = frozenset(("The", "A", "An", "Its", "Their", "Two", "Three", "Four", "Five", "Six", "First", "World", "Upper"))


def ship_class(text: str, pos: int, floor: int) -> Figure | None:
    """The class of ships whose word "class" begins at `pos`; not before `floor`."""
    base = max(floor, pos - 64)
    name = _NAME.search(text[base:pos])
    if name is None:
        return None
    start = base + name.start()
    if _BEHIND.match(text, pos) is None and _SHIPS_OF.search(text[max(0, start - 24) : start]) is None:
        return None
    for word in name.group().split(" ")[:-1]:
        if word not in _LEAD:
            break
        start += len(word) + 1
    written = text[start : pos + len("class")]
    if written == "class" or written.split(" ")[0].split("-")[0] in _LEAD:
        return None
    return Figure("designation", None, None, designation_key(written), "exact", written, start, pos + len("class"))
