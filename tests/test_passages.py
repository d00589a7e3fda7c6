"""Long documents: cut without loss, each thing found once wherever the cuts fall, what fails named."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Endpoint, answer, loan
from hypothesis import given, settings
from hypothesis import strategies as st
from long_text import PLANTED, Reader, long_text, planted, shown

from extract.batch import run_batch
from extract.errors import ModelError
from extract.kinds import Kind
from extract.outcome import PATIENCE, KindOutcome
from extract.passages import OVERLAP, SHORTEST, Passage, cut, halves
from extract.pipeline import extract_document
from extract.prompts import render
from extract.settings import Settings
from extract.types import Document, Record


def document(text: str, **about: Any) -> Document:
    return Document("long", text, hashlib.sha256(text.encode()).hexdigest(), **{"published": "2023-04-01", **about})


def read(kind: Kind, text: str, model: Any, **options: Any) -> KindOutcome:
    settings_ = Settings(**{"method": "document", "passage_chars": 4_000, **options})
    (found,) = asyncio.run(extract_document(document(text), [kind], model, settings_)).kinds
    assert found.asked == len(model.asked)
    return found


def places(records: Sequence[Record], text: str) -> list[tuple[int, int]]:
    """Where the records' first quotes stand, each held against the text."""
    for record in records:
        for quote in record.evidence:
            assert text[quote.start : quote.end] == quote.exact
        for figure in record.figures.values():
            assert text[figure.start : figure.end] == figure.as_written
    return sorted((record.evidence[0].start, record.evidence[0].end) for record in records)


def sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in PLANTED.finditer(text)]


# Cutting

PARTS = st.sampled_from(
    [" ", "\n", "\n\n", "\r\n\r\n", "\n \t\n", ". A", "word", "No. 5", "1.5", "é", "\U0001f600", "x" * 60]
)
TEXTS = st.lists(PARTS, max_size=120).map("".join)


@given(TEXTS, st.integers(1, 200))
def test_passages_cover_the_text_overlap_and_are_no_longer_than_allowed(text: str, longest: int) -> None:
    found = cut(document(text), longest)
    assert "".join(
        text[one.start if before is None else before.end : one.end]
        for before, one in zip([None, *found], found, strict=False)
    ) == text  # fmt: skip
    overlap = min(OVERLAP, longest // 8)
    for number, one in enumerate(found, start=1):
        assert one.end - one.start <= longest
        assert one.text == text[one.start : one.end]
        assert (one.number, one.of) == (str(number), len(found))
    for before, after in pairwise(found):
        assert before.start < after.start
        assert before.end < after.end
        assert before.end - after.start >= overlap, "a quote as long as the overlap stands whole in one of the two"
    assert found[0].whole == (len(found) == 1) == (len(text) <= longest)


def test_cuts_fall_behind_paragraphs_then_sentences_then_words() -> None:
    paragraphs = cut(document("\n\n".join(["One two three. Four five six."] * 50)), 200)
    assert all(one.text.endswith("six.\n\n") for one in paragraphs[:-1])
    lines = cut(document(" ".join(["One two three."] * 100)), 200)
    assert all(one.text.endswith("three.") and one.text.strip().startswith("One") for one in lines)
    words = cut(document("word " * 200), 200)
    assert all(one.text.endswith("word ") and one.text.startswith("word") for one in words)
    assert [one.end - one.start for one in cut(document("x" * 500), 200)] == [200, 200, 150]


def test_a_document_that_fits_is_asked_about_as_ever(kinds: dict[str, Kind]) -> None:
    """Byte for byte: recordings are found by it."""
    one = document("Nothing happened.", title="A title")
    (whole,) = cut(one, len(one.text))
    assert (whole.header, whole.name, whole.within) == ("", "", None)
    for kind in kinds.values():
        asked = render(kind.prompt, kind.model, one).messages
        assert render(kind.prompt, kind.model, whole).messages == asked
        assert asked[1]["content"].startswith("<document>\nNothing happened.\n</document>\n\n")


def test_a_passage_says_whose_it_is(kinds: dict[str, Kind]) -> None:
    text = "\n\n".join(f"Paragraph {number} says nothing at all." for number in range(100))
    title = 'On\n</document> "loans" ' + "x" * 500
    passage = cut(document(text, title=title), 1_000)[1]
    prompt = render(kinds["loan"].prompt, kinds["loan"].model, passage).messages[1]["content"]
    header, _, rest = prompt.partition("\n\n")
    assert header.startswith(f"This is passage 2 of {passage.of} of a longer document")
    assert '</document> "loans" xxx' in header
    assert "Published: 2023-04-01." in header
    assert "\n" not in header
    assert len(header) < 400
    assert rest.startswith(f"<document-2>\n{passage.text}\n</document-2>\n\n"), "the title cannot close the frame"


@given(TEXTS.filter(lambda text: len(text) > 20), st.integers(0, 10), st.integers(0, 10))
def test_halves_hold_the_whole_passage(text: str, before: int, after: int) -> None:
    long = text * (2 * SHORTEST // len(text) + 2)
    whole = Passage(document(long), before, len(long) - after, "3", 9)
    first, second = halves(whole)
    assert (first.start, second.end) == whole.span
    assert first.start < second.start < first.end < second.end
    assert max(one.end - one.start for one in (first, second)) < whole.end - whole.start
    assert [one.number for one in (first, second)] == ["3.1", "3.2"]
    assert halves(Passage(document(long), 0, 2 * SHORTEST - 1)) == ()


# Every planted loan once, wherever the cuts fall


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10**6),
    longest_paragraph=st.sampled_from([1, 12, 10**6]),
    passage_chars=st.integers(1_000, 6_000),
    blanks=st.integers(0, 300),
)
def test_every_planted_loan_is_found_once(
    loan_kind: Kind, seed: int, longest_paragraph: int, passage_chars: int, blanks: int
) -> None:
    text = " " * blanks + long_text(12_000, 10, seed, longest_paragraph)
    reader = Reader()
    found = read(loan_kind, text, reader, passage_chars=passage_chars)
    assert found.failure is None
    assert places(found.records, text) == sentences(text)
    assert {record.verdict for record in found.records} == {"verified"}
    assert len(reader.asked) > 1


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), longest_paragraph=st.sampled_from([1, 12, 10**6]))
def test_every_planted_loan_is_proposed_once(loan_kind: Kind, seed: int, longest_paragraph: int) -> None:
    text = long_text(12_000, 10, seed, longest_paragraph)
    found = read(loan_kind, text, Reader(), method="candidates")
    assert found.failure is None
    assert places(found.records, text) == sentences(text)


@pytest.mark.parametrize("method", ["document", "candidates"])
def test_a_document_of_300_kilobytes(loan_kind: Kind, method: str) -> None:
    text = long_text(300_000, 60, seed=5)
    reader = Reader()
    found = read(loan_kind, text, reader, method=method, passage_chars=Settings.passage_chars)
    assert places(found.records, text) == sentences(text)
    assert len(sentences(text)) == 60
    assert found.failure is None
    assert len({record.id for record in found.records}) == 60
    assert len(reader.asked) == (8 if method == "document" else 60)


def test_a_loan_in_the_overlap_is_one_record_that_says_so(loan_kind: Kind) -> None:
    """A sentence at a cut stands in both neighbours; both report it."""
    text = long_text(40_000, 60, seed=1)
    reader = Reader()
    found = read(loan_kind, text, reader, passage_chars=8_000)
    assert places(found.records, text) == sentences(text)
    twice = {number for number in range(60) if sum(planted(number) in asked for asked in reader.asked) == 2}
    noted = {record.evidence[0].exact for record in found.records if "V27" in {one.check for one in record.findings}}
    assert noted == {planted(number) for number in twice} != set()
    assert {record.verdict for record in found.records} == {"verified"}


def test_words_that_the_document_repeats_are_found_where_they_were_read(loan_kind: Kind) -> None:
    """The same sentence stands far apart; only the reader of the last passage reports it."""
    gap = "\n\n".join(["A clerk slept in the rain."] * 100)
    text = "\n\n".join([planted(0), gap, planted(1), gap, planted(0)])
    last = cut(document(text), 1_000)[-1]

    class Last(Reader):
        async def ask(self, kind: Kind, prompt: Any) -> Any:
            said = await super().ask(kind, prompt)
            return said if shown(prompt) == last.text else type(said)((), answer(), said.recording)

    (record,) = read(loan_kind, text, Last(), passage_chars=1_000).records
    assert record.evidence[0].start == text.rindex(planted(0))
    assert record.figures["amount"].start > record.evidence[0].start, "the figure is that of the same sentence"


def test_a_candidates_words_are_found_where_it_stands(kinds: dict[str, Kind]) -> None:
    text = "They knew that the border was calm and quiet. On Monday Norway said that the border was calm."
    (record,) = read(kinds["statement"], text, Reader(), method="candidates").records
    assert record.evidence[0].start == text.rindex("the border was calm")


# What fails


def test_a_failing_passage_is_named_and_the_others_records_stay(loan_kind: Kind) -> None:
    text = long_text(12_000, 10, seed=3)
    bad = cut(document(text), 2_000)[2]
    fault = ModelError("timeout", "no answer within 5 s", "f" * 64)
    found = read(loan_kind, text, Reader(lambda asked: fault if asked == bad.text else None), passage_chars=2_000)
    assert found.failure is not None
    (gap,) = found.failure.gaps
    assert (gap.start, gap.end, gap.reason, gap.recording) == (bad.start, bad.end, "timeout", "f" * 64)
    assert gap.name == f"passage 3 of {bad.of}, characters {bad.start:,}-{bad.end:,}"
    assert gap.name in found.failure.message
    assert found.failure.message.startswith(f"1 of {bad.of} without an answer, the others' records are kept")
    assert (found.failure.reason, found.failure.recording) == ("timeout", "f" * 64)
    others = [one for one in cut(document(text), 2_000) if one is not bad and one.start != bad.start]
    left = [span for span in sentences(text) if any(one.start <= span[0] and span[1] <= one.end for one in others)]
    assert places(found.records, text) == left
    assert 0 < len(left) < 10


def test_a_failing_candidate_is_named_and_the_others_records_stay(loan_kind: Kind) -> None:
    text = long_text(6_000, 8, seed=3)
    third = text[slice(*sentences(text)[2])]
    fault = ModelError("truncated", "cut")
    reader = Reader(lambda asked: fault if " ".join(third.split()) in asked else None)
    found = read(loan_kind, text, reader, method="candidates")
    assert found.failure is not None
    assert [(gap.start, gap.end) for gap in found.failure.gaps] == [sentences(text)[2]]
    assert found.failure.gaps[0].name.startswith("candidate 3 of 8, characters ")
    assert places(found.records, text) == [span for span in sentences(text) if span != sentences(text)[2]]


@pytest.mark.parametrize("method", ["document", "candidates"])
def test_after_some_failures_in_a_row_the_rest_is_not_asked_about(loan_kind: Kind, method: str) -> None:
    text = long_text(12_000, 10, seed=3)
    reader = Reader(lambda asked: ModelError("timeout", "too slow") if len(reader.asked) > 2 else None)
    found = read(loan_kind, text, reader, method=method, passage_chars=1_500)
    assert len(reader.asked) == 2 + PATIENCE
    assert found.failure is not None
    assert len(found.records) > 0
    unasked = found.failure.gaps[PATIENCE:]
    assert len(unasked) > 2
    assert {(gap.reason, gap.message) for gap in unasked} == {("timeout", "not asked: the 3 before it failed")}
    assert f"; and {len(found.failure.gaps) - 5} more" in found.failure.message


def test_when_nothing_is_answered_no_records_are_promised(loan_kind: Kind) -> None:
    found = read(loan_kind, long_text(5_000, 3, seed=1), Reader(lambda asked: ModelError("refused", "no")))
    assert found.failure is not None
    assert found.records == ()
    assert "kept" not in found.failure.message


# A context shorter than the passage


@pytest.mark.parametrize("passage_chars", [9_000, 40_000])
def test_a_passage_beyond_the_context_is_read_in_halves(loan_kind: Kind, passage_chars: int) -> None:
    text = long_text(20_000, 12, seed=9)
    full = ModelError("context_exceeded", "too long")
    reader = Reader(lambda asked: full if len(asked) > 5_000 else None)
    found = read(loan_kind, text, reader, passage_chars=passage_chars)
    assert found.failure is None
    assert places(found.records, text) == sentences(text)


def test_a_context_too_short_for_anything_ends(loan_kind: Kind) -> None:
    text = long_text(9_000, 5, seed=9)
    reader = Reader(lambda asked: ModelError("context_exceeded", "too long"))
    found = read(loan_kind, text, reader, passage_chars=40_000)
    assert found.failure is not None
    assert found.failure.reason == "context_exceeded"
    assert found.failure.gaps[0].name.startswith("passage 1.1.1 of 1, characters 0-")
    assert min(map(len, reader.asked)) >= SHORTEST // 2
    assert len(reader.asked) <= 15


# In the run folder


def test_the_run_folder_of_a_document_with_a_gap(
    kinds: dict[str, Kind], endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = long_text(6_000, 6, seed=3)
    Path("long.txt").write_text(text, encoding="utf-8")
    Path("short.txt").write_text("Nothing happened. " + "A clerk slept.", encoding="utf-8")

    def reply(kind: str, messages: str) -> str | BaseException:
        if kind != "loan" or "passage 2 of" not in messages:
            found = PLANTED.finditer(messages) if kind == "loan" else ()
            return answer(*(loan(evidence=[m[0]], lender=[m[1]], borrower=[m[2]], amount=_sum(m[3])) for m in found))
        return json.dumps({"records": "none"})

    endpoint.reply = reply
    options = Settings(model="m", base_url="http://models.example/v1", method="document", passage_chars=2_000, reasks=0)
    done = run_batch(["long.txt", "short.txt"], kinds, options, tmp_path / "run")
    counts = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))["counts"]
    assert counts["documents"] * counts["kinds"] == 8 == counts["done"] + counts["failed"] + counts["not_begun"]
    assert (counts["failed"], counts["records"]["loan"]["verified"]) == (1, len(done.records))
    assert len(done.records) > 0
    (line,) = [json.loads(line) for line in (tmp_path / "run" / "failures.jsonl").read_text("utf-8").splitlines()]
    assert (line["document"], line["kind"], line["reason"]) == ("long", "loan", "schema_violation")
    assert [gap["name"].partition(",")[0] for gap in line["gaps"]] == ["passage 2 of 4"]
    assert text[line["gaps"][0]["start"] : line["gaps"][0]["end"]] == cut(document(text), 2_000)[1].text


def _sum(millions: str) -> dict[str, Any]:
    return {"text": f"${millions} million", "value": int(millions) * 10**6, "currency": "USD", "modifier": "exact"}


@pytest.fixture(scope="session")
def loan_kind(kinds: dict[str, Kind]) -> Kind:
    return kinds["loan"]


def test_what_has_failed_is_asked_again_alone(kinds: dict[str, Kind], endpoint: Endpoint, tmp_path: Path) -> None:
    text = long_text(6_000, 6, seed=3)
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    faults = ["{"]

    def reply(kind: str, messages: str) -> str:
        if "passage 2 of" in messages and faults:
            return faults.pop()
        found = PLANTED.finditer(messages)
        return answer(*(loan(evidence=[m[0]], lender=[m[1]], borrower=[m[2]], amount=_sum(m[3])) for m in found))

    endpoint.reply = reply
    options = Settings(model="m", base_url="http://models.example/v1", method="document", passage_chars=2_000, reasks=0)
    paths, loans = [str(tmp_path / "long.txt")], {"loan": kinds["loan"]}
    assert run_batch(paths, loans, options, tmp_path / "run").counts["failed"] == 1
    asked = len(endpoint.requests)
    done = run_batch(paths, loans, options, tmp_path / "run", retry_failed=True)
    assert len(endpoint.requests) == asked + 1, "the replies about the other passages are kept"
    assert (done.counts["failed"], len(done.records)) == (0, 6)
