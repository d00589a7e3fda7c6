"""Paths of fields inside a record's data, as findings name them: "dates[0].text"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def at(data: Any, path: str) -> tuple[Any, Any]:
    """What holds the value at a path, and its key there. KeyError, IndexError or TypeError if there is none."""
    keys = [int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", path)]
    for key in keys[:-1]:
        data = data[key]
    return data, keys[-1]


def dotted(parts: Iterable[str | int]) -> str:
    """A path from its parts, as Pydantic gives them: ("dates", 0, "text")."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
