"""What is remembered of texts: each is read once while it is in work, and long ones do not pile up."""

from __future__ import annotations

import pytest

from extract import kept as module
from extract.kept import kept


def test_a_text_in_work_is_read_once() -> None:
    read: list[str] = []

    @kept
    def size(text: str) -> int:
        read.append(text)
        return len(text)

    assert [size("one"), size("three"), size("one"), size("three")] == [3, 5, 3, 5]
    assert read == ["one", "three"]


def test_the_text_used_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHARACTERS", 10)
    read: list[str] = []

    @kept
    def same(text: str) -> str:
        read.append(text)
        return text

    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        assert same(text) == text
    assert read == ["aaaa", "bbbb", "cccc", "bbbb"]


def test_a_text_beyond_the_bound_stays_alone_until_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHARACTERS", 10)
    read: list[str] = []

    @kept
    def same(text: str) -> str:
        read.append(text)
        return text

    for text in ("a" * 50, "a" * 50, "b", "b", "a" * 50):
        same(text)
    assert [len(text) for text in read] == [50, 1, 50]
