"""Memory and time of `extract export` for a large run: python benchmarks/export.py [RECORDS ...]

Writes a run of so many records (made of the demo's, ids counted up; five records a document), then each format in a
process of its own, whose peak of resident memory the system reports (getrusage). Nothing is kept.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extract.database import Database
from extract.export import FORMATS, Choice, export
from extract.kinds import load_kinds
from extract.runs import open_run
from extract.types import Document

ROOT = Path(__file__).parents[1]
PER_DOCUMENT = 5


def make(folder: Path, count: int) -> None:
    """A run of `count` records, from those of build/demo."""
    lines = (ROOT / "build" / "demo" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    demo = [json.loads(line) for line in lines]
    texts = {document.sha256: document.text for document in open_run(ROOT / "build" / "demo").documents()}
    folder.mkdir()
    (folder / "run.json").write_text('{"contract": "extract/1", "complete": true}', encoding="utf-8")
    documents = []
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        for number in range(count):
            record = demo[number % len(demo)]
            document = f"{number // PER_DOCUMENT:064x}"
            if number % PER_DOCUMENT == 0:
                documents.append((document, texts[record["document"]["sha256"]]))
            own = {**record, "id": f"{number:016x}", "document": {**record["document"], "sha256": document}}
            file.write(json.dumps(own, ensure_ascii=False) + "\n")
    with Database(folder) as base:
        base.take_in((Document(f"d{sha256[-8:]}", text, sha256) for sha256, text in documents), None)


def one(folder: Path, format: str, out: Path) -> None:
    """Export, and print seconds and the peak in MB."""
    kinds = load_kinds(ROOT)
    start = time.perf_counter()
    export(open_run(folder), kinds, frozenset(kinds), Choice(format, out))  # type: ignore[arg-type]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.perf_counter() - start, peak]))


def main() -> None:
    """The table."""
    counts = [int(count) for count in sys.argv[1:]] or [10_000, 100_000]
    print("| records | format | seconds | peak MB | written MB |\n|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            run = Path(name) / "run"
            make(run, count)
            for format in FORMATS:
                out = Path(name) / "out"
                command = [sys.executable, __file__, "one", str(run), format, str(out)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                seconds, peak = json.loads(done.stdout)
                files = list(out.iterdir()) if out.is_dir() else [out]
                size = sum(path.stat().st_size for path in files) / 1e6
                print(f"| {count:,} | {format} | {seconds:.1f} | {peak:.0f} | {size:.1f} |", flush=True)
                for path in files:
                    path.unlink()
                if out.is_dir():
                    out.rmdir()


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
    else:
        main()
