"""Our figure finder beside others on the marked sentences: `make bench-figures`, or
`python benchmarks/figures/compare.py --rivals PYTHON` with the Python of an environment of requirements.txt.

Prints three tables: ours by kind on both halves of the sentences; everyone's money, percentages, numbers and dates on
the half kept aside; and speed. A figure is right when kind, overlap, both values and unit are. Beside others the
measure is kinder, to all alike: for a number the noun is not asked, for a date the day must lie in the marked one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from marked import ANCHOR, KINDS, Marked, Sentence, _close, read_set, tally
from rivals import TOOLS

from extract.figures import date_bounds, find

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"


def ours(text: str) -> list[Marked]:
    """Our figures as the scorer takes them."""
    return [
        Marked(
            figure.kind,
            figure.start,
            figure.end,
            None if figure.value is None else float(figure.value),
            None if figure.value_high is None else float(figure.value_high),
            figure.unit or "",
        )
        for figure in find(text, anchor=ANCHOR)
    ]


def by_kind(name: str, sentences: Sequence[Sentence]) -> None:
    """Print our table for one half."""
    print(f"\n{name}: {len(sentences)} sentences\n\nkind          P      R      F1     right/found/marked")
    for kind, count in tally(sentences, ours).items():
        row = f"{count.precision:.3f}  {count.recall:.3f}  {count.f1:.3f}  {count.right}/{count.found}/{count.wanted}"
        print(f"{kind:12}  {row}")


def rival(python: str, tool: str, texts: Sequence[str]) -> tuple[list[list[dict[str, Any]]], float]:
    """What a rival finds in each text, and its seconds."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    command = [python, str(HERE / "rivals.py"), tool]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    *found, last = (json.loads(line) for line in run.stdout.splitlines())
    return [entry["figures"] for entry in found], float(last["seconds"])


def same(kind: str, gold: Marked, found: dict[str, Any]) -> bool:
    """The kinder measure of the module's head."""
    if gold.end <= found["start"] or found["end"] <= gold.start:
        return False
    if kind == "date":
        bounds = date_bounds(gold.unit)
        day = date_bounds(found["value"]) if found["value"] else None
        return bounds is not None and day is not None and bounds[0] <= day[1] and day[0] <= bounds[1]
    values = _close(gold.low, found["value"]) and _close(gold.high, found["value_high"])
    return values and (kind != "money" or gold.unit == found["unit"])


GROUPS = {"money": ("money",), "percent": ("percent",), "number": ("count", "number"), "date": ("date",)}


def f1(kind: str, sentences: Sequence[Sentence], found: Sequence[Sequence[dict[str, Any]]]) -> float | None:
    """F1 of one group of kinds; None for a tool that never gives it."""
    right = given = wanted = 0
    for sentence, figures in zip(sentences, found, strict=True):
        mine = [figure for figure in figures if figure["kind"] in GROUPS[kind]]
        gold = [figure for figure in sentence.figures if figure.kind in GROUPS[kind]]
        given, wanted = given + len(mine), wanted + len(gold)
        for one in gold:
            hit = next((figure for figure in mine if same(kind, one, figure)), None)
            if hit:
                mine.remove(hit)
                right += 1
    return 2 * right / (given + wanted) if given else None


def plain(text: str) -> list[dict[str, Any]]:
    """Our figures in the rivals' form."""
    keys = ("kind", "start", "end", "value", "value_high", "unit")
    return [
        dict(
            zip(
                keys,
                (one.kind, one.start, one.end, one.unit if one.kind == "date" else one.low, one.high, one.unit),
                strict=True,
            )
        )
        for one in ours(text)
    ]


def seconds(texts: Sequence[str], run: Callable[[str], object]) -> float:
    """The best of five runs over the texts."""
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        for text in texts:
            run(text)
        best = min(best, time.perf_counter() - begin)
    return best


def speed(python: str | None, sentences: Sequence[Sentence]) -> None:
    """Print MB/s on the sentences one by one, on news text, and on texts made to be slow."""
    texts = [sentence.text for sentence in sentences]
    news = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.md"))]
    size = sum(len(text.encode()) for text in news) / 1e6
    base = size / seconds(news, lambda text: find(text, anchor=ANCHOR))
    print(f"\nnews text ({size * 1e6:.0f} bytes in {len(news)} documents): {base:.2f} MB/s")
    if python:
        for tool in TOOLS:
            print(f"  {tool:18} {size / rival(python, tool, news)[1]:8.4f} MB/s")
    dense = sum(len(text.encode()) for text in texts) / 1e6
    gap = dense * 1e6 / sum(len(sentence.figures) for sentence in sentences)
    rate = dense / seconds(texts, lambda text: find(text, anchor=ANCHOR))
    print(f"marked sentences, one by one, a figure every {gap:.0f} bytes: {rate:.2f} MB/s")
    news_line = " ".join(news).replace("\n", " ")
    line = (news_line * (5_000_000 // len(news_line) + 1))[:5_000_000]
    hostile = {
        "one line of 5 MB of news": line, "100 kB of digits": "1" * 100_000, "100 kB of commas": "," * 100_000,
        "100 kB of “million ”": "million " * 12_500, "100 kB of spaces": " " * 100_000, "100 kB of “(”": "(" * 100_000,
        "100 kB of “$”": "$" * 100_000, "100 kB of “1 ”": "1 " * 50_000, "100 kB of “S-400 ”": "S-400 " * 16_667,
        "100 kB of “May ”": "May " * 25_000, "100 kB of “1,”": "1," * 50_000,
        "100 kB of “$5 million ”": "$5 million " * 9_091,
    }  # fmt: skip
    for name, text in hostile.items():
        rate = len(text.encode()) / 1e6 / seconds([text], find)
        twice = len(text.encode()) * 2 / 1e6 / seconds([text * 2], find)
        print(f"  {name:28} {rate:7.2f} MB/s, {rate / base:5.2f} of news; twice as long {twice:7.2f} MB/s")


def main() -> None:
    """The whole comparison."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rivals", metavar="PYTHON", help="the Python of the rivals' environment")
    options.add_argument("--no-speed", action="store_true")
    given = options.parse_args()
    halves = {
        name: [sentence for path in sorted((HERE / "sets").glob(f"{name}-*.txt")) for sentence in read_set(path)]
        for name in ("dev", "test")
    }
    by_kind("looked at while writing", halves["dev"])
    by_kind("kept aside", halves["test"])
    if given.rivals:
        texts = [sentence.text for sentence in halves["test"]]
        print("\nF1 on the half kept aside   money   percent numbers dates")
        answers = {"extract": [plain(text) for text in texts]}
        answers |= {tool: rival(given.rivals, tool, texts)[0] for tool in TOOLS}
        for tool, found in answers.items():
            cells = (f1(kind, halves["test"], found) for kind in GROUPS)
            print(f"{tool:26}  " + "  ".join("  -   " if cell is None else f"{cell:6.3f}" for cell in cells))
    if not given.no_speed:
        speed(given.rivals, halves["test"])


assert set(GROUPS) <= set(KINDS)

if __name__ == "__main__":
    main()
