"""Gathering: what of a run goes into its report, as plain JSON for the page.

Takes an opened run, the project's kinds and a choice; gives a `Content`. Streams the run's files, so that of a large
run only what was chosen is held. A page holds the first MOST documents; it says what is left out and how to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from extract.errors import UsageError
from extract.kinds import Kind
from extract.report import columns
from extract.report.cards import card
from extract.report.marks import record_marks, unclaimed_mark
from extract.report.spans import Mark, view, visible
from extract.runs import Run
from extract.types import Document

MOST = 2_000
"""Documents on one page. Measured in docs/report.md: a browser still opens and filters such a page at once."""

_SAYS = 240
"""Code points of the evidence that the table shows."""

_NEEDED = {"id", "kind", "verdict", "document", "data"}

RecordLine = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a report; empty means all. documents: by id; limit: the first so many documents, by id."""

    kinds: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    limit: int | None = None

    def takes(self, record: Mapping[str, Any]) -> bool:
        """Whether a record is wanted."""
        kind, verdict = not self.kinds or record["kind"] in self.kinds, record["verdict"]
        return kind and (not self.verdicts or verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Content:
    """A run as its report has it.

    lines      the chosen record lines, by document
    rows       for each of them what the table shows, in the same order
    documents  for each document its title, dates, `extract.report.spans.view`, and cards of its records by id
    failures   lines of failures.jsonl, cleaned
    total      documents in the run, chosen or not
    left_out   what a page cannot hold, `Chosen.left_out`
    """

    lines: tuple[RecordLine, ...]
    rows: tuple[dict[str, Any], ...]
    documents: tuple[dict[str, Any], ...]
    sources: tuple[Document, ...]
    failures: tuple[dict[str, str], ...]
    unclaimed: int
    total: int
    choice: Choice = field(default_factory=Choice)
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents of a run that go into its report, by id.

    total     documents in the run
    matching  those of them that the choice takes, were there no limit
    """

    choice: Choice
    documents: tuple[Document, ...]
    total: int
    matching: int

    @property
    def left_out(self) -> str:
        """What a page cannot hold of what was asked for, and how to choose; "" where it holds all."""
        asked = min(self.matching, self.choice.limit or self.matching)
        if len(self.documents) >= asked:
            return ""
        return (
            f"a page holds {len(self.documents):,} documents, so the last {asked - len(self.documents):,} by id are "
            "left out; choose with --kind, --verdict or --document, one report for each choice"
        )


def gather(
    run: Run, kinds: Mapping[str, Kind], chosen: Chosen, extra: Mapping[str, Sequence[Mark]] | None = None
) -> Content:
    """What of the run goes into the report. extra: further marks by the document's sha256 (missed gold).

    Raises UsageError where the run cannot be read.
    """
    documents, choice = chosen.documents, chosen.choice
    place = {one.sha256: at for at, one in enumerate(documents)}
    by_document: list[list[RecordLine]] = [[] for _ in documents]
    for record in _records(run):
        at = place.get(record["document"]["sha256"])
        if at is not None and choice.takes(record):
            by_document[at].append(record)
    loose: dict[str, list[Mark]] = {}
    wanted = {one.id for one in documents}
    for figure in run.unclaimed():
        if figure["document"] in wanted:
            loose.setdefault(figure["document"], []).append(unclaimed_mark(figure))
    shown, rows = [], []
    for at, document in enumerate(documents):
        marks = [*loose.get(document.id, ()), *(extra or {}).get(document.sha256, ())]
        shown.append(_shown(document, by_document[at], kinds, marks))
        rows += [_row(one, kinds.get(one["kind"]), at) for one in by_document[at]]
    return Content(
        lines=tuple(line for lines in by_document for line in lines),
        rows=tuple(rows),
        documents=tuple(shown),
        sources=documents,
        failures=tuple(_failures(run)),
        unclaimed=sum(map(len, loose.values())),
        total=chosen.total,
        choice=choice,
        left_out=chosen.left_out,
    )


def _records(run: Run) -> Iterator[RecordLine]:
    """The run's record lines. Raises UsageError, naming the line, for one that is no record."""
    for number, line in enumerate(run.records(), start=1):
        if not isinstance(line, dict) or not line.keys() >= _NEEDED or not isinstance(line["document"], dict):
            file = run.folder / "records.jsonl"
            raise UsageError(f"{file}: record {number} is none; see `extract validate {file}`")
        yield line


def choose(run: Run, choice: Choice) -> Chosen:
    """The documents that go into the report. Raises UsageError where nothing is chosen."""
    holding = None
    if choice.kinds or choice.verdicts:
        holding = {record["document"]["sha256"] for record in _records(run) if choice.takes(record)}
    documents: list[Document] = []
    total = matching = 0
    most = min(MOST, choice.limit or MOST)
    for document in run.documents():
        total += 1
        right = holding is None or document.sha256 in holding
        if right and (not choice.documents or document.id in choice.documents):
            matching += 1
            if len(documents) < most:
                documents.append(document)
    if total and not documents:
        raise UsageError(f"{run.folder}: no document is left by --kind, --verdict and --document; leave one out")
    return Chosen(choice, tuple(documents), total, matching)


def _shown(
    document: Document, lines: Sequence[RecordLine], kinds: Mapping[str, Kind], loose: Sequence[Mark]
) -> dict[str, Any]:
    marks = list(loose)
    for line in lines:
        kind = kinds.get(line["kind"])
        marks += record_marks(line, document.text, kind.model if kind else None)
    return {
        "id": visible(document.id),
        "title": visible(document.title or document.id),
        "published": visible(document.published or ""),
        "source": visible(document.source or ", ".join(PurePath(one).name for one in document.sources)),
        "sha256": document.sha256,
        "records": [str(line["id"]) for line in lines],
        "cards": {str(line["id"]): card(line) for line in lines},
        "view": view(document.text, marks),
    }


def _row(line: RecordLine, kind: Kind | None, document: int) -> dict[str, Any]:
    model = kind.model if kind else None
    data, published = line["data"], line["document"].get("published")
    when = columns.dated(data, model, published) or columns.reported(published)
    sums = columns.sums(data, model)
    levels = [finding["level"] for finding in line.get("findings") or ()]
    quotes = [quote["exact"] for quote in line.get("evidence") or ()]
    says = visible(" … ".join(quotes))
    return {
        "id": str(line["id"]),
        "kind": line["kind"],
        "verdict": line["verdict"],
        "document": document,
        "who": columns.who(data, model),
        "parties": columns.parties(data, model),
        "date": when and {"edtf": when.edtf, "low": str(when.low), "high": str(when.high), "step": when.step},
        "sum": ", ".join(one.shown for one in sums),
        "size": float(sums[0].value) if sums else None,
        "stage": columns.stage(data, model),
        "says": says if len(says) <= _SAYS else says[: _SAYS - 1] + "…",
        "findings": [levels.count(level) for level in ("error", "warn", "info")],
        "checks": list(dict.fromkeys(visible(finding["check"]) for finding in line.get("findings") or ())),
    }


def _failures(run: Run) -> Iterator[dict[str, str]]:
    for line in run.failures():
        yield {name: visible(line.get(name) or "") for name in ("document", "kind", "reason", "message")}
