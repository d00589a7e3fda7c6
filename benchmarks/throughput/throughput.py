"""How near each client comes to what the latency allows, and what is left after faults and a kill.

    make bench-throughput     or, with the environments of the others made:
    python benchmarks/throughput/throughput.py [--documents 2000] [--only NAME ...] [--skip-others] [--memory 100000]

A loopback server answers after a fixed time; it and one client after the other share the machine's cores, with
`--one-core` the server has one for itself and the client another. No client can go beyond the ideal, documents x
latency / in flight. Seconds are counted by the server, from the first request to the last answer; CPU is user and
system time of the client's process and its children from start to end, imports and writing of files included. `lost`
are documents that end neither with a record nor with an error of their own.

Other work on the machine falsifies all of it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import documents

from extract.kinds import load_kinds
from extract.prompts import SYSTEM, render
from extract.types import Document

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build" / "throughput"
MOST_FOR_ALL_KINDS = 500
"""Documents for the default method: each has a dozen questions."""
FAULTS = {"limited": 0.05, "failing": 0.02, "malformed": 0.01}


@dataclass(frozen=True)
class Setting:
    """Documents asked about, requests in flight, seconds until an answer."""

    documents: int
    in_flight: int
    latency: float


@dataclass(frozen=True)
class Ran:
    """One client's run: wall seconds of the process, its CPU seconds, largest memory in MB, exit code."""

    wall: float
    cpu: float
    memory: float
    code: int


class Server:
    """The loopback server in a process of its own."""

    def __init__(self, cores: Sequence[int]) -> None:
        command = [sys.executable, str(HERE / "server.py"), "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=on(cores))
        assert self.process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/v1"

    def set(self, latency: float, **faults: float) -> None:
        self.call("/set", {"latency": latency, **faults})

    def stats(self) -> dict[str, Any]:
        found: dict[str, Any] = self.call("/stats")
        return found

    def call(self, path: str, given: dict[str, Any] | None = None) -> Any:
        data = None if given is None else json.dumps(given).encode()
        with urllib.request.urlopen(self.url + path, data, timeout=60) as reply:  # noqa: S310  loopback
            return json.loads(reply.read())


def on(cores: Sequence[int]) -> Any:
    """What a new process calls to stay on these cores."""
    return lambda: os.sched_setaffinity(0, cores)


def start(command: Sequence[str], cores: Sequence[int]) -> subprocess.Popen[bytes]:
    out = open(BUILD / "client.log", "wb")  # noqa: SIM115  the child's
    environment = {**os.environ, "OPENAI_API_KEY": "none", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=environment, preexec_fn=on(cores)
    )  # fmt: skip


def run(command: Sequence[str], cores: Sequence[int]) -> Ran:
    began = time.monotonic()
    process = start(command, cores)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    return Ran(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode)


def ours(folder: Path, url: str, in_flight: int, out: Path, *more: str) -> list[str]:
    """The command line of our own run."""
    command = [sys.executable, "-m", "extract.cli", "run", str(folder), "--base-url", url, "--model", "loopback"]
    return [*command, "--concurrency", str(in_flight), "--out", str(out), "--quiet", *more]


ONE_REQUEST = ("--kind", "loan", "--method", "document")


def ended_ours(out: Path) -> tuple[int, int]:
    """Documents of a run folder that end whole, and those that end in a failure with a name."""
    failed = {json.loads(line)["document"] for line in lines(out / "failures.jsonl")}
    found = {json.loads(line)["document"]["id"] for line in lines(out / "records.jsonl")}
    return len(found - failed), len(failed)


def ended_others(out: Path) -> tuple[int, int]:
    found = [json.loads(line) for line in lines(out)]
    return sum(bool(one.get("reply")) for one in found), sum("error" in one for one in found)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def fresh(name: str) -> Path:
    out = BUILD / name
    shutil.rmtree(out, ignore_errors=True)
    out.unlink(missing_ok=True)
    return out


def others() -> list[tuple[str, list[str]]]:
    """The clients beside ours: name, and the Python that has it."""
    plain, own = str(ROOT / "build/rivals-plain/bin/python"), str(ROOT / "build/rivals-langextract/bin/python")
    return [("aiohttp", [plain]), ("openai", [plain]), ("instructor", [plain]), ("langextract", [own])]


TITLES = {"aiohttp": "bare aiohttp loop", "openai": "AsyncOpenAI", "instructor": "instructor",
          "langextract": "langextract", "ours": "extract run, one request a document"}  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """What all measurements share."""

    server: Server
    cores: Sequence[int]
    folder: Path
    names: Sequence[str]

    def command(self, name: str, in_flight: int) -> tuple[list[str], Path]:
        out = fresh(f"out-{name}")
        if name == "ours":
            return ours(self.folder, self.server.url, in_flight, out, *ONE_REQUEST), out
        python = dict(others())[name]
        arguments = [name, str(self.folder), self.server.url, str(in_flight), str(out), str(BUILD / "form.json")]
        return [*python, str(HERE / "clients.py"), *arguments], out

    def row(self, name: str, setting: Setting, **faults: float) -> tuple[Ran, dict[str, Any], int, int]:
        """One client under one setting: its run, the server's counts, documents that ended whole and failed."""
        command, out = self.command(name, setting.in_flight)
        self.server.set(setting.latency, **faults)
        ran = run(command, self.cores)
        whole, failed = ended_ours(out) if name == "ours" else ended_others(out)
        return ran, self.server.stats(), whole, failed


def speed(bench: Bench, setting: Setting) -> None:
    """One request a document: share of the ideal, documents a second, CPU for each."""
    ideal = setting.documents * setting.latency / setting.in_flight
    print(f"\n{setting.documents:,} documents, {setting.in_flight} in flight, {setting.latency:g} s: "
          f"ideal {ideal:.2f} s, {setting.documents / ideal:.0f} documents/s\n")  # fmt: skip
    print("| client | of the ideal | documents/s | CPU ms/document | failed | lost |\n|---|---|---|---|---|---|")
    for name in bench.names:
        ran, stats, whole, failed = bench.row(name, setting)
        seconds = stats["seconds"] or float("inf")
        cpu, lost = ran.cpu / setting.documents * 1000, setting.documents - whole - failed
        cells = (TITLES[name], f"{ideal / seconds:.3f}", f"{whole / seconds:.0f}", f"{cpu:.2f}", str(failed), str(lost))
        print(f"| {' | '.join(cells)} |", flush=True)


def all_kinds(bench: Bench, setting: Setting) -> None:
    """The default method with all kinds: several short questions for each document, one after the other."""
    setting = replace(setting, documents=min(MOST_FOR_ALL_KINDS, setting.documents))
    out = fresh("out-kinds")
    bench.server.set(setting.latency)
    limit = ("--limit", str(setting.documents))
    ran = run(ours(bench.folder, bench.server.url, setting.in_flight, out, *limit), bench.cores)
    stats = bench.server.stats()
    ideal = stats["requests"] * setting.latency / setting.in_flight
    whole, failed = ended_ours(out)
    seconds, requests, cpu = stats["seconds"], stats["requests"], ran.cpu * 1000
    print(
        f"\nextract run, all kinds, default method: {requests:,} requests for {setting.documents:,} documents "
        f"in {seconds:.1f} s: {ideal / seconds:.3f} of the ideal, {requests / seconds:.0f} requests/s, "
        f"{cpu / setting.documents:.1f} ms of CPU a document, {cpu / requests:.2f} a request; "
        f"{failed} failed, {setting.documents - whole - failed} lost",
        flush=True,
    )


def faults(bench: Bench, setting: Setting) -> None:
    """What becomes of the documents where the server fails now and then."""
    shares = ", ".join(f"{share:.0%} {name}" for name, share in FAULTS.items())
    print(f"\nWith faults ({shares}):\n\n| client | whole | failed, named | lost | requests |\n|---|---|---|---|---|")
    for name in bench.names:
        _, stats, whole, failed = bench.row(name, setting, **FAULTS)
        lost = setting.documents - whole - failed
        print(f"| {TITLES[name]} | {whole} | {failed} | {lost} | {stats['requests']} |", flush=True)


def killed(bench: Bench, setting: Setting) -> None:
    """kill -9 half-way, then the same command again."""
    command, out = bench.command("ours", setting.in_flight)
    bench.server.set(setting.latency)
    process = start(command, bench.cores)
    while bench.server.stats()["requests"] < setting.documents // 2 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = bench.server.stats()["requests"]
    ran = run(command, bench.cores)
    stats = bench.server.stats()
    whole, failed = ended_ours(out)
    print(f"\nkill -9 after {before} requests, then the same command: {stats['requests'] - before} requests more, "
          f"{stats['requests'] - stats['distinct']} of them repeated; {whole} whole, {failed} failed, "
          f"{setting.documents - whole - failed} lost; exit {ran.code}", flush=True)  # fmt: skip


PROBE = """
import sys
sys.argv = ["extract", *sys.argv[1:]]
from extract.cli import main
try:
    main()
finally:
    print("openai imported:", "openai" in sys.modules)
"""


def again(bench: Bench, setting: Setting) -> None:
    """The same run once more with nothing changed; and how long `--help` takes."""
    command, _ = bench.command("ours", setting.in_flight)
    bench.server.set(0.0)
    run(command, bench.cores)
    bench.server.set(0.0)
    ran = run([command[0], "-c", PROBE, *command[3:]], bench.cores)
    imported = (BUILD / "client.log").read_text(encoding="utf-8").rpartition("openai imported: ")[2].strip()
    print(f"\nthe same {setting.documents:,} documents again, unchanged: {ran.wall:.2f} s, "
          f"{bench.server.stats()['requests']} requests, openai imported: {imported}", flush=True)  # fmt: skip
    times = [run([sys.executable, "-m", "extract.cli", "--help"], bench.cores).wall for _ in range(7)]
    print(f"extract --help: {statistics.median(times):.2f} s (median of 7)", flush=True)


def memory(bench: Bench, count: int) -> None:
    """The largest memory of a run over many documents, answered at once."""
    folder = BUILD / f"documents-{count}"
    documents.write(folder, count)
    out = fresh("out-memory")
    bench.server.set(0.0)
    ran = run(ours(folder, bench.server.url, 64, out, *ONE_REQUEST), bench.cores)
    whole, failed = ended_ours(out)
    print(
        f"\n{count:,} documents: {ran.memory:.0f} MB at most, {ran.wall:.0f} s, "
        f"{ran.cpu / count * 1000:.2f} ms of CPU a document; {failed} failed, {count - whole - failed} lost",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--only", nargs="*", choices=["speed", "kinds", "faults", "killed", "again", "memory"])
    parser.add_argument("--skip-others", action="store_true", help="ours and the bare loop alone")
    parser.add_argument("--one-core", action="store_true", help="one core for the server, one for the client")
    parser.add_argument("--memory", type=int, metavar="N", help="and the memory of a run over N documents (minutes)")
    args = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = BUILD / f"documents-{args.documents}"
    documents.write(folder, args.documents)
    kind = load_kinds(ROOT)["loan"]
    asked = render(kind.prompt, kind.model, Document("", "", "")).messages[1]["content"].partition("</document>\n\n")[2]
    form = {"name": "loan_records", "schema": kind.reply.model_json_schema(), "strict": True}
    (BUILD / "form.json").write_text(json.dumps({"system": SYSTEM, "question": asked, "form": form}), encoding="utf-8")
    cores = sorted(os.sched_getaffinity(0))
    server = Server(cores[-1:] if args.one_core else cores)
    names = ["aiohttp", "ours"] if args.skip_others else [*(name for name, _ in others()), "ours"]
    bench = Bench(server, cores[:1] if args.one_core else cores, folder, names)
    usual, slow = Setting(args.documents, 64, 0.2), Setting(args.documents, 256, 1.0)
    wanted = set(args.only or ["speed", "kinds", "faults", "killed", "again"])
    try:
        if "speed" in wanted:
            speed(bench, usual)
            speed(bench, slow)
        for name, measure in (("kinds", all_kinds), ("faults", faults), ("killed", killed), ("again", again)):
            if name in wanted:
                measure(bench, usual)
        if args.memory:
            memory(bench, args.memory)
        print(f"\nserver: {server.stats()['cpu']:.0f} s of CPU on its own core")
    finally:
        server.process.kill()


if __name__ == "__main__":
    main()
