"""How processor time and memory grow with the length of a document, the model's own time left out.

    python benchmarks/long_documents.py [CHARACTERS ...]

Takes made-up text with a loan every 3,000 characters and a stand-in for the model that finds each at once (those of
the tests); prints one line for each length and method, each measured in a process of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LENGTHS = ("30000", "300000", "3000000")


def measure(length: int, method: str) -> str:
    """One line: length, method, requests, loans found of those planted, seconds of processor time, peak memory."""
    sys.path.insert(0, str(ROOT / "tests"))
    from long_text import Reader, long_text

    from extract.kinds import load_kinds
    from extract.pipeline import extract_document
    from extract.settings import Settings
    from extract.types import Document

    loans = length // 3_000
    text = long_text(length, loans, seed=1)
    document = Document("long", text, hashlib.sha256(text.encode()).hexdigest(), published="2023-04-01")
    kind, reader = load_kinds(ROOT)["loan"], Reader()
    began = time.process_time()
    found = asyncio.run(extract_document(document, [kind], reader, Settings(method=method)))  # type: ignore[arg-type]
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    asked = f"{len(reader.asked):6,} requests {len(found.kinds[0].records):6,} of {loans:,} loans"
    return f"{len(text):10,} characters  {method:10}  {asked}  {seconds:7.2f} s  {memory:6,} MB"


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ("document", "candidates"):
        print(measure(int(sys.argv[2]), sys.argv[1]))
    else:
        for length in sys.argv[1:] or LENGTHS:
            for method in ("document", "candidates"):
                subprocess.run([sys.executable, __file__, method, length], check=True)
