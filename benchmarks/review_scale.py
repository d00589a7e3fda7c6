"""How quick a review of a large run is: list, record, decision.

    python benchmarks/review_scale.py RUN [RECORDS]        (default: 10000 records, copies of the run's)

Each copy has an id and a content of its own. Decisions are written to the disk of the temporary folder, with fsync.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TypeVar

from extract.kinds import load_kinds, project_folder
from extract.review.desk import Desk
from extract.runs import open_run

T = TypeVar("T")


def timed(what: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds, and what came of it."""
    began = time.perf_counter()
    result = what()
    return (time.perf_counter() - began) * 1000, result


source = Path(sys.argv[1])
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
lines = [json.loads(line) for line in (source / "records.jsonl").read_text(encoding="utf-8").splitlines()]
with tempfile.TemporaryDirectory() as folder:
    run = Path(folder) / "run"
    shutil.copytree(source, run)
    with open(run / "records.jsonl", "w", encoding="utf-8") as file:
        for number, line in enumerate(islice(cycle(lines), wanted)):
            copy = {**line, "id": f"{number:016x}", "derived": {**line["derived"], "copy": number}}
            file.write(json.dumps(copy) + "\n")
    desk = Desk(open_run(run), load_kinds(project_folder()), "bench")
    first, _ = timed(desk.queue)
    records, decisions = [], []
    for number in range(20):
        took, shown = timed(lambda number=number: desk.record(f"{number:016x}"))  # type: ignore[misc]
        records.append(took)
        body = {"record": shown["id"], "content": shown["content"], "action": "accept", "why": ""}
        decisions.append(timed(lambda body=body: desk.decide(body))[0])  # type: ignore[misc]
print(
    f"{wanted} records: list {first:.0f} ms, a record {median(records):.1f} ms, a decision {median(decisions):.0f} ms"
)
