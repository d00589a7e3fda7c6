"""Accuracy: a score as a section of the report, its wrong and missed records tied to their documents.

Takes what `extract.score_json.score_json` gives, the gold it was measured by and the run's documents; gives tables,
shares to plot, and marks for the evidence of what was missed. Knows the score's JSON and nothing of how it is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.gold import Gold
from extract.ground import locate
from extract.report.plots import Chart, Share, decimal, interval, shares
from extract.report.spans import Mark, visible
from extract.types import Document


@dataclass(frozen=True, slots=True)
class Missed:
    """A record of the gold that the run has not: its kind, its words, and the document (sha256) where they stand."""

    kind: str
    words: str
    document: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the section shows.

    summary  the measure over all kinds, in a sentence
    kinds    for each kind precision, recall and F1 with intervals and counts
    fields   for each kind and field how many values are right of how many
    wrong    records that no gold stands behind: id, kind, verdict, words, document
    notes    what was not counted
    """

    charts: tuple[Chart, ...]
    summary: str
    kinds: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, str, int, int], ...]
    wrong: tuple[Mapping[str, str], ...]
    missed: tuple[Missed, ...]
    notes: tuple[str, ...]


def accuracy(score: Mapping[str, Any], missed: Sequence[Missed], labels: Mapping[str, str]) -> Accuracy:
    """The section. score: of `score_json`; missed: of `missed_of`; labels: the kinds' names for readers."""
    main, names = score["rows"]["not_rejected"], {"all": "all kinds", **labels}
    f1 = [Share(names.get(kind, kind), one["f1"], one["f1_interval"]) for kind, one in main.items()]
    verdicts = [
        Share(name, score["verdicts"][name]["precision"], score["verdicts"][name]["interval"], name)
        for name in ("verified", "flagged", "rejected")
        if score["verdicts"][name]["found"]
    ]
    whole = main["all"]
    summary = (
        f"Of {whole['due']} records in the gold of {len(score['documents'])} documents {whole['right']} were found; "
        f"{whole['found'] - whole['right']} of the {whole['found']} that were found are wrong. Rejected records are "
        "left out. Intervals are 95 %, from a bootstrap over documents: with few documents they are wide and rough."
    )
    return Accuracy(
        charts=(
            shares("plot-f1", "F1 by kind", f1, "kind"),
            shares("plot-verdicts", "Right records by verdict", verdicts, "verdict"),
        ),
        summary=summary,
        kinds=tuple(_kind_row(names.get(kind, kind), one) for kind, one in main.items()),
        fields=tuple(_field_rows(score["fields"], labels)),
        wrong=tuple({name: visible(value) for name, value in one.items()} for one in score["wrong_records"]),
        missed=tuple(missed),
        notes=tuple(_notes(score)),
    )


def _kind_row(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    shown = (f"{decimal(one[of])} ({interval(one[of + '_interval'])})" for of in ("precision", "recall", "f1"))
    return (name, *shown, f"{one['right']:,}", f"{one['found']:,}", f"{one['due']:,}")


def _field_rows(
    fields: Mapping[str, Mapping[str, Mapping[str, int]]], labels: Mapping[str, str]
) -> Iterator[tuple[str, str, int, int]]:
    for kind, graded in fields.items():
        for name, counts in graded.items():
            yield labels.get(kind, kind), visible(name), counts["right"], counts["graded"]


def _notes(score: Mapping[str, Any]) -> Iterator[str]:
    wrong = score["wrong_verified_numbers"]
    yield f"Wrong numbers in verified records: {len(wrong) or 'none'}."
    if score["traps"]:
        yield f"Records on passages that the gold names as none: {len(score['traps'])}."
    if score["records_without_gold"]:
        yield f"Records of documents without gold, left out: {score['records_without_gold']:,}."
    if score["unreviewed"]:
        yield f"Gold records that nobody has confirmed, not counted: {score['unreviewed']:,}."


def missed_of(score: Mapping[str, Any], gold: Gold, documents: Sequence[Document]) -> list[Missed]:
    """What the run missed, each with the run's document that its gold is of, where it is among these."""
    by_name = {}
    for document in documents:
        found = gold.find({"sha256": document.sha256, "id": document.id, "sources": document.sources})
        if found is not None:
            by_name[found.name] = document.sha256
    return [
        Missed(one["kind"], one["evidence"], visible(one["document"]), by_name.get(one["document"]))
        for one in score["missed"]
    ]


def missed_marks(missed: Sequence[Missed], documents: Sequence[Document]) -> dict[str, list[Mark]]:
    """Marks of the missed evidence, by the document's sha256; `path` is the place in `missed`."""
    texts = {document.sha256: document.text for document in documents}
    marks: dict[str, list[Mark]] = {}
    for place, one in enumerate(missed):
        for quote in one.words.split(" | "):
            found = locate(quote, texts[one.sha256]) if one.sha256 in texts else None
            if found is not None and one.sha256 is not None:
                mark = Mark(found.start, found.end, "missed", f"missed {one.kind.replace('_', ' ')}", path=str(place))
                marks.setdefault(one.sha256, []).append(mark)
    return marks
