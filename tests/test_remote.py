"""Documents behind s3:// and gs:// addresses, read from a store on loopback, over the wire."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from object_store import BUCKET, ObjectStore

from extract.columns import Columns
from extract.documents import scan
from extract.types import Document, Failure

SCHEMES = pytest.mark.parametrize("scheme", ["s3", "gs"])


def parquet(count: int) -> bytes:
    made = io.BytesIO()
    rows = [{"id": f"r{number}", "text": f"Text {number}."} for number in range(count)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), made, row_group_size=100)
    return made.getvalue()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    objects = {
        "2026/a.txt": b"The first.",
        "2026/b/c.md": b"---\ntitle: T\n---\nThe second.",
        "2026/b/with 1 %20 #[?].txt": b"The third.",
        "2026/.hidden/d.txt": b"not this one",
        "2026/e.pdf": b"nor this",
        "2025/f.txt": b"last year's",
        "rows.parquet": parquet(300),
        "rows.jsonl": b'{"id": "x", "text": "A line."}\n{"id": "y", "text": "Another."}\n',
    }
    for name, content in objects.items():
        path = tmp_path / "bucket" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with ObjectStore(tmp_path / "bucket") as running:
        running.point(monkeypatch, tmp_path)
        yield running


def found(*paths: str, columns: Columns | None = None) -> list[Document | Failure]:
    return list(scan(paths, max_chars=100, columns=columns))


def texts(*paths: str, columns: Columns | None = None) -> list[str]:
    items = found(*paths, columns=columns)
    assert not [item for item in items if isinstance(item, Failure)]
    return [item.text for item in items if isinstance(item, Document)]


@SCHEMES
def test_objects_folders_and_patterns(store: ObjectStore, scheme: str) -> None:
    url = f"{scheme}://{BUCKET}"
    assert texts(f"{url}/2026/a.txt") == ["The first."]
    assert texts(f"{url}/2026") == texts(f"{url}/2026/") == ["The first.", "The second.", "The third."]
    assert texts(f"{url}/*/*.txt") == ["last year's", "The first."]
    assert texts(f"{url}/**/*.txt") == ["last year's", "The first.", "The third."]
    assert texts(f"{url}/202[67]") == texts(f"{url}/2026")
    assert texts(f"{url}/*/.h*/*") == ["not this one"]
    assert texts(f"{url}/2026/b/*") == ["The second.", "The third."]
    assert texts(f"{url}/2026/b/with 1 %20 #[?].txt") == ["The third."], "a name that looks like a pattern"
    (one,) = found(f"{url}/2026/b/c.md")
    assert isinstance(one, Document) and (one.id, one.title, one.sources) == ("c", "T", (f"{url}/2026/b/c.md",))


@SCHEMES
def test_tables_are_read_row_by_row(store: ObjectStore, scheme: str) -> None:
    url = f"{scheme}://{BUCKET}"
    assert texts(f"{url}/rows.jsonl", columns=Columns("text", "id")) == ["A line.", "Another."]
    rows = found(f"{url}/*.parquet", columns=Columns("text", "id"))
    assert [row.id for row in rows if isinstance(row, Document)] == [f"r{number}" for number in range(300)]


@SCHEMES
def test_what_is_not_there_and_what_is_lost_meanwhile_are_failures(store: ObjectStore, scheme: str) -> None:
    url = f"{scheme}://{BUCKET}"
    (none,) = found(f"{url}/2024")
    assert isinstance(none, Failure) and none.reason == "not_found"
    walk = scan([f"{url}/2026"], max_chars=100)
    next(walk)
    (store.folder / "2026/b/c.md").unlink()
    gone, last = walk
    assert isinstance(gone, Failure) and gone.reason == "unreadable" and "check the address" in gone.message
    assert isinstance(last, Document) and last.text == "The third."
