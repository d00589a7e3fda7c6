"""Causes: what two runs themselves say differs behind a record, and nothing that they do not say.

Takes the manifests, failures and record lines; gives `Cause` values. A cause is a fact about the two runs on which the
record depends (its document, question, schema, model, endpoint, settings, code, recordings); that it changed the
record is not proved. Where no such fact differs the cause is "unknown": code changed without its version, say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extract.diff_pairs import DocumentPair, Named, RecordLine
from extract.runs import Run

_WITHOUT_EFFECT = frozenset(
    {"mode", "timeout", "retries", "concurrency", "recordings", "base_url", "model", "endpoint"}
)
"""Settings that change no record, or that are named by causes of their own."""

_ASKED_WITH = frozenset({"model", "endpoint", "prompt", "schema", "setting"})
"""Causes that change every request: beside one of them it says nothing that another request was sent."""


T = TypeVar("T")


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
    """What one run says of itself. failed and states are by document id and kind, setups by sha256 and kind."""

    manifest: Mapping[str, Any]
    failed: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    states: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    setups: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


def facts_of(run: Run) -> Facts:
    """The facts of a run; its ledger of outcomes may be missing."""
    failed = {(line["document"], line.get("kind")): str(line.get("reason")) for line in run.failures()}
    told = run.outcomes() if (run.folder / "outcomes.jsonl").is_file() else ()
    states = {(line["document"], line["kind"]): {"recordings": line.get("recordings")} for line in told}
    return Facts(run.manifest, failed, states, run.setups())


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


@dataclass(frozen=True, slots=True)
class _Side:
    """One run's side of a part: its facts, its document, its record if it has one."""

    facts: Facts
    document: Named | None
    record: RecordLine | None = None

    def kept(self, kind: str) -> Mapping[str, Any] | None:
        """The setup that the run keeps for the part; None for a run that keeps none."""
        return self.facts.setups.get((self.document.sha256, kind)) if self.document else None

    def told(self, kind: str) -> dict[str, Any]:
        """The setup as record and manifest tell it."""
        about = (self.record or {}).get("provenance") or {}
        manifest = self.facts.manifest
        settings, of_kind = manifest.get("settings") or {}, (manifest.get("kinds") or {}).get(kind) or {}
        versions = about.get("versions") or manifest.get("versions") or {}
        version = of_kind.get("prompt_version")
        return {
            "schema": about.get("schema", of_kind.get("schema")),
            "prompt": None if version is None else f"version {version}",
            "model": about.get("model", settings.get("model")),
            "endpoint": about.get("endpoint", settings.get("endpoint")),
            "code": f"extract {versions.get('extract')}",
            "settings": {name: value for name, value in settings.items() if name not in _WITHOUT_EFFECT},
        }


def causes_of_change(a: RecordLine, b: RecordLine, pair: DocumentPair, ours: Facts, theirs: Facts) -> tuple[Cause, ...]:
    """Why a record that stands in both runs is not the same in them."""
    found = [*_document_causes(pair), *_setup_causes(a["kind"], _Side(ours, pair.a, a), _Side(theirs, pair.b, b))]
    if pair.by == "text" and not _ASKED_WITH & {cause.what for cause in found}:
        one, other = a.get("provenance") or {}, b.get("provenance") or {}
        question = [*_differs("question", one.get("prompt"), other.get("prompt"))]
        found += question or _recording_causes(one.get("recordings"), other.get("recordings"), ours, theirs)
    return tuple(found) or UNKNOWN


def causes_of_one(record: RecordLine, pair: DocumentPair, has: Facts, lacks: Facts, new: bool) -> tuple[Cause, ...]:
    """Why a record stands in one run (`has`) and not in the other (`lacks`). new: it is in the second run."""
    there, elsewhere = (pair.b, pair.a) if new else (pair.a, pair.b)
    if elsewhere is None:
        return (_unread(pair, lacks) or Cause("document", *_sides("not there", "there", new)),)
    kind, found = record["kind"], [*_document_causes(pair)]
    place = (elsewhere.id, kind)
    if kind not in (lacks.manifest.get("kinds") or {}):
        return (Cause("kind", *_sides("not asked for", "asked for", new)),)
    if place in lacks.failed:
        return (*found, Cause("failure", *_sides(lacks.failed[place], None, new)))
    if lacks.states and place not in lacks.states:
        return (*found, Cause("not begun", *_sides("not begun", "done", new)))
    sides = _sides(_Side(lacks, elsewhere), _Side(has, there), new)
    found += _setup_causes(kind, *sides)
    if pair.by == "text" and not _ASKED_WITH & {cause.what for cause in found}:
        found += _question_causes(record, lacks.states.get(place), new)
    return tuple(found) or UNKNOWN


def _setup_causes(kind: str, before: _Side, after: _Side) -> Iterator[Cause]:
    """What the part was asked with: as both runs keep it, else as both manifests tell it."""
    ours, theirs = before.kept(kind), after.kept(kind)
    if ours is None or theirs is None:
        ours, theirs = before.told(kind), after.told(kind)
    for name in ("model", "endpoint", "prompt", "schema"):
        yield from _differs(name, ours.get(name), theirs.get(name))
    if ours.get("schema") == theirs.get("schema"):  # the words and rules in its file beside the fields
        yield from _differs("schema", ours.get("schema_file"), theirs.get("schema_file"))
    yield from _differs("code", ours.get("code"), theirs.get("code"))
    settings = ours.get("settings") or {}, theirs.get("settings") or {}
    for name in sorted(settings[0].keys() | settings[1].keys()):
        for cause in _differs("setting", settings[0].get(name), settings[1].get(name)):
            yield Cause("setting", f"{name} {cause.before}", f"{name} {cause.after}")


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


def _sides(lacking: T, having: T, new: bool) -> tuple[T, T]:
    """Before and after: the run that lacks the record is the first one if the record is new."""
    return (lacking, having) if new else (having, lacking)
