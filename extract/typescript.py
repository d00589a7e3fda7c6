"""TypeScript types from the contract's JSON Schemas.

Takes the schemas by name; gives the text of one module. Written here and not by json-schema-to-typescript, because the
test that keeps types and schemas in step runs wherever the tests run, without node; the few keywords that our schemas
use fit on a page, and a keyword that is not known is refused rather than guessed. The real compiler checks the result
(`make contract-check`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from extract.types import CONTRACT

_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_IGNORED = frozenset({"$schema", "$defs", "title", "description", "default", "readOnly", "pattern", "minimum",
                      "maximum", "minLength", "maxLength", "required"})  # fmt: skip
_KNOWN = frozenset({"type", "properties", "additionalProperties", "items", "minItems", "maxItems", "enum", "const",
                    "anyOf", "$ref"}) | _IGNORED  # fmt: skip
_SHARED = {"document": "DocumentRef", "evidence": "Evidence", "figures": "Figure", "findings": "Finding",
           "provenance": "Provenance"}  # fmt: skip
"""Parts of a record that are the same in every kind, and their names as types."""

_FILES = {"failures": "FailureLine", "unclaimed": "UnclaimedLine", "outcomes": "OutcomeLine", "run": "Run"}
_PLAIN = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)


def typescript(schemas: Mapping[str, Mapping[str, Any]]) -> str:
    """The module. Raises ValueError for a schema with a keyword that it does not know."""
    records = {name.removeprefix("records/"): one for name, one in schemas.items() if name.startswith("records/")}
    parts = [
        "// Written by `extract contract` from the JSON Schemas beside it; do not edit.",
        "/** The contract that these types are of; refuse a record of another. */\n"
        f"export const CONTRACT = {_text(CONTRACT)};",
    ]
    first = next(iter(records.values()))["properties"]
    parts += [_interface(name, _element(first[key]), "") for key, name in _SHARED.items()]
    names = []
    for kind, schema in records.items():
        own = _camel(kind)
        parts += [_interface(f"{own}{name}", part, own) for name, part in schema.get("$defs", {}).items()]
        parts.append(_interface(f"{own}Data", schema["properties"]["data"], own))
        parts.append(_record(f"{own}Record", own, schema))
        names.append(f"{own}Record")
    parts.append(f"/** Any line of records.jsonl; `kind` tells which. */\nexport type AnyRecord = {' | '.join(names)};")
    parts += [_interface(_FILES[name], schemas[name], "") for name in _FILES if name in schemas]
    return "\n\n".join(parts) + "\n"


def _record(name: str, own: str, schema: Mapping[str, Any]) -> str:
    """A record, its shared parts and its data by name."""
    lines = []
    for key, node in schema["properties"].items():
        if key in _SHARED:
            shared = _SHARED[key]
            list_or_map = {"evidence": f"{shared}[]", "findings": f"{shared}[]", "figures": f"Record<string, {shared}>"}
            type_ = list_or_map.get(key, shared)
        else:
            type_ = f"{own}Data" if key == "data" else _type(node, own, "  ")
        lines.append(_property(key, type_, node, key in schema["required"]))
    return _comment(schema.get("description"), "") + f"export interface {name} {{\n" + "".join(lines) + "}"


def _interface(name: str, node: Mapping[str, Any], own: str) -> str:
    comment = _comment(node.get("description"), "")
    if node.get("type") == "object" and "properties" in node:
        return f"{comment}export interface {name} {_type(node, own, '')}"
    return f"{comment}export type {name} = {_type(node, own, '')};"


def _element(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a list or mapping holds; an object itself."""
    inner = node.get("items", node.get("additionalProperties"))
    return inner if isinstance(inner, Mapping) else node


def _type(node: Mapping[str, Any], own: str, indent: str) -> str:
    strange = set(node) - _KNOWN
    if strange:
        raise ValueError(f"no TypeScript for the JSON Schema keyword {sorted(strange)[0]!r}")
    if "$ref" in node:
        return f"{own}{node['$ref'].rsplit('/', 1)[1]}"
    if "const" in node:
        return _text(node["const"])
    if "enum" in node:
        return " | ".join(_text(value) for value in node["enum"])
    if "anyOf" in node:
        return " | ".join(_type(option, own, indent) for option in node["anyOf"])
    types = node.get("type", [])
    return (
        " | ".join(_of(one, node, own, indent) for one in ([types] if isinstance(types, str) else types)) or "unknown"
    )


def _of(type_: str, node: Mapping[str, Any], own: str, indent: str) -> str:
    if type_ == "array":
        inner = _type(node["items"], own, indent)
        if node.get("minItems") == node.get("maxItems") and "minItems" in node:
            return f"[{', '.join([inner] * node['minItems'])}]"
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if type_ == "object":
        if "properties" not in node:
            values = node.get("additionalProperties")
            return f"Record<string, {_type(values, own, indent) if isinstance(values, Mapping) else 'unknown'}>"
        needed = node.get("required", ())
        inner = "".join(
            _property(key, _type(child, own, indent + "  "), child, key in needed, indent + "  ")
            for key, child in node["properties"].items()
        )
        return f"{{\n{inner}{indent}}}"
    return _SCALARS[type_]


def _property(key: str, type_: str, node: Mapping[str, Any], needed: bool, indent: str = "  ") -> str:
    name = key if _PLAIN.fullmatch(key) else _text(key)
    return f"{_comment(node.get('description'), indent)}{indent}{name}{'' if needed else '?'}: {type_};\n"


def _comment(text: str | None, indent: str) -> str:
    return f"{indent}/** {' '.join(text.split()).replace('*/', '* /')} */\n" if text else ""


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
