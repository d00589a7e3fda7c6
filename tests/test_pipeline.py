"""The pipeline: every document and kind ends in one state, and nothing that the model said is lost on the way."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import LOAN_TEXT, Reply, Scripted, answer, loan, second_loan
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from extract import __version__
from extract.errors import EndpointError, KindError, ModelError, RecordingMissing
from extract.kinds import Kind, load_kinds
from extract.pipeline import Job, KindOutcome, Outcome, extract_all, extract_document
from extract.settings import Settings
from extract.types import Document, Failure, Record

DOCUMENT = Document("a", LOAN_TEXT, "0" * 64, published="2023-04-01")
REASONS = [
    "truncated", "refused", "content_filter", "malformed", "schema_violation", "timeout", "rate_limited",
    "server_error", "bad_request", "context_exceeded", "empty_reply",
]  # fmt: skip
WRONG = {"lender": ["Atlantis"]}
"""A change that makes a loan one that the model is asked about again, and rejected."""


def extracted(model: Scripted, kinds: Sequence[Kind], settings: Settings = Settings(method="document")) -> Outcome:
    return asyncio.run(extract_document(DOCUMENT, kinds, model, settings))


def outcome(kinds: dict[str, Kind], *replies: Reply, reasks: int = 1) -> tuple[KindOutcome, Scripted]:
    """What comes of the loans of `DOCUMENT` when the model gives these replies, all of them asked for."""
    model = Scripted(*replies)
    (found,) = extracted(model, [kinds["loan"]], Settings(method="document", reasks=reasks)).kinds
    assert model.replies == [], "a reply was not asked for"
    assert found.asked == len(replies)
    return found, model


def lenders(records: Sequence[Record]) -> list[str]:
    return [record.data["lender"][0] for record in records]


# One question, one answer


def test_what_the_document_proves_is_verified(kinds: dict[str, Kind]) -> None:
    found, model = outcome(kinds, [loan(), second_loan()])
    assert found.failure is None
    assert [record.verdict for record in found.records] == ["verified", "verified"]
    first, second = found.records
    assert first.kind == "loan"
    assert first.document is DOCUMENT
    assert LOAN_TEXT[first.evidence[0].start : first.evidence[0].end] == loan()["evidence"][0]
    assert first.data["amount"]["value"] == 2_400_000
    assert first.data["dates"][0]["edtf"] == "2023-03-03"
    assert first.figures["amount"].as_written == "$2.4 million"
    assert first.derived["lender_codes"] == ["CHN"]
    assert first.derived["aiddata_status"] == "Pipeline: Commitment", "what the schema's own derive() gives"
    assert second.derived["borrower_codes"] == ["UKR"]
    assert model.prompts[0].messages[1]["content"].startswith(f"<document>\n{LOAN_TEXT}")


def test_an_empty_list_is_no_failure(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [])
    assert (found.records, found.failure, found.full) == ((), None, False)
    assert len(found.answers) == 1


@pytest.mark.parametrize("reason", REASONS)
def test_an_answer_that_does_not_come_is_a_failure_with_its_reason(kinds: dict[str, Kind], reason: str) -> None:
    found, _ = outcome(kinds, ModelError(reason, "it went wrong", "f" * 64))
    assert found.failure == Failure("a", "loan", reason, "it went wrong", "f" * 64)
    assert (found.records, found.answers) == ((), ())


@pytest.mark.parametrize("error", [EndpointError("server_error", "no server"), RecordingMissing("no recording")])
@pytest.mark.parametrize("before", [[], [answer(loan(**WRONG))]])
def test_what_would_meet_every_document_stops_the_run(
    kinds: dict[str, Kind], error: Exception, before: list[str]
) -> None:
    with pytest.raises(type(error), match=str(error)):
        outcome(kinds, *before, error)


def test_one_kinds_failure_leaves_the_other_kinds_alone(kinds: dict[str, Kind]) -> None:
    model = Scripted([loan()], ModelError("refused", "no"), [], [])
    found = extracted(model, list(kinds.values()))
    assert [part.kind for part in found.kinds] == list(kinds) == [name for name, _ in model.asked]
    assert [part.failure.reason if part.failure else None for part in found.kinds] == [None, "refused", None, None]
    assert [len(part.records) for part in found.kinds] == [1, 0, 0, 0]


def test_a_full_list_is_said_to_be_full(kinds: dict[str, Kind]) -> None:
    most = kinds["loan"].prompt.max_records
    assert outcome(kinds, [loan()] * most)[0].full is True
    assert outcome(kinds, [loan()] * (most - 1))[0].full is False


# A reply of no use


@pytest.mark.parametrize("text", ["Here you are: {", answer({"lender": "China"}), '{"records": null}', "[]"])
def test_a_reply_of_no_use_costs_one_reask(kinds: dict[str, Kind], text: str) -> None:
    found, model = outcome(kinds, text, [loan()])
    assert [record.verdict for record in found.records] == ["verified"]
    first, second = model.prompts
    assert second.messages[:2] == first.messages
    assert second.messages[2] == {"role": "assistant", "content": text}
    assert second.messages[3]["content"].startswith("Your reply could not be used: ")
    assert found.records[0].provenance["attempts"] == 2


def test_a_reply_of_no_use_twice_is_a_failure(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, "{", "{{")
    assert found.failure is not None
    assert found.failure.reason == "malformed"


def test_without_reasks_a_reply_of_no_use_is_a_failure_at_once(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, "{", reasks=0)
    assert found.failure is not None
    assert found.failure.reason == "malformed"


def test_a_reply_that_was_cut_is_not_asked_for_again(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, ModelError("truncated", "cut", "f" * 64, reply='{"records": ['))
    assert found.failure is not None


def test_the_reask_spent_on_a_reply_of_no_use_is_gone(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, "{", [loan(**WRONG)])
    assert [record.verdict for record in found.records] == ["rejected"]


# Records that the document disputes


def test_a_reask_names_what_is_disputed_and_mends_it(kinds: dict[str, Kind]) -> None:
    found, model = outcome(kinds, [loan(), second_loan(**WRONG)], [second_loan()])
    assert lenders(found.records) == ["China", "Germany"]
    assert [record.verdict for record in found.records] == ["verified", "verified"]
    assert found.replaced == 1
    question = model.prompts[1].messages[3]["content"]
    assert "- record 2, lender[0]: the document does not name 'Atlantis'" in question
    assert "record 1" not in question
    assert model.prompts[1].messages[2]["content"] == answer(loan(), second_loan(**WRONG))


def test_a_good_record_stays_whatever_the_second_reply_holds(kinds: dict[str, Kind]) -> None:
    worse = second_loan(lender=["Mu"], borrower=["Lemuria"])
    found, _ = outcome(kinds, [loan(), second_loan(**WRONG)], [worse])
    assert lenders(found.records) == ["China", "Atlantis"], "a correction that is no better is not taken"
    assert [record.verdict for record in found.records] == ["verified", "rejected"]
    assert found.replaced == 0


def test_a_disputed_record_that_the_second_reply_leaves_out_stays_rejected(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [loan(), second_loan(**WRONG)], [])
    assert lenders(found.records) == ["China", "Atlantis"]
    assert found.records[1].verdict == "rejected"
    assert any(finding.check == "V26" for finding in found.records[1].findings)


def test_a_reply_with_fewer_corrections_takes_each_to_its_own_record(kinds: dict[str, Kind]) -> None:
    """The model leaves the first of two disputed records out; the other's correction must not take its place."""
    made_up = loan(evidence=["Atlantis lent Mu money."], lender=["Atlantis"], borrower=["Mu"], dates=[])
    found, _ = outcome(kinds, [made_up, second_loan(borrower=["Lemuria"])], [second_loan()])
    assert lenders(found.records) == ["Atlantis", "Germany"]
    assert [record.verdict for record in found.records] == ["rejected", "verified"]
    assert found.replaced == 1


def test_a_sound_record_that_the_second_reply_adds_is_taken(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [loan(borrower=["Mu"])], [loan(), second_loan()])
    assert lenders(found.records) == ["China", "Germany"]
    assert {record.verdict for record in found.records} == {"verified"}


def test_an_unsound_record_that_the_second_reply_adds_is_not_taken(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [loan(borrower=["Mu"])], [loan(), second_loan(**WRONG)])
    assert lenders(found.records) == ["China"]


@pytest.mark.parametrize("reasks", [0, 1, 2, 3])
def test_no_more_reasks_than_allowed(kinds: dict[str, Kind], reasks: int) -> None:
    found, model = outcome(kinds, *[[loan(**WRONG)]] * (reasks + 1), reasks=reasks)
    assert [record.verdict for record in found.records] == ["rejected"]
    assert [len(prompt.messages) for prompt in model.prompts] == [2 + 2 * n for n in range(reasks + 1)]


def test_reasks_end_when_nothing_is_disputed(kinds: dict[str, Kind]) -> None:
    outcome(kinds, [loan()], reasks=5)
    outcome(kinds, [loan(**WRONG)], [loan()], reasks=5)


def test_what_code_has_mended_is_not_asked_about(kinds: dict[str, Kind]) -> None:
    """The model's own number is double entry: code puts the figure's in its place and says so."""
    amount = {**loan()["amount"], "value": 24}
    found, _ = outcome(kinds, [loan(amount=amount)])
    (record,) = found.records
    assert record.verdict == "flagged"
    assert record.data["amount"]["value"] == 2_400_000
    assert [finding.check for finding in record.findings if finding.level == "warn"] == ["V04"]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reask_that_fails_leaves_the_first_records(kinds: dict[str, Kind], reason: str) -> None:
    found, _ = outcome(kinds, [loan(), second_loan(**WRONG)], ModelError(reason, "no", "f" * 64, reply="{"))
    assert found.failure is None
    assert lenders(found.records) == ["China", "Atlantis"]
    assert [record.verdict for record in found.records] == ["verified", "rejected"]
    assert found.reask_failed == reason


def test_a_reask_that_is_answered_has_not_failed(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [second_loan(**WRONG)], [second_loan()])
    assert (found.reask_failed, found.replaced) == (None, 1)


# Records side by side


def test_the_same_record_twice_is_one(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [loan(), second_loan(), loan(lender=["Chinese"], purpose_text=None)])
    assert lenders(found.records) == ["China", "Germany"]
    assert [finding.level for finding in found.records[0].findings if finding.check == "V27"] == ["info"]
    assert found.records[0].verdict == "verified"


def test_ids_are_stable_and_tell_records_apart(kinds: dict[str, Kind]) -> None:
    first, _ = outcome(kinds, [loan(), second_loan()])
    again, _ = outcome(kinds, [second_loan(), loan(purpose_text=None)])
    ids = [record.id for record in first.records]
    assert all(re.fullmatch("[0-9a-f]{16}", id) for id in ids)
    assert len(set(ids)) == 2
    assert [record.id for record in again.records] == ids[::-1], "neither order nor other fields matter"


def test_ids_tell_records_of_one_sentence_apart(kinds: dict[str, Kind]) -> None:
    found, _ = outcome(kinds, [loan(), loan(borrower=["Ukraine"], dates=[])])
    assert len({record.id for record in found.records}) == 2


def test_ids_tell_documents_apart(kinds: dict[str, Kind]) -> None:
    other = Document("b", LOAN_TEXT, "1" * 64)
    model = Scripted([loan()], [loan()])
    ids = [
        asyncio.run(extract_document(document, [kinds["loan"]], model, Settings(method="document")))
        .kinds[0]
        .records[0]
        .id
        for document in (DOCUMENT, other)
    ]
    assert len(set(ids)) == 2


def test_ids_are_unique_even_for_records_that_nothing_tells_apart(project: Path) -> None:
    schema = project / "schemas" / "visit.py"
    text = schema.read_text(encoding="utf-8").replace('same_if: ClassVar[tuple[str, ...]] = ("guest", "host")', "")
    schema.write_text(text, encoding="utf-8")
    visit = {"evidence": ["China signed"], "guest": ["China"], "host": ["Belarus"], "status": "made"}
    found = extracted(Scripted([visit] * 3), list(load_kinds(project).values()), Settings(method="document", reasks=0))
    assert len({record.id for record in found.kinds[0].records}) == 3


# Figures that no record rests on


def test_a_verified_record_claims_its_figures(kinds: dict[str, Kind]) -> None:
    found = extracted(Scripted([loan()]), [kinds["loan"]])
    assert [figure.as_written for figure in found.unclaimed] == ["5 billion euros", "7 percent"], "dates are left out"


def test_a_rejected_record_claims_nothing(kinds: dict[str, Kind]) -> None:
    found = extracted(Scripted([loan(**WRONG)]), [kinds["loan"]], Settings(method="document", reasks=0))
    assert found.kinds[0].records[0].verdict == "rejected"
    assert [figure.as_written for figure in found.unclaimed] == ["$2.4 million", "5 billion euros", "7 percent"]


def test_a_failure_claims_nothing(kinds: dict[str, Kind]) -> None:
    found = extracted(Scripted(ModelError("timeout", "no")), [kinds["loan"]])
    assert len(found.unclaimed) == 3


# Where a record comes from


def test_provenance_is_what_a_stranger_needs(kinds: dict[str, Kind]) -> None:
    settings = Settings(method="document", model="m1", base_url="http://models.example/v1/", reasks=1)
    model = Scripted([loan(), second_loan(**WRONG)], [second_loan()])
    kept, mended = extracted(model, [kinds["loan"]], settings).kinds[0].records
    assert kept.provenance == {
        "model": "m1",
        "endpoint": "http://models.example/v1",
        "prompt": model.prompts[0].sha256,
        "schema": kinds["loan"].schema_sha256,
        "recordings": [f"{1:064x}"],
        "attempts": 1,
        "versions": {"extract": __version__},
    }
    assert mended.provenance == {**kept.provenance, "recordings": [f"{1:064x}", f"{2:064x}"], "attempts": 2}


def test_a_derive_that_fails_names_the_schema_and_its_line(project: Path) -> None:
    schema = project / "schemas" / "visit.py"
    faulty = 'return {"done": 1 // (self.guest != ["China"])}'
    text = schema.read_text(encoding="utf-8").replace('return {"done": self.status == "made"}', faulty)
    schema.write_text(text, encoding="utf-8")
    line = text[: text.index(faulty)].count("\n") + 1
    visit = {"evidence": ["China signed"], "guest": ["China"], "host": ["Belarus"], "status": "made"}
    with pytest.raises(KindError, match=rf"{re.escape(str(schema))}:{line}: derive\(\) fails on a record of a: Zero"):
        extracted(Scripted([visit]), list(load_kinds(project).values()))


def test_parts_of_a_kinds_own_go_the_whole_way(project: Path) -> None:
    """Words inside a part of the kind's own are checked and leave where the model put them."""
    schema = project / "schemas" / "visit.py"
    text = schema.read_text(encoding="utf-8").replace("import KindModel", "import Part, Words, KindModel")
    part = 'class Stop(Part):\n    place: Words = Field(description="where")\n\n\nclass Visit(KindModel):'
    field = '    stop: Stop = Field(description="s")\n    stops: list[Stop] = Field(max_length=2, description="s")\n'
    text = text.replace("class Visit(KindModel):", part).replace("    status: L", field + "    status: L")
    schema.write_text(text, encoding="utf-8")
    prompt = project / "prompts" / "visit.md"
    more = "status: made, stop: {place: Sudmark}, stops: [{place: Norland}]}"
    prompt.write_text(prompt.read_text(encoding="utf-8").replace("status: made}", more), encoding="utf-8")

    visit: dict[str, Any] = {"evidence": ["China signed"], "guest": ["China"], "host": ["Belarus"], "status": "made"}
    places = {"stop": {"place": "bridge"}, "stops": [{"place": "a  bridge"}, {"place": "Mu"}]}
    found = extracted(
        Scripted([visit | places]), list(load_kinds(project).values()), Settings(method="document", reasks=0)
    )
    (record,) = found.kinds[0].records
    assert record.data["stop"] == {"place": "bridge"}
    assert record.data["stops"] == [{"place": "a bridge"}, {"place": "Mu"}], "the document's own words"
    assert [finding.path for finding in record.findings if finding.level == "error"] == ["stops[1].place"]


# Several documents


DOCUMENTS = [Document(f"d{n}", f"{LOAN_TEXT}{n}", f"{n}" * 64) for n in range(4)]


class Turns:
    """Answers each document in its own turn: a document waits until those named before it are done."""

    def __init__(self, order: Sequence[str], endings: dict[str, BaseException]) -> None:
        self.order, self.endings = order, endings
        self.done: dict[str, asyncio.Event] = {name: asyncio.Event() for name in order}
        self.at_once = self.most_at_once = 0

    async def ask(self, kind: Kind, prompt: Any) -> Any:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        place = int(prompt.messages[1]["content"].partition("\n</document>")[0][-1])
        name = f"d{place}"
        for _ in range(8):  # an answer takes longer than the figures, which are found meanwhile
            await asyncio.sleep(0)
        try:
            before = self.order[self.order.index(name) - 1] if name != self.order[0] else None
            if before is not None:
                await self.done[before].wait()
            if name in self.endings:
                raise self.endings[name]
            return await Scripted([]).ask(kind, prompt)
        finally:
            self.at_once -= 1
            self.done[name].set()


def run_all(model: Any, kinds: Sequence[Kind], settings: Settings) -> tuple[list[str], BaseException | None]:
    """The documents that came out, in order, and what ended the run."""
    came: list[str] = []

    async def go() -> None:
        try:
            async for found in extract_all([Job(one, kinds) for one in DOCUMENTS], model, settings):
                came.append(found.document.id)
        finally:
            assert len(asyncio.all_tasks()) == 1, "nobody asks on when the run is over"

    try:
        asyncio.run(go())
    except Exception as error:  # noqa: BLE001
        return came, error
    return came, None


ENDPOINT = Settings(method="document", model="m", base_url="http://models.example/v1", concurrency=4)


def test_outcomes_come_as_they_end(kinds: dict[str, Kind]) -> None:
    model = Turns(["d3", "d1", "d0", "d2"], {})
    assert run_all(model, [kinds["loan"]], ENDPOINT) == (["d3", "d1", "d0", "d2"], None)
    assert model.most_at_once == 4


def test_documents_that_nobody_need_wait_for_are_given_out_one_by_one(kinds: dict[str, Kind]) -> None:
    """Answers from a store come at once: no worker may run ahead of those who keep what has ended."""
    taken, ahead = 0, []

    def jobs() -> Iterator[Job]:
        nonlocal taken
        for _ in range(40):
            taken += 1
            yield Job(DOCUMENT, [kinds["loan"]])

    async def go() -> None:
        settings = replace(ENDPOINT, concurrency=3)
        async for _ in extract_all(jobs(), Scripted(*[[]] * 40), settings):
            ahead.append(taken - len(ahead))

    asyncio.run(go())
    assert len(ahead) == 40
    assert max(ahead) <= 3 + 1


def test_the_embedded_model_takes_one_document_at_a_time(kinds: dict[str, Kind]) -> None:
    model = Turns(["d0", "d1", "d2", "d3"], {})
    assert run_all(model, [kinds["loan"]], Settings(method="document", concurrency=4)) == (
        ["d0", "d1", "d2", "d3"],
        None,
    )
    assert model.most_at_once == 1


def test_documents_done_before_the_run_stopped_are_not_lost(kinds: dict[str, Kind]) -> None:
    """d3 and d1 are answered while d0 and d2 are still open; then d0 finds that the endpoint has gone."""
    gone = EndpointError("server_error", "gone")
    came, error = run_all(Turns(["d3", "d1", "d0", "never", "d2"], {"d0": gone}), [kinds["loan"]], ENDPOINT)
    assert error is gone
    assert came == ["d3", "d1"]


def test_several_documents_that_fail_alike_leave_no_noise(
    kinds: dict[str, Kind], caplog: pytest.LogCaptureFixture
) -> None:
    endings: dict[str, BaseException] = {f"d{n}": EndpointError("server_error", f"gone {n}") for n in range(4)}
    with caplog.at_level(logging.DEBUG, logger="asyncio"):
        came, error = run_all(Turns(["d0", "d1", "d2", "d3"], endings), [kinds["loan"]], ENDPOINT)
    assert (came, str(error)) == ([], "gone 0")
    assert "never retrieved" not in caplog.text


# Whatever the model does


_RECORDS = st.lists(st.sampled_from([loan(), second_loan(), loan(**WRONG), second_loan(**WRONG)]), max_size=3)
_FAULTS = st.sampled_from(REASONS).map(lambda reason: ModelError(reason, reason))
_USELESS = st.sampled_from(["", "{", "[]", '{"records": [{}]}', '{"records": 1}'])
_REPLY = st.one_of(_RECORDS.map(lambda records: answer(*records)), _USELESS, _FAULTS)


@hypothesis_settings(max_examples=40)
@given(
    replies=st.lists(_REPLY, min_size=30, max_size=30),
    reasks=st.integers(0, 2),
    documents=st.integers(1, 3),
    copies=st.integers(1, 2),
)
def test_every_document_and_kind_ends_in_one_state(
    loan_kind: Kind, replies: list[Reply], reasks: int, documents: int, copies: int
) -> None:
    model = Scripted(*replies)
    outcomes: list[Outcome] = []

    async def go() -> None:
        settings = Settings(method="document", reasks=reasks)
        jobs = [Job(document, [loan_kind] * copies) for document in DOCUMENTS[:documents]]
        async for found in extract_all(jobs, model, settings):
            outcomes.append(found)

    asyncio.run(go())
    parts = [part for found in outcomes for part in found.kinds]
    assert [found.document for found in outcomes] == DOCUMENTS[:documents]
    assert len(parts) == documents * copies
    assert sum(part.asked for part in parts) == len(model.asked) == 30 - len(model.replies)
    for part in parts:
        assert 1 <= part.asked <= reasks + 1
        assert len(part.answers) <= part.asked
        if part.failure:
            assert (part.records, part.answers) == ((), ()), "a failure has no records"
            assert part.failure.reason in REASONS
        else:
            assert part.answers, "no records without an answer"
            first = json.loads(part.answers[0].text)["records"]
            assert bool(part.records) >= bool(first), "records of the first answer never vanish"
        ids = [record.id for record in part.records]
        assert len(ids) == len(set(ids))
        for record in part.records:
            assert record.verdict in ("verified", "flagged", "rejected")
            assert (record.verdict == "rejected") == (record.data["lender"] == ["Atlantis"])


@pytest.fixture(scope="session")
def loan_kind(kinds: dict[str, Kind]) -> Kind:
    return kinds["loan"]


def test_a_schema_that_refuses_the_documents_own_words_fails_that_kind_alone(project: Path) -> None:
    """The model's words fit; the document's, with a wider space, are longer than the schema allows."""
    schema = project / "schemas" / "visit.py"
    status = '    status: Literal["planned", "made"]'
    place = '    place: Words | None = Field(max_length=9, description="where")\n'
    text = (
        schema.read_text(encoding="utf-8").replace("Quote, Side", "Quote, Side, Words").replace(status, place + status)
    )
    schema.write_text(text, encoding="utf-8")
    prompt = project / "prompts" / "visit.md"
    prompt.write_text(prompt.read_text(encoding="utf-8").replace("status: made", "place: null, status: made"), "utf-8")
    visit = {"evidence": ["to Port Ada"], "guest": [], "host": [], "place": "Port Ada", "status": "made"}
    (kind,) = load_kinds(project).values()
    document = Document("a", "The king came to Port\n\t Ada.", "0" * 64)
    (outcome,) = asyncio.run(extract_document(document, [kind], Scripted([visit]), Settings())).kinds
    assert outcome.failure is not None
    assert outcome.failure.reason == "schema_violation"
    assert "place" in outcome.failure.message
