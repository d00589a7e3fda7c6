"""A run opened for reading: documents come back as they were, and what is missing is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.batch import run_batch
from extract.database import Database
from extract.errors import UsageError
from extract.kinds import load_kinds
from extract.runs import DATABASE, open_run
from extract.settings import Settings
from extract.types import Document

ROOT = Path(__file__).parents[1]


def test_what_a_run_wrote_is_read_back(tmp_path: Path) -> None:
    settings = Settings(mode="replay", recordings=ROOT / "fixtures" / "recordings")
    done = run_batch([str(ROOT / "seeds" / "visit-to-minsk.md")], load_kinds(ROOT), settings, tmp_path / "run")
    run = open_run(tmp_path / "run")
    assert [record["id"] for record in run.records()] == [record["id"] for record in done.records]
    assert list(run.failures()) == []
    for record in run.records():
        document = run.document(record["document"]["sha256"])
        assert document is not None
        for quote in record["evidence"]:
            assert document.text[quote["start"] : quote["end"]] == quote["exact"]
    names = {document.id for document in run.documents()}
    assert names == {"visit-to-minsk"} and {line["document"] for line in run.unclaimed()} <= names
    assert run.document("0" * 64) is None


def test_documents_come_back_whole(tmp_path: Path) -> None:
    odd = Document("b", "a\ud800\r\n\x00 \U0001f600 {{ x }}", "1" * 64, "T\ud800", "2024-01-30", "S", ("x", 'y"'))
    plain = Document("a", "", "2" * 64)
    (tmp_path / "run.json").write_text('{"contract": "extract/1"}', encoding="utf-8")
    with Database(tmp_path) as base:
        base.take_in([odd, plain], None)
    assert list(open_run(tmp_path).documents()) == [plain, odd]
    with Database(tmp_path) as base:
        base.take_in([plain], None)
        assert base.document(odd.sha256) == odd, "those of former runs stay, without a place"
    assert list(open_run(tmp_path).documents()) == [plain]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"run\.json"):
        open_run(tmp_path)
    (tmp_path / "run.json").write_text('{"contract": "extract/1"}', encoding="utf-8")
    run = open_run(tmp_path)
    with pytest.raises(UsageError, match=DATABASE):
        list(run.documents())
    (tmp_path / DATABASE).write_bytes(b"no database" * 100)
    with pytest.raises(UsageError, match=DATABASE):
        list(run.documents())
    (tmp_path / "records.jsonl").write_text('{"id": 1}\n{nonsense\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"records\.jsonl:2"):
        list(run.records())
