"""What was found of the sides of a sentence: the giver and the taker, each with how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.reading.cast import Cast
from extract.reading.mention import Mention
from extract.reading.referred import named_with


@dataclass(frozen=True, slots=True)
class Party:
    """One side: all who are on it, as (name, code), and how it was read."""

    names: tuple[tuple[str, str | None], ...]
    how: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Who gives and who takes; None where the sentence does not say."""

    giver: Party | None = None
    taker: Party | None = None

    @property
    def sure(self) -> bool:
        """Both read off a verb or a preposition, not guessed."""
        return all(party is not None and party.how in ("verb", "word") for party in (self.giver, self.taker))


@dataclass(slots=True)
class Found:
    """The sides as they are found, one reading after another."""

    giver: Party | None = None
    taker: Party | None = None
    by_trade: tuple[str, ...] = ()
    gave: frozenset[str] = frozenset()
    makers: frozenset[int] = frozenset()
    """Where makers stand, who give and take nothing: "sent to Boeing for repair"."""

    def set(self, side: str, mentions: Sequence[Mention], how: str, cast: Cast) -> None:
        """Keep a side's first reading, unless it is the other side already."""
        mentions = [one for one in mentions if side == "giver" or one.start not in self.makers]
        other = self.taker if side == "giver" else self.giver
        if self.by_trade:
            giving = [one for one in mentions if one.code and named_with(one.code, self.by_trade)]
            mentions = [one for one in mentions if one not in giving] if side == "taker" else giving or mentions
        named = {one.code or one.name: (_name(one, cast), one.code) for one in mentions}
        taken = {code or name for name, code in other.names} if other else set()
        if getattr(self, side) is None and named and not taken & set(named):
            setattr(self, side, Party(tuple(named.values())[:3], how))


def _name(mention: Mention, cast: Cast) -> str:
    if mention.code is None:
        return mention.name
    return cast.canonical(mention.code)
