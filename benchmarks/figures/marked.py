"""Sentences with their figures marked in place, and how a finder's answer is held against them.

A line of a set is a tag, a tab, and the text with each figure as ⟦as written¦kind¦value¦unit⟧ (`docs/figures.md` has
the rules). Takes such files; gives texts with gold figures at code-point offsets, and precision, recall and F1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.figures import same_designation

ANCHOR = "2023-06-14"
"""Day of publication of every sentence, a Wednesday."""

KINDS = ("money", "percent", "count", "number", "ordinal", "date", "duration", "designation", "reference")
_MARK = re.compile(r"⟦([^¦⟧]*)¦([^¦⟧]*)¦([^¦⟧]*)¦([^¦⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Marked:
    """A gold or found figure; start and end are code points into its sentence, unit "" where there is none."""

    kind: str
    start: int
    end: int
    low: float | None
    high: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of a set with its tag and its figures; place is file and line, for messages."""

    place: str
    tag: str
    text: str
    figures: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, found and wanted figures of one kind."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


def read_set(path: Path) -> list[Sentence]:
    """The sentences of a file. Raises ValueError, naming the line, for a mark that is not of the form."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        tag, _, marked = line.partition("\t")
        out.append(_sentence(f"{path.name}:{number}", tag, marked.replace("\\n", "\n")))
    return out


def _sentence(place: str, tag: str, marked: str) -> Sentence:
    """One line, its marks cut out and turned into offsets."""
    text, figures, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        low, _, high = match[3].strip().partition("..")
        if match[2] not in KINDS:
            raise ValueError(f"{place}: {match[2]!r} is no kind; known are {', '.join(KINDS)}")
        ends = [float(end) if end else None for end in (low, high)]
        figures.append(Marked(match[2], len(text), len(text) + len(match[1]), ends[0], ends[1], match[4].strip()))
        text += match[1]
        at = match.end()
    text += marked[at:]
    if "⟦" in text or "¦" in text or "⟧" in text:
        raise ValueError(f"{place}: a mark is not of the form ⟦as written¦kind¦value¦unit⟧")
    return Sentence(place, tag, text, tuple(figures))


def _close(left: float | None, right: float | None) -> bool:
    """Equal to a thousandth: thirds are written to four places."""
    if left is None or right is None:
        return left is right
    return abs(left - right) <= 1e-3 * max(abs(left), abs(right))


def agrees(gold: Marked, found: Marked) -> bool:
    """Whether a found figure is the gold one: kind, overlap, both values, and unit (a designation by its key)."""
    if gold.kind != found.kind or gold.end <= found.start or found.end <= gold.start:
        return False
    if gold.kind == "designation":
        return same_designation(gold.unit, found.unit) is not None
    if gold.kind == "reference":
        return gold.low is None or found.low is None or _close(gold.low, found.low)
    if gold.kind == "date":
        return gold.unit == found.unit
    return _close(gold.low, found.low) and _close(gold.high, found.high) and gold.unit.lower() == found.unit.lower()


def tally(sentences: Iterable[Sentence], find: Callable[[str], Sequence[Marked]]) -> dict[str, Tally]:
    """Kind → its counts over the sentences, each gold figure met by one found figure at the most."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for sentence in sentences:
        found = list(find(sentence.text))
        for figure in found:
            counts[figure.kind][1] += 1
        for gold in sentence.figures:
            counts[gold.kind][2] += 1
            hit = next((figure for figure in found if agrees(gold, figure)), None)
            if hit:
                found.remove(hit)
                counts[gold.kind][0] += 1
    return {kind: Tally(*count) for kind, count in counts.items()}
