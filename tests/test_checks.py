"""The checks: for each one, drafts that it speaks about and drafts that it lets pass; verdicts; the promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from checks_rows import KINDS, REPLIES, ROWS, TEXTS, Replies, Row, as_record, case, document, figures_of, money, step
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.checks import CHECKS, merge_repeats, repeats, reply, run_checks, worth_asking
from extract.checks.registry import check, find_words, said
from extract.derive import Case
from extract.types import Figure, Finding, Record

REPLY_CHECKS = {"V07", "V27"}


def said_by(row: Row) -> tuple[tuple[str, str], ...]:
    laid = case(row.kind, row.text, row.published, **row.fields)
    return tuple((found.level, found.path) for found in CHECKS[row.check].function(laid) if found.check == row.check)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.check} {row.name}")
def test_a_check_says_what_its_row_expects(row: Row) -> None:
    assert said_by(row) == row.expected


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: f"{row.check} {row.name}")
def test_records_of_one_reply_are_merged_or_kept(row: Replies) -> None:
    records = [as_record(case(row.kind, row.text, **fields)) for fields in row.drafts]
    merged = merge_repeats(KINDS[row.kind], records)
    found = [[(f.check, f.level, f.path) for f in record.findings if f.check in REPLY_CHECKS] for record in merged]
    assert tuple(map(tuple, found)) == row.expected


@pytest.mark.parametrize("id", sorted({*CHECKS, *REPLY_CHECKS}))
def test_every_check_has_a_row_where_it_fires_and_one_where_it_does_not(id: str) -> None:
    if id in REPLY_CHECKS:
        fires = [any(found[0] == id for record in row.expected for found in record) for row in REPLIES]
        fires = [fired for fired, row in zip(fires, REPLIES, strict=True) if row.check == id]
    else:
        fires = [bool(row.expected) for row in ROWS if row.check == id]
    assert True in fires
    assert False in fires


def test_no_row_speaks_of_a_check_that_is_not_there() -> None:
    assert {row.check for row in ROWS} == set(CHECKS)
    assert {row.check for row in REPLIES} == REPLY_CHECKS


def test_every_row_has_a_name_of_its_own() -> None:
    names = [(row.check, row.name) for row in (*ROWS, *REPLIES)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("id", sorted(CHECKS))
def test_every_check_explains_itself(id: str) -> None:
    explanation = CHECKS[id].function.__doc__
    assert explanation
    assert explanation.strip().endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.check} {row.name}")
def test_a_finding_names_a_field_of_the_draft_and_says_something(row: Row) -> None:
    laid = case(row.kind, row.text, row.published, **row.fields)
    figures = figures_of(laid.document.text, row.published)
    for found in run_checks(laid):
        assert found.path.split("[")[0].split(".")[0] in {"", *type(laid.draft).model_fields}
        assert found.message
        assert found.figure is None or found.figure in figures


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_faultless_draft_is_verified_without_a_word(kind: str) -> None:
    record = as_record(case(kind))
    assert record.findings == ()
    assert record.verdict == "verified"


def test_a_full_faultless_draft_is_verified_too() -> None:
    loan = case("loan", None, "2021-05-01", amount=money("40 million euros", 40_000_000), purpose_text="roads",
                terms_text="over 12 years", dates=[step("signed", "4 March 2021")])  # fmt: skip
    treaty = case("treaty", None, "2021-05-01", title_text="Fjord Pact", duration_text="10 years",
                  instrument_count={"text": "two", "value": 2}, dates=[step("signed", "4 March 2021")])  # fmt: skip
    transfer = case("weapons_transfer", None, "2021-05-01", designation_text="M109", description_text="howitzers",
                    quantity={"text": "24", "value": 24}, value=money("30 million euros", 30_000_000),
                    dates=[step("delivered", "4 March 2021")])  # fmt: skip
    for laid in (loan, treaty, transfer):
        assert as_record(laid).findings == ()


def test_findings_come_in_the_order_of_the_ids() -> None:
    laid = case("loan", "Norway lent Latvia a large sum.", lender=["Oman"], borrower=["Oman"], status="repaid",
                amount=money("a large sum", 5), purpose_text="none")  # fmt: skip
    ids = [found.check for found in run_checks(laid)]
    assert ids == sorted(ids)
    assert {"V04", "V12", "V18", "V26", "V31"} <= set(ids)


def test_the_word_for_another_stage_is_named() -> None:
    laid = case("loan", status="repaid")
    (found,) = CHECKS["V18"].function(laid)
    assert "committed" in found.message


def test_the_nearest_passage_is_named_but_not_taken() -> None:
    text = "Norway lent Latvia $300 million for a port."
    laid = case("loan", text, evidence=["Norway lent Latvia $900 million for a port."])
    (found,) = CHECKS["V01"].function(laid)
    assert "$300 million" in found.message
    assert laid.evidence == ()


def test_what_code_has_mended_is_not_asked_about_again() -> None:
    laid = case("loan", amount=money("40 million euros", 4, "USD", "about"))
    found = run_checks(laid)
    assert {one.check for one in found} == {"V04", "V05", "V06"}
    assert not any(worth_asking(one) for one in found)


def test_errors_and_warnings_of_the_other_checks_are_worth_asking_about() -> None:
    assert worth_asking(Finding("V01", "error", "evidence[0]", "gone"))
    assert worth_asking(Finding("V18", "warn", "status", "no word"))
    assert not worth_asking(Finding("V01", "info", "evidence[0]", "folded"))
    assert not worth_asking(Finding("V27", "warn", "", "merged"))


def test_a_check_id_cannot_be_taken_twice_or_left_unexplained() -> None:
    def silent(laid: Case) -> Any:
        return iter(())

    with pytest.raises(ValueError, match="V99"):
        check("V99")(silent)
    silent.__doc__ = "Says nothing."
    with pytest.raises(ValueError, match="V01"):
        check("V01")(silent)
    assert "V99" not in CHECKS


def test_words_are_found_whole_in_any_case_and_over_line_breaks() -> None:
    words = ("turned down", "sign*")
    assert [match[0] for match in find_words(words, "Signed, then Turned\n down; a resigned look")] == [
        "Signed",
        "Turned\n down",
    ]
    assert find_words((), "anything") == []


def test_a_long_value_is_cut_in_a_message() -> None:
    assert said("a" * 80) == repr("a" * 80)
    assert said("a" * 81) == repr("a" * 79 + "…")


def test_of_repeats_the_one_with_the_fewest_faults_stays() -> None:
    text = "Norway lent Latvia 4 million euros for roads."
    bad = as_record(case("loan", text, amount=money("4 million euros", 4_000_000), status="repaid"))
    worse = as_record(
        case("loan", text, amount=money("4 million euros", 4_000_000), dates=[step("signed", "1 May 2001")])
    )
    good = as_record(case("loan", text, amount=money("4 million euros", 4_000_000), status="unclear"))
    assert (worse.verdict, bad.verdict, good.verdict) == ("rejected", "flagged", "verified")
    (kept,) = merge_repeats(KINDS["loan"], [worse, bad, good])
    assert kept.data["status"] == "unclear"
    assert kept.findings[-1].message.startswith("3 ")


def test_of_equal_repeats_the_first_stays() -> None:
    text = "Norway gave Latvia 4 million euros as a loan for roads."
    first, second = (as_record(case("loan", text, status="unclear", purpose_text=words)) for words in ("roads", None))
    (kept,) = merge_repeats(KINDS["loan"], [first, second])
    assert kept.data["purpose_text"] == "roads"


LEVELS = st.sampled_from(["error", "warn", "info"])


@given(st.lists(LEVELS, max_size=8))
def test_the_verdict_follows_from_the_levels_alone(levels: list[Any]) -> None:
    findings = tuple(Finding(f"V{place:02}", level, "", "x") for place, level in enumerate(levels))
    verdict = Record("", "loan", document("x"), {}, {}, (), {}, findings).verdict
    assert (verdict == "rejected") == ("error" in levels)
    assert (verdict == "flagged") == ("warn" in levels and "error" not in levels)
    assert (verdict == "verified") == (not {"error", "warn"} & set(levels))


STORY = (
    "On Monday, 1 March 2021, Norway signed a loan of 1.5 billion euros to Latvia for 12 roads. It lent about $40 "
    "million (340 million Norwegian kroner) in 2019, and delivered two dozen M109 howitzers and the S-400s by December "
    "2020. On April 9 Norway and Latvia signed three protocols."
)
FIGURES = figures_of(STORY)
KINDS_OF = {"amount": ("money",), "count": ("count", "number"), "date": ("date",), "designation": ("designation",)}
WORDS = ["12 roads", "a loan", "not specified", "", "Norway", "howitzers", "1 March", "the loan", "about", "$", "on"]
FOREIGN = ["2.5 billion euros", "5 billion euros", "$400 million", "13", "25 dozen", "5 May 2020", "T-72", "2 May 2021"]
SLICES = st.tuples(st.integers(0, len(STORY)), st.integers(1, 30)).map(lambda at: STORY[at[0] : at[0] + at[1]])
STRAY = st.one_of(st.sampled_from([figure.as_written for figure in FIGURES] + WORDS + FOREIGN), SLICES)
VALUES = st.sampled_from([None, *(figure.value for figure in FIGURES if figure.value is not None), 7, "1.5", 10**15])
SENTENCES = STORY.replace(". ", ".|").split("|")
EVIDENCE = st.just([STORY]) | st.lists(st.sampled_from([STORY, *SENTENCES, "It paid."]), min_size=1, max_size=2)
TITLES = st.sampled_from([None, None, "12 roads", "Fjord Pact"])


def copies(part: str) -> st.SearchStrategy[str]:
    """Words for a field: mostly a figure of its kind, else anything."""
    right = st.sampled_from([figure.as_written for figure in FIGURES if figure.kind in KINDS_OF[part]])
    return st.one_of(right, right, STRAY)


def numbers(part: str) -> st.SearchStrategy[dict[str, Any] | None]:
    """An amount or a count: nothing, words and number of one figure, or words and a number that may not fit."""
    right = [
        {"text": figure.as_written, "value": figure.value} | ({"currency": figure.unit, "modifier": figure.modifier}
                                                              if part == "amount" else {})
        for figure in FIGURES if figure.kind in KINDS_OF[part]
    ]  # fmt: skip
    mixed: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({"text": copies(part), "value": VALUES})
    if part == "amount":
        mixed = st.builds(money, copies(part), VALUES, st.sampled_from(["EUR", "USD", "NOK"]))
    return st.one_of(st.none(), st.sampled_from(right), st.sampled_from(right), mixed)


def steps(*events: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.builds(step, st.sampled_from(events), copies("date"), st.just(False)), max_size=2)


DRAFTS = st.one_of(
    st.tuples(st.just("loan"), st.fixed_dictionaries({
        "evidence": EVIDENCE, "amount": numbers("amount"), "dates": steps("signed", "approved"), "purpose_text": TITLES,
    })),
    st.tuples(st.just("treaty"), st.fixed_dictionaries({
        "evidence": EVIDENCE, "instrument_count": numbers("count"), "dates": steps("signed", "expires"),
        "title_text": TITLES,
    })),
    st.tuples(st.just("weapons_transfer"), st.fixed_dictionaries({
        "evidence": EVIDENCE, "quantity": numbers("count"), "value": numbers("amount"),
        "designation_text": st.none() | copies("designation"), "dates": steps("ordered", "delivered"),
    })),
)  # fmt: skip


def unproven(record: Record) -> list[str]:
    """The paths of numbers, dates and designations that do not rest on a figure of the document's text."""
    faults: list[str] = []

    def rests(path: str, copied: str, agrees: Any, *kinds: str) -> None:
        figure = record.figures.get(path)
        known = figure is not None and figure in figures_of(STORY, record.document.published)
        if not known or figure.kind not in kinds or not agrees(figure) or copied not in record.document.text:
            faults.append(path)

    def same(part: dict[str, Any], figure: Figure) -> bool:
        return (part["value"], part["value_high"], part["modifier"]) == (
            figure.value,
            figure.value_high,
            figure.modifier,
        )

    for name in ("amount", "value"):
        if part := record.data.get(name):
            rests(name, part["text"], lambda f, p=part: same(p, f) and p["currency"] == f.unit, "money")
    for name in ("quantity", "instrument_count"):
        if part := record.data.get(name):
            rests(name, part["text"], lambda f, p=part: same(p, f), "count", "number")
    for place, part in enumerate(record.data.get("dates", [])):
        path = f"dates[{place}]"
        rests(path, part["text"], lambda f, p=part: f.unit is not None and p["edtf"] == f.unit, "date")
    if words := record.data.get("designation_text"):
        rests("designation_text", words, lambda f: f.as_written in words or words in f.as_written, "designation")
    return faults


@settings(max_examples=400, deadline=None)
@given(DRAFTS, st.sampled_from([None, "2021-06-01"]))
def test_a_verified_record_holds_no_number_date_or_weapon_without_its_figure(
    draft: tuple[str, dict[str, Any]], published: str | None
) -> None:
    kind, fields = draft
    record = as_record(case(kind, STORY, published, **fields))
    for quote in record.evidence:
        assert STORY[quote.start : quote.end] == quote.exact
    if record.verdict == "verified":
        assert record.evidence
        assert unproven(record) == []


def test_the_promise_is_tested_on_records_that_hold_something() -> None:
    proven = as_record(case("weapons_transfer", STORY, evidence=[SENTENCES[1]], designation_text="M109",
                            quantity={"text": "two dozen", "value": 24},
                            dates=[step("delivered", "December 2020")]))  # fmt: skip
    assert proven.verdict == "verified"
    assert set(proven.figures) == {"designation_text", "quantity", "dates[0]"}
    assert unproven(proven) == []
    made_up = as_record(case("weapons_transfer", STORY, evidence=[SENTENCES[1]], designation_text="T-72",
                             quantity={"text": "25", "value": 25}, dates=[step("delivered", "May 2020")]))  # fmt: skip
    assert made_up.verdict == "rejected"
    assert unproven(made_up) == ["quantity", "dates[0]", "designation_text"]


SPANS = st.sampled_from([None, (0, 40), (0, 45), (5, 40), (990, 1_030), (995, 1_030), (2_000, 2_010)])
NAMES = st.sampled_from([None, "Norway", "Norwegian", "Latvia"])


@given(st.sampled_from(["loan", "treaty", "statement"]), st.lists(st.tuples(SPANS, NAMES, NAMES), max_size=12))
def test_filing_finds_the_same_repeats_as_comparing_each_with_each(
    name: str, rows: list[tuple[tuple[int, int] | None, str | None, str | None]]
) -> None:
    kind = KINDS[name]
    sound = as_record(case(name, TEXTS[name]))
    records = []
    for span, first, second in rows:
        changed = {one: second if isinstance(sound.data[one], str) else sound.data[one] for one in kind.model.same_if}
        data = {**sound.data, **changed, "lender": [first or "Norway"], "title_text": first, "amount": None}
        evidence = () if span is None else (replace(sound.evidence[0], start=span[0], end=span[1]),)
        records.append(replace(sound, data=data, evidence=evidence))
    groups: list[list[int]] = []
    for place, record in enumerate(records):
        group = next((one for one in groups if reply._same(kind, records[one[0]], record)), None)
        groups.append([place]) if group is None else group.append(place)
    assert repeats(kind, records) == groups
