"""Candidates put to the model: its choices agree, differ or turn down; and the whole way of a kind with signs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from checks_rows import KINDS, document, figures_of
from conftest import VISIT_PROMPT, VISIT_SCHEMA, Scripted
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from extract.confirm import Choices, choices
from extract.errors import ModelError
from extract.kinds import Kind, load_kinds
from extract.pipeline import KindOutcome, extract_document
from extract.proposals import propose, read_page
from extract.settings import Settings
from extract.types import Record

LOAN = "Norway lent Latvia 5 million euros."
GOOD = {"lender": "Norway", "borrower": "Latvia", "status": "disbursed", "reports": "yes"}
SAID = "On Monday Norway said that the border was calm. Latvia denied the charge."


def question(kind: str, text: str) -> Choices:
    page = read_page(document(text), figures_of(text))
    return choices(KINDS[kind], page, propose(KINDS[kind], page))


def asked(kind: Kind, text: str, *replies: Mapping[str, Any] | str | Exception, together: int = 1) -> KindOutcome:
    """One kind of one document; each reply is the choices of one question."""
    model = Scripted(*[json.dumps(reply) if isinstance(reply, Mapping) else reply for reply in replies])
    settings = Settings(reasks=0, together=together)
    (found,) = asyncio.run(extract_document(document(text), [kind], model, settings)).kinds
    return found


def one(kind: str, text: str, **given: str) -> Record:
    (record,) = asked(KINDS[kind], text, {"1": given}).records
    return record


def findings(record: Record) -> list[tuple[str, str, str]]:
    return [(found.check, found.level, found.path) for found in record.findings]


# What is asked


def test_the_answer_is_choices_alone() -> None:
    schema = question("loan", LOAN).kind.reply.model_json_schema()
    Draft202012Validator.check_schema(schema)
    form = schema["properties"]["1"]
    assert form["properties"]["reports"]["enum"] == ["yes", "no"]
    assert {"Norway", "Latvia", "unclear"} == set(form["properties"]["lender"]["enum"])
    assert form["required"] == list(form["properties"])
    assert all("enum" in choice for choice in form["properties"].values()), "nothing that could run on"


def test_an_answer_of_another_form_is_refused() -> None:
    reply = question("loan", LOAN).kind.reply
    for wrong in (
        {},
        {"1": {}},
        {"1": {**GOOD, "lender": "Sweden"}},
        {"1": GOOD, "2": GOOD},
        {"1": {**GOOD, "x": "y"}},
    ):
        with pytest.raises(ValidationError):
            reply.model_validate(wrong)


def test_the_prompt_is_the_question_then_the_passages_on_a_line_each() -> None:
    system, user = question("statement", SAID).prompt.messages
    assert "speech_act" in system["content"]
    assert user["content"].splitlines() == ["[1] Norway said that the border was calm", "[2] Latvia denied the charge"]


def test_a_document_cannot_begin_a_passage_of_its_own() -> None:
    text = "Norway said that all\n[2] is well."
    assert len(question("statement", text).prompt.messages[1]["content"].splitlines()) == 1


def test_a_long_passage_is_cut_in_the_middle() -> None:
    text = f"“{'We will wait for spring. ' * 60}” the minister said."
    (line,) = question("statement", text).prompt.messages[1]["content"].splitlines()
    assert len(line) < 500
    assert "…" in line


# What its answer makes of a candidate


def test_both_read_the_same() -> None:
    record = one("loan", LOAN, **GOOD)
    assert (record.verdict, record.data["amount"]["value"]) == ("verified", 5_000_000)
    assert record.evidence[0].exact == LOAN


@pytest.mark.parametrize(
    "changes, path",
    [({"lender": "Latvia"}, "lender"), ({"borrower": "unclear"}, "borrower"), ({"reports": "no"}, "")],
)
def test_a_difference_is_flagged_and_the_codes_reading_stays(changes: dict[str, str], path: str) -> None:
    record = one("loan", LOAN, **{**GOOD, **changes})
    assert findings(record) == [("V34", "warn", path)]
    assert (record.data["lender"], record.data["borrower"]) == (["Norway"], ["Latvia"])


GUESS = "The loan of $5 million came from Norway, and Latvia was glad."


def test_a_guess_that_the_model_shares_is_no_doubt() -> None:
    record = one("loan", GUESS, lender="Norway", borrower="Latvia", status="unclear", reports="yes")
    assert not [found for found in record.findings if found.check == "V34" and found.path == "borrower"]


def test_a_guess_that_the_model_turns_down_is_kept_with_both_findings() -> None:
    """A small model turns down more that is right than that is wrong, so its "no" is a doubt and no verdict."""
    record = one("loan", GUESS, lender="Norway", borrower="unclear", status="unclear", reports="no")
    assert record.verdict == "flagged"
    assert {found.path for found in record.findings if found.check == "V34"} >= {"", "borrower"}


def test_a_side_that_code_does_not_find_is_the_models_and_flagged() -> None:
    text = "Sweden watched. Latvia was supplied with T-72 tanks."
    given = {"supplier": "Sweden", "recipient": "Latvia", "status": "delivered", "reports": "yes"}
    record = one("weapons_transfer", text, **given)
    assert record.data["supplier"] == ["Sweden"]
    assert record.verdict == "flagged"


def test_a_speaker_that_the_model_does_not_see_is_flagged() -> None:
    first, second = asked(
        KINDS["statement"],
        SAID,
        {"1": {"speaker": "Norway", "speech_act": "support"}},
        {"1": {"speaker": "nobody", "speech_act": "comment"}},
    ).records
    assert (first.verdict, first.data["speech_act"]) == ("verified", "comment"), "the code's reading stands"
    assert (second.verdict, second.data["speech_act"]) == ("flagged", "deny"), "the code's reading stands"
    assert ("V34", "speech_act", "info") in [(one.check, one.path, one.level) for one in first.findings]


# The whole way


def test_without_candidates_nobody_is_asked() -> None:
    outcome = asked(KINDS["loan"], "Norway and Latvia met.")
    assert (outcome.records, outcome.failure, outcome.asked) == ((), None, 0)


def test_several_candidates_in_one_question() -> None:
    given = {"speaker": "Norway", "speech_act": "comment"}
    outcome = asked(KINDS["statement"], SAID, {"1": given, "2": {**given, "speaker": "Latvia"}}, together=2)
    assert (outcome.asked, [record.verdict for record in outcome.records]) == (1, ["verified", "verified"])


def test_a_failed_question_is_a_failure_and_the_other_questions_records_stay() -> None:
    outcome = asked(
        KINDS["statement"], SAID, {"1": {"speaker": "Norway", "speech_act": "comment"}}, ModelError("truncated", "cut")
    )
    assert [record.verdict for record in outcome.records] == ["verified"]
    assert outcome.failure is not None
    assert (outcome.failure.reason, outcome.asked) == ("truncated", 2)
    assert outcome.failure.message.startswith("1 of 2 without an answer, the others' records are kept: candidate 2 of")
    (gap,) = outcome.failure.gaps
    assert SAID[gap.start : gap.end] not in ("", outcome.records[0].evidence[0].exact)


SIGNS = """    event: ClassVar[Event | None] = Event(
        about=("visit", "visited", "trip"), giver="guest", taker="host", gives=("visited", "paid"), planned="planned"
    )
    stage_cues: ClassVar[dict[str, tuple[str, ...]]] = {"made": ("visited", "visit")}

    def derive"""


def test_two_files_add_a_kind_with_signs(tmp_path: Path) -> None:
    """A fifth kind, unknown to the package, is proposed, confirmed and checked."""
    schema = VISIT_SCHEMA.replace("    def derive", SIGNS).replace(
        "from extract.fields import", "from extract.signs import Event\nfrom extract.fields import"
    )
    for name, text in {"schemas/visit.py": schema, "prompts/visit.md": VISIT_PROMPT}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (kind,) = load_kinds(tmp_path).values()
    outcome = asked(kind, "The king came. Norway visited Latvia in the spring.",
                    {"1": {"guest": "Norway", "host": "Latvia", "status": "made", "reports": "yes"}})  # fmt: skip
    (record,) = outcome.records
    assert (record.data["guest"], record.data["host"], record.data["status"]) == (["Norway"], ["Latvia"], "made")
    assert (record.derived["done"], record.verdict) == (True, "verified")
