"""Decisions laid over records: what a person made of each, and what must be looked at again.

Takes record lines and decisions; gives a `Reviewed` for each record. Pure: export and the like call `decided`.

A decision counts for a record as long as the document's text and the record's content are the same
(`extract.review.content`), in this run or a later one, whatever its findings are now. Where either has changed, the
record is `changed`: nobody has decided on it as it is, and what was decided then stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extract.overlap import overlap
from extract.review.content import content_hash
from extract.review.decisions import Action, Decision

State = Literal["open", "accepted", "corrected", "rejected", "changed"]

_STATES: dict[Action, State] = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One record with what was decided on it.

    record    the line as it should leave: the corrected content where it was corrected, with the verdict that its
              findings then give; else the run's own
    state     open: nobody has decided; changed: decided on once, but the record or its document is another since
    decision  the one that counts; for `changed` the one made then; else None
    standing  each reviewer's own, the latest last; that one counts
    """

    record: Mapping[str, Any]
    state: State = "open"
    decision: Decision | None = None
    standing: tuple[Decision, ...] = ()

    @property
    def others(self) -> tuple[Decision, ...]:
        """Decisions of other reviewers that come to something else than the one that counts."""
        return tuple(one for one in self.standing[:-1] if one.outcome != self.standing[-1].outcome)

    @property
    def is_decided(self) -> bool:
        """Whether a person has judged the record as it is."""
        return self.state not in ("open", "changed")

    @property
    def kept(self) -> bool:
        """Whether it should leave: what a person kept, and of the rest what the checks did not reject."""
        return self.state != "rejected" if self.is_decided else self.record["verdict"] != "rejected"


@dataclass(frozen=True, slots=True)
class Laid:
    """All records of a run in their order, and the standing decisions on records that it no longer has."""

    reviewed: tuple[Reviewed, ...]
    lost: tuple[Decision, ...] = ()


def decided(records: Iterable[Mapping[str, Any]], decisions: Iterable[Decision]) -> tuple[Reviewed, ...]:
    """The records, in their order, each with what was decided on it. Give decisions in the order they were made."""
    return lay(records, decisions).reviewed


def lay(
    records: Iterable[Mapping[str, Any]], decisions: Iterable[Decision], hashes: Sequence[str] | None = None
) -> Laid:
    """As `decided`, and what was decided on records that are gone. hashes: the records' content hashes, if known."""
    lines = list(records)
    by_content: dict[str, list[int]] = {}
    for place, hash_ in enumerate(map(content_hash, lines) if hashes is None else hashes):
        by_content.setdefault(hash_, []).append(place)
    current: dict[int, list[Decision]] = {}
    past: list[Decision] = []
    for decision in decisions:
        places = by_content.get(decision.content, [])
        own = [place for place in places if lines[place]["id"] == decision.record]
        for place in own or places:
            current.setdefault(place, []).append(decision)
        if not places:
            past.append(decision)
    standing = {place: some for place, made in current.items() if (some := _standing(made))}
    before, lost = _before(lines, past, standing.keys())
    reviewed = []
    for place, record in enumerate(lines):
        if place in standing:
            reviewed.append(_reviewed(record, standing[place]))
        elif place in before:
            reviewed.append(Reviewed(record, "changed", before[place]))
        else:
            reviewed.append(Reviewed(record))
    return Laid(tuple(reviewed), lost)


def _standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Each reviewer's last decision that he has not undone, the latest last."""
    last: dict[str, Decision] = {}
    for decision in decisions:
        last.pop(decision.by, None)
        if decision.action != "undo":
            last[decision.by] = decision
    return tuple(last.values())


def _reviewed(record: Mapping[str, Any], standing: Sequence[Decision]) -> Reviewed:
    decision = standing[-1]
    return Reviewed(_with(record, decision), _STATES[decision.action], decision, tuple(standing))


def _with(record: Mapping[str, Any], decision: Decision) -> Mapping[str, Any]:
    """The record as corrected."""
    if decision.new is None:
        return record
    levels = {finding["level"] for finding in decision.new["findings"]}
    verdict = "rejected" if "error" in levels else "flagged" if "warn" in levels else "verified"
    return {name: decision.new.get(name, value) for name, value in record.items()} | {"verdict": verdict}


def _before(
    lines: Sequence[Mapping[str, Any]], past: Iterable[Decision], taken: Iterable[int]
) -> tuple[dict[int, Decision], tuple[Decision, ...]]:
    """For records without a decision of their own, what was decided before they changed; and what finds no record."""
    grouped: dict[tuple[str, str], list[Decision]] = {}
    for decision in past:
        grouped.setdefault((decision.record, decision.content), []).append(decision)
    standing = sorted((some[-1] for made in grouped.values() if (some := _standing(made))), key=lambda one: one.at)
    by_id = {record["id"]: place for place, record in enumerate(lines)}
    free: dict[str, list[int]] = {}
    for place in sorted(set(range(len(lines))) - set(taken)) if standing else ():
        free.setdefault(lines[place]["kind"], []).append(place)
    found: dict[int, Decision] = {}
    lost: list[Decision] = []
    for decision in standing:
        own = by_id.get(decision.record)
        like = _likest(lines, free.get(decision.kind, ()), decision) if own is None else own
        if like is None:
            lost.append(decision)
        else:
            found[like] = decision
    return found, tuple(lost)


def _likest(lines: Sequence[Mapping[str, Any]], places: Iterable[int], decision: Decision) -> int | None:
    """The record of the same document, by name, that rests on the likest words; None where none is like."""
    quotes = [one["exact"] for one in decision.old.get("evidence") or ()]
    names = _names(decision.document)
    alike = {
        place: overlap(quotes, [one["exact"] for one in lines[place]["evidence"]])
        for place in places
        if names & _names(lines[place]["document"])
    }
    best = max(alike, key=lambda place: alike[place], default=None)
    return best if best is not None and alike[best] else None


def _names(document: Mapping[str, Any]) -> set[str]:
    """Every name by which a document is known, its hash among them."""
    return {str(name) for name in (document["id"], document["sha256"], *(document.get("sources") or ())) if name}
