"""The codebook of a run, for a replication archive: what it was made with, its columns, and the codebook itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extract.codebook import codebook
from extract.export.columns import Table
from extract.export.source import Source

_TYPES = {"texts": "list of texts, JSON", "json": "JSON"}


def write_codebook(source: Source, file: Path) -> None:
    """One Markdown document: the run, the columns of the flat formats, then kinds, fields, values, checks."""
    for _ in source.records():  # counts, and refuses a run of other kinds
        pass
    parts = ["# This run", *_run(source), "# Columns of the flat formats"]
    parts.append("Names are the paths of the values in a record. An empty cell is null. Numbers have all their digits.")
    for table in source.tables.values():
        parts += [f"## {table.kind}.csv, {table.kind}.parquet", _columns(table)]
    file.write_text("\n\n".join(parts) + "\n\n" + codebook(source.kinds), encoding="utf-8", newline="\n")


def _run(source: Source) -> list[str]:
    manifest = source.run.manifest
    counts = manifest.get("counts", {})
    rows = {
        "contract": manifest.get("contract"),
        "complete": manifest.get("complete"),
        "model": manifest.get("settings", {}).get("model"),
        "documents": counts.get("documents"),
        "records": source.kept,
        **{f"left out, {name}": count for name, count in sorted(source.left_out.items())},
        **{f"version of {name}": value for name, value in manifest.get("versions", {}).items()},
        **{f"schema of {name}": kind.get("schema") for name, kind in manifest.get("kinds", {}).items()},
    }
    return ["\n".join(["| what | value |", "|---|---|", *(f"| {_cell(k)} | {_cell(v)} |" for k, v in rows.items())])]


def _columns(table: Table) -> str:
    rows = [f"| `{column.name}` | {_TYPES.get(column.type, column.type)} |" for column in table.columns]
    return "\n".join(["| column | holds |", "|---|---|", *rows])


def _cell(value: Any) -> str:
    return " ".join(str(value).replace("|", "/").split())
