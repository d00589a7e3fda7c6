"""Field types: what goes over the wire, which parts a record is walked in, and what leaves."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from conftest import LOAN_TEXT, Scripted, loan, second_loan
from jsonschema import Draft202012Validator
from pydantic import BaseModel, Field

from extract.fields import (
    BY_CODE,
    Actor,
    Amount,
    Count,
    Designation,
    Factuality,
    Happening,
    KindModel,
    Number,
    Part,
    Quotation,
    Quote,
    Side,
    Source,
    Words,
    fields_with,
    roles_of,
    walk,
    wire_schema,
)
from extract.kinds import Kind, published_schema
from extract.pipeline import extract_document
from extract.settings import Settings
from extract.store import dumps, record_json
from extract.types import Document

KEYWORDS = {"type", "properties", "required", "enum", "items", "anyOf", "additionalProperties", "maxItems"}
TYPES = {"object", "array", "string", "number", "integer", "boolean", "null"}


def nodes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema and every schema inside it."""
    yield schema
    for child in [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]:
        yield from nodes(child)
    if "items" in schema:
        yield from nodes(schema["items"])


def items(model: type[BaseModel]) -> dict[str, Any]:
    found = wire_schema(model, 9)["properties"]["records"]["items"]
    assert isinstance(found, dict)
    return found


def test_the_wire_schema_is_plain(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        schema = kind.reply.model_json_schema()
        Draft202012Validator.check_schema(schema)
        for node in nodes(schema):
            assert set(node) <= KEYWORDS, kind.name
            assert "anyOf" in node or node["type"] in TYPES
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"]), "strict mode asks for every key"
                assert node["properties"], "an object without fields says nothing"
            if node.get("type") == "array":
                assert isinstance(node.get("maxItems"), int), "without a bound a small model repeats itself"
            else:
                assert "maxItems" not in node
        for word in ("$ref", "$defs", "readOnly", "description", "default", "title"):
            assert f'"{word}"' not in json.dumps(schema)


def test_the_reply_class_sends_the_wire_schema(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        assert kind.reply.model_json_schema() == wire_schema(kind.model, kind.prompt.max_records)
        assert kind.reply.model_json_schema()["properties"]["records"]["maxItems"] == kind.prompt.max_records


def test_what_the_model_is_asked_for_a_loan(kinds: dict[str, Kind]) -> None:
    """The order is the order in which a model writes: the quote before all that is read off it."""
    record = items(kinds["loan"].model)["properties"]
    assert list(record) == [
        "evidence", "lender", "borrower", "amount", "flow_type", "status", "dates", "purpose_text", "terms_text",
        "asserted_by", "factuality",
    ]  # fmt: skip
    amount, nothing = record["amount"]["anyOf"]
    assert list(amount["properties"]) == ["text", "value", "currency", "modifier"], "value_high is filled by code"
    assert nothing == {"type": "null"}
    assert amount["properties"]["value"] == {"anyOf": [{"type": "number"}, {"type": "null"}]}
    assert record["evidence"] == {"type": "array", "items": {"type": "string"}, "maxItems": 2}
    assert record["purpose_text"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert record["factuality"] == {"type": "string", "enum": ["fact", "claim", "disputed", "denied", "speculative"]}
    date = record["dates"]["items"]["properties"]
    assert list(date) == ["event", "text", "planned"], "edtf is filled by code"
    assert "disbursed" in date["event"]["enum"]


def test_fields_that_code_fills_are_hidden_at_every_level() -> None:
    class Inner(Part):
        word: Words = Field(description="w")
        length: int = Field(default=0, description="n", json_schema_extra=BY_CODE)

    class Outer(KindModel):
        inner: Inner = Field(description="i")
        count: Count = Field(description="c")
        place: int | None = Field(default=None, description="p", json_schema_extra=BY_CODE)

    record = items(Outer)
    assert list(record["properties"]) == ["inner", "count"]
    assert list(record["properties"]["inner"]["properties"]) == ["word"]
    assert list(record["properties"]["count"]["properties"]) == ["text", "value"]


def test_length_bounds_stay_on_lists_alone() -> None:
    class Bounded(KindModel):
        word: Annotated[str, Field(min_length=2, max_length=5, pattern="^a")] = Field(description="w")
        several: list[str] = Field(min_length=1, max_length=4, description="s")
        number: Annotated[int, Field(ge=1, le=9)] = Field(description="n")
        one: Literal["only"] = Field(description="o")

    assert items(Bounded)["properties"] == {
        "word": {"type": "string"},
        "several": {"type": "array", "items": {"type": "string"}, "maxItems": 4},
        "number": {"type": "integer"},
        "one": {"type": "string", "enum": ["only"]},
    }


class Shipment(Happening):
    event: Literal["sent"] = Field(description="e")


class Place(Part):
    name: Words = Field(description="n")
    plain: str = Field(description="p")


class Everything(KindModel):
    evidence: list[Quote] = Field(description="e")
    side: list[Side] = Field(description="s")
    name: Actor | None = Field(description="a")
    weapon: Designation | None = Field(description="w")
    several: list[Words] | None = Field(description="l")
    free: str = Field(description="f")
    choice: Literal["x", "y"] = Field(description="c")
    price: Amount | None = Field(description="p")
    number: Count | None = Field(description="n")
    steps: list[Shipment] = Field(description="h")
    place: Place = Field(description="p")
    places: list[Place] = Field(description="p")
    source: Source = Field(description="s")
    sure: Factuality = Field(description="s")
    marks: Quotation = Field(description="m")


FULL: dict[str, Any] = {
    "evidence": ["one", "two"],
    "side": ["A"],
    "name": "N",
    "weapon": "T-72",
    "several": ["u", "v"],
    "free": "free",
    "choice": "x",
    "price": {"text": "$5", "value": 5, "currency": "USD", "modifier": "exact"},
    "number": {"text": "two", "value": 2},
    "steps": [{"event": "sent", "text": "May", "planned": False}],
    "place": {"name": "Port", "plain": "p"},
    "places": [{"name": "Bay", "plain": "q"}],
    "source": "author",
    "sure": "fact",
    "marks": "direct",
}


def test_a_record_is_walked_in_field_order() -> None:
    slots = list(walk(Everything.model_validate(FULL)))
    assert [(slot.path, slot.role) for slot in slots] == [
        ("evidence[0]", "quote"),
        ("evidence[1]", "quote"),
        ("side[0]", "side"),
        ("name", "actor"),
        ("weapon", "designation"),
        ("several[0]", "words"),
        ("several[1]", "words"),
        ("price", "amount"),
        ("number", "count"),
        ("steps[0]", "happening"),
        ("place.name", "words"),
        ("places[0].name", "words"),
        ("source", "source"),
        ("sure", "factuality"),
        ("marks", "quotation"),
    ]
    values = {slot.path: slot.value for slot in slots}
    assert (values["evidence[1]"], values["places[0].name"]) == ("two", "Bay")
    assert isinstance(values["price"], Amount)
    assert isinstance(values["steps[0]"], Shipment)


def test_what_is_empty_is_not_walked() -> None:
    nothing = {"name": None, "weapon": None, "several": None, "price": None, "number": None}
    lists = {"evidence": [], "side": [], "steps": [], "places": []}
    paths = [slot.path for slot in walk(Everything.model_validate({**FULL, **nothing, **lists}))]
    assert paths == ["place.name", "source", "sure", "marks"]


def test_roles_are_known_without_a_record(kinds: dict[str, Kind]) -> None:
    assert roles_of(Everything)["several"] == "words"
    assert "free" not in roles_of(Everything)
    assert "price" not in roles_of(Everything)
    assert fields_with(kinds["loan"].model, "side") == ("lender", "borrower")
    assert fields_with(kinds["treaty"].model, "member") == ("parties",)
    assert fields_with(kinds["loan"].model, "member") == ()


@pytest.mark.parametrize("change", [{"mood": "fine"}, {"price": {**FULL["price"], "mood": "fine"}}])
def test_unknown_keys_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Extra inputs are not permitted"):
        Everything.model_validate({**FULL, **change})


def test_numbers_are_exact_decimals() -> None:
    class Sum(KindModel):
        value: Number = Field(description="v")

    found = Sum.model_validate_json('{"value": 1000000000000.1}')
    assert f"{found.value:f}" == "1000000000000.1"
    assert items(Sum)["properties"]["value"] == {"type": "number"}


# What leaves


@pytest.fixture(scope="module")
def leaving(kinds: dict[str, Kind]) -> dict[str, Any]:
    """A record of the pipeline, as it leaves."""
    document = Document("a", LOAN_TEXT, "0" * 64, published="2023-04-01", sources=("a.txt",))
    model = Scripted([loan(), second_loan(lender=["Atlantis"])])
    outcome = asyncio.run(extract_document(document, [kinds["loan"]], model, Settings(method="document", reasks=0)))
    first, second = outcome.kinds[0].records
    assert (first.verdict, second.verdict) == ("verified", "rejected")
    Draft202012Validator(published_schema(kinds["loan"])).validate(json.loads(dumps(record_json(second))))
    found = json.loads(dumps(record_json(first)))
    assert isinstance(found, dict)
    return found


def test_a_record_of_the_pipeline_is_valid(kinds: dict[str, Kind], leaving: dict[str, Any]) -> None:
    Draft202012Validator(published_schema(kinds["loan"])).validate(leaving)
    assert leaving["data"]["amount"]["value_high"] is None, "what code fills leaves too"
    assert leaving["data"]["dates"][0]["edtf"] == "2023-03-03"


@pytest.mark.parametrize(
    "path, value",
    [
        (("contract",), "extract/0"),
        (("id",), "0123"),
        (("kind",), "treaty"),
        (("verdict",), "good"),
        (("extra",), 1),
        (("document", "extra"), 1),
        (("data", "extra"), 1),
        (("data", "status"), "dreamt"),
        (("data", "amount", "value"), "2400000"),
        (("data", "amount", "extra"), 1),
        (("evidence", 0, "start"), -1),
        (("evidence", 0, "match"), "fuzzy"),
        (("figures", "amount", "end"), None),
        (("findings", 0, "level"), "fatal"),
        (("provenance", "attempts"), 0),
        (("provenance", "api_key"), "sk"),
    ],
)
def test_a_damaged_record_is_not_valid(
    kinds: dict[str, Kind], leaving: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    damaged: Any = copy.deepcopy(leaving)
    holder = damaged
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert not Draft202012Validator(published_schema(kinds["loan"])).is_valid(damaged)


@pytest.mark.parametrize("path", ["id", "document.sources", "data.terms_text", "data.amount.value_high", "figures"])
def test_a_record_carries_every_field(kinds: dict[str, Kind], leaving: dict[str, Any], path: str) -> None:
    damaged: Any = copy.deepcopy(leaving)
    *steps, last = path.split(".")
    holder = damaged
    for step in steps:
        holder = holder[step]
    del holder[last]
    assert not Draft202012Validator(published_schema(kinds["loan"])).is_valid(damaged)
