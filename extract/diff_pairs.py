"""Pairing for a diff: the documents of two runs beside each other, and the records of one document.

Takes two opened runs; gives pairs. Records wait in a database without a name on the disk, which goes away with the
connection, so that runs of any size are compared one document at a time.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from extract.errors import UsageError
from extract.matching import assign
from extract.overlap import overlap, words
from extract.runs import DATABASE, Run

RecordLine = Mapping[str, Any]
SameBy = Literal["text", "id", "file", "source"]
"""By what two documents are one: the sha256 of the text, the id, a file name, or the front matter's source."""

LEAST_SAME = 0.5
"""Share of equal fields by which two records are one where evidence cannot say."""
_SCALE = 1_000_000
_NEEDED = {"id", "kind", "verdict", "document", "data"}


@dataclass(frozen=True, slots=True)
class Named:
    """A document without its text."""

    id: str
    sha256: str
    title: str | None = None
    published: str | None = None
    source: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A document in both runs, or in one of them (the other is None)."""

    a: Named | None
    b: Named | None
    by: SameBy | None = None


@dataclass(frozen=True, slots=True)
class RecordPair:
    """A record in both runs, or in one of them. by: "id", or "content" where evidence and fields said so."""

    a: RecordLine | None
    b: RecordLine | None
    by: Literal["id", "content"] | None = None


class Spool:
    """The records of two runs, put down by document. `side` is 0 for the first run, 1 for the second."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        base.execute("CREATE TABLE records (side INTEGER, sha256 TEXT, line BLOB)")

    def fill(self, side: int, run: Run, seen: dict[str, Named]) -> int:
        """Take in a run's records; documents not yet in `seen` are added to it. Gives the number of records.

        Raises UsageError for a line that is no record.
        """
        before = self._base.total_changes

        def rows() -> Iterator[tuple[int, str, bytes]]:
            for number, record in enumerate(run.records(), start=1):
                if not isinstance(record, dict) or not record.keys() >= _NEEDED:
                    what = f"lacks one of {', '.join(sorted(_NEEDED))}"
                    raise UsageError(
                        f"{run.folder}, record {number}: {what}; see `extract validate` for the whole file"
                    )
                named = _named(record["document"])
                seen.setdefault(named.sha256, named)
                yield side, named.sha256, zlib.compress(json.dumps(record).encode(), 1)

        self._base.executemany("INSERT INTO records VALUES (?, ?, ?)", rows())
        return self._base.total_changes - before

    def index(self) -> None:
        """To be called once both runs are in."""
        self._base.execute("CREATE INDEX by_document ON records (side, sha256)")

    def records(self, side: int, document: Named | None) -> list[RecordLine]:
        """A document's records in the order of the run."""
        found = self._base.execute(
            "SELECT line FROM records WHERE side = ? AND sha256 = ? ORDER BY rowid",
            (side, document and document.sha256),
        )
        return [json.loads(zlib.decompress(line)) for (line,) in found]


@contextmanager
def spooled() -> Iterator[Spool]:
    """An empty spool on the disk."""
    with closing(sqlite3.connect("")) as base:
        yield Spool(base)


def documents_of(run: Run) -> dict[str, Named]:
    """The run's documents by sha256, without texts; empty for a run that kept none."""
    if not (run.folder / DATABASE).is_file():
        return {}
    return {
        one.sha256: Named(one.id, one.sha256, one.title, one.published, one.source, one.sources)
        for one in run.documents()
    }


def pair_documents(a: Mapping[str, Named], b: Mapping[str, Named]) -> list[DocumentPair]:
    """The documents of both runs, by id: paired by text; what is left by id, file name or source if that is clear."""
    pairs = [DocumentPair(a[sha], b[sha], "text") for sha in a.keys() & b.keys()]
    left = {sha: one for sha, one in a.items() if sha not in b}
    right = {sha: one for sha, one in b.items() if sha not in a}
    by: SameBy
    for by in ("id", "file", "source"):
        ours, theirs = _by_name(left.values(), by), _by_name(right.values(), by)
        for name in sorted(ours.keys() & theirs.keys()):
            one, other = ours[name], theirs[name]
            if one.sha256 in left and other.sha256 in right:
                pairs.append(DocumentPair(left.pop(one.sha256), right.pop(other.sha256), by))
    pairs += [DocumentPair(one, None) for one in left.values()]
    pairs += [DocumentPair(None, one) for one in right.values()]
    return sorted(pairs, key=lambda pair: _order(pair.b or pair.a))


def pair_records(a: Sequence[RecordLine], b: Sequence[RecordLine]) -> list[RecordPair]:
    """One document's records: paired by id, then within a kind by content; those of one run alone stand last.

    Content: equal evidence and data first; then of all ways to pair the one with the greatest sum of evidence overlaps.
    """
    pairs = _joined(a, b, lambda record: record["id"], "id")
    left = [pair.a for pair in pairs if pair.a and not pair.b]
    right = [pair.b for pair in pairs if pair.b and not pair.a]
    pairs = [pair for pair in pairs if pair.a and pair.b]
    for kind in sorted({str(record["kind"]) for record in (*left, *right)}):
        ours, theirs = ([one for one in some if one["kind"] == kind] for some in (left, right))
        equal = _joined(ours, theirs, lambda record: json.dumps([_evidence(record), record["data"]]), "content")
        pairs += [pair for pair in equal if pair.a and pair.b]
        pairs += _by_content(
            [pair.a for pair in equal if pair.a and not pair.b], [pair.b for pair in equal if pair.b and not pair.a]
        )
    return sorted(pairs, key=lambda pair: not (pair.a and pair.b))


def _by_content(a: Sequence[RecordLine], b: Sequence[RecordLine]) -> list[RecordPair]:
    weights = {
        (left, right): weight
        for left, one in enumerate(a)
        for right, other in enumerate(b)
        if (weight := _likeness(one, other))
    }
    found = dict(assign(weights))
    pairs = [RecordPair(a[left], b[right], "content") for left, right in found.items()]
    pairs += [RecordPair(one, None) for place, one in enumerate(a) if place not in found]
    taken = set(found.values())
    return pairs + [RecordPair(None, one) for place, one in enumerate(b) if place not in taken]


def _likeness(a: RecordLine, b: RecordLine) -> int:
    """Evidence overlap in whole numbers, equal fields as the tie-break; 0 where the two are not one record."""
    ours, theirs = _evidence(a), _evidence(b)
    same = _same_fields(a["data"], b["data"])
    if not ours or not theirs:
        return 1 + round(same * 1000) if same >= LEAST_SAME else 0
    if not any(set(words(one)) & set(words(other)) for one in ours for other in theirs):
        return 0  # sparing the longest common run, which is slow
    fit = overlap(ours, theirs)
    return round(fit * _SCALE) * 1001 + round(same * 1000) if fit else 0


def _same_fields(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    names = a.keys() | b.keys()
    return sum(name in a and name in b and a[name] == b[name] for name in names) / len(names) if names else 1.0


def _evidence(record: RecordLine) -> list[str]:
    return [one["exact"] for one in record.get("evidence", ())]


def _joined(
    a: Sequence[RecordLine], b: Sequence[RecordLine], key: Any, by: Literal["id", "content"]
) -> list[RecordPair]:
    """Pairs of equal keys in order, each record once; the rest alone."""
    waiting: dict[str, list[int]] = {}
    for place, other in enumerate(b):
        waiting.setdefault(key(other), []).append(place)
    pairs, taken = [], set()
    for one in a:
        places = waiting.get(key(one))
        if places:
            taken.add(place := places.pop(0))
            pairs.append(RecordPair(one, b[place], by))
        else:
            pairs.append(RecordPair(one, None))
    return pairs + [RecordPair(None, other) for place, other in enumerate(b) if place not in taken]


def _named(document: Mapping[str, Any]) -> Named:
    title, published, source = (document.get(name) for name in ("title", "published", "source"))
    return Named(document["id"], document["sha256"], title, published, source, tuple(document.get("sources") or ()))


def _by_name(documents: Iterable[Named], by: SameBy) -> dict[str, Named]:
    """Documents by a name that only one of them has."""
    names = [(name, one) for one in documents for name in _names(one, by)]
    counts = Counter(name for name, _ in names)
    return {name: one for name, one in names if counts[name] == 1}


def _names(document: Named, by: SameBy) -> set[str]:
    if by == "id":
        return {document.id}
    return set(document.sources) if by == "file" else {document.source} if document.source else set()


def _order(document: Named | None) -> tuple[str, str]:
    return (document.id, document.sha256) if document else ("", "")
