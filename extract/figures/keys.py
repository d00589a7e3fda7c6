"""Keys of designations: the name under which one is compared, and how two of them agree.

The key follows one rule: NFKC, upper case, without quotes, spaces and dots, hyphens unified, letters split
from the number, then the alias table. Letter classes for Cyrillic readings (С is read as C or S, В as B or
V) hold only between two designations of one document: globally a C-130 is no S-130.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal

from extract.figures.gazetteer import (
    ALIASES,
    COMMON,
    FAMILIES,
    NAMES,
    NICKNAMES,
)
from extract.figures.patterns import Lazy

HYPHENS = "-\u2010\u2011\u2012\u2013\u2212"

_SAME_LETTERS = str.maketrans("АЕКМОТ", "AEKMOT")
"""Cyrillic capitals whose sound and shape are the Latin letter's: no reading of them differs."""

_QUOTES = Lazy(r"[\"'“”„‟‘’‚«»‹›`´.]+")

_HYPHEN_RUN = Lazy(rf"[{HYPHENS}—\s_]+")

_SPLIT = Lazy(r"(?<![0-9A-ZА-ЯЁ])([A-ZА-ЯЁ]{1,3})([0-9]{1,4})")

_LETTER_CLASS = Lazy(r"([A-ZА-ЯЁ]{1,3})-?([0-9]{1,4})(?![0-9])(.{0,16})")

_READINGS = ("CSС", "BVВ", "PRР", "HNН", "YUУ", "XHХ", "MМ", "KК", "AА", "OО", "EЕ", "TТ")

_NICKNAMED = Lazy(
    r"(?P<type>.{0,40}[0-9].{0,8}?)-(?:"
    + "|".join(
        sorted((re.sub(r"[\s-]", "-", name.upper()) for name in (*NICKNAMES, *NAMES, *COMMON)), key=len, reverse=True)
    )
    + r")\Z"
)


def clean_key(text: str) -> str:
    """The key before any alias: "S-400 «Триумф»" → "С-400-ТРИУМФ" with like letters made one."""
    text = re.sub(r"(?<=[0-9A-Z])s\Z", "", text.strip())
    upper = unicodedata.normalize("NFKC", text).upper()
    joined = _HYPHEN_RUN.sub("-", _QUOTES.sub("", upper)).strip("-")
    return _SPLIT.sub(r"\1-\2", joined).translate(_SAME_LETTERS)


@functools.cache
def _aliases() -> dict[str, str]:
    """The alias table under cleaned keys, so that Cyrillic entries may be written as they are read."""
    return {clean_key(name): system for name, system in ALIASES.items()}


def designation_key(text: str) -> str:
    """The name under which a designation is compared everywhere: "C-400", "S400", "S-400 Triumph" → "S-400"."""
    key = clean_key(text)
    known = _aliases().get(key)
    if known:
        return known
    bare = _NICKNAMED.match(key)
    return _aliases().get(bare["type"], bare["type"]) if bare else key


def _same_letters(left: str, right: str) -> bool:
    """Whether two letter groups can be readings of the same Cyrillic letters; "KH" is one letter, Х."""
    left, right = left.replace("KH", "Х"), right.replace("KH", "Х")
    return len(left) == len(right) and all(
        a == b or any(a in readings and b in readings for readings in _READINGS)
        for a, b in zip(left, right, strict=True)
    )


def same_designation(a: str, b: str) -> Literal["key", "alias", "letters"] | None:
    """How two designations of one document agree: by key, by the alias table, by letter class, or not.

    "letters" is the weak answer (С-130 against S-130 and C-130): right within one document's evidence only,
    for the caller to report.
    """
    first, second = clean_key(a), clean_key(b)
    if not first or not second:
        return None
    if first == second:
        return "key"
    alias_first, alias_second = designation_key(a), designation_key(b)
    if alias_first == alias_second:
        return "alias"
    if FAMILIES.get(alias_first, alias_first) == FAMILIES.get(alias_second, alias_second):
        return "alias"
    left, right = _LETTER_CLASS.fullmatch(first), _LETTER_CLASS.fullmatch(second)
    if left and right and left.group(2, 3) == right.group(2, 3) and _same_letters(left[1], right[1]):
        return "letters"
    return None
