"""The published JSON Schema of a kind's record lines, and its hash.

Takes a kind's name and its class; gives JSON Schema (draft 2020-12) of one line of records.jsonl.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from extract.fields import KindModel
from extract.types import CONTRACT


@lru_cache(maxsize=64)
def schema_hash(name: str, model: type[KindModel]) -> str:
    """Hash of the published schema: changes whenever a field, a value or a description does."""
    return hashlib.sha256(json.dumps(published(name, model), sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=64)  # by what it is made of: a question about candidates is a Kind of its own
def published(name: str, model: type[KindModel]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of records.jsonl of this kind."""
    data = model.model_json_schema(mode="validation", ref_template="#/$defs/{model}")
    defs = data.pop("$defs", {})
    for part in (data, *defs.values()):
        if "properties" in part:  # as it leaves, a record carries every field
            part["required"] = list(part["properties"])
    text: dict[str, Any] = {"type": "string"}
    maybe: dict[str, Any] = {"type": ["string", "null"]}
    offset = {"type": "integer", "minimum": 0, "description": "Unicode code points into the document's text"}
    number = {"type": ["number", "null"]}
    figure = {
        "kind": text, "as_written": text, "value": number, "value_high": number, "unit": maybe,
        "modifier": text, "assumed": {"type": "boolean"}, "start": offset, "end": offset,
    }  # fmt: skip
    joined = {"per": maybe, "equals": {"type": ["array", "null"], "items": offset, "minItems": 2, "maxItems": 2}}
    figure_schema = _closed(figure)
    figure_schema["properties"] |= joined  # records of before these two came are valid still
    evidence = {"exact": text, "prefix": text, "suffix": text, "start": offset, "end": offset,
                "match": {"enum": ["exact", "normalised"]}}  # fmt: skip
    finding = {"check": text, "level": {"enum": ["error", "warn", "info"]}, "path": text, "message": text}
    document = {"id": text, "sha256": text, "title": maybe, "published": maybe, "source": maybe,
                "sources": {"type": "array", "items": text}}  # fmt: skip
    provenance: dict[str, Any] = {
        "model": text, "endpoint": text, "prompt": text, "schema": text,
        "recordings": {"type": "array", "items": text}, "attempts": {"type": "integer", "minimum": 1},
        "versions": {"type": "object", "additionalProperties": text},
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{name} record, contract {CONTRACT}",
        "description": model.__doc__ or "",
        **_closed(
            {
                "contract": {"const": CONTRACT},
                "id": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                "kind": {"const": name},
                "verdict": {"enum": ["verified", "flagged", "rejected"]},
                "document": _closed(document),
                "data": data,
                "derived": {"type": "object"},
                "evidence": {"type": "array", "items": _closed(evidence)},
                "figures": {"type": "object", "additionalProperties": figure_schema},
                "findings": {"type": "array", "items": _closed(finding)},
                "provenance": _closed(provenance),
            }
        ),
        "$defs": defs,
    }


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
