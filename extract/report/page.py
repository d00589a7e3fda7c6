"""The report's page: a run's content, its plots and what was measured, as one HTML file.

    build(run, kinds, choose(run, Choice()), Beside(score=..., gold=...))  the file's text

Raises UsageError where the run cannot be read or the extra `report` is not installed.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.checks import CHECKS
from extract.codebook import REPLY_CHECKS
from extract.gold import Gold
from extract.kinds import Kind
from extract.report import columns, plots, statistics
from extract.report.accuracy import Accuracy, Missed, accuracy, missed_marks, missed_of
from extract.report.cards import about
from extract.report.differences import differences
from extract.report.embed import page, script_json
from extract.report.gather import Chosen, Content, gather
from extract.report.spans import visible
from extract.report.svg import SERIES
from extract.runs import Run


@dataclass(frozen=True, slots=True)
class Beside:
    """What a run is laid beside.

    score, gold  a score (as `score_json` gives it) and the gold that it was measured by
    diff         the JSON of a diff from another run to this one (`extract-diff/1`)
    """

    score: Mapping[str, Any] | None = None
    gold: Gold | None = None
    diff: Mapping[str, Any] | None = None


def build(run: Run, kinds: Mapping[str, Kind], chosen: Chosen, beside: Beside | None = None) -> str:
    """The whole file. kinds: the project's; a record of another kind is shown without parties, dates and sums."""
    beside = beside or Beside()
    missed: list[Missed] = []
    if beside.score is not None and beside.gold is not None:
        missed = missed_of(beside.score, beside.gold, chosen.documents)
    content = gather(run, kinds, chosen, missed_marks(missed, chosen.documents))
    labels = _labels(content.rows, kinds)
    measured = accuracy(beside.score, missed, labels) if beside.score is not None else None
    return page(
        "report.html",
        ("document.js", "report.js"),
        ("document.css", "report.css"),
        title=f"Report on {run.folder.name or run.folder}",
        run=_run_facts(run, content),
        tiles=_tiles(content),
        charts=_charts(content, kinds, labels),
        content=content,
        chosen=_chosen(content),
        labels=labels,
        accuracy=measured,
        differences=differences(beside.diff) if beside.diff is not None else None,
        places={one["id"]: at for at, one in enumerate(content.rows)},
        document_places={one.sha256: at for at, one in enumerate(content.sources)},
        index=script_json(_index(content, labels, measured) | {"about": _about(content, kinds)}),
        documents=[script_json(_document(one)) for one in content.documents],
    )


def _labels(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind]) -> dict[str, str]:
    """Names for readers of the project's kinds, and of others that the records have."""
    names = [*kinds, *(row["kind"] for row in rows)]
    return {name: visible(columns.label_of(kinds.get(name), name)) for name in dict.fromkeys(names)}


def _run_facts(run: Run, content: Content) -> list[tuple[str, str]]:
    """What the manifest says of the run, in words."""
    settings, versions = run.manifest.get("settings", {}), run.manifest.get("versions", {})
    facts = [
        ("Run", str(run.folder)),
        ("Model", settings.get("model")),
        ("Method", settings.get("method")),
        ("Mode", settings.get("mode")),
        ("extract", versions.get("extract")),
        ("Complete", "yes" if run.manifest.get("complete") else f"no: {run.manifest.get('stopped') or 'stopped'}"),
    ]
    return [(name, visible(value)) for name, value in facts if value]


def _tiles(content: Content) -> list[tuple[str, str, str]]:
    """The numbers on top: number, what it counts, where it leads."""
    verdicts = [row["verdict"] for row in content.rows]
    return [
        (f"{len(content.documents):,}", "documents", "#documents"),
        (f"{len(content.rows):,}", "records", "#records"),
        *((f"{verdicts.count(one):,}", one, f"#records?verdict={one}") for one in statistics.VERDICTS),
        (f"{content.unclaimed:,}", "figures no record claimed", "#documents"),
        (f"{len(content.failures):,}", "failures", "#failures"),
    ]


def _charts(content: Content, kinds: Mapping[str, Kind], labels: Mapping[str, str]) -> list[plots.Chart]:
    """The overview's plots; one without anything to show is left out."""
    sums = [
        (one.currency, float(one.value), labels[line["kind"]])
        for line in content.lines
        for one in columns.sums(line["data"], kinds[line["kind"]].model if line["kind"] in kinds else None)
    ]
    series = {label: SERIES[at % len(SERIES)] for at, label in enumerate(labels.values())}
    verdicts = statistics.by_verdict(content.rows, labels)
    checks = statistics.by_check(content.lines)
    times = statistics.timeline(content.rows, labels)
    money = statistics.amounts(sums)
    charts = []
    if verdicts.rows:
        charts.append(plots.stacked("plot-kinds", "Records by kind and verdict", verdicts, plots.VERDICT_SERIES))
    if checks.rows:
        charts.append(plots.stacked("plot-checks", "Findings by check", checks, plots.LEVEL_SERIES))
    if times.rows:
        title = f"Dated records by {times.of}: {times.total:,} of {len(content.rows):,} have a date of their own"
        charts.append(plots.columns("plot-times", title, times, series))
    if money:
        title = "Amounts by currency, not added up: records may repeat a sum"
        charts.append(plots.dots("plot-sums", title, money, series))
    return charts


def _chosen(content: Content) -> str | None:
    """What part of the run is shown; None for all of it."""
    choice = content.choice
    parts = [
        f"kinds {', '.join(choice.kinds)}" if choice.kinds else "",
        f"verdicts {', '.join(choice.verdicts)}" if choice.verdicts else "",
        f"{len(content.documents):,} of {content.total:,} documents" if len(content.documents) < content.total else "",
    ]
    words = "; ".join([*(part for part in parts if part), *([content.left_out] if content.left_out else [])])
    return visible(words) or None


def _index(content: Content, labels: Mapping[str, str], measured: Accuracy | None) -> dict[str, Any]:
    """What the table needs at once; each document's own block waits until it is opened."""
    seen = {one["check"] for line in content.lines for one in line.get("findings") or ()}
    missed = measured.missed if measured is not None else ()
    places = {one.sha256: at for at, one in enumerate(content.sources)}
    return {
        "rows": content.rows,
        "labels": labels,
        "checks": {name: text for name, text in _check_words().items() if name in seen},
        "documents": [{"id": one["id"], "title": one["title"], "records": one["records"]} for one in content.documents],
        "missed": [places.get(one.sha256 or "") for one in missed],
    }


def _about(content: Content, kinds: Mapping[str, Kind]) -> dict[str, dict[str, str]]:
    """What each field of the kinds shown is, by kind and field."""
    return {name: about(kinds[name]) for name in dict.fromkeys(row["kind"] for row in content.rows) if name in kinds}


def _document(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ("sha256", "records")}


def _check_words() -> dict[str, str]:
    """What each check looks at, as the codebook says it."""
    docs = {name: inspect.cleandoc(check.function.__doc__ or "") for name, check in CHECKS.items()} | REPLY_CHECKS
    return {name: " ".join(text.split()) for name, text in docs.items()}
