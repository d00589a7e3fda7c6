"""Scoring: what counts, what is ignored, which numbers are wrong, and that gold scored against itself is perfect."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.alike import Comparer
from extract.gold import Gold, GoldDocument, GoldRecord, Trap, gold_of, read_gold
from extract.kinds import Kind, load_kinds
from extract.measures import Tally, difference, draws, measure
from extract.score import Score, score
from extract.score_json import score_json
from extract.store import dumps

ROOT = Path(__file__).parents[1]
KINDS = load_kinds(ROOT)
GOLD = read_gold(ROOT / "fixtures" / "gold")

LENT = "Norland lent Sudmark 40 million euros on 3 May 2021 for a bridge."
GAVE = "Westria gave Ostland a credit of 5 million euros."
TRADE = "Trade between the two came to 900 million dollars in that year."
EUROS = {"text": "40 million euros", "value": 40_000_000, "currency": "EUR", "modifier": "exact", "value_high": None}
FIVE = {**EUROS, "text": "5 million euros", "value": 5_000_000}
MAY = [{"event": "signed", "text": "3 May 2021", "edtf": "2021-05-03", "planned": False}]
FIELDS = {
    "lender": ["Norland"], "borrower": ["Sudmark"], "amount": EUROS, "flow_type": "loan", "status": "committed",
    "dates": MAY, "purpose_text": "a bridge", "terms_text": None, "asserted_by": "author", "factuality": "fact",
}  # fmt: skip


def gold(*records: GoldRecord, traps: tuple[Trap, ...] = (), aliases: Mapping[str, Any] | None = None) -> Gold:
    return gold_of([GoldDocument("paper.md", None, aliases or {}, records, traps)])


def wanted(id: str = "g1", evidence: str = LENT, fields: Mapping[str, Any] = FIELDS, **more: Any) -> GoldRecord:
    accept = more.pop("accept", {})
    return GoldRecord(id, "loan", more.pop("required", True), (evidence,), fields, accept, **more)


def line(verdict: str = "verified", evidence: str = LENT, figures: Any = ("amount", "dates[0]"), **data: Any) -> Any:
    return {
        "id": hashlib.sha256(repr((verdict, evidence, data)).encode()).hexdigest()[:16],
        "kind": "loan",
        "verdict": verdict,
        "document": {"id": "paper", "sha256": "0", "sources": ["in/paper.md"], "published": None},
        "data": {**FIELDS, "evidence": [evidence], **data},
        "evidence": [{"exact": evidence}],
        "figures": {path: {} for path in figures},
    }


def scored(records: list[Any], against: Gold) -> Score:
    return score(records, against, {"loan": KINDS["loan"]})


def tallies(result: Score) -> dict[str, Tally]:
    return {row: kinds["all"].tally for row, kinds in result.rows.items()}


def test_each_row_is_matched_for_itself() -> None:
    """A flagged record takes the gold only where the verified one is not there."""
    against = gold(wanted(), wanted("g2", GAVE, {**FIELDS, "amount": FIVE}))
    records = [
        line("verified"),
        line("flagged"),
        line("flagged", TRADE, amount=None),
        line("rejected", GAVE, amount=FIVE),
    ]
    assert tallies(scored(records, against)) == {
        "not_rejected": Tally(1, 3, 2),
        "verified": Tally(1, 1, 2),
        "all": Tally(2, 4, 2),
    }


@pytest.mark.parametrize("against", [wanted(required=False), wanted(reviewed=False)])
def test_what_need_not_be_found_is_ignored_found_or_missed(against: GoldRecord) -> None:
    other = wanted("g2", GAVE, {**FIELDS, "amount": FIVE})
    assert tallies(scored([line()], gold(against, other)))["not_rejected"] == Tally(0, 0, 1)
    assert tallies(scored([], gold(against, other)))["not_rejected"] == Tally(0, 0, 1)
    assert tallies(scored([line(), line("flagged")], gold(against, other)))["not_rejected"] == Tally(0, 1, 1)


def test_parts_of_what_may_be_split_are_ignored() -> None:
    said = "the bridge will be open before the winter of next year"
    fields = {"content": said, "speaker": "Anna Berg", "speaker_name": None}
    whole = GoldRecord("s", "statement", True, (said,), fields, {"split_in_two": True})
    halves = [
        {**line(), "kind": "statement", "data": {"content": half, "speaker": "Berg"}, "evidence": [{"exact": half}]}
        for half in ("the bridge will be open", "before the winter of next year")
    ]
    tally = score(halves, gold(whole), {"statement": KINDS["statement"]}).main["all"].tally
    assert tally == Tally(1, 1, 1)


def test_documents_without_gold_are_left_out_and_those_without_records_are_misses() -> None:
    stranger = {**line(), "document": {"id": "other", "sha256": "1", "sources": ["other.md"]}}
    result = scored([stranger], gold(wanted()))
    assert tallies(result)["not_rejected"] == Tally(0, 0, 1)
    assert result.without_gold == 1


def test_documents_are_found_by_hash_before_name() -> None:
    one, other = (GoldDocument(name, sha, {}, (wanted(name),), ()) for name, sha in (("paper.md", "9"), ("x.md", "0")))
    found = gold_of([one, other]).find(line()["document"])
    assert found is not None
    assert found.name == "x.md"


def test_verdicts_are_compared() -> None:
    against = gold(
        wanted(), wanted("g2", GAVE, {**FIELDS, "amount": FIVE}), wanted("g3", TRADE, {**FIELDS, "amount": None})
    )
    records = [
        line("verified"),
        line("flagged", GAVE, amount=FIVE),
        line("flagged", "Nobody lent anybody anything."),
        line("rejected", TRADE, amount=None),
        line("rejected", "Nobody borrowed anything."),
        line("rejected"),
    ]
    verdicts = scored(records, against).verdicts
    assert verdicts.verified.tally == Tally(1, 1)
    assert verdicts.flagged.tally == Tally(1, 2)
    assert verdicts.rejected.tally == Tally(1, 3)
    assert (verdicts.gap, verdicts.share) == (0.5, 0.5)


@pytest.mark.parametrize(
    "data, outcomes",
    [
        ({}, {"amount": "right", "dates[0]": "right"}),
        ({"dates": []}, {"amount": "right", "dates": "missing"}),
        ({"dates": [{**MAY[0], "edtf": "2021-05-04"}]}, {"amount": "right", "dates[0]": "wrong", "dates": "missing"}),
        ({"dates": [*MAY, {**MAY[0], "edtf": "2022"}]}, {"amount": "right", "dates[0]": "right", "dates[1]": "wrong"}),
        ({"dates": [*MAY, *MAY]}, {"amount": "right", "dates[0]": "right", "dates[1]": "wrong"}),
        ({"amount": {**EUROS, "value": 40_000}}, {"amount": "wrong", "dates[0]": "right"}),
        ({"amount": {**EUROS, "currency": "USD"}}, {"amount": "wrong", "dates[0]": "right"}),
        ({"amount": {**EUROS, "modifier": "about"}}, {"amount": "right", "dates[0]": "right"}),
        ({"amount": None}, {"amount": "missing", "dates[0]": "right"}),
    ],
)
def test_numbers_one_by_one(data: dict[str, Any], outcomes: dict[str, str]) -> None:
    """A record with the wrong amount is no match, but its numbers are held against the gold that it was meant to be."""
    assert {one.path: one.outcome for one in scored([line(**data)], gold(wanted())).numbers} == outcomes


def test_accepted_numbers_are_right() -> None:
    accept = {"dates": [[], ["2021"]], "amount": [None]}
    year = [{**MAY[0], "edtf": "2021"}]
    for data, outcomes in (({"dates": year}, ["right", "right"]), ({"dates": [], "amount": None}, [])):
        result = scored([line(**data)], gold(wanted(accept=accept)))
        assert [one.outcome for one in result.numbers] == outcomes
        assert tallies(result)["not_rejected"].right == 1


def test_a_wrong_number_is_seen_beside_a_right_record() -> None:
    against = gold(wanted(), wanted("g2", GAVE, {**FIELDS, "amount": FIVE}))
    result = scored([line(), line("flagged", GAVE, amount={**FIVE, "value": 5})], against)
    assert [one.outcome for one in result.numbers if one.path == "amount"] == ["right", "wrong"]


def test_wrong_numbers_of_verified_records_are_listed() -> None:
    wrong = line("verified", amount={**EUROS, "value": 40_000})
    ((listed),) = scored([wrong], gold(wanted())).wrong_verified
    assert (listed.path, listed.outcome, listed.record) == ("amount", "wrong", wrong["id"])
    assert scored([{**wrong, "verdict": "flagged"}], gold(wanted())).wrong_verified == ()


def test_a_verified_number_without_a_figure_is_wrong_whatever_the_gold_says() -> None:
    assert [one.path for one in scored([line(figures=["amount"])], gold(wanted())).wrong_verified] == ["dates[0]"]


def test_verified_numbers_of_records_that_are_not_in_the_gold() -> None:
    stray = scored([line("verified", TRADE, dates=[])], gold(wanted()))
    assert [one.path for one in stray.verified_without_gold] == ["amount"]
    assert stray.exactness["all"] == {"right": 0, "wrong": 0, "missing": 0}


def test_hits_on_what_the_gold_does_not_code() -> None:
    traps = (Trap("loan", TRADE, "trade"), Trap("treaty", TRADE, "not of this kind"))
    records = [line("verified", TRADE), line("flagged", TRADE), line("rejected", TRADE), line("verified")]
    hits = scored(records, gold(wanted(), traps=traps)).traps
    assert [(hit.verdict, hit.reason) for hit in hits] == [("verified", "trade"), ("flagged", "trade")]


def test_wrong_and_missed_records_are_named() -> None:
    against = gold(wanted(), wanted("g2", GAVE, {**FIELDS, "amount": FIVE}), wanted("g3", TRADE, required=False))
    records = [line(), line("flagged", "Nobody lent anything."), line("rejected", "Nobody borrowed anything.")]
    named = [(one.verdict, one.evidence) for one in scored(records, against).unpaired]
    assert named == [("flagged", "Nobody lent anything."), (None, GAVE)]


def test_quotes_that_stand_in_the_document() -> None:
    records = [line(), {**line("rejected"), "evidence": []}]
    assert scored(records, gold(wanted())).quotes == {"all": (1, 2), "not_rejected": (1, 1)}


ACCEPTED = [
    ("status", "committed", {}, True),
    ("status", "disbursed", {}, False),
    ("status", "disbursed", {"status": ["disbursed"]}, True),
    ("status", "disbursed", {"status": {"ungraded": True}}, None),
    ("lender", ["the Norland"], {}, True),
    ("lender", ["Norland", "Westria"], {}, False),
    ("lender", ["Westria"], {"lender": [["Westria"], []]}, True),
    ("lender", [], {"lender": [["Westria"], []]}, True),
    ("purpose_text", "the bridge", {}, False),
    ("purpose_text", "A bridge.", {}, True),
    ("purpose_text", None, {}, False),
    ("purpose_text", None, {"purpose_text": [None]}, True),
    ("purpose_text", "a bridge over the bay", {"purpose_text": {"must_contain": "bridge"}}, True),
    ("purpose_text", "a tunnel", {"purpose_text": {"must_contain": "bridge"}}, False),
    ("purpose_text", "a bridge over the bay", {"purpose_text": {"min_overlap": 0.4}}, True),
    ("purpose_text", "a bridge over the bay", {"purpose_text": {"min_overlap": 0.6}}, False),
    ("terms_text", None, {}, True),
    ("terms_text", "ten years", {}, False),
    ("amount", {**EUROS, "modifier": "about"}, {}, False),
    ("amount", {**EUROS, "text": "about 40 million euros"}, {}, True),
    ("amount", {**EUROS, "text": "a lot"}, {}, False),
    ("amount", {**EUROS, "text": "40 m euros"}, {"amount.text": ["40 m euros"]}, True),
    ("dates", [{**MAY[0], "event": "approved"}], {}, True),
    ("dates", [{**MAY[0], "planned": True}], {}, False),
    ("dates", [], {"dates": [[], ["2021"]]}, True),
    ("dates", [{**MAY[0], "edtf": "2021"}], {"dates": [[], ["2021"]]}, True),
    ("dates", [{**MAY[0], "edtf": "2022"}], {"dates": [[], ["2021"]]}, False),
    ("asserted_by", "Author", {}, True),
]


@pytest.mark.parametrize("name, found, accept, right", ACCEPTED)
def test_fields_and_the_accept_grammar(name: str, found: Any, accept: Any, right: bool | None) -> None:
    assert Comparer(KINDS["loan"].model).right(name, wanted(accept=accept), found) is right


@pytest.mark.parametrize(
    "name, of, found, accept, right",
    [
        ("topics", ["military", "legal"], ["legal", "cyber"], {}, True),
        ("topics", ["military"], ["legal"], {}, False),
        ("targets", [], ["Russia"], {}, None),
        ("targets", ["Russia", "Belarus"], ["Moscow"], {}, True),
        ("content", "the bridge will open", "The bridge will open!", {}, True),
        ("content", "the bridge will open", "the bridge will open before winter", {}, False),
        ("content", "the bridge will open", "will open", {"content": ["it will open"]}, False),
        ("speaker", "Anna Berg", "Minister Anna Berg", {}, True),
        ("speaker", "Anna Berg", None, {}, False),
        ("date", {"text": "on Monday", "edtf": "2024-01-29"}, "on Monday", {}, True),
        ("date", {"text": "on Monday", "edtf": "2024-01-29"}, "January 29, 2024", {}, True),
        ("date", {"text": "on Monday", "edtf": "2024-01-29"}, "January 30, 2024", {}, False),
        ("date", {"text": "on Monday", "edtf": "2024-01-29"}, None, {"date": ["2024-01", None]}, True),
        ("date", None, "on Monday", {}, False),
    ],
)
def test_fields_of_a_statement(name: str, of: Any, found: Any, accept: Any, right: bool | None) -> None:
    record = GoldRecord("g", "statement", True, (LENT,), {name: of}, accept)
    assert Comparer(KINDS["statement"].model).right(name, record, found) is right


@pytest.mark.parametrize(
    "name, of, found, accept, right",
    [
        ("subjects", ["defence", "basing"], ["basing", "defence"], {}, True),
        ("subjects", ["defence"], ["defence", "basing"], {}, False),
        (
            "subjects",
            ["defence"],
            ["trade", "nuclear"],
            {"subjects": {"min_hits": 2, "of": ["trade", "nuclear"]}},
            True,
        ),
        ("subjects", ["defence"], ["trade"], {"subjects": {"min_hits": 2, "of": ["trade", "nuclear"]}}, False),
        ("instrument_count", 28, {"text": "28", "value": 28, "value_high": None, "modifier": "exact"}, {}, True),
        ("instrument_count", 28, {"text": "29", "value": 29, "value_high": None, "modifier": "exact"}, {}, False),
        ("instrument_count", 1, None, {"instrument_count": [1, None]}, True),
        ("duration", "ten years", "ten years", {}, True),
    ],
)
def test_fields_of_a_treaty(name: str, of: Any, found: Any, accept: Any, right: bool | None) -> None:
    record = GoldRecord("g", "treaty", True, (LENT,), {name: of}, accept)
    assert Comparer(KINDS["treaty"].model).right(name, record, found) is right


def test_only_fields_that_both_have_are_graded() -> None:
    record = GoldRecord("g", "loan", True, (LENT,), {**FIELDS, "sector": "510", "terms": {"interest": None}}, {})
    graded = Comparer(KINDS["loan"].model).graded(record, line()["data"])
    assert graded == dict.fromkeys(FIELDS, True)


def perfect(against: Gold, kinds: Mapping[str, Kind]) -> Iterator[dict[str, Any]]:
    """The record lines of a run that finds all that the gold wants, and nothing else."""
    for document in against.documents:
        for record in document.records:
            if record.counts:
                data = {name: _value(name, record) for name in kinds[record.kind].model.model_fields}
                quotes = [data["content"]] if "content" in data else record.evidence
                yield {
                    **line(),
                    "id": record.id,
                    "kind": record.kind,
                    "document": {"id": PurePath(document.name).stem, "sha256": "", "sources": []},
                    "data": data,
                    "evidence": [{"exact": quote} for quote in quotes],
                }


def _value(name: str, record: GoldRecord) -> Any:
    if name == "evidence":
        return list(record.evidence)
    value = record.fields.get(name, record.fields.get(name.removesuffix("_text")))
    if name == "date_text":
        return value and value["text"]
    return {"text": str(value), "value": value} if isinstance(value, int) else value


PERFECT = list(perfect(GOLD, KINDS))


def test_gold_against_itself_is_perfect() -> None:
    result = score(PERFECT, GOLD, KINDS)
    assert {(one.precision, one.recall, one.f1) for one in result.main.values()} == {(1.0, 1.0, 1.0)}
    assert {right == graded for fields in result.fields.values() for right, graded in fields.values()} == {True}
    assert result.exactness["all"]["right"] > 25
    assert (result.exactness["all"]["wrong"], result.exactness["all"]["missing"], result.traps) == (0, 0, ())


@settings(max_examples=12)
@given(st.sets(st.integers(0, len(PERFECT) - 1), max_size=8), st.sets(st.integers(0, len(PERFECT) - 1), max_size=8))
def test_each_lost_record_is_a_miss_and_each_repeated_one_a_mistake(lost: set[int], twice: set[int]) -> None:
    records = [one for place, one in enumerate(PERFECT) if place not in lost]
    records += [PERFECT[place] for place in twice - lost]
    tally = score(records, GOLD, KINDS).main["all"].tally
    split = sum(_may_split(PERFECT[place]["id"]) for place in twice - lost)
    # A repeat may stand for a lost one of the same sentence and key, or for optional gold: never for more.
    assert 0 <= tally.right - (len(PERFECT) - len(lost)) <= len(twice - lost)
    assert tally.due == len(PERFECT)
    assert len(records) - len(twice - lost) <= tally.found <= len(records)
    if not split and not lost:
        assert tally.right == len(PERFECT)


def _may_split(id: str) -> bool:
    return next(one.may_split for document in GOLD.documents for one in document.records if one.id == id)


@settings(max_examples=15)
@given(st.permutations(range(12)))
def test_the_order_of_records_does_not_matter(order: list[int]) -> None:
    some = PERFECT[:12]
    shuffled = score([some[place] for place in order], GOLD, KINDS)
    assert shuffled.rows == score(some, GOLD, KINDS).rows


def test_json_holds_all_of_it() -> None:
    data = score_json(score(PERFECT, GOLD, KINDS))
    dumps(data)  # no value without a JSON form
    assert data["rows"]["not_rejected"]["loan"]["f1"] == 1.0
    assert data["wrong_verified_numbers"]  # the lines above name no figures for most numbers
    assert data["verdicts"]["flagged"]["precision"] is None


def test_a_fifth_kind_from_two_files_is_scored(project: Path) -> None:
    kinds = load_kinds(project)
    sentence = "The king of Norland visited Sudmark."
    fields = {"guest": ["Norland"], "host": ["Sudmark"], "status": "made"}
    record = GoldRecord("v", "visit", True, (sentence,), {**fields, "status": "planned"}, {})
    found = {**line(), "kind": "visit", "data": {"evidence": [sentence], **fields}, "evidence": [{"exact": sentence}]}
    result = score([found], gold(record), kinds)
    assert result.main["visit"].f1 == 1
    assert result.fields["visit"] == {"guest": (1, 1), "host": (1, 1), "status": (0, 1)}


TALLIES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)).map(
        lambda three: Tally(three[0], three[0] + three[1], three[0] + three[2])
    ),
    min_size=1,
    max_size=6,
)


@given(TALLIES)
def test_intervals_hold_shares_and_lie_between_0_and_1(some: list[Tally]) -> None:
    drawn = draws(len(some), resamples=50)
    one = measure(some, drawn)
    for interval in (one.precision_interval, one.recall_interval, one.f1_interval):
        if interval is not None:
            assert 0 <= interval[0] <= interval[1] <= 1
    same = measure([some[0]] * len(some), drawn)
    if same.f1 is not None:
        assert same.f1_interval == pytest.approx((same.f1, same.f1))


def test_the_bootstrap_is_the_same_every_time_and_draws_whole_documents() -> None:
    assert draws(5) == draws(5)
    assert draws(0) == ()
    assert {len(places) for places in draws(5)} == {5}
    one = measure([Tally(10, 10, 10), Tally(0, 10, 10)], draws(2))
    assert one.f1_interval == (0, 1)
    assert difference([Tally(1, 1), Tally(1, 1)], [Tally(0, 1), Tally(0, 1)], draws(2)) == (1, 1)
