"""Compatibility: what a change of JSON Schemas means for those who read what they describe.

Takes schemas before and after; gives each `Change` with its path. It breaks readers if something that they could rely
on no longer holds: a field is gone or may be absent, a value may be of another type or null, a value out of a list of
choices is gone or may be any, a bound is looser. What is new (a field, a kind, a choice) breaks nobody who reads as
`docs/contract/README.md` says, and is listed as an addition. What only became narrower is no change to a reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change. path: file and field, "records/x:data.amount.value"; a list's items are "[]", a mapping's "{}"."""

    path: str
    breaks: bool
    message: str


def compare(before: Mapping[str, Node], after: Mapping[str, Node]) -> tuple[Change, ...]:
    """Every change between two sets of schemas, by file name, in order of path."""
    found: list[Change] = []
    for name in before.keys() | after.keys():
        if name not in after:
            found.append(Change(name, True, "gone"))
        elif name not in before:
            found.append(Change(name, False, "new"))
        else:
            old, new = _Side(before[name]), _Side(after[name])
            found += _node(f"{name}:", old, old.root, new, new.root)
    return tuple(sorted(set(found), key=lambda change: (change.path, change.message)))


@dataclass(frozen=True, slots=True)
class _Side:
    """A schema, by which its references are followed."""

    root: Node

    def options(self, node: Node) -> list[Node]:
        """What a value may be, each with one type; a node without any type is {"type": "any"}."""
        if "$ref" in node:
            return self.options(self.root["$defs"][node["$ref"].rsplit("/", 1)[1]])
        if "anyOf" in node:
            return [option for inner in node["anyOf"] for option in self.options(inner)]
        choices = node.get("enum", [node["const"]] if "const" in node else None)
        types = node.get("type")
        if types is None:
            types = sorted({_type_of(choice) for choice in choices}) if choices else ["any"]
        return [{**node, "type": one} for one in ([types] if isinstance(types, str) else types)]


def _type_of(value: Any) -> str:
    names = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null", list: "array"}
    return names.get(type(value), "object")


def _node(path: str, old: _Side, before: Node, new: _Side, after: Node) -> Iterator[Change]:
    was, now = old.options(before), new.options(after)
    for type_ in dict.fromkeys(option["type"] for option in now):
        own = [option for option in now if option["type"] == type_]
        same = [option for option in was if option["type"] == type_]
        if not same and type_ == "integer":
            same = [option for option in was if option["type"] == "number"]
        if not same and any(option["type"] == "any" for option in was):
            continue
        if not same:
            message = "may be null now" if type_ == "null" else f"may be of type {type_} now"
            yield Change(path, True, message)
        elif len(own) == len(same) == 1:
            yield from _alike(path, old, same[0], new, own[0])
        elif json.dumps(own, sort_keys=True) != json.dumps(same, sort_keys=True):
            yield Change(path, True, f"another choice of {type_}s, which nobody can compare")


def _alike(path: str, old: _Side, before: Node, new: _Side, after: Node) -> Iterator[Change]:
    """Changes between two nodes of one type."""
    yield from _choices(path, before, after)
    yield from _bounds(path, before, after)
    if "items" in before:
        yield from _node(f"{path}[]", old, before["items"], new, after.get("items", {}))
    if before["type"] != "object":
        return
    was, now = before.get("properties", {}), after.get("properties", {})
    for name in was:
        here = f"{path}{'' if path.endswith(':') else '.'}{name}"
        if name not in now:
            yield Change(here, True, "gone")
            continue
        if name in before.get("required", ()) and name not in after.get("required", ()):
            yield Change(here, True, "may be absent now")
        yield from _node(here, old, was[name], new, now[name])
    for name in now.keys() - was.keys():
        yield Change(f"{path}{'' if path.endswith(':') else '.'}{name}", False, "new")
    values, open_ = before.get("additionalProperties"), after.get("additionalProperties")
    if isinstance(values, Mapping):
        yield from _node(f"{path}{{}}", old, values, new, open_ if isinstance(open_, Mapping) else {})


def _choices(path: str, before: Node, after: Node) -> Iterator[Change]:
    was, now = (node.get("enum", [node["const"]] if "const" in node else None) for node in (before, after))
    if was is None:
        return
    if now is None:
        yield Change(path, True, "may be anything now, not one of its choices")
        return
    if "const" in before and was != now:
        yield Change(path, True, f"was always {json.dumps(was[0])}")
        return
    for choice in was:
        if choice not in now:
            yield Change(path, True, f"{json.dumps(choice)} is no choice any more")
    for choice in now:
        if choice not in was:
            yield Change(path, False, f"{json.dumps(choice)} is a new choice")


def _bounds(path: str, before: Node, after: Node) -> Iterator[Change]:
    for name in ("minItems", "minimum", "minLength"):
        if name in before and after.get(name, float("-inf")) < before[name]:
            yield Change(path, True, f"{name} was {before[name]}")
    fixed = "minItems" in before and before["minItems"] == before.get("maxItems")
    if "maxItems" in before and after.get("maxItems", float("inf")) > before["maxItems"]:
        yield Change(path, fixed, f"maxItems was {before['maxItems']}")
    if "pattern" in before and after.get("pattern") != before["pattern"]:
        yield Change(path, True, f"its pattern was {before['pattern']}")
