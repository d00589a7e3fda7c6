"""Label Studio: tasks with predictions, and the labelling configuration that fits them.

One task a document, its text and what each record rests on as pre-annotated spans: the quotes under the kind's name,
figures under kind and field ("loan.amount"). Offsets are code points into the text: Label Studio counts them so since
its editor was put right for emoji (label-studio-frontend, pull request 308); before it counted UTF-16 units. Documents
without a record are tasks too, so that what was missed can be marked. `config.xml` has a label for every kind and
every field that figures prove, read off the schemas.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import quoteattr

from extract.errors import UsageError
from extract.export.source import Source
from extract.fields import fields_of, fields_with
from extract.kinds import Kind
from extract.store import dumps
from extract.types import Document

CONTROL, OBJECT = "label", "text"
"""The names of the configuration's two tags: what a span's `from_name` and `to_name` say."""

_PROVEN: tuple[Literal["amount", "count", "happening"], ...] = ("amount", "count", "happening")
_INDEX = re.compile(r"\[\d+\]")
_COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#666666")


def write_label_studio(source: Source, folder: Path) -> None:
    """tasks.json and config.xml into the folder. Raises UsageError if the run lacks a text."""
    used: set[str] = set()
    with open(folder / "tasks.json", "x", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, task in enumerate(_tasks(source, used)):
            file.write((",\n" if number else "\n") + dumps(task))
        file.write("\n]\n")
    labels = list(dict.fromkeys([*labels_of(source.kinds.values()), *sorted(used)]))
    (folder / "config.xml").write_text(config(labels), encoding="utf-8", newline="\n")


def labels_of(kinds: Iterable[Kind]) -> Iterator[str]:
    """The labels of some kinds: each kind, and each of its fields that holds what a figure proves."""
    for kind in kinds:
        yield kind.name
        proven = [name for part in _PROVEN for name in fields_of(kind.model, part)]
        for name in (*proven, *fields_with(kind.model, "designation")):
            yield f"{kind.name}.{name}"


def config(labels: Iterable[str]) -> str:
    """The labelling configuration, XML."""
    rows = [
        f"    <Label value={quoteattr(label)} background={quoteattr(_COLOURS[number % len(_COLOURS)])}/>"
        for number, label in enumerate(labels)
    ]
    return "\n".join([
        "<View>",
        f'  <Labels name="{CONTROL}" toName="{OBJECT}">',
        *rows,
        "  </Labels>",
        f'  <Text name="{OBJECT}" value="$text"/>',
        "</View>\n",
    ])  # fmt: skip


def _tasks(source: Source, used: set[str]) -> Iterator[dict[str, Any]]:
    """Tasks in the order of the records, then those of documents without any."""
    seen: set[str] = set()
    for sha256, group in itertools.groupby(source.records(), key=lambda record: record["document"]["sha256"]):
        document = source.run.document(sha256)
        if document is None:
            lost = f"the text of sha256 {sha256}, on which records rest, is not in the run"
            raise UsageError(f"{source.run.folder}: {lost}; run the documents again into this folder")
        seen.add(sha256)
        yield task_of(document, group, used)
    for document in source.run.documents():
        if document.sha256 not in seen:
            yield task_of(document, (), used)


def task_of(document: Document, records: Iterable[Mapping[str, Any]], used: set[str]) -> dict[str, Any]:
    """One task. `used` takes in the labels of its spans."""
    results: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        results.setdefault(record["provenance"]["model"], []).extend(_spans(record, document.text))
    for spans in results.values():
        used.update(label for span in spans for label in span["value"]["labels"])
    return {
        "data": {
            "text": document.text,
            "document": document.id,
            "sha256": document.sha256,
            "title": document.title,
            "published": document.published,
            "source": document.source,
        },
        "predictions": [{"model_version": model, "result": spans} for model, spans in results.items()],
    }


def _spans(record: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    kind, key = record["kind"], record["id"]
    marked = [(f"{key}-{n}", kind, quote["start"], quote["end"]) for n, quote in enumerate(record["evidence"])]
    for n, (path, figure) in enumerate(record["figures"].items()):
        marked.append((f"{key}-f{n}", f"{kind}.{_INDEX.sub('', path)}", figure["start"], figure["end"]))
    for id_, label, start, end in marked:
        yield {
            "id": id_,
            "from_name": CONTROL,
            "to_name": OBJECT,
            "type": "labels",
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
            "meta": {"text": [_note(record)]},
        }


def _note(record: Mapping[str, Any]) -> str:
    words = [record["verdict"], record["kind"], record["id"]]
    return " ".join([*words, record["review"]["state"]] if "review" in record else words)
