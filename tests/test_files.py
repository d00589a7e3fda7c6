"""Files read before: what is as it was is not read again, what is not is, whatever its times say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import documents
from extract.database import Database
from extract.documents import scan
from extract.files import Files
from extract.types import Document

TakeIn = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(4):
        text = f"---\ntitle: Of {number}\ndate: 2024-01-0{number + 1}\n---\nText {number}."
        (tmp_path / "in" / f"n{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read, by name, since it was cleared; all are old enough to be known."""
    names: list[str] = []
    load = documents._load
    monkeypatch.setattr(documents, "_load", lambda name, *rest: names.append(Path(name).name) or load(name, *rest))
    monkeypatch.setattr(documents, "_SETTLED", -(2**62))
    return names


@pytest.fixture
def take_in(tmp_path: Path, read: list[str]) -> Iterator[TakeIn]:
    """Brings documents into a run; gives the names of the files that were read for it."""
    with Database(tmp_path / "run") as base:

        def go(folder: Path, max_chars: int = 100, limit: int | None = None) -> list[str]:
            read.clear()
            base.take_in(scan([str(folder)], max_chars=max_chars, memory=Files(max_chars, base)), limit)
            return list(read)

        yield go


def kept(tmp_path: Path) -> list[Document]:
    with Database(tmp_path / "run") as base:
        return [base.document(row[0]) for row in base._base.execute("SELECT sha256 FROM documents ORDER BY place")]


def test_a_file_is_read_once(tmp_path: Path, folder: Path, read: list[str]) -> None:
    def run() -> list[Document]:
        read.clear()
        with Database(tmp_path / "run") as base:
            base.take_in(scan([str(folder)], max_chars=100, memory=Files(100, base)), None)
        return kept(tmp_path)

    first = run()
    assert len(read) == 4 and [one.text for one in first] == [f"Text {number}." for number in range(4)]
    assert run() == first and not read
    assert first == list(scan([str(folder)], max_chars=100)), "what a run without a memory would have"


def test_a_changed_file_is_read_whatever_its_times_and_size_say(take_in: TakeIn, folder: Path) -> None:
    take_in(folder)
    path = folder / "n1.txt"
    before = path.stat()
    path.write_text(path.read_text().replace("Text 1.", "Texts 1"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size and path.stat().st_mtime_ns == before.st_mtime_ns
    assert take_in(folder) == ["n1.txt"]
    assert take_in(folder) == []


def test_another_file_under_the_name_is_read(take_in: TakeIn, folder: Path) -> None:
    take_in(folder)
    shutil.copy2(folder / "n1.txt", folder / "n2.tmp")
    (folder / "n2.tmp").rename(folder / "n2.txt")
    (folder / "n3.txt").rename(folder / "n4.txt")
    assert take_in(folder) == ["n2.txt", "n4.txt"]


def test_a_file_just_written_is_read_again(take_in: TakeIn, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_SETTLED", 3600 * 10**9)
    assert len(take_in(folder)) == len(take_in(folder)) == 4


def test_under_another_bound_files_are_read_again(take_in: TakeIn, folder: Path) -> None:
    take_in(folder)
    assert len(take_in(folder, max_chars=3)) == 4
    assert len(take_in(folder, max_chars=3)) == 4, "what could not be read is not known"


def test_a_text_that_is_not_kept_is_read_again(take_in: TakeIn, folder: Path, tmp_path: Path) -> None:
    """Files beyond the limit are read, but only the run's texts are kept."""
    take_in(folder, limit=2)
    assert take_in(folder) == ["n2.txt", "n3.txt"]


def test_copies_of_a_known_text_are_sources_of_it(folder: Path, tmp_path: Path, read: list[str]) -> None:
    for more in (None, "z.txt", None):
        read.clear()
        if more:
            shutil.copy(folder / "n1.txt", folder / more)
        with Database(tmp_path / "run") as base:
            base.take_in(scan([str(folder)], max_chars=100, memory=Files(100, base)), None)
    assert not read
    assert [Path(name).name for name in kept(tmp_path)[1].sources] == ["n1.txt", "z.txt"]


@given(st.text("ab.-é ", max_size=8), st.sampled_from(["", "x/", "/x.y/", "s3://b/c/"]))
def test_the_stem_is_that_of_a_path(name: str, folder: str) -> None:
    if name not in ("", ".", ".."):
        assert documents._stem(folder + name) == PurePosixPath(folder + name).stem
