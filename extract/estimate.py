"""An estimate of what a run will ask and cost, before it asks.

Takes the steps of a plan; gives a line. From the run's own parts where it has some of the kind, else by a rule of thumb
measured on the project's seeds: the counts of `make demo`'s run.json over 32,882 characters and four kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.budget import Price, Spent
from extract.database import Database
from extract.plan import Step
from extract.settings import Settings

ENOUGH = 5
"""Parts of a kind from which its own average is better than the rule of thumb."""
QUESTIONS = 0.6
"""Of the candidates method, for 1,000 characters and kind; each of some 275 tokens, answered by 24."""
ASKED, ANSWERED = 275, 24
WHOLE_QUESTION, WHOLE_ANSWER = 700, 400
"""Tokens beside the document's own (4 characters a token) for the document method."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will do: documents with something to do, parts by reason ("" for those that stand) and kind, what it
    may cost, in words.
    """

    documents: int
    parts: Mapping[tuple[str, str], int]
    cost: str

    @property
    def reasons(self) -> Counter[str]:
        """Parts by reason."""
        found: Counter[str] = Counter()
        for (reason, _), count in self.parts.items():
            found[reason] += count
        return found


def forecast(base: Database, steps: Iterable[Step], settings: Settings, price: Price | None) -> Forecast:
    """What the steps of a plan come to, in one walk over them: a large run has hundreds of thousands."""
    parts: Counter[tuple[str, str]] = Counter()
    documents, last = 0, ""

    def counted() -> Iterator[Step]:
        nonlocal documents, last
        for step in steps:
            parts[step.why, step.row.kind] += 1
            if step.why and step.row.sha256 != last:
                documents, last = documents + 1, step.row.sha256
            yield step

    cost = estimate(base, counted(), settings, price)
    return Forecast(documents, parts, cost)


def money(price: Price, tokens: Mapping[str, int]) -> float:
    """US dollars for counts named as in run.json."""
    return float(price.of(Spent(tokens["prompt_tokens"], tokens["cached_tokens"], tokens["completion_tokens"])))


def estimate(base: Database, steps: Iterable[Step], settings: Settings, price: Price | None) -> str:
    """What the steps that ask will take, in words; empty where nothing is asked."""
    asking: Counter[str] = Counter()
    own: dict[str, list[Mapping[str, int]]] = {}
    lengths = base.lengths()
    characters: Counter[str] = Counter()
    for step in steps:
        kind = step.row.kind
        if step.asks:
            asking[kind] += 1
            characters[kind] += lengths.get(step.row.sha256, 0)
        if len(own.setdefault(kind, [])) < 200 and (state := step.row.state) is not None and state["requests"]:
            own[kind].append({"requests": state["requests"], **state["tokens"]})
    if not asking:
        return ""
    measured = all(len(own.get(kind, [])) >= ENOUGH for kind in asking)
    requests, spent = 0.0, Spent()
    for kind, count in asking.items():
        if len(own.get(kind, [])) >= ENOUGH:
            share = count / len(own[kind])
            sums = {name: sum(part[name] for part in own[kind]) * share for name in own[kind][0]}
            requests += sums["requests"]
            names = ("prompt_tokens", "cached_tokens", "completion_tokens")
            spent += Spent(*(round(sums[name]) for name in names))
        elif settings.method == "candidates":
            asked = QUESTIONS * characters[kind] / 1000
            requests += asked
            spent += Spent(round(asked * ASKED), 0, round(asked * ANSWERED))
        else:
            requests += count
            spent += Spent(characters[kind] // 4 + count * WHOLE_QUESTION, 0, count * WHOLE_ANSWER)
    cost = "price unknown" if price is None else f"${price.of(spent):,.2f}"
    how = "by the run so far" if measured else "by rule of thumb"
    return f"some {requests:,.0f} requests, {spent.read:,} tokens read, {spent.written:,} written, {cost} ({how})"
