"""Gold out of a review: what a person accepted, corrected and rejected, as `extract score --gold` reads it.

Takes reviewed records; gives a gold file for each document on which something was decided. Accepted and corrected
records are confirmed by whoever decided; those not decided yet stand beside them unreviewed, which scoring neither
wants nor holds against a run. A rejected one becomes a passage that is no such record (`not_coded`), unless a kept
record of its kind rests on the same words: then the passage is one.

A review sees what the run found and not what it missed: recall against this gold is of what the run could find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from extract.coded import document_name
from extract.fields import fields_with
from extract.gold_edit import GoldFile
from extract.kinds import Kind
from extract.overlap import overlap
from extract.review.lay import Reviewed


def gold_of_review(reviewed: Iterable[Reviewed], kinds: Mapping[str, Kind]) -> dict[str, GoldFile]:
    """Gold files by the name of the file to write, without suffix. Kinds not given are left out."""
    grouped: dict[str, list[Reviewed]] = {}
    for one in reviewed:
        if one.record["kind"] in kinds:
            grouped.setdefault(_key(one.record["document"]), []).append(one)
    files: dict[str, GoldFile] = {}
    for key, some in grouped.items():
        if any(one.is_decided for one in some):
            name = document_name(some[0].record["document"]) or "document"
            files[f"{name}-{key[:8]}" if name in files else name] = _file(some, kinds)
    return files


def _key(document: Mapping[str, Any]) -> str:
    return str(document.get("sha256") or document["id"])


def _file(some: list[Reviewed], kinds: Mapping[str, Kind]) -> GoldFile:
    document = some[0].record["document"]
    source = PurePath((document.get("sources") or [document["id"]])[0]).name
    kept = [one for one in some if one.is_decided and one.kept]
    rejected = [one for one in some if one.state == "rejected" and not _rests_on(one, kept)]
    waiting = [one for one in some if not one.is_decided and one.kept]
    return {
        "document": source,
        "sha256": document.get("sha256"),
        "reviewed": all(one.is_decided for one in some),
        "entity_aliases": {},
        "records": [_record(one, kinds[one.record["kind"]]) for one in (*kept, *waiting)],
        "not_coded": [_trap(one) for one in rejected],
    }


def _quotes(one: Reviewed) -> list[str]:
    return [quote["exact"] for quote in one.record.get("evidence", ())]


def _rests_on(one: Reviewed, kept: Iterable[Reviewed]) -> bool:
    """Whether a kept record of the same kind rests on the same words; also true of a record without any."""
    alike = (other for other in kept if other.record["kind"] == one.record["kind"])
    return not _quotes(one) or any(overlap(_quotes(one), _quotes(other)) for other in alike)


def _record(one: Reviewed, kind: Kind) -> dict[str, Any]:
    record, decision = one.record, one.decision if one.is_decided else None
    quotes = {name for name in fields_with(kind.model, "quote") if isinstance(record["data"].get(name), list)}
    mark = {"reviewed": decision is not None}
    if decision is not None:
        mark |= {"reviewed_by": decision.by, "reviewed_on": decision.at[:10]}  # type: ignore[dict-item]
    return {
        "id": record["id"],
        "kind": record["kind"],
        "required": True,
        **mark,
        "evidence": _quotes(one),
        "fields": {name: value for name, value in record["data"].items() if name not in quotes},
        "accept": {},
        "flags": [f"review: {one.state}"],
        "note": decision.why if decision else "",
    }


def _trap(one: Reviewed) -> dict[str, Any]:
    assert one.decision is not None
    return {
        "kind": one.record["kind"],
        "evidence": " ".join(_quotes(one)),
        "reason": one.decision.why,
        "reviewed_by": one.decision.by,
        "reviewed_on": one.decision.at[:10],
    }
