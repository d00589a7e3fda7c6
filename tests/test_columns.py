"""Documents in the rows of tables, and behind URLs."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from extract import remote
from extract.cli import app
from extract.columns import Columns
from extract.documents import scan
from extract.errors import DocumentError, UsageError
from extract.types import Document, Failure

ROWS = [
    {"id": "a/1", "text": "The first."},
    {"id": "b", "text": "  "},
    {"id": "c", "text": None},
    {"id": "d", "text": "The first."},
    {"id": None, "text": "---\ntitle: no front matter here\n---\nThe last."},
    {"id": "e", "text": "x" * 101},
]


def table(path: Path) -> str:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return str(path)


def found(*paths: str, columns: Columns | None = None) -> list[Document | Failure]:
    return list(scan(paths, max_chars=100, columns=columns))


@pytest.mark.parametrize("name", ["t.parquet", "t.jsonl", "t.ndjson"])
@pytest.mark.parametrize("url", [False, True])
def test_rows_are_documents(tmp_path: Path, name: str, url: bool) -> None:
    path = table(tmp_path / name)
    path = f"file://{path}" if url else path
    first, empty, nothing, twice, last, long = found(path, columns=Columns("text", "id"))
    assert isinstance(first, Document) and (first.id, first.text, first.sources) == (
        "1",
        "The first.",
        (f"{path}#a/1",),
    )
    assert isinstance(empty, Failure) and (empty.reason, empty.document) == ("empty", f"{path}#b")
    assert isinstance(nothing, Failure) and "row 3 has no words in column 'text'" in nothing.message
    assert isinstance(twice, Document) and twice.sources == (f"{path}#a/1", f"{path}#d")
    assert isinstance(last, Document) and last.id == "5" and last.text == ROWS[4]["text"] and last.title is None
    assert isinstance(long, Failure) and long.reason == "too_long"


def test_without_an_id_the_number_of_the_row_is_one(tmp_path: Path) -> None:
    first, *_ = found(table(tmp_path / "t.jsonl"), columns=Columns("text"))
    assert isinstance(first, Document) and first.id == "1"


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("t.jsonl", b'{"text": "a"}\n{"text": \n', "line 2"),
        ("t.jsonl", b"\xff\xfe", "decode"),
        ("t.parquet", b"PAR1", "Parquet"),
        ("t.csv", b"text\na\n", "with --column, give tables"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_failure(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    *_, last = found(str(tmp_path / name), columns=Columns("text"))
    assert isinstance(last, Failure) and said in last.message


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    (one,) = found(table(tmp_path / "t.parquet"), columns=Columns("body"))
    assert isinstance(one, Failure) and "no column 'body'; there are id, text" in one.message


def test_a_jsonl_row_with_half_a_pair_becomes_words(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "a \\ud83d b"}\n[1]\n', encoding="utf-8")
    one, other = found(str(tmp_path / "t.jsonl"), columns=Columns("text"))
    assert isinstance(one, Document) and one.text == "a \ufffd b" and isinstance(other, Failure)


def test_urls_name_objects_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.md", "b/d.pdf", ".hidden/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"---\ntitle: T\n---\nText of {name}", encoding="utf-8")
    url = f"file://{tmp_path}"
    every = found(url)
    assert [(one.id, one.title, one.text) for one in every if isinstance(one, Document)] == [
        ("a", "T", "Text of a.txt"),
        ("c", "T", "Text of b/c.md"),
    ]
    assert len(every) == 2
    assert [one.id for one in found(f"{url}/a.txt") if isinstance(one, Document)] == ["a"]
    assert [one.id for one in found(f"{url}/*/*.md") if isinstance(one, Document)] == ["c"]
    (none,) = found(f"{url}/nothing")
    assert isinstance(none, Failure) and none.reason == "not_found"


def test_a_url_that_leads_nowhere_is_a_failure_and_a_password_in_it_is_refused() -> None:
    (one,) = found("file:///nothing/\0")
    assert isinstance(one, Failure)
    with pytest.raises(UsageError, match="the whole path"):
        found("file://relative/a.txt")
    with pytest.raises(UsageError, match="a password does not belong") as refused:
        remote.expand("s3://user:secret@bucket/x", (".txt",))
    assert "secret" not in str(refused.value)
    with pytest.raises(DocumentError, match="check the address"):
        remote.read_bytes("file:///nothing/there", 10)


@pytest.mark.parametrize(
    "name, want", [("s3://b/k", True), ("gs://b/k", True), ("http://x/y", False), ("a.txt", False)]
)
def test_only_known_addresses_are_urls(name: str, want: bool) -> None:
    assert remote.is_url(name) is want


def test_what_a_run_over_a_column_would_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = table(tmp_path / "t.parquet")
    plan = ["run", path, "--column", "text", "--kind", "loan", "--max-chars", "100", "--dry-run"]
    result = CliRunner().invoke(app, plan)
    assert result.exit_code == 0 and "2 parts of 2 documents to do: 2 new document" in result.output
    why = CliRunner().invoke(app, [*plan[:-1], "--id-column", "id", "--why", f"{path}#d"])
    assert why.exit_code == 0 and why.output.startswith("1\tloan\tnew document")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "t.parquet"], "a dry run leaves no trace"
    without = CliRunner().invoke(app, ["run", path, "--id-column", "id"])
    assert without.exit_code == 2 and "--id-column needs --column" in without.output
