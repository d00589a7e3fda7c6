"""The plan of a run: which parts (a document and a kind) are to be done, which stand, and why.

Takes the kinds and the settings; gives each kind's setup, that is, all that its records depend on beside the document,
and compares setups. What stands is neither asked nor computed again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extract.database import Database
from extract.kinds import Kind
from extract.settings import Settings
from extract.tables import Row

RECHECKED = "code changed: checked again, asked only where the question is another"
"""Which questions are others is known once they are put: what the code proposes and objects to is part of them."""
REPLAYED = "from recordings"
NEW = "new document"
ASKED_WITH = ("method", "passage_chars", "max_tokens", "together", "reasks")
"""Settings that change what is asked; the others change only how."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the run and why it is done; an empty `why` says that it stands. `asks`: replies are wanted."""

    row: Row
    why: str

    @property
    def asks(self) -> bool:
        return self.why not in ("", RECHECKED, REPLAYED)


def setups(kinds: Mapping[str, Kind], settings: Settings) -> dict[str, tuple[str, str]]:
    """For each kind the hash of its setup, and the setup itself as JSON."""
    out = {}
    for name, kind in kinds.items():
        holds = {
            "schema": kind.schema_sha256,
            "schema_file": _sha256(kind.schema_path),
            "prompt": _sha256(kind.prompt.path),
            "model": settings.model,
            "endpoint": settings.endpoint,
            "settings": {field: getattr(settings, field) for field in ASKED_WITH},
            "code": code_sha256(),
        }
        text = json.dumps(holds, sort_keys=True)
        out[name] = (hashlib.sha256(text.encode()).hexdigest()[:16], text)
    return out


@cache
def code_sha256() -> str:
    """Hash of the package's own source files: what checks and parses (90 files, 6 ms)."""
    package = Path(__file__).parent
    out = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        if "project" not in path.relative_to(package).parts[:1]:  # schemas of the bundled project: their kinds' own
            out.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for path in sorted((package / "data").rglob("*.csv")):
        if path.is_file():
            out.update(path.read_bytes())
    return out.hexdigest()[:16]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def steps(base: Database, anew: bool) -> Iterator[Step]:
    """Every part of the run with the reason why it is done. `anew`: all are, from recordings."""
    changed = lru_cache(maxsize=None)(lambda old, new, kind: _changed(base.setup(old), base.setup(new), kind))
    had = base.changed_ids()
    for row in base.rows():
        if anew:
            yield Step(row, REPLAYED)
        elif row.kept_setup is None:
            yield Step(row, "document changed" if row.id in had else NEW)
        elif row.current and not row.passing:
            yield Step(row, "")
        elif row.current:
            yield Step(row, f"failed last time: {(row.state or {}).get('reason')}")
        elif row.kept_setup != row.setup:
            yield Step(row, changed(row.kept_setup, row.setup, row.kind))
        else:
            yield Step(row, "title, date or source of the document changed")


def _changed(old: dict[str, Any], new: dict[str, Any], kind: str) -> str:
    """What tells two setups apart, in words."""
    found = []
    if old.get("prompt") != new.get("prompt"):
        found.append(f"prompt of {kind} changed")
    if old.get("schema") != new.get("schema") or old.get("schema_file") != new.get("schema_file"):
        found.append(f"schema of {kind} changed")
    for part in ("model", "endpoint"):
        if old.get(part) != new.get(part):
            found.append(f"{part} changed ({old.get(part)} -> {new.get(part)})")
    was, now = old.get("settings", {}), new.get("settings", {})
    found += [f"{name} changed ({was.get(name)} -> {now[name]})" for name in now if was.get(name) != now[name]]
    return "; ".join(found) or RECHECKED
