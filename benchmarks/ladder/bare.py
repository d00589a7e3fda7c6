"""The lowest rung of the ladder: instructor, a plain schema of one's own and a one-line question. No help of ours.

    python benchmarks/ladder/bare.py DOCUMENTS... --recordings FOLDER [--replay]

What anybody would write first: flat classes, strings and floats, the document and "extract all loans". Replies go
through the project's recorder, so that the rung can be replayed and scored like the others. `bare(paths, ...)` gives,
for each document and kind, the records as plain dicts, or None for a call that gave no usable answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, create_model

from extract.documents import read
from extract.errors import ModelError
from extract.model import Model
from extract.prompts import Prompt
from extract.settings import Settings


class Treaty(BaseModel):
    title: str
    instrument_type: str
    parties: list[str]
    stage: Literal[
        "proposed", "negotiating", "agreed", "adopted", "signed", "ratified", "in_force", "amended_or_extended",
        "suspended", "withdrawn", "terminated", "rejected", "unclear",
    ]  # fmt: skip
    date: str
    evidence: str


class Loan(BaseModel):
    lender: str
    borrower: str
    amount: float
    currency: str
    status: Literal[
        "requested", "negotiating", "pledged", "committed", "disbursed", "repaid", "suspended", "cancelled",
        "rejected", "unclear",
    ]  # fmt: skip
    date: str
    evidence: str


class WeaponsTransfer(BaseModel):
    supplier: str
    recipient: str
    designation: str
    quantity: int
    status: Literal[
        "requested", "announced", "negotiating", "ordered", "in_delivery", "delivered", "suspended", "cancelled",
        "refused", "unclear",
    ]  # fmt: skip
    date: str
    evidence: str


class Statement(BaseModel):
    speaker: str
    quote_type: Literal["direct", "mixed", "indirect"]
    content: str


PLAIN: dict[str, tuple[type[BaseModel], str]] = {
    "loan": (Loan, "Extract all loans that the document reports."),
    "statement": (Statement, "Extract all statements: who said what."),
    "treaty": (Treaty, "Extract all treaties and agreements between states that the document reports."),
    "weapons_transfer": (WeaponsTransfer, "Extract all weapons transfers that the document reports."),
}


class Bare(NamedTuple):
    """What one call gave: records as dicts (None: no usable answer, with the reason), and the recording's key."""

    document: str
    kind: str
    records: list[dict[str, Any]] | None
    reason: str
    recording: str | None


async def bare(paths: Sequence[str], settings: Settings) -> list[Bare]:
    """Every document and kind, one call each. Raises what `Model.ask` raises for a missing recording or endpoint."""
    out: list[Bare] = []
    async with Model(settings) as model:
        for document in read(list(paths), max_chars=settings.max_chars)[0]:
            for name, (plain, question) in PLAIN.items():
                reply = create_model(f"{name}_bare", records=(list[plain], ...))  # type: ignore[valid-type]
                prompt = Prompt(({"role": "user", "content": f"{document.text}\n\n{question}"},))
                try:
                    answer = await model.ask(SimpleNamespace(name=name, reply=reply), prompt)  # type: ignore[arg-type]
                except ModelError as error:
                    out.append(Bare(document.id, name, None, error.reason, error.recording))
                else:
                    records = [record.model_dump() for record in answer.records]
                    out.append(Bare(document.id, name, records, "", answer.recording))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+")
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--replay", action="store_true")
    asked = parser.parse_args()
    settings = Settings(mode="replay" if asked.replay else "record", recordings=asked.recordings)
    for found in asyncio.run(bare(asked.documents, replace(settings, max_tokens=1024))):
        print(json.dumps(found._asdict(), ensure_ascii=False))


if __name__ == "__main__":
    main()
