"""A run of many documents: what the run folder costs in time and memory. Asks only a server of its own, on loopback.

python benchmarks/runs.py rerun 2000      run, then the same again: seconds, requests, libraries imported
python benchmarks/runs.py memory 2500 10000   resident memory of a run, by its documents; few are asked about
python benchmarks/runs.py large 100000    a run folder of that size made up, then brought up to date and looked at
python benchmarks/runs.py store 5000      what keeping replies and parts costs, per document of four kinds
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

TEXT = (
    "the of a to in minister council region harvest road bridge school water output mill after before meeting plan "
    "members northern southern budget report spring autumn price market delay office visit board letter paper"
)
WORDS = TEXT.split()
WATCH = """
import json, resource, runpy, sys
sys.argv[0] = "extract"
try:
    runpy.run_module("extract.cli", run_name="__main__")
finally:
    heavy = [name for name in ("openai", "instructor") if name in sys.modules]
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"peak_mb": used.ru_maxrss // 1024, "cpu": used.ru_utime + used.ru_stime, "imported": heavy}
    print(json.dumps(told), file=sys.stderr)
"""


def documents(folder: Path, count: int, *, loans: bool, size: int = 3000) -> None:
    """Files of about `size` characters; with loans, each has a sentence about one."""
    chance = random.Random(count)  # noqa: S311
    for number in range(count):
        if number % 1000 == 0:
            (folder / f"{number // 1000:03}").mkdir(parents=True)
        text = f"Note {number}. "
        while len(text) < size:
            words = [chance.choice(WORDS) for _ in range(chance.randint(8, 20))]
            text += " ".join(words).capitalize() + ". "
        if loans:
            text += f"Norway lent Latvia ${number + 2} million for a bridge."
        (folder / f"{number // 1000:03}" / f"n{number:06}.txt").write_text(text, encoding="utf-8")


class Server:
    """Says to every question that there is no record; counts what it is asked."""

    def __init__(self) -> None:
        self.asked, self.port = 0, 0
        ready = threading.Event()

        async def serve() -> None:
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
        ready.wait()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        message = {"role": "assistant", "content": '{"records": []}'}
        usage = {"prompt_tokens": 900, "completion_tokens": 9, "total_tokens": 909}
        about = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        reply = json.dumps(about | {"choices": [choice]}).encode()
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(reply)
        try:
            while asked := await reader.readuntil(b"\r\n\r\n"):
                lines = asked.lower().split(b"\r\n")
                await reader.readexactly(next(int(x.split(b":")[1]) for x in lines if b"content-length" in x))
                self.asked += 1
                writer.write(head + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def extract(*arguments: str) -> str:
    """Run the command line in a process of its own; what it took, in a line."""
    began = time.monotonic()
    whole = [sys.executable, "-c", WATCH, *arguments]
    done = subprocess.run(whole, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    told = json.loads(done.stderr.strip().splitlines()[-1])
    said = [line for line in (done.stderr + done.stdout).splitlines() if "do: " in line or " stand" in line]
    return (
        f"{seconds:7.2f} s ({told['cpu']:.2f} s of CPU), {told['peak_mb']} MB at most, "
        f"imported: {', '.join(told['imported']) or 'neither'}, "
        f"exit {done.returncode}{'; ' + said[0] if said else ''}"
    )


def rerun(folder: Path, count: int) -> None:
    documents(folder / "in", count, loans=True)
    server = Server()
    model = ["--base-url", f"http://127.0.0.1:{server.port}/v1", "--model", "m", "--quiet"]
    arguments = ["run", str(folder / "in"), "--out", str(folder / "out"), *model, "--method", "document"]
    for name in ("first", "again", "again", "again"):
        before = server.asked
        told = extract(*arguments)
        print(f"{name}: {told}; {server.asked - before:,} requests", flush=True)


def memory(folder: Path, counts: list[int]) -> None:
    server = Server()
    for count in counts:
        documents(folder / f"in{count}", count, loans=False)
        model = ["--base-url", f"http://127.0.0.1:{server.port}/v1", "--model", "m", "--quiet"]
        told = extract("run", str(folder / f"in{count}"), "--out", str(folder / f"out{count}"), *model)
        print(f"{count:,} documents: {told}; {server.asked:,} requests so far", flush=True)


def _made_up(folder: Path, out: Path, arguments: list[str]) -> None:
    """Parts for all documents of a run, as if they had been done."""
    from extract.database import Database
    from extract.ledger import TOKENS, VERDICTS
    from extract.tables import Entry

    print(f"a run is planned (--dry-run): {extract(*arguments, '--dry-run')}", flush=True)
    print(f"... and begun, stopped at once: {extract(*arguments)}", flush=True)
    with Database(out) as base:
        for row in base.rows():  # not held: what this process holds counts as its children's memory at first
            state = {
                "document": row.id, "kind": row.kind, "state": "records", "records": 0,
                "verdicts": dict.fromkeys(VERDICTS, 0), "reason": None, "requests": 1,
                "tokens": dict.fromkeys(TOKENS, 900), "put_right_by_reask": 0, "numbers_corrected": 0,
                "reask_failed": None, "list_full": False, "recordings": [f"{hash(row):064x}"[-64:]],
            }  # fmt: skip
            line = json.dumps({"kind": row.kind, "words": "a record " * 100}) + "\n"
            base.put(row.sha256, [Entry(row.kind, row.setup, row.about, False, state, line, None, ())], "")


def large(folder: Path, count: int) -> None:
    documents(folder / "in", count, loans=False)
    out = folder / "out"
    model = ["--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--method", "document", "--retries", "0"]
    arguments = ["run", str(folder / "in"), "--out", str(out), *model, "--quiet"]
    _made_up(folder, out, arguments)
    print(f"its files written: {extract(*arguments)}", flush=True)
    print(f"again, nothing to do: {extract(*arguments)}", flush=True)
    print(f"dry run: {extract(*arguments, '--dry-run')}", flush=True)
    print(f"status: {extract('status', str(out))}", flush=True)
    sizes = {path.name: f"{path.stat().st_size / 1e6:.0f} MB" for path in sorted(out.iterdir())}
    print(f"folder: {sizes}", flush=True)


def store(folder: Path, count: int) -> None:
    """CPU of the writing process, its own and the system's on its behalf."""
    from extract.database import Database
    from extract.tables import Entry

    text = " ".join(random.Random(1).choice(WORDS) for _ in range(500))  # noqa: S311
    spent: Counter[str] = Counter()
    with Database(folder / "out") as base:
        for number in range(count):
            clock = time.process_time()
            for kind in "abcd":
                request = {"endpoint": "e", "path": "/chat/completions", "body": {"messages": [number, kind, text]}}
                reply = {"status": 200, "body": {"choices": [{"message": {"content": '{"records": []}'}}]}}
                base.keep({"key": f"{number}{kind}", "request": request, "reply": reply, "provenance": {}})
            spent["replies"] += int((time.process_time() - clock) * 1e9)
            clock = time.process_time()
            state = {"document": f"n{number}", "state": "records", "records": 0, "recordings": ["0" * 64]}
            base.put(f"{number}", [Entry(kind, "s", "a", False, state, "x" * 900, None, ()) for kind in "abcd"], "")
            spent["parts"] += int((time.process_time() - clock) * 1e9)
    print(", ".join(f"{name}: {value / count / 1e6:.3f} ms of CPU per document" for name, value in spent.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rerun", "memory", "large", "store"))
    parser.add_argument("counts", type=int, nargs="+")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if given.what == "memory":
            memory(Path(name), given.counts)
        else:
            {"rerun": rerun, "large": large, "store": store}[given.what](Path(name), given.counts[0])


if __name__ == "__main__":
    main()
