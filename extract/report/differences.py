"""Differences: what changed from another run to this one, as a section of the report.

Takes the JSON of a diff (contract `extract-diff/1`: `extract.diff.as_json(compare(other, this))`); gives what the
template shows, every string visible. Knows the JSON and nothing of how runs are compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.report.spans import visible

_LONGEST = 160
"""Code points of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change inside a record: where, and what stood there before and after."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that appeared, vanished or changed. id: in this run, None where it has it no more."""

    id: str | None
    kind: str
    document: str
    verdict: str
    before: str
    words: str
    lines: tuple[Line, ...]
    causes: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What the section shows. before: the other run's folder."""

    before: str
    counts: tuple[tuple[str, int], ...]
    runs: tuple[Line, ...]
    documents: tuple[str, ...]
    changed: tuple[Changed, ...]
    appeared: tuple[Changed, ...]
    vanished: tuple[Changed, ...]


def differences(diff: Mapping[str, Any]) -> Differences:
    """The section from a diff's JSON, whose first run is the other one and whose second is this one."""
    counts = diff["counts"]
    names = ("same", "changed", "appeared", "vanished")
    return Differences(
        before=visible(diff["a"]),
        counts=tuple((name, int(counts[name])) for name in names),
        runs=tuple(Line(visible(one["what"]), _value(one["before"]), _value(one["after"])) for one in diff["runs"]),
        documents=tuple(_documents(diff["documents"])),
        changed=tuple(_changed(one) for one in diff["changed"]),
        appeared=tuple(_alone(one, here=True) for one in diff["appeared"]),
        vanished=tuple(_alone(one, here=False) for one in diff["vanished"]),
    )


def _documents(changes: list[Mapping[str, Any]]) -> Iterator[str]:
    words = {"new": "new", "gone": "gone", "text": "has another text", "about": "has other names or dates"}
    for one in changes:
        yield f"{visible(one['after'] or one['before'])}: {words.get(one['state'], visible(one['state']))}"


def _changed(one: Mapping[str, Any]) -> Changed:
    fields = [Line(f"{f['part']} {visible(f['path'])}", _value(f["before"]), _value(f["after"])) for f in one["fields"]]
    findings = [
        Line(f"finding {visible(f['check'])} {visible(f['path'])}".rstrip(), _value(f["before"]), _value(f["after"]))
        for f in one["findings"]
    ]
    verdict = one["verdict"] or {}
    return Changed(
        id=str(one["id"]["after"]),
        kind=one["kind"],
        document=visible(one["document"]),
        verdict=visible(verdict.get("after", "")),
        before=visible(verdict.get("before", "")),
        words=visible(one["words"]),
        lines=(*fields, *findings),
        causes=_causes(one["causes"]),
    )


def _alone(one: Mapping[str, Any], *, here: bool) -> Changed:
    return Changed(
        id=str(one["id"]) if here else None,
        kind=one["kind"],
        document=visible(one["document"]),
        verdict=visible(one["verdict"]),
        before="",
        words=visible(one["words"]),
        lines=(),
        causes=_causes(one["causes"]),
    )


def _causes(causes: list[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(visible(one["what"]) for one in causes))


def _value(value: Any) -> str:
    """A value in words: nothing for null, JSON for what has parts."""
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
