"""Milliseconds of CPU that one document costs between its text and its records: benchmarks/cpu.py [FILE_OR_FOLDER ...]

By default the seeds and the twelve news of the ladder. Nothing is asked: each question is answered with its first
choices, which are the code's own reading, so the model's library is not in the figures. Every stage is timed by
itself, as the pipeline calls it; `whole` is the pipeline at one go. The least of --rounds is given, per document.

    --profile  the functions that take the most time, in place of the table
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract.checks import merge_repeats
from extract.confirm import choices
from extract.documents import read
from extract.figures import find
from extract.kinds import Kind, load_kinds
from extract.outcome import with_ids
from extract.pipeline import extract_document, judge
from extract.proposals import propose, read_page
from extract.reask import Talk
from extract.settings import Settings
from extract.store import dumps, record_json
from extract.types import Document

DOCUMENTS = ("seeds", "benchmarks/ladder/news")
SETTINGS = Settings(base_url="http://127.0.0.1:1/v1")


@dataclass(frozen=True)
class Reply:
    """What `extract.model.Answer` is to the pipeline."""

    records: tuple[Any, ...]
    text: str
    recording: str = "none"
    usage: None = None
    seconds: float = 0.0


class FirstChoice:
    """Answers each question with its first choices; counts questions."""

    asked = 0

    async def ask(self, kind: Kind, prompt: Any) -> Reply:
        self.asked += 1
        schema = kind.reply.model_json_schema()
        answers = {
            number: {name: choice["enum"][0] for name, choice in one["properties"].items()}
            for number, one in schema["properties"].items()
        }
        text = json.dumps(answers)
        return Reply(tuple(kind.reply.model_validate_json(text).records), text)


def at_once(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives that never waits; without the loop, whose own time is not to be counted here."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("it waits")


LOOP = asyncio.Runner()


def whole(document: Document, kinds: Sequence[Kind]) -> None:
    """The pipeline at one go; a long document is read in a thread, so here there is a loop."""
    LOOP.run(extract_document(document, kinds, FirstChoice(), SETTINGS))


class Clock:
    """CPU seconds of this process by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        done = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - start
        return done


def stages(document: Document, kinds: Sequence[Kind], clock: Clock, counts: dict[str, int]) -> None:
    """One document, stage by stage."""
    model = FirstChoice()
    figures = clock("figures.find", lambda: find(document.text, anchor=document.published))
    page = clock("read_page", lambda: read_page(document, figures))
    for kind in kinds:
        proposals = clock("propose", lambda kind=kind: propose(kind, page))
        records = []
        for proposal in proposals:
            question = clock("choices", lambda one=proposal, kind=kind: choices(kind, page, [one]))
            talk = clock("talk", lambda question=question: Talk(question.kind, model, question.prompt, 1))
            answer = clock("answer", lambda talk=talk: at_once(talk.ask()))
            for one in clock("confirmed", lambda q=question, a=answer: q.confirmed(a.records[0])):
                records.append(
                    clock(
                        "judge",
                        lambda one=one, talk=talk, kind=kind: judge(
                            kind, one.draft, document, figures, talk, SETTINGS, one.second
                        ),
                    )
                )
        merged = clock("merge, ids", lambda kind=kind, records=records: with_ids(kind, merge_repeats(kind, records)))
        clock("json", lambda merged=merged: [dumps(record_json(record)) for record in merged])
        counts["records"] = counts.get("records", 0) + len(merged)
        counts["questions"] = counts.get("questions", 0) + len(proposals)


def fresh(documents: Sequence[Document], turn: int) -> list[Document]:
    """The documents with a text that no cache has seen: `turn` empty lines more at the end."""
    return [replace(document, text=document.text + "\n" * (turn + 1)) for document in documents]


def measure(
    documents: Sequence[Document], kinds: Sequence[Kind], rounds: int
) -> tuple[dict[str, float], dict[str, int]]:
    """The least milliseconds per document of each stage and of the whole, and how much there was of what."""
    best: dict[str, float] = {}
    counts: dict[str, int] = {}
    for turn in range(rounds):
        clock = Clock()
        counts = {}
        for document in fresh(documents, turn):
            stages(document, kinds, clock, counts)
        for document in fresh(documents, rounds + turn):
            clock("whole", lambda one=document: whole(one, kinds))
        for stage, seconds in clock.spent.items():
            best[stage] = min(best.get(stage, 1e9), seconds / len(documents) * 1000)
    return best, counts


def longest(documents: Sequence[Document], kinds: Sequence[Kind]) -> None:
    """How long one document holds the event loop at a stretch: the whole code part of it, since nothing waits here."""
    times = []
    for document in fresh(documents, 1000):
        start = time.perf_counter()
        whole(document, kinds)
        times.append((time.perf_counter() - start, len(document.text)))
    seconds, size = max(times)
    print(f"longest document: {seconds * 1000:.1f} ms for {size} characters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", default=list(DOCUMENTS))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    kinds = list(load_kinds(Path.cwd()).values())
    documents, _ = read(args.documents, max_chars=10_000_000)
    if args.profile:
        measure(documents, kinds, 1)  # patterns compiled, tables read
        with cProfile.Profile() as profile:
            for turn in range(args.rounds):
                for document in fresh(documents, 500 + turn):
                    whole(document, kinds)
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    best, counts = measure(documents, kinds, args.rounds)
    number = len(documents)
    size = sum(len(document.text) for document in documents) / number
    print(
        f"{number} documents of {size:.0f} characters, {len(kinds)} kinds, {counts['questions'] / number:.1f} "
        f"questions and {counts['records'] / number:.1f} records each; ms of CPU per document, "
        f"least of {args.rounds} rounds"
    )
    for stage, ms in best.items():
        print(f"  {stage:14}{ms:8.2f}")
    parts = sum(ms for stage, ms in best.items() if stage != "whole")
    print(f"  {'(sum of parts)':14}{parts:8.2f}")
    longest(documents, kinds)


if __name__ == "__main__":
    main()
