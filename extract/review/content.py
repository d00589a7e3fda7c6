"""A record's content: what a person judged when he decided, as a value and as a hash.

Takes a record line; gives the parts that a decision is about. Left out is what changes from run to run although the
record says the same: findings, verdict, provenance, ids, and titles of the document.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

PARTS = ("data", "derived", "evidence")
"""The parts of a record line that a person judges."""


def content(record: Mapping[str, Any]) -> dict[str, Any]:
    """Data, derived and evidence of a record line."""
    return {name: record.get(name) for name in PARTS}


def content_hash(record: Mapping[str, Any]) -> str:
    """64 hex digits over kind, sha256 of the document's text, data, derived and evidence.

    Equal whether the line was read with floats or with Decimals, and in whatever order its keys stand. Numbers count
    as the nearest float, so a change in the eighteenth digit is not seen.
    """
    parts = [record["kind"], record["document"].get("sha256"), *content(record).values()]
    return hashlib.sha256(json.dumps(_same(parts), sort_keys=True).encode()).hexdigest()


def _same(value: Any) -> Any:
    """The value with one form for each number: 2, 2.0 and Decimal("2.00") are one."""
    if isinstance(value, Mapping):
        return {str(key): _same(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_same(inner) for inner in value]
    if isinstance(value, (float, Decimal)):
        near = float(value)
        return int(near) if near.is_integer() else near
    if isinstance(value, int) and not isinstance(value, bool):
        near = float(value) if abs(value) < 10**300 else 0.0
        return int(near) if near else value
    return value
