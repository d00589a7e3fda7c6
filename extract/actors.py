"""Names of parties, as news text writes them, to codes: "the Kremlin" is RUS, "Brussels" is EU.

Takes a name (and for `mentioned` a text), gives a code or None. Standard library only; the names are those of
`extract.actor_table`. Nothing is ever guessed or matched loosely: fuzzy
look-ups are known to make Niger into Nigeria, the EU into Réunion and "White" into Sudan, and a wrong
party in a record is worse than a missing one.

Names that hold in one document only ("White" for Belarus) are not handled here: nothing in the name says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from extract.actor_table import COMMON, Entry, bare_name, entry_of, rows, tidied
from extract.actor_table import all_surfaces as all_surfaces
from extract.actor_table import kind_of as kind_of
from extract.actor_table import surfaces as surfaces

_LONGEST = 200
"""Characters. No actor's name is longer; it also bounds the work on a name, which a model wrote."""

_KEPT = 16_384
"""Names whose answer is remembered, 5 MB at most; news name the same few hundred again and again."""


_AMBIGUOUS = frozenset({"republic of vietnam", "lebanese forces", "libyan national army", "syrian national army"})
"""What the rules below would resolve wrongly: a state that is no more, a party, two forces against the state."""

NOT_ACTORS = (
    *("North and South Poles", "South Pole", "North Pole", "South Poles", "North Poles"),
    *("Latin America", "South America", "North America", "Central America", "Latin American", "South American"),
    *("North American", "Central American", "Inter-American", "American Samoa", "American Samoan", "New Mexico"),
    *("Gulf of Mexico", "South China Sea", "East China Sea", "Indian Ocean", "West Indian", "American Indian"),
    *("British Virgin Islands", "US Virgin Islands", "U.S. Virgin Islands", "British Columbia", "New Guinea"),
    *("French Guiana", "French Polynesia", "Netherlands Antilles", "Turks and Caicos", "Gulf of Guinea"),
    *("Gulf of Oman", "Sea of Oman", "Sea of Japan", "Norwegian Sea", "Philippine Sea", "Niger Delta"),
    *("Northern Ireland", "Northern Irish", "Northern Cyprus", "Turkish Cypriot", "Turkish Cypriots"),
    *("Bosnian Serb", "Bosnian Serbs", "Bosnian Croat", "Bosnian Croats", "Turkish Stream", "Panama Canal"),
    *("Minsk agreement", "Minsk agreements", "Minsk accords", "Minsk Protocol", "Minsk Group", "Minsk process"),
    *("Minsk I", "Minsk II", "Paris Agreement", "Paris Accord", "Paris Club", "London Club", "Rome Statute"),
    *("Treaty of Rome", "Lisbon Treaty", "Treaty of Lisbon", "Vienna Convention", "Vienna Document"),
    *("Budapest Memorandum", "Washington Treaty", "Washington State", "State of Washington", "State of Georgia"),
    *("Astana process", "Astana format", "Doha Round", "Washington Post", "Moscow Times", "Kyiv Post"),
    *("Kyiv Independent", "South Georgia", "Jordan River", "Dutch Caribbean"),
)
"""Longer names in which a country or capital is no actor. `mentioned` steps over them."""

CURRENCY = (
    r"dollars?|ro?ubles?|pounds?|francs?|crowns|kron[aeo]r?|rupees?|rupiahs?|dinars?|pesos?|yuan|yen|lira|rials?"
    r"|riyals?|dirhams?|hryvnias?|tenge|zlot(?:y|ys|ies)|forints?|shekels?|manats?|dong|baht|rand|euros?"
)
"""After "U.S." or "Russian" these make a unit of money of it. "won" and "real" are missing: both are words."""

# What may follow "Belarusian" or stand before "of Belarus" and still be the state itself. At least one
# word must be a head. Parties, companies, banks, the opposition and armed groups are not the state.
_HEAD_WORDS = (
    "government govt ministry ministries minister ministers army military navy air-force air-forces marines forces "
    "troops side president presidency parliament officials official state authorities authority leadership leader "
    "delegation embassy ambassador secretary premier chancellor king queen emir monarch department cabinet "
    "representative representatives diplomat diplomats envoy envoys regime administration mod mfa legislature "
    "spokesman spokeswoman spokesperson council commission command staff border-guard national-guard central-bank "
    "national-assembly commander commander-in-chief treasury senate negotiators intelligence "
    "special-services security-service security-services secret-service secret-services"
)
_MODIFIER_WORDS = (
    "of for the and foreign affairs external internal interior home defence defense finance economy economic energy "
    "trade transport justice health education agriculture industry development federal armed ground land naval "
    "prime deputy vice first acting permanent chief general press high supreme security special joint executive "
    "service intelligence office head heads member states political policy central board secretary-general "
    "national-security a an"
)
_HEADS = frozenset(_HEAD_WORDS.split())
_MODIFIERS = frozenset(_MODIFIER_WORDS.split())
_PHRASES = (
    "air force",
    "border guard",
    "central bank",
    "special services",
    "security service",
    "secret service",
    "national guard",
    "national assembly",
    "national security",
)

_FORMS = re.compile(
    r"(?:islamic |people's |socialist |federal |federal democratic |people's democratic |democratic socialist |arab "
    r"|co-?operative |bolivarian |hashemite |oriental |independent )?(?:republic|kingdom|principality|sultanate"
    r"|grand duchy) of (?:the )?(?P<name>.+)",
    re.IGNORECASE,
)
"""Forms of state before a country's name. Not "State of" (Georgia, Washington), not "Federation of" (a part
of Bosnia), not "Democratic Republic of" (the other Congo): where those are right, the table has them."""

_BRACKET = re.compile(r"(?P<name>.*\S) ?\((?P<acronym>[A-Za-z][A-Za-z0-9+.-]{1,11})\)")


def look_up(name: str) -> Entry | None:
    """The table's entry for this very name, no wrapper taken off: its code, and which of its names this is."""
    return _known(name) if len(name) <= _LONGEST else None


@lru_cache(maxsize=_KEPT)
def _known(name: str) -> Entry | None:
    return entry_of(tidied(name))


def resolve(name: str) -> str | None:
    """The code of the actor that `name` names, or None if it names none, or more than one.

    Exact after these steps, tried in order, the first that answers wins:

    - the name itself, without case, dots, a leading "the", a closing "'s"
    - "International Monetary Fund (IMF)": without the bracket, and the bracket alone; None if they disagree.
      A bracket alone counts only if it has four letters or more and the name has the same capitals:
      "Organization on Security and Cooperation in Europe (OSCE)" does; "National Development Bank (NDB)" makes
      an acronym of its own, "Smith (US)" says where Smith is from, "U.S. envoy to X (NATO)" explains X
    - "Republic of X", "Kingdom of X" and the like
    - "official Minsk"
    - "Belarusian Ministry of Defense", "the Russian side": a name or demonym before words for the state
    - "Government of X", "Foreign Ministry of the Republic of X", "a delegation of the X government": the same
      words before "of" and one of the above

    A capital counts alone only: "Moscow government" is the city's.
    """
    return _resolved(name) if len(name) <= _LONGEST else None


@lru_cache(maxsize=_KEPT)
def _resolved(name: str) -> str | None:
    tidy = tidied(name)
    whole = entry_of(tidy)
    if whole is not None:
        return whole.code
    bracket = _BRACKET.fullmatch(tidy)
    if bracket is None or sum(letter.isupper() for letter in bracket["acronym"]) < 2:
        return _unwrap(tidy)
    outer, inner = _unwrap(bracket["name"]), entry_of(bracket["acronym"])
    if inner is None:
        return outer
    if outer is None:
        return inner.code if _defines(bracket["name"], bare_name(bracket["acronym"])) else None
    return outer if outer == inner.code else None


def _defines(name: str, acronym: str) -> bool:
    """Whether "name (acronym)" can be a known actor under a name that the table lacks: capitals fit, and enough."""
    capitals = "".join(word[0] for word in re.split(r"[ -]", bare_name(name)) if word[:1].isupper())
    return len(acronym) >= 4 and capitals == acronym.upper()


def _unwrap(tidy: str) -> str | None:
    """The code behind the name itself or behind one wrapper round it."""
    entry = entry_of(tidy)
    if entry is not None:
        return entry.code
    bare = bare_name(tidy)
    if bare.casefold().startswith("official "):
        official = entry_of(bare[len("official ") :])
        return official.code if official and official.role != "demonym" else None
    return _state_form(bare) or _institution_after(bare) or _institution_before(bare)


def _state_form(name: str) -> str | None:
    """A form of state, then a name: "Republic of Belarus" → BLR. Names only: no demonym, no capital."""
    form = None if name.casefold() in _AMBIGUOUS else _FORMS.fullmatch(name)
    entry = entry_of(form["name"]) if form else None
    if entry is None or entry.role not in ("name", "alias") or kind_of(entry.code) != "country":
        return None
    return entry.code


def _institution_after(name: str) -> str | None:
    """A name or demonym, then nothing but words for the state: "Belarusian Ministry of Defense" → BLR."""
    words = [] if name.casefold() in _AMBIGUOUS else name.split()
    for cut in range(len(words) - 1, 0, -1):
        stem = " ".join(words[:cut])
        if not _is_institution(" ".join(words[cut:])):
            continue
        entry = entry_of(stem)
        code = entry.code if entry and entry.role != "capital" else _state_form(bare_name(stem))
        if code is not None:
            return code
    return None


def _institution_before(name: str) -> str | None:
    """Words for the state, "of", then a name: "Government of the Republic of Belarus" → BLR."""
    parts = re.split(r" of ", name, flags=re.IGNORECASE)
    for cut in range(1, len(parts)):
        front, owner = " of ".join(parts[:cut]), " of ".join(parts[cut:])
        # "State of Georgia" is the American one. "Head" alone is no head word: "Russian head" is no one.
        if front.casefold() != "head" and (front.casefold() == "state" or not _is_institution(front)):
            continue
        entry = entry_of(owner)
        named = entry.code if entry and entry.role in ("name", "alias") else _state_form(bare_name(owner))
        code = named or _institution_after(bare_name(owner))
        if code is not None:
            return code
    return None


def _is_institution(phrase: str) -> bool:
    """Whether every word is one for a part of the state and at least one is the thing itself."""
    joined = phrase.casefold()
    for words in _PHRASES:
        joined = joined.replace(words, words.replace(" ", "-"))
    tokens = joined.replace(",", " ").split()
    return all(token in _HEADS or token in _MODIFIERS for token in tokens) and any(token in _HEADS for token in tokens)


def mentioned(code: str, text: str) -> bool:
    """Whether the text names the actor in any way that the table knows, as whole words.

    Acronyms of up to three letters must be in capitals ("US", not "us"), and English words as in the table
    ("Polish", not "polish"); all else in any case. Longer names of something else are stepped over ("South
    Sudan" does not mention Sudan, "Minsk agreements" not Belarus), and so are units of money ("U.S. dollars").
    """
    pattern = _pattern(code)
    return pattern is not None and any(match["own"] for match in pattern.finditer(text))


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    """One regex: other things' longer names first, then this actor's own in the group "own".

    Alternatives are plain strings, so that the search takes time in proportion to the text.
    """
    own = surfaces(code)
    if not own:
        return None
    # A name with "and" in it ("Union State of Russia and Belarus") still names its parts.
    others = [name for other in rows() if other != code for name in surfaces(other) if " and " not in name]
    keys = [(key, re.compile(rf"(?<!\w){re.escape(key)}(?!\w)")) for key in (name.casefold() for name in own)]
    skip = _alternatives(
        name
        for name in {*NOT_ACTORS, *others}.difference(own)
        if any(key in name.casefold() and whole.search(name.casefold()) for key, whole in keys)
    )
    mine = _alternatives(own)
    # The last two look-aheads: "U.S" in "U.S.S.R.", and "US" in "US dollars".
    end = rf"(?![\w$])(?!\.[A-Z]\b)(?!\.?[\s-]+(?i:{CURRENCY})\b)"
    return re.compile(rf"(?<!\w)(?:(?:{skip})(?!\w)|(?P<own>{mine}){end})" if skip else rf"(?<!\w)(?P<own>{mine}){end}")


def _alternatives(names: Iterable[str]) -> str:
    """The names as one regex, the longest first."""
    return "|".join(_literal(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _literal(surface: str) -> str:
    """A regex for one surface: dots and kinds of apostrophe, hyphen and white space are free, case mostly."""
    if surface.isupper() and surface.isalpha():
        pattern = r"\.?".join(surface)
    else:
        pattern = re.escape(surface).replace(r"\ ", r"\s+").replace("'", "['’]").replace(r"\-", "[-‐‑–]")
        pattern = pattern.replace(r"\.", r"\.?")
    if surface in COMMON:
        return f"(?:{pattern}|{re.escape(surface.upper())})"
    letters = surface.replace(".", "")
    return pattern if letters.isupper() and len(letters) <= 3 else f"(?i:{pattern})"
