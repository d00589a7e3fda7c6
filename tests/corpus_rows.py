"""Records of made-up reports for the tests of claims, and the gold of the seeds in the form of records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.corpus.claims import claims_of
from extract.corpus.decisions import Decisions
from extract.corpus.mentions import mention_of
from extract.documents import read
from extract.kinds import load_kinds
from extract.types import CONTRACT

ROOT = Path(__file__).parents[1]
KINDS = load_kinds(ROOT)


def euros(value: int, modifier: str = "exact", currency: str = "EUR", high: int | None = None) -> dict[str, Any]:
    return {"text": f"{value}", "value": value, "currency": currency, "modifier": modifier, "value_high": high}


def step(event: str, edtf: str, planned: bool = False) -> dict[str, Any]:
    return {"event": event, "text": edtf, "edtf": edtf, "planned": planned}


LOAN = {
    "lender": ["Poland"], "borrower": ["Kenya"], "amount": euros(40_000_000), "flow_type": "loan",
    "status": "committed", "dates": [], "purpose_text": None, "asserted_by": "author", "factuality": "fact",
}  # fmt: skip
ARMS = {
    "supplier": ["Poland"], "recipient": ["Kenya"], "designation_text": "S-400", "description_text": "systems",
    "status": "delivered", "dates": [], "quantity": None, "asserted_by": "author", "factuality": "fact",
}  # fmt: skip
TREATY = {
    "parties": ["Poland", "Kenya"], "title_text": None, "subjects": ["trade"], "stage": "signed", "dates": [],
    "instrument_type": "agreement", "instrument_count": None, "asserted_by": "author", "factuality": "fact",
}  # fmt: skip
SAID = {"content": "we shall build the bridge before the rains", "speaker": "Kowalska", "speaker_name": "Anna Kowalska"}
BASES: dict[str, Mapping[str, Any]] = {"loan": LOAN, "weapons_transfer": ARMS, "treaty": TREATY, "statement": SAID}


def record(
    id: str,
    kind: str = "loan",
    *,
    document: str | None = None,
    published: str | None = None,
    quote: str = "",
    **data: Any,
) -> dict[str, Any]:
    """A line of a report of its own, unless the document is named."""
    name = document or f"report-{id}"
    evidence = quote or f"The report {id} says so."
    about = {"id": name, "sha256": hashlib.sha256(name.encode()).hexdigest(), "title": None, "published": published}
    return {
        "contract": CONTRACT,
        "id": id,
        "kind": kind,
        "verdict": "verified",
        "document": {**about, "source": None, "sources": [f"{name}.md"]},
        "data": {**BASES[kind], **data},
        "evidence": [{"exact": evidence, "start": 0, "end": len(evidence)}],
        "findings": [],
    }


def claims(*records: dict[str, Any], decisions: Decisions | None = None) -> list[dict[str, Any]]:
    """The claims of records of one kind."""
    model = KINDS[records[0]["kind"]].model
    return claims_of([mention_of(one, model) for one in records], model, decisions or Decisions())


def groups(found: Iterable[dict[str, Any]]) -> list[list[str]]:
    """The records of each claim, in order."""
    return sorted(sorted(mention["record"] for mention in claim["mentions"]) for claim in found)


def run_folder(folder: Path, records: Iterable[dict[str, Any]], began: str = "2024-01-01") -> Path:
    folder.mkdir(parents=True)
    lines = "".join(json.dumps(one) + "\n" for one in records)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    (folder / "failures.jsonl").write_text("", encoding="utf-8")
    (folder / "run.json").write_text(json.dumps({"contract": CONTRACT, "began": began}), encoding="utf-8")
    return folder


def gold_records(kind: str) -> list[dict[str, Any]]:
    """What a careful reader found in the seeds, as records of the documents."""
    documents, _ = read([str(ROOT / "seeds")], max_chars=40_000)
    out = []
    for document in documents:
        gold = json.loads((ROOT / "fixtures" / "gold" / f"{document.id}.json").read_text(encoding="utf-8"))
        for one in gold["records"]:
            if one["kind"] == kind:
                line = record(one["id"], kind, document=document.id, published=document.published)
                line["data"] = one["fields"]
                line["evidence"] = [{"exact": quote} for quote in one["evidence"]]
                out.append(line)
    return out
