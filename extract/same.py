"""Same event: by what mentions of one event in several documents are known to be one, as a schema declares it.

Plain frozen values, like `extract.signs`. Records of a kind without a `SameEvent` are never joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Entry = str | tuple[str, ...]
"""A field, or several fields: of parties one of which is enough, of keys all of which are needed."""


@dataclass(frozen=True, slots=True)
class Counting:
    """When a claim may be added up with others: AidData's "recommended for aggregates" (TUFF 3.0).

    amount    the field that holds the sum
    stages    stages of a commitment and after; before them nothing is owed, and what was called off is not counted
    never     for other fields, values that are not counted whatever their stage ("debt_rescheduling")
    part      words of a payment under a commitment, which is counted as the whole and not again ("tranche*")
    umbrella  words of a frame whose single agreements are counted in its stead ("framework agreement*")
    beneath   words that, shortly before those, speak of an agreement under the frame ("under")
    """

    amount: str
    stages: tuple[str, ...]
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part: tuple[str, ...] = ()
    umbrella: tuple[str, ...] = ()
    beneath: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SameEvent:
    """What makes two records of a kind one event. How fields are compared follows from their types.

    parties      fields of which one must agree and none may differ; tuples: different names of one party
    keys         what must agree beside a party: one field, or all fields of one tuple. A field that stands alone, and
                 every field of dates, also keeps two records apart where it differs
    once         steps that happen once: two dates of one of them that exclude each other are two events
    reached      for a stage, the steps that had happened by then: by the day of the report
    within_days  reports that share no date and are further apart are about two events; None: however far
    vague        values that say nothing ("unspecified")
    counting     when a claim may be added up; None: the kind has nothing to add up
    """

    parties: tuple[Entry, ...]
    keys: tuple[Entry, ...]
    once: tuple[str, ...] = ()
    reached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within_days: int | None = None
    vague: tuple[str, ...] = ()
    counting: Counting | None = None

    @property
    def alone(self) -> tuple[str, ...]:
        """Keys that are one field."""
        return tuple(entry for entry in self.keys if isinstance(entry, str))


def names_in(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Every field that entries name, in order, each once."""
    every = (name for entry in entries for name in ((entry,) if isinstance(entry, str) else entry))
    return tuple(dict.fromkeys(every))
