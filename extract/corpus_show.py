"""Claims as text for a person: one line a claim, and what was left out. Gives strings, prints nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.corpus.claims import Corpus
from extract.show import clean, rendered, terminal_width

_MOST_LISTED = 60
"""Most claims that are shown; the file has all."""
_COUNTABLE = {True: ("yes", "green"), False: ("no", ""), None: ("unknown", "yellow")}


def corpus_table(corpus: Corpus, *, every: bool = False) -> str:
    """Claims of several mentions first, then those with conflicts; every: all of them."""
    claims = sorted(corpus.claims, key=lambda claim: (-len(claim["mentions"]), -len(claim["conflicts"])))
    shown = claims if every else claims[:_MOST_LISTED]
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    rest = terminal_width() - 16 - 16 - 8 - 9 - 6 * 3  # four fixed columns and the rules between
    columns = {
        "claim": 16,
        "kind": 16,
        "mentions": 8,
        "what": rest * 4 // 9,
        "conflicts": rest * 2 // 9,
        "countable": 9,
    }
    for name, width in (columns | {"because": rest * 3 // 9}).items():
        right = name == "mentions"
        table.add_column(name, width=width, justify="right" if right else "left", no_wrap=True, overflow="ellipsis")
    for claim in shown:
        answer, style = _COUNTABLE[claim["countable"]]
        table.add_row(
            claim["id"], claim["kind"].replace("_", " "), str(len(claim["mentions"])),
            Text(clean(gist(claim))), Text(clean(", ".join(claim["conflicts"]) or "-")), Text(answer, style=style),
            Text(clean(claim["countable_because"])),
        )  # fmt: skip
    more = [Text(f"... {len(claims) - len(shown)} more; --all or --out shows them")] if len(shown) < len(claims) else []
    return rendered(table, *more, Text(_summary(corpus)))


def gist(claim: Mapping[str, Any]) -> str:
    """A claim in a few words: the first values of its fields."""
    parts = []
    for field in claim["fields"].values():
        value = field["values"][0]["value"]
        if isinstance(value, Mapping):
            value = value.get("text")
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value:
            parts.append(str(value)[:60])
    return " | ".join(parts[:4])


def _summary(corpus: Corpus) -> str:
    claims, mentions = len(corpus.claims), sum(len(claim["mentions"]) for claim in corpus.claims)
    joined = sum(len(claim["mentions"]) > 1 for claim in corpus.claims)
    conflicts = sum(bool(claim["conflicts"]) for claim in corpus.claims)
    counts = Counter(claim["countable"] for claim in corpus.claims)
    left = "".join(f"; left out: {count} {reason}" for reason, count in corpus.left_out.items())
    return (
        f"{mentions} mentions, {claims} claims: {joined} of several mentions, {conflicts} with conflicts; countable: "
        f"{counts[True]} yes, {counts[False]} no, {counts[None]} unknown{left}"
    )
