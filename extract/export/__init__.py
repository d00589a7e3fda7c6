"""Export: a run in the formats that others work with.

    from extract.export import Choice, export
    done = export(open_run(folder), kinds, known, Choice("csv", out))

Takes a run folder opened by `extract.runs`; writes one file or folder, whole or not at all, in memory that does not
grow with the run. Every format has the verdict of each record; rejected ones leave only where asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from extract.export.place import placed
from extract.export.source import DEFAULT_VERDICTS, Source
from extract.kinds import Kind
from extract.runs import Run

Format = Literal["csv", "parquet", "sqlite", "jsonl", "label-studio", "web-annotation", "codebook"]
FORMATS: tuple[Format, ...] = get_args(Format)

FOLDERS: dict[str, tuple[str, ...]] = {"csv": (".csv",), "parquet": (".parquet",), "label-studio": (".json", ".xml")}
"""Formats that are a folder, and what the names of their files end in; the others are one file."""

NAMES: dict[str, str] = {
    "csv": "export-csv", "parquet": "export-parquet", "label-studio": "export-label-studio", "sqlite": "export.sqlite",
    "jsonl": "export.jsonl", "web-annotation": "export.jsonld", "codebook": "codebook.md",
}  # fmt: skip
"""Where each format goes if nobody says where."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted. bom: a byte order mark before each CSV file. reviewed: with the run's decisions laid over it.
    delimiter: what parts the cells of CSV, one of `extract.export.flat.DELIMITERS`.
    """

    format: Format
    out: Path
    verdicts: tuple[str, ...] = DEFAULT_VERDICTS
    force: bool = False
    bom: bool = False
    reviewed: bool = False
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Exported:
    """What was done: records written, and records left out by verdict or kind."""

    kept: int
    left_out: Mapping[str, int]


def export(run: Run, kinds: Mapping[str, Kind], known: frozenset[str], choice: Choice) -> Exported:
    """Write a run's records of these kinds. known: the names of all kinds of the project.

    Raises UsageError, naming what: a path that cannot be used, a run that cannot be read or is of other schemas, a
    library that is missing.
    """
    source = Source(run, kinds, known, choice.verdicts, choice.reviewed)
    with placed(choice.out, choice.force, run.folder, FOLDERS.get(choice.format, ())) as draft:
        _write(source, draft, choice)
    return Exported(source.kept, dict(sorted(source.left_out.items())))


def _write(source: Source, draft: Path, choice: Choice) -> None:
    if choice.format == "csv":
        from extract.export.flat import write_csv

        write_csv(source, draft, choice.bom, choice.delimiter)
    elif choice.format == "jsonl":
        from extract.export.flat import write_jsonl

        write_jsonl(source, draft)
    elif choice.format == "parquet":
        from extract.export.parquet import write_parquet

        write_parquet(source, draft)
    elif choice.format == "sqlite":
        from extract.export.sqlite import write_sqlite

        write_sqlite(source, draft)
    elif choice.format == "label-studio":
        from extract.export.label_studio import write_label_studio

        write_label_studio(source, draft)
    elif choice.format == "web-annotation":
        from extract.export.web_annotation import write_web_annotation

        write_web_annotation(source, draft)
    else:
        from extract.export.archive import write_codebook

        write_codebook(source, draft)
