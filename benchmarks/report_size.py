"""How large a report is and how long it takes: `python benchmarks/report_size.py RUN COPIES [--browser]`.

Lays out a run of COPIES times the documents of RUN under other names, writes its report, and says size and time. With
--browser it opens the file in chromium (extra `browser`) and says how long until the table stands, until a filter by
text has been applied, and until a record is open.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import resource
import shutil
import sys
import time
from pathlib import Path

from extract.database import Database
from extract.kinds import load_kinds
from extract.report import gather
from extract.report.gather import Choice
from extract.report.page import build
from extract.runs import open_run

ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def lay_out(source: Path, copies: int, folder: Path) -> None:
    """A run of so many copies of another, every document and record under a name of its own."""
    run = open_run(source)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    documents, lines, loose = [], [], []
    records, figures = list(run.records()), list(run.unclaimed())
    for document in run.documents():
        for copy in range(copies):
            text = document.text + f"\n{copy}"
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            name = f"{document.id}-{copy}"
            documents.append(dataclasses.replace(document, id=name, text=text, sha256=sha256))
            for record in records:
                if record["document"]["id"] == document.id:
                    about = {**record["document"], "id": name, "sha256": sha256}
                    lines.append({**record, "id": f"{record['id']}-{copy}", "document": about})
            loose += [{**one, "document": name} for one in figures if one["document"] == document.id]
    for name, some in {"records": lines, "unclaimed": loose, "failures": []}.items():
        with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in some)
    shutil.copy(source / "run.json", folder)
    with Database(folder) as base:
        base.take_in(documents, None)


def browse(path: Path) -> dict[str, float]:
    """Seconds until the table stands, a text filter is applied, a record is open."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        page = browser.new_page()
        page.set_default_timeout(120_000)
        times = {}
        start = time.perf_counter()
        page.goto(path.resolve().as_uri() + "#records")
        page.wait_for_selector("#rows tr")
        times["open"] = time.perf_counter() - start
        for name in ("first text filter", "next text filter"):
            start = time.perf_counter()
            before = page.text_content("#count")
            page.fill("#f-text", "loan" if name == "first text filter" else "missile")
            page.wait_for_function("before => document.getElementById('count').textContent !== before", arg=before)
            times[name] = time.perf_counter() - start
        start = time.perf_counter()
        page.click("#rows a >> nth=0")
        page.wait_for_selector("#text mark.own")
        times["a record"] = time.perf_counter() - start
        browser.close()
    return times


def main() -> None:
    source, copies = Path(sys.argv[1]), int(sys.argv[2])
    folder = Path("build/big")
    lay_out(source, copies, folder)
    gather.MOST = 10**9
    kinds = load_kinds(Path())
    start = time.perf_counter()
    run = open_run(folder)
    text = build(run, kinds, gather.choose(run, Choice()))
    took = time.perf_counter() - start
    out = folder / "report.html"
    out.write_text(text, encoding="utf-8")
    documents = sum(1 for _ in run.documents())
    size = len(text.encode()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{documents:,} documents, {size:.1f} MB, written in {took:.1f} s, {memory:.0f} MiB of memory at most")
    if "--browser" in sys.argv:
        for name, seconds in browse(out).items():
            print(f"  {name}: {seconds:.2f} s")


if __name__ == "__main__":
    main()
