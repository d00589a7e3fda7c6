"""The contract: schemas and types in step with the code, what a run leaves fits them, and what breaks readers."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from extract.batch import run_batch
from extract.cli import app
from extract.compat import Change, compare
from extract.contract import contract_files, contract_schemas, read_schemas, stale_files, write_contract
from extract.errors import UsageError
from extract.kinds import Kind, load_kinds
from extract.settings import Settings
from extract.store import failure_json
from extract.types import CONTRACT, Failure, Gap
from extract.typescript import typescript

ROOT = Path(__file__).parents[1]
HERE = ROOT / "docs" / "contract"
FROZEN = HERE / CONTRACT.replace("/", "-")
READER = HERE / "consumers" / "python" / "read.py"
KINDS = load_kinds(ROOT)


def test_schemas_and_types_are_in_step() -> None:
    assert stale_files(KINDS, HERE) == [], "run `make contract`"


def test_nothing_that_readers_rely_on_has_changed() -> None:
    breaks = [change for change in compare(read_schemas(FROZEN), contract_schemas(KINDS)) if change.breaks]
    assert breaks == [], "raise CONTRACT, or take it back"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("contract") / "run"
    missing = ROOT / "nowhere.txt"
    settings = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    run_batch([str(ROOT / "seeds" / "visit-to-minsk.md"), str(missing)], KINDS, settings, out)
    return out


def test_what_a_run_leaves_fits_its_schemas(run: Path) -> None:
    schemas = contract_schemas(KINDS)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for name in ("failures", "unclaimed", "outcomes"):
        lines = (run / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert lines, name
        for line in lines:
            Draft202012Validator(schemas[name]).validate(json.loads(line))
    Draft202012Validator(schemas["run"]).validate(json.loads((run / "run.json").read_text(encoding="utf-8")))
    for line in (run / "records.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        Draft202012Validator(schemas[f"records/{record['kind']}"]).validate(record)
    gaps = (Gap("passage 1 of 2", 0, 9, "timeout", "m"), Gap("passage 2 of 2", 9, 12, "refused", "m", "0" * 64))
    for failure in (Failure("d", "loan", "timeout", "m", "0" * 64), Failure("d", "loan", "passages", "m", None, gaps)):
        Draft202012Validator(schemas["failures"]).validate(failure_json(failure))


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": "^a"},
        "sum": {"anyOf": [{"$ref": "#/$defs/Sum"}, {"type": "null"}]},
        "stage": {"enum": ["begun", "done"]},
        "contract": {"const": "extract/1"},
        "days": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3},
        "pair": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
        "map": {"type": "object", "additionalProperties": {"type": ["integer", "null"], "minimum": 0}},
        "free": {},
        "maybe": {"type": "string"},
    },
    "required": ["name", "sum", "stage", "contract", "days", "pair", "map"],
    "additionalProperties": False,
    "$defs": {"Sum": {"type": "object", "properties": {"value": {"type": "number"}, "unit": {"type": "string"}},
                      "required": ["value", "unit"]}},
}  # fmt: skip

Edit = Callable[[dict[str, Any]], object]


def prop(schema: dict[str, Any], name: str) -> Any:
    return schema["properties"][name]


BREAKS: list[tuple[Edit, str, str]] = [
    (lambda s: s["properties"].pop("name"), "x:name", "gone"),
    (lambda s: s["properties"].update(title=s["properties"].pop("name")), "x:name", "gone"),
    (lambda s: prop(s, "name").update(type="integer"), "x:name", "may be of type integer now"),
    (lambda s: prop(s, "name").update(type=["string", "null"]), "x:name", "may be null now"),
    (lambda s: prop(s, "name").update(type=["string", "number"]), "x:name", "may be of type number now"),
    (lambda s: prop(s, "name").pop("type"), "x:name", "may be of type any now"),
    (lambda s: prop(s, "name").pop("pattern"), "x:name", "its pattern was ^a"),
    (lambda s: s["required"].remove("name"), "x:name", "may be absent now"),
    (lambda s: s.pop("required"), "x:days", "may be absent now"),
    (lambda s: prop(s, "stage").update(enum=["begun"]), "x:stage", '"done" is no choice any more'),
    (lambda s: prop(s, "stage").update(enum=["begun", "over"]), "x:stage", '"done" is no choice any more'),
    (lambda s: s["properties"].update(stage={"type": "string"}), "x:stage", "may be anything now"),
    (lambda s: prop(s, "stage").update(enum=["begun", "done", None]), "x:stage", "may be null now"),
    (lambda s: prop(s, "contract").update(const="extract/2"), "x:contract", 'was always "extract/1"'),
    (lambda s: s["properties"].update(contract={"enum": ["extract/1", "b"]}), "x:contract", "was always"),
    (lambda s: s["$defs"]["Sum"]["properties"].pop("unit"), "x:sum.unit", "gone"),
    (lambda s: s["$defs"]["Sum"]["required"].remove("unit"), "x:sum.unit", "may be absent now"),
    (lambda s: s["$defs"]["Sum"]["properties"]["value"].update(type="string"), "x:sum.value", "type string"),
    (lambda s: s["$defs"]["Sum"]["properties"]["value"].update(type=["number", "null"]), "x:sum.value", "null"),
    (lambda s: s["properties"].update(sum={"type": "string"}), "x:sum", "may be of type string now"),
    (lambda s: prop(s, "sum")["anyOf"].append({"type": "object", "properties": {}}), "x:sum", "another choice"),
    (lambda s: prop(s, "days").update(items={"type": "integer"}), "x:days[]", "may be of type integer now"),
    (lambda s: prop(s, "days").pop("items"), "x:days[]", "may be of type any now"),
    (lambda s: prop(s, "days").update(minItems=0), "x:days", "minItems was 1"),
    (lambda s: prop(s, "pair").pop("minItems"), "x:pair", "minItems was 2"),
    (lambda s: prop(s, "pair").update(maxItems=3), "x:pair", "maxItems was 2"),
    (lambda s: prop(s, "map").update(additionalProperties={"type": "string"}), "x:map{}", "type string"),
    (lambda s: prop(s, "map").update(additionalProperties=True), "x:map{}", "may be of type any now"),
    (lambda s: prop(s, "map")["additionalProperties"].update(minimum=-1), "x:map{}", "minimum was 0"),
]


@pytest.mark.parametrize("row", range(len(BREAKS)))
def test_what_breaks_readers_is_seen(row: int) -> None:
    edit, path, said = BREAKS[row]
    after = copy.deepcopy(SCHEMA)
    edit(after)
    found = compare({"x": SCHEMA}, {"x": after})
    assert any(change.breaks and change.path == path and said in change.message for change in found), found


ADDITIONS: list[tuple[Edit, list[tuple[str, str]]]] = [
    (lambda s: s["properties"].update(new={"type": "string"}), [("x:new", "new")]),
    (lambda s: prop(s, "stage")["enum"].append("over"), [("x:stage", '"over" is a new choice')]),
    (lambda s: s["$defs"]["Sum"]["properties"].update(high={}), [("x:sum.high", "new")]),
    (lambda s: prop(s, "days").update(maxItems=9), [("x:days", "maxItems was 3")]),
    (lambda s: s["properties"].update(sum={"$ref": "#/$defs/Sum"}), []),
    (lambda s: s["$defs"]["Sum"]["properties"]["value"].update(type="integer"), []),
    (lambda s: s["properties"].update(free={"type": "string"}), []),
    (lambda s: s["required"].append("maybe"), []),
    (lambda s: prop(s, "maybe").update(enum=["a"], description="words"), []),
    (lambda s: prop(s, "days").update(minItems=2), []),
]


@pytest.mark.parametrize("row", range(len(ADDITIONS)))
def test_what_is_new_is_listed_and_breaks_nobody(row: int) -> None:
    edit, expected = ADDITIONS[row]
    after = copy.deepcopy(SCHEMA)
    edit(after)
    found = compare({"x": SCHEMA}, {"x": after})
    assert [(change.path, change.message) for change in found] == expected
    assert not any(change.breaks for change in found)


def test_kinds_come_and_may_not_go() -> None:
    assert compare({"x": SCHEMA}, {"x": SCHEMA}) == ()
    assert compare({"x": SCHEMA}, {"x": SCHEMA, "y": SCHEMA}) == (Change("y", False, "new"),)
    assert compare({"x": SCHEMA, "y": SCHEMA}, {"x": SCHEMA}) == (Change("y", True, "gone"),)


def test_types_of_a_schema() -> None:
    properties = {"data": SCHEMA, "document": {}, "evidence": {}, "figures": {}, "findings": {}, "provenance": {}}
    record = {"type": "object", "properties": {**properties, "kind": {"const": "a_b"}}, "required": ["data", "kind"]}
    made = typescript({"records/a_b": {**record, "$defs": SCHEMA["$defs"], "description": "No */ end."}})
    for line in (
        "export interface ABSum {", "  value: number;", "  sum: ABSum | null;", '  stage: "begun" | "done";',
        "  days: string[];", "  pair: [number, number];", "  map: Record<string, number | null>;", "  free?: unknown;",
        "  maybe?: string;", '  kind: "a_b";', "  data: ABData;", "  evidence?: Evidence[];",
        "export type AnyRecord = ABRecord;", "/** No * / end. */",
    ):  # fmt: skip
        assert f"{line}\n" in made or f"{line.strip()}\n" in made, line
    with pytest.raises(ValueError, match="oneOf"):
        typescript({"records/a": {**record, "properties": {**record["properties"], "x": {"oneOf": []}}}})


def test_kinds_of_ones_own(project: Path, tmp_path: Path) -> None:
    kinds = load_kinds(project)
    write_contract(kinds, tmp_path / "c")
    assert stale_files(kinds, tmp_path / "c") == []
    assert "export interface VisitRecord {" in (tmp_path / "c" / "types.ts").read_text(encoding="utf-8")
    (tmp_path / "c" / "records" / "old.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "c" / "run.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "c" / "types.ts").unlink()
    assert stale_files(kinds, tmp_path / "c") == ["records/old.schema.json", "run.schema.json", "types.ts"]
    with pytest.raises(UsageError, match="holds no contract"):
        read_schemas(tmp_path)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    runner = CliRunner()
    there = str(tmp_path / "c")
    assert runner.invoke(app, ["contract", there, "--check"]).exit_code == 1
    assert runner.invoke(app, ["contract", there]).exit_code == 0
    assert runner.invoke(app, ["contract", there, "--check", "--against", str(FROZEN)]).exit_code == 0
    changed = tmp_path / "c" / "failures.schema.json"
    schema = json.loads(changed.read_text(encoding="utf-8"))
    schema["properties"] = {"cause": {"type": "string"}, **schema["properties"]}
    schema["properties"].pop("reason")
    changed.write_text(json.dumps(schema), encoding="utf-8")
    done = runner.invoke(app, ["contract", there, "--against", there])
    assert done.exit_code == 1
    assert done.stdout == "BREAKS  failures:cause: gone\nadds    failures:reason: new\n"


def read(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(READER), *arguments], capture_output=True, text=True, check=False)


def test_a_reader_without_extract(run: Path, tmp_path: Path) -> None:
    assert "extract" not in [line.split()[1].split(".")[0] for line in READER.read_text("utf-8").splitlines()
                             if line.startswith(("import ", "from "))]  # fmt: skip
    done = read(str(run))
    records = [json.loads(line) for line in (run / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    verified = [record for record in records if record["verdict"] == "verified"]
    money = [f for record in verified for f in record["figures"].values() if f["kind"] == "money"]
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[-1]) == (0, f"{len(verified)} verified records read")
    assert 0 < len(verified) < len(records) and len(lines) == len(money) + 1
    for change, code, said in [
        ({"contract": "extract/2"}, 2, "'extract/2' is not known"),
        ({"verdict": "fine"}, 1, "$.verdict"),
    ]:
        (tmp_path / "records.jsonl").write_text(json.dumps(records[0] | change) + "\n", encoding="utf-8")
        done = read(str(tmp_path))
        assert done.returncode == code and said in done.stderr and done.stdout == ""


def test_every_file_of_the_contract_is_written(kinds: dict[str, Kind]) -> None:
    files = contract_files(kinds)
    assert {"types.ts", "run.schema.json", "records/loan.schema.json"} <= files.keys()
    assert all(text.endswith("\n") for text in files.values())
