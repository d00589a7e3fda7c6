"""docs/tutorial.md: every command and every line of code on it, run in order, and its pictures."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from review_runs import desk, sent
from tutorial_page import (
    ACCEPTED,
    BY_HAND,
    CORRECTED,
    MISSING,
    PAGE,
    PICTURES,
    REASON,
    REJECTED,
    REVIEW,
    Reader,
    blocks,
    clone,
    demo,
    fits,
)  # fmt: skip

from extract.kinds import Kind


def test_every_block_of_the_page_says_what_the_page_shows(
    tmp_path: Path, kinds: dict[str, Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    def review(run: Path) -> None:
        """The three decisions, as the page sends them; in a browser they are made in tests/browser."""
        table = desk(run, kinds)
        table.decide(sent(table.record(ACCEPTED), "accept"))
        table.decide(sent(table.record(REJECTED), "reject", REASON))
        table.decide(sent(table.record(CORRECTED), "correct", supplier=[MISSING]))

    monkeypatch.setenv("COLUMNS", "110")
    Reader(clone(tmp_path / "clone"), review).follow(monkeypatch.chdir)


def test_the_demo_is_what_the_makefile_runs() -> None:
    assert [line.split()[:3] for line in demo()] == [["extract", "run", "seeds"]]


@pytest.mark.parametrize(
    "prints, said, fit",
    [
        ("a\n", "a\n", True),
        ("a\n", "a  \n", True),
        ("a\n", "b\n", False),
        ("a\n", "a\nb\n", False),
        ("a\n...\nc\n", "a\nb\nb\nc\n", True),
        ("a\n...\n", "a\n", True),
        ("...\nc\n", "a\nb\n", False),
        ("1 … 3\n", "1 2 3\n", True),
        ("1 … 3\n", "1 2\n3\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_what_fits(prints: str, said: str, fit: bool) -> None:
    assert fits(prints, said) == fit


def test_what_is_done_by_hand_is_there() -> None:
    """Extras that the page installs are extras; and the page has all sorts of blocks, so that the test above tests."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    found = blocks(PAGE.read_text(encoding="utf-8"))
    lines = [line for block in found if block.language == "sh" for line in block.code.splitlines()]
    by_hand = [line for line in lines if line.startswith(BY_HAND)]
    assert {name for line in by_hand for name in re.findall(r"\[(\w+)\]", line)} <= set(extras)
    assert REVIEW in "\n".join(lines)
    assert {block.language for block in found} == {"sh", "python"}
    assert all(block.prints for block in found if block.language == "python")


def test_pictures_are_those_that_the_page_shows_and_small() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.png)\)", page)
    assert page.count("![") == len(shown) > 0
    assert all(len(words) > 20 for words, _ in shown)  # what is to be seen, for those who do not see it
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert set(sizes) == {name for _, name in shown}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in PICTURES.iterdir())
    assert max(sizes.values()) < 150_000
    assert sum(sizes.values()) < 1_000_000
