"""The table of actors: their codes, and every name that news text has for them.

Takes a name in one spelling or a code, gives the table's entry. Standard library only; the table is
`extract/data/actors.csv`, read at the first question.

The table, one row per actor, several values in a cell parted by ";":

    code      country: ISO 3166-1 alpha-3 (XKX, the user-assigned code, for Kosovo); states that are no more
              have their ISO 3166-3 alpha-3 (SUN, YUG, SCG, CSK, DDR, YMD). Organisation: its usual acronym
              in capitals ("COE", "AFDB"), or another short word where that would be a country's code (NAM, CAF)
    type      "country" or "organisation"
    name      the usual English name; for countries that of Unicode CLDR, or CLDR's name is among the aliases
    demonyms  adjective and nouns: "Polish", "Pole", "Poles"
    capitals  the capital where writers use it for the government ("Minsk has agreed")
    aliases   other names, acronyms, seats of power ("the Kremlin", "Downing Street")

Left out because they name more than one actor:

    Congo, Korea, Congolese, Korean, Dominican   two states each
    Brussels under Belgium                       as a political actor it is the EU, so it is an alias of EU
    Jerusalem, The Hague                         contested; seat of courts as well as of a government
    Victoria, Male, Georgetown, San Jose         a first name, a word, a university, a larger city elsewhere
    European, Europe, the West                   no one actor ("Council of Europe" and "EU" both claim the first)
    IDB, EEC, WB, BIS, PIF, ECHR, GUAM           two organisations, or an organisation and something else
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

ActorType = Literal["country", "organisation"]

Role = Literal["name", "demonym", "capital", "alias"]

COMMON = frozenset({"US", "WHO", "CAR", "China", "Turkey", "Polish", "Pole", "Poles", "Swede", "Swedes"})
"""Surfaces that are English words in other letters: they count only as written here or in capitals."""

_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "“": "", "”": "", '"': "", "«": "", "»": ""}
)


class Entry(NamedTuple):
    """What the table knows of one name."""

    code: str
    role: Role


class _Row(NamedTuple):
    code: str
    type: ActorType
    surfaces: tuple[tuple[str, Role], ...]


@cache
def rows() -> dict[str, _Row]:
    """The table by code. Raises ValueError for a type that is neither of the two."""
    # Imported late: it costs more than the rest of this module, and most commands never resolve a name.
    from importlib.resources import files

    rows: dict[str, _Row] = {}
    roles: tuple[tuple[str, Role], ...] = (("demonyms", "demonym"), ("capitals", "capital"), ("aliases", "alias"))
    text = (files("extract") / "data" / "actors.csv").read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        surfaces: list[tuple[str, Role]] = [(line["name"], "name")]
        for column, role in roles:
            surfaces += [(surface, role) for surface in line[column].split(";") if surface]
        kind = line["type"]
        if kind != "country" and kind != "organisation":
            raise ValueError(f"extract/data/actors.csv: type {kind!r} of {line['code']}; use country or organisation")
        rows[line["code"]] = _Row(line["code"], "country" if kind == "country" else "organisation", tuple(surfaces))
    return rows


@cache
def _index() -> dict[str, Entry]:
    """Every surface's key with its code. A key that two codes claim is left out: ambiguous means None."""
    index: dict[str, Entry] = {}
    claimed_twice: set[str] = set()
    for row in rows().values():
        for surface, role in row.surfaces:
            key = plain_name(tidied(surface)).casefold()
            if index.setdefault(key, Entry(row.code, role)).code != row.code:
                claimed_twice.add(key)
    return {key: entry for key, entry in index.items() if key not in claimed_twice}


def tidied(name: str) -> str:
    """One spelling of quotation marks, hyphens, "&" and white space; letters keep their case."""
    folded = unicodedata.normalize("NFC", name).translate(_FOLD).replace(" & ", " and ")
    return " ".join(folded.split())


def plain_name(tidy: str) -> str:
    """Without a leading "the" and dots: "the U.S." becomes "US"."""
    plain = tidy[4:] if tidy[:4].casefold() == "the " else tidy
    return plain.replace(".", "").strip(" ,;:")


def bare_name(tidy: str) -> str:
    """Plain, and without a closing possessive: "the U.S.'s" becomes "US"."""
    plain = plain_name(tidy)
    return plain[:-2] if plain.casefold().endswith("'s") else plain.removesuffix("'")


def entry_of(tidy: str) -> Entry | None:
    """The table's entry for this very name, with no wrapper taken off."""
    bare = bare_name(tidy)
    # With its "'s" first: Saint John's is a capital, Saint John is not.
    entry = _index().get(plain_name(tidy).casefold()) or _index().get(bare.casefold())
    if entry is None or bare in COMMON or bare.isupper():
        return entry
    # "us" and "Who" are pronouns, "turkey" and "polish" are words.
    return None if bare.casefold() in _common_keys() else entry


@cache
def _common_keys() -> frozenset[str]:
    return frozenset(surface.casefold() for surface in COMMON)


def all_surfaces() -> Iterator[str]:
    """Every name in the table, of whatever actor."""
    return (surface for row in rows().values() for surface, _ in row.surfaces)


@cache
def surfaces(code: str) -> tuple[str, ...]:
    """Every way of writing this actor that the table knows, its name first; () for an unknown code."""
    row = rows().get(code)
    return tuple(surface for surface, _ in row.surfaces) if row else ()


def kind_of(code: str) -> ActorType | None:
    """Whether the code is a country's or an organisation's; None for an unknown code."""
    row = rows().get(code)
    return row.type if row else None
