"""Naming: whether two names in one document mean the same actor.

Takes names and the document's aliases; answers yes or no. Two names are the same when they are spelt the same, when
both resolve to the same code, when the document's aliases lead from one to the other, or when one is the other with
words in front ("Lukashenko", "Belarusian President Lukashenko").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extract import actors

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": "", "”": "", '"': "", "«": "", "»": ""})
_TITLES = frozenset(
    {
        *("president", "minister", "premier", "chancellor", "leader", "spokesman", "spokeswoman", "spokesperson"),
        *("secretary", "ministry", "government", "official", "officials", "service", "council", "commission", "union"),
        *("state", "republic", "deputy", "ambassador", "side", "he", "she", "it", "they"),
    }
)
"""Last words that many names share: one of them alone names nobody."""


def key(name: str) -> str:
    """A name's spelling, folded: no capitals, quotation marks, leading article or closing possessive."""
    folded = " ".join(unicodedata.normalize("NFKC", name).translate(_QUOTES).casefold().split()).strip(" .,;:")
    return folded.removeprefix("the ").removesuffix("'s").removesuffix("'")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one document. `aliases`: what a name stands for there, names or codes."""

    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def meant(self, name: str) -> list[str]:
        """The name itself and what it stands for in this document."""
        return [name, *(one for alias, many in self.aliases.items() if key(alias) == key(name) for one in many)]

    def forms(self, name: str) -> frozenset[str]:
        """Every way in which a name may be compared: its spelling, its code, and those of what it stands for."""
        meant = self.meant(name)
        codes = [actors.resolve(one) or (one if actors.kind_of(one) else None) for one in meant]
        return frozenset([*map(key, meant), *(code for code in codes if code)])

    def same(self, left: str, right: str) -> bool:
        """Whether two names mean the same actor, or one of the actors that the other stands for."""
        if self.forms(left) & self.forms(right):
            return True
        return any(_is_end(a, b) or _is_end(b, a) for a in self.meant(left) for b in self.meant(right))

    def same_sets(self, left: Iterable[str], right: Iterable[str]) -> bool:
        """Whether every name of each side means somebody on the other."""
        ours, theirs = list(left), list(right)
        return all(any(self.same(a, b) for b in theirs) for a in ours) and all(
            any(self.same(a, b) for a in ours) for b in theirs
        )


def _is_end(short: str, long: str) -> bool:
    """Whether `long` is `short` with words in front: a surname, not the last one of a list of names."""
    few, many = key(short).split(), key(long).split()
    if not few or len(few) >= len(many) or few[-1] in _TITLES or not short[:1].isupper():
        return False
    front = many[: -len(few)]
    joined = {"and", "or", "of", "in", "for", "from", "to", "with", "by", "against"} & set(front)
    return many[-len(few) :] == few and not joined and not any("," in word for word in front)
