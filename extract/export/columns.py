"""Columns: a record as one flat row, and back. One rule for every flat format.

Takes a kind; gives its columns, read off its published schema, so that a kind that nobody has heard of has them too.
A column's name is the path of the value in the record, joined by dots: field names hold no dots, so two columns never
have one name. Objects become columns, everything that repeats (lists, mappings) is one cell. The order is that of the
schema. `derived` has no schema: it gets a column for each thing that code is known to derive (codes of parties, what
`derive()` gives for the prompt's examples), and the column `derived` takes as an object whatever else is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from extract.errors import UsageError
from extract.fields import roles_of
from extract.kinds import Kind, published_schema

CellType = Literal["text", "integer", "number", "boolean", "texts", "json"]
"""What a cell holds; texts: a list of texts; json: any other list, a mapping, or what may be of several types."""

_SCALARS: dict[str, CellType] = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean"}
_ABSENT = object()
_CODED = ("side", "member", "actor")
"""Roles of the fields whose names get codes under `derived`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    name      the path joined by dots: "data.amount.value"
    path      keys from the record down to the value
    type      what its cells hold
    nullable  whether null is a value of its own in the schema
    """

    name: str
    path: tuple[str, ...]
    type: CellType
    nullable: bool


Cells = dict[str, Any]
"""A row: for each column's name the value as in the record; None where there is none."""


@dataclass(frozen=True)
class Table:
    """The columns of a kind, in order."""

    kind: str
    columns: tuple[Column, ...]

    @cached_property
    def _ends(self) -> frozenset[tuple[str, ...]]:
        return frozenset(column.path for column in self.columns)

    @cached_property
    def _known(self) -> frozenset[tuple[str, ...]]:
        return frozenset(path[:depth] for path in self._ends for depth in range(1, len(path) + 1))

    def cells(self, record: Mapping[str, Any]) -> Cells:
        """The record as a row. Raises UsageError if the record holds what no column takes: another schema made it."""
        row: Cells = {}
        for column in self.columns:
            value = _at(record, column.path)
            row[column.name] = None if value is _ABSENT else value
        rest = dict(record.get("derived") or {})
        for column in self.columns:
            if column.path[0] != "derived" or len(column.path) == 1:
                continue
            value = rest.get(column.path[1])
            if value is not None and _fits(value, column.type):
                del rest[column.path[1]]
            else:
                row[column.name] = None
        row["derived"] = rest or None
        self._refuse_strangers(record)
        return row

    def record(self, cells: Cells) -> dict[str, Any]:
        """The record that a row was made of. An object of nothing but nulls comes back as null."""
        out: dict[str, Any] = {}
        for column in self.columns:
            value = cells[column.name]
            if column.path[0] == "derived":
                derived = out.setdefault("derived", {})
                if value is not None:
                    derived.update(value if len(column.path) == 1 else {column.path[1]: value})
                continue
            holder = out
            for key in column.path[:-1]:
                holder = holder.setdefault(key, {})
            holder[column.path[-1]] = value
        return {key: _nothing_is_null(value) if key == "data" else value for key, value in out.items()}

    def _refuse_strangers(self, record: Mapping[str, Any]) -> None:
        stack: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), record)]
        while stack:
            path, holder = stack.pop()
            for key, value in holder.items():
                here = (*path, key)
                if here not in self._known:
                    raise UsageError(
                        f"record {record.get('id')!r}: {'.'.join(here)!r} is no field of {self.kind!r}; the run was "
                        "made with another schema: run the documents again, or stand in the project that made it"
                    )
                if here not in self._ends and isinstance(value, Mapping):
                    stack.append((here, value))


def table_of(kind: Kind) -> Table:
    """The columns of a kind."""
    schema = published_schema(kind)
    columns: list[Column] = []
    for name, node in schema["properties"].items():
        columns += _derived(kind) if name == "derived" else _columns((name,), node, schema["$defs"], False)
    return Table(kind.name, tuple(columns))


def _columns(path: tuple[str, ...], node: Mapping[str, Any], defs: Mapping[str, Any], nullable: bool) -> list[Column]:
    node, maybe = _plain(node, defs)
    nullable = nullable or maybe
    if node.get("type") == "object" and node.get("properties"):
        inner = node["properties"].items()
        return [column for name, child in inner for column in _columns((*path, name), child, defs, nullable)]
    return [Column(".".join(path), path, _type(node, defs), nullable)]


def _plain(node: Mapping[str, Any], defs: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The node with references followed and null taken out, and whether null was among its types."""
    maybe = False
    while True:
        if "$ref" in node:
            node = defs[node["$ref"].rsplit("/", 1)[1]]
            continue
        options = node.get("anyOf")
        if options is None:
            break
        some = [option for option in options if option.get("type") != "null"]
        maybe = maybe or len(some) < len(options)
        if len(some) != 1:
            return {}, maybe
        node = some[0]
    types = node.get("type")
    if isinstance(types, list):
        some = [one for one in types if one != "null"]
        return ({**node, "type": some[0]} if len(some) == 1 else {}), maybe or "null" in types
    return node, maybe


def _type(node: Mapping[str, Any], defs: Mapping[str, Any]) -> CellType:
    choices = node.get("enum", [node["const"]] if "const" in node else None)
    if choices is not None:
        return "text" if all(isinstance(choice, str) for choice in choices) else "json"
    if node.get("type") == "array":
        item, maybe = _plain(node.get("items", {}), defs)
        return "texts" if not maybe and _type(item, defs) == "text" else "json"
    return _SCALARS.get(str(node.get("type")), "json")


def _derived(kind: Kind) -> Iterator[Column]:
    """Columns of what is known to be derived, then the one for the rest."""
    found: dict[str, CellType] = {
        f"{name}_codes": "texts" for name, role in roles_of(kind.model).items() if role in _CODED
    }
    if "designation" in roles_of(kind.model).values():
        found["designation_key"] = "text"
    for example in kind.prompt.examples:
        for entry in example.records:
            given = kind.model.model_validate_json(json.dumps(entry)).derive()
            for name, value in given.items():
                if value is not None:
                    known = found.get(name)
                    found[name] = _type_of(value) if known in (None, _type_of(value)) else "json"
                else:
                    found.setdefault(name, "json")
    for name in found:
        yield Column(f"derived.{name}", ("derived", name), found[name], True)
    yield Column("derived", ("derived",), "json", True)


def _type_of(value: Any) -> CellType:
    types: tuple[CellType, ...] = ("boolean", "number", "text", "texts")
    return next((one for one in types if _fits(value, one)), "json")


def _fits(value: Any, type_: CellType) -> bool:
    if type_ == "text":
        return isinstance(value, str)
    if type_ == "boolean":
        return isinstance(value, bool)
    if type_ in ("number", "integer"):
        return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    if type_ == "texts":
        return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
    return True


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return _ABSENT
        value = value[key]
    return value


def _nothing_is_null(value: Any) -> Any:
    """Objects inside data that hold nothing but nulls, as null."""
    if not isinstance(value, dict):
        return value
    inner = {key: _nothing_is_null(item) for key, item in value.items()}
    return {
        key: None if isinstance(item, dict) and item and not any(v is not None for v in item.values()) else item
        for key, item in inner.items()
    }
