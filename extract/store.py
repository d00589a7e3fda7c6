"""The run folder: records, failures, unclaimed figures and the manifest, written as JSON.

Takes the values of `extract.types`; gives `records.jsonl`, `failures.jsonl`, `unclaimed.jsonl` and `run.json`
in one folder. File names are fixed, so nothing in a document decides where something is written. Equal
values in equal order give equal bytes on any machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from decimal import Decimal
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, Self, TextIO

from extract.errors import UsageError
from extract.jsontext import Exact as Exact
from extract.jsontext import dumps as dumps
from extract.jsontext import escaped
from extract.jsontext import number as number
from extract.jsontext import plain as plain
from extract.types import CONTRACT, Failure, Figure, Gap, Record

FILES = ("records.jsonl", "failures.jsonl", "unclaimed.jsonl", "outcomes.jsonl", "run.json")
"""What a run folder holds; run.json stands last because it says that the others are whole."""

OWN = frozenset({"run.sqlite", "run.sqlite-wal", "run.sqlite-shm", "run.lock", "shards"})
"""What else a run keeps in its folder: all that is there after a kill at its very beginning."""

_NEEDED = {"id", "kind", "verdict", "document", "data"}
"""What a line must have to be taken for a record."""


def figure_json(figure: Figure) -> dict[str, Any]:
    """A figure as records carry it; start and end are code points into the document's text."""
    return {
        "kind": figure.kind,
        "as_written": figure.as_written,
        "value": None if figure.value is None else number(figure.value),
        "value_high": None if figure.value_high is None else number(figure.value_high),
        "unit": figure.unit,
        "modifier": figure.modifier,
        "assumed": figure.assumed,
        "start": figure.start,
        "end": figure.end,
        "per": figure.per,
        "equals": figure.equals,
    }


def figure_line(figure: Figure) -> str:
    """`dumps(figure_json(figure))`, in 1.4 us for 3.3: a document has dozens of them."""
    return escaped(
        f'{{"kind": "{figure.kind}", "as_written": {_word(figure.as_written)}, "value": {_amount(figure.value)}, '
        f'"value_high": {_amount(figure.value_high)}, "unit": {_word(figure.unit)}, "modifier": "{figure.modifier}", '
        f'"assumed": {"true" if figure.assumed else "false"}, "start": {figure.start}, "end": {figure.end}, '
        f'"per": {_word(figure.per)}, "equals": {list(figure.equals) if figure.equals else "null"}}}'
    )


def _word(word: str | None) -> str:
    return "null" if word is None else encode_basestring(word)


def _amount(value: Decimal | None) -> str:
    made = None if value is None else number(value)
    return "null" if made is None else made.literal if isinstance(made, Exact) else repr(made)


def record_json(record: Record) -> dict[str, Any]:
    """A record as it leaves: what `extract.kinds.published_schema` describes, keys in that order.

    `json.dumps` takes the result too, but rounds an `Exact` to the nearest float; `dumps` keeps its digits.
    Raises TypeError for data without a JSON form.
    """
    document = record.document
    return {
        "contract": CONTRACT,
        "id": record.id,
        "kind": record.kind,
        "verdict": record.verdict,
        "document": {
            "id": document.id,
            "sha256": document.sha256,
            "title": document.title,
            "published": document.published,
            "source": document.source,
            "sources": list(document.sources),
        },
        "data": plain(record.data, "/data"),
        "derived": plain(record.derived, "/derived"),
        "evidence": [
            {"exact": e.exact, "prefix": e.prefix, "suffix": e.suffix, "start": e.start, "end": e.end, "match": e.match}
            for e in record.evidence
        ],
        "figures": {path: figure_json(figure) for path, figure in record.figures.items()},
        "findings": [
            {"check": f.check, "level": f.level, "path": f.path, "message": f.message} for f in record.findings
        ],
        "provenance": plain(record.provenance, "/provenance"),
    }


def check_folder(out: Path) -> None:
    """Refuses a folder that a run must not write into; call it before money is spent.

    Welcome are a folder that is not there yet, an empty one, and that of a former run, whatever was put beside
    its files since. Raises UsageError.
    """
    try:
        names = {path.name for path in out.iterdir()}
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{out}: cannot be used as a folder ({error.strerror}); choose another --out") from error
    if names - {_draft(out, name).name for name in FILES} - OWN and not _is_run(out):
        raise UsageError(f"{out}: holds files that no run wrote; choose an empty or new folder for --out")


class Draft:
    """The files of a run, written beside those of a former run and put in their places when all are whole.

    Use with `with`. Raises UsageError where `check_folder` refuses the folder or the disk the files; the former
    files then stay.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._files: dict[str, TextIO] = {}

    def __enter__(self) -> Self:
        check_folder(self._out)
        with _faults(self._out):
            self._out.mkdir(parents=True, exist_ok=True)
            for name in FILES:
                _draft(self._out, name).unlink(missing_ok=True)  # so that "x" below never follows a link left there
                self._files[name] = open(_draft(self._out, name), "x", encoding="utf-8", newline="\n")
        return self

    def write(self, name: str, text: str) -> None:
        """Write text to one of the files."""
        with _faults(self._out):
            self._files[name].write(text)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with _faults(self._out), ExitStack() as stack:
            for file in self._files.values():
                stack.callback(file.close)
            if kind is not None:
                return
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())
            for name in FILES:
                os.replace(_draft(self._out, name), self._out / name)


def append(out: Path, name: str, text: str) -> None:
    """Add whole lines to one of a run's files. Raises UsageError where the disk refuses."""
    if text:
        with _faults(out), open(out / name, "a", encoding="utf-8", newline="\n") as file:
            file.write(text)


@contextmanager
def _faults(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}); make room or choose another --out") from error


def read_records(path: Path) -> list[dict[str, Any]]:
    """The record lines of a run folder or a records.jsonl, numbers as JSON gives them. Raises UsageError, naming the
    line.
    """
    file = path / FILES[0] if path.is_dir() else path
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}); give a run folder or its records.jsonl") from error
    records = []
    for number_, line in enumerate(lines, start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise UsageError(f"{file}:{number_}: not JSON ({error}); see `extract validate {file}`") from error
            if not isinstance(record, dict) or not record.keys() >= _NEEDED:
                what = f"no record: it lacks one of {', '.join(sorted(_NEEDED))}"
                raise UsageError(f"{file}:{number_}: {what}; see `extract validate {file}`")
            records.append(record)
    return records


def _draft(out: Path, name: str) -> Path:
    return out / f".{name}.draft"


def failure_json(failure: Failure) -> dict[str, Any]:
    """A failure as failures.jsonl carries it."""
    return {
        "document": failure.document,
        "kind": failure.kind,
        "reason": failure.reason,
        "message": failure.message,
        "recording": failure.recording,
        "gaps": [asdict(gap) for gap in failure.gaps],
    }


def failure_of(line: Mapping[str, Any]) -> Failure:
    """The failure that a line of failures.jsonl says."""
    return Failure(**{**line, "gaps": tuple(Gap(**gap) for gap in line.get("gaps", ()))})


def _is_run(out: Path) -> bool:
    """Whether a run wrote here: its manifest says so, finished, or as a draft if it was cut short."""
    for path in (out / "run.json", _draft(out, "run.json")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(manifest, dict) and str(manifest.get("contract", "")).startswith("extract/"):
            return True
    return False
