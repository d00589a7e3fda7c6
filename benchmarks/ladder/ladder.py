"""The ladder: the same documents and gold, one thing added at each rung, one table.

    python benchmarks/ladder/ladder.py [--documents DIR --gold DIR --recordings DIR --own DIR] [--record]

By default the project's seeds from the recordings kept here and in fixtures/recordings; nothing is asked. --record asks
the embedded model for what has no recording yet. The other documents of ours, twelve short news, are in
benchmarks/ladder/news: a* were looked at while tuning, b* were not.

    bare          instructor, a plain schema, one line of question; a quote that does not stand in the document is
                  replaced by the nearest sentence, so that the rung is not scored for copying alone
    + prompt      our question and schema for the whole document; every record counts
    + checks      the same replies; what the checks reject is dropped
    + re-ask      findings go back to the model once
    code alone    no model: the candidates as code reads them
    candidates    code proposes, the model chooses, all candidates of a kind in one question
    + one by one  the same, one candidate in each question: the default

Seconds are the server's own (reading and writing), from the recordings. The whole-document rungs found the document in
the prefix cache for all kinds but the first; `cold` is what they would take without, at their own seconds for a token.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bare import bare

from extract.batch import run_batch
from extract.documents import read
from extract.errors import RecordingMissing
from extract.figures import find
from extract.gold import read_gold
from extract.ground import locate, nearest
from extract.kinds import Kind, load_kinds
from extract.pipeline import judge
from extract.proposals import propose, read_page
from extract.reask import Talk
from extract.recordings import read_recording, recording_path
from extract.runs import open_run
from extract.score import Score, score
from extract.settings import Settings
from extract.store import dumps, read_records, record_json
from extract.types import Document

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cost:
    """What a rung asked: calls, those without a usable answer, tokens, the server's seconds, seconds without cache."""

    calls: int = 0
    lost: int = 0
    read: int = 0
    cached: int = 0
    written: int = 0
    seconds: float = 0.0
    cold: float = 0.0


def cost(folder: Path, keys: Iterable[str], lost: int) -> Cost:
    """Added up over the recordings with these keys."""
    out = Cost(lost=lost)
    for key in keys:
        found = read_recording(recording_path(folder, key))
        assert found is not None, key
        body = found["reply"]["body"]
        usage, timings = body["usage"], body.get("timings", {})
        cached = usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        reading, writing = timings.get("prompt_ms", 0) / 1000, timings.get("predicted_ms", 0) / 1000
        out = replace(
            out,
            cold=out.cold + reading * usage["prompt_tokens"] / max(1, usage["prompt_tokens"] - cached) + writing,
            calls=out.calls + 1,
            read=out.read + usage["prompt_tokens"] - cached,
            cached=out.cached + cached,
            written=out.written + usage["completion_tokens"],
            seconds=out.seconds + reading + writing,
        )
    return out


def run(paths: Sequence[str], settings: Settings) -> tuple[list[dict[str, Any]], Cost]:
    """One run of ours: its record lines and what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        done = run_batch(list(paths), load_kinds(Path.cwd()), settings, out)
        if done.stopped is not None:
            raise done.stopped
        manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
        keys = [key for outcome in open_run(out).outcomes() for key in outcome["recordings"]]
        assert settings.recordings is not None
        return list(read_records(out)), cost(settings.recordings, keys, manifest["counts"]["failed"])


def unchecked(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every record taken, whatever the checks say."""
    return [{**record, "verdict": "flagged"} for record in records]


def code_alone(paths: Sequence[str], kinds: dict[str, Kind]) -> list[dict[str, Any]]:
    """The candidates as code reads them, checked, without a model."""
    out = []
    for document in read(list(paths), max_chars=Settings.max_chars)[0]:
        figures = find(document.text, anchor=document.published)
        page = read_page(document, figures)
        for kind in kinds.values():
            talk = Talk(kind, None, None, 0)  # type: ignore[arg-type]
            for number, one in enumerate(propose(kind, page)):
                talk.first = type("First", (), {"sha256": ""})  # type: ignore[assignment]
                record = judge(kind, one.draft, document, figures, talk, Settings())
                out.append(json.loads(dumps(record_json(replace(record, id=f"{kind.name}-{number}")))))
    return out


def bare_records(paths: Sequence[str], settings: Settings) -> tuple[list[dict[str, Any]], Cost]:
    """The bare rung as record lines that can be scored, and what it cost."""
    documents = {document.id: document for document in read(list(paths), max_chars=settings.max_chars)[0]}
    found = asyncio.run(bare(paths, replace(settings, max_tokens=1024)))
    lines = [
        _bare_line(documents[one.document], one.kind, number, record)
        for one in found
        for number, record in enumerate(one.records or [])
    ]
    keys = [one.recording for one in found if one.recording]
    assert settings.recordings is not None
    return lines, cost(settings.recordings, keys, sum(one.records is None for one in found))


def _bare_line(document: Document, kind: str, number: int, record: dict[str, Any]) -> dict[str, Any]:
    quote = record.get("evidence") or record.get("content") or ""
    place = locate(quote, document.text)
    exact = place.exact if place else nearest(quote, document.text) or quote
    data: dict[str, Any] = {"evidence": [exact]}
    if kind == "loan":
        data |= {"lender": [record["lender"]], "borrower": [record["borrower"]], "status": record["status"]}
        sum_ = {"text": str(record["amount"]), "value": record["amount"], "currency": record["currency"]}
        data["amount"] = {**sum_, "modifier": "exact", "value_high": None} if record["amount"] else None
    elif kind == "weapons_transfer":
        data |= {"supplier": [record["supplier"]], "recipient": [record["recipient"]], "status": record["status"]}
        data["designation_text"] = record["designation"] or None
        count = {"text": str(record["quantity"]), "value": record["quantity"], "modifier": "exact", "value_high": None}
        data["quantity"] = count if record["quantity"] else None
    elif kind == "treaty":
        data |= {"parties": record["parties"], "stage": record["stage"], "title_text": record["title"] or None}
    else:
        data = {"content": exact, "speaker": record["speaker"], "speaker_name": record["speaker"]}
    evidence = [{"exact": exact, "prefix": "", "suffix": "", "start": 0, "end": 0, "match": "exact"}]
    about = {"id": document.id, "sha256": document.sha256, "sources": list(document.sources), "published": None}
    line = {"id": f"{kind}-{number}", "kind": kind, "verdict": "flagged", "document": about, "data": data}
    return {**line, "evidence": evidence, "figures": {}, "derived": {}, "findings": []}


def row(name: str, result: Score, cost: Cost | None, documents: int) -> str:
    """One line of the table."""
    main = result.main
    shares = [main[kind].f1 for kind in ("loan", "weapons_transfer", "treaty", "statement", "all")]
    numbers = result.exactness["all"]
    verified = result.rows["verified"]["all"].precision
    cells = [f"{share:.2f}" if share is not None else "-" for share in shares]
    cells += [
        f"{main['all'].precision or 0:.2f}",
        f"{numbers['right']}/{numbers['wrong']}",
        str(len(result.wrong_verified)),
    ]
    cells += [f"{verified:.2f}" if verified is not None else "-", f"{result.verdicts.share or 0:.2f}"]
    if cost is None:
        cells += ["0"] * 7
    else:
        cells += [str(cost.calls), str(cost.lost), str(cost.read), str(cost.cached), str(cost.written)]
        cells += [f"{cost.seconds / documents:.0f}", f"{cost.cold / documents:.0f}"]
    return f"| {name} | " + " | ".join(cells) + " |"


HEAD = (
    "| rung | loans | weapons | treaties | statements | F1, all | precision | numbers right/wrong | wrong, verified "
    "| precision of verified | verified of right | calls | lost | tokens read | from cache | written | s/document "
    "| cold |\n|---|" + "---|" * 17
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", nargs="+", default=["seeds"])
    parser.add_argument("--gold", type=Path, default=Path("fixtures/gold"))
    parser.add_argument("--recordings", type=Path, default=HERE / "recordings")
    parser.add_argument("--own", type=Path, default=Path("fixtures/recordings"), help="recordings of the last rung")
    parser.add_argument("--record", action="store_true", help="ask for what has no recording yet")
    parser.add_argument("--rungs", nargs="*", help="only these, by the first word of their names")
    given = parser.parse_args()
    gold, kinds = read_gold(given.gold), load_kinds(Path.cwd())
    paths = given.documents
    count = len(gold.documents)
    settings = Settings(mode="record" if given.record else "replay", recordings=given.recordings)
    whole = replace(settings, method="document")
    rungs: list[tuple[str, Any]] = [
        ("bare", lambda: bare_records(paths, settings)),
        ("+ prompt", lambda: _pass(unchecked, run(paths, replace(whole, reasks=0)))),
        ("+ checks", lambda: run(paths, replace(whole, reasks=0))),
        ("+ re-ask", lambda: run(paths, whole)),
        ("code alone", lambda: (code_alone(paths, kinds), None)),
        ("candidates", lambda: run(paths, replace(settings, together=1000))),
        ("+ one by one", lambda: run(paths, replace(settings, recordings=given.own))),
    ]
    print(HEAD)
    for name, make in rungs:
        if given.rungs and not any(word in name for word in given.rungs):
            continue
        try:
            records, spent = make()
        except RecordingMissing as error:
            print(f"| {name} | not recorded: {str(error)[:80]} |")
            continue
        print(row(name, score(records, gold, kinds), spent, count), flush=True)


def _pass(change: Any, found: tuple[list[dict[str, Any]], Cost]) -> tuple[list[dict[str, Any]], Cost]:
    return change(found[0]), found[1]


if __name__ == "__main__":
    main()
