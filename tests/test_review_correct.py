"""Corrections: what the schema and the document refuse, what the person decides, what code computes anew."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import LOAN_TEXT, VISIT_PROMPT, VISIT_SCHEMA, loan
from review_runs import AMOUNT, document

from extract.fields import walk
from extract.kinds import Kind, load_kind
from extract.review.correct import corrected
from extract.review.form import Node, form

FILLED = {"value_high": None}
ABOUT = document(LOAN_TEXT + "In May 2024 the money came.\n")


def shown(kind: Kind, **changes: Any) -> dict[str, Any]:
    """The loan's data as the page has it: every field, numbers as strings."""
    dates = [{"event": "signed", "text": "3 March 2023", "planned": False, "edtf": "2023-03-03"}]
    whole = loan(amount={**AMOUNT, "value": "2400000", **FILLED}, dates=dates)
    return {**whole, **changes}


def outcome(kind: Kind, **changes: Any) -> Any:
    data = shown(kind)
    return corrected(kind, ABOUT, {**data, **changes}, data, data)


def faults(kind: Kind, **changes: Any) -> dict[str, str]:
    found = outcome(kind, **changes)
    assert isinstance(found, tuple)
    return {fault.path: fault.message for fault in found}


def data(kind: Kind, **changes: Any) -> dict[str, Any]:
    found = outcome(kind, **changes)
    assert isinstance(found, dict), found
    return dict(found["data"])


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"status": "lent"}, "status", "requested"),
    ({"status": None}, "status", "requested"),
    ({"lender": "China"}, "lender", "list"),
    ({"lender": ["a", "b", "c", "d"]}, "lender", "3"),
    ({"evidence": []}, "evidence", "1"),
    ({"amount": {**AMOUNT, "value": "two"}}, "amount.value", "decimal"),
    ({"amount": {**AMOUNT, "value": "NaN"}}, "amount.value", "finite"),
    ({"amount": {"text": "$2.4 million"}}, "amount.currency", "missing"),
    ({"dates": [{"event": "signed", "text": "3 March 2023", "planned": "perhaps"}]}, "dates[0].planned", "bool"),
    ({"more": 1}, "more", "no such field"),
    ({"evidence": ["China gave it away."]}, "evidence[0]", "do not stand in the document"),
    ({"evidence": ["On 3 March 2023 China signed an agreement to lend Belarus $2.5 million for a bridge."]},
     "evidence[0]", "the nearest is: On 3 March 2023 China signed an agreement to lend Belarus $2.4 million"),
    ({"purpose_text": "a tunnel"}, "purpose_text", "do not stand in the document"),
    ({"amount": {**AMOUNT, "text": "$4.2 million"}}, "amount.text", "do not stand in the document"),
    ({"dates": [{"event": "signed", "text": "9 May 1999", "planned": False}]}, "dates[0].text", "do not stand"),
]  # fmt: skip


@pytest.mark.parametrize("changes, path, message", REFUSED, ids=lambda value: str(value)[:40])
def test_refused_beside_the_field(kinds: dict[str, Kind], changes: dict[str, Any], path: str, message: str) -> None:
    found = faults(kinds["loan"], **changes)
    assert path in found and message in found[path]


def test_every_fault_is_told_at_once(kinds: dict[str, Kind]) -> None:
    assert faults(kinds["loan"], status="lent", factuality="sure").keys() == {"status", "factuality"}
    assert faults(kinds["loan"], purpose_text="a tunnel", terms_text="at 40 percent").keys() == {
        "purpose_text", "terms_text",
    }  # fmt: skip


def test_a_correction_that_changes_nothing_is_refused(kinds: dict[str, Kind]) -> None:
    assert "accept" in faults(kinds["loan"])[""]


def test_copied_words_become_the_documents_own(kinds: dict[str, Kind]) -> None:
    spaced = "Germany  signed a credit of 5 billion euros for Ukraine."
    found = outcome(kinds["loan"], evidence=[spaced], amount=None, dates=[], purpose_text=None)
    assert found["data"]["evidence"] == ["Germany signed a credit of 5 billion euros for Ukraine."]
    (quote,) = found["evidence"]
    assert LOAN_TEXT[quote["start"] : quote["end"]] == quote["exact"] == found["data"]["evidence"][0]


def test_what_follows_is_computed_anew(kinds: dict[str, Kind]) -> None:
    found = outcome(kinds["loan"], lender=["Germany"], status="disbursed")
    assert found["derived"]["lender_codes"] == ["DEU"]
    assert found["derived"]["aiddata_status"] == "Implementation"
    assert found["figures"]["amount"]["as_written"] == "$2.4 million"
    assert {"V18", "V20"} <= {one["check"] for one in found["findings"]}


def test_the_persons_number_stands_and_the_checks_say_so(kinds: dict[str, Kind]) -> None:
    found = outcome(kinds["loan"], amount={**AMOUNT, "value": "2500000", **FILLED})
    assert found["data"]["amount"]["value"] == 2500000
    assert "V04" in {one["check"] for one in found["findings"] if one["level"] != "info"}


def test_every_digit_is_kept(kinds: dict[str, Kind]) -> None:
    value = "123456789012345678.25"
    found = outcome(kinds["loan"], amount={**AMOUNT, "value": value})
    assert found["data"]["amount"]["value"].literal == value


def test_code_fills_its_fields_where_the_words_are_new(kinds: dict[str, Kind]) -> None:
    kind = kinds["loan"]
    step = {"event": "signed", "text": "May 2024", "planned": False}
    assert data(kind, dates=[{**step, "edtf": "2023-03-03"}])["dates"][0]["edtf"] == "2024-05", "left as it was"
    assert data(kind, dates=[{**step, "edtf": "2024-05-02"}])["dates"][0]["edtf"] == "2024-05-02", "set by hand"
    assert data(kind, dates=[{**step, "text": "3 March 2023", "edtf": None}])["dates"][0]["edtf"] is None, "same words"
    added = [shown(kind)["dates"][0], {**step, "edtf": None}]
    assert [one["edtf"] for one in data(kind, dates=added)["dates"]] == ["2023-03-03", "2024-05"]


def test_what_a_person_set_stays_while_the_words_stay(kinds: dict[str, Kind]) -> None:
    kind = kinds["loan"]
    step = {"event": "signed", "text": "3 March 2023", "planned": False, "edtf": "2023-03"}
    before = {**shown(kind), "dates": [step]}
    found = corrected(kind, ABOUT, {**before, "status": "disbursed"}, shown(kind), before)
    assert isinstance(found, dict) and found["data"]["dates"][0]["edtf"] == "2023-03"


def test_what_is_derived_follows_the_person_and_not_the_figure(kinds: dict[str, Kind]) -> None:
    up_to = {**AMOUNT, "value": "2400000", "modifier": "up_to", **FILLED}
    assert outcome(kinds["loan"], lender=["Germany"])["derived"]["countable"] is True
    assert outcome(kinds["loan"], amount=up_to)["derived"]["countable"] is False


def test_a_second_correction_begins_from_the_first(kinds: dict[str, Kind]) -> None:
    kind = kinds["loan"]
    original = shown(kind)
    step = {"event": "signed", "text": "May 2024", "planned": False, "edtf": "2024-05"}
    first = {**original, "dates": [step]}
    again = {**original, "dates": [{**step, "text": "3 March 2023"}], "status": "disbursed"}
    found = corrected(kind, ABOUT, again, original, first)
    assert isinstance(found, dict) and found["data"]["dates"][0]["edtf"] == "2023-03-03"


def test_a_record_needs_words_of_the_document(tmp_path: Any) -> None:
    (tmp_path / "visit.py").write_text(VISIT_SCHEMA)
    (tmp_path / "visit.md").write_text(VISIT_PROMPT)
    kind = load_kind(tmp_path / "visit.py", tmp_path / "visit.md")
    old = {"evidence": ["Prices rose"], "guest": [], "host": [], "status": "made"}
    found = corrected(kind, document(), {**old, "evidence": []}, old, old)
    assert isinstance(found, tuple) and found[0].path == "evidence"


def test_a_derive_that_fails_is_told(tmp_path: Any) -> None:
    (tmp_path / "visit.py").write_text(VISIT_SCHEMA.replace('self.status == "made"', "1 / (self.status == 'made')"))
    (tmp_path / "visit.md").write_text(VISIT_PROMPT)
    kind = load_kind(tmp_path / "visit.py", tmp_path / "visit.md")
    old = {"evidence": ["Prices rose"], "guest": [], "host": [], "status": "made"}
    found = corrected(kind, document(), {**old, "status": "planned"}, old, old)
    assert isinstance(found, tuple) and "ZeroDivisionError" in found[0].message


# The form


def leaves(node: Node) -> list[Node]:
    inner = [*node.fields, *([node.item] if node.item else [])]
    return [leaf for one in inner for leaf in leaves(one)] if inner else [node]


def test_a_form_has_every_field_of_every_kind(kinds: dict[str, Kind]) -> None:
    for kind in kinds.values():
        nodes = form(kind.model)
        assert [node.name for node in nodes] == list(kind.model.model_fields)
        assert all(node.help for node in nodes)
        for node in nodes:
            for leaf in leaves(node):
                assert leaf.type in ("text", "number", "bool", "choice")
                assert (leaf.type == "choice") == bool(leaf.choices)


def test_what_a_form_says_of_a_field(kinds: dict[str, Kind]) -> None:
    nodes = {node.name: node for node in form(kinds["loan"].model)}
    assert nodes["evidence"].copied and nodes["evidence"].long and nodes["evidence"].most == 2
    assert nodes["status"].choices[0] == "requested" and not nodes["status"].nullable
    assert nodes["amount"].type == "group" and nodes["amount"].nullable
    inner = {node.name: node for node in nodes["amount"].fields}
    assert inner["text"].copied and inner["value"].type == "number" and inner["value_high"].by_code
    item = nodes["dates"].item
    assert item is not None and [node.name for node in item.fields] == ["event", "text", "planned", "edtf"]
    assert nodes["purpose_text"].copied and nodes["purpose_text"].nullable and not nodes["asserted_by"].copied


def test_a_path_of_a_fault_is_a_path_of_the_schema(kinds: dict[str, Kind]) -> None:
    model = kinds["loan"].model.model_validate(shown(kinds["loan"]))
    paths = {slot.path for slot in walk(model)}
    assert {"evidence[0]", "amount", "dates[0]"} <= paths
