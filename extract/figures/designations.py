"""Weapon designations: finding them. Their keys are made by `extract.figures.keys`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extract.figures.gazetteer import (
    ALSO_OTHER,
    ANY_NUMBER,
    COMMON,
    KNOWN,
    NAMES,
    NAMES_BESIDE,
    NICKNAMES,
    NOT_DESIGNATIONS,
    NOT_KEYS,
    PREFIXES,
    RISKY,
    SHIPS,
    WEAPON_WORDS,
)
from extract.figures.keys import HYPHENS as HYPHENS
from extract.figures.keys import clean_key
from extract.figures.keys import designation_key as designation_key
from extract.figures.patterns import Lazy
from extract.types import Figure

_H = rf"[{HYPHENS}]"

_LONGEST = 60
"""A designation longer than this many characters is none; its key is only the cleaned text."""

_TAIL = rf"[0-9]{{1,4}}(?:[A-ZА-ЯЁ][A-ZА-ЯЁ0-9]{{0,5}}h?|i)?(?:{_H}[0-9]{{1,2}}(?![0-9])|/[A-Z]{{1,2}}(?=s?(?!\w)))?"
_AFTER_HYPHEN = Lazy(rf"(?P<tail>{_TAIL})(?=s?(?!\w))(?!{_H}[0-9]|[.,:][0-9])")
_SECOND = "|".join(sorted({re.escape(name) for name in (*NICKNAMES, *NAMES, *COMMON)}, key=len, reverse=True))
_NICKNAME = Lazy(rf"[^\S\n](?:[\"“«'‘](?:{_SECOND})[\"”»'’]|(?:{_SECOND}))(?=s?(?!\w))")
_BESIDE_AFTER = Lazy(r"s?[\s-](?P<word>[a-z]{3,12})s?(?!\w)")
_BESIDE_BEFORE = Lazy(r"(?<!\w)(?P<word>[A-Za-z]{3,12})\s\Z")
_JOINT = Lazy(r"(?:AN|EL)/[A-Z]{1,3}-[0-9]{1,4}[A-Z]?(?!\w)")
"""American and Israeli electronics: AN/TPY-2, EL/M-2084."""

_SPACED_OUT = Lazy(
    r"(?P<prefix>[A-Za-z]{1,14})\s(?P<tail>[0-9]{1,4}[A-Z]{0,3}[0-9]?(?:/[A-Z])?)(?=s?(?!\w))(?![.,:][0-9]|%)"
)
_PREFIX = Lazy(r"(?<![\w@#/])(?P<prefix>[A-ZА-ЯЁ][A-Za-zА-Яа-яЁё]{0,15})\Z")
_GRAU = Lazy(rf"[1-9][0-9]?[A-ZА-ЯЁ]{{1,2}}[0-9]{{2,4}}[A-Z]{{0,2}}[0-9]?(?:{_H}[0-9]{{1,2}})?(?!\w)")
_GLUED = Lazy(r"[A-Z]{1,3}[0-9]{1,3}(?:[A-Z][A-Z0-9]{0,3})?(?=s?(?!\w))")
_NAME = Lazy(
    rf"(?P<name>{'|'.join(re.escape(name) for name in sorted((*NAMES, *COMMON, *RISKY), key=len, reverse=True))})"
    rf"(?P<suffix>{_H}?[A-Z]{{0,3}}[0-9]{{0,3}}[A-Z]{{0,2}}[0-9]?(?=s?(?!\w))|(?=s?(?!\w)))"
    r"(?P<more>[^\S\n](?:TB[-]?[0-9]\w?|[A-Z]-[0-9]{1,4}|[12](?:A[0-9][A-Z]{0,2}[0-9]?)?|2000(?:-[0-9])?|[3-9]|[0-9]{3}|"
    r"Typhoon|Akinci|Akıncı|Kizilelma|TP|[A-GM]|I{1,3}|SLM|SLS|ER|NG|RC|Mk[- ]?[0-9][A-Z]?)(?=s?(?!\w)))?"
)
_RUN = Lazy(r"\w{1,40}(?!\w)")
_CUE_WORD = Lazy(
    rf"(?:[^\S\n]{{1,2}}[\w\"“”’-]{{1,20}}){{0,2}}?[^\S\n]{{1,2}}(?:{'|'.join(WEAPON_WORDS)})(?!\w)", re.IGNORECASE
)
_NUMBERED = frozenset(
    (
        "Leopard",
        "Challenger",
        "Mirage",
        "Merkava",
        "Arrow",
        "Hermes",
        "Spike",
        "Barak",
        "Brimstone",
        "Switchblade",
        "Orlan",
        "Panzerhaubitze",
        "PzH",
        "Warmate",
        "Scorpion",
        "Skyguard",
        "Millennium",
    )
)


_LETTERS_ONLY = frozenset(("A", "B", "C", "D", "E", "F", "G", "M", "I"))
_VERSION = Lazy(r"(?<=[0-9])[A-Z]{1,2}\Z")
_CIVIL = Lazy(r"A3[0-9]0|A22[0-9]|E1[0-9]{2}|CRJ|ATR|B7[0-9]7|C919|[0-9]G")
"""Airliners."""

_STOP_SIGN = Lazy(r"[.!?…]\s|\n\s*\n")
_ARMED = Lazy(
    rf"\b(?:{'|'.join(WEAPON_WORDS)}|weapons?|arms|shot\sdown|downed|fired|air\sdefen[cs]e|anti-tank|howitzers?|military\said)\b"
    r"|\b[A-Z][A-Za-z]{0,3}-[0-9]{1,3}",
    re.IGNORECASE,
)
_NOT_A_NAME_BEFORE = Lazy(
    r"(?:\b(?:[A-Z][a-z]+|Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|[A-Z]\.))\.?\s\Z(?<!Russian\s)(?<!Ukrainian\s)(?<!American\s)(?<!German\s)"
    r"(?<!British\s)(?<!French\s)(?<!Turkish\s)(?<!Israeli\s)(?<!Polish\s)(?<!Soviet\s)(?<!The\s)(?<!Iranian\s)(?<!Indian\s)"
)
_NOT_A_NAME_AFTER = Lazy(
    r"[’']s\b|\s(?:Act|Party|said|says|told|added|who|party|movement|voters|Day|Group|Inc|Corp|Street)\b|,\s(?:who|[0-9])"
)


class Found(NamedTuple):
    """A figure read around a hyphen, and where reading goes on."""

    figure: Figure
    end: int


def _figure(text: str, start: int, end: int) -> Figure:
    """A designation figure with its key."""
    written = text[start:end]
    return Figure("designation", None, None, designation_key(written), "exact", written, start, end)


def reference(text: str, start: int, end: int, number: str | None = None) -> Figure:
    """A number that names rather than counts; its value where the number is short enough to matter."""
    short = number is not None and len(number) <= 12 and number.isascii() and number.isdigit()
    value = Decimal(number) if short and number else None
    return Figure("reference", value, None, None, "exact", text[start:end], start, end)


def _is_designation(prefix: str, tail: str) -> bool:
    """Whether letters, a hyphen and `tail` are a weapon's designation rather than a group, form or year."""
    key = clean_key(f"{prefix}-{tail}")
    digits = re.match(r"[0-9]+", tail)
    if key in NOT_KEYS:
        return False
    if key in KNOWN:
        return True
    if prefix in NOT_DESIGNATIONS:
        return False
    if digits and len(digits.group()) == 4 and digits.group()[:2] in ("19", "20"):
        return False
    return prefix in PREFIXES or (prefix.isupper() and len(prefix) <= 4)


def around_hyphen(text: str, pos: int, floor: int) -> Found | None:
    """The designation or reference whose number begins at `pos`, right after a hyphen; not before `floor`."""
    prefix = _PREFIX.search(text[max(floor, pos - 18) : pos - 1])
    if not prefix:
        return None
    start = pos - 1 - len(prefix["prefix"])
    tail = _AFTER_HYPHEN.match(text, pos)
    if tail and _is_designation(prefix["prefix"], tail["tail"]) and not _named_beside(text, start, tail.end()):
        end = _nicknamed(text, tail.end())
        return Found(_figure(text, start, end), end)
    run = _RUN.match(text, pos)
    if run is None:
        return None
    return Found(reference(text, start, run.end(), run.group()), run.end())


def _named_beside(text: str, start: int, end: int) -> bool:
    """Whether the word before or after says that letters and a number are a visa, a room, a group."""
    after, before = _BESIDE_AFTER.match(text, end), _BESIDE_BEFORE.search(text[max(0, start - 14) : start])
    return any(match is not None and match["word"].lower() in NAMES_BESIDE for match in (after, before))


def spaced(text: str, pos: int) -> Figure | None:
    """A designation written with a space at `pos`: "S 400", "Su 30SM", "Mk 48", "Type 054A"."""
    joint = _JOINT.match(text, pos)
    if joint:
        return _figure(text, pos, joint.end())
    match = _SPACED_OUT.match(text, pos)
    if not match:
        return None
    sure = match["prefix"] in ANY_NUMBER and not (match["prefix"] == "Type" and len(match["tail"]) < 2)
    if not sure and clean_key(match.group()) not in KNOWN:
        return None
    return None if _named_beside(text, pos, match.end()) else _figure(text, pos, _nicknamed(text, match.end()))


def _nicknamed(text: str, end: int) -> int:
    """Where the second name ends that stands behind a designation ending at `end`; `end` if none does."""
    nick = _NICKNAME.match(text, end)
    return nick.end() if nick else end


def index_number(text: str, pos: int) -> Figure | None:
    """A GRAU index such as 9K720 at `pos`, with the system's name after it."""
    match = _GRAU.match(text, pos)
    if not match:
        return None
    return _figure(text, pos, _nicknamed(text, match.end()))


def glued(text: str, pos: int) -> Figure | None:
    """A designation written without its hyphen at `pos`: "S400", "M142", or any such letters before a weapon word."""
    match = _GLUED.match(text, pos)
    if not match:
        return None
    end = _nicknamed(text, match.end())
    key = clean_key(match.group())
    if _named_beside(text, pos, match.end()):
        return None
    known = key in KNOWN or (len(key) > 4 and _VERSION.sub("", key) in KNOWN)  # the AW101M is an AW101
    if (known and key not in ALSO_OTHER) or (
        not _CIVIL.match(match.group()) and (end > match.end() or _CUE_WORD.match(text, end))
    ):
        return _figure(text, pos, end)
    return None


def named(text: str, pos: int) -> Figure | None:
    """A system known by name at `pos`; names that are also common words need a weapon word beside them."""
    match = _NAME.match(text, pos)
    if not match:
        return None
    name, more, end = match["name"], match["more"], match.end()
    if name in SHIPS and text.startswith("class", end + 1):
        return None
    if more and more.strip()[0].isdigit() and more.strip()[:4] not in ("2000",) and name not in _NUMBERED:
        end, more = match.start("more"), None
    if more and more.strip() in _LETTERS_ONLY and name not in NAMES:
        end, more = match.start("more"), None
    sure = name in NAMES or bool(match["suffix"].strip(HYPHENS)) or (more and name in _NUMBERED)
    quoted = text[pos - 1 : pos] in ("“", "«") and text[end : end + 1] in ("”", "»")
    if not sure and (_NOT_A_NAME_AFTER.match(text, end) or not _meant(text, pos, end, end + quoted)):
        return None
    return _figure(text, pos, end)


def _meant(text: str, start: int, end: int, cue: int) -> bool:
    """Whether a name from `start` to `end` is a weapon's: a weapon word behind `cue`, or weapons around it."""
    return _CUE_WORD.match(text, cue) is not None or (text[start:end] in COMMON and _armed(text, start, end))


def _armed(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a doubtful name speaks of weapons, and no person, act or team bears the name."""
    if _NOT_A_NAME_BEFORE.search(text[max(0, start - 20) : start]):
        return False
    before = text[max(0, start - 90) : start]
    stops = [match.end() for match in _STOP_SIGN.finditer(before)]
    stop = _STOP_SIGN.search(text, end, end + 90)
    after = text[end : stop.start() if stop else end + 90]
    return bool(_ARMED.search(before[stops[-1] if stops else 0 :]) or _ARMED.search(after))
