"""Validation: any records JSONL against the published schemas, and what JSON Schema cannot say.

Takes lines and the schemas by kind; gives a `Fault` for each thing wrong, in line order. Trusts nothing in
the lines, so it serves for files that others wrote or edited, and never raises for what a line holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

MESSAGE_CHARS = 300
"""Longest message or path, in code points; jsonschema quotes the whole value at fault, which may be a document."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong.

    line     number in the file, from 1, blank lines counted
    path     JSON pointer (RFC 6901) to the value at fault: "/data/amount/value"; "" the line as a whole
    message  what is wrong, on one line, at most MESSAGE_CHARS
    """

    line: int
    path: str
    message: str


_Found = Iterator[tuple[str, str]]


def faults(lines: Iterable[str], schemas: Mapping[str, dict[str, Any]]) -> Iterator[Fault]:
    """Everything wrong in a records file, line by line; nothing if the file is sound. Blank lines are passed over.

    schemas  what `extract.kinds.published_schema` gives, by kind

    Beyond the schema: the verdict follows from the findings, an offset's start is before its end, a quote is as
    long (in code points) as its offsets say, no record id comes twice.
    """
    from jsonschema import Draft202012Validator  # late: slow to import, and the command line imports this module

    validators = {kind: Draft202012Validator(schema) for kind, schema in schemas.items()}
    first_lines: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            yield Fault(number, "", _clean(f"not JSON: {error}"))
            continue
        for path, message in _record_faults(record, validators, first_lines, number):
            yield Fault(number, _clean(path), _clean(message))


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _record_faults(
    record: Any, validators: Mapping[str, Draft202012Validator], first_lines: dict[str, int], number: int
) -> _Found:
    if not isinstance(record, dict):
        yield "", f"not an object but {_type(record)}; each line is one record in braces"
        return
    kind = record.get("kind")
    validator = validators.get(kind) if isinstance(kind, str) else None
    if validator is None:
        yield "/kind", f"unknown kind {kind!r}; known are {', '.join(sorted(validators)) or 'none'}"
    else:
        yield from _schema_faults(record, validator)
    yield from _verdict_faults(record)
    yield from _offset_faults(record)
    identity = record.get("id")
    if isinstance(identity, str) and (first := first_lines.setdefault(identity, number)) != number:
        yield "/id", f"the same id as in line {first}; an id names one record"


def _schema_faults(record: dict[str, Any], validator: Draft202012Validator) -> _Found:
    from jsonschema.exceptions import best_match

    found = set()
    try:
        for error in validator.iter_errors(record):
            # Of "fits none of these", the best match says which of them it nearly fitted, and where.
            inner = best_match([error]) or error
            found.add((_pointer(inner.absolute_path), _message(inner)))
    except RecursionError:
        found.add(("", "nested too deep to be checked"))
    yield from sorted(found)


def _message(error: ValidationError) -> str:
    """jsonschema's own message, save for "not valid under any of the given schemas", which helps nobody."""
    if error.validator != "anyOf" or not isinstance(error.validator_value, list):
        return error.message
    options = [str(option.get("type", "of the form asked")) for option in error.validator_value]
    return f"{error.instance!r} is neither {' nor '.join(options)}"


def _verdict_faults(record: dict[str, Any]) -> _Found:
    findings = record.get("findings")
    if not isinstance(findings, list):
        return  # the schema has said so
    levels = [finding.get("level") for finding in findings if isinstance(finding, dict)]
    due = "rejected" if "error" in levels else "flagged" if "warn" in levels else "verified"
    if record.get("verdict") != due:
        yield "/verdict", f"{record.get('verdict')!r}, but its findings make it {due!r}"


def _offset_faults(record: dict[str, Any]) -> _Found:
    evidence, figures = record.get("evidence"), record.get("figures")
    for index, quote in enumerate(evidence if isinstance(evidence, list) else []):
        yield from _span_faults(_pointer(("evidence", index)), quote, "exact")
    for field, figure in (figures if isinstance(figures, dict) else {}).items():
        yield from _span_faults(_pointer(("figures", field)), figure, "as_written")


def _span_faults(path: str, span: Any, words: str) -> _Found:
    if not isinstance(span, dict):
        return  # the schema has said so
    start, end, text = span.get("start"), span.get("end"), span.get(words)
    if type(start) is not int or type(end) is not int:  # a bool is an int to isinstance, not to JSON
        return
    if start >= end:
        yield f"{path}/end", f"end {end} is not after start {start}"
    elif isinstance(text, str) and len(text) != end - start:
        yield f"{path}/{words}", f"{len(text)} code points long, but start {start} and end {end} make it {end - start}"


def _pointer(parts: Iterable[str | int]) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _type(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _clean(text: str) -> str:
    """On one line, bounded, and fit for any terminal or file: lone surrogates and control characters escaped."""
    line = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text[:1000])
    return line if len(line) <= MESSAGE_CHARS and len(text) <= MESSAGE_CHARS else line[: MESSAGE_CHARS - 1] + "…"
