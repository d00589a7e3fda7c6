"""Diff: a run beside itself is empty, every difference is found once, a cause is named only where the runs say so."""

from __future__ import annotations

import copy
import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import call

from extract.batch import run_batch
from extract.diff import as_json, compare
from extract.diff_pairs import Named, pair_documents
from extract.kinds import load_kinds
from extract.runs import DATABASE, open_run
from extract.settings import Settings
from extract.store import FILES
from extract.types import CONTRACT

ROOT = Path(__file__).parents[1]
LENT = "Norland lent Sudmark 40 million euros on 3 May 2021 for a bridge."
GAVE = "Westria gave Ostland a credit of 5 million euros."

Run = dict[str, Any]


def record(id: str, evidence: str = LENT, sha: str = "a" * 64, **more: Any) -> dict[str, Any]:
    document = {
        "id": "paper",
        "sha256": sha,
        "title": "T",
        "published": "2021-05-04",
        "source": "S",
        "sources": ["p.md"],
    }
    finding = {"check": "V05", "level": "warn", "path": "amount.currency", "message": "two currencies"}
    provenance = {"model": "m", "endpoint": "e", "prompt": "p", "schema": "s", "recordings": ["r" + id], "attempts": 1}
    return {
        "contract": CONTRACT,
        "id": id,
        "kind": "loan",
        "verdict": "flagged",
        "document": document,
        "data": {
            "lender": ["Norland"],
            "amount": {"value": 40, "currency": "EUR"},
            "dates": [],
            "evidence": [evidence],
        },
        "derived": {"countable": True},
        "evidence": [{"exact": evidence, "start": 0, "end": len(evidence)}],
        "figures": {"amount": {"value": 40, "start": 21, "end": 31}},
        "findings": [finding],
        "provenance": provenance | {"versions": {"extract": "1"}},
        **more,
    }


def a_run() -> Run:
    records = [record("1"), record("2", GAVE), record("3", GAVE, "b" * 64)]
    records[2]["document"] |= {"id": "other", "sources": ["o.md"], "source": "O"}
    outcomes = [
        {"document": name, "kind": "loan", "recordings": recordings}
        for name, recordings in (("paper", ["r1", "r2"]), ("other", ["r3"]))
    ]
    manifest = {
        "contract": CONTRACT,
        "complete": True,
        "settings": {"model": "m", "endpoint": "e", "reasks": 1, "recordings": "here", "timeout": 9},
        "versions": {"extract": "1", "pydantic": "2"},
        "kinds": {"loan": {"schema": "s", "prompt_version": 1}},
        "outcomes": outcomes,
    }
    return {"records": records, "failures": [], "manifest": manifest}


def written(folder: Path, run: Run) -> Path:
    folder.mkdir(parents=True)
    for name, lines in (("records.jsonl", run["records"]), ("failures.jsonl", run["failures"])):
        (folder / name).write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    manifest = dict(run["manifest"])
    if "outcomes" in manifest:  # older runs keep none
        lines = "".join(json.dumps(one) + "\n" for one in manifest.pop("outcomes"))
        (folder / "outcomes.jsonl").write_text(lines, encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def compared(folder: Path, a: Run, b: Run) -> dict[str, Any]:
    found = compare(open_run(written(folder / "a", a)), open_run(written(folder / "b", b)))
    told = as_json(found)
    assert found.empty == (not any(told[name] for name in ("documents", "appeared", "vanished", "changed", "failures")))
    return told


def changed_by(folder: Path, change: Callable[[Run], Any]) -> dict[str, Any]:
    """The diff from a run to the same one changed so."""
    after = a_run()
    change(after)
    return compared(folder, a_run(), after)


def causes(one: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    return [(cause["what"], cause["before"], cause["after"]) for cause in one["causes"]]


def test_a_run_beside_itself_is_empty_in_any_order(tmp_path: Path) -> None:
    after = a_run()
    after["records"].reverse()
    told = compared(tmp_path, a_run(), after)
    assert told["counts"] == {
        "records": {"a": 3, "b": 3}, "same": 3, "appeared": 0, "vanished": 0, "changed": 0,
        "data_changed": 0, "verdict_changed": 0, "findings_changed": 0,
    }  # fmt: skip
    assert not any(told[name] for name in ("runs", "documents", "appeared", "vanished", "changed", "failures"))


FIELDS: list[tuple[Callable[[dict[str, Any]], Any], list[tuple[Any, ...]]]] = [
    (
        lambda one: one["data"]["amount"].update(value=41),
        [("data", "amount.value", "changed", 40, 41)],
    ),
    (lambda one: one["data"].update(lender=[]), [("data", "lender", "changed", ["Norland"], [])]),
    (lambda one: one["data"].update(terms=None), [("data", "terms", "added", None, None)]),
    (
        lambda one: one["data"].update(dates=[{"event": "signed"}]),
        [("data", "dates", "removed", [], None), ("data", "dates[0].event", "added", None, "signed")],
    ),
    (lambda one: one["derived"].update(countable=False), [("derived", "countable", "changed", True, False)]),
    (lambda one: one["figures"]["amount"].update(value=41), [("figures", "amount.value", "changed", 40, 41)]),
    (lambda one: one["figures"]["amount"].update(start=1, end=2), []),
    (lambda one: one["evidence"].clear(), [("evidence", "", "changed", [LENT], [])]),
    (lambda one: one["provenance"].update(model="n"), []),
]


@pytest.mark.parametrize("change, expected", FIELDS)
def test_fields(tmp_path: Path, change: Callable[[dict[str, Any]], Any], expected: list[tuple[Any, ...]]) -> None:
    told = changed_by(tmp_path, lambda run: change(run["records"][0]))
    found = [tuple(field.values()) for one in told["changed"] for field in one["fields"]]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert told["counts"]["data_changed"] == bool(expected) and told["counts"]["findings_changed"] == 0
    assert all(one["verdict"] is None and one["paired_by"] == "id" for one in told["changed"])


FINDINGS: list[tuple[list[dict[str, str]], list[tuple[Any, ...]]]] = [
    ([], [("V05", "amount.currency", "warn", None, "two currencies")]),
    (
        [{"check": "V05", "level": "info", "path": "amount.currency", "message": "two currencies"}],
        [("V05", "amount.currency", "warn", "info", "two currencies")],
    ),
    (
        [
            {"check": "V05", "level": "warn", "path": "amount.currency", "message": "two currencies"},
            {"check": "V05", "level": "warn", "path": "amount.currency", "message": "three"},
            {"check": "V01", "level": "error", "path": "", "message": "not there"},
        ],
        [("V05", "amount.currency", None, "warn", "three"), ("V01", "", None, "error", "not there")],
    ),
]


@pytest.mark.parametrize("findings, expected", FINDINGS)
def test_findings_and_verdicts_stand_apart(
    tmp_path: Path, findings: list[dict[str, str]], expected: list[tuple[Any, ...]]
) -> None:
    told = changed_by(tmp_path, lambda run: run["records"][1].update(findings=findings, verdict="verified"))
    (one,) = told["changed"]
    assert [tuple(finding.values()) for finding in one["findings"]] == expected
    assert one["fields"] == [] and one["verdict"] == {"before": "flagged", "after": "verified"}
    assert told["counts"]["verdict_changed"] == told["counts"]["findings_changed"] == 1


def test_a_record_whose_key_changed_is_paired_by_its_evidence(tmp_path: Path) -> None:
    def other_id(run: Run) -> None:
        run["records"][1]["id"] = "9"
        run["records"][1]["data"]["amount"]["value"] = 6

    told = changed_by(tmp_path, other_id)
    (one,) = told["changed"]
    assert (one["id"], one["paired_by"]) == ({"before": "2", "after": "9"}, "content")
    assert told["appeared"] == told["vanished"] == []


def test_records_of_other_sentences_or_kinds_are_not_paired(tmp_path: Path) -> None:
    def others(run: Run) -> None:
        run["records"][0] |= {"id": "8", "evidence": [{"exact": "Quite another thing happened."}]}
        run["records"][1] |= {"id": "9", "kind": "treaty"}
        run["manifest"]["kinds"]["treaty"] = {}

    told = changed_by(tmp_path, others)
    assert sorted(one["id"] for one in told["appeared"]) == ["8", "9"]
    assert sorted(one["id"] for one in told["vanished"]) == ["1", "2"]
    assert told["changed"] == []


def test_a_document_whose_text_changed_is_paired_by_id_and_said_to_be(tmp_path: Path) -> None:
    def new_text(run: Run) -> None:
        for one in run["records"][:2]:
            one["id"] += "x"
            one["document"]["sha256"] = "c" * 64
        run["records"][1]["data"]["lender"] = ["Westria"]
        run["records"][1]["provenance"]["prompt"] = "q"

    told = changed_by(tmp_path, new_text)
    assert told["documents"] == [{"state": "text", "before": "paper", "after": "paper", "by": "id"}]
    (one,) = told["changed"]  # the other record says the same as before
    assert causes(one) == [("document", "a" * 64, "c" * 64)]
    assert told["counts"]["same"] == 2


DOCUMENTS = [
    ((Named("a", "1"),), (Named("a", "1"),), [("1", "1", "text")]),
    ((Named("a", "1"),), (Named("b", "1"),), [("1", "1", "text")]),
    ((Named("a", "1"),), (Named("a", "2"),), [("1", "2", "id")]),
    ((Named("a", "1", sources=("f",)),), (Named("b", "2", sources=("f",)),), [("1", "2", "file")]),
    ((Named("a", "1", source="S"),), (Named("b", "2", source="S"),), [("1", "2", "source")]),
    (
        (Named("a", "1", source="S"), Named("c", "3", source="S")),  # two of that source: no telling which
        (Named("b", "2", source="S"),),
        [("1", None, None), (None, "2", None), ("3", None, None)],
    ),
    ((Named("a", "1"), Named("b", "2")), (Named("a", "2"),), [("2", "2", "text"), ("1", None, None)]),
]


@pytest.mark.parametrize("a, b, expected", DOCUMENTS)
def test_documents_are_paired_only_where_it_is_clear(a: Any, b: Any, expected: list[Any]) -> None:
    found = pair_documents({one.sha256: one for one in a}, {one.sha256: one for one in b})
    told = [(pair.a and pair.a.sha256, pair.b and pair.b.sha256, pair.by) for pair in found]
    assert sorted(told, key=str) == sorted(expected, key=str)


def provenance(**more: Any) -> Callable[[Run], Any]:
    return lambda run: run["records"][0]["provenance"].update(more)


def manifest(part: str, **more: Any) -> Callable[[Run], Any]:
    return lambda run: run["manifest"][part].update(more)


CAUSES: list[tuple[Callable[[Run], Any], list[tuple[Any, Any, Any]]]] = [
    (lambda run: None, [("unknown", None, None)]),
    (provenance(model="n"), [("model", "m", "n")]),
    (provenance(endpoint="f"), [("endpoint", "e", "f")]),
    (provenance(schema="t"), [("schema", "s", "t")]),
    (provenance(prompt="q"), [("question", "p", "q")]),
    (provenance(versions={"extract": "2"}), [("code", "extract 1", "extract 2")]),
    (provenance(recordings=["x"]), [("recordings", ["r1"], ["x"])]),
    (provenance(recordings=["x"], model="n"), [("model", "m", "n")]),
    (manifest("settings", recordings="there"), [("recordings", "here", "there")]),
    (manifest("settings", reasks=2), [("setting", "reasks 1", "reasks 2")]),
    (manifest("settings", timeout=1), [("unknown", None, None)]),
    (manifest("versions", pydantic="3"), [("unknown", None, None)]),
    (
        manifest("kinds", loan={"schema": "s", "prompt_version": 2}),
        [("prompt", "version 1", "version 2")],
    ),
    (
        lambda run: [one["document"].update(published="2022") for one in run["records"][:2]],
        [("document", "published 2021-05-04", "published 2022")],
    ),
]


@pytest.mark.parametrize("change, expected", CAUSES)
def test_causes_of_a_change(tmp_path: Path, change: Callable[[Run], Any], expected: list[tuple[Any, Any, Any]]) -> None:
    def both(run: Run) -> None:
        run["records"][0]["data"]["lender"] = []
        change(run)

    (one,) = changed_by(tmp_path, both)["changed"]
    assert causes(one) == expected


ALONE: list[tuple[Callable[[Run], Any], list[tuple[Any, Any, Any]]]] = [
    (lambda run: None, [("unknown", None, None)]),
    (manifest("settings", model="n"), [("model", "m", "n")]),
    (manifest("kinds", loan={"schema": "t", "prompt_version": 1}), [("schema", "s", "t")]),
    (lambda run: run["manifest"]["kinds"].clear(), [("kind", "asked for", "not asked for")]),
    (
        lambda run: run["failures"].append({"document": "paper", "kind": "loan", "reason": "truncated"}),
        [("failure", None, "truncated")],
    ),
    (lambda run: run["manifest"]["outcomes"].pop(0), [("not begun", "done", "not begun")]),
    (
        lambda run: run["manifest"]["outcomes"][0].update(recordings=["r2"]),
        [("question", "asked", "not asked")],
    ),
    (manifest("versions", extract="2"), [("code", "extract 1", "extract 2")]),
    (lambda run: run["manifest"].pop("outcomes"), [("unknown", None, None)]),
]


@pytest.mark.parametrize("change, expected", ALONE)
def test_causes_of_a_record_that_is_gone(
    tmp_path: Path, change: Callable[[Run], Any], expected: list[tuple[Any, Any, Any]]
) -> None:
    def without(run: Run) -> None:
        del run["records"][0]
        change(run)

    told = changed_by(tmp_path / "there", without)
    assert causes(next(one for one in told["vanished"] if one["id"] == "1")) == expected
    after = a_run()
    without(after)
    back = compared(tmp_path / "back", after, a_run())
    assert causes(next(one for one in back["appeared"] if one["id"] == "1")) == [(w, a, b) for w, b, a in expected]


def test_a_document_that_is_gone_or_could_not_be_read(tmp_path: Path) -> None:
    told = changed_by(tmp_path / "gone", lambda run: run["records"].pop())
    assert told["documents"] == [{"state": "gone", "before": "other", "after": None, "by": None}]
    assert causes(told["vanished"][0]) == [("document", "there", "not there")]

    def unread(run: Run) -> None:
        run["records"].pop()
        run["failures"].append({"document": "o.md", "kind": None, "reason": "too_long"})

    told = changed_by(tmp_path / "unread", unread)
    assert causes(told["vanished"][0]) == [("failure", None, "too_long")]
    assert told["failures"] == [{"document": "o.md", "kind": None, "reason": "too_long", "new": True}]


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_every_change_is_told_once_and_the_other_way_round(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    before, after = a_run(), a_run()
    for run in (before, after):
        run["records"] = [one for one in run["records"] if dice.random() < 0.7]
        for one in run["records"]:
            if dice.random() < 0.5:
                one["data"]["lender"] = dice.choice([["Norland"], ["Westria"]])
        dice.shuffle(run["records"])
    folder = tmp_path_factory.mktemp("runs")
    there = compared(folder / "there", before, after)
    back = compared(folder / "back", after, before)
    kept = {one["id"]: one for one in after["records"]}
    assert {one["id"] for one in there["vanished"]} == {one["id"] for one in before["records"]} - kept.keys()
    differ = {one["id"] for one in before["records"] if one["id"] in kept and one["data"] != kept[one["id"]]["data"]}
    assert {one["id"]["after"] for one in there["changed"]} == differ
    assert [one["id"] for one in there["vanished"]] == [one["id"] for one in back["appeared"]]
    counts = there["counts"]
    assert counts["same"] + counts["changed"] + counts["vanished"] == counts["records"]["a"]
    assert counts["same"] + counts["changed"] + counts["appeared"] == counts["records"]["b"]


def test_real_runs(tmp_path: Path) -> None:
    kinds = load_kinds(ROOT)
    how = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    paths = [str(ROOT / "seeds" / "visit-to-minsk.md")]
    few = {name: kind for name, kind in kinds.items() if name != "statement"}
    for name, some in (("a", kinds), ("b", few)):
        run_batch(paths, some, how, tmp_path / name)
    out, _ = call("diff", str(tmp_path / "a"), str(tmp_path / "a"))
    assert "no document, record or failure differs" in out
    out, _ = call("diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json", "-", code=1)
    told = json.loads(out)
    assert {one["kind"] for one in told["vanished"]} == {"statement"} and not told["changed"] and not told["appeared"]
    assert {cause for one in told["vanished"] for cause in causes(one)} == {("kind", "asked for", "not asked for")}


def test_what_a_run_keeps_of_its_setup_is_the_cause(tmp_path: Path) -> None:
    """The code's hash and the prompt file's: neither shows in a manifest."""
    kinds = {"loan": load_kinds(ROOT)["loan"]}
    how = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    for name in ("a", "b"):
        run_batch([str(ROOT / "seeds" / "visit-to-minsk.md")], kinds, how, tmp_path / name)
    with sqlite3.connect(tmp_path / "b" / DATABASE) as base:
        setup, holds = base.execute("SELECT setup, holds FROM setups").fetchone()
        other = json.loads(holds) | {"code": "c0de", "prompt": "9999", "schema_file": "f11e"}
        base.execute("UPDATE setups SET holds = ? WHERE setup = ?", (json.dumps(other), setup))
    lines = (tmp_path / "b" / FILES[0]).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "b" / FILES[0]).write_text("".join(lines[1:]), encoding="utf-8")
    told = as_json(compare(open_run(tmp_path / "a"), open_run(tmp_path / "b")))
    (gone,) = told["vanished"]
    old = json.loads(holds)
    assert causes(gone) == [
        ("prompt", old["prompt"], "9999"), ("schema", old["schema_file"], "f11e"), ("code", old["code"], "c0de"),
    ]  # fmt: skip


def test_the_command(tmp_path: Path) -> None:
    after = a_run()
    after["records"][0]["data"]["lender"] = ["[red]\x1b[31mX"]
    after["records"][1]["verdict"] = "rejected"
    after["records"][1]["findings"] = []
    after["records"][2]["document"]["id"] = "more"
    after["manifest"]["settings"]["model"] = "n"
    a, b = str(written(tmp_path / "a", a_run())), str(written(tmp_path / "b", after))
    out, _ = call("diff", a, b, "--json", str(tmp_path / "diff.json"), code=1)
    for words in ("settings.model", "documents (1)", "data changed (1)", "verdict changed (1)", "findings changed (1)"):
        assert words in out
    assert "\x1b" not in out and "[red]" in out
    assert json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))["contract"] == "extract-diff/1"
    (tmp_path / "b" / FILES[0]).write_text('{"id": "1"}\n', encoding="utf-8")
    _, err = call("diff", a, b, code=2)
    assert "record 1: lacks one of data" in err
    _, err = call("diff", a, str(tmp_path / "none"), code=2)
    assert "run.json" in err


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    run = a_run()
    run["records"] = [record(str(number), f"Sentence number {number} of the text.") for number in range(60)]
    empty = copy.deepcopy(run) | {"records": []}
    a, b = str(written(tmp_path / "a", run)), str(written(tmp_path / "b", empty))
    out, _ = call("diff", a, b, code=1)
    assert "... 20 more" in out
    out, _ = call("diff", a, b, "--all", code=1)
    assert "more; --all" not in out
