"""What workers deliver gets into the run's database once, whatever happens to the files on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.database import WRITTEN, Database
from extract.documents import read
from extract.shards import SHARDS, TORN, Delivery, merge, merge_left, merged, read_shard, write_shard
from extract.tables import Entry

STATE = {"document": "a", "kind": "loan", "state": "records", "recordings": ["k1", "k2"]}


def reply(key: str, said: str = "yes") -> dict[str, Any]:
    usage = {"prompt_tokens": 7, "completion_tokens": 2}
    return {"key": key, "request": {}, "reply": {"status": 200, "body": {"said": said, "usage": usage}}}


def entry(setup: str = "s1", records: str = '{"id": 1}\n') -> Entry:
    return Entry("loan", setup, "about", False, STATE, records, None, (("money", 3, 9),))


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "a.txt").write_text("A loan.", encoding="utf-8")
    found, _ = read([str(tmp_path / "a.txt")], max_chars=100)
    with Database(tmp_path / "run") as opened:
        opened.take_in(found, None)
        opened.set_kinds({"loan": ("s1", "{}")})
        yield opened


def delivery(base: Database, *parts: Entry, replies: tuple[dict[str, Any], ...] = ()) -> Delivery:
    return Delivery(next(base.rows()).sha256, "a", parts, "unclaimed\n", replies)


def kept(base: Database) -> tuple[str, str]:
    sha256 = next(base.rows()).sha256
    return base.entry(sha256, "loan")[0], base.unclaimed(sha256)


def test_what_is_written_is_what_is_read(base: Database, tmp_path: Path) -> None:
    odd = "\ud83d and \u2028 and \x85"  # half of a pair, and ends of lines for some readers
    one = delivery(base, entry(), replies=(reply("k1", odd), reply("k2")))
    assert read_shard(write_shard(tmp_path / SHARDS, [one, replace(one, parts=())])) == [one, replace(one, parts=())]


def test_a_shard_delivered_twice_counts_once(base: Database, tmp_path: Path) -> None:
    one = delivery(base, entry(), replies=(reply("k1"),))
    base.note(WRITTEN, "in step")
    assert merge(base, "x.parquet", [one])
    assert base.noted(WRITTEN) is None, "the run's files are to be written anew"
    spent = base.spent()
    assert spent.read == 7
    changed = replace(one, parts=(entry(records="other\n"),), replies=(reply("k1", "no"), reply("k9")))
    assert not merge(base, "x.parquet", [changed])
    assert kept(base) == ('{"id": 1}\n', "unclaimed\n") and base.spent() == spent and base.get("k9") is None
    # The same reply in another shard: the first one stays, which the records may rest on.
    assert merge(base, "y.parquet", [delivery(base, replies=(reply("k1", "no"),))])
    assert base.get("k1") == reply("k1") and kept(base)[0] == '{"id": 1}\n'


def test_shards_that_a_dead_process_left_are_merged_at_the_next_start(base: Database, tmp_path: Path) -> None:
    folder = tmp_path / "run" / SHARDS
    write_shard(folder, [delivery(base, entry(), replies=(reply("k1"),))])
    assert merge_left(base, folder) == 1
    assert kept(base) == ('{"id": 1}\n', "unclaimed\n") and base.get("k1") == reply("k1")
    assert next(base.rows()).state == STATE
    assert merge_left(base, folder) == 0


def test_an_old_shard_does_not_undo_what_is_newer(base: Database) -> None:
    sha256 = next(base.rows()).sha256
    base.put(sha256, [entry("s1", "new\n")], "new\n")
    assert merge(base, "old.parquet", [delivery(base, entry("s0", "old\n"), replies=(reply("k1"),))])
    assert kept(base) == ("new\n", "new\n") and base.get("k1") == reply("k1"), "its replies are of use all the same"


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_torn_shard_is_set_aside_and_its_documents_are_done_again(
    base: Database, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "run" / SHARDS
    sound = write_shard(folder, [delivery(base, replies=(reply("k2"),))])
    path = write_shard(folder, [delivery(base, entry(), replies=(reply("k1"),))])
    content = path.read_bytes()
    at = content.index(b"unclaimed\n") + 2  # short pages are packed as they are: only the checksum can tell
    flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    path.write_bytes({"cut": content[:-9], "flipped": flipped, "empty": b"", "other": b"PAR1 no table PAR1"}[damage])
    assert merge_left(base, folder) == 1
    assert merged(base, sound.name) and not merged(base, path.name)
    assert next(base.rows()).state is None and base.get("k1") is None
    assert path.with_name(path.name + TORN).exists() and not path.exists()
    assert merge_left(base, folder) == 0


def test_replies_of_documents_that_have_not_ended_are_told_apart(base: Database) -> None:
    merge(base, "x", [delivery(base, entry(), replies=(reply("k1"), reply("k2"), reply("k3"), reply("k4")))])
    assert [one["key"] for one in base.unused(9)] == ["k4", "k3"]
    assert [one["key"] for one in base.unused(1)] == ["k4"]
    sha256 = next(base.rows()).sha256
    assert base.answered_by(sha256, ["loan", "none"]) == ["k1", "k2"]
    assert base.recordings(["k9", "k2"]) == [reply("k2")]
