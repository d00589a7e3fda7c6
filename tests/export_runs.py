"""What the tests of export share: records built from the schemas, hostile words in them, and runs that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from extract.database import Database
from extract.export.source import Source
from extract.kinds import Kind, published_schema
from extract.runs import Run, open_run
from extract.store import dumps
from extract.types import CONTRACT, Document

NASTY = (
    "=1+1", "+1", "-5", "@SUM(A1)", "\t=1", " \u00a0=1", "\r=1", "\n-2", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a",
    "\u200b=1", "\ufeff@x", "'=1", "'", "''", '"', '""', "a,b;c\td|e", "a\r\nb", "\u2028\u2029\x85", "\u202eabc\u202c",
    "a\x00b", "{{ x }}", "</script>", "nul\x00", "\U0001f600", "e\u0301", "null", "NaN", "1e5", "true", "[]",
    "x" * 3_000,
    "DROP TABLE records; --", "\\N", "=HYPERLINK(\"http://x.example\")",
)  # fmt: skip
"""Words that some format or some reader trips over; lone surrogates are tested on their own."""

WORDS = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LONG = st.integers(-(10**60), 10**60).map(lambda n: Decimal(n).scaleb(-30))
NUMBERS = st.integers(-(10**40), 10**40) | LONG | st.decimals(-1000, 1000, places=3)


def of_schema(node: Mapping[str, Any], defs: Mapping[str, Any], words: st.SearchStrategy[str] = WORDS) -> Any:
    """Values that a JSON Schema of `extract.kinds.published_schema` allows."""
    if "$ref" in node:
        return of_schema(defs[node["$ref"].rsplit("/", 1)[1]], defs, words)
    if "anyOf" in node:
        return st.one_of([of_schema(option, defs, words) for option in node["anyOf"]])
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    return st.one_of([_of_type(type_, node, defs, words) for type_ in types])


def _of_type(type_: str, node: Mapping[str, Any], defs: Mapping[str, Any], words: st.SearchStrategy[str]) -> Any:
    if type_ == "string":
        return st.text("0123456789abcdef", min_size=16, max_size=16) if "pattern" in node else words
    if type_ == "object":
        if "properties" in node:
            return st.fixed_dictionaries({k: of_schema(v, defs, words) for k, v in node["properties"].items()})
        inner = node.get("additionalProperties")
        values = of_schema(inner, defs, words) if isinstance(inner, dict) else words | NUMBERS | st.booleans()
        return st.dictionaries(words.filter(lambda word: len(word) < 99), values, max_size=2)
    if type_ == "array":
        most = node.get("maxItems", 2)
        return st.lists(of_schema(node["items"], defs, words), min_size=node.get("minItems", 0), max_size=most)
    simple = {"null": st.none(), "boolean": st.booleans(), "integer": st.integers(0, 2**63 - 1), "number": NUMBERS}
    return simple[type_]


def records_of(kind: Kind, words: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[dict[str, Any]]:
    """Records of a kind, as its published schema has them, the hash of their document a hash."""
    schema = published_schema(kind)
    made = of_schema(schema, schema["$defs"], words)
    return made.map(lambda record: {**record, "document": {**record["document"], "sha256": "0" * 64}})


def as_read(record: Any) -> Any:
    """The record as `Run.records(exact=True)` gives it."""
    return json.loads(dumps(record), parse_float=Decimal)


def make_run(
    folder: Path, records: Iterable[Mapping[str, Any]], documents: Iterable[Document] = (), database: bool = False
) -> Run:
    """A run folder with these records and documents."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"contract": CONTRACT, "complete": True}), encoding="utf-8")
    with open(folder / "records.jsonl", "w", encoding="utf-8", newline="\n") as file:
        file.writelines(dumps(record) + "\n" for record in records)
    some = list(documents)
    if some or database:
        with Database(folder) as base:
            base.take_in(iter(some), None)
    return open_run(folder)


def source_of(run: Run, kinds: Mapping[str, Kind]) -> Source:
    """Everything in the run."""
    return Source(run, kinds, frozenset(kinds), ("verified", "flagged", "rejected"))
