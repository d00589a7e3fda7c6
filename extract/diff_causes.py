"""Causes: what two runs themselves say differs behind a record, and nothing that they do not say.

Takes the manifests, failures and record lines; gives `Cause` values. A cause is a fact about the two runs on which the
record depends (its document, question, schema, model, endpoint, settings, code, recordings); that it changed the
record is not proved. Where no such fact differs the cause is "unknown": code changed without its version, say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.diff_pairs import DocumentPair, RecordLine
from extract.runs import Run

_WITHOUT_EFFECT = frozenset(
    {"mode", "timeout", "retries", "concurrency", "recordings", "base_url", "model", "endpoint"}
)
"""Settings that change no record, or that are named by causes of their own."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One fact that differs. what: document, kind, failure, not begun, question, prompt, schema, model, endpoint,
    setting, code, recordings, or unknown.
    """

    what: str
    before: Any = None
    after: Any = None


UNKNOWN = (Cause("unknown"),)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one run says of itself. failed and states are by document id and kind."""

    manifest: Mapping[str, Any]
    failed: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    states: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


def facts_of(run: Run) -> Facts:
    """The facts of a run; its ledger of outcomes may be missing."""
    failed = {(line["document"], line.get("kind")): str(line.get("reason")) for line in run.failures()}
    states = {(line["document"], line["kind"]): line for line in run.manifest.get("outcomes", ())}
    return Facts(run.manifest, failed, states)


def manifest_differences(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[Cause, ...]:
    """Settings, versions and kinds that the two manifests give differently, each by its path."""
    ours, theirs = (dict(_parts(one)) for one in (a, b))
    paths = [*ours, *(path for path in theirs if path not in ours)]
    return tuple(Cause(path, ours.get(path), theirs.get(path)) for path in paths if ours.get(path) != theirs.get(path))


def _parts(manifest: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in ("settings", "versions"):
        for name, value in (manifest.get(part) or {}).items():
            yield f"{part}.{name}", value
    for kind, about in (manifest.get("kinds") or {}).items():
        for name, value in about.items():
            yield f"kinds.{kind}.{name}", value
    yield "complete", manifest.get("complete")


def causes_of_change(a: RecordLine, b: RecordLine, pair: DocumentPair, ours: Facts, theirs: Facts) -> tuple[Cause, ...]:
    """Why a record that stands in both runs is not the same in them."""
    found = [*_document_causes(pair)]
    same_text = pair.by == "text"
    one, other = a.get("provenance") or {}, b.get("provenance") or {}
    for name in ("model", "endpoint", "schema"):
        found += _differs(name, one.get(name), other.get(name))
    found += _prompt_causes(a["kind"], ours, theirs)
    if same_text and not any(cause.what == "prompt" for cause in found):
        found += _differs("prompt", one.get("prompt"), other.get("prompt"))
    versions = one.get("versions") or {}, other.get("versions") or {}
    for name in sorted(versions[0].keys() | versions[1].keys()):
        found += (_code(name, cause) for cause in _differs("code", versions[0].get(name), versions[1].get(name)))
    found += _setting_causes(ours, theirs)
    asked_alike = same_text and not {"model", "endpoint", "prompt"} & {cause.what for cause in found}
    if asked_alike:
        found += _recording_causes(one.get("recordings"), other.get("recordings"), ours, theirs)
    return tuple(found) or UNKNOWN


def causes_of_one(record: RecordLine, pair: DocumentPair, has: Facts, lacks: Facts, new: bool) -> tuple[Cause, ...]:
    """Why a record stands in one run (`has`) and not in the other (`lacks`). new: it is in the second run."""
    if (pair.a is None) if new else (pair.b is None):
        return (_unread(pair, lacks) or Cause("document", *_sides("not there", "there", new)),)
    before, after = (lacks, has) if new else (has, lacks)
    kind, found = record["kind"], [*_document_causes(pair)]
    elsewhere = pair.a if new else pair.b
    place = (elsewhere.id if elsewhere else "", kind)
    if kind not in (lacks.manifest.get("kinds") or {}):
        return (Cause("kind", *_sides("not asked for", "asked for", new)),)
    if place in lacks.failed:
        return (*found, Cause("failure", *_sides(lacks.failed[place], None, new)))
    if lacks.states and place not in lacks.states:
        return (*found, Cause("not begun", *_sides("not begun", "done", new)))
    for name in ("model", "endpoint"):
        values = [(side.manifest.get("settings") or {}).get(name) for side in (before, after)]
        found += _differs(name, *values)
    schemas = [((side.manifest.get("kinds") or {}).get(kind) or {}).get("schema") for side in (before, after)]
    found += _differs("schema", *schemas)
    found += _prompt_causes(kind, before, after)
    versions = [(side.manifest.get("versions") or {}).get("extract") for side in (before, after)]
    found += (_code("extract", cause) for cause in _differs("code", *versions))
    found += _setting_causes(before, after)
    if pair.by == "text" and not {"model", "endpoint", "prompt", "schema", "setting"} & {one.what for one in found}:
        found += _question_causes(record, lacks.states.get(place), new)
    return tuple(found) or UNKNOWN


def _document_causes(pair: DocumentPair) -> Iterator[Cause]:
    if pair.a is None or pair.b is None:
        return
    yield from _differs("document", pair.a.sha256, pair.b.sha256)
    for name in ("title", "published", "source"):
        for cause in _differs("document", getattr(pair.a, name), getattr(pair.b, name)):
            yield Cause("document", f"{name} {cause.before}", f"{name} {cause.after}")


def _unread(pair: DocumentPair, lacks: Facts) -> Cause | None:
    """The failure by which the other run could not read a document that it does not have."""
    there = pair.a or pair.b
    reason = next((lacks.failed[name, None] for name in _names(there) if (name, None) in lacks.failed), None)
    return Cause("failure", *_sides(reason, None, pair.a is None)) if reason else None


def _names(document: Any) -> tuple[str, ...]:
    return (document.id, *document.sources)


def _prompt_causes(kind: str, before: Facts, after: Facts) -> Iterator[Cause]:
    versions = [((side.manifest.get("kinds") or {}).get(kind) or {}).get("prompt_version") for side in (before, after)]
    for cause in _differs("prompt", *versions):
        yield Cause("prompt", f"version {cause.before}", f"version {cause.after}")


def _setting_causes(before: Facts, after: Facts) -> Iterator[Cause]:
    ours, theirs = (side.manifest.get("settings") or {} for side in (before, after))
    for name in sorted((ours.keys() | theirs.keys()) - _WITHOUT_EFFECT):
        if ours.get(name) != theirs.get(name):
            yield Cause("setting", f"{name} {ours.get(name)}", f"{name} {theirs.get(name)}")


def _recording_causes(ours: Any, theirs: Any, before: Facts, after: Facts) -> Iterator[Cause]:
    """Other requests were answered, or the same ones out of another folder of recordings."""
    if ours != theirs:
        yield Cause("recordings", ours, theirs)
    else:
        folders = [(side.manifest.get("settings") or {}).get("recordings") for side in (before, after)]
        yield from _differs("recordings", *folders)


def _question_causes(record: RecordLine, state: Mapping[str, Any] | None, new: bool) -> Iterator[Cause]:
    """The question behind the record was not put in the other run: another candidate, or none."""
    asked = (record.get("provenance") or {}).get("recordings") or ()
    if state is not None and asked and not set(asked) & set(state.get("recordings") or ()):
        yield Cause("question", *_sides("not asked", "asked", new))


def _differs(what: str, before: Any, after: Any) -> Iterator[Cause]:
    if before != after:
        yield Cause(what, before, after)


def _code(name: str, cause: Cause) -> Cause:
    return Cause("code", f"{name} {cause.before}", f"{name} {cause.after}")


def _sides(lacking: Any, having: Any, new: bool) -> tuple[Any, Any]:
    """Before and after: the run that lacks the record is the first one if the record is new."""
    return (lacking, having) if new else (having, lacking)
