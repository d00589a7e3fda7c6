"""A reader of an extract run: prints the amounts of its verified records, each with its quote.

python read.py RUN [SCHEMAS]   exit 0: read; 1: a line does not fit its schema; 2: a contract that is not known here

Needs the standard library and jsonschema, nothing of extract. SCHEMAS is the folder of the contract, by default the one
that this file stands in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

CONTRACT = "extract/1"


class Unknown(Exception):
    """Not of the contract that this reader was written for."""


def records(run: Path, schemas: Path) -> Iterator[dict[str, Any]]:
    """The records, each held against its schema; numbers with all their digits. Raises Unknown."""
    validators: dict[str, Draft202012Validator] = {}
    for path in (schemas / "records").glob("*.schema.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        validators[path.name.removesuffix(".schema.json")] = Draft202012Validator(schema)
    with open(run / "records.jsonl", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            record = json.loads(line, parse_float=Decimal)
            if record.get("contract") != CONTRACT:
                raise Unknown(f"contract {record.get('contract')!r} is not known here, only {CONTRACT}")
            if record["kind"] not in validators:
                continue  # a kind that came later: nothing that this reader asks for
            validators[record["kind"]].validate(record)
            yield record


def amounts(record: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Rows of the amounts that the record's document proves."""
    for field, figure in record["figures"].items():
        if figure["kind"] == "money":
            value = " to ".join(f"{one}" for one in (figure["value"], figure["value_high"]) if one is not None)
            quote = record["evidence"][0]["exact"] if record["evidence"] else ""
            yield record["kind"], field, value, figure["unit"] or "", shown(quote, 60)


def shown(words: str, most: int) -> str:
    """The same words on one line, shortened, without what could steer a terminal."""
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def main(run: Path, schemas: Path) -> int:
    """Print the table; the exit code."""
    from jsonschema import ValidationError

    verified = 0
    try:
        for record in records(run, schemas):
            if record["verdict"] == "verified":
                verified += 1
                for row in amounts(record):
                    print("\t".join(row))
    except (Unknown, OSError, ValueError) as error:
        print(f"read: {error}", file=sys.stderr)
        return 2
    except ValidationError as error:
        print(f"read: {error.json_path}: {error.message[:200]}", file=sys.stderr)
        return 1
    print(f"{verified} verified records read")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parents[2]))
