"""Validation of records files: each fault with its line and path, and nothing that a line holds stops it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.kinds import load_kind, published_schema
from extract.validate import MESSAGE_CHARS, Fault, faults

ROOT = Path(__file__).parents[1]
SCHEMAS = {
    name: published_schema(load_kind(ROOT / "schemas" / f"{name}.py", ROOT / "prompts" / f"{name}.md"))
    for name in ("loan", "treaty")
}
OFFSETS = {"start": 3, "end": 9}
GOOD: dict[str, Any] = {
    "contract": "extract/1",
    "id": "0123456789abcdef",
    "kind": "loan",
    "verdict": "flagged",
    "document": {"id": "a", "sha256": "0", "title": None, "published": None, "source": None, "sources": ["a.txt"]},
    "data": {
        "evidence": ["€2 bn\U0001f600"],
        "lender": ["China"],
        "borrower": [],
        "amount": {"text": "€2 bn", "value": 2e9, "currency": "EUR", "modifier": "exact", "value_high": None},
        "flow_type": "loan",
        "status": "pledged",
        "dates": [],
        "purpose_text": None,
        "terms_text": None,
        "asserted_by": "author",
        "factuality": "fact",
    },
    "derived": {},
    "evidence": [{"exact": "€2 bn\U0001f600", "prefix": "", "suffix": "", **OFFSETS, "match": "exact"}],
    "figures": {
        "amount/value~": {
            "kind": "money",
            "as_written": "€2 bn.",
            "value": 2e9,
            "value_high": None,
            "unit": "EUR",
            "modifier": "exact",
            "assumed": False,
            **OFFSETS,
        }
    },
    "findings": [{"check": "V14", "level": "warn", "path": "", "message": "m"}],
    "provenance": {
        "model": "m",
        "endpoint": "e",
        "prompt": "p",
        "schema": "s",
        "recordings": [],
        "attempts": 1,
        "versions": {},
    },
}

Change = Callable[[dict[str, Any]], object]

CHANGES: list[tuple[Change, str, str]] = [
    (lambda r: r.pop("derived"), "", "'derived' is a required property"),
    (lambda r: r.update(extra=1), "", "'extra' was unexpected"),
    (lambda r: r.update(contract="extract/2"), "/contract", "'extract/1' was expected"),
    (lambda r: r.update(id="XYZ"), "/id", "does not match"),
    (lambda r: r.update(kind="lone"), "/kind", "unknown kind 'lone'; known are loan, treaty"),
    (lambda r: r.update(kind=["loan"]), "/kind", "unknown kind ['loan']"),
    (lambda r: r.pop("kind"), "/kind", "unknown kind None"),
    (lambda r: r["data"]["amount"].update(value="2"), "/data/amount/value", "'2' is neither number nor null"),
    (lambda r: r["data"].update(status="lost"), "/data/status", "'lost' is not one of"),
    (lambda r: r["data"].update(evidence=[]), "/data/evidence", "non-empty"),
    (lambda r: r["data"].update(lender=["a", 5]), "/data/lender/1", "5 is not of type 'string'"),
    (lambda r: r["document"].update(sources="a.txt"), "/document/sources", "not of type 'array'"),
    (lambda r: r.update(verdict="verified"), "/verdict", "'verified', but its findings make it 'flagged'"),
    (lambda r: r.update(findings=[]), "/verdict", "'flagged', but its findings make it 'verified'"),
    (lambda r: r["findings"][0].update(level="error"), "/verdict", "make it 'rejected'"),
    (lambda r: r["evidence"][0].update(start=9), "/evidence/0/end", "end 9 is not after start 9"),
    (lambda r: r["evidence"][0].update(end=8), "/evidence/0/exact", "6 code points long"),
    (lambda r: r["evidence"][0].update(start=-1), "/evidence/0/start", "less than the minimum"),
    (lambda r: r["evidence"][0].update(start=2.5), "/evidence/0/start", "not of type 'integer'"),
    (lambda r: r["evidence"][0].update(start="3"), "/evidence/0/start", "not of type 'integer'"),
    (lambda r: r["evidence"][0].update(start=True), "/evidence/0/start", "not of type 'integer'"),
    (lambda r: r["figures"]["amount/value~"].update(end=8), "/figures/amount~1value~0/as_written", "make it 5"),
    (lambda r: r["figures"]["amount/value~"].update(end=1), "/figures/amount~1value~0/end", "not after start 3"),
    (lambda r: r.update(evidence={}), "/evidence", "not of type 'array'"),
    (lambda r: r.update(evidence=[1]), "/evidence/0", "not of type 'object'"),
    (lambda r: r.update(figures=[1]), "/figures", "not of type 'object'"),
    (lambda r: r.update(findings=7), "/findings", "not of type 'array'"),
    (lambda r: r.update(findings=[7]), "/findings/0", "not of type 'object'"),
    (lambda r: r.update(verdict=["\ud800\n"]), "/verdict", "is not one of"),
]


def check(*records: Any) -> list[Fault]:
    return list(faults([json.dumps(record) for record in records], SCHEMAS))


def test_a_sound_file_has_no_faults() -> None:
    assert check(GOOD, {**GOOD, "id": "f" * 16}) == []
    assert list(faults([], SCHEMAS)) == list(faults(["\n", "  "], SCHEMAS)) == []


@pytest.mark.parametrize(("change", "path", "message"), CHANGES, ids=[f"{row[1]} {row[2]}" for row in CHANGES])
def test_each_fault_with_path_and_message(change: Change, path: str, message: str) -> None:
    record = copy.deepcopy(GOOD)
    change(record)
    found = check(GOOD | {"id": "f" * 16}, record)
    assert [fault for fault in found if fault.line == 2 and fault.path == path and message in fault.message], found
    assert {fault.line for fault in found} == {2}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON: Expecting property name"),
        ("{} {}", "not JSON: Extra data"),
        ('{"value": NaN}', "not JSON: NaN is no JSON number"),
        ('{"value": -Infinity}', "not JSON: -Infinity"),
        ("[" * 100_000, "not JSON: "),
        ("9" * 5_000, "not JSON: "),
        ("\ufeff{}", "not JSON: "),
        ("[1]", "not an object but a list"),
        ('"a"', "not an object but a string"),
        ("1.5", "not an object but a number"),
        ("null", "not an object but null"),
        ("true", "not an object but true or false"),
    ],
    ids=lambda value: value[:20],
)
def test_lines_that_are_no_record(line: str, message: str) -> None:
    (found,) = faults(["", line], SCHEMAS)
    assert (found.line, found.path) == (2, "")
    assert found.message.startswith(message)


def test_an_id_comes_once() -> None:
    (found,) = check(GOOD, GOOD | {"id": "f" * 16}, GOOD)
    assert found == Fault(3, "/id", "the same id as in line 1; an id names one record")


def test_several_faults_of_one_line_come_in_order_of_path() -> None:
    record = copy.deepcopy(GOOD) | {"contract": 1, "derived": 2}
    record["data"]["status"] = record["data"]["factuality"] = "x"
    assert [fault.path for fault in check(record)] == ["/contract", "/data/factuality", "/data/status", "/derived"]


def test_messages_are_bounded_and_printable() -> None:
    record = copy.deepcopy(GOOD)
    record["data"]["lender"] = "x\n\x1b[31m\ud800" * 10_000
    record["data"]["borrower"] = "\x1b" * 100
    record["figures"] = {"k\n" * 5_000: {}, "\x1b" * 100: {}}
    found = check(record)
    assert len({fault.path for fault in found}) == 4
    for fault in found:
        assert len(fault.message) <= MESSAGE_CHARS
        assert len(fault.path) <= MESSAGE_CHARS
        assert (fault.message + fault.path).isprintable()


def test_deep_nesting_is_a_fault_not_a_crash() -> None:
    line = json.dumps({**GOOD, "data": {**GOOD["data"], "lender": "HERE"}})
    for depth in range(800, 1_000):  # past what Python shows of a value, but not yet past what it reads
        assert list(faults([line.replace('"HERE"', "[" * depth + "]" * depth)], SCHEMAS))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["level", "start", "end", "exact", "as_written", "kind"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None)  # a slow machine is no fault
@given(changes=st.dictionaries(st.sampled_from(sorted(GOOD)), ANY, max_size=4))
def test_nothing_stops_it(changes: dict[str, Any]) -> None:
    for fault in check(GOOD | changes):
        assert fault.line == 1
        assert fault.message


@settings(deadline=None)  # a slow machine is no fault
@given(line=st.text(max_size=30))
def test_no_line_stops_it(line: str) -> None:
    assert all(fault.line == 1 for fault in faults([line], SCHEMAS))
