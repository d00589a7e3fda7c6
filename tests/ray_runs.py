"""What the tests of the Ray engine and of its parts share: documents, a server's answers, two runs compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import answer, loan

from extract.store import FILES

SENTENCE = "On 3 March 2023 China signed an agreement to lend Belarus ${} million for a bridge."


def documents(folder: Path, count: int) -> Path:
    """So many documents, each with a loan of its own."""
    folder.mkdir()
    for number in range(1, count + 1):
        (folder / f"d{number:03}.txt").write_text(f"{SENTENCE.format(number)} Nothing else.", encoding="utf-8")
    return folder


def table(path: Path, count: int) -> Path:
    """The same, and some longer ones that are cut into passages, as rows of a table."""
    rows = [f"{SENTENCE.format(number)} {'Nothing else. ' * 90 * (number % 3)}" for number in range(1, count + 1)]
    lines = [json.dumps({"words": row, "name": f"d{number}"}) + "\n" for number, row in enumerate(rows)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def content(body: dict[str, Any]) -> str:
    """What the server answers: one loan to the kind loan, nothing to the others; every seventh cannot be read."""
    words = body["messages"][1]["content"]
    if "lend Belarus $7 million" in words:
        return "no JSON"
    if "loan" not in body["response_format"]["json_schema"]["name"] or "lend Belarus" not in words:
        return answer()
    number = words.partition("lend Belarus $")[2].partition(" ")[0]
    amount = {"text": f"${number} million", "value": int(number) * 10**6, "currency": "USD", "modifier": "exact"}
    return answer(loan(evidence=[SENTENCE.format(number)], amount=amount))


def same_files(one: Path, other: Path) -> None:
    """The runs' files are equal, byte for byte, run.json aside, and there is something in them."""
    for name in FILES:
        if name != "run.json":
            assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert (one / "records.jsonl").stat().st_size
