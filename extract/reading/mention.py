"""A mention: somebody named at a place of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in the text: the words' place, a name for the record, and the code of the actor behind it.

    role  name, demonym, capital or alias as in the table of actors; "person"; or "group" (one mention for each member)
    """

    name: str
    code: str | None
    start: int
    end: int
    role: Literal["name", "demonym", "capital", "alias", "person", "group"]
