"""Decisions: appended and never lost, laid over records, outliving runs that say the same."""

from __future__ import annotations

import copy
import json
import os
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import UsageError
from extract.review import Decision, append, content_hash, decide, decided, lay, read
from extract.review.decisions import FILE
from extract.review.order import riskiest_first

QUOTE = "Norland lent Sudmark 12 million crowns for a harbour."


def line(id: str = "a" * 16, quote: str = QUOTE, **changes: Any) -> dict[str, Any]:
    """A record line of a kind that nobody knows."""
    return {
        "contract": "extract/1",
        "id": id,
        "kind": "gift",
        "verdict": "flagged",
        "document": {"id": "harbour", "sha256": "1" * 64, "title": "Harbour", "sources": ["news/harbour.txt"]},
        "data": {"giver": ["Norland"], "sum": {"text": "12 million crowns", "value": 12000000.5}},
        "derived": {"giver_codes": ["NRL"]},
        "evidence": [{"exact": quote, "prefix": "", "suffix": "", "start": 0, "end": len(quote), "match": "exact"}],
        "figures": {},
        "findings": [{"check": "V19", "level": "warn", "path": "giver[0]", "message": "unknown"}],
        "provenance": {"model": "m"},
        **changes,
    }


NEW = {"data": {"giver": ["Sudmark"]}, "derived": {}, "evidence": [], "figures": {}, "findings": []}


def states(lines: list[dict[str, Any]], *decisions: Decision) -> list[str]:
    return [one.state for one in decided(lines, decisions)]


# The file


def test_what_is_appended_is_read_back_in_order(tmp_path: Path) -> None:
    made = [
        decide(line(), "accept", by="Ada"),
        decide(line(), "correct", by="Ben", why="a \u2028 line\nbreak \ud800", new=NEW),
        decide(line(), "undo", by="Ada"),
    ]
    sizes = [append(tmp_path, one) for one in made]
    assert list(read(tmp_path).all) == made and read(tmp_path).damaged == ()
    assert (tmp_path / FILE).stat().st_size == sum(sizes)
    assert made[0].at.endswith("+00:00")
    assert (tmp_path / FILE).read_bytes().count(b"\n") == 3


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    append(tmp_path, decide(line(), "accept", by="Ada"))
    before = (tmp_path / FILE).read_bytes()
    append(tmp_path, decide(line(), "reject", by="Ada", why="no loan"))
    assert (tmp_path / FILE).read_bytes().startswith(before)


@settings(max_examples=40)
@given(cut=st.integers(min_value=1))
def test_a_line_half_written_loses_only_itself(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("run")
    first, second, third = (decide(line(), "reject", by="Ada", why=why) for why in ("one", "two", "three"))
    append(folder, first)
    length = append(folder, second)
    path = folder / FILE
    whole = path.read_bytes()
    path.write_bytes(whole[: -(cut % (length - 1) + 1) - 1])  # a crash, in the middle of the second line
    assert read(folder).all == (first,)
    append(folder, third)
    assert read(folder).all == (first, third)
    assert read(folder).damaged == (2,)


def test_a_line_whose_end_alone_is_missing_counts(tmp_path: Path) -> None:
    append(tmp_path, first := decide(line(), "accept", by="Ada"))
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-1])
    append(tmp_path, second := decide(line(), "undo", by="Ada"))
    assert read(tmp_path) == read(tmp_path).__class__((first, second), ())


GOOD = json.loads('{"contract": "extract-review/1", "at": "", "by": "", "action": "accept", "record": "", "kind": "", '
                  '"document": {}, "content": "", "old": {}, "new": null, "why": ""}')  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "null", "\xff", "\0\0\0", "[" * 100_000,
        json.dumps({**GOOD, "contract": "extract-review/2"}),
        json.dumps({**GOOD, "action": "drop"}),
        json.dumps({**GOOD, "why": None}),
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "action": "correct"}),
        json.dumps({**GOOD, "new": {}}),
        json.dumps({**GOOD, "action": "correct", "new": {"data": {}}}),
    ],
    ids=lambda text: text[:12] + text[-12:],
)  # fmt: skip
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(json.dumps(GOOD).encode() + b"\n\n" + text.encode("latin-1") + b"\n")
    assert len(read(tmp_path).all) == 1
    assert read(tmp_path).damaged == (3,)


def test_what_cannot_be_written_or_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not kept"):
        append(tmp_path / "nowhere", decide(line(), "accept", by="Ada"))
    assert read(tmp_path / "nowhere").all == ()
    (tmp_path / FILE).mkdir()
    with pytest.raises(UsageError, match=FILE):
        read(tmp_path)


def test_a_disk_that_takes_half_a_line_is_said_and_the_next_line_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, first := decide(line(), "accept", by="Ada"))
    with monkeypatch.context() as patch:
        write = os.write
        patch.setattr("os.write", lambda file, data: write(file, data[:20]))
        with pytest.raises(UsageError, match="full"):
            append(tmp_path, decide(line(), "undo", by="Ada"))
    append(tmp_path, third := decide(line(), "undo", by="Ada"))
    assert read(tmp_path).all == (first, third)


def test_it_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, int]] = []

    def watch(file: int) -> None:
        about = os.fstat(file)
        seen.append((stat.S_ISDIR(about.st_mode), about.st_size))

    monkeypatch.setattr("os.fsync", watch)
    first = append(tmp_path, decide(line(), "accept", by="Ada"))
    assert [one for one in seen if not one[0]] == [(False, first)]
    assert any(folder for folder, _ in seen), "the name of the new file too"
    seen.clear()
    second = append(tmp_path, decide(line(), "undo", by="Ada"))
    assert seen == [(False, first + second)]


def test_a_decision_needs_a_name_and_only_a_correction_new_content() -> None:
    with pytest.raises(UsageError, match="--by"):
        decide(line(), "accept", by=" ")
    with pytest.raises(UsageError, match="correct"):
        decide(line(), "correct", by="Ada")
    with pytest.raises(UsageError, match="accept"):
        decide(line(), "accept", by="Ada", new=NEW)


# Laid over records


def test_what_was_decided() -> None:
    lines = [line(c * 16, quote=f"{c} {QUOTE}") for c in "abcd"]
    made = [
        decide(lines[0], "accept", by="Ada"),
        decide(lines[1], "reject", by="Ada", why="no gift"),
        decide(lines[2], "correct", by="Ada", new=NEW),
    ]
    found = decided(lines, made)
    assert [one.state for one in found] == ["accepted", "rejected", "corrected", "open"]
    assert [one.kept for one in found] == [True, False, True, True]
    assert found[0].record == lines[0]
    assert found[2].record == {**lines[2], **NEW, "verdict": "verified"}
    assert list(found[2].record) == list(lines[2])


def test_without_a_decision_the_checks_say_what_leaves() -> None:
    bad = line(verdict="rejected")
    assert [one.kept for one in decided([bad], [])] == [False]
    assert [one.kept for one in decided([bad], [decide(bad, "accept", by="Ada")])] == [True]


def test_the_latest_counts_and_who_differs_is_known() -> None:
    one = line()
    ada, ben = decide(one, "accept", by="Ada"), decide(one, "reject", by="Ben", why="no")
    (found,) = decided([one], [ada, ben])
    assert (found.state, found.others) == ("rejected", (ada,))
    again = decide(one, "accept", by="Ben")
    (found,) = decided([one], [ada, ben, again])
    assert (found.state, found.others) == ("accepted", ())
    (found,) = decided([one], [ada, ben, decide(one, "accept", by="Ada")])
    assert (found.state, found.others) == ("accepted", (ben,))
    other = decide(one, "correct", by="Ada", new={**NEW, "data": {"giver": []}})
    (found,) = decided([one], [decide(one, "correct", by="Ben", new=NEW), other])
    assert len(found.others) == 1


def test_undo_takes_back_ones_own_alone() -> None:
    one = line()
    ada, ben = decide(one, "accept", by="Ada"), decide(one, "reject", by="Ben", why="no")
    assert states([one], ada, decide(one, "undo", by="Ada")) == ["open"]
    assert states([one], ada, ben, decide(one, "undo", by="Ben")) == ["accepted"]
    assert states([one], ben, decide(one, "undo", by="Ada")) == ["rejected"]


def test_records_of_one_content_are_told_apart_by_id() -> None:
    twins = [line("a" * 16), line("b" * 16)]
    assert states(twins, decide(twins[1], "accept", by="Ada")) == ["open", "accepted"]
    assert states([line("c" * 16)], decide(twins[1], "accept", by="Ada")) == ["accepted"]


FREE = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["c" * 16, "d" * 16]),
        "verdict": st.sampled_from(["verified", "flagged", "rejected"]),
        "findings": st.lists(
            st.builds(lambda m: {"check": "V01", "level": "info", "path": "", "message": m}, st.text())
        ),
        "provenance": st.dictionaries(st.text(max_size=5), st.integers()),
        "figures": st.dictionaries(st.text(max_size=5), st.integers()),
    },
)
"""What may change from run to run while the record says the same."""


@given(changes=FREE, title=st.text(), floats=st.booleans())
def test_a_decision_outlives_a_run_that_says_the_same(changes: dict[str, Any], title: str, floats: bool) -> None:
    later = line(**changes)
    later["document"] = {**later["document"], "title": title, "id": "renamed"}
    text = json.dumps(later, sort_keys=True)
    later = json.loads(text) if floats else json.loads(text, parse_float=Decimal)
    assert states([later], decide(line(), "accept", by="Ada")) == ["accepted"]


@pytest.mark.parametrize(
    "path, value",
    [
        ("data/giver", ["Sudmark"]),
        ("data/sum/value", 12000001.5),
        ("data/sum/value", None),
        ("derived/giver_codes", []),
        ("evidence/0/start", 1),
        ("evidence/0/exact", QUOTE.replace("a harbour", "the harbour")),
        ("document/sha256", "2" * 64),
    ],
)
@pytest.mark.parametrize("id", ["a" * 16, "e" * 16])
def test_a_record_or_text_that_changed_must_be_looked_at_again(path: str, value: Any, id: str) -> None:
    later = copy.deepcopy(line(id))
    *keys, last = path.split("/")
    holder: Any = later
    for key in keys:
        holder = holder[int(key) if key.isdigit() else key]
    holder[last] = value
    made = decide(line(), "reject", by="Ada", why="no gift")
    (found,) = decided([later], [made])
    assert (found.state, found.decision, found.record) == ("changed", made, later)
    assert states([later], made, decide(later, "accept", by="Ada")) == ["accepted"]
    assert states([later], made, decide(line(), "undo", by="Ada")) == ["open"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@settings(max_examples=50)
@given(JSON)
def test_any_other_data_is_another_content(value: Any) -> None:
    other = line(data={"giver": value})
    assert content_hash(other) == content_hash(json.loads(json.dumps(other)))
    assert content_hash(other) != content_hash(line(data={"giver": [value]}))
    assert content_hash(other) != content_hash(line(data={"giver": value}, kind="loan"))


def test_true_is_not_one() -> None:
    assert content_hash(line(data={"x": True})) != content_hash(line(data={"x": 1}))
    assert content_hash(line(data={"x": 2})) == content_hash(line(data={"x": Decimal("2.00")}))


def test_what_is_gone_is_told() -> None:
    made = decide(line(), "accept", by="Ada")
    elsewhere = line("f" * 16, quote="The king fished all day.", data={})
    elsewhere["document"] = {"id": "other", "sha256": "3" * 64, "sources": ["news/other.txt"]}
    assert lay([elsewhere], [made]).lost == (made,)
    assert states([elsewhere], made) == ["open"]
    assert lay([elsewhere], [made, decide(line(), "undo", by="Ada")]).lost == ()
    copied = {**line("f" * 16), "document": elsewhere["document"]}
    assert lay([copied], [made]).lost == (made,), "the same words in another document"
    same_place = line("f" * 16, quote="The king fished all day.", data={})
    assert lay([same_place], [made]).lost == (made,)


def test_a_changed_record_is_the_one_with_the_likest_words() -> None:
    made = decide(line(), "accept", by="Ada")
    far = line("b" * 16, quote="Norland lent Sudmark 12 million crowns.", data={"n": 1})
    near = line("c" * 16, quote="In May " + QUOTE, data={"n": 2})
    of_another_kind = line("d" * 16, kind="loan", data={"n": 3})
    assert states([far, near, of_another_kind], made) == ["open", "changed", "open"]


# The order


def test_the_riskiest_come_first() -> None:
    def found(*levels: str, check: str = "V19") -> dict[str, Any]:
        return line(findings=[{"check": check, "level": level, "path": "", "message": ""} for level in levels])

    lines = [found(), found("info"), found("info", check="V34"), found("warn"), found("error"), found("warn", "warn"),
             found("error", "warn"), found()]  # fmt: skip
    assert riskiest_first(lines) == (6, 4, 5, 3, 2, 0, 1, 7)
