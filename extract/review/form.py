"""The edit form of a kind, out of its schema: what a page needs to show one input for each field.

Takes a kind's class; gives a `Node` for each field, nested as the fields are. Descriptions become help, choices
become lists to choose from. No kind is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.fields import KindModel, roles_of

Type = Literal["text", "number", "bool", "choice", "list", "group"]

COPIED = frozenset({"quote", "words", "in_document", "near", "designation"})
"""Roles of fields whose words must stand in the document, so that they can be taken from a selection in it."""


@dataclass(frozen=True, slots=True)
class Node:
    """One field, or the item of a list (then name is "").

    nullable  whether it may be null, and then is shown with a box to say so
    copied    whether its words are copied from the document
    long      whether its words are whole sentences
    by_code   whether code fills it
    choices   of a choice
    most      longest length of a list, None for any
    item      of a list: what each of its items is
    fields    of a group
    """

    name: str
    type: Type
    help: str = ""
    nullable: bool = False
    copied: bool = False
    long: bool = False
    by_code: bool = False
    choices: tuple[Any, ...] = ()
    most: int | None = None
    item: Node | None = None
    fields: tuple[Node, ...] = ()


def form(model: type[KindModel]) -> tuple[Node, ...]:
    """A node for each field of the class, in field order."""
    schema = model.model_json_schema(mode="validation")
    roles = roles_of(model)
    return tuple(_node(name, part, schema.get("$defs", {}), roles.get(name)) for name, part in _properties(schema))


def _properties(schema: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(schema.get("properties", {}).items())


def _node(name: str, part: Mapping[str, Any], defs: Mapping[str, Any], role: str | None) -> Node:
    shape, nullable = _shape(part, defs)
    about: dict[str, Any] = {
        "help": part.get("description", "") or shape.get("description", ""),
        "by_code": bool(part.get("readOnly")),
        "nullable": nullable,
    }
    marks: dict[str, Any] = {"copied": role in COPIED, "long": role == "quote"}
    if "properties" in shape:
        inner = tuple(_inner(each, sub, shape, defs) for each, sub in _properties(shape))
        return Node(name, "group", **about, fields=inner)
    if shape.get("type") == "array":
        item = _node("", shape.get("items", {}), defs, role)
        return Node(name, "list", **about, **marks, most=shape.get("maxItems"), item=item)
    if "enum" in shape or "const" in shape:
        return Node(name, "choice", **about, choices=tuple(shape.get("enum", [shape.get("const")])))
    if shape.get("type") == "boolean":
        return Node(name, "bool", **about)
    if shape.get("type") in ("number", "integer"):
        return Node(name, "number", **about)
    return Node(name, "text", **about, **marks)


def _inner(name: str, part: Mapping[str, Any], group: Mapping[str, Any], defs: Mapping[str, Any]) -> Node:
    """A field of a group. The `text` of an amount, a count or a happening is copied from the document."""
    copied = name == "text" and any(sub.get("readOnly") for _, sub in _properties(group))
    return _node(name, part, defs, "words" if copied else None)


def _shape(part: Mapping[str, Any], defs: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """What a field's schema comes to behind references and "or null", and whether it may be null."""
    nullable = False
    while "$ref" in part or "anyOf" in part:
        if "$ref" in part:
            part = {**defs[part["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in part.items() if k != "$ref"}}
            continue
        options = [option for option in part["anyOf"] if option.get("type") != "null"]
        nullable |= len(options) < len(part["anyOf"])
        rest = {key: value for key, value in part.items() if key != "anyOf"}
        part = {**options[0], **rest}
    return part, nullable
