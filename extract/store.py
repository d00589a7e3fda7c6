"""The run folder: records, failures, unclaimed figures and the manifest, written as JSON.

Takes the values of `extract.types`; gives `records.jsonl`, `failures.jsonl`, `unclaimed.jsonl` and `run.json`
in one folder. File names are fixed, so nothing in a document decides where something is written. Equal
values in equal order give equal bytes on any machine.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Self, TextIO

from extract.errors import UsageError
from extract.types import CONTRACT, Failure, Figure, Gap, Record

FILES = ("records.jsonl", "failures.jsonl", "unclaimed.jsonl", "outcomes.jsonl", "run.json")
"""What a run folder holds; run.json stands last because it says that the others are whole."""

OWN = frozenset({"run.sqlite", "run.sqlite-wal", "run.sqlite-shm", "run.lock"})
"""What else a run keeps in its folder: all that is there after a kill at its very beginning."""

_NEEDED = {"id", "kind", "verdict", "document", "data"}
"""What a line must have to be taken for a record."""

_LARGEST = 300
"""Powers of ten up to which a number is written: readers that use doubles take none beyond 308."""
_INTEGER = 10**_LARGEST

# JSON leaves these as they are; but a reader that splits lines as Unicode does would cut the record in two at
# the first three, and a lone surrogate cannot be encoded.
_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


class Exact(float):
    """A number with more digits than a float keeps. `literal` has them all and is what `dumps` writes."""

    literal: str

    def __new__(cls, literal: str) -> Exact:
        made = super().__new__(cls, literal)
        made.literal = literal
        return made


def number(value: Decimal | int | float) -> int | float | None:
    """The JSON number of exactly this value: an int where it is whole, else a float or an `Exact`.

    None for what is not finite, and for a Decimal or int beyond 10**300 or nearer to zero than 10**-300: JSON or
    its readers could not hold it.
    """
    if type(value) is int and -_INTEGER < value < _INTEGER:
        return value  # as most are; Decimal would say the same
    if isinstance(value, float):
        return int(value) if value.is_integer() else value if math.isfinite(value) else None
    exact = Decimal(value)
    if not exact.is_finite() or abs(exact.adjusted()) > _LARGEST:
        return 0 if exact.is_zero() else None
    if exact == exact.to_integral_value():
        return int(exact)
    near = float(exact)
    return near if Decimal(repr(near)) == exact else Exact(format(exact, "f"))


def plain(value: Any, path: str = "") -> Any:
    """The value as dicts, lists, strings and JSON numbers only. Raises TypeError, naming the path, for others."""
    try:
        return _plain(value, [])
    except _FormlessError as error:
        where = path + "".join(f"/{key}" for key in reversed(error.path)) or "/"
        raise TypeError(f"{where}: {error} has no JSON form; turn it into words or numbers first") from None


class _FormlessError(TypeError):
    """A value without a JSON form, and the keys that lead to it, the innermost first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.path: list[Any] = []


def _plain(value: Any, exact: list[Exact]) -> Any:
    """`plain`, which also collects the numbers that a float does not hold."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, (Decimal, int, float)):
        made = value if isinstance(value, Exact) else number(value)
        if isinstance(made, Exact):
            exact.append(made)
        return made
    if not isinstance(value, (Mapping, list, tuple)):
        raise _FormlessError(type(value).__name__)
    try:
        if isinstance(value, Mapping):
            return {str(key): _plain(inner, exact) for key, inner in value.items()}
        return [_plain(inner, exact) for inner in value]
    except _FormlessError as error:
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        error.path.append(next(key for key, inner in items if _formless(inner)))
        raise


def _formless(value: Any) -> bool:
    try:
        _plain(value, [])
    except _FormlessError:
        return True
    return False


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON text of a value, every digit of every number kept; on one line unless `indent` (spaces) is given.

    Text stays readable (no \\u escapes) except line separators and lone surrogates. Raises TypeError for a value
    without a JSON form.
    """
    exact: list[Exact] = []
    try:
        made = _plain(value, exact)
    except _FormlessError:
        made = plain(value)  # which says where
    if exact or indent is not None:
        return _write(made, "" if indent is None else " " * indent, "\n" if indent is not None else "")
    return _ESCAPED.sub(_escape, _ENCODER.encode(made))  # C code, ten times faster than `_write`


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _write(value: Any, indent: str, newline: str) -> str:
    if isinstance(value, Exact):
        return value.literal
    if isinstance(value, str):
        return _ESCAPED.sub(_escape, _ENCODER.encode(value))
    if not isinstance(value, (dict, list)):
        return _ENCODER.encode(value)
    deeper = newline + indent
    if isinstance(value, dict):
        parts = [f"{_write(key, indent, '')}: {_write(inner, indent, deeper)}" for key, inner in value.items()]
    else:
        parts = [_write(inner, indent, deeper) for inner in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    return left + deeper + f",{deeper or ' '}".join(parts) + newline + right if parts else left + right


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
    """`dumps(figure_json(figure))`, by a shorter way where no number needs `Exact`: a document has dozens of them."""
    made = figure_json(figure)
    if isinstance(made["value"], Exact) or isinstance(made["value_high"], Exact):
        return dumps(made)
    return _ESCAPED.sub(_escape, _ENCODER.encode(made))


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
