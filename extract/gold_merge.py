"""Two coders' gold as one, and what they disagree on, field by field.

Takes two folders of gold files, or two files; gives merged files and a `Disagreement` for each difference. A value
that the other coder's accept list takes is no difference. Where they differ, the merged record has the first coder's
value and is unreviewed until a person has decided; so is a record that only one of them has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from extract.alike import Comparer
from extract.coded import Coded, Source, comparer_for, known_as, pair, read_source, together
from extract.gold import gold_files
from extract.gold_edit import GoldFile, read_file
from extract.kinds import Kind

RECORD = "(record)"
"""What stands in place of a field where only one coder has the record."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """first, second: the coders' values; None where one has no such record, and then field is `RECORD`."""

    document: str
    kind: str
    record: str
    field: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """files: by document's name. agreed: records on which nothing differs."""

    files: Mapping[str, GoldFile]
    disagreements: tuple[Disagreement, ...]
    agreed: int


def merge(first: Path, second: Path, kinds: Mapping[str, Kind]) -> Merged:
    """The two as one, over all documents that either has. Raises UsageError for files that are no gold."""
    sources = together([read_source(first, kinds), read_source(second, kinds)])
    raw = [_files(path, source) for path, source in zip((first, second), sources, strict=True)]
    files: dict[str, GoldFile] = {}
    found: list[Disagreement] = []
    for name in sorted(raw[0].keys() | raw[1].keys()):
        one, other = (files_.get(name, {"records": [], "not_coded": [], "entity_aliases": {}}) for files_ in raw)
        records: list[dict[str, Any]] = []
        for kind in kinds.values():
            comparer = comparer_for(kind, name, sources)
            sides = [list(source.at(name, kind.name)) for source in sources]
            own = [{record["id"]: record for record in file["records"]} for file in (one, other)]
            for left, right in _paired(comparer, *sides):
                differ = tuple(_differences(comparer, name, left, right))
                found += differ
                records.append(
                    _record(own[0].get(left.id) if left else None, own[1].get(right.id) if right else None, differ)
                )
        files[name] = _file(one, other, records)
    agreed = sum(not record.get("disagreements") for file in files.values() for record in file["records"])
    return Merged(files, tuple(found), agreed)


def _files(path: Path, source: Source) -> dict[str, GoldFile]:
    """The gold files by their documents' names in the source. Raises UsageError."""
    files = [read_file(file) for file in gold_files(path)]
    names = [known_as(PurePath(file["document"]).stem, file.get("sha256"), source.documents) for file in files]
    return dict(zip(names, files, strict=True))


def _paired(comparer: Comparer, ours: list[Coded], theirs: list[Coded]) -> Iterator[tuple[Coded | None, Coded | None]]:
    pairs = dict(pair(comparer, ours, theirs))
    yield from ((one, theirs[pairs[place]] if place in pairs else None) for place, one in enumerate(ours))
    yield from ((None, other) for place, other in enumerate(theirs) if place not in pairs.values())


def _differences(comparer: Comparer, document: str, left: Coded | None, right: Coded | None) -> Iterator[Disagreement]:
    here = left or right
    assert here is not None
    if left is None or right is None:
        ours, theirs = (list(one.evidence) if one else None for one in (left, right))
        yield Disagreement(document, here.kind, here.id, RECORD, ours, theirs)
        return
    for name in [*left.fields, *(name for name in right.fields if name not in left.fields)]:
        if name not in comparer.model.model_fields or comparer.form(name) == "evidence":
            continue
        ours, theirs = left.fields.get(name), right.fields.get(name)
        verdicts = (comparer.right(name, left.gold, theirs), comparer.right(name, right.gold, ours))
        if False in verdicts and True not in verdicts:
            yield Disagreement(document, left.kind, left.id, name, ours, theirs)


def _record(left: Any, right: Any, differ: tuple[Disagreement, ...]) -> dict[str, Any]:
    """The merged record: the first coder's where there is one, its accept list with the second's added."""
    merged = dict(left or right)
    if left and right:
        merged["accept"] = {**(right.get("accept") or {}), **(left.get("accept") or {})}
        merged["required"] = bool(left.get("required", True) and right.get("required", True))
    reviewed = all(one.get("reviewed", True) is not False for one in (left, right) if one)
    if differ:
        merged["disagreements"] = [{"field": one.field, "first": one.first, "second": one.second} for one in differ]
    return {**merged, "reviewed": reviewed and not differ}


def _file(one: GoldFile, other: GoldFile, records: list[dict[str, Any]]) -> GoldFile:
    taken: set[str] = set()
    for record in records:  # both coders may have numbered their records from 1
        while record["id"] in taken:
            record["id"] += "'"
        taken.add(record["id"])
    traps = [*one["not_coded"], *(trap for trap in other["not_coded"] if trap not in one["not_coded"])]
    aliases = {**other.get("entity_aliases", {}), **one.get("entity_aliases", {})}
    return {**other, **one, "entity_aliases": aliases, "records": records, "not_coded": traps}
