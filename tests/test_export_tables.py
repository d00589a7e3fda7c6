"""Export to Parquet, SQLite, Label Studio and Web Annotations: read back with the formats' own readers."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import uuid
import xml.etree.ElementTree as ET
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from export_runs import as_read, make_run, records_of, source_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_export import DOCUMENT, KINDS, TEXT, record

from extract.errors import UsageError
from extract.export import parquet
from extract.export.columns import Cells, Table, table_of
from extract.export.label_studio import task_of, write_label_studio
from extract.export.parquet import write_parquet
from extract.export.sqlite import table_name, write_sqlite
from extract.export.web_annotation import annotation, document_iri, write_web_annotation
from extract.types import Document

ANY = st.one_of([records_of(kind) for kind in KINDS.values()])
SOME = st.lists(ANY, max_size=3, unique_by=lambda one: one["id"])
SLOW = settings(max_examples=10, suppress_health_check=list(HealthCheck))


def cells_of(table: Table, row: dict[str, Any]) -> Cells:
    """A row of Parquet or SQLite as cells: numbers from their exact text, JSON text read."""
    cells: Cells = {}
    for column in table.columns:
        value = row[f"{column.name}.exact"] if column.type == "number" else row[column.name]
        if value is not None and column.type == "number":
            value = Decimal(value)
        elif isinstance(value, str) and column.type in ("json", "texts"):
            value = json.loads(value, parse_float=Decimal)
        elif value is not None and column.type == "boolean":
            value = bool(value)
        cells[column.name] = value
    return cells


@SLOW
@given(records=SOME)
def test_parquet_reads_back_equal(records: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        run = make_run(Path(name) / "run", records)
        write_parquet(source_of(run, KINDS), Path(name))
        for kind in KINDS:
            table = table_of(KINDS[kind])
            rows = pq.read_table(Path(name) / f"{kind}.parquet").to_pylist()
            back = [table.record(cells_of(table, row)) for row in rows]
            assert back == [as_read(one) for one in records if one["kind"] == kind]


def test_parquet_goes_out_in_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 2)
    run = make_run(tmp_path / "run", [record(id=f"{n:016x}") for n in range(5)])
    write_parquet(source_of(run, KINDS), tmp_path)
    file = pq.ParquetFile(tmp_path / "loan.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
    assert str(file.schema_arrow.field("data.amount.value").type) == "double"
    assert str(file.schema_arrow.field("data.lender").type).startswith("list<")


def _rows(base: sqlite3.Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    base.row_factory = sqlite3.Row
    return [dict(row) for row in base.execute(query, values)]


def _of_database(base: sqlite3.Connection, key: str) -> dict[str, Any]:
    """A record put together from the tables again."""
    (own,) = _rows(base, "SELECT * FROM records WHERE id = ?", key)
    (about,) = _rows(base, "SELECT * FROM documents WHERE sha256 = ?", own["document"])
    table = table_of(KINDS[own["kind"]])
    (row,) = _rows(base, f'SELECT * FROM "{table_name(own["kind"])}" WHERE id = ?', key)
    inner = Table(table.kind, tuple(c for c in table.columns if c.path[0] in ("data", "derived")))
    made = inner.record(cells_of(inner, row))
    evidence = _rows(base, 'SELECT exact, prefix, suffix, start, "end", match FROM evidence WHERE record = ?', key)
    findings = _rows(base, 'SELECT "check", level, path, message FROM findings WHERE record = ? ORDER BY n', key)
    figures = {}
    for figure in _rows(base, "SELECT * FROM figures WHERE record = ?", key):
        path = figure.pop("path")
        del figure["record"]
        for name in ("value", "value_high"):
            exact = figure.pop(f"{name}.exact")
            figure[name] = None if exact is None else Decimal(exact)
        figure["assumed"] = bool(figure["assumed"])
        figure["equals"] = figure["equals"] and json.loads(figure["equals"])
        figures[path] = figure
    return {
        "contract": own["contract"], "id": key, "kind": own["kind"], "verdict": own["verdict"],
        "document": {**{name: about[name] for name in ("id", "sha256", "title", "published", "source")},
                     "sources": json.loads(about["sources"])},
        **made, "evidence": evidence, "figures": figures, "findings": findings,
        "provenance": json.loads(own["provenance"], parse_float=Decimal),
    }  # fmt: skip


@SLOW
@given(records=SOME)
def test_sqlite_reads_back_equal(records: list[dict[str, Any]]) -> None:
    for number, one in enumerate(records):
        one["document"]["sha256"] = f"{number:064x}"
    with tempfile.TemporaryDirectory() as name:
        run = make_run(Path(name) / "run", records, database=True)
        write_sqlite(source_of(run, KINDS), Path(name) / "x.sqlite")
        with closing(sqlite3.connect(Path(name) / "x.sqlite")) as base:
            assert [_of_database(base, one["id"]) for one in records] == [as_read(one) for one in records]
            assert base.execute("PRAGMA foreign_key_check").fetchall() == []
            assert [row[0] for row in base.execute("PRAGMA integrity_check")] == ["ok"]


def test_sqlite_joins_and_searches(tmp_path: Path) -> None:
    large = record(id="2" * 16)
    large["data"]["amount"] = {**large["data"]["amount"], "value": 10**25}
    run = make_run(tmp_path / "run", [record(id="1" * 16), large], [DOCUMENT, Document("e", "Café.", "1" * 64)])
    write_sqlite(source_of(run, KINDS), tmp_path / "x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as base:
        found = _rows(base, 'SELECT * FROM loan_with_proof WHERE "data.amount.value" < 0')
        assert [(row["id"], row["verdict"], row["title"], row["quote"]) for row in found] == [
            ("1" * 16, "verified", "=Title", TEXT[:31])
        ]
        (row,) = _rows(base, 'SELECT "data.amount.value", "data.amount.value.exact" FROM loan WHERE id = ?', "2" * 16)
        assert row == {"data.amount.value": 1e25, "data.amount.value.exact": "1" + "0" * 25}
        words = (
            "SELECT d.id FROM documents_fts f JOIN documents d ON d.rowid = f.rowid WHERE documents_fts MATCH 'cafe'"
        )
        assert _rows(base, words) == [{"id": "e"}]
        quotes = "SELECT e.record FROM evidence_fts f JOIN evidence e ON e.rowid = f.rowid WHERE evidence_fts MATCH ?"
        assert [row["record"] for row in _rows(base, quotes, "lends")] == ["1" * 16, "2" * 16]
        assert base.execute("SELECT text FROM documents WHERE id = 'd'").fetchone()["text"] == TEXT
        for name in ("documents", "evidence"):
            (made,) = _rows(base, "SELECT sql FROM sqlite_master WHERE name = ?", f"{name}_fts")
            assert f'content="{name}"' in made["sql"], "Datasette and sqlite-utils look for these very quotation marks"
        keys = {(row["from"], row["table"], row["to"]) for row in _rows(base, "PRAGMA foreign_key_list(loan)")}
        assert keys == {("id", "records", "id")}


def test_two_records_of_one_id_are_refused(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", [record(), record()], [DOCUMENT])
    with pytest.raises(UsageError, match="UNIQUE"):
        write_sqlite(source_of(run, KINDS), tmp_path / "x.sqlite")


@pytest.mark.parametrize(
    ("kind", "table"), [("loan", "loan"), ("Records", "_Records"), ("sqlite_x", "_sqlite_x"), ("_a", "__a")]
)
def test_no_kind_takes_the_name_of_a_table(kind: str, table: str) -> None:
    assert table_name(kind) == table


def test_label_studio_tasks(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", [record()], [DOCUMENT, Document("e", "Nothing.", "1" * 64)])
    write_label_studio(source_of(run, KINDS), tmp_path)
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    assert [task["data"]["document"] for task in tasks] == ["d", "e"] and tasks[1]["predictions"] == []
    (prediction,) = tasks[0]["predictions"]
    view = ET.fromstring((tmp_path / "config.xml").read_text(encoding="utf-8"))
    labels, text = view[0], view[1]
    known = {label.attrib["value"] for label in labels}
    assert known >= {*KINDS, "loan.amount", "loan.dates"} and text.attrib["value"] == "$text"
    assert prediction["model_version"] == "m" and len({span["id"] for span in prediction["result"]}) == 2
    for span in prediction["result"]:
        value = span["value"]
        assert tasks[0]["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert set(value["labels"]) <= known
        assert (span["from_name"], span["to_name"]) == (labels.attrib["name"], text.attrib["name"])
        assert labels.attrib["toName"] == text.attrib["name"]
    assert [span["value"]["labels"] for span in prediction["result"]] == [["loan"], ["loan.amount"]]


def test_a_record_without_its_text_is_not_dropped(tmp_path: Path) -> None:
    lost = record(id="1" * 16, document={**record()["document"], "sha256": "f" * 64})
    run = make_run(tmp_path / "run", [record(), lost], [DOCUMENT])
    with pytest.raises(UsageError, match="the text of sha256 ffff"):
        write_label_studio(source_of(run, KINDS), tmp_path)


def test_a_label_that_no_schema_foresees_is_declared() -> None:
    odd = record(figures={"deals[3].sums[0]": record()["figures"]["amount"]})
    used: set[str] = set()
    task_of(DOCUMENT, [odd], used)
    assert used == {"loan", "loan.deals.sums"}


def test_web_annotations(tmp_path: Path) -> None:
    bare = record(id="1" * 16, evidence=[])
    run = make_run(tmp_path / "run", [record(), bare], [DOCUMENT])
    write_web_annotation(source_of(run, KINDS), tmp_path / "x.jsonld")
    book = json.loads((tmp_path / "x.jsonld").read_text(encoding="utf-8"))
    assert book["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (book["type"], book["total"], book["first"]["type"]) == ("AnnotationCollection", 2, "AnnotationPage")
    first, second = book["first"]["items"]
    assert len({book["id"], book["first"]["id"], first["id"], second["id"]}) == 4
    assert book["first"]["partOf"] == book["id"]
    for one in (first, second):
        assert one["type"] == "Annotation" and uuid.UUID(one["id"].removeprefix("urn:uuid:")).version == 5
    assert first["id"] == annotation(record())["id"] != second["id"]
    (target,) = first["target"]
    quote, position = target["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert TEXT[position["start"] : position["end"]] == quote["exact"]
    assert second["target"] == target["source"] == document_iri("0" * 64)
    tag, body = first["body"]
    assert tag["value"] == "loan" and json.loads(body["value"])["data"] == record()["data"]


@pytest.mark.parametrize("hash", ["", "zz" * 32, "0" * 63, "0" * 64 + "\n", " " * 64])
def test_what_is_no_hash_is_refused(hash: str) -> None:
    with pytest.raises(UsageError, match="no sha256"):
        document_iri(hash)


def test_a_document_is_named_by_its_hash() -> None:
    digest = hashlib.sha256(b"Hello World!").hexdigest()
    assert document_iri(digest) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk", "RFC 6920, section 8.1"
