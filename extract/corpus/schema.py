"""The JSON Schema (draft 2020-12) of one line that `extract corpus --out` writes."""

from __future__ import annotations

from typing import Any

CORPUS_CONTRACT = "extract-corpus/1"
"""Name of the JSON contract that claims leave under; raised when a change breaks a reader."""

_ID = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}


def claim_schema() -> dict[str, Any]:
    """The schema of a claim. Field names are those of the kind's own schema (`extract schema KIND`)."""
    compared, fields = _compared(), _fields()
    document = _closed({"id": _TEXT, "sha256": _TEXT, "title": _MAYBE, "published": _MAYBE, "source": _MAYBE})
    verdicts = {"enum": ["verified", "flagged", "rejected"]}
    mention = _closed(
        {"record": _TEXT, "runs": _list(_TEXT), "verdict": verdicts, "document": document, "words": _list(_TEXT)}
    )
    line = {"type": ["integer", "null"], "description": "line of the decisions file"}
    merged = _closed({"a": _TEXT, "b": _TEXT, "why": _TEXT, "decision": line, "compared": compared})
    kept = _closed({"claim": _ID, "a": _TEXT, "b": _TEXT, "why": _TEXT, "compared": compared})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"claim, contract {CORPUS_CONTRACT}",
        "description": "What one or more documents say of one event",
        **_closed(
            {
                "contract": {"const": CORPUS_CONTRACT},
                "id": _ID,
                "kind": _TEXT,
                "countable": {"type": ["boolean", "null"], "description": "null: unknown"},
                "countable_because": _TEXT,
                "documents": _COUNT | {"minimum": 1},
                "conflicts": _list(_TEXT),
                "fields": {"type": "object", "additionalProperties": fields},
                "mentions": _list(mention, 1),
                "merged_because": _list(merged),
                "kept_apart_because": _list(kept),
                "kept_apart": _COUNT | {"description": "claims kept apart in all; the list has the nearest"},
            }
        ),
    }


def _compared() -> dict[str, Any]:
    """What two mentions have in common, by field."""
    answer = _closed({"answer": {"enum": ["same", "near", "differs", "unknown"]}, "detail": _TEXT})
    return {"type": "object", "additionalProperties": answer}


def _fields() -> dict[str, Any]:
    """A field's values, and of the stage its history."""
    value = _closed(
        {
            "value": {"description": "as a record holds it; one step, one choice of a list"},
            "count": _COUNT | {"minimum": 1},
            "documents": _COUNT | {"minimum": 1},
            "mentions": _list(_TEXT, 1),
            "published": {"type": ["array", "null"], "items": _TEXT, "minItems": 2, "maxItems": 2},
            "sources": _list(_TEXT),
        }
    )
    history = _closed({"published": _MAYBE, "values": {"type": "object", "additionalProperties": _list(_TEXT, 1)}})
    fields = _closed({"conflict": {"type": "boolean"}, "values": _list(value, 1)})
    fields["properties"]["history"] = _list(history)  # the stage alone has one
    return fields


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, **({"minItems": least} if least else {})}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
