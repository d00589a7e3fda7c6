"""The codebook: kinds, fields, values, examples and checks as one Markdown document.

Takes the kinds; gives text. Everything is read off the schemas, the prompts and the checks, so that the book
cannot say anything else than what the code does.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping, Sequence
from typing import Any

from extract.checks import CHECKS
from extract.kinds import Kind

REPLY_CHECKS = {
    "V07": "The same sum of money in two records of one kind is flagged in the later one.",
    "V27": "Records that agree on the fields which the kind names (for quotes: rest on the same words) are one.",
}


def codebook(kinds: Mapping[str, Kind]) -> str:
    """The whole book, with a trailing newline."""
    parts = ["# Codebook", "Written by `extract kinds --codebook` from `schemas/`, `prompts/` and the checks."]
    for kind in kinds.values():
        parts += [f"## {kind.prompt.label} (`{kind.name}`)", inspect.cleandoc(kind.model.__doc__ or "")]
        parts += ["### Fields", *_fields(kind.model.model_json_schema())]
        parts += ["### Question", _fenced(kind.prompt.body)]
        if kind.model.stage_cues:
            parts += [f"### Words for `{kind.model.stage_field}` (V18)", _cues(kind.model.stage_cues)]
        for name, cues in kind.model.choice_cues.items():
            parts += [f"### Words for `{name}` (V33)", _cues(cues)]
        if kind.model.speaks_for:
            parts += ["### Words that a record needs one of (V32)", _words(kind.model.speaks_for)]
        if kind.model.against:
            parts += ["### Words against (V13)", _words(kind.model.against)]
        parts.append("### Examples")
        for example in kind.prompt.examples:
            parts += [f"> {example.text}", _fenced(json.dumps(list(example.records), ensure_ascii=False, indent=1))]
    docs = {id: inspect.cleandoc(check.function.__doc__ or "") for id, check in CHECKS.items()} | REPLY_CHECKS
    parts.append("## Checks")
    parts.append("An error makes a record rejected, a warning flagged; a note (info) changes nothing.")
    parts.append("\n".join(f"- **{id}** {' '.join(docs[id].split())}" for id in sorted(docs)))
    return "\n\n".join(parts) + "\n"


def _fields(schema: dict[str, Any]) -> list[str]:
    defs = schema.get("$defs", {})
    rows = ["| field | values | meaning |", "|---|---|---|"]
    for name, node in schema["properties"].items():
        rows.append(_row(name, node))
        options = [node, node.get("items", {}), *node.get("anyOf", [])]
        for option in options:
            if "$ref" in option:
                part = defs[option["$ref"].rsplit("/", 1)[1]]
                rows += [_row(f"{name}.{child}", inner) for child, inner in part["properties"].items()]
    return ["\n".join(rows)]


def _row(name: str, node: dict[str, Any]) -> str:
    values = node.get("enum") or node.get("items", {}).get("enum") or []
    meaning = node.get("description", "") + (" (by code)" if node.get("readOnly") else "")
    return f"| `{name}` | {', '.join(values)} | {meaning.replace('|', '/')} |"


def _cues(cues: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(f"- {value}: {_words(words)}" for value, words in cues.items())


def _words(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
