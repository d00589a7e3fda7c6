"""Shards: what workers elsewhere delivered, as Parquet files, merged into the run's database just once each.

A row is a document: what became of its parts, and the replies behind them. A shard is written whole before it is
merged, so that a process that dies between the two finds it at its next start. Merging the same shard again changes
nothing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extract.database import Database
from extract.errors import UsageError
from extract.rows import put_parts, reply_row
from extract.tables import Entry

SHARDS = "shards"
"""Folder of the shards, in the run folder."""
TORN = ".torn"
"""Put behind the name of a shard that cannot be read: its documents are done again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a worker gives back of one document.

    parts      what became of its kinds; empty where it has not ended
    unclaimed  its lines of unclaimed.jsonl
    replies    recordings of the replies that it was answered, unless delivered before
    stopped    message and exit code of what stops the whole run, else None
    """

    sha256: str
    document: str
    parts: tuple[Entry, ...] = ()
    unclaimed: str = ""
    replies: tuple[Mapping[str, Any], ...] = ()
    stopped: tuple[str, int] | None = None


def write_shard(folder: Path, deliveries: Sequence[Delivery]) -> Path:
    """Write deliveries to a new shard, whole or not at all, with a checksum on each page.

    Raises UsageError where the disk refuses it or pyarrow is missing.
    """
    arrow, parquet = _parquet()
    table = arrow.Table.from_pylist([_row(one) for one in deliveries], schema=_schema(arrow))
    path = folder / f"{uuid.uuid4().hex}.parquet"
    draft = path.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True)
        parquet.write_table(table, draft, compression="zstd", write_page_checksum=True)
        with open(draft, "rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written ({error}); make room on the disk, then run again") from error
    return path


def read_shard(path: Path) -> list[Delivery] | None:
    """The deliveries of a shard; None where it is torn or no shard. Raises UsageError where pyarrow is missing."""
    arrow, parquet = _parquet()
    try:
        rows = parquet.read_table(path, page_checksum_verification=True).to_pylist()
        return [_delivery(row) for row in rows]
    except (OSError, arrow.ArrowException, KeyError, TypeError, ValueError):
        return None


def merge(base: Database, name: str, deliveries: Sequence[Delivery]) -> bool:
    """Keep deliveries in the run's database, all at once and only once: False, and nothing done, where a shard of this
    name is in it already.

    A reply that is kept already stays. A part that is as the run asks for it now is not replaced by one that was asked
    with something else: the shard may be an old one.
    """
    if merged(base, name):
        return False
    with base.changing() as sql:
        now = dict(sql.execute("SELECT kind, setup FROM kinds").fetchall())
        for one in deliveries:
            sql.executemany("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?)", map(reply_row, one.replies))
            kept = dict(sql.execute("SELECT kind, setup FROM parts WHERE sha256 = ?", (one.sha256,)).fetchall())
            newer = {kind for kind, setup in kept.items() if setup == now.get(kind)}
            put = [part for part in one.parts if part.kind not in newer or part.setup == now.get(part.kind)]
            if put:
                put_parts(sql, one.sha256, put, one.unclaimed)
        sql.execute("INSERT INTO meta VALUES (?, '')", (_note(name),))
    return True


def merged(base: Database, name: str) -> bool:
    """Whether a shard of this name is in the database."""
    return base.noted(_note(name)) is not None


def merge_left(base: Database, folder: Path, aside: bool = True) -> int:
    """Merge the shards that a process that died left between writing and merging; how many were merged.

    aside  whether torn ones get another name, so that they are not looked at again

    Raises UsageError where pyarrow is missing and there is a shard to merge.
    """
    count = 0
    for path in sorted(folder.glob("*.parquet")):
        if merged(base, path.name):
            continue
        found = read_shard(path)
        if found is not None:
            count += merge(base, path.name, found)
        elif aside:
            path.replace(path.with_name(path.name + TORN))
    return count


def _note(name: str) -> str:
    """Under which name of `meta` it stands that a shard is merged."""
    return f"shard {name}"


def _parquet() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; install it: pip install 'extract-toolkit[ray]'") from error
    return pyarrow, pyarrow.parquet


def _schema(arrow: Any) -> Any:
    text = arrow.string()
    part = {"kind": text, "setup": text, "about": text, "passing": arrow.bool_(), "state": text, "records": text}
    part |= {"failure": text, "claimed": text}
    reply = arrow.struct({"key": text, "recording": text})
    row = {"sha256": text, "document": text, "parts": arrow.list_(arrow.struct(part)), "unclaimed": text}
    return arrow.schema(row | {"replies": arrow.list_(reply)})


def _row(one: Delivery) -> dict[str, Any]:
    parts = [
        asdict(part) | {"state": json.dumps(part.state), "claimed": json.dumps(part.claimed)} for part in one.parts
    ]
    # In ASCII: a reply can hold halves of surrogate pairs, which Arrow's UTF-8 refuses.
    replies = [{"key": reply["key"], "recording": json.dumps(reply)} for reply in one.replies]
    document = one.document.encode("utf-8", "backslashreplace").decode()
    return {
        "sha256": one.sha256, "document": document, "parts": parts, "unclaimed": one.unclaimed, "replies": replies,
    }  # fmt: skip


def _delivery(row: Mapping[str, Any]) -> Delivery:
    parts = tuple(
        Entry(**part | {"state": json.loads(part["state"]), "claimed": _claimed(part["claimed"])})
        for part in row["parts"]
    )
    replies = tuple(json.loads(reply["recording"]) for reply in row["replies"])
    return Delivery(row["sha256"], row["document"], parts, row["unclaimed"], replies)


def _claimed(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((kind, start, end) for kind, start, end in json.loads(text))
