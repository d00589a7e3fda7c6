"""The run folder: records as the published schema says, exact numbers, equal bytes, no clutter, no half files."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from extract.errors import UsageError
from extract.kinds import load_kind, published_schema
from extract.store import (
    FILES,
    Draft,
    Exact,
    check_folder,
    dumps,
    failure_json,
    figure_json,
    figure_line,
    number,
    plain,
    record_json,
)
from extract.types import CONTRACT, Document, Evidence, Failure, Figure, Finding, Record

ROOT = Path(__file__).parents[1]
SCHEMA = published_schema(load_kind(ROOT / "schemas" / "loan.py", ROOT / "prompts" / "loan.md"))

FIGURE = Figure("money", Decimal("2.4E+6"), None, "USD", "about", "about $2.4 million", 10, 28, assumed=True)
DATA: dict[str, Any] = {
    "evidence": ["It lent about $2.4 million."],
    "lender": ["China"],
    "borrower": ["Belarus"],
    "amount": {
        "text": "$2.4 million",
        "value": Decimal("2400000"),
        "currency": "USD",
        "modifier": "about",
        "value_high": None,
    },
    "flow_type": "loan",
    "status": "disbursed",
    "dates": [],
    "purpose_text": None,
    "terms_text": None,
    "asserted_by": "author",
    "factuality": "fact",
}
RECORD = Record(
    id="0123456789abcdef",
    kind="loan",
    document=Document("a", "It lent", "0" * 64, "A visit", "2024-01-30", "RIAC", ("a.txt", "b.txt")),
    data=DATA,
    derived={"lender": ["CHN"], "rate": Decimal("0.1")},
    evidence=(Evidence("It lent", "", " about", 0, 7),),
    figures={"amount.value": FIGURE},
    findings=(Finding("V14", "warn", "amount.value", "disagrees", FIGURE),),
    provenance={
        "model": "m",
        "endpoint": "e",
        "prompt": "p",
        "schema": "s",
        "recordings": ("r",),
        "attempts": 1,
        "versions": {"extract": "0"},
    },
)
FAILURE = Failure("c.txt", None, "empty", "c.txt: no text\nin it\u2028")


def test_a_record_as_it_leaves() -> None:
    made = record_json(RECORD)
    assert list(made) == list(SCHEMA["properties"])
    Draft202012Validator(SCHEMA).validate(json.loads(dumps(made)))
    Draft202012Validator(SCHEMA).validate(made)
    assert made["verdict"] == "flagged"
    assert made["document"] == {
        "id": "a", "sha256": "0" * 64, "title": "A visit", "published": "2024-01-30", "source": "RIAC",
        "sources": ["a.txt", "b.txt"],
    }  # fmt: skip
    assert made["figures"]["amount.value"] == {
        "kind": "money", "as_written": "about $2.4 million", "value": 2400000, "value_high": None, "unit": "USD",
        "modifier": "about", "assumed": True, "start": 10, "end": 28, "per": None, "equals": None,
    }  # fmt: skip
    assert made["findings"] == [{"check": "V14", "level": "warn", "path": "amount.value", "message": "disagrees"}]
    assert made["evidence"] == [
        {"exact": "It lent", "prefix": "", "suffix": " about", "start": 0, "end": 7, "match": "exact"}
    ]
    assert made["provenance"]["recordings"] == ["r"]


def test_what_has_no_json_form_is_named() -> None:
    with pytest.raises(TypeError, match=r"/data/dates/1/day: set"):
        record_json(replace(RECORD, data={"dates": [None, {"day": {1}}]}))


NUMBERS: list[tuple[Any, str]] = [
    (Decimal("2.4"), "2.4"),
    (Decimal("2.40"), "2.4"),
    (Decimal("0.1"), "0.1"),
    (Decimal("105E+9"), "105000000000"),
    (Decimal("105000000000.00"), "105000000000"),
    (Decimal("-3.5"), "-3.5"),
    (Decimal("0"), "0"),
    (Decimal("-0.00"), "0"),
    (Decimal("0E+999999"), "0"),
    (Decimal("1E-7"), "1e-07"),
    (Decimal("9007199254740993"), "9007199254740993"),
    (Decimal("9007199254740993.5"), "9007199254740993.5"),
    (Decimal("0.12345678901234567890123456789012345"), "0.12345678901234567890123456789012345"),
    (Decimal("-1.00000000000000000000000000000000000000001"), "-1.00000000000000000000000000000000000000001"),
    (Decimal("1E+300"), "1" + "0" * 300),
    (Decimal("1E+301"), "null"),
    (Decimal("1E-301"), "null"),
    (Decimal("1E+999999999"), "null"),
    (Decimal("NaN"), "null"),
    (Decimal("sNaN"), "null"),
    (Decimal("-Infinity"), "null"),
    (float("inf"), "null"),
    (float("nan"), "null"),
    (10**400, "null"),
    (0.1, "0.1"),
    (5e-324, "5e-324"),
    (2.0, "2"),
    (True, "true"),
    (7, "7"),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS, ids=lambda value: str(value)[:20])
def test_numbers_keep_every_digit(value: Any, text: str) -> None:
    assert dumps(value) == text
    assert dumps(plain(plain(value))) == text
    json.loads(text)


@settings(deadline=None)  # a slow machine is no fault
@given(value=st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-(10**15), 10**15, places=4))
def test_any_decimal_reads_back_exactly(value: Decimal) -> None:
    text = dumps({"value": value})
    back = json.loads(text, parse_float=Decimal, parse_int=Decimal)["value"]
    if back is None:
        assert abs(value.adjusted()) > 300
    else:
        assert back == value
    assert len(text) < 400 + len(value.as_tuple().digits)


def test_an_exact_number_is_a_float_to_others() -> None:
    exact = number(Decimal("0.12345678901234567890"))
    assert isinstance(exact, Exact)
    assert json.dumps(exact) == "0.12345678901234568"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(-(10**10), 10**10) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)  # a slow machine is no fault
@given(value=JSON, indent=st.sampled_from([None, 1]))
def test_any_json_reads_back_equal(value: Any, indent: int | None) -> None:
    text = dumps(value, indent)
    assert json.loads(text) == value
    text.encode()
    if indent is None:
        assert len(text.splitlines()) == 1


def test_layout_is_that_of_the_standard_library() -> None:
    value = {"a": [1, {"b": "é\n\x7f"}], "c": {}, "d": [], "e": ""}
    assert dumps(value) == json.dumps(value, ensure_ascii=False)
    assert dumps(value, indent=1) == json.dumps(value, ensure_ascii=False, indent=1)
    assert dumps("a\u2028b\u2029c\x85\ud800") == r'"a\u2028b\u2029c\u0085\ud800"'


@settings(deadline=None)  # a slow machine is no fault
@given(
    words=st.text(max_size=20),
    value=st.decimals(allow_nan=False, allow_infinity=False) | st.none(),
    level=st.sampled_from(["error", "warn", "info"]),
)
def test_any_record_leaves_valid(words: str, value: Decimal | None, level: Any) -> None:
    amount = {**DATA["amount"], "text": words, "value": value}
    record = replace(
        RECORD,
        document=replace(RECORD.document, title=words, sources=(words,)),
        data={**DATA, "evidence": [words], "amount": amount},
        derived={words: value},
        figures={words: replace(FIGURE, value=value, value_high=value, as_written=words)},
        findings=(Finding("V01", level, words, words),),
    )
    line = dumps(record_json(record))
    Draft202012Validator(SCHEMA).validate(json.loads(line))


# The folder


def run_into(out: Path, records: tuple[Record, ...] = (RECORD,)) -> dict[str, bytes]:
    with Draft(out) as draft:
        for record in records:
            draft.write("records.jsonl", dumps(record_json(record)) + "\n")
        draft.write("failures.jsonl", dumps(failure_json(FAILURE)) + "\n")
        draft.write("unclaimed.jsonl", dumps({"document": "a", **figure_json(FIGURE)}) + "\n")
        draft.write("run.json", dumps({"contract": CONTRACT, "model": "m", "seconds": Decimal("1.5")}, indent=1) + "\n")
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_run_folder(tmp_path: Path) -> None:
    made = run_into(tmp_path / "new" / "out")
    assert sorted(made) == sorted(FILES)
    assert json.loads(made["records.jsonl"]) == record_json(RECORD)
    assert json.loads(made["failures.jsonl"]) == {
        "document": "c.txt", "kind": None, "reason": "empty", "message": "c.txt: no text\nin it\u2028",
        "recording": None, "gaps": [],
    }  # fmt: skip
    assert json.loads(made["unclaimed.jsonl"]) == {
        "document": "a", "kind": "money", "as_written": "about $2.4 million", "value": 2400000, "value_high": None,
        "unit": "USD", "modifier": "about", "assumed": True, "start": 10, "end": 28, "per": None, "equals": None,
    }  # fmt: skip
    assert made["run.json"] == b'{\n "contract": "extract/1",\n "model": "m",\n "seconds": 1.5\n}\n'
    assert made.pop("outcomes.jsonl") == b""
    assert all(content.endswith(b"\n") and b"\r" not in content for content in made.values())


def test_equal_values_give_equal_bytes(tmp_path: Path) -> None:
    same = replace(RECORD, data={**DATA, "amount": {**DATA["amount"], "value": Decimal("2.400E+6")}})
    assert run_into(tmp_path / "a") == run_into(tmp_path / "b", (same,)) == run_into(tmp_path / "a")


def test_nothing_found_is_empty_files(tmp_path: Path) -> None:
    with Draft(tmp_path):
        pass
    assert [(tmp_path / name).read_bytes() for name in FILES[:3]] == [b"", b"", b""]


@pytest.mark.parametrize(
    "files",
    [{"notes.md": ""}, {"records.jsonl": "mine"}, {"run.json": "{}"}, {"run.json": '["extract/1"]'},
     {"run.json": "not json"}, {".git": ""}, {"run.json": "[" * 100_000}],
    ids=lambda files: str(files)[:30],
)  # fmt: skip
def test_a_folder_with_other_files_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(UsageError, match="choose an empty or new folder"):
        run_into(tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == files


def test_a_former_run_is_replaced_and_what_stands_beside_it_kept(tmp_path: Path) -> None:
    run_into(tmp_path)
    (tmp_path / "report.html").write_text("mine")
    assert run_into(tmp_path, ())["records.jsonl"] == b""
    assert (tmp_path / "report.html").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    for out in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(UsageError, match="choose another --out"):
            run_into(out)


def test_a_fault_before_the_end_leaves_the_former_run(tmp_path: Path) -> None:
    before = run_into(tmp_path)
    with pytest.raises(TypeError):
        run_into(tmp_path, (replace(RECORD, data={"day": object()}),))
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    run_into(tmp_path)
    with pytest.raises(TypeError):
        run_into(tmp_path / "new", (replace(RECORD, data={"day": object()}),))
    run_into(tmp_path / "new")  # which holds drafts by now, and no manifest


def test_a_run_cut_short_can_be_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moves: list[Path] = []

    def failing(source: Path, target: Path) -> None:
        if moves:
            raise OSError(28, "No space left on device")
        moves.append(target)
        source.rename(target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        with pytest.raises(UsageError, match="No space left"):
            run_into(tmp_path)
    assert (tmp_path / "records.jsonl").exists()
    check_folder(tmp_path)
    assert sorted(run_into(tmp_path)) == sorted(FILES)


def test_links_in_the_folder_are_not_written_through(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "precious"
    run_into(out)
    other.write_text("mine")
    for name in ("records.jsonl", ".run.json.draft"):
        (out / name).unlink(missing_ok=True)
        (out / name).symlink_to(other)
    run_into(out)
    assert other.read_text() == "mine"
    assert not (out / "records.jsonl").is_symlink()


AMOUNTS = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=None) | st.integers().map(Decimal)
WORDS = st.text(max_size=12) | st.sampled_from(["\u2028\x85\ud800", '"\\\n\x00'])


@given(WORDS, AMOUNTS, AMOUNTS, st.none() | WORDS, st.booleans(), st.none() | WORDS, st.none() | st.just((3, 9)))
def test_the_short_way_to_a_figures_line_is_the_long_one(
    words: str, low: Decimal | None, high: Decimal | None, unit: str | None, assumed: bool, per: str | None, equals: Any
) -> None:
    figure = Figure("money", low, high, unit, "up_to", words, 3, 3 + len(words), assumed, per, equals)
    assert figure_line(figure) == dumps(figure_json(figure))
