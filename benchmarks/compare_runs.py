"""Time and memory of `extract diff` (and how they grow): two made-up runs, a tenth of the second's records changed.

    python benchmarks/compare_runs.py 10000 100000

Prints records, seconds of one core and the peak of resident memory of each comparison, each in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PER_DOCUMENT = 20
WORDS = "Norland lent Sudmark {n} million euros for the bridge number {n} over the river, its ministry said on Monday."


def record(number: int, changed: bool) -> dict[str, object]:
    """A record of the size that real ones have (about 1.5 kB)."""
    document, place = divmod(number, PER_DOCUMENT)
    quote = WORDS.format(n=number)
    start = place * 200
    return {
        "contract": "extract/1", "id": f"{number:016x}", "kind": "loan", "verdict": "verified",
        "document": {"id": f"d{document}", "sha256": f"{document:064x}", "title": "Bridges", "published": "2024-01-30",
                     "source": "Norland Times", "sources": [f"in/d{document}.md"]},
        "data": {"evidence": [quote], "lender": ["Norland"], "borrower": ["Sudmark"], "flow_type": "loan",
                 "amount": {"text": f"{number} million euros", "value": number * 10**6, "currency": "EUR",
                            "modifier": "exact", "value_high": None},
                 "status": "pledged" if changed else "committed", "dates": [], "purpose_text": None},
        "derived": {"lender_codes": ["NOR"], "borrower_codes": ["SUD"], "countable": True},
        "evidence": [{"exact": quote, "prefix": "x" * 32, "suffix": "y" * 32, "start": start,
                      "end": start + len(quote), "match": "exact"}],
        "figures": {}, "findings": [],
        "provenance": {"model": "m", "endpoint": "e" * 80, "prompt": "p" * 64, "schema": "s" * 64,
                       "recordings": [f"{number:064x}"], "attempts": 1, "versions": {"extract": "0.1.0"}},
    }  # fmt: skip


def write(folder: Path, count: int, changed: bool) -> Path:
    """A run folder of so many records."""
    folder.mkdir()
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record(number, changed and number % 10 == 0)) + "\n" for number in range(count))
    (folder / "failures.jsonl").write_text("", encoding="utf-8")
    manifest = {"contract": "extract/1", "complete": True, "settings": {}, "versions": {}, "kinds": {"loan": {}}}
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def measured(a: Path, b: Path) -> None:
    """One comparison, in this process."""
    from extract.diff import compare
    from extract.runs import open_run

    began = time.process_time()
    found = compare(open_run(a), open_run(b))
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{found.records[0]:>9,} records  {len(found.changed):>7,} changed  {seconds:6.1f} s  {peak:>5} MB")


def main() -> None:
    """Each number of records given, in a process of its own."""
    if sys.argv[1] == "one":
        measured(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    for count in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as name:
            runs = [write(Path(name) / side, count, side == "b") for side in "ab"]
            subprocess.run([sys.executable, __file__, "one", *map(str, runs)], check=True)


if __name__ == "__main__":
    main()
