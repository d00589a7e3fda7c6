"""Gold in the making: proposed from a run, confirmed by a person, merged from two coders' files.

Takes runs and gold files of the form one file for each document; writes such files. A proposed record carries
"reviewed": false and does not count until a person has confirmed it. Nothing that a person wrote is ever overwritten:
a file that is there already is refused. Numbers keep every digit.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

from extract.coded import document_name
from extract.errors import UsageError
from extract.fields import fields_with
from extract.gold import read_json
from extract.kinds import Kind
from extract.runs import DATABASE, Run, open_run
from extract.store import dumps, read_records

GoldFile = dict[str, Any]


def propose(run: Path, out: Path, kinds: Mapping[str, Kind]) -> tuple[Path, ...]:
    """Writes a gold file for each document of a run, its records (rejected ones left out) unreviewed; gives the paths.

    Raises UsageError for a run that cannot be read and where a file is there already; then nothing is written.
    """
    records = read_records(run)
    ids = {record["document"]["id"] for record in records}
    found = {_text(one): one for one in _documents(run) if one["id"] not in ids}
    found |= {_text(record["document"]): record["document"] for record in records}
    shown = _shown(list(found.values()))
    files = {key: _empty(name, found[key].get("sha256")) for key, name in zip(found, shown, strict=True)}
    for record in records:
        if record["verdict"] != "rejected" and record["kind"] in kinds:
            files[_text(record["document"])]["records"].append(_proposal(record, kinds[record["kind"]]))
    return write_files(out, dict(zip(_file_names(found), files.values(), strict=True)))


def _text(document: Mapping[str, Any]) -> str:
    """What tells a run's documents apart, whatever their files are called."""
    return str(document.get("sha256") or document["id"])


def _path(document: Mapping[str, Any]) -> tuple[str, ...]:
    sources = document.get("sources") or [document["id"]]
    return PurePath(sources[0]).parts or (str(document["id"]),)


def _shown(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """The documents' file names, each with as much of its folder as tells it from others of its name."""
    paths = [_path(document) for document in documents]
    out = []
    for path in paths:
        count = 1
        while count < len(path) and sum(other[-count:] == path[-count:] for other in paths) > 1:
            count += 1
        out.append("/".join(path[-count:]))
    return out


def _file_names(documents: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A name for the gold file of each document: after its own file, else its id in the run, else with its hash.
    Capitals do not tell two apart, as in many file systems.
    """
    names: list[str] = []
    taken: set[str] = set()
    for key, document in documents.items():
        own = str(document["id"])
        wanted = (document_name(document), own, f"{own}-{key[:8]}", f"{own}-{key}")
        names.append(next(name for name in wanted if name.lower() not in taken))
        taken.add(names[-1].lower())
    return names


def _empty(document: str, sha256: str | None) -> GoldFile:
    head: GoldFile = {"document": document, "sha256": sha256, "reviewed": False, "entity_aliases": {}}
    return {**head, "records": [], "not_coded": []}


def _documents(run: Path) -> Iterator[Mapping[str, Any]]:
    """All documents of a run, those without a record too; none where there are only records."""
    if (run / DATABASE).is_file():
        for one in open_run(run).documents():
            yield {"id": one.id, "sha256": one.sha256, "sources": one.sources}
    elif (run / "outcomes.jsonl").is_file():
        yield from ({"id": name} for name in sorted({str(one["document"]) for one in Run(run, {}).outcomes()}))


def _proposal(record: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    quotes = {name for name in fields_with(kind.model, "quote") if isinstance(record["data"].get(name), list)}
    doubts = [one["message"] for one in record.get("findings", ()) if one["level"] != "info"]
    return {
        "id": record["id"],
        "kind": record["kind"],
        "required": True,
        "reviewed": False,
        "evidence": [one["exact"] for one in record.get("evidence", ())],
        "fields": {name: value for name, value in record["data"].items() if name not in quotes},
        "accept": {},
        "flags": [f"proposed: {record['verdict']}"],
        "note": " | ".join(doubts),
    }


def confirm(path: Path, ids: Sequence[str], by: str) -> int:
    """Marks records as reviewed by a person, today; all of them, and the file as complete, if no ids are given.

    Gives how many were not reviewed before. Raises UsageError for a file that is no gold, an unknown id, no name.
    """
    data = read_file(path)
    known = {one["id"] for one in data["records"]}
    if missing := [id for id in ids if id not in known]:
        raise UsageError(f"{path}: no record {', '.join(missing)}; there are {', '.join(sorted(known)) or 'none'}")
    if not by.strip():
        raise UsageError("--by is empty; give the name of the person who has read the document")
    mark = {"reviewed": True, "reviewed_by": by, "reviewed_on": datetime.date.today().isoformat()}
    changed = 0
    for record in data["records"]:
        if record.get("reviewed") is False and (not ids or record["id"] in ids):
            record.update(mark)
            changed += 1
    if not ids:
        data.update(mark)
    _write(path, data)
    return changed


def read_file(path: Path) -> GoldFile:
    """One document's gold file, numbers exact. Raises UsageError for another file."""
    read_json(path)  # for its messages
    data = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    if not isinstance(data, dict) or not isinstance(data.get("records"), list) or "document" not in data:
        raise UsageError(f'{path}: no gold file of one document; it has "document" and "records" at its top')
    for record in data["records"]:
        if not isinstance(record, dict) or not {"id", "kind", "evidence", "fields"} <= record.keys():
            raise UsageError(f"{path}: a record lacks one of id, kind, evidence, fields; see docs/accuracy.md")
    return data


def write_files(out: Path, files: Mapping[str, GoldFile]) -> tuple[Path, ...]:
    """Writes one file for each document. Raises UsageError where one is there already; then none is written."""
    paths = {name: out / f"{name}.json" for name in files}
    for path in paths.values():
        if path.exists():
            raise UsageError(f"{path}: there already, and may hold a person's work; choose another --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be made a folder ({error.strerror}); choose another --out") from error
    for name, path in paths.items():
        _write(path, files[name])
    return tuple(paths.values())


def _write(path: Path, data: GoldFile) -> None:
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(dumps(data, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); make room or choose another place") from error
