"""Coded: records of whatever coder, model or run, in one form, and which of them are the same.

Takes a run folder, a records.jsonl, a gold file or a folder of gold files; gives `Coded` records by document and
kind. `pair` and `align` find the same records in two or more sources: first by evidence and key as scoring does, then
what is left by evidence alone, so that two coders who disagree on the key are seen to disagree.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from extract.alike import Comparer
from extract.errors import UsageError
from extract.gold import GoldRecord, read_documents
from extract.kinds import Kind
from extract.matching import match, match_by_evidence, quotes
from extract.naming import Names
from extract.store import FILES, read_records

Place = tuple[str, str]
"""A document's name (`own_names`), and a kind."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One record. evidence: the document's words; fields by the schema's names; accept as in gold."""

    id: str
    kind: str
    evidence: tuple[str, ...]
    fields: Mapping[str, Any]
    accept: Mapping[str, Any] = field(default_factory=dict)

    @property
    def line(self) -> dict[str, Any]:
        """As a record line of a run."""
        evidence = [{"exact": quote} for quote in self.evidence]
        return {"id": self.id, "kind": self.kind, "data": self.fields, "evidence": evidence}

    @property
    def gold(self) -> GoldRecord:
        """As a gold record that counts."""
        return GoldRecord(self.id, self.kind, True, self.evidence, self.fields, self.accept)


@dataclass(frozen=True, slots=True)
class Source:
    """All records of one coder, model or run.

    documents  by name, the hash of the text where it is known
    aliases    by document's name, what names stand for there
    """

    name: str
    records: Mapping[Place, tuple[Coded, ...]]
    documents: Mapping[str, str | None]
    aliases: Mapping[str, Mapping[str, tuple[str, ...]]]

    def at(self, document: str, kind: str) -> tuple[Coded, ...]:
        """The records of one document and kind."""
        return self.records.get((document, kind), ())


def read_source(path: Path, kinds: Mapping[str, Kind]) -> Source:
    """A run (its rejected records left out) or gold (unreviewed too). Raises UsageError."""
    if not path.exists():
        raise UsageError(f"{path}: not there; give a run folder, a records.jsonl, a gold file or a folder of them")
    if path.suffix == ".jsonl" or (path / FILES[0]).exists():
        return _of_run(path, kinds)
    return _of_gold(path, kinds)


def _of_run(path: Path, kinds: Mapping[str, Kind]) -> Source:
    grouped: dict[Place, list[Coded]] = {}
    lines = read_records(path)
    texts = [(document_name(one["document"]), one["document"].get("sha256")) for one in lines]
    names = own_names(texts)
    for name, record in zip(names, lines, strict=True):
        if record["kind"] in kinds and record["verdict"] != "rejected":
            words = quotes(record, kinds[record["kind"]].model)
            coded = Coded(record["id"], record["kind"], words, record["data"])
            grouped.setdefault((name, record["kind"]), []).append(coded)
    documents = {name: sha256 for name, (_, sha256) in zip(names, texts, strict=True)}
    return Source(str(path), {place: tuple(some) for place, some in grouped.items()}, documents, {})


def _of_gold(path: Path, kinds: Mapping[str, Kind]) -> Source:
    grouped: dict[Place, list[Coded]] = {}
    documents = read_documents(path)
    names = own_names([(PurePath(document.name).stem, document.sha256) for document in documents])
    for name, document in zip(names, documents, strict=True):
        for one in document.records:
            if one.kind in kinds:
                own = Comparer(kinds[one.kind].model).own_name
                fields = {own(name) or name: value for name, value in one.fields.items()}
                coded = Coded(one.id, one.kind, one.evidence, fields, one.accept)
                grouped.setdefault((name, one.kind), []).append(coded)
    texts = {name: document.sha256 for name, document in zip(names, documents, strict=True)}
    aliases = {name: document.aliases for name, document in zip(names, documents, strict=True)}
    return Source(str(path), {place: tuple(some) for place, some in grouped.items()}, texts, aliases)


def own_names(texts: Sequence[tuple[str, str | None]]) -> list[str]:
    """For each document, given by its file's name without suffix and the hash of its text, a name of its own: with
    the first digits of the hash where files of one name hold different texts.
    """
    known: dict[str, set[str]] = {}
    for name, sha256 in texts:
        known.setdefault(name, set()).update([sha256] if sha256 else [])
    return [_hashed(name, sha256) if sha256 and len(known[name]) > 1 else name for name, sha256 in texts]


def known_as(name: str, sha256: str | None, names: Container[str]) -> str:
    """The name of a document, given by its file's name without suffix, among names some of which have a hash."""
    return _hashed(name, sha256) if sha256 and _hashed(name, sha256) in names else name


def _hashed(name: str, sha256: str) -> str:
    return f"{name}-{sha256[:8]}"


def together(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources with one name for each document, also where only some of them hold others of its file's name."""
    every = frozenset(name for source in sources for name in source.documents)
    return tuple(_renamed(source, every) for source in sources)


def _renamed(source: Source, every: frozenset[str]) -> Source:
    new = {name: known_as(name, sha256, every) for name, sha256 in source.documents.items()}
    return Source(
        source.name,
        {(new[name], kind): some for (name, kind), some in source.records.items()},
        {new[name]: sha256 for name, sha256 in source.documents.items()},
        {new[name]: meant for name, meant in source.aliases.items()},
    )


def document_name(document: Mapping[str, Any]) -> str:
    """A record's document by its file's name without suffix, else by its id."""
    sources = document.get("sources") or [document["id"]]
    return PurePath(sources[0]).stem


def comparer_for(kind: Kind, document: str, sources: Iterable[Source]) -> Comparer:
    """Compares with all aliases that any source gives for the document."""
    merged = {alias: meant for source in sources for alias, meant in source.aliases.get(document, {}).items()}
    return Comparer(kind.model, Names(merged))


def pair(comparer: Comparer, left: Sequence[Coded], right: Sequence[Coded]) -> tuple[tuple[int, int], ...]:
    """Places of the same records in two lists, in order of the left one."""
    sure = match(comparer, [one.line for one in left], [one.gold for one in right]).pairs
    ours = [place for place in range(len(left)) if place not in {one for one, _ in sure}]
    theirs = [place for place in range(len(right)) if place not in {other for _, other in sure}]
    rest = match_by_evidence(comparer, [left[one].line for one in ours], [right[one].gold for one in theirs]).pairs
    return tuple(sorted([*sure, *((ours[one], theirs[other]) for one, other in rest)]))


def align(comparer: Comparer, sources: Sequence[Sequence[Coded]]) -> list[tuple[Coded | None, ...]]:
    """Units: for each record the same one of every source, None where a source has none. The sources in their order;
    each is paired with the first member of each unit so far.
    """
    units: list[list[Coded | None]] = []
    for number, records in enumerate(sources):
        firsts = [next(one for one in unit if one is not None) for unit in units]
        found = {place: unit for unit, place in pair(comparer, firsts, records)}
        for unit in units:
            unit.append(None)
        for place, record in enumerate(records):
            if place in found:
                units[found[place]][number] = record
            else:
                units.append([*([None] * number), record])
    return [tuple(unit) for unit in units]
