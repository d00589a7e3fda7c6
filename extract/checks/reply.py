"""Checks that look at all records of one kind in one document together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from extract import actors
from extract.checks.registry import finding
from extract.fields import roles_of
from extract.figures import designation_key
from extract.kinds import Kind
from extract.types import Evidence, Level, Record

SAME_WORDS = 0.8
"""Overlap of two quotes from which on they are one; record-design 8.7."""


def merge_repeats(kind: Kind, records: Sequence[Record]) -> tuple[Record, ...]:
    """V27: records that agree on the fields which the kind names (for quotes: rest on the same words) are one.

    The best of them stays and notes how many were merged. V07: the same sum of money in two records that stay is
    flagged in the later one.
    """
    seen: dict[tuple[int, int], int] = {}
    out: list[Record] = []
    for number, group in enumerate(repeats(kind, records)):
        record = records[group[0]]
        if len(group) > 1:
            record = _with(
                record, "V27", "info", "", f"{len(group)} records of the reply say the same and are one here"
            )
        for path, figure in record.figures.items():
            if figure.kind == "money" and seen.setdefault((figure.start, figure.end), number) != number:
                record = _with(record, "V07", "warn", path, f"another record rests on the same {figure.as_written!r}")
        out.append(record)
    return tuple(out)


def repeats(kind: Kind, records: Sequence[Record]) -> list[list[int]]:
    """Groups of places of records that say the same, by their first members; in each the best record's place first:
    the one with the fewest errors, then warnings, the earliest of equals.
    """
    groups: list[list[int]] = []
    filed: dict[Hashable, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        own, others = _files(kind, record)
        near = sorted({number for key in others for number in filed[key]})
        group = next((groups[number] for number in near if _same(kind, records[groups[number][0]], record)), None)
        if group is not None:
            group.append(place)
            continue
        for key in own:
            filed[key].append(len(groups))
        groups.append([place])
    return [sorted(group, key=lambda place: gravity(records[place])) for group in groups]


_STRETCH = 1_000
"""Code points: quotes that overlap have a stretch of the text of this length in common."""


def _files(kind: Kind, record: Record) -> tuple[list[Hashable], list[Hashable]]:
    """Under which keys a record is filed, and under which stand all those that could say the same; so that the many
    records of a long document need not be held against one another.
    """
    roles = roles_of(kind.model)
    names = [name for name in kind.model.same_if if roles.get(name) != "quote"]
    said = repr([_comparable(record, name, roles.get(name)) for name in names])
    if len(names) == len(kind.model.same_if) and not any(record.data[name] is None for name in names):
        return [said], [said]
    if not record.evidence:
        return [(said, "free")], [(said, "free"), (said, "placed")]
    quote = record.evidence[0]
    stretches: list[Hashable] = [
        (said, stretch) for stretch in range(quote.start // _STRETCH, quote.end // _STRETCH + 1)
    ]
    return [*stretches, (said, "placed")], [*stretches, (said, "free")]


def gravity(record: Record) -> tuple[int, int]:
    """Numbers of errors and warnings: the smaller, the better the record."""
    levels = [finding.level for finding in record.findings]
    return levels.count("error"), levels.count("warn")


def _same(kind: Kind, one: Record, other: Record) -> bool:
    """Whether the fields that the kind names agree: quotes by place, parties and weapons by code, the rest by value."""
    roles = roles_of(kind.model)
    for name in kind.model.same_if:
        unsaid = one.data[name] is None and other.data[name] is None
        if (roles.get(name) == "quote" or unsaid) and one.evidence and other.evidence:
            # Two records that both leave a sum or a weapon unsaid are one only where they rest on the same words.
            if _overlap(one.evidence[0], other.evidence[0]) < SAME_WORDS:
                return False
        elif _comparable(one, name, roles.get(name)) != _comparable(other, name, roles.get(name)):
            return False
    return bool(kind.model.same_if)


def _overlap(one: Evidence, other: Evidence) -> float:
    """Shared code points over all code points of the two spans (intersection over union), 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _comparable(record: Record, name: str, role: str | None) -> Any:
    value = record.data[name]
    if isinstance(value, dict):
        return value.get("value") or value.get("text"), value.get("currency")
    if isinstance(value, list):
        return sorted({_comparable_item(item, role) for item in value})
    return value if value is None else _comparable_item(value, role)


def _comparable_item(item: Any, role: str | None) -> str:
    name = str(item)
    if role in ("side", "member", "actor"):
        return actors.resolve(name) or name.casefold()
    return designation_key(name) if role == "designation" else name.casefold()


def _with(record: Record, check: str, level: Level, path: str, message: str) -> Record:
    return replace(record, findings=(*record.findings, finding(check, level, path, message)))
