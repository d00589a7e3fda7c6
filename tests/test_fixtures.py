"""The recordings in fixtures/: all sound, all used, and the same bytes out of them every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.batch import Done, run_batch
from extract.codebook import codebook
from extract.kinds import load_kinds, published_schema
from extract.recordings import read_recording
from extract.runs import Run, open_run
from extract.settings import EMBEDDED_MODEL, EMBEDDED_SHA256, Settings
from extract.validate import faults

ROOT = Path(__file__).parents[1]
RECORDINGS = ROOT / "fixtures" / "recordings"
KINDS = ("loan", "statement", "treaty", "weapons_transfer")


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    out = tmp_path_factory.mktemp("replay") / "run"
    return replay(out), out


def replay(out: Path) -> Done:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return run_batch(["seeds"], load_kinds(ROOT), Settings(mode="replay", recordings=RECORDINGS), out)


def test_every_seed_and_kind_has_an_end(replayed: tuple[Done, Path]) -> None:
    run = json.loads((replayed[1] / "run.json").read_text(encoding="utf-8"))
    seeds = {path.stem for path in (ROOT / "seeds").glob("*.md")}
    assert run["complete"]
    assert {(o["document"], o["kind"]) for o in Run(replayed[1], run).outcomes()} == {
        (seed, kind) for seed in seeds for kind in KINDS
    }
    assert run["counts"]["done"] + run["counts"]["failed"] == len(seeds) * len(KINDS)


def test_every_recording_is_used(replayed: tuple[Done, Path]) -> None:
    used = {key[:16] for outcome in open_run(replayed[1]).outcomes() for key in outcome["recordings"]}
    assert used == {path.stem for path in RECORDINGS.glob("*.json")}


def test_a_second_replay_gives_the_same_bytes(replayed: tuple[Done, Path], tmp_path: Path) -> None:
    replay(tmp_path / "again")
    for name in ("records.jsonl", "failures.jsonl", "unclaimed.jsonl"):
        assert (tmp_path / "again" / name).read_bytes() == (replayed[1] / name).read_bytes()


def test_records_keep_to_the_published_schema(replayed: tuple[Done, Path]) -> None:
    schemas = {name: published_schema(kind) for name, kind in load_kinds(ROOT).items()}
    lines = (replayed[1] / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines
    assert list(faults(lines, schemas)) == []


def test_a_record_that_is_not_rejected_holds_no_number_without_its_figure(replayed: tuple[Done, Path]) -> None:
    """The first promise, on the real model's replies; for flagged records too."""
    numbers = [
        (record, name, value)
        for record in replayed[0].records
        for name, value in record["data"].items()
        if record["verdict"] != "rejected" and isinstance(value, dict) and value.get("value") is not None
    ]
    assert numbers
    run = open_run(replayed[1])
    for record, name, value in numbers:
        figure, document = record["figures"][name], run.document(record["document"]["sha256"])
        assert document is not None
        assert document.text[figure["start"] : figure["end"]] == figure["as_written"]
        assert value["value"] == figure["value"]


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*.json")), ids=lambda path: path.stem)
def test_recording_says_where_it_comes_from(path: Path) -> None:
    recording = read_recording(path)
    assert recording is not None
    origin = recording["provenance"]
    assert origin["model"] == EMBEDDED_MODEL
    assert origin["weights_sha256"] == EMBEDDED_SHA256
    assert "llama.cpp" in origin["server"]
    assert origin["date"][:4].isdigit()
    assert set(recording) == {"key", "request", "reply", "provenance"}


def test_codebook_is_in_step() -> None:
    written = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert written == codebook(load_kinds(ROOT)), "run: extract kinds --codebook > docs/codebook.md"
