"""What the tests of review share: a run folder with two loans, written the way runs are written."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from conftest import LOAN_TEXT, Scripted, answer, loan, second_loan

from extract.database import Database
from extract.kinds import Kind
from extract.pipeline import extract_document
from extract.review.desk import Desk
from extract.runs import open_run
from extract.settings import Settings
from extract.store import Draft, dumps, record_json
from extract.types import CONTRACT, Document

AMOUNT = {"text": "$2.4 million", "value": 2400000, "currency": "USD", "modifier": "exact"}


def document(text: str = LOAN_TEXT, id: str = "week") -> Document:
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id, text, sha256, "A week of money", "2023-04-01", None, (f"news/{id}.txt",))


def make_run(folder: Path, kinds: dict[str, Kind], *drafts: dict[str, Any], of: Document | None = None) -> Path:
    """A run over one document in which the model found these loans; over a former run, if the folder has one."""
    about = of or document()
    model = Scripted(answer(*(drafts or (loan(), second_loan()))))
    settings = Settings(method="document", reasks=0)
    with ThreadPoolExecutor(1) as apart:  # Playwright keeps a loop of its own in the main thread
        outcome = apart.submit(lambda: asyncio.run(extract_document(about, [kinds["loan"]], model, settings))).result()
    assert outcome.kinds[0].failure is None
    with Draft(folder) as draft:
        draft.write("records.jsonl", "".join(dumps(record_json(record)) + "\n" for record in outcome.kinds[0].records))
        draft.write("run.json", dumps({"contract": CONTRACT}))
    with Database(folder) as base:
        base.take_in([about], None)
    return folder


def desk(folder: Path, kinds: dict[str, Kind], by: str = "Ada") -> Desk:
    return Desk(open_run(folder), kinds, by)


def sent(shown: dict[str, Any], action: str, why: str = "", **data: Any) -> dict[str, Any]:
    """What the page sends about a record that it was given; `data`: fields that the person changed."""
    body = {"record": shown["id"], "content": shown["content"], "action": action, "why": why}
    return {**body, "data": {**shown["values"], **data}} if action == "correct" else body
