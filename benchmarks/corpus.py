"""Time and memory of `extract corpus`: made-up records of loans, weapons transfers, treaties and statements.

    python benchmarks/corpus.py 1000 10000 [--one-event]

Each event is in one to five documents, now and then without a date or stage. With --one-event a tenth of all records
are of one event, the worst case. Prints seconds of one core and the peak of memory, each in a process of its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from typing import Any

STATES = (
    "Poland", "Kenya", "Spain", "Ghana", "Chile", "Japan", "Egypt", "India", "Peru", "Norway", "Laos", "Cuba", "Oman",
    "Mali", "Nepal", "Malta", "Italy", "France", "China", "Russia", "Belarus", "Turkey", "Iran", "Iraq", "Qatar",
)  # fmt: skip
SYSTEMS = ("S-400", "Su-30SM", "T-72", "F-16", "Mi-17", "T-90", "Iskander", "Bayraktar TB2", "MiG-29", "Leopard 2")
WORDS = (
    "bridge", "river", "harbour", "railway", "power", "plant", "school", "road", "dam", "water", "airport", "mine",
    "grain", "steel", "hospital",
)  # fmt: skip
SPEAKERS = [f"{first} {last}" for first in ("Anna", "Jan", "Omar", "Li") for last in ("Kowalska", "Mwangi", "Lopez")]


def event(dice: random.Random, number: int) -> tuple[str, dict[str, Any]]:
    """A kind and the data of one event."""
    kind = dice.choice(["loan", "weapons_transfer", "treaty", "statement"])
    a, b = dice.sample(STATES, 2)
    year, month, day = dice.randint(2010, 2024), dice.randint(1, 12), dice.randint(1, 28)
    step = {"event": "signed", "text": "x", "edtf": f"{year}-{month:02}-{day:02}", "planned": False}
    if kind == "loan":
        value = dice.randint(1, 99) * 10 ** dice.randint(6, 9)
        amount = {"text": str(value), "value": value, "currency": "USD", "modifier": "exact", "value_high": None}
        about = " ".join(dice.sample(WORDS, 4))
        return kind, {"lender": [a], "borrower": [b], "amount": amount, "status": "committed", "dates": [step],
                      "purpose_text": about, "flow_type": "loan", "factuality": "fact"}  # fmt: skip
    if kind == "weapons_transfer":
        step["event"] = "delivered"
        return kind, {"supplier": [a], "recipient": [b], "designation_text": dice.choice(SYSTEMS), "dates": [step],
                      "status": "delivered", "factuality": "fact"}  # fmt: skip
    if kind == "treaty":
        title = "Agreement on the " + " ".join(dice.sample(WORDS, 3))
        return kind, {"parties": [a, b], "title_text": title, "subjects": ["trade"], "stage": "signed", "dates": [step]}
    words = " ".join(dice.choices(WORDS, k=15))
    return kind, {"content": f"the {words}", "speaker": None, "speaker_name": dice.choice(SPEAKERS)}


def records(count: int, one_event: bool) -> list[dict[str, Any]]:
    """So many records, each of a document of its own."""
    dice = random.Random(count)  # noqa: S311  the same records each time
    out: list[dict[str, Any]] = []
    while len(out) < count:
        kind, data = event(dice, len(out))
        published = "2025-01-01"
        for _ in range(count // 10 if one_event and not out else dice.randint(1, 5)):
            said = dict(data)
            if dice.random() < 0.3 and "dates" in said:
                said["dates"] = []
            if dice.random() < 0.1 and "status" in said:
                said["status"] = "unclear"
            out.append(
                {
                    "id": f"{len(out):016x}", "kind": kind, "verdict": "verified", "data": said,
                    "document": {"id": f"d{len(out)}", "sha256": f"{len(out):064x}", "published": published},
                    "evidence": [{"exact": "The report says that " + str(said.get("content", "it was signed.")) }],
                }
            )  # fmt: skip
    return out[:count]


def measured(count: int, one_event: bool) -> None:
    """One corpus, in this process: from record lines to claims."""
    from extract.corpus.claims import claims_of
    from extract.corpus.decisions import Decisions
    from extract.corpus.mentions import mention_of
    from extract.kinds import load_kinds, project_folder

    kinds = load_kinds(project_folder())
    lines = records(count, one_event)
    began = time.process_time()
    claims = 0
    for name, kind in kinds.items():
        mentions = [mention_of(one, kind.model) for one in lines if one["kind"] == name]
        claims += len(claims_of(mentions, kind.model, Decisions()))
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:>8,} records  {claims:>7,} claims  {seconds:6.1f} s  {peak:>5} MB")


def main() -> None:
    """Each number given, in a process of its own."""
    if sys.argv[1] == "one":
        measured(int(sys.argv[2]), "--one-event" in sys.argv)
        return
    more = [one for one in sys.argv[1:] if one.startswith("-")]
    for count in (one for one in sys.argv[1:] if one not in more):
        subprocess.run([sys.executable, __file__, "one", count, *more], check=True)


if __name__ == "__main__":
    main()
