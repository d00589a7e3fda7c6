"""The contract with readers: a JSON Schema (draft 2020-12) for everything that a run leaves for other programs.

Takes the kinds; gives the schemas by file name, as they stand in `docs/contract/`. Those of records are
`extract.kinds.published_schema`; the others are here. Objects that may gain fields within a contract are open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.kinds import Kind, published_schema
from extract.types import CONTRACT
from extract.typescript import typescript

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TYPES = "types.ts"
"""The file of TypeScript types beside the schemas."""

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_VERDICTS = ("verified", "flagged", "rejected")


def contract_schemas(kinds: Mapping[str, Kind]) -> dict[str, dict[str, Any]]:
    """Every schema by its file's name without `.schema.json`: `records/<kind>`, `failures`, `unclaimed`, ..."""
    records = {f"records/{name}": published_schema(kind) for name, kind in kinds.items()}
    figure = next(iter(records.values()))["properties"]["figures"]["additionalProperties"]
    return records | {
        "failures": _titled("a line of failures.jsonl", "What failed and why.", _failure()),
        "unclaimed": _titled("a line of unclaimed.jsonl", "A figure that no record claimed.", _unclaimed(figure)),
        "outcomes": _titled("a line of outcomes.jsonl", "How a document and kind ended.", _outcome()),
        "run": _titled("run.json", "The manifest of a run.", _manifest()),
    }


def contract_files(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The text of every file of the contract, by path in its folder."""
    schemas = contract_schemas(kinds)
    files = {
        f"{name}.schema.json": json.dumps(one, indent=2, ensure_ascii=False) + "\n" for name, one in schemas.items()
    }
    return files | {TYPES: typescript(schemas)}


def write_contract(kinds: Mapping[str, Kind], folder: Path) -> None:
    """Write the files into a folder. Raises UsageError where the disk refuses them."""
    try:
        for name, text in contract_files(kinds).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error


def stale_files(kinds: Mapping[str, Kind], folder: Path) -> list[str]:
    """Files of the contract that are missing in a folder or say something else, and schemas that belong to no kind."""
    due = contract_files(kinds)
    there = {path.relative_to(folder).as_posix() for path in (folder / "records").glob("*.schema.json")}
    return sorted(name for name in {*due, *there} if _read(folder / name) != due.get(name))


def read_schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """The schemas of a folder that `write_contract` wrote, by name. Raises UsageError where there are none."""
    paths = [*folder.glob("*.schema.json"), *folder.glob("records/*.schema.json")]
    found = {}
    for path in sorted(paths):
        try:
            found[path.relative_to(folder).as_posix().removesuffix(".schema.json")] = json.loads(
                path.read_text("utf-8")
            )
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError(f"{path}: cannot be read ({error}); write it anew with `extract contract`") from error
    if not found:
        raise UsageError(f"{folder}: holds no contract; write one with `extract contract {folder}`")
    return found


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _titled(title: str, description: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DRAFT, "title": f"{title}, contract {CONTRACT}", "description": description, **body}


def _object(properties: Mapping[str, Any], closed: bool = False) -> dict[str, Any]:
    """An object that has all of these; others too unless it is closed."""
    made = {"type": "object", "properties": dict(properties), "required": list(properties)}
    return {**made, "additionalProperties": False} if closed else made


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _failure() -> dict[str, Any]:
    offset = {**_COUNT, "description": "Unicode code points into the document's text"}
    gap = {"name": _TEXT, "start": offset, "end": offset, "reason": _TEXT, "message": _TEXT, "recording": _MAYBE}
    made = _object(
        {"document": _TEXT, "kind": _MAYBE, "reason": _TEXT, "message": _TEXT, "recording": _MAYBE}, closed=True
    )
    gaps = {"type": "array", "items": _object(gap), "description": "parts of the document without an answer"}
    made["properties"]["gaps"] = gaps  # not required: lines of before it came are valid still
    return made


def _unclaimed(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **figure,
        "properties": {"document": _TEXT, **figure["properties"]},
        "required": ["document", *figure["required"]],
    }


def _outcome() -> dict[str, Any]:
    return _object(
        {
            "document": _TEXT,
            "kind": _TEXT,
            "state": {"enum": ["records", "failed"]},
            "records": _COUNT,
            "verdicts": _object(dict.fromkeys(_VERDICTS, _COUNT)),
            "reason": _MAYBE,
            "requests": _COUNT,
            "tokens": _object(dict.fromkeys(("prompt_tokens", "cached_tokens", "completion_tokens"), _COUNT)),
            "list_full": {"type": "boolean"},
            "recordings": {"type": "array", "items": _TEXT},
        }
    )


def _manifest() -> dict[str, Any]:
    counted = ("documents", "unread", "kinds", "done", "failed", "not_begun", "requests")
    tokens = dict.fromkeys(("prompt_tokens", "cached_tokens", "completion_tokens"), _COUNT)
    return _object(
        {
            "contract": {"const": CONTRACT},
            "complete": {"type": "boolean", "description": "whether every document and kind was done or failed"},
            "stopped": {**_MAYBE, "description": "what stopped the run early"},
            "settings": _object(
                {"model": _TEXT, "method": _TEXT, "mode": _TEXT, "endpoint": _TEXT, "base_url": _MAYBE}
            ),
            "versions": _map(_TEXT),
            "kinds": _map(_object({"schema": _TEXT, "prompt_version": {"type": "integer"}})),
            "counts": _object(
                {
                    **dict.fromkeys(counted, _COUNT),
                    "records": _map(_object(dict.fromkeys(_VERDICTS, _COUNT))),
                    "tokens": _object(tokens),
                }
            ),
            "began": _MAYBE,
            "seconds": {"type": "number"},
        }
    )
