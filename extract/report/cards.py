"""Cards: one record as its panel beside the document shows it, field by field.

Takes a record line and its kind; gives plain JSON: each field with its values under the paths that figures, marks and
findings use ("amount", "dates[0]"), what proves it, and what the checks found there. Numbers leave as text with every
digit, for a page's numbers are doubles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extract.fields import digits
from extract.kinds import Kind
from extract.report.spans import visible


def card(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's fields, in the schema's order, then what code derived; and the findings on the record as a whole.

    fields    name, items, findings
    items     path, text, parts [[name, text]], proof (the figure behind it, in words)
    findings  check, level, path, message

    What is empty is left out: a page may hold many thousand cards.
    """
    findings = [_finding(one) for one in record.get("findings") or ()]
    figures = record.get("figures") or {}
    names = list(record["data"])
    fields = [
        _full(
            name=visible(name),
            items=[_full(**item, proof=proof(figures.get(item["path"]))) for item in _items(name, value)],
            findings=[one for one in findings if _top(one["path"]) == name],
        )
        for name, value in record["data"].items()
    ]
    return _full(
        fields=fields,
        derived=[[visible(name), _text(value)] for name, value in (record.get("derived") or {}).items()],
        findings=[one for one in findings if _top(one["path"]) not in names],
        provenance=_provenance(record.get("provenance") or {}),
    )


def about(kind: Kind) -> dict[str, str]:
    """The schema's description of each field."""
    return {name: info.description or "" for name, info in kind.model.model_fields.items()}


def _full(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def proof(figure: Mapping[str, Any] | None) -> str | None:
    """The figure that proves a value, in words: "“105 billion rubles” = 105,000,000,000 RUB, unit assumed"."""
    if figure is None:
        return None
    value = ""
    if figure.get("value") is not None:
        value = _text(figure["value"]) + (f" to {_text(figure['value_high'])}" if figure.get("value_high") else "")
    reading = " ".join(part for part in (value, _text(figure.get("unit")) if figure.get("unit") else "") if part)
    modifier = figure.get("modifier") or "exact"
    words = [f"“{visible(figure.get('as_written', ''))}”" + (f" = {reading}" if reading else "")]
    words += [modifier.replace("_", " ")] if modifier not in ("exact", "range") else []
    words += ["assumed"] if figure.get("assumed") else []
    return ", ".join(words)


def _items(name: str, value: Any) -> Iterator[dict[str, Any]]:
    """A field's values: none for null and for an empty list."""
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield _item(f"{name}[{at}]", one)
    elif value is not None:
        yield _item(name, value)


def _item(path: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {"path": path, "text": _text(value), "parts": []}
    parts = [[visible(key), _text(one)] for key, one in value.items() if key != "text" and one is not None]
    return {"path": path, "text": _text(value.get("text")) if value.get("text") else "", "parts": parts}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return digits(Decimal(str(value)), ",")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{visible(key)}: {_text(one)}" for key, one in value.items())
    return "not said" if value is None else visible(value)


def _finding(finding: Mapping[str, Any]) -> dict[str, str]:
    return {name: visible(finding.get(name, "")) for name in ("check", "level", "path", "message")}


def _top(path: str) -> str:
    """The field that a path leads into: "dates" of "dates[0].edtf"."""
    return path.partition(".")[0].partition("[")[0]


def _provenance(provenance: Mapping[str, Any]) -> list[list[str]]:
    shown = [["model", visible(provenance["model"])]] if provenance.get("model") else []
    keys = provenance.get("recordings") or ()
    return [*shown, *(["recording", visible(key)[:16]] for key in keys)]
