"""Field types for schema authors: the words a schema in `schemas/` is written in.

A schema is one Pydantic class whose fields are annotated with these types. The type tells the checks what
a field holds, so that no check names a kind: `Quote` must stand in the document, `Words` in the evidence,
`Side` is a side of a deal, and so on. Fields marked `BY_CODE` are hidden from the model: code fills them.

Takes pydantic models; gives their parts (`walk`) and the small schema that goes over the wire
(`wire_schema`). Refuses nothing: `extract.kinds` judges the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from extract.same import SameEvent
from extract.signs import Event, Speech
from extract.types import Modifier


@dataclass(frozen=True, slots=True)
class Role:
    """What a string field is, for the checks.

    quote        copied from the document; its offsets become evidence (V01)
    words        copied from the evidence (V03)
    in_document  copied from anywhere in the document (V03)
    near         copied from the evidence or close by (V23)
    designation  a weapon's name, copied from the evidence (V08, V09)
    side         a party that must differ from the other sides (V12)
    member       a party among at least two (V12)
    actor        a person, country or organisation named in the document (V26)
    source       "author" or a name in the document (V26)
    factuality   how sure the document is (V29)
    quotation    direct, mixed or indirect (V21)
    """

    name: Literal[
        "quote",
        "words",
        "in_document",
        "near",
        "designation",
        "side",
        "member",
        "actor",
        "source",
        "factuality",
        "quotation",
    ]


Quote = Annotated[str, Role("quote")]
Words = Annotated[str, Role("words")]
InDocument = Annotated[str, Role("in_document")]
Near = Annotated[str, Role("near")]
Designation = Annotated[str, Role("designation")]
Side = Annotated[str, Role("side")]
Member = Annotated[str, Role("member")]
Actor = Annotated[str, Role("actor")]
Source = Annotated[str, Role("source")]

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
"""A Decimal that is a plain JSON number on the wire and in the published schema."""

BY_CODE: dict[str, Any] = {"readOnly": True}
"""`json_schema_extra` of a field that code fills: published, but hidden from the model."""

Factuality = Annotated[Literal["fact", "claim", "disputed", "denied", "speculative"], Role("factuality")]
Quotation = Annotated[Literal["direct", "mixed", "indirect"], Role("quotation")]


class Part(BaseModel):
    """Base of a kind's class and of the objects inside it; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class Amount(Part):
    """Money: the words and, as double entry, the number that the model reads in them."""

    text: str = Field(description='the amount copied as written, with currency: "$2.4 million"')
    value: Number | None = Field(description="the same amount in digits: 2400000")
    currency: str = Field(description="three-letter code: USD, EUR, RUB, CNY")
    modifier: Modifier = Field(description="what the words around it say; exact if nothing")
    value_high: Number | None = Field(default=None, description="upper end of a range", json_schema_extra=BY_CODE)


class Count(Part):
    """A number of things: the words and, as double entry, the number that the model reads in them."""

    text: str = Field(description='the number copied as written: "two dozen"')
    value: Number | None = Field(description="the same number in digits: 24")
    value_high: Number | None = Field(default=None, description="upper end of a range", json_schema_extra=BY_CODE)
    modifier: Modifier = Field(default="exact", description="what words around it say", json_schema_extra=BY_CODE)


class Happening(Part):
    """A dated step. A kind narrows `event` to its own words, in the order in which they can happen."""

    event: str = Field(description="what happened")
    text: str = Field(description='the date copied as written: "March 3"')
    planned: bool = Field(description="true if it was still to come when the text was written")
    edtf: str | None = Field(default=None, description="the date in EDTF level 1", json_schema_extra=BY_CODE)


class KindModel(Part):
    """Base class of a kind. The class variables tell the checks what only the kind's author knows.

    stage_field   the field that says how far things went ("status"); None where there is none
    stage_cues    for its values, the words of which one must stand in the evidence (V18)
    choice_cues   the same for the values of other fields that hold a choice or a list of choices (V33)
    guess_cues    words by which code fills such fields in a candidate, where no check rests on them
    not_yet       stages that a plan or promise is enough for; for the others it is not (V18)
    speaks_for    words of which one must stand in the evidence: "loan", "borrowed" for a loan (V32)
    against       words in the evidence that speak against the kind: "deployed" for a transfer (V13)
    done_alone    stages that one member reaches alone (V12)
    happens_in    events in the order in which they can happen (V16)
    same_if       fields that, when equal within one document, make two records one (V27)
    event         by what code knows a sentence that may report the kind; None: the whole document is asked about
    speech        the same for a kind of what people say
    read_off      for a field, the words in the speaker's name or title that speak for each value, the first that fits
    match_by      what a record must have in common with a gold record, beside evidence, to be taken for it
                  (`extract.matching`): names of fields, or tuples of names of which one must agree
    same_event    by what records of several documents are one event (`extract.corpus`); None: they are never joined
    any_of        lists for which one element in common with the gold is enough; an empty gold list is not graded
    """

    stage_field: ClassVar[str | None] = None
    stage_cues: ClassVar[dict[str, tuple[str, ...]]] = {}
    choice_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {}
    not_yet: ClassVar[tuple[str, ...]] = ()
    speaks_for: ClassVar[tuple[str, ...]] = ()
    against: ClassVar[tuple[str, ...]] = ()
    done_alone: ClassVar[tuple[str, ...]] = ()
    happens_in: ClassVar[tuple[str, ...]] = ()
    same_if: ClassVar[tuple[str, ...]] = ()
    event: ClassVar[Event | None] = None
    speech: ClassVar[Speech | None] = None
    guess_cues: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {}
    read_off: ClassVar[dict[str, dict[str, tuple[str, ...]]]] = {}
    match_by: ClassVar[tuple[str | tuple[str, ...], ...]] = ()
    any_of: ClassVar[tuple[str, ...]] = ()
    same_event: ClassVar[SameEvent | None] = None

    def derive(self) -> dict[str, Any]:
        """What follows from the filled fields by rule alone: mappings to a standard's words. No I/O."""
        return {}


@dataclass(frozen=True, slots=True)
class Slot:
    """One value inside a record: its path ("dates[0].text"), what it is, and the value."""

    path: str
    role: str
    value: Any


def walk(model: BaseModel, prefix: str = "") -> Iterator[Slot]:
    """Every string with a role, and every Amount, Count and Happening, in field order.

    Amounts, counts and happenings come as one slot whose role is the class name in lower case
    ("amount", "count", "happening") and are not entered.
    """
    for name, role in _layout(type(model)):
        value = getattr(model, name)
        items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            path = f"{prefix}{name}" if index is None else f"{prefix}{name}[{index}]"
            if isinstance(item, (Amount, Count, Happening)):
                base = next(c for c in (Amount, Count, Happening) if isinstance(item, c))
                yield Slot(path, base.__name__.lower(), item)
            elif isinstance(item, BaseModel):
                yield from walk(item, f"{path}.")
            elif isinstance(item, str) and role is not None:
                yield Slot(path, role, item)


@lru_cache(maxsize=256)  # read a hundred times for each record; a class does not change once it is loaded
def _layout(model: type[BaseModel]) -> tuple[tuple[str, str | None], ...]:
    """Every field with its role, None for a field without one, in field order."""
    return tuple(
        (name, _own_role(info.metadata) or _inner_role(info.annotation)) for name, info in model.model_fields.items()
    )


@lru_cache(maxsize=256)
def roles_of(model: type[BaseModel]) -> Mapping[str, str]:
    """The role of each field that has one, filled or not, by field name in field order."""
    return MappingProxyType({name: role for name, role in _layout(model) if role is not None})


@lru_cache(maxsize=1024)
def fields_with(model: type[BaseModel], role: str) -> tuple[str, ...]:
    """Names of the fields that have a role, in field order."""
    return tuple(name for name, found in roles_of(model).items() if found == role)


@lru_cache(maxsize=1024)
def fields_of(model: type[BaseModel], part: Literal["amount", "count", "happening"]) -> tuple[str, ...]:
    """Names of the fields that hold an amount, a count or happenings, one or a list, null or not; in field order."""
    bases: dict[str, type[BaseModel]] = {"amount": Amount, "count": Count, "happening": Happening}
    base = bases[part]
    return tuple(name for name, info in model.model_fields.items() if _holds(info.annotation, base))


def _holds(annotation: Any, base: type[BaseModel]) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, base):
        return True
    return any(_holds(inner, base) for inner in get_args(annotation))


def digits(value: Decimal, thousands: str = "") -> str:
    """All digits of a number for a reader: no exponent, no zeros behind the point. thousands: "" or ","."""
    shown = f"{value:{thousands}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def nullable(model: type[BaseModel], name: str) -> bool:
    """Whether a field may be null."""
    return type(None) in get_args(model.model_fields[name].annotation)


def _own_role(metadata: list[Any]) -> str | None:
    return next((item.name for item in metadata if isinstance(item, Role)), None)


def _inner_role(annotation: Any) -> str | None:
    """The role inside list[Side] or Words | None."""
    for inner in get_args(annotation):
        for meta in getattr(inner, "__metadata__", ()):
            if isinstance(meta, Role):
                return meta.name
        found = _inner_role(inner)
        if found is not None:
            return found
    return None


def wire_schema(model: type[BaseModel], max_records: int) -> dict[str, Any]:
    """The JSON Schema sent to the model: `{"records": [...]}`, plain and self-contained.

    References are resolved in place, and only the keywords that every constrained decoder knows are kept
    (type, properties, required, enum, items, anyOf, additionalProperties, maxItems). Every key is required
    and no other is allowed, as OpenAI's strict mode asks. maxItems stays, on lists alone: without it a small
    model can repeat a list until its tokens run out.

    Raises KeyError, RecursionError or Pydantic's own errors for a type that has no such form (a dict, a tuple).
    """
    schema = model.model_json_schema(mode="validation")
    item = _plain(schema, schema.get("$defs", {}))
    records = {"type": "array", "items": item, "maxItems": max_records}
    return {
        "type": "object",
        "properties": {"records": records},
        "required": ["records"],
        "additionalProperties": False,
    }


def _plain(node: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _plain(defs[node["$ref"].rsplit("/", 1)[1]], defs)
    if "anyOf" in node:
        return {"anyOf": [_plain(option, defs) for option in node["anyOf"]]}
    if "const" in node:
        return {"type": node["type"], "enum": [node["const"]]}
    if "enum" in node:
        return {"type": node["type"], "enum": node["enum"]}
    if node.get("type") == "object":
        asked = {name: child for name, child in node["properties"].items() if not child.get("readOnly")}
        properties = {name: _plain(child, defs) for name, child in asked.items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    if node.get("type") == "array":
        kept = {"maxItems": node["maxItems"]} if "maxItems" in node else {}
        return {"type": "array", "items": _plain(node["items"], defs), **kept}
    return {"type": node["type"]}
