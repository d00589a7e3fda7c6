"""The figures that benchmarks/scale.py reckons with, taken anew: benchmarks/scale_measure.py WHAT [--documents N]

`measure` takes those of disk and CPU, over documents that are made up and tests/loopback.py in the place of a model;
`driver`, after it, those of the Ray engine's driver; `batch` those of a provider's batch, with tests/batch_server.py;
`memory` those of memory, over rows of a table of which nothing is asked.

    python benchmarks/scale_measure.py measure --documents 1000
    python benchmarks/scale_measure.py driver --documents 1000
    python benchmarks/scale_measure.py batch --documents 1000
    python benchmarks/scale_measure.py memory
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

PLACES = (
    "Kenya",
    "Zambia",
    "Laos",
    "Serbia",
    "Ecuador",
    "Ghana",
    "Nepal",
    "Egypt",
    "Peru",
    "Angola",
    "Norway",
    "Japan",
)
NAMES = ("Ina Vell", "Omar Tesk", "Lidia Brandt", "Paul Okoro", "Mira Sandhu", "Jonas Reyl")
MONTHS = ("January", "March", "April", "June", "September", "November")
SENTENCES = (
    "On {day} {month} {year} {one} agreed to lend {two} ${sum} million for a road along the lake.",
    "{one} and {two} signed an agreement on the use of the river in {month} {year}.",
    "{one} delivered {few} T-72 tanks to {two} in {month} {year}, the ministry said.",
    "“We shall not wait for another year,” {name}, the foreign minister of {two}, said on {day} {month}.",
    "{name} told reporters that the accounts of {year} had never been shown to anybody.",
    "Prices at the market rose by {few} percent within a month, and wages did not.",
    "The bridge has been closed since the rains, and the old ferry carries {sum} people a day.",
    "Nobody at the ministry had anything to add to the figures of the planning office.",
    "The school has got its roof back after {few} winters, and the road its lamps.",
    "Engineers have been living in a camp by the dam since {month}.",
    "The opposition calls for an inquiry, as it has done in each of the last {few} years.",
    "The price of maize and the state of the wells were all that people talked about.",
)


def document(number: int) -> str:
    """A document of some 3,000 characters, always the same for a number."""
    chance = random.Random(number)  # noqa: S311
    text = [f"Item {number}."]
    while sum(map(len, text)) < 2_900:
        words = {"one": chance.choice(PLACES), "two": chance.choice(PLACES), "name": chance.choice(NAMES)}
        words |= {"month": chance.choice(MONTHS), "day": str(chance.randint(1, 28)), "few": str(chance.randint(3, 9))}
        words |= {"year": str(chance.randint(2012, 2023)), "sum": str(chance.randint(12, 990))}
        sentence = chance.choice(SENTENCES[:5]) if chance.random() < 0.2 else chance.choice(SENTENCES[5:])
        text.append(sentence.format(**words))
    return "\n\n".join(" ".join(text[at : at + 4]) for at in range(0, len(text), 4))


def first(schema: dict[str, Any]) -> Any:
    """The first of each choice that a question's schema leaves: the code's own reading."""
    if "enum" in schema:
        return schema["enum"][0]
    return {name: first(inner) for name, inner in schema.get("properties", {}).items()}


def answered(body: dict[str, Any]) -> str:
    schema = body["response_format"]["json_schema"]["schema"]
    return json.dumps({"records": []} if "records" in schema.get("properties", {}) else first(schema))


def measure(count: int, folder: Path) -> None:
    """Disk and CPU of a run over documents that are made up."""
    from loopback import Loopback

    source = rows(folder, count)
    out = folder / f"run-{count}"
    shutil.rmtree(out, ignore_errors=True)  # replies of a former server would be counted too
    with Loopback(answered) as server:
        command = ["--base-url", server.base_url, "--model", "m", "--concurrency", "64", "--out", str(out), "--quiet"]
        began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        run(str(source), "--column", "text", *command)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    base = sqlite3.connect(out / "run.sqlite")
    replies, packed = base.execute("SELECT count(*), sum(length(recording)) FROM replies").fetchone()
    sizes = dict(base.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()) if dbstat(base) else {}
    texts, held = base.execute("SELECT sum(length(text)), count(*) FROM documents").fetchone()
    disk = (out / "run.sqlite").stat().st_size
    files = sum(path.stat().st_size for path in out.glob("*.jsonl"))
    print(f"{held:,} documents, {replies / held:.2f} replies each, {time.monotonic() - began:.0f} s")
    print(f"run.sqlite: {disk / held:,.0f} bytes a document; .jsonl: {files / held:,.0f}")
    print(f"  packed text {texts / held:,.0f} a document; packed recording {packed / replies:,.0f} a reply")
    for name, own in sorted(sizes.items(), key=lambda one: -one[1])[:6]:
        print(f"  {name}: {own / held:,.0f} a document, {own / replies:,.0f} a reply")
    print(f"CPU of extract: {seconds / held * 1e3:.1f} ms a document, {seconds / replies * 1e3:.2f} ms a reply")
    print(f"peak memory: {after.ru_maxrss / 1024:,.0f} MB")


def batch(count: int, folder: Path) -> None:
    """CPU and disk of the same documents by way of a provider's batch: submitted, answered, collected."""
    from batch_server import serving

    source, out = folder / f"files-{count}", folder / f"batch-{time.time_ns()}"
    source.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (source / f"{number:07}.txt").write_text(document(number), encoding="utf-8")
    with serving() as server:
        server.reply = completion
        spent = []
        command = [str(source), "--out", str(out), "--base-url", server.base_url, "--model", "m"]
        for words in (["submit", *command], ["collect", str(out)]):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run_command("batch", *words)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            print(f"{words[0]}: run.sqlite {(out / 'run.sqlite').stat().st_size / count:,.0f} bytes a document")
            for id in list(server.batches):
                server.end(id)
        asked = sum(len(server.requests(id)) for id in server.batches)
        sent = sum(len(server.files[one["input_file_id"]]) for one in server.batches.values())
    print(f"{asked / count:.2f} questions a document, {sent / asked:,.0f} bytes each as sent")
    print(f"CPU: submit {spent[0] / count * 1e3:.1f} ms a document, collect {spent[1] / count * 1e3:.1f}")


def completion(body: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": answered(body)}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    made = {"id": "c1", "object": "chat.completion", "created": 1, "model": body["model"]}
    return made | {"choices": [choice], "usage": usage}


def dbstat(base: sqlite3.Connection) -> bool:
    try:
        base.execute("SELECT 1 FROM dbstat LIMIT 1")
    except sqlite3.Error:
        return False
    return True


PREPARED = """
import resource, sys
from collections import Counter
from pathlib import Path
from extract.batch import known_price, prepare
from extract.database import Database
from extract.documents import scan
from extract.estimate import estimate
from extract.kinds import load_kinds, project_folder
from extract.plan import steps
from extract.settings import Settings
from extract.columns import Columns
settings = Settings(model="m", base_url="http://127.0.0.1:9/v1")
with Database(Path(sys.argv[2])) as base:
    found = scan([sys.argv[1]], max_chars=40_000, columns=Columns("text"))
    prepare(base, found, load_kinds(project_folder()), settings, None)
    Counter(step.why for step in steps(base, False))
    estimate(base, steps(base, False), settings, known_price(settings))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
"""What a run does before it asks for anything."""


def memory(folder: Path) -> None:
    """Peak memory of the preparation of a run, for two sizes; their difference is what a document costs."""
    peaks = []
    for count in (10_000, 60_000):
        source, out = rows(folder, count), folder / f"prepared-{time.time_ns()}"
        began = time.monotonic()
        command = [sys.executable, "-c", PREPARED, str(source), str(out)]
        peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        peaks.append((count, peak))
        print(f"{count:,} documents: {peak / 1e6:,.0f} MB, {time.monotonic() - began:.1f} s")
    (few, low), (many, high) = peaks
    print(f"{(high - low) / (many - few):,.0f} bytes a document")


def driver(folder: Path, count: int) -> None:
    """What the driver of a cluster does with a delivery: the shard, the database, the lines; after `measure`."""
    from extract.database import Database
    from extract.shards import Delivery, merge, read_shard, write_shard
    from extract.store import append
    from extract.tables import Entry

    deliveries = []
    with Database(folder / f"run-{count}") as base:
        ids = {row.sha256: row.id for row in base.rows()}
        for sha256, name in ids.items():
            query = "SELECT kind, setup, about, passing, state, records, failure, claimed FROM parts WHERE sha256 = ?"
            parts = []
            for *front, state, records, failure, claimed in base._base.execute(query, (sha256,)):
                known = tuple(tuple(one) for one in json.loads(claimed))
                kind, setup, about, passing = front
                parts.append(Entry(kind, setup, about, bool(passing), json.loads(state), records, failure, known))
            keys = [key for part in parts for key in part.state["recordings"]]
            replies = tuple(base.recordings(keys))
            deliveries.append(Delivery(sha256, name, tuple(parts), base.unclaimed(sha256), replies))
    if not deliveries:
        raise SystemExit(
            f"no run of {count:,} documents in {folder}; first: scale_measure.py measure --documents {count}"
        )
    out = folder / f"driver-{time.time_ns()}"
    with Database(out) as base:
        began = time.process_time()
        for start in range(0, len(deliveries), 500):
            path = write_shard(out / "shards", deliveries[start : start + 500])
            for one in deliveries[start : start + 500]:
                append(out, "records.jsonl", "".join(part.records for part in one.parts))
            merge(base, path.name, deliveries[start : start + 500])
        seconds = time.process_time() - began
    shards = list((out / "shards").glob("*.parquet"))
    assert sum(len(read_shard(path) or ()) for path in shards) == len(deliveries)
    disk = sum(path.stat().st_size for path in shards)
    print(
        f"driver: {seconds / len(deliveries) * 1e3:.2f} ms of CPU a document, {len(deliveries) / seconds:,.0f} a second"
    )
    print(f"shards: {disk / len(deliveries):,.0f} bytes a document")


def rows(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{count}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": document(number)}) + "\n" for number in range(count))
    return path


def run(*arguments: str) -> None:
    """`extract run` in a process of its own."""
    run_command("run", *arguments)


def run_command(*arguments: str) -> None:
    """A command of extract in a process of its own; 1 says that not all was done."""
    command = [sys.executable, "-m", "extract.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["measure", "driver", "batch", "memory"])
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "scale")
    given = parser.parse_args()
    if given.what == "measure":
        measure(given.documents, given.folder)
    elif given.what == "driver":
        driver(given.folder, given.documents)
    elif given.what == "batch":
        batch(given.documents, given.folder)
    else:
        memory(given.folder)


if __name__ == "__main__":
    main()
