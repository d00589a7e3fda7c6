"""News of some 3,000 characters about loans that never were, as many as wanted: the documents of the benchmark.

`document(number)` is the same text on every machine. Each reports one loan in one sentence (`loan(number)`), with other
sums, weapons, talks and sayings around it, all made of the words below. The number stands in the dateline, so that the
server knows which document a request is about.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

LENDERS = ("China", "Norway", "Turkey", "India", "Japan", "Saudi Arabia", "Russia", "France", "Germany", "Kuwait")
TAKERS = ("Kenya", "Zambia", "Laos", "Serbia", "Ecuador", "Ghana", "Moldova", "Nepal", "Egypt", "Peru", "Angola")
THINGS = ("a railway to the coast", "two power stations", "a deep-water port", "rural hospitals", "a ring road",
          "the national grid", "an airport terminal", "irrigation works", "a bridge over the lower river")  # fmt: skip
TOWNS = ("Harbour Point", "Old Ferry", "Stonefield", "Three Wells", "Saltmarsh", "Upper Mills", "Lakeside")
PEOPLE = ("Ina Vell", "Omar Tesk", "Lidia Brandt", "Paul Okoro", "Mira Sandhu", "Jonas Reyl", "Tara Quist")
OFFICES = ("finance minister", "foreign minister", "trade envoy", "chief economist", "government spokesman")
WEAPONS = ("F-16", "Su-30", "S-300", "T-72", "Bayraktar TB2", "Leopard 2")
MONTHS = ("January", "March", "April", "June", "September", "November")

FILLERS = (
    "Traders at {town} said that the price of maize had gone up by {percent} percent within a month.",
    "The road between {town} and {other} has been closed since the rains of {month}.",
    "{person}, {office} of {taker}, said that nobody had counted the cost of the delay.",
    "A report by the planning office puts the need for repairs at ${small} million over {years} years.",
    "“We have waited long enough,” {person} told reporters in {town}.",
    "Some {count} people came to the opening of the market hall, which took {years} years to build.",
    "According to the customs service, exports to {lender} fell by {percent} percent in {year}.",
    "{taker} and {lender} signed an agreement on visas in {month} {year}.",
    "Opposition leaders in {town} called for a public inquiry into the accounts.",
    "The old ferry still carries {count} passengers a day, most of them on their way to work.",
    "In {month} {year} {lender} delivered {few} {weapon} to {taker}, the ministry of defence confirmed.",
    "Fishermen say that the catch is half of what it was {years} years ago.",
    "The central bank left its rate at {percent} percent for the {few}th time in a row.",
    "Engineers from {lender} have been living in a camp near {other} since {month}.",
    "Nobody at the ministry wished to comment on the figures.",
    "The statistics office counted {count} new firms in {year}, more than in any year before.",
    "{person} warned that the budget left no room for further promises.",
    "A school in {other} has got its roof back after {few} winters under canvas.",
    "The two governments will meet again in {month}, officials said.",
    "Rents in the capital have doubled in {years} years, and wages have not.",
)
LENGTH = 3_000


@dataclass(frozen=True)
class Loan:
    """The loan of a document, as its sentence has it."""

    sentence: str
    lender: str
    taker: str
    text: str
    value: int
    thing: str


def loan(number: int) -> Loan:
    """The loan that document `number` reports."""
    chance = random.Random(number * 2 + 1)  # noqa: S311  not for secrets
    lender, taker = chance.choice(LENDERS), chance.choice(TAKERS)
    millions = chance.randint(12, 990)
    thing, day, month = chance.choice(THINGS), chance.randint(1, 28), chance.choice(MONTHS)
    text = f"${millions} million"
    sentence = f"On {day} {month} {lender} lent {taker} {text} to build {thing} near {chance.choice(TOWNS)}."
    return Loan(sentence, lender, taker, text, millions * 1_000_000, thing)


def document(number: int) -> str:
    """The text of document `number`, front matter and all."""
    chance = random.Random(number)  # noqa: S311
    about = loan(number)
    body = [f"({chance.choice(TOWNS)}, item {number:07d})"]
    place = chance.randint(3, 14)
    while sum(map(len, body)) < LENGTH - 120:
        words = {
            "town": chance.choice(TOWNS), "other": chance.choice(TOWNS), "person": chance.choice(PEOPLE),
            "office": chance.choice(OFFICES), "lender": about.lender, "taker": about.taker,
            "weapon": chance.choice(WEAPONS), "percent": chance.randint(2, 19), "small": chance.randint(2, 80),
            "years": chance.randint(2, 12), "few": chance.randint(4, 9), "count": chance.randint(11, 990) * 10,
            "month": chance.choice(MONTHS), "year": chance.randint(2012, 2023),
        }  # fmt: skip
        body.append(about.sentence if len(body) == place else chance.choice(FILLERS).format(**words))
    paragraphs = ["\n\n".join(" ".join(body[at : at + 4]) for at in range(1, len(body), 4))]
    year, month, day = chance.randint(2014, 2023), chance.randint(1, 12), chance.randint(1, 28)
    head = f"---\ntitle: {about.taker} gets {about.text}\ndate: {year}-{month:02d}-{day:02d}\n---\n"
    return f"{head}{body[0]}\n\n{paragraphs[0]}\n"


def write(folder: Path, count: int) -> None:
    """Write documents 0 to count - 1, a thousand to a folder; what is there already stays."""
    for number in range(count):
        path = folder / f"{number // 1000:03d}" / f"item-{number:07d}.md"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(document(number), encoding="utf-8")


def record(number: int) -> dict[str, object]:
    """What a model that reads well answers about document `number`, in the form of schemas/loan.py."""
    about = loan(number)
    return {
        "evidence": [about.sentence],
        "lender": [about.lender],
        "borrower": [about.taker],
        "amount": {"text": about.text, "value": about.value, "currency": "USD", "modifier": "exact"},
        "flow_type": "loan",
        "status": "disbursed",
        "dates": [],
        "purpose_text": f"to build {about.thing}",
        "terms_text": None,
        "asserted_by": "author",
        "factuality": "fact",
    }
