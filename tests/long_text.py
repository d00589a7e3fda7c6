"""A long document in our own words with loans planted in it, and stand-ins for the model that find them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

from conftest import Said, answer, loan

from extract.errors import ModelError
from extract.kinds import Kind
from extract.prompts import Prompt

LENDERS = ("China", "Germany", "Japan", "Norway", "Turkey", "France", "India", "Brazil")
BORROWERS = ("Belarus", "Ukraine", "Latvia", "Kenya", "Egypt", "Chile", "Serbia", "Nepal")
PLANTED = re.compile(r"On 3 March 2023 (\w+) signed an agreement to lend (\w+) \$(\d+) million for a bridge\.")
_WHO = ("The mayor", "A clerk", "The baker", "An old man", "The teacher", "A visitor")
_DID = ("walked along the quay", "read the paper", "fed the geese", "mended a fence", "counted the boats", "slept")
_WHEN = ("in the rain", "before noon", "with a neighbour", "for an hour", "as on most days", "without a word")


def planted(number: int) -> str:
    """A sentence that reports one loan; no two numbers have the same sum."""
    lender, borrower = LENDERS[number % 8], BORROWERS[number // 8 % 8]
    return f"On 3 March 2023 {lender} signed an agreement to lend {borrower} ${number + 11} million for a bridge."


def filler(rng: random.Random) -> str:
    """A sentence that reports nothing."""
    return f"{rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHEN)}."


def long_text(length: int, loans: int, seed: int, longest_paragraph: int = 12) -> str:
    """About `length` code points of paragraphs of up to so many sentences, the loans' sentences spread among them."""
    rng = random.Random(seed)
    sentences = [filler(rng) for _ in range(max(0, length - 92 * loans) // 42)]
    for number in range(loans):
        sentences.insert(rng.randrange(len(sentences) + 1), planted(number))
    out: list[str] = []
    at = 0
    while at < len(sentences):
        size = rng.randint(1, longest_paragraph)
        out.append(" ".join(sentences[at : at + size]))
        at += size
    return "\n\n".join(out)


def shown(prompt: Prompt) -> str:
    """The text that a prompt about a document or passage shows."""
    found = re.search(r"<(document[-\d]*)>\n(.*)\n</\1>", prompt.messages[1]["content"], re.DOTALL)
    assert found is not None
    return found[2]


class Reader:
    """Reads what it is shown and reports every loan whose sentence stands there whole; asked about candidates it
    says yes to each, taking the first of every choice. `fault` may raise for a prompt.
    """

    def __init__(self, fault: Callable[[str], ModelError | None] = lambda text: None) -> None:
        self.fault = fault
        self.asked: list[str] = []
        self.prompts: list[Prompt] = []

    async def ask(self, kind: Kind, prompt: Prompt) -> Said:
        content = prompt.messages[1]["content"]
        whole = "</document" in content
        text = shown(prompt) if whole else content
        self.asked.append(text)
        self.prompts.append(prompt)
        if (error := self.fault(text)) is not None:
            raise error
        said = answer(*map(_loan, PLANTED.finditer(text))) if whole else json.dumps(_choices(kind))
        found = kind.reply.model_validate_json(said)
        return Said(tuple(found.records), said, f"{len(self.asked):064x}")  # type: ignore[attr-defined]


def _loan(match: re.Match[str]) -> dict[str, Any]:
    amount = {"text": f"${match[3]} million", "value": int(match[3]) * 10**6, "currency": "USD", "modifier": "exact"}
    return loan(evidence=[match[0]], lender=[match[1]], borrower=[match[2]], amount=amount)


def _choices(kind: Kind) -> dict[str, dict[str, str]]:
    asked = kind.reply.model_json_schema()["properties"]
    return {
        number: {name: form["enum"][0] for name, form in one["properties"].items()} for number, one in asked.items()
    }
