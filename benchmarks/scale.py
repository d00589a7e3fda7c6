"""What ten million documents cost in time, money, memory and disk: benchmarks/scale.py [measure | driver | ...]

Without a word: the arithmetic, over the figures below. `measure` takes the figures of disk and CPU anew, over documents
that are made up and tests/loopback.py in the place of a model; `driver`, after it, those of the Ray engine's driver;
`batch` those of a provider's batch, with tests/batch_server.py; `memory` those of memory, over rows of a table of which
nothing is asked.

    python benchmarks/scale.py measure --documents 1000
    python benchmarks/scale.py driver --documents 1000
    python benchmarks/scale.py batch --documents 1000
    python benchmarks/scale.py memory
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
DOCUMENTS = 10_000_000


@dataclass(frozen=True)
class Figures:
    """Measured, with the command that gives each; all of a document unless another is named."""

    # make demo, build/demo/run.json: five seeds of 32,882 characters, four kinds, the default method
    requests: float = 79 / 5
    read: float = 21_532 / 5
    cached: float = 17_636 / 5
    written: float = 1_831 / 5
    # benchmarks/scale.py measure --documents 1000, on 25 November 2026: CPU seconds of the whole run, its requests
    # among them, and bytes
    measured_requests: float = 6.01
    cpu_document: float = 32.9e-3
    disk_sqlite: float = 38_728
    disk_files: float = 23_801
    disk_reply: float = 1_387
    # benchmarks/scale.py driver --documents 1000
    cpu_driver: float = 1.78e-3
    disk_shards: float = 3_192
    # benchmarks/scale.py batch --documents 1000: CPU seconds of submit and collect together, bytes of a question sent
    cpu_batch: float = 49.5e-3
    batch_question: float = 1_971
    # benchmarks/scale.py memory: bytes that the process that prepares a run holds of each document
    memory: float = 637


@dataclass(frozen=True)
class Assumed:
    """Not measured here; each with its source. Change them to yours."""

    latency: float = 1.0  # seconds for a small request at a hosted API: an assumption, see `extract doctor` for yours
    tpm: float = 10_000_000  # tokens a minute of a large account: an assumption; the account's page of limits says
    batch_tokens: float = 5_000_000_000  # tokens of an account that may wait in batches: an assumption; see its limits
    # Tokens read without the cache, and written, in a second on one GPU with vLLM and a 7-8B model: assumptions in the
    # middle of what is published for such models on an 80 GB card; measure with `vllm bench serve`.
    gpu_read: float = 20_000.0
    gpu_written: float = 2_500.0
    gpu_hour: float = 2.50  # US dollars, an assumption: on-demand prices for such a card lie between 1.5 and 4


def table(figures: Figures, assumed: Assumed) -> str:
    """The costs of all documents, one a line."""
    from extract.batch_lines import MOST_REQUESTS
    from extract.budget import Spent, read_prices

    n = DOCUMENTS
    spent = Spent(round(n * figures.read), round(n * figures.cached), round(n * figures.written))
    requests = n * figures.requests
    out = [
        f"{n:,} documents: {requests / 1e6:,.0f} million requests, {spent.read / 1e9:,.1f} billion tokens read "
        f"({spent.cached / 1e9:,.1f} cached), {spent.written / 1e9:,.1f} written",
        "",
        "Money at a hosted API (extract/data/prices.yaml)",
    ]
    for name, price in read_prices(ROOT / "extract" / "data" / "prices.yaml").items():
        full = price.of(spent)
        uncached = price.of(Spent(spent.read, 0, spent.written))
        out.append(
            f"  {name:14} ${full:>10,.0f}   nothing cached ${uncached:>10,.0f}   batch, nothing cached "
            f"${uncached * price.batch:>10,.0f}"
        )
    more = figures.requests - figures.measured_requests
    cpu = requests * figures.cpu_document / figures.measured_requests
    batched = requests * figures.cpu_batch / figures.measured_requests
    rounds = (spent.read + spent.written) / assumed.batch_tokens
    minutes = (spent.read + spent.written) / assumed.tpm
    fresh, new = spent.read - spent.cached, spent.written
    gpu = fresh / assumed.gpu_read + new / assumed.gpu_written
    worst = spent.read / assumed.gpu_read + new / assumed.gpu_written
    in_flight = 256
    out += [
        "",
        "Time",
        f"  CPU of extract: {cpu / 3600:,.0f} core hours; {days(cpu / 16)} on 16 cores, {days(cpu / 64)} on 64",
        f"  the Ray engine's driver, one core: {days(n * figures.cpu_driver)}, whatever the workers are",
        f"  hosted, {assumed.latency:g} s a request (assumed): {days(requests * assumed.latency / in_flight)} with "
        f"{in_flight} in flight, {days(requests * assumed.latency / in_flight / 16)} with {in_flight * 16:,}",
        f"  hosted, {assumed.tpm:,.0f} tokens a minute (assumed): {days(minutes * 60)} at least",
        f"  vLLM (throughput assumed): {gpu / 3600:,.0f} GPU hours, ${gpu / 3600 * assumed.gpu_hour:,.0f}; without its "
        f"prefix cache {worst / 3600:,.0f} and ${worst / 3600 * assumed.gpu_hour:,.0f}; {days(gpu / 8)} on 8 GPUs",
        f"  batch: {requests / MOST_REQUESTS:,.0f} batches; {days(max(rounds, 1) * 86_400)} at most with "
        f"{assumed.batch_tokens / 1e9:g} billion tokens waiting at a time (assumed) and a day for each lot",
        f"  batch, CPU of submit and collect, one core for a folder: {days(batched)}; {days(batched / 10)} with ten",
        "",
        "Disk",
        f"  run.sqlite: {size(n * figures.disk_sqlite)} as measured ({figures.measured_requests:.1f} replies each); "
        f"{size(n * (figures.disk_sqlite + more * figures.disk_reply))} with "
        f"{figures.requests:.1f} as in the demo",
        f"  .jsonl files: {size(n * figures.disk_files)}; with --engine ray, shards: {size(n * figures.disk_shards)}; "
        f"with batches, files to be sent: {size(requests * figures.batch_question)}",
        "",
        "Memory",
        f"  of the process that knows the documents: {size(n * figures.memory)} ({figures.memory:,.0f} bytes each)",
    ]
    return "\n".join(out)


def days(seconds: float) -> str:
    return f"{seconds / 86_400:,.1f} days" if seconds > 86_400 else f"{seconds / 3600:,.1f} hours"


def size(count: float) -> str:
    return f"{count / 1e12:,.2f} TB" if count > 1e12 else f"{count / 1e9:,.1f} GB"


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
        raise SystemExit(f"no run of {count:,} documents in {folder}; first: scale.py measure --documents {count}")
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
    parser.add_argument("what", nargs="?", choices=["measure", "driver", "batch", "memory", "table"], default="table")
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "scale")
    given = parser.parse_args()
    if given.what == "measure":
        measure(given.documents, given.folder)
    elif given.what == "driver":
        driver(given.folder, given.documents)
    elif given.what == "batch":
        batch(given.documents, given.folder)
    elif given.what == "memory":
        memory(given.folder)
    else:
        print(table(Figures(), Assumed()))


if __name__ == "__main__":
    main()
