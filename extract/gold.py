"""Gold: what a careful reader finds in documents, read from files of either form.

Takes a file or a folder of JSON files; gives a `Gold`. Known are two forms: one file for each document
({"document": name, "sha256": ..., "entity_aliases": ..., "records": [...], "not_coded": [...]}), and one file for
all ({"documents": {name: {"meta": {...}, "records": [...], "not_coded": [...]}}}). Records marked
"reviewed": false have not been confirmed by a person: they are counted in `unreviewed` and neither wanted nor held
against a run. Raises UsageError, naming the file and what is missing in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from extract.errors import UsageError


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One record that the document gives.

    required  False: defensible, but neither missed nor found does it count
    evidence  the document's own words
    fields    the right values, by field name
    accept    other values that are right too, by field name: see `extract.alike`
    reviewed  False: proposed by a run and not yet confirmed; taken for not required
    """

    id: str
    kind: str
    required: bool
    evidence: tuple[str, ...]
    fields: Mapping[str, Any]
    accept: Mapping[str, Any]
    reviewed: bool = True

    @property
    def counts(self) -> bool:
        """Whether it is wanted: missing it is a miss, finding it a hit."""
        return self.required and self.reviewed

    @property
    def may_split(self) -> bool:
        """Whether several records instead of this one are right too."""
        return any(name.startswith("split_") and value is True for name, value in self.accept.items())


@dataclass(frozen=True, slots=True)
class Trap:
    """A passage that looks like a record of the kind and is none (`not_coded`)."""

    kind: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """All that one document gives. `aliases`: what a name stands for in this document, one or more names or codes."""

    name: str
    sha256: str | None
    aliases: Mapping[str, tuple[str, ...]]
    records: tuple[GoldRecord, ...]
    traps: tuple[Trap, ...]
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Gold:
    """Documents that a person has read. `unreviewed`: records not yet confirmed, and `unread`: documents without any
    confirmed record, by name; those are left out of `documents`.
    """

    documents: tuple[GoldDocument, ...]
    unreviewed: int = 0
    unread: tuple[str, ...] = ()
    _by_key: Mapping[str, GoldDocument] = field(default_factory=dict, repr=False, compare=False)

    def find(self, document: Mapping[str, Any]) -> GoldDocument | None:
        """The gold of a record's `document`: by sha256 of the text, else by file name; None where there is none."""
        names = [*document.get("sources", ()), document.get("id", "")]
        keys = [document.get("sha256"), *(PurePath(name).name for name in names)]
        return next((self._by_key[key] for key in keys if key and key in self._by_key), None)


def gold_of(documents: Iterable[GoldDocument]) -> Gold:
    """Documents as one gold: those that nobody has read are set aside and named."""
    every = list(documents)
    read = [one for one in every if one.reviewed or any(record.reviewed for record in one.records)]
    unreviewed = sum(not record.reviewed for one in every for record in one.records)
    unread = tuple(one.name for one in every if one not in read)
    texts: dict[str, set[str]] = {}
    for one in every:
        for name in (one.name, PurePath(one.name).stem):
            texts.setdefault(name, set()).update([one.sha256] if one.sha256 else [])
    by_key: dict[str, GoldDocument] = {}
    for one in read:
        # A name that several texts bear, read or not, says nothing of one whose hash is known.
        names = (name for name in (one.name, PurePath(one.name).stem) if not one.sha256 or len(texts[name]) < 2)
        for key in (one.sha256, *names):
            if key:
                by_key.setdefault(key, one)
    return Gold(tuple(read), unreviewed, unread, by_key)


def read_gold(path: Path) -> Gold:
    """The gold in a file, or in all `.json` files of a folder by name. Raises UsageError."""
    return gold_of(read_documents(path))


def read_documents(path: Path) -> list[GoldDocument]:
    """The documents in a file or folder, read by a person or not. Raises UsageError."""
    return [document for file in gold_files(path) for document in _documents(file, read_json(file))]


def gold_files(path: Path) -> list[Path]:
    """The `.json` files of a folder by name, or the file itself. Raises UsageError for a folder without any."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise UsageError(f"{path}: no .json files here; name a folder of gold files or one file")
    return files


def read_json(path: Path) -> Any:
    """A JSON file's value. Raises UsageError, naming the file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as JSON ({error}); mend the file or name another") from error


def _documents(path: Path, data: Any) -> Iterator[GoldDocument]:
    if isinstance(data, dict) and isinstance(data.get("documents"), dict):
        for name, part in data["documents"].items():
            meta = part.get("meta", {})
            yield _document(path, name, {**part, **meta})
    elif isinstance(data, dict) and "document" in data:
        yield _document(path, data["document"], data)
    else:
        raise UsageError(f'{path}: no gold; a gold file has "document" or "documents" at its top')


def _document(path: Path, name: str, data: Mapping[str, Any]) -> GoldDocument:
    try:
        aliases = {
            alias: tuple(meant) if isinstance(meant, list) else (str(meant),)
            for alias, meant in data.get("entity_aliases", {}).items()
        }
        traps = tuple(Trap(one["kind"], one["evidence"], one.get("reason", "")) for one in data.get("not_coded", ()))
        records = tuple(_record(one) for one in data["records"])
        return GoldDocument(name, data.get("sha256"), aliases, records, traps, data.get("reviewed", True) is not False)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: document {name!r}: {error!r} in its gold; see docs/accuracy.md for the form"
        ) from error


def _record(data: Mapping[str, Any]) -> GoldRecord:
    return GoldRecord(
        id=data["id"],
        kind=data["kind"],
        required=data.get("required", True) is not False,
        evidence=tuple(data["evidence"]),
        fields=data["fields"],
        accept=data.get("accept") or {},
        reviewed=data.get("reviewed", True) is not False,
    )
